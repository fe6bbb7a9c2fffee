//! What surrounds every page: name, ways to the other pages, when it was saved, what was just done.

use crate::Desk;
use crate::Tongue;
use crate::adding::Stage;
use crate::html::plain;
use crate::keys::{self, Key};
use crate::links;
use crate::settings::Keys;
use crate::when;
use crosscut::findings::Order;
use crosscut::words::Html;

/// The pages that the head leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Here {
    Start,
    Agreements,
    Queue,
    Matrix,
    Look,
    Outliers,
    Search,
    Conflicts,
    History,
    Changes,
    Exports,
    Settings,
    Elsewhere,
}

/// Name, address, key action.
pub(crate) const WAYS: [(Here, &str, &str, &str); 9] = [
    (Here::Agreements, "Agreements", "/agreements", ""),
    (Here::Queue, "Queue", "/queue", "queue"),
    (Here::Matrix, "Matrix", "/matrix", "matrix"),
    (Here::Look, "Second look", "/look", ""),
    (Here::Outliers, "Outliers", "/outliers", ""),
    (Here::Search, "Search", "/search", "search"),
    (Here::Conflicts, "Conflicts", "/conflicts", ""),
    (Here::History, "History", "/history", "history"),
    (Here::Exports, "Export", "/exports", ""),
];

pub(crate) struct Way {
    pub(crate) title: &'static str,
    pub(crate) href: &'static str,
    pub(crate) act: &'static str,
    pub(crate) here: bool,
    pub(crate) count: Option<usize>,
}

/// What was just done, with the way back.
pub(crate) struct Notice {
    pub(crate) text: Html,
    pub(crate) undo: Option<String>,
    /// Where it is no decision: the form that takes it back, and its fields.
    pub(crate) form: Option<(String, Vec<(String, String)>)>,
}

/// The frame of a page.
pub(crate) struct Shell {
    pub(crate) title: String,
    /// The title is the name of something in the study, no words of ours.
    pub(crate) is_name: bool,
    pub(crate) study: String,
    pub(crate) coder: Option<String>,
    /// How far the work is.
    pub(crate) progress: String,
    pub(crate) saved: Option<String>,
    pub(crate) form: String,
    /// The page that is shown, and where an undo leads back to: to where it was decided, as far as that is known.
    pub(crate) here: String,
    pub(crate) back: String,
    pub(crate) ways: Vec<Way>,
    pub(crate) notice: Option<Notice>,
    pub(crate) read_only: Option<String>,
    /// What somebody who is new here does next, in three steps: the words and the way.
    pub(crate) tour: Option<(&'static str, String)>,
    /// How far documents are that are being read.
    pub(crate) working: Option<Stage>,
    /// The others' decisions are hidden for now.
    pub(crate) blind: bool,
    /// For the script.
    pub(crate) keys: String,
    hints: Option<Vec<(&'static str, String)>>,
}

/// The tour of somebody who has decided nothing here: to a candidate, to its confirmation, and to the matrix.
fn tour(desk: &Desk<'_>) -> Option<(&'static str, String)> {
    let coder = desk.coder()?;
    let own = desk.events().iter().filter(|event| event.by == *coder).count();
    let on_card = desk.here.starts_with("/candidate");
    match own {
        0 if on_card => Some((
            "Step 2 of 3. Untick the clauses that ask for something else, name what the others ask for, and press Confirm.",
            String::new(),
        )),
        0 => {
            let &first = desk.queue(Order::Best).first()?;
            let href = links::candidate(&desk.results.candidates[first].id, Order::Best);
            Some(("Step 1 of 3. Several agreements may ask for the same thing.", href))
        }
        1 if desk.state().elements.len() == 1 && !desk.here.starts_with("/matrix") => Some((
            "Step 3 of 3. Your first element is confirmed: it is a row of the matrix now. Have a look, then go on with the \
             queue.",
            "/matrix".to_owned(),
        )),
        _ => None,
    }
}

impl Shell {
    pub(crate) fn new(desk: &Desk<'_>, title: &str, here: Here) -> Self {
        let conflicts = desk.state().conflicts.len();
        // Who works alone has no conflicts.
        let several = conflicts > 0 || desk.state().seen.len() > 1 || here == Here::Conflicts;
        let ways = WAYS.into_iter().filter(|(way, ..)| several || *way != Here::Conflicts);
        let ways = ways.map(|(way, title, href, act)| Way {
            title,
            href,
            act,
            here: way == here,
            count: match way {
                Here::Queue => Some(desk.tally().left()),
                Here::Conflicts if conflicts > 0 => Some(conflicts),
                _ => None,
            },
        });
        let when = desk.preferences.keys;
        let alt = if when == Keys::Alt { "Alt " } else { "" };
        let hint = |key: &Key| (key.act, format!("{alt}{}", desk.preferences.key(key.act)));
        Self {
            title: plain(title),
            is_name: false,
            study: plain(&desk.name()),
            coder: desk.coder().map(|coder| coder.to_string()),
            progress: crate::pace::progress(desk),
            saved: desk.saved().map(when::clock),
            form: desk.form.to_owned(),
            here: desk.here.clone(),
            back: desk.here.clone(),
            ways: ways.collect(),
            notice: None,
            read_only: desk.read_only(),
            tour: tour(desk),
            working: desk.adding.stage(),
            blind: desk.is_blind(),
            keys: desk.preferences.for_script(),
            hints: (when != Keys::Off).then(|| keys::KEYS.iter().map(hint).collect()),
        }
    }

    /// Says what an action did, where an address tells which (`done=EVENT`).
    pub(crate) fn done(mut self, desk: &Desk<'_>, event: &str) -> Self {
        let found = desk.events().iter().find(|known| known.id.to_string() == event).map(|event| event.id);
        if let Some((event, said)) = found.and_then(|id| Some((id, crate::told::said(desk, id)?))) {
            let also = match desk.also(event) {
                0 => String::new(),
                1 => " One more candidate held the same clauses.".to_owned(),
                also => format!(" {also} more candidates held the same clauses."),
            };
            // What is left is left of the queue: next to a cell or an outlier the number would be about something else.
            let in_queue = self.ways.iter().any(|way| way.here && way.act == "queue");
            let left = if in_queue { format!(" {}", desk.tally().left_in_words()) } else { String::new() };
            let text = format!("{said}{also}{left}");
            self.notice =
                Some(Notice { text: Html::isolated(&text), undo: Some(event.to_string()), form: None });
        }
        self
    }

    /// The page is called after something in the study.
    pub(crate) fn named(mut self) -> Self {
        self.is_name = true;
        self
    }

    /// Every language with its code, its name and the page that is shown in it.
    pub(crate) fn tongues(&self) -> [(&'static str, &'static str, String); 3] {
        let here = if self.here.is_empty() { "/start" } else { &self.here };
        let and = if here.contains('?') { '&' } else { '?' };
        Tongue::ALL.map(|tongue| (tongue.code(), tongue.name(), format!("{here}{and}lang={}", tongue.code())))
    }

    /// Undo leads to a page of its own, if one is given.
    pub(crate) fn back_to(mut self, back: Option<String>) -> Self {
        self.back = back.unwrap_or(self.back);
        self
    }

    /// The key of an action as a hint on its button; none when keys are off.
    pub(crate) fn hint(&self, act: &str) -> Option<&str> {
        self.hints.as_ref()?.iter().find(|(known, _)| *known == act).map(|(_, key)| key.as_str())
    }

    /// The table of keys with the keys as they are set.
    pub(crate) fn groups(&self) -> Vec<(&'static str, Vec<(String, &'static str)>)> {
        let shown = |key: &&Key| (self.hint(key.act).unwrap_or("off").to_owned(), key.what);
        keys::groups().iter().map(|(group, keys)| (*group, keys.iter().map(shown).collect())).collect()
    }
}
