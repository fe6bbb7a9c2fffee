//! What the pages say of candidates and decisions.

use crate::Desk;
use crosscut::decisions::{EventId, Reason};
use crosscut::findings::{Standing, history};
use crosscut::words::{Html, counted, sentence};

/// What an event did, in a sentence.
pub(crate) fn said(desk: &Desk<'_>, event: EventId) -> Option<String> {
    let entries = history(desk.events(), desk.state(), &desk.results.agreements);
    entries.iter().find(|entry| entry.event == event).map(|entry| sentence(&entry.text))
}

/// What was decided before on a candidate that is offered.
pub(crate) fn standing(desk: &Desk<'_>, standing: &Standing) -> Option<Html> {
    let text = match standing {
        Standing::New => return None,
        Standing::Deferred { .. } => "Postponed".to_owned(),
        Standing::Rejected { event, new } => {
            let set = desk.state().rejected.iter().find(|set| set.event == *event);
            let why = set.map_or(String::new(), |set| format!(" by {} ({})", set.by, set.reason.words()));
            format!("Rejected{why}; {} new since then", counted(new.len(), "clause"))
        }
        Standing::Covered { element, new } => {
            let name = desk.state().elements.get(element).map_or("an element", |element| &element.name);
            format!("Adds {} to “{name}”", counted(new.len(), "clause"))
        }
    };
    Some(Html::isolated(&text))
}

/// The reasons of a rejection: name, words.
pub(crate) fn reasons() -> Vec<(&'static str, &'static str)> {
    Reason::ALL.iter().map(|reason| (reason.name(), reason.words())).collect()
}
