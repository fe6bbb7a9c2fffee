//! Consolidated acts of the European Union: the marks that tell which amendment a passage comes from ("▼M1", "►B …◄")
//! and the disclaimer are no text of the act.

use crosscut_text::{Block, Line, Page, Role, Span, Word};

const MARKS: [char; 3] = ['▼', '►', '◄'];
const DISCLAIMERS: [&str; 3] = [
    "This text is meant purely as a documentation tool",
    "Ce texte constitue seulement un outil de documentation",
    "Dieser Text dient lediglich zu Informationszwecken",
];

/// Takes the marks out of the text; what held nothing else is set aside.
pub(crate) fn unmark(pages: &mut [Page]) {
    for block in pages.iter_mut().flat_map(|page| &mut page.blocks).filter(|block| block.role.is_text()) {
        let marked = |line: &Line| !line.text.is_ascii() && line.text.contains(MARKS);
        if block.lines.iter().any(marked) {
            let whole = block.lines.clone();
            block.lines.iter_mut().filter(|line| marked(line)).for_each(without_marks);
            if shows_nothing(block) {
                block.lines = whole;
                block.set_role(Role::RunningHead);
            } else {
                block.lines.retain(|line| !line.text.is_empty());
            }
        } else if block.lines.first().is_some_and(|line| is_disclaimer(&line.text)) {
            block.set_role(Role::RunningHead);
        }
    }
}

fn is_disclaimer(text: &str) -> bool {
    DISCLAIMERS.iter().any(|start| text.starts_with(start))
}

fn shows_nothing(block: &Block) -> bool {
    block.lines.iter().all(|line| !line.text.contains(char::is_alphanumeric))
}

/// A line without marks; its words move along.
fn without_marks(line: &mut Line) {
    let cuts = cuts(&line.text);
    let moved = |at: usize| at - cuts.iter().map(|cut| cut.end.min(at) - cut.start.min(at)).sum::<usize>();
    let kept = |word: &Word| {
        let span =
            Span::new(moved(word.span.start()), moved(word.span.end())).filter(|span| !span.is_empty())?;
        Some(Word { span, ..*word })
    };
    line.words = line.words.iter().filter_map(kept).collect();
    for cut in cuts.iter().rev() {
        line.text.replace_range(cut.clone(), "");
    }
}

/// What of a text is marks, with the white space that they leave behind.
fn cuts(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut cuts: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| MARKS.contains(c)) {
        let name = &text[at + c.len_utf8()..];
        let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
        let digits =
            name[letters..].len() - name[letters..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let named = c != '◄' && (1..=2).contains(&letters);
        let end = at + c.len_utf8() + if named { letters + digits } else { 0 };
        let spaces = text[end..].len() - text[end..].trim_start().len();
        let before = cuts.last().map_or(0, |cut| cut.end);
        // At the end of a text or sentence the space before the mark goes with it.
        let rest = &text[end + spaces..];
        let last = rest.is_empty() || rest.starts_with(['.', ',', ';', ':']);
        let start = if last { before.max(text[..at].trim_end().len()) } else { at };
        cuts.push(start..end + spaces);
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Cell;

    #[test]
    fn marks_go_and_words_stay() {
        for (marked, plain) in [
            ("►M1 Each keeper shall report. ◄", "Each keeper shall report."),
            ("1. ►M2 Keepers ◄ shall rest.", "1. Keepers shall rest."),
            ("►C1Keepers rest.◄", "Keepers rest."),
            ("Keepers rest ►M2 at noon ◄.", "Keepers rest at noon."),
        ] {
            let mut line = Line { text: marked.into(), ..Line::default() };
            without_marks(&mut line);
            assert_eq!(line.text, plain);
        }
        let blocks = ["▼B", "▼M1 —————", "► Keepers"].map(|text| Block::plain(Role::Body, text)).to_vec();
        let mut pages = [Page { blocks, ..Page::default() }];
        unmark(&mut pages);
        let roles: Vec<Role> = pages[0].blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::RunningHead, Role::RunningHead, Role::Body]);
    }

    #[test]
    fn a_cell_that_is_set_aside_leaves_its_table() {
        let cell = |text: &str| Block { cell: Some(Cell::default()), ..Block::plain(Role::TableCell, text) };
        let mut pages = [Page { blocks: vec![cell("▼M1"), cell("►M1 Keepers ◄")], ..Page::default() }];
        unmark(&mut pages);
        let places: Vec<bool> = pages[0].blocks.iter().map(|block| block.cell.is_some()).collect();
        assert_eq!(places, [false, true]);
    }
}
