//! Which of all the names that its clauses give a set is the best: the one with the least weight of flaws.

use super::Names;
use super::forms::{Flaws, Form, Source, too_long};
use super::line::bare;
use super::own::{is_list_of_names, without_own_figures, without_own_names};
use crate::params::Naming;
use crosscut_text::Language;
use crosscut_text::form::{form_words, sense};
use crosscut_text::lexicon::is_conjunction;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Of how many times as many shared words as are looked for in a name the earliest are taken.
const EARLIEST: usize = 4;

/// How many of the best names are read to their ends.
const READ: usize = 48;
/// Of how many of the best names what few say is left out.
const THINNED: usize = 12;

/// What the clauses of a set share, and each of them holds.
pub(super) struct Set<'s> {
    pub(super) nodes: &'s [u32],
    /// The terms that several agreements of it hold, strongest first.
    pub(super) shared: Vec<(f32, u32)>,
    /// The terms of each clause and of what leads to it, sorted.
    held: Vec<Vec<u32>>,
    figures: BTreeSet<&'s str>,
    /// The words of each clause.
    lines: Vec<Vec<&'s str>>,
    /// For each clause the number of its agreement among those of the set.
    of: Vec<usize>,
    /// For each term a bit for each of these agreements that holds it.
    holders: FxHashMap<u32, u64>,
}

/// A name with the weight of what speaks against it.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) text: String,
    pub(super) from: Source,
    pub(super) weight: f32,
}

impl Set<'_> {
    /// The share of the agreements of the set, but that of one clause, which hold a term in some clause of it.
    pub(super) fn borne(&self, term: u32, at: usize) -> f32 {
        let others = !self.of.get(at).map_or(0, |&own| bit(own));
        let all = self.of.iter().fold(0, |all, &one| all | bit(one)) & others;
        let held = self.holders.get(&term).copied().unwrap_or_default() & others;
        held.count_ones() as f32 / all.count_ones().max(1) as f32
    }

    /// Whether a name ends where its clause and others go on with the same word: "access | to", "services | only in".
    pub(super) fn is_open(&self, text: &str, at: usize) -> bool {
        let mut last = text.split_whitespace().rev().map(bare);
        let (Some(last), Some(before)) = (last.next(), last.next()) else { return false };
        let next = |place: usize, before: Option<&str>| -> Option<String> {
            let line = &self.lines[place];
            let is = |at: usize| {
                line[at].eq_ignore_ascii_case(last)
                    && before.is_none_or(|before| at > 0 && bare(line[at - 1]).eq_ignore_ascii_case(before))
            };
            let end = (0..line.len()).find(|&at| is(at))?;
            let following = line.get(end + 1)?;
            // "legislative | and other": a conjunction goes with what it joins.
            let joined = line.get(end + 2).filter(|_| is_conjunction(following));
            Some(format!("{} {}", bare(following), joined.map_or("", |word| bare(word))).to_lowercase())
        };
        let Some(own) = next(at, Some(before)) else { return false };
        let others = (0..self.lines.len()).filter(|&other| self.of[other] != self.of[at]);
        let found: Vec<String> = others.filter_map(|other| next(other, None)).collect();
        let same = found.iter().filter(|next| **next == own).count();
        same > 0 && 2 * same > found.len()
    }

    /// Whether a name speaks to or of somebody, "your", "his", as most of the clauses do not.
    fn is_personal(&self, said: &str, language: Language) -> bool {
        let Some(words) = form_words(language) else { return false };
        let holds =
            |line: &&Vec<&str>, word: &str| line.iter().any(|other| bare(other).eq_ignore_ascii_case(word));
        said.split_whitespace()
            .map(bare)
            .filter(|word| words.is_personal(word))
            .any(|word| 2 * self.lines.iter().filter(|line| holds(line, word)).count() <= self.lines.len())
    }

    /// Whether more than half of the clauses hold all of some terms.
    fn is_held_by_most(&self, terms: &[u32]) -> bool {
        let holds = |held: &&Vec<u32>| terms.iter().all(|term| held.binary_search(term).is_ok());
        2 * self.held.iter().filter(holds).count() > self.held.len()
    }
}

/// The bit of an agreement; of more than there are bits the last share one.
fn bit(agreement: usize) -> u64 {
    1 << agreement.min(63)
}

impl Flaws {
    pub(super) fn weight(&self, weights: &Naming) -> f32 {
        self.of_form(weights) + self.of_set(weights)
    }

    fn of_form(&self, weights: &Naming) -> f32 {
        weights.cut * self.cut
            + weights.scant * self.scant
            + weights.long * self.long
            + weights.half * self.half
            + weights.pointing * self.pointing
            + weights.broken * self.broken
            + weights.fragment * self.fragment
            + weights.severed * self.severed
            + weights.verbless * self.verbless
            + weights.later * self.later
            + weights.who * self.who
            + weights.idle * self.idle
            + weights.opens * self.opens
            + weights.anonymous * self.anonymous
            + weights.turned * self.turned
            + weights.heading * self.heading
            + weights.placed * self.placed
            + weights.joined * self.joined
            + weights.keys * self.keys
    }

    fn of_set(&self, weights: &Naming) -> f32 {
        weights.missed * self.missed
            + weights.alone * self.alone
            + weights.unborne * self.unborne
            + weights.rare * self.rare
            + weights.open * self.open
            + weights.personal * self.personal
            + weights.figure * self.figure
            + weights.foreign * self.foreign
    }
}

impl Names<'_> {
    pub(super) fn set<'s>(&'s self, nodes: &'s [u32]) -> Set<'s> {
        let holders = |term: u32| -> Vec<u32> {
            let holds = |node: &u32| self.words.places[*node as usize].iter().any(|place| place.term == term);
            nodes.iter().copied().filter(holds).collect()
        };
        let terms = self.corpus.params.names.terms;
        // What is said early is what a clause is about.
        let mut shared: Vec<(f32, u32)> = self
            .shared(nodes)
            .into_iter()
            .map(|(strength, term)| (strength, term, holders(term)))
            .filter(|(.., holders)| self.corpus.spread(holders) > 1)
            .take(EARLIEST * terms)
            .map(|(strength, term, holders)| (strength * self.earliness(term, &holders), term))
            .collect();
        shared.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        shared.truncate(terms);
        let held = nodes.iter().map(|&node| {
            let mut terms: Vec<u32> =
                self.words.places[node as usize].iter().map(|place| place.term).collect();
            terms.extend(self.terms_of(&self.corpus.context[node as usize].lead_in, node));
            terms.sort_unstable();
            terms.dedup();
            terms
        });
        let held: Vec<Vec<u32>> = held.collect();
        let (of, lines) = (self.agreements_of(nodes), nodes.iter().map(|&node| self.line(node)).collect());
        let mut holders: FxHashMap<u32, u64> = FxHashMap::default();
        for (terms, &of) in held.iter().zip(&of) {
            terms.iter().for_each(|&term| *holders.entry(term).or_default() |= bit(of));
        }
        Set { nodes, shared, held, figures: self.figures(nodes), lines, of, holders }
    }

    /// For each of some nodes the number of its agreement among theirs.
    fn agreements_of(&self, nodes: &[u32]) -> Vec<usize> {
        let agreement = |node: &u32| self.corpus.agreement[*node as usize];
        let all: BTreeSet<u32> = nodes.iter().map(agreement).collect();
        let all: Vec<u32> = all.into_iter().collect();
        nodes.iter().filter_map(|node| all.binary_search(&agreement(node)).ok()).collect()
    }

    fn line(&self, node: u32) -> Vec<&str> {
        self.corpus.clauses[node as usize].text.split_whitespace().collect()
    }

    /// How early a term comes in those that hold it, 0 to 1, in the mean.
    fn earliness(&self, term: u32, holders: &[u32]) -> f32 {
        let half = self.corpus.params.names.early as f32;
        let place = |node: &u32| self.words.places[*node as usize].iter().position(|at| at.term == term);
        let early = holders.iter().filter_map(place).map(|at| half / (half + at as f32));
        early.sum::<f32>() / holders.len().max(1) as f32
    }

    /// All names that the clauses of a set give it and the words that they share, the best first.
    pub(super) fn scored(&self, nodes: &[u32]) -> Vec<Scored> {
        let set = self.set(nodes);
        let mut all: Vec<(Scored, usize, &Form)> = nodes
            .iter()
            .enumerate()
            .flat_map(|(at, &node)| self.forms(node).iter().map(move |form| (at, form)))
            .filter(|&(at, form)| self.fits(form, at, &set))
            .map(|(at, form)| (self.score(form, at, &set), at, form))
            .collect();
        // The sort keeps the order of equals: the more central clause, the shorter form.
        all.sort_by(|x, y| x.0.weight.total_cmp(&y.0.weight));
        all.truncate(READ);
        for (scored, at, form) in &mut all {
            scored.weight += self.ending(scored, form, *at, &set);
        }
        all.sort_by(|x, y| x.0.weight.total_cmp(&y.0.weight));
        let thinned: Vec<Scored> = all
            .iter()
            .take(THINNED)
            .filter_map(|&(_, at, form)| {
                let thinned = self.thinned(form, at, &set)?;
                let mut scored = self.score(&thinned, at, &set);
                scored.weight += self.ending(&scored, &thinned, at, &set);
                Some(scored)
            })
            .collect();
        let mut scored: Vec<Scored> = all
            .into_iter()
            .map(|(scored, ..)| scored)
            .chain(thinned)
            .chain(self.keys(&set))
            .filter(|scored| scored.text.chars().any(char::is_alphabetic))
            .collect();
        scored.sort_by(|x, y| x.weight.total_cmp(&y.weight));
        let mut seen = BTreeSet::new();
        scored.retain(|scored| seen.insert(scored.text.to_lowercase()));
        scored
    }

    /// Whether the set bears out the heading that a form has: alone it needs more than before a line.
    fn fits(&self, form: &Form, at: usize, set: &Set<'_>) -> bool {
        let elsewhere = |term: &u32| {
            let holds = |other: usize| other != at && set.held[other].binary_search(term).is_ok();
            (0..set.nodes.len()).any(holds)
        };
        match form.from {
            Source::Heading => self.bears(form, set),
            Source::Placed => form.heading.iter().all(elsewhere),
            _ => true,
        }
    }

    /// Whether the clauses of two agreements, and half of all, carry every word of a heading.
    fn bears(&self, heading: &Form, set: &Set<'_>) -> bool {
        let bearing: Vec<u32> = (0..set.nodes.len())
            .filter(|&at| heading.terms.iter().all(|term| set.held[at].binary_search(term).is_ok()))
            .map(|at| set.nodes[at])
            .collect();
        !heading.terms.is_empty() && bearing.len() * 2 >= set.nodes.len() && self.corpus.spread(&bearing) > 1
    }

    /// The name that a form gives a set.
    pub(super) fn score(&self, form: &Form, at: usize, set: &Set<'_>) -> Scored {
        let language = self.corpus.language[set.nodes[at] as usize];
        let lists = language != Language::German && is_list_of_names(&form.text);
        let (text, figure) = without_own_figures(&form.text, &set.figures);
        // A heading writes its words large and names nobody.
        let (heading, said) = match form.from {
            Source::Heading => (text.as_str(), ""),
            Source::Placed => text.split_at(text.find(": ").map_or(0, |at| at + 2)),
            _ => ("", text.as_str()),
        };
        let mut own = self.own_names(said, language, set.nodes);
        let large = !own.is_empty() || self.opens_with_name(said, language, set.nodes);
        // "Recipient" in one contract is "recipient" in another, and no proper name.
        own.retain(|name| !self.is_written_small(name, set.nodes));
        let named = !own.is_empty();
        let kind = |word: &str| {
            let senses = form_words(language).map(|words| words.senses(word, 1)).unwrap_or_default();
            senses.iter().any(|sense| sense & (sense::KIND | sense::INSTRUMENT) != 0)
        };
        let text = format!("{heading}{}", without_own_names(said, &own, language, kind));
        let text = text.trim_end_matches(',').to_owned();
        let mut flaws = self.flaws_in(&form.terms, form.flaws, at, set);
        flaws.figure = f32::from(figure);
        if named {
            flaws.scant = flaws.scant.max(self.scant(&text, language));
            flaws.cut = flaws.cut.max(f32::from(text.ends_with('…')));
        }
        flaws.foreign = match (named, large || lists && form.from != Source::Heading) {
            // What is left has a gap.
            (true, _) if text.contains('…') => 1.0,
            (true, _) | (false, true) => 0.5,
            (false, false) => 0.0,
        };
        // Whom one clause asks is not whom the set asks: "Engineers" among members, auditors and keepers.
        if !form.actor.is_empty() && !set.is_held_by_most(&form.actor) {
            flaws.anonymous = 0.0;
            flaws.foreign = flaws.foreign.max(0.5 * f32::from(form.names_actor));
        }
        let weight = flaws.weight(&self.corpus.params.names);
        Scored { text, from: form.from, weight }
    }

    /// The weight of what is read again only of good names: whom it speaks to, and whether its clause goes on as others do.
    fn ending(&self, scored: &Scored, form: &Form, at: usize, set: &Set<'_>) -> f32 {
        let language = self.corpus.language[set.nodes[at] as usize];
        let said = form.from != Source::Heading;
        let flaws = Flaws {
            personal: f32::from(said && set.is_personal(&scored.text, language)),
            open: f32::from(said && set.is_open(&scored.text, at)),
            ..Flaws::default()
        };
        flaws.weight(&self.corpus.params.names)
    }

    /// What speaks against a form by its length alone, told again for another text of it.
    pub(super) fn without_length(&self, flaws: Flaws, text: &str, node: u32) -> Flaws {
        let scant = self.scant(text, self.corpus.language[node as usize]);
        Flaws { scant, long: too_long(text), ..flaws }
    }

    /// How far the words of a name that carry a topic are too few.
    fn scant(&self, text: &str, language: Language) -> f32 {
        let says = self.corpus.params.names.says;
        let small = |word: &&str| form_words(language).is_some_and(|words| words.is_small(word));
        let topics = text.split_whitespace().filter(|word| !small(word)).count();
        says.saturating_sub(topics) as f32 / says.max(1) as f32
    }

    /// What speaks against some terms as a name of a set.
    pub(super) fn flaws_in(&self, terms: &[u32], flaws: Flaws, at: usize, set: &Set<'_>) -> Flaws {
        let all: f32 = set.shared.iter().map(|(strength, _)| strength).sum();
        let said: f32 = set
            .shared
            .iter()
            .filter(|(_, term)| terms.binary_search(term).is_ok())
            .map(|(strength, _)| strength)
            .sum();
        let elsewhere = |term: &&u32| {
            (0..set.nodes.len()).any(|other| other != at && set.held[other].binary_search(term).is_ok())
        };
        let alone = terms.len() - terms.iter().filter(elsewhere).count();
        let bears = |at: &usize| {
            let held = terms.iter().filter(|term| set.held[*at].binary_search(term).is_ok()).count();
            2 * held >= terms.len() && held > 0
        };
        let bearing: Vec<u32> = (0..set.nodes.len()).filter(bears).map(|at| set.nodes[at]).collect();
        let agreements = self.corpus.spread(set.nodes).max(1);
        let rare = terms.iter().filter(|&&term| 2.0 * set.borne(term, at) < 1.0).count();
        Flaws {
            rare: rare as f32 / terms.len().max(1) as f32,
            missed: if all > 0.0 { 1.0 - said / all } else { 0.0 },
            alone: alone as f32 / terms.len().max(1) as f32,
            unborne: 1.0 - self.corpus.spread(&bearing) as f32 / agreements as f32,
            ..flaws
        }
    }
}
