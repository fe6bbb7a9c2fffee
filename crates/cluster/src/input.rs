//! What is given: the clauses and what they are compared by, the known elements, the decisions.

use crosscut_text::{Clause, Language};

/// The clauses to compare, and what they are compared by.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Compared<'a> {
    /// The clauses of all agreements, in any order of the agreements; those of one in the order of its text.
    pub clauses: &'a [Clause],
    /// Vectors of a sentence model, used along with the words; without them words alone are compared. A clause without
    /// a vector is compared by words.
    pub vectors: Option<&'a Vectors>,
}

impl<'a> Compared<'a> {
    /// Clauses with the vectors of a sentence model, if there is one.
    pub fn new(clauses: &'a [Clause], vectors: Option<&'a Vectors>) -> Self {
        Self { clauses, vectors }
    }
}

/// How to look for candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// 0 (coarse) to 1 (fine); 0.5 is the default for every set.
    pub granularity: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { granularity: 0.5 }
    }
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
    /// Clauses that a person confirmed: indices into the clauses given.
    pub confirmed: Vec<usize>,
    /// Clauses that a person rejected; they are not ranked.
    pub rejected: Vec<usize>,
}
