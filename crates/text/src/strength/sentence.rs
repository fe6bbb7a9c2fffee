//! The demands of a sentence's main clauses: which verbs are theirs, and whether they are negated.

use super::grammar::{Grammar, Order};
use super::signs::{Mark, Sign, before, words};
use super::table::{Group, plain, sense};
use crate::Strength;

/// What a main clause demands, with where its parts are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) group: Group,
    pub(super) strength: Strength,
    /// Where its subject would begin and end.
    pub(super) subject: (usize, usize),
    /// Its sign in the text's signs.
    pub(super) sign: usize,
    /// Where "refrain" begins that it governs: "shall refrain".
    pub(super) refrain: Option<usize>,
}

/// How much a strength weighs when a text demands several things: the first of the weightiest counts.
pub(super) fn weight(strength: Strength) -> u8 {
    match strength {
        Strength::Prohibition => 5,
        Strength::Refrain | Strength::Shall => 4,
        Strength::Should => 3,
        Strength::Encourage => 2,
        Strength::May => 1,
        Strength::Statement => 0,
    }
}

/// The weightiest demand of a text's main clauses.
pub(super) fn weightiest(text: &str, signs: &[Sign], grammar: &Grammar) -> Option<Found> {
    let mut best: Option<Found> = None;
    let (mut from, mut start) = (0, 0);
    for (at, sign) in signs.iter().enumerate() {
        if sign.mark != Mark::End {
            continue;
        }
        if signs[from..at].iter().any(|sign| sign.group.is_some() || sign.is(sense::NOBODY | sense::NEVER)) {
            let mut sentence = Sentence::new(text, signs, (from, at), start, grammar);
            sentence.read();
            for found in sentence.found {
                if best.is_none_or(|best| weight(found.strength) > weight(best.strength)) {
                    best = Some(found);
                }
            }
        }
        (from, start) = (at + 1, sign.end);
    }
    best.filter(|found| found.strength != Strength::Statement)
}

/// A clause about a noun or a condition that is being read.
#[derive(Clone, Copy)]
pub(super) struct Opener {
    senses: u16,
    end: usize,
    commas: usize,
}

pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) signs: &'a [Sign],
    /// The sentence's signs: from, to.
    pub(super) range: (usize, usize),
    pub(super) grammar: &'a Grammar,
    pub(super) found: Vec<Found>,
    pub(super) opener: Option<Opener>,
    /// Where a subject that is nobody begins.
    pub(super) nobody: Option<usize>,
    /// Where the subject at hand begins, and the one before the last comma.
    pub(super) subject: usize,
    pub(super) before_comma: usize,
    /// Where the last comma is.
    pub(super) comma: usize,
    /// What comes between the commas before that.
    pub(super) earlier: (usize, usize),
    /// Where the sentence begins.
    pub(super) start: usize,
    /// Where the first clause about the subject begins.
    pub(super) cut: Option<usize>,
    /// The subject before a clause about it between commas.
    pub(super) resumed: Option<(usize, usize)>,
    /// Whether what was demanded of others, or decided, is being read: its own verb says how strongly.
    pub(super) said: bool,
    /// How many words were before the last word that reports or demands of others.
    pub(super) reported: Option<usize>,
    /// How many words were before the last word that tells what somebody said, and whether that is being read.
    pub(super) telling: Option<usize>,
    pub(super) told: bool,
}

impl<'a> Sentence<'a> {
    fn new(
        text: &'a str,
        signs: &'a [Sign],
        range: (usize, usize),
        start: usize,
        grammar: &'a Grammar,
    ) -> Self {
        Self {
            text,
            signs,
            range,
            grammar,
            found: Vec::new(),
            opener: None,
            nobody: None,
            subject: start,
            before_comma: start,
            comma: start,
            earlier: (start, start),
            start,
            cut: None,
            resumed: None,
            said: false,
            reported: None,
            telling: None,
            told: false,
        }
    }

    fn read(&mut self) {
        for at in self.range.0..self.range.1 {
            let sign = self.signs[at];
            match sign.mark {
                Mark::Comma => self.comma(&sign),
                Mark::Stop => {
                    (self.opener, self.nobody, self.cut, self.resumed) = (None, None, None, None);
                    (self.subject, self.before_comma) = (sign.end, sign.end);
                    self.told = false;
                }
                Mark::Word => self.word(at, &sign),
                Mark::End => {}
            }
        }
        // "recommends that no Party sell".
        if let Some(last) = self.found.last_mut().filter(|_| self.said && self.nobody.is_some()) {
            last.strength = last.group.strength(true);
        }
        if self.found.is_empty() && self.grammar.has_present {
            self.negated_present();
        }
    }

    fn comma(&mut self, sign: &Sign) {
        if self.grammar.order == Order::Fenced {
            self.opener = None;
        }
        let coordinated = self.next_is_and(sign.end);
        match &mut self.opener {
            // ", but the Secretariat shall": the main clause goes on.
            Some(opener) if coordinated && opener.senses & sense::SUBORDINATE == 0 => self.opener = None,
            Some(opener) => opener.commas += 1,
            None => {}
        }
        self.earlier = (self.before_comma, self.comma.max(self.before_comma));
        (self.before_comma, self.comma) = (self.subject, sign.start);
        self.subject = sign.end;
    }

    fn next_is_and(&self, from: usize) -> bool {
        let mut small = String::new();
        words(self.text, from, self.grammar.elision).next().is_some_and(|(_, word)| {
            plain(word, &mut small);
            self.grammar.and.has(&small)
        })
    }

    fn word(&mut self, at: usize, sign: &Sign) {
        if sign.is(sense::NEVER | sense::NOBODY) {
            self.may_be_nobody(sign);
        }
        if sign.group.is_some() {
            self.demand(at, sign);
        } else if sign.is(sense::OPENERS) {
            self.open(sign);
        }
        if sign.is(sense::REPORT) {
            self.reported = Some(sign.after);
        }
        // "the said declaration" tells nothing.
        let mut small = String::new();
        plain(before(self.text, sign.start), &mut small);
        if sign.is(sense::TOLD) && !self.grammar.determiner.has(&small) {
            self.telling = Some(sign.after);
        }
    }

    /// Takes note of a subject that is nobody, at the start of a main clause.
    fn may_be_nobody(&mut self, sign: &Sign) {
        let ended = self.opener.is_some_and(|opener| {
            opener.commas > 0 && opener.senses & sense::SUBORDINATE != 0 && self.grammar.order == Order::Open
        });
        if (self.opener.is_none() || ended) && self.is_bare(self.subject, sign.start) {
            if ended {
                self.opener = None;
            }
            self.nobody = Some(sign.start);
        }
    }

    /// Whether nothing comes between two bytes but numbers of points and words that join.
    fn is_bare(&self, from: usize, to: usize) -> bool {
        let mut small = String::new();
        let between = self.text.get(from..to).unwrap_or_default();
        words(between, 0, self.grammar.elision).all(|(_, word)| {
            plain(word, &mut small);
            word.chars().nth(2).is_none() || self.grammar.and.has(&small)
        })
    }

    fn open(&mut self, sign: &Sign) {
        let near = |then: usize, most: usize| sign.at.saturating_sub(then) <= most;
        self.told |= sign.is(sense::THAT) && self.telling.is_some_and(|after| near(after, 1));
        if sign.is(sense::THAT) && self.opener.is_none() {
            // What is decided, demanded or held true counts as the document's own words.
            let said = self.reported.is_some_and(|after| near(after, 1));
            let wanted = self
                .found
                .last()
                .is_some_and(|found| found.group.addresses() && near(self.signs[found.sign].after, 1));
            if said || wanted {
                (self.subject, self.before_comma, self.cut) = (sign.end, sign.end, None);
                self.said = wanted;
                return;
            }
        }
        if self.opens_request(sign) {
            return;
        }
        if self.grammar.relative_after_comma
            && sign.is(sense::RELATIVE)
            && !sign.is(sense::SUBORDINATE)
            && !self.opens(sign)
        {
            return;
        }
        // "none of whom may": nobody of the clause about the noun.
        if self.nobody.is_some_and(|start| self.text[start..sign.start].split_whitespace().count() <= 3)
            && sign.is(sense::RELATIVE)
            && matches!(before(self.text, sign.start), "of" | "de" | "di" | "van" | "von")
        {
            self.nobody = None;
        }
        let aside = self.before_comma < self.subject && !sign.is(sense::SUBORDINATE);
        if aside && self.resumed.is_none() && self.is_bare(self.subject, sign.start) {
            self.resumed = Some((self.before_comma, self.comma));
        }
        if self.cut.is_none() && sign.start > self.subject {
            self.cut = Some(sign.start);
        }
        self.opener = Some(Opener { senses: sign.senses, end: sign.end, commas: 0 });
    }

    /// "exhorta a los Estados a que se abstengan", "para que se abstengan": what is asked of them.
    fn opens_request(&self, sign: &Sign) -> bool {
        let mut small = String::new();
        plain(&self.text[sign.start..sign.end], &mut small);
        let marks = self.grammar.infinitive.has(&small) && !sign.is(sense::THAT)
            || sign.is(sense::THAT) && self.is_infinitive(sign);
        marks && self.found.last().is_some_and(|found| found.group.addresses())
    }

    /// Whether a comma is before a byte, at most a preposition between.
    pub(super) fn follows_comma(&self, at: usize) -> bool {
        let head = self.text[..at].trim_end();
        let word = before(self.text, at);
        head.ends_with(',') || head[..head.len() - word.len()].trim_end().ends_with(',')
    }

    fn demand(&mut self, at: usize, sign: &Sign) {
        let Some(group) = sign.group else { return };
        // What somebody said that may or must be is no demand of the document; what was asked of others is.
        self.told &= !group.addresses();
        if self.told {
            return;
        }
        if self.opens_condition(at, sign, group) {
            self.opener = Some(Opener { senses: sense::SUBORDINATE, end: sign.end, commas: 0 });
            return;
        }
        if self.opener.is_some_and(|opener| self.is_inside(opener, at, sign)) {
            if self.grammar.order == Order::Open
                && self.opener.is_some_and(|opener| opener.senses & sense::SUBORDINATE == 0)
            {
                self.opener = None;
            }
            return;
        }
        self.opener = None;
        if self.is_governed(sign, group) || self.asks_nothing(sign, group) {
            return;
        }
        // "may be dismissed but must be heard": the same subject.
        let last = self.found.last().filter(|_| self.is_joined(sign)).map(|last| last.subject);
        let subject = last.unwrap_or_else(|| self.subject_before(sign));
        let negated = self.is_negated(at, sign, group);
        let strength = match group {
            Group::Duty if self.is_purpose(subject, sign) || self.is_saved(sign) => Strength::Statement,
            Group::Present if !self.has_bearer(subject, sign) => Strength::Statement,
            _ if negated && self.saves(subject, sign) => Strength::Statement,
            _ => group.strength(negated),
        };
        let counts = !(group == Group::Present && strength == Strength::Statement);
        if counts {
            if self.said {
                self.found.pop();
            }
            self.said = self.ends_in_that(sign);
            self.found.push(Found { group, strength, subject, sign: at, refrain: None });
            (self.nobody, self.cut, self.resumed) = (None, None, None);
            (self.subject, self.before_comma) = (sign.end, sign.end);
            self.earlier = (sign.end, sign.end);
        }
    }

    /// "Should a Party fail …, it shall": a verb that opens the sentence before another makes a condition.
    fn opens_condition(&self, at: usize, sign: &Sign, group: Group) -> bool {
        let modal = matches!(group, Group::Duty | Group::Should | Group::May);
        if group == Group::Should && sign.after == sign.at + 1 && self.is_inverted(sign) {
            return true;
        }
        if !(self.grammar.verb_first && modal && sign.first && sign.end - sign.start < 8) {
            return false;
        }
        if !self.text[sign.start..].starts_with(char::is_uppercase) {
            return false;
        }
        let mut after = self.signs[at + 1..self.range.1].iter().skip_while(|sign| sign.mark != Mark::Comma);
        after.any(|sign| sign.group.is_some())
    }

    /// "…, should the need arise": a condition in the middle of a sentence.
    fn is_inverted(&self, sign: &Sign) -> bool {
        let mut small = String::new();
        let next = words(self.text, sign.end, self.grammar.elision).next();
        let named = next.is_some_and(|(_, word)| {
            plain(word, &mut small);
            self.grammar.inverting.has(&small)
        });
        named && self.is_bare(self.subject, sign.start)
    }

    /// Whether a verb belongs to the clause that was opened last.
    fn is_inside(&self, opener: Opener, at: usize, sign: &Sign) -> bool {
        if self.grammar.order == Order::Fenced {
            return true;
        }
        let subordinate = opener.senses & sense::SUBORDINATE != 0;
        let rest = &self.signs[at + 1..self.range.1];
        if subordinate && opener.commas > 0 {
            return false;
        }
        // "if no agreement can be reached …, the matter shall": the condition lasts until its comma.
        let mut later = rest.iter().skip_while(|sign| sign.mark != Mark::Comma);
        if subordinate && later.any(|sign| sign.group.is_some()) {
            return true;
        }
        if self.is_adjacent(opener, sign) || !self.found.is_empty() {
            return true;
        }
        // Two verbs after it: the first is its own, the second the main clause's.
        let mut open = rest.iter().take_while(|sign| sign.mark != Mark::Stop && !sign.is(sense::OPENERS));
        open.any(|next| {
            next.at > sign.after
                && !self.is_joined(next)
                && next.group.is_some_and(|group| {
                    group.is_modal()
                        || self.text[sign.end..next.start].contains(',') && group != Group::Refrain
                })
        })
    }

    /// Whether only pronouns and the like come between an opener and a verb.
    fn is_adjacent(&self, opener: Opener, sign: &Sign) -> bool {
        let mut small = String::new();
        let between = self.text.get(opener.end..sign.start).unwrap_or_default();
        words(between, 0, self.grammar.elision).all(|(_, word)| {
            plain(word, &mut small);
            self.grammar.between.has(&small)
        })
    }

    /// Whether a verb goes on with the subject of the one before: "and may".
    pub(super) fn is_joined(&self, sign: &Sign) -> bool {
        let mut small = String::new();
        plain(before(self.text, sign.start), &mut small);
        self.grammar.and.has(&small)
    }

    /// Whether a verb only completes the one before it: "may invite", "shall refrain", "to encourage".
    fn is_governed(&mut self, sign: &Sign, group: Group) -> bool {
        let last = self.found.last().copied();
        let near = !self.said
            && last.is_some_and(|last| {
                let verb = &self.signs[last.sign];
                // The subject comes between where the verb comes first.
                let most = if self.grammar.verb_initial { 4 } else { 2 };
                sign.at <= verb.after + most
                    && !self.text[verb.end..sign.start].contains([',', ';'])
                    && !self.is_joined(sign)
            });
        // Nothing but words between two verbs, and no clause opened: "may at any time agree to".
        let near = near
            || !self.said
                && last.is_some_and(|last| self.subject == self.signs[last.sign].end)
                && !self.is_joined(sign);
        if group != Group::Refrain {
            let marked =
                matches!(group, Group::Encourage | Group::Present | Group::Demand | Group::Recommend);
            let joined = near && !(marked && last.is_some_and(|last| last.strength == Strength::Statement));
            return joined || marked && self.is_infinitive(sign);
        }
        let Some(last) = self.found.last_mut() else { return self.is_infinitive(sign) };
        if last.group.addresses() || near {
            if last.strength != Strength::May && last.strength != Strength::Statement {
                last.strength = Strength::Refrain;
            }
            last.refrain = Some(sign.end);
        }
        true
    }

    /// "Orders.": a title, nobody is asked for anything.
    fn asks_nothing(&self, sign: &Sign, group: Group) -> bool {
        let rest = self.text.get(sign.end..self.signs[self.range.1].start).unwrap_or_default();
        group.addresses() && !sign.is(sense::PASSIVE) && !rest.contains(char::is_alphanumeric)
    }

    fn is_infinitive(&self, sign: &Sign) -> bool {
        let mut small = String::new();
        plain(before(self.text, sign.start), &mut small);
        self.grammar.infinitive.has(&small)
    }

    /// Where the subject before a verb begins and ends: what is between commas before it is an aside.
    fn subject_before(&self, sign: &Sign) -> (usize, usize) {
        let empty =
            !self.text.get(self.subject..sign.start).unwrap_or_default().contains(char::is_alphabetic);
        if let Some(resumed) = self.resumed.filter(|_| empty) {
            return resumed;
        }
        let start = match empty {
            _ if self.nobody.is_some() => self.nobody.unwrap_or(self.subject).min(sign.start),
            // "The Parties, in May, shall".
            true if self.earlier.0 < self.earlier.1 && !self.begins_condition(self.earlier.0) => {
                return self.earlier;
            }
            true if self.begins_condition(self.before_comma) => return (sign.start, sign.start),
            true => self.before_comma,
            false => self.subject,
        };
        let end = self.cut.filter(|cut| *cut > start).unwrap_or(sign.start).min(sign.start);
        (start, end.max(start))
    }

    /// Whether a condition or the like begins at a byte.
    fn begins_condition(&self, from: usize) -> bool {
        let first = words(self.text, from, self.grammar.elision).next().map(|(at, _)| at);
        self.signs[self.range.0..self.range.1]
            .iter()
            .any(|sign| Some(sign.start) == first && sign.is(sense::SUBORDINATE))
    }

    /// "decides that".
    fn ends_in_that(&self, sign: &Sign) -> bool {
        let last = before(self.text, sign.end);
        let mut small = String::new();
        plain(last, &mut small);
        sign.after > sign.at + 1 && self.grammar.is(&small, sense::THAT)
    }

    /// "The aim is to": not a duty of anybody.
    fn is_purpose(&self, subject: (usize, usize), sign: &Sign) -> bool {
        let copula = matches!(&self.text[sign.start..sign.end], "is to" | "are to");
        copula && self.any(subject, |word| self.grammar.not_duty_of.has(word))
    }

    /// "shall be without prejudice to": nobody is asked for anything.
    fn is_saved(&self, sign: &Sign) -> bool {
        let grammar = self.grammar;
        let mut small = String::new();
        let mut is_copula = |word: &str| {
            plain(word, &mut small);
            grammar.copula.has(&small)
        };
        let own = is_copula(before(self.text, sign.end));
        let mut after = words(self.text, sign.end, grammar.elision).enumerate();
        let Some((nth, (at, _))) = after.find(|(_, (_, word))| !is_copula(word)) else { return false };
        (own || nth > 0) && grammar.section("saved").any(|phrase| self.text[at..].starts_with(phrase))
    }

    /// Whether somebody is named with a verb who can have duties.
    pub(super) fn has_bearer(&self, subject: (usize, usize), sign: &Sign) -> bool {
        const NEAR: usize = 5;
        let bears = |word: &str| {
            self.grammar.bearer.has(word)
                || word.split_once('-').is_some_and(|(head, _)| self.grammar.bearer.has(head))
        };
        // "qualora una Parte non possa pagare, ne informa": the subject is that of the condition.
        let subject = if subject.0 == subject.1 { (self.start, sign.start) } else { subject };
        if self.any(subject, bears) {
            return true;
        }
        if !(self.grammar.verb_initial || self.grammar.order == Order::Fenced) {
            return false;
        }
        let mut small = String::new();
        let tail = &self.text[sign.end..];
        let clause = tail.split([',', '.', ';', '،']).next().unwrap_or_default();

        words(clause, 0, self.grammar.elision).take(NEAR).any(|(_, word)| {
            plain(word, &mut small);
            bears(&small)
        })
    }

    pub(super) fn any(&self, range: (usize, usize), fits: impl Fn(&str) -> bool) -> bool {
        let mut small = String::new();
        words(self.text.get(range.0..range.1).unwrap_or_default(), 0, self.grammar.elision).any(
            |(_, word)| {
                plain(word, &mut small);
                fits(&small)
            },
        )
    }
}
