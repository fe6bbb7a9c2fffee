//! Clauses to candidates: vectors → neighbours across agreements → communities → labels. Pure and deterministic.

mod boilerplate;
mod bounds;
mod codebook;
mod community;
mod context;
mod corpus;
mod dense;
mod draft;
mod fold;
mod grammar;
mod hits;
mod label;
mod letters;
mod linkage;
mod lsa;
mod meaning;
mod outlier;
mod profile;
mod propose;
mod rank;
mod regroup;
mod space;
mod sparse;
#[cfg(test)]
mod testing;
mod trim;
mod words;

use crosscut_text::{Clause, Language};

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
    /// Commitments found in one agreement only: those that bind most and are most distinct first.
    pub outliers: Vec<Outlier>,
    /// Everything that is linked, merged pair by pair from the most alike down: the coarse–fine slider.
    pub tree: Vec<Join>,
}

/// Two groups of clauses that become one. A group is named after one of its clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Join {
    /// A clause of one group: index into the clauses given.
    pub a: usize,
    /// A clause of the other group.
    pub b: usize,
    /// Mean likeness between the groups, missing links counted as 0; never rises along the tree, 0 to 1.
    pub height: f32,
}

/// A set of clauses proposed as one element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Reads like an element's name.
    pub label: String,
    /// Words that its clauses share, as they are written, strongest first.
    pub terms: Vec<String>,
    /// Chance that most of its clauses are about one element, 0 to 1.
    pub score: f32,
    /// Its clauses, most central first.
    pub members: Vec<Member>,
    /// How many agreements its clauses come from.
    pub agreements: usize,
    /// The confirmed set ([`Constraints::together`]) that it holds, with the clauses that fit it.
    pub confirmed: Option<usize>,
    /// Where in the list it stands.
    pub tier: Tier,
    /// The most alike other candidate that shares no clause with it.
    pub nearest: Option<Near>,
    /// Why it was suggested, in one sentence.
    pub why: String,
}

/// The parts of the list of candidates, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Worth a decision: it probably shows cells that none before it does.
    #[default]
    Listed,
    /// Behind: less sure, or another view of what is listed.
    Further,
    /// At least half of its clauses are definitions, final clauses or formulas, which every agreement of its kind has.
    Formal,
}

/// Another candidate and how alike it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Near {
    /// Its place in [`Proposal::candidates`].
    pub candidate: usize,
    /// Likeness of the two, 0 to 1.
    pub similarity: f32,
}

/// A clause of a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Member {
    /// Index into the clauses given.
    pub clause: usize,
    /// Likeness to the rest of the candidate, 0 to 1; halved where it is not the clause's main candidate, so that
    /// a clause's highest likeness names its main candidate.
    pub similarity: f32,
    /// The member of the candidate before it that says the same, word for word: the two are read as one.
    pub same_as: Option<usize>,
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

/// How the clauses fit an element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    /// Clauses that fit at all, best first, each with the chance that it carries the element; confirmed ones come first
    /// with 1.
    pub ranked: Vec<Member>,
    /// How many of them are proposed: the tool's own choice.
    pub cut: usize,
}

/// Ranks the clauses for each element of a codebook, from its definition alone or with confirmed clauses beside it.
pub fn match_codebook(clauses: &[Clause], elements: &[Element]) -> Vec<Match> {
    codebook::match_codebook(clauses, None, elements)
}

/// As [`match_codebook`], with the vectors of a sentence model of the clauses beside the words.
pub fn match_codebook_with(clauses: &[Clause], vectors: &Vectors, elements: &[Element]) -> Vec<Match> {
    codebook::match_codebook(clauses, Some(vectors), elements)
}

/// Cuts the merge tree of a proposal over the same clauses: coarser or finer groups without looking for neighbours again.
/// `granularity` goes from 0 (coarse) to 1 (fine). Every clause is in one group at most, so decisions and
/// several memberships do not show.
pub fn regroup(clauses: &[Clause], tree: &[Join], granularity: f32) -> Vec<Candidate> {
    regroup::regroup(clauses, tree, granularity)
}

/// Proposes candidates and outliers. The same input gives the same answer for any number of threads.
pub fn propose(clauses: &[Clause], settings: &Settings, constraints: &Constraints) -> Proposal {
    propose::propose(clauses, None, settings, constraints)
}

/// For every clause the most alike clause of each other agreement, best first: what candidates are made of. Clauses
/// that are not compared (headings, notes, signatures) have none.
pub fn counterparts(clauses: &[Clause], vectors: Option<&Vectors>) -> Vec<Vec<Member>> {
    propose::counterparts(clauses, vectors)
}

/// As [`propose`], with the vectors of a sentence model beside the words; where the model knows several languages, they
/// alone compare clauses of different ones. Clauses without a vector are compared as without a model.
pub fn propose_with(
    clauses: &[Clause],
    vectors: &Vectors,
    settings: &Settings,
    constraints: &Constraints,
) -> Proposal {
    propose::propose(clauses, Some(vectors), settings, constraints)
}
