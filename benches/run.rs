//! The whole `crosscut run` over real agreements, from nothing and with nothing changed: seconds and peak memory.
//!
//! `cargo bench --bench run` prints a table; `cargo bench --bench run -- --keep NAME` also writes it to
//! `bench-runs/NAME/run.md`. Without `../shared/corpus/agreements` the digests of `data/sample` are read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Each case is run this often and the median shown.
const ROUNDS: usize = 5;

struct Measured {
    seconds: f64,
    megabytes: f64,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = root.join("../shared/corpus/agreements");
    let input = if real.is_dir() { real } else { root.join("data/sample") };
    let study = std::env::temp_dir().join(format!("crosscut-bench-{}", std::process::id()));
    let mut fresh = Vec::new();
    let mut unchanged = Vec::new();
    for _ in 0..ROUNDS {
        let _ = fs::remove_dir_all(&study);
        fresh.push(measure(&input, &study));
        unchanged.push(measure(&input, &study));
    }
    assert!(study.join("out/report.html").is_file(), "the run wrote no report");
    let _ = fs::remove_dir_all(&study);
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    let table = format!(
        "`cargo bench --bench run`, {ROUNDS} rounds, median, over {name} ({:.1} MB)\n\n\
         | case | seconds | peak MB |\n|---|---|---|\n| from nothing | {} |\n| nothing changed | {} |\n",
        size(&input),
        row(fresh),
        row(unchanged),
    );
    println!("{table}");
    keep(root, &table);
}

/// Writes the table where `--keep NAME` asks for it.
fn keep(root: &Path, table: &str) {
    let args: Vec<String> = std::env::args().collect();
    if let Some(name) = args.iter().position(|arg| arg == "--keep").and_then(|at| args.get(at + 1)) {
        let folder = root.join("bench-runs").join(name);
        fs::create_dir_all(&folder).expect("bench-runs can be written");
        fs::write(folder.join("run.md"), table).expect("bench-runs can be written");
    }
}

fn measure(input: &Path, study: &Path) -> Measured {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_crosscut"))
        .args([Path::new("run"), input, Path::new("--study"), study])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it is built");
    let mut kilobytes = 0;
    let status = loop {
        kilobytes = peak(child.id()).unwrap_or(kilobytes);
        if let Some(status) = child.try_wait().expect("it was started") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    assert!(status.code().is_some_and(|code| code < 2), "the run failed");
    Measured { seconds: start.elapsed().as_secs_f64(), megabytes: f64::from(kilobytes) / 1024.0 }
}

/// The most memory that a process has had so far, in kilobytes, where the system tells (Linux).
fn peak(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn row(mut all: Vec<Measured>) -> String {
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let most = all.iter().map(|m| m.megabytes).fold(0.0, f64::max);
    format!("{:.2} | {most:.0}", all[all.len() / 2].seconds)
}

fn size(folder: &Path) -> f64 {
    let files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.iter().filter_map(|file| fs::metadata(file).ok()).map(|m| m.len() as f64).sum::<f64>() / 1e6
}
