//! The sheet Matrix, each cell with a note of its first quote and a link to its row in the sheet Quotes.

use super::{CANDIDATES, Look, clean, finish, height, lines};
use crate::Material;
use crate::error::Result;
use crosscut::export::{Cites, Table, Value, quotes_of_first};
use crosscut::matrix::{Cell, CellState, Row};
use crosscut::text::ClauseId;
use crosscut::words::unsaid;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Note, Url, Worksheet};
use std::collections::BTreeMap;

/// Excel takes this many links in a sheet; further cells have none.
const LINKS: usize = 65_000;

/// Letters of a quote in a note, with the places of others.
const NOTE: usize = 600;

/// Width of an agreement's column, in characters.
const WIDTH: f64 = 24.0;

/// Letters of a place in a cell. A cell is one line: LibreOffice neither wraps a cell that is a link nor breaks its lines.
const PLACE: usize = 16;

/// Places that the note of a cell names besides the one that it quotes.
const PLACES: usize = 12;

/// The row in the sheet Quotes where the clauses of an element (by id) in an agreement begin.
pub(super) type Places = BTreeMap<(String, String), u32>;

/// The rows of the sheet Quotes (cells without a clause are left to the matrix), and where those of each cell begin.
pub(super) fn quotes(material: &Material) -> (Table, Places) {
    let all = quotes_of_first(&material.findings, &material.judgements, shown(material).len());
    let place = |name: &str| all.columns.iter().position(|column| column.name == name).unwrap_or_default();
    let (id, agreement, clause) = (place("id"), place("agreement"), place("clause"));
    let columns = [
        "element", "clause_is", "short_name", "year", "group", "locator", "page", "lead_in", "quote",
        "obligation", "coder", "when", "note", "kind", "agreement", "clause",
    ]
    .map(place);
    let mut table = Table { name: "quotes", ..Table::default() };
    table.columns = columns.iter().map(|&column| all.columns[column].clone()).collect();
    let mut places = Places::new();
    // Rows are moved: all quotes of a large study twice are memory for nothing.
    for mut row in all.rows.into_iter().filter(|row| row[clause] != Value::Empty) {
        let key = (row[id].to_string(), row[agreement].to_string());
        places.entry(key).or_insert(table.rows.len() as u32 + 1);
        table.rows.push(columns.iter().map(|&column| std::mem::take(&mut row[column])).collect());
    }
    (table, places)
}

/// How cells look: by state, and darker for more clauses.
struct Looks {
    confirmed: [Format; 3],
    suggested: Format,
    absent: Format,
    unreadable: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = Format::new()
            .set_font_name("Calibri")
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::Top)
            .set_shrink()
            .set_border(FormatBorder::Hair);
        let fill = |color: u32, ink: u32| {
            cell.clone().set_background_color(Color::RGB(color)).set_font_color(Color::RGB(ink))
        };
        Self {
            confirmed: [fill(0xCF_E3_D4, 0), fill(0xA3_CF_AE, 0), fill(0x74_B5_85, 0)],
            suggested: fill(0xF6_EC_CB, 0),
            absent: cell.clone().set_bold(),
            unreadable: fill(0xE4_E4_E4, 0x55_55_55).set_italic(),
        }
    }

    fn of(&self, cell: &Cell) -> &Format {
        match (cell.state, cell.confirmed.len()) {
            (CellState::Present, 0 | 1) => &self.confirmed[0],
            (CellState::Present, 2 | 3) => &self.confirmed[1],
            (CellState::Present, _) => &self.confirmed[2],
            (CellState::Suggested, _) => &self.suggested,
            (CellState::Unreadable | CellState::Disputed | CellState::Changed | CellState::Lost, _) => {
                &self.unreadable
            }
            (CellState::CheckedAbsent | CellState::CheckedEarlier | CellState::NotChecked, _) => &self.absent,
        }
    }
}

/// Writes the sheet: confirmed elements first, then open candidates.
pub(super) fn sheet(sheet: &mut Worksheet, material: &Material, look: &Look, places: &Places) -> Result<()> {
    sheet.set_name("Matrix")?;
    let matrix = material.matrix();
    let fixed = [("Element", 44.0), ("Confirmed in", 11.0), ("Suggested in", 11.0)];
    for (column, (name, width)) in (0_u16..).zip(fixed) {
        sheet.write_string_with_format(0, column, name, &look.head)?;
        sheet.set_column_width(column, width)?;
    }
    let mut tallest = 1;
    for (column, of) in (fixed.len() as u16..).zip(&matrix.columns) {
        let year = unsaid(&of.short, of.year).map(|year| format!("\n{year}")).unwrap_or_default();
        let lost = if of.text_lost { "\n? text lost" } else { "" };
        let head = clean(&format!("{}{year}{lost}", of.short));
        tallest = tallest.max(lines(&head, WIDTH - 3.0));
        sheet.write_string_with_format(0, column, head, &look.head)?;
        sheet.set_column_width(column, WIDTH)?;
    }
    sheet.set_row_height(0, height(tallest))?;
    let (cites, looks) = (Cites::new(material.results()), Looks::new());
    let mut links = 0;
    for (at, row) in (1_u32..).zip(shown(material)) {
        let name = if row.element().is_some() { row.name.clone() } else { format!("({})", row.name) };
        let format = if row.element().is_some() { &look.name } else { &look.wrapped };
        sheet.write_string_with_format(at, 0, clean(&name), format)?;
        // What is confirmed and what is suggested are never summed.
        if row.element().is_some() {
            sheet.write_number_with_format(at, 1, row.breadth as f64, &look.count)?;
        }
        if row.suggested > 0 {
            sheet.write_number_with_format(at, 2, row.suggested as f64, &look.count)?;
        }
        if let Some(definition) = &row.definition {
            sheet.insert_note(at, 0, &note(definition))?;
        }
        for (column, (cell, of)) in (fixed.len() as u16..).zip(row.cells.iter().zip(&matrix.columns)) {
            let text = cell_text(&cites, cell);
            if text.is_empty() {
                continue;
            }
            let key = (id(row), of.agreement.to_string());
            match places.get(&key).filter(|_| links < LINKS) {
                Some(to) => {
                    links += 1;
                    let url = Url::new(format!("internal:Quotes!A{}", to + 1)).set_text(clean(&text));
                    sheet.write_url_with_format(at, column, url, looks.of(cell))?;
                }
                None => {
                    sheet.write_string_with_format(at, column, clean(&text), looks.of(cell))?;
                }
            }
            if let Some(told) = told(&cites, cell).filter(|_| row.element().is_some()) {
                sheet.insert_note(at, column, &note(&told))?;
            }
        }
        sheet.set_row_height(at, height(lines(&name, 42.0)))?;
    }
    finish(sheet, shown(material).len() as u32, (fixed.len() + matrix.columns.len()) as u16)
}

/// The rows that the workbook shows.
fn shown(material: &Material) -> &[Row] {
    let rows = &material.matrix().rows;
    &rows[..rows.len().min(material.matrix().elements().count() + CANDIDATES)]
}

fn id(row: &Row) -> String {
    match &row.kind {
        crosscut::matrix::RowKind::Element { id, .. } => id.to_string(),
        crosscut::matrix::RowKind::Candidate { id, .. } => id.clone(),
    }
}

/// Sign, count and first place, in one line: "■ 2  Art. 9(2) …  ◧ 1". The note names the other places.
fn cell_text(cites: &Cites<'_>, cell: &Cell) -> String {
    let part = |state: CellState, ids: &[ClauseId]| {
        let count = ids.len();
        let place = ids.first().and_then(|id| cites.cite(id));
        let place = place.map(|citation| short_locator(&citation.clause.locator)).unwrap_or_default();
        let more = if count > 1 && !place.ends_with('…') { " …" } else { "" };
        (count > 0).then(|| format!("{} {count}  {place}{more}", state.symbol()))
    };
    let disputed = cell.state == CellState::Disputed;
    let confirmed = part(if disputed { cell.state } else { CellState::Present }, &cell.confirmed);
    let changed = part(CellState::Changed, &cell.changed);
    let lost = (cell.lost > 0)
        .then(|| format!("{} {}  {}", CellState::Lost.symbol(), cell.lost, CellState::Lost.name()));
    let suggested = part(CellState::Suggested, &cell.suggested);
    // What people found is told before what was suggested since, and where no clause carries its sign.
    let told = match cell.state {
        CellState::Disputed => cell.confirmed.is_empty(),
        CellState::CheckedAbsent => !cell.suggested.is_empty(),
        state => state == CellState::CheckedEarlier,
    };
    let told = told.then(|| format!("{}  {}", cell.state.symbol(), cell.state.name()));
    // Next to what is confirmed there is no room for another place.
    let suggested = match cell.confirmed.is_empty() {
        true => suggested,
        false => suggested.map(|_| format!("{} {}", CellState::Suggested.symbol(), cell.suggested.len())),
    };
    let parts = told.into_iter().chain(confirmed).chain(changed).chain(lost).chain(suggested);
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { cell.state.symbol().to_owned() } else { parts.join("  ") }
}

/// "Article 21(2)(d)" as lawyers shorten it, cut where a cell ends.
fn short_locator(locator: &str) -> String {
    let mut short = locator.to_owned();
    for (long, shorter) in [("Article ", "Art. "), ("aragraph ", "ara. "), ("Section ", "s. ")] {
        short = short.replace(long, shorter);
    }
    if short.chars().count() > PLACE {
        short =
            short.chars().take(PLACE - 1).collect::<String>().trim_end_matches([' ', ',']).to_owned() + "…";
    }
    short
}

/// The first quote of a cell with its place, and the places of the others.
fn told(cites: &Cites<'_>, cell: &Cell) -> Option<String> {
    let (ids, sign) = match cell.confirmed.is_empty() {
        true => (&cell.suggested, CellState::Suggested.symbol()),
        false => (&cell.confirmed, ""),
    };
    let (first, others) = ids.split_first()?;
    let citation = cites.cite(first)?;
    let page = citation.page_text();
    let page = if page.is_empty() { page } else { format!(", p. {page}") };
    let lead_in = citation.clause.lead_in.as_deref().map(|words| format!("{words} … ")).unwrap_or_default();
    let quote = format!("{}{page}: “{lead_in}{}”", citation.clause.locator, citation.clause.text);
    let places = others.iter().take(PLACES).filter_map(|id| Some(cites.cite(id)?.clause.locator.clone()));
    let mut places: Vec<String> = places.collect();
    if others.len() > PLACES {
        places.push(format!("… {} more", others.len() - PLACES));
    }
    let also = if places.is_empty() { String::new() } else { format!("\nAlso: {}", places.join("; ")) };
    let quote = cut(&quote, NOTE.saturating_sub(also.chars().count()).max(NOTE / 2));
    Some(format!("{sign} {quote}{also}").trim_start().to_owned())
}

/// A text of at most so many letters.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn note(text: &str) -> Note {
    Note::new(cut(&clean(text), 2 * NOTE))
        .add_author_prefix(false)
        .set_author("Crosscut")
        .set_width(320)
        .set_height(150)
}
