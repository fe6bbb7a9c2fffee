//! Segmentation against structure that others marked up: every bar by one command.
//!
//! `cargo bench --bench segment` prints a table (`-- -v` names each miss, `-- --keep NAME` writes it to
//! `bench-runs/NAME/segment.md`). What `../shared` does not hold is passed over with a line that says so.

mod clean;
mod front;
mod quotes;
mod sentences;
mod speed;
mod structure;

use crosscut::text::{AgreementId, Clause, Document, Page};
use crosscut::{Agreement, Input};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

/// A measured figure and its bar.
struct Figure {
    what: String,
    value: f64,
    bar: Option<f64>,
    /// Whether less is better.
    at_most: bool,
    detail: String,
}

impl Figure {
    fn new(what: String, value: f64, bar: Option<f64>, detail: String) -> Self {
        Self { what, value, bar, at_most: false, detail }
    }

    fn at_most(what: String, value: f64, bar: f64, detail: String) -> Self {
        Self { what, value, bar: Some(bar), at_most: true, detail }
    }

    fn row(&self) -> String {
        let number = |value: f64| {
            if value.fract() == 0.0 || value >= 10.0 { format!("{value:.0}") } else { format!("{value:.4}") }
        };
        let (bar, reached) = match self.bar {
            None => (String::new(), ""),
            Some(bar) => {
                let reached = if self.at_most { self.value <= bar } else { self.value >= bar };
                let sign = if self.at_most { "≤" } else { "≥" };
                (format!("{sign} {}", number(bar)), if reached { "yes" } else { "NO" })
            }
        };
        format!("| {} | {} | {bar} | {reached} | {} |\n", self.what, number(self.value), self.detail)
    }
}

fn main() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared");
    let args: Vec<String> = std::env::args().collect();
    let verbose = args.iter().any(|arg| arg == "-v");
    let mut figures = structure::measure(&shared, verbose)?;
    figures.extend(quotes::measure(&shared, verbose)?);
    figures.extend(clean::measure(&shared, verbose)?);
    figures.extend(front::measure(&shared, verbose)?);
    figures.extend(sentences::measure(&shared, verbose)?);
    figures.extend(speed::measure(&shared)?);
    let rows: String = figures.iter().map(Figure::row).collect();
    let table = format!(
        "`cargo bench --bench segment`\n\n| what | measured | bar | reached | over |\n|---|---|---|---|---|\n{rows}"
    );
    println!("{table}");
    if let Some(name) = args.iter().position(|arg| arg == "--keep").and_then(|at| args.get(at + 1)) {
        let folder = root.join("bench-runs").join(name);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("segment.md"), table)?;
    }
    Ok(())
}

/// A document that was read, with its pages.
struct Read {
    pages: Vec<Page>,
    document: Document,
    clauses: Vec<Clause>,
}

fn read(path: &Path) -> Result<Read, Failure> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let input = Input {
        agreement: Agreement::named(AgreementId::new(&stem)?, stem.clone()),
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: std::fs::read(path)?,
    };
    let reading = crosscut::read(&input, &crosscut::Options::default())?;
    let pages = crosscut::extract_file(path, &crosscut::Options::default())?.pages;
    Ok(Read { pages, document: reading.document, clauses: reading.clauses })
}

/// Letters and digits in lower case: what no typography changes.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Says that a figure cannot be measured here.
fn absent(what: &str, path: &Path) -> Vec<Figure> {
    eprintln!("{what}: {} is absent, passed over", path.display());
    Vec::new()
}

/// Seconds of processor time so far (of the clock where the system does not tell): other programs do not count.
fn processor_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let ticks = || -> Option<f64> {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        fields.split_whitespace().nth(11)?.parse().ok()
    };
    ticks().map_or_else(|| START.elapsed().as_secs_f64(), |ticks| ticks / 100.0)
}
