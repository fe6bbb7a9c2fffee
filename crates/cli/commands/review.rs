//! `crosscut review`: the page on which a person decides.

use crate::Done;
use crate::args::Review;
use crate::commands::open as open_study;
use anyhow::Result;
use crosscut::decisions::Coder;
use crosscut_review::App;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

pub(crate) fn review(args: &Review) -> Result<Done> {
    let study = open_study(&args.study.study)?;
    let coder = args.coder.as_deref().map(Coder::new).transpose()?;
    let browser = !args.no_browser;
    crosscut_review::run(study, coder, args.port, |app| ready(&app, browser))?;
    Ok(Done::Well)
}

/// Says where the page is, opens it, and waits for who needs another link.
fn ready(app: &Arc<App>, browser: bool) {
    let Ok(link) = app.link() else { return };
    say(&link, browser);
    if browser && !open(&link) {
        println!("No browser could be started: open the link yourself.");
    }
    if io::stdin().is_terminal() {
        let app = app.clone();
        std::thread::spawn(move || {
            for line in io::stdin().lock().lines() {
                match (line, app.link()) {
                    (Ok(_), Ok(link)) => println!("{link}"),
                    _ => break,
                }
            }
        });
    }
}

fn say(link: &str, browser: bool) {
    println!("The review page is at {link}");
    println!(
        "The link works once, on this computer only; Enter gives a new one. Ctrl+C ends: nothing is lost."
    );
    if browser {
        println!("It opens in your browser now.");
    }
    let _ = io::stdout().flush();
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
