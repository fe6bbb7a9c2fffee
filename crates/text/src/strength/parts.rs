//! Who is asked and what for, in languages with spaces.

use super::Found as Named;
use super::grammar::Grammar;
use super::sentence::Found;
use super::signs::{Mark, Sign, words};
use super::table::{Group, Words, plain, sense};
use crate::Span;
use std::ops::Range;

/// Longest name of an actor, in bytes; what is longer is a whole clause.
const LONGEST: usize = 160;

/// A demand with the places of its parts.
pub(super) fn named(text: &str, signs: &[Sign], found: &Found, grammar: &Grammar) -> Named {
    let sign = &signs[found.sign];
    let rest = &signs[found.sign + 1..];
    let addressed = found.group.addresses() && !sign.is(sense::PASSIVE);
    let impersonal = matches!(found.group, Group::Ban | Group::Should | Group::Recommend);
    let before = subject(text, found.subject, grammar)
        .filter(|subject| !(impersonal && subject.cut(text).is_some_and(|word| word.chars().count() <= 3)));
    let end = clause_end(rest, text.len());
    // "verlangt, dass alle Parteien": who is asked comes after the comma.
    let that = rest.get(1).filter(|that| {
        rest[0].mark == Mark::Comma && that.is(sense::THAT | sense::SUBORDINATE) && rest[0].start == sign.end
    });
    let (actor, from) = if let Some(that) = that.filter(|_| addressed || before.is_none()) {
        inverted(text, found, that, end, grammar)
    } else if addressed {
        addressee(text, sign, rest, grammar)
    } else if let Some(before) = before {
        (Some(before), sign.end)
    } else {
        inverted(text, found, sign, end, grammar)
    };
    let from = found.refrain.unwrap_or(from);
    let joined = !found.group.is_modal() && joins_another(text, sign.end, grammar);
    let actor = if joined { before } else { actor };
    let itself = joined
        || matches!(found.group, Group::Present)
        || found.group == Group::Duty && sign.senses == 0 && is_future(text, sign, grammar);
    let act = if itself {
        Some(Span::at(sign.start, sign.end - sign.start))
    } else {
        act(text, sign, rest, from, end, grammar)
    };
    let actor = actor.filter(|actor| names_somebody(*actor, text, grammar));
    let act = act.filter(|act| !is_small(*act, text, grammar));
    Named { strength: found.strength, actor, act, bare: before.is_none() && !addressed }
}

/// Whether a verb is joined to another right away: "Promote and protect".
fn joins_another(text: &str, from: usize, grammar: &Grammar) -> bool {
    let next = words(text, from, grammar.elision).next();
    next.is_some_and(|(at, word)| is_listed(Span::at(at, word.len()), text, &grammar.and))
}

/// Whether a word in small letters is on a list.
fn is_listed(span: Span, text: &str, list: &Words) -> bool {
    let mut small = String::new();
    plain(span.cut(text).unwrap_or_default(), &mut small);
    list.has(&small)
}

/// Whether a word is an article, a preposition or the like, and so no verb.
fn is_small(span: Span, text: &str, grammar: &Grammar) -> bool {
    is_listed(span, text, &grammar.joining) || is_listed(span, text, &grammar.determiner)
}

/// Whether words name somebody: neither a pronoun alone that names nobody, nor what a preposition opens.
fn names_somebody(span: Span, text: &str, grammar: &Grammar) -> bool {
    let first = words(&text[..span.end()], span.start(), grammar.elision).next();
    let first = first.map_or(span, |(at, word)| Span::at(at, word.len()));
    !is_listed(span, text, &grammar.no_actor) && !is_listed(first, text, &grammar.joining)
}

fn is_future(text: &str, sign: &Sign, grammar: &Grammar) -> bool {
    let word = &text[sign.start..sign.end];
    let mut small = String::new();
    plain(word, &mut small);
    grammar.future.iter().any(|ending| small.ends_with(ending))
        && grammar.entries.begin(&small).entries.is_empty()
}

/// Where the clause of a verb ends.
fn clause_end(rest: &[Sign], end: usize) -> usize {
    let stop = rest.iter().find(|sign| matches!(sign.mark, Mark::End | Mark::Stop));
    stop.map_or(end, |sign| sign.start)
}

/// The subject of a verb without what joins it to the sentence and what negates the verb.
fn subject(text: &str, range: (usize, usize), grammar: &Grammar) -> Option<Span> {
    let part = text.get(range.0..range.1)?;
    let mut kept: Vec<(usize, &str)> = words(part, 0, grammar.elision).collect();
    let mut small = String::new();
    let mut is = |word: &str, list: &dyn Fn(&str) -> bool| {
        plain(word, &mut small);
        list(&small)
    };
    // "1. (a) and": neither numbers nor what joins.
    while let Some((_, word)) = kept.first()
        && (word.chars().nth(1).is_none() && !word.starts_with(char::is_uppercase)
            || word.starts_with(|c: char| c.is_ascii_digit())
            || is(word, &|small| grammar.and.has(small) && !grammar.is(small, sense::NOBODY)))
    {
        kept.remove(0);
    }
    while let Some((_, word)) = kept.last().filter(|_| kept.len() > 1)
        && (word.ends_with(['\'', '’']) || is(word, &|small| is_clitic(small, grammar)))
    {
        kept.pop();
    }
    let (start, (end, word)) = (kept.first()?.0, *kept.last()?);
    if kept.len() == 1 && is(word, &|small| grammar.and.has(small)) {
        return None;
    }
    let span = Span::at(range.0 + start, end + word.len() - start);
    plain(span.cut(text)?, &mut small);
    let not = is_plain_not(small.split(' ').next().unwrap_or_default(), grammar);
    if not || grammar.never.has(&small) {
        return None;
    }
    (span.len() <= LONGEST).then_some(span)
}

fn is_clitic(small: &str, grammar: &Grammar) -> bool {
    grammar.between.has(small) || is_plain_not(small, grammar)
}

/// Whether a word negates and is no subject by itself.
fn is_plain_not(small: &str, grammar: &Grammar) -> bool {
    grammar.is(small, sense::NOT) && !grammar.is(small, sense::NOBODY)
}

/// Whom a verb asks that names its addressee after it, and where the rest goes on.
fn addressee(text: &str, sign: &Sign, rest: &[Sign], grammar: &Grammar) -> (Option<Span>, usize) {
    let relative = if grammar.relative_after_comma { 0 } else { sense::RELATIVE };
    let opens = rest.iter().find(|next| {
        next.mark != Mark::Word || next.is(relative | sense::SUBORDINATE | sense::NOT | sense::NOT_AFTER)
    });
    let last = opens.map_or(text.len(), |next| next.start).min(sign.rest.unwrap_or(text.len()));
    let mut small = String::new();
    let (mut start, mut end) = (None, sign.end);
    for (at, word) in words(&text[..last.max(sign.end)], sign.end, grammar.elision) {
        plain(word, &mut small);
        let skipped =
            grammar.addressing.has(&small) || grammar.infinitive.has(&small) || grammar.is_adverb(&small);
        if start.is_none() && skipped {
            end = at + word.len();
            continue;
        }
        let verb = rest.iter().any(|next| next.start == at && next.group.is_some_and(Group::is_modal));
        let marked = verb
            || grammar.infinitive.has(&small) && !grammar.verb_initial
            || grammar.infinitive_ends.iter().any(|ending| small.ends_with(ending))
            || grammar.verb_initial
                && start.is_some()
                && (grammar.infinitive.has(&small) || grammar.addressing.has(&small));
        if marked {
            break;
        }
        start = start.or(Some(at));
        end = at + word.len();
    }
    let span = start.map(|start| Span::at(start, end - start)).filter(|span| span.len() <= LONGEST);
    (span, end)
}

/// The subject after its verb: "under no circumstances may a Party".
fn inverted(text: &str, found: &Found, sign: &Sign, end: usize, grammar: &Grammar) -> (Option<Span>, usize) {
    let mut small = String::new();
    let mut taken: Option<(usize, usize)> = None;
    plain(&text[sign.start..sign.end], &mut small);
    let is_impersonal = grammar.impersonal.iter().any(|verb| small.ends_with(verb));
    let mut named = false;
    let clause = &text[..end.max(sign.end)];

    for (nth, (at, word)) in words(clause, sign.end, grammar.elision).enumerate() {
        plain(word, &mut small);
        if taken.is_none() && (grammar.addressing.has(&small) || grammar.helps(&small)) {
            continue;
        }
        let impersonal = grammar.verb_initial
            && taken.is_none()
            && nth == 0
            && (matches!(found.group, Group::May | Group::Should | Group::Free | Group::Ban)
                || is_impersonal)
            && !word.starts_with('ل');
        if impersonal {
            return (None, sign.end);
        }
        let article = word.chars().count() <= 3;
        if nth > 6 || taken.is_none() && !(article || grammar.bearer.has(&small) || grammar.verb_initial) {
            return (None, sign.end);
        }
        let bears = grammar.bearer.has(&small);
        if named && !(grammar.verb_initial && bears) {
            break;
        }
        named |= !article || bears;
        let (start, _) = taken.unwrap_or((at, at));
        taken = Some((start, at + word.len()));
    }
    taken.map_or((None, sign.end), |(start, end)| (Some(Span::at(start, end - start)), end))
}

/// The verb of what is asked, after a byte.
fn act(text: &str, sign: &Sign, rest: &[Sign], from: usize, end: usize, grammar: &Grammar) -> Option<Span> {
    if !grammar.infinitive_ends.is_empty() && sign.group != Some(Group::Refrain) {
        let mut small = String::new();
        let mut after = words(&text[..end.max(from)], from, false);
        let found = after.find(|(_, word)| {
            plain(word, &mut small);
            grammar.infinitive_ends.iter().any(|ending| small.ends_with(ending)) && small != "быть"
        });
        return found
            .map(|(at, word)| Span::at(at, word.len()))
            .or_else(|| first_verb(text, from, end, grammar));
    }
    if grammar.verb_last {
        return last_verb(text, sign, rest, end, grammar);
    }
    let mut small = String::new();
    let not = words(text.get(..end)?, from, grammar.elision).next().filter(|(_, word)| {
        plain(word, &mut small);
        is_clitic(&small, grammar)
    });
    let after = not.map_or(from, |(at, word)| at + word.len());
    let aside = skip_aside(text, after, end);
    let start = if aside > after { aside } else { skip_aside(text, from, end) };
    let addressed = sign.group.is_some_and(Group::addresses);
    verb_after(text, start..end, addressed, grammar)
}

/// The verb after a byte. Where an adverbial comes first ("as a rule, …", "to all States to …") it is what follows that,
/// and where a help of a verb is all that there is, it is that: "shall have the following tasks".
fn verb_after(text: &str, range: Range<usize>, addressed: bool, grammar: &Grammar) -> Option<Span> {
    let (from, end) = (range.start, range.end);
    let first = first_verb(text, from, end, grammar)?;
    let helps = words(&text[..first.start()], from, grammar.elision);
    let helps: Vec<Span> = helps.map(|(at, word)| Span::at(at, word.len())).collect();
    let alone = helps.iter().position(|help| is_listed(*help, text, &grammar.alone));
    // "shall be a party": what an article opens is no verb.
    let opened = alone
        .is_some_and(|alone| helps[alone..].iter().any(|help| is_listed(*help, text, &grammar.determiner)));
    if !opened && !is_small(first, text, grammar) {
        return Some(first);
    }
    // "jointly and severally pay".
    if !addressed && is_listed(first, text, &grammar.and) {
        return first_verb(text, first.end(), end, grammar).filter(|next| !is_small(*next, text, grammar));
    }
    if let Some(alone) = alone {
        return Some(helps[alone]);
    }
    // Past the phrase: at an infinitive, or behind its comma.
    let mut before = "";
    let infinitive = words(&text[..end], first.start(), grammar.elision).find(|(_, word)| {
        let marked = grammar.infinitive.has(before);
        before = word;
        marked
    });
    let infinitive = infinitive.map(|(at, word)| Span::at(at, word.len()));
    if let Some(verb) = infinitive.filter(|next| addressed && !is_small(*next, text, grammar)) {
        return Some(verb);
    }
    let mut from = first.start();
    while let Some(comma) = text.get(from..end)?.find(',') {
        from += comma + 1;
        let next = first_verb(text, from, end, grammar)?;
        if !is_small(next, text, grammar) {
            return Some(next);
        }
    }
    None
}

/// Where the clause goes on after an aside between commas that begins at a byte.
fn skip_aside(text: &str, from: usize, end: usize) -> usize {
    let tail = text.get(from..end).unwrap_or_default();
    if !tail.trim_start().starts_with(',') {
        return from;
    }
    let comma = tail.find(',').map_or(0, |at| at + 1);
    tail[comma..].find(',').map_or(from, |at| from + comma + at + 1)
}

/// The first word after a byte that is neither a help of the verb nor what negates it.
pub(super) fn first_verb(text: &str, from: usize, end: usize, grammar: &Grammar) -> Option<Span> {
    let mut small = String::new();
    let mut after = words(text.get(..end)?, from, grammar.elision);
    after
        .find(|(_, word)| {
            plain(word, &mut small);
            let numbers = word.chars().nth(1).is_none() || word.starts_with(|c: char| c.is_ascii_digit());
            !(numbers
                || grammar.is_adverb(&small)
                || grammar.helps(&small)
                || grammar.infinitive.has(&small)
                || is_clitic(&small, grammar))
        })
        .map(|(at, word)| Span::at(at, word.len()))
}

/// The infinitive that ends the clause, or that of the clause after its comma.
fn last_verb(text: &str, sign: &Sign, rest: &[Sign], end: usize, grammar: &Grammar) -> Option<Span> {
    let comma = |from: usize| {
        rest.iter().find(|next| next.mark == Mark::Comma && next.start >= from).map(|next| next.start)
    };
    let mut close = comma(sign.end).filter(|at| *at < end).unwrap_or(end);
    let further = text[sign.end..close].split_whitespace().count() == 0
        || rest.iter().any(|next| {
            next.mark == Mark::Comma && next.start == close && text[next.end..end].contains("zu")
        });
    if further && close < end {
        close = comma(close + 1).filter(|at| *at < end).unwrap_or(end);
    }
    let mut small = String::new();
    let own: Vec<(usize, &str)> = words(&text[..close], sign.end, false).collect();
    let te = own.iter().rposition(|(_, word)| *word == "te").and_then(|at| own.get(at + 1));
    let last = te.or_else(|| {
        own.iter().rev().find(|(_, word)| {
            plain(word, &mut small);
            !grammar.helps(&small)
        })
    });
    last.map(|(at, word)| Span::at(*at, word.len()))
}

/// Whether a point begins with what negates its verb: "(a) not sell".
pub(super) fn begins_negated(text: &str, grammar: &Grammar) -> bool {
    let mut small = String::new();
    let first = words(text, 0, grammar.elision).find(|(_, word)| word.chars().nth(1).is_some());
    first.is_some_and(|(_, word)| {
        plain(word, &mut small);
        is_plain_not(&small, grammar)
    })
}
