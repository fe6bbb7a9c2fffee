//! A clause as every page shows it: agreement, clause number, page, text.

use crate::Desk;
use crate::html::{Words, shortened};
use crate::links;
use crosscut::text::{Clause, Language};
use crosscut::words::{Badge, Html};

/// Characters of an addressee or a verb that are shown.
const DEMAND: usize = 48;

/// Characters of a text that is never folded: it would hide a line at the most.
const SHORT: usize = 320;

/// A clause, ready to be shown.
pub(crate) struct Quote {
    /// It takes few lines, so that nothing is won by folding it.
    pub(crate) is_short: bool,
    pub(crate) id: String,
    /// The language of the clause, where it is known.
    pub(crate) lang: Option<&'static str>,
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
    /// Whom its demand addresses and to do what: “Each Party · report”.
    pub(crate) demand: Option<Html>,
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
        let text = words.quote(clause, desk.corrections(clause));
        Self::with(desk, clause, text)
    }

    /// A clause with a text that is made already.
    pub(crate) fn with(desk: &Desk<'_>, clause: &Clause, text: Html) -> Self {
        let citation = desk.cites.cite(&clause.id);
        let short = citation.map_or(clause.agreement.as_str(), |citation| citation.short);
        let lead_in = clause.lead_in.as_deref().unwrap_or_default();
        Self {
            is_short: clause.text.chars().count() + lead_in.chars().count() <= SHORT,
            id: clause.id.to_string(),
            lang: (clause.language != Language::Undetermined).then(|| clause.language.code()),
            short: Html::own(short),
            year: citation.and_then(|citation| citation.year),
            locator: Html::own(&clause.locator),
            page: citation.map(|citation| citation.page_text()).unwrap_or_default(),
            heading: clause.heading.as_deref().map(Html::own),
            lead_in: clause.lead_in.as_deref().map(Html::own),
            text,
            badge: Badge::of(clause),
            demand: demand(clause),
            recognised: clause.recognised.map(|sure| (sure * 100.0).round() as u32),
            href: links::clause(clause.id.as_str()),
            like: links::like(clause.id.as_str()),
        }
    }
}

/// Who is to do what, in the clause's own words, as far as it says so.
fn demand(clause: &Clause) -> Option<Html> {
    let parts = [clause.actor.as_deref(), clause.act.as_deref()];
    let said =
        parts.into_iter().flatten().map(|part| shortened(part, DEMAND)).collect::<Vec<_>>().join(" · ");
    (!said.is_empty()).then(|| Html::own(&said))
}
