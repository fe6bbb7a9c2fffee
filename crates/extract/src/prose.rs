//! The text of a paragraph, gathered from pieces: white space folded, invisible characters left out.

use crosscut_text::lexicon::invisible::is_noise;
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
    /// Where a line ended: byte offset of the word after it, and how many breaks come before it.
    ends: Vec<(usize, usize)>,
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

    /// Cuts the paragraph at empty lines, and where a line begins that `opens` a paragraph, which is
    /// told by the text before and after the break.
    pub(crate) fn lines(self, opens: impl Fn(&str, &str) -> bool) -> Vec<Self> {
        let opens = |at: usize| opens(self.text[..at].trim_end(), &self.text[at..]);
        let cuts = self.ends.iter().filter(|&&(at, breaks)| breaks > 1 || opens(at));
        let mut ends: Vec<usize> = cuts.map(|&(at, _)| at).collect();
        if ends.is_empty() {
            return vec![self];
        }
        ends.push(self.text.len());
        let mut start = 0;
        let mut parts = Vec::new();
        for end in ends {
            let text = self.text[start..end].trim_end().to_owned();
            let share = |n: usize| n * text.len() / self.text.len().max(1);
            parts.push(Self { bold: share(self.bold), italic: share(self.italic), text, ..Self::default() });
            start = end;
        }
        parts
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
            self.ends.push((self.text.len(), self.breaks));
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
