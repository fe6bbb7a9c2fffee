//! What is printed, line by line. Only this module and `table` write to the terminal.
//!
//! On a terminal long lines are broken between words. Elsewhere they are not broken at all: what reads a pipe or a file
//! (`grep`, `cut`, `less -S`) works by lines, and knows best how wide it is.

use crosscut::text::lexicon::invisible::{Invisible, joins, kind};
use std::fmt;
use std::io::{self, IsTerminal, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Begins and ends what is marked on a terminal: bold and underlined.
pub(crate) const MARK: (&str, &str) = ("\u{1b}[1;4m", "\u{1b}[0m");

/// Prints a line to standard output, its invisible characters shown by name. The error is for `?`: a reader that went
/// away (`| head`) ends the program.
macro_rules! say {
    ($($text:tt)*) => { $crate::out::line(&$crate::out::visible(&format!($($text)*))) };
}

/// Prints a line to standard error, its invisible characters shown by name. Nobody may listen there: that is no error.
macro_rules! note {
    ($($text:tt)*) => { $crate::out::aside(format_args!($($text)*)) };
}

pub(crate) use {note, say};

/// Prints a line as it is, broken between words on a terminal.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match terminal_width() {
        Some(width) => writeln!(out, "{}", wrapped(text, width)),
        None => writeln!(out, "{text}"),
    }
}

/// Text of several lines, each but the first indented as a quote is.
pub(crate) fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}

/// The function behind `note!`.
pub(crate) fn aside(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", visible(&text.to_string()));
}

/// Prints text or data that ends its lines itself.
pub(crate) fn raw(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

/// How many columns the terminal has; `None` where the output goes elsewhere.
pub(crate) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Whether somebody looks at the output now.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Text of a document or a person as it may be shown: what cannot be seen, turns the direction of text or acts on a
/// terminal is there by name, as in ‹RLO›. Soft hyphens are left out, as on the pages; joiners that spell stay.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let spells =
            matches!(kind(c), Some((Invisible::Joiner, _))) && joins(before, letters.peek().copied());
        before = Some(c);
        if spells {
            out.push(c);
            continue;
        }
        match (c, kind(c).map(|(_, name)| name)) {
            ('\n', _) => out.push('\n'),
            ('\t' | '\r', _) => out.push(' '),
            (_, Some("SHY")) => {}
            (_, Some(name)) => out.extend(["‹", name, "›"]),
            (_, None) => out.push(c),
        }
    }
    out
}

/// Breaks lines between words, and between letters of East Asia, so that they take at most `width` columns. A line that
/// goes on is indented as it began. Words that are longer than that stay whole.
fn wrapped(text: &str, width: usize) -> String {
    text.split('\n').map(|line| wrapped_line(line, width)).collect::<Vec<_>>().join("\n")
}

fn wrapped_line(line: &str, width: usize) -> String {
    let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
    let mut out = indent.to_owned();
    let mut column = indent.len();
    for word in words(&line[indent.len()..]) {
        if column > indent.len() && column + columns(word.trim_end()) > width {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out += indent;
            column = indent.len();
        }
        out += word;
        column += columns(word);
    }
    out
}

/// Words with the space after them; a wide letter is a word.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        let wide = |c: char| UnicodeWidthChar::width(c) == Some(2);
        if before.is_some_and(|before| (before == ' ' && c != ' ') || wide(before) || wide(c)) {
            words.push(&line[start..at]);
            start = at;
        }
        before = Some(c);
    }
    words.push(&line[start..]);
    words
}

/// How many columns a text takes; marks take none.
fn columns(text: &str) -> usize {
    text.replace(MARK.0, "").replace(MARK.1, "").width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_act_on_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\nd"), "a‹CTRL›[31mb‹RLO›c\nd");
        assert_eq!(visible("a\u{200b}b\u{ad}c\u{e0041}\rd"), "a‹ZWSP›bc‹TAG› d");
        for spelled in ["👩\u{200d}🚀", "❤\u{fe0f}\u{200d}🔥", "می\u{200c}خواهم"] {
            assert_eq!(visible(spelled), spelled);
        }
        assert_eq!(visible("pass\u{200d}word 👩\u{200d}"), "pass‹ZWJ›word 👩‹ZWJ›");
    }

    #[test]
    fn lines_are_broken_between_words_and_keep_their_indentation() {
        assert_eq!(wrapped("    one two three", 12), "    one two\n    three");
        assert_eq!(wrapped("extraordinary words", 6), "extraordinary\nwords");
        assert_eq!(wrapped("a\n\nb", 5), "a\n\nb");
        assert_eq!(wrapped("各国应当报告", 5), "各国\n应当\n报告");
        assert_eq!(wrapped("", 5), "");
    }

    #[test]
    fn marks_take_no_room() {
        let marked = format!("{}one{} two", MARK.0, MARK.1);
        assert_eq!(wrapped(&marked, 7), marked);
    }
}
