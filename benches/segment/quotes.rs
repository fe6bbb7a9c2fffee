//! Gold quotes of provisions: does each lie in one clause, with its ends within three words of the clause's?

use super::{Failure, Figure, absent, letters, read};
use crosscut::text::{Clause, ClauseKind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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

#[derive(Debug, Default)]
struct Tally {
    quotes: usize,
    absent: usize,
    inside: usize,
    unit: usize,
    exact: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.quotes += other.quotes;
        self.absent += other.absent;
        self.inside += other.inside;
        self.unit += other.unit;
        self.exact += other.exact;
    }
}

/// The share of the quotes that are found which lie in one clause; and which end where it ends, give or take three words.
pub(crate) fn measure(shared: &Path, verbose: bool) -> Result<Vec<Figure>, Failure> {
    let sets: [(&str, &str, &str); 2] = [
        ("gold/cyber/gold-quotes.jsonl", "corpus/agreements", "cyber"),
        ("gold/cuad/gold.jsonl", "gold/cuad/pdf", "cuad"),
    ];
    let mut figures = Vec::new();
    for (gold, folder, name) in sets {
        let gold = shared.join(gold);
        if !gold.is_file() {
            figures.extend(absent(name, &gold));
            continue;
        }
        let mut by_agreement: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in std::fs::read_to_string(gold)?.lines() {
            let (Some(agreement), Some(quote)) = (field(line, "agreement"), field(line, "quote")) else {
                continue;
            };
            by_agreement.entry(agreement).or_default().insert(quote);
        }
        let mut all = Tally::default();
        for (agreement, quotes) in by_agreement {
            let Some(path) = file(&shared.join(folder), &agreement) else { continue };
            let clauses = read(&path)?.clauses;
            let tally = tally(&clauses, &quotes, name == "cyber", verbose);
            if verbose {
                println!("{name} {agreement:.40}: {tally:?}");
            }
            all.add(&tally);
        }
        let found = all.quotes - all.absent;
        let share = |count: usize| count as f64 / found.max(1) as f64;
        let detail = format!("{} quotes, {found} found in the text", all.quotes);
        let figure = |what: &str, count, bar, detail| {
            Figure::new(format!("quotes of {name} {what}"), share(count), bar, detail)
        };
        figures.push(figure(
            "in one clause, its lead-in and heading",
            all.inside,
            Some(0.95),
            detail.clone(),
        ));
        figures.push(figure("in one unit, its points included", all.unit, None, detail.clone()));
        // The quotes of CUAD are sentences or parts of them: they end where the lawyer stopped, not where a unit does.
        let bar = Some(0.95).filter(|_| name == "cyber");
        figures.push(figure("with both ends within three words of the clause's", all.exact, bar, detail));
    }
    Ok(figures)
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
        tally.quotes += 1;
        let wanted = letters(quote);
        let places: Vec<usize> = text.text.match_indices(&wanted).map(|(at, _)| at).collect();
        if places.is_empty() {
            tally.absent += 1;
            if verbose {
                println!("  absent: {quote:.90}");
            }
            continue;
        }
        let verdicts: Vec<Verdict> =
            places.iter().map(|at| verdict(clauses, &text, *at, wanted.len())).collect();
        let inside = verdicts.iter().any(|verdict| verdict.inside);
        let exact = verdicts.iter().any(|verdict| verdict.exact);
        tally.inside += usize::from(inside);
        tally.unit += usize::from(verdicts.iter().any(|verdict| verdict.unit));
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

/// How a quote lies in the clauses.
#[derive(Clone, Copy, Default)]
struct Verdict {
    /// In one clause, or it and the headings and lead-ins before it.
    inside: bool,
    /// In one clause and what hangs from it.
    unit: bool,
    /// In one clause, which ends where the quote ends.
    exact: bool,
}

fn verdict(clauses: &[Clause], text: &Letters, at: usize, length: usize) -> Verdict {
    let owners: BTreeSet<usize> = text.owner[at..at + length].iter().copied().collect();
    let (Some(&first), Some(&last)) = (owners.first(), owners.last()) else { return Verdict::default() };
    let leads = |clause: &Clause| {
        clause.kind == ClauseKind::Heading
            || clauses[last].lead_in.as_ref().is_some_and(|lead_in| lead_in.contains(clause.text.as_str()))
    };
    let inside = owners.iter().all(|owner| *owner == last || leads(&clauses[*owner]));
    let hangs = |mut at: usize| {
        while at != first {
            let parent = clauses[at].parent.as_ref();
            match clauses[..at].iter().rposition(|clause| Some(&clause.eid) == parent) {
                Some(above) => at = above,
                None => return false,
            }
        }
        true
    };
    let unit = inside || owners.iter().all(|owner| hangs(*owner));
    let start = text.owner.partition_point(|owner| *owner < first);
    let end = text.owner.partition_point(|owner| *owner <= last);
    // Three words of English are some eighteen letters.
    let exact = inside && at - start <= 18 && end - (at + length) <= 18;
    Verdict { inside, unit, exact }
}
