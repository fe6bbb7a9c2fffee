//! Clauses as the index stores them.

use crate::compile::Mark;
use crate::highlight::highlights;
use crate::shown::{read, stored};
use crate::{Hit, Index, SearchError};
use crosscut_text::{ClauseId, Language};
use std::ops::Bound;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Score, Term};

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
