//! The program `tesseract`: asked for its languages, and for the words of a picture. The picture goes in and the table
//! comes out through pipes: nothing is left on the disk.

use super::{Found, tsv};
use crate::PageImage;
use crosscut_text::Size;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Bytes that the program may print.
const ANSWER: u64 = 64 << 20;
/// How long it may take to say which languages it has.
const PATIENCE: Duration = Duration::from_secs(10);

/// A Tesseract that is installed.
#[derive(Debug)]
pub(super) struct Engine {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
}

impl Engine {
    /// The program, where it can be started.
    pub(super) fn find(program: &Path) -> Option<Self> {
        let ask = |what| run(Command::new(program).arg(what), &[], PATIENCE).ok();
        let version = ask("--version")?.lines().next().unwrap_or_default().trim().to_owned();
        let languages = ask("--list-langs")?.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        Some(Self { program: program.to_owned(), version, languages })
    }

    /// Version and languages.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.version, self.languages.join(" "))
    }

    /// Whether a language is installed.
    pub(super) fn has(&self, language: &str) -> bool {
        self.languages.iter().any(|installed| installed == language)
    }

    /// The words of a picture of a page of size `size`.
    pub(super) fn words(
        &self,
        image: &PageImage,
        size: Size,
        languages: &[&str],
        patience: Duration,
    ) -> Result<Vec<Found>, String> {
        let (x_scale, y_scale) = (size.w / image.width.max(1) as f32, size.h / image.height.max(1) as f32);
        let dots = (72.0 / x_scale.max(0.01)).round().clamp(70.0, 2400.0);
        let mut command = Command::new(&self.program);
        command.args(["-", "-", "-l", &languages.join("+"), "--dpi", &dots.to_string(), "--psm", "3", "tsv"]);
        // Pages are recognised side by side already.
        command.env("OMP_THREAD_LIMIT", "1");
        tsv::parse(&run(&mut command, &image.png, patience)?, (x_scale, y_scale))
    }
}

/// Runs a program with `input`; what it prints.
fn run(command: &mut Command, input: &[u8], patience: Duration) -> Result<String, String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let deadline = Instant::now() + patience;
    let answer = child.stdout.take().map(in_background);
    let complaint = child.stderr.take().map(in_background);
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        // A program that does not read its input ends without it.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let ended = wait(&mut child, deadline);
    let text = |pipe: Option<Receiver<Vec<u8>>>| {
        let bytes = pipe.and_then(|pipe| pipe.recv_timeout(Duration::from_secs(5)).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    match ended {
        Some(true) => Ok(text(answer)),
        Some(false) => {
            let complaint = text(complaint);
            let line = complaint.lines().map(str::trim).rfind(|line| !line.is_empty());
            Err(line.map_or("the program failed".into(), |line| line.chars().take(200).collect()))
        }
        None => Err(format!("it took more than {} seconds", patience.as_secs())),
    }
}

/// Reads a pipe to its end on a thread of its own: a child of the program may hold it open for ever.
fn in_background(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is kept.
        let _ = pipe.take(ANSWER).read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}

/// Whether the program ended well; `None`, and it is ended, where the time is over.
fn wait(child: &mut Child, deadline: Instant) -> Option<bool> {
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if Instant::now() < deadline => {
                thread::sleep(pause);
                pause = (2 * pause).min(Duration::from_millis(25));
            }
            Ok(None) => break,
            Err(_) => return Some(false),
        }
    }
    // It may have ended by itself in between.
    let _ = child.kill();
    let _ = child.wait();
    None
}
