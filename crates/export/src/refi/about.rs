//! What a project says of each agreement, and how the study cites a passage.

use super::guid;
use super::project::Type;
use crate::texts::Text;
use crosscut::Agreement;
use crosscut::export::Citation;
use crosscut::text::AgreementId;
use crosscut::text::lexicon::invisible::stripped;

/// A text on one line that can be seen.
pub(super) fn line(text: &str) -> String {
    stripped(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What agreements are described by; names and types of the variables.
pub(super) const VARIABLES: [(&str, Type); 18] = [
    ("crosscut id", Type::Text),
    ("title", Type::Text),
    ("year", Type::Integer),
    ("body", Type::Text),
    ("group", Type::Text),
    ("binding", Type::Boolean),
    ("region", Type::Text),
    ("languages", Type::Text),
    ("url", Type::Text),
    ("short", Type::Text),
    ("stakeholders", Type::Text),
    ("in force", Type::Boolean),
    ("translation of", Type::Text),
    ("edition of", Type::Text),
    ("formerly", Type::Text),
    ("url checked", Type::Boolean),
    ("url checked on", Type::Text),
    ("sha256", Type::Text),
];

/// How the comment on a passage begins that says how the study cites it.
pub(super) const CITED: &str = "Cited as: ";

/// Locator and page of a clause, in one line.
pub(super) fn cited(citation: &Citation<'_>) -> String {
    let page = citation.page_text();
    let page = if page.is_empty() { page } else { format!(", p. {page}") };
    line(&format!("{}{page}", citation.clause.locator))
}

/// What is known of an agreement, as variables.
pub(super) fn values(agreement: &Agreement, text: &Text<'_>) -> Vec<(String, String)> {
    let sha256 = text.report.map(|report| report.source.sha256.clone());
    let value = |name: &str| match name {
        "crosscut id" => Some(agreement.id.to_string()),
        "title" => Some(line(&agreement.title)),
        "year" => agreement.year.map(|year| year.to_string()),
        "body" => agreement.body.as_deref().map(line),
        "group" => agreement.group.map(|group| group.name().to_owned()),
        "binding" => agreement.binding.map(|binds| binds.to_string()),
        "region" => agreement.region.as_deref().map(line),
        "languages" => (!agreement.languages.is_empty()).then(|| agreement.languages.join(",")),
        "url" => agreement.url.as_deref().map(line),
        "short" => agreement.short.as_deref().map(line),
        "stakeholders" => serde_json::to_value(agreement.stakeholders).ok()?.as_str().map(str::to_owned),
        "in force" => agreement.in_force.map(|is| is.to_string()),
        "translation of" => agreement.translation_of.as_ref().map(ToString::to_string),
        "edition of" => agreement.edition_of.as_ref().map(ToString::to_string),
        "formerly" => (!agreement.formerly.is_empty())
            .then(|| agreement.formerly.iter().map(AgreementId::as_str).collect::<Vec<_>>().join(",")),
        "url checked" => agreement.url_checked.map(|is| is.to_string()),
        "url checked on" => agreement.url_checked_on.clone(),
        _ => sha256.clone(),
    };
    VARIABLES.iter().filter_map(|(name, _)| Some((guid(&format!("variable {name}")), value(name)?))).collect()
}
