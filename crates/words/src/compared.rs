//! Two wordings of one text side by side.

use serde::Serialize;

/// Words of a text in a row that are all in the other text too, or all not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// The words, with the white space after them.
    pub text: String,
    /// The other text has other words here.
    pub changed: bool,
}

/// Longest texts that are compared, in words: of longer ones all counts as changed.
const LONGEST: usize = 3000;

/// Which words of two texts differ, by their longest common subsequence of words. Case, quotation marks and how a text ends
/// count as no difference; where it pauses does, if no word differs.
pub fn compared(old: &str, new: &str) -> (Vec<Run>, Vec<Run>) {
    let (a, b) = (words(old), words(new));
    if a.len() > LONGEST || b.len() > LONGEST {
        return (runs(&a, |_| true), runs(&b, |_| true));
    }
    // A pause that moved is told where no word differs, and not next to every word that does.
    let (mut bare_a, mut bare_b) = (bare(&a, false), bare(&b, false));
    if bare_a == bare_b {
        (bare_a, bare_b) = (bare(&a, true), bare(&b, true));
    }
    // `common[i][j]`: words that the texts share from word i of one and word j of the other on.
    let mut common = vec![vec![0u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = match bare_a[i] == bare_b[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut kept_a, mut kept_b) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if bare_a[i] == bare_b[j] {
            (kept_a[i], kept_b[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (runs(&a, |word| !kept_a[word]), runs(&b, |word| !kept_b[word]))
}

/// Words with the white space after them; a script without spaces is compared sign by sign.
fn words(text: &str) -> Vec<&str> {
    let wide = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ac00}'..='\u{d7af}').contains(&c);
    let mut words = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        let Some(&(next, after)) = chars.peek() else { break };
        if c.is_whitespace() && !after.is_whitespace() || wide(c) || wide(after) {
            words.push(&text[start..next]);
            start = next;
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn bare(words: &[&str], pauses: bool) -> Vec<String> {
    let bare = |(place, word): (usize, &&str)| {
        let kept = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '€' | '$' | '£'));
        if kept.is_empty() {
            return word.trim().to_owned();
        }
        if !pauses {
            return kept.to_lowercase();
        }
        let around = word.split_once(kept).unwrap_or_default();
        let signs = |text: &str, is_last: bool| -> String {
            let signs = text.chars().filter_map(|c| match c {
                '.' | ',' | ';' | ':' | '!' | '?' => (!is_last).then_some(','),
                '(' | '[' => Some('('),
                ')' | ']' => Some(')'),
                _ => None,
            });
            signs.collect()
        };
        let after = signs(around.1, place + 1 == words.len());
        format!("{}{}{after}", signs(around.0, false), kept.to_lowercase())
    };
    words.iter().enumerate().map(bare).collect()
}

/// Words gathered to runs.
fn runs(words: &[&str], changed: impl Fn(usize) -> bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (place, word) in words.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if run.changed == changed(place) => run.text.push_str(word),
            _ => runs.push(Run { text: (*word).to_owned(), changed: changed(place) }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bracketed(runs: &[Run]) -> String {
        let one = |run: &Run| match (run.changed, run.text.trim_end()) {
            (true, words) => format!("[{words}]{}", &run.text[words.len()..]),
            (false, _) => run.text.clone(),
        };
        runs.iter().map(one).collect()
    }

    fn both(old: &str, new: &str) -> (String, String) {
        let (old, new) = compared(old, new);
        (bracketed(&old), bracketed(&new))
    }

    #[test]
    fn what_differs_is_marked_on_both_sides() {
        let told =
            both("Report within 72 hours, to all States.", "“Report” within 24 hours; to landlocked states");
        assert_eq!(told.0, "Report within [72] hours, to [all] States.");
        assert_eq!(told.1, "“Report” within [24] hours; to [landlocked] states");
        assert_eq!(both("shall not, (c) act", "shall, not c act").1, "[shall, not c] act");
        assert_eq!(both("shall report", "shall not report").1, "shall [not] report");
        assert_eq!(both("72小时内报告", "24小时内报告").0, "[72]小时内报告");
        assert_eq!(both("a", "a"), ("a".into(), "a".into()));
    }

    proptest! {
        /// Nothing is added or lost, and what is left unmarked is the same on both sides.
        #[test]
        fn the_unmarked_words_are_those_that_both_have(a in "[ab ]{0,12}", b in "[ab ]{0,12}") {
            let (old, new) = compared(&a, &b);
            let whole = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
            prop_assert_eq!((whole(&old), whole(&new)), (a, b));
            let kept = |runs: &[Run]| {
                let kept = runs.iter().filter(|run| !run.changed);
                kept.flat_map(|run| run.text.split_whitespace().map(str::to_owned)).collect::<Vec<_>>()
            };
            prop_assert_eq!(kept(&old), kept(&new));
        }
    }
}
