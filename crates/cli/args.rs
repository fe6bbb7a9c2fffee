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
    /// Show the decisions: which element stands in which agreement.
    Matrix(Matrix),
    /// Say what is done, what is open and what needs a look.
    Status(Status),
    /// Write the report and the tables again, with all decisions made since the last run.
    Export(Export),
    /// Find the elements of a codebook.
    Codebook(Codebook),
    /// Measure candidates, or a codebook's matches, against hand-tagged gold.
    Evaluate(Evaluate),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) study: StudyArg,
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
    /// Measure the coarser groups of gold.
    #[arg(long)]
    pub(crate) groups: bool,
    /// Count gold that no clause answers as missed.
    #[arg(long)]
    pub(crate) count_unmatched: bool,
    /// From 0 (few, broad candidates) to 1 (many, narrow ones); with --clauses.
    #[arg(long, value_name = "0..1", value_parser = granularity, requires = "clauses")]
    pub(crate) granularity: Option<f32>,
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
    Absent { element: String, agreement: String },
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
    /// Coders differed on a clause: this holds.
    Resolve {
        element: String,
        clause: String,
        /// The clause does not belong.
        #[arg(long)]
        out: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Matrix {
    #[command(flatten)]
    pub(crate) study: StudyArg,
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
    /// Password of encrypted PDFs.
    #[arg(long)]
    pub(crate) password: Option<String>,
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
    /// Only these pages: 3, 3-5, 3- or -5.
    #[arg(long, value_name = "FROM-TO", allow_hyphen_values = true, value_parser = pages)]
    pub(crate) pages: Option<(u32, u32)>,
    /// With running heads, feet, page numbers and notes (JSON always has them, tagged).
    #[arg(long)]
    pub(crate) all: bool,
    /// Password of an encrypted PDF.
    #[arg(long)]
    pub(crate) password: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// The body in reading order, a paragraph a line.
    Text,
    /// Pages, blocks, lines and words with their boxes.
    Json,
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

fn pages(text: &str) -> Result<(u32, u32), String> {
    let number = |text: &str, open: u32| match text {
        "" => Ok(open),
        text => text.parse().map_err(|_| "pages are written 3, 3-5, 3- or -5".to_owned()),
    };
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (number(from, 1)?, number(to, u32::MAX)?);
    if from == 0 || from > to {
        Err("the first page is 1, and a range goes upwards".into())
    } else {
        Ok((from, to))
    }
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
        assert_eq!(pages("3"), Ok((3, 3)));
        assert_eq!(pages("3-5"), Ok((3, 5)));
        assert_eq!(pages("-5"), Ok((1, 5)));
        assert_eq!(pages("4-"), Ok((4, u32::MAX)));
        assert!(pages("5-3").is_err() && pages("0").is_err() && pages("x").is_err());
    }
}
