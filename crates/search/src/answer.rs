//! What a search takes and gives.

use crosscut_text::{AgreementId, ClauseId, ClauseKind, Span};

/// Which part of the answer is wanted. A number alone means so many hits of every kind and agreement.
///
/// ```
/// use crosscut_search::Options;
/// let mut second_page = Options::from(20);
/// second_page.offset = 20;
/// assert!(second_page.kinds.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How many hits at most.
    pub limit: usize,
    /// How many of the best hits to skip.
    pub offset: usize,
    /// Only clauses of these kinds; of every kind when empty.
    pub kinds: Vec<ClauseKind>,
    /// Only clauses of these agreements; of every agreement when empty.
    pub agreements: Vec<AgreementId>,
}

impl From<usize> for Options {
    fn from(limit: usize) -> Self {
        Self { limit, offset: 0, kinds: Vec::new(), agreements: Vec::new() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::from(10)
    }
}

/// Answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Hits {
    /// How many clauses match.
    pub total: usize,
    /// How many of them hold every word of the query; they come first.
    pub complete: usize,
    /// The best, best first; hits of equal score by clause id.
    pub hits: Vec<Hit>,
    /// Matches in each agreement, most first, then by id.
    pub facets: Vec<(AgreementId, usize)>,
}

/// A clause that matches.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// BM25 score (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75); a match in the heading or lead-in counts half.
    pub score: f32,
    /// Words that match, as ranges of the clause's text; none when only its heading or lead-in matches.
    pub highlights: Vec<Span>,
}
