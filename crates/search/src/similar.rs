//! Query by example: clauses like a text.

use crate::compile::Mark;
use crate::schema::tagged;
use crate::{Catalogue, Hits, Index, Options, SearchError};
use crosscut_text::{Analyzer, Clause, Language};
use std::collections::BTreeMap;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// The terms of a text that say most about it; more cost time and change little.
const TERMS: usize = 64;

impl Index {
    /// The clauses most like a clause, itself left out; in every agreement, its own included.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, clause: &Clause, limit: usize) -> Result<Hits, SearchError> {
        let itself = Term::from_field_text(self.fields.id, clause.id.as_str());
        self.like(&clause.text, clause.language, Some(itself), limit)
    }

    /// The clauses of other agreements that are most like a clause.
    ///
    /// ```
    /// # use crosscut_text::{AgreementId, Clause, Eid, Language};
    /// # let clause = |agreement: &str, eid: &str, text: &str| {
    /// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
    /// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
    /// # };
    /// # let folder = tempfile::tempdir()?;
    /// let clauses = [
    ///     clause("pact", "art_1", "Each Party shall report incidents."),
    ///     clause("pact", "art_2", "A Party that reports incidents is thanked."),
    ///     clause("charter", "art_1", "Operators report every incident to the team."),
    /// ];
    /// let index = crosscut_search::Index::build(&folder.path().join("index"), &clauses)?;
    /// let found = index.similar_elsewhere(&clauses[0], 5)?;
    /// assert_eq!(found.hits[0].clause.as_str(), "charter#art_1");
    /// assert_eq!(found.total, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar_elsewhere(&self, clause: &Clause, limit: usize) -> Result<Hits, SearchError> {
        let its_agreement = Term::from_field_text(self.fields.agreement, clause.agreement.as_str());
        self.like(&clause.text, clause.language, Some(its_agreement), limit)
    }

    /// The clauses most like a text in `language`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar_to_text(&self, text: &str, language: Language, limit: usize) -> Result<Hits, SearchError> {
        self.like(text, language, None, limit)
    }

    fn like(
        &self,
        text: &str,
        language: Language,
        without: Option<Term>,
        limit: usize,
    ) -> Result<Hits, SearchError> {
        let analyzer = Analyzer::new(language);
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for word in analyzer.occurrences(text).into_iter().filter(|word| !analyzer.is_stop_word(&word.form)) {
            *counts.entry(tagged(language, &word.term)).or_default() += 1;
        }
        let clauses = self.searcher.num_docs() as f32;
        let mut weighed = Vec::new();
        for (term, count) in counts {
            let key = Term::from_field_text(self.fields.own.stems, &term);
            let holders = self.searcher.doc_freq(&key).map_err(SearchError::unreadable)? as f32;
            if holders > 0.0 {
                let repeated = 1.0 + (count as f32).ln();
                let rarity = (1.0 + (clauses - holders + 0.5) / (holders + 0.5)).ln();
                weighed.push((repeated * rarity, repeated, term, key));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
        weighed.truncate(TERMS);
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (_, worth, _, key) in &weighed {
            let term = TermQuery::new(key.clone(), IndexRecordOption::WithFreqs);
            parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), *worth))));
        }
        let some = BooleanQuery::new(parts);
        let mut query: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(some))];
        if let Some(term) = without {
            query.push((Occur::MustNot, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
        }
        let terms =
            weighed.iter().filter_map(|(_, _, term, _)| Some(term.split_once(':')?.1.to_owned())).collect();
        let marks = vec![(language, vec![Mark { written: false, slots: vec![terms], apart: None }])];
        self.answer(&BooleanQuery::new(query), &Options::from(limit), &Catalogue::default(), &marks)
    }
}
