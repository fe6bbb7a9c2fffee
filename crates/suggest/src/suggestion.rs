//! What can be suggested.

use crosscut::text::lexicon::invisible;
use serde::{Deserialize, Serialize};

/// A suggestion with the words that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What is suggested.
    #[serde(flatten)]
    pub what: What,
    /// The words that it rests on, at least once.
    pub cites: Vec<Cite>,
}

/// What is suggested. `of` is the name or the id of an element, or the id of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum What {
    /// A new element, carried by the cited clauses.
    Element {
        /// Its name.
        name: String,
        /// What a clause must say to carry it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
    },
    /// A definition.
    Definition {
        /// Of what.
        of: String,
        /// One sentence or two.
        text: String,
    },
    /// The cited clauses carry an element.
    Clause {
        /// Which.
        of: String,
        /// How sure the assistant says that it is, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<f64>,
    },
    /// A name.
    Name {
        /// Of what.
        of: String,
        /// The name.
        name: String,
    },
    /// A remark on the cited clauses.
    Note {
        /// The remark.
        text: String,
    },
}

/// A clause and words of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cite {
    /// The id of the clause.
    pub clause: String,
    /// Words of it, verbatim and in one piece.
    pub words: String,
}

impl Suggestion {
    /// The same with line ends and other blanks as single spaces, so that nothing that is listed looks like an entry of its
    /// own; quotes also without signs that cannot be seen.
    pub(crate) fn in_one_line(&self) -> Self {
        let mut one = self.clone();
        for text in one.what.written_mut() {
            *text = in_one_line(text);
        }
        for cite in &mut one.cites {
            // A hyphen at the end of a line stays there: what it divides is not known yet.
            if !cite.words.contains("-\n") {
                cite.words =
                    in_one_line(&cite.words.replace(|c: char| c != '\n' && invisible::is_noise(c), ""));
            }
        }
        one
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl What {
    fn written_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Element { name, definition } => std::iter::once(name).chain(definition).collect(),
            Self::Definition { text, .. } | Self::Note { text } => vec![text],
            Self::Name { name, .. } => vec![name],
            Self::Clause { .. } => Vec::new(),
        }
    }

    /// What it is about: an element or a candidate.
    pub fn of(&self) -> Option<&str> {
        match self {
            Self::Definition { of, .. } | Self::Clause { of, .. } | Self::Name { of, .. } => Some(of),
            Self::Element { .. } | Self::Note { .. } => None,
        }
    }

    /// The same about something else.
    pub(crate) fn about(mut self, which: String) -> Self {
        if let Self::Definition { of, .. } | Self::Clause { of, .. } | Self::Name { of, .. } = &mut self {
            *of = which;
        }
        self
    }

    /// What the assistant wrote itself, with what it is called.
    pub(crate) fn written(&self) -> Vec<(&'static str, &str, usize)> {
        match self {
            Self::Element { name, definition } => {
                let definition = definition.iter().map(|text| ("definition", text.as_str(), LONG));
                std::iter::once(("name", name.as_str(), SHORT)).chain(definition).collect()
            }
            Self::Definition { text, .. } => vec![("definition", text, LONG)],
            Self::Name { name, .. } => vec![("name", name, SHORT)],
            Self::Note { text } => vec![("note", text, LONG)],
            Self::Clause { .. } => Vec::new(),
        }
    }

    /// As a line says it, without what it is about.
    pub fn words(&self) -> String {
        match self {
            Self::Element { name, definition: None } => format!("new element “{name}”"),
            Self::Element { name, definition: Some(text) } => format!("new element “{name}”: {text}"),
            Self::Definition { text, .. } => format!("definition: {text}"),
            Self::Clause { confidence: None, .. } => "carried by".to_owned(),
            Self::Clause { confidence: Some(sure), .. } => {
                format!("carried by (says it is {:.0} % sure)", sure * 100.0)
            }
            Self::Name { name, .. } => format!("name: “{name}”"),
            Self::Note { text } => format!("note: {text}"),
        }
    }
}

/// Characters of a name at most, and of a definition or a note.
const SHORT: usize = 120;
const LONG: usize = 1_000;
