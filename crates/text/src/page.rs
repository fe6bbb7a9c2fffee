//! What a source shows: pages of blocks of lines, in reading order.

use crate::{Rect, Size, Span};

/// One page in reading order. A source without pages (a web page, a Word or text file) is one page without size.
///
/// ```
/// use crosscut_text::{Block, Page, Role};
/// let blocks = vec![Block::plain(Role::RunningHead, "Harbour Accord"), Block::plain(Role::Body, "Each Party shall report.")];
/// let page = Page { number: 1, label: "i".into(), blocks, ..Page::default() };
/// let text: Vec<&Block> = page.blocks.iter().filter(|block| block.role.is_text()).collect();
/// assert_eq!(text.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Page {
    /// Position in the document, from 1.
    pub number: u32,
    /// What the document itself calls the page ("iv", "12"); the number where it says nothing.
    pub label: String,
    /// Displayed size; `None` for a source without pages.
    pub size: Option<Size>,
    /// Paragraphs, headings, table cells, headers … in reading order.
    pub blocks: Vec<Block>,
}

/// What a block is on its page.
///
/// ```
/// use crosscut_text::Role;
/// assert!(Role::TableCell.is_text() && !Role::RunningFoot.is_text());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Role {
    /// Running text: a paragraph or a list item.
    #[default]
    Body,
    /// A heading that the source marks as such or that typography sets apart.
    Heading,
    /// One cell of a table, cells in row order.
    TableCell,
    /// A footnote or endnote.
    Note,
    /// What a page holds besides its text: labels inside a figure, text that is clipped away or drawn invisible.
    Aside,
    /// Repeated at the top of pages.
    RunningHead,
    /// Repeated at the foot of pages.
    RunningFoot,
    /// The printed number of a page, or of lines in the margin.
    PageNumber,
}

impl Role {
    /// Whether the block is part of what the agreement says (and not of how it is printed).
    pub fn is_text(self) -> bool {
        matches!(self, Self::Body | Self::Heading | Self::TableCell)
    }
}

/// A paragraph, heading, table cell or header: lines that belong together.
///
/// ```
/// use crosscut_text::{Block, Line, Rect, Role, Span, Word};
/// let word = |start, x| Word { span: Span::at(start, 4), rect: Rect { x, y: 70.0, w: 20.0, h: 10.0 }, ..Word::default() };
/// let line = Line { text: "Each body".into(), words: vec![word(0, 50.0), word(5, 75.0)], ..Line::default() };
/// let block = Block { role: Role::Body, lines: vec![line], ..Block::default() };
/// assert_eq!(block.rect(), Some(Rect { x: 50.0, y: 70.0, w: 45.0, h: 10.0 }));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Heading level (1 is the highest) where the source says so.
    pub level: Option<u8>,
    /// Row and column (from 0) and a number for the table on the page, for table cells.
    pub cell: Option<Cell>,
    /// Whether it is set centred on its column (or its source says so).
    pub centred: bool,
    /// Lines from top to bottom; a source without positions has one line a paragraph.
    pub lines: Vec<Line>,
}

/// The place of a table cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cell {
    /// Which table of the page, from 0.
    pub table: u32,
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

/// One line of text, with the places of its words.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Line {
    /// The line as printed: words separated by one space, a hyphen at the end kept.
    pub text: String,
    /// Box of each word; empty for a source without positions.
    pub words: Vec<Word>,
    /// Size of the type in points; 0 where it is not known.
    pub font_size: f32,
    /// Whether most of the line is bold.
    pub bold: bool,
    /// Whether most of the line is italic.
    pub italic: bool,
}

/// A word of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Word {
    /// Range in the line's text.
    pub span: Span,
    /// Its place on the page.
    pub rect: Rect,
    /// Whether it is raised or lowered, like the mark of a footnote.
    pub superscript: bool,
    /// How sure a text recogniser was, 0 to 1; `None` for text that the file holds itself.
    pub confidence: Option<f32>,
}

impl Block {
    /// A block without positions, for sources that have none.
    pub fn plain(role: Role, text: impl Into<String>) -> Self {
        let line = Line { text: text.into(), ..Line::default() };
        Self { role, lines: vec![line], ..Self::default() }
    }

    /// The box around all words; `None` for a source without positions.
    pub fn rect(&self) -> Option<Rect> {
        self.lines.iter().filter_map(Line::rect).reduce(Rect::union)
    }
}

impl Line {
    /// The box around all words; `None` for a source without positions.
    pub fn rect(&self) -> Option<Rect> {
        self.words.iter().map(|word| word.rect).reduce(Rect::union)
    }
}
