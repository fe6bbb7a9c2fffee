//! Query by example: clauses like a text.

use crate::compile::Mark;
use crate::highlight::highlights;
use crate::nearness::{LookedAt, Near, Vector, Vectors, counted, weight};
use crate::{Catalogue, Hit, Hits, Index, Options, SearchError};
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

    /// The clauses nearest to an example, the best of each agreement first. They are ranked by BM25, where a model gives
    /// one by the likeness of meaning, and by how like they are to the first ones by these, each measured by its spread over
    /// the clauses looked at. Clauses that share next to nothing with the example are left out.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn near(&self, example: &Example<'_>, limit: usize) -> Result<Hits, SearchError> {
        SearchError::caught(|| self.nearest_to(example, limit))
    }

    fn nearest_to(&self, example: &Example<'_>, limit: usize) -> Result<Hits, SearchError> {
        let mut ranked = self.look_at(example, limit)?.hits();
        let found = ranked.len();
        ranked.retain(Near::is_near);
        let mut facets: BTreeMap<AgreementId, usize> = BTreeMap::new();
        for near in &ranked {
            *facets.entry(near.hit.agreement.clone()).or_default() += 1;
        }
        let mut seen = BTreeSet::new();
        let (best, rest): (Vec<Near>, Vec<Near>) =
            ranked.into_iter().partition(|near| seen.insert(near.hit.agreement.clone()));
        let total = best.len() + rest.len();
        let terms = self.terms_of(example.text, example.language)?;
        let marks = shared_words(&terms);
        let shown = best.into_iter().chain(rest).take(limit).map(|near| near.hit);
        let hits = shown.map(|hit| self.marked(hit, example.language, &marks)).collect();
        let mut notes = Vec::new();
        if total == 0 {
            let seen =
                if terms.is_empty() && counted(&Analyzer::new(example.language), example.text).is_empty() {
                    "it has no word that says what it is about"
                } else if found == 0 {
                    "no clause shares a word with it"
                } else {
                    "others share a word or two at most"
                };
            notes.push(format!("nothing is near the example: {seen}"));
        }
        let facets = facets.into_iter().collect();
        Ok(Hits { total, complete: total, hits, facets, notes, ..Hits::default() })
    }

    /// All clauses that are looked at to show `limit` of them: what [`Index::near`] shows is the nearest of these.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn looked_at(&self, example: &Example<'_>, limit: usize) -> Result<LookedAt, SearchError> {
        SearchError::caught(|| self.look_at(example, limit))
    }

    fn look_at(&self, example: &Example<'_>, limit: usize) -> Result<LookedAt, SearchError> {
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
        let (mut near, mut vectors) = (Vec::new(), Vectors::over(self));
        let own = Vector::of(terms.iter().map(|term| (term.term.clone(), term.weight)));
        for (address, score) in found {
            let hit = self.hit(score, address, &[])?;
            let vector = vectors.of(&hit.text, hit.language)?;
            let (cosine, shared) = vector.beside(&own);
            let meaning = example.meaning.and_then(|meaning| meaning.get(&hit.clause).copied());
            near.push(Near { bm25: score, cosine, shared, meaning, vector, hit });
        }
        Ok(LookedAt(near))
    }

    /// A hit with the words marked that it shares with an example, where both are of one language.
    fn marked(&self, hit: Hit, language: Language, marks: &[Mark]) -> Hit {
        let analyzer =
            self.analyzers.iter().find(|one| one.language() == language && hit.language == language);
        let highlights = analyzer.map(|analyzer| highlights(marks, analyzer, &hit.text)).unwrap_or_default();
        Hit { highlights, ..hit }
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
                let weight = weight(count, clauses, holders);
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

    fn like(
        &self,
        text: &str,
        language: Language,
        without: Option<Term>,
        limit: usize,
    ) -> Result<Hits, SearchError> {
        let terms = self.terms_of(text, language)?;
        let marks = vec![(language, shared_words(&terms))];
        let query = self.any_of(&terms, without.as_ref());
        self.answer(&query, &Options::from(limit), &Catalogue::default(), &marks)
    }
}

/// Clauses looked at, of which those that are nearest are shown; more change nothing that anybody sees.
const LOOKED_AT: usize = 200;
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

/// What marks the words of an example.
fn shared_words(terms: &[Telling]) -> Vec<Mark> {
    let slot = terms.iter().map(|term| term.name().to_owned()).collect();
    vec![Mark { written: false, slots: vec![slot], apart: None }]
}

fn not(term: &Term) -> (Occur, Box<dyn Query>) {
    (Occur::MustNot, Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nearness::Mix;
    use crosscut_text::Eid;

    /// Clauses of as many agreements.
    fn index(texts: &[&str]) -> (tempfile::TempDir, Index, Vec<Clause>) {
        let clause = |(number, text): (usize, &&str)| {
            let agreement = AgreementId::slug(&format!("pact {number}"));
            Clause {
                language: Language::English,
                ..Clause::new(agreement, Eid::new("art_1").unwrap(), *text)
            }
        };
        let clauses: Vec<Clause> = texts.iter().enumerate().map(clause).collect();
        let folder = tempfile::tempdir().unwrap();
        let index = Index::build(&folder.path().join("index"), &clauses).unwrap();
        (folder, index, clauses)
    }

    const TEXTS: [&str; 6] = [
        "Operators report every incident to the authority.",
        "Operators report an incident at once.",
        "The authority is told of breaches by those who run a service.",
        "Every operator is a member of the council.",
        "Fees are paid in spring.",
        "The harbour is closed at night.",
    ];

    /// An embedder that we make up: how near each clause is in meaning to the first.
    fn meaning(clauses: &[Clause], near: [f32; 6]) -> BTreeMap<ClauseId, f32> {
        clauses.iter().map(|clause| clause.id.clone()).zip(near).collect()
    }

    /// By hand: each score less its mean and divided by its standard deviation.
    fn z(values: Vec<f64>) -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / values.len() as f64;
        values.iter().map(|v| (v - mean) / variance.sqrt()).collect()
    }

    #[test]
    fn scores_count_by_their_spread() {
        let (_folder, index, clauses) = index(&TEXTS);
        let near = meaning(&clauses, [1.0, 0.2, 0.9, 0.1, 0.05, 0.6]);
        let mut example = Example::new(TEXTS[0], Language::English);
        example.agreement = Some(&clauses[0].agreement);
        let plain = index.similar_elsewhere(&clauses[0], 10).unwrap().hits;
        let bm25 = |id: &ClauseId| plain.iter().find(|hit| hit.clause == *id).map_or(0.0, |hit| hit.score);
        for (meaning, first) in [(None, 0.1), (Some(&near), 0.25)] {
            example.meaning = meaning;
            let looked_at = index.looked_at(&example, 10).unwrap();
            let ids: Vec<ClauseId> = looked_at.0.iter().map(|one| one.hit.clause.clone()).collect();
            let mut scores = z(ids.iter().map(|id| f64::from(bm25(id))).collect());
            if let Some(near) = meaning {
                let second = z(ids.iter().map(|id| f64::from(near[id])).collect());
                scores.iter_mut().zip(second).for_each(|(score, second)| *score += 0.5 * second);
            }
            // Fewer than ten were looked at: all of them are the first ones.
            let best = scores.iter().copied().fold(f64::MIN, f64::max);
            let like = |at: usize| {
                let others: Vec<usize> = (0..ids.len()).filter(|other| *other != at).collect();
                let weight = |other: usize| (scores[other] - best).exp();
                let cosine = |other: usize| looked_at.0[at].vector.beside(&looked_at.0[other].vector).0;
                let sum: f64 = others.iter().map(|&other| weight(other) * f64::from(cosine(other))).sum();
                sum / others.iter().map(|&other| weight(other)).sum::<f64>()
            };
            let like = z((0..ids.len()).map(like).collect());
            let mut expected: Vec<(f64, &ClauseId)> =
                scores.iter().zip(like).map(|(score, like)| score + first * like).zip(&ids).collect();
            expected.sort_by(|a, b| b.0.total_cmp(&a.0));
            let ranked = looked_at.ranked(Mix::of(meaning.is_some()));
            let order: Vec<&ClauseId> = ranked.iter().map(|one| &one.clause).collect();
            assert_eq!(order, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
            let shown = index.near(&example, 10).unwrap();
            assert!(!shown.hits.is_empty());
            for hit in shown.hits {
                let (score, _) = expected.iter().find(|(_, id)| **id == hit.clause).unwrap();
                assert!((f64::from(hit.score) - score).abs() < 1e-4, "{} {score}", hit.score);
            }
        }
    }

    #[test]
    fn meaning_finds_what_shares_no_word() {
        let (_folder, index, clauses) = index(&TEXTS);
        let mut example = Example::new(TEXTS[0], Language::English);
        example.agreement = Some(&clauses[0].agreement);
        let words: Vec<ClauseId> =
            index.near(&example, 10).unwrap().hits.into_iter().map(|hit| hit.clause).collect();
        assert_eq!(words.first(), Some(&clauses[1].id));
        assert!(!words.contains(&clauses[5].id), "it shares no word");
        let near = meaning(&clauses, [1.0, 0.0, 0.0, 0.0, 0.0, 0.9]);
        example.meaning = Some(&near);
        let found: Vec<ClauseId> =
            index.near(&example, 10).unwrap().hits.into_iter().map(|hit| hit.clause).collect();
        assert!(found.contains(&clauses[5].id), "{found:?}");
        // A model that knows nothing of it changes nothing.
        let none = BTreeMap::new();
        example.meaning = Some(&none);
        let as_before: Vec<ClauseId> =
            index.near(&example, 10).unwrap().hits.into_iter().map(|hit| hit.clause).collect();
        assert_eq!(as_before, words);
    }

    #[test]
    fn far_ones_are_left_out_and_it_is_said() {
        let (_folder, index, _) = index(&TEXTS);
        let far = index.near(&Example::new("Penguins sleep upright.", Language::English), 10).unwrap();
        assert!(far.hits.is_empty() && far.notes[0].contains("no clause shares a word"), "{:?}", far.notes);
        let one = index.near(&Example::new("Penguins visit the harbour.", Language::English), 10).unwrap();
        assert!(one.hits.is_empty() && one.notes[0].contains("a word or two"), "{:?}", one.notes);
    }
}
