//! What a server is started with.

use crosscut::Models;
use crosscut::decisions::Coder;
use crosscut_suggest::Assistant;
use std::path::PathBuf;

/// What a server is started with.
///
/// ```
/// let setup = crosscut_mcp::Setup::new("my-study");
/// assert!(setup.suggest.is_none(), "it reads unless it is told otherwise");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// The study. It need not be there yet: every answer then says so.
    pub folder: PathBuf,
    /// Where the user's sentence models are.
    pub models: Models,
    /// Whose view is shown while coding is blind; what lies open to all without one.
    pub coder: Option<Coder>,
    /// Whether everybody's decisions are shown although blind coding has not finished.
    pub unblind: bool,
    /// The assistant that may suggest; without one everything is only read.
    pub suggest: Option<Assistant>,
    /// The model behind it, as its user names it. Without one suggestions say which client they came through.
    pub model: Option<String>,
}

impl Setup {
    /// A server that only reads.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let (models, coder, suggest, model) = (Models::default(), None, None, None);
        Self { folder: folder.into(), models, coder, unblind: false, suggest, model }
    }
}
