//! Clauses as the index stores them.

use crate::compile::Mark;
use crate::highlight::highlights;
use crate::{Hit, Index, SearchError};
use crosscut_text::{AgreementId, ClauseId, ClauseKind, Language, Strength};
use std::ops::Bound;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Score, TantivyDocument, Term};

impl Index {
    /// A clause by its id, as a hit of no search.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn clause(&self, id: &ClauseId) -> Result<Option<Hit>, SearchError> {
        let term = Term::from_field_text(self.fields.id, id.as_str());
        Ok(self.stored(&TermQuery::new(term, IndexRecordOption::Basic))?.pop())
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
        let document: TantivyDocument = self.searcher.doc(address).map_err(SearchError::unreadable)?;
        let fields = &self.fields;
        let value =
            |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let number = |field: Field| document.get_first(field).and_then(|value| value.as_u64());
        let unknown = |error: crosscut_text::IdError| SearchError::Index(format!("is damaged: {error}"));
        let language = Language::from_code(value(fields.language));
        let analyzer = self.analyzers.iter().find(|analyzer| analyzer.language() == language);
        let marks = marks.iter().find(|(other, _)| *other == language).map(|(_, marks)| marks);
        let text = value(fields.text);
        let (kind, strength) = (value(fields.kind), value(fields.strength));
        Ok(Hit {
            clause: ClauseId::new(value(fields.id)).map_err(unknown)?,
            agreement: AgreementId::new(value(fields.agreement)).map_err(unknown)?,
            locator: value(fields.locator).to_owned(),
            page: number(fields.page),
            kind: ClauseKind::ALL
                .iter()
                .copied()
                .find(|one| one.name() == kind)
                .unwrap_or(ClauseKind::Provision),
            strength: Strength::ALL.iter().copied().find(|one| one.name() == strength),
            language,
            position: number(fields.position).unwrap_or_default(),
            score,
            highlights: match (analyzer, marks) {
                (Some(analyzer), Some(marks)) => highlights(marks, analyzer, text),
                _ => Vec::new(),
            },
            text: text.to_owned(),
        })
    }
}
