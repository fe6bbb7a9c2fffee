//! Likeness beyond shared words: vectors of a sentence model where there is one, and what languages are compared by.

use crate::Vectors;
use crate::corpus::Corpus;
use crate::dense::{Dense, dot};
use crate::letters::Letters;
use crate::params::Model;
use crosscut_text::Language;
use std::collections::{BTreeMap, BTreeSet};

/// What clauses are compared by other than their words.
pub(crate) struct Meaning {
    /// Number of each node's language.
    tongue: Vec<u8>,
    /// How many languages there are.
    pub(crate) tongues: usize,
    /// Where a dense row's model part begins; `None` without a model.
    pub(crate) model: Option<usize>,
    /// Letters of each node, where there are several languages and no model that knows them.
    pub(crate) letters: Option<Letters>,
    params: Model,
}

impl Meaning {
    /// Of the nodes of a corpus; `latent` gets the model's numbers behind its own.
    pub(crate) fn of(corpus: &Corpus, vectors: Option<&Vectors>, latent: &mut Dense) -> Self {
        let (tongue, known) = tongues(corpus);
        let vectors = vectors.filter(|vectors| vectors.width > 0 && !vectors.values.is_empty());
        let only = vectors.and_then(|vectors| vectors.language);
        let across = vectors.is_some() && only.is_none();
        let letters = (known.len() > 1 && !across).then(|| Letters::of(corpus));
        let model = vectors.map(|vectors| {
            let reads = |tongue: u8| {
                known.get(usize::from(tongue)).is_none_or(|&l| only.is_none_or(|only| only == l))
            };
            let model = centred(corpus, &tongue, vectors, reads);
            let at = latent.width;
            *latent = side_by_side(latent, &model, corpus.params.model.share);
            at
        });
        Self { tongue, tongues: known.len(), model, letters, params: corpus.params.model.clone() }
    }

    /// Whether two nodes are in different languages.
    pub(crate) fn foreign(&self, a: u32, b: u32) -> bool {
        self.tongues > 1 && self.tongue[a as usize] != self.tongue[b as usize]
    }

    /// Likeness of two nodes of different languages.
    pub(crate) fn across(&self, dense: &Dense, a: u32, b: u32) -> f32 {
        match &self.letters {
            Some(letters) => (self.params.letters * letters.likeness(a, b)).min(1.0),
            None => self.params.foreign / self.params.share * self.modelled(dense, a, b),
        }
    }

    /// What the model adds to the likeness of two nodes.
    pub(crate) fn modelled(&self, dense: &Dense, a: u32, b: u32) -> f32 {
        self.model.map_or(0.0, |at| dot(&dense.row(a as usize)[at..], &dense.row(b as usize)[at..]))
    }
}

/// Numbers of the nodes' languages, and these languages. Only what some agreement is mainly written in counts: a
/// quotation, or a clause whose language was misdetected, adds no language.
fn tongues(corpus: &Corpus) -> (Vec<u8>, Vec<Language>) {
    let mut bytes: BTreeMap<(u32, Language), usize> = BTreeMap::new();
    for node in 0..corpus.len() {
        *bytes.entry((corpus.agreement[node], corpus.language[node])).or_default() +=
            corpus.clauses[node].text.len();
    }
    let mut main: BTreeMap<u32, (usize, Language)> = BTreeMap::new();
    for ((agreement, language), count) in bytes {
        let best = main.entry(agreement).or_insert((count, language));
        if count > best.0 {
            *best = (count, language);
        }
    }
    let known: BTreeSet<Language> =
        main.values().map(|best| best.1).filter(|&language| language != Language::Undetermined).collect();
    let known: Vec<Language> = known.into_iter().collect();
    let place = |language: Language| known.iter().position(|&one| one == language);
    let of = |node: usize| {
        let own = place(corpus.language[node]);
        own.or_else(|| place(main[&corpus.agreement[node]].1)).unwrap_or_default() as u8
    };
    ((0..corpus.len()).map(of).collect(), known)
}

/// The model's vectors of the nodes without the mean of their language, of length 1: what all clauses have in common,
/// and what a language adds, says nothing about likeness. Zeros in a language that the model cannot read.
fn centred(corpus: &Corpus, tongue: &[u8], vectors: &Vectors, reads: impl Fn(u8) -> bool) -> Dense {
    let width = vectors.width;
    let mut rows = Dense::zeros(corpus.len(), width);
    for ((row, &given), &tongue) in rows.values.chunks_exact_mut(width).zip(&corpus.given).zip(tongue) {
        let vector = vectors.values.get(given * width..(given + 1) * width);
        if let Some(vector) = vector.filter(|_| reads(tongue)) {
            row.copy_from_slice(vector);
        }
    }
    let mut means: BTreeMap<u8, (f32, Vec<f32>)> = BTreeMap::new();
    for (row, &tongue) in rows.values.chunks_exact(width).zip(tongue) {
        let (count, mean) = means.entry(tongue).or_insert_with(|| (0.0, vec![0.0; width]));
        *count += 1.0;
        mean.iter_mut().zip(row).for_each(|(m, x)| *m += x);
    }
    for (row, tongue) in rows.values.chunks_exact_mut(width).zip(tongue) {
        let (count, mean) = &means[tongue];
        row.iter_mut().zip(mean).for_each(|(x, m)| *x -= m / count);
    }
    rows.normalise();
    rows
}

/// Two matrices side by side, so that the dot product is the weighted sum of both, and of two nodes without a model
/// vector that of their own rows.
fn side_by_side(own: &Dense, model: &Dense, share: f32) -> Dense {
    let (own_share, model_share) = ((1.0 - share).sqrt(), share.sqrt());
    let mut both = Dense::zeros(model.len(), own.width + model.width);
    for (row, target) in both.values.chunks_exact_mut(own.width + model.width).enumerate() {
        let (left, right) = target.split_at_mut(own.width);
        if model.row(row).iter().all(|&x| x == 0.0) {
            left.copy_from_slice(own.row(row));
            continue;
        }
        left.iter_mut().zip(own.row(row)).for_each(|(t, x)| *t = own_share * x);
        right.iter_mut().zip(model.row(row)).for_each(|(t, x)| *t = model_share * x);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clauses;
    use crate::{Compared, Member, counterparts};
    use crosscut_text::Clause;

    /// Two agreements in English and two in French, whose second says the same in letters that differ.
    fn four() -> Vec<Clause> {
        let mut clauses = clauses(&[
            ("a", "Each Party shall report serious incidents to the national authority without delay."),
            ("a", "The Parties teach pupils how to keep passwords safe."),
            ("b", "Serious incidents are reported to the authority by each Party."),
            ("b", "Pupils are taught to keep their passwords safe."),
            ("c", "Chaque Partie signale sans retard tout incident grave à son autorité nationale."),
            ("c", "On apprend aux enfants à bien garder un mot de passe."),
            ("d", "Tout incident grave est signalé sans retard à une autorité nationale."),
            ("d", "Les enfants apprennent comment garder un mot de passe."),
        ]);
        clauses[4..].iter_mut().for_each(|clause| clause.language = Language::French);
        clauses
    }

    /// A model that takes the clauses of each agreement crosswise for alike.
    fn crosswise(language: Option<Language>) -> Vectors {
        let one = |place: usize| if [0, 3, 5, 6].contains(&place) { [1.0, 0.0] } else { [0.0, 1.0] };
        Vectors { width: 2, values: (0..8).flat_map(one).collect(), language }
    }

    fn within(found: &[Vec<Member>], foreign: bool) -> Vec<Vec<Member>> {
        let french = |clause: usize| clause >= 4;
        let keep = |(from, hits): (usize, &Vec<Member>)| {
            let kept = hits.iter().filter(|hit| (french(from) != french(hit.clause)) == foreign);
            kept.cloned().collect()
        };
        found.iter().enumerate().map(keep).collect()
    }

    #[test]
    fn a_model_of_one_language_says_nothing_of_others() {
        let clauses = four();
        let none = counterparts(Compared::new(&clauses, None));
        let english = counterparts(Compared::new(&clauses, Some(&crosswise(Some(Language::English)))));
        let all = counterparts(Compared::new(&clauses, Some(&crosswise(None))));
        assert_eq!(within(&english, false)[4..], within(&none, false)[4..], "French as without a model");
        assert_ne!(within(&english, false)[..4], within(&none, false)[..4], "English by the model");
        assert_ne!(within(&all, false)[4..], within(&none, false)[4..], "a model of all changes both");
        let partners = |found: &[Vec<Member>]| -> Vec<Vec<usize>> {
            within(found, true).iter().map(|hits| hits.iter().map(|hit| hit.clause).collect()).collect()
        };
        assert_eq!(partners(&english), partners(&none), "between languages by letters");
        assert_ne!(partners(&all), partners(&none));
    }
}
