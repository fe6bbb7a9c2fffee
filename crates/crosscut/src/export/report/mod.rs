//! The report: one HTML file that needs no network, no script and no style from elsewhere.

mod front;
mod searched;
mod view;

use crate::Findings;
use crosscut_text::ClauseId;

/// What the report says about its making, besides the results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Title of the study, as a heading.
    pub study: String,
    /// Name and version of the program: "crosscut 0.1.0".
    pub version: String,
    /// When it was made, as it should read; left out for a report that must be the same on every run.
    pub made: Option<String>,
    /// Settings of the run, by name.
    pub settings: Vec<(String, String)>,
    /// What the saved searches of the study found.
    pub(crate) searches: Vec<SavedSearch>,
    /// Why it shows no decisions although there are some.
    pub(crate) sealed: Option<String>,
    /// What is wrong with the logs of decisions, so that some may not count.
    pub(crate) damaged: Vec<String>,
}

/// What a saved search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SavedSearch {
    /// Its name.
    pub(crate) name: String,
    /// The query.
    pub(crate) query: String,
    /// How many clauses it found.
    pub(crate) total: usize,
    /// Those of them that the run before did not find; `None` where it did not ask the same.
    pub(crate) new: Option<Vec<ClauseId>>,
    /// Why it could not be answered.
    pub(crate) wrong: Option<String>,
}

/// Writes the report: what people confirmed first, with its quotes; what the program only suggests is folded and not
/// printed. The same input gives the same bytes.
pub fn report_html(findings: &Findings, meta: &Meta) -> String {
    let view = view::Report::new(findings, meta);
    // Rendering to memory can only fail where a value refuses to be written; none of ours does.
    askama::Template::render(&view).unwrap_or_default()
}

#[cfg(test)]
#[path = "../report_tests.rs"]
mod tests;
