//! What is given: the clauses and what they are compared by, the known elements, the decisions.

use crate::params::Params;
use crate::{Chances, Weights};
use crosscut_text::{AgreementId, Clause, Language};

/// The clauses to compare, and what they are compared by.
///
/// ```
/// use crosscut_cluster::{Compared, Params, Vectors};
/// # use crosscut_text::{AgreementId, Clause, Eid};
/// let clauses = [Clause::new(AgreementId::slug("pact"), Eid::new("art_1").unwrap(), "Keys are kept safe.")];
/// let words_alone = Compared::new(&clauses, None);
/// let vectors = Vectors { width: 2, values: vec![0.6, 0.8], language: None };
/// let with_a_model = Compared::new(&clauses, Some(&vectors));
/// // A measurement may try other numbers than the fitted ones.
/// let mut params = Params::default();
/// params.hits.floor = 0.2;
/// assert_eq!(words_alone.with_params(&params).params.hits.floor, 0.2);
/// # assert!(with_a_model.vectors.is_some());
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Compared<'a> {
    /// The clauses of all agreements, in any order of the agreements; those of one in the order of its text.
    pub clauses: &'a [Clause],
    /// Vectors of a sentence model, used along with the words; without them words alone are compared. A clause without
    /// a vector is compared by words.
    pub vectors: Option<&'a Vectors>,
    /// The tuned numbers.
    pub params: &'a Params,
    /// What tells demands from what an instrument says of itself.
    pub weights: &'a Weights,
    /// What the chances of guided search go by.
    pub chances: &'a Chances,
    /// Neighbours that other processes found.
    pub(crate) neighbourhood: Option<&'a Neighbourhood>,
}

impl<'a> Compared<'a> {
    /// Clauses with the vectors of a sentence model, if there is one.
    pub fn new(clauses: &'a [Clause], vectors: Option<&'a Vectors>) -> Self {
        Self {
            clauses,
            vectors,
            params: &Params::FITTED,
            weights: Weights::shipped(),
            chances: Chances::shipped(),
            neighbourhood: None,
        }
    }

    /// The same with neighbours that were found before, over the same clauses and vectors: they are not looked for again.
    #[must_use]
    pub fn with_neighbourhood(self, neighbourhood: &'a Neighbourhood) -> Self {
        Self { neighbourhood: Some(neighbourhood), ..self }
    }

    /// The same with other tuned numbers, to measure what they do.
    #[must_use]
    pub fn with_params(self, params: &'a Params) -> Self {
        Self { params, ..self }
    }

    /// The same with other chances of guided search, to measure them on what they were not trained on.
    #[must_use]
    pub fn with_chances(self, chances: &'a Chances) -> Self {
        Self { chances, ..self }
    }

    /// The same with other weights of the form model, to measure it on what it was not trained on.
    #[must_use]
    pub fn with_weights(self, weights: &'a Weights) -> Self {
        Self { weights, ..self }
    }
}

/// How to look for candidates.
///
/// ```
/// let mut settings = crosscut_cluster::Settings::default();
/// settings.granularity = 0.25; // fewer, broader candidates
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// 0 (coarse) to 1 (fine); 0.5 is the default for every set.
    pub granularity: f32,
    /// Whether sets that ask nothing of anyone are set aside.
    pub set_form_aside: bool,
    /// Whether sets whose clauses are surely about the same thing come first, at the price of cells: for few agreements.
    pub sure_first: bool,
    /// Pairs of agreements that are two, although they are nearly the same text: what both hold counts for both.
    pub distinct: Vec<[AgreementId; 2]>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { granularity: 0.5, set_form_aside: true, sure_first: false, distinct: Vec::new() }
    }
}

/// The neighbours of all clauses, found by processes that shared the work: see [`crate::Joining`].
#[derive(Clone, Debug, Default)]
pub struct Neighbourhood {
    /// Of each compared clause, each with the part of the likeness that words make.
    pub(crate) near: Vec<Vec<(u32, f32)>>,
}

/// Vectors of a sentence model, one for each clause given; all of the same width, in one row-major list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vectors {
    /// Numbers in a vector.
    pub width: usize,
    /// The vectors one after another: `width` numbers for each clause.
    pub values: Vec<f32>,
    /// The only language that the model knows; `None` where it puts several into one space.
    pub language: Option<Language>,
}

/// What people have decided, as the next proposal must respect it. Clauses are indices into the clauses given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Confirmed elements: the clauses of each end up in one candidate.
    pub must_link: Vec<Vec<usize>>,
    /// Pairs that are never in one candidate.
    pub cannot_link: Vec<(usize, usize)>,
}

/// A known element: what is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// What a clause must say to carry it.
    pub definition: String,
    /// Phrases and example texts.
    pub phrases: Vec<String>,
    /// What the sentence model makes of [`Self::texts`], a vector each; empty where there is no model.
    pub vectors: Vec<Vec<f32>>,
    /// Clauses that a person confirmed: indices into the clauses given.
    pub confirmed: Vec<usize>,
    /// Clauses that a person rejected; they are not ranked.
    pub rejected: Vec<usize>,
}

impl Element {
    /// What a sentence model reads of it: what it means, then its phrases.
    ///
    /// ```
    /// let element = crosscut_cluster::Element { name: "Keys".into(), ..Default::default() };
    /// assert_eq!(element.texts(), ["Keys"]);
    /// ```
    pub fn texts(&self) -> Vec<String> {
        let means = match self.definition.trim() {
            "" => self.name.clone(),
            definition if definition == self.name => self.name.clone(),
            definition => format!("{}. {definition}", self.name),
        };
        std::iter::once(means).chain(self.phrases.iter().cloned()).collect()
    }
}
