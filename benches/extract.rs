//! How well and how fast PDFs are read, compared with other readers on the same files in the same run.
//!
//! `cargo bench -p crosscut-extract --bench extract` prints the tables of `benches/quality/extract.py`, which asks this
//! program to read files and asks the other readers that are installed; `-- --keep NAME` also writes them to
//! `bench-runs/NAME/extract.md`. All that needs Python is skipped without it, and so is what needs `../shared`.
//!
//! `-- --shake` prints what a change of ±20 % in each tuned number of the layout does to files whose text is known
//! (`benches/quality/shake.py`); `--keep NAME` writes it to `bench-runs/NAME/shake-layout.md`.
//!
//! Scans have a program of their own, `benches/quality/scans.py`.
//!
//! Parts of it by hand: `-- --read < LIST` prints a JSON line for each file that stdin names (`--scale NUMBER FACTOR`
//! changes a number before), `-- --numbers` the tuned numbers, `-- --time ROUNDS FILE…` the seconds of one thread for
//! each file.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crosscut_extract::{Extracted, Options, Params, extract};
use crosscut_text::{AgreementId, Source, assemble};
use serde_json::json;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--read"] => read_all(&Options::default()),
        ["--read", "--scale", name, factor] => {
            let factor = factor.parse().expect("the factor is a number");
            let params = Params::default().scaled(name, factor).expect("the number has a name");
            let mut options = Options::default();
            options.params = params;
            read_all(&options);
        }
        ["--numbers"] => println!("{}", json!(Params::default().numbers())),
        ["--shake", rest @ ..] => script("shake.py", rest),
        ["--time", rounds, files @ ..] => time(rounds.parse().expect("rounds is a number"), files),
        rest => script("extract.py", rest),
    }
}

/// Hands over to a script, which asks this program to read files.
fn script(name: &str, options: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let own = std::env::current_exe().expect("a running program has a file");
    let mut command = Command::new("python3");
    command
        .current_dir(&root)
        .arg(Path::new("benches/quality").join(name))
        .arg("--reader")
        .arg(own)
        .args(options);
    match command.status() {
        Ok(status) => assert!(status.success(), "benches/quality/{name} failed"),
        Err(error) => println!("skipped: python3 cannot be started ({error})"),
    }
}

/// Reads the files that stdin names, one a line, and prints one line of JSON for each.
fn read_all(options: &Options) {
    for file in std::io::stdin().lock().lines() {
        let file = file.expect("stdin names files");
        let start = Instant::now();
        let bytes = std::fs::read(&file).unwrap_or_default();
        let read = extract(&file, &bytes, options);
        let seconds = start.elapsed().as_secs_f64();
        let line = match read {
            Ok(read) => {
                let losses: Vec<String> = read.losses.iter().map(ToString::to_string).collect();
                let (pages, all) = (read.pages.len(), all(&read));
                json!({ "file": file, "seconds": seconds, "pages": pages, "losses": losses, "all": all, "body": body(read) })
            }
            Err(error) => {
                json!({ "file": file, "seconds": seconds, "pages": 0, "losses": [error.to_string()], "all": "", "body": "" })
            }
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("stdout takes lines");
    }
}

/// Every line that the file shows, headers, footers and notes included, in the order of the pages.
fn all(read: &Extracted) -> String {
    let lines = read.pages.iter().flat_map(|page| &page.blocks).flat_map(|block| &block.lines);
    lines.map(|line| line.text.clone() + "\n").collect()
}

/// The body as `crosscut extract` prints it: paragraphs, without notes.
fn body(read: Extracted) -> String {
    let document = assemble(AgreementId::slug("bench"), Source::default(), &read.pages, read.losses);
    let body = document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text());
    body.filter_map(|paragraph| Some(paragraph.span.cut(&document.text)?.to_owned() + "\n")).collect()
}

/// Reads each file `rounds` times, layout and all, and prints the least seconds of a round and the number of pages.
fn time(rounds: u32, files: &[&str]) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("no pool is built before");
    for file in files {
        let bytes = std::fs::read(file).expect("the file can be read");
        let (mut least, mut pages) = (f64::MAX, 0);
        for _ in 0..rounds {
            let start = Instant::now();
            pages = extract(file, &bytes, &Options::default()).map_or(0, |read| read.pages.len());
            least = least.min(start.elapsed().as_secs_f64());
        }
        println!("{least:.6} {pages} {file}");
    }
}
