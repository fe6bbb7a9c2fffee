//! Numbers of lines in the left margin, as drafts and court papers have them.

use super::params::{Numbered, share};
use super::row::Row;
use super::sheet::{Sheet, Token};

/// A number at the start or at the end of a row, set apart from the text.
struct Number<'a> {
    row: usize,
    token: &'a Token,
    value: usize,
}

impl<'a> Number<'a> {
    fn of(sheet: &'a Sheet, at: usize, row: &Row, right: bool, tuned: &Numbered) -> Option<Self> {
        let mut tokens: Vec<&Token> = row.tokens.iter().map(|&token| &sheet.tokens[token as usize]).collect();
        if right {
            tokens.reverse();
        }
        let token = *tokens.first()?;
        let text = sheet.text_of(token);
        let is_apart = tokens.get(1).is_none_or(|next| {
            let gap = (next.rect.x - token.rect.right()).max(token.rect.x - next.rect.right());
            gap > tuned.gap * token.size
        });
        let is_number = text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        (row.table.is_none() && is_apart && is_number).then_some(())?;
        Some(Self { row: at, token, value: text.parse().ok()? })
    }

    /// Points from line to line, if the next number counts the lines between them.
    fn pitch(&self, next: &Self) -> Option<f32> {
        let lines = next.value.checked_sub(self.value).filter(|lines| *lines > 0)?;
        Some((next.token.baseline - self.token.baseline) / lines as f32)
    }

    /// Whether the next number is as much higher as there are rows between them, and under this one; blank lines may
    /// count too, as the `pitch` of the numbers shows.
    fn counts_to(&self, next: &Self, pitch: Option<f32>, tuned: &Numbered) -> bool {
        let (own, other) = (self.token.rect, next.token.rect);
        let off = (own.right() - other.right()).abs().min((own.x - other.x).abs());
        let rows = next.row - self.row;
        let even = |pitch: f32| {
            let own = self.pitch(next).unwrap_or(0.0);
            next.value > self.value + rows && (own - pitch).abs() < tuned.even * pitch
        };
        off < tuned.aligned * next.token.size
            && next.value > self.value
            && (next.value - self.value == rows || pitch.is_some_and(even))
    }
}

/// Takes the numbers of lines off the rows of a page, and gives them as rows of their own. Numbers of lines count the
/// rows; those of paragraphs do not.
pub(super) fn take_line_numbers(sheet: &Sheet, rows: &mut Vec<Row>, tuned: &Numbered) -> Vec<Row> {
    let numbers = take_side(sheet, rows, false, tuned);
    if numbers.is_empty() { take_side(sheet, rows, true, tuned) } else { numbers }
}

/// The median of the pitches of several numbers.
fn usual_pitch(found: &[Number<'_>]) -> Option<f32> {
    let mut pitches: Vec<f32> = found.windows(2).filter_map(|pair| pair[0].pitch(&pair[1])).collect();
    pitches.sort_by(f32::total_cmp);
    pitches.get(pitches.len() / 2).copied().filter(|pitch| pitches.len() > 1 && *pitch > 0.0)
}

/// The numbers of lines in the left or right margin.
fn take_side(sheet: &Sheet, rows: &mut Vec<Row>, right: bool, tuned: &Numbered) -> Vec<Row> {
    let found: Vec<Number<'_>> =
        rows.iter().enumerate().filter_map(|(at, row)| Number::of(sheet, at, row, right, tuned)).collect();
    let pitch = usual_pitch(&found);
    let counting = found.windows(2).filter(|pair| pair[0].counts_to(&pair[1], pitch, tuned)).count();
    let covered = found.last().zip(found.first()).map_or(0, |(last, first)| last.row - first.row + 1);
    // Every line or every fifth has its number, over half of the page at least.
    let every_fifth = 6 * found.len() >= rows.len() && 4 * covered > 2 * rows.len();
    // "5" and "10" in the margin of the fifth and tenth row.
    let fifths = found.len() > 1
        && counting + 1 == found.len()
        && found.iter().all(|number| number.value.is_multiple_of(5))
        && found.windows(2).all(|pair| pair[1].value - pair[0].value == 5);
    // The numbers at the right of a table of contents count as well; its entries begin with capitals.
    let low = |row: &Row| {
        let first = row.tokens.first().map(|&token| sheet.text_of(&sheet.tokens[token as usize]));
        first.is_some_and(|text| text.starts_with(char::is_lowercase))
    };
    if right && 4 * rows.iter().filter(|row| low(row)).count() < rows.len() {
        return Vec::new();
    }
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
        let (mark, text) = if right {
            let (text, mark) = row.tokens.split_at(row.tokens.len() - 1);
            (mark, text)
        } else {
            row.tokens.split_at(1)
        };
        numbers.extend(Row::of(sheet, mark.to_vec()));
        rest.extend(Row::of(sheet, text.to_vec()));
    }
    *rows = rest;
    numbers
}
