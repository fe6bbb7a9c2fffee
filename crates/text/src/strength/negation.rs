//! What negates a verb, before it or after it, and what a negated verb only saves.

use super::grammar::Order;
use super::sentence::{Found, Sentence};
use super::signs::{Mark, Sign, before, is_infixed, words};
use super::table::{Group, plain, sense};
use crate::Strength;

impl Sentence<'_> {
    pub(super) fn is_negated(&self, at: usize, sign: &Sign, group: Group) -> bool {
        let grammar = self.grammar;
        let rest = &self.signs[at + 1..self.range.1];
        if sign.negated || self.nobody.is_some() || self.not_before(sign) {
            return true;
        }
        if group.addresses() {
            return self.not_infinitive(rest);
        }
        if self.not_after(sign, rest) {
            return true;
        }
        let far = if grammar.wide_negation && group != Group::Present {
            sense::NOT | sense::NOBODY | sense::NEVER
        } else if matches!(group, Group::Duty | Group::Should) {
            sense::NOT_AFTER
        } else {
            return false;
        };
        self.main_clause(sign, rest).any(|next| {
            next.is(far) && !self.is_limited(next.end) && (far != sense::NOT_AFTER || grammar.verb_initial)
        })
    }

    /// The signs after a verb that belong to its clause: up to the next verb or clause, without what commas set off about
    /// a noun: "darf Kräne, die nicht geprüft sind, nicht benützen".
    fn main_clause<'s>(&'s self, sign: &'s Sign, rest: &'s [Sign]) -> impl Iterator<Item = &'s Sign> {
        let fences =
            |next: &Sign| self.grammar.relative_after_comma && !next.is(sense::SUBORDINATE | sense::THAT);
        let mut aside = false;
        let own = rest.iter().map_while(move |next| {
            if aside {
                aside = next.mark != Mark::Comma;
                return Some(None);
            }
            let other = next.group.is_some() && next.at > sign.after + 1;
            aside = self.opens(next);
            (!other && (!aside || fences(next))).then_some(Some(next).filter(|_| !aside))
        });
        own.flatten()
    }

    /// Whether a sign opens a clause whose words are not the main clause's.
    pub(super) fn opens(&self, sign: &Sign) -> bool {
        sign.is(sense::OPENERS)
            && (!self.grammar.relative_after_comma
                || sign.is(sense::SUBORDINATE | sense::THAT)
                || self.follows_comma(sign.start) && !self.is_infinitive_clause(sign.start))
    }

    /// ", den Fluss nicht umzuleiten": an article, no word that refers to a noun.
    fn is_infinitive_clause(&self, start: usize) -> bool {
        let clause = self.text[start..].split([',', '.', ';']).next().unwrap_or_default();
        let mut last = clause.split_whitespace().rev();
        last.next().is_some_and(|verb| is_infixed(verb, self.grammar)) || last.next() == Some("zu")
    }

    /// Whether "only" follows what negates and ends at a byte: "not only".
    fn is_limited(&self, end: usize) -> bool {
        let mut small = String::new();
        let next = words(self.text, end, self.grammar.elision).next();
        next.is_some_and(|(_, word)| {
            plain(word, &mut small);
            self.grammar.only.has(&small)
        })
    }

    /// Whether what negates comes before a verb, at most pronouns between.
    fn not_before(&self, sign: &Sign) -> bool {
        let mut small = String::new();
        let mut at = sign.start;
        for _ in 0..4 {
            let word = before(self.text, at);
            plain(word, &mut small);
            if small.is_empty() {
                return false;
            }
            if self.grammar.is(&small, sense::NOT) {
                return true;
            }
            if !self.grammar.between.has(&small) {
                return false;
            }
            at = self.text[..at].trim_end().len() - word.len();
        }
        false
    }

    /// Whether what negates comes after a verb, at most an adverb between.
    fn not_after(&self, sign: &Sign, rest: &[Sign]) -> bool {
        let mut small = String::new();
        let tail = &self.text[sign.end..];
        let mut next = words(tail, 0, self.grammar.elision);
        let mut from = 0;
        for _ in 0..2 {
            let Some((at, word)) = next.next() else { return false };
            plain(word, &mut small);
            let end = sign.end + at + word.len();
            let never =
                rest.iter().take(3).any(|other| other.start == sign.end + at && other.is(sense::NEVER));
            if never || self.grammar.is(&small, sense::NOT | sense::NOT_AFTER) {
                return !self.is_limited(end);
            }
            let aside = tail[from..at].contains([',', '.', ';']);
            if aside || !(self.grammar.is_adverb(&small) || self.grammar.helps(&small)) {
                return false;
            }
            from = at;
        }
        false
    }

    /// Whether what somebody is asked to do is negated: "urges governments not to close".
    fn not_infinitive(&self, rest: &[Sign]) -> bool {
        // As far as a sentence reaches; lists that never end are not gone through for each verb.
        const FAR: usize = 100;
        let mut inside = false;
        for sign in rest.iter().take(FAR) {
            inside = match sign.mark {
                Mark::Comma => inside && self.grammar.order == Order::Open,
                Mark::Word if sign.is(sense::RELATIVE | sense::SUBORDINATE) && self.opens(sign) => true,
                _ => inside,
            };
            let not = !inside && sign.is(sense::NOT | sense::NOT_AFTER);
            let wide = self.grammar.wide_negation || sign.is(sense::NOT_AFTER) && self.grammar.verb_initial;
            if not && (wide || self.is_before_infinitive(sign) || self.is_after_infinitive(sign)) {
                return true;
            }
        }
        false
    }

    /// "not to close", "не закрывать".
    fn is_before_infinitive(&self, not: &Sign) -> bool {
        let mut small = String::new();
        let next = words(self.text, not.end, self.grammar.elision).next();
        next.is_some_and(|(_, word)| {
            plain(word, &mut small);
            self.grammar.infinitive.has(&small)
                || self.grammar.infinitive_ends.iter().any(|ending| small.ends_with(ending))
        })
    }

    /// "a no cerrar", "a que no cierren"; not "los puertos que no puedan pagar a pedir ayuda", which is about the ports.
    fn is_after_infinitive(&self, not: &Sign) -> bool {
        let mut small = String::new();
        let word = before(self.text, not.start);
        plain(word, &mut small);
        if !self.grammar.infinitive.has(&small) {
            return false;
        }
        let is_that = self.grammar.is(&small, sense::THAT);
        let start = self.text[..not.start].trim_end().len() - word.len();
        plain(before(self.text, start), &mut small);
        if !is_that || self.grammar.infinitive.has(&small) {
            return true;
        }
        let end = self.signs[self.range.1].start;
        let rest = self.text.get(not.end..end).unwrap_or_default();
        !words(rest, 0, self.grammar.elision).any(|(_, word)| {
            plain(word, &mut small);
            self.grammar.infinitive.has(&small)
        })
    }

    /// Whether a negated verb only saves what holds elsewhere: "this Treaty shall not affect", "nothing in … shall be
    /// construed".
    pub(super) fn saves(&self, subject: (usize, usize), sign: &Sign) -> bool {
        const NEAR: usize = 6;
        let grammar = self.grammar;
        let mut small = String::new();
        let end = self.signs[self.range.1].start;
        let tail = &self.text[sign.start..end];
        let near = if grammar.wide_negation { usize::MAX } else { NEAR };
        let (mut saving, mut construing) = (false, false);
        for (nth, (_, word)) in words(tail, 0, grammar.elision).enumerate() {
            plain(word, &mut small);
            saving |= nth < near && grammar.saving.has(&small);
            construing |= nth < near.saturating_add(NEAR) && grammar.construing.has(&small);
        }
        let instrument = || {
            let start = self.nobody.unwrap_or(subject.0).min(subject.0);
            self.any((start, sign.start), |word| grammar.instrument.has(word))
                || grammar.verb_initial
                    && words(tail, 0, false).take(NEAR).any(|(_, word)| {
                        let mut small = String::new();
                        plain(word, &mut small);
                        grammar.instrument.has(&small)
                    })
        };
        (saving || construing) && instrument()
    }

    /// "Ни одна Сторона не взимает": nobody who could has a verb in the present.
    pub(super) fn negated_present(&mut self) {
        let never = self.signs[self.range.0..self.range.1].iter().position(|sign| sign.is(sense::NEVER));
        let nobody = self.nobody.is_some_and(|start| {
            let mut small = String::new();
            words(&self.text[start..], 0, self.grammar.elision).take(3).any(|(_, word)| {
                plain(word, &mut small);
                self.grammar.bearer.has(&small)
            })
        });
        let never =
            never.filter(|at| self.signs[self.range.0 + at].start == self.nobody.unwrap_or(usize::MAX));
        if never.is_none() && !nobody {
            return;
        }
        let start = self.nobody.unwrap_or_default();
        let sign = self.range.0
            + self.signs[self.range.0..self.range.1].iter().position(|sign| sign.start == start).unwrap_or(0);
        self.found.push(Found {
            group: Group::Ban,
            strength: Strength::Prohibition,
            subject: (start, start),
            sign,
            refrain: None,
        });
    }
}
