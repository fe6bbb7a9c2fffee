//! The numbers of a list in Markdown.

use std::collections::BTreeMap;

/// A list that is open.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) numbered: bool,
    /// Columns by which its items are set in, outermost first.
    pub(super) open: Vec<usize>,
    /// What an item shows instead of the number that is written before it, by where it begins.
    counted: BTreeMap<usize, u32>,
}

/// A numbered line: where it begins, by how many columns it is set in, its number.
type Line = (usize, usize, u32);

impl List {
    /// A numbered list whose source begins at `start` of the text; `column` tells by how many columns a line is set in.
    pub(super) fn numbered(source: &str, start: usize, column: impl Fn(usize) -> usize) -> Self {
        let mut counted = BTreeMap::new();
        for sequence in sequences(numbers(source, start, column)) {
            count(&sequence, &mut counted);
        }
        Self { numbered: true, open: Vec::new(), counted }
    }

    /// The number that the item at `start` shows: what is written, but an author who writes the same number before
    /// several items leaves the counting to the reader.
    pub(super) fn marker(&mut self, start: usize, column: usize, written: &str) -> String {
        self.open.retain(|open| *open < column);
        self.open.push(column);
        match self.counted.get(&start) {
            Some(number) => format!("{number}{}", written.trim_start_matches(|c: char| c.is_ascii_digit())),
            None => written.to_owned(),
        }
    }
}

fn numbers(source: &str, start: usize, column: impl Fn(usize) -> usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = start;
    for line in source.split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t']);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Ok(number) = text[..digits].parse()
            && text[digits..].starts_with(['.', ')'])
        {
            let begins = at + line.len() - text.len();
            lines.push((begins, column(begins), number));
        }
        at += line.len();
    }
    lines
}

/// The lines that count on from each other: set in alike, without one between them that is set in less.
fn sequences(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut done = Vec::new();
    let mut open: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        while open.last().is_some_and(|last| last[0].1 > line.1) {
            done.extend(open.pop());
        }
        match open.last_mut().filter(|last| last[0].1 == line.1) {
            Some(last) => last.push(line),
            None => open.push(vec![line]),
        }
    }
    done.extend(open);
    done
}

/// Counts on where a number is repeated ("1. 1. 1." and then "4.", a new list or nothing): "2. 2. 3." is a misprint.
fn count(sequence: &[Line], counted: &mut BTreeMap<usize, u32>) {
    let mut from = 0;
    while let Some(&(_, _, first)) = sequence.get(from) {
        let same = sequence[from..].iter().take_while(|line| line.2 == first).count();
        let length = u32::try_from(same).unwrap_or(u32::MAX);
        let next = sequence.get(from + same).map(|line| line.2);
        let goes_on = next.is_none_or(|next| next == first.saturating_add(length) || next == 1);
        if same > 1 && goes_on {
            let shown = sequence[from..from + same].iter().zip(first..);
            counted.extend(shown.map(|(line, number)| (line.0, number)));
        }
        from += same;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<u32> {
        let list = List::numbered(source, 0, |at| at - source[..at].rfind('\n').map_or(0, |end| end + 1));
        let lines = numbers(source, 0, |_| 0);
        lines.iter().map(|(at, _, number)| *list.counted.get(at).unwrap_or(number)).collect()
    }

    #[test]
    fn a_number_that_is_repeated_counts_on() {
        assert_eq!(shown("1. a\n1. b\n1. c\n"), [1, 2, 3]);
        assert_eq!(shown("1. a\n1. b\n1. c\n4. d\n4. e\n"), [1, 2, 3, 4, 5]);
        assert_eq!(shown("3. a\n3. b\n1. c\n"), [3, 4, 1]);
        assert_eq!(shown("1. a\n2. b\n2. c\n3. d\n"), [1, 2, 2, 3]);
        assert_eq!(shown("1. a\n    1. b\n2. c\n    1. d\n"), [1, 1, 2, 1]);
    }
}
