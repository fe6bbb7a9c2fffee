//! What is asked about a clause: 47 numbers, most of them 0 or 1, that say the same in every language with a table of
//! words ([`crosscut_text::form`]).

use crate::corpus::Corpus;
use crate::debris::{is_citation, letters};
use crate::weights::{COUNT, Feature, Features};
use crosscut_text::form::{FormWords, begins_reason, form_words, is_definition_title, is_final_title, sense};
use crosscut_text::strength::demand;
use crosscut_text::{Clause, ClauseKind, Strength};

/// Words among which something is "early", and in which a story is told early.
const EARLY: usize = 12;
const TOLD: usize = 9;
/// Words among which a term is given its meaning.
const DEFINING: usize = 16;
/// A rate counts in full where one word in so many is of the kind.
const FULL_RATE: f32 = 8.0;

/// The features of a node; `None` where its language has no table of words. `copied` is its share of near copies.
pub(super) fn features(corpus: &Corpus<'_>, node: usize, copied: f32) -> Option<Features> {
    let words = form_words(corpus.language[node])?;
    let clause = corpus.clauses[node];
    let context = &corpus.context[node];
    let senses = words.senses(&clause.text, corpus.params.form.read_words);
    let mut asked = Asked { features: [0.0; COUNT] };
    asked.demand(clause, words);
    asked.lead_in(&context.lead_in, words, corpus, node);
    asked.words(&senses, clause.strength);
    asked.place(clause, &context.heading, words);
    asked.signs(&clause.text);
    asked.set(Feature::constant, 1.0);
    asked.set(Feature::copied, copied);
    asked.mark(Feature::copied_often, copied >= 0.6);
    asked.mark(Feature::copied_widely, (0.3..0.6).contains(&copied));
    Some(asked.features)
}

/// Whether something is asked or allowed, not of the instrument or its organs, in no place where instruments speak of
/// themselves: whatever its words weigh, such a clause is no mere form.
pub(super) fn demands(features: &Features) -> bool {
    use Feature::{
        asked_of_instrument, definition, encourage, headed_definition, headed_instrument, headed_last, last,
        may, prohibition, refrain, shall, should,
    };
    let any = |of: &[Feature]| of.iter().any(|feature| features[*feature as usize] > 0.0);
    any(&[shall, prohibition, should, refrain, encourage, may])
        && !any(&[asked_of_instrument, last, definition, headed_last, headed_definition, headed_instrument])
}

struct Asked {
    features: Features,
}

impl Asked {
    fn set(&mut self, feature: Feature, value: f32) {
        self.features[feature as usize] = value;
    }

    fn mark(&mut self, feature: Feature, holds: bool) {
        self.set(feature, f32::from(u8::from(holds)));
    }

    /// What it asks for, of whom.
    fn demand(&mut self, clause: &Clause, words: &FormWords) {
        let feature = match clause.strength {
            Some(Strength::Shall) => Some(Feature::shall),
            Some(Strength::Prohibition) => Some(Feature::prohibition),
            Some(Strength::Should) => Some(Feature::should),
            Some(Strength::Refrain) => Some(Feature::refrain),
            Some(Strength::Encourage) => Some(Feature::encourage),
            Some(Strength::May) => Some(Feature::may),
            Some(Strength::Statement) | None => None,
        };
        feature.into_iter().for_each(|feature| self.mark(feature, true));
        let any = |text: &Option<String>, wanted: u16| {
            let senses = text.as_deref().map(|text| words.senses(text, EARLY)).unwrap_or_default();
            senses.iter().any(|sense| sense & wanted != 0)
        };
        let acts = any(&clause.act, sense::ACTION | sense::IMPERATIVE);
        self.mark(Feature::act_of_substance, acts);
        self.mark(Feature::act_of_keeping, !acts && any(&clause.act, sense::KEEPING));
        let someone = any(&clause.actor, sense::ACTOR | sense::WE);
        self.mark(Feature::asked_of_someone, someone);
        let things = sense::INSTRUMENT | sense::PROCEDURE | sense::KIND;
        self.mark(Feature::asked_of_instrument, !someone && any(&clause.actor, things));
    }

    fn lead_in(&mut self, lead_in: &str, words: &FormWords, corpus: &Corpus<'_>, node: usize) {
        if !lead_in.is_empty() {
            let asks = demand(lead_in, None, corpus.language[node]).strength != Strength::Statement;
            let acts = words.senses(lead_in, 2 * EARLY).iter().any(|sense| sense & sense::ACTION != 0);
            self.mark(Feature::lead_in_asks, asks);
            self.mark(Feature::lead_in_acts, acts);
        }
    }

    /// What its words can be.
    fn words(&mut self, senses: &[u16], strength: Option<Strength>) {
        let early = &senses[..senses.len().min(EARLY)];
        let later = &senses[early.len()..];
        let count = |senses: &[u16], wanted: u16| senses.iter().filter(|sense| *sense & wanted != 0).count();
        let rate =
            |wanted: u16| (FULL_RATE * count(senses, wanted) as f32 / senses.len().max(1) as f32).min(1.0);
        let thirds = |wanted: u16| (count(early, wanted) as f32 / 3.0).min(1.0);
        self.mark(Feature::imperative, is_imperative(senses));
        self.mark(Feature::we_early, count(early, sense::WE) > 0);
        self.mark(Feature::we_later, count(later, sense::WE) > 0);
        self.mark(Feature::action_early, count(early, sense::ACTION) > 0);
        self.mark(Feature::action_later, count(later, sense::ACTION) > 0);
        self.set(Feature::action_rate, rate(sense::ACTION));
        self.mark(Feature::actor_early, count(early, sense::ACTOR) > 0);
        self.set(Feature::actor_rate, rate(sense::ACTOR));
        self.set(Feature::procedure_early, thirds(sense::PROCEDURE));
        self.set(Feature::procedure_rate, rate(sense::PROCEDURE));
        self.set(Feature::instrument_early, thirds(sense::INSTRUMENT));
        self.set(Feature::instrument_rate, rate(sense::INSTRUMENT));
        let this = early.windows(2).any(|pair| pair[0] & sense::THIS != 0 && pair[1] & sense::KIND != 0);
        self.mark(Feature::this_instrument, this);
        let opening = &senses[..senses.len().min(DEFINING)];
        self.mark(Feature::defines, count(opening, sense::DEFINES) > 0);
        self.mark(Feature::keeping_early, count(early, sense::KEEPING) > 0);
        let told = count(&senses[..senses.len().min(TOLD)], sense::TOLD) > 0;
        self.mark(Feature::told_early, told);
        let asks = strength.is_some_and(|strength| strength != Strength::Statement);
        self.mark(Feature::told_and_asks_nothing, told && !asks);
        self.set(Feature::told_rate, rate(sense::TOLD));
    }

    /// What it is marked and headed as. A heading counts only against a clause: without one nothing is known.
    fn place(&mut self, clause: &Clause, heading: &str, words: &FormWords) {
        self.mark(Feature::reason, begins_reason(&clause.text));
        self.mark(Feature::recital, clause.kind == ClauseKind::Recital);
        self.mark(Feature::last, clause.kind == ClauseKind::Final);
        self.mark(Feature::definition, clause.kind == ClauseKind::Definition);
        self.mark(Feature::annex, clause.kind == ClauseKind::Annex);
        if !heading.is_empty() {
            self.mark(Feature::headed_last, is_final_title(heading));
            self.mark(Feature::headed_definition, is_definition_title(heading));
            let speaks = words.senses(heading, EARLY).iter().any(|sense| sense & sense::INSTRUMENT != 0);
            self.mark(Feature::headed_instrument, speaks);
        }
    }

    fn signs(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let share = |holds: fn(&str) -> bool| {
            words.iter().filter(|word| holds(word)).count() as f32 / words.len().max(1) as f32
        };
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        self.set(Feature::capitals, (share(capital) - 0.2).max(0.0));
        self.set(Feature::numbers, share(|word| word.chars().any(char::is_numeric)));
        self.mark(Feature::few_letters, letters(text) < 0.7);
        self.mark(Feature::citation, is_citation(text));
        self.mark(Feature::colon, text.trim_end().ends_with(':'));
    }
}

/// Whether the first word that is not a small word, "to" among them, is a verb that asks.
pub(super) fn is_imperative(senses: &[u16]) -> bool {
    let mut first = senses.iter().take(4).skip_while(|sense| **sense == sense::STOP || **sense == 0);
    let opens = senses.first().is_some_and(|sense| sense & (sense::ACTION | sense::IMPERATIVE) != 0);
    opens || first.next().is_some_and(|sense| sense & (sense::ACTION | sense::IMPERATIVE) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    #[test]
    fn no_feature_runs_out_of_bounds() {
        let given = clauses(&[
            ("a", "Each Party shall protect the keys of its users."),
            ("a", "The delegation thanked the Chair and took note of the report of the session."),
            ("b", ""),
            ("b", "12 34 56 :"),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        for node in 0..corpus.len() {
            let found = features(&corpus, node, 0.0).unwrap();
            assert!(found.iter().all(|value| (0.0..=2.0).contains(value)), "{found:?}");
        }
    }

    #[test]
    fn a_right_of_a_party_is_a_demand_and_what_an_instrument_undergoes_is_none() {
        let mut given = clauses(&[
            ("a", "The Distributor may terminate this Agreement at any time."),
            ("a", "This Agreement shall be governed by the laws of Arland."),
        ]);
        for (clause, (strength, actor)) in
            given.iter_mut().zip([(Strength::May, "The Distributor"), (Strength::Shall, "This Agreement")])
        {
            (clause.strength, clause.actor) = (Some(strength), Some(actor.into()));
        }
        let corpus = Corpus::of(Compared::new(&given, None));
        let told: Vec<bool> = (0..2).map(|node| demands(&features(&corpus, node, 0.0).unwrap())).collect();
        assert_eq!(told, [true, false]);
    }

    #[test]
    fn a_report_is_told_from_what_it_recommends() {
        let given = clauses(&[
            ("a", "To further strengthen the protection of witnesses;"),
            ("a", "Arland welcomed the report and noted progress."),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let [asks, tells] = [0, 1].map(|node| features(&corpus, node, 0.0).unwrap());
        assert_eq!((asks[Feature::imperative as usize], asks[Feature::told_early as usize]), (1.0, 0.0));
        assert_eq!((tells[Feature::imperative as usize], tells[Feature::told_early as usize]), (0.0, 1.0));
    }
}
