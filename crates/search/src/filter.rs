//! Fields to sets of clauses.

use crate::boxed::{Boxed, one_of};
use crate::catalogue::{Catalogue, Described};
use crate::error::quoted;
use crate::query::{Bounds, Filter};
use crate::quickwit::said;
use crate::schema::{Fields, values};
use crate::suggest::nearest;
use crosscut_text::{Analyzer, Language};
use std::ops::Bound;
use tantivy::query::{EmptyQuery, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// What filters are answered from.
pub(crate) struct Filters<'c> {
    pub(crate) fields: &'c Fields,
    pub(crate) searcher: &'c Searcher,
    pub(crate) catalogue: &'c Catalogue,
}

/// What a clause must have in a field.
pub(crate) enum Wanted {
    /// One of these values.
    Values(Field, Vec<String>),
    /// Any value.
    Any(Field),
    /// A number within bounds.
    Numbers(Field, Bounds),
}

impl Wanted {
    pub(crate) fn query(self) -> Boxed {
        match self {
            Self::Values(field, values) => {
                let terms = values.iter().map(|value| Term::from_field_text(field, value));
                if values.len() > 8 {
                    return Box::new(TermSetQuery::new(terms));
                }
                let one = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Boxed;
                one_of(terms.map(one).collect()).unwrap_or_else(|| Box::new(EmptyQuery))
            }
            Self::Any(field) => {
                let bound = |end: &str| Bound::Included(Term::from_field_text(field, end));
                Box::new(RangeQuery::new(bound(""), bound("\u{10ffff}")))
            }
            Self::Numbers(field, numbers) => {
                let bound = |number: u64| Bound::Included(Term::from_field_u64(field, number));
                Box::new(RangeQuery::new(bound(numbers.from), bound(numbers.to)))
            }
        }
    }

    /// In Quickwit's language.
    pub(crate) fn said<'n>(&self, name: impl Fn(Field) -> &'n str) -> String {
        match self {
            Self::Values(field, values) => said::value(name(*field), values),
            Self::Any(field) => said::value("has", &[name(*field)]),
            Self::Numbers(field, Bounds { from, to: u64::MAX }) => format!("{}:[{from} TO *]", name(*field)),
            Self::Numbers(field, Bounds { from, to }) => format!("{}:[{from} TO {to}]", name(*field)),
        }
    }
}

impl Filters<'_> {
    /// What a filter wants; `None` where nothing can match.
    ///
    /// # Errors
    /// What is wrong, when a filter names what the study does not have.
    pub(crate) fn wanted(&self, filter: &Filter) -> Result<Option<Wanted>, String> {
        let one = |field: Field, value: &str| Some(Wanted::Values(field, vec![value.to_owned()]));
        Ok(match filter {
            Filter::Kind(kind) => one(self.fields.kind, kind.name()),
            Filter::Strength(strength) => one(self.fields.strength, strength.name()),
            Filter::Language(language) => one(self.fields.language, language.code()),
            Filter::Article(article) if article == "*" => Some(Wanted::Any(self.fields.article)),
            Filter::Article(article) => one(self.fields.article, article),
            Filter::Page(pages) => Some(Wanted::Numbers(self.fields.page, *pages)),
            Filter::Agreement(which) => self.agreements(self.named(which)?),
            Filter::Group(group) => self.told("group", group, |known| known.group.as_deref())?,
            Filter::Body(body) => self.told("body", body, |known| known.body.as_deref())?,
            Filter::Binding(binds) => self.described(|known| known.binding == Some(*binds)),
            Filter::Year(years) => self.years(*years)?,
            Filter::Element(name) => self.element(name)?,
            Filter::Decided => self.clauses(self.catalogue.decided.iter().map(|id| id.as_str())),
            Filter::Known("strength") => Some(Wanted::Any(self.fields.strength)),
            Filter::Known("kind") => Some(Wanted::Any(self.fields.kind)),
            Filter::Known("language") => Some(Wanted::Any(self.fields.language)),
            Filter::Known(_) => self.described(|known| known.binding.is_some()),
            // These hold a query of their own, and the compiler reads it.
            Filter::Heading(_) | Filter::Defines(_) => None,
        })
    }

    fn agreements(&self, ids: Vec<String>) -> Option<Wanted> {
        (!ids.is_empty()).then_some(Wanted::Values(self.fields.agreement, ids))
    }

    fn clauses<'t>(&self, ids: impl Iterator<Item = &'t str>) -> Option<Wanted> {
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        (!ids.is_empty()).then_some(Wanted::Values(self.fields.id, ids))
    }

    fn described(&self, fits: impl Fn(&Described) -> bool) -> Option<Wanted> {
        let ids: Vec<String> = self
            .catalogue
            .agreements
            .iter()
            .filter(|known| fits(known))
            .map(|known| known.id.to_string())
            .collect();
        self.agreements(ids)
    }

    fn years(&self, years: Bounds) -> Result<Option<Wanted>, String> {
        if self.catalogue.agreements.iter().all(|known| known.year.is_none()) {
            return Err("no agreement of the study has a year: add it to crosscut.toml".into());
        }
        Ok(self.described(|known| known.year.is_some_and(|year| years.contains(year))))
    }

    fn told(
        &self,
        name: &str,
        value: &str,
        told: impl Fn(&Described) -> Option<&str>,
    ) -> Result<Option<Wanted>, String> {
        let known = self.catalogue.agreements.iter().filter_map(&told);
        let mut all: Vec<&str> = known.collect();
        all.sort_unstable();
        all.dedup();
        let wanted = words(value);
        let fits =
            |told: &str| value == "*" || words(told) == wanted || (name == "body" && has(told, &wanted));
        if !all.iter().any(|told| fits(told)) {
            let listed = if all.is_empty() { "none is known".into() } else { all.join(", ") };
            return Err(format!("no agreement has the {name} {}: {listed}", quoted(value)));
        }
        Ok(self.described(|known| told(known).is_some_and(fits)))
    }

    fn element(&self, name: &str) -> Result<Option<Wanted>, String> {
        let wanted = words(name);
        if name == "*" {
            let all = self.catalogue.elements.iter().flat_map(|(_, ids)| ids);
            return Ok(self.clauses(all.map(|id| id.as_str())));
        }
        let names = || self.catalogue.elements.iter().map(|(name, _)| name.as_str());
        match self.catalogue.elements.iter().find(|(name, _)| words(name) == wanted) {
            Some((_, ids)) => Ok(self.clauses(ids.iter().map(|id| id.as_str()))),
            None if names().next().is_none() => {
                Err(format!("there is no element {}: the study has none yet", quoted(name)))
            }
            None => {
                let near = nearest(name, names(), 3);
                let list: Vec<&str> = if near.is_empty() { names().take(5).collect() } else { near };
                Err(format!("there is no element {}: did you mean {}?", quoted(name), list.join(", ")))
            }
        }
    }

    /// The ids of the agreements that a value names: an id in any case, a pattern of ids, or words of a title.
    fn named(&self, value: &str) -> Result<Vec<String>, String> {
        let known = values(self.searcher, self.fields.agreement).map_err(|error| error.to_string())?;
        let wanted = value.to_lowercase();
        if let Some(same) = known.iter().find(|id| **id == wanted) {
            return Ok(vec![same.clone()]);
        }
        if wanted.contains(['*', '?']) {
            let found: Vec<String> =
                known.iter().filter(|id| crate::pattern::is_like(&wanted, id)).cloned().collect();
            return if found.is_empty() { Err(unknown_agreement(value, &known)) } else { Ok(found) };
        }
        let asked = words(value);
        let agreements = self.catalogue.agreements.iter();
        let titled = agreements.filter(|known| known.titles.iter().any(|title| has(title, &asked)));
        let found: Vec<String> = titled.map(|agreement| agreement.id.to_string()).collect();
        if found.is_empty() { Err(unknown_agreement(value, &known)) } else { Ok(found) }
    }
}

/// The words of a name in one spelling: case, accents and punctuation do not matter.
fn words(name: &str) -> Vec<String> {
    let parted = name.replace(['-', '\u{2010}', '\u{2011}'], " ");
    Analyzer::new(Language::Undetermined).asked(&parted).into_iter().map(|word| word.form).collect()
}

/// Whether a name has some words in a row.
fn has(name: &str, wanted: &[String]) -> bool {
    !wanted.is_empty() && words(name).windows(wanted.len()).any(|row| row == wanted)
}

/// "there is no agreement …", with the ids that come closest, or the first ones.
fn unknown_agreement(value: &str, known: &[String]) -> String {
    let wanted = value.to_lowercase();
    let mut near: Vec<&str> = known.iter().map(String::as_str).filter(|id| id.contains(&wanted)).collect();
    if near.is_empty() {
        near = nearest(value, known.iter().map(String::as_str), 2);
    }
    let (intro, end, list) = if near.is_empty() {
        ("the index holds", "", known.iter().map(String::as_str).collect())
    } else {
        ("did you mean", "?", near)
    };
    let more = if list.len() > 5 { ", …" } else { end };
    let list = list[..list.len().min(5)].join(", ");
    format!("there is no agreement {}: {intro} {list}{more}", quoted(value))
}
