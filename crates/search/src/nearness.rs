//! How near clauses are to an example: their scores, and the order that these make together.

use crate::schema::tagged;
use crate::{Hit, Index, SearchError};
use crosscut_text::{Analyzer, ClauseId, Language};
use std::collections::BTreeMap;
use tantivy::Term;

/// So many of the first say what is asked for along with the example (pseudo-relevance feedback, Rocchio 1971), the better
/// they stand the more.
const FIRST: usize = 10;

/// What is added to BM25, each measured in standard deviations over the clauses looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix {
    /// How much likeness of meaning weighs, where a model gives one.
    pub meaning: f32,
    /// How much it weighs to be like the first ones by these scores.
    pub first: f32,
}

impl Mix {
    /// What searches use: of the weights that were tried those with which no hand-tagged set is worse than by BM25 alone
    /// (`cargo bench --bench search -- --only gold`). Without a model too many of the first are wrong for more.
    pub fn of(has_meaning: bool) -> Self {
        if has_meaning { Self { meaning: 0.5, first: 0.25 } } else { Self { meaning: 0.0, first: 0.1 } }
    }
}

/// Cosine from which a clause is near, where it shares at least two words: of the right clauses among the first ten of
/// the hand-tagged sets it keeps 94 of 100 (`cargo bench --bench search -- --only gold` shows it).
const FLOOR: f32 = 0.12;
/// Likeness of meaning from which a clause is near.
const MEANS: f32 = 0.45;

/// A clause that was looked at.
pub(crate) struct Near {
    /// Its score is that of all together.
    pub(crate) hit: Hit,
    pub(crate) bm25: f32,
    pub(crate) cosine: f32,
    /// Terms that it shares with the example.
    pub(crate) shared: usize,
    pub(crate) meaning: Option<f32>,
    pub(crate) vector: Vector,
}

impl Near {
    pub(crate) fn is_near(&self) -> bool {
        (self.shared > 1 && self.cosine >= FLOOR) || self.meaning.is_some_and(|near| near >= MEANS)
    }

    fn nearness(&self) -> Nearness {
        let Self { bm25, cosine, shared, meaning, .. } = *self;
        Nearness { clause: self.hit.clause.clone(), bm25, cosine, shared, meaning, is_near: self.is_near() }
    }
}

/// How near a clause is to an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Nearness {
    /// The clause.
    pub clause: ClauseId,
    /// Its BM25 score; 0 where it was looked at for its meaning alone.
    pub bm25: f32,
    /// The cosine of both TF-IDF vectors, from 0 to 1.
    pub cosine: f32,
    /// How many terms both share.
    pub shared: usize,
    /// The likeness of meaning, from -1 to 1, where the example came with one.
    pub meaning: Option<f32>,
    /// Whether it is near enough to be shown.
    pub is_near: bool,
}

/// Clauses that were looked at for an example, to be brought into an order.
pub struct LookedAt(pub(crate) Vec<Near>);

impl LookedAt {
    /// All of them by a mix of scores, the nearest first.
    pub fn ranked(&self, mix: Mix) -> Vec<Nearness> {
        let scores = self.scores(mix);
        self.order(&scores).into_iter().map(|at| self.0[at].nearness()).collect()
    }

    /// The same as hits with their scores.
    pub(crate) fn hits(mut self) -> Vec<Near> {
        let scores = self.scores(Mix::of(self.has_meaning()));
        self.0.iter_mut().zip(scores).for_each(|(one, score)| one.hit.score = score);
        self.0.sort_by(|a, b| {
            b.hit.score.total_cmp(&a.hit.score).then_with(|| a.hit.clause.cmp(&b.hit.clause))
        });
        self.0
    }

    fn has_meaning(&self) -> bool {
        self.0.iter().any(|one| one.meaning.is_some())
    }

    fn scores(&self, mix: Mix) -> Vec<f32> {
        let near = &self.0;
        let mut scores = standings(near.iter().map(|one| one.bm25).collect());
        if self.has_meaning() {
            let meaning = standings(near.iter().map(|one| one.meaning.unwrap_or_default()).collect());
            scores.iter_mut().zip(meaning).for_each(|(score, meaning)| *score += mix.meaning * meaning);
        }
        let first: Vec<usize> = self.order(&scores).into_iter().take(FIRST).collect();
        let best = first.first().map_or(0.0, |at| scores[*at]);
        let first: Vec<(usize, f32)> = first.into_iter().map(|at| (at, (scores[at] - best).exp())).collect();
        let like = standings((0..near.len()).map(|at| self.like(at, &first)).collect());
        scores.iter_mut().zip(like).for_each(|(score, like)| *score += mix.first * like);
        scores
    }

    /// How like a clause is to some others on average, itself left out.
    fn like(&self, at: usize, others: &[(usize, f32)]) -> f32 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (other, weight) in others.iter().filter(|(other, _)| *other != at) {
            sum += weight * self.0[at].vector.beside(&self.0[*other].vector).0;
            total += weight;
        }
        if total > 0.0 { sum / total } else { 0.0 }
    }

    /// The places of the clauses, those with the best scores first; of equals the one whose id is first.
    fn order(&self, scores: &[f32]) -> Vec<usize> {
        let id = |at: usize| &self.0[at].hit.clause;
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then_with(|| id(a).cmp(id(b))));
        order
    }
}

/// Values as standard deviations above their mean; 0 where all are the same.
fn standings(values: Vec<f32>) -> Vec<f32> {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt();
    let standing = |value: f32| if deviation > 0.0 { (value - mean) / deviation } else { 0.0 };
    values.into_iter().map(standing).collect()
}

/// What a text says: its terms with what each weighs, sorted, of length 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vector(Vec<(String, f32)>);

impl Vector {
    /// Of terms and what they weigh.
    pub(crate) fn of(weighed: impl Iterator<Item = (String, f32)>) -> Self {
        let mut terms: Vec<(String, f32)> = weighed.collect();
        terms.sort_by(|a, b| a.0.cmp(&b.0));
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        terms.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
        Self(terms)
    }

    /// The cosine to another, and how many terms they share.
    pub(crate) fn beside(&self, other: &Self) -> (f32, usize) {
        let (mut cosine, mut shared) = (0.0, 0);
        let mut others = other.0.iter().peekable();
        for (term, weight) in &self.0 {
            while others.next_if(|(other, _)| other < term).is_some() {}
            if let Some((_, other)) = others.next_if(|(other, _)| other == term) {
                cosine += weight * other;
                shared += 1;
            }
        }
        (cosine, shared)
    }
}

/// Makes vectors of texts as the clustering weighs words (Salton and Buckley 1988). Keeps from one text to the next how many
/// clauses hold a term.
pub(crate) struct Vectors<'i> {
    index: &'i Index,
    analyzers: BTreeMap<Language, Analyzer>,
    holders: BTreeMap<String, f32>,
}

impl<'i> Vectors<'i> {
    pub(crate) fn over(index: &'i Index) -> Self {
        Self { index, analyzers: BTreeMap::new(), holders: BTreeMap::new() }
    }

    /// The vector of a text.
    pub(crate) fn of(&mut self, text: &str, language: Language) -> Result<Vector, SearchError> {
        let clauses = self.index.clauses() as f32;
        let analyzer = self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
        let mut weighed = Vec::new();
        for (term, count) in counted(analyzer, text) {
            let holders = match self.holders.get(&term) {
                Some(holders) => *holders,
                None => {
                    let key = Term::from_field_text(self.index.fields.own.stems, &term);
                    let held = self.index.searcher.doc_freq(&key).map_err(SearchError::unreadable)? as f32;
                    self.holders.insert(term.clone(), held);
                    held
                }
            };
            weighed.push((term, weight(count, clauses, holders)));
        }
        Ok(Vector::of(weighed.into_iter()))
    }
}

/// What a term weighs that occurs so often in a text and in so many of the clauses.
pub(crate) fn weight(count: u32, clauses: f32, holders: f32) -> f32 {
    (1.0 + (count as f32).ln()) * (((1.0 + clauses) / (1.0 + holders)).ln() + 1.0)
}

/// The terms of a text that carry a topic, tagged with its language, and how often each occurs.
pub(crate) fn counted(analyzer: &Analyzer, text: &str) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    // Numbers of points and paragraphs say nothing about what a clause says.
    let says = |form: &str| form.chars().any(char::is_alphabetic) && !analyzer.is_stop_word(form);
    for word in analyzer.occurrences(text).into_iter().filter(|word| says(&word.form)) {
        *counts.entry(tagged(analyzer.language(), &word.term)).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_meet_in_the_terms_that_they_share() {
        let vector = |terms: &[(&str, f32)]| {
            Vector::of(terms.iter().map(|(term, weight)| ((*term).to_owned(), *weight)))
        };
        let (a, b) = (vector(&[("keys", 3.0), ("safe", 4.0)]), vector(&[("boat", 4.0), ("safe", 3.0)]));
        let (cosine, shared) = a.beside(&b);
        assert!((cosine - 0.8 * 0.6).abs() < 1e-6, "{cosine}");
        assert_eq!((shared, a.beside(&Vector::default())), (1, (0.0, 0)));
        assert!((a.beside(&a).0 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn standings_have_mean_0_and_deviation_1() {
        assert_eq!(standings(vec![1.0, 3.0]), [-1.0, 1.0]);
        assert_eq!(standings(vec![2.0, 2.0]), [0.0, 0.0]);
        assert!(standings(Vec::new()).is_empty());
    }
}
