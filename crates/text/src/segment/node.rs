//! The units of an agreement and how they hang from each other.

use super::number::Reading;
use super::piece::Row;
use crate::Span;
use crate::lexicon::Division;

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// The whole document.
    Root,
    /// A line of a table of contents.
    Contents,
    /// A line of the title page.
    Cover,
    /// The preamble; its text is its heading.
    Preamble,
    /// Words before the reasons.
    Opening,
    /// A numbered reason.
    Recital,
    /// A reason without a number.
    Reason,
    /// "Whereas:", "HAVE AGREED AS FOLLOWS:".
    Formula,
    /// A structural unit; its text is its heading.
    Titled(Division),
    /// A heading without a number.
    Heading,
    /// A heading with a number: "III. Norms", "1.2 Scope".
    Section,
    /// A numbered paragraph.
    Paragraph,
    /// A numbered point of a paragraph.
    Point,
    /// A point with a bullet.
    Indent,
    /// A row of a table.
    Row(Row),
    /// Text without a number.
    Text,
    /// A line of the signature block.
    Signature,
    /// A footnote.
    Note,
}

/// A unit of the agreement.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The unit that it is part of; the root has none.
    pub(super) parent: Option<usize>,
    /// What it is.
    pub(super) unit: Unit,
    /// Its number as printed; empty for one without.
    pub(super) number: String,
    /// Its number as read.
    pub(super) reading: Option<Reading>,
    /// Its own text, its parts' text left out; `None` for a level that shares the line of its first part ("1. a)").
    pub(super) span: Option<Span>,
    /// For headings: the title without word and number.
    pub(super) title: Option<Span>,
    /// The text that it completes, where that is not an ancestor.
    pub(super) lead: Option<usize>,
    /// Whether it heads orders whose sentences it begins: "instructs the Secretary-General".
    pub(super) caption: bool,
    /// Whether its number contradicts its neighbours'.
    pub(super) odd: bool,
}

/// The tree: nodes in the order of the text, each after its parent.
#[derive(Debug)]
pub(super) struct Tree {
    /// All nodes; the first is the root.
    pub(super) nodes: Vec<Node>,
}

impl Node {
    /// A node without number and title.
    pub(super) fn new(parent: Option<usize>, unit: Unit, span: Option<Span>) -> Self {
        let number = String::new();
        Self {
            parent,
            unit,
            number,
            reading: None,
            span,
            title: None,
            lead: None,
            caption: false,
            odd: false,
        }
    }
}
