//! How strongly a text binds, whom and to what: "No Party may sell lamps" forbids each Party to sell.
//!
//! `signs` finds the verbs that demand, what negates them and what opens clauses; `sentence` decides which of them are
//! the main clause's and what they come to; `parts` names who is asked and what for. Languages without spaces, or whose
//! verb ends the sentence, are read by `joined`. What is known of a language is a `grammar`, read from its `table`.

mod entry;
mod grammar;
mod joined;
mod negation;
mod parts;
mod sentence;
mod signs;
mod table;

use crate::{Language, Span, Strength};
use grammar::{Grammar, Order};
use table::{Group, sense};

/// What a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// How strongly.
    pub strength: Strength,
    /// Of whom, in the text's own words: "Each Party".
    pub actor: Option<String>,
    /// The verb of what is asked, as it is written: "sell".
    pub act: Option<String>,
}

/// A demand by places in its text.
#[derive(Clone, Copy, Debug)]
struct Found {
    strength: Strength,
    actor: Option<Span>,
    act: Option<Span>,
    /// Whether nothing comes before its verb: "refrain from attacks" below "States should".
    bare: bool,
}

impl Found {
    fn moved(self, by: usize) -> Self {
        let moved = |span: Option<Span>| span.map(|span| Span::at(span.start() + by, span.len()));
        Self { actor: moved(self.actor), act: moved(self.act), ..self }
    }
}

/// What a text asks for by its main clauses; a statement where it asks for nothing. Of several demands the first of the
/// strongest counts: duties and prohibitions before advice, advice before encouragement, encouragement before
/// permission. `lead_in` counts for a text that only completes it.
///
/// ```
/// use crosscut_text::{Language, Strength, strength::demand};
/// let found = demand("No Party may sell lamps that must be relit.", None, Language::English);
/// assert_eq!(found.strength, Strength::Prohibition);
/// assert_eq!((found.actor.as_deref(), found.act.as_deref()), (Some("No Party"), Some("sell")));
/// ```
pub fn demand(text: &str, lead_in: Option<&str>, language: Language) -> Demand {
    let own = find(text, language);
    let is_own = |own: &Found| {
        let weighty = sentence::weight(own.strength) > sentence::weight(Strength::Encourage);
        !own.bare && (weighty || lead_in.is_some_and(|lead_in| permits(own, text, lead_in, language)))
    };
    let lead = lead_in.filter(|_| !own.as_ref().is_some_and(is_own));
    let lead = lead.and_then(|lead_in| Some((lead_in, find(lead_in, language)?)));
    match (own, lead) {
        (own, Some((lead_in, lead))) => completed(text, own, lead_in, lead, language),
        (Some(own), None) => named(own, text),
        (None, None) => Demand { strength: Strength::Statement, actor: None, act: None },
    }
}

/// Whether a point below a lead-in permits by itself: "(b) ropes may be tarred" below "Owners should observe the
/// following:", but neither below "shall ensure that:" nor "(c) any matter the Council may consider", which has a verb
/// about a noun.
fn permits(own: &Found, text: &str, lead_in: &str, language: Language) -> bool {
    let grammar = grammar::grammar(text, language);
    let mut small = String::new();
    let mut plainly = |word: &str| {
        table::plain(word, &mut small);
        small.clone()
    };
    let last = signs::words(lead_in, 0, grammar.elision).last().map(|(_, word)| plainly(word));
    let opened = last.is_some_and(|last| grammar.is(&last, sense::OPENERS));
    let (Some(who), Some(act)) = (own.actor, own.act) else { return false };
    // What follows a noun phrase, or stands in a later sentence, is not the point's own.
    let begins = signs::words(text, 0, grammar.elision)
        .take_while(|(at, _)| *at < who.start())
        .all(|(_, word)| word.chars().nth(2).is_none());
    let mut between = signs::words(text, who.end(), grammar.elision).take_while(|(at, _)| *at < act.start());
    let about = between.any(|(_, word)| grammar.is(&plainly(word), sense::OPENERS));
    let Some(actor) = who.cut(text) else { return false };
    let actor: Vec<String> = signs::words(actor, 0, grammar.elision).map(|(_, word)| plainly(word)).collect();
    let nested = actor.windows(2).any(|pair| {
        let joins =
            |word: &str| grammar.joining.has(word) || grammar.and.has(word) || grammar.determiner.has(word);
        grammar.determiner.has(&pair[1]) && !joins(&pair[0])
    });
    own.strength == Strength::May && signs::reads(grammar.order) && begins && !(opened || about || nested)
}

/// Whether the words before a verb change what it asks for: they negate it ("need not", "is not obliged to"), or what it
/// names is done to the subject or said of it ("shall be reported", "must be able").
///
/// ```
/// use crosscut_text::{Language, strength::turns};
/// assert!(turns("Signatories need not ", Language::English) && turns("Incidents shall be fully ", Language::English));
/// assert!(!turns("Each Party shall ", Language::English));
/// ```
pub fn turns(before: &str, language: Language) -> bool {
    let grammar = grammar::grammar(before, language);
    let frees = |group: Option<Group>| matches!(group, Some(Group::Ban | Group::Free | Group::Refrain));
    match grammar.order {
        Order::Medial => ["ban", "free", "nobody", "not", "refrain"]
            .iter()
            .any(|&name| grammar.section(name).any(|sign| before.contains(sign))),
        // What negates comes after the verb.
        Order::Final => false,
        Order::Open | Order::Fenced => {
            let negates = |sign: &signs::Sign| {
                sign.negated
                    || sign.is(sense::NOT | sense::NOT_AFTER | sense::NOBODY | sense::NEVER)
                    || frees(sign.group)
            };
            signs::signs(before, grammar).iter().any(negates) || ends_in_copula(before, grammar)
        }
    }
}

/// Whether what comes before a verb makes of it what is done to its subject: "shall be" before "reported".
///
/// ```
/// use crosscut_text::{Language, strength::is_done_to};
/// assert!(is_done_to("No lamp may be ", Language::English) && is_done_to("Les lampes doivent être ", Language::French));
/// assert!(!is_done_to("No Party may ", Language::English));
/// ```
pub fn is_done_to(before: &str, language: Language) -> bool {
    let grammar = grammar::grammar(before, language);
    matches!(grammar.order, Order::Open | Order::Fenced) && ends_in_copula(before, grammar)
}

/// Whether "be" is the last word, or comes before adverbs alone: "shall always be fully".
fn ends_in_copula(before: &str, grammar: &Grammar) -> bool {
    let words: Vec<String> = signs::words(before, 0, grammar.elision)
        .map(|(_, word)| {
            let mut small = String::new();
            table::plain(word, &mut small);
            small
        })
        .collect();
    let passed = |small: &&String| grammar.is_adverb(small) || grammar.only.has(small);
    words.iter().rev().find(|small| !passed(small)).is_some_and(|small| grammar.copula.has(small))
}

/// Whether a part of a sentence makes what is asked depend on something.
///
/// ```
/// use crosscut_text::{Language, strength::is_condition};
/// assert!(is_condition("where an incident is serious", Language::English));
/// assert!(!is_condition("taking into account its means", Language::English));
/// ```
pub fn is_condition(part: &str, language: Language) -> bool {
    let grammar = grammar::grammar(part, language);
    first_word(part, grammar).is_some_and(|small| grammar.is(&small, sense::SUBORDINATE))
}

/// Whether a text begins with a word that joins it to what comes before it, or makes it a condition: "by sending data",
/// "if a lamp is lit". Such a text is half a sentence.
///
/// ```
/// use crosscut_text::{Language, strength::begins_inside};
/// assert!(begins_inside("by altering data", Language::English) && begins_inside("If asked to", Language::English));
/// assert!(!begins_inside("the lamps of the harbour", Language::English));
/// ```
pub fn begins_inside(text: &str, language: Language) -> bool {
    let grammar = grammar::grammar(text, language);
    let inside = |small: &str| grammar.joining.has(small) || grammar.is(small, sense::SUBORDINATE);
    first_word(text, grammar).is_some_and(|small| inside(&small))
}

/// Whether a word opens a clause about a noun, and nothing else: "which", "whose".
///
/// ```
/// use crosscut_text::{Language, strength::is_relative};
/// assert!(is_relative("which", Language::English) && !is_relative("that", Language::English));
/// ```
pub fn is_relative(word: &str, language: Language) -> bool {
    let grammar = grammar::grammar(word, language);
    first_word(word, grammar).is_some_and(|small| grammar.about_nouns.has(&small))
}

/// Whether a word opens a sentence that a verb needs, or one about a noun: "that".
pub fn is_that(word: &str, language: Language) -> bool {
    let grammar = grammar::grammar(word, language);
    first_word(word, grammar).is_some_and(|small| grammar.section("that").any(|entry| entry == small))
}

/// Whether a word is one that a sentence follows, with "that" or without: "ensure", "recognise".
pub fn needs_a_sentence(word: &str, language: Language) -> bool {
    let grammar = grammar::grammar(word, language);
    first_word(word, grammar).is_some_and(|small| grammar.section("report").any(|entry| entry == small))
}

fn first_word(text: &str, grammar: &Grammar) -> Option<String> {
    let mut small = String::new();
    let (_, word) = signs::words(text, 0, grammar.elision).next()?;
    table::plain(word, &mut small);
    Some(small)
}

/// Whether a text asks for anything.
pub(crate) fn asks(text: &str, language: Language) -> bool {
    find(text, language).is_some()
}

fn find(text: &str, language: Language) -> Option<Found> {
    // "Der Betreiber hat", above points that end with "zu führen".
    if language == Language::German && [" hat", " haben"].iter().any(|verb| text.ends_with(verb)) {
        let whole = format!("{text} dies zu tun.");
        return find(&whole, language).map(|found| Found { act: None, ..found });
    }
    let grammar = grammar::grammar(text, language);
    match grammar.order {
        Order::Medial => joined::medial(text, grammar),
        Order::Final => joined::last(text, grammar),
        Order::Open | Order::Fenced => {
            let signs = signs::signs(text, grammar);
            let found = sentence::weightiest(text, &signs, grammar)?;
            Some(parts::named(text, &signs, &found, grammar))
        }
    }
}

fn named(found: Found, text: &str) -> Demand {
    let words = |span: Option<Span>| span.and_then(|span| span.cut(text)).map(str::to_owned);
    Demand { strength: found.strength, actor: words(found.actor), act: words(found.act) }
}

/// The demand of a text that only completes a lead-in: the lead-in's, but for what the text negates or refrains from.
fn completed(text: &str, own: Option<Found>, lead_in: &str, lead: Found, language: Language) -> Demand {
    let grammar = grammar::grammar(text, language);
    let refrains = own.filter(|own| own.strength == Strength::Refrain);
    let strength = match (refrains, lead.strength) {
        (Some(_), _) => Strength::Refrain,
        (None, Strength::Shall) if parts::begins_negated(text, grammar) => Strength::Prohibition,
        (None, Strength::Should | Strength::Encourage) if parts::begins_negated(text, grammar) => {
            Strength::Refrain
        }
        (None, strength) => strength,
    };
    let own_act = refrains.and_then(|own| own.act).or_else(|| first_act(text, grammar));
    let act = lead.act.map_or((own_act, text), |act| (Some(act), lead_in));
    let words = |span: Option<Span>, text: &str| span.and_then(|span| span.cut(text)).map(str::to_owned);
    Demand { strength, actor: words(lead.actor, lead_in), act: words(act.0, act.1) }
}

/// The first word of a point below a lead-in that ends before its verb.
fn first_act(text: &str, grammar: &Grammar) -> Option<Span> {
    signs::reads(grammar.order).then(|| parts::first_verb(text, 0, text.len(), grammar))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(text: &str, lead_in: Option<&str>, language: Language) -> Strength {
        demand(text, lead_in, language).strength
    }

    #[test]
    fn the_main_verb_and_its_negation_decide() {
        for (text, expected) in [
            ("Each Party shall adopt a strategy and may publish it.", Strength::Shall),
            ("A Party shall not conduct attacks.", Strength::Prohibition),
            ("No reservation may be made.", Strength::Prohibition),
            ("States should cooperate.", Strength::Should),
            ("We encourage all companies to join.", Strength::Encourage),
            ("States refrain from harmful practices.", Strength::Refrain),
            ("States should not attack.", Strength::Refrain),
            ("A Party may reserve the right.", Strength::May),
            ("Cyberspace is open.", Strength::Statement),
        ] {
            assert_eq!(strength(text, None, Language::English), expected, "{text}");
        }
    }

    #[test]
    fn other_languages_are_read_by_their_own_verbs() {
        for (text, language, expected) in [
            ("Chaque Partie s’engage à coopérer.", Language::French, Strength::Shall),
            ("Aucun État ne peut exporter ces outils.", Language::French, Strength::Prohibition),
            ("Cada Estado deberá cooperar.", Language::Spanish, Strength::Shall),
            ("As Partes devem cooperar.", Language::Portuguese, Strength::Shall),
            ("Die Staaten dürfen nicht angreifen.", Language::German, Strength::Prohibition),
            ("Gli Stati dovrebbero cooperare.", Language::Italian, Strength::Should),
            ("Государства воздерживаются от атак.", Language::Russian, Strength::Refrain),
            ("تلتزم كل دولة طرف بالتعاون", Language::Arabic, Strength::Shall),
            ("各国不得使用恶意工具", Language::Chinese, Strength::Prohibition),
        ] {
            assert_eq!(strength(text, None, language), expected, "{text}");
        }
    }

    #[test]
    fn a_lead_in_demands_what_its_points_name() {
        let english = |text, lead_in| demand(text, Some(lead_in), Language::English);
        let point = english("(a) publish charts;", "Each Party shall:");
        assert_eq!(point.strength, Strength::Shall);
        assert_eq!((point.actor.as_deref(), point.act.as_deref()), (Some("Each Party"), Some("publish")));
        for (text, lead_in, expected) in [
            ("(a) updates;", "States shall adopt policies on:", Strength::Shall),
            ("(b) not sell charts;", "Each Party shall:", Strength::Prohibition),
            ("(c) refrain from attacks.", "States should:", Strength::Refrain),
            ("(d) lamps that may be sold;", "Each Party shall list:", Strength::Shall),
            ("(e) a Party must report at once.", "A Party may withdraw, but:", Strength::Shall),
            ("(f) ropes may be tarred;", "Owners should observe the following:", Strength::May),
            ("(g) a keeper may appeal;", "Each Party shall ensure that:", Strength::Shall),
            ("(h) any matter the Council may name.", "Each Party shall report:", Strength::Shall),
            ("(i) a store in which data may be kept.", "Each Party shall search:", Strength::Shall),
            ("(j) the sale of lamps. A Party may ask for more.", "Each Party shall ban:", Strength::Shall),
        ] {
            assert_eq!(english(text, lead_in).strength, expected, "{text}");
        }
    }

    #[test]
    fn whom_a_demand_asks_and_what_for_is_named() {
        for (text, actor, act) in [
            ("No Party may sell lamps.", Some("No Party"), Some("sell")),
            ("Upon notice, the Secretariat shall publish it.", Some("the Secretariat"), Some("publish")),
            ("A State which objects shall say so.", Some("A State"), Some("say")),
            ("The Council urges all ports to join.", Some("all ports"), Some("join")),
            ("Lamps are public goods.", None, None),
            ("Promote and protect the rights of keepers.", None, Some("Promote")),
            ("The Office promotes and protects harbours.", Some("The Office"), Some("promotes")),
            ("There shall be a register of lamps.", None, Some("be")),
            ("Keepers shall jointly and severally pay the dues.", Some("Keepers"), Some("pay")),
            ("The Office shall have the following tasks:", Some("The Office"), Some("have")),
            (
                "These rules shall apply, in accordance with their terms, to lamps.",
                Some("These rules"),
                Some("apply"),
            ),
            (
                "The Council calls upon governments, ports, and keepers to join the accord.",
                Some("governments"),
                Some("join"),
            ),
        ] {
            let found = demand(text, None, Language::English);
            assert_eq!((found.actor.as_deref(), found.act.as_deref()), (actor, act), "{text}");
        }
    }
}
