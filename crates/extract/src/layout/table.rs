//! Tables: a grid of rules or of white, and the text in its cells.

use super::aligned_table::aligned_tables;
use super::open_table::open_tables;
use super::params::{Tables, share};
use super::rule::{Rule, joined};
use super::sheet::{Grid, Sheet, Token, holds};
use crosscut_text::{Cell, Rect};

/// More rules than this are a drawing.
const MOST_RULES: usize = 600;
/// Grids of more cells than this are drawings, too, and their cells would take long to find.
const MOST_COLUMNS: usize = 40;
const MOST_ROWS: usize = 200;

/// Finds the tables of a sheet and marks the tokens inside them.
pub(super) fn find_tables(sheet: &mut Sheet, tuned: &Tables) {
    let (across, down): (Vec<Rect>, Vec<Rect>) = sheet.rules.iter().partition(|rule| rule.w >= rule.h);
    let across = across.iter().map(|r| Rule { at: r.y + r.h / 2.0, from: r.x, to: r.right() });
    let down = down.iter().map(|r| Rule { at: r.x + r.w / 2.0, from: r.y, to: r.bottom() });
    let (horizontal, vertical) = (joined(across, tuned), joined(down, tuned));
    if horizontal.len() + vertical.len() <= MOST_RULES {
        ruled(sheet, &horizontal, &vertical, tuned);
        for grid in aligned_tables(sheet, tuned) {
            take(sheet, grid);
        }
    }
}

/// Adds a table and marks the tokens inside it that are in no other.
fn take(sheet: &mut Sheet, mut grid: Grid) {
    let number = sheet.tables.len() as u16;
    for cell in &mut grid.cells {
        cell.0.table = number.into();
    }
    for token in &mut sheet.tokens {
        if token.table.is_none() && holds(grid.rect, token.rect) {
            token.table = Some(number);
        }
    }
    sheet.tables.push(grid);
}

/// The tables that rules make.
fn ruled(sheet: &mut Sheet, horizontal: &[Rule], vertical: &[Rule], tuned: &Tables) {
    if horizontal.len() < 2 {
        return;
    }
    let groups = components(horizontal, vertical, tuned.touch);
    let alone: Vec<Rule> = groups.iter().filter(|(_, v)| v.is_empty()).flat_map(|(h, _)| h.clone()).collect();
    let open = open_tables(&alone, sheet, tuned);
    for (h, v) in groups.into_iter().filter(|(_, v)| !v.is_empty()).chain(open) {
        let Some(mut grid) = grid(&h, &v, tuned) else { continue };
        let inside: Vec<usize> = (0..sheet.tokens.len())
            .filter(|&at| sheet.tokens[at].table.is_none() && holds(grid.rect, sheet.tokens[at].rect))
            .collect();
        let mut used: Vec<usize> = inside
            .iter()
            .filter_map(|&at| grid.cells.iter().position(|(_, rect)| holds(*rect, sheet.tokens[at].rect)))
            .collect();
        used.sort_unstable();
        used.dedup();
        let crossed = inside.iter().filter(|&&at| crosses(&v, sheet.tokens[at].rect, tuned.crossing)).count();
        let has_columns = used.iter().any(|&at| grid.cells[at].0.column > 0);
        if used.len() < 2 || !has_columns || share(crossed, inside.len()) > tuned.crossed {
            continue;
        }
        part_rows(&mut grid, sheet, &inside, tuned);
        take(sheet, grid);
    }
}

/// Parts rows of cells that no rule parts: where lines of several cells are side by side, again and again, each
/// time below white in all of them.
fn part_rows(grid: &mut Grid, sheet: &Sheet, inside: &[usize], tuned: &Tables) {
    let mut cells: Vec<(Cell, Rect)> = Vec::new();
    let mut added = 0;
    for row in grid.cells.chunk_by(|a, b| a.0.row == b.0.row) {
        let starts = starts(row, sheet, inside, tuned);
        for at in 0..starts.len().max(1) {
            for (cell, rect) in row {
                let top = starts.get(at).copied().filter(|_| at > 0).unwrap_or(rect.y).max(rect.y);
                let bottom = starts.get(at + 1).copied().unwrap_or(rect.bottom()).min(rect.bottom());
                let cell = Cell { row: cell.row + added + at as u32, ..*cell };
                if bottom > top {
                    cells.push((cell, Rect { y: top, h: bottom - top, ..*rect }));
                }
            }
        }
        added += (starts.len().max(1) - 1) as u32;
    }
    grid.cells = cells;
}

/// Where rows start inside a row of cells: the upper edges of their first lines. Empty where there is one row only.
fn starts(cells: &[(Cell, Rect)], sheet: &Sheet, inside: &[usize], tuned: &Tables) -> Vec<f32> {
    let mut lines: Vec<Vec<(f32, f32)>> = Vec::new();
    let (mut inner, mut lower) = (0, 0);
    for (_, rect) in cells {
        let own = inside.iter().map(|&at| &sheet.tokens[at]).filter(|token| holds(*rect, token.rect));
        let mut own: Vec<&Token> = own.collect();
        own.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x.total_cmp(&b.rect.x)));
        own.dedup_by(|later, kept| later.baseline - kept.baseline < tuned.line * kept.size);
        inner += own.len().saturating_sub(1);
        lower +=
            own.iter().skip(1).filter(|token| sheet.text_of(token).starts_with(char::is_lowercase)).count();
        let own: Vec<(f32, f32)> = own.into_iter().map(|token| (token.baseline, token.size)).collect();
        if !own.is_empty() {
            lines.push(own);
        }
    }
    if lines.len() < 2 {
        return Vec::new();
    }
    let shared = |at: f32| {
        lines.iter().filter(|cell| cell.iter().any(|line| (line.0 - at).abs() < tuned.level)).count()
    };
    let all: Vec<(f32, f32)> = lines.iter().flatten().copied().collect();
    // Lines that are side by side in all cells are rows, but not where they are broken sentences.
    let level = all.iter().filter(|line| shared(line.0) > 1).count();
    let in_step = share(level, all.len()) >= tuned.in_step && share(lower, inner.max(1)) < tuned.broken;
    let mut starts: Vec<f32> = Vec::new();
    for &(at, size) in all.iter().filter(|line| shared(line.0) > 1) {
        let is_below_white =
            || all.iter().all(|line| line.0 > at - tuned.level || line.0 < at - tuned.white * size);
        if in_step || is_below_white() {
            starts.push(at - size);
        }
    }
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|later, kept| *later - *kept < tuned.lowest_row);
    if starts.len() < tuned.fewest_rows { Vec::new() } else { starts }
}

/// Whether a vertical rule runs through the middle of a word.
fn crosses(vertical: &[Rule], word: Rect, end: f32) -> bool {
    let y = word.y + word.h / 2.0;
    vertical
        .iter()
        .any(|rule| rule.at > word.x + end && rule.at < word.right() - end && rule.from < y && y < rule.to)
}

/// Groups of rules that hang together.
fn components(horizontal: &[Rule], vertical: &[Rule], touch: f32) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let meets = |h: &Rule, v: &Rule| {
        v.at > h.from - touch && v.at < h.to + touch && h.at > v.from - touch && h.at < v.to + touch
    };
    let mut group_of: Vec<usize> = (0..horizontal.len() + vertical.len()).collect();
    fn root(group_of: &mut [usize], mut at: usize) -> usize {
        while group_of[at] != at {
            group_of[at] = group_of[group_of[at]];
            at = group_of[at];
        }
        at
    }
    for (i, h) in horizontal.iter().enumerate() {
        for (j, _) in vertical.iter().enumerate().filter(|(_, v)| meets(h, v)) {
            let (a, b) = (root(&mut group_of, i), root(&mut group_of, horizontal.len() + j));
            group_of[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<(usize, Vec<Rule>, Vec<Rule>)> = Vec::new();
    for at in 0..group_of.len() {
        let group = root(&mut group_of, at);
        let slot = groups.iter().position(|entry| entry.0 == group).unwrap_or_else(|| {
            groups.push((group, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        match at.checked_sub(horizontal.len()) {
            None => groups[slot].1.push(horizontal[at]),
            Some(at) => groups[slot].2.push(vertical[at]),
        }
    }
    groups.into_iter().map(|(_, h, v)| (h, v)).collect()
}

/// The cells between rules; `None` where they enclose fewer than two.
fn grid(horizontal: &[Rule], vertical: &[Rule], tuned: &Tables) -> Option<Grid> {
    let xs = lanes(vertical, horizontal, tuned);
    let ys = lanes(horizontal, vertical, tuned);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns * rows < 2 || columns > MOST_COLUMNS || rows > MOST_ROWS {
        return None;
    }
    let drawn = |rules: &[Rule], at: f32, from: f32, to: f32| {
        let own = rules.iter().filter(|rule| (rule.at - at).abs() < tuned.touch);
        let length: f32 = own.map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0)).sum();
        length > tuned.drawn * (to - from)
    };
    let mut taken = vec![false; columns * rows];
    let mut cells = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if taken[row * columns + column] {
                continue;
            }
            let mut right = column + 1;
            while right < columns && !drawn(vertical, xs[right], ys[row], ys[row + 1]) {
                right += 1;
            }
            let mut below = row + 1;
            while below < rows && !drawn(horizontal, ys[below], xs[column], xs[right]) {
                below += 1;
            }
            for r in row..below {
                taken[r * columns + column..r * columns + right].fill(true);
            }
            let rect = Rect::between(xs[column], ys[row], xs[right], ys[below]);
            cells.push((Cell { table: 0, row: row as u32, column: column as u32 }, rect));
        }
    }
    let rect = Rect::between(xs[0], ys[0], xs[columns], ys[rows]);
    Some(Grid { rect, cells })
}

/// The places of rules, and the ends of the rules across them where those reach further.
fn lanes(rules: &[Rule], across: &[Rule], tuned: &Tables) -> Vec<f32> {
    let mut lanes: Vec<f32> = rules.iter().map(|rule| rule.at).collect();
    lanes.sort_by(f32::total_cmp);
    lanes.dedup_by(|later, kept| *later - *kept < tuned.touch);
    let from = across.iter().map(|rule| rule.from).fold(f32::INFINITY, f32::min);
    let to = across.iter().map(|rule| rule.to).fold(f32::NEG_INFINITY, f32::max);
    if lanes.first().is_some_and(|first| from < first - tuned.overhang * tuned.touch) {
        lanes.insert(0, from);
    }
    if lanes.last().is_some_and(|last| to > last + tuned.overhang * tuned.touch) {
        lanes.push(to);
    }
    lanes
}
