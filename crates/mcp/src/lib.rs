//! A study as a server of the Model Context Protocol, over standard input and output: what an assistant says of agreements
//! is tied to clauses, or it is not said.
//!
//! [`serve`] answers until its input ends. Its tools read; with a name for the assistant five more suggest, and what they
//! suggest is held against the clauses word by word by [`crosscut_suggest`]. No tool decides, and nothing that a clause says
//! can: there is no such tool. The only crate that knows rmcp, whose types never leave it.
//!
//! ```no_run
//! use crosscut_mcp::{Setup, serve};
//! let mut setup = Setup::new("my-study");
//! setup.suggest = Some(crosscut_suggest::Assistant::new("helper")?);
//! serve(setup)?;
//! # Ok::<(), crosscut_mcp::Error>(())
//! ```

mod args;
mod desk;
mod error;
mod page;
mod prompts;
mod read;
mod resources;
mod server;
mod setup;
mod shape;
mod suggest;
mod tool;
mod tools;

pub use error::Error;
pub use server::serve;
pub use setup::Setup;
