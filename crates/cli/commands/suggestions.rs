//! `crosscut suggestions`: what assistants suggest, apart from what people decide.

use crate::Done;
use crate::args::{Common, Suggestions, SuggestionsAction};
use crate::commands::{open, print_json};
use crate::hint::quoted;
use crate::out::{note, say};
use crate::table::{Rows, shortened};
use anyhow::{Context, Result, bail};
use crosscut::decisions::State;
use crosscut::matrix::CellState;
use crosscut::text::ClauseId;
use crosscut::words::counted;
use crosscut::{ClauseMatch, Codebook, Findings, Study, read_text};
use crosscut_evaluate::{Claim, Labels, Suggested, suggested};
use crosscut_suggest::{
    Assistant, CheckedCite, Ground, Log, Origin, Outcome, Source, Standing, Suggestion, Verdict, What, read,
    standing,
};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Letters of a quote in a list.
const SHOWN: usize = 120;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    assistants: &'a [Source],
    problems: &'a [String],
}

pub(crate) fn suggestions(common: &Common, args: &Suggestions) -> Result<Done> {
    let study = open(common)?;
    match &args.action {
        Some(SuggestionsAction::Add { name, file, model }) => add(common, &study, name, file, model.clone()),
        Some(SuggestionsAction::TakeBack { name }) => take_back(common, &study, name),
        None => list(common, &study),
    }
}

/// What every assistant suggests, and what is odd about the logs.
pub(super) fn sources(study: &Study, findings: &Findings) -> Result<(Vec<Source>, Vec<String>)> {
    let (logs, problems) = read(study)?;
    Ok((standing(&logs, &Ground::new(findings)), problems))
}

fn list(common: &Common, study: &Study) -> Result<Done> {
    let findings = study.findings_for(common.coder()?.as_ref())?;
    let (sources, problems) = sources(study, &findings)?;
    if common.json {
        print_json(&Answer { schema: "crosscut/suggestions/1", assistants: &sources, problems: &problems })?;
    } else if sources.is_empty() {
        say!("no assistant has suggested anything")?;
    } else {
        sources.iter().try_for_each(|source| print(common, source))?;
    }
    problems.iter().for_each(|problem| note!("note: {problem}"));
    Ok(if problems.is_empty() { Done::Well } else { Done::Attention })
}

fn print(common: &Common, source: &Source) -> Result<()> {
    say!("{}", words(source))?;
    for standing in &source.standing {
        let of = standing.of.as_ref().map(|of| format!("“{of}” ")).unwrap_or_default();
        say!("\n{} {} · {}{}", CellState::Suggested.symbol(), source.by, of, standing.what.words())?;
        standing.cites.iter().try_for_each(|cite| print_cite(common, standing, cite))?;
    }
    say!("")?;
    Ok(())
}

fn print_cite(common: &Common, standing: &Standing, cite: &CheckedCite) -> Result<()> {
    let now = match (cite.holds, cite.verdict) {
        (false, _) => " (these words are not there any more)",
        (_, Verdict::Confirmed) => " (confirmed by a person)",
        (_, Verdict::Removed) => " (a person judged that it does not belong)",
        (_, Verdict::Open) => "",
    };
    say!("    {} · {}: “{}”{now}", cite.clause, cite.locator, shortened(&cite.words, SHOWN))?;
    if let (Some(of), Verdict::Open, true) = (&standing.of, cite.verdict, cite.holds)
        && standing.element.is_some()
    {
        let record = format!("decide add {} {}", quoted(of), quoted(&cite.clause));
        say!("        if it does belong: {}", common.command(&record))?;
    }
    Ok(())
}

/// For cells in which nobody decided on the clause: which element, which clause, and who suggests it.
pub(super) fn for_cells(sources: &[Source]) -> Vec<String> {
    let mut lines = BTreeSet::new();
    for source in sources {
        for standing in source.standing.iter().filter(|standing| standing.element.is_some()) {
            let open = standing.cites.iter().filter(|cite| cite.holds && cite.verdict == Verdict::Open);
            if let (What::Clause { .. }, Some(of)) = (&standing.what, &standing.of) {
                lines.extend(open.map(|cite| {
                    let symbol = CellState::Suggested.symbol();
                    let agreement = cite.agreement.as_ref().map_or("", |agreement| agreement.as_str());
                    format!("{symbol} “{of}” in {agreement}, {}: {}", cite.locator, source.by)
                }));
            }
        }
    }
    lines.into_iter().collect()
}

/// What an assistant's suggestions are worth by gold, beside guided search for the same elements.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Worth {
    by: Assistant,
    claims: Suggested,
    quotes_found: usize,
    quotes_refused: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Worths {
    assistants: Vec<Worth>,
    /// Clauses that guided search proposes for the same elements.
    crosscut: Suggested,
}

/// Measures the suggestions of every assistant on a study. Elements go by their names, as gold has them.
pub(super) fn worths(study: &Study, labels: &Labels) -> Result<Worths> {
    let findings = study.findings_for(None)?;
    let (sources, problems) = sources(study, &findings)?;
    problems.iter().for_each(|problem| note!("note: {problem}"));
    let named = |name: &str| labels.names().iter().find(|own| own.eq_ignore_ascii_case(name)).cloned();
    let mut assistants = Vec::new();
    let mut elements = BTreeSet::new();
    for source in sources {
        let mut claims = Vec::new();
        for standing in &source.standing {
            let (element, confidence) = match &standing.what {
                What::Clause { confidence, .. } => (standing.of.as_deref().and_then(named), *confidence),
                What::Element { name, .. } => (named(name), None),
                _ => (None, None),
            };
            let Some(element) = element else { continue };
            elements.insert(element.clone());
            let clauses = standing.cites.iter().filter_map(|cite| ClauseId::new(&cite.clause).ok());
            claims.extend(clauses.map(|clause| Claim { clause, element: element.clone(), confidence }));
        }
        let (quotes_found, quotes_refused) = (source.quotes_found, source.quotes_refused);
        assistants.push(Worth {
            by: source.by,
            claims: suggested(&claims, labels),
            quotes_found,
            quotes_refused,
        });
    }
    if assistants.is_empty() {
        bail!("no assistant has suggested anything on this study");
    }
    let crosscut = suggested(&guided(study, &findings, &elements, &named)?, labels);
    Ok(Worths { assistants, crosscut })
}

/// What guided search proposes for some elements of the study, by their names and definitions alone.
fn guided(
    study: &Study,
    findings: &Findings,
    elements: &BTreeSet<String>,
    named: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Claim>> {
    if findings.state().elements.is_empty() {
        return Ok(Vec::new());
    }
    let book = Codebook::of_study("the study", findings.state())?;
    let compared = study.compared(&findings.results().clauses)?;
    let mut own = Vec::new();
    for found in book.match_clauses(&compared, &State::default())? {
        let Some(element) = named(&found.name).filter(|element| elements.contains(element)) else { continue };
        let claim = |one: &ClauseMatch| Claim {
            clause: one.clause.clone(),
            element: element.clone(),
            confidence: Some(f64::from(one.score)),
        };
        own.extend(found.proposed.iter().map(claim));
    }
    Ok(own)
}

/// Prints them, a line an assistant.
pub(super) fn print_worths(worths: &Worths) -> Result<()> {
    let mut rows = Rows::new(&[
        "whose", "#judged", "#precision", "#recall", "#Brier", "#calibration error", "#quotes refused",
    ]);
    let figure = |value: Option<f64>| value.map_or_else(|| "–".into(), |value| format!("{value:.3}"));
    let mut add = |whose: String, claims: &Suggested, refused: String| {
        rows.add([
            whose,
            claims.judged.to_string(),
            figure(claims.precision),
            figure(claims.recall),
            figure(claims.brier),
            figure(claims.calibration_error),
            refused,
        ]);
    };
    for worth in &worths.assistants {
        let all = worth.quotes_found + worth.quotes_refused;
        add(worth.by.to_string(), &worth.claims, format!("{} of {all}", worth.quotes_refused));
    }
    add("guided search, the same elements".into(), &worths.crosscut, "–".into());
    Ok(rows.print()?)
}

/// What came from an assistant, in a line.
pub(super) fn words(source: &Source) -> String {
    let models: Vec<&str> = source.models.iter().map(String::as_str).collect();
    let models = if models.is_empty() { String::new() } else { format!(" ({})", models.join(", ")) };
    let refused = match source.quotes_refused {
        0 => String::new(),
        some => format!(", {some} of {} refused", counted(source.quotes_found + some, "quote")),
    };
    let back = match source.taken_back {
        0 => String::new(),
        some => format!(", {some} taken back"),
    };
    let unseen = match source.unseen {
        0 => String::new(),
        some => format!(", {some} about elements that are not seen here"),
    };
    format!("{}{models}: {}{refused}{back}{unseen}", source.by, counted(source.standing.len(), "suggestion"))
}

fn add(common: &Common, study: &Study, name: &str, file: &Path, model: Option<String>) -> Result<Done> {
    let by = Assistant::new(name)?;
    let text = read_text(file)?;
    let read = |(number, line): (usize, &str)| -> Result<Suggestion> {
        serde_json::from_str(line).with_context(|| format!("{} line {}", file.display(), number + 1))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let all: Vec<Suggestion> =
        lines.map(read).collect::<Result<_>>().map_err(|error| anyhow::anyhow!("{error:#}"))?;
    let findings = study.findings_for(None)?;
    let (ground, mut log) = (Ground::new(&findings), Log::open(study, &by)?);
    let origin = Origin { model, prompt: None };
    let (mut saved, mut known, mut refused) = (0, 0, 0);
    for (number, suggestion) in all.iter().enumerate() {
        match log.suggest(&ground, &origin, suggestion)? {
            Outcome::Saved(_) => saved += 1,
            Outcome::Known(_) => known += 1,
            Outcome::Refused(refusal) => {
                refused += 1;
                note!("suggestion {}: {refusal}", number + 1);
            }
        }
    }
    let known = if known > 0 { format!(", {known} were there already") } else { String::new() };
    say!("{by}: {} kept{known}, {refused} refused", counted(saved, "suggestion"))?;
    say!("to see them: {}", common.command("suggestions"))?;
    Ok(if refused > 0 { Done::Attention } else { Done::Well })
}

fn take_back(common: &Common, study: &Study, name: &str) -> Result<Done> {
    let coder = common.coder()?.context("who takes them back? Give your name with --by NAME")?;
    let by = Assistant::new(name)?;
    let (logs, _) = read(study)?;
    if !logs.iter().flatten().any(|entry| entry.by == by) {
        let names: BTreeSet<String> = logs.iter().flatten().map(|entry| entry.by.to_string()).collect();
        let there =
            if names.is_empty() { "nobody".into() } else { names.into_iter().collect::<Vec<_>>().join(", ") };
        bail!("{by} has suggested nothing; suggestions came from: {there}");
    }
    let count = Log::open(study, &by)?.take_back(&coder)?;
    say!("{} of {by} taken back", counted(count, "suggestion"))?;
    Ok(Done::Well)
}
