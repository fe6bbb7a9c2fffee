//! What can be typed after `crosscut mcp`.

#[derive(Debug, clap::Args)]
#[command(
    after_help = "An assistant's client starts this; docs/assistants.md has the settings of common ones. Examples:
  crosscut mcp --study my-study                                   reads: search, clauses, candidates, matrix, report
  crosscut mcp --study my-study --suggest helper --model qwen3    may also suggest, as assistant:helper

Each suggestion must cite clauses and quote words that are there. Nothing is decided, and nothing is sent anywhere by
this program; what the client shows its model goes where that model runs."
)]
pub(crate) struct Mcp {
    /// Let the assistant suggest, under this name
    #[arg(long, value_name = "NAME")]
    pub(crate) suggest: Option<String>,
    /// The model behind it, kept with each suggestion [default: the client that it comes through]
    #[arg(long, value_name = "NAME", requires = "suggest")]
    pub(crate) model: Option<String>,
}
