//! A codebook of another program as `codebook.toml`, and back: what the format has no place for is in the description,
//! in a form that is read again.

use super::project::{Code, Project};
use super::{check, read, write};
use crate::error::{Error, Result};
use crosscut::{Codebook, CodebookElement};
use std::collections::BTreeSet;

/// A codebook that was read, and what of it was not.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The codebook.
    pub codebook: Codebook,
    /// It as the text of a `codebook.toml`.
    pub text: String,
    /// What has no place in it.
    pub losses: Vec<String>,
}

/// Reads a codebook of another program (`.qdc`). `file` is its name.
///
/// # Errors
/// When it is no such file, or holds no code.
pub fn import_codebook(file: &str, text: &str) -> Result<Imported> {
    let mut reading = read::codebook(file, text)?;
    reading.losses.extend(lost_descriptions(&reading.project));
    reading.losses.extend(super::import::lost(&reading.project));
    let title = file.rsplit(['/', '\\']).next().unwrap_or(file).trim_end_matches(".qdc");
    let codebook = of(&reading.project, title);
    if codebook.elements.is_empty() {
        return Err(Error::Import { file: file.into(), reason: "it holds no code".into() });
    }
    let text = text_of(&codebook, &reading.project.origin)?;
    Ok(Imported { codebook, text, losses: reading.losses })
}

/// A codebook for other programs (`.qdc`); what the format has no place for (what counts too, what does not, phrases) is
/// in the description, in lines that are read again.
///
/// # Errors
/// When it would not be valid: two elements with one id.
pub fn export_codebook(codebook: &Codebook) -> Result<String> {
    let origin = format!("crosscut {}", env!("CARGO_PKG_VERSION"));
    let project = Project { codes: codes(codebook), origin, ..Project::default() };
    check::codebook(&project)?;
    Ok(write::codebook(&project))
}

/// Descriptions of codes that only hold others: a category has a name alone.
pub(super) fn lost_descriptions(project: &Project) -> Vec<String> {
    let holds = project.all_codes().into_iter().filter(|code| !code.codable);
    let described = holds.filter_map(|code| Some((code, code.description.as_deref()?)));
    described
        .map(|(code, text)| format!("the description of the category “{}”: “{}”", code.name, one_line(text)))
        .collect()
}

/// The text of a `codebook.toml`.
pub(super) fn text_of(codebook: &Codebook, origin: &str) -> Result<String> {
    let body = toml::to_string(codebook).map_err(|error| Error::Cannot(error.to_string()))?;
    let origin = origin.split_whitespace().collect::<Vec<_>>().join(" ");
    let from = if origin.is_empty() { String::new() } else { format!("# From {origin}.\n") };
    Ok(format!("{from}{body}"))
}

/// The codes of a project as elements; a code that only holds others is their category.
pub(super) fn of(project: &Project, title: &str) -> Codebook {
    let mut elements = Vec::new();
    let mut used = BTreeSet::new();
    for code in &project.codes {
        add(code, &[], &mut elements, &mut used);
    }
    Codebook { schema: "crosscut/codebook/1".into(), title: title.to_owned(), version: "1".into(), elements }
}

fn add(code: &Code, above: &[&str], elements: &mut Vec<CodebookElement>, used: &mut BTreeSet<String>) {
    if code.codable {
        let parts = Parts::of(code.description.as_deref().unwrap_or_default());
        elements.push(CodebookElement {
            id: id(&code.name, used),
            name: if code.name.trim().is_empty() { NAMELESS.to_owned() } else { code.name.clone() },
            definition: parts.definition,
            inclusion: parts.inclusion,
            exclusion: parts.exclusion,
            category: (!above.is_empty()).then(|| above.join(BELOW)),
            phrases: parts.phrases,
        });
    }
    let above: Vec<&str> = above.iter().copied().chain([code.name.as_str()]).collect();
    for below in &code.codes {
        add(below, &above, elements, used);
    }
}

/// What a code without a name is called.
pub(super) const NAMELESS: &str = "a code without a name";

/// A short name of small letters, unique in the codebook.
fn id(name: &str, used: &mut BTreeSet<String>) -> String {
    let slug = crosscut::text::AgreementId::slug(name).to_string();
    let ids = std::iter::once(slug.clone()).chain((2_u32..).map(|nth| format!("{slug}-{nth}")));
    ids.into_iter().find(|id| used.insert(id.clone())).unwrap_or(slug)
}

/// Between the names of categories, from the top.
const BELOW: &str = " › ";

/// What a description holds.
#[derive(Debug, Default, PartialEq)]
struct Parts {
    definition: String,
    inclusion: Option<String>,
    exclusion: Option<String>,
    phrases: Vec<String>,
}

const INCLUSION: &str = "Includes: ";
const EXCLUSION: &str = "Excludes: ";
const PHRASES: &str = "Phrases: ";

impl Parts {
    fn of(description: &str) -> Self {
        let mut parts = Self::default();
        let mut definition = Vec::new();
        for line in description.lines() {
            let of = |mark: &str| line.strip_prefix(mark).map(|rest| rest.trim().to_owned());
            if let Some(inclusion) = of(INCLUSION) {
                parts.inclusion = Some(inclusion);
            } else if let Some(exclusion) = of(EXCLUSION) {
                parts.exclusion = Some(exclusion);
            } else if let Some(phrases) = of(PHRASES) {
                parts.phrases = phrases.split(" | ").map(str::to_owned).collect();
            } else {
                definition.push(line);
            }
        }
        parts.definition = definition.join("\n").trim().to_owned();
        parts
    }
}

/// A codebook as codes, below their categories; the inverse of reading one.
fn codes(codebook: &Codebook) -> Vec<Code> {
    let mut top: Vec<Code> = Vec::new();
    for element in &codebook.elements {
        let category = element.category.as_deref().unwrap_or_default();
        let mut level = &mut top;
        let mut path = String::new();
        for name in category.split(BELOW).filter(|name| !name.trim().is_empty()) {
            path = if path.is_empty() { name.to_owned() } else { format!("{path}{BELOW}{name}") };
            let at = level.iter().position(|code| code.name == name).unwrap_or_else(|| {
                let guid = super::guid(&format!("category {} {path}", codebook.title));
                level.push(Code { guid, name: name.to_owned(), ..Code::default() });
                level.len() - 1
            });
            level = &mut level[at].codes;
        }
        let code = coded(codebook, element);
        // A category of that name that came before is this code, with those below it.
        match level.iter_mut().find(|known| known.name == code.name && !known.codable) {
            Some(known) => *known = Code { codes: std::mem::take(&mut known.codes), ..code },
            None => level.push(code),
        }
    }
    top
}

/// An element as a code, without those below it.
fn coded(codebook: &Codebook, element: &CodebookElement) -> Code {
    let definition = Some(element.definition.trim()).filter(|text| !text.is_empty() && *text != element.name);
    let lines = [
        definition.map(str::to_owned),
        element.inclusion.as_ref().map(|text| format!("{INCLUSION}{}", one_line(text))),
        element.exclusion.as_ref().map(|text| format!("{EXCLUSION}{}", one_line(text))),
        (!element.phrases.is_empty()).then(|| format!("{PHRASES}{}", one_line(&element.phrases.join(" | ")))),
    ];
    let description = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
    Code {
        guid: super::guid(&format!("codebook {} {}", codebook.title, element.id)),
        name: element.name.clone(),
        codable: true,
        description: Some(description).filter(|description| !description.is_empty()),
        ..Code::default()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
