//! What `crosscut extract`, `crosscut hits` and `crosscut propose` take: they need no study.

use super::OcrChoice;
use super::values::{PageRange, Shard, granularity, jobs, language, pages, shard};
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut extract some.pdf                                      the text of a document
  crosscut extract my-agreements --format clauses --out read     clauses.jsonl and documents.jsonl of a folder
  crosscut extract @list.txt --format clauses --out read --shard 2/5 --jobs 1   one of five processes
  crosscut run read --study of-read                              goes on with them as with the documents")]
pub(crate) struct Extract {
    /// A document, or a folder of pictures that are its pages; with --format clauses any number of files and folders,
    /// @FILE for those that a file lists, a line each, and @- for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Format to print; --json is short for json
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ExtractFormat,
    /// Folder for clauses.jsonl and documents.jsonl; what was read into it before is not read again
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Read only the i-th of n shards of the documents; with --out
    #[arg(long, value_name = "i/n", value_parser = shard, requires = "out")]
    pub(crate) shard: Option<Shard>,
    /// Documents that are read at the same time; with --format clauses [default: one a processor]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,
    /// Only these pages: 3-5, or 1,4,9-; counted from 1, or by the page's own label (iv, A-2)
    #[arg(long, value_name = "PAGES", allow_hyphen_values = true, value_delimiter = ',', value_parser = pages)]
    pub(crate) pages: Vec<PageRange>,
    /// Include headers, footers, page numbers and notes (JSON always has them, tagged)
    #[arg(long)]
    pub(crate) all: bool,
    /// Password for an encrypted PDF
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// Run OCR on scanned pages (needs tesseract-ocr): those without readable text; `again`, also those that another
    /// program has recognised; or `all`
    #[arg(long, value_enum, value_name = "PAGES", num_args = 0..=1, require_equals = true, default_missing_value = "missing")]
    pub(crate) ocr: Option<OcrChoice>,
    /// Languages for OCR, likeliest first [default: told from the text]
    #[arg(long, value_name = "en,fr", value_delimiter = ',', value_parser = language, requires = "ocr")]
    pub(crate) languages: Vec<String>,
    /// Timeout for OCR of one page
    #[arg(long, value_name = "SECONDS", default_value_t = 120, requires = "ocr")]
    pub(crate) ocr_seconds: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// The body in reading order, one paragraph a line
    Text,
    /// Pages, blocks, lines and words with their boxes
    Json,
    /// A page to check it by: boxes drawn over each page, next to the text
    Html,
    /// A JSON object a clause, one a line (NDJSON)
    #[value(alias = "ndjson")]
    Clauses,
    /// The same as columns, in clauses.parquet; with --out
    #[cfg(feature = "parquet")]
    Parquet,
}

impl ExtractFormat {
    /// Whether it is clauses, of any number of documents.
    pub(crate) fn is_of_clauses(self) -> bool {
        match self {
            Self::Clauses => true,
            #[cfg(feature = "parquet")]
            Self::Parquet => true,
            Self::Text | Self::Json | Self::Html => false,
        }
    }
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut hits data/sample --left 1/2 --out hits    one of two processes
  crosscut hits data/sample --left 2/2 --out hits    the other
  crosscut propose data/sample --hits hits           the candidates, when both are done")]
pub(crate) struct Hits {
    /// A clauses.jsonl or clauses.parquet, folders that `crosscut extract --out` wrote, or documents
    #[arg(value_name = "CLAUSES", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Shard of the agreements whose clauses are looked at
    #[arg(long, value_name = "i/n", value_parser = shard)]
    pub(crate) left: Shard,
    /// Shard of the agreements in which their hits are looked for [default: all of them]
    #[arg(long, value_name = "j/m", value_parser = shard, default_value = "1/1", hide_default_value = true)]
    pub(crate) right: Shard,
    /// Folder for the hits, the same for all pairs; a pair that is there is not looked for again
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Also compare clauses by these vectors, as `crosscut propose` does
    #[arg(long, value_name = "FILE.npy|FILE.parquet")]
    pub(crate) vectors: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut propose my-agreements                        the candidates of a folder of documents; nothing is kept
  crosscut propose my-agreements --out proposed         in candidates.json and candidates.csv
  crosscut propose read --vectors vectors.npy --json    of what `crosscut extract --out read` left, by embeddings too")]
pub(crate) struct Propose {
    /// A clauses.jsonl or clauses.parquet, folders that `crosscut extract --out` wrote, or documents
    #[arg(value_name = "CLAUSES", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Also compare clauses by these vectors: a row for each clause of the one file of clauses (numpy.save), or found by the
    /// column `id` (Parquet)
    #[arg(long, value_name = "FILE.npy|FILE.parquet")]
    pub(crate) vectors: Option<PathBuf>,
    /// Take what clauses may have in common from a folder where `crosscut hits` left it, of the same clauses and vectors
    #[arg(long, value_name = "DIR")]
    pub(crate) hits: Option<PathBuf>,
    /// Granularity, from 0 (few, broad candidates) to 1 (many, narrow ones)
    #[arg(long, value_name = "0..1", value_parser = granularity)]
    pub(crate) granularity: Option<f32>,
    /// Write candidates.json and candidates.csv to this folder instead
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Number of candidates to list [default: 40]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// List all candidates, those of lower confidence too
    #[arg(long, conflicts_with = "out")]
    pub(crate) all: bool,
}
