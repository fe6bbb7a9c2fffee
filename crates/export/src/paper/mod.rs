//! The annex of a background paper, as a Word document and as a web page, from one template that the user may edit.
//!
//! The template (minijinja) gives simple HTML; [`document`] reads that into headings, paragraphs, tables, footnotes and
//! figures; `docx` and `html` write them. What a template may use is said at its top.

mod context;
mod document;
mod docx;
mod html;

use crate::error::{Error, Result};
use crate::made::Options;
use crate::{Material, figure};
pub(crate) use document::{Block, Document, Kind, Run};

/// The template that is built in; `crosscut export --print-template` prints it.
pub const TEMPLATE: &str = include_str!("../../templates/paper.html");

/// What the paper leaves out.
pub(crate) const WITHOUT: &str = "candidates and suggestions that nobody confirmed (they are counted), outliers that \
    nobody kept, further clauses where an agreement has more than six for one element, rejected sets, single decisions, notes; in Word, \
    figures draw letters outside of the Latin, Greek and Cyrillic alphabets as boxes (the tables hold them)";

/// The paper for Word.
pub(crate) fn docx(material: &Material, options: &Options) -> Result<Vec<u8>> {
    let document = document(material, options)?;
    let about = format!("{}, run {}", material.meta().version, material.results().run);
    docx::write(&document, (&material.meta().study, &about), |name| figure::png(material, name))
}

/// A document without figures for Word.
pub(crate) fn word(document: &Document, subject: &str, about: &str) -> Result<Vec<u8>> {
    docx::write(document, (subject, about), |_| Ok(None))
}

/// The paper as a web page.
pub(crate) fn html(material: &Material, options: &Options) -> Result<String> {
    let document = document(material, options)?;
    html::write(&document, material, |name| figure::svg(material, name))
}

fn document(material: &Material, options: &Options) -> Result<Document> {
    let (name, template) = match &options.template {
        Some(own) => ("your template", own.as_str()),
        None => ("the built-in template", TEMPLATE),
    };
    let wrong = |error: minijinja::Error| {
        let line = error.line().map(|line| format!(", line {line}")).unwrap_or_default();
        Error::Template { file: format!("{name}{line}"), reason: error.to_string() }
    };
    let mut environment = minijinja::Environment::new();
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
    // The ending makes values escaped.
    environment.add_template("paper.html", template).map_err(wrong)?;
    let context = context::Context::of(material);
    let text = environment
        .get_template("paper.html")
        .map_err(wrong)?
        .render(minijinja::value::Serde(&context))
        .map_err(wrong)?;
    Document::read(&text).map_err(|fault| Error::Template {
        file: format!("{name}, line {} of what it gives", fault.line),
        reason: fault.reason,
    })
}

#[cfg(test)]
mod tests;
