//! A clause as every page shows it: agreement, clause number, page, text.

use crate::Desk;
use crate::html::Words;
use crate::links;
use crosscut::text::Clause;
use crosscut::words::{Badge, Html};

/// A clause, ready to be shown.
pub(crate) struct Quote {
    pub(crate) id: String,
    pub(crate) short: Html,
    pub(crate) year: Option<u16>,
    pub(crate) locator: Html,
    /// What the document calls its page; empty for a source without pages.
    pub(crate) page: String,
    pub(crate) heading: Option<Html>,
    /// The opening words that a point completes.
    pub(crate) lead_in: Option<Html>,
    pub(crate) text: Html,
    pub(crate) badge: Option<Badge>,
    /// How sure the recogniser was, in percent, where the text was recognised from a picture of the page.
    pub(crate) recognised: Option<u32>,
    /// The page of the clause: its neighbours and where it is.
    pub(crate) href: String,
    /// The search for clauses of other agreements that are like it.
    pub(crate) like: String,
}

impl Quote {
    /// A clause with the words of a card marked.
    pub(crate) fn new(desk: &Desk<'_>, clause: &Clause, words: &mut Words) -> Self {
        let text = words.quote(clause);
        Self::with(desk, clause, text)
    }

    /// A clause with a text that is made already.
    pub(crate) fn with(desk: &Desk<'_>, clause: &Clause, text: Html) -> Self {
        let citation = desk.cites.cite(&clause.id);
        let short = citation.map_or(clause.agreement.as_str(), |citation| citation.short);
        Self {
            id: clause.id.to_string(),
            short: Html::isolated(short),
            year: citation.and_then(|citation| citation.year),
            locator: Html::isolated(&clause.locator),
            page: citation.map(|citation| citation.page_text()).unwrap_or_default(),
            heading: clause.heading.as_deref().map(Html::isolated),
            lead_in: clause.lead_in.as_deref().map(Html::isolated),
            text,
            badge: Badge::of(clause),
            recognised: clause.recognised.map(|sure| (sure * 100.0).round() as u32),
            href: links::clause(clause.id.as_str()),
            like: links::like(clause.id.as_str()),
        }
    }
}
