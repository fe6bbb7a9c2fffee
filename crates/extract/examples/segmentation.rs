//! Segmentation measured against structure that others marked up:
//! `cargo run --release -p crosscut-extract --example segmentation [-v]`.
//!
//! 1. The starts of recitals, articles, paragraphs and points of the NIS2 PDF against the act's own HTML.
//! 2. The gold quotes of numbered provisions: does each lie in one clause, with its ends within three words?
//! 3. Bytes of text a second, segmentation alone, one thread.

use crosscut_extract::{Options, extract};
use crosscut_text::{AgreementId, Clause, ClauseKind, Document, Source, assemble, segment};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let verbose = std::env::args().any(|argument| argument == "-v");
    if !shared.is_dir() {
        eprintln!("{} is absent: nothing to measure", shared.display());
        return Ok(());
    }
    structure(&shared, verbose)?;
    quotes(&shared, verbose)?;
    speed(&shared)
}

fn read(path: &Path) -> Result<Document, Failure> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let extracted = extract(&file, &std::fs::read(path)?, &Options::default())?;
    let source = Source { file, sha256: String::new(), media_type: extracted.media_type.to_owned() };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(assemble(AgreementId::new(&stem)?, source, &extracted.pages, extracted.losses))
}

/// Letters and digits in lower case: what no typography changes.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

// ---- 1. structure ----

/// A unit's locator and the first letters of its text.
type Start = (String, String);

fn structure(shared: &Path, verbose: bool) -> Result<(), Failure> {
    let html = std::fs::read_to_string(shared.join("corpus/truth/eu-nis2.html"))?;
    let truth: BTreeSet<Start> = marked_up(&html).into_iter().collect();
    for file in ["agreements/eu-nis2.pdf", "truth/eu-nis2.html"] {
        let document = read(&shared.join("corpus").join(file))?;
        let found: BTreeSet<Start> = segment(&document).clauses.iter().filter_map(start).collect();
        let right = truth.iter().filter(|start| found.contains(*start)).count();
        let (precision, recall) = (right as f64 / found.len() as f64, right as f64 / truth.len() as f64);
        println!(
            "{file}: {} units marked up, {} found, {right} right: precision {precision:.4}, recall {recall:.4}, F1 {:.4}",
            truth.len(),
            found.len(),
            2.0 * precision * recall / (precision + recall)
        );
        if verbose {
            truth.difference(&found).for_each(|start| println!("  missed {start:?}"));
            found.difference(&truth).for_each(|start| println!("  extra  {start:?}"));
        }
    }
    Ok(())
}

/// First letters of a text, its number left out.
fn opening(text: &str, number: &str) -> String {
    let rest = text
        .trim_start_matches(['(', ' '])
        .strip_prefix(number)
        .filter(|rest| rest.starts_with([')', '.', ' ']));
    letters(rest.unwrap_or(text)).chars().take(12).collect()
}

/// The start that a clause claims, if it is a recital, article, paragraph or point of the body.
fn start(clause: &Clause) -> Option<Start> {
    let locator = clause.locator.as_str();
    let body = locator.starts_with("Article ") || locator.starts_with("Recital ");
    if !body
        || locator.contains(',')
        || !matches!(
            clause.eid.as_str().rsplit("__").next()?.split('_').next()?,
            "rec" | "art" | "para" | "point"
        )
    {
        return None;
    }
    if clause.kind == ClauseKind::Heading {
        return Some((locator.to_owned(), String::new()));
    }
    let number = locator.trim_end_matches(')').rsplit(['(', ' ']).next()?;
    let unnumbered = !clause.text.trim_start_matches('(').starts_with(number);
    (!unnumbered).then(|| (locator.to_owned(), opening(&clause.text, number)))
}

/// The units of the act by its own markup: ids of recitals, articles and paragraphs; points are table rows whose first
/// cell is a number in brackets.
fn marked_up(html: &str) -> Vec<Start> {
    let mut found: Vec<Start> = Vec::new();
    let (mut article, mut tables, mut path, mut waiting) =
        (String::new(), 0_usize, Vec::new(), None::<String>);
    let mut recital = false;
    for tag in html.split('<').skip(1) {
        let Some((tag, text)) = tag.split_once('>') else { continue };
        let id = tag.split_once("id=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(id, _)| id);
        if let Some(number) = id.strip_prefix("rct_") {
            recital = true;
            waiting = Some(format!("Recital {number}"));
        } else if let Some(number) = id.strip_prefix("art_").filter(|id| !id.contains('.')) {
            (recital, tables) = (false, 0);
            article = format!("Article {number}");
            path = vec![article.clone()];
            found.push((article.clone(), String::new()));
        } else if let Some((_, number)) = id.split_once('.').filter(|(a, b)| a.len() == 3 && b.len() == 3) {
            path = vec![format!("{article}({})", number.trim_start_matches('0'))];
            waiting = path.first().cloned();
            tables = 0;
        } else if id.starts_with("anx_") || id.starts_with("fnp_") {
            article.clear();
        } else if tag.starts_with("table") {
            tables += 1;
        } else if tag.starts_with("/table") {
            tables = tables.saturating_sub(1);
        }
        let text = text.replace('\u{a0}', " ").replace("&nbsp;", " ");
        let text = text.trim();
        if !tag.starts_with("p ") || text.is_empty() {
            continue;
        }
        let number = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).filter(|n| n.len() <= 5);
        match (number, &waiting) {
            (Some(_), _) if recital => {}
            (Some(number), _) if tables > 0 && !article.is_empty() => {
                path.truncate(tables);
                let above = path.last().cloned().unwrap_or_default();
                path.push(format!("{above}({number})"));
                waiting = path.last().cloned();
            }
            (_, Some(locator)) => {
                let number = locator.trim_end_matches(')').rsplit(['(', ' ']).next().unwrap_or("");
                found.push((locator.clone(), opening(text, number)));
                waiting = None;
            }
            _ => {}
        }
    }
    found
}

// ---- 2. quotes ----

/// A document's letters and which clause each is in.
struct Letters {
    text: String,
    owner: Vec<usize>,
}

impl Letters {
    fn of(clauses: &[Clause]) -> Self {
        let (mut text, mut owner) = (String::new(), Vec::new());
        for (index, clause) in clauses.iter().enumerate() {
            let own = letters(&clause.text);
            owner.resize(owner.len() + own.len(), index);
            text.push_str(&own);
        }
        Self { text, owner }
    }
}

#[derive(Default)]
struct Tally {
    numbered: usize,
    absent: usize,
    inside: usize,
    exact: usize,
}

fn quotes(shared: &Path, verbose: bool) -> Result<(), Failure> {
    let sets: [(&str, &str, &str); 2] = [
        ("gold/cyber/gold-quotes.jsonl", "corpus/agreements", "cyber"),
        ("gold/cuad/gold.jsonl", "gold/cuad/pdf", "cuad"),
    ];
    for (gold, folder, name) in sets {
        let mut by_agreement: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in std::fs::read_to_string(shared.join(gold))?.lines() {
            let (Some(agreement), Some(quote)) = (field(line, "agreement"), field(line, "quote")) else {
                continue;
            };
            by_agreement.entry(agreement).or_default().insert(quote);
        }
        let mut all = Tally::default();
        for (agreement, quotes) in by_agreement {
            let Some(path) = file(&shared.join(folder), &agreement) else { continue };
            let clauses = segment(&read(&path)?).clauses;
            let tally = tally(&clauses, &quotes, name == "cyber", verbose);
            println!(
                "{name} {agreement:.40}: {} quotes, {} not in the text, {} in one clause, {} of them with ends within 3 words",
                tally.numbered, tally.absent, tally.inside, tally.exact
            );
            all.numbered += tally.numbered;
            all.absent += tally.absent;
            all.inside += tally.inside;
            all.exact += tally.exact;
        }
        let found = (all.numbered - all.absent) as f64;
        println!(
            "{name}: {} quotes, {} found in the text; in one clause {:.4}; with ends within 3 words {:.4}",
            all.numbered,
            all.numbered - all.absent,
            all.inside as f64 / found,
            all.exact as f64 / found
        );
    }
    Ok(())
}

fn file(folder: &Path, stem: &str) -> Option<PathBuf> {
    ["pdf", "md", "html"]
        .iter()
        .map(|ending| folder.join(format!("{stem}.{ending}")))
        .find(|path| path.is_file())
}

/// A string field of a JSON line.
fn field(line: &str, name: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get(name)?.as_str().map(str::to_owned)
}

/// Whether a quote starts with a printed number, as numbered provisions do.
fn is_numbered(quote: &str) -> bool {
    let token: String = quote.chars().take_while(|c| !c.is_whitespace()).take(7).collect();
    let bare = token.trim_matches(['(', ')', '.']);
    let bracket = token.contains(')') || token.contains('.');
    bracket
        && !bare.is_empty()
        && bare
            .split(')')
            .next()
            .is_some_and(|n| n.len() <= 4 && n.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn tally(clauses: &[Clause], quotes: &BTreeSet<String>, numbered_only: bool, verbose: bool) -> Tally {
    let text = Letters::of(clauses);
    let mut tally = Tally::default();
    for quote in quotes.iter().filter(|quote| !numbered_only || is_numbered(quote)) {
        tally.numbered += 1;
        let wanted = letters(quote);
        let places: Vec<usize> = text.text.match_indices(&wanted).map(|(at, _)| at).collect();
        if places.is_empty() {
            tally.absent += 1;
            if verbose {
                println!("  absent: {quote:.90}");
            }
            continue;
        }
        let verdicts: Vec<(bool, bool)> =
            places.iter().map(|at| verdict(clauses, &text, *at, wanted.len())).collect();
        let inside = verdicts.iter().any(|(inside, _)| *inside);
        let exact = verdicts.iter().any(|(_, exact)| *exact);
        tally.inside += usize::from(inside);
        tally.exact += usize::from(exact);
        if verbose && !(inside && (exact || !numbered_only)) {
            let owners: BTreeSet<&str> = text.owner[places[0]..places[0] + wanted.len()]
                .iter()
                .map(|owner| clauses[*owner].eid.as_str())
                .collect();
            println!("  cut: {quote:.90} {owners:?}");
        }
    }
    tally
}

/// Whether the letters at `at` lie in one clause (or it and the headings and lead-ins before it), and whether they end
/// where it ends, give or take three words.
fn verdict(clauses: &[Clause], text: &Letters, at: usize, length: usize) -> (bool, bool) {
    let owners: BTreeSet<usize> = text.owner[at..at + length].iter().copied().collect();
    let Some(&last) = owners.last() else { return (false, false) };
    let leads = |clause: &Clause| {
        clause.kind == ClauseKind::Heading
            || clauses[last].lead_in.as_ref().is_some_and(|lead_in| lead_in.contains(clause.text.as_str()))
    };
    let inside = owners.iter().all(|owner| *owner == last || leads(&clauses[*owner]));
    let first = owners.first().copied().unwrap_or(last);
    let start = text.owner.partition_point(|owner| *owner < first);
    let end = text.owner.partition_point(|owner| *owner <= last);
    // Three words of English are some eighteen letters.
    (inside, inside && at - start <= 18 && end - (at + length) <= 18)
}

// ---- 3. speed ----

/// Seconds of processor time so far (of the clock where the system does not tell): other programs do not count.
fn processor_seconds() -> f64 {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let ticks = || -> Option<f64> {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        fields.split_whitespace().nth(11)?.parse().ok()
    };
    ticks().map_or_else(|| START.elapsed().as_secs_f64(), |ticks| ticks / 100.0)
}

fn speed(shared: &Path) -> Result<(), Failure> {
    for file in [
        "agreements/eu-nis2.pdf",
        "agreements/eu-gdpr.html",
        "agreements/budapest-convention.md",
        "layout/paris-call-wg4-report.pdf",
    ] {
        let document = read(&shared.join("corpus").join(file))?;
        let runs = (4_000_000 / document.text.len().max(1)).max(1);
        let begun = processor_seconds();
        let clauses: usize = (0..runs).map(|_| segment(&document).clauses.len()).sum();
        let seconds = processor_seconds() - begun;
        let bytes = (document.text.len() * runs) as f64;
        println!("{file}: {} clauses, {:.1} MB of text a second", clauses / runs, bytes / seconds / 1e6);
    }
    Ok(())
}
