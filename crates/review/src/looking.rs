//! The second look, made on a thread of its own: it reads all clauses, which takes seconds in a large study.

use crosscut::decisions::ElementId;
use crosscut::findings::SecondLook;
use crosscut::{Error, Findings, Study};
use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

/// Near misses kept for one cell.
const NEAR: usize = 3;

/// The last answer, and the one that is being made.
#[derive(Default)]
pub(crate) struct Looking {
    made: Option<Made>,
    coming: Option<mpsc::Receiver<Result<Made, Error>>>,
    /// Cells that somebody was not sure of: asked again when the page is opened anew.
    left: BTreeSet<(ElementId, String)>,
}

/// A second look and how many decisions it knew.
pub(crate) struct Made {
    pub(crate) look: Vec<SecondLook>,
    pub(crate) decisions: usize,
}

impl Made {
    /// What was found for an element; none for one that was confirmed since.
    pub(crate) fn of(&self, element: ElementId) -> Option<&SecondLook> {
        self.look.iter().find(|look| look.element == element)
    }
}

impl Looking {
    /// Begins to look, unless somebody looks already.
    pub(crate) fn begin(&mut self, study: &Study, findings: &Findings, decisions: usize) {
        if self.coming.is_some() {
            return;
        }
        let (send, coming) = mpsc::channel();
        let (study, findings) = (study.clone(), findings.clone());
        let work = move || {
            let compared = study.compared(&findings.results().clauses);
            let look = compared.and_then(|compared| findings.second_look(&compared, NEAR));
            let _ = send.send(look.map(|look| Made { look, decisions }));
        };
        if std::thread::Builder::new().name("look".into()).spawn(work).is_ok() {
            self.coming = Some(coming);
        }
    }

    /// Takes what has come, waiting a little for it.
    ///
    /// # Errors
    /// When the look could not be made: the study's sentence model is not to be found.
    pub(crate) fn wait(&mut self, patience: Duration) -> Result<(), Error> {
        let Some(coming) = &self.coming else { return Ok(()) };
        match coming.recv_timeout(patience) {
            Ok(came) => {
                self.coming = None;
                self.made = Some(came?);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => self.coming = None,
        }
        Ok(())
    }

    /// The last answer.
    pub(crate) fn made(&self) -> Option<&Made> {
        self.made.as_ref()
    }

    /// Leaves cells of an element as they are for now.
    pub(crate) fn leave(&mut self, element: ElementId, agreements: Vec<String>) {
        self.left.extend(agreements.into_iter().map(|agreement| (element, agreement)));
    }

    /// Whether a cell was left as it is.
    pub(crate) fn is_left(&self, element: ElementId, agreement: &str) -> bool {
        self.left.contains(&(element, agreement.to_owned()))
    }

    /// Whether somebody looks.
    pub(crate) fn is_busy(&self) -> bool {
        self.coming.is_some()
    }
}
