//! Code that is set in by blanks, told from paragraphs that are set in.

use crosscut_text::starts_item;
use std::collections::BTreeSet;

/// The numbers of the lines of code that is set in by four blanks. Many texts set in what is no code: the paragraphs of
/// a list, points below a lead-in, all that they say. So a piece of code is a small part of its text, stands below a
/// paragraph that is no item, and is neither numbered nor a sentence.
pub(super) fn lines(source: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut letters = 0;
    let (mut item, mut blank) = (true, true);
    let mut lines = source.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        if !is_set_in(line) {
            blank = line.trim().is_empty();
            if !blank {
                item = starts_item(line.trim_start_matches(['#', ' ', '\t']));
            }
            continue;
        }
        let mut piece = vec![(at, line)];
        while let Some(next) = lines.next_if(|(_, next)| is_set_in(next)) {
            piece.push(next);
        }
        if !item && blank && is_code(&piece) {
            letters += piece.iter().map(|(_, line)| line.len()).sum::<usize>();
            found.extend(piece.iter().map(|(at, _)| *at));
        }
        blank = false;
    }
    if letters * 4 > source.len() { BTreeSet::new() } else { found }
}

fn is_set_in(line: &str) -> bool {
    (line.starts_with("    ") || line.starts_with('\t')) && !line.trim().is_empty()
}

fn is_code(piece: &[(usize, &str)]) -> bool {
    let texts = || piece.iter().map(|(_, line)| line.trim());
    let signs = texts().any(|text| text.contains(['{', '}', '=', '<', '>', '$', '`', '\\']));
    let ends = texts().next_back().is_some_and(|last| {
        last.ends_with(|c: char| !c.is_alphanumeric()) || last.ends_with(" and") || last.ends_with(" or")
    });
    let marked = texts().any(|text| starts_item(text) || text.starts_with(['|', '>', '#', '*']));
    signs || !ends && !marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_paragraphs_that_are_set_in() {
        let below = |piece: &str| {
            let text =
                "Each Party keeps a register of the lamps in its ports, and shows it to whoever asks.\n";
            lines(&format!("{text}\n{piece}\n\n{text}")).len()
        };
        assert_eq!(below("    filter in\n    must pass"), 2);
        assert_eq!(below("    if (lamp) { light(); }"), 1);
        assert_eq!(below("    Lamps are lit at night."), 0);
        assert_eq!(below("    (a) lamps"), 0);
        assert_eq!(below("1. Lamps:\n\n    lit at night"), 0);
        assert_eq!(lines("Lamps\n\n    all of this\n    is set in").len(), 0);
    }
}
