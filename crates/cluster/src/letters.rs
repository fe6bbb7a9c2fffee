//! Runs of letters: what clauses of related languages still share where no word is the same ("cybersécurité").

use crate::corpus::Corpus;
use crate::sparse::{Rows, Weights};
use rayon::prelude::*;

/// Lengths of the runs.
const RUNS: [usize; 3] = [3, 4, 5];
/// Runs are distinguished by this many bits of their hash; a collision does little harm.
const BITS: u32 = 18;

/// The letters of all nodes, by node and by run.
pub(crate) struct Letters {
    rows: Rows,
    index: Rows,
    /// Places that are read for one clause: runs are looked up from the rarest on.
    budget: usize,
}

impl Letters {
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let rows = rows(corpus);
        Self { index: rows.transposed(), rows, budget: corpus.params.model.postings }
    }

    /// Likeness of two nodes, 0 to 1.
    pub(crate) fn likeness(&self, a: u32, b: u32) -> f32 {
        self.rows.dot(a as usize, b as usize)
    }

    /// The likeness of a node to every node, as far as their rarest runs tell.
    pub(crate) fn shared(&self, node: u32) -> Vec<f32> {
        let mut scores = vec![0.0f32; self.rows.len()];
        let mut runs: Vec<(u32, f32)> = self.rows.row(node as usize).collect();
        runs.sort_by_key(|&(run, _)| (self.index.row_len(run as usize), run));
        let mut budget = self.budget;
        for (run, weight) in runs {
            let length = self.index.row_len(run as usize);
            if length > budget {
                break;
            }
            budget -= length;
            self.index.row(run as usize).for_each(|(other, value)| scores[other as usize] += weight * value);
        }
        scores
    }
}

/// TF-IDF rows of the runs of letters in each node's words, a word's edges counted as letters.
fn rows(corpus: &Corpus) -> Rows {
    let counts: Vec<Vec<(u32, f32)>> = corpus.clauses.par_iter().map(|clause| counts(&clause.text)).collect();
    let weights = Weights::of(&counts, &corpus.agreement, 1 << BITS, 1.0, false);
    let rows: Vec<Vec<(u32, f32)>> = counts.par_iter().map(|counts| weights.row(counts)).collect();
    Rows::new(&rows, 1 << BITS)
}

fn counts(text: &str) -> Vec<(u32, f32)> {
    let mut runs: Vec<u32> = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        letters.clear();
        letters.push(' ');
        letters.extend(word.chars().flat_map(char::to_lowercase).map(bare));
        letters.push(' ');
        for length in RUNS {
            runs.extend(letters.windows(length).map(hash));
        }
    }
    runs.sort_unstable();
    runs.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}

/// A letter without its accent, as far as European languages write them.
fn bare(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'į' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' | 'ō' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ţ' | 'ț' | 'ť' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// FNV-1a (Fowler, Noll, Vo), folded.
fn hash(run: &[char]) -> u32 {
    let hash = run.iter().fold(0x811c_9dc5_u32, |hash, &c| (hash ^ c as u32).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> BITS)) & ((1 << BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    #[test]
    fn what_is_spelled_alike_is_found_whatever_the_accents() {
        let clauses = clauses(&[
            ("a", "the security of critical infrastructure"),
            ("a", "the confidentiality of personal information"),
            ("b", "la sécurité des infrastructures critiques"),
            ("b", "la confidentialité des informations personnelles"),
        ]);
        let corpus = Corpus::of(Compared::new(&clauses, None));
        let letters = Letters::of(&corpus);
        assert!(letters.likeness(0, 2) > 3.0 * letters.likeness(0, 3), "{}", letters.likeness(0, 2));
        assert!(letters.likeness(1, 3) > 3.0 * letters.likeness(1, 2));
        for node in 0..4 {
            for (other, score) in letters.shared(node).into_iter().enumerate() {
                assert!(
                    (score - letters.likeness(node, other as u32)).abs() < 1e-5,
                    "nothing was left out here"
                );
            }
        }
    }
}
