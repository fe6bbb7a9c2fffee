//! How alike clauses are, in words: the figure alone means nothing to a reader.

use crate::sentence;

/// How alike clauses of this similarity are, 0 to 1.
pub fn likeness(similarity: f32) -> &'static str {
    match similarity {
        // Clauses that share nearly all words may still ask the opposite, or name another figure.
        s if s >= 0.8 => "nearly all words in common",
        s if s >= 0.6 => "very similar",
        s if s >= 0.4 => "similar",
        _ => "loosely similar",
    }
}

/// How far an outlier of this distinctness is from everything in other agreements, 0 to 1.
pub fn distinctness(distinctness: f32) -> &'static str {
    match distinctness {
        d if d >= 0.8 => "nothing like it elsewhere",
        d if d >= 0.6 => "little like it elsewhere",
        _ => "something like it elsewhere",
    }
}

/// Why a candidate was suggested, in a sentence: how alike its clauses are, and the reason that the program gives.
pub fn why(similarity: f32, reason: &str) -> String {
    let alike = likeness(similarity);
    let reason = reason.trim();
    sentence(&if reason.is_empty() { alike.to_owned() } else { format!("{alike}: {reason}") })
}
