//! Form against substance: does a clause ask something of someone about a subject, or does the instrument talk about
//! itself? Told by one logistic regression over features that hold in every language with a table of words; what is form
//! is set aside with its reason, never dropped.

mod copies;
mod features;

use crate::corpus::Corpus;
use crate::draft::Draft;
use crate::{Compared, FeatureRow, Form, Weights};
use crosscut_text::form::{FormWords, form_words};
use crosscut_text::strength::demand;
use crosscut_text::{Clause, Language, Strength};
use features::{demands, features};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What is known of each node.
pub(crate) struct Substance {
    /// The chance that it asks something of someone; `None` where its language has no table of words.
    chance: Vec<Option<f32>>,
    /// Whether it demands something of somebody who is no organ of the instrument.
    demands: Vec<bool>,
    /// Whether there is nothing in it to decide on.
    empty: Vec<bool>,
    /// Share of the other agreements that hold a near copy.
    copied: Vec<f32>,
    /// Whether its document begins with it, and it asks nothing: what a document says of itself below its title.
    opens: Vec<bool>,
}

/// What the nodes of a set come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Worth {
    /// Mean chance that they ask something of someone.
    pub(crate) substance: f32,
    /// Why they are set aside, if they are.
    pub(crate) form: Option<Form>,
}

impl Substance {
    pub(crate) fn of(corpus: &Corpus<'_>, weights: &Weights) -> Self {
        let copied = copies::shares(corpus);
        let told = |node: usize| match features(corpus, node, copied[node]) {
            Some(features) => (Some(weights.chance(&FeatureRow(features))), demands(&features)),
            None => (None, false),
        };
        let (chance, demands) = (0..corpus.len()).into_par_iter().map(told).unzip();
        let empty = (0..corpus.len()).into_par_iter().map(|node| is_empty(corpus, node)).collect();
        Self { chance, demands, empty, copied, opens: opens(corpus) }
    }

    /// All clauses count as substance.
    pub(crate) fn unasked(corpus: &Corpus<'_>) -> Self {
        let nodes = corpus.len();
        Self {
            chance: vec![None; nodes],
            demands: vec![false; nodes],
            empty: vec![false; nodes],
            copied: vec![0.0; nodes],
            opens: vec![false; nodes],
        }
    }

    /// Takes what has nothing to decide out of every set that is one without it, but for those that somebody confirmed: a name in a
    /// list of participants is no member of what agreements ask.
    pub(crate) fn leave_empty_out(&self, corpus: &Corpus<'_>, drafts: &mut [Draft]) {
        for draft in drafts.iter_mut().filter(|draft| draft.confirmed.is_none()) {
            let kept = self.with_content(&draft.nodes);
            if kept.len() < draft.nodes.len() && corpus.spread(&kept) > 1 {
                draft.guests.retain(|node| !self.empty[*node as usize]);
                draft.nodes = kept;
            }
        }
    }

    fn with_content(&self, nodes: &[u32]) -> Vec<u32> {
        nodes.iter().copied().filter(|node| !self.empty[*node as usize]).collect()
    }

    pub(crate) fn worth(&self, corpus: &Corpus<'_>, nodes: &[u32]) -> Worth {
        let numbers = &corpus.params.form;
        let empty = |node: &&u32| self.empty[**node as usize];
        let chances: Vec<f32> = nodes
            .iter()
            .filter_map(|node| if empty(&node) { Some(0.0) } else { self.chance[*node as usize] })
            .collect();
        // Where no language is known, nothing speaks against the set.
        let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len().max(1) as f32;
        let substance = if chances.is_empty() { 1.0 } else { mean(&chances) };
        let copied: Vec<f32> = nodes.iter().map(|node| self.copied[*node as usize]).collect();
        let demands = nodes.iter().filter(|node| self.demands[**node as usize] && !empty(node)).count();
        let alone = nodes.iter().any(|node| empty(&node)) && corpus.spread(&self.with_content(nodes)) < 2;
        let opens = nodes.iter().filter(|node| self.opens[**node as usize]).count();
        let begins = opens as f32 >= numbers.opening * nodes.len() as f32;
        let form = if alone || 2 * nodes.iter().filter(empty).count() >= nodes.len() {
            Some(Form::Empty)
        } else if !begins && (substance >= numbers.aside || 2 * demands >= nodes.len()) {
            None
        } else if mean(&copied) >= numbers.recurs {
            Some(Form::Recurring)
        } else {
            Some(Form::Instrument)
        };
        Worth { substance, form }
    }
}

fn opens(corpus: &Corpus<'_>) -> Vec<bool> {
    let mut begun = BTreeSet::new();
    let is_first = (0..corpus.len()).map(|node| begun.insert(corpus.agreement[node]));
    let states = |node: usize| corpus.clauses[node].strength == Some(Strength::Statement);
    is_first.enumerate().map(|(node, is_first)| is_first && states(node)).collect()
}

/// Too few words to decide on: none of the small words that join others to a sentence, or hardly any word and no verb
/// that asks; or names and dates alone, as in a title or under a signature.
fn is_empty(corpus: &Corpus<'_>, node: usize) -> bool {
    let clause = corpus.clauses[node];
    let Some(words) = form_words(corpus.language[node]) else { return false };
    if asks(clause) {
        return false;
    }
    let numbers = &corpus.params.form;
    let senses = words.senses(&clause.text, numbers.read_words);
    let joins = senses.iter().any(|sense| sense & crosscut_text::form::sense::STOP != 0);
    let lead_in = &corpus.context[node].lead_in;
    let named = is_named_only(corpus, node, words);
    if !lead_in.is_empty() {
        // A point of a list completes what its lead-in asks; a list of those who were present asks nothing.
        return named && demand(lead_in, None, corpus.language[node]).strength == Strength::Statement;
    }
    named || !features::is_imperative(&senses) && (!joins || senses.len() < numbers.words)
}

/// Whether hardly a word that carries a topic is written small: "Done in Porto on 21 December", a title, a name and an
/// office. German writes every noun so, and tells nothing.
fn is_named_only(corpus: &Corpus<'_>, node: usize, words: &FormWords) -> bool {
    if corpus.language[node] == Language::German {
        return false;
    }
    let text = corpus.clauses[node].text.as_str();
    let topics: Vec<&str> = text.split_whitespace().filter(|word| !words.is_small(word)).collect();
    let is_name = |word: &&&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    let names = topics.iter().filter(is_name).count();
    let numbers = &corpus.params.form;
    // "We, the governments of …, met in Porto": who was there, and little else.
    let lists = text.matches([',', ';']).count() >= numbers.listed;
    let least = if lists { numbers.listed_names } else { numbers.names };
    topics.len() > 1 && names as f32 >= least * topics.len() as f32
}

fn asks(clause: &Clause) -> bool {
    clause.strength.is_some_and(|strength| strength != Strength::Statement)
}

/// The features of every clause that is compared, by its place among the clauses given: what the weights are trained on.
/// Clauses of languages without a table of words have none.
pub fn form_rows(compared: Compared<'_>) -> Vec<(usize, FeatureRow)> {
    let corpus = Corpus::of(compared);
    let copied = copies::shares(&corpus);
    (0..corpus.len())
        .into_par_iter()
        .filter_map(|node| Some((corpus.given[node], FeatureRow(features(&corpus, node, copied[node])?))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clauses;

    #[test]
    fn a_set_is_set_aside_with_its_reason() {
        let given = clauses(&[
            ("a", "Lamps"),
            ("b", "Lamps"),
            ("a", "Each Party shall protect the keys of its users."),
            ("b", "Each Party may terminate this pact."),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let substance = Substance {
            chance: vec![Some(0.9), Some(0.1), None, Some(0.1)],
            demands: vec![false, false, false, true],
            empty: vec![false, false, true, false],
            copied: vec![0.0, 0.9, 0.0, 0.9],
            opens: vec![false; 4],
        };
        let worth = |nodes: &[u32]| substance.worth(&corpus, nodes);
        assert_eq!(worth(&[0]).form, None);
        assert_eq!(worth(&[1]).form, Some(Form::Recurring));
        assert_eq!(worth(&[0, 2]).form, Some(Form::Empty));
        // What demands something of somebody is kept, however form-like its words.
        assert_eq!(worth(&[1, 3]).form, None);
        assert_eq!(Substance::unasked(&corpus).worth(&corpus, &[0, 1]).form, None);
    }

    #[test]
    fn what_documents_begin_with_is_about_them_unless_it_asks_something() {
        let mut given = clauses(&[
            ("a", "Digest of the harbour pact, made for sailors who have no time."),
            ("b", "Digest of the river accord, made for sailors who have no time."),
            ("c", "Each Party shall make a digest for sailors who have no time."),
            ("a", "Sailors have no time for digests of pacts."),
        ]);
        for (at, strength) in [
            (0, Strength::Statement),
            (1, Strength::Statement),
            (2, Strength::Shall),
            (3, Strength::Statement),
        ] {
            given[at].strength = Some(strength);
        }
        let corpus = Corpus::of(Compared::new(&given, None));
        let substance = Substance { opens: opens(&corpus), ..Substance::unasked(&corpus) };
        // Nodes are sorted by agreement.
        assert_eq!(substance.opens, [true, false, true, false]);
        let form = |nodes: &[u32]| substance.worth(&corpus, nodes).form;
        assert_eq!((form(&[0, 2]), form(&[0, 2, 3])), (Some(Form::Instrument), Some(Form::Instrument)));
        assert_eq!((form(&[0, 3]), form(&[0, 1])), (None, None));
    }

    #[test]
    fn a_name_leaves_the_set_that_is_one_without_it() {
        let given = clauses(&[("a", "Lamps"), ("b", "Keep lamps."), ("c", "Light lamps."), ("d", "Lamps")]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let substance = Substance { empty: vec![true, false, false, true], ..Substance::unasked(&corpus) };
        let draft = |nodes: &[u32]| Draft { nodes: nodes.to_vec(), ..Draft::default() };
        let confirmed = Draft { confirmed: Some(0), ..draft(&[0, 1, 2]) };
        let mut drafts = [draft(&[0, 1, 2]), draft(&[0, 1]), confirmed];
        substance.leave_empty_out(&corpus, &mut drafts);
        assert_eq!(drafts.map(|draft| draft.nodes), [vec![1, 2], vec![0, 1], vec![0, 1, 2]]);
        assert_eq!(substance.worth(&corpus, &[0, 1]).form, Some(Form::Empty), "no two agreements are left");
    }

    #[test]
    fn a_lone_noun_is_nothing_to_decide_and_a_demand_is() {
        let mut given = clauses(&[
            ("a", "Lamps"),
            ("a", "Protect keys"),
            ("a", "The lamps of the harbour are lit by the keeper."),
            ("a", "Done in Porto on 21 December 2010, in two originals."),
            ("a", "Done at the Harbour of Porto on the First of May."),
            (
                "a",
                "We, the keepers of Porto, Lisbon, Vigo, Brest, Nantes, Cork, Bergen and Riga, met by the sea.",
            ),
        ]);
        given[1].strength = Some(Strength::Statement);
        let corpus = Corpus::of(Compared::new(&given, None));
        let empty: Vec<bool> = (0..corpus.len()).map(|node| is_empty(&corpus, node)).collect();
        assert_eq!(empty, [true, false, false, false, true, true]);
    }
}
