//! Running text: cross-references as links, defined terms marked, the language where it differs.

use super::xml::Xml;
use crosscut_text::{AgreementId, Clause, Language, Reference, Resolver, Span};
use std::collections::BTreeMap;

/// Writes the words of clauses.
pub(super) struct Words<'a> {
    pub(super) resolver: &'a Resolver,
    /// The IRIs of the agreements of the corpus.
    pub(super) works: &'a BTreeMap<AgreementId, String>,
    /// The main language.
    pub(super) language: Language,
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
        let inside = |reference: &&Reference| {
            let own = Span::at(reference.span.start() - base, reference.span.len());
            part.contains(own) && term.is_none_or(|term| term.intersection(own).is_none())
        };
        let mut marks: Vec<(Span, Option<&Reference>)> = references
            .iter()
            .filter(inside)
            .map(|reference| (Span::at(reference.span.start() - base, reference.span.len()), Some(reference)))
            .collect();
        marks.extend(term.map(|term| (term, None)));
        marks.sort_by_key(|(span, _)| *span);
        let cut = |from: usize, to: usize| clause.text.get(from..to).unwrap_or("");
        for (span, reference) in marks {
            xml.text(cut(at, span.start()));
            let shown = cut(span.start(), span.end());
            match reference {
                Some(reference) => self.link(xml, clause, reference, shown),
                None => xml.inline("def", &[], |xml| xml.text(shown)),
            }
            at = span.end();
        }
        xml.text(cut(at, part.end()));
    }

    /// Where the term that a clause defines first stands.
    fn term(&self, clause: &Clause, part: Span) -> Option<Span> {
        let term = clause.defines.as_deref().filter(|term| !term.is_empty())?;
        let found = part.cut(&clause.text)?.find(term)?;
        Some(Span::at(part.start() + found, term.len()))
    }

    fn link(&self, xml: &mut Xml, clause: &Clause, reference: &Reference, shown: &str) {
        let place = |eid: Option<&crosscut_text::Eid>| {
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
