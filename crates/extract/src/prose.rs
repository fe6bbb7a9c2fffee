//! The text of a paragraph, gathered from pieces: white space folded, invisible characters left out.

use crosscut_text::lexicon::{invisible::is_noise, punctuation};
use crosscut_text::{Block, Line, Role};

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

/// Gathers the pieces of one paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    text: String,
    /// White space was seen and is owed before the next word.
    space: bool,
    /// Line breaks since the last word.
    breaks: usize,
    ends: Vec<End>,
    bold: usize,
    italic: usize,
}

/// Where a line ended.
#[derive(Clone, Copy, Debug)]
struct End {
    /// Byte offset of the word after it.
    at: usize,
    /// How many line breaks come before that word.
    breaks: usize,
    /// Letters before it that are bold, and that are italic.
    bold: usize,
    italic: usize,
}

impl Prose {
    /// A paragraph of one piece.
    pub(crate) fn of(text: &str) -> Self {
        let mut prose = Self::default();
        prose.push(text, Style::default());
        prose
    }

    /// Adds text; any white space in it counts as one space.
    pub(crate) fn push(&mut self, piece: &str, style: Style) {
        for c in piece.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if !is_noise(c) {
                self.letter(c, style);
            }
        }
    }

    /// Adds white space.
    pub(crate) fn space(&mut self) {
        self.space = true;
    }

    /// Ends a line inside the paragraph.
    pub(crate) fn line_break(&mut self) {
        self.space = true;
        self.breaks += 1;
    }

    /// Cuts the paragraph at empty lines, behind a bold first line that is a title, and where a line begins that `opens` a
    /// paragraph, which is told by the text before and after the break.
    pub(crate) fn lines(self, opens: impl Fn(&str, &str) -> bool) -> Vec<Self> {
        let opens = |at: usize| opens(self.text[..at].trim_end(), &self.text[at..]);
        let is_cut = |end: &&End| end.breaks > 1 || self.is_bold_title(**end) || opens(end.at);
        let mut ends: Vec<End> = self.ends.iter().filter(is_cut).copied().collect();
        if ends.is_empty() {
            return vec![self];
        }
        ends.push(End { at: self.text.len(), breaks: 0, bold: self.bold, italic: self.italic });
        let mut start = End { at: 0, breaks: 0, bold: 0, italic: 0 };
        let mut parts = Vec::new();
        for end in ends {
            let text = self.text[start.at..end.at].trim_end().to_owned();
            let (bold, italic) = (end.bold - start.bold, end.italic - start.italic);
            parts.push(Self { bold, italic, text, ..Self::default() });
            start = end;
        }
        parts
    }

    /// Whether all before the end of a line is bold and short, and what comes behind it is not bold.
    fn is_bold_title(&self, end: End) -> bool {
        const LONGEST: usize = 120;
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let (before, after) = self.text.split_at(end.at);
        let closed = before.trim_end().ends_with(|c| punctuation::is_end(c) || punctuation::is_comma(c));
        before.len() <= LONGEST
            && !closed
            && end.bold == letters(before)
            && 2 * (self.bold - end.bold) < letters(after)
            && after.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    }

    /// The paragraph with a marker and what separates it before it.
    pub(crate) fn after_marker(mut self, marker: &str, separator: &str) -> Self {
        if !marker.is_empty() && !self.text.is_empty() {
            self.text.insert_str(0, separator);
            self.text.insert_str(0, marker);
        }
        self
    }

    /// Whether no word was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The paragraph as a block; `None` when it has no word.
    pub(crate) fn into_block(self, role: Role) -> Option<Block> {
        if self.text.is_empty() {
            return None;
        }
        let letters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        let line = Line {
            bold: self.bold * 2 > letters,
            italic: self.italic * 2 > letters,
            text: self.text,
            ..Line::default()
        };
        Some(Block { role, lines: vec![line], ..Block::default() })
    }

    fn letter(&mut self, c: char, style: Style) {
        if self.space && !self.text.is_empty() {
            self.text.push(' ');
        }
        if self.breaks > 0 && !self.text.is_empty() {
            let (at, breaks) = (self.text.len(), self.breaks);
            self.ends.push(End { at, breaks, bold: self.bold, italic: self.italic });
        }
        (self.space, self.breaks) = (false, 0);
        self.text.push(c);
        self.bold += usize::from(style.bold);
        self.italic += usize::from(style.italic);
    }
}

/// A text with its white space folded and without invisible characters.
pub(crate) fn folded(text: &str) -> String {
    Prose::of(text).text
}

/// Whether a title that a file gives itself is one; the name of a file ("L_2016119EN.xml") is not.
pub(crate) fn is_title(text: &str) -> bool {
    let named = text.starts_with("Microsoft Word - ") || matches!(text, "Untitled" | "Document1");
    !text.is_empty() && !named && (text.contains(' ') || !text.contains(['.', '_', '/']))
}
