//! Mistakes in a settings file that is valid TOML, with the line that each is on.

use super::StudyFile;
use crate::store::sources::is_ready_made;
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
    agreement: Vec<BTreeMap<String, Spanned<toml::Value>>>,
}

/// The first mistake: its line, and what is wrong.
pub(super) fn mistake(file: &StudyFile, text: &str) -> Option<(usize, String)> {
    let places: Places = toml::from_str(text).unwrap_or_default();
    let line = |value: Option<&Spanned<toml::Value>>| {
        let start = value.map_or(0, |value| value.span().start);
        text.get(..start).unwrap_or_default().matches('\n').count() + 1
    };
    if let Some(granularity) =
        file.settings.granularity.filter(|granularity| !(0.0..=1.0).contains(granularity))
    {
        let reason = format!(
            "granularity is {granularity}: it goes from 0 (few, broad candidates) to 1 (many, narrow ones)"
        );
        return Some((line(places.settings.get("granularity")), reason));
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
