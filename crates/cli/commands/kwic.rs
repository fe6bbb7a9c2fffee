//! `crosscut kwic`: each match in the middle of a line.

use crate::Done;
use crate::args::{Common, Kwic, Side};
use crate::commands::desk::Desk;
use crate::commands::print_json;
use crate::out::{note, raw, visible};
use anyhow::Result;
use crosscut::search::{Hit, Options};
use crosscut::text::Span;
use crosscut::words::counted;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// A match with the text on both sides of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Line {
    clause: String,
    locator: String,
    left: String,
    word: String,
    right: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    schema: &'static str,
    lines: Vec<Line>,
}

pub(crate) fn kwic(common: &Common, args: &Kwic) -> Result<Done> {
    let mut desk = Desk::open(common)?;
    let mut options = Options::from(desk.index.clauses());
    (options.sort, options.count) = (crosscut::search::Sort::Position, false);
    let found = desk.search(&desk.query(&args.query)?, options)?;
    let mut lines: Vec<Line> = found.hits.iter().flat_map(|hit| lines_of(hit, args.width)).collect();
    if let Some(side) = args.sort {
        lines.sort_by_cached_key(|line| key(line, side));
    }
    lines.truncate(args.limit.unwrap_or(usize::MAX));
    if common.json {
        print_json(&Answer { schema: "crosscut/kwic/1", lines })?;
    } else {
        found.notes.iter().for_each(|text| note!("note: {text}"));
        if lines.is_empty() && !found.hits.is_empty() {
            note!("note: {} match, none of them by a word to show", counted(found.hits.len(), "clause"));
        }
        print(&lines)?;
    }
    Ok(Done::Well)
}

/// The word of a line that it is sorted by, in small letters.
fn key(line: &Line, side: Side) -> String {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let word = match side {
        Side::Left(place) => words(&line.left).into_iter().rev().nth(place - 1),
        Side::Right(place) => words(&line.right).into_iter().nth(place - 1),
    };
    word.unwrap_or_default()
}

/// The matches of a clause, one a line; words that follow each other are one match.
pub(crate) fn lines_of(hit: &Hit, width: usize) -> Vec<Line> {
    cut(&hit.text, &hit.highlights, width)
        .into_iter()
        .map(|(left, word, right)| Line {
            clause: hit.clause.to_string(),
            locator: hit.locator.clone(),
            left,
            word,
            right,
        })
        .collect()
}

/// The text left of each match, the match, and the text right of it.
fn cut(text: &str, highlights: &[Span], width: usize) -> Vec<(String, String, String)> {
    let mut spans: Vec<Span> = Vec::new();
    for span in highlights {
        match spans.last_mut() {
            Some(last) if text.get(last.end()..span.start()).is_some_and(|gap| gap.trim().is_empty()) => {
                *last = last.union(*span);
            }
            _ => spans.push(*span),
        }
    }
    let line = |span: Span| {
        let (before, after) = (text.get(..span.start())?, text.get(span.end()..)?);
        let flat = |text: String| text.replace(['\n', '\t', '\r'], " ");
        let skipped = before.chars().count().saturating_sub(width);
        let (left, right) = (before.chars().skip(skipped).collect(), after.chars().take(width).collect());
        Some((flat(left), flat(span.cut(text)?.to_owned()), flat(right)))
    };
    spans.into_iter().filter_map(line).collect()
}

/// Prints lines with the matches below each other.
pub(crate) fn print(lines: &[Line]) -> Result<()> {
    let lines: Vec<(String, String, String, &str)> = lines
        .iter()
        .map(|line| (visible(&line.left), visible(&line.word), visible(&line.right), line.clause.as_str()))
        .collect();
    let widest = lines.iter().map(|(left, ..)| left.width()).max().unwrap_or(0);
    let longest = lines.iter().map(|(_, word, right, _)| word.width() + right.width()).max().unwrap_or(0);
    for (left, word, right, clause) in lines {
        let before = " ".repeat(widest - left.width());
        let after = " ".repeat(longest - word.width() - right.width());
        raw(&format!("{before}{left}»{word}«{right}{after}  {}\n", visible(clause)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_in_the_middle_of_its_line() {
        let text = "Each Party reports the incident\nto the team.";
        let lines = cut(text, &[Span::at(11, 7), Span::at(23, 8)], 9);
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].0.as_str(), lines[0].2.as_str()), ("ch Party ", " the inci"));
        assert_eq!((lines[1].1.as_str(), lines[1].2.as_str()), ("incident", " to the t"));
        let (left, word, right) = lines[1].clone();
        let line = Line { clause: String::new(), locator: String::new(), left, word, right };
        assert_eq!(key(&line, Side::Left(1)), "the");
        assert_eq!(key(&line, Side::Right(3)), "t");
        let together = cut(text, &[Span::at(11, 7), Span::at(19, 3)], 9);
        assert_eq!(together[0].1, "reports the");
    }
}
