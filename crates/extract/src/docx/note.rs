//! Footnotes and endnotes: their marks, and which were referred to.

use super::xml::Element;
use crate::numeral::Numeral;
use std::collections::BTreeMap;

/// The two kinds, numbered apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Foot,
    End,
}

/// The notes of a file.
#[derive(Debug, Default)]
pub(super) struct Notes<'p> {
    texts: BTreeMap<(Kind, String), &'p Element<'p>>,
    counts: BTreeMap<Kind, u32>,
    /// Notes of the current paragraph with their marks; their texts follow it.
    queue: Vec<(String, &'p Element<'p>)>,
}

impl<'p> Notes<'p> {
    /// From the roots of the two parts.
    pub(super) fn read(feet: Option<&'p Element<'p>>, ends: Option<&'p Element<'p>>) -> Self {
        let mut notes = Self::default();
        for (kind, list, name) in [
            (Kind::Foot, feet.and_then(|root| root.child("footnotes")), "footnote"),
            (Kind::End, ends.and_then(|root| root.child("endnotes")), "endnote"),
        ] {
            let Some(list) = list else { continue };
            for note in list.elements().filter(|note| note.name() == name) {
                // The rule above the notes is kept as a note of a type of its own.
                let special = note.attribute("type").is_some_and(|kind| kind != "normal");
                if let Some(id) = note.attribute("id").filter(|_| !special) {
                    notes.texts.insert((kind, id.into_owned()), note);
                }
            }
        }
        notes
    }

    /// Takes note of a reference; `own` is the mark where the author chose one.
    pub(super) fn refer(&mut self, kind: Kind, id: &str, own: Option<String>) {
        let Some(note) = self.texts.remove(&(kind, id.to_owned())) else { return };
        let mark = own.unwrap_or_else(|| {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            let numeral = if kind == Kind::Foot { Numeral::Decimal } else { Numeral::LowerRoman };
            numeral.print(*count)
        });
        self.queue.push((mark, note));
    }

    /// The notes that were referred to since the last call.
    pub(super) fn take(&mut self) -> Vec<(String, &'p Element<'p>)> {
        std::mem::take(&mut self.queue)
    }
}
