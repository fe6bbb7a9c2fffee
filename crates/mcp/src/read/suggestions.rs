//! What assistants suggested, and what people made of it.

use crate::args::List;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::line;
use crosscut_suggest::{CheckedCite, Ground, Source, Standing, Verdict, read, standing};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Suggestions {
    /// What came from whom.
    assistants: Vec<Whose>,
    /// What is suggested now. No decision.
    suggestions: Vec<One>,
    #[serde(flatten)]
    page: Page,
    /// What is odd about the logs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Whose {
    by: String,
    /// The models that it was.
    models: Vec<String>,
    suggested: usize,
    /// Suggestions that a person took back.
    taken_back: usize,
    /// Suggestions about an element that was undone, or is hidden while coding is blind.
    unseen: usize,
    quotes_found: usize,
    /// Quotes that were not in their clause.
    quotes_refused: usize,
}

#[derive(Serialize, JsonSchema)]
struct One {
    by: String,
    /// Its number in the log of its assistant.
    number: usize,
    suggestion: String,
    /// The element or candidate that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    cites: Vec<Cited>,
}

#[derive(Serialize, JsonSchema)]
struct Cited {
    clause: String,
    locator: String,
    words: String,
    /// Whether the words are there still.
    holds: bool,
    /// What people made of it.
    verdict: &'static str,
}

pub(crate) fn suggestions(desk: &Desk, args: List) -> Result<Suggestions> {
    let findings = desk.findings()?;
    let (logs, problems) = read(&desk.study()?)?;
    let sources = standing(&logs, &Ground::new(&findings));
    let all: Vec<(&Source, &Standing)> =
        sources.iter().flat_map(|source| source.standing.iter().map(move |one| (source, one))).collect();
    let entries = all.into_iter().map(|(source, one)| move || shown(source, one));
    let (suggestions, page) = page(entries, Wanted::new(args.offset, args.limit));
    let problems = problems.iter().map(|problem| line(problem)).collect();
    Ok(Suggestions { assistants: sources.iter().map(whose).collect(), suggestions, page, problems })
}

fn whose(source: &Source) -> Whose {
    Whose {
        by: source.by.to_string(),
        models: source.models.iter().map(|model| line(model)).collect(),
        suggested: source.standing.len(),
        taken_back: source.taken_back,
        unseen: source.unseen,
        quotes_found: source.quotes_found,
        quotes_refused: source.quotes_refused,
    }
}

fn shown(source: &Source, one: &Standing) -> One {
    let cited = |cite: &CheckedCite| Cited {
        clause: cite.clause.clone(),
        locator: cite.locator.clone(),
        words: cite.words.clone(),
        holds: cite.holds,
        verdict: match cite.verdict {
            Verdict::Open => "nobody has decided",
            Verdict::Confirmed => "a person confirmed it",
            Verdict::Removed => "a person judged that it does not belong",
        },
    };
    One {
        by: source.by.to_string(),
        number: one.n,
        suggestion: one.what.words(),
        of: one.of.as_deref().map(line),
        cites: one.cites.iter().map(cited).collect(),
    }
}
