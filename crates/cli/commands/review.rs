//! `crosscut review`: the page on which a person decides.

use crate::Done;
use crate::args::{Common, Review};
use crate::commands::{model::user_models, open as open_study, print_json};
use crate::out::{note, say};
use anyhow::Result;
use crosscut::Study;
use crosscut_review::App;
use serde::Serialize;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    schema: &'static str,
    /// Opens the page once, in a browser on this computer.
    link: String,
}

pub(crate) fn review(common: &Common, args: &Review) -> Result<Done> {
    let browser = !args.no_browser;
    crosscut_review::run(study(common)?, common.coder()?, args.port, |app| {
        ready(&app, browser, common.json)
    })?;
    Ok(Done::Well)
}

/// The study, or the folder that is to become one: an empty one that is named, or the usual one where nothing is.
fn study(common: &Common) -> Result<Study> {
    let folder = common.folder();
    // What the page itself leaves there before the first document comes.
    let own =
        |entry: &std::fs::DirEntry| entry.file_name() == "decisions" || entry.file_name() == ".crosscut";
    let is_new = std::fs::read_dir(folder)
        .is_ok_and(|entries| entries.filter_map(Result::ok).all(|entry| own(&entry)));
    if is_new || (common.study.is_none() && !folder.exists()) {
        Ok(Study::at(folder)?.with_models(user_models()))
    } else {
        open_study(common)
    }
}

/// Says where the page is, opens it, and gives a new link whenever Enter is pressed.
fn ready(app: &Arc<App>, browser: bool, json: bool) {
    let Ok(link) = app.link() else { return };
    // Nobody may read what is printed here: the page is served all the same.
    let _ = if json {
        print_json(&Answer { schema: "crosscut/review/1", link: link.clone() })
    } else {
        tell(&link, browser)
    };
    if browser && !open(&link) {
        note!("No browser could be started: open the link yourself.");
    }
    if io::stdin().is_terminal() && !json {
        let app = app.clone();
        std::thread::spawn(move || {
            for line in io::stdin().lock().lines() {
                let (Ok(_), Ok(link)) = (line, app.link()) else { break };
                let _ = say!("{link}");
            }
        });
    }
}

fn tell(link: &str, browser: bool) -> Result<()> {
    say!("The review page is at {link}")?;
    say!(
        "The link works once, on this computer only; press Enter for a new one. Ctrl+C stops it: nothing is lost."
    )?;
    if browser {
        say!("Opening it in your browser …")?;
    }
    Ok(io::stdout().flush()?)
}

/// Starts the system's browser; false when there is none to start.
fn open(link: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
