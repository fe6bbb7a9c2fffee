//! A project as REFI-QDA describes it, as far as Crosscut reads or writes it.

/// A project.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) origin: String,
    pub(super) description: Option<String>,
    /// When it was changed last.
    pub(super) at: Option<String>,
    pub(super) users: Vec<User>,
    pub(super) codes: Vec<Code>,
    pub(super) variables: Vec<Variable>,
    pub(super) sources: Vec<Source>,
    pub(super) notes: Vec<Note>,
    pub(super) sets: Vec<Set>,
    /// Notes on the project as a whole.
    pub(super) note_refs: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct User {
    pub(super) guid: String,
    pub(super) name: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Code {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) codable: bool,
    pub(super) color: Option<String>,
    pub(super) description: Option<String>,
    pub(super) note_refs: Vec<String>,
    pub(super) codes: Vec<Code>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Variable {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) kind: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Boolean,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Source {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) text: String,
    /// The PDF, for a source that is one; then `text` is what its Representation holds.
    pub(super) pdf: Option<Pdf>,
    pub(super) selections: Vec<Selection>,
    pub(super) note_refs: Vec<String>,
    /// Variables by guid, with their values as text.
    pub(super) values: Vec<(String, String)>,
    /// A file that holds formatted text, where the plain text is missing.
    pub(super) rich: Option<(String, Vec<u8>)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pdf {
    pub(super) bytes: Vec<u8>,
    pub(super) selections: Vec<BoxSelection>,
}

/// A part of a text, in code points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Selection {
    pub(super) guid: String,
    pub(super) name: String,
    /// How our own projects cite it: locator and page.
    pub(super) cited: Option<String>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) codings: Vec<Coding>,
    pub(super) note_refs: Vec<String>,
}

/// A part of a page, from its bottom-left corner in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct BoxSelection {
    pub(super) guid: String,
    pub(super) name: String,
    /// From 0.
    pub(super) page: usize,
    pub(super) first: (i64, i64),
    pub(super) second: (i64, i64),
    pub(super) codings: Vec<Coding>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Coding {
    pub(super) guid: String,
    pub(super) user: Option<String>,
    pub(super) at: Option<String>,
    pub(super) code: String,
    pub(super) note_refs: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Note {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) user: Option<String>,
    pub(super) at: Option<String>,
    pub(super) text: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Set {
    pub(super) guid: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) codes: Vec<String>,
    pub(super) sources: Vec<String>,
}

impl Code {
    /// Itself and all codes below.
    pub(super) fn walk<'c>(&'c self, visit: &mut impl FnMut(&'c Self)) {
        visit(self);
        self.codes.iter().for_each(|code| code.walk(visit));
    }
}

impl Project {
    /// Every code, parents before children.
    pub(super) fn all_codes(&self) -> Vec<&Code> {
        let mut all = Vec::new();
        self.codes.iter().for_each(|code| code.walk(&mut |code| all.push(code)));
        all
    }
}
