//! Clauses that every agreement of its kind has and that commit nobody: ranked apart, never thrown away.

use crate::corpus::Corpus;
use crosscut_text::{Clause, ClauseKind, Strength};

/// Clauses at the beginning of an agreement that are its title page or its opening words.
const OPENING: usize = 4;

/// Whether most of some nodes are formal.
pub(crate) fn is_formal(corpus: &Corpus<'_>, nodes: &[u32]) -> bool {
    nodes.iter().filter(|&&node| is_plain(corpus, node as usize)).count() * 2 > nodes.len()
}

/// Final clauses, definitions, reasons that ask for nothing, opening words, and words that only lead in a list.
fn is_plain(corpus: &Corpus<'_>, node: usize) -> bool {
    let clause = corpus.clauses[node];
    let states = clause.strength == Some(Strength::Statement);
    match clause.kind {
        ClauseKind::Final | ClauseKind::Definition => true,
        ClauseKind::Recital => states || clause.strength.is_none(),
        _ => states && (is_opening(corpus, node) || is_lead_in(clause)),
    }
}

fn is_opening(corpus: &Corpus<'_>, node: usize) -> bool {
    let agreement = corpus.agreement[node];
    corpus.clauses[node].heading.is_none()
        && corpus.agreement[node.saturating_sub(OPENING)..node].iter().filter(|a| **a == agreement).count()
            < OPENING
}

/// "For the purposes of this Convention:"
fn is_lead_in(clause: &Clause) -> bool {
    clause.text.trim_end().ends_with(':') && clause.text.split_whitespace().count() < 12
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clauses;

    #[test]
    fn what_commits_nobody_is_formal() {
        let mut given = clauses(&[
            ("a", "This digest restates the agreement in other words."),
            ("a", "Recalling the earlier resolution on the same matter,"),
            ("a", "For the purposes of this Convention:"),
            ("a", "Each Party shall report incidents to its authority."),
            ("a", "It enters into force on the thirtieth day."),
        ]);
        given[1].kind = ClauseKind::Recital;
        given[4].kind = ClauseKind::Final;
        for (clause, strength) in given.iter_mut().zip([
            Strength::Statement,
            Strength::Statement,
            Strength::Statement,
            Strength::Shall,
            Strength::Statement,
        ]) {
            clause.strength = Some(strength);
        }
        let corpus = Corpus::of(&given);
        let plain: Vec<bool> = (0..corpus.len()).map(|node| is_plain(&corpus, node)).collect();
        assert_eq!(plain, [true, true, true, false, true]);
        assert!(is_formal(&corpus, &[0, 1, 3]) && !is_formal(&corpus, &[0, 3]));
    }
}
