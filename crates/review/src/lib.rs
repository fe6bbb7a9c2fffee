//! The review page: a web page on this computer only, on which a person decides.
//!
//! [`run`] opens a study and serves it. One thread holds the study and a [`StudyHandle`] asks it. Every action of the page
//! goes through [`crosscut::Choice`] and [`crosscut::decisions::Decisions`], as the command line's do.

mod adding;
mod answer;
mod desk;
mod form;
mod guard;
mod html;
mod keys;
mod links;
mod looking;
mod pace;
mod pages;
mod quote;
mod serve;
mod session;
mod settings;
mod shell;
mod stale;
mod tally;
mod told;
mod tongue;
mod when;

pub use desk::{Closed, Desk, StudyHandle};
pub use pages::router;
pub use serve::{Limits, bind, serve};
pub use session::Session;
pub use tongue::{Catalogue, Tongue};

use crosscut::decisions::Coder;
use crosscut::{Error, Study};
use std::io;
use std::sync::Arc;

/// A study being reviewed: the way to its desk, and who may come in.
pub struct App {
    pub(crate) study: StudyHandle,
    pub(crate) session: Session,
}

impl App {
    /// Opens a study for the server on `port`; `coder` is who decides, if that is known already.
    ///
    /// # Errors
    /// When the study cannot be read, or another program holds the coder's log.
    pub fn open(study: Study, coder: Option<Coder>, port: u16) -> Result<Arc<Self>, Error> {
        let session = Session::new(port).map_err(|source| Error::Read { path: "random".into(), source })?;
        let study = StudyHandle::open(study, coder, session.form_token().to_owned())?;
        Ok(Arc::new(Self { study, session }))
    }

    /// A new launch link; it works once, and the one before it no more.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn link(&self) -> io::Result<String> {
        self.session.link()
    }
}

/// Serves a study until the process ends; `ready` is called once, when the page can be opened.
///
/// # Errors
/// When the study cannot be read, the coder's log is in use, or the port is taken.
pub fn run(study: Study, coder: Option<Coder>, port: u16, ready: impl FnOnce(Arc<App>)) -> Result<(), Error> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Error::Choice(format!(
            "port {port} of this computer is in use: choose another with --port, or leave it out to have a free one"
        )),
        _ => Error::Read { path: format!("127.0.0.1:{port}").into(), source },
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(refused)?;
    runtime.block_on(async {
        let kept = settings::last_port(&study).filter(|_| port == 0);
        let listener = match kept {
            Some(kept) => bind(kept).await.or(Err(())),
            None => Err(()),
        };
        // The port of the last time, so that a bookmark leads here again; another one where it is taken.
        let listener = match listener {
            Ok(listener) => listener,
            Err(()) => bind(port).await.map_err(refused)?,
        };
        let port = listener.local_addr().map_err(refused)?.port();
        settings::keep_port(&study, port);
        let app = App::open(study, coder, port)?;
        ready(app.clone());
        serve(listener, app, Limits::default()).await.map_err(refused)
    })
}
