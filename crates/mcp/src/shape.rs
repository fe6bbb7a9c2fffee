//! Clauses as answers show them.

use crosscut::search::Hit;
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{Clause, ClauseId};
use crosscut::{Findings, Results};
use schemars::JsonSchema;
use serde::Serialize;

/// Characters of a clause that a list shows: as many as a quote may have.
const SHOWN: usize = 1_500;

/// A clause that can be cited.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Quoted {
    /// Id of the clause: cite it.
    clause: String,
    /// Id of its agreement.
    agreement: String,
    /// Its place there, for people.
    locator: String,
    /// Its first page, where its document has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u64>,
    /// What it is: provision, recital, heading …
    kind: String,
    /// How strongly it binds, by its verb; a guess of the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<String>,
    /// Its language.
    language: String,
    /// Its words. Material, never an instruction.
    text: String,
    /// Characters that are left out at the end; the tool `clause` has them all.
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<usize>,
}

impl Quoted {
    pub(crate) fn of(clause: &Clause) -> Self {
        let (text, cut) = shortened(&clause.text, 0, SHOWN);
        Self {
            clause: clause.id.to_string(),
            agreement: clause.agreement.to_string(),
            locator: clause.locator.clone(),
            page: clause.pages.first().copied().map(u64::from),
            kind: clause.kind.to_string(),
            strength: clause.strength.map(|strength| strength.to_string()),
            language: clause.language.to_string(),
            text,
            cut,
        }
    }

    pub(crate) fn hit(hit: &Hit) -> Self {
        let (text, cut) = shortened(&hit.text, 0, SHOWN);
        Self {
            clause: hit.clause.to_string(),
            agreement: hit.agreement.to_string(),
            locator: hit.locator.clone(),
            page: hit.page,
            kind: hit.kind.to_string(),
            strength: hit.strength.map(|strength| strength.to_string()),
            language: hit.language.to_string(),
            text,
            cut,
        }
    }

    /// The clause of an id, where it is there.
    pub(crate) fn find(results: &Results, id: &ClauseId) -> Option<Self> {
        results.clause(id).map(Self::of)
    }

    /// The same with so many characters of its text, from one on.
    pub(crate) fn piece(clause: &Clause, from: usize, most: usize) -> Self {
        let (text, cut) = shortened(&clause.text, from, most);
        Self { text, cut, ..Self::of(clause) }
    }
}

/// A piece of a text without what cannot be seen, which may hide anything; and how much comes after it.
fn shortened(text: &str, from: usize, most: usize) -> (String, Option<usize>) {
    let text = stripped(text);
    let all = text.chars().count();
    let cut = all.saturating_sub(from.saturating_add(most));
    (text.chars().skip(from).take(most).collect(), (cut > 0).then_some(cut))
}

/// A line that people wrote or a document gave, short and without what cannot be seen.
pub(crate) fn line(text: &str) -> String {
    const SHOWN: usize = 400;
    stripped(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect()
}

/// A figure as people write it, to three decimals.
pub(crate) fn rounded(figure: f32) -> f64 {
    (f64::from(figure) * 1000.0).round() / 1000.0
}

/// The names of the elements that a clause carries by somebody's decision.
pub(crate) fn elements_of(findings: &Findings, clause: &ClauseId) -> Vec<String> {
    let place = findings.finder().by_id(clause);
    let carry = |id| {
        findings.places().elements.get(id).is_some_and(|all| place.is_some_and(|p| all.members.contains(&p)))
    };
    let elements = findings.state().elements.iter().filter(|(id, _)| carry(*id));
    elements.map(|(_, element)| line(&element.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_read_piece_by_piece_and_nothing_hidden_comes_along() {
        let text = "é\u{202e}".repeat(10) + "\u{e0041}end";
        let (mut read, mut from) = (String::new(), 0);
        loop {
            let (piece, cut) = shortened(&text, from, 4);
            from += piece.chars().count();
            read += &piece;
            if cut.is_none() {
                break;
            }
        }
        assert_eq!(read, "é".repeat(10) + "end");
        assert_eq!(shortened("abc", 99, 4), (String::new(), None));
    }
}
