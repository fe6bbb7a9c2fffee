//! `crosscut decide`: judgements from a script or a terminal.

use crate::Done;
use crate::args::{Common, Decide, Resolve, Verdict};
use crate::commands::desk::Desk;
use crate::commands::{open, print_json};
use crate::hint::quoted;
use crate::out::{note, say};
use anyhow::{Context, Result, bail};
use crosscut::decisions::{
    Anchor, Basis, Coder, Decision, Decisions, Element, Event, EventId, Imported, Reason, Settlement, Target,
    places_of_words,
};
use crosscut::findings::Joined;
use crosscut::search::Options;
use crosscut::text::AgreementId;
use crosscut::words::counted;
use crosscut::{Choice, Findings, Study};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    schema: &'static str,
    saved: Vec<Saved>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Saved {
    event: EventId,
    decision: &'static str,
    /// What the event says, as a sentence; of an undo, what it took back.
    text: String,
}

pub(crate) fn decide(common: &Common, args: &Decide) -> Result<Done> {
    let study = open(common)?;
    if let Verdict::Import { paths } = &args.verdict {
        return import(common, &study, paths);
    }
    let coder = common.coder()?.context("who decides? Give your name with --by NAME")?;
    let results = study.results_for(Some(&coder))?;
    let mut decisions = study.decisions(&coder)?;
    let findings = Findings::new(results, decisions.state().clone());
    let hidden = decisions.round().why_hidden(&coder);
    let choice = Choice::new(&findings).by(Some(&coder), args.both);
    let named = numbered(&args.verdict, &choice)?;
    let all = match &args.verdict {
        Verdict::Sample { cells, seed } => {
            let seed = match seed {
                Some(seed) => *seed,
                None => decisions.random()?,
            };
            Ok(vec![findings.draw(seed, *cells)?])
        }
        verdict => resolve(common, verdict, &choice, &decisions),
    };
    let all = all.map_err(|error| match &hidden {
        Some(why) => anyhow::anyhow!("{error}; {why}"),
        None => error,
    })?;
    let redone = matches!(args.verdict, Verdict::Redo);
    let names: Vec<&'static str> =
        all.iter().map(|decision| if redone { "redo" } else { decision.name() }).collect();
    let basis =
        Basis { run: Some(&findings.results().run), because: args.because.as_deref(), ..Basis::default() };
    tell_headings(&args.verdict, &choice);
    let event = decisions.decide_on(&basis, all)?;
    let joined = findings.joined();
    let findings = findings.after(decisions.state().clone());
    findings.joined().iter().filter(|one| !joined.contains(one)).for_each(tell_joined);
    let what = findings.said(decisions.events(), event).unwrap_or_else(|| names.join(", "));
    if let (Verdict::Finish, open @ 1..) = (&args.verdict, findings.open().total) {
        note!(
            "note: {} without a decision of yours: in the figures on how far coders agree, that is your no",
            counted(open, "candidate")
        );
    }
    if common.json {
        let saved = names.into_iter().map(|decision| Saved { event, decision, text: what.clone() }).collect();
        print_json(&Answer { schema: "crosscut/decide/1", saved })?;
    } else {
        named.iter().try_for_each(|line| say!("{line}"))?;
        say!("saved: {what}")?;
        let undo = format!("decide undo {event} --by {}", quoted(coder.as_str()));
        say!("undo with: {}", common.command(&undo))?;
        if !named.is_empty() {
            say!("the numbers of the other candidates may have changed: `{}`", common.command("candidates"))?;
        }
    }
    Ok(Done::Well)
}

/// That an outlier which was kept is in an element now.
fn tell_joined(one: &Joined) {
    note!(
        "note: {} was to be reported alone: in “{}” it is reported with that element",
        one.clause,
        one.name
    );
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Imports {
    schema: &'static str,
    imported: Vec<Imported>,
}

/// Takes the decisions of another copy of the study over.
fn import(common: &Common, study: &Study, paths: &[PathBuf]) -> Result<Done> {
    let before = study.agreements()?;
    let imported = study.import(paths)?;
    let forked = imported.iter().any(|one| one.forked.is_some());
    if common.json {
        print_json(&Imports { schema: "crosscut/import/1", imported })?;
    } else {
        for Imported { coder, new, known, forked } in &imported {
            say!("{coder}: {} imported, {known} here already", counted(*new, "decision"))?;
            if let Some(seq) = forked {
                say!(
                    "    {coder} worked on two copies, from decision {seq} on: all decisions count; where they \
                     contradict each other, `{}` lists it",
                    common.command("status")
                )?;
            }
        }
        for agreement in study.agreements()? {
            let known = before.iter().find(|one| one.id == agreement.id).map(|one| one.formerly.as_slice());
            for id in agreement.formerly.iter().filter(|id| !known.unwrap_or_default().contains(id)) {
                say!(
                    "    {id} is {} here, read from the same file: decisions on it are followed",
                    agreement.id
                )?;
            }
        }
        say!("next: {}", common.command("run"))?;
    }
    Ok(if forked { Done::Attention } else { Done::Well })
}

/// What the numbers in a decision meant when it was made: they change with every decision.
fn numbered(verdict: &Verdict, choice: &Choice<'_>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for number in candidates_of(verdict).iter().filter(|which| which.parse::<usize>().is_ok()) {
        let candidate = choice.candidate(number)?;
        lines.push(format!("candidate {number}: {} ({})", candidate.label, candidate.id));
    }
    Ok(lines)
}

/// The candidates that a decision names.
fn candidates_of(verdict: &Verdict) -> &[String] {
    match verdict {
        Verdict::Confirm { candidates, .. }
        | Verdict::Reject { candidates, .. }
        | Verdict::Defer { candidates }
        | Verdict::Substance { candidates } => candidates,
        Verdict::Note { candidate, .. } => candidate.as_slice(),
        _ => &[],
    }
}

/// What is to be saved, all of it, before anything is: a name that is not there leaves nothing half done.
fn resolve(
    common: &Common,
    verdict: &Verdict,
    choice: &Choice<'_>,
    decisions: &Decisions,
) -> Result<Vec<Decision>> {
    let one = match verdict {
        Verdict::Confirm { .. }
        | Verdict::Reject { .. }
        | Verdict::Defer { .. }
        | Verdict::Substance { .. } => {
            return on_candidates(verdict, choice);
        }
        Verdict::Reanchor { old, now } => {
            let moved = choice.reanchor(old.as_deref().zip(now.as_deref()))?;
            if moved.is_empty() {
                bail!(
                    "nothing to re-anchor: no decided clause moved word for word; one whose wording changed is \
                     re-anchored by its ids, after a look (`{}` lists them)",
                    common.command("status")
                );
            }
            return Ok(moved);
        }
        Verdict::Note { .. } => note(verdict, choice)?,
        Verdict::Resolve(resolve) => return settle(resolve, choice),
        Verdict::Undo { event } => Decision::Undo { of: undone(common, event.as_deref(), decisions)? },
        Verdict::Redo => {
            let last =
                decisions.last_undone().context("nothing to redo: your last action was not an undo")?;
            Decision::Undo { of: last.id }
        }
        Verdict::Finish => {
            if let Some(finished) = decisions.state().finished.get(decisions.coder()) {
                let back = common.command(&format!("decide undo {}", finished.event));
                bail!("you have already finished; to continue coding: `{back}`");
            }
            Decision::Finish
        }
        Verdict::Outlier { clause, drop } => choice.outlier(clause, !drop)?,
        Verdict::Correct { clause, recognised, correct, nth } => {
            corrected(choice.clause(clause)?, recognised, *nth, correct)?
        }
        Verdict::Add { element, from_search: Some(query), .. } => {
            let clauses = found(common, query)?;
            choice.add(element, &clauses)?
        }
        on_elements => self::on_elements(on_elements, choice)?,
    };
    Ok(vec![one])
}

fn corrected(clause: Anchor, recognised: &str, nth: Option<u32>, correct: &str) -> Result<Decision> {
    let count = places_of_words(&clause.quote, recognised.trim()).len();
    if nth.is_none() && count > 1 {
        bail!("the clause has {recognised:?} {count} times: say which one with --nth");
    }
    let id = clause.clause.clone();
    Decision::correct(clause, recognised, nth.unwrap_or(1), correct).with_context(|| match count {
        0 => format!("clause {id} does not have the words {recognised:?}"),
        _ => format!("clause {id} has the words {recognised:?} only {}", counted(count, "time")),
    })
}

fn on_candidates(verdict: &Verdict, choice: &Choice<'_>) -> Result<Vec<Decision>> {
    let mut all = Vec::new();
    match verdict {
        Verdict::Confirm { candidates, name, without } => {
            if candidates.len() > 1 && (name.is_some() || !without.is_empty()) {
                bail!("--name and --without apply to a single candidate");
            }
            for candidate in candidates {
                all.extend(choice.confirm(candidate, name.as_deref(), without)?);
            }
        }
        Verdict::Reject { candidates, reason, comment } => {
            let reason = Reason::from_name(reason)
                .with_context(|| format!("unknown reason {reason:?}: use one of {}", reasons()))?;
            for candidate in candidates {
                all.extend(choice.reject(candidate, reason, comment.clone())?);
            }
        }
        Verdict::Defer { candidates } => {
            for candidate in candidates {
                all.push(choice.defer(candidate)?);
            }
        }
        Verdict::Substance { candidates } => {
            for candidate in candidates {
                all.push(choice.substance(candidate)?);
            }
        }
        _ => bail!("no decision on candidates"),
    }
    Ok(all)
}

fn on_elements(verdict: &Verdict, choice: &Choice<'_>) -> Result<Decision> {
    let element = |which: &str| choice.element(which).map(|element| element.id);
    Ok(match verdict {
        Verdict::New { name, clauses, definition } => choice.make(name, definition.as_deref(), clauses)?,
        Verdict::Rename { element: which, name } => choice.rename(which, name)?,
        Verdict::Define { element: which, definition } => {
            Decision::Define { element: element(which)?, definition: definition.clone() }
        }
        Verdict::Add { element: which, clauses, .. } => {
            let added = choice.add(which, clauses)?;
            let (clauses, element) = (choice.clauses(clauses)?, choice.element(which)?);
            let found: BTreeSet<&AgreementId> = clauses.iter().map(|clause| &clause.agreement).collect();
            for agreement in found.into_iter().filter(|id| element.absent.contains_key(*id)) {
                note!("note: “{}” was checked, absent in {agreement}: this says otherwise", element.name);
            }
            added
        }
        Verdict::Remove { element: which, clauses } => choice.take_out(choice.element(which)?, clauses)?,
        Verdict::Move { from, to, clauses } => choice.carry(from, to, clauses)?,
        Verdict::Merge { into, from } => {
            let gone: Vec<&Element> =
                from.iter().map(|which| choice.element(which)).collect::<Result<_, _>>()?;
            let kept = choice.element(into)?;
            let merged = choice.merge(into, from)?;
            tell_what_a_merge_opens(kept, &gone);
            merged
        }
        Verdict::Split { element, name, clauses } => choice.split(element, name, clauses)?,
        Verdict::Absent { element, agreement, looked } => choice.absent(element, agreement, looked)?,
        _ => bail!("no decision on elements"),
    })
}

/// Says what would be quoted of a heading that stands above nothing.
fn tell_headings(verdict: &Verdict, choice: &Choice<'_>) {
    let (Verdict::New { clauses, .. } | Verdict::Add { clauses, .. }) = verdict else { return };
    for heading in choice.lone_headings(clauses) {
        note!("note: {} was read as a heading: what is quoted of it is “{}”", heading.id, heading.text);
    }
}

/// The element of a merge is wider than each of those that make it: what was absent of one alone is to be looked for
/// again, and it has one definition.
fn tell_what_a_merge_opens(kept: &Element, gone: &[&Element]) {
    let all = || gone.iter().copied().chain([kept]);
    for element in all() {
        for agreement in element.absent.keys().filter(|id| !all().all(|other| other.absent.contains_key(*id)))
        {
            let held = all().find(|other| {
                other.id != element.id
                    && other.belonging().any(|member| member.anchor.agreement == *agreement)
            });
            let then = match held {
                Some(other) if differ(element, other, agreement) => format!(
                    "“{}” has a clause there that another coder confirmed: that is a conflict to settle now",
                    other.name
                ),
                Some(other) => format!(
                    "“{}” has a confirmed clause there: that counts now, and if it does not belong, `crosscut decide \
                     undo` takes the merge back",
                    other.name
                ),
                None => "for what it is merged with nobody has looked there".to_owned(),
            };
            note!("note: “{}” was checked, absent in {agreement}; {then}", element.name);
        }
    }
    for element in gone.iter().filter(|element| kept.definition.is_some() && element.definition.is_some()) {
        let said = element.definition.as_deref().unwrap_or_default();
        let own = kept.definition.as_deref().unwrap_or_default();
        note!("note: kept is the definition “{own}”; given up is “{said}” (of “{}”)", element.name);
    }
}

/// Whether somebody who did not find an element in an agreement confirmed no clause of another one there.
fn differ(element: &Element, other: &Element, agreement: &AgreementId) -> bool {
    let here = other.belonging().filter(|member| member.anchor.agreement == *agreement);
    let found: BTreeSet<&Coder> =
        here.flat_map(|member| &member.verdicts).filter(|(_, yes)| **yes).map(|(coder, _)| coder).collect();
    let mut looked = element.absent.get(agreement).into_iter().flat_map(|finding| &finding.by);
    !found.is_empty() && looked.any(|coder| !found.contains(coder))
}

/// The ids of all clauses that a search finds.
fn found(common: &Common, query: &str) -> Result<Vec<String>> {
    let mut desk = Desk::open(common)?;
    let found = desk.search(&desk.query(query)?, Options::from(desk.index.clauses()))?;
    if found.hits.is_empty() {
        bail!(
            "no clause matches {query:?}{}",
            found.notes.iter().map(|note| format!("; {note}")).collect::<String>()
        );
    }
    if found.complete == 0 {
        bail!("no clause has all of these words: to add clauses with some of them, join the words by OR");
    }
    found.notes.iter().for_each(|text| note!("note: {text}"));
    Ok(found.hits.into_iter().map(|hit| hit.clause.to_string()).collect())
}

fn settle(resolve: &Resolve, choice: &Choice<'_>) -> Result<Vec<Decision>> {
    let Resolve { element, clause, out, name, definition, absent, not_absent, keep, reject, two } = resolve;
    if *keep || *reject {
        return Ok(choice.settle_element(element, *keep)?);
    }
    if let Some(other) = two {
        return Ok(choice.keep_two(element, other)?);
    }
    if let Some(clause) = clause {
        let settle = Settlement::Clause { clause: choice.clause(clause)?, belongs: !out };
        return Ok(choice.settle(element, settle)?);
    }
    let settle = if let Some(name) = name {
        Settlement::Name { name: name.clone() }
    } else if let Some(definition) = definition {
        Settlement::Definition { definition: definition.clone() }
    } else if let Some(agreement) = absent.as_ref().or(not_absent.as_ref()) {
        Settlement::Absence { agreement: choice.agreement(agreement)?, absent: absent.is_some() }
    } else {
        bail!(
            "nothing to settle: give a CLAUSE, --name, --definition, --absent, --not-absent, --keep, --reject or --two"
        );
    };
    Ok(choice.settle(element, settle)?)
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
fn undone(common: &Common, which: Option<&str>, decisions: &Decisions) -> Result<EventId> {
    let Some(which) = which else {
        return decisions.last().map(|event| event.id).context("you have nothing to undo");
    };
    let named = |event: &&Event| which.len() > 3 && event.id.to_string().starts_with(which);
    let found: Vec<&Event> = decisions.events().iter().filter(named).collect();
    match found.as_slice() {
        [one] => Ok(one.id),
        [] if decisions.all_events().iter().any(|event| named(&event)) => {
            bail!("{which} is a decision of another coder, which you cannot see yet: nothing was saved")
        }
        [] => bail!("no event {which:?}: `{}` lists them", common.command("status --history")),
        _ => bail!("several events begin with {which:?}: give more of the id"),
    }
}

fn reasons() -> String {
    Reason::ALL.map(Reason::name).join(", ")
}
