//! The tables of a study as files: CSV, Markdown, JSON.

use crate::Material;
use crate::error::Result;
use crate::made::{Made, Options};
use crate::tables::tables;
use crosscut::export::{CsvOptions, Table, Value, csv};
use crosscut::text::lexicon::invisible::stripped;
use serde_json::{Map, Value as Json, json};

macro_rules! without {
    ($more:literal) => {
        concat!(
            "sources, pictures of pages, notes on elements and agreements and corrections of misread words (the table of decisions has both), reliability; in matrix and quotes what is \
             only suggested, unless it is asked for",
            $more
        )
    };
}

/// What the tables leave out.
pub(crate) const WITHOUT: &str = without!("");

/// What they leave out, and change, as CSV.
pub(crate) const CSV_WITHOUT: &str = without!(
    "; characters that cannot be seen and are not spelling. A text that begins with = + - or @ has an apostrophe before it, so \
     that no spreadsheet runs it: take one off to have the text as it is"
);

/// What they leave out as Markdown.
pub(crate) const MARKDOWN_WITHOUT: &str =
    without!("; characters that cannot be seen and are not spelling; rows of a table beyond the first 2,000");

/// Rows of a table as Markdown: more is no page to read.
const MOST_ROWS: usize = 2_000;

/// A CSV file a table, and one that says how they were made.
pub(crate) fn as_csv(material: &Material, options: &Options) -> Result<Vec<Made>> {
    let csv_options = CsvOptions::default();
    let about: Vec<Vec<String>> =
        material.about(CSV_WITHOUT).into_iter().map(|(name, value)| vec![name, value]).collect();
    let head = ["what", "value"].map(str::to_owned);
    let mut files = vec![Made::new("about.csv", csv(&head, &about, csv_options))];
    files.extend(
        tables(material, options.suggestions)?
            .iter()
            .map(|table| Made::new(format!("{}.csv", table.name), table.csv(csv_options))),
    );
    Ok(files)
}

/// A JSON file a table, with the schemas of `docs/schemas`.
pub(crate) fn as_json(material: &Material, options: &Options) -> Result<Vec<Made>> {
    let about: Map<String, Json> =
        material.about(WITHOUT).into_iter().map(|(name, value)| (name, Json::from(value))).collect();
    let file = |table: &Table| {
        let rows: Vec<Json> = table.rows.iter().map(|row| object(table, row)).collect();
        let schema = crate::tables::schema_name(table);
        let all = json!({ "schema": schema, "about": about, "rows": rows });
        Made::new(format!("{}.json", table.name), format!("{all:#}\n"))
    };
    Ok(tables(material, options.suggestions)?.iter().map(file).collect())
}

fn object(table: &Table, row: &[Value]) -> Json {
    let values = table.columns.iter().zip(row).map(|(column, value)| {
        let value = match value {
            Value::Empty => Json::Null,
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => (*number).into(),
            Value::Number(number) => ((number * 1000.0).round() / 1000.0).into(),
            Value::Flag(yes) => (*yes).into(),
        };
        (column.name.clone(), value)
    });
    Json::Object(values.collect())
}

/// A Markdown file a table.
pub(crate) fn as_markdown(material: &Material, options: &Options) -> Result<Vec<Made>> {
    let about: String = material
        .about(MARKDOWN_WITHOUT)
        .iter()
        .map(|(name, value)| format!("* {}: {}\n", cell(name), cell(value)))
        .collect();
    let file = |table: &Table| {
        let mut text = format!("# {}\n\n", cell(table.name));
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text += &line(table.columns.iter().map(|column| cell(&column.name)).collect());
        text += &line(table.columns.iter().map(|_| "---".to_owned()).collect());
        for row in table.rows.iter().take(MOST_ROWS) {
            text += &line(row.iter().map(|value| cell(&value.to_string())).collect());
        }
        if table.rows.len() > MOST_ROWS {
            text += &format!(
                "\n{} further rows are in the other forms of this table.\n",
                table.rows.len() - MOST_ROWS
            );
        }
        Made::new(format!("{}.md", table.name), format!("{text}\n## About\n\n{about}"))
    };
    Ok(tables(material, options.suggestions)?.iter().map(file).collect())
}

/// Text that stays text in a cell of a Markdown table: no line end, no sign that Markdown or HTML would act on.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in stripped(text).split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '|' | '\\' | '*' | '`' | '_' | '[' | ']' | '#' | '~' => out.extend(['\\', c]),
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            c => out.push(c),
        }
    }
    out
}

/// A Parquet file a table.
#[cfg(feature = "parquet")]
pub(crate) fn as_parquet(material: &Material, options: &Options) -> Result<Vec<Made>> {
    let about = material.about(WITHOUT);
    let file = |table: &Table| {
        let wrong = |error| crate::error::Error::Cannot(format!("{}: {error}", table.name));
        Ok(Made::new(format!("{}.parquet", table.name), table.parquet(&about).map_err(wrong)?))
    };
    tables(material, options.suggestions)?.iter().map(file).collect()
}
