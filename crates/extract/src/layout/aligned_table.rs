//! Tables of a page that nothing rules: the grid that their columns and rows make.

use super::params::Tables;
use super::sheet::{Grid, Sheet, Token};
use crate::aligned::{Found, Line, Measure, Stretch, kind, tables};
use crosscut_text::{Cell, Rect};

/// Fewest lines with white in two places that a table has.
const FEWEST: usize = 2;

/// The grids of tables without rules among the tokens that are in no ruled one.
pub(super) fn aligned_tables(sheet: &Sheet, tuned: &Tables) -> Vec<Grid> {
    if sheet.angle != 0 {
        return Vec::new();
    }
    let free = sheet.tokens.iter().filter(|token| token.table.is_none() && token.len > 0);
    let mut tokens: Vec<&Token> = free.collect();
    tokens.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x.total_cmp(&b.rect.x)));
    let rows: Vec<Vec<&Token>> = baselines(&tokens, tuned);
    // Nearly no page has lines with white in two places.
    let parted = |row: &&Vec<&Token>| {
        let wide = |pair: &[&Token]| {
            pair[1].rect.x - pair[0].rect.right() >= tuned.aligned_gap * pair[0].size.max(pair[1].size)
        };
        row.windows(2).filter(|pair| wide(pair)).count() > 1
    };
    if rows.iter().filter(parted).count() < FEWEST {
        return Vec::new();
    }
    let lines: Vec<Line> = rows.iter().map(|row| line(sheet, row, tuned)).collect();
    let measure = Measure { gap: tuned.aligned_gap, lines: tuned.aligned_lines, edge: tuned.aligned_edge };
    tables(&lines, &measure).into_iter().map(|found| grid(&rows, &lines, &found)).collect()
}

/// Tokens by the lines that they stand on, each from left to right.
fn baselines<'t>(tokens: &[&'t Token], tuned: &Tables) -> Vec<Vec<&'t Token>> {
    let mut rows: Vec<Vec<&Token>> = Vec::new();
    for token in tokens {
        let near = |row: &Vec<&Token>| {
            row.last().is_some_and(|last| token.baseline - last.baseline < tuned.line * last.size)
        };
        match rows.last_mut().filter(|row| near(row)) {
            Some(row) => row.push(token),
            None => rows.push(vec![token]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.rect.x.total_cmp(&b.rect.x));
    }
    rows
}

/// The stretches of a line: words that less white parts than columns.
fn line(sheet: &Sheet, row: &[&Token], tuned: &Tables) -> Line {
    let height = row.iter().map(|token| token.size).fold(0.0, f32::max);
    let mut parts: Vec<(Rect, String)> = Vec::new();
    for token in row {
        let text = sheet.text_of(token);
        match parts.last_mut().filter(|(rect, _)| token.rect.x - rect.right() < tuned.aligned_gap * height) {
            Some((rect, words)) => {
                *rect = rect.union(token.rect);
                words.push(' ');
                words.push_str(text);
            }
            None => parts.push((token.rect, text.to_owned())),
        }
    }
    let stretch = |(rect, text): (Rect, String)| Stretch {
        from: rect.x,
        to: rect.right(),
        kind: kind(&text),
        length: text.chars().count(),
    };
    Line { at: row[0].baseline, height, stretches: parts.into_iter().map(stretch).collect() }
}

/// The grid of a table: its cells reach from one strip of white to the next, and down to the next row. Where most is
/// written from right to left, columns are counted from the right.
fn grid(rows: &[Vec<&Token>], lines: &[Line], found: &Found) -> Grid {
    const HAIR: f32 = 1.0;
    let tokens = || rows[found.lines.clone()].iter().flatten();
    let rect = tokens().map(|token| token.rect).reduce(Rect::union).unwrap_or_default();
    let rect = Rect::between(rect.x - HAIR, rect.y - HAIR, rect.right() + HAIR, rect.bottom() + HAIR);
    let mut xs = vec![rect.x];
    xs.extend(&found.gutters);
    xs.push(rect.right());
    let top = |start: &usize| lines[*start].at - lines[*start].height;
    let mut ys = vec![rect.y];
    ys.extend(found.starts.iter().skip(1).map(top));
    ys.push(rect.bottom());
    let rtl = 2 * tokens().filter(|token| token.rtl).count() > tokens().count();
    let columns = xs.len() - 1;
    let mut cells = Vec::new();
    for (row, down) in ys.windows(2).enumerate() {
        for column in 0..columns {
            let at = if rtl { columns - 1 - column } else { column };
            let cell = Cell { table: 0, row: row as u32, column: column as u32 };
            cells.push((cell, Rect::between(xs[at], down[0], xs[at + 1], down[1])));
        }
    }
    Grid { rect, cells }
}
