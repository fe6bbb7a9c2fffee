//! Texts whose paragraphs are set in below headings at the left edge, as memos of the Internet are, and the lines at their
//! head: who publishes them on the left, who wrote them and when on the right.

use super::row::Row;
use crosscut_text::{Block, Role};

/// Whether most of a text is set in, so that lines at the left edge stand out.
pub(super) fn is_hanging(rows: &[Row]) -> bool {
    const SET_IN: usize = 2;
    const FEWEST: usize = 3;
    let inside: Vec<&Row> = rows.windows(2).filter(|two| two[1].gap == 0).map(|two| &two[1]).collect();
    let set_in = inside.iter().filter(|row| row.indent >= SET_IN).count();
    let left = rows.iter().filter(|row| row.indent == 0).count();
    inside.len() >= FEWEST && 10 * set_in >= 9 * inside.len() && left >= FEWEST
}

/// Whether a line of such a text is a heading: short, at the left edge, with white around it, and no sentence.
pub(super) fn is_heading(row: &Row, next: Option<&Row>) -> bool {
    const LONGEST: usize = 80;
    row.indent == 0
        && row.gap > 0
        && next.is_some_and(|next| next.gap > 0 || next.indent > 0)
        && row.text.chars().count() <= LONGEST
        && row.text.contains(char::is_alphabetic)
        && !row.ends_sentence()
}

/// The lines at the head of a memo, each part a block of its own, with the title below them, and how many rows that
/// takes; nothing where a text has no such head.
pub(super) fn masthead(rows: &[Row]) -> (Vec<Block>, usize) {
    const FEWEST: usize = 2;
    const MOST: usize = 16;
    const TITLE: usize = 3;
    let end = rows.iter().skip(1).position(|row| row.gap > 0).map_or(rows.len(), |at| at + 1);
    let head = &rows[..end];
    let parted = head.iter().filter(|row| row.parts.len() == 2).count();
    // What stands on the right ends at one column.
    let right = head.iter().filter(|row| row.parts.len() == 2).map(|row| row.end).max().unwrap_or(0);
    let justified = head.iter().filter(|row| row.parts.len() == 2).all(|row| row.end + 2 >= right);
    if parted < FEWEST || 2 * parted < head.len() || end > MOST || !justified || end == rows.len() {
        return (Vec::new(), 0);
    }
    let mut blocks: Vec<Block> = head
        .iter()
        .flat_map(|row| &row.parts)
        .map(|part| Block::plain(Role::Body, part.text.clone()))
        .collect();
    let centred = |row: &&Row| {
        let (left, after) = (row.indent, right.saturating_sub(row.end));
        left >= 4 && left.abs_diff(after) <= 10 && row.parts.len() == 1 && !row.ends_sentence()
    };
    let title = rows[end..].iter().enumerate().take(TITLE);
    let title = title.take_while(|(nth, row)| centred(row) && (*nth == 0 || row.gap == 0)).count();
    if title > 0 {
        let lines = rows[end..end + title].iter().map(|row| row.text.as_str()).collect::<Vec<_>>();
        blocks.push(Block { centred: true, ..Block::plain(Role::Heading, lines.join(" ")) });
    }
    (blocks, end + title)
}
