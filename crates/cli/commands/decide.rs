//! `crosscut decide`: judgements from a script or a terminal.

use crate::Done;
use crate::args::{Decide, Verdict};
use crate::commands::print_json;
use anyhow::{Context, Result, bail};
use crosscut::review::{Coder, Decision, Decisions, EventId, Reason, Target};
use crosscut::{Choice, Results, Study};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    saved: Vec<Saved>,
}

#[derive(Serialize)]
struct Saved {
    event: EventId,
    decision: &'static str,
}

pub(crate) fn decide(args: &Decide) -> Result<Done> {
    let by = args.by.as_deref().context("who decides? Give --by NAME")?;
    let study = Study::open(&args.study.study)?;
    let results = study.results()?;
    let mut decisions = study.decisions(&Coder::new(by)?)?;
    let mut saved = Vec::new();
    for decision in resolve(&args.verdict, &results, &decisions)? {
        let name = decision.name();
        let event = decisions.decide(Some(&results.run), decision)?;
        if !args.json {
            println!("saved: {name} ({event}); undo with: crosscut decide undo {event} --by {by}");
        }
        saved.push(Saved { event, decision: name });
    }
    if args.json {
        print_json(&Answer { schema: "crosscut/decide/1", saved })?;
    }
    Ok(Done::Well)
}

/// What is to be saved, all of it, before anything is: a name that is not there leaves nothing half done.
fn resolve(verdict: &Verdict, results: &Results, decisions: &Decisions) -> Result<Vec<Decision>> {
    let choice = Choice::new(results, decisions.state());
    let element = |which: &str| choice.element(which).map(|element| element.id);
    let mut all = Vec::new();
    match verdict {
        Verdict::Confirm { candidates, name, without } => {
            if candidates.len() > 1 && (name.is_some() || !without.is_empty()) {
                bail!("--name and --without go with one candidate");
            }
            for candidate in candidates {
                all.extend(choice.confirm(candidate, name.as_deref(), without)?);
            }
        }
        Verdict::Reject { candidates, reason, comment } => {
            let reason = Reason::from_name(reason)
                .with_context(|| format!("no reason {reason:?}: one of {}", reasons()))?;
            for candidate in candidates {
                all.push(choice.reject(candidate, reason, comment.clone())?);
            }
        }
        Verdict::Defer { candidates } => {
            for candidate in candidates {
                all.push(choice.defer(candidate)?);
            }
        }
        Verdict::Rename { element: which, name } => {
            all.push(Decision::Rename { element: element(which)?, name: name.clone() })
        }
        Verdict::Define { element: which, definition } => {
            all.push(Decision::Define { element: element(which)?, definition: definition.clone() });
        }
        Verdict::Add { element: which, clauses } => {
            all.push(Decision::Add { element: element(which)?, clauses: choice.clauses(clauses)? });
        }
        Verdict::Remove { element: which, clauses } => {
            all.push(Decision::Remove { element: element(which)?, clauses: choice.clauses(clauses)? });
        }
        Verdict::Move { from, to, clauses } => {
            all.push(Decision::Move {
                from: element(from)?,
                to: element(to)?,
                clauses: choice.clauses(clauses)?,
            });
        }
        Verdict::Merge { into, from } => {
            let from = from.iter().map(|which| element(which)).collect::<Result<_, _>>()?;
            all.push(Decision::Merge { into: element(into)?, from });
        }
        Verdict::Split { element, name, clauses } => all.push(choice.split(element, name, clauses)?),
        Verdict::Outlier { clause, drop } => {
            all.push(Decision::Outlier { clause: choice.clause(clause)?, keep: !drop })
        }
        Verdict::Absent { element: which, agreement } => {
            let agreement = choice.agreement(agreement)?;
            all.push(Decision::Absent { element: element(which)?, agreement, clauses: Vec::new() });
        }
        Verdict::Note { .. } => all.push(note(verdict, &choice)?),
        Verdict::Undo { event } => all.push(Decision::Undo { of: undone(event.as_deref(), decisions)? }),
        Verdict::Resolve { element, clause, out } => all.push(choice.settle(element, clause, !out)?),
    }
    Ok(all)
}

fn note(verdict: &Verdict, choice: &Choice<'_>) -> Result<Decision> {
    let Verdict::Note { text, element, clause, candidate, agreement } = verdict else {
        bail!("no note");
    };
    let about = match (element, clause, candidate, agreement) {
        (Some(which), ..) => Target::Element(choice.element(which)?.id),
        (_, Some(which), ..) => Target::Clause(choice.clause(which)?),
        (_, _, Some(which), _) => Target::Candidate(choice.candidate(which)?.id.clone()),
        (.., Some(which)) => Target::Agreement(choice.agreement(which)?),
        (None, None, None, None) => Target::Study,
    };
    Ok(Decision::Note { about, text: text.clone() })
}

/// The event to take back: the one named by its id or the beginning of it, or the coder's last.
fn undone(which: Option<&str>, decisions: &Decisions) -> Result<EventId> {
    let Some(which) = which else {
        return decisions.last().map(|event| event.id).context("nothing of yours is left to undo");
    };
    let mut found =
        decisions.events().iter().filter(|event| which.len() > 3 && event.id.to_string().starts_with(which));
    let first =
        found.next().with_context(|| format!("no event {which:?}: `crosscut status` shows the last ones"))?;
    if found.next().is_some() {
        bail!("several events begin with {which:?}: give more of the id");
    }
    Ok(first.id)
}

fn reasons() -> String {
    Reason::ALL.map(Reason::name).join(", ")
}
