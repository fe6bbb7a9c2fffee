//! Projects and codebooks of other programs. What Crosscut has no place for is listed, with where it is.

use super::about::CITED;
use super::check::is_guid;
use super::decode::decoded;
use super::package::Unpacked;
use super::project::{
    BoxSelection, Code, Coding, Note, Pdf, Project, Selection, Set, Source, Type, User, Variable,
};
use crate::error::{Error, Result};
use crate::xml::{Element, parse};
use crosscut::words::counted;
use std::collections::BTreeMap;

/// What was read, and what was not.
pub(super) struct Reading {
    pub(super) project: Project,
    pub(super) losses: Vec<String>,
}

/// Reads a codebook (`.qdc`).
pub(super) fn codebook(file: &str, text: &str) -> Result<Reading> {
    let root = root(file, text, "CodeBook")?;
    let mut reader = Reader { file, unpacked: &Unpacked::new(), losses: Vec::new() };
    let codes = reader.codes(&root)?;
    let sets = root.child("Sets").map_or(0, |sets| sets.elements().count());
    if sets > 0 {
        reader.losses.push(format!("{}: a codebook here has none", counted(sets, "set")));
    }
    let origin = root.get("origin").unwrap_or_default().to_owned();
    Ok(Reading { project: Project { codes, origin, ..Project::default() }, losses: reader.losses })
}

/// Reads a project from its parts.
pub(super) fn project(file: &str, unpacked: &Unpacked) -> Result<Reading> {
    let wrong = |reason: &str| Error::Import { file: file.into(), reason: reason.into() };
    let found = unpacked.iter().find(|(name, _)| name.eq_ignore_ascii_case("project.qde"));
    let (_, bytes) = found.ok_or_else(|| wrong("it holds no project.qde: not a REFI-QDA project"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("project.qde: not UTF-8"))?;
    let place = format!("{file}, project.qde");
    let root = root(&place, text, "Project")?;
    let mut reader = Reader { file: &place, unpacked, losses: Vec::new() };
    let project = reader.project(&root)?;
    Ok(Reading { project, losses: reader.losses })
}

fn root(file: &str, text: &str, name: &str) -> Result<Element> {
    let root = parse(text).map_err(|fault| Error::Import {
        file: format!("{file}, line {}", fault.line),
        reason: fault.reason,
    })?;
    if root.name != name {
        let reason = format!("it begins with <{}>, not with <{name}>", root.name);
        return Err(Error::Import { file: file.into(), reason });
    }
    Ok(root)
}

struct Reader<'r> {
    file: &'r str,
    unpacked: &'r Unpacked,
    losses: Vec<String>,
}

impl Reader<'_> {
    fn project(&mut self, root: &Element) -> Result<Project> {
        let users = root.child("Users").into_iter().flat_map(|users| users.named("User"));
        let variables = root.child("Variables").into_iter().flat_map(|all| all.named("Variable"));
        let mut project = Project {
            name: root.get("name").unwrap_or_default().to_owned(),
            origin: root.get("origin").unwrap_or_default().to_owned(),
            description: root.child("Description").map(Element::text),
            at: root.get("modifiedDateTime").or(root.get("creationDateTime")).map(str::to_owned),
            users: users
                .map(|user| User {
                    guid: normal(user.get("guid")),
                    name: user.get("name").or(user.get("id")).unwrap_or_default().to_owned(),
                })
                .collect(),
            codes: root.child("CodeBook").map(|book| self.codes(book)).transpose()?.unwrap_or_default(),
            variables: variables
                .map(|variable| Variable {
                    guid: normal(variable.get("guid")),
                    name: variable.get("name").unwrap_or_default().to_owned(),
                    kind: match variable.get("typeOfVariable") {
                        Some("Integer") => Type::Integer,
                        Some("Boolean") => Type::Boolean,
                        _ => Type::Text,
                    },
                })
                .collect(),
            note_refs: references(root),
            ..Project::default()
        };
        for source in root.child("Sources").into_iter().flat_map(Element::elements) {
            project.sources.extend(self.source(source));
        }
        for note in root.child("Notes").into_iter().flat_map(|notes| notes.named("Note")) {
            project.notes.extend(self.note(note));
        }
        project.sets.extend(root.child("Sets").into_iter().flat_map(|sets| sets.named("Set")).map(set));
        for (name, what) in [("Cases", "case"), ("Links", "link"), ("Graphs", "graph")] {
            let count = root.child(name).map_or(0, |all| all.elements().count());
            if count > 0 {
                self.losses.push(format!("{}: a study has none", counted(count, what)));
            }
        }
        Ok(project)
    }

    fn codes(&mut self, book: &Element) -> Result<Vec<Code>> {
        let all = book.child("Codes").into_iter().flat_map(|codes| codes.named("Code"));
        all.map(|code| self.code(code)).collect()
    }

    fn code(&mut self, element: &Element) -> Result<Code> {
        let guid = normal(element.get("guid"));
        let place = || format!("{}, line {}", self.file, element.line);
        if !is_guid(&guid) {
            return Err(Error::Import {
                file: place(),
                reason: format!("the code's guid is {guid:?}: not a GUID"),
            });
        }
        Ok(Code {
            guid,
            name: element.get("name").unwrap_or_default().trim().to_owned(),
            codable: element.get("isCodable").is_none_or(|value| value == "true" || value == "1"),
            color: element.get("color").map(str::to_owned),
            description: element
                .child("Description")
                .map(Element::text)
                .filter(|text| !text.trim().is_empty()),
            note_refs: references(element),
            codes: element.named("Code").map(|code| self.code(code)).collect::<Result<_>>()?,
        })
    }

    /// The bytes that an internal path leads to.
    fn internal(&mut self, path: Option<&str>, what: &str) -> Option<Vec<u8>> {
        let path = path?;
        let Some(name) = path.strip_prefix("internal://") else {
            self.losses.push(format!("{what}: its file {path:?} is not part of the project"));
            return None;
        };
        let wanted = format!("sources/{name}");
        let found = self.unpacked.iter().find(|(part, _)| part.eq_ignore_ascii_case(&wanted));
        if found.is_none() {
            self.losses.push(format!("{what}: its file {name:?} is missing in the project"));
        }
        found.map(|(_, bytes)| bytes.clone())
    }

    /// Text of the project; one that is not UTF-8 is named, as places in it may be those of another encoding.
    fn decoded(&mut self, bytes: &[u8], what: &str) -> String {
        let (text, guessed) = decoded(bytes);
        if let Some(encoding) = guessed {
            let loss = format!(
                "{what}: its text is not UTF-8, as it should be: read as {encoding}, check its codings"
            );
            self.losses.push(loss);
        }
        text
    }

    fn source(&mut self, element: &Element) -> Option<Source> {
        let name = element.get("name").unwrap_or("a source without a name").to_owned();
        let what = format!("source “{name}” (line {})", element.line);
        let mut source = Source {
            guid: normal(element.get("guid")),
            name,
            description: element.child("Description").map(Element::text),
            note_refs: references(element),
            values: values(element),
            ..Source::default()
        };
        let whole = element.named("Coding").count();
        if whole > 0 {
            self.losses.push(format!(
                "{what}: {} of the whole source: clauses are coded here",
                counted(whole, "coding")
            ));
        }
        match element.name.as_str() {
            "TextSource" => self.text_into(&mut source, element, &what),
            "PDFSource" => {
                let bytes = self.internal(element.get("path").or(element.get("currentPath")), &what);
                let is_pdf = |bytes: &Vec<u8>| bytes.windows(5).take(1024).any(|start| start == b"%PDF-");
                if bytes.as_ref().is_some_and(|bytes| !is_pdf(bytes)) {
                    self.losses
                        .push(format!("{what}: its file is no PDF, though it should be: look at its text"));
                }
                element.named("PDFSelection").for_each(|one| self.comment(one, &what));
                let selections: Vec<BoxSelection> =
                    element.named("PDFSelection").map(box_selection).collect();
                if let Some(text) = element.child("Representation") {
                    self.text_into(&mut source, text, &what);
                }
                source.pdf = bytes.map(|bytes| Pdf { bytes, selections });
            }
            other => {
                self.losses.push(format!("{what}: <{other}>, which holds no text to read"));
                return None;
            }
        }
        if source.text.trim().is_empty() && source.pdf.is_none() && source.rich.is_none() {
            self.losses.push(format!("{what}: there is no text in it"));
            return None;
        }
        Some(source)
    }

    fn text_into(&mut self, source: &mut Source, element: &Element, what: &str) {
        let inside = element.child("PlainTextContent").map(Element::text);
        let text = inside.or_else(|| {
            let bytes = self.internal(element.get("plainTextPath"), what)?;
            Some(self.decoded(&bytes, what))
        });
        source.text = text.unwrap_or_default();
        source.selections =
            element.named("PlainTextSelection").filter_map(|one| self.selection(one, what)).collect();
        if source.text.trim().is_empty()
            && let Some(path) = element.get("richTextPath")
            && let Some(bytes) = self.internal(Some(path), what)
        {
            source.rich = Some((path.to_owned(), bytes));
        }
    }

    fn selection(&mut self, element: &Element, what: &str) -> Option<Selection> {
        let number = |name: &str| element.get(name).and_then(|value| value.trim().parse::<usize>().ok());
        let (Some(start), Some(end)) = (number("startPosition"), number("endPosition")) else {
            self.losses.push(format!("{what}: the selection in line {} has no place", element.line));
            return None;
        };
        let said = element.child("Description").map(Element::text);
        let cited = said.as_deref().and_then(|said| said.trim().strip_prefix(CITED)).map(str::to_owned);
        if cited.is_none() {
            self.comment(element, what);
        }
        Some(Selection {
            cited,
            guid: normal(element.get("guid")),
            name: element.get("name").unwrap_or_default().to_owned(),
            start,
            end,
            codings: codings(element),
            note_refs: references(element),
        })
    }

    /// Tells of a comment on a passage, for which a study has no place.
    fn comment(&mut self, element: &Element, what: &str) {
        let said = element.child("Description").map(Element::text).unwrap_or_default();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if !said.is_empty() {
            self.losses
                .push(format!("{what}: the comment on the passage in line {}: “{said}”", element.line));
        }
    }

    fn note(&mut self, element: &Element) -> Option<Note> {
        let what = format!("note in line {}", element.line);
        let inside = element.child("PlainTextContent").map(Element::text);
        let text = inside.or_else(|| {
            let bytes = self.internal(element.get("plainTextPath"), &what)?;
            Some(self.decoded(&bytes, &what))
        })?;
        Some(Note {
            guid: normal(element.get("guid")),
            name: element.get("name").unwrap_or_default().to_owned(),
            user: element.get("creatingUser").map(|user| normal(Some(user))),
            at: element.get("creationDateTime").map(str::to_owned),
            text,
        })
    }
}

/// A GUID without braces, in small letters.
fn normal(guid: Option<&str>) -> String {
    guid.unwrap_or_default().trim().trim_start_matches('{').trim_end_matches('}').to_lowercase()
}

fn references(element: &Element) -> Vec<String> {
    element.named("NoteRef").map(|reference| normal(reference.get("targetGUID"))).collect()
}

fn codings(element: &Element) -> Vec<Coding> {
    let coding = |coding: &Element| Coding {
        guid: normal(coding.get("guid")),
        user: coding.get("creatingUser").map(|user| normal(Some(user))),
        at: coding.get("creationDateTime").map(str::to_owned),
        code: normal(coding.child("CodeRef").and_then(|code| code.get("targetGUID"))),
        note_refs: references(coding),
    };
    element.named("Coding").map(coding).collect()
}

fn box_selection(element: &Element) -> BoxSelection {
    let number =
        |name: &str| element.get(name).and_then(|value| value.trim().parse::<i64>().ok()).unwrap_or_default();
    BoxSelection {
        guid: normal(element.get("guid")),
        name: element.get("name").unwrap_or_default().to_owned(),
        page: usize::try_from(number("page")).unwrap_or_default(),
        first: (number("firstX"), number("firstY")),
        second: (number("secondX"), number("secondY")),
        codings: codings(element),
    }
}

fn values(element: &Element) -> Vec<(String, String)> {
    let value = |value: &Element| {
        let variable = value.child("VariableRef")?.get("targetGUID")?;
        let text = value.elements().find(|part| part.name.ends_with("Value"))?.text();
        Some((normal(Some(variable)), text))
    };
    element.named("VariableValue").filter_map(value).collect()
}

fn set(element: &Element) -> Set {
    let members = |name: &str| {
        element.named(name).map(|member| normal(member.get("targetGUID").or(member.get("guid")))).collect()
    };
    Set {
        guid: normal(element.get("guid")),
        name: element.get("name").unwrap_or_default().to_owned(),
        description: element.child("Description").map(Element::text),
        codes: members("MemberCode"),
        sources: members("MemberSource"),
    }
}

/// What a variable's name is, by its guid.
pub(super) fn variable_names(project: &Project) -> BTreeMap<&str, &str> {
    project.variables.iter().map(|variable| (variable.guid.as_str(), variable.name.as_str())).collect()
}
