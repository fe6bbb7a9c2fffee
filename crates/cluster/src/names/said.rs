//! What a clause asks, in one line or several: from its verb on, with whom it asks, with what leads to it; whole or shortened.

use super::asks::{
    begins_with_verb, capitalised, first_sentence, from_act, quiet, refrained, without_asides,
    without_conjunction, without_leading_hedge, without_mark, without_rest, without_title,
};
use super::brief::{brief, without_condition};
use super::cut::{cut, wholes};
use super::lead::{without_adjunct, without_purpose};
use super::line::{Known, bare, length};
use super::tail::without_reference;
use super::whole::points_away;
use crate::corpus::Corpus;
use crate::debris::without_closing_name;
use crosscut_text::form::form_words;
use crosscut_text::lexicon::invisible::is_noise;
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::demand;
use crosscut_text::{Clause, Language, Strength};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Sentences of a clause that may name a set.
const SENTENCES: usize = 4;
/// Words of the shortest sentence that may, if it is not the first.
const SENTENCE: usize = 5;

/// Words of the longest title in a line.
const TITLE: usize = 6;
/// Words with a topic of the core of what leads to a point.
const CORE: usize = 5;

/// What a clause says, alone or with what leads to it, and what is known of its demand.
pub(crate) struct Said<'c> {
    pub(super) text: String,
    pub(super) language: Language,
    pub(super) strength: Option<Strength>,
    pub(super) actor: Option<Cow<'c, str>>,
    pub(super) act: Option<Cow<'c, str>>,
    /// Whether a lead-in comes before it that it does not have itself.
    pub(crate) led: bool,
    pub(super) opens_list: bool,
}

impl<'c> Said<'c> {
    /// What a clause says itself.
    pub(crate) fn of(corpus: &Corpus<'c>, node: usize) -> Self {
        let clause: &'c Clause = corpus.clauses[node];
        Self {
            text: plain(&clause.text),
            language: corpus.language[node],
            strength: clause.strength,
            actor: clause.actor.as_deref().map(Cow::Borrowed),
            act: clause.act.as_deref().map(Cow::Borrowed),
            led: !corpus.context[node].lead_in.is_empty(),
            opens_list: clause.text.trim_end().ends_with([':', '：']),
        }
    }

    /// What its further sentences say, each read alone: what a set shares is not always said first.
    pub(crate) fn further(&self) -> Vec<Said<'c>> {
        let words = form_words(self.language);
        let mut rest = self.text.as_str();
        let mut all = Vec::new();
        while all.len() + 1 < SENTENCES {
            let first = first_sentence(rest, words);
            rest = rest[first.len()..].trim_start_matches(|c: char| !c.is_alphanumeric());
            if rest.is_empty() {
                break;
            }
            let text = first_sentence(rest, words);
            if length(text) >= SENTENCE {
                all.push(Self::read(text.to_owned(), self.language));
            }
        }
        all
    }

    /// Whether it begins with a title in its line, a few words that ask for nothing, and a sentence follows.
    pub(super) fn is_titled(&self) -> bool {
        let known = self.known();
        let title = first_sentence(&self.text, known.words);
        let line: Vec<&str> = title.split_whitespace().collect();
        let telling = line.iter().any(|word| known.is_finite(word));
        line.len() <= TITLE && !telling && !begins_with_verb(title, known) && title.len() < self.text.len()
    }

    /// What a text says that nothing leads to.
    pub(super) fn read(text: String, language: Language) -> Self {
        let found = demand(&text, None, language);
        Self {
            text,
            language,
            strength: Some(found.strength),
            actor: found.actor.map(Cow::Owned),
            act: found.act.map(Cow::Owned),
            led: false,
            opens_list: false,
        }
    }

    pub(crate) fn known(&self) -> Known<'_> {
        let words = form_words(self.language);
        let (act, actor) = (self.act.as_deref(), self.actor.as_deref());
        Known { language: self.language, words, act, actor, led: self.led }
    }

    /// Whether it asks for something, or completes what does.
    pub(crate) fn asks(&self) -> bool {
        self.led || self.strength.is_some_and(|strength| strength != Strength::Statement)
    }

    /// Whether it, or what leads to it, binds or forbids.
    pub(super) fn binds(&self) -> bool {
        self.strength.is_some_and(|strength| strength != Strength::Statement)
    }

    /// Whether only its lead-in says that it is forbidden.
    pub(crate) fn is_turned(&self) -> bool {
        let forbids = |strength| matches!(strength, Some(Strength::Prohibition | Strength::Refrain));
        self.led && forbids(self.strength) && !forbids(Some(demand(&self.text, None, self.language).strength))
    }

    /// The lines in which it may be put, the shortest first: from its verb on, and with whom it asks where that is `named` or nothing
    /// can go; whole where it has at most `whole` words, and cut to about `content` that carry a topic, or to half of that.
    pub(crate) fn lines(&self, content: usize, whole: usize, named: bool) -> Vec<String> {
        let known = self.known();
        let first = without_purpose(first_sentence(without_title(&self.text, known), known.words), known);
        let within = without_condition(first, known, content);
        let asked = self.asked(within);
        let apart = without_adjunct(first, known);
        let mut lines = vec![self.line(asked, within, content)];
        let all = named || asked.len() == within.len();
        for sentence in [asked, apart, first, within].into_iter().take(if all { 4 } else { 1 }) {
            let short = self.bare(sentence);
            if length(short) <= whole {
                lines.push(finished(&without_reference(&quiet(short), known)));
            }
        }
        if all {
            lines.push(self.line(within, within, content));
            lines.push(self.line(apart, apart, content));
        }
        let wholes = [asked, apart, within].into_iter().take(if all { 3 } else { 1 });
        lines.extend(wholes.flat_map(|sentence| self.wholes(sentence, first, content)));
        if let Some(refrained) = self.refrained(first) {
            if length(&refrained) <= whole {
                lines.push(finished(&without_reference(&refrained, known)));
            }
            lines.push(self.line(&refrained, "", content));
            lines.extend(self.wholes(&refrained, "", content));
        }
        // Half of a sentence with a subject says something else; of what is asked it says the core.
        if begins_with_verb(self.bare(asked), known) {
            lines.push(self.line(asked, within, content.div_ceil(2) + 1));
        }
        let free: Vec<String> = lines.iter().filter_map(|line| without_pointing(line, known)).collect();
        lines.extend(free);
        lines.iter_mut().for_each(|line| *line = with_plain_verb(line, known));
        let mut seen = BTreeSet::new();
        lines.retain(|line| line.chars().any(char::is_alphabetic) && seen.insert(line.clone()));
        lines
    }

    /// All that it asks in its first sentence.
    pub(super) fn demand(&self) -> &str {
        let known = self.known();
        let sentence = without_purpose(first_sentence(without_title(&self.text, known), known.words), known);
        self.bare(self.asked(sentence))
    }

    /// The shortest whole beginning of what it asks, if it asks anything: "make it an offence".
    pub(super) fn core(&self) -> Option<String> {
        let known = self.known();
        let sentence = without_purpose(first_sentence(without_title(&self.text, known), known.words), known);
        let asked = self.asked(without_adjunct(sentence, known));
        let short = self.wholes(asked, sentence, CORE).into_iter().next();
        let all = || finished(&without_reference(&quiet(without_rest(self.bare(asked), known.words)), known));
        let core = short.unwrap_or_else(all);
        // "To reach these aims:" needs what comes before it.
        let all: Vec<&str> = asked.split_whitespace().collect();
        let whole = !points_away(&all, known)
            && !known.is_small(core.split_whitespace().next_back()?)
            && length(&core) <= 2 * CORE
            && !core.contains(':');
        (self.strength != Some(Strength::Statement) && whole).then_some(core)
    }

    /// What it asks, in about `content` words that carry a topic.
    #[cfg(test)]
    fn shortened(&self, content: usize) -> String {
        let known = self.known();
        let first = without_purpose(first_sentence(without_title(&self.text, known), known.words), known);
        let sentence = without_condition(first, known, content);
        self.line(self.asked(sentence), sentence, content)
    }

    /// A prohibition that names nobody.
    fn refrained(&self, sentence: &str) -> Option<String> {
        let act =
            self.act.as_deref().filter(|_| self.strength == Some(Strength::Prohibition) && !self.led)?;
        refrained(sentence, act, self.known())
    }

    /// From the verb of what is asked on, without the words that every demand opens with.
    fn asked<'t>(&self, sentence: &'t str) -> &'t str {
        let words = form_words(self.language);
        let negated = matches!(self.strength, Some(Strength::Prohibition | Strength::Refrain));
        let text = match self.act.as_deref() {
            // Without its modal verb a prohibition would ask for what it forbids.
            Some(act) if !negated => {
                let binds = matches!(self.strength, Some(Strength::Shall | Strength::Should));
                from_act(sentence, act, self.known(), binds)
            }
            _ => sentence,
        };
        let bare = words.map_or(text, |words| words.without_opening(text));
        // "promote and protect": what opens every demand is half of this one.
        if bare.split_whitespace().next().is_some_and(is_conjunction) { text } else { bare }
    }

    /// Without a bound or an "and" before it, and without what only leads on.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        let words = form_words(self.language);
        let text = without_conjunction(without_leading_hedge(text, words));
        if self.opens_list { without_rest(text, words) } else { text }
    }

    /// The whole beginnings of some text of a sentence.
    fn wholes(&self, text: &str, sentence: &str, content: usize) -> Vec<String> {
        let known = Known { led: self.led || text.len() < sentence.len(), ..self.known() };
        let text = quiet(self.bare(text));
        let asks = begins_with_verb(&text, known);
        let has_verb = |line: &str| known.has_main_verb(&line.split_whitespace().collect::<Vec<_>>());
        let needs_verb = !asks && has_verb(&text);
        let all = wholes(&text, asks, content, known).into_iter();
        all.filter(|line| !needs_verb || has_verb(line)).map(|line| finished(&line)).collect()
    }

    /// A line of some text of a sentence, shortened where it is too long.
    fn line(&self, text: &str, sentence: &str, content: usize) -> String {
        // Once its subject is gone there is none to be shortened.
        let known = Known { led: self.led || text.len() < sentence.len(), ..self.known() };
        let text = self.bare(text);
        let text = brief(&quiet(text), known, content);
        let asks = begins_with_verb(&text, known);
        finished(&cut(&without_reference(&text, known), asks, content, known))
    }
}

/// A clause's text without its mark, asides in brackets and the name that closes it. A name is no quote: signs that cannot be
/// seen or turn the text around them are left out of it.
pub(super) fn plain(text: &str) -> String {
    let text: String = text[..without_closing_name(text)].chars().filter(|&c| !is_noise(c)).collect();
    without_asides(without_mark(text.trim()))
}

/// Without a word at its beginning that only points to what was said before: "Said lamps are lit" is "lamps are lit".
fn without_pointing(line: &str, known: Known<'_>) -> Option<String> {
    let (first, rest) = line.split_once(' ')?;
    let points = known.words?.points_back(first) && !known.is_small(rest.split_whitespace().next()?);
    points.then(|| capitalised(rest))
}

/// With its first word as a demand has it, where it tells what somebody does: "Creates a network" is "create a network".
fn with_plain_verb(line: &str, known: Known<'_>) -> String {
    let verb = line.split_once(' ').zip(known.words).and_then(|((first, rest), words)| {
        // "Reports of keepers", "Steps required": things.
        let next = rest.split_whitespace().next()?;
        let thing = words.is_genitive(next) || words.is_break(rest) || words.is_finite(next);
        let of_verb =
            words.is_small(next) && !thing && !is_conjunction(next) && !words.marks_infinitive(next);
        // "Avoids plagiarism": of what is done there is no other verb.
        let told = !words.is_small(next)
            && !words.may_be_participle(bare(next))
            && !rest.split_whitespace().any(|word| words.is_finite(bare(word)))
            && words.plain_verb(first).is_some_and(|plain| known.is_verb(plain));
        words.plain_verb(first).filter(|_| of_verb || told).map(|plain| format!("{plain} {rest}"))
    });
    verb.map_or_else(|| line.to_owned(), |line| capitalised(&line))
}

/// With a capital at its beginning and no sign at its end that only parts it from what followed.
fn finished(text: &str) -> String {
    capitalised(text.trim_end_matches(|c: char| !c.is_alphanumeric() && !"…%)”\"".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    /// A clause in the line that it is shortened to.
    fn short(text: &str, language: Language) -> String {
        let mut given = clauses(&[("a", text)]);
        let found = demand(text, None, language);
        given[0].language = language;
        (given[0].strength, given[0].actor, given[0].act) = (Some(found.strength), found.actor, found.act);
        Said::of(&Corpus::of(Compared::new(&given, None)), 0).shortened(8)
    }

    #[test]
    fn words_in_capitals_are_written_small_and_names_stay() {
        for (text, small) in [
            ("REAFFIRMING our commitment", "reaffirming our commitment"),
            ("PERSONAL DATA PROTECTION", "personal data protection"),
            ("WELCOMING EU efforts", "welcoming EU efforts"),
            ("EU bodies", "EU bodies"),
            ("Protect keys", "Protect keys"),
            ("", ""),
        ] {
            assert_eq!(quiet(text), small);
        }
    }

    #[test]
    fn what_one_does_is_said_as_a_demand() {
        for (text, plain) in [
            ("Avoids wrecks at sea", "Avoid wrecks at sea"),
            ("Supports the keepers", "Support the keepers"),
            ("Reports of keepers", "Reports of keepers"),
            ("Reports required", "Reports required"),
            ("Reports wrecks and is paid", "Reports wrecks and is paid"),
            ("Lamps", "Lamps"),
        ] {
            let known = Known {
                language: Language::English,
                words: form_words(Language::English),
                act: None,
                actor: None,
                led: false,
            };
            assert_eq!(with_plain_verb(text, known), plain);
        }
    }

    #[test]
    fn a_title_in_a_line_has_no_verb_and_a_text_behind_it() {
        for (text, titled) in [
            ("News and views: We tell them apart.", true),
            ("Care of lamps. Keepers clean them.", true),
            ("Report wrecks: they are dangerous.", false),
            ("Lamps are lit. Keepers clean them.", false),
            ("Care of lamps.", false),
        ] {
            let said = Said::read(text.to_owned(), Language::English);
            assert_eq!(said.is_titled(), titled, "{text}");
        }
    }

    #[test]
    fn a_clause_is_shortened_to_what_it_asks() {
        for (text, language, asked) in [
            (
                "77.51. Take all necessary measures to protect witnesses of crimes (New Arland);",
                Language::English,
                "Protect witnesses of crimes",
            ),
            (
                "(a) Each Party shall report serious incidents (other than drills) to the response team.",
                Language::English,
                "Report serious incidents to the response team",
            ),
            (
                "No Party may sell lamps that must be relit.",
                Language::English,
                "No Party may sell lamps that must be relit",
            ),
            (
                "Chaque Partie doit prendre les mesures nécessaires pour protéger les témoins.",
                Language::French,
                "Protéger les témoins",
            ),
            (
                "Les Parties prennent soin des lampes du port.",
                Language::French,
                "Les Parties prennent soin des lampes du port",
            ),
            (
                "Breaches of these rules may result in a fine.",
                Language::English,
                "Breaches of these rules may result in a fine",
            ),
            ("各缔约国应当采取必要措施保护个人数据。", Language::Chinese, "保护个人数据"),
            ("5.保护个人数据。", Language::Chinese, "保护个人数据"),
            ("and protect the keys of their users;", Language::English, "Protect the keys of their users"),
            (
                "LIGHTING lamps of the harbour at night",
                Language::English,
                "Lighting lamps of the harbour at night",
            ),
            ("c.the purpose of the request.", Language::English, "The purpose of the request"),
            ("General. Lamps are lit at night.", Language::English, "Lamps are lit at night"),
            ("Choice of law. Lamps are lit by the law of the harbour.", Language::English, "Choice of law"),
            ("However, lamps are lit at night.", Language::English, "Lamps are lit at night"),
            ("e.g. lamps and boats of the harbour", Language::English, "E.g. lamps and boats of the harbour"),
            (
                "94.33. Continue with its efforts to further promote and protect the rights of keepers (Aland);",
                Language::English,
                "Promote and protect the rights of keepers",
            ),
            ("(a) to restore the lamps at sea;", Language::English, "Restore the lamps at sea"),
            (
                "to the north of the harbour lights burn",
                Language::English,
                "To the north of the harbour lights burn",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }

    #[test]
    fn bounds_and_what_only_leads_on_are_left_out() {
        for (text, language, asked) in [
            (
                "Without prejudice to its laws, each Party shall, in particular, report wrecks to the harbour.",
                Language::English,
                "Report wrecks to the harbour",
            ),
            (
                "Each Party shall take the necessary measures, including rules, to keep the lamps of the harbour lit.",
                Language::English,
                "Keep the lamps of the harbour lit",
            ),
            (
                "The Parties shall watch over the lamps of the harbour, and, for this purpose, shall:",
                Language::English,
                "Watch over the lamps of the harbour",
            ),
            (
                "Sans préjudice de son droit, chaque Partie doit, en particulier, protéger les témoins du port.",
                Language::French,
                "Protéger les témoins du port",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }

    #[test]
    fn whom_a_clause_asks_stays_where_the_rest_would_say_something_else() {
        for (text, language, asked) in [
            (
                "Signatories need not disclose reports on the harbour.",
                Language::English,
                "Signatories need not disclose reports on the harbour",
            ),
            (
                "Members shall not be obliged to disclose reports on the harbour.",
                Language::English,
                "Members shall not be obliged to disclose reports on the harbour",
            ),
            (
                "If you sell lamps not kept by the harbour and you want to report them, you may dine.",
                Language::English,
                "If you sell lamps not kept by the harbour and you want to report them, you may dine",
            ),
            (
                "Where the lamp is in doubt, a call to the keeper should be the rule.",
                Language::English,
                "Where the lamp is in doubt, a call to the keeper should be the rule",
            ),
            (
                "They encourage all who find wrecks to report them to the harbour.",
                Language::English,
                "They encourage all who find wrecks to report them to the harbour",
            ),
            (
                "Where a ship is in distress, each Party shall, without delay, light the lamps of the harbour.",
                Language::English,
                "Where a ship is in distress, each Party shall, without delay, light the lamps of the harbour",
            ),
            (
                "Wrecks shall be reported to the harbour within a day.",
                Language::English,
                "Wrecks shall be reported to the harbour within a day",
            ),
            (
                "People should always be fully informed of the lamps of the harbour.",
                Language::English,
                "People should always be fully informed of the lamps of the harbour",
            ),
            (
                "Die Betreiber müssen dem Hafen schwere Vorfälle melden.",
                Language::German,
                "Die Betreiber müssen dem Hafen schwere Vorfälle melden",
            ),
            (
                "Les Parties ne sont pas tenues de divulguer les rapports du port.",
                Language::French,
                "Les Parties ne sont pas tenues de divulguer les rapports du port",
            ),
        ] {
            assert_eq!(short(text, language), asked, "{text}");
        }
    }
}
