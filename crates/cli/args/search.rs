//! What searching takes.

use super::Reading;
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Queries:
  incident reporting               all words, in any form and spelling
  \"supply chain\"  \"supply chain\"~3  a phrase; words near each other
  incident OR breach -drill        either, without; AND joins before OR
  =reports  secur*  vulnerabilty~  as written; a pattern; a misspelled word
  agreement:eu-* year:2015..2019 strength:shall article:9
  docs/search.md lists all of it; --explain shows how a query was read

Examples:
  crosscut search '\"supply chain\" agreement:charter-of-trust'
  crosscut search 'incident OR vulnerab* -voluntary' --format csv > hits.csv
  crosscut search '\"capacity building\"' --format docx --out quotes.docx
  crosscut search --like 'paris-call#para_1'")]
pub(crate) struct Search {
    /// Words, "phrases", AND, OR, NOT, fields such as agreement:ID; @NAME for a saved search
    #[arg(value_name = "QUERY", required_unless_present = "example", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// Clauses of other agreements that are like this one
    #[arg(long = "like", value_name = "CLAUSE", conflicts_with = "query", group = "example")]
    pub(crate) like_clause: Option<String>,
    /// Clauses that are like this text
    #[arg(long, value_name = "TEXT", conflicts_with = "query", group = "example")]
    pub(crate) like_text: Option<String>,
    /// Clauses that are like the text of this file
    #[arg(long, value_name = "FILE", conflicts_with = "query", group = "example")]
    pub(crate) like_file: Option<PathBuf>,
    /// Number of clauses to show [default: 10; with ids, csv, kwic, xlsx or docx, all]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Number of clauses to skip
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) offset: usize,
    /// Clauses with some of the words, too
    #[arg(long)]
    pub(crate) any: bool,
    /// Order of the clauses
    #[arg(long, value_enum, default_value_t = SortBy::Score)]
    pub(crate) sort: SortBy,
    /// Count the clauses by agreement, group, year, kind, strength, language or element
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FIELD,…")]
    pub(crate) facets: Vec<FacetBy>,
    /// Also show so many clauses before and after each
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) context: usize,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = HitForm::Table)]
    pub(crate) format: HitForm,
    /// Characters on each side of a word, with kwic
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) width: usize,
    /// File to write [default: print; for xlsx and docx, search.xlsx or search.docx in the study's out/]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Show how the query was read, or what it is in the query language of `quickwit`, for an index of what `crosscut export
    /// quickwit` wrote
    #[arg(long, value_enum, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "words")]
    pub(crate) explain: Option<Explain>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut index my-agreements/ --study ours   reads a folder and indexes its clauses
  crosscut search 'supply chain' --study ours
  crosscut run --study ours               goes on to propose candidates; nothing is read twice")]
pub(crate) struct Index {
    /// Documents, folders, a study, or a clauses.jsonl of ready-made clauses [default: index the study again]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut kwic 'critical infrastructure' --sort R1
  crosscut kwic 'report* agreement:eu-*' --width 40")]
pub(crate) struct Kwic {
    /// A query, as for `crosscut search`
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: String,
    /// Characters on each side
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) width: usize,
    /// Sort the lines by the first, second … word on the left (L1, L2) or right (R1, R2)
    #[arg(long, value_name = "SIDE", value_parser = side)]
    pub(crate) sort: Option<Side>,
    /// Number of lines to show [default: all]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut words                                         the commonest words of the study
  crosscut words 'agreement:eu-*' --ngrams 2             the commonest pairs of words there
  crosscut words --near incident --window 5              what is said around a word
  crosscut words 'year:..2014' --against 'year:2015..'   what earlier texts say more often, and later ones")]
pub(crate) struct Words {
    /// Only the words of clauses that match this query
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// Count runs of so many words
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true, value_parser = clap::value_parser!(u8).range(1..=6))]
    pub(crate) ngrams: u8,
    /// Words near this one, by how strongly they are bound to it (log-Dice)
    #[arg(long, value_name = "WORD", conflicts_with_all = ["ngrams", "against"])]
    pub(crate) near: Option<String>,
    /// Words on each side that count as near
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) window: usize,
    /// Words that the clauses of QUERY use more than the clauses of this query (log-likelihood, log ratio)
    #[arg(long, value_name = "QUERY", conflicts_with = "ngrams")]
    pub(crate) against: Option<String>,
    /// How often each word is in each agreement
    #[arg(long, conflicts_with_all = ["near", "against"])]
    pub(crate) by_agreement: bool,
    /// Number of words to show
    #[arg(long, default_value_t = 40)]
    pub(crate) limit: usize,
}

/// In what a query is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Explain {
    /// In words
    Words,
    /// In the query language of Quickwit
    Quickwit,
}

/// Which word of a line's sides it is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left(usize),
    Right(usize),
}

fn side(text: &str) -> Result<Side, String> {
    let wrong = || "expected L1, L2 … or R1, R2 …".to_owned();
    let (side, place) = text.split_at_checked(1).ok_or_else(wrong)?;
    let place = place.parse().ok().filter(|place| (1..=9).contains(place)).ok_or_else(wrong)?;
    match side {
        "L" | "l" => Ok(Side::Left(place)),
        "R" | "r" => Ok(Side::Right(place)),
        _ => Err(wrong()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// Best first
    Score,
    /// By agreement, best first in each
    Agreement,
    /// Oldest agreement first
    Year,
    /// By agreement, as the text runs
    Position,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    Agreement,
    Group,
    Year,
    Kind,
    Strength,
    Language,
    Element,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HitForm {
    /// Quotes with their places
    Table,
    /// One JSON document
    Json,
    /// A table: agreement, year, locator, page, quote
    Csv,
    /// The same as an Excel workbook, the words that match in bold
    Xlsx,
    /// Cited quotations for Word, the words that match in bold
    Docx,
    /// A line for each match, the match in the middle
    Kwic,
    /// Ids of the clauses, a line each
    Ids,
}
