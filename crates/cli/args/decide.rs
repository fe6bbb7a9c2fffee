//! What can be decided. Elements are named by name or id, candidates by number or id, clauses by id.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut candidates    lists candidates with their numbers
  crosscut decide confirm 1 --name \"Capacity building\" --by Ana
  crosscut decide reject 2 --reason boilerplate --by Ana
  crosscut decide undo --by Ana")]
pub(crate) struct Decide {
    #[command(subcommand)]
    pub(crate) verdict: Verdict,
    /// Your reason, kept with the decision and shown where coders disagree
    #[arg(long, value_name = "TEXT", global = true)]
    pub(crate) because: Option<String>,
    /// Keep both where an element has that name already (confirm, new, rename, split)
    #[arg(long, global = true)]
    pub(crate) both: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verdict {
    /// Confirm candidates as elements
    Confirm {
        /// Numbers in the list that `crosscut candidates` shows, or ids
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
        /// Name of the element [default: the candidate's label]
        #[arg(long)]
        name: Option<String>,
        /// Leave out a clause that does not belong
        #[arg(long, value_name = "CLAUSE")]
        without: Vec<String>,
    },
    /// Create an element from clauses of your choice
    New {
        /// Name of the element
        name: String,
        /// Ids of clauses, as `crosscut clauses` and `crosscut search --format ids` list them; no headings
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
        /// What the element means
        #[arg(long)]
        definition: Option<String>,
    },
    /// Reject candidates
    Reject {
        /// Numbers in the list that `crosscut candidates` shows, or ids
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
        /// not-a-commitment, different-commitments, boilerplate, extraction-error or other
        #[arg(long, default_value = "other")]
        reason: String,
        /// Explain the reason in your own words
        #[arg(long)]
        comment: Option<String>,
    },
    /// Postpone the decision on candidates
    Defer {
        /// Numbers in the list that `crosscut candidates` shows, or ids
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
    },
    /// Candidates that were set aside as form are substance: offer them like any other
    Substance {
        /// Numbers in the list that `crosscut candidates` shows, or ids
        #[arg(value_name = "CANDIDATE", required = true)]
        candidates: Vec<String>,
    },
    /// Rename an element
    Rename {
        /// Name of an element, or its id
        element: String,
        /// Its new name
        name: String,
    },
    /// Define what an element means
    Define {
        /// Name of an element, or its id
        element: String,
        /// What a clause must say to count
        definition: String,
    },
    /// Add clauses to an element
    Add {
        /// Name of an element, or its id
        element: String,
        /// Ids of clauses, as `crosscut clauses` lists them
        #[arg(value_name = "CLAUSE", required_unless_present = "from_search")]
        clauses: Vec<String>,
        /// Add every clause that a search finds, as `crosscut search QUERY --format ids` lists them
        #[arg(long, value_name = "QUERY", conflicts_with = "clauses", allow_hyphen_values = true)]
        from_search: Option<String>,
    },
    /// Remove clauses from an element
    Remove {
        /// Name of an element, or its id
        element: String,
        /// Ids of clauses, as `crosscut clauses` lists them
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Move clauses from one element to another
    Move {
        /// Element that they leave, by name or id
        from: String,
        /// Element that they go to, by name or id
        to: String,
        /// Ids of clauses, as `crosscut clauses` lists them
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Merge elements
    Merge {
        /// Element to keep
        into: String,
        /// Elements that go up in it, by name or id
        #[arg(value_name = "ELEMENT", required = true)]
        from: Vec<String>,
    },
    /// Split clauses off an element into a new one
    Split {
        /// Name of an element, or its id
        element: String,
        /// Name of the new element
        name: String,
        /// Ids of clauses, as `crosscut clauses` lists them
        #[arg(value_name = "CLAUSE", required = true)]
        clauses: Vec<String>,
    },
    /// Keep an outlier for the report, or drop it with --drop
    Outlier {
        /// Id of a clause, as `crosscut clauses` lists it
        clause: String,
        /// Drop it from the report
        #[arg(long)]
        drop: bool,
    },
    /// Record that you checked an agreement and it does not contain an element
    Absent {
        /// Name of an element, or its id
        element: String,
        /// Id of an agreement, as `crosscut agreement list` shows it
        agreement: String,
        /// A near miss that you checked and ruled out
        #[arg(long, value_name = "CLAUSE")]
        looked: Vec<String>,
    },
    /// Write a note about the study or one of its parts
    Note {
        /// Your words
        text: String,
        /// Name of an element, or its id
        #[arg(long, group = "about")]
        element: Option<String>,
        /// Id of a clause, as `crosscut clauses` lists it
        #[arg(long, group = "about")]
        clause: Option<String>,
        /// Number in the list that `crosscut candidates` shows, or id
        #[arg(long, group = "about")]
        candidate: Option<String>,
        /// Id of an agreement, as `crosscut agreement list` shows it
        #[arg(long, group = "about")]
        agreement: Option<String>,
    },
    /// Correct words of a clause that OCR misread: the clause keeps its text, report and page show both
    Correct {
        /// Id of a clause, as `crosscut clauses` lists it
        clause: String,
        /// The words as OCR read them
        #[arg(allow_hyphen_values = true)]
        recognised: String,
        /// What the page says: the same words if they are right, "" if nothing is printed there
        #[arg(allow_hyphen_values = true)]
        correct: String,
        /// Which of several such words in the clause
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        nth: Option<u32>,
    },
    /// Undo a decision: your last one, or any by its event id
    Undo {
        /// Id of a decision, as `crosscut status --history` shows it [default: your last one]
        event: Option<String>,
    },
    /// Redo what you last undid
    Redo,
    /// Settle a disagreement between coders
    Resolve(Resolve),
    /// Mark your coding as finished; decisions become visible once every coder has
    Finish,
    /// Draw empty cells of the matrix at random, to be judged one by one: how much was missed is estimated from these
    Sample {
        /// How many cells to draw
        #[arg(long, value_name = "N", default_value_t = 30)]
        cells: usize,
        /// Make this draw again [default: a new one]
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// Take over decisions from another copy of the study: its folder, its decisions folder, or single logs
    ///
    /// Without a path, decisions that were lost here when a log was replaced or deleted are brought back.
    Import {
        #[arg(value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Record where clauses moved after re-extraction: all that moved word for word, or OLD to NEW
    Reanchor {
        /// Id that the clause had when it was judged
        #[arg(value_name = "OLD", requires = "now")]
        old: Option<String>,
        /// Id that it has now
        #[arg(value_name = "NEW")]
        now: Option<String>,
    },
}

/// What of an element is settled.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
#[command(override_usage = "crosscut decide resolve [OPTIONS] <ELEMENT> <CLAUSE [--out]|--name <NAME>|\
--definition <DEFINITION>|--absent <AGREEMENT>|--not-absent <AGREEMENT>|--keep|--reject|--two <OTHER>>")]
pub(crate) struct Resolve {
    /// Name of an element, or its id
    pub(crate) element: String,
    /// Settle that this clause belongs, or does not with --out
    #[arg(group = "what")]
    pub(crate) clause: Option<String>,
    /// Settle that the clause does not belong
    #[arg(long, requires = "clause")]
    pub(crate) out: bool,
    /// Settle the element's name
    #[arg(long, group = "what")]
    pub(crate) name: Option<String>,
    /// Settle the element's definition
    #[arg(long, group = "what")]
    pub(crate) definition: Option<String>,
    /// Uphold the "absent" finding for this agreement; clauses of it are taken out of the element
    #[arg(long, value_name = "AGREEMENT", group = "what")]
    pub(crate) absent: Option<String>,
    /// Reject the "absent" finding for this agreement
    #[arg(long, value_name = "AGREEMENT", group = "what")]
    pub(crate) not_absent: Option<String>,
    /// Settle that it is an element, although it was rejected or taken away
    #[arg(long, group = "what")]
    pub(crate) keep: bool,
    /// Settle that it is no element, although it was confirmed
    #[arg(long, group = "what")]
    pub(crate) reject: bool,
    /// Settle that this element and the other are two, although they have one name or share clauses
    #[arg(long, value_name = "OTHER", group = "what")]
    pub(crate) two: Option<String>,
}
