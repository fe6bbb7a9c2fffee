//! What a study knows beside its clauses, for fields such as `group:` and `element:`.

use crosscut_text::{AgreementId, ClauseId};

/// What a study knows beside its clauses. An empty one is that of clauses alone.
///
/// ```
/// use crosscut_search::{Catalogue, Described};
/// use crosscut_text::AgreementId;
/// let mut pact = Described::new(AgreementId::slug("pact"));
/// pact.year = Some(2019);
/// let catalogue = Catalogue { agreements: vec![pact], ..Catalogue::default() };
/// assert_eq!(catalogue.agreements[0].year, Some(2019));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Its agreements.
    pub agreements: Vec<Described>,
    /// Its elements by name, with the clauses that carry them.
    pub elements: Vec<(String, Vec<ClauseId>)>,
    /// Clauses that somebody has decided about.
    pub decided: Vec<ClauseId>,
    /// Words or phrases that mean the same: a search for one finds all of its ring.
    pub rings: Vec<Vec<String>>,
}

/// An agreement as searches ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its id.
    pub id: AgreementId,
    /// Its title, and the short one.
    pub titles: Vec<String>,
    /// Year of adoption.
    pub year: Option<u64>,
    /// Who stands behind it.
    pub group: Option<String>,
    /// Whether it binds in law.
    pub binding: Option<bool>,
    /// Body that adopted it.
    pub body: Option<String>,
}

impl Described {
    /// An agreement of which only the id is known.
    pub fn new(id: AgreementId) -> Self {
        Self { id, titles: Vec::new(), year: None, group: None, binding: None, body: None }
    }
}
