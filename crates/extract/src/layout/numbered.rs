//! Numbers of lines in the left margin, as drafts and court papers have them.

use super::params::{Numbered, share};
use super::row::Row;
use super::sheet::{Sheet, Token};

/// Takes the numbers of lines off the rows of a page, and gives them as rows of their own. Numbers of lines count the
/// rows; those of paragraphs do not.
pub(super) fn take_line_numbers(sheet: &Sheet, rows: &mut Vec<Row>, tuned: &Numbered) -> Vec<Row> {
    let number = |row: &Row| {
        let token = &sheet.tokens[*row.tokens.first()? as usize];
        let text = sheet.text_of(token);
        let parted = row.tokens.get(1).is_none_or(|&next| {
            sheet.tokens[next as usize].rect.x - token.rect.right() > tuned.gap * token.size
        });
        let is_one =
            row.table.is_none() && parted && text.len() < 5 && text.bytes().all(|b| b.is_ascii_digit());
        is_one.then_some((token, text.parse::<usize>().ok()?))
    };
    let found: Vec<(usize, &Token, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| number(row).map(|(token, n)| (at, token, n)))
        .collect();
    let counts = |pair: &&[(usize, &Token, usize)]| {
        let aligned =
            (pair[0].1.rect.right() - pair[1].1.rect.right()).abs() < tuned.aligned * pair[1].1.size;
        aligned && pair[1].2 > pair[0].2 && pair[1].2 - pair[0].2 == pair[1].0 - pair[0].0
    };
    let counting = found.windows(2).filter(counts).count();
    let covered = found.last().zip(found.first()).map_or(0, |(last, first)| last.0 - first.0 + 1);
    let every_fifth = 6 * found.len() >= rows.len() && 4 * covered > 2 * rows.len();
    if found.len() < tuned.fewest || share(counting, found.len() - 1) < tuned.counting || !every_fifth {
        return Vec::new();
    }
    let marks: Vec<usize> = found.iter().map(|(at, ..)| *at).collect();
    let mut numbers = Vec::new();
    let mut rest = Vec::new();
    for (at, row) in std::mem::take(rows).into_iter().enumerate() {
        if marks.binary_search(&at).is_err() {
            rest.push(row);
            continue;
        }
        let (mark, text) = row.tokens.split_at(1);
        numbers.extend(Row::of(sheet, mark.to_vec()));
        rest.extend(Row::of(sheet, text.to_vec()));
    }
    *rows = rest;
    numbers
}
