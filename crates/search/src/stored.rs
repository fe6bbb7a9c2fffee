//! Clauses as the index stores them.

use crate::compile::Mark;
use crate::highlight::highlights;
use crate::{Hit, Index, SearchError};
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Language, Strength};
use std::ops::Bound;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Score, Searcher, TantivyDocument, Term};

impl Index {
    /// A clause by its id, as a hit of no search.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn clause(&self, id: &ClauseId) -> Result<Option<Hit>, SearchError> {
        let term = Term::from_field_text(self.fields.id, id.as_str());
        Ok(self.stored(&TermQuery::new(term, IndexRecordOption::Basic))?.pop())
    }

    /// The clause that somebody calls by its id, in whatever case.
    ///
    /// # Errors
    /// When the id is none or the index cannot be read.
    pub fn clause_called(&self, id: &str) -> Result<Option<Hit>, SearchError> {
        let wrong = |error: &dyn std::fmt::Display| SearchError::query(id, error.to_string());
        let found = self.clause(&ClauseId::new(id).map_err(|error| wrong(&error))?)?;
        let Some((agreement, _)) = id.split_once('#').filter(|_| found.is_none()) else { return Ok(found) };
        let agreement = Term::from_field_text(self.fields.agreement, &agreement.to_lowercase());
        let of_agreement = self.stored(&TermQuery::new(agreement, IndexRecordOption::Basic))?;
        Ok(of_agreement.into_iter().find(|hit| hit.clause.as_str().to_lowercase() == id.to_lowercase()))
    }

    /// The clauses of the same agreement that come before and after a hit, at most so many on each side, as the text runs.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn around(&self, hit: &Hit, reach: usize) -> Result<(Vec<Hit>, Vec<Hit>), SearchError> {
        let reach = reach as u64;
        let place = |position: u64| Bound::Included(Term::from_field_u64(self.fields.position, position));
        let (first, last) = (hit.position.saturating_sub(reach), hit.position.saturating_add(reach));
        let agreement = Term::from_field_text(self.fields.agreement, hit.agreement.as_str());
        let parts: Vec<(Occur, Box<dyn Query>)> = vec![
            (Occur::Must, Box::new(TermQuery::new(agreement, IndexRecordOption::Basic))),
            (Occur::Must, Box::new(RangeQuery::new(place(first), place(last)))),
        ];
        let mut found = self.stored(&BooleanQuery::new(parts))?;
        found.retain(|other| other.position != hit.position);
        Ok(found.into_iter().partition(|other| other.position < hit.position))
    }

    /// What a query matches, as the texts run.
    fn stored(&self, query: &dyn Query) -> Result<Vec<Hit>, SearchError> {
        let found = self.searcher.search(query, &DocSetCollector).map_err(SearchError::unreadable)?;
        let hits = found.into_iter().map(|address| self.hit(0.0, address, &[]));
        let mut hits = hits.collect::<Result<Vec<Hit>, _>>()?;
        hits.sort_by(|a, b| (&a.agreement, a.position).cmp(&(&b.agreement, b.position)));
        Ok(hits)
    }

    /// A document as a hit, the words that match marked.
    pub(crate) fn hit(
        &self,
        score: Score,
        address: DocAddress,
        marks: &[(Language, Vec<Mark>)],
    ) -> Result<Hit, SearchError> {
        let shown = stored(&self.searcher, self.fields.shown, address).map_err(SearchError::unreadable)?;
        let damaged = || SearchError::Index("is damaged: a clause of it cannot be read".into());
        let hit = read(&shown).ok_or_else(damaged)?;
        let analyzer = self.analyzers.iter().find(|analyzer| analyzer.language() == hit.language);
        let marks = marks.iter().find(|(other, _)| *other == hit.language).map(|(_, marks)| marks);
        let highlights = match (analyzer, marks) {
            (Some(analyzer), Some(marks)) => highlights(marks, analyzer, &hit.text),
            _ => Vec::new(),
        };
        Ok(Hit { score, highlights, ..hit })
    }
}

/// Between the parts of what is shown of a clause.
const BETWEEN: char = '\u{1f}';

/// What is shown of a clause, its text last.
pub(crate) fn shown(clause: &Clause, position: u64) -> String {
    let page = clause.pages.first().map(u32::to_string).unwrap_or_default();
    let parts = [
        clause.id.as_str(),
        clause.agreement.as_str(),
        &clause.locator.replace(BETWEEN, " "),
        clause.kind.name(),
        clause.strength.map_or("", Strength::name),
        clause.language.code(),
        &position.to_string(),
        &page,
        &clause.text,
    ];
    parts.join(BETWEEN.encode_utf8(&mut [0; 4]))
}

/// What is shown of a clause as a hit without a score.
fn read(shown: &str) -> Option<Hit> {
    let mut parts = shown.splitn(9, BETWEEN);
    let mut next = || parts.next();
    let clause = ClauseId::new(next()?).ok()?;
    let agreement = AgreementId::new(next()?).ok()?;
    let locator = next()?.to_owned();
    let (kind, strength) = (next()?, next()?);
    Some(Hit {
        clause,
        agreement,
        locator,
        kind: ClauseKind::ALL.iter().copied().find(|one| one.name() == kind)?,
        strength: Strength::ALL.iter().copied().find(|one| one.name() == strength),
        language: Language::from_code(next()?),
        position: next()?.parse().ok()?,
        page: next()?.parse().ok(),
        text: next()?.to_owned(),
        score: 0.0,
        highlights: Vec::new(),
    })
}

fn stored(searcher: &Searcher, shown: Field, address: DocAddress) -> tantivy::Result<String> {
    let document: TantivyDocument = searcher.doc(address)?;
    Ok(document.get_first(shown).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
}

/// The ids of the clauses that a query matches, sorted.
pub(crate) fn ids(searcher: &Searcher, query: &dyn Query, shown: Field) -> tantivy::Result<Vec<String>> {
    let mut ids = Vec::new();
    for address in searcher.search(query, &DocSetCollector)? {
        let shown = stored(searcher, shown, address)?;
        ids.extend(shown.split(BETWEEN).next().map(str::to_owned));
    }
    ids.sort_unstable();
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Eid;

    #[test]
    fn what_is_shown_comes_back() {
        let clause = Clause {
            locator: "Article 9(2)".into(),
            kind: ClauseKind::Definition,
            strength: Some(Strength::May),
            language: Language::French,
            pages: vec![4, 5],
            ..Clause::new(AgreementId::slug("pact"), Eid::new("art_9").unwrap(), "Un\u{1f}texte")
        };
        let hit = read(&shown(&clause, 7)).unwrap();
        assert_eq!((hit.clause.as_str(), hit.agreement.as_str()), ("pact#art_9", "pact"));
        assert_eq!((hit.locator.as_str(), hit.page, hit.position), ("Article 9(2)", Some(4), 7));
        assert_eq!((hit.kind, hit.strength, hit.language), (clause.kind, clause.strength, clause.language));
        assert_eq!(hit.text, clause.text);
        assert!(read("pact#art_9").is_none());
    }
}
