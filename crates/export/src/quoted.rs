//! What a search found, as a workbook or a Word document: each clause cited, the words that were looked for in bold.

mod context;
mod document;
mod workbook;

pub use context::{Context, ContextClause};

use crate::error::Result;
use crosscut::export::{CsvOptions, csv};
use crosscut::search::{Catalogue, Hit, Hits};
use crosscut::text::Span;
use crosscut::text::lexicon::invisible::stripped;
use crosscut::words::dated;

/// Clauses that a search found, with all that cites them.
///
/// ```
/// use crosscut_export::{Quoted, Quotation};
/// let quotation = Quotation {
///     title: "Harbour Accord".into(),
///     year: Some(2019),
///     locator: "Article 1".into(),
///     page: Some(3),
///     text: "Members report incidents.".into(),
///     words: vec![crosscut::text::Span::at(15, 9)],
///     clause: "harbour-accord#art_1".into(),
/// };
/// let found = Quoted { query: "incident".into(), study: "My study".into(), about: Vec::new(), quotations: vec![quotation] };
/// assert!(found.xlsx()?.starts_with(b"PK"));
/// assert!(found.docx()?.starts_with(b"PK"));
/// # Ok::<(), crosscut_export::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quoted {
    /// The query, or what else was asked.
    pub query: String,
    /// Name of the study.
    pub study: String,
    /// With what it was made and what a reader should know, a line each: name and value.
    pub about: Vec<(String, String)>,
    /// The clauses, in the order of the answer.
    pub quotations: Vec<Quotation>,
}

/// A clause with what cites it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotation {
    /// Title of the agreement.
    pub title: String,
    /// Year of its adoption.
    pub year: Option<u64>,
    /// Where the clause is in it: "Article 9(2)".
    pub locator: String,
    /// Its first page.
    pub page: Option<u64>,
    /// Its text.
    pub text: String,
    /// The words that match, as byte ranges of the text, sorted and apart.
    pub words: Vec<Span>,
    /// Its id.
    pub clause: String,
}

impl Quoted {
    /// What a search of the study of a name found, cited by what the study knows of its agreements.
    pub fn of(study: &str, catalogue: &Catalogue, query: &str, found: &Hits) -> Self {
        let quotation = |hit: &Hit| {
            let agreement = catalogue.agreements.iter().find(|known| known.id == hit.agreement);
            let title = agreement.and_then(|agreement| agreement.titles.first());
            Quotation {
                title: title.map_or_else(|| hit.agreement.to_string(), Clone::clone),
                year: agreement.and_then(|agreement| agreement.year),
                locator: hit.locator.clone(),
                page: hit.page,
                text: hit.text.clone(),
                words: hit.highlights.clone(),
                clause: hit.clause.to_string(),
            }
        };
        Self {
            query: query.to_owned(),
            study: study.to_owned(),
            about: about(query, found),
            quotations: found.hits.iter().map(quotation).collect(),
        }
    }

    /// The clauses as a table for spreadsheets.
    pub fn csv(&self) -> String {
        let row = |quotation: &Quotation| {
            vec![
                quotation.title.clone(),
                quotation.year.map(|year| year.to_string()).unwrap_or_default(),
                quotation.locator.clone(),
                quotation.page.map(|page| page.to_string()).unwrap_or_default(),
                quotation.text.clone(),
                quotation.clause.clone(),
            ]
        };
        let head = ["agreement", "year", "locator", "page", "quote", "clause"].map(str::to_owned);
        let rows: Vec<Vec<String>> = self.quotations.iter().map(row).collect();
        csv(&head, &rows, CsvOptions::default())
    }

    /// The clauses as a workbook: a row each, and a sheet that says how they were found.
    ///
    /// # Errors
    /// When there are more than a sheet has rows.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        workbook::write(self)
    }

    /// The clauses as a Word document: quotations under their agreements, each with its citation.
    ///
    /// # Errors
    /// When the parts cannot be packed.
    pub fn docx(&self) -> Result<Vec<u8>> {
        document::write(self)
    }
}

/// What says how many clauses there are.
const SHOWN: &str = "Clauses shown";

/// How clauses were found, and what is not among them.
fn about(query: &str, found: &Hits) -> Vec<(String, String)> {
    let line = |name: &str, what: String| (name.to_owned(), what);
    let mut about = vec![
        line("Query", query.to_owned()),
        line("Made with", format!("crosscut {}", env!("CARGO_PKG_VERSION"))),
        line(SHOWN, format!("{} of {} that match", found.hits.len(), found.total)),
    ];
    if found.partial > 0 {
        about.push(line("Left out", format!("{} more clauses with some of the words", found.partial)));
    }
    about.extend(found.notes.iter().map(|text| line("Note", text.clone())));
    about
}

impl Quotation {
    /// "Harbour Accord (2019)".
    fn name(&self) -> String {
        dated(&stripped(&self.title), self.year)
    }

    /// The text in pieces, each with whether it matches; without characters that cannot be seen.
    fn pieces(&self) -> Vec<(bool, String)> {
        let mut pieces = Vec::new();
        let mut add = |is_match: bool, text: Option<&str>| {
            let text = stripped(text.unwrap_or_default());
            if !text.is_empty() {
                pieces.push((is_match, text));
            }
        };
        let mut at = 0;
        for word in &self.words {
            add(false, self.text.get(at..word.start()));
            add(true, self.text.get(word.start().max(at)..word.end()));
            at = word.end().max(at);
        }
        add(false, self.text.get(at..));
        pieces
    }
}

#[cfg(test)]
mod tests;
