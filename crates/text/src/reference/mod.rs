//! Cross-references: which clause "Article 21(2)", "paragraph 2 of this Article" or "Article 5 of Directive (EU) …" is.
//!
//! `scan` reads what a text cites, `names` knows how agreements are called, `place` gives every clause a key made of
//! its locator, and a citation is looked up from the clause that cites: first inside its own article, then its own annex, then
//! the whole agreement. What the corpus does not hold is left out: a wrong target is worse than none.

mod names;
mod place;
mod scan;
mod words;

use crate::lexicon::Division;
use crate::{AgreementId, Clause, ClauseKind, Eid, Span};
use names::Names;
use place::{Key, Places};
use scan::{Citation, Instrument};
use std::collections::BTreeMap;
use words::Part;

/// A place in a clause that names another clause, or another agreement, of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reference {
    /// Where it is written, in the document's text, as [`Clause::span`].
    pub span: Span,
    /// The agreement that is cited.
    pub agreement: AgreementId,
    /// The clause that is cited, or the one that holds the cited point; `None` for the agreement as a whole.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub eid: Option<Eid>,
    /// The last clause of a range ("Articles 5 to 9").
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub to: Option<Eid>,
}

/// Resolves cross-references over a corpus.
///
/// ```
/// use crosscut_text::{AgreementId, Clause, Eid, Resolver};
/// let clause = |eid: &str, locator: &str, text: &str| -> Result<Clause, crosscut_text::IdError> {
///     let own = Clause::new(AgreementId::slug("accord"), Eid::new(eid)?, text);
///     Ok(Clause { locator: locator.into(), ..own })
/// };
/// let clauses = [
///     clause("art_1", "Article 1", "Each Party shall report incidents.")?,
///     clause("art_2", "Article 2", "A report under Article 1 is confidential.")?,
/// ];
/// let references = Resolver::new(&clauses, []).references(&clauses[1]);
/// assert_eq!(references[0].span.cut(&clauses[1].text), Some("Article 1"));
/// assert_eq!(references[0].eid.as_ref(), Some(&clauses[0].eid));
/// # Ok::<(), crosscut_text::IdError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    names: Names,
    places: BTreeMap<AgreementId, Places>,
}

impl Resolver {
    /// Prepares the clauses of a corpus, in the order of their texts. `names` are titles and short titles by which
    /// agreements are cited; registered numbers ("(EU) 2022/2555", "ETS No. 185") are read from them and from the
    /// agreements' own title pages.
    pub fn new<'a>(clauses: &[Clause], names: impl IntoIterator<Item = (&'a AgreementId, &'a str)>) -> Self {
        let mut resolver = Self::default();
        for (agreement, name) in names {
            resolver.names.add(agreement, name);
        }
        for clause in clauses {
            if clause.eid.as_str().starts_with("cover__line_") {
                resolver.names.add_number(&clause.agreement, &clause.text);
            }
            resolver.places.entry(clause.agreement.clone()).or_default().add(clause);
        }
        resolver
    }

    /// The references of a clause, in the order of its text; those to itself and to what is not in the corpus are left
    /// out.
    pub fn references(&self, clause: &Clause) -> Vec<Reference> {
        let mut found = Vec::new();
        if clause.eid.as_str().starts_with("toc__") {
            return found;
        }
        let own = Key::of(&clause.locator);
        for citation in scan::citations(&clause.text, &self.names) {
            if let Some(reference) = self.reference(clause, &own, &citation) {
                found.push(reference);
            }
        }
        found
    }

    fn reference(&self, clause: &Clause, own: &Key, citation: &Citation) -> Option<Reference> {
        let agreement = match &citation.of {
            Instrument::Own => &clause.agreement,
            Instrument::Known(agreement) => agreement,
            Instrument::Foreign => return None,
        };
        let span = Span::at(clause.span.start() + citation.span.start(), citation.span.len());
        let inside = *agreement == clause.agreement;
        if citation.path.is_empty() {
            return (!inside).then(|| Reference { span, agreement: agreement.clone(), eid: None, to: None });
        }
        let places = self.places.get(agreement)?;
        let nowhere = Key::default();
        let from = if inside && citation.of == Instrument::Own { own } else { &nowhere };
        let eid = find(places, from, &citation.path)?;
        let to = citation.upto.as_ref().and_then(|number| {
            let mut path = citation.path.clone();
            path.last_mut()?.number.clone_from(number);
            find(places, from, &path)
        });
        let itself = inside && *eid == clause.eid && to.is_none();
        let heading = inside && clause.kind == ClauseKind::Heading && itself;
        (!itself && !heading).then(|| Reference {
            span,
            agreement: agreement.clone(),
            eid: Some(eid.clone()),
            to: to.cloned(),
        })
    }
}

/// The clause at a path, seen from a clause: the nearest level of its own address under which the path is found.
fn find<'p>(places: &'p Places, from: &Key, path: &[Part]) -> Option<&'p Eid> {
    let path: Vec<&Part> = path.iter().filter(|part| part.level != Division::Subparagraph).collect();
    let first = path.first()?;
    let relative = first.number == "<";
    let depths: Vec<usize> = match first.level {
        Division::Paragraph => {
            let article = from.article();
            (article..=from.len()).chain((0..article).rev()).collect()
        }
        _ => (0..=from.len()).rev().collect(),
    };
    for depth in depths {
        for style in styles(first.level, depth) {
            let mut key = from.to(depth);
            for (nth, part) in path.iter().enumerate() {
                let number = match (relative, nth) {
                    (true, 0) => from.before(depth)?,
                    _ => part.number.clone(),
                };
                key.push(part, &number, if nth == 0 { style } else { None });
            }
            let named = path.iter().map(|part| part.level);
            let named = named.filter(|level| level.is_titled() || *level == Division::Recital).count();
            if let Some(eid) = places.at(&key, depth + named.max(1)) {
                return Some(eid);
            }
        }
    }
    let number = &first.number;
    (path.len() == 1 && number.contains('.')).then(|| places.decimal(number)).flatten()
}

/// The words under which a first part may be found: contracts and acts say "Section 5" of what is numbered "5.".
fn styles(level: Division, depth: usize) -> Vec<Option<&'static str>> {
    match (level, depth) {
        (Division::Section | Division::Clause, _) => {
            vec![None, Some("section"), Some("clause"), Some("paragraph"), Some("article")]
        }
        (Division::Paragraph, 0) => vec![Some("paragraph"), Some("section")],
        _ => vec![None],
    }
}

#[cfg(test)]
mod tests;
