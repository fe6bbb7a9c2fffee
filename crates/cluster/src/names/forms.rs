//! The forms in which one clause may give a name, and what speaks against each whatever the set.

use super::asks::{begins_with_verb, capitalised, without_mark};
use super::line::{Known, bare, length};
use super::said::Said;
use super::whole::{is_broken, points_away};
use super::{Names, unshouted};
use crosscut_text::Strength;
use crosscut_text::form::{form_words, is_definition_title, is_final_title, sense};
use crosscut_text::strength::begins_inside;

/// Words of a name from which on it is longer than it need be.
const LONG: usize = 12;
/// Words by which it then counts as one flaw.
const LONGER: f32 = 8.0;
/// Words among which a clause tells what happened, if it does.
const TOLD: usize = 9;

/// Where a form comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Clause,
    /// With what leads to it.
    Joined,
    /// With whom it asks before it.
    Actor,
    /// The heading above it, before it.
    Placed,
    Heading,
    /// Words that the set shares.
    Keys,
}

/// What may speak against a name, each with a weight of its own in [`crate::params::Naming`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Flaws {
    /// It ends in "…".
    pub(super) cut: f32,
    /// Few of its words carry a topic.
    pub(super) scant: f32,
    pub(super) long: f32,
    /// It is half a sentence: "by altering data".
    pub(super) half: f32,
    /// It points to what is not in it: "said corporation".
    pub(super) pointing: f32,
    /// It cannot be read: "Hold office for a term of directors shall be elected".
    pub(super) broken: f32,
    /// A point without a verb and without what leads to it.
    pub(super) fragment: f32,
    /// What is said of something that only its lead-in names: "accurate and kept up to date".
    pub(super) severed: f32,
    /// It has no verb: "warranties of any kind".
    pub(super) verbless: f32,
    /// It is no first sentence.
    pub(super) later: f32,
    /// It only names who is asked: "Steering Council".
    pub(super) who: f32,
    /// It asks for nothing, or tells what happened.
    pub(super) idle: f32,
    /// It only opens a list.
    pub(super) opens: f32,
    /// Whom it asks is left out though it is not everybody.
    pub(super) anonymous: f32,
    /// What is forbidden without the words that forbid it.
    pub(super) turned: f32,
    pub(super) heading: f32,
    /// A heading or whom it asks comes before it.
    pub(super) placed: f32,
    pub(super) joined: f32,
    pub(super) keys: f32,
    /// Share of what the set shares, by weight, that it does not say.
    pub(super) missed: f32,
    /// Share of its words that no other clause of the set holds.
    pub(super) alone: f32,
    /// Share of the agreements none of whose clauses holds half of its words.
    pub(super) unborne: f32,
    /// Share of its words that fewer than half of the other agreements hold.
    pub(super) rare: f32,
    /// It ends where its clause and others go on with the same word.
    pub(super) open: f32,
    /// It speaks to or of somebody as most clauses do not: "your", "his".
    pub(super) personal: f32,
    /// It has a figure that most clauses do not have.
    pub(super) figure: f32,
    /// It has a name that most clauses do not have, or lists names.
    pub(super) foreign: f32,
}

/// A line that may name the sets of its clause.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) from: Source,
    /// The terms that it says, sorted.
    pub(super) terms: Vec<u32>,
    /// Those of the heading before it.
    pub(super) heading: Vec<u32>,
    /// Those of whom its clause asks, where that is not everybody, and whether it names them.
    pub(super) actor: Vec<u32>,
    pub(super) names_actor: bool,
    pub(super) flaws: Flaws,
}

/// How far a name is longer than it need be.
pub(super) fn too_long(text: &str) -> f32 {
    length(text).saturating_sub(LONG) as f32 / LONGER
}

/// Whether a line begins as what only goes with something else does, and that does not follow: "by altering data", but not "if
/// a ship is late, lamps are lit"; or with a helping verb whose subject is gone: "must keep lamps", but not "do not".
fn is_half(line: &[&str], known: Known<'_>) -> bool {
    let whole =
        |at: &usize| line[*at].ends_with(',') && line[at + 1..].iter().any(|word| known.is_finite(word));
    let inside = begins_inside(&line.join(" "), known.language) && !(0..line.len()).any(|at| whole(&at));
    let turned = || {
        known.words.and_then(|words| words.refrain()).is_some_and(|refrain| {
            refrain.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(line[0]))
        })
    };
    let helped = line.len() > 1 && known.is_finite(line[0]) && !(known.is_small(line[1]) && turned());
    inside || helped
}

/// Whether a line has no word that could be a verb, as far as the table of its language can tell: "special or incidental damages".
/// What is done, "sharing lamps", stands for one.
fn is_verbless(line: &[&str], demands: bool, known: Known<'_>) -> bool {
    let Some(words) = known.words.filter(|words| words.tells_verbs()) else { return false };
    let told = |word: &str| words.is_plain_verb(word) || words.plain_verb(word).is_some();
    let verb = |word: &&str| known.is_finite(word) || known.is_verb(word) || told(bare(word));
    let done = line.first().is_some_and(|first| words.may_be_participle(first));
    !demands && !done && known.act_in(line).is_none() && !line.iter().any(verb)
}

/// Whether the subject that was cut off a line only points: "this will include lamps".
fn lost_pointing(line: &[&str], known: Known<'_>) -> bool {
    let Some((words, actor)) = known.words.zip(known.actor) else { return false };
    let first = actor.split_whitespace().next().unwrap_or_default();
    let alone = actor.split_whitespace().all(|word| known.is_small(word));
    let points = words.points_back(first) || words.is_pronoun(first);
    alone && points && !line.join(" ").contains(actor)
}

impl Names<'_> {
    /// The forms of a clause, read once.
    pub(super) fn forms(&self, node: u32) -> &[Form] {
        self.forms[node as usize].get_or_init(|| self.read_forms(node))
    }

    fn read_forms(&self, node: u32) -> Vec<Form> {
        let params = &self.corpus.params.names;
        let said = Said::of(self.corpus, node as usize);
        let special = self.special_actor(node);
        let may = self.corpus.clauses[node as usize].strength == Some(Strength::May);
        let named = special.is_some() || may;
        let lines = said.lines(params.content, params.whole, named);
        let mut forms: Vec<Form> =
            lines.iter().map(|line| self.form(node, Source::Clause, line.clone(), &said)).collect();
        // Behind a title in its line the text comes first: "News and views: We tell them apart."
        let titled = said.is_titled();
        for (at, further) in said.further().into_iter().enumerate() {
            let later = f32::from(!titled || at > 0);
            let lines = further.lines(params.content, params.whole, true);
            forms.extend(lines.into_iter().map(|line| self.further(node, line, &further, later)));
        }
        let short = lines.first().map_or("", String::as_str);
        let own = self.terms_of(short, node);
        // What leads to a point is no name without most of the point.
        let keeps = |form: &Form, own: &[u32]| {
            let kept = own.iter().filter(|term| form.terms.binary_search(term).is_ok()).count();
            2 * kept > own.len()
        };
        if said.led
            && let Some(joined) = Said::joined(self.corpus, node as usize)
        {
            let lines = joined.lines(params.content, params.whole, named);
            let all = lines.into_iter().map(|line| self.form(node, Source::Joined, line, &joined));
            forms.extend(all.filter(|form| keeps(form, &own)));
        }
        if said.led
            && let Some(headed) = Said::headed(self.corpus, node as usize, short)
        {
            forms.push(self.form(node, Source::Joined, headed, &said));
        }
        if let Some(actor) = special
            && actor.split_whitespace().count() < params.point
            && !short.contains(actor.as_str())
            && begins_with_verb(short, said.known())
        {
            forms.push(self.form(node, Source::Actor, format!("{actor}: {short}"), &said));
        }
        if let Some(heading) = self.heading(node) {
            if !short.to_lowercase().contains(&heading.to_lowercase())
                && heading.split_whitespace().count() < params.point
            {
                forms.push(self.form(node, Source::Placed, format!("{heading}: {short}"), &said));
            }
            let alone = self.form(node, Source::Heading, heading, &said);
            // One word names too much: "Offices".
            if alone.terms.len() > 1 {
                forms.push(alone);
            }
        }
        forms
    }

    /// The heading above a clause, where it is plain: no formula, no number, nothing about meetings or the instrument itself.
    fn heading(&self, node: u32) -> Option<String> {
        let title = self.corpus.context[node as usize].heading.rsplit(" . ").next()?;
        let title = without_mark(title.trim()).trim_end_matches(['.', ':']).trim_end();
        let senses = form_words(self.corpus.language[node as usize])
            .map(|words| words.senses(title, 12))
            .unwrap_or_default();
        let things = senses.iter().any(|sense| sense & (sense::INSTRUMENT | sense::PROCEDURE) != 0);
        let plain = !title.chars().any(|c| c.is_numeric() || "()[]*†‡:;".contains(c));
        let short = title.split_whitespace().count() <= self.corpus.params.names.heading_words;
        let formal = is_definition_title(title) || is_final_title(title);
        (!title.is_empty() && plain && short && !things && !formal).then(|| capitalised(&unshouted(title)))
    }

    pub(super) fn form(&self, node: u32, from: Source, text: String, said: &Said<'_>) -> Form {
        let flaws = self.flaws(node, from, &text, said);
        let placed = text.split_once(": ").filter(|_| from == Source::Placed);
        let heading = placed.map(|(heading, _)| self.terms_of(heading, node)).unwrap_or_default();
        let actor = self.special_actor(node).unwrap_or_default();
        let names_actor = !actor.is_empty() && text.to_lowercase().contains(&actor.to_lowercase());
        let terms = self.terms_of(&text, node);
        Form { terms, heading, actor: self.terms_of(&actor, node), names_actor, from, flaws, text }
    }

    /// A line of a further sentence of a clause.
    fn further(&self, node: u32, text: String, said: &Said<'_>, later: f32) -> Form {
        let form = self.form(node, Source::Clause, text, said);
        Form { flaws: Flaws { later, anonymous: 0.0, ..form.flaws }, ..form }
    }

    /// The terms of a text, sorted, each once.
    pub(super) fn terms_of(&self, text: &str, node: u32) -> Vec<u32> {
        let places = self.words.places_of(self.reader, text, self.corpus.language[node as usize]);
        let mut terms: Vec<u32> = places.iter().map(|place| place.term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    fn flaws(&self, node: u32, from: Source, text: &str, said: &Said<'_>) -> Flaws {
        let known = said.known();
        let line: Vec<&str> = text.split_whitespace().collect();
        let flaw = |is: bool| f32::from(is);
        let is = |kind: Source| flaw(from == kind);
        let sentence = matches!(from, Source::Clause | Source::Joined);
        let topics = known.topics(&line);
        let says = self.corpus.params.names.says;
        let demands = begins_with_verb(text, known);
        let verb = demands || known.has_main_verb(&line);
        let point = from == Source::Clause && said.led;
        // "possessing lamps" behind "make it an offence:" asks for nothing alone; behind "examples are:" it says all.
        let first = line.first().map(|word| bare(word).to_lowercase()).unwrap_or_default();
        let named =
            known.words.is_some_and(|words| words.may_be_participle(&first) && !words.is_plain_verb(&first));
        Flaws {
            cut: flaw(text.ends_with('…')),
            scant: says.saturating_sub(topics) as f32 / says.max(1) as f32,
            long: too_long(text),
            half: flaw(sentence && is_half(&line, known)),
            pointing: flaw(
                points_away(&line, known) || from != Source::Heading && lost_pointing(&line, known),
            ),
            broken: flaw(is_broken(&line, known)),
            fragment: match (point, named) {
                (false, _) => 0.0,
                (true, true) => 1.0 - 0.5 * flaw(self.lists_examples(node, said)),
                (true, false) => flaw(!verb),
            },
            severed: flaw(
                point
                    && (!demands && self.is_completed(node, known)
                        || self.is_qualified(node, known)
                        || said.is_led_on(self.corpus, node as usize)),
            ),
            verbless: flaw(sentence && !point && is_verbless(&line, demands, known)),
            who: flaw(from == Source::Heading && self.names_who(text, node)),
            idle: flaw(from != Source::Heading && (!said.asks() || self.tells(node, known))),
            opens: flaw(from != Source::Heading && self.opens_list(node)),
            anonymous: flaw(from == Source::Clause && self.is_anonymous(node, text)),
            turned: flaw(!matches!(from, Source::Heading | Source::Joined) && said.is_turned()),
            // What stands above a point names the whole list.
            heading: if said.led { 0.0 } else { is(Source::Heading) },
            placed: is(Source::Placed) + is(Source::Actor),
            joined: is(Source::Joined),
            ..Flaws::default()
        }
    }

    /// Whether what leads to a point is a sentence that asks for nothing, "good work includes:", so that what is done says all.
    fn lists_examples(&self, node: u32, said: &Said<'_>) -> bool {
        let known = said.known();
        let lead = self.corpus.context[node as usize].lead_in.split_whitespace().map(bare);
        !said.binds() && lead.into_iter().any(|word| known.is_finite(word) || known.is_verb(word))
    }

    /// Whether a clause only opens a list, whose points say what is asked.
    fn opens_list(&self, node: u32) -> bool {
        self.corpus.clauses[node as usize].text.trim_end().ends_with([':', '：'])
    }

    /// Whether a clause only tells what happened, which no element is called after where another clause asks for it.
    fn tells(&self, node: u32, known: Known<'_>) -> bool {
        let clause = self.corpus.clauses[node as usize];
        let asks = clause.strength.is_some_and(|strength| strength != Strength::Statement);
        let told = known.words.is_some_and(|words| {
            words.senses(&clause.text, TOLD).iter().any(|sense| sense & sense::TOLD != 0)
        });
        told && !asks
    }
}
