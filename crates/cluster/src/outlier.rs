//! Commitments found in one agreement only.

use crate::Outlier;
use crate::corpus::Corpus;
use crate::hits::Hit;
use crosscut_text::{ClauseKind, Strength};

/// Clauses that no candidate holds, those that bind most and are farthest from everything elsewhere first.
pub(crate) fn outliers(corpus: &Corpus, hits: &[Vec<Hit>], held: &[bool]) -> Vec<Outlier> {
    let mut found: Vec<(f32, Outlier)> = (0..corpus.len())
        .filter(|&node| !held[node] && corpus.clauses[node].kind != ClauseKind::Definition)
        .map(|node| {
            let best = hits[node].first();
            let distinctness = 1.0 - best.map_or(0.0, |hit| hit.1).clamp(0.0, 1.0);
            let outlier = Outlier {
                clause: corpus.given[node],
                distinctness,
                nearest: best.map(|hit| corpus.given[hit.0 as usize]),
            };
            (distinctness * force(corpus, node), outlier)
        })
        .collect();
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.clause.cmp(&y.1.clause)));
    found.into_iter().map(|(_, outlier)| outlier).collect()
}

/// How much a clause asks for, 0 to 1; a clause of a few words cannot be told from a fragment.
fn force(corpus: &Corpus, node: usize) -> f32 {
    let clause = corpus.clauses[node];
    let strength = match clause.strength {
        Some(Strength::Prohibition | Strength::Shall) => 1.0,
        Some(Strength::Should | Strength::Refrain) => 0.9,
        Some(Strength::Encourage) => 0.8,
        Some(Strength::May) => 0.7,
        Some(Strength::Statement) => 0.5,
        None => 0.6,
    };
    let words = clause.text.split_whitespace().count() as f32;
    let kind = if matches!(clause.kind, ClauseKind::Final | ClauseKind::Recital) { 0.5 } else { 1.0 };
    strength * kind * (words / 12.0).min(1.0)
}
