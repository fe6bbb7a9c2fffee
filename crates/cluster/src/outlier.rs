//! Commitments found in one agreement only.

use crate::Outlier;
use crate::corpus::Corpus;
use crate::links::Hit;
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

/// How much a clause asks for, 0 to 1; a clause of a few words may be a fragment.
fn force(corpus: &Corpus, node: usize) -> f32 {
    let clause = corpus.clauses[node];
    let params = &corpus.params.outliers;
    let strength = match clause.strength {
        Some(Strength::Prohibition | Strength::Shall) => 1.0,
        Some(Strength::Should | Strength::Refrain) => params.should,
        Some(Strength::Encourage) => params.encourage,
        Some(Strength::May) => params.may,
        Some(Strength::Statement) => params.statement,
        None => params.unknown,
    };
    let words = clause.text.split_whitespace().count() as f32;
    let kind =
        if matches!(clause.kind, ClauseKind::Final | ClauseKind::Recital) { params.framing } else { 1.0 };
    strength * kind * (words / params.words).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    #[test]
    fn what_binds_and_is_far_from_everything_comes_first_with_what_is_nearest() {
        let text = "Each Party shall keep a lighthouse on every island of its coast in good order.";
        let mut given = clauses(&[("a", text), ("a", text), ("a", text), ("a", text), ("b", text)]);
        for (clause, strength) in
            given.iter_mut().zip([Strength::May, Strength::Shall, Strength::Shall, Strength::Statement])
        {
            clause.strength = Some(strength);
        }
        given[3].kind = ClauseKind::Definition;
        let corpus = Corpus::of(Compared::new(&given, None));
        let hits = vec![vec![], vec![(4, 0.6)], vec![(4, 0.2)], vec![], vec![(2, 0.2)]];
        let found = outliers(&corpus, &hits, &[false, false, false, false, true]);
        let order: Vec<usize> = found.iter().map(|outlier| outlier.clause).collect();
        // 0.8 of what is demanded, 1.0 of what is allowed, 0.4 of what is demanded; definitions and members are none.
        assert_eq!(order, [2, 0, 1]);
        assert_eq!((found[0].nearest, found[1].nearest), (Some(4), None));
        assert!((found[0].distinctness - 0.8).abs() < 1e-6);
    }
}
