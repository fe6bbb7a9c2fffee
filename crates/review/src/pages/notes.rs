//! Notes that coders wrote.

use crate::Desk;
use crosscut::decisions::Target;
use crosscut::words::Html;

/// A note as it is shown.
pub(super) struct Said {
    pub(super) by: Html,
    pub(super) at: String,
    pub(super) text: Html,
}

/// Notes about something.
pub(super) fn notes(desk: &Desk<'_>, about: impl Fn(&Target) -> bool) -> Vec<Said> {
    let notes = desk.state().notes.iter().filter(|note| about(&note.about));
    notes
        .map(|note| Said {
            by: Html::own(note.by.as_str()),
            at: crate::when::day(note.at),
            text: Html::own(&note.text),
        })
        .collect()
}
