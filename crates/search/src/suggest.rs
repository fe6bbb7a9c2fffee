//! The nearest words to one that nobody wrote.

/// The nearest of these to a word, within `edits` letters, nearest first and then in the order given.
pub(crate) fn nearest<'w>(word: &str, others: impl Iterator<Item = &'w str>, edits: usize) -> Vec<&'w str> {
    let word = word.to_lowercase();
    let mut near: Vec<(usize, &str)> =
        others.filter_map(|other| Some((distance(&word, &other.to_lowercase(), edits)?, other))).collect();
    near.sort_by_key(|(edits, _)| *edits);
    near.into_iter().map(|(_, other)| other).collect()
}

/// How many letters must be changed, added, left out or swapped with the next to make one word of another; `None` where
/// it takes more than `most` (Damerau 1964, each letter touched once).
pub(crate) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    // Counted before they are collected: most words of an index are told apart by their lengths.
    let letters = one.chars().count();
    if letters > 64 || letters.abs_diff(other.chars().count()) > most {
        return None;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let changed = last[j - 1] + usize::from(one[i - 1] != other[j - 1]);
            let mut least = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|edits| *edits > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_differ_are_counted() {
        for (one, other, expected) in [
            ("vulnerabilty", "vulnerability", Some(1)),
            ("agrement", "agreement", Some(1)),
            ("recieve", "receive", Some(1)),
            ("plan", "plan", Some(0)),
            ("plan", "harbour", None),
            ("", "ab", Some(2)),
        ] {
            assert_eq!(distance(one, other, 2), expected, "{one} {other}");
            assert_eq!(distance(other, one, 2), expected, "{other} {one}");
        }
        assert_eq!(nearest("knd", ["kind", "year"].into_iter(), 2), ["kind"]);
    }
}
