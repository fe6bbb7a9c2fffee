//! Downloads documents politely, checks what came, and pins it: the only part of Crosscut that uses the network.
//!
//! A [`Fetcher`] asks one address at a time. What comes is looked at before it is kept: a document has the form that it
//! says it has, is not too large, and is the same as last time or a new edition, kept beside the old one. The [`Lock`]
//! (`fetch.lock.json`) says from where each file came, when, and its SHA-256.
//!
//! ```no_run
//! use crosscut_fetch::{Fetcher, Outcome, Settings};
//! let mut fetcher = Fetcher::new(Settings::default());
//! let outcome = fetcher.fetch("https://example.org/accord.pdf", "accord", "sources".as_ref(), &|_| ())?;
//! if let Outcome::Changed { old, new } = outcome {
//!     println!("{old} has a new edition: {new}");
//! }
//! # Ok::<(), crosscut_fetch::FetchError>(())
//! ```

mod address;
mod body;
mod kind;
mod lock;
mod robots;

pub use address::without_user;
pub use kind::Kind;
pub use lock::{Entry, LOCK_FILE, Lock};

use address::joined;
use body::Partial;
use robots::Robots;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};

/// Redirects that are followed.
const REDIRECTS: u32 = 5;

/// How documents are fetched.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Most bytes of a document.
    pub most_bytes: u64,
    /// How long to wait for a connection, and for an answer to begin.
    pub patience: Duration,
    /// How long a document may take as a whole.
    pub whole: Duration,
    /// How long to wait between two requests to one server.
    pub pause: Duration,
    /// Whether addresses without encryption (`http://`) are asked too.
    pub plain_http: bool,
    /// Whether `robots.txt` is followed.
    pub robots: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            most_bytes: 100 << 20,
            patience: Duration::from_secs(30),
            whole: Duration::from_secs(600),
            pause: Duration::from_secs(1),
            plain_http: false,
            robots: true,
        }
    }
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new: the name of its file.
    New(String),
    /// It is the same as before: the name of its file.
    Same(String),
    /// It is another one than before. Both are kept.
    Changed {
        /// The file of the edition before.
        old: String,
        /// The file of the edition that came now.
        new: String,
    },
}

/// Why a document could not be fetched. What was kept before is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is not one that is asked.
    #[error("{0}: not an https address: check it, or allow plain http")]
    Address(String),
    /// The server asks programs not to fetch it.
    #[error(
        "{url}: the robots.txt of this server asks programs not to fetch it: read the site's terms and download it by hand"
    )]
    Robots {
        /// The address.
        url: String,
    },
    /// More redirects than five, or in a circle.
    #[error("{0}: more than {REDIRECTS} redirects: open it in a browser and use the address where it ends")]
    Redirects(String),
    /// The server answered with something else than a document.
    #[error("{url}: the server answered {status}{}", hint(*.status))]
    Status {
        /// The address.
        url: String,
        /// The number of its answer.
        status: u16,
    },
    /// It is larger than allowed.
    #[error("{url}: larger than {} MB: no agreement is; download it by hand if it is one", .most >> 20)]
    TooLarge {
        /// The address.
        url: String,
        /// The limit in bytes.
        most: u64,
    },
    /// It took too long, or ended early; a part may be kept to go on with.
    #[error("{url}: {why}: run the command again to go on{}", if *.kept > 0 { " where it ended" } else { "" })]
    CutOff {
        /// The address.
        url: String,
        /// What happened.
        why: String,
        /// Bytes that are kept.
        kept: u64,
    },
    /// What came is no document, or not the one that it says it is.
    #[error("{url}: {why}")]
    WrongType {
        /// The address.
        url: String,
        /// What it is instead.
        why: String,
    },
    /// The network did not let it through.
    #[error("{url}: {why}: check the connection and the address")]
    Network {
        /// The address.
        url: String,
        /// What happened.
        why: String,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The lock file cannot be understood.
    #[error("{}: {reason}: repair it, or remove it to start over", path.display())]
    Lock {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

fn hint(status: u16) -> &'static str {
    match status {
        401 | 403 => " (not allowed): download it by hand",
        404 | 410 => " (not there): the address is dead; look for a new one",
        429 => " (too many requests): wait and try again",
        500.. => " (its own fault): try again later",
        _ => "",
    }
}

/// How far a download is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Bytes that are there.
    pub bytes: u64,
    /// Bytes of the whole, where the server says so.
    pub of: Option<u64>,
}

/// Asks servers for documents, one at a time.
pub struct Fetcher {
    settings: Settings,
    agent: Agent,
    robots: BTreeMap<String, Robots>,
    asked: BTreeMap<String, Instant>,
}

impl Fetcher {
    /// Prepares to ask.
    pub fn new(settings: Settings) -> Self {
        let config = Agent::config_builder()
            // They are followed here: each address on the way is one that may be asked, or none is.
            .max_redirects(0)
            .https_only(!settings.plain_http)
            .http_status_as_error(false)
            .timeout_connect(Some(settings.patience))
            .timeout_recv_response(Some(settings.patience))
            .timeout_recv_body(Some(settings.whole))
            .user_agent(concat!("crosscut/", env!("CARGO_PKG_VERSION"), " (reads agreements; asks once)"))
            .build();
        Self { settings, agent: config.into(), robots: BTreeMap::new(), asked: BTreeMap::new() }
    }

    /// Fetches the document at an address into a folder, under the name `stem` and the ending of what it is. The folder's
    /// lock file is kept up to date.
    ///
    /// # Errors
    /// [`FetchError`] says each of them; whatever happens, files that are there are untouched.
    pub fn fetch(
        &mut self,
        url: &str,
        stem: &str,
        folder: &Path,
        progress: &dyn Fn(Progress),
    ) -> Result<Outcome, FetchError> {
        let mut lock = Lock::read(folder)?;
        let shown = &without_user(url);
        self.allowed(url)?;
        let partial = Partial::open(folder, stem, shown)?;
        let (mut response, mut end) = self.ask(url, &partial)?;
        let status = response.status().as_u16();
        if status == 416 && partial.length() > 0 {
            // What was kept is of another edition, or already whole: once more from the start.
            partial.restart()?;
            (response, end) = self.ask(url, &partial)?;
        }
        if response.status().as_u16() == 206 && !partial.goes_on(&response) {
            // It is not the rest of what was kept: once more from the start.
            partial.forget()?;
            (response, end) = self.ask(url, &partial)?;
        }
        match response.status().as_u16() {
            200 => partial.restart()?,
            206 if partial.goes_on(&response) => {}
            status => return Err(FetchError::Status { url: without_user(&end), status }),
        }
        let header = |name: &str| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let (said, etag) = (header("content-type"), header("etag").or_else(|| header("last-modified")));
        partial.remember(etag.as_deref())?;
        partial.receive(response, self.settings.most_bytes, progress)?;
        let bytes = partial.bytes()?;
        let kind = kind::checked(&end, said.as_deref(), &bytes).and_then(|kind| {
            // An address that was asked for by the name of a form, or gave one before, gives that one.
            let named = kind::checked(url, said.as_deref(), &bytes).err();
            let before = lock.last(shown).and_then(|entry| kind::differs(&entry.file, kind));
            named.or(before).map_or(Ok(kind), Err)
        });
        let kind = match kind {
            Ok(kind) => kind,
            Err(why) => {
                partial.forget()?;
                return Err(FetchError::WrongType { url: shown.into(), why });
            }
        };
        let end = &without_user(&end);
        let outcome = lock.keep(folder, &lock::Came { url: shown, end, stem, kind, etag, bytes: &bytes })?;
        partial.forget()?;
        Ok(outcome)
    }

    /// The parts of an address that may be asked.
    fn allowed(&mut self, url: &str) -> Result<Uri, FetchError> {
        let address = || FetchError::Address(without_user(url));
        let place: Uri = url.parse().map_err(|_| address())?;
        let known = match place.scheme_str() {
            Some("https") => true,
            Some("http") => self.settings.plain_http,
            _ => false,
        };
        if !known || place.host().is_none() {
            return Err(address());
        }
        if self.settings.robots
            && !self.robots_of(&place).allow(place.path_and_query().map_or("/", |p| p.as_str()))
        {
            return Err(FetchError::Robots { url: without_user(url) });
        }
        Ok(place)
    }

    /// What a server asks of programs; one without a `robots.txt` asks nothing.
    fn robots_of(&mut self, place: &Uri) -> &Robots {
        let server = server(place);
        if !self.robots.contains_key(&server) {
            self.wait(&server);
            let request = self.agent.get(format!("{server}/robots.txt"));
            let answer = request.config().max_redirects(REDIRECTS).build().call();
            let text = answer.ok().filter(|answer| answer.status().as_u16() == 200).and_then(|mut answer| {
                answer.body_mut().with_config().limit(512 << 10).read_to_string().ok()
            });
            self.robots.insert(server.clone(), Robots::parse(&text.unwrap_or_default()));
        }
        &self.robots[&server]
    }

    /// Asks for a document, at each address that the servers send on to; gives the one where it ended.
    fn ask(&mut self, url: &str, partial: &Partial) -> Result<(Response<Body>, String), FetchError> {
        let mut at = url.to_owned();
        for _ in 0..=REDIRECTS {
            let place = self.allowed(&at)?;
            let response = self.ask_once(&at, &place, partial)?;
            let location = response.headers().get("location").and_then(|to| to.to_str().ok());
            match (response.status().as_u16(), location) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => at = joined(&place, location),
                _ => return Ok((response, at)),
            }
        }
        Err(FetchError::Redirects(without_user(url)))
    }

    fn ask_once(&mut self, url: &str, place: &Uri, partial: &Partial) -> Result<Response<Body>, FetchError> {
        self.wait(&server(place));
        // The same bytes as the server keeps them: a packed answer could not be gone on with.
        let mut request = self.agent.get(url).header("accept-encoding", "identity");
        if let Some((from, etag)) = partial.rest() {
            request = request.header("range", format!("bytes={from}-")).header("if-range", etag);
        }
        request.call().map_err(|error| match error {
            ureq::Error::Timeout(_) => FetchError::CutOff {
                url: without_user(url),
                why: "no answer in time".into(),
                kept: partial.length(),
            },
            other => FetchError::Network { url: without_user(url), why: other.to_string() },
        })
    }

    /// Waits until a server may be asked again.
    fn wait(&mut self, server: &str) {
        if let Some(last) = self.asked.get(server) {
            std::thread::sleep(self.settings.pause.saturating_sub(last.elapsed()));
        }
        self.asked.insert(server.to_owned(), Instant::now());
    }
}

/// Scheme, host and port.
fn server(place: &Uri) -> String {
    let authority = place.authority().map_or("", |authority| authority.as_str());
    let authority = authority.rsplit_once('@').map_or(authority, |(_, server)| server);
    format!("{}://{authority}", place.scheme_str().unwrap_or("https"))
}
