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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// Position in the document, from 1.
    pub number: u32,
    /// What the document itself calls the page ("iv", "12"); the number where it says nothing.
    pub label: String,
    /// Displayed size; `None` for a source without pages.
    pub size: Option<Size>,
    /// Paragraphs, headings, table cells, headers … in reading order.
    pub blocks: Vec<Block>,
    /// How it lies in the file, where it was turned or straightened before it was read: boxes and `size` are then those
    /// of the upright page, and [`Page::displayed`] gives those of the file's own.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub placement: Option<Placement>,
}

/// From the upright page that was read to the page as its file displays it.
///
/// ```
/// use crosscut_text::{Placement, Rect, Size};
/// // A page of 600 × 800 points that lies on its side in the file: its head is on the right.
/// let placement = Placement { size: Size { w: 800.0, h: 600.0 }, matrix: [0.0, 1.0, -1.0, 0.0, 800.0, 0.0] };
/// let word = Rect { x: 50.0, y: 100.0, w: 40.0, h: 10.0 };
/// assert_eq!(placement.displayed(word), Rect { x: 690.0, y: 50.0, w: 10.0, h: 40.0 });
/// assert_eq!(placement.angle(), 90.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Placement {
    /// Size of the page as it is displayed, in points.
    pub size: Size,
    /// The map `[a, b, c, d, e, f]` of a point: x to `a x + c y + e`, y to `b x + d y + f`.
    pub matrix: [f32; 6],
}

impl Placement {
    /// The box on the displayed page around a box of the upright page.
    pub fn displayed(&self, rect: Rect) -> Rect {
        let [a, b, c, d, e, f] = self.matrix;
        let point = |x: f32, y: f32| Rect { x: a * x + c * y + e, y: b * x + d * y + f, w: 0.0, h: 0.0 };
        let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
        point(left, top).union(point(right, bottom)).union(point(left, bottom)).union(point(right, top))
    }
}

impl Placement {
    /// The direction of upright text on the displayed page, in degrees clockwise from left to right.
    pub fn angle(&self) -> f32 {
        let [a, b, ..] = self.matrix;
        b.atan2(a).to_degrees()
    }
}

impl Page {
    /// The page with its boxes as its file displays it.
    #[must_use]
    pub fn displayed(mut self) -> Self {
        let Some(placement) = self.placement.take() else { return self };
        self.size = Some(placement.size);
        let lines = self.blocks.iter_mut().flat_map(|block| &mut block.lines);
        for word in lines.flat_map(|line| &mut line.words) {
            word.rect = placement.displayed(word.rect);
        }
        self
    }
}

/// What a block is on its page.
///
/// ```
/// use crosscut_text::Role;
/// assert!(Role::TableCell.is_text() && !Role::RunningFoot.is_text());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Heading level (1 is the highest) where the source says so.
    pub level: Option<u8>,
    /// Row and column (from 0) and a number for the table on the page, for table cells.
    pub cell: Option<Cell>,
    /// Whether it is set centred on its column (or its source says so).
    pub centred: bool,
    /// Left edge in points of an item of a list in a source without positions, by how deep the list is.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub indent: Option<f32>,
    /// Lines from top to bottom; a source without positions has one line a paragraph.
    pub lines: Vec<Line>,
}

/// The place of a table cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    /// Says anew what the block is. Only a table cell has a place in a table.
    pub fn set_role(&mut self, role: Role) {
        self.role = role;
        self.cell = self.cell.filter(|_| role == Role::TableCell);
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
