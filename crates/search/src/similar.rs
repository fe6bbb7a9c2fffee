//! Query by example: clauses like a text.

use crate::compile::Mark;
use crate::schema::tagged;
use crate::{Catalogue, Hits, Index, Options, SearchError};
use crosscut_text::{AgreementId, Analyzer, Clause, ClauseId, Language};
use std::collections::{BTreeMap, BTreeSet};
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

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

    /// The clauses nearest to an example, the best of each agreement first. They are ranked by two scores, each measured by
    /// its spread over the clauses looked at: BM25, and the likeness of meaning where a model gives one, else the cosine of
    /// TF-IDF vectors as the clustering makes them. Clauses that share next to nothing with the example are left out.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn near(&self, example: &Example<'_>, limit: usize) -> Result<Hits, SearchError> {
        let mut ranked = self.ranked(example, limit)?;
        let found = ranked.len();
        ranked.retain(|near| near.is_near);
        let mut seen = BTreeSet::new();
        let (best, rest): (Vec<Near>, Vec<Near>) =
            ranked.into_iter().partition(|near| seen.insert(near.hit.agreement.clone()));
        let total = best.len() + rest.len();
        let hits = best.into_iter().chain(rest).take(limit).map(|near| near.hit).collect();
        let mut notes = Vec::new();
        if total == 0 {
            let seen = if found == 0 {
                "no clause shares a word with it"
            } else {
                "others share a word or two at most"
            };
            notes.push(format!("nothing is near the example: {seen}"));
        }
        Ok(Hits { total, complete: total, hits, notes, ..Hits::default() })
    }

    /// The clauses nearest to an example, best first, near or not.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn rank_near(&self, example: &Example<'_>, limit: usize) -> Result<Vec<ClauseId>, SearchError> {
        Ok(self.ranked(example, limit)?.into_iter().take(limit).map(|near| near.hit.clause).collect())
    }

    fn ranked(&self, example: &Example<'_>, limit: usize) -> Result<Vec<Near>, SearchError> {
        let unreadable = SearchError::unreadable;
        let terms = self.terms_of(example.text, example.language)?;
        let own = example.agreement.map(|id| Term::from_field_text(self.fields.agreement, id.as_str()));
        let query = self.any_of(&terms, own.as_ref());
        let depth = limit.saturating_mul(2).clamp(LOOKED_AT, self.clauses().max(LOOKED_AT));
        let mut found: BTreeMap<DocAddress, f32> = BTreeMap::new();
        if !terms.is_empty() {
            let best = self.searcher.search(&query, &TopDocs::with_limit(depth).order_by_score());
            found.extend(best.map_err(unreadable)?.into_iter().map(|(score, address)| (address, score)));
        }
        if let Some(meaning) = example.meaning {
            let mut nearest: Vec<(&ClauseId, f32)> = meaning.iter().map(|(id, near)| (id, *near)).collect();
            nearest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            let ids =
                nearest.iter().take(depth).map(|(id, _)| Term::from_field_text(self.fields.id, id.as_str()));
            let set: Box<dyn Query> = Box::new(TermSetQuery::new(ids));
            let mut parts = vec![(Occur::Must, set)];
            parts.extend(own.iter().map(not));
            let more = self.searcher.search(&BooleanQuery::new(parts), &DocSetCollector);
            // A set in no order, whose members are put into a map that has one.
            more.map_err(unreadable)?.into_iter().for_each(|address| {
                found.entry(address).or_insert(0.0);
            });
        }
        let shared: Vec<String> = terms.iter().map(|term| term.name().to_owned()).collect();
        let marks = vec![(example.language, vec![Mark { written: false, slots: vec![shared], apart: None }])];
        let mut near = Vec::new();
        for (address, score) in found {
            let hit = self.hit(score, address, &marks)?;
            let (cosine, shared) = self.cosine(&terms, hit.language, &hit.text)?;
            let meaning = example.meaning.and_then(|meaning| meaning.get(&hit.clause).copied());
            let is_near = (shared > 1 && cosine >= FLOOR) || meaning.is_some_and(|near| near >= MEANS);
            near.push(Near { second: meaning.unwrap_or(cosine), is_near, hit });
        }
        let first = spread(near.iter().map(|near| near.hit.score));
        let second = spread(near.iter().map(|near| near.second));
        for near in &mut near {
            near.hit.score = standing(near.hit.score, first) + standing(near.second, second);
        }
        near.sort_by(|a, b| {
            b.hit.score.total_cmp(&a.hit.score).then_with(|| a.hit.clause.cmp(&b.hit.clause))
        });
        Ok(near)
    }

    /// The language of a text: of those in the index, the one it is written in, or else the commonest.
    pub fn language_of(&self, text: &str) -> Language {
        let detected = Language::detect(text);
        let held = |language: Language| {
            let term = Term::from_field_text(self.fields.language, language.code());
            self.searcher.doc_freq(&term).unwrap_or_default()
        };
        let languages = self.analyzers.iter().map(Analyzer::language);
        if detected != Language::Undetermined && held(detected) > 0 {
            return detected;
        }
        languages.max_by_key(|language| held(*language)).unwrap_or(detected)
    }

    /// The terms of a text that say most about it, most telling first.
    fn terms_of(&self, text: &str, language: Language) -> Result<Vec<Telling>, SearchError> {
        let analyzer = Analyzer::new(language);
        let clauses = self.searcher.num_docs() as f32;
        let mut weighed = Vec::new();
        for (term, count) in counted(&analyzer, text) {
            let key = Term::from_field_text(self.fields.own.stems, &term);
            let holders = self.searcher.doc_freq(&key).map_err(SearchError::unreadable)? as f32;
            if holders > 0.0 {
                let repeated = 1.0 + (count as f32).ln();
                let rarity = (1.0 + (clauses - holders + 0.5) / (holders + 0.5)).ln();
                let weight = repeated * idf(clauses, holders);
                weighed.push(Telling { telling: repeated * rarity, repeated, weight, term, key });
            }
        }
        weighed.sort_by(|a, b| b.telling.total_cmp(&a.telling).then_with(|| a.term.cmp(&b.term)));
        weighed.truncate(TERMS);
        Ok(weighed)
    }

    /// What holds any of the terms, without an agreement or a clause.
    fn any_of(&self, terms: &[Telling], without: Option<&Term>) -> BooleanQuery {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for term in terms {
            let query = TermQuery::new(term.key.clone(), IndexRecordOption::WithFreqs);
            parts.push((Occur::Should, Box::new(BoostQuery::new(Box::new(query), term.repeated))));
        }
        let some: Box<dyn Query> = Box::new(BooleanQuery::new(parts));
        BooleanQuery::new(std::iter::once((Occur::Must, some)).chain(without.map(not)).collect())
    }

    /// The cosine of the TF-IDF vectors of an example and a text, and how many terms they share.
    fn cosine(
        &self,
        example: &[Telling],
        language: Language,
        text: &str,
    ) -> Result<(f32, usize), SearchError> {
        let clauses = self.searcher.num_docs() as f32;
        let weights: BTreeMap<&str, f32> =
            example.iter().map(|term| (term.term.as_str(), term.weight)).collect();
        let (mut dot, mut length, mut shared) = (0.0, 0.0, 0);
        for (term, count) in counted(&Analyzer::new(language), text) {
            let key = Term::from_field_text(self.fields.own.stems, &term);
            let holders = self.searcher.doc_freq(&key).map_err(SearchError::unreadable)? as f32;
            let weight = (1.0 + (count as f32).ln()) * idf(clauses, holders);
            length += weight * weight;
            if let Some(other) = weights.get(term.as_str()) {
                dot += weight * other;
                shared += 1;
            }
        }
        let own: f32 = example.iter().map(|term| term.weight * term.weight).sum();
        Ok((dot / (own * length).sqrt().max(f32::MIN_POSITIVE), shared))
    }

    fn like(
        &self,
        text: &str,
        language: Language,
        without: Option<Term>,
        limit: usize,
    ) -> Result<Hits, SearchError> {
        let terms = self.terms_of(text, language)?;
        let shared = terms.iter().map(|term| term.name().to_owned()).collect();
        let marks = vec![(language, vec![Mark { written: false, slots: vec![shared], apart: None }])];
        let query = self.any_of(&terms, without.as_ref());
        self.answer(&query, &Options::from(limit), &Catalogue::default(), &marks)
    }
}

/// Clauses looked at, of which those that are nearest are shown; more change nothing that anybody sees.
const LOOKED_AT: usize = 200;
/// Cosine from which a clause is near, where it shares at least two words.
const FLOOR: f32 = 0.1;
/// Likeness of meaning from which a clause is near.
const MEANS: f32 = 0.45;

/// What clauses are looked for like.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Example<'e> {
    /// Its text.
    pub text: &'e str,
    /// Its language.
    pub language: Language,
    /// The agreement that it is from, whose clauses are left out.
    pub agreement: Option<&'e AgreementId>,
    /// How near clauses are to it in meaning, by a sentence model, from -1 to 1.
    pub meaning: Option<&'e BTreeMap<ClauseId, f32>>,
}

impl<'e> Example<'e> {
    /// A text of no agreement, compared by its words.
    ///
    /// ```
    /// # use crosscut_search::{Example, Index};
    /// # use crosscut_text::{AgreementId, Clause, Eid, Language};
    /// # let folder = tempfile::tempdir()?;
    /// # let clause = |text: &str| Clause {
    /// #     language: Language::English,
    /// #     ..Clause::new(AgreementId::slug("pact"), Eid::new("art_1").unwrap(), text)
    /// # };
    /// let index = Index::build(&folder.path().join("index"), &[clause("Operators report every incident.")])?;
    /// let found = index.near(&Example::new("An operator reported incidents.", Language::English), 10)?;
    /// assert_eq!(found.total, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(text: &'e str, language: Language) -> Self {
        Self { text, language, agreement: None, meaning: None }
    }
}

/// A term of an example.
struct Telling {
    /// What it says about the example: BM25's weight of it.
    telling: f32,
    repeated: f32,
    /// Its weight in the TF-IDF vector.
    weight: f32,
    term: String,
    key: Term,
}

impl Telling {
    /// The stem without its language.
    fn name(&self) -> &str {
        self.term.split_once(':').map_or(&self.term, |(_, name)| name)
    }
}

/// A clause that was looked at.
struct Near {
    hit: crate::Hit,
    /// The likeness of meaning, or the cosine.
    second: f32,
    is_near: bool,
}

/// As the clustering weighs words (Salton and Buckley 1988).
fn idf(clauses: f32, holders: f32) -> f32 {
    ((1.0 + clauses) / (1.0 + holders)).ln() + 1.0
}

/// The terms of a text that carry a topic, tagged with its language, and how often each occurs.
fn counted(analyzer: &Analyzer, text: &str) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    // Numbers of points and paragraphs say nothing about what a clause says.
    let says = |form: &str| form.chars().any(char::is_alphabetic) && !analyzer.is_stop_word(form);
    for word in analyzer.occurrences(text).into_iter().filter(|word| says(&word.form)) {
        *counts.entry(tagged(analyzer.language(), &word.term)).or_default() += 1;
    }
    counts
}

/// Mean and standard deviation.
fn spread(values: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let count = values.clone().count().max(1) as f32;
    let mean = values.clone().sum::<f32>() / count;
    (mean, (values.map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt())
}

/// How many standard deviations a value is above the mean.
fn standing(value: f32, (mean, deviation): (f32, f32)) -> f32 {
    if deviation > 0.0 { (value - mean) / deviation } else { 0.0 }
}

fn not(term: &Term) -> (Occur, Box<dyn Query>) {
    (Occur::MustNot, Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)))
}
