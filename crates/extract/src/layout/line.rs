//! Rows to lines of text in reading order.

use super::params::Words;
use super::row::{Row, is_spaced};
use super::script;
use super::sheet::{Sheet, Token};
use crosscut_text::{Line, Rect, Span, Word};
use std::borrow::Cow;

/// A line and what tells where paragraphs begin. `start` and `end` are the edges where reading starts and ends: left
/// and right, or their mirror image for right-to-left text, so that `start < end` always.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine {
    pub(super) line: Line,
    pub(super) rect: Rect,
    pub(super) start: f32,
    pub(super) end: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) all_bold: bool,
    pub(super) any_bold: bool,
    /// Width of the first word.
    pub(super) first_word: f32,
    /// Lower edge of a drop capital in the line.
    pub(super) drop: Option<f32>,
}

impl TextLine {
    pub(super) fn text(&self) -> &str {
        &self.line.text
    }

    /// The text without the raised marks that it ends with: "may prune trees." of "may prune trees.²".
    pub(super) fn unmarked(&self) -> &str {
        let text = self.text();
        let mark = |word: &&Word| {
            let shown = word.span.cut(text).unwrap_or_default();
            word.superscript && !shown.contains(char::is_alphabetic)
        };
        let marks = self.line.words.iter().rev().take_while(mark);
        let end = marks.last().map_or(text.len(), |word| word.span.start());
        text.get(..end).filter(|rest| !rest.trim().is_empty()).unwrap_or(text).trim_end()
    }
}

/// The line that a row shows. `rtl`: lines of this page are read from the right.
pub(super) fn line(sheet: &Sheet, row: &Row, rtl: bool, tuned: &Words) -> TextLine {
    let tokens: Vec<&Token> = row.tokens.iter().map(|&token| &sheet.tokens[token as usize]).collect();
    let spaced = spaces(sheet, &tokens, tuned);
    let letters = tokens.iter().map(|token| token.len as usize + 1).sum();
    let mut line = Line {
        text: String::with_capacity(letters),
        words: Vec::with_capacity(tokens.len()),
        font_size: row.size,
        ..Line::default()
    };
    let order = reading_order(&tokens, sheet, rtl);
    let mut last: Option<usize> = None;
    for &at in &order {
        // Neighbours in reading order that are not neighbours on the page are apart.
        let gap = last.is_some_and(|last| match at.abs_diff(last) {
            1 => spaced[at.max(last)],
            _ => true,
        });
        let text = shown(sheet.text_of(tokens[at]), order.last() == Some(&at));
        append(&mut line, &text, tokens[at], gap, last.map(|last| tokens[last]));
        last = Some(at);
    }
    let weigh =
        |is: fn(&Token) -> bool| tokens.iter().filter(|token| is(token)).map(|token| token.len).sum::<u32>();
    let (bold, italic, all) = (weigh(|t| t.bold), weigh(|t| t.italic), weigh(|_| true));
    (line.bold, line.italic) = (2 * bold > all, 2 * italic > all);
    let (start, end) = if rtl { (-row.rect.right(), -row.rect.x) } else { (row.rect.x, row.rect.right()) };
    TextLine {
        rect: row.rect,
        start,
        end,
        baseline: row.baseline,
        size: row.size,
        all_bold: bold == all,
        any_bold: bold > 0,
        first_word: first_word(&order, &tokens, &spaced),
        drop: tokens.iter().find(|token| token.dropped).map(|token| token.rect.bottom()),
        line,
    }
}

/// Width of the first word as far as it is printed without a gap.
fn first_word(order: &[usize], tokens: &[&Token], spaced: &[bool]) -> f32 {
    let mut rects = order.iter().map(|&at| tokens[at].rect);
    let Some(mut rect) = rects.next() else { return 0.0 };
    for (pair, next) in order.windows(2).zip(rects) {
        if pair[0].abs_diff(pair[1]) != 1 || spaced[pair[0].max(pair[1])] {
            break;
        }
        rect = rect.union(next);
    }
    rect.w
}

/// A soft hyphen inside a line is printed, so it is a plain hyphen; at the end of a line it stays what it is.
fn shown(text: &str, at_end: bool) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains('\u{ad}') {
        return text.into();
    }
    match text.strip_suffix('\u{ad}').filter(|_| at_end) {
        Some(head) => (head.replace('\u{ad}', "-") + "\u{ad}").into(),
        None => text.replace('\u{ad}', "-").into(),
    }
}

fn append(line: &mut Line, text: &str, token: &Token, gap: bool, last: Option<&Token>) {
    if gap {
        line.text.push(' ');
    }
    let span = Span::at(line.text.len(), text.len());
    line.text.push_str(text);
    if let Some(word) = line.words.last_mut()
        && !gap
        && last.is_some_and(|last| last.superscript == token.superscript)
    {
        word.span = word.span.union(span);
        word.rect = word.rect.union(token.place);
    } else {
        line.words.push(Word { span, rect: token.place, superscript: token.superscript, confidence: None });
    }
}

/// Whether there is a space before each token of a row; letters that are spaced out for emphasis stay one word.
fn spaces(sheet: &Sheet, tokens: &[&Token], tuned: &Words) -> Vec<bool> {
    let mut spaced: Vec<bool> =
        std::iter::once(false)
            .chain(tokens.windows(2).map(|pair| {
                is_spaced(pair[0], pair[1], tuned) && !is_set_apart(sheet, pair[0], pair[1], tuned)
            }))
            .take(tokens.len())
            .collect();
    let mut at = 0;
    while at < tokens.len() {
        let run = tokens[at..].iter().take_while(|token| is_letter(sheet.text_of(token))).count();
        if run >= tuned.spaced_letters {
            let gap = |i: usize| tokens[i].rect.x - tokens[i - 1].rect.right();
            let least = (at + 1..at + run).map(gap).fold(f32::INFINITY, f32::min);
            for i in at + 1..at + run {
                let em = tokens[i].size;
                spaced[i] &= least > tuned.letter_gap * em
                    || gap(i) > tuned.spaced_gap * least.max(tuned.least_letter_gap * em);
            }
        }
        at += run.max(1);
    }
    spaced
}

/// Whether the white between two tokens is the little that typesetters put between Han characters and figures or Latin
/// letters, "第 5 条", and no space of the text.
fn is_set_apart(sheet: &Sheet, left: &Token, right: &Token, tuned: &Words) -> bool {
    let (left_text, right_text) = (sheet.text_of(left), sheet.text_of(right));
    let ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii);
    if ascii(left_text.as_bytes().last()) && ascii(right_text.as_bytes().first()) {
        return false;
    }
    let (before, after) = (left_text.chars().next_back(), right_text.chars().next());
    let (Some(before), Some(after)) = (before, after) else { return false };
    let differ = script::is_han(before) && after.is_ascii_alphanumeric()
        || before.is_ascii_alphanumeric() && script::is_han(after);
    let gap = right.rect.x - left.rect.right();
    differ && !left.space_after && !right.space_before && gap < tuned.han_gap * left.size.max(right.size)
}

/// Whether a text is one letter.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Which way a token is written; `None` for punctuation alone.
fn direction(sheet: &Sheet, token: &Token) -> Option<bool> {
    if token.rtl {
        return Some(true);
    }
    sheet.text_of(token).chars().any(char::is_alphanumeric).then_some(false)
}

/// Indices of tokens, given from left to right, in reading order: runs written against the line's direction are
/// turned round (the one level of the bidirectional algorithm that agreements need).
fn reading_order(tokens: &[&Token], sheet: &Sheet, rtl: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..tokens.len()).collect();
    if !rtl && !tokens.iter().any(|token| token.rtl) {
        return order;
    }
    if rtl {
        order.reverse();
    }
    let own: Vec<Option<bool>> = order.iter().map(|&at| direction(sheet, tokens[at])).collect();
    let mut at = 0;
    while at < order.len() {
        if own[at] != Some(!rtl) {
            at += 1;
            continue;
        }
        // "المادة 1 Article 1": of two numbers side by side the first counts what is written from the right.
        let is_number = |i: usize| sheet.text_of(tokens[order[i]]).bytes().all(|b| b.is_ascii_digit());
        if rtl
            && at > 0
            && own[at - 1] == Some(true)
            && at + 2 < own.len()
            && is_number(at)
            && is_number(at + 1)
        {
            at += 1;
            continue;
        }
        // Punctuation belongs to the run only where the run goes on after it.
        let against = own[at..].iter().take_while(|way| **way != Some(rtl)).count();
        let end = (at..at + against).rev().find(|&i| own[i] == Some(!rtl)).map_or(at + 1, |i| i + 1);
        order[at..end].reverse();
        at = end;
    }
    order
}
