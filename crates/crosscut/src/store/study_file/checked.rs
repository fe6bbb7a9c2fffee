//! Mistakes in a settings file that is valid TOML, with the line that each is on.

use super::StudyFile;
use crate::Agreement;
use crate::store::sources::is_ready_made;
use crosscut_decisions::Coder;
use crosscut_text::AgreementId;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Component, Path};
use toml::Spanned;

/// Where things are in the text.
#[derive(Default, Deserialize)]
struct Places {
    #[serde(default)]
    settings: BTreeMap<String, Spanned<toml::Value>>,
    #[serde(default)]
    review: BTreeMap<String, Spanned<toml::Value>>,
    #[serde(default)]
    agreement: Vec<BTreeMap<String, Spanned<toml::Value>>>,
}

/// The first mistake: its line, and what is wrong.
pub(super) fn mistake(file: &StudyFile, text: &str) -> Option<(usize, String)> {
    let places: Places = toml::from_str(text).unwrap_or_default();
    let line = |value: Option<&Spanned<toml::Value>>| {
        crate::toml_said::line(text, value.map_or(0, |value| value.span().start))
    };
    if let Some(granularity) =
        file.settings.granularity.filter(|granularity| !(0.0..=1.0).contains(granularity))
    {
        let reason = format!(
            "granularity is {granularity}: it goes from 0 (few, broad candidates) to 1 (many, narrow ones)"
        );
        return Some((line(places.settings.get("granularity")), reason));
    }
    if let Some(reason) = twin_coders(file) {
        return Some((line(places.review.get("coders")), reason));
    }
    let all = &file.agreements;
    for (place, agreement) in all.iter().enumerate() {
        let at = |key: &str| line(places.agreement.get(place).and_then(|table| table.get(key)));
        if all[..place].iter().any(|other| other.id == agreement.id) {
            return Some((
                at("id"),
                format!("the id {:?} is given twice: every agreement needs its own", agreement.id.as_str()),
            ));
        }
        if let Some((key, reason)) = odd_value(agreement) {
            return Some((at(key), reason));
        }
        if let Some(source) = &agreement.source {
            if !is_inside(source) {
                return Some((
                    at("source"),
                    format!(
                        "{source:?} is outside the study's sources: give the name of a file in that folder"
                    ),
                ));
            }
            let shared = all[..place].iter().any(|other| other.source.as_ref() == Some(source));
            if shared && !is_ready_made(source) {
                return Some((
                    at("source"),
                    format!("{source:?} is the source of two agreements: remove one of them"),
                ));
            }
        }
        if let Some((key, reason)) = odd_link(file, place) {
            return Some((at(key), reason));
        }
    }
    None
}

/// Two names of coders that differ in capitals alone: their logs would be one file, and nobody could finish as both.
fn twin_coders(file: &StudyFile) -> Option<String> {
    let coders = &file.review.coders;
    let alike = |place: usize| {
        let lower = |coder: &Coder| coder.as_str().to_lowercase();
        coders[..place].iter().find(|other| lower(other) == lower(&coders[place]))
    };
    let twins = (0..coders.len()).find_map(|place| Some((alike(place)?, &coders[place])));
    twins.map(|(a, b)| format!("the coders {a} and {b} are one name: remove one of them"))
}

/// A value that no command would have written: its key, and what is wrong with it.
fn odd_value(agreement: &Agreement) -> Option<(&'static str, String)> {
    let ready_made = agreement.source.as_deref().is_some_and(is_ready_made);
    if agreement.year == Some(0) {
        return Some(("year", "there was no year 0: leave the key out where the year is not known".into()));
    }
    // Ready-made clauses name their agreements as they like.
    if !ready_made && !is_plain(&agreement.id) {
        return Some(("id", format!("the id {:?}: {PLAIN}", agreement.id.as_str())));
    }
    let code = agreement.languages.iter().find(|code| !is_code(code)).filter(|_| !ready_made);
    code.map(|code| ("languages", format!("{code:?} is no code of a language: write \"en\", \"fr\" …")))
}

/// What an id is made of.
pub(in crate::store) const PLAIN: &str = "an id has letters, digits, '-', '_' and '.', 100 at most";

/// Whether an id can stand in addresses of clauses, names of files and commands as it is.
pub(in crate::store) fn is_plain(id: &AgreementId) -> bool {
    let id = id.as_str();
    id.chars().count() <= 100
        && id.starts_with(char::is_alphanumeric)
        && id.chars().all(|c| c.is_alphanumeric() || unicode_mark(c) || matches!(c, '-' | '_' | '.'))
}

/// Marks that letters of some scripts are written with.
fn unicode_mark(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !('\u{2000}'..='\u{206f}').contains(&c)
}

/// Whether a language is named by its code: "en", "zh-Hans".
pub(in crate::store) fn is_code(code: &str) -> bool {
    let (language, rest) = code.split_once('-').unwrap_or((code, "x"));
    let letters = language.len() == 2 || language.len() == 3;
    letters
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What is wrong with what an agreement is a translation or edition of, or is said to be distinct from.
fn odd_link(file: &StudyFile, place: usize) -> Option<(&'static str, String)> {
    let agreement = &file.agreements[place];
    let is_known =
        |id: &AgreementId| file.agreements.iter().chain(&file.removed).any(|other| other.id == *id);
    for (key, of) in [("translation_of", &agreement.translation_of), ("edition_of", &agreement.edition_of)] {
        let Some(of) = of else { continue };
        let reason = if *of == agreement.id {
            format!("{of} is said to be a translation or edition of itself")
        } else if !is_known(of) {
            format!("there is no agreement {:?}", of.as_str())
        } else if is_circle(file, place) {
            format!(
                "{} and {of} are said to be translations or editions of each other: a circle",
                agreement.id
            )
        } else {
            continue;
        };
        return Some((key, reason));
    }
    let unknown = agreement.distinct_from.iter().find(|of| **of == agreement.id || !is_known(of));
    unknown.map(|of| ("distinct_from", format!("there is no other agreement {:?}", of.as_str())))
}

/// Whether a source is the name of a file below the folder of sources.
fn is_inside(source: &str) -> bool {
    let plain = Path::new(source).components().all(|part| matches!(part, Component::Normal(_)));
    plain && !source.is_empty() && !source.contains(['\\', ':', '\0'])
}

/// Whether what an agreement is a translation or edition of leads back to it.
fn is_circle(file: &StudyFile, start: usize) -> bool {
    let of = |place: usize| {
        let agreement = &file.agreements[place];
        let of = agreement.translation_of.as_ref().or(agreement.edition_of.as_ref())?;
        file.agreements.iter().position(|other| other.id == *of)
    };
    let mut place = start;
    for _ in 0..file.agreements.len() {
        match of(place) {
            Some(next) if next == start => return true,
            Some(next) => place = next,
            None => return false,
        }
    }
    false
}
