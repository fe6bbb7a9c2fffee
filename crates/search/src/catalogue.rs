//! What a study knows beside its clauses, for fields such as `group:` and `element:`.

use crate::SearchError;
use crate::query::is_quote;
use crosscut_text::{AgreementId, ClauseId};
use std::collections::BTreeMap;

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
    /// Saved searches by name: `@name` in a query stands for its query.
    pub searches: BTreeMap<String, String>,
}

impl Catalogue {
    /// A query with each `@name` in it replaced by the search that is saved under the name, between brackets unless it is all
    /// that is asked. Between quotation marks an `@` is no name.
    ///
    /// ```
    /// use crosscut_search::Catalogue;
    /// let mut catalogue = Catalogue::default();
    /// catalogue.searches.insert("reporting".into(), "report* AND incident".into());
    /// assert_eq!(catalogue.expanded(" @reporting ")?, "report* AND incident");
    /// assert_eq!(catalogue.expanded("@reporting year:2015..")?, "(report* AND incident) year:2015..");
    /// assert!(catalogue.expanded("@reprting").is_err());
    /// # Ok::<(), crosscut_search::SearchError>(())
    /// ```
    ///
    /// A saved search may name others.
    ///
    /// # Errors
    /// When no search is saved under a name, or one leads back to itself.
    pub fn expanded(&self, query: &str) -> Result<String, SearchError> {
        self.expanded_in(query, &[])
    }

    /// The same within saved searches, which must not come again.
    fn expanded_in(&self, query: &str, within: &[&str]) -> Result<String, SearchError> {
        let (mut out, mut quoted, mut free) = (String::with_capacity(query.len()), false, true);
        let mut rest = query;
        while let Some(c) = rest.chars().next() {
            let name = match c {
                '@' if free && !quoted => rest[1..].split(|c: char| !is_name(c)).next().unwrap_or_default(),
                _ => "",
            };
            if !name.is_empty() {
                let saved = self.searches.get(name).ok_or_else(|| self.unknown(query, name))?;
                if within.contains(&name) {
                    return Err(SearchError::query(
                        query,
                        format!("the saved search @{name} leads back to itself"),
                    ));
                }
                let saved = self.expanded_in(saved, &[within, &[name]].concat())?;
                let alone = query.trim().len() == c.len_utf8() + name.len();
                out += &if alone { saved } else { format!("({saved})") };
                rest = &rest[c.len_utf8() + name.len()..];
            } else {
                quoted ^= is_quote(c);
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
            free = c.is_whitespace() || "(+-!".contains(c);
        }
        Ok(if query.trim().starts_with('@') { out.trim().to_owned() } else { out })
    }

    fn unknown(&self, query: &str, name: &str) -> SearchError {
        let known: Vec<&str> = self.searches.keys().map(String::as_str).collect();
        let reason = match known.as_slice() {
            [] => format!(
                "there is no search @{name}: add it to crosscut.toml under [searches], as {name} = \"query\"; between \
                 quotation marks it is a word"
            ),
            known => format!("there is no search @{name}: the searches are {}", known.join(", ")),
        };
        SearchError::query(query, reason)
    }
}

/// A character of the name of a saved search.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
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
