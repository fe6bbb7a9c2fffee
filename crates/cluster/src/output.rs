//! What is found: candidates, outliers, the merge tree, and the clauses that fit an element.

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Proposal {
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Commitments found in one agreement only: those that bind most and are most distinct first.
    pub outliers: Vec<Outlier>,
    /// Everything that is linked, merged pair by pair from the most alike down: the coarse–fine slider.
    pub tree: Vec<Join>,
}

/// A set of clauses proposed as one element.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
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
    /// The confirmed set ([`Constraints::must_link`](crate::Constraints::must_link)) that it holds, with the clauses that fit it.
    pub confirmed: Option<usize>,
    /// Its part of the list.
    pub tier: Tier,
    /// Why it is set aside, where its part is [`Tier::Formal`].
    pub form: Option<Form>,
    /// Chance that its clauses ask something of someone, 0 to 1: their mean.
    pub substance: f32,
    /// Cells that it probably adds to what those before it show, in cells; 0 behind the first part of the list.
    pub adds: f32,
    /// What it asks, in one line: its central clause without what every clause opens with.
    pub asks: String,
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
    /// Its clauses ask nothing of anyone, which a person may see otherwise: set aside, never dropped.
    Formal,
}

/// Why a candidate is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Form {
    /// About the instrument itself, or about meetings and their papers.
    Instrument,
    /// The same sentence in nearly all agreements.
    Recurring,
    /// Nothing in it to decide: a lone name or number, words without a verb.
    Empty,
}

/// Another candidate and how alike it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Near {
    /// Its place in [`Proposal::candidates`].
    pub candidate: usize,
    /// Likeness of the two, 0 to 1.
    pub similarity: f32,
}

/// A clause of a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Outlier {
    /// Index into the clauses given.
    pub clause: usize,
    /// Distance from everything in other agreements, 0 to 1.
    pub distinctness: f32,
    /// The nearest clause of another agreement.
    pub nearest: Option<usize>,
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

/// How the clauses fit an element.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// Clauses that fit at all, best first, each with the chance that it carries the element; confirmed ones come first
    /// with 1.
    pub ranked: Vec<Member>,
    /// How many of them are proposed: the tool's own choice.
    pub cut: usize,
    /// For each agreement with a clause that fits at all, by agreement: its best clause, and the chance that the agreement
    /// holds the element.
    pub cells: Vec<Member>,
}
