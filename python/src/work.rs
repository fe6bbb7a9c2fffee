//! Work that takes time, while Python stays free: other Python threads go on, and Ctrl+C is heard.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long Ctrl+C may wait.
const PATIENCE: Duration = Duration::from_millis(50);

/// How far some work is.
pub(crate) struct Step {
    /// What is done, in words.
    pub(crate) what: String,
    /// Documents that are done, of how many; 0 of 0 where nothing is counted.
    pub(crate) done: usize,
    pub(crate) of: usize,
}

enum Message<T> {
    Step(Step),
    Done(T),
    Panicked(String),
}

/// What work is given: where to tell how far it is, and whether it is still wanted.
pub(crate) struct Desk<T> {
    sender: Sender<Message<T>>,
    stop: Arc<AtomicBool>,
}

impl<T: Send> Desk<T> {
    /// What tells how far the work is, from any thread. Nobody need listen.
    pub(crate) fn teller(&self) -> impl Fn(Option<Step>) + Sync {
        let sender = Mutex::new(self.sender.clone());
        move |step| {
            if let Some(step) = step {
                let _ = sender.lock().unwrap_or_else(PoisonError::into_inner).send(Message::Step(step));
            }
        }
    }

    /// Set as soon as nobody waits for the work any longer.
    pub(crate) fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}

/// Does some work on a thread of its own, with so many threads for what is done in parallel (0 for one a core), and tells
/// `progress(what, done, of)` how far it is.
///
/// The threads are made for this call: those of a process that was forked would never answer. Where Python is
/// interrupted or `progress` raises, that is raised at once and the work is told to stop; what does not hear it, ends on its
/// own and is dropped.
pub(crate) fn apart<T: Send + 'static>(
    py: Python<'_>,
    threads: usize,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Desk<T>) -> T + Send + 'static,
) -> PyResult<T> {
    let (sender, receiver) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let desk = Desk { sender, stop: Arc::clone(&stop) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("no threads: {error}")))?;
    std::thread::spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(|| pool.install(|| work(&desk))));
        // Nobody listens where Python was interrupted.
        let _ =
            desk.sender.send(done.map_or_else(|panic| Message::Panicked(words_of(&*panic)), Message::Done));
    });
    let answer = listen(py, &Mutex::new(receiver), progress);
    stop.store(true, Ordering::Relaxed);
    answer
}

fn listen<T: Send>(
    py: Python<'_>,
    receiver: &Mutex<Receiver<Message<T>>>,
    progress: Option<&Py<PyAny>>,
) -> PyResult<T> {
    loop {
        let message =
            py.detach(|| receiver.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(PATIENCE));
        py.check_signals()?;
        match message {
            Ok(Message::Done(answer)) => return Ok(answer),
            Ok(Message::Step(step)) => {
                if let Some(progress) = progress {
                    progress.call1(py, (step.what, step.done, step.of))?;
                }
            }
            Ok(Message::Panicked(why)) => {
                return Err(PyRuntimeError::new_err(format!("a fault in Crosscut, please report it: {why}")));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("a fault in Crosscut: its work ended without an answer"));
            }
        }
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason was given").to_owned()
}
