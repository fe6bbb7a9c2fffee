//! Runs of letters: what clauses of related languages still share where no word is the same ("cybersécurité").

use crate::corpus::Corpus;
use crate::sparse::{Rows, Weights};
use rayon::prelude::*;

/// Lengths of the runs.
const RUNS: [usize; 3] = [3, 4, 5];
/// Runs are told apart by this many bits of their hash; two that meet do little harm.
const BITS: u32 = 18;

/// TF-IDF rows of the runs of letters in each node's words, a word's edges counted as letters.
pub(crate) fn rows(corpus: &Corpus) -> Rows {
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
