//! Which part of the document a piece belongs to: contents, title page, preamble, body, signatures.

use super::ends::{
    bare_title, closing_lines, date_of_title, front_page, signatures, title_lines, title_notes, title_page,
};
use super::listed::{gives_reason, paragraphs_by_name, paragraphs_by_sign, paragraphs_in_brackets};
use super::marker::Marker;
use super::number::Reading;
use super::phrases::{is_enacting_formula, is_preamble, is_whereas, opens_parties, opens_reason, runs_on};
use super::piece::{Class, Piece, is_capitals};
use super::several::bracketed;
use super::title::bracketed_title;
use super::titled::Titled;
use crate::lexicon::{Division, punctuation};
use crate::{Document, Span, date};

/// Classifies all pieces; cuts those that hold several reasons or articles.
pub(super) fn classify(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut pieces = pieces;
    super::contents::mark(document, &mut pieces);
    let pieces = super::table::rows(document, pieces);
    let pieces = super::run_in::paragraphs(document, pieces);
    let pieces = super::caption::mark(document, pieces);
    let mut pieces = articles_in_line(document, pieces);
    paragraphs_by_sign(document, &mut pieces);
    paragraphs_by_name(document, &mut pieces);
    paragraphs_in_brackets(&mut pieces);
    super::closing::closings(document, &mut pieces);
    structural(document, &mut pieces);
    let orders = super::caption::first_order(&pieces);
    let front = orders.unwrap_or_else(|| front_end(document, &pieces));
    if front == 0 {
        bare_title(document, &mut pieces);
        title_page(&mut pieces);
    }
    let mut pieces = preamble(document, pieces, front);
    title_lines(document, &mut pieces);
    date_of_title(document, &mut pieces);
    front_page(document, &mut pieces);
    title_notes(document, &mut pieces);
    closing_lines(document, &mut pieces);
    signatures(document, &mut pieces);
    for piece in pieces.iter_mut().filter(|piece| piece.class == Class::Line && piece.markers.is_empty()) {
        if date::is_place_and_date(piece.text(document)) {
            piece.class = Class::Signature;
        }
    }
    pieces
}

/// Cuts a line where the next article begins in it: "… force. Article 6 Each Party …".
fn articles_in_line(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut cut = Vec::with_capacity(pieces.len());
    let mut last: Option<Reading> = None;
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let text = piece.text(document);
        if piece.class != Class::Line || piece.quoted || piece.cell {
            cut.push(piece);
            continue;
        }
        if let Some(titled) = piece.titled.as_ref().filter(|titled| titled.word == Division::Article) {
            last = titled.readings.first().copied().or(last);
        }
        let (mut rest, mut start) = (piece, 0);
        while let Some((at, reading)) = next_article(&text[start..], last) {
            let base = rest.span.start();
            if let Some(before) = Span::at(base, at).trimmed(&document.text).filter(|span| !span.is_empty()) {
                let mut head = rest.clone();
                head.span = before;
                cut.extend(uncaptioned(document, head));
            }
            start += at;
            let span = Span::at(base + at, rest.span.len() - at);
            rest = rest.part(document, span);
            rest.titled = super::titled::titled(rest.text(document));
            last = Some(reading);
        }
        let article =
            |next: &Piece| next.titled.as_ref().is_some_and(|titled| titled.word == Division::Article);
        match pieces.peek().is_some_and(article) {
            true => cut.extend(uncaptioned(document, rest)),
            false => cut.push(rest),
        }
    }
    cut
}

/// Where "第二条　" begins behind the end of a sentence or the title in brackets of the article, and "第一条　" behind the
/// title of the whole: scripts without spaces have nothing else that parts them.
fn next_east_asian(text: &str, last: Option<Reading>) -> Option<(usize, Reading)> {
    const TITLE: usize = 120;
    let wanted = last.map_or(1, |last| last.value() + 1);
    text.match_indices(['第', '제']).filter(|(at, _)| *at > 0).find_map(|(at, _)| {
        let titled = super::titled::titled(&text[at..]).filter(|titled| titled.word == Division::Article)?;
        let reading = titled.readings.first().copied().filter(|reading| reading.value() == wanted)?;
        let head = text[at..at + titled.end].ends_with([' ', '\u{3000}', '\u{a0}', ':', '：']);
        let before = text[..at].trim_end();
        let title = last.is_none() && before.len() <= TITLE && !before.contains(punctuation::is_full_stop);
        let ends = before.ends_with(|c| punctuation::is_full_stop(c) || matches!(c, '）' | ')')) || title;
        (head && ends).then_some((at, reading))
    })
}

/// A piece without the title in brackets of the next article at its end, and that title: "…とする。", "（義務）".
fn uncaptioned(document: &Document, piece: Piece) -> Vec<Piece> {
    let text = piece.text(document);
    let open = text.rfind(['（', '(']).filter(|_| !text.is_ascii() && text.ends_with(['）', ')']));
    let caption = open.filter(|open| {
        let before = text[..*open].trim_end();
        before.ends_with(punctuation::is_full_stop) && bracketed_title(&text[*open..]).is_some()
    });
    let Some(open) = caption else { return vec![piece] };
    let (start, length) = (piece.span.start(), piece.span.len());
    let head = Span::at(start, open).trimmed(&document.text).unwrap_or(piece.span);
    let caption = piece.part(document, Span::at(start + open, length - open));
    vec![Piece { span: head, ..piece }, caption]
}

/// Where, after the end of a sentence, the article after `last` begins.
fn next_article(text: &str, last: Option<Reading>) -> Option<(usize, Reading)> {
    if let Some(found) =
        Some(text).filter(|text| !text.is_ascii()).and_then(|text| next_east_asian(text, last))
    {
        return Some(found);
    }
    let wanted = last?.value() + 1;
    let mut from = 1;
    while let Some(found) = text.get(from..)?.find("Article ").or_else(|| text.get(from..)?.find("ARTICLE "))
    {
        let at = from + found;
        let titled = super::titled::titled(&text[at..])?;
        let rest = &text[at + titled.end..];
        let reading = titled.readings.first().copied();
        let fits = reading.is_some_and(|r| r.value() == wanted && r.path().len() == 1);
        let opens = titled.set_off || rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        if fits && opens && punctuation::ends(text[..at].trim_end()) && !text[..at].trim_end().ends_with(':')
        {
            return reading.map(|reading| (at, reading));
        }
        from = at + 8;
    }
    None
}

/// How many numbers of articles may be left out, one more.
const GAP: u16 = 40;

/// "-6" after "Art. 4".
fn is_range(rest: &str) -> bool {
    rest.strip_prefix(['-', '–']).is_some_and(|rest| rest.trim_start().starts_with(char::is_numeric))
}

/// The numbers that a structural word has counted so far.
#[derive(Default)]
struct Counted {
    last: Vec<(Division, Reading)>,
    annex: bool,
}

/// Decides which structural words open a unit.
fn structural(document: &Document, pieces: &mut [Piece]) {
    let mut counted = Counted::default();
    let mut body = false;
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let Some(titled) = piece.titled.as_ref().filter(|_| piece.class == Class::Line && !piece.quoted)
        else {
            body |= piece.class == Class::Line && (!piece.markers.is_empty() || piece.span.len() > 300);
            continue;
        };
        let before = at.checked_sub(1).map(|before| &pieces[before]);
        let headed = before.is_some_and(|before| before.class == Class::Structural || before.heading);
        let before = before.map_or("", |before| before.text(document));
        let before = Before { text: before, ended: headed || punctuation::ends(before) };
        let doubled = super::titled::doubled(titled, piece.text(document));
        let titled = doubled.as_ref().unwrap_or(titled);
        let Some(reading) = counted.accepts(piece, titled, piece.text(document), before, body) else {
            continue;
        };
        let (word, last) = (titled.word, titled.through.or(reading));
        counted.take(word, last);
        body |= word != Division::Annex;
        let piece = &mut pieces[at];
        piece.class = Class::Structural;
        piece.titled = doubled.or(piece.titled.take());
        if let (Some(titled), Some(reading)) = (piece.titled.as_mut(), reading) {
            titled.readings = vec![reading];
        }
    }
}

/// What comes before a piece.
#[derive(Clone, Copy)]
struct Before<'d> {
    text: &'d str,
    /// Whether it is a whole sentence or a heading.
    ended: bool,
}

impl Counted {
    /// Whether the piece opens a unit, and by which reading of its number.
    fn accepts(
        &self,
        piece: &Piece,
        titled: &Titled,
        text: &str,
        before: Before<'_>,
        body: bool,
    ) -> Option<Option<Reading>> {
        if piece.cell && !piece.apart || titled.word == Division::Annex && !body {
            return None;
        }
        let rest = &text[titled.end..];
        let first = rest.chars().next();
        let mut evidence = match first {
            None => 2,
            _ if titled.through.is_some() => 2,
            // "Article 6 (repealed)".
            Some('(' | '[') if bracketed(rest) && (piece.apart || piece.heading) => 2,
            Some(c) if titled.set_off => 2 - i32::from(c.is_lowercase()),
            Some(c) if c.is_lowercase() || ",;)/".contains(c) || is_range(rest) => return None,
            Some('(') => {
                if rest[1..].starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) {
                    1
                } else {
                    return None;
                }
            }
            Some(_) => 1,
        };
        let signed = rest.starts_with('§') && titled.word == Division::Article;
        if super::titled::titled(rest).is_some() && !signed
            || !rest.is_empty() && !rest.contains(char::is_alphanumeric)
        {
            return None;
        }
        if titled.readings.is_empty() {
            return (evidence == 2 && (piece.apart || piece.heading || rest.is_empty())).then_some(None);
        }
        let (reading, fits) = self.fitting(titled);
        let last = self.last.iter().find(|(word, _)| *word == titled.word);
        if titled.word == Division::Annex
            && !fits
            && last.is_some_and(|(_, last)| reading.value() <= last.value())
        {
            return None;
        }
        // Articles were repealed or left out in between.
        let ahead = last.is_some_and(|(_, last)| {
            last.series == reading.series && (2..=GAP).contains(&reading.value().saturating_sub(last.value()))
        });
        evidence += if fits {
            1
        } else if titled.word == Division::Annex {
            -2
        } else if ahead && (rest.is_empty() || titled.set_off || piece.heading || piece.apart) && before.ended
        {
            0
        } else {
            -1
        };
        evidence += i32::from(piece.apart) + i32::from(piece.heading && !piece.apart);
        if runs_on(before.text) {
            evidence -= 2;
        }
        if self.annex && titled.word == Division::Article && !fits {
            evidence -= 2;
        }
        (evidence >= 2).then_some(Some(reading))
    }

    /// The reading of a number that continues best, and whether it does continue or starts anew.
    fn fitting(&self, titled: &Titled) -> (Reading, bool) {
        let last = self.last.iter().find(|(word, _)| *word == titled.word).map(|(_, reading)| reading);
        let readings = &titled.readings;
        if let Some(reading) = last.and_then(|last| readings.iter().find(|reading| continues(last, reading)))
        {
            return (*reading, true);
        }
        if let Some(reading) = readings.iter().find(|reading| reading.value() == 1 && reading.suffix == 0) {
            return (*reading, true);
        }
        let smallest = readings.iter().min_by_key(|reading| (reading.value(), reading.doubt));
        (*smallest.unwrap_or(&readings[0]), last.is_none())
    }

    fn take(&mut self, word: Division, reading: Option<Reading>) {
        if word == Division::Annex {
            // Numbering starts anew in an annex.
            self.last.retain(|(word, _)| *word == Division::Annex);
            self.annex = true;
        }
        if let Some(reading) = reading {
            self.last.retain(|(other, _)| *other != word);
            self.last.push((word, reading));
        }
    }
}

/// Whether a number is the next one of its series, an inserted one ("5 bis") or of another decimal branch.
fn continues(last: &Reading, next: &Reading) -> bool {
    let step = i32::from(next.value()) - i32::from(last.value());
    let inserted = step == 0 && next.suffix > last.suffix;
    let branches = next.path() != last.path() && next.path().len() > 1;
    last.series == next.series && (step == 1 || inserted || branches)
}

/// Index of the first piece after the front matter (title page and preamble).
fn front_end(document: &Document, pieces: &[Piece]) -> usize {
    let line = |piece: &Piece| matches!(piece.class, Class::Line | Class::Structural);
    let structural = pieces.iter().position(|piece| piece.class == Class::Structural);
    // The articles of an annex do not end the front of a report that has none itself.
    let of_body = |at: &usize| {
        let titled = pieces[*at].titled.as_ref();
        titled.is_none_or(|titled| titled.word != Division::Annex)
    };
    let first = structural.filter(of_body);
    let horizon = structural.unwrap_or(pieces.len());
    let formula =
        pieces[..horizon].iter().rposition(|piece| line(piece) && holds_formula(piece.text(document)));
    if let Some(formula) = formula {
        return formula + 1;
    }
    if let Some(first) = first {
        return first;
    }
    // Without articles the front ends with the last of a run of reasons.
    let mut end = 0;
    let mut misses = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if line(piece) && gives_reason(document, piece) && runs_to_next(piece.text(document)) {
            end = at + 1;
            misses = 0;
        } else if end > 0 {
            misses += 1;
            if misses > 12 {
                break;
            }
        } else if at > 40 {
            break;
        }
    }
    if end == 0 {
        return body_named(document, pieces);
    }
    let first = |marker: &Marker| marker.readings.iter().any(Reading::is_first);
    let counts = |piece: &Piece| piece.markers.first().is_some_and(first);
    let orders = |piece: &Piece| line(piece) && is_order_alone(piece.text(document));
    end + usize::from(pieces.get(end).is_some_and(orders) && pieces.get(end + 1).is_some_and(counts))
}

/// "Decide that:" between the reasons and the paragraphs of a decision, whose words many languages have.
fn is_order_alone(text: &str) -> bool {
    const FEW: usize = 4;
    // What follows are sentences, which say themselves what they ask for.
    const THAT: [&str; 12] =
        ["att", "că", "che", "dass", "dat", "daß", "ότι", "que", "that", "że", "že", "что"];
    let words = text.trim_end_matches(punctuation::is_colon).trim_end();
    THAT.contains(&words.rsplit(' ').next().unwrap_or_default())
        && words.len() < text.len()
        && text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && super::phrases::length(text) <= FEW
        && !opens_reason(text)
}

/// Where a resolution without reasons names who adopts it: "The Assembly," right above its first paragraph.
fn body_named(document: &Document, pieces: &[Piece]) -> usize {
    const FIRST: usize = 30;
    const LONGEST: usize = 12;
    let named = pieces.windows(2).take(FIRST).position(|pair| {
        let text = pair[0].text(document);
        let counts =
            pair[1].markers.first().is_some_and(|marker| marker.readings.iter().any(Reading::is_first));
        is_body_name(text)
            && pair[0].class == Class::Line
            && pair[0].markers.is_empty()
            && counts
            && super::phrases::length(text) <= LONGEST
    });
    named.map_or(0, |at| at + 1)
}

/// Whether a line may be the name of who adopts a resolution: it begins large and ends with a comma.
fn is_body_name(text: &str) -> bool {
    text.ends_with(punctuation::is_comma)
        && text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// Whether a reason ends as one does: with a comma, semicolon or colon.
fn runs_to_next(text: &str) -> bool {
    text.ends_with(punctuation::is_pause) || text.matches(punctuation::is_semicolon).count() > 1
}

/// Whether a text is or ends with an enacting formula.
fn holds_formula(text: &str) -> bool {
    is_enacting_formula(text) || formula_at_end(text).is_some()
}

/// Where an enacting formula begins at the end of a text that has other words before it.
fn formula_at_end(text: &str) -> Option<usize> {
    let from = text.len().saturating_sub(160);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at))?;
    if !text.ends_with(|c| punctuation::is_colon(c) || punctuation::is_comma(c) || punctuation::is_stop(c)) {
        return None;
    }
    let starts = text[from..].char_indices().filter(|(_, c)| c.is_uppercase() || *c == 'h');
    starts.map(|(at, _)| from + at).find(|at| {
        let boundary = text[..*at].ends_with([',', ';', ' ', '.']);
        *at > 0
            && boundary
            && text[*at..].len() < 120
            && is_enacting_formula(&text[*at..])
            && text[*at..].starts_with(char::is_uppercase)
    })
}

/// Classifies the front matter and cuts lines that hold several reasons.
fn preamble(document: &Document, pieces: Vec<Piece>, end: usize) -> Vec<Piece> {
    let mut done = Vec::with_capacity(pieces.len());
    let start = pieces[..end].iter().position(|piece| {
        let text = piece.text(document);
        piece.class == Class::Line
            && (starts_preamble(text)
                || gives_reason(document, piece)
                || opens_parties(text)
                || cut_reasons(text, 0).len() > 1
                || is_capitals(text) && text.ends_with(','))
    });
    let start = start.into_iter().chain(reasons_before_formula(document, &pieces[..end])).min();
    let start =
        start.or_else(|| end.checked_sub(1).filter(|last| is_body_name(pieces[*last].text(document))));
    // Who adopts a text is named right above the first reason: "The Plenipotentiary Conference,".
    const NAME: usize = 12;
    let named = |at: &usize| {
        let above = &pieces[at - 1];
        let text = above.text(document);
        above.class == Class::Line && is_body_name(text) && super::phrases::length(text) <= NAME
    };
    let start = start.map(|at| if at > 0 && named(&at) { at - 1 } else { at });
    let mut rest = pieces.into_iter().enumerate().peekable();
    while let Some((at, piece)) = rest.next() {
        // "（目的）" above the first article is its title.
        let next = rest.peek().filter(|(_, next)| next.class == Class::Structural);
        let text = piece.text(document);
        let caption = next.is_some() && !text.is_ascii() && bracketed_title(text) == Some(text.len());
        if at >= end || piece.class != Class::Line || caption {
            done.push(piece);
        } else if start.is_none_or(|start| at < start) {
            cover(document, piece, &mut done);
        } else {
            reasons(document, piece, &mut done);
        }
    }
    done
}

/// Where reasons begin in a language whose words for them are not known: lines that all end with a comma or the like, up
/// to the formula.
fn reasons_before_formula(document: &Document, pieces: &[Piece]) -> Option<usize> {
    let formula = pieces.iter().position(|piece| is_enacting_formula(piece.text(document)))?;
    let reason = |piece: &&Piece| {
        let plain = piece.class == Class::Line && piece.markers.is_empty() && !piece.cell;
        plain && is_open(piece.text(document))
    };
    let reasons = pieces[..formula].iter().rev().take_while(reason).count();
    (reasons > 1).then_some(formula - reasons)
}

/// Whether a line may be the words before the reasons, and in a script whose reasons have no words of their own here,
/// nothing but these: "本公約各締約國，".
fn opens_alone(text: &str) -> bool {
    let pauses = text.chars().filter(|c| !c.is_ascii() && (punctuation::is_pause(*c) || *c == '、'));
    is_open(text) && pauses.count() <= 1
}

/// Whether a line of a preamble ends as one does that others follow.
fn is_open(text: &str) -> bool {
    text.ends_with(|c| punctuation::is_pause(c) || matches!(c, '、' | '–' | '—'))
}

fn starts_preamble(text: &str) -> bool {
    is_preamble(text)
        || opens_reason(text)
        || text.split_once(char::is_whitespace).is_some_and(|(word, _)| is_preamble(word))
}

/// Before the preamble all short lines are title page; long text is kept as text.
fn cover(document: &Document, mut piece: Piece, done: &mut Vec<Piece>) {
    let text = piece.text(document);
    let words = text.split_whitespace().take(41).count();
    let sentence = words > 3 && text.ends_with('.') && !piece.heading;
    if words <= 40 && !sentence && (piece.markers.is_empty() || piece.heading) {
        piece.class = Class::Cover;
    }
    done.push(piece);
}

/// One piece of the preamble to its title, opening words, reasons and formula.
fn reasons(document: &Document, piece: Piece, done: &mut Vec<Piece>) {
    let text = piece.text(document);
    let seen = done.iter().any(|piece| matches!(piece.class, Class::Reason | Class::Opening));
    for span in cut_reasons(text, piece.span.start()) {
        let Some(span) = span.trimmed(&document.text).filter(|span| !span.is_empty()) else { continue };
        let whole = span == piece.span;
        let mut part = if whole { piece.clone() } else { piece.part(document, span) };
        let text = part.text(document);
        part.class = if is_preamble(text) {
            Class::PreambleTitle
        } else if is_enacting_formula(text) || is_whereas(text) || is_order_alone(text) {
            Class::Formula
        } else if part.markers.is_empty()
            && !opens_reason(text)
            && (opens_parties(text) || !seen && opens_alone(text))
        {
            Class::Opening
        } else {
            Class::Reason
        };
        done.push(part);
    }
}

/// Cuts a run of text where a new reason or the formula begins: after ";", "," or ":" with a capital letter.
fn cut_reasons(text: &str, base: usize) -> Vec<Span> {
    let mut cuts = vec![0];
    let head = text.split_whitespace().next().unwrap_or("");
    if is_preamble(head) && head.len() < text.len() {
        cuts.push(head.len());
    }
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if !matches!(byte, b';' | b',' | b':') {
            continue;
        }
        let Some(after) = text.get(at + 1..) else { continue };
        let next = at + 1 + (after.len() - after.trim_start_matches([' ', '\u{a0}']).len());
        let rest = &text[next..];
        let capital = rest.starts_with(char::is_uppercase);
        if capital && (opens_reason(rest) || is_enacting_formula(rest)) && !rest.starts_with("In ") {
            cuts.push(next);
        }
    }
    cuts.push(text.len());
    cuts.dedup();
    cuts.windows(2).map(|pair| Span::at(base + pair[0], pair[1] - pair[0])).collect()
}
