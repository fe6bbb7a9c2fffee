//! What a search takes and gives.

use crosscut_text::{AgreementId, ClauseId, ClauseKind, Language, Span, Strength};

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
    /// How many of the first hits to skip.
    pub offset: usize,
    /// Only clauses of these kinds; of every kind when empty.
    pub kinds: Vec<ClauseKind>,
    /// Only clauses of these agreements; of every agreement when empty.
    pub agreements: Vec<AgreementId>,
    /// Whether a clause with some of the words side by side is enough, even where others have them all.
    pub any: bool,
    /// The order of the hits.
    pub sort: Sort,
    /// By what matches are counted beside agreements.
    pub facets: Vec<Facet>,
    /// Whether all matches are counted, in all and by agreement. Without it the best hits are found faster.
    pub count: bool,
}

impl From<usize> for Options {
    fn from(limit: usize) -> Self {
        Self {
            limit,
            offset: 0,
            kinds: Vec::new(),
            agreements: Vec::new(),
            any: false,
            sort: Sort::Score,
            facets: Vec::new(),
            count: true,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::from(10)
    }
}

/// The order of hits. Within it they are in the order of the clauses' ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// By agreement, then best first.
    Agreement,
    /// Oldest agreement first; those without a year last.
    Year,
    /// By agreement, then as the text runs.
    Position,
}

/// By what matches are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// Agreement.
    Agreement,
    /// Kind of clause.
    Kind,
    /// How strongly the clause binds.
    Strength,
    /// Language of the clause.
    Language,
}

/// Answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Hits {
    /// How many clauses match.
    pub total: usize,
    /// How many of them hold every word of the query.
    pub complete: usize,
    /// How many more hold some of the words; they are found with [`Options::any`].
    pub partial: usize,
    /// The hits that were asked for, in the order that was asked for.
    pub hits: Vec<Hit>,
    /// Matches in each agreement, most first, then by id.
    pub facets: Vec<(AgreementId, usize)>,
    /// Matches by what [`Options::facets`] asked for, most first, then by name.
    pub counts: Vec<(Facet, Vec<(String, usize)>)>,
    /// What the reader should know: words that were added, signs that were left out, nearest words where nothing matches.
    pub notes: Vec<String>,
    /// How the query was read, a line a part.
    pub explained: String,
}

/// A clause that matches.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Where it is there, for people.
    pub locator: String,
    /// Its first page, where it has pages.
    pub page: Option<u64>,
    /// What it is.
    pub kind: ClauseKind,
    /// How strongly it binds, where that is known.
    pub strength: Option<Strength>,
    /// Its language.
    pub language: Language,
    /// Its place among the clauses of its agreement, from 1.
    pub position: u64,
    /// Its text.
    pub text: String,
    /// BM25 score (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75); a match in the heading or lead-in counts half.
    pub score: f32,
    /// Words that match, as ranges of the clause's text; none when only its heading or lead-in matches.
    pub highlights: Vec<Span>,
}
