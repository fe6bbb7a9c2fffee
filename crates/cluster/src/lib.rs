//! Clauses to candidates: vectors → neighbours across agreements → communities → labels. Pure and deterministic.

use crosscut_text::Clause;

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

/// What a person has decided, as the next run must respect it. Clauses are indices into the clauses given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Confirmed elements: their clauses stay together.
    pub together: Vec<Vec<usize>>,
    /// Pairs that must not be in one candidate.
    pub apart: Vec<(usize, usize)>,
}

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Commitments found in one agreement only, most distinct first.
    pub outliers: Vec<Outlier>,
}

/// A set of clauses proposed as one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Reads like an element's name.
    pub label: String,
    /// Stems written as words, strongest first.
    pub terms: Vec<String>,
    /// Worth of a decision on it, 0 to 1.
    pub score: f32,
    /// Its clauses, most central first.
    pub members: Vec<Member>,
    /// Why it was suggested, in one sentence.
    pub why: String,
}

/// A clause of a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Member {
    /// Index into the clauses given.
    pub clause: usize,
    /// Likeness to the rest of the candidate, 0 to 1.
    pub similarity: f32,
}

/// A commitment found in one agreement only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outlier {
    /// Index into the clauses given.
    pub clause: usize,
    /// Distance from everything in other agreements, 0 to 1.
    pub distinctness: f32,
    /// The nearest clause of another agreement.
    pub nearest: Option<usize>,
}

/// Proposes candidates and outliers. The same input gives the same answer for any number of threads.
pub fn propose(clauses: &[Clause], settings: &Settings, constraints: &Constraints) -> Proposal {
    let _ = (clauses, settings, constraints);
    Proposal::default()
}
