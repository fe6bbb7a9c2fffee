//! Clauses that every agreement of its kind has and that commit nobody: ranked apart, never thrown away.

use crate::corpus::Corpus;
use crosscut_text::{Clause, ClauseKind, Strength};

/// Clauses at the beginning of an agreement that are its title page or its opening words.
const OPENING: usize = 4;

/// Whether most of some nodes are formal.
pub(crate) fn is_formal(corpus: &Corpus<'_>, nodes: &[u32]) -> bool {
    nodes.iter().filter(|&&node| is_plain(corpus, node as usize)).count() * 2 > nodes.len()
}

/// Phrases of final clauses, of the making of EU law, and of its reasons, in lower case.
const FORMULAS: &[&str] = &[
    "shall enter into force",
    "enters into force",
    "come into force",
    "comes into force",
    "instrument of ratification",
    "instruments of ratification",
    "ratification, acceptance",
    "ratification, accession",
    "acceptance, approval or accession",
    "open for signature",
    "opened for signature",
    "instrument of accession",
    "instruments of accession",
    "may accede to this",
    "is the depositary",
    "be the depositary",
    "shall act as depositary",
    "equally authentic",
    "in witness whereof",
    "have agreed as follows",
    "agreed on the following",
    "may denounce this",
    "denunciation shall",
    "withdraw from this",
    "withdraw any reservation",
    "reservation may be made",
    "reservation in respect of",
    "amendments to this convention",
    "amendments to this agreement",
    "amendment to this convention",
    "proposal for amendment",
    "proposed amendment",
    "amendment adopted",
    "any amendment",
    "declaration addressed to the secretary",
    "notification addressed to the secretary",
    "date of entry into force",
    "entry into force of this convention",
    "notification or communication relating to this",
    "representatives of the contracting",
    "text of any amendment",
    "proposals for the amendment",
    "proposals for amendment",
    "may be proposed by any party",
    "any reservation",
    "reservation made",
    "reservation or declaration",
    "secretary general of the council of europe",
    "secretary-general of the council of europe",
    "following the expiration of a period of",
    "following the date of its publication",
    "official journal of the european union",
    "is addressed to the member states",
    "binding in its entirety",
    "laws, regulations and administrative provisions necessary to comply with this",
    "measures necessary to comply with this directive",
    "when member states adopt those",
    "text of the main provisions of national law",
    "methods of making such reference",
    "immediately inform the commission thereof",
    "delegated acts referred to",
    "delegated act adopted pursuant",
    "delegation of power",
    "power to adopt delegated acts",
    "adopt delegated acts",
    "adopting a delegated act",
    "adopts a delegated act",
    "examination procedure referred",
    "be assisted by a committee",
    "no 182/2011",
    "principle of subsidiarity",
    "principles of subsidiarity and proportionality",
    "sufficiently achieved by the member states",
    "ordinary legislative procedure",
    "have adopted this",
    "having regard to",
    "is hereby repealed",
    "are hereby repealed",
    "is repealed",
    "repealed with effect",
    "references to the repealed",
    "rules on penalties applicable",
    "following definitions apply",
    "following definitions shall apply",
    "for the purpose of this directive",
    "for the purposes of this directive",
    "for the purposes of this regulation",
    "for the purposes of this convention",
    "entrera en vigueur",
    "entre en vigueur",
    "instrument de ratification",
    "instruments de ratification",
    "journal officiel de l'union",
    "faisant également foi",
    "en foi de quoi",
    "principe de subsidiarité",
    "acte délégué",
    "actes délégués",
    "entrará en vigor",
    "instrumento de ratificación",
    "igualmente auténticos",
    "tritt am",
];

/// A clause is a formula when one of these stands near its beginning.
fn is_formula(text: &str) -> bool {
    const NEAR: usize = 260;
    let end = (0..=NEAR.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or_default();
    let start = text[..end].to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    FORMULAS.iter().any(|formula| start.contains(formula))
}

/// "(3) ‘incident’ means …", "Computer system means …"
fn is_definition(text: &str) -> bool {
    let opening: Vec<&str> = text.split_whitespace().take(14).collect();
    let Some(means) = opening.iter().position(|word| {
        matches!(word.trim_end_matches([':', ',']), "means" | "désigne" | "significa" | "bezeichnet")
    }) else {
        return false;
    };
    let quoted = |word: &&str| word.contains(['‘', '’', '“', '”', '"', '`', '«', '»', '\'', '„']);
    let by = opening.get(means + 1).is_some_and(|next| matches!(*next, "of" | "to" | "for" | "and" | "that"));
    means > 0 && !by && (means <= 5 || opening[..means].iter().any(quoted))
}

/// Final clauses, definitions, reasons that ask for nothing, opening words, and words that only lead in a list.
fn is_plain(corpus: &Corpus<'_>, node: usize) -> bool {
    let clause = corpus.clauses[node];
    let states = clause.strength == Some(Strength::Statement);
    if is_formula(&clause.text) || is_definition(&clause.text) {
        return true;
    }
    match clause.kind {
        ClauseKind::Final | ClauseKind::Definition => true,
        ClauseKind::Recital => states || clause.strength.is_none(),
        _ => {
            let states = states || clause.strength.is_none();
            states && (is_lead_in(clause) || (clause.strength.is_some() && is_opening(corpus, node)))
        }
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
