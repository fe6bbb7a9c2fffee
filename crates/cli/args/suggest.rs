//! What can be typed after `crosscut suggestions`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut suggestions                               what assistants suggest, with the words that each rests on
  crosscut suggestions add helper answers.jsonl      checks every quote and keeps what is true
  crosscut suggestions take-back helper --by Ana     everything that this assistant suggested

Suggestions are never decisions: they count in no figure, and nothing is decided but by `crosscut decide` or the page.")]
pub(crate) struct Suggestions {
    #[command(subcommand)]
    pub(crate) action: Option<SuggestionsAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SuggestionsAction {
    /// Check suggestions, a JSON object a line, and keep those whose words are there
    Add {
        /// The assistant's name, as you want it to be called
        name: String,
        /// {"kind": "clause", "of": "Incident reporting", "cites": [{"clause": "ID", "words": "…"}]}, one a line; kinds are
        /// element, definition, clause, name and note
        #[arg(value_name = "FILE.jsonl")]
        file: PathBuf,
        /// The model that made them
        #[arg(long, value_name = "NAME")]
        model: Option<String>,
    },
    /// Take back everything that an assistant suggested; say with --by who does
    TakeBack {
        /// The assistant's name
        name: String,
    },
}

#[cfg(feature = "suggest")]
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut suggest --endpoint http://127.0.0.1:8080/v1 --model qwen3 --dry-run   what would be sent, and how much
  crosscut suggest --endpoint http://127.0.0.1:11434/v1 --model qwen3 --name qwen

The model is asked for names and definitions of open candidates, and whether the likeliest clause carries an element where
the chance leaves it open. Each quote of an answer is checked; nothing is decided. Another computer is asked only if
crosscut.toml names it ([assistants] hosts), after a question each time; the key is read from CROSSCUT_API_KEY.")]
pub(crate) struct Suggest {
    /// Address of a server that speaks OpenAI's protocol (llama.cpp, Ollama, LM Studio)
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint: String,
    /// The model, as the server names it
    #[arg(long, value_name = "NAME")]
    pub(crate) model: String,
    /// What the assistant is called in the study
    #[arg(long, value_name = "NAME", default_value = "model")]
    pub(crate) name: String,
    /// Candidates to ask a name and a definition for
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) names: usize,
    /// Cells in doubt to ask about
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) cells: usize,
    /// Seconds to wait for an answer
    #[arg(long = "time-out", value_name = "SECONDS", default_value_t = 120)]
    pub(crate) patience: u64,
    /// Print what would be sent and how much it is, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}
