//! Documents from marked-up plain text, for the tests of segmentation.

use crosscut_text::{AgreementId, Cell, Coverage, Document, Paragraph, Role, Source, Span};

/// The document of a marked-up text: see `outlines.rs` for the signs.
pub(crate) fn document(marked: &str) -> Document {
    let mut text = String::new();
    let mut paragraphs = Vec::new();
    for line in marked.lines().filter(|line| !line.trim().is_empty()) {
        let mut paragraph = Paragraph::default();
        let mut words = line;
        loop {
            words = if let Some(rest) = words.strip_prefix("# ") {
                paragraph.role = Role::Heading;
                rest
            } else if let Some(rest) = words.strip_prefix("~ ") {
                paragraph.centred = true;
                rest
            } else if let Some(rest) = words.strip_prefix("* ") {
                paragraph.bold = true;
                rest
            } else if let Some(rest) = words.strip_prefix("| ") {
                paragraph.role = Role::TableCell;
                rest
            } else if let Some((place, rest)) = words.strip_prefix('|').and_then(|rest| rest.split_once(' '))
                && let Some((row, column)) = place.split_once('.')
                && let (Ok(row), Ok(column)) = (row.parse(), column.parse())
            {
                paragraph.role = Role::TableCell;
                paragraph.cell = Some(Cell { table: 0, row, column });
                rest
            } else if let Some(rest) = words.strip_prefix("^ ") {
                paragraph.role = Role::Note;
                rest
            } else if let Some((edge, rest)) = words.strip_prefix('@').and_then(|rest| rest.split_once(' ')) {
                paragraph.indent = edge.parse().ok();
                rest
            } else {
                break;
            };
        }
        if !text.is_empty() {
            text.push('\n');
        }
        paragraph.span = Span::at(text.len(), words.len());
        text.push_str(words);
        paragraphs.push(paragraph);
    }
    Document {
        agreement: AgreementId::slug("a"),
        source: Source::default(),
        text,
        paragraphs,
        words: Vec::new(),
        pages: Vec::new(),
        losses: Vec::new(),
        coverage: Coverage::default(),
    }
}
