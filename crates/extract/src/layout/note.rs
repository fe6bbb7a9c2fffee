//! Footnotes: small type at the foot of a column, below a rule or after a mark.

use super::block::{Column, Para};
use super::line::TextLine;
use super::params::{Notes, Params};
use super::style::Style;
use crosscut_text::{Block, Page, Rect, Role};

/// Takes the footnotes off the end of a column's lines.
pub(super) fn take_notes(
    lines: &mut Vec<TextLine>,
    rules: &[Rect],
    column: Column,
    style: Style,
    params: &Params,
) -> Vec<Para> {
    // A rule that was typed: underscores, as templates of the United Nations have it, or strokes.
    let typed = |line: &TextLine| {
        let text = line.text();
        text.len() >= 8 && (text.bytes().all(|b| b == b'_') || text.chars().all(|c| "-–—".contains(c)))
    };
    // A note that the page before did not end goes on below the rule without a mark.
    let marked = |at: &usize| {
        let next = lines.get(at + 1);
        next.is_some_and(|line| has_mark(line, &params.notes) || line.size < params.page.small * style.size)
    };
    if let Some(rule) = lines.iter().rposition(typed).filter(marked) {
        let notes = lines.split_off(rule + 1);
        lines.pop();
        return part(notes, &params.notes);
    }
    let (tuned, small) = (&params.notes, params.page.small * style.size);
    let tail = lines.iter().rposition(|line| line.size >= small).map_or(0, |at| at + 1);
    let below_rule = (0..lines.len()).rev().find(|&at| {
        (at >= tail || has_raised_mark(&lines[at])) && is_below_rule(lines, at, rules, column, tuned)
    });
    // Without a rule a mark alone must do; a region that is all small type is a table or an annex. The first mark may be
    // one that a recogniser could not read, if the text above is cut off in a sentence and a later line has its own.
    let is_marked = tail > 0
        && (lines.get(tail).is_some_and(|line| has_mark(line, tuned))
            || is_cut_off(&lines[tail - 1], column)
                && lines[tail..].iter().any(|line| has_mark(line, tuned)));
    match below_rule.or(is_marked.then_some(tail)) {
        Some(first) => part(lines.split_off(first), tuned),
        None => Vec::new(),
    }
}

/// Whether a line fills its column and ends within a sentence.
fn is_cut_off(line: &TextLine, column: Column) -> bool {
    let is_full = line.rect.w > 0.85 * (column.end - column.start);
    is_full
        && line
            .text()
            .trim_end()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{ad}'))
}

/// Whether a short rule, as footnotes have it above them, is the last thing above line `at`. One close under the line
/// before only underlines it.
fn is_below_rule(lines: &[TextLine], at: usize, rules: &[Rect], column: Column, tuned: &Notes) -> bool {
    let line = &lines[at];
    let top = line.baseline - line.size;
    let above = at.checked_sub(1).map(|before| &lines[before]);
    let above =
        above.map_or(top - tuned.above * line.size, |above| above.baseline + tuned.underline * above.size);
    let width = (column.end - column.start).max(tuned.narrowest_column * line.size);
    rules.iter().any(|rule| {
        let y = rule.y + rule.h / 2.0;
        rule.w > tuned.rule_least * line.size
            && rule.w < tuned.rule_most * width
            && y > above
            && y < top + tuned.rule_overlap * line.size
            && (rule.x - line.rect.x).abs() < tuned.rule_start * line.size
    })
}

/// Parts the lines of notes, each of which begins with its mark.
fn part(lines: Vec<TextLine>, tuned: &Notes) -> Vec<Para> {
    let mut notes: Vec<Para> = Vec::new();
    let mut last: Option<u32> = None;
    for line in lines {
        let number = leading_number(line.text(), tuned);
        let next = match (number, last) {
            (Some(number), Some(last)) => number == last + 1,
            (Some(_), None) => true,
            (None, _) => has_mark(&line, tuned),
        };
        if next && number.is_some() {
            last = number;
        }
        match notes.last_mut() {
            Some(note) if !next => note.lines.push(line),
            _ => notes.push(Para { lines: vec![line], centred: false }),
        }
    }
    notes
}

/// Takes in notes that a page break parts from what shows them to be notes: small type at the end of a page whose first
/// number follows on the last note's, or which goes on with a note that the page before did not end.
pub(super) fn adopt(pages: &mut [Page], style: Style, params: &Params) {
    let (tuned, small) = (&params.notes, params.page.small * style.size);
    let mut last: Option<u32> = None;
    let mut is_open = false;
    for page in pages {
        let is_small = |block: &Block| block.lines.iter().all(|line| line.font_size < small);
        let first = page.blocks.iter().position(|block| {
            let counts_on = last.is_some_and(|last| opening(block, tuned) == Some(last + 1));
            let reads_on =
                is_open && block.lines.first().is_some_and(|line| line.text.starts_with(char::is_lowercase));
            block.role == Role::Body && is_small(block) && (counts_on || reads_on)
        });
        if let Some(first) = first {
            let tail = &mut page.blocks[first..];
            let goes_with_notes =
                |role| matches!(role, Role::Note | Role::RunningHead | Role::RunningFoot | Role::PageNumber);
            if tail.iter().all(|block| goes_with_notes(block.role) || is_small(block)) {
                tail.iter_mut()
                    .filter(|block| block.role.is_text())
                    .for_each(|block| block.set_role(Role::Note));
            }
        }
        let notes = || page.blocks.iter().filter(|block| block.role == Role::Note);
        last = notes().filter_map(|note| opening(note, tuned)).next_back().or(last);
        is_open = notes().next_back().and_then(|note| note.lines.last()).is_some_and(|line| {
            line.text.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{ad}'))
        });
    }
}

/// The number that a block begins with.
pub(super) fn opening(block: &Block, tuned: &Notes) -> Option<u32> {
    leading_number(&block.lines.first()?.text, tuned)
}

/// Whether a line begins with a raised mark, or one in round brackets.
fn has_raised_mark(line: &TextLine) -> bool {
    let raised = line.line.words.first().is_some_and(|word| word.superscript);
    let inside = line.line.words.get(1).is_some_and(|word| word.superscript);
    raised || (inside && line.text().starts_with('('))
}

/// Whether a line begins with the mark of a note: raised, bracketed, a number before text, or a symbol.
fn has_mark(line: &TextLine, tuned: &Notes) -> bool {
    let first = line.text().split_whitespace().next().unwrap_or_default();
    has_raised_mark(line)
        || leading_number(line.text(), tuned).is_some()
        || first.starts_with(['*', '†', '‡', '§']) && first.chars().count() <= tuned.symbols
}

/// The number that a line begins with: "7", "(7)", "7." before text.
fn leading_number(text: &str, tuned: &Notes) -> Option<u32> {
    let text = text.trim_start_matches(['(', '[', ' ']);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let rest = text[digits..].trim_start_matches([')', ']', '.', ' ']);
    let is_dotted = text[digits..].starts_with('.') && rest.starts_with(|c: char| c.is_ascii_digit());
    if digits == 0 || digits > tuned.digits || rest.is_empty() || is_dotted {
        return None;
    }
    text[..digits].parse().ok()
}
