//! The four figures.

use super::canvas::{Anchor, Canvas, INK, LINE, PAPER, SOFT, fitting, fitting_around};
use super::font;
use crosscut::matrix::{Cell, CellState, Column, Matrix, Row};
use crosscut::words::{counted, dated, unsaid};
use std::collections::BTreeMap;
use std::f32::consts::TAU;

/// Elements that a figure shows; further ones are counted.
const MOST: usize = 400;
/// Size of letters.
const SIZE: f32 = 9.0;
/// Room at most for the names of elements: on a slide, and where letters must stay legible across a page of text.
const NAMES: f32 = 300.0;
const NAMES_OF_PAGE: f32 = 230.0;
/// Height of a row.
const ROW: f32 = 17.0;
const MARGIN: f32 = 14.0;

/// A figure that says that there is nothing to show.
pub(super) fn nothing(name: &str) -> Canvas {
    let mut canvas = Canvas::new(name, "No element has been confirmed yet.".into());
    (canvas.width, canvas.height) = (300.0, 60.0);
    canvas.words((MARGIN, 34.0), SIZE, "No element has been confirmed yet.", Anchor::Start);
    canvas
}

/// The elements that are shown, and how many are not.
fn shown(matrix: &Matrix) -> (Vec<&Row>, usize) {
    // One whose clauses all went elsewhere has nothing to show.
    let says = |row: &&Row| {
        let blank = |cell: &Cell| matches!(cell.state, CellState::NotChecked | CellState::Unreadable);
        row.cells.iter().any(|cell| cell.checked || !blank(cell))
    };
    let rows: Vec<&Row> = matrix.elements().filter(says).take(MOST).collect();
    let more = matrix.elements().filter(says).count() - rows.len();
    (rows, more)
}

/// Room for the names of rows, with a gap after them: as much as they need, at most `most`.
fn room(rows: &[&Row], most: f32) -> f32 {
    rows.iter().map(|row| font::width(&fitting(&row.name, SIZE, most), SIZE)).fold(40.0, f32::max) + 10.0
}

fn confirmed(cell: &Cell) -> usize {
    cell.confirmed.len()
}

/// Darker for more clauses; suggestions are lighter than any, with a dot.
fn shade(cell: &Cell) -> u32 {
    match (cell.state, confirmed(cell)) {
        (CellState::Present, 0 | 1) => 0x9b_bf_b0,
        (CellState::Present, 2 | 3) => 0x4f_8a_78,
        (CellState::Present, _) => 0x12_45_3b,
        (CellState::Suggested, _) => 0xf3_e6_c4,
        (CellState::Unreadable | CellState::Disputed | CellState::Changed | CellState::Lost, _) => 0xe4_e4_e4,
        (CellState::CheckedAbsent | CellState::CheckedEarlier | CellState::NotChecked, _) => PAPER,
    }
}

/// Elements by agreements.
pub(super) fn heat_map(matrix: &Matrix) -> Canvas {
    const CELL: f32 = 19.0;
    let (rows, more) = shown(matrix);
    let heads = heads(matrix, 170.0);
    let head = heads.iter().map(|head| font::width(head, SIZE)).fold(20.0, f32::max) + 8.0;
    let mut canvas = Canvas::new(
        "Elements by agreement",
        format!("{} by {}.", counted(rows.len(), "element"), counted(matrix.columns.len(), "agreement")),
    );
    let (left, top) = (MARGIN + room(&rows, NAMES), MARGIN + head);
    for (at, head) in heads.iter().enumerate() {
        let x = left + (at as f32 + 0.5) * CELL + 3.0;
        canvas.turned((x, top - 5.0), SIZE, head, Anchor::Start, -90.0);
    }
    for (line, row) in rows.iter().enumerate() {
        let y = top + line as f32 * CELL;
        canvas.words((left - 6.0, y + CELL / 2.0 + 3.0), SIZE, &fitting(&row.name, SIZE, NAMES), Anchor::End);
        for (at, (cell, column)) in row.cells.iter().zip(&matrix.columns).enumerate() {
            let x = left + at as f32 * CELL;
            let says = format!("{}, {}: {}", row.name, column.short, told(cell));
            canvas.rect((x, y), (CELL, CELL), shade(cell), Some(LINE), &says);
            mark(&mut canvas, (x + CELL / 2.0, y + CELL / 2.0 + 3.0), cell);
        }
    }
    let end = top + rows.len() as f32 * CELL;
    canvas.width = left + matrix.columns.len() as f32 * CELL + MARGIN;
    canvas.width = canvas.width.max(legend(&mut canvas, matrix, end + 18.0));
    canvas.height = end + 46.0;
    note_more(&mut canvas, more);
    canvas
}

/// The names of the agreements in so much room, each another one.
pub(super) fn heads(matrix: &Matrix, room: f32) -> Vec<String> {
    let fitted = |column: &Column| fitting_around(&head(column), SIZE, room);
    let names: Vec<String> = matrix.columns.iter().map(fitted).collect();
    let is_alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let told = |(name, column): (&String, &Column)| match is_alone(name) {
        true => name.clone(),
        // What tells them apart is in the middle.
        false => fitting_around(&format!("{} [{}]", head(column), column.agreement), SIZE, room),
    };
    names.iter().zip(&matrix.columns).map(told).collect()
}

fn head(column: &Column) -> String {
    unsaid(&column.short, column.year)
        .map_or_else(|| column.short.clone(), |year| format!("{} {year}", column.short))
}

/// What a cell says, in words.
fn told(cell: &Cell) -> String {
    let suggested =
        (cell.state == CellState::Present).then_some((CellState::Suggested, cell.suggested.len()));
    let parts =
        cell.parts().chain(suggested.filter(|(_, count)| *count > 0)).map(|(state, count)| match count {
            0 => state.name().to_owned(),
            _ => format!("{count} {}", state.name()),
        });
    parts.collect::<Vec<_>>().join(" · ")
}

/// The sign in a cell, so that grey and colour say the same.
fn mark(canvas: &mut Canvas, place: (f32, f32), cell: &Cell) {
    let text: String = match cell.state {
        CellState::Present => {
            let more = cell.parts().skip(1).map(|(state, _)| state.symbol());
            std::iter::once(confirmed(cell).to_string().as_str()).chain(more).collect()
        }
        CellState::Suggested => "◧".into(),
        CellState::CheckedAbsent => "·".into(),
        CellState::Unreadable => "?".into(),
        CellState::Disputed | CellState::Changed | CellState::Lost | CellState::CheckedEarlier => {
            cell.state.symbol().into()
        }
        CellState::NotChecked => return,
    };
    let dark = cell.state == CellState::Present && confirmed(cell) > 1;
    sign(canvas, place, SIZE - 1.0, &text);
    if dark && let Some(super::canvas::Item::Words { color, .. }) = canvas.items.last_mut() {
        *color = PAPER;
    }
}

/// A sign around its place; a dot, which is a finding as well, large enough to be seen.
fn sign(canvas: &mut Canvas, (x, y): (f32, f32), size: f32, text: &str) {
    let (size, down) = if text == "·" { (2.0 * size, size * 0.35) } else { (size, 0.0) };
    canvas.words((x, y + down), size, text, Anchor::Middle);
}

/// Explains the squares, those for a look only where there are any; gives how wide it is.
fn legend(canvas: &mut Canvas, matrix: &Matrix, y: f32) -> f32 {
    let has = |fewest: usize, most: usize| {
        let mut cells = matrix.elements().flat_map(|row| &row.cells);
        cells.any(|cell| cell.state == CellState::Present && (fewest..=most).contains(&confirmed(cell)))
    };
    // The number of confirmed clauses is in the cell; its colour is one of three.
    let shades = [
        (has(0, 1), 0x9b_bf_b0, "confirmed, one clause"),
        (has(2, 3), 0x4f_8a_78, "two or three clauses"),
        (has(4, usize::MAX), 0x12_45_3b, "four clauses or more"),
    ];
    let shades = shades.into_iter().filter(|(there, ..)| *there).map(|(_, fill, what)| (fill, "", what));
    let states = [
        (0xf3_e6_c4, "◧", "suggested"),
        (PAPER, "·", "checked, absent"),
        (PAPER, "", "not checked"),
        (0xe4_e4_e4, "?", "text lost"),
    ];
    let to_check =
        [CellState::Disputed, CellState::Changed, CellState::Lost, CellState::CheckedEarlier].into_iter();
    let to_check = to_check.filter(|state| matrix.count_parts(*state) > 0);
    let to_check = to_check.map(|state| {
        let cell = Cell { state, ..Cell::default() };
        (shade(&cell), state.symbol(), state.name())
    });
    let mut x = MARGIN;
    for (fill, sign, what) in shades.chain(states).chain(to_check) {
        canvas.rect((x, y), (11.0, 11.0), fill, Some(SOFT), "");
        self::sign(canvas, (x + 5.5, y + 8.5), SIZE - 2.0, sign);
        canvas.words((x + 15.0, y + 9.0), SIZE, what, Anchor::Start);
        x += 15.0 + font::width(what, SIZE) + 16.0;
    }
    x
}

fn note_more(canvas: &mut Canvas, more: usize) {
    if more > 0 {
        let text = format!("{} more are not shown", counted(more, "element"));
        canvas.words((MARGIN, canvas.height), SIZE, &text, Anchor::Start);
        canvas.height += 16.0;
    }
}

/// In how many agreements each element is confirmed, suggested, absent, not checked.
pub(super) fn spread(matrix: &Matrix) -> Canvas {
    const BAR: f32 = 190.0;
    let (rows, more) = shown(matrix);
    let all = matrix.columns.len().max(1) as f32;
    let mut canvas = Canvas::new(
        "Spread of elements",
        format!("{} over {}.", counted(rows.len(), "element"), counted(matrix.columns.len(), "agreement")),
    );
    let left = MARGIN + room(&rows, NAMES_OF_PAGE);
    let mut widest = 0.0_f32;
    for (line, row) in rows.iter().enumerate() {
        let y = MARGIN + line as f32 * ROW;
        let count = |state| row.cells.iter().filter(|cell| cell.state == state).count();
        let parts = [
            (row.breadth, 0x2f_6b_5b, "confirmed"),
            (row.suggested, 0xe6_cf_94, "suggested"),
            (count(CellState::CheckedAbsent), 0xa9_b4_bd, "checked, absent"),
            (row.unsettled, 0xd9_c2_c2, "to check again"),
            (
                row.cells.iter().filter(|cell| cell.state.is_open()).count(),
                PAPER,
                "not checked, or text lost",
            ),
        ];
        canvas.words((left - 6.0, y + 10.0), SIZE, &fitting(&row.name, SIZE, NAMES_OF_PAGE), Anchor::End);
        let mut x = left;
        for (number, fill, what) in parts.into_iter().filter(|(number, ..)| *number > 0) {
            let width = BAR * number as f32 / all;
            canvas.rect(
                (x, y),
                (width, ROW - 5.0),
                fill,
                Some(SOFT),
                &format!("{}: {number} {what}", row.name),
            );
            x += width;
        }
        let suggested =
            if row.suggested > 0 { format!(" · {} suggested", row.suggested) } else { String::new() };
        let to_check =
            if row.unsettled > 0 { format!(" · {} to check", row.unsettled) } else { String::new() };
        let text = format!("{} confirmed{suggested}{to_check}", row.breadth);
        canvas.words((left + BAR + 8.0, y + 10.0), SIZE, &text, Anchor::Start);
        widest = widest.max(font::width(&text, SIZE));
    }
    let y = MARGIN + rows.len() as f32 * ROW + 8.0;
    let mut x = MARGIN;
    let to_check = rows.iter().any(|row| row.unsettled > 0);
    let to_check = to_check.then_some((0xd9_c2_c2, "to check: coders differ, or the text was changed"));
    let legend = [(0x2f_6b_5b, "confirmed"), (0xe6_cf_94, "suggested"), (0xa9_b4_bd, "checked, absent")];
    let legend = legend.into_iter().chain(to_check).chain([(PAPER, "not checked, or text lost")]);
    for (fill, what) in legend {
        canvas.rect((x, y), (11.0, 11.0), fill, Some(SOFT), "");
        canvas.words((x + 15.0, y + 9.0), SIZE, what, Anchor::Start);
        x += 15.0 + font::width(what, SIZE) + 16.0;
    }
    canvas.width = x.max(left + BAR + 8.0 + widest + MARGIN);
    canvas.height = y + 28.0;
    note_more(&mut canvas, more);
    canvas
}

/// When agreements with each element were adopted.
pub(super) fn timeline(matrix: &Matrix) -> Canvas {
    const SPAN: f32 = 430.0;
    let (mut rows, more) = shown(matrix);
    let years: Vec<u16> = matrix.columns.iter().filter_map(|column| column.year).collect();
    let (first, last) = (years.iter().min().copied().unwrap_or(0), years.iter().max().copied().unwrap_or(0));
    let has = |row: &Row| -> Vec<(u16, CellState, &str)> {
        let cells = row.cells.iter().zip(&matrix.columns);
        let present =
            cells.filter(|(cell, _)| matches!(cell.state, CellState::Present | CellState::Suggested));
        present.filter_map(|(cell, column)| Some((column.year?, cell.state, column.short.as_str()))).collect()
    };
    rows.sort_by_key(|row| {
        has(row).iter().filter(|(_, state, _)| *state == CellState::Present).map(|(y, ..)| *y).min()
    });
    let mut canvas = Canvas::new("Elements by year of adoption", format!("Years {first} to {last}."));
    let left = MARGIN + room(&rows, NAMES) + 6.0;
    let place = |year: u16| left + SPAN * f32::from(year - first) / f32::from((last - first).max(1));
    let top = MARGIN + 22.0;
    let bottom = top + rows.len() as f32 * ROW;
    let mut several = false;
    let step = [1, 2, 5, 10, 20, 50].into_iter().find(|step| (last - first) / step <= 12).unwrap_or(100);
    for year in (first..=last).filter(|year| year % step == 0 || first == last) {
        canvas.line((place(year), top - 6.0), (place(year), bottom), 0.6, LINE);
        canvas.words((place(year), top - 10.0), SIZE, &year.to_string(), Anchor::Middle);
    }
    for (line, row) in rows.iter().enumerate() {
        let y = top + line as f32 * ROW + ROW / 2.0;
        canvas.words((left - 12.0, y + 3.0), SIZE, &fitting(&row.name, SIZE, NAMES), Anchor::End);
        let found = has(row);
        let sure = found.iter().filter(|(_, state, _)| *state == CellState::Present).map(|(year, ..)| *year);
        // What is only suggested makes the history of an element no longer.
        if let (Some(start), Some(end)) = (sure.clone().min(), sure.max()) {
            canvas.line((place(start), y), (place(end), y), 1.4, SOFT);
        }
        for dot in dots(&found) {
            several |= dot.names.len() > 1;
            dot.draw(&mut canvas, (place(dot.year), y), &row.name);
        }
    }
    let unknown = matrix.columns.iter().filter(|column| column.year.is_none()).count();
    let mut text = "● confirmed   ○ suggested".to_owned();
    if several {
        text += "   a number: so many agreements of that year";
    }
    if unknown > 0 {
        text += &format!("   {} without a year not shown", counted(unknown, "agreement"));
    }
    canvas.words((left, bottom + 18.0), SIZE, &text, Anchor::Start);
    canvas.width = left + SPAN + MARGIN + 14.0;
    canvas.height = bottom + 34.0;
    note_more(&mut canvas, more);
    canvas
}

/// The agreements of a year that have an element alike, confirmed or suggested.
struct Dot<'m> {
    year: u16,
    state: CellState,
    names: Vec<&'m str>,
    /// How far it stands beside the year, where the year has both.
    aside: f32,
}

/// Agreements that have an element, as dots of which none hides another.
fn dots<'m>(found: &[(u16, CellState, &'m str)]) -> Vec<Dot<'m>> {
    let mut by_year: BTreeMap<(u16, bool), Vec<&'m str>> = BTreeMap::new();
    for &(year, state, name) in found {
        by_year.entry((year, state == CellState::Present)).or_default().push(name);
    }
    let both = |year: u16| by_year.contains_key(&(year, true)) && by_year.contains_key(&(year, false));
    let dot = |(&(year, sure), names): (&(u16, bool), &Vec<&'m str>)| Dot {
        year,
        state: if sure { CellState::Present } else { CellState::Suggested },
        names: names.clone(),
        aside: match (both(year), sure) {
            (false, _) => 0.0,
            (true, true) => -5.5,
            (true, false) => 5.5,
        },
    };
    by_year.iter().map(dot).collect()
}

impl Dot<'_> {
    fn draw(&self, canvas: &mut Canvas, (x, y): (f32, f32), element: &str) {
        let sure = self.state == CellState::Present;
        let (fill, ink) = if sure { (INK, PAPER) } else { (PAPER, INK) };
        let (x, count) = (x + self.aside, self.names.len());
        let radius = if count > 1 { 5.5 } else { 4.0 };
        let names: Vec<String> = self.names.iter().map(|name| dated(name, Some(self.year))).collect();
        canvas.disc((x, y), radius, fill, &format!("{element}, {}: {}", names.join(", "), self.state.name()));
        if count > 1 {
            canvas.words((x, y + 2.6), SIZE - 1.5, &count.to_string(), Anchor::Middle);
            if let Some(super::canvas::Item::Words { color, .. }) = canvas.items.last_mut() {
                *color = ink;
            }
        }
    }
}

/// Agreements on a circle, joined where they share confirmed elements.
pub(super) fn network(matrix: &Matrix) -> Canvas {
    let count = matrix.columns.len();
    let radius = (count as f32 * 12.0 / TAU * 2.0).clamp(90.0, 420.0);
    let names = heads(matrix, 150.0);
    let room = names.iter().map(|name| font::width(name, SIZE)).fold(0.0, f32::max) + 26.0;
    let mut canvas = Canvas::new(
        "Agreements alike by their confirmed elements",
        format!(
            "{}; the thicker and darker a line, the larger the share of their elements that two have in common (Jaccard \
             index).",
            counted(count, "agreement")
        ),
    );
    let middle = (MARGIN + room + radius, MARGIN + 40.0 + radius);
    let place = |at: usize| {
        let angle = TAU * at as f32 / count.max(1) as f32 - TAU / 4.0;
        (middle.0 + radius * angle.cos(), middle.1 + radius * angle.sin(), angle)
    };
    let alike = matrix.similarity();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (a, row) in alike.iter().enumerate() {
        pairs.extend((a + 1..count).map(|b| (row[b], a, b)).filter(|(share, ..)| *share > 0.0));
    }
    // The strongest last, above the others.
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (share, a, b) in pairs {
        let (from, to) = (place(a), place(b));
        let grey = (225.0 - 185.0 * share) as u32;
        canvas.line((from.0, from.1), (to.0, to.1), 0.5 + 4.5 * share as f32, grey << 16 | grey << 8 | grey);
    }
    let most = matrix.columns.iter().map(|column| column.present).max().unwrap_or(0).max(1) as f32;
    for (at, column) in matrix.columns.iter().enumerate() {
        let (x, y, angle) = place(at);
        let size = 3.0 + 5.0 * (column.present as f32 / most).sqrt();
        let fill = if column.present > 0 { 0x2f_6b_5b } else { PAPER };
        canvas.disc(
            (x, y),
            size,
            fill,
            &format!("{}: {}", column.short, counted(column.present, "confirmed element")),
        );
        let left = angle.cos() < -0.001;
        let degrees = angle.to_degrees() + if left { 180.0 } else { 0.0 };
        let (gap, anchor) = (radius + 12.0, if left { Anchor::End } else { Anchor::Start });
        let name = (middle.0 + gap * angle.cos(), middle.1 + gap * angle.sin() + 3.0);
        canvas.turned(name, SIZE, &names[at], anchor, degrees);
    }
    canvas.width = 2.0 * (MARGIN + room + radius);
    canvas.height = 2.0 * (MARGIN + 40.0 + radius).max(MARGIN + room + radius);
    let shift = canvas.height / 2.0 - middle.1;
    for item in &mut canvas.items {
        item.down(shift);
    }
    for text in [
        "A circle is larger for more confirmed elements.",
        "A line is thicker and darker, the larger the share of their elements that two have in common (Jaccard index).",
    ] {
        canvas.words((MARGIN, canvas.height), SIZE, text, Anchor::Start);
        canvas.width = canvas.width.max(font::width(text, SIZE) + 2.0 * MARGIN);
        canvas.height += 16.0;
    }
    canvas
}
