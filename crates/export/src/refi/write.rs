//! Projects and codebooks as XML, in the order that the schema wants.

use super::project::{BoxSelection, Code, Coding, Note, Project, Selection, Set, Source, Type};
use crate::xml::Xml;

const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
const PROJECT: &str = "urn:QDA-XML:project:1.0";

/// A codebook (`.qdc`).
pub(super) fn codebook(project: &Project) -> String {
    let mut xml = Xml::new();
    xml.block("CodeBook", &[("xmlns", CODEBOOK), ("origin", &project.origin)], |xml| {
        xml.block("Codes", &[], |xml| project.codes.iter().for_each(|one| code(xml, one, false)));
        if !project.sets.is_empty() {
            xml.block("Sets", &[], |xml| {
                for set in &project.sets {
                    xml.block("Set", &[("guid", &set.guid), ("name", &set.name)], |xml| {
                        described(xml, set.description.as_deref());
                        set.codes.iter().for_each(|code| xml.empty("MemberCode", &[("guid", code)]));
                    });
                }
            });
        }
    });
    xml.finish()
}

/// The project file (`project.qde`).
pub(super) fn project(project: &Project) -> String {
    let mut xml = Xml::new();
    let mut attributes =
        vec![("xmlns", PROJECT), ("name", project.name.as_str()), ("origin", project.origin.as_str())];
    attributes.extend(project.at.as_deref().map(|at| ("modifiedDateTime", at)));
    xml.block("Project", &attributes, |xml| {
        list(xml, "Users", &project.users, |xml, user| {
            xml.empty("User", &[("guid", &user.guid), ("name", &user.name)]);
        });
        if !project.codes.is_empty() {
            xml.block("CodeBook", &[], |xml| {
                list(xml, "Codes", &project.codes, |xml, one| code(xml, one, true))
            });
        }
        list(xml, "Variables", &project.variables, |xml, variable| {
            let kind = match variable.kind {
                Type::Text => "Text",
                Type::Integer => "Integer",
                Type::Boolean => "Boolean",
            };
            xml.empty(
                "Variable",
                &[("guid", &variable.guid), ("name", &variable.name), ("typeOfVariable", kind)],
            );
        });
        list(xml, "Sources", &project.sources, |xml, one| source(xml, one, project));
        list(xml, "Notes", &project.notes, note);
        list(xml, "Sets", &project.sets, set);
        described(xml, project.description.as_deref());
        references(xml, &project.note_refs);
    });
    xml.finish()
}

/// A list, left out where it is empty: the schema has no empty ones.
fn list<T>(xml: &mut Xml, name: &str, all: &[T], write: impl Fn(&mut Xml, &T)) {
    if !all.is_empty() {
        xml.block(name, &[], |xml| all.iter().for_each(|one| write(xml, one)));
    }
}

fn described(xml: &mut Xml, description: Option<&str>) {
    if let Some(description) = description {
        xml.text("\n");
        xml.leaf("Description", &[], description);
    }
}

fn references(xml: &mut Xml, notes: &[String]) {
    notes.iter().for_each(|note| xml.empty("NoteRef", &[("targetGUID", note)]));
}

fn code(xml: &mut Xml, code: &Code, with_notes: bool) {
    let codable = if code.codable { "true" } else { "false" };
    let mut attributes = vec![("guid", code.guid.as_str()), ("name", &code.name), ("isCodable", codable)];
    attributes.extend(code.color.as_deref().map(|color| ("color", color)));
    xml.block("Code", &attributes, |xml| {
        described(xml, code.description.as_deref());
        if with_notes {
            references(xml, &code.note_refs);
        }
        code.codes.iter().for_each(|below| self::code(xml, below, with_notes));
    });
}

fn source(xml: &mut Xml, source: &Source, project: &Project) {
    let text_path = format!("internal://{}.txt", source.guid);
    let named = [("guid", source.guid.as_str()), ("name", source.name.as_str())];
    let rest = |xml: &mut Xml| {
        references(xml, &source.note_refs);
        values(xml, source, project);
    };
    let Some(pdf) = &source.pdf else {
        let attributes: Vec<_> = named.into_iter().chain([("plainTextPath", text_path.as_str())]).collect();
        xml.block("TextSource", &attributes, |xml| {
            described(xml, source.description.as_deref());
            source.selections.iter().for_each(|one| selection(xml, one));
            rest(xml);
        });
        return;
    };
    let path = format!("internal://{}.pdf", source.guid);
    let attributes: Vec<_> = named.into_iter().chain([("path", path.as_str())]).collect();
    xml.block("PDFSource", &attributes, |xml| {
        described(xml, source.description.as_deref());
        pdf.selections.iter().for_each(|one| box_selection(xml, one));
        let guid = super::guid(&format!("text of {}", source.guid));
        xml.block(
            "Representation",
            &[("guid", &guid), ("name", &source.name), ("plainTextPath", &text_path)],
            |xml| {
                source.selections.iter().for_each(|one| selection(xml, one));
            },
        );
        rest(xml);
    });
}

fn selection(xml: &mut Xml, selection: &Selection) {
    let (start, end) = (selection.start.to_string(), selection.end.to_string());
    let attributes = [
        ("guid", selection.guid.as_str()),
        ("name", &selection.name),
        ("startPosition", &start),
        ("endPosition", &end),
    ];
    xml.block("PlainTextSelection", &attributes, |xml| {
        if let Some(cited) = &selection.cited {
            described(xml, Some(&format!("{}{cited}", super::about::CITED)));
        }
        selection.codings.iter().for_each(|one| coding(xml, one));
        references(xml, &selection.note_refs);
    });
}

fn box_selection(xml: &mut Xml, selection: &BoxSelection) {
    let numbers =
        [selection.first.0, selection.first.1, selection.second.0, selection.second.1].map(|n| n.to_string());
    let page = selection.page.to_string();
    let attributes = [
        ("guid", selection.guid.as_str()),
        ("name", &selection.name),
        ("page", &page),
        ("firstX", &numbers[0]),
        ("firstY", &numbers[1]),
        ("secondX", &numbers[2]),
        ("secondY", &numbers[3]),
    ];
    xml.block("PDFSelection", &attributes, |xml| selection.codings.iter().for_each(|one| coding(xml, one)));
}

fn coding(xml: &mut Xml, coding: &Coding) {
    let mut attributes = vec![("guid", coding.guid.as_str())];
    attributes.extend(coding.user.as_deref().map(|user| ("creatingUser", user)));
    attributes.extend(coding.at.as_deref().map(|at| ("creationDateTime", at)));
    xml.block("Coding", &attributes, |xml| {
        xml.empty("CodeRef", &[("targetGUID", &coding.code)]);
        references(xml, &coding.note_refs);
    });
}

fn values(xml: &mut Xml, source: &Source, project: &Project) {
    for (guid, value) in &source.values {
        let kind =
            project.variables.iter().find(|variable| variable.guid == *guid).map(|variable| variable.kind);
        let name = match kind {
            Some(Type::Integer) => "IntegerValue",
            Some(Type::Boolean) => "BooleanValue",
            Some(Type::Text) | None => "TextValue",
        };
        xml.block("VariableValue", &[], |xml| {
            xml.empty("VariableRef", &[("targetGUID", guid)]);
            xml.leaf(name, &[], value);
        });
    }
}

fn note(xml: &mut Xml, note: &Note) {
    let mut attributes = vec![("guid", note.guid.as_str()), ("name", note.name.as_str())];
    attributes.extend(note.user.as_deref().map(|user| ("creatingUser", user)));
    attributes.extend(note.at.as_deref().map(|at| ("creationDateTime", at)));
    xml.block("Note", &attributes, |xml| xml.leaf("PlainTextContent", &[], &note.text));
}

fn set(xml: &mut Xml, set: &Set) {
    xml.block("Set", &[("guid", &set.guid), ("name", &set.name)], |xml| {
        described(xml, set.description.as_deref());
        set.codes.iter().for_each(|code| xml.empty("MemberCode", &[("targetGUID", code)]));
        set.sources.iter().for_each(|source| xml.empty("MemberSource", &[("targetGUID", source)]));
    });
}
