//! The rules that the published schema does not hold: names are unique, references lead somewhere, places cut a text.

use super::project::{Coding, Project};
use crate::error::{Error, Result};
use std::collections::BTreeSet;

/// Checks a project before it is packed.
pub(super) fn project(project: &Project) -> Result<()> {
    faults(project).map_or(Ok(()), |reason| Err(Error::Invalid { format: "project", reason }))
}

/// Checks a codebook before it is written.
pub(super) fn codebook(project: &Project) -> Result<()> {
    faults(project).map_or(Ok(()), |reason| Err(Error::Invalid { format: "codebook", reason }))
}

/// The first rule that a project breaks, in words.
pub(super) fn faults(project: &Project) -> Option<String> {
    let codes: Vec<&str> = project.all_codes().iter().map(|code| code.guid.as_str()).collect();
    let mut all = Guids::default();
    project.users.iter().for_each(|user| all.add(&user.guid));
    codes.iter().for_each(|code| all.add(code));
    project.variables.iter().for_each(|variable| all.add(&variable.guid));
    project.notes.iter().for_each(|note| all.add(&note.guid));
    project.sets.iter().for_each(|set| all.add(&set.guid));
    for source in &project.sources {
        all.add(&source.guid);
        let boxes = source
            .pdf
            .iter()
            .flat_map(|pdf| &pdf.selections)
            .map(|selection| (&selection.guid, &selection.codings));
        for (guid, codings) in source.selections.iter().map(|s| (&s.guid, &s.codings)).chain(boxes) {
            all.add(guid);
            codings.iter().for_each(|coding| all.add(&coding.guid));
        }
    }
    all.fault.or_else(|| references(project, &codes)).or_else(|| places(project)).or_else(|| forms(project))
}

#[derive(Default)]
struct Guids {
    seen: BTreeSet<String>,
    fault: Option<String>,
}

impl Guids {
    fn add(&mut self, guid: &str) {
        if !is_guid(guid) {
            self.fault.get_or_insert_with(|| format!("{guid:?} is not a GUID"));
        } else if !self.seen.insert(guid.to_lowercase()) {
            self.fault.get_or_insert_with(|| format!("the GUID {guid} is used twice"));
        }
    }
}

/// Eight, four, four, four and twelve hexadecimal digits, in braces or not.
pub(super) fn is_guid(guid: &str) -> bool {
    let bare = guid.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(guid);
    let lengths: Vec<usize> = bare.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && bare.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

fn references(project: &Project, codes: &[&str]) -> Option<String> {
    let users: BTreeSet<&str> = project.users.iter().map(|user| user.guid.as_str()).collect();
    let notes: BTreeSet<&str> = project.notes.iter().map(|note| note.guid.as_str()).collect();
    let variables: BTreeSet<&str> = project.variables.iter().map(|variable| variable.guid.as_str()).collect();
    let codes: BTreeSet<&str> = codes.iter().copied().collect();
    let sources: BTreeSet<&str> = project.sources.iter().map(|source| source.guid.as_str()).collect();
    let lost = |kind: &str, guid: &str| Some(format!("a reference to the {kind} {guid}, which is not there"));
    let codings = project.sources.iter().flat_map(|source| {
        let boxes =
            source.pdf.iter().flat_map(|pdf| &pdf.selections).flat_map(|selection| &selection.codings);
        source.selections.iter().flat_map(|selection| &selection.codings).chain(boxes)
    });
    for Coding { code, user, .. } in codings {
        if !codes.contains(code.as_str()) {
            return lost("code", code);
        }
        if let Some(user) = user.as_deref().filter(|user| !users.contains(user)) {
            return lost("user", user);
        }
    }
    let all_codes = project.all_codes();
    let of_codes = all_codes.iter().flat_map(|code| &code.note_refs);
    let of_sources = project.sources.iter().flat_map(|source| {
        source.note_refs.iter().chain(source.selections.iter().flat_map(|selection| &selection.note_refs))
    });
    let mut note_refs = of_codes.chain(of_sources).chain(&project.note_refs);
    if let Some(note) = note_refs.find(|note| !notes.contains(note.as_str())) {
        return lost("note", note);
    }
    if let Some(user) =
        project.notes.iter().filter_map(|note| note.user.as_deref()).find(|u| !users.contains(u))
    {
        return lost("user", user);
    }
    let mut values = project.sources.iter().flat_map(|source| &source.values);
    if let Some((variable, _)) = values.find(|(variable, _)| !variables.contains(variable.as_str())) {
        return lost("variable", variable);
    }
    for set in &project.sets {
        if let Some(code) = set.codes.iter().find(|code| !codes.contains(code.as_str())) {
            return lost("code", code);
        }
        if let Some(source) = set.sources.iter().find(|source| !sources.contains(source.as_str())) {
            return lost("source", source);
        }
    }
    None
}

fn places(project: &Project) -> Option<String> {
    for source in &project.sources {
        let length = source.text.chars().count();
        for selection in &source.selections {
            if selection.start >= selection.end || selection.end > length {
                return Some(format!(
                    "the selection “{}” of “{}” goes from {} to {} of {length} characters",
                    selection.name, source.name, selection.start, selection.end
                ));
            }
        }
        for selection in source.pdf.iter().flat_map(|pdf| &pdf.selections) {
            let ((x1, y1), (x2, y2)) = (selection.first, selection.second);
            if x1 >= x2 || y1 <= y2 {
                return Some(format!(
                    "the box “{}” on page {} of “{}” is empty",
                    selection.name, selection.page, source.name
                ));
            }
        }
    }
    None
}

fn forms(project: &Project) -> Option<String> {
    let codes = project.all_codes();
    if let Some(code) = codes.iter().find(|code| code.name.is_empty()) {
        return Some(format!("the code {} has no name", code.guid));
    }
    let ended = project.sources.iter().find(|source| source.text.contains('\r'));
    ended.map(|source| format!("the text of “{}” has line ends other than LF", source.name))
}
