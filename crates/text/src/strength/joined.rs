//! Strength in languages without an alphabet of words: Chinese by its signs, Japanese and Korean by how a sentence ends.

use super::Found;
use super::grammar::Grammar;
use super::sentence::weight;
use super::table::Group;
use crate::{Span, Strength};

/// The weightiest demand of a Chinese text.
pub(super) fn medial(text: &str, grammar: &Grammar) -> Option<Found> {
    let mut best: Option<Found> = None;
    for (start, clause) in clauses(text) {
        for demand in in_clause(clause, grammar) {
            let demand = demand.moved(start);
            if best.as_ref().is_none_or(|best| weight(demand.strength) > weight(best.strength)) {
                best = Some(demand);
            }
        }
    }
    best.filter(|best| best.strength != Strength::Statement)
}

/// The parts of a text between commas and full stops, each with where it begins.
fn clauses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split(['，', ',', '。', '；', ';', '：', ':', '\n']).map(move |part| (at(part), part))
}

/// The demands of one clause; none of a condition.
fn in_clause(clause: &str, grammar: &Grammar) -> Vec<Found> {
    let mut demands = Vec::new();
    let words = clause.trim();
    // "可以是木制的": what is said of the subject.
    let predicate = words.ends_with('的') && words.contains('是');
    let is_condition = grammar.section("conditional").any(|start| words.starts_with(start))
        || !predicate && grammar.section("conditional ends").any(|end| words.ends_with(end));
    if is_condition {
        return demands;
    }
    let hits = hits(clause, grammar);
    for (nth, hit) in hits.iter().enumerate() {
        let later = hits.get(nth + 1).is_some();
        if is_about_noun(clause, hit, later) {
            continue;
        }
        demands.push(found(clause, hit, grammar));
    }
    // What follows a demand in its clause completes it.
    demands.truncate(1);
    demands
}

struct Hit {
    start: usize,
    end: usize,
    group: Group,
}

/// The signs of demands in a clause, the longest at each place; compounds that only look like one are passed over.
fn hits(clause: &str, grammar: &Grammar) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut from = 0;
    for (at, c) in clause.char_indices() {
        if at < from {
            continue;
        }
        let rest = &clause[at..];
        let near = grammar.by_sign.get(&c).map_or(&[][..], Vec::as_slice);
        let Some((entry, group)) = near.iter().find(|(entry, _)| rest.starts_with(entry.as_str())) else {
            continue;
        };
        from = at + entry.len();
        let Some(group) = *group else { continue };
        if let Some(length) = on_request(entry, &clause[from..]) {
            from += length;
        } else if matches!(entry.as_str(), "授权" | "授權") && !authorises(&clause[..at], grammar) {
        } else if !matches!(entry.as_str(), "请" | "請") || hits.is_empty() {
            hits.push(Hit { start: at, end: from, group });
        }
    }
    hits
}

/// Whether what comes before "authorise" is who does so, or nothing: "大会授权", but not "经大会授权".
fn authorises(before: &str, grammar: &Grammar) -> bool {
    let words = before.trim_start_matches(|c: char| !c.is_alphabetic());
    let passive = words.starts_with(['经', '經', '由', '未', '被']);
    words.is_empty() || !passive && grammar.section("bearer").any(|bearer| words.ends_with(bearer))
}

/// How far "at the invitation of" reaches where one begins: "应东道国邀请".
fn on_request(entry: &str, rest: &str) -> Option<usize> {
    const FAR: usize = 36;
    const ASKED: [&str; 5] = ["邀请", "邀請", "要求", "请求", "請求"];
    let asked = ASKED.iter().filter_map(|asked| Some(rest.find(asked)? + asked.len())).min()?;
    (matches!(entry, "应" | "應") && asked <= FAR && !rest[..asked].contains(['对', '對', '向']))
        .then_some(asked)
}

/// Whether a verb is about a noun: "必须关闭的水井".
fn is_about_noun(clause: &str, hit: &Hit, later: bool) -> bool {
    const NEAR: usize = 4;
    let after = &clause[hit.end..];
    let closed =
        |sign: char, most: usize| after.chars().take(most).position(|c| c == sign).is_some_and(|at| at > 0);
    let closed = closed('的', NEAR - 1) || closed('之', NEAR);
    let opens = !clause[..hit.start].chars().any(char::is_alphabetic);
    closed && (opens || later) && !after.ends_with('的')
}

fn found(clause: &str, hit: &Hit, grammar: &Grammar) -> Found {
    const NEAR: usize = 8;
    let (before, after) = (&clause[..hit.start], &clause[hit.end..]);
    let nobody = grammar.section("nobody").any(|nobody| before.trim_start().starts_with(nobody));
    let not = grammar.section("not").any(|not| after.starts_with(not))
        || grammar.section("not").any(|not| before.ends_with(not)) && hit.group != Group::Ban;
    let negated = hit.group != Group::Ban && (nobody || not);
    let mut strength = hit.group.strength(negated);
    if hit.group.addresses() && ["避免", "不要", "克制"].iter().any(|word| after.contains(word)) {
        strength = Strength::Refrain;
    }
    let near: String = after.chars().take(NEAR).collect();
    let instrument = || grammar.section("instrument").any(|word| before.contains(word));
    let saves =
        grammar.section("construing").chain(grammar.section("saving")).any(|word| near.contains(word));
    if hit.group == Group::Encourage && named_not(after, grammar) {
        strength = Strength::Refrain;
    }
    if strength == Strength::Prohibition && saves && instrument() {
        strength = Strength::Statement;
    }
    let (actor, act) = parts(clause, hit, grammar);
    Found { strength, actor, act, bare: false }
}

/// Whether what somebody is encouraged to do is negated: "鼓励各国不出售".
fn named_not(after: &str, grammar: &Grammar) -> bool {
    let named = grammar.section("bearer").filter(|bearer| after.starts_with(*bearer)).map(str::len).max();
    named.is_some_and(|length| grammar.section("not").any(|not| after[length..].starts_with(not)))
}

/// Who is asked and what for.
fn parts(clause: &str, hit: &Hit, grammar: &Grammar) -> (Option<Span>, Option<Span>) {
    let mut act = hit.end;
    let actor = if hit.group.addresses() {
        let rest = &clause[hit.end..];
        let named = grammar.section("bearer").filter(|bearer| rest.starts_with(*bearer)).map(str::len).max();
        act += named.unwrap_or(0);
        named.map(|length| Span::at(hit.end, length))
    } else {
        // "未签署的国家": the noun, not the clause about it.
        let start = clause[..hit.start].rfind('的').map_or(0, |at| at + '的'.len_utf8());
        let number = |c: char| c.is_ascii_punctuation() || c.is_numeric() || c.is_whitespace();
        let start = hit.start - clause[start..hit.start].trim_start_matches(number).len();
        Span::at(start, hit.start - start).trimmed(clause).filter(|span| !span.is_empty())
    };
    loop {
        let rest = &clause[act..];
        let skip = grammar.section("auxiliary").filter(|word| rest.starts_with(*word)).map(str::len).max();
        match skip {
            Some(length) => act += length,
            None => break,
        }
    }
    let verb: usize = clause[act..].chars().take(2).map(char::len_utf8).sum();
    (
        actor,
        Some(Span::at(act, verb)).filter(|span| {
            span.cut(clause).is_some_and(|verb| !verb.is_empty() && verb.chars().all(char::is_alphabetic))
        }),
    )
}

/// The weightiest demand of a text whose sentences end in what they demand.
pub(super) fn last(text: &str, grammar: &Grammar) -> Option<Found> {
    let mut best: Option<Found> = None;
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    for sentence in text.split(['。', '.', '\n']) {
        let Some(demand) = in_sentence(sentence, grammar) else { continue };
        let demand = demand.moved(at(sentence));
        if best.as_ref().is_none_or(|best| weight(demand.strength) > weight(best.strength)) {
            best = Some(demand);
        }
    }
    best
}

fn in_sentence(sentence: &str, grammar: &Grammar) -> Option<Found> {
    let words = sentence.trim_end().trim_end_matches([':', '：', ';', '；']);
    let longest = |name: &str| grammar.section(name).filter(|end| words.ends_with(*end)).map(str::len).max();
    let found = grammar.demands().filter(|(_, group)| *group != Group::Present);
    let found = found.filter(|(end, _)| words.ends_with(end)).max_by_key(|(end, _)| end.len());
    let saved = longest("saving").unwrap_or(0);
    let (length, strength, group) = match found {
        Some((end, _)) if saved >= end.len() => return None,
        Some((end, group)) => {
            let head = &words[..words.len() - end.len()];
            let restrained = grammar.section("restraint").any(|word| head.trim_end().ends_with(word));
            let strength = if restrained && matches!(group, Group::Encourage | Group::Should) {
                Strength::Refrain
            } else {
                group.strength(false)
            };
            (end.len(), strength, group)
        }
        None if saved > 0 || longest("not present").is_some() => return None,
        None => {
            let negated = longest("present not");
            let length = negated.or_else(|| longest("present"))?;
            subject(words, grammar)
                .and_then(|subject| subject.cut(words))
                .filter(|subject| bears(subject, grammar))?;
            (length, Group::Present.strength(negated.is_some()), Group::Present)
        }
    };
    let actor = if group.addresses() || group == Group::Encourage {
        addressed(words, grammar).or_else(|| subject(words, grammar))
    } else {
        subject(words, grammar)
    };
    let act = verb_before(words, words.len() - length, group);
    Some(Found { strength, actor, act, bare: false })
}

fn bears(subject: &str, grammar: &Grammar) -> bool {
    grammar.section("bearer").any(|bearer| subject.ends_with(bearer) || subject.starts_with(bearer))
}

/// The subject: what a particle closes first.
fn subject(words: &str, grammar: &Grammar) -> Option<Span> {
    let closed =
        |part: &str| grammar.section("subject").filter(|end| part.ends_with(*end)).map(str::len).max();
    let mut from = 0;
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let parted = c == '、' || c == ' ' || c == '，' || c == ',';
        if parted || c == 'は' {
            let part = words[from..end].trim_end();
            let part = part.trim_end_matches([',', '，']);
            if let Some(length) = closed(part) {
                return Span::at(from, part.len() - length).trimmed(words);
            }
            if c != ' ' && parted {
                from = end;
            }
        }
    }
    None
}

/// Who is asked by somebody else.
fn addressed(words: &str, grammar: &Grammar) -> Option<Span> {
    let after = subject(words, grammar).map_or(0, |subject| subject.end());
    let skipped: usize =
        words[after..].chars().take_while(|c| !c.is_whitespace() && *c != '、').map(char::len_utf8).sum();
    let from = (after + skipped).min(words.len());
    let from = if after == 0 { 0 } else { from };
    let ends = grammar.section("addressed").filter_map(|end| {
        let at = words[from..].find(end)?;
        (at > 0).then_some((at, end))
    });
    let (at, _) = ends.min()?;
    Span::at(from, at).trimmed(&words[..from + at]).map(|span| {
        let text = span.cut(words).unwrap_or_default();
        let lead = text.len() - text.trim_start_matches(['、', '，', ' ']).len();
        Span::at(span.start() + lead, span.len() - lead)
    })
}

/// The verb before how a sentence ends: the last run of ideographs, or the last word.
fn verb_before(words: &str, end: usize, group: Group) -> Option<Span> {
    let head = words.get(..end)?;
    let _ = group;
    if head.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}')) {
        let word = head.split_whitespace().next_back()?;
        return Some(Span::at(word.as_ptr() as usize - words.as_ptr() as usize, word.len()));
    }
    let is_ideograph = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    let (last, c) = head.char_indices().rev().find(|(_, c)| is_ideograph(*c))?;
    let start = head[..last]
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_ideograph(*c))
        .last()
        .map_or(last, |(at, _)| at);
    Some(Span::at(start, last + c.len_utf8() - start))
}
