//! The command line: parse arguments, call the library, print, exit code.
//!
//! Exit codes: 0 done; 1 done, but something needs attention (losses, orphans, gold missed); 2 wrong use or input.

mod args;
mod commands;
mod hint;
mod out;
mod table;

use clap::Parser;
use std::process::ExitCode;

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// Nothing left to say.
    Well,
    /// Something needs attention.
    Attention,
}

fn main() -> ExitCode {
    let args = args::Args::try_parse().unwrap_or_else(|error| {
        hint::told_of_quotes(&error);
        error.exit()
    });
    match commands::call(&args.common, &args.command) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Attention) => ExitCode::from(1),
        // The reader of our output went away (`crosscut clauses | head`), which is no fault: it has read enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::note!("crosscut: {}", args.common.completed(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
