//! How near clauses are to an example: their scores, and the order that these make together.

use crate::schema::tagged;
use crate::{Hit, Index, SearchError};
use crosscut_text::{Analyzer, ClauseId, Language};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tantivy::Term;

/// What the score beside BM25 weighs, in standard deviations of each: the cosine of words, and the likeness of meaning. No
/// hand-tagged set is worse for it than by BM25 alone, nor by the weight that the other sets would choose
/// (`cargo bench --bench search -- --only gold`).
const WORDS: f32 = 0.3;
const MEANING: f32 = 1.0;
/// So many of the first say what is asked for along with the example (pseudo-relevance feedback, Rocchio 1971), and what
/// likeness to them weighs. Without a model too many of the first are wrong for that.
const FIRST: usize = 3;
const LIKE_FIRST: f32 = 0.25;
/// Cosine from which a clause is near, where it shares at least two words: the highest, in steps of .03, that keeps 98 of
/// 100 right clauses among the first ten of the hand-tagged sets (`cargo bench --bench search -- --only gold` shows it).
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

    pub(crate) fn nearness(self) -> Nearness {
        let is_near = self.is_near();
        let Self { hit, bm25, cosine, shared, meaning, vector: _ } = self;
        Nearness { clause: hit.clause, bm25, cosine, shared, meaning, is_near }
    }

    /// The nearest first; of equals the one whose id is first.
    fn order(&self, other: &Self) -> Ordering {
        other.hit.score.total_cmp(&self.hit.score).then_with(|| self.hit.clause.cmp(&other.hit.clause))
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

/// Scores clauses by all that is known of them, and brings the nearest to the front.
pub(crate) fn rank(near: &mut [Near]) {
    let by_meaning = near.iter().any(|one| one.meaning.is_some());
    let (weight, second): (f32, fn(&Near) -> f32) = match by_meaning {
        true => (MEANING, |one| one.meaning.unwrap_or(one.cosine)),
        false => (WORDS, |one| one.cosine),
    };
    let first = standings(near.iter().map(|one| one.bm25).collect());
    let second = standings(near.iter().map(second).collect());
    for (one, (first, second)) in near.iter_mut().zip(first.into_iter().zip(second)) {
        one.hit.score = first + weight * second;
    }
    near.sort_by(Near::order);
    if by_meaning {
        let like_first = standings((0..near.len()).map(|at| like_first(near, at)).collect());
        near.iter_mut().zip(like_first).for_each(|(one, like)| one.hit.score += LIKE_FIRST * like);
        near.sort_by(Near::order);
    }
}

/// The mean likeness of a clause to the first ones, itself left out.
fn like_first(near: &[Near], at: usize) -> f32 {
    let first = near.iter().take(FIRST).enumerate().filter(|(other, _)| *other != at);
    let like: Vec<f32> = first.map(|(_, other)| near[at].vector.beside(&other.vector).0).collect();
    like.iter().sum::<f32>() / like.len().max(1) as f32
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
