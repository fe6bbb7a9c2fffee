//! What papers of the United Nations print on their pages besides the text: the job number and its bar code at the foot
//! of the first page, the symbol of the paper at the head of the others; and the head of a table that goes on over a page.

use crosscut_text::{Block, Cell, Page, Role};
use std::collections::{BTreeMap, BTreeSet};

/// Blocks of the first page in which the symbol names the paper.
const FRONT: usize = 12;
/// Pages at whose head a letterhead may be: a cover may come before it.
const COVERS: usize = 2;

/// Sets aside job numbers, bar codes, repeated symbols and repeated heads of tables.
pub(crate) fn set_aside(pages: &mut [Page]) {
    repeated_heads(pages);
    let symbols = own_symbols(pages);
    for (nth, page) in pages.iter_mut().enumerate() {
        let blocks = page.blocks.iter_mut().enumerate();
        for (at, block) in
            blocks.filter(|(_, block)| matches!(block.role, Role::Body | Role::Heading | Role::Note))
        {
            let [line] = &block.lines[..] else { continue };
            let text = line.text.trim();
            if nth < COVERS && at < FRONT && is_contact(text) {
                block.set_role(Role::Aside);
            } else if is_job_number(without_page_number(text)) || is_bar_code(text) {
                block.set_role(Role::RunningFoot);
            } else if symbols.contains(without_page_number(text)) && (nth > 0 || at >= FRONT) {
                block.set_role(Role::RunningHead);
            }
        }
    }
}

/// Whether a line of a letterhead says where to write or call: "P.O. Box 3243, Addis Ababa, Tel.: +251 …", an address for
/// mail. A sentence that says so is none.
fn is_contact(text: &str) -> bool {
    const LONGEST: usize = 200;
    const LABELS: [&str; 16] = [
        "b.p.", "bp", "e-mail", "email", "fax", "p.o. box", "phone", "po box", "postfach", "tel", "tel.",
        "telefax", "telefon", "telephone", "tél.", "téléphone",
    ];
    let lower = text.to_lowercase();
    let labelled = LABELS
        .iter()
        .any(|label| lower.strip_prefix(label).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    let mail = |word: &str| {
        let (name, host) = word.trim_matches(|c: char| !c.is_alphanumeric()).split_once('@')?;
        (!name.is_empty() && host.contains('.')).then_some(())
    };
    let reaches = text.bytes().filter(u8::is_ascii_digit).count() >= 4
        || text.split_whitespace().any(|word| mail(word).is_some());
    text.len() <= LONGEST && labelled && reaches && !text.ends_with(['.', ';', ':'])
}

/// The symbol of the paper: the one on its front, or one that comes again and again. A list of papers names others.
fn own_symbols(pages: &[Page]) -> BTreeSet<String> {
    const AGAIN: usize = 3;
    let front = pages.first().into_iter().flat_map(|page| page.blocks.iter().take(FRONT));
    let words = front.flat_map(|block| &block.lines).flat_map(|line| line.text.split_whitespace());
    let mut symbols: BTreeSet<String> =
        words.filter(|word| is_symbol(word)).take(1).map(str::to_owned).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for block in pages.iter().flat_map(|page| &page.blocks) {
        if let [line] = &block.lines[..]
            && is_symbol(line.text.trim())
        {
            *times.entry(line.text.trim()).or_default() += 1;
        }
    }
    symbols
        .extend(times.into_iter().filter(|(_, times)| *times >= AGAIN).map(|(symbol, _)| symbol.to_owned()));
    symbols
}

/// Without the number of the page, which stands at the outer side: "12 GE.19-09912", "GE.19-09912 13".
fn without_page_number(text: &str) -> &str {
    let number = |word: &str| (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let first = text.split_once(' ').filter(|(first, _)| number(first)).map(|(_, rest)| rest);
    let last = text.rsplit_once(' ').filter(|(_, last)| number(last)).map(|(rest, _)| rest);
    first.or(last).unwrap_or(text).trim()
}

/// "GE.10-10084", "GE.13-18935 (E) 181213 231213", "25-03012 (E)".
fn is_job_number(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next().filter(|_| text.len() <= 48) else { return false };
    let number = first.split_once('.').map_or(first, |(office, number)| {
        let short = office.len() <= 3 && office.bytes().all(|b| b.is_ascii_uppercase());
        if short { number } else { first }
    });
    let figures = |text: &str, least, most| {
        (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let numbered =
        number.split_once('-').is_some_and(|(year, job)| figures(year, 2, 2) && figures(job, 5, 6));
    let language = |word: &str| word.len() == 3 && word.starts_with('(') && word.ends_with(')');
    numbered && words.all(|word| figures(word, 6, 6) || language(word) || is_bar_code(word))
}

/// "*1318855*".
fn is_bar_code(text: &str) -> bool {
    let inside = text.strip_prefix('*').and_then(|text| text.strip_suffix('*'));
    inside.is_some_and(|inside| (7..=8).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit()))
}

/// "A/HRC/16/6", "CCPR/C/21/Rev.1/Add.13": nothing but the symbol of a paper.
fn is_symbol(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let part = |part: &&str| {
        !part.is_empty()
            && part.len() <= 12
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-()".contains(&b))
    };
    parts.len() > 2
        && parts.iter().all(part)
        && parts[0].bytes().all(|b| b.is_ascii_uppercase())
        && parts[1..].iter().any(|part| part.bytes().any(|b| b.is_ascii_digit()))
}

/// Sets aside the first row of a table at the head of a page that repeats the first row of the table at the end of the
/// page before.
fn repeated_heads(pages: &mut [Page]) {
    let mut open: Vec<String> = Vec::new();
    for page in pages {
        let text = |block: &Block| matches!(block.role, Role::Body | Role::Heading | Role::TableCell);
        let table = |at: usize, page: &Page| page.blocks[at].cell.map(|cell| cell.table);
        let (first, last) = (page.blocks.iter().position(text), page.blocks.iter().rposition(text));
        let Some((first, last)) = first.zip(last) else { continue };
        let top = row(&page.blocks, first);
        let repeats = top.iter().map(|at| words(&page.blocks[*at])).eq(open.iter().cloned());
        let opening = table(first, page);
        if !open.is_empty() && repeats {
            top.iter().for_each(|at| page.blocks[*at].set_role(Role::RunningHead));
        }
        let Some(number) = table(last, page) else {
            open.clear();
            continue;
        };
        // A table that fills the page and has another head than the one before may go on with it all the same.
        let goes_on = !open.is_empty() && opening == Some(number);
        if !goes_on {
            let own = |block: &Block| block.cell.is_some_and(|cell| cell.table == number);
            let head = page.blocks.iter().position(own).map_or(Vec::new(), |at| row(&page.blocks, at));
            open = head.iter().map(|at| words(&page.blocks[*at])).collect();
        }
    }
}

/// The blocks of the row of a table that begins at `at`: none where it is not the first row, or all of the table.
fn row(blocks: &[Block], at: usize) -> Vec<usize> {
    let Some(Cell { table, row, .. }) = blocks[at].cell.filter(|_| blocks[at].role == Role::TableCell) else {
        return Vec::new();
    };
    let own = |block: &Block| block.cell.filter(|cell| cell.table == table);
    let cells: Vec<usize> =
        (at..blocks.len()).filter(|at| own(&blocks[*at]).is_some_and(|cell| cell.row == row)).collect();
    let more = blocks.iter().any(|block| own(block).is_some_and(|cell| cell.row > row));
    if more && cells.len() > 1 { cells } else { Vec::new() }
}

fn words(block: &Block) -> String {
    block.lines.iter().flat_map(|line| line.text.split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn job_numbers_bar_codes_and_symbols_are_known() {
        for text in ["GE.10-10084", "GE.13-18935 (E) 181213 231213", "25-03012 (E)", "V.19-01234 *1901234*"] {
            assert!(is_job_number(text), "{text}");
        }
        for text in ["GE.10-10084 13", "12 GE.13-18935 (E)"] {
            assert!(is_job_number(without_page_number(text)), "{text}");
        }
        for text in ["Article 10-12", "2019-20", "10-12345 shall", "GE.10", ""] {
            assert!(!is_job_number(text), "{text}");
        }
        assert!(is_bar_code("*1318855*") && !is_bar_code("*note*") && !is_bar_code("**"));
        assert!(is_symbol("A/HRC/16/6") && is_symbol("CCPR/C/21/Rev.1/Add.13"));
        assert!(!is_symbol("and/or") && !is_symbol("1/2/3") && !is_symbol("A/RES/78/323 was adopted"));
    }

    #[test]
    fn the_symbol_of_a_paper_is_set_aside_and_a_list_of_papers_stays() {
        let page = |number, lines: &[&str]| {
            let blocks = lines.iter().map(|line| Block::plain(Role::Body, *line)).collect();
            Page { number, blocks, ..Page::default() }
        };
        let mut pages = [
            page(1, &["United Nations A/HRC/16/6", "Report"]),
            page(2, &["A/HRC/16/6", "1. Text.", "A/HRC/15/2", "GE.10-10084"]),
        ];
        set_aside(&mut pages);
        let roles: Vec<Role> = pages[1].blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::RunningHead, Role::Body, Role::Body, Role::RunningFoot]);
    }

    #[test]
    fn the_head_of_a_table_is_read_once() {
        let page = |number, rows: &[[&str; 2]]| {
            let mut blocks = Vec::new();
            for (row, cells) in rows.iter().enumerate() {
                for (column, text) in cells.iter().enumerate() {
                    let cell = Cell { table: 0, row: row as u32, column: column as u32 };
                    blocks.push(Block { cell: Some(cell), ..Block::plain(Role::TableCell, *text) });
                }
            }
            Page { number, blocks, ..Page::default() }
        };
        let head = ["Action", "Who"];
        let mut pages = [
            page(1, &[head, ["Close gates", "Ports"]]),
            page(2, &[head, ["Light lamps", "Keepers"]]),
            page(3, &[head, ["Count ships", "Docks"]]),
            page(4, &[["Rest", "All"], ["Sleep", "All"]]),
        ];
        set_aside(&mut pages);
        let aside = |page: &Page| page.blocks.iter().filter(|block| block.role == Role::RunningHead).count();
        assert_eq!(pages.iter().map(aside).collect::<Vec<_>>(), [0, 2, 2, 0]);
    }
}
