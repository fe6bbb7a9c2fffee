//! The workbook: what volunteers open first. What people and agreements wrote is text, so that nothing of it can run as a
//! formula; years, pages and counts are numbers, so that they can be summed and filtered.

mod matrix;

use crate::error::Result;
use crate::{Material, tables};
use crosscut::decisions::Coder;
use crosscut::export::{Table, Value};
use crosscut::text::lexicon::invisible::stripped;
use crosscut_evaluate::reliability::{Figures, MEASURES, Reliability, SILENCE};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use std::collections::BTreeSet;

/// What the workbook leaves out.
pub(crate) const WITHOUT: &str = "open candidates beyond the first 240 (the csv tables hold them), outliers that nobody kept (the same), clauses that nobody put forward, sources; words that were misread stand in quotes as they were read (the sheet of decisions has their corrections, and notes on elements); texts longer than a cell may be (32,767 characters) are cut";

/// Open candidates that the workbook shows; the tables hold all of them.
const CANDIDATES: usize = 240;

/// Longest text of a cell, in UTF-16 units, as Excel counts.
pub(crate) const LONGEST: usize = 32_767;

/// What a text that is cut ends with.
const MORE: &str = " … (cut: longer than a cell may be)";

/// The formats that sheets share.
pub(crate) struct Look {
    pub(crate) head: Format,
    text: Format,
    pub(crate) wrapped: Format,
    pub(crate) strong: Format,
    /// Of a confirmed element: strong, and wrapped as its neighbours are.
    pub(crate) name: Format,
    /// Of a number, in the middle so that it touches no text beside it.
    pub(crate) count: Format,
    /// Of a measure between 0 and 1, and of a share as a paper prints it.
    share: Format,
    percent: Format,
}

impl Look {
    pub(crate) fn new() -> Self {
        let text = Format::new().set_align(FormatAlign::Top).set_font_name("Calibri");
        let head =
            text.clone().set_bold().set_background_color("E7E9EE").set_border_bottom(FormatBorder::Thin);
        Self {
            head: head.set_text_wrap().set_align(FormatAlign::Bottom),
            wrapped: text.clone().set_text_wrap(),
            strong: text.clone().set_bold(),
            name: text.clone().set_bold().set_text_wrap(),
            count: text.clone().set_align(FormatAlign::Center),
            share: text.clone().set_align(FormatAlign::Center).set_num_format("0.000"),
            percent: text.clone().set_align(FormatAlign::Center).set_num_format("0 %"),
            text,
        }
    }
}

/// Makes the workbook.
pub(crate) fn workbook(material: &Material) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The same bytes on every run: the file is dated by nothing.
    let properties = DocProperties::new()
        .set_title(clean(&material.meta.study))
        .set_comment(format!("{}, run {}", material.meta.version, material.results().run))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let look = Look::new();
    let (quotes, places) = matrix::quotes(material);
    matrix::sheet(book.add_worksheet(), material, &look, &places)?;
    let sheets = [
        ("Quotes", quotes, &[][..]),
        ("Elements", tables::elements(material), &["id"][..]),
        ("Outliers", kept(tables::outliers(material)), &["verdict"][..]),
        ("Agreements", tables::agreements(material), &[][..]),
        (
            "Decisions",
            in_order(tables::decisions(material), &["when", "coder", "type", "decision"]),
            &["elements"][..],
        ),
    ];
    for (name, table, hidden) in sheets {
        table_sheet(book.add_worksheet(), name, &table, hidden, &look)?;
    }
    reliability(book.add_worksheet(), material, &look)?;
    method(book.add_worksheet(), material, &look)?;
    Ok(book.save_to_buffer()?)
}

/// Outliers that somebody decided to report.
fn kept(mut outliers: Table) -> Table {
    let verdict = outliers.columns.iter().position(|column| column.name == "verdict").unwrap_or_default();
    outliers.rows.retain(|row| row[verdict].to_string() == "kept");
    outliers
}

/// The table with these columns first.
fn in_order(mut table: Table, first: &[&str]) -> Table {
    let place = |name: &str| first.iter().position(|known| *known == name).unwrap_or(first.len());
    let mut order: Vec<usize> = (0..table.columns.len()).collect();
    order.sort_by_key(|&column| place(&table.columns[column].name));
    table.columns = order.iter().map(|&column| table.columns[column].clone()).collect();
    for row in &mut table.rows {
        *row = order.iter().map(|&column| row[column].clone()).collect();
    }
    table
}

/// Text as a cell can hold it: without what cannot be seen, no longer than a cell may be.
pub(crate) fn clean(text: &str) -> String {
    let text = stripped(text);
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let mut units = MORE.encode_utf16().count();
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push_str(MORE);
    cut
}

/// Column widths in characters, by what the column holds.
fn width(name: &str) -> f64 {
    match name {
        "quote" | "text" => 80.0,
        "by_group" | "definition" | "title" | "decision" | "losses" | "reason" | "not_settled" => 50.0,
        "by_binding" | "element" | "note" | "lead_in" | "nearest" | "clause" | "url" | "file" | "event"
        | "undone_by" => 36.0,
        "year" | "page" | "clauses" | "pages" | "binding" | "in_force" | "in_effect" => 10.0,
        "when" | "short_name" | "locator" => 21.0,
        _ => 16.0,
    }
}

/// A heading for people: "agreements_confirmed" as "Agreements confirmed".
fn heading(name: &str) -> String {
    let words = match name {
        "when" => "when (UTC)".to_owned(),
        // "To check" alone would be taken for what is only suggested.
        "clauses_to_check" => "clauses reworded or lost".to_owned(),
        name => name.replace('_', " "),
    };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn table_sheet(sheet: &mut Worksheet, name: &str, table: &Table, hidden: &[&str], look: &Look) -> Result<()> {
    sheet.set_name(name)?;
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|&c| !hidden.contains(&table.columns[c].name.as_str())).collect();
    let mut tallest = 1;
    for (to, &from) in (0_u16..).zip(&columns) {
        let column = &table.columns[from];
        let head = heading(&column.name);
        // The sign of the filter takes room of the head.
        tallest = tallest.max(lines(&head, width(&column.name) - 3.0));
        sheet.write_string_with_format(0, to, head, &look.head)?;
        sheet.set_column_width(to, width(&column.name))?;
    }
    sheet.set_row_height(0, height(tallest))?;
    for (at, row) in (1_u32..).zip(&table.rows) {
        for (to, &from) in (0_u16..).zip(&columns) {
            let column = &table.columns[from].name;
            let format = if width(column) > 20.0 { &look.wrapped } else { &look.text };
            match number(column, &row[from]) {
                Some(number) => sheet.write_number_with_format(at, to, number, &look.count)?,
                None => match shown(column, &row[from]) {
                    text if text.is_empty() => continue,
                    text => sheet.write_string_with_format(at, to, text, format)?,
                },
            };
        }
    }
    for (at, row) in (1_u32..).zip(&table.rows) {
        let text = |column: usize| row[column].to_string();
        let lines =
            columns.iter().map(|&column| lines(&text(column), width(&table.columns[column].name))).max();
        sheet.set_row_height(at, height(lines.unwrap_or(1)))?;
    }
    finish(sheet, table.rows.len() as u32, columns.len() as u16)
}

/// A value as people read it: times to the second.
fn shown(column: &str, value: &Value) -> String {
    let text = value.to_string();
    match (column, text.split_once('T')) {
        ("when", Some((day, time))) => format!("{day} {}", time.get(..8).unwrap_or(time)),
        _ => clean(&text),
    }
}

/// What is counted or measured, and pages that are one number.
fn number(column: &str, value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Number(number) => Some((number * 1000.0).round() / 1000.0),
        Value::Text(page) if column == "page" => page.parse::<u32>().ok().map(f64::from),
        _ => None,
    }
}

/// How many lines a text takes in a column of a width in characters.
pub(crate) fn lines(text: &str, width: f64) -> usize {
    text.split('\n').map(|line| (line.chars().count() as f64 * 1.05 / width).ceil().max(1.0) as usize).sum()
}

/// The height of a row of so many lines, in points. Programs that do not fit rows to wrapped text show what is in them;
/// very long texts are cut to the eye, not in the cell.
pub(crate) fn height(lines: usize) -> f64 {
    15.0 * lines.clamp(1, 14) as f64
}

/// Frozen head, filter, print settings.
pub(crate) fn finish(sheet: &mut Worksheet, rows: u32, columns: u16) -> Result<()> {
    sheet.set_freeze_panes(1, 1)?;
    let last = columns.saturating_sub(1);
    if rows > 0 {
        sheet.autofilter(0, 0, rows, last)?;
        sheet.ignore_error_range(0, 0, rows, last, rust_xlsxwriter::IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_repeat_rows(0, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn reliability(sheet: &mut Worksheet, material: &Material, look: &Look) -> Result<()> {
    sheet.set_name("Reliability")?;
    let head = [
        ("Unit", 20.0),
        ("Element", 44.0),
        ("Units", 10.0),
        ("Judged twice", 14.0),
        ("Of these left out by one", 14.0),
        ("Percent", 12.0),
        ("Cohen’s κ", 12.0),
        ("Krippendorff’s α", 16.0),
        ("Gwet’s AC1", 12.0),
        ("Why there is no figure", 50.0),
    ];
    for (column, (name, width)) in (0_u16..).zip(head) {
        sheet.write_string_with_format(0, column, name, &look.head)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(0, height(2))?;
    let mut row = 1;
    let Some(found) = &material.reliability else {
        sheet.write_string_with_format(1, 0, "Fewer than two people decided anything.", &look.text)?;
        return finish(sheet, 1, head.len() as u16);
    };
    for table in [&found.clauses, &found.cells] {
        let whole = std::iter::once(("all elements", &table.whole));
        for (name, figures) in whole.chain(table.elements.iter().map(|(e, f)| (e.name.as_str(), f))) {
            figures_row(sheet, row, (table.unit, name), figures, look)?;
            row += 1;
        }
    }
    finish(sheet, row - 1, head.len() as u16)?;
    row += 1;
    for (name, what) in notes(found) {
        sheet.write_string_with_format(row, 0, clean(&name), &look.strong)?;
        sheet.write_string_with_format(row, 1, clean(&what), &look.text)?;
        row += 1;
    }
    Ok(())
}

/// The figures of one element, or a dash and the reason where there is none.
fn figures_row(
    sheet: &mut Worksheet,
    row: u32,
    (unit, name): (&str, &str),
    figures: &Figures,
    look: &Look,
) -> Result<()> {
    for (column, text) in [(0, unit), (1, name)] {
        sheet.write_string_with_format(row, column, clean(text), &look.wrapped)?;
    }
    for (column, count) in [(2, figures.units), (3, figures.judged), (4, figures.silent)] {
        sheet.write_number_with_format(row, column, count as f64, &look.count)?;
    }
    let measures = [&figures.percent, &figures.kappa, &figures.alpha, &figures.ac1];
    for (column, figure) in (5_u16..).zip(measures) {
        let format = if column == 5 { &look.percent } else { &look.share };
        match figure.value {
            Some(value) => sheet.write_number_with_format(row, column, value, format)?,
            None => sheet.write_string_with_format(row, column, "–", &look.count)?,
        };
    }
    let reasons: BTreeSet<&str> = measures.iter().filter_map(|figure| figure.why_not.as_deref()).collect();
    let why = clean(&reasons.into_iter().collect::<Vec<_>>().join("; "));
    let tallest = lines(name, 42.0).max(lines(&why, 48.0));
    if !why.is_empty() {
        sheet.write_string_with_format(row, 9, why, &look.wrapped)?;
    }
    sheet.set_row_height(row, height(tallest))?;
    Ok(())
}

/// What the figures mean and whom they are about.
fn notes(found: &Reliability) -> Vec<(String, String)> {
    let names = |coders: &[Coder]| coders.iter().map(Coder::as_str).collect::<Vec<_>>().join(", ");
    let apart = if found.independent { "apart from each other" } else { "knowing each other's decisions" };
    let mut notes = vec![("Coders".to_owned(), format!("{}, {apart}", names(&found.coders)))];
    if !found.unfinished.is_empty() {
        notes.push(("Not finished".into(), names(&found.unfinished)));
    }
    notes.extend(MEASURES.map(|(name, what)| (name.to_owned(), what.to_owned())));
    notes.push(("silence".into(), SILENCE.into()));
    notes
}

fn method(sheet: &mut Worksheet, material: &Material, look: &Look) -> Result<()> {
    sheet.set_name("Method")?;
    sheet.set_column_width(0, 36)?.set_column_width(1, 110)?;
    let signs = [
        ("■ 2", "confirmed by a person: two clauses"),
        ("≠", "coders differ, and nobody has settled it"),
        ("△ 2", "confirmed under another wording: two clauses that somebody must look at again"),
        ("▽ 2", "confirmed in a text that is not there any more: two clauses that were not found again"),
        ("◧ 2", "suggested by the program, not decided: two clauses"),
        ("·", "checked, absent: a person looked and did not find it"),
        ("○", "checked in an earlier edition: a person did not find it, and the text was changed since"),
        ("?", "text of the agreement was lost: nothing can be said"),
        ("(empty)", "not checked: nobody looked"),
    ];
    let signs = signs.map(|(sign, what)| (sign.to_owned(), what.to_owned()));
    for (row, (name, what)) in (0_u32..).zip(material.about(WITHOUT).into_iter().chain(signs)) {
        sheet.write_string_with_format(row, 0, clean(&name), &look.strong)?;
        sheet.write_string_with_format(row, 1, clean(&what), &look.wrapped)?;
        sheet.set_row_height(row, height(lines(&what, 105.0)))?;
    }
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests;
