//! What a paragraph is: a heading, running text, a note in the margin.

use super::block::{Para, ends_in_leader};
use super::params::Roles;
use super::style::Style;
use crosscut_text::{Block, Rect, Role, starts_item};

/// A paragraph as a block: heading or running text.
pub(super) fn block(para: Para, style: Style, tuned: &Roles) -> Block {
    let role = if is_heading(&para, style, tuned) { Role::Heading } else { Role::Body };
    with(para, role)
}

/// A paragraph as a block with a role.
pub(super) fn with(para: Para, role: Role) -> Block {
    let lines = para.lines.into_iter().map(|line| line.line).collect();
    Block { role, centred: para.centred, lines, ..Block::default() }
}

/// Whether type, weight or place set a short paragraph apart from the running text.
fn is_heading(para: &Para, style: Style, tuned: &Roles) -> bool {
    // Most paragraphs are long, which the number of their lines tells.
    if para.lines.len() > tuned.title_lines.max(tuned.heading_lines) {
        return false;
    }
    let text: Vec<&str> = para.lines.iter().map(|line| line.unmarked()).collect();
    let chars: usize = text.iter().map(|line| line.chars().count()).sum();
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
    let words: usize = text.iter().map(|line| line.split_whitespace().count()).sum();
    let letters = || text.iter().flat_map(|line| line.chars()).filter(|c| c.is_alphabetic());
    let size = para.lines.iter().map(|line| line.size).fold(0.0, f32::max);
    // Only in type that is much larger does a colon not lead into what follows.
    let leads_on = last.ends_with([',', ';'])
        || ends_in_leader(last)
        || (last.ends_with(':') && size < tuned.very_large * style.size);
    let large = size >= tuned.large * style.size;
    let bold = !style.bold && para.lines.iter().all(|line| line.all_bold);
    let (most_lines, most_chars) = match large && bold {
        true => (tuned.title_lines, tuned.title_chars),
        false => (tuned.heading_lines, tuned.heading_chars),
    };
    if para.lines.len() > most_lines || chars > most_chars || letters().next().is_none() || leads_on {
        return false;
    }
    let sentence =
        last.trim_end_matches(['”', '"', '’', '»', ')']).ends_with('.') && words > tuned.sentence_words;
    // "ISBN 123456" is a number.
    let digits = text.iter().flat_map(|line| line.bytes()).filter(u8::is_ascii_digit).count();
    let capital = letters().count() > tuned.capitals.max(digits.saturating_sub(1))
        && !letters().any(char::is_lowercase)
        && letters().any(char::is_uppercase);
    let number =
        words <= 2 && starts_item(first) && first.starts_with(char::is_uppercase) && !first.ends_with(')');
    let starts_low = first.starts_with(char::is_lowercase);
    !sentence
        && !starts_low
        && (large
            || bold
            || capital
            || (number && words == 2)
            || (para.centred && words <= tuned.centred_words))
}

/// Puts notes of the margin next to the blocks that they are printed next to: the title of a section goes before it, any
/// other is a note.
pub(super) fn place_margin(paras: Vec<Para>, blocks: &mut Vec<Block>, tuned: &Roles) {
    for para in paras {
        let Some(top) = para.lines.first().map(|line| line.rect) else { continue };
        // Tall boxes of lines reach into each other: the one whose middle is nearest.
        let middle = |rect: Rect| rect.y + rect.h / 2.0;
        let distances = blocks.iter().enumerate().filter_map(|(at, block)| {
            let first = block.lines.first().and_then(|line| line.rect())?;
            let distance = (middle(first) - middle(top)).abs();
            (distance < tuned.beside * first.h).then_some((at, distance))
        });
        let beside = distances.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at);
        let title = beside.filter(|&at| {
            let opening = blocks[at].lines.first().map(|line| line.text.as_str());
            // The note next to "(a)" is a citation.
            let opens = |line: &str| starts_item(line) && !line.starts_with('(');
            blocks[at].role == Role::Body && opening.is_some_and(opens)
        });
        match title {
            Some(at) => blocks.insert(at, with(para, Role::Heading)),
            None => blocks.push(with(para, Role::Note)),
        }
    }
}
