//! `crosscut mcp`: answers an assistant's client over standard input and output.

use crate::Done;
use crate::args::{Common, Mcp};
use crate::commands::model::user_models;
use crate::out::note;
use anyhow::Result;
use crosscut::Study;
use crosscut_mcp::{Setup, serve};
use crosscut_suggest::Assistant;
use std::io::{self, IsTerminal};

pub(crate) fn mcp(common: &Common, args: &Mcp) -> Result<Done> {
    let mut setup = Setup::new(common.folder());
    (setup.models, setup.unblind, setup.coder) = (user_models(), common.unblind, common.coder()?);
    setup.suggest = args.suggest.as_deref().map(Assistant::new).transpose()?;
    setup.model.clone_from(&args.model);
    // A client shows errors of a server that runs, and hardly those of one that does not start: each answer says it too.
    if let Err(why) = Study::open(common.folder()) {
        note!("note: {why}");
    }
    if io::stdin().is_terminal() {
        note!("note: this is for the client of an assistant, which talks JSON here; Ctrl+D ends it");
    }
    serve(setup)?;
    Ok(Done::Well)
}
