//! What the pages say of candidates and decisions.

use crate::Desk;
use crosscut::decisions::{EventId, Reason};
use crosscut::findings::CandidateStatus;
use crosscut::words::{Html, counted, sentence};

/// What an event did, in a sentence.
pub(crate) fn said(desk: &Desk<'_>, event: EventId) -> Option<String> {
    desk.findings().said(desk.events(), event).map(|text| sentence(&text))
}

/// What was decided before on a candidate that is offered.
pub(crate) fn standing(desk: &Desk<'_>, standing: &CandidateStatus) -> Option<Html> {
    let text = match standing {
        CandidateStatus::New => return None,
        CandidateStatus::Deferred { .. } => "Postponed".to_owned(),
        CandidateStatus::Rejected { event, new } => {
            let set = desk.state().rejected.iter().find(|set| set.event == *event);
            let why = set.map_or(String::new(), |set| format!(" by {} ({})", set.by, set.reason.words()));
            format!("Rejected{why}, but without {} of these", counted(new.len(), "clause"))
        }
        CandidateStatus::Covered { element, new } => {
            let name = desk.state().elements.get(element).map_or("an element", |element| &element.name);
            match new.len() {
                0 => format!("Confirmed as “{name}”"),
                new => format!("Adds {} to “{name}”", counted(new, "clause")),
            }
        }
    };
    Some(Html::isolated(&text))
}

/// The reasons of a rejection: name, words.
pub(crate) fn reasons() -> Vec<(&'static str, &'static str)> {
    Reason::ALL.iter().map(|reason| (reason.name(), reason.words())).collect()
}
