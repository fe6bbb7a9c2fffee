//! A program of the system, run without a shell and within a time: its input and output go through pipes.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Bytes that a program may print.
const ANSWER: u64 = 256 << 20;

/// Why a program gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It is not installed.
    #[error("the program is not installed")]
    Absent,
    /// It could not be started or did not end well; the last line of what it complained of.
    #[error("{0}")]
    Failed(String),
    /// It was ended after so many seconds.
    #[error("it took more than {0} seconds")]
    Slow(u64),
}

/// Runs a program with `input`; what it prints.
pub(crate) fn run(command: &mut Command, input: Vec<u8>, patience: Duration) -> Result<Vec<u8>, Failure> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::Absent,
        _ => Failure::Failed(error.to_string()),
    })?;
    let deadline = Instant::now() + patience;
    let answer = child.stdout.take().map(in_background);
    let complaint = child.stderr.take().map(in_background);
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read its input ends without it.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let ended = wait(&mut child, deadline);
    match ended {
        Some(true) => Ok(heard(answer)),
        Some(false) => {
            let complaint = String::from_utf8_lossy(&heard(complaint)).into_owned();
            let line = complaint.lines().map(str::trim).rfind(|line| !line.is_empty());
            let line = line.map_or("the program failed".into(), |line| line.chars().take(200).collect());
            Err(Failure::Failed(line))
        }
        None => Err(Failure::Slow(patience.as_secs())),
    }
}

/// What LibreOffice makes of a file of the old Word format: DOCX. It works on files alone, in a folder of its own that
/// is removed afterwards.
pub(crate) fn docx_of_doc(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("crosscut-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    let failed = |error: std::io::Error| Failure::Failed(error.to_string());
    fs::create_dir_all(&folder).map_err(failed)?;
    let converted = convert(&folder, bytes);
    // A folder that stays behind does no harm.
    let _ = fs::remove_dir_all(&folder);
    converted
}

fn convert(folder: &Path, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    const PATIENCE: Duration = Duration::from_secs(120);
    let source = folder.join("old.doc");
    fs::write(&source, bytes).map_err(|error| Failure::Failed(error.to_string()))?;
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("soffice");
    command.args(["--headless", "--norestore", &profile, "--convert-to", "docx", "--outdir"]);
    command.arg(folder).arg(&source);
    run(&mut command, Vec::new(), PATIENCE)?;
    fs::read(folder.join("old.docx")).map_err(|_| Failure::Failed("it could not read the file".into()))
}

/// What came out of a pipe.
fn heard(pipe: Option<Receiver<Vec<u8>>>) -> Vec<u8> {
    pipe.and_then(|pipe| pipe.recv_timeout(Duration::from_secs(5)).ok()).unwrap_or_default()
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
