//! Numbers of lines in the left margin, as drafts and court papers have them.

use super::params::{Numbered, share};
use super::row::Row;
use super::sheet::{Sheet, Token};

/// A number at the start of a row, set apart from what follows.
struct Number<'a> {
    row: usize,
    token: &'a Token,
    value: usize,
}

impl<'a> Number<'a> {
    fn of(sheet: &'a Sheet, at: usize, row: &Row, tuned: &Numbered) -> Option<Self> {
        let token = &sheet.tokens[*row.tokens.first()? as usize];
        let text = sheet.text_of(token);
        let is_apart = row.tokens.get(1).is_none_or(|&next| {
            sheet.tokens[next as usize].rect.x - token.rect.right() > tuned.gap * token.size
        });
        let is_number = text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        (row.table.is_none() && is_apart && is_number).then_some(())?;
        Some(Self { row: at, token, value: text.parse().ok()? })
    }

    /// Whether the next number is as much higher as there are rows between them, and under this one.
    fn counts_to(&self, next: &Self, tuned: &Numbered) -> bool {
        let off = (self.token.rect.right() - next.token.rect.right()).abs();
        off < tuned.aligned * next.token.size
            && next.value > self.value
            && next.value - self.value == next.row - self.row
    }
}

/// Takes the numbers of lines off the rows of a page, and gives them as rows of their own. Numbers of lines count the
/// rows; those of paragraphs do not.
pub(super) fn take_line_numbers(sheet: &Sheet, rows: &mut Vec<Row>, tuned: &Numbered) -> Vec<Row> {
    let found: Vec<Number<'_>> =
        rows.iter().enumerate().filter_map(|(at, row)| Number::of(sheet, at, row, tuned)).collect();
    let counting = found.windows(2).filter(|pair| pair[0].counts_to(&pair[1], tuned)).count();
    let covered = found.last().zip(found.first()).map_or(0, |(last, first)| last.row - first.row + 1);
    // Every line or every fifth has its number, over half of the page at least.
    let every_fifth = 6 * found.len() >= rows.len() && 4 * covered > 2 * rows.len();
    // "5" and "10" in the margin of the fifth and tenth row.
    let fifths = found.len() > 1
        && counting + 1 == found.len()
        && found.iter().all(|number| number.value.is_multiple_of(5))
        && found.windows(2).all(|pair| pair[1].value - pair[0].value == 5);
    let few = found.len() < tuned.fewest || share(counting, found.len() - 1) < tuned.counting;
    if !fifths && (few || !every_fifth) {
        return Vec::new();
    }
    let marks: Vec<usize> = found.iter().map(|number| number.row).collect();
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
