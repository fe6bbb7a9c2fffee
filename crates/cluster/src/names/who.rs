//! Whom a clause asks, as far as a name should say it.

use super::Names;
use super::asks::capitalised;
use super::line::{Known, bare};
use crosscut_text::Strength;
use crosscut_text::form::{form_words, sense};
use std::collections::BTreeSet;

/// Words of the longest actor that a heading may be.
const WORDS: usize = 6;

impl Names<'_> {
    /// Whom a clause asks, where it is nobody whom all demands ask: "Treasurer".
    pub(super) fn special_actor(&self, node: u32) -> Option<String> {
        let clause = self.corpus.clauses[node as usize];
        let words = form_words(self.corpus.language[node as usize])?;
        let all: Vec<&str> =
            clause.actor.as_deref()?.split_whitespace().skip_while(|word| words.is_small(word)).collect();
        let anybody = sense::ACTOR | sense::KIND | sense::INSTRUMENT | sense::WE;
        // "It is expected to": a participle is nobody.
        let somebody = all.last().is_some_and(|last| !words.may_be_participle(last) && !words.is_small(last));
        let special =
            somebody && !words.senses(&all.join(" "), all.len()).iter().any(|sense| sense & anybody != 0);
        special.then(|| capitalised(&all.join(" ")))
    }

    /// Whether a name leaves out whom its clause asks though that is not everybody, or that somebody only may.
    pub(super) fn is_anonymous(&self, node: u32, text: &str) -> bool {
        let clause = self.corpus.clauses[node as usize];
        let lower = text.to_lowercase();
        let unnamed = |actor: &str| !lower.contains(&actor.to_lowercase());
        let may = clause.strength == Some(Strength::May);
        self.special_actor(node).is_some_and(|actor| unnamed(&actor))
            || may && clause.actor.as_deref().is_some_and(unnamed)
    }

    /// Whether a heading is nothing but somebody whom clauses of the study ask: "Steering Council".
    pub(super) fn names_who(&self, heading: &str, node: u32) -> bool {
        let asked = self.actors.get_or_init(|| {
            let nodes = 0..self.corpus.len();
            let actors: BTreeSet<(&str, usize)> = nodes
                .filter_map(|node| Some((self.corpus.clauses[node].actor.as_deref()?, node)))
                .filter(|(actor, _)| actor.split_whitespace().count() <= WORDS)
                .collect();
            let mut last = "";
            let mut terms = BTreeSet::new();
            for (actor, node) in actors {
                if actor != last {
                    terms.insert(self.terms_of(actor, node as u32));
                    last = actor;
                }
            }
            terms
        });
        asked.contains(&self.terms_of(heading, node))
    }

    /// Whether what leads to a point has its subject and its helping verb, so that the point alone says of nothing what it says:
    /// "data shall be" before "accurate", "we take research to be" before "lawful".
    pub(super) fn is_completed(&self, node: u32, known: Known<'_>) -> bool {
        let lead = self.corpus.context[node as usize].lead_in.trim();
        let mut last = lead.split_whitespace().rev().map(bare);
        let (Some(last), before) = (last.next(), last.next().unwrap_or_default()) else { return false };
        known.is_finite(last) || helps(last, before, known)
    }

    /// The same where only a quality can follow: "data shall be" before "accurate".
    pub(super) fn is_qualified(&self, node: u32, known: Known<'_>) -> bool {
        let lead = self.corpus.context[node as usize].lead_in.trim();
        let mut last = lead.split_whitespace().rev().map(bare);
        last.next().zip(last.next()).is_some_and(|(last, before)| helps(last, before, known))
    }
}

/// Whether a small word goes on with the helping verb before it: "shall be".
fn helps(last: &str, before: &str, known: Known<'_>) -> bool {
    known.is_small(last) && (known.marks_infinitive(before) || known.is_finite(before))
}
