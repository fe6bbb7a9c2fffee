//! Names for candidates: what they ask, in the words of a clause at their centre. A heading that the clauses bear out
//! is shorter and comes first.

mod asks;
mod brief;
mod cut;
mod line;
mod own;

use crate::corpus::Corpus;
use crate::words::{Place, Reader, Words};
use asks::{capitalised, shortened};
use crosscut_text::form::{form_words, is_definition_title, is_final_title, sense};
use crosscut_text::strength::begins_inside;
use crosscut_text::{Language, Strength};
use own::{is_list_of_names, without_own_figures, without_own_names};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Words among which a clause tells what happened, if it does.
const TOLD: usize = 9;
/// Shared words from which on a name that holds more of them says no more, and the shorter one is better.
const SHARED: usize = 3;

/// How common each term is, which is what shared words must differ from.
pub(crate) struct Names<'a> {
    corpus: &'a Corpus<'a>,
    words: &'a Words,
    reader: &'a Reader,
    /// Share of the nodes that hold each term.
    share: Vec<f32>,
    /// Nodes of each language.
    spoken: BTreeMap<Language, u32>,
}

/// What a candidate may be called.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Name {
    /// Best first; at least one.
    pub(crate) labels: Vec<String>,
    /// What it asks, in one line.
    pub(crate) asks: String,
    /// Single words as they are written, strongest first.
    pub(crate) terms: Vec<String>,
    /// How many agreements have each of these words in a clause of the set.
    pub(crate) held: Vec<usize>,
}

/// What a clause asks, as a name for its set.
struct Asked {
    name: String,
    /// What speaks against it, the weightiest first.
    flaws: [bool; 9],
    /// How far its words are those of the other clauses, of 10.
    typical: usize,
    /// How many of the words that the set shares it holds.
    shared: usize,
    /// Its signs without what is put before it.
    length: usize,
}

impl Asked {
    fn order(&self) -> ([bool; 9], Reverse<usize>, Reverse<usize>, usize) {
        (self.flaws, Reverse(self.typical), Reverse(self.shared), self.length)
    }
}

impl<'a> Names<'a> {
    pub(crate) fn new(corpus: &'a Corpus<'a>, words: &'a Words, reader: &'a Reader) -> Self {
        let mut frequency = vec![0u32; words.width()];
        let mut last = vec![u32::MAX; words.width()];
        for (node, places) in words.places.iter().enumerate() {
            for place in places {
                let term = place.term as usize;
                frequency[term] += u32::from(last[term] != node as u32);
                last[term] = node as u32;
            }
        }
        let total = corpus.len().max(1) as f32;
        let share = frequency.iter().map(|&df| df as f32 / total).collect();
        let mut spoken: BTreeMap<Language, u32> = BTreeMap::new();
        corpus.language.iter().for_each(|&language| *spoken.entry(language).or_default() += 1);
        Self { corpus, words, reader, share, spoken }
    }

    /// Names for a set of nodes, the most central ones first.
    pub(crate) fn name(&self, all: &[u32]) -> Name {
        let nodes = &self.of_one_language(all);
        let nodes = &nodes[..nodes.len().min(self.corpus.params.names.members)];
        let asked = self.asked(nodes);
        let labels: Vec<String> = self.heading(nodes).into_iter().chain(asked.iter().cloned()).collect();
        let terms: Vec<u32> = self
            .shared(nodes)
            .into_iter()
            .take(self.corpus.params.names.terms)
            .map(|(_, term)| term)
            .collect();
        Name {
            labels,
            asks: asked.into_iter().next().unwrap_or_default(),
            held: terms.iter().map(|&term| self.agreements_with(term, all)).collect(),
            terms: terms.iter().map(|&term| self.written(term, nodes)).collect(),
        }
    }

    /// The nodes in that of their languages which the corpus mostly has: nobody reads a name in two languages, and most
    /// read the names of all candidates in one.
    fn of_one_language(&self, nodes: &[u32]) -> Vec<u32> {
        let language = |&node: &u32| self.corpus.language[node as usize];
        let spoken = |language: Language| (self.spoken.get(&language).copied().unwrap_or_default(), language);
        let chosen = nodes.iter().map(language).max_by_key(|&language| spoken(language));
        nodes.iter().filter(|node| Some(language(node)) == chosen).copied().collect()
    }

    /// What the clauses ask, shortened; the best one first.
    fn asked(&self, nodes: &[u32]) -> Vec<String> {
        let params = &self.corpus.params.names;
        let shared: BTreeSet<u32> =
            self.shared(nodes).into_iter().take(params.terms).map(|(_, term)| term).collect();
        let figures = self.figures(nodes);
        let mut asked: Vec<Asked> =
            nodes.iter().map(|&node| self.ask(node, nodes, &shared, &figures)).collect();
        asked.retain(|asked| asked.name.chars().any(char::is_alphabetic));
        asked.sort_by_key(Asked::order);
        if asked.is_empty() {
            let text = nodes.first().map_or("", |&node| self.corpus.clauses[node as usize].text.trim());
            return vec![text.split_whitespace().take(params.content).collect::<Vec<_>>().join(" ")];
        }
        let mut seen = BTreeSet::new();
        asked.into_iter().map(|asked| asked.name).filter(|name| seen.insert(name.to_lowercase())).collect()
    }

    /// What one clause asks, and what speaks against naming its set so.
    fn ask(&self, node: u32, nodes: &[u32], shared: &BTreeSet<u32>, figures: &BTreeSet<&str>) -> Asked {
        let params = &self.corpus.params.names;
        let language = self.corpus.language[node as usize];
        let short = shortened(self.corpus, node as usize, params.content);
        let places = self.words.places_of(self.reader, &short, language);
        let said: BTreeSet<u32> = places.iter().map(|place| place.term).collect();
        let bears = said.intersection(shared).count();
        let names = language != Language::German && is_list_of_names(&short);
        let (short, figure) = without_own_figures(&short, figures);
        let mut own = self.own_names(&short, language, nodes);
        let flawed_by_names = !own.is_empty();
        // "Recipient" in one contract is "recipient" in another, and no proper name.
        own.retain(|name| !self.is_written_small(name, nodes));
        let short = without_own_names(&short, &own);
        let flaws = [
            self.opens_list(node),
            flawed_by_names,
            // A clause that names none of what the set shares is a poor name for it, however short.
            bears < 2.min(shared.len()),
            names || self.tells(node),
            self.asks_nothing(node),
            figure,
            begins_inside(&short, language),
            places.len() < params.says,
            short.ends_with('…'),
        ];
        Asked {
            flaws,
            typical: self.typical(&said, node, nodes),
            shared: bears.min(SHARED),
            length: short.chars().count(),
            name: self.placed(node, nodes, self.with_actor(node, nodes, short)),
        }
    }

    /// How far the words of a name are those of the other clauses of its set, from 0 to 10: the mean share of clauses that hold
    /// them. A name of words that its own clause holds alone is about something else.
    fn typical(&self, said: &BTreeSet<u32>, node: u32, nodes: &[u32]) -> usize {
        let others = nodes.iter().filter(|&&other| other != node);
        let held = others.map(|&other| {
            let places = &self.words.places[other as usize];
            said.iter().filter(|&&term| places.iter().any(|place| place.term == term)).count()
        });
        let of = said.len() * (nodes.len() - 1);
        (10 * held.sum::<usize>() + of / 2) / of.max(1)
    }

    /// What a clause asks with whom it asks before it, where most clauses of the set name the same and it is nobody whom all
    /// demands ask: "Treasurer: Keep the books".
    fn with_actor(&self, node: u32, nodes: &[u32], short: String) -> String {
        let clause = self.corpus.clauses[node as usize];
        let words = form_words(self.corpus.language[node as usize]);
        let Some((actor, words)) = clause.actor.as_deref().zip(words) else { return short };
        let all: Vec<&str> = actor.split_whitespace().skip_while(|word| words.is_small(word)).collect();
        let anybody = sense::ACTOR | sense::KIND | sense::INSTRUMENT | sense::WE;
        let named = !all.is_empty()
            && all.len() < self.corpus.params.names.point
            && !words.senses(&all.join(" "), all.len()).iter().any(|sense| sense & anybody != 0);
        let terms: BTreeSet<u32> =
            self.places(&all.join(" "), node as usize).iter().map(|place| place.term).collect();
        let holds = |other: &&u32| {
            let held =
                |term: &u32| self.words.places[**other as usize].iter().any(|place| place.term == *term);
            !terms.is_empty() && terms.iter().all(held)
        };
        let holders: Vec<u32> = nodes.iter().filter(holds).copied().collect();
        let shared = 2 * holders.len() >= nodes.len() && self.corpus.spread(&holders) > 1;
        if named && shared && !short.contains(actor) && asks::begins_with_its_verb(clause, &short) {
            format!("{}: {short}", capitalised(&all.join(" ")))
        } else {
            short
        }
    }

    /// What a clause asks with the heading that it is under, where it is a short point of a list, which says little without
    /// what leads to it: "Right to information: Categories of data". Another agreement of the set bears the heading out.
    fn placed(&self, node: u32, nodes: &[u32], short: String) -> String {
        let most = self.corpus.params.names.point;
        let (clause, context) = (self.corpus.clauses[node as usize], &self.corpus.context[node as usize]);
        let heading = context.heading.rsplit(" . ").next().unwrap_or_default().trim().trim_end_matches('.');
        let terms = |text: &str| -> BTreeSet<u32> {
            self.places(text, node as usize).iter().map(|place| place.term).collect()
        };
        let (own, said) = (terms(heading), terms(&short));
        let few = said.len() <= most && heading.split_whitespace().count() < most;
        let is_point = !context.lead_in.is_empty() && !asks::begins_with_its_verb(clause, &short);
        let plain = heading.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
            && !is_definition_title(heading)
            && !is_final_title(heading);
        let elsewhere = |other: &&u32| {
            let bears = self.words.places[**other as usize].iter().any(|place| own.contains(&place.term));
            bears && self.corpus.agreement[**other as usize] != self.corpus.agreement[node as usize]
        };
        let fits = is_point && few && plain && !own.is_subset(&said);
        if fits && nodes.iter().any(|other| elsewhere(&other)) {
            format!("{}: {short}", capitalised(&unshouted(heading)))
        } else {
            short
        }
    }

    /// Whether a clause asks for nothing, nor completes what does, while others of its set may.
    fn asks_nothing(&self, node: u32) -> bool {
        let clause = self.corpus.clauses[node as usize];
        let led = !self.corpus.context[node as usize].lead_in.is_empty();
        !led && clause.strength.is_none_or(|strength| strength == Strength::Statement)
    }

    /// Whether a clause only opens a list, whose points say what is asked.
    fn opens_list(&self, node: u32) -> bool {
        self.corpus.clauses[node as usize].text.trim_end().ends_with([':', '：'])
    }

    /// Whether a clause only tells what happened, which no element is called after where another clause asks for it.
    fn tells(&self, node: u32) -> bool {
        let clause = self.corpus.clauses[node as usize];
        let asks = clause.strength.is_some_and(|strength| strength != Strength::Statement);
        let words = form_words(self.corpus.language[node as usize]);
        let told = words.is_some_and(|words| {
            words.senses(&clause.text, TOLD).iter().any(|sense| sense & sense::TOLD != 0)
        });
        told && !asks
    }

    /// The heading whose words at least half of the clauses of two agreements carry, if there is one; the one that most
    /// carry, of several the shortest.
    fn heading(&self, nodes: &[u32]) -> Option<String> {
        let carried: Vec<BTreeSet<u32>> = nodes
            .iter()
            .map(|&node| self.words.places[node as usize].iter().map(|place| place.term).collect())
            .collect();
        let bears = |terms: &BTreeSet<u32>| {
            let bearing: Vec<u32> = nodes
                .iter()
                .zip(&carried)
                .filter(|(_, own)| own.is_superset(terms))
                .map(|(&node, _)| node)
                .collect();
            (bearing.len() * 2 >= nodes.len() && self.corpus.spread(&bearing) > 1).then_some(bearing.len())
        };
        let mut seen = BTreeSet::new();
        let titles = nodes.iter().filter_map(|&node| {
            let title = self.corpus.context[node as usize].heading.rsplit(" . ").next()?;
            let title = title.trim().trim_end_matches('.');
            let terms: BTreeSet<u32> =
                self.places(title, node as usize).iter().map(|place| place.term).collect();
            let fits = seen.insert(title) && self.may_name(title, terms.len(), node as usize);
            let bearing = bears(&terms).filter(|_| fits)?;
            Some((Reverse(bearing), title.chars().count(), title))
        });
        titles.min().map(|(.., title)| capitalised(&unshouted(title)))
    }

    /// Whether a heading may be a name: two words with a topic at least, no sentence, no formula, no number.
    fn may_name(&self, title: &str, terms: usize, node: usize) -> bool {
        let words = title.split_whitespace().count();
        let formal = is_definition_title(title) || is_final_title(title);
        let senses =
            form_words(self.corpus.language[node]).map(|words| words.senses(title, 12)).unwrap_or_default();
        let things = senses.iter().any(|sense| sense & (sense::INSTRUMENT | sense::PROCEDURE) != 0);
        let plain = !title.chars().any(|c| c.is_numeric() || "()[]*†‡:;".contains(c));
        terms >= 2 && words <= self.corpus.params.names.heading_words && !formal && !things && plain
    }

    fn places(&self, text: &str, node: usize) -> Vec<Place> {
        self.words.places_of(self.reader, text, self.corpus.language[node])
    }

    /// The terms of a set by how much more often it holds them than others, strongest first.
    fn shared(&self, nodes: &[u32]) -> Vec<(f32, u32)> {
        let params = &self.corpus.params.names;
        let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &node in nodes {
            let places = &self.words.places[node as usize];
            let places = &places[..places.len().min(params.words)];
            let mut terms: Vec<u32> = places.iter().map(|place| place.term).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().for_each(|term| holders.entry(term).or_default().push(node));
        }
        let spread = self.corpus.spread(nodes).max(1) as f32;
        let strength = |term: u32, holders: &[u32]| {
            let members = holders.len() as f32 / nodes.len() as f32;
            let support = 0.5 * (members + self.corpus.spread(holders) as f32 / spread);
            let common = self.share.get(term as usize).copied().unwrap_or_default();
            support * ((support + params.smooth) / (common + params.smooth)).ln().max(0.0)
        };
        let mut terms: Vec<(f32, u32)> = holders
            .iter()
            .map(|(&term, holders)| (strength(term, holders), term))
            .filter(|(s, _)| *s > 0.0)
            .collect();
        terms.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        terms
    }

    /// How many agreements have a clause of a set that holds a term.
    fn agreements_with(&self, term: u32, nodes: &[u32]) -> usize {
        let holds = |node: &u32| self.words.places[*node as usize].iter().any(|place| place.term == term);
        let holders: Vec<u32> = nodes.iter().copied().filter(holds).collect();
        self.corpus.spread(&holders)
    }

    /// The way in which a term is mostly written; capitals of a clause's first word do not count.
    fn written(&self, term: u32, nodes: &[u32]) -> String {
        let mut ways: BTreeMap<String, u32> = BTreeMap::new();
        for &node in nodes {
            let text = &self.corpus.clauses[node as usize].text;
            let shouted = is_shouted(text);
            for place in self.words.places[node as usize].iter().filter(|place| place.term == term) {
                let Some(word) = text.get(place.start as usize..place.end as usize) else { continue };
                let first = starts_sentence(text, place.start as usize);
                *ways.entry(lowered(word, first, shouted)).or_default() += 1;
            }
        }
        // Of ways that are as frequent, the plainest: "specified" may be the word of one member, "specify" of another.
        let plain = |(way, count): &(String, u32)| (*count, Reverse(way.chars().count()));
        ways.into_iter().rev().max_by_key(plain).map(|(way, _)| way).unwrap_or_default()
    }
}

/// Gives each set, in the order of the list, a name that none before it has.
pub(crate) fn unique(names: &[Name]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    names
        .iter()
        .map(|name| {
            let free = |label: &String| !taken.contains(&label.to_lowercase());
            let label = name.labels.iter().find(|label| free(label)).cloned().unwrap_or_else(|| {
                let first = name.labels.first().map_or("", String::as_str);
                (2..).map(|n| format!("{first} ({n})")).find(free).unwrap_or_default()
            });
            taken.insert(label.to_lowercase());
            label
        })
        .collect()
}

/// Whether most letters are capitals, so that capitals say nothing.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

fn starts_sentence(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(['.', ')', ':', ';', '"', '“', '‘', '\'', '`'])
}

/// Lower case where capitals say nothing, but for abbreviations ("CSIRTs").
fn lowered(word: &str, first: bool, shouted: bool) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let abbreviation = capitals > 1 && !shouted && (word.len() < 7 || word.chars().any(char::is_lowercase));
    let shouted = shouted || (capitals > 1 && !abbreviation);
    if abbreviation || !(shouted || first) { word.to_owned() } else { word.to_lowercase() }
}

fn unshouted(title: &str) -> String {
    if is_shouted(title) && title.contains(' ') { title.to_lowercase() } else { title.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;
    use crosscut_text::Clause;

    fn named(given: &[Clause], nodes: &[u32]) -> Name {
        let corpus = Corpus::of(Compared::new(given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        Names::new(&corpus, &words, &reader).name(nodes)
    }

    #[test]
    fn names_are_in_the_language_that_most_clauses_are_in() {
        let mut given = clauses(&[
            ("pact", "The Parties support the coordinated disclosure of vulnerabilities."),
            ("pact", "Ships carry a lantern."),
            ("charter", "We support coordinated disclosure of vulnerabilities."),
            ("charter", "Cyclists are given free tea on Sundays."),
            ("appel", "La divulgation responsable des vulnérabilités, les acteurs la soutiennent."),
            ("appel", "La divulgation responsable des failles et des vulnérabilités est soutenue."),
        ]);
        given[4].language = Language::French;
        given[5].language = Language::French;
        // Nodes go by agreement: the call in French, the charter, the pact.
        assert!(named(&given, &[0, 4, 1, 2]).labels[0].contains("coordinated disclosure"));
        assert!(named(&given, &[0, 1]).labels[0].contains("divulgation"), "{:?}", named(&given, &[0, 1]));
    }

    #[test]
    fn a_heading_names_a_set_only_if_its_clauses_bear_it_out() {
        let mut given = clauses(&[
            ("a", "Each Party shall report serious incidents to its authority within a day."),
            ("b", "Operators report every serious incident to the team."),
        ]);
        given[0].heading = Some("Serious incidents".into());
        assert_eq!(named(&given, &[0, 1]).labels[0], "Serious incidents");
        given[0].heading = Some("Serious incidents.".into());
        assert_eq!(named(&given, &[0, 1]).labels[0], "Serious incidents");
        for other in ["Incidents", "Harbour dues", "Report of the session", "Serious incidents (12)"] {
            given[0].heading = Some(other.into());
            assert_ne!(named(&given, &[0, 1]).labels[0], other);
        }
    }

    #[test]
    fn no_set_is_called_after_a_figure_of_one_clause() {
        let text = |hours: &str| format!("Each Party shall report serious incidents within {hours} hours.");
        let texts = [text("24"), text("48"), text("72")];
        let given = clauses(&[("a", texts[0].as_str()), ("b", texts[1].as_str()), ("c", texts[2].as_str())]);
        assert_eq!(
            named(&given, &[0, 1, 2]).labels,
            ["Each Party shall report serious incidents within … hours"]
        );
        let given = clauses(&[("a", texts[0].as_str()), ("b", texts[0].as_str()), ("c", texts[2].as_str())]);
        assert_eq!(
            named(&given, &[0, 1, 2]).labels[0],
            "Each Party shall report serious incidents within 24 hours"
        );
    }

    #[test]
    fn a_set_is_called_after_a_clause_that_asks_and_names_nobody_alone() {
        let demands = [
            ("a", "Connect schools with Jamaica by the cables of the harbour.", Strength::Shall),
            ("b", "By connecting schools, the cables of the harbour serve many.", Strength::Shall),
            ("c", "The cables of the harbour connect schools.", Strength::Statement),
            (
                "d",
                "Each Party shall connect its schools to the cables of the nearest harbour.",
                Strength::Shall,
            ),
            ("e", "Cyclists are given free tea on Sundays.", Strength::Statement),
            ("f", "Ships carry a lantern by night.", Strength::Statement),
        ];
        let mut given = clauses(&demands.map(|(agreement, text, _)| (agreement, text)));
        for (clause, (.., strength)) in given.iter_mut().zip(demands) {
            clause.strength = Some(strength);
        }
        let label = named(&given, &[0, 1, 3]).labels[0].clone();
        assert_eq!(label, "Each Party shall connect its schools to the cables of the nearest harbour");
    }

    #[test]
    fn whom_it_asks_comes_before_a_name_where_most_of_a_set_name_the_same() {
        let mut given = clauses(&[
            ("a", "The treasurer shall keep the books of the harbour and count its coins."),
            ("b", "The treasurer keeps the books of the harbour, counts its coins and reports them."),
            ("c", "Ships carry a lantern by night."),
        ]);
        (given[0].strength, given[0].act) = (Some(Strength::Shall), Some("keep".into()));
        given[0].actor = Some("The treasurer".into());
        let name = "Treasurer: Keep the books of the harbour and count its coins";
        assert!(
            named(&given, &[0, 1]).labels.contains(&name.to_owned()),
            "{:?}",
            named(&given, &[0, 1]).labels
        );
        let alone = named(&given, &[0, 2]).labels.join(" ");
        assert!(!alone.contains("Treasurer:"), "{alone}");
    }

    #[test]
    fn a_short_point_has_its_heading_where_another_agreement_bears_it_out() {
        let mut given = clauses(&[
            ("a", "Kinds of lamps concerned;"),
            ("b", "The register names the kinds of lamps of each harbour."),
            ("c", "Kinds of lamps are told by their colour."),
        ]);
        given[0].heading = Some("Register of harbours".into());
        given[0].lead_in = Some("The keeper enters:".into());
        let labels = named(&given, &[0, 1]).labels;
        assert!(labels.contains(&"Register of harbours: Kinds of lamps concerned".to_owned()), "{labels:?}");
        let labels = named(&given, &[0, 2]).labels;
        assert!(labels.contains(&"Kinds of lamps concerned".to_owned()), "{labels:?}");
    }

    #[test]
    fn no_two_sets_have_one_name() {
        let name = |labels: &[&str]| Name {
            labels: labels.iter().map(|l| (*l).into()).collect(),
            ..Name::default()
        };
        let names = [name(&["Lamps"]), name(&["lamps", "Bells"]), name(&["Lamps"])];
        assert_eq!(unique(&names), ["Lamps", "Bells", "Lamps (2)"]);
    }
}
