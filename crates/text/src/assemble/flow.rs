//! Blocks in order, body before notes, those of one paragraph together.

use super::breaks::{self, Place, is_rule};
use super::{starts_item, starts_reference};
use crate::lexicon::{is_conjunction, punctuation};
use crate::{Block, Line, Page, Rect, Role};
use std::collections::BTreeSet;

/// A block and its page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    pub(super) page: &'a Page,
    pub(super) block: &'a Block,
    /// Whether a header, footer or page number comes between it and the block before.
    interrupted: bool,
}

/// The blocks of one paragraph: several where it continues over a column or page.
#[derive(Clone, Debug)]
pub(super) struct Paragraph<'a> {
    pub(super) first: Placed<'a>,
    last: Placed<'a>,
    /// Its lines that hold something, with the page of each: told once, since they are gone through many times.
    lines: Vec<(&'a Page, &'a Line)>,
}

impl<'a> Paragraph<'a> {
    fn new(placed: Placed<'a>) -> Self {
        let mut paragraph = Self { first: placed, last: placed, lines: Vec::new() };
        paragraph.push(placed);
        paragraph
    }

    fn push(&mut self, placed: Placed<'a>) {
        let lines = placed.block.lines.iter().filter(|line| !is_empty(line));
        self.lines.extend(lines.map(|line| (placed.page, line)));
        self.last = placed;
    }

    /// What it is; what only its first part was taken for does not count.
    pub(super) fn role(&self) -> Role {
        self.last.block.role
    }

    /// Lines that hold something, with the page of each.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&'a Page, &'a Line)> {
        self.lines.iter().copied()
    }
}

/// The paragraphs of the body, then the notes, then what is outside the text, each in the order of the pages.
pub(super) fn paragraphs(pages: &[Page]) -> Vec<Paragraph<'_>> {
    let mut paragraphs = Vec::new();
    let breaks = breaks::inside(pages);
    collect(pages, &breaks, Role::is_text, &mut paragraphs);
    collect(pages, &breaks, |role| role == Role::Note, &mut paragraphs);
    collect(pages, &breaks, |role| role == Role::Aside, &mut paragraphs);
    paragraphs
}

fn collect<'a>(
    pages: &'a [Page],
    breaks: &BTreeSet<Place>,
    wanted: impl Fn(Role) -> bool,
    paragraphs: &mut Vec<Paragraph<'a>>,
) {
    let first = paragraphs.len();
    let mut interrupted = false;
    for (nth, page) in pages.iter().enumerate() {
        for (at, block) in page.blocks.iter().enumerate().filter(|(_, block)| !is_blank(block)) {
            if breaks.contains(&(nth, at)) {
                interrupted = true;
                continue;
            }
            if !wanted(block.role) {
                interrupted |= !block.role.is_text() && !matches!(block.role, Role::Note | Role::Aside);
                continue;
            }
            let placed = Placed { page, block, interrupted: std::mem::take(&mut interrupted) };
            match paragraphs[first..].last_mut() {
                Some(open) if continues(open.last, placed) => open.push(placed),
                _ => paragraphs.push(Paragraph::new(placed)),
            }
        }
    }
}

fn is_blank(block: &Block) -> bool {
    block.lines.iter().all(is_empty)
}

/// Whether a line shows no words.
fn is_empty(line: &Line) -> bool {
    line.text.trim().is_empty() || is_rule(&line.text)
}

/// Whether `next` continues the paragraph of `last` at the top of another column or page: the line before the break
/// was full, the sentence is not over, and nothing in `next` opens something new.
fn continues(last: Placed<'_>, next: Placed<'_>) -> bool {
    let is_prose = matches!(last.block.role, Role::Body | Role::Note);
    // The first lines of an item at the end of a page may look like a heading.
    let is_torn = last.block.role == Role::Heading
        && next.block.role == Role::Body
        && last.block.level.is_none()
        && last.page.number != next.page.number
        && last.block.lines.first().is_some_and(|line| starts_item(&line.text))
        && next.block.lines.first().is_some_and(|line| line.text.starts_with(char::is_lowercase));
    if !(is_torn || is_prose && last.block.role == next.block.role) || next.block.centred {
        return false;
    }
    let (Some(line), Some(opening)) = (last.block.lines.last(), next.block.lines.first()) else {
        return false;
    };
    let (Some(end), Some(start)) = (line.rect(), opening.rect()) else { return false };
    same_style(line, opening)
        && (last.page.number != next.page.number || start.y < end.y - end.h || next.interrupted)
        && reads_on(&line.text, &opening.text, is_full(last, end, opening))
}

fn same_style(a: &Line, b: &Line) -> bool {
    (a.font_size - b.font_size).abs() <= 0.12 * a.font_size.max(b.font_size) && a.bold == b.bold
}

/// Whether a sentence reads on from one line to the next, `full` telling whether the first filled its column.
fn reads_on(line: &str, opening: &str, full: bool) -> bool {
    let end = line.trim_end().trim_end_matches(punctuation::is_closing);
    let last = end.chars().next_back();
    let lower =
        opening.trim_start().trim_start_matches(punctuation::is_opening).starts_with(char::is_lowercase);
    if last.is_some_and(|c| matches!(c, '-' | '\u{2010}' | '\u{ad}')) {
        return full || lower;
    }
    let open = last.is_some_and(char::is_alphabetic) && !ends_in_conjunction(end);
    if starts_reference(opening) && open {
        return true;
    }
    if starts_item(opening) {
        // "under point | (b) of that Article": only where nothing at all ends the line and the column was full.
        return full && open;
    }
    match last {
        Some(mark) if punctuation::is_end(mark) => full && lower,
        _ => full || lower,
    }
}

/// "and" or "or" at the end of a line separates items of a list.
fn ends_in_conjunction(line: &str) -> bool {
    line.rsplit(char::is_whitespace).next().is_some_and(is_conjunction)
}

/// Whether the first word of `opening` would not have fitted behind `end`, the last line of `last`.
fn is_full(last: Placed<'_>, end: Rect, opening: &Line) -> bool {
    let word = opening.words.first().map_or(0.0, |word| word.rect.w);
    let edge = column_edge(last, end);
    end.right() + 0.2 * opening.font_size + word > edge - 0.5
}

/// Right edge of the column of `end`: the furthest that text of its page reaches above or below it.
fn column_edge(last: Placed<'_>, end: Rect) -> f32 {
    let text = last.page.blocks.iter().filter(|block| block.role.is_text() && block.cell.is_none());
    let above = text.filter_map(Block::rect).filter(|rect| rect.x < end.right() && end.x < rect.right());
    // A title that spans the columns reaches over them; a column's own paragraphs start near its left edge.
    let own = above.filter(|rect| (rect.x - end.x).abs() < 0.25 * last.page.size.map_or(0.0, |size| size.w));
    own.map(Rect::right).fold(end.right(), f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_reads_on_over_a_break() {
        for (line, opening, full, expected) in [
            ("shall ensure that the", "competent authorities", true, true),
            ("shall ensure that the", "Commission is told", true, true),
            ("TITLE OF PART", "The Commission", false, false),
            ("is told.", "The Commission", true, false),
            ("referred to in Art.", "nine", true, true),
            ("of the data;", "(b) the time", true, false),
            ("under point", "(b) of that Article", true, true),
            ("as set out in", "Article 11(3).", false, true),
            ("as set out in Article 9.", "Article 11(3)", false, false),
            ("of the data and", "(b) the time", true, false),
            ("the following:", "1. one", true, false),
            ("known as “the Act”", "and others", false, true),
            ("the coop-", "eration", false, true),
        ] {
            assert_eq!(reads_on(line, opening, full), expected, "{line} | {opening}");
        }
    }
}
