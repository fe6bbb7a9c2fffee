//! What a project says and a study has no place for.

use super::super::guid;
use super::super::make::OF_GROUP;
use super::super::project::{Code, Project, Set};
use crosscut::words::counted;
use std::collections::{BTreeMap, BTreeSet};

/// Each with where it is.
pub(in crate::refi) fn lost(project: &Project) -> Vec<String> {
    let mut lost = twice(project);
    lost.extend(dangling(project));
    let colours = project.all_codes().iter().filter(|code| code.color.is_some()).count();
    if colours > 0 {
        lost.push(format!("the colours of {}: elements have none", counted(colours, "code")));
    }
    for source in project.sources.iter().filter(|source| source.description.is_some()) {
        lost.push(format!("source “{}”: its description", source.name));
    }
    // What our own projects say of how they were made is no loss.
    let said = project.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if said.is_some() && !project.origin.to_lowercase().starts_with("crosscut") {
        lost.push("the description of the project: a study has none".to_owned());
    }
    // Sets of our own making say what the agreements say anyway.
    let ours = |set: &&Set| {
        let group = set.name.strip_prefix(OF_GROUP);
        set.guid == guid("set confirmed")
            || group.is_some_and(|group| set.guid == guid(&format!("set {group}")))
    };
    for set in project.sets.iter().filter(|set| !ours(set)) {
        let (codes, sources) = (counted(set.codes.len(), "code"), counted(set.sources.len(), "source"));
        lost.push(format!("the set “{}” of {codes} and {sources}: a study has none", set.name));
    }
    lost
}

/// References to notes that are not there: what the notes said is lost.
fn dangling(project: &Project) -> Vec<String> {
    let notes: BTreeSet<&str> = project.notes.iter().map(|note| note.guid.as_str()).collect();
    let mut lost = Vec::new();
    let mut check = |place: String, references: &[String]| {
        for guid in references.iter().filter(|guid| !notes.contains(guid.as_str())) {
            lost.push(format!("{place}: the note {guid}, which is not there"));
        }
    };
    check("the project".to_owned(), &project.note_refs);
    for code in project.all_codes() {
        check(format!("code “{}”", code.name), &code.note_refs);
    }
    for source in &project.sources {
        check(format!("source “{}”", source.name), &source.note_refs);
        for selection in &source.selections {
            check(format!("source “{}”, selection “{}”", source.name, selection.name), &selection.note_refs);
        }
    }
    lost
}

/// GUIDs that are used twice: what refers to one is taken to mean the first.
fn twice(project: &Project) -> Vec<String> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lost = Vec::new();
    let codes = project.all_codes();
    let codes = codes.iter().map(|code: &&Code| ("code", code.guid.as_str(), code.name.as_str()));
    let users = project.users.iter().map(|user| ("user", user.guid.as_str(), user.name.as_str()));
    let sources = project.sources.iter().map(|source| ("source", source.guid.as_str(), source.name.as_str()));
    for (kind, guid, name) in users.chain(codes).chain(sources).filter(|(_, guid, _)| !guid.is_empty()) {
        if let Some(first) = seen.get(guid) {
            lost.push(format!(
                "{kind} “{name}” has the GUID of “{first}” ({guid}): what refers to it is taken to mean that"
            ));
        } else {
            seen.insert(guid, name);
        }
    }
    lost
}
