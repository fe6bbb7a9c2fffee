//! The saved searches in the report: what each found, and what of it is new.

use super::SavedSearch;
use crate::export::cite::Cites;
use crate::words::{Html, counted};
use crosscut_text::ClauseId;

/// New clauses that are quoted; the search itself lists all of them.
const QUOTED: usize = 20;

/// A saved search.
pub(super) struct Searched {
    pub(super) name: Html,
    pub(super) query: Html,
    /// "12 clauses, 2 of them new since the run before".
    pub(super) found: Html,
    pub(super) new: Vec<Fresh>,
    /// New ones that are not quoted.
    pub(super) more: usize,
}

/// A clause that was not found before.
pub(super) struct Fresh {
    pub(super) whose: Html,
    pub(super) locator: Html,
    pub(super) text: Html,
}

pub(super) fn searched(searches: &[SavedSearch], cites: &Cites<'_>) -> Vec<Searched> {
    let fresh = |id: &ClauseId| {
        let citation = cites.cite(id)?;
        Some(Fresh {
            whose: Html::isolated(citation.short),
            locator: Html::isolated(&citation.clause.locator),
            text: Html::isolated(&citation.clause.text),
        })
    };
    let one = |search: &SavedSearch| {
        let new = search.new.as_deref().unwrap_or_default();
        Searched {
            name: Html::isolated(&search.name),
            query: Html::isolated(&search.query),
            found: Html::isolated(&found(search)),
            new: new.iter().take(QUOTED).filter_map(fresh).collect(),
            more: new.len().saturating_sub(QUOTED),
        }
    };
    searches.iter().map(one).collect()
}

fn found(search: &SavedSearch) -> String {
    if let Some(wrong) = &search.wrong {
        return format!("not answered: {wrong}");
    }
    let total = counted(search.total, "clause");
    match search.new.as_deref() {
        None => total,
        Some([]) => format!("{total}, none new since the run before"),
        Some(new) => format!("{total}, {} new since the run before", new.len()),
    }
}
