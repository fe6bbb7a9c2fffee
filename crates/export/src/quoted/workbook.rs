//! Quotations as a workbook. Every cell is text, so that nothing of an agreement can run as a formula.

use super::{Quotation, Quoted};
use crate::error::Result;
use crate::script::begins_right_to_left;
use crate::sheet::{LONGEST, Look, clean, finish, height, lines};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// The columns and their widths in characters.
const COLUMNS: [(&str, f64); 6] =
    [("Agreement", 32.0), ("Year", 8.0), ("Locator", 20.0), ("Page", 8.0), ("Quote", 90.0), ("Clause", 32.0)];
/// The place of the quotation among them.
const QUOTE: u16 = 4;

/// Characters that mark a piece as bold or not, at most.
const MARKS: usize = 240;

pub(super) fn write(found: &Quoted) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The same bytes on every run: the file is dated by nothing.
    let properties = DocProperties::new()
        .set_title(clean(&format!("{}: {}", found.study, found.query)))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let look = Look::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Quotes")?;
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &look.head)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, quotation) in (1..).zip(&found.quotations) {
        self::row(sheet, row, quotation, &look)?;
    }
    finish(sheet, found.quotations.len() as u32, COLUMNS.len() as u16)?;
    method(book.add_worksheet(), found, &look)?;
    Ok(book.save_to_buffer()?)
}

fn row(sheet: &mut Worksheet, row: u32, quotation: &Quotation, look: &Look) -> Result<()> {
    let none = String::new;
    let cells = [
        clean(&quotation.title),
        none(),
        clean(&quotation.locator),
        none(),
        none(),
        clean(&quotation.clause),
    ];
    // Years and pages are numbers, so that they can be sorted and filtered.
    for (column, number) in [(1, quotation.year), (3, quotation.page)] {
        if let Some(number) = number {
            sheet.write_number_with_format(row, column, number as f64, &look.wrapped)?;
        }
    }
    for (column, cell) in (0..).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string_with_format(row, column, cell, &look.wrapped)?;
    }
    let pieces = fitting(quotation.pieces());
    let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
    let cell = if begins_right_to_left(&text) {
        look.wrapped.clone().set_reading_direction(2)
    } else {
        look.wrapped.clone()
    };
    let (plain, bold) =
        (Format::new().set_font_name("Calibri"), Format::new().set_font_name("Calibri").set_bold());
    let rich: Vec<(&Format, &str)> = pieces
        .iter()
        .map(|(is_match, text)| (if *is_match { &bold } else { &plain }, text.as_str()))
        .collect();
    match rich.as_slice() {
        [] => {}
        [(_, only)] => {
            let cell = if pieces[0].0 { cell.set_bold() } else { cell };
            sheet.write_string_with_format(row, QUOTE, *only, &cell)?;
        }
        _ => {
            sheet.write_rich_string_with_format(row, QUOTE, &rich, &cell)?;
        }
    }
    let tallest =
        (0..).zip(&cells).map(|(column, cell): (usize, &String)| lines(cell, COLUMNS[column].1)).max();
    let quote = lines(&text, COLUMNS[QUOTE as usize].1);
    sheet.set_row_height(row, height(tallest.unwrap_or(1).max(quote)))?;
    Ok(())
}

/// Pieces that fit into a cell together. The writer counts the marks around bold words as text, so the longest texts have
/// no bold words, and what is cut of them says so.
fn fitting(pieces: Vec<(bool, String)>) -> Vec<(bool, String)> {
    let escaped = |text: &str| text.encode_utf16().count() + 4 * text.matches(['&', '<', '>']).count();
    let marked: usize = pieces.iter().map(|(_, text)| MARKS + escaped(text)).sum();
    if pieces.len() > 1 && marked <= LONGEST {
        return pieces;
    }
    let whole: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
    let is_match = pieces.first().is_some_and(|(is_match, _)| *is_match && pieces.len() == 1);
    if whole.is_empty() { Vec::new() } else { vec![(is_match, clean(&whole))] }
}

fn method(sheet: &mut Worksheet, found: &Quoted, look: &Look) -> Result<()> {
    sheet.set_name("Method")?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 110)?;
    let study = ("Study".to_owned(), found.study.clone());
    for (row, (name, what)) in (0..).zip([study].iter().chain(&found.about)) {
        sheet.write_string_with_format(row, 0, clean(name), &look.strong)?;
        sheet.write_string_with_format(row, 1, clean(what), &look.wrapped)?;
    }
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}
