//! What a text cites: "Article 21(2), point (c), of this Directive" as a path of numbers and the instrument it is of.
//!
//! A hand-written recogniser: a unit word with its numbers, then narrower units ("…, point (c)"), then broader ones
//! ("… of Article 21"), then the instrument ("… of this Directive", "… of Directive (EU) 2016/1148", "… thereof").

use super::names::Names;
use super::words::{self, Part, rank, space, word};
use crate::lexicon::Division;
use crate::{AgreementId, Span};

/// What a citation is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Instrument {
    /// The agreement that cites.
    Own,
    /// Another agreement of the corpus.
    Known(AgreementId),
    /// An instrument that the corpus does not hold.
    Foreign,
}

/// One place that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Citation {
    /// Where it is written, in bytes of the text.
    pub(super) span: Span,
    /// From the broadest unit to the narrowest; empty for an instrument alone.
    pub(super) path: Vec<Part>,
    /// The last number of a range: 9 in "Articles 5 to 9".
    pub(super) upto: Option<String>,
    /// What it is of.
    pub(super) of: Instrument,
}

/// All citations of a text, in its order, without overlap.
pub(super) fn citations(text: &str, names: &Names) -> Vec<Citation> {
    let mut scan = Scan { text, names, last: Instrument::Own };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        let taken = scan.units(start, &mut found).or_else(|| scan.instrument_alone(start, &mut found));
        at = taken.unwrap_or(start + word(&text[start..]).len()).max(start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

struct Scan<'t> {
    text: &'t str,
    names: &'t Names,
    /// The instrument named last: what "thereof" and "that Directive" are of.
    last: Instrument,
}

/// One number with what is in brackets after it, and its place.
struct Item {
    span: Span,
    parts: Vec<Part>,
    upto: Option<String>,
}

impl Scan<'_> {
    /// Reads a citation that begins with a unit word at `start`; gives its end.
    fn units(&mut self, start: usize, found: &mut Vec<Citation>) -> Option<usize> {
        let (mut items, end) = self.unit(start)?;
        let (of, end) = self.chain(&mut items, end)?;
        if let Some(instrument) = &of {
            self.last = instrument.clone();
        }
        let of = of.unwrap_or(Instrument::Own);
        let last = items.len() - 1;
        for (nth, item) in items.into_iter().enumerate() {
            let from = if nth == 0 { start } else { item.span.start() };
            let to = if nth == last { end } else { item.span.end() };
            if let Some(span) = Span::new(from, to.max(item.span.end())) {
                found.push(Citation { span, path: item.parts, upto: item.upto, of: of.clone() });
            }
        }
        Some(end)
    }

    /// Adds the narrower and broader units that follow at `end`; gives the instrument, if it is named, and the end.
    fn chain(&self, items: &mut Vec<Item>, mut end: usize) -> Option<(Option<Instrument>, usize)> {
        let mut narrowest = items.last()?.parts.last()?.level;
        let mut broadest = items.first()?.parts.first()?.level;
        loop {
            if let Some((inner, next)) = self.narrower(end, narrowest) {
                narrowest = inner.last()?.parts.last()?.level;
                graft(items, inner);
                end = next;
                continue;
            }
            let Some(next) = words::of(&self.text[end..]).map(|length| end + length) else { break };
            if let Some((outer, next)) = self.unit(next)
                && let Some(level) = outer.first().and_then(|item| item.parts.first()).map(|part| part.level)
                && rank(level) < rank(broadest)
            {
                prefix(items, &outer.first()?.parts);
                broadest = level;
                end = next;
            } else if let Some(length) = words::this_unit(&self.text[next..]) {
                // "of this Article": the unit that the citing clause belongs to.
                end = next + length;
            } else if let Some((instrument, next)) = self.instrument(next) {
                return Some((Some(instrument), next));
            } else {
                break;
            }
        }
        Some(match self.without_of(end) {
            Some((instrument, next)) => (Some(instrument), next),
            None => (None, end),
        })
    }

    /// A unit word and its numbers: "Articles 2, 3 and 5 to 9".
    fn unit(&self, start: usize) -> Option<(Vec<Item>, usize)> {
        if let Some((part, length)) = words::ordinal_unit(&self.text[start..]) {
            let span = Span::at(start, length);
            return Some((vec![Item { span, parts: vec![part], upto: None }], start + length));
        }
        let (level, several, length) = words::unit(&self.text[start..])?;
        let at = start + length;
        let at = at + space(&self.text[at..])?;
        let (first, mut end) = self.item(at, level)?;
        let mut items = vec![first];
        loop {
            let rest = &self.text[end..];
            if let Some(item) = items.last_mut()
                && item.upto.is_none()
                && let Some(gap) = words::to(rest)
                && let Some((next, after)) = self.item(end + gap, level)
                && next.parts.len() == item.parts.len()
            {
                item.upto = next.parts.last().map(|part| part.number.clone());
                item.span = item.span.union(next.span);
                end = after;
                continue;
            }
            let Some(gap) = words::and(rest) else { break };
            // "Article 5 and 6 months": only a plural, or a number in brackets, goes on.
            let bracket = rest[gap..].starts_with('(');
            if !several && !bracket {
                break;
            }
            let Some((mut next, after)) = self.item(end + gap, level) else { break };
            // "points (a) and (b)", "Article 5(1) and (2)": the bracket repeats the innermost level only.
            if bracket && let Some(before) = items.last() {
                let mut parts = before.parts.clone();
                parts.truncate(parts.len().saturating_sub(1));
                parts.append(&mut next.parts);
                next.parts = parts;
            }
            items.push(next);
            end = after;
        }
        Some((items, end))
    }

    /// "21(2)(c)" at `at`.
    fn item(&self, at: usize, level: Division) -> Option<(Item, usize)> {
        let rest = &self.text[at..];
        let mut parts = Vec::new();
        let mut end = at;
        if !rest.starts_with('(') {
            let (number, length) = words::number(rest, level)?;
            parts.push(Part { level, number });
            end += length;
        }
        while let Some((number, length)) = words::bracketed(&self.text[end..]) {
            let inner = if parts.is_empty() { level } else { Division::Point };
            parts.push(Part { level: inner, number });
            end += length;
            if parts.len() > 5 {
                break;
            }
        }
        (!parts.is_empty()).then(|| (Item { span: Span::at(at, end - at), parts, upto: None }, end))
    }

    /// ", point (c)" or ", paragraph 2" after a broader unit.
    fn narrower(&self, end: usize, level: Division) -> Option<(Vec<Item>, usize)> {
        let at = end + usize::from(self.text[end..].starts_with(','));
        let at = at + space(&self.text[at..])?;
        let (items, next) = self.unit(at)?;
        let inner = items.first()?.parts.first()?.level;
        (rank(inner) > rank(level)).then_some((items, next))
    }

    /// What follows "of": "this Directive", "Directive (EU) 2016/1148", "the Paris Call", "that Regulation".
    fn instrument(&self, at: usize) -> Option<(Instrument, usize)> {
        let rest = &self.text[at..];
        if let Some(length) = words::this_instrument(rest) {
            return Some((Instrument::Own, at + length));
        }
        if let Some(length) = words::that_instrument(rest) {
            let last = if self.last == Instrument::Own { Instrument::Foreign } else { self.last.clone() };
            return Some((last, at + length));
        }
        if let Some((agreement, length)) = self.names.at(rest) {
            return Some((Instrument::Known(agreement), at + length));
        }
        words::foreign_instrument(rest).map(|length| (Instrument::Foreign, at + length))
    }

    /// "Article 5 TFEU", "Articles 6 and 7 thereof".
    fn without_of(&self, end: usize) -> Option<(Instrument, usize)> {
        let rest = &self.text[end..];
        let gap = space(rest.strip_prefix(',').unwrap_or(rest))? + usize::from(rest.starts_with(','));
        let after = &rest[gap..];
        if word(after) == "thereof" {
            let last = if self.last == Instrument::Own { Instrument::Foreign } else { self.last.clone() };
            return Some((last, end + gap + "thereof".len()));
        }
        if rest.starts_with(',') {
            return None;
        }
        let acronym = word(after);
        let capitals = acronym.len() >= 2 && acronym.chars().all(char::is_uppercase);
        match self.names.at(after) {
            Some((agreement, length)) => Some((Instrument::Known(agreement), end + gap + length)),
            None => capitals.then_some((Instrument::Foreign, end)),
        }
    }

    /// An instrument of the corpus that is named without a place in it.
    fn instrument_alone(&mut self, start: usize, found: &mut Vec<Citation>) -> Option<usize> {
        let rest = &self.text[start..];
        if matches!(word(rest), "the" | "The") {
            return None;
        }
        if let Some((agreement, length)) = self.names.at(rest) {
            self.last = Instrument::Known(agreement);
            let (span, of) = (Span::at(start, length), self.last.clone());
            found.push(Citation { span, path: Vec::new(), upto: None, of });
            return Some(start + length);
        }
        if words::registered(rest).is_some() {
            self.last = Instrument::Foreign;
        }
        None
    }
}

/// Hangs the items of a narrower unit from the last item.
fn graft(items: &mut Vec<Item>, inner: Vec<Item>) {
    let Some(holder) = items.pop() else { return };
    for (nth, mut item) in inner.into_iter().enumerate() {
        let mut parts = holder.parts.clone();
        parts.append(&mut item.parts);
        item.parts = parts;
        if nth == 0 {
            item.span = holder.span.union(item.span);
        }
        items.push(item);
    }
}

/// Puts the parts of a broader unit before all items.
fn prefix(items: &mut [Item], outer: &[Part]) {
    for item in items {
        let mut parts = outer.to_vec();
        parts.append(&mut item.parts);
        item.parts = parts;
    }
}

/// Where the next word begins, from `at` on.
fn next_word(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let inside = text[..at].ends_with(char::is_alphanumeric);
    let skip = if inside { rest.len() - rest.trim_start_matches(char::is_alphanumeric).len() } else { 0 };
    let from = at + skip;
    text[from..].find(|c: char| c.is_alphanumeric() || c == '§').map(|found| from + found)
}
