//! Running text: cross-references as links, defined terms marked, the language where it differs.

use super::notes::Notes;
use crate::xml::Xml;
use crosscut::text::{AgreementId, Clause, Language, Reference, Resolver, Span};
use std::collections::BTreeMap;

/// Writes the words of clauses.
pub(super) struct Words<'a> {
    pub(super) resolver: &'a Resolver,
    /// The IRIs of the agreements of the corpus.
    pub(super) works: &'a BTreeMap<AgreementId, String>,
    /// The main language.
    pub(super) language: Language,
    /// The footnotes and where their marks are.
    pub(super) notes: Notes<'a>,
}

/// What a part of running text is.
#[derive(Clone, Copy)]
enum Mark<'m> {
    Reference(&'m Reference),
    Term,
    Note(&'m Clause),
}

impl Words<'_> {
    /// A clause's text from byte `from` on as a paragraph.
    pub(super) fn paragraph(&self, xml: &mut Xml, clause: &Clause, from: usize, attributes: &[(&str, &str)]) {
        let mut attributes = attributes.to_vec();
        if clause.language != self.language && clause.language != Language::Undetermined {
            attributes.push(("xml:lang", clause.language.code()));
        }
        xml.block("p", &attributes, |xml| {
            self.running(xml, clause, Span::at(from, clause.text.len() - from))
        });
    }

    /// A part of a clause's text, in running text.
    pub(super) fn running(&self, xml: &mut Xml, clause: &Clause, part: Span) {
        let mut at = part.start();
        let term = self.term(clause, part);
        let base = clause.span.start();
        let references = self.resolver.references(clause);
        let notes = self.notes.within(clause).iter().filter(|(span, _)| part.contains(*span));
        let mut marks: Vec<(Span, Mark<'_>)> = notes.map(|(span, note)| (*span, Mark::Note(note))).collect();
        let apart = |term: &Span| marks.iter().all(|(taken, _)| taken.intersection(*term).is_none());
        let term = term.filter(apart);
        marks.extend(term.map(|term| (term, Mark::Term)));
        for reference in &references {
            let own = Span::at(reference.span.start() - base, reference.span.len());
            let free = marks.iter().all(|(taken, _)| taken.intersection(own).is_none());
            if part.contains(own) && free {
                marks.push((own, Mark::Reference(reference)));
            }
        }
        marks.sort_by_key(|(span, _)| *span);
        let cut = |from: usize, to: usize| clause.text.get(from..to).unwrap_or("");
        for (span, mark) in marks.into_iter().filter(|(span, _)| span.start() >= part.start()) {
            xml.text(cut(at, span.start()));
            let shown = cut(span.start(), span.end());
            match mark {
                Mark::Reference(reference) => self.link(xml, clause, reference, shown),
                Mark::Term => xml.inline("def", &[], |xml| xml.text(shown)),
                Mark::Note(note) => self.note(xml, note, shown),
            }
            at = span.end();
        }
        xml.text(cut(at, part.end()));
    }

    /// A footnote where its mark is; the mark is an attribute of it.
    fn note(&self, xml: &mut Xml, note: &Clause, mark: &str) {
        let attributes = [("eId", note.eid.as_str()), ("marker", mark), ("placement", "bottom")];
        xml.inline("authorialNote", &attributes, |xml| self.paragraph(xml, note, 0, &[]));
    }

    /// Where the term that a clause defines first is.
    fn term(&self, clause: &Clause, part: Span) -> Option<Span> {
        let term = clause.defines.as_deref().filter(|term| !term.is_empty())?;
        let found = part.cut(&clause.text)?.find(term)?;
        Some(Span::at(part.start() + found, term.len()))
    }

    fn link(&self, xml: &mut Xml, clause: &Clause, reference: &Reference, shown: &str) {
        let place = |eid: Option<&crosscut::text::Eid>| {
            let inside = reference.agreement == clause.agreement;
            let work = self.works.get(&reference.agreement).map_or("", String::as_str);
            match eid {
                Some(eid) if inside => format!("#{eid}"),
                Some(eid) => format!("{work}/~{eid}"),
                None => format!("{work}/"),
            }
        };
        let href = place(reference.eid.as_ref());
        match &reference.to {
            Some(to) => {
                let last = place(Some(to));
                xml.inline("rref", &[("from", href.as_str()), ("upTo", last.as_str())], |xml| {
                    xml.text(shown)
                });
            }
            None => xml.inline("ref", &[("href", href.as_str())], |xml| xml.text(shown)),
        }
    }
}
