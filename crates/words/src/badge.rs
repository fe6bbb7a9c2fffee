//! How strongly a clause binds, or what else it is, in a word: of the kind of demand, as the clause may say it otherwise.

use crosscut_text::{Clause, ClauseKind, Strength};

/// A word on a clause and the style that it is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// Class of the element that shows it: `shall`, `should`, `may`, `not` or `kind`.
    pub class: &'static str,
    /// The word.
    pub text: &'static str,
}

impl Badge {
    /// The badge of a clause: what it is where it is not a provision, otherwise how it binds.
    pub fn of(clause: &Clause) -> Option<Self> {
        let (class, text) = match (clause.kind, clause.strength) {
            (ClauseKind::Recital, _) => ("kind", "recital"),
            (ClauseKind::Definition, _) => ("kind", "definition"),
            (ClauseKind::Heading, _) => ("kind", "heading"),
            // Where a final clause binds somebody, that says more than where it is.
            (ClauseKind::Final, None | Some(Strength::Statement)) => ("kind", "final clause"),
            (ClauseKind::Signature, _) => ("kind", "signature"),
            (ClauseKind::Note, _) => ("kind", "footnote"),
            (ClauseKind::Provision | ClauseKind::Annex | ClauseKind::Final, strength) => match strength? {
                Strength::Prohibition => ("not", "prohibition"),
                Strength::Refrain => ("not", "restraint"),
                Strength::Shall => ("shall", "duty"),
                Strength::Should => ("should", "recommendation"),
                Strength::Encourage => ("should", "encouragement"),
                Strength::May => ("may", "permission"),
                Strength::Statement => ("kind", "statement"),
            },
        };
        Some(Self { class, text })
    }
}
