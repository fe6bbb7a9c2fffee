//! What can be typed after `crosscut export`.

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use crosscut_export::{FORMATS, Format};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut export                        the report and its tables, with all decisions so far
  crosscut export docx                   the annex of a background paper, for Word
  crosscut export xlsx --out ours.xlsx   the workbook, to a file of your own
  crosscut export all --out ours         every format, in a folder
  crosscut export qdpx --sources both    a project for ATLAS.ti, NVivo, MAXQDA or QualCoder
  crosscut export context --query 'incident AND report' --max-tokens 4000
                                         clauses with citations, to paste anywhere")]
pub(crate) struct Export {
    /// Format to export [default: report and tables]
    #[arg(value_name = "FORMAT", value_parser = formats())]
    pub(crate) format: Option<Exported>,
    /// File to write, or folder where the format makes several [default: in the study's out/]
    #[arg(long, value_name = "FILE", requires = "format")]
    pub(crate) out: Option<PathBuf>,
    /// Template of the paper, in place of the built-in one (docx, html); `--print-template` prints that
    #[arg(long, value_name = "FILE", requires = "format")]
    pub(crate) template: Option<PathBuf>,
    /// Print the built-in template of the paper, to edit it
    #[arg(long, conflicts_with_all = ["format", "unblind", "json"])]
    pub(crate) print_template: bool,
    /// What a project holds of the sources (qdpx) [default: text]
    #[arg(long, value_enum, requires = "format")]
    pub(crate) sources: Option<SourcesOfProject>,
    /// Also include what is only suggested, marked as such, where the format leaves it out (csv, md, json,
    /// parquet, qdc, qdpx, webannotation)
    #[arg(long, requires = "format")]
    pub(crate) include_suggestions: bool,
    /// What to search for (context): words, or the query language of `crosscut search`
    #[arg(long, value_name = "QUERY", requires = "format")]
    pub(crate) query: Option<String>,
    /// Tokens at most (context), estimated as four letters each
    #[arg(long, value_name = "N", default_value_t = 4000, requires = "format")]
    pub(crate) max_tokens: usize,
    /// Password for encrypted PDFs, for searchable-pdf
    #[arg(long)]
    pub(crate) password: Option<String>,
}

/// What a project for other programs holds of the sources.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SourcesOfProject {
    /// Their text, which most programs read best
    Text,
    /// The PDFs, with boxes and text
    Pdf,
    /// Both, as sources of their own
    Both,
}

/// What can be exported.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exported {
    /// The study, in a format.
    Study(&'static Format),
    /// The study, in every format.
    All,
    /// Clauses that a search finds, with citations.
    Context,
}

const ALL: &str = "all";

const CONTEXT: &str = "context";

/// The formats by name, each with what it is.
fn formats() -> impl clap::builder::TypedValueParser<Value = Exported> {
    let context =
        PossibleValue::new(CONTEXT).help("Clauses that a search finds, with citations, to paste anywhere");
    let all = PossibleValue::new(ALL).help("Every format above, each under its usual name in one folder");
    let values = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.what));
    PossibleValuesParser::new(values.chain([all, context])).try_map(|name| match Format::named(&name) {
        Some(format) => Ok(Exported::Study(format)),
        None if name == ALL => Ok(Exported::All),
        None if name == CONTEXT => Ok(Exported::Context),
        None => Err(format!("unknown format {name:?}")),
    })
}
