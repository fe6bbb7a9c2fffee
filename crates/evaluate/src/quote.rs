//! Quotes laid over the clauses that hold their words.

use crosscut::text::{Analyzer, Language, Occurrence, OccurrenceKind};
use std::collections::BTreeMap;

/// Words in a row that tie a quote to a place where it is not found word for word.
const RUN: usize = 4;

/// The words of one agreement, clause after clause.
pub(crate) struct Words {
    analyzer: Analyzer,
    /// A number for each different word.
    numbers: BTreeMap<String, u32>,
    words: Vec<u32>,
    /// The clause of each word.
    clause: Vec<usize>,
    /// How many words each clause has.
    lengths: BTreeMap<usize, usize>,
    /// Where each run of [`RUN`] words is; shorter texts have none.
    runs: BTreeMap<Vec<u32>, Vec<usize>>,
    /// How often each quote was asked for: the same quote again means its next occurrence.
    asked: BTreeMap<Vec<u32>, usize>,
}

impl Words {
    /// Takes the clauses of an agreement in the order of its text, each with its number.
    pub(crate) fn of<'t>(clauses: impl Iterator<Item = (usize, &'t str)>) -> Self {
        let analyzer = Analyzer::new(Language::Undetermined);
        let (mut numbers, mut words, mut clause) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut lengths = BTreeMap::new();
        for (number, text) in clauses {
            let before = words.len();
            for word in normal(&analyzer, text) {
                let next = numbers.len() as u32;
                words.push(*numbers.entry(word).or_insert(next));
            }
            lengths.insert(number, words.len() - before);
            clause.resize(words.len(), number);
        }
        let mut runs: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
        for (start, run) in words.windows(RUN).enumerate() {
            runs.entry(run.to_vec()).or_default().push(start);
        }
        Self { analyzer, numbers, words, clause, lengths, runs, asked: BTreeMap::new() }
    }

    /// Numbers of the clauses that a quote overlaps: those of which it holds half the words, or that hold half of its
    /// words. None when the quote is not there.
    pub(crate) fn overlapped(&mut self, quote: &str) -> Vec<usize> {
        let unheard = u32::MAX;
        let number = |word: String| self.numbers.get(&word).copied().unwrap_or(unheard);
        let quote: Vec<u32> = normal(&self.analyzer, quote).map(number).collect();
        if quote.is_empty() {
            return Vec::new();
        }
        let mut covered: BTreeMap<usize, usize> = BTreeMap::new();
        for place in self.places(&quote) {
            *covered.entry(self.clause[place]).or_default() += 1;
        }
        let half = |part: usize, whole: usize| 2 * part >= whole;
        covered.retain(|clause, words| half(*words, quote.len()) || half(*words, self.lengths[clause]));
        covered.into_keys().collect()
    }

    /// Places of the words of a quote: its next occurrence word for word, or else all its runs.
    fn places(&mut self, quote: &[u32]) -> Vec<usize> {
        let exact: Vec<usize> = if quote.len() < RUN {
            (0..self.words.len()).filter(|start| self.words[*start..].starts_with(quote)).collect()
        } else {
            let starts = self.runs.get(&quote[..RUN]).into_iter().flatten().copied();
            starts.filter(|start| self.words[*start..].starts_with(quote)).collect()
        };
        // Where the quote is a clause, or several, that is what it means; not the same words inside a longer clause.
        let edge = |place: usize| {
            place.checked_sub(1).is_none_or(|before| self.clause.get(before) != self.clause.get(place))
        };
        let whole: Vec<usize> =
            exact.iter().copied().filter(|start| edge(*start) && edge(start + quote.len())).collect();
        let exact = if whole.is_empty() { exact } else { whole };
        if let Some(last) = exact.last() {
            let asked = self.asked.entry(quote.to_vec()).or_default();
            let start = exact.get(*asked).unwrap_or(last);
            *asked += 1;
            return (*start..start + quote.len()).collect();
        }
        let runs = quote.windows(RUN).filter_map(|run| self.runs.get(run)).flatten();
        let mut places: Vec<usize> = runs.flat_map(|start| *start..start + RUN).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn normal(analyzer: &Analyzer, text: &str) -> impl Iterator<Item = String> {
    let is_written = |word: &Occurrence| matches!(word.kind, OccurrenceKind::Whole | OccurrenceKind::Part);
    analyzer.occurrences(text).into_iter().filter(is_written).map(|word| word.form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clauses: &[&str], quotes: &[&str], expected: &[&[usize]]) {
        let mut words = Words::of(clauses.iter().copied().enumerate());
        let found: Vec<Vec<usize>> = quotes.iter().map(|quote| words.overlapped(quote)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_find_their_clauses() {
        let clauses =
            ["Each herder counts:", "(a) the sheep of the valley;", "(b) the goats.", "Nobody counts stars."];
        check(&clauses, &["the SHEEP, of the valley"], &[&[1]]);
        check(&clauses, &["Each herder counts: (a) the sheep of the valley;"], &[&[0, 1]]);
        // One word of the next clause is no overlap.
        check(&clauses, &["the sheep of the valley (b)"], &[&[1]]);
        check(&clauses, &["counts stars"], &[&[3]]);
        // The words of a clause inside a longer one are not meant.
        check(&["All the goats. Yes.", "The goats."], &["The goats"], &[&[1]]);
        check(&clauses, &["whales", "", "…"], &[&[], &[], &[]]);
    }

    #[test]
    fn the_same_quote_again_is_its_next_occurrence() {
        let clauses = ["The parties meet.", "They eat.", "The parties meet."];
        check(&clauses, &["The parties meet", "The parties meet", "The parties meet"], &[&[0], &[2], &[2]]);
    }

    #[test]
    fn a_quote_that_differs_in_a_word_is_found_by_its_runs() {
        let clauses = ["Every shepherd closes the gate of the meadow at night.", "The dog sleeps."];
        check(&clauses, &["Each shepherd closes the gate of the old meadow at night"], &[&[0]]);
        check(&clauses, &["Each shepherd sings the song of the old meadow"], &[&[]]);
    }
}
