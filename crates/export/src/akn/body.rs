//! The elements of the parts of a document: hierarchy, recitals, attachments.

use super::tree::Unit;
use super::words::Words;
use crate::xml::Xml;
use crosscut::text::{Clause, ClauseKind, Span};

/// The element and, for a general container, the name of a unit, by the last part of its eid.
fn element(unit: &Unit<'_>) -> (&'static str, Option<String>) {
    let last = unit.eid.rsplit("__").find(|part| part.contains('_')).unwrap_or(&unit.eid);
    let name = last.split('_').next().unwrap_or("");
    let bullet = |unit: &Unit<'_>| {
        let clause = unit.clause?;
        let number = *clause.numbers().last()?;
        number.cut(&clause.text).map(|number| !number.contains(char::is_alphanumeric))
    };
    let element = match name {
        "part" => "part",
        "book" => "book",
        "title" => "title",
        "chp" => "chapter",
        "sec" => "section",
        "subsec" => "subsection",
        "art" => "article",
        "rule" => "rule",
        "clause" => "clause",
        "para" => "paragraph",
        "subpara" => "subparagraph",
        "point" if bullet(unit) == Some(true) => "indent",
        "point" => "point",
        "hdg" => return ("hcontainer", Some("heading".to_owned())),
        "sent" => return ("hcontainer", Some("sentence".to_owned())),
        name => return ("hcontainer", Some(name.to_owned())),
    };
    (element, None)
}

/// The number and the title of a heading, as ranges of its text.
fn number_and_title(clause: &Clause, container: bool) -> (Option<Span>, Option<Span>) {
    let text = clause.text.as_str();
    if let Some(number) = clause.numbers().last() {
        let title = Span::new(number.end(), text.len()).and_then(|rest| rest.trimmed(text));
        return (Span::new(0, number.end()), title.filter(|title| !title.is_empty()));
    }
    let title = clause.heading.as_deref().and_then(|title| ending(text, title));
    match title {
        Some(0) => (None, Some(Span::at(0, text.len()))),
        Some(at) => (Span::at(0, at).trimmed(text), Some(Span::at(at, text.len() - at))),
        None if container => (None, Some(Span::at(0, text.len()))),
        None => (Some(Span::at(0, text.len())), None),
    }
}

/// Where `title`, with other white space perhaps, begins at the end of `text`.
fn ending(text: &str, title: &str) -> Option<usize> {
    let mut wanted = title.chars().rev().filter(|c| !c.is_whitespace()).peekable();
    let mut at = text.len();
    for (index, c) in text.char_indices().rev() {
        if wanted.peek().is_none() {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        if wanted.next() != Some(c) {
            return None;
        }
        at = index;
    }
    wanted.peek().is_none().then_some(at)
}

impl Words<'_> {
    /// Units of the body; rows that follow each other are one table.
    pub(super) fn units<'u>(&self, xml: &mut Xml, units: impl IntoIterator<Item = &'u Unit<'u>>) {
        let units: Vec<&Unit<'_>> = units.into_iter().collect();
        let mut at = 0;
        while let Some(unit) = units.get(at) {
            let rows = super::table::rows(&units[at..]);
            match rows.len() {
                0 => self.hierarchy(xml, unit, None),
                _ => self.table(xml, &rows),
            }
            at += rows.len().max(1);
        }
    }

    /// A unit of the body with all that hangs from it.
    pub(super) fn hierarchy(&self, xml: &mut Xml, unit: &Unit<'_>, numbered: Option<&str>) {
        if let Some(rows) = super::table::whole(unit) {
            return self.table(xml, &rows);
        }
        let (name, container) = element(unit);
        let mut attributes = vec![("eId", unit.eid.as_str())];
        if let Some(container) = &container {
            attributes.push(("name", container.as_str()));
        }
        xml.block(name, &attributes, |xml| match unit.clause {
            None => {
                // The number of a level without words is printed before its first part's.
                let first = unit.children.first().and_then(|child| child.clause);
                let numbers = first.map_or(Vec::new(), Clause::numbers);
                let number = first.zip(numbers.first()).filter(|_| numbers.len() > 1);
                let number = number.and_then(|(clause, span)| Some((span.cut(&clause.text)?, clause)));
                if let Some((number, _)) = number {
                    xml.block("num", &[], |xml| xml.text(number));
                }
                let taken = number.map(|(number, _)| number);
                let (first, rest) = unit.children.split_at(usize::from(taken.is_some()));
                first.iter().for_each(|child| self.hierarchy(xml, child, taken));
                self.units(xml, rest);
            }
            Some(clause) if clause.kind == ClauseKind::Heading => {
                self.heading(xml, clause, container.is_some());
                self.units(xml, &unit.children);
            }
            Some(clause) => self.provision(xml, unit, clause, numbered),
        });
    }

    /// A unit with text of its own; `taken` is a number at its start that an outer level has shown.
    fn provision(&self, xml: &mut Xml, unit: &Unit<'_>, clause: &Clause, taken: Option<&str>) {
        let mut from = taken.map_or(0, str::len);
        if let Some(number) = clause.numbers().last() {
            let shown = Span::new(from, number.end()).and_then(|span| span.trimmed(&clause.text));
            if let Some(shown) =
                shown.and_then(|span| span.cut(&clause.text)).filter(|shown| !shown.is_empty())
            {
                xml.block("num", &[], |xml| xml.text(shown));
            }
            from = number.end();
        }
        from += clause.text[from..].len() - clause.text[from..].trim_start().len();
        let holder = if unit.children.is_empty() { "content" } else { "intro" };
        xml.block(holder, &[], |xml| self.paragraph(xml, clause, from, &[]));
        self.units(xml, &unit.children);
    }

    fn heading(&self, xml: &mut Xml, clause: &Clause, container: bool) {
        let (number, title) = number_and_title(clause, container);
        if let Some(number) = number {
            xml.block("num", &[], |xml| self.running(xml, clause, number));
        }
        if let Some(title) = title {
            xml.block("heading", &[], |xml| self.running(xml, clause, title));
        }
    }

    /// All clauses of a unit as paragraphs.
    pub(super) fn flat(&self, xml: &mut Xml, unit: &Unit<'_>) {
        for clause in unit.clauses() {
            self.paragraph(xml, clause, 0, &[("eId", clause.eid.as_str())]);
        }
    }

    /// The title page.
    pub(super) fn preface(&self, xml: &mut Xml, unit: &Unit<'_>) {
        match unit
            .clause
            .filter(|clause| clause.eid.as_str().starts_with("cover__") && unit.children.is_empty())
        {
            Some(clause) => xml.block("p", &[("eId", clause.eid.as_str())], |xml| {
                xml.inline("docTitle", &[], |xml| self.running(xml, clause, Span::at(0, clause.text.len())));
            }),
            None => self.flat(xml, unit),
        }
    }

    /// Units of the preamble: citations and recitals in their containers, formulas and other words between them.
    pub(super) fn preamble(&self, xml: &mut Xml, units: &[&Unit<'_>]) {
        let mut at = 0;
        while at < units.len() {
            let list = list_of(units[at]);
            let run = units[at..].iter().take_while(|unit| list_of(unit) == list).count();
            match list {
                Some((list, item)) => {
                    xml.block(list, &[], |xml| {
                        units[at..at + run].iter().for_each(|unit| self.item(xml, unit, item));
                    });
                    at += run;
                }
                None => {
                    self.preamble_words(xml, units[at]);
                    at += 1;
                }
            }
        }
    }

    fn preamble_words(&self, xml: &mut Xml, unit: &Unit<'_>) {
        let Some(clause) = unit.clause else {
            let children: Vec<&Unit<'_>> = unit.children.iter().collect();
            return self.preamble(xml, &children);
        };
        if unit.eid == "preamble" {
            self.paragraph(xml, clause, 0, &[("eId", unit.eid.as_str())]);
            let children: Vec<&Unit<'_>> = unit.children.iter().collect();
            self.preamble(xml, &children);
        } else if unit.eid.contains("formula") && unit.children.is_empty() {
            xml.block("formula", &[("eId", unit.eid.as_str()), ("name", "enacting")], |xml| {
                self.paragraph(xml, clause, 0, &[]);
            });
        } else {
            self.flat(xml, unit);
        }
    }

    /// A recital, a citation or an item of a list in one, with what hangs from it.
    fn item(&self, xml: &mut Xml, unit: &Unit<'_>, name: &str) {
        xml.block(name, &[("eId", unit.eid.as_str())], |xml| {
            if let Some(clause) = unit.clause {
                let number = clause.numbers().last().copied();
                let end = number.map_or(0, |number| number.end());
                if let Some(number) = clause.text.get(..end).filter(|number| !number.is_empty()) {
                    xml.block("num", &[], |xml| xml.text(number));
                }
                let from = end + clause.text[end..].len() - clause.text[end..].trim_start().len();
                self.paragraph(xml, clause, from, &[]);
            }
            for child in &unit.children {
                if child.eid.rsplit("__").next().is_some_and(|part| part.starts_with("point_")) {
                    xml.block("blockList", &[], |xml| self.item(xml, child, "item"));
                } else {
                    self.flat(xml, child);
                }
            }
            if unit.clause.is_none() && unit.children.is_empty() {
                xml.empty("p", &[]);
            }
        });
    }

    /// The number and title of an annex.
    pub(super) fn annex_title(&self, xml: &mut Xml, unit: &Unit<'_>) {
        if let Some(clause) = unit.clause {
            self.heading(xml, clause, false);
        }
    }
}

/// The container of a unit of the preamble and the element of its items.
fn list_of(unit: &Unit<'_>) -> Option<(&'static str, &'static str)> {
    let last = unit.eid.rsplit("__").next().unwrap_or("");
    unit.clause?;
    if unit.eid.starts_with("cit_") {
        Some(("citations", "citation"))
    } else if unit.eid.starts_with("rec_") || unit.eid.starts_with("preamble__") && last.starts_with("para_")
    {
        Some(("recitals", "recital"))
    } else {
        None
    }
}
