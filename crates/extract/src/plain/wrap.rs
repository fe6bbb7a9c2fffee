//! Whether a text is broken into lines of one width, and which line ends are ends of paragraphs.

use super::row::Row;

/// Widest line that a text is broken into; longer ones are paragraphs.
const WIDEST: usize = 160;

/// How a text is broken into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Each line is a paragraph, but for sentences that visibly run on; lines that do end at this column or after it.
    Mixed(usize),
    /// Lines are filled up to about this column.
    Width(usize),
}

/// Finds out by the lines that have a next line right below.
pub(super) fn wrap(rows: &[Row]) -> Wrap {
    let pairs: Vec<(&Row, &Row)> =
        rows.windows(2).map(|two| (&two[0], &two[1])).filter(|(_, b)| b.gap == 0).collect();
    let mut ends: Vec<usize> = pairs.iter().map(|(a, _)| a.end).collect();
    ends.sort_unstable();
    let width = ends.get(ends.len() * 9 / 10).copied().unwrap_or_default();
    let mut running: Vec<usize> = pairs.iter().filter(|(a, b)| a.runs_on(b)).map(|(a, _)| a.end).collect();
    running.sort_unstable();
    // Scripts without capitals: most lines reach the same column.
    let full = pairs.iter().filter(|(a, _)| a.end * 10 >= width * 8).count();
    let uncased = pairs.iter().filter(|(a, _)| !a.text.chars().any(char::is_lowercase)).count();
    let broken = running.len() * 10 >= pairs.len()
        || (uncased * 2 > pairs.len() && full * 2 > pairs.len() && width > 20);
    if width > 0 && width <= WIDEST && broken {
        Wrap::Width(width)
    } else {
        Wrap::Mixed(if running.len() < 3 { usize::MAX } else { running[running.len() / 5].max(60) })
    }
}

/// Takes out the empty lines of a text that has one after each line.
pub(super) fn close_up(rows: &mut [Row]) {
    let spaced = rows.iter().skip(1).filter(|row| row.gap == 1).count();
    let close = rows.iter().skip(1).filter(|row| row.gap == 0).count();
    let running = rows
        .windows(2)
        .filter(|two| two[1].gap == 1 && two[1].starts_low() && !two[0].ends_sentence())
        .count();
    if spaced > 4 * close && running * 3 > spaced {
        rows.iter_mut().filter(|row| row.gap == 1).for_each(|row| row.gap = 0);
    }
}

/// Whether a new paragraph begins with row `b`, which is right below `a` in a text of this width.
pub(super) fn breaks(a: &Row, b: &Row, width: usize) -> bool {
    // The first word of the next line would have had room: the line was ended on purpose.
    let room = a.end + 1 + b.first_word();
    let short = room <= width;
    let very_short = room * 100 <= width * 85;
    if a.is_rule() || b.is_rule() || a.is_unit() {
        return true;
    }
    if b.is_unit() && b.text.ends_with('.') && !a.ends_sentence() {
        return very_short; // "… referred to in | Article 9."
    }
    if b.is_unit() || b.starts_item() {
        return very_short || !a.refers();
    }
    if a.is_capitals() || b.is_capitals() {
        return !(a.is_capitals() && b.is_capitals());
    }
    if a.parts_from(b) {
        return true;
    }
    if b.starts_low() {
        return short
            && (a.text.ends_with([':', ';']) || (a.ends_sentence() && very_short && b.indent != a.indent));
    }
    let moved = b.indent > a.indent + 1 && !a.starts_item() || b.indent + 1 < a.indent;
    (moved && a.ends_sentence()) || very_short || (short && a.ends_sentence())
}

/// Whether row `b` goes on with the paragraph of row `a` in a text without one width.
pub(super) fn goes_on(a: &Row, b: &Row, full: usize) -> bool {
    let opens = || b.starts_item() || b.is_unit() || b.is_capitals() || a.is_unit() || a.is_capitals();
    a.runs_on(b) || (a.end >= full && !a.ends_sentence() && !opens())
}
