//! Boilerplate: clauses that every agreement of its kind has and that commit nobody. Ranked last, never dropped.

use crate::corpus::Corpus;
use crosscut_text::{Clause, ClauseKind, Strength};
use rayon::prelude::*;

/// Which nodes are formal.
pub(crate) struct Formal(Vec<bool>);

impl Formal {
    pub(crate) fn of(corpus: &Corpus<'_>) -> Self {
        Self((0..corpus.len()).into_par_iter().map(|node| is_plain(corpus, node)).collect())
    }

    /// Whether at least half of some nodes are formal: the others are then like a formula.
    pub(crate) fn half_of(&self, nodes: &[u32]) -> bool {
        nodes.iter().filter(|&&node| self.0[node as usize]).count() * 2 >= nodes.len()
    }
}

/// What the formulas of agreements begin with or are headed by, in lower case: how they come into force, are changed and
/// left, who keeps them, who may complete them. Told by these where no marking of the source says so.
const FORMULAS: &[&str] = &[
    "enter into force",
    "enters into force",
    "entered into force",
    "entry into force",
    "open for signature",
    "opened for signature",
    "instrument of ratification",
    "instruments of ratification",
    "instrument of accession",
    "ratification, acceptance or approval",
    "ratified, accepted or approved",
    "subject to ratification",
    "accede to this",
    "accession to this",
    "denounce this",
    "denunciation shall",
    "depositary",
    "notification addressed to the secretary",
    "notify the secretary general",
    "declaration addressed to the secretary",
    "reservation may be made",
    "reservations may be made",
    "no reservation",
    "withdraw its reservation",
    "made a reservation",
    "avail itself of the reservation",
    "first day of the month following",
    "on the thirtieth day",
    "deposited with the secretary",
    "secretary general of the council of europe shall",
    "notify the member states of the council",
    "transmitted to the committee of ministers",
    "the following definitions apply",
    "for the purposes of this convention",
    "for the purposes of this directive",
    "for the purposes of this regulation",
    "amendments to this convention",
    "amendment to this convention",
    "proposed amendment",
    "amendments proposed",
    "equally authentic",
    "done at ",
    "in witness whereof",
    "power to adopt delegated acts",
    "delegation of power",
    "exercise of the delegation",
    "a delegated act adopted",
    "regulation (eu) no 182/2011",
    "assisted by a committee",
    "committee procedure",
    "any other act, notification or communication",
    "principle of subsidiarity",
    "official journal of the european union",
    "is addressed to the member states",
    "laws, regulations and administrative provisions necessary to comply",
    "text of the main provisions of national law",
    "entrée en vigueur",
    "entre en vigueur",
    "entrará en vigor",
    "entrada en vigor",
];

/// Formulas that decide wherever they occur in a clause.
const ANYWHERE: &[&str] =
    &["cannot be sufficiently achieved by the member states", "in accordance with the examination procedure"];

/// Whether a clause is a formula by its own words or its heading's.
fn is_formula(corpus: &Corpus<'_>, node: usize) -> bool {
    let text = &corpus.clauses[node].text;
    let end = text.len().min(corpus.params.formal.beginning);
    let end = (end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    let says = |text: &str, formulas: &[&str]| {
        let text = text.to_lowercase();
        formulas.iter().any(|formula| text.contains(formula))
    };
    says(&text[..end], FORMULAS) || says(&corpus.context[node].heading, FORMULAS) || says(text, ANYWHERE)
}

/// Final clauses, definitions, reasons that ask for nothing, opening words, and words that only lead in a list.
fn is_plain(corpus: &Corpus<'_>, node: usize) -> bool {
    let clause = corpus.clauses[node];
    let states = clause.strength == Some(Strength::Statement);
    match clause.kind {
        _ if is_formula(corpus, node) => true,
        ClauseKind::Final | ClauseKind::Definition => true,
        ClauseKind::Recital => states || clause.strength.is_none(),
        _ => states && (is_opening(corpus, node) || is_lead_in(clause, corpus.params.formal.lead_in_words)),
    }
}

fn is_opening(corpus: &Corpus<'_>, node: usize) -> bool {
    let (agreement, opening) = (corpus.agreement[node], corpus.params.formal.opening);
    let before = corpus.agreement[node.saturating_sub(opening)..node].iter().filter(|a| **a == agreement);
    corpus.clauses[node].heading.is_none() && before.count() < opening
}

/// "For the purposes of this Convention:"
fn is_lead_in(clause: &Clause, words: usize) -> bool {
    clause.text.trim_end().ends_with(':') && clause.text.split_whitespace().count() < words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
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
        let corpus = Corpus::of(Compared::new(&given, None));
        let plain: Vec<bool> = (0..corpus.len()).map(|node| is_plain(&corpus, node)).collect();
        assert_eq!(plain, [true, true, true, false, true]);
        let formal = Formal::of(&corpus);
        assert!(formal.half_of(&[0, 1, 3]) && formal.half_of(&[0, 3]) && !formal.half_of(&[3]));
    }

    #[test]
    fn formulas_are_told_by_their_words_where_nothing_marks_them() {
        let given = clauses(&[
            ("a", "3. The power to adopt delegated acts referred to in Article 7 is given to the Council."),
            ("a", "This Pact shall enter into force when five States have signed."),
            ("a", "It is kept by the depositary, who tells the Parties."),
            ("a", "Each Party shall report to its authority when a network comes into use by force."),
            (
                "a",
                "Each Party shall keep a list of the networks that it runs, and shall have ready what is needed to \
                   reach the people who look after them at night, on Sundays and on holidays, so that they can be told \
                   of an outage at once. The list is sent to the depositary.",
            ),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let plain: Vec<bool> = (0..corpus.len()).map(|node| is_plain(&corpus, node)).collect();
        assert_eq!(plain, [true, true, true, false, false]);
    }
}
