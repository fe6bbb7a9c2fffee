//! `crosscut status`: what is done, what is open, what needs a look.

use crate::Done;
use crate::args::{Common, Status};
use crate::commands::desk::quietly;
use crate::commands::{open, print_json, reliability, sealed, suggestions};
use crate::hint::{bring_back, quoted};
use crate::out::{note, say};
use crate::table::shortened;
use anyhow::Result;
use crosscut::decisions::{
    Anchor, ClauseKey, Coder, Conflict, Correction, ElementId, Event, EventId, Inert, Problem, Round, State,
    Timestamp, Why,
};
use crosscut::findings::{Absence, Changes, Dispute, Entry, Joined, Move, Recall, SecondLook};
use crosscut::text::ClauseId;
use crosscut::words::{Run, alike, counted, plural};
use crosscut::{Findings, Study};
use crosscut_evaluate::reliability::{Reliability, reliability as compared};
use crosscut_suggest::Source;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Near misses that are listed for a cell.
const MISSES: usize = 3;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    schema: &'static str,
    run: String,
    agreements: usize,
    documents_with_losses: usize,
    clauses: usize,
    elements: usize,
    /// How many of the elements are only looked for as yet: nobody confirmed a clause of them.
    elements_without_clause: usize,
    /// How many of them one coder confirmed and another rejected, and nobody has settled it.
    elements_disputed: usize,
    rejected: usize,
    /// How many of the rejections are about these elements.
    #[serde(skip)]
    rejected_disputed: usize,
    deferred: usize,
    candidates_open: usize,
    /// Decisions of each coder that this view holds.
    decisions: BTreeMap<Coder, usize>,
    /// How many of each coder's decisions are about clauses and stand.
    #[serde(skip)]
    standing: BTreeMap<Coder, usize>,
    round: Round,
    /// Why others' decisions are not shown.
    hidden: Option<String>,
    conflicts: Vec<Dispute>,
    changes: Changes,
    /// When the run was from before which these are counted.
    changed_at: Option<Timestamp>,
    orphans: Vec<String>,
    doubtful: Vec<String>,
    /// Corrections whose words are not in their clause any more.
    uncorrected: Vec<Correction>,
    recall: Recall,
    /// Clauses that were to be reported alone and are in an element of several agreements.
    joined: Vec<Joined>,
    without_effect: Vec<Inert>,
    /// What came from assistants: no decisions.
    suggestions: Vec<Source>,
    /// Names of the elements, by id.
    names: BTreeMap<String, String>,
    /// Of each confirmed clause that is not where it was, the elements that it belongs to.
    #[serde(skip)]
    holders: BTreeMap<ClauseKey, Vec<ElementId>>,
    /// Those of them that are of an older edition than that of today.
    #[serde(skip)]
    older: BTreeSet<ClauseKey>,
    problems: Vec<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<Entry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_look: Option<Vec<SecondLook>>,
}

pub(crate) fn status(common: &Common, args: &Status) -> Result<Done> {
    let (study, coder) = (open(common)?, common.coder()?);
    let results = study.results_for(coder.as_ref())?;
    if let Some(why) = quietly(|| study.sound_index())?.note() {
        note!("note: {why}");
    }
    let (everything, problems) = study.events()?;
    let round = Round::new(&study.review_settings()?, &everything);
    let hidden = match &coder {
        Some(coder) => round.why_hidden(coder),
        None => sealed(&study)?.map(|why| format!("{why} (--by NAME shows your own, --unblind all)")),
    };
    let (events, _) = study.events_for(coder.as_ref())?;
    let findings = Findings::new(results, State::fold(&events));
    let mut answer = overview(&study, &findings, &events);
    (answer.problems, answer.round, answer.hidden) = (problems, round, hidden);
    let (sources, odd) = suggestions::sources(&study, &findings)?;
    answer.suggestions = sources;
    odd.iter().for_each(|odd| note!("note: {odd}"));
    if args.reliability && answer.hidden.is_none() {
        answer.reliability = compared(&findings, &everything, &answer.round);
    }
    if args.history {
        answer.history = Some(findings.history(&events));
    }
    if args.second_look {
        let compared = study.compared(&findings.results().clauses)?;
        answer.second_look = Some(findings.second_look(&compared, MISSES)?);
    }
    let attention = answer.documents_with_losses > 0
        || !odd.is_empty()
        || !answer.conflicts.is_empty()
        || !answer.orphans.is_empty()
        || !answer.doubtful.is_empty()
        || !answer.uncorrected.is_empty()
        || !answer.changes.changed.is_empty()
        || !answer.changes.checked_earlier.is_empty()
        || !answer.problems.is_empty()
        || study.pending()?.iter().any(|pending| pending.unread || pending.gone_from.is_some());
    if common.json {
        print_json(&answer)?;
    } else {
        print(common, &answer)?;
        print_more(&answer, args)?;
    }
    Ok(if attention { Done::Attention } else { Done::Well })
}

fn overview(study: &Study, findings: &Findings, events: &[Event]) -> Answer {
    let (results, state) = (findings.results(), findings.state());
    let changes = study.changes(findings);
    let (mut decisions, mut standing) = (BTreeMap::new(), BTreeMap::new());
    let undone: BTreeSet<EventId> =
        state.inert.iter().filter(|i| matches!(i.why, Why::Undone(_))).map(|i| i.event).collect();
    for event in events {
        *decisions.entry(event.by.clone()).or_default() += 1;
        let stands = event.decision.is_coding() && !undone.contains(&event.id);
        *standing.entry(event.by.clone()).or_default() += usize::from(stands);
    }
    Answer {
        schema: "crosscut/status/1",
        run: results.run.clone(),
        agreements: findings.matrix().columns.len(),
        documents_with_losses: results.documents.iter().filter(|d| !d.losses.is_empty()).count(),
        clauses: results.clauses.len(),
        elements: state.elements.len(),
        elements_without_clause: state.elements.len() - state.found(),
        elements_disputed: disputed_elements(state).0,
        rejected_disputed: disputed_elements(state).1,
        rejected: state.rejected.len(),
        deferred: state.deferred.len(),
        candidates_open: findings.open().total,
        decisions,
        standing,
        round: Round::default(),
        hidden: None,
        conflicts: findings.disputes(),
        orphans: changes.lost.iter().map(|anchor| anchor.clause.to_string()).collect(),
        doubtful: changes.doubtful.iter().map(|doubt| doubt.from.clause.to_string()).collect(),
        changes,
        changed_at: study.changed_at(),
        uncorrected: findings.places().uncorrected.clone(),
        recall: findings.recall(None),
        joined: findings.joined(),
        without_effect: state.inert.clone(),
        suggestions: Vec::new(),
        names: state.elements.values().map(|e| (e.id.to_string(), e.name.clone())).collect(),
        older: older(findings),
        holders: holders(findings),
        problems: Vec::new(),
        reliability: None,
        history: None,
        second_look: None,
    }
}

/// Of each confirmed clause that is not where it was, the elements that it belongs to.
fn holders(findings: &Findings) -> BTreeMap<ClauseKey, Vec<ElementId>> {
    let mut holders: BTreeMap<ClauseKey, Vec<ElementId>> = BTreeMap::new();
    for element in findings.state().elements.values() {
        for member in element.belonging() {
            let key = member.anchor.key();
            if findings.places().elsewhere.contains_key(&key) {
                holders.entry(key).or_default().push(element.id);
            }
        }
    }
    holders
}

/// Confirmed clauses of an older edition that are to be looked for in the newest one.
fn older(findings: &Findings) -> BTreeSet<ClauseKey> {
    let places = findings.places();
    let all = places.elsewhere.keys().filter(|key| {
        places.elements.keys().any(|element| places.is_of_older_edition(*element, key.anchor()))
    });
    all.cloned().collect()
}

/// Elements that one coder confirmed and another rejected, and the rejections that are about them: each is told once.
fn disputed_elements(state: &State) -> (usize, usize) {
    let rejected = state.conflicts.iter().filter_map(|conflict| match conflict {
        Conflict::Rejected { element, event } => Some((*element, *event)),
        _ => None,
    });
    let (elements, events): (BTreeSet<_>, BTreeSet<_>) = rejected.unzip();
    let sets = state.rejected.iter().filter(|set| events.contains(&set.event)).count();
    (elements.len(), sets)
}

fn print(common: &Common, answer: &Answer) -> Result<()> {
    let (agreements, clauses) = (counted(answer.agreements, "agreement"), counted(answer.clauses, "clause"));
    say!("run {}: {agreements}, {clauses}", answer.run)?;
    print_tally(common, answer)?;
    say!("{} still to be decided", counted(answer.candidates_open, "candidate"))?;
    for (coder, count) in &answer.decisions {
        let standing = answer.standing.get(coder).copied().unwrap_or_default();
        // What a paper counts, and apart from it notes, draws, undos, marks.
        let steps =
            if standing == *count { String::new() } else { format!(" of {}", counted(*count, "step")) };
        let finished = answer.round.coders.get(coder).copied().flatten();
        let finished = finished.map(|at| format!(", finished {}", &at.to_string()[..10])).unwrap_or_default();
        say!("    {coder}: {}{steps}{finished}", counted(standing, "decision"))?;
    }
    for source in &answer.suggestions {
        say!("    {}, no decisions: {}", suggestions::words(source), common.command("suggestions"))?;
    }
    if let Some(why) = &answer.hidden {
        say!("{why}; each finishes with: {}", common.to_finish(&answer.round))?;
    }
    print_changes(answer)?;
    if let count @ 1.. = answer.documents_with_losses {
        let verb = plural(count, "is", "are");
        let (documents, list) = (counted(count, "document"), common.command("run"));
        say!("{documents} {verb} missing text that could not be read: `{list}` lists what")?;
    }
    print_conflicts(common, answer)?;
    let overtaken = |why: &Why| matches!(why, Why::Undone(_) | Why::Decided);
    let idle = answer.without_effect.iter().filter(|inert| !overtaken(&inert.why)).count();
    if let count @ 1.. = idle {
        let (verb, list) = (plural(count, "has", "have"), common.command("status --history"));
        say!(
            "{} {verb} no effect, because what was decided on is not there (any more): `{list}`",
            counted(count, "decision")
        )?;
    }
    for Joined { clause, name, .. } in &answer.joined {
        let drop = format!("decide outlier {} --drop", quoted(clause.as_str()));
        say!("{clause} was to be reported alone and is in “{name}”: it is reported there")?;
        say!("    if that is right: {}", common.command(&drop))?;
    }
    print_moved(common, answer)?;
    print_recall(answer)?;
    for problem in &answer.problems {
        say!("{}", common.completed(&problem.to_string()))?;
    }
    if let Some(way) = bring_back(common, &answer.problems) {
        say!("a second copy has them; to bring them back: {way}")?;
    }
    Ok(())
}

/// How many elements and candidates were decided on.
fn print_tally(common: &Common, answer: &Answer) -> Result<()> {
    match &answer.hidden {
        // Nothing of what was decided is counted here: no figure may say that it is nothing.
        Some(_) if common.coder.is_none() => say!("what was decided is not shown")?,
        _ => say!(
            "{} confirmed{}{}, {} rejected, {} postponed",
            counted(
                (answer.elements - answer.elements_without_clause).saturating_sub(answer.elements_disputed),
                "element"
            ),
            match answer.elements_disputed {
                0 => String::new(),
                more => format!(", {more} more disputed: confirmed by one and rejected by another"),
            },
            match answer.elements_without_clause {
                0 => String::new(),
                more => format!(", {more} more without a clause"),
            },
            counted(answer.rejected.saturating_sub(answer.rejected_disputed), "candidate"),
            answer.deferred
        )?,
    }
    Ok(())
}

/// What is new since documents or settings changed.
fn print_changes(answer: &Answer) -> Result<()> {
    // A run that finds what the one before it found changes nothing of this: it says since when.
    let day = answer.changed_at.map(|at| at.to_string()).unwrap_or_default();
    let day = day.get(..16).map(|day| day.replace('T', " "));
    let since = match day.filter(|_| answer.changes.since.is_some()) {
        Some(day) => format!("since {day} UTC, when documents or settings last changed: "),
        None => String::new(),
    };
    for line in answer.changes.words() {
        say!("{since}{line}")?;
    }
    Ok(())
}

/// Conflicts, each with the commands that settle it; that a log was continued on two copies is only told.
fn print_conflicts(common: &Common, answer: &Answer) -> Result<()> {
    let (told, settled): (Vec<&Dispute>, Vec<&Dispute>) =
        answer.conflicts.iter().partition(|dispute| matches!(dispute.conflict, Conflict::Fork { .. }));
    told.iter().try_for_each(|dispute| say!("{}", dispute.text))?;
    if let count @ 1.. = settled.len() {
        say!("{} to settle (here, or on the page \"Conflicts\"):", counted(count, "conflict"))?;
    }
    for dispute in settled {
        say!("    {}", dispute.text)?;
        for way in ways(answer, &dispute.conflict) {
            say!("        {}", common.command(&format!("decide {way}")))?;
        }
    }
    Ok(())
}

impl Answer {
    /// An element as a command names it: by its id where two elements have one name, or it has none any more.
    fn called(&self, id: ElementId) -> String {
        let name = self.names.get(&id.to_string());
        let lower = |name: &String| name.to_lowercase();
        let twins = self.names.values().filter(|other| Some(lower(other)) == name.map(lower)).count() > 1;
        name.filter(|_| !twins).map_or_else(|| id.to_string(), |name| quoted(name))
    }
}

/// What settles a conflict, either way.
fn ways(answer: &Answer, conflict: &Conflict) -> Vec<String> {
    let called = |id: &ElementId| answer.called(*id);
    match conflict {
        Conflict::Clause { element, clause, .. } => {
            let (element, clause) = (called(element), quoted(clause.clause.as_str()));
            vec![format!("resolve {element} {clause}"), format!("resolve {element} {clause} --out")]
        }
        Conflict::Name { element, names } => {
            let distinct: BTreeSet<&String> = names.values().flatten().collect();
            let one = |name: &&String| format!("resolve {} --name {}", called(element), quoted(name));
            distinct.iter().map(one).collect()
        }
        Conflict::Definition { element, definitions } => {
            let distinct: BTreeSet<&String> = definitions.values().flatten().collect();
            let one = |text: &&String| format!("resolve {} --definition {}", called(element), quoted(text));
            distinct.iter().map(one).collect()
        }
        Conflict::Absence { element, agreement, .. } => {
            let (element, agreement) = (called(element), quoted(agreement.as_str()));
            vec![
                format!("resolve {element} --not-absent {agreement}"),
                format!("resolve {element} --absent {agreement}"),
            ]
        }
        Conflict::Rejected { .. } | Conflict::Gone { .. } => {
            let element = match conflict {
                // What was taken away has no name any more but this one.
                Conflict::Gone { name, .. } if answer.names.values().all(|other| other != name) => {
                    quoted(name)
                }
                Conflict::Gone { element, .. } | Conflict::Rejected { element, .. } => called(element),
                _ => String::new(),
            };
            vec![format!("resolve {element} --keep"), format!("resolve {element} --reject")]
        }
        Conflict::Alike { elements: [a, b] } => {
            let (a, b) = (called(a), called(b));
            vec![format!("merge {a} {b}"), format!("resolve {a} --two {b}")]
        }
        Conflict::Outlier { clause, .. } => {
            let clause = quoted(clause.clause.as_str());
            vec![format!("outlier {clause}"), format!("outlier {clause} --drop")]
        }
        Conflict::Anchor { clause, to } => {
            let distinct: BTreeSet<&ClauseId> = to.values().collect();
            let from = quoted(clause.clause.as_str());
            distinct.iter().map(|to| format!("reanchor {from} {}", quoted(to.as_str()))).collect()
        }
        Conflict::Fork { .. } => Vec::new(),
    }
}

fn print_moved(common: &Common, answer: &Answer) -> Result<()> {
    for moved in &answer.changes.changed {
        print_wordings(
            common,
            answer,
            moved,
            ["has another wording now", "is worded otherwise in the newest edition"],
        )?;
        print_out(common, answer, &moved.from, "if not")?;
    }
    for moved in &answer.changes.doubtful {
        print_wordings(
            common,
            answer,
            moved,
            ["may be another clause now", "may be another clause in the newest edition"],
        )?;
        print_out(common, answer, &moved.from, "if not")?;
    }
    for Correction { anchor, recognised, correct, .. } in &answer.uncorrected {
        say!("    correction of {}: “{recognised}” (“{correct}”) is not there any more", anchor.clause)?;
    }
    for lost in &answer.changes.lost {
        let quote = shortened(&lost.quote, 60);
        match answer.older.contains(&lost.key()) {
            true => say!("{} is not in the newest edition: {quote}", lost.clause)?,
            false => say!("    orphan {}: {quote}", lost.clause)?,
        }
        print_out(common, answer, lost, "if the text has it no more")?;
    }
    for Absence { element, name, agreement, by, at, .. } in &answer.changes.checked_earlier {
        let people: Vec<&str> = by.iter().map(Coder::as_str).collect();
        let (people, day) = (people.join(" and "), &at.to_string()[..10]);
        say!("“{name}” in {agreement}: {people} did not find it on {day}, in another text")?;
        let again = format!("decide absent {} {}", answer.called(*element), quoted(agreement.as_str()));
        say!("    if it is not in the text of today either: {}", common.command(&again))?;
    }
    Ok(())
}

fn print_recall(answer: &Answer) -> Result<()> {
    if answer.elements > 0 {
        say!("{}", answer.recall.words())?;
        for cell in answer.recall.open.iter().flat_map(|open| &open.waiting) {
            let name = answer.names.get(&cell.element.to_string()).map_or("", String::as_str);
            say!("    to be judged: {} in {}", quoted(name), cell.agreement)?;
        }
    }
    Ok(())
}

/// A text, what is only in it in square brackets.
fn bracketed(runs: &[Run]) -> String {
    let one = |run: &Run| match (run.changed, run.text.trim_end()) {
        (true, words) => format!("[{words}]{}", &run.text[words.len()..]),
        (false, _) => run.text.clone(),
    };
    runs.iter().map(one).collect()
}

/// The commands that take a clause out of the elements that it was confirmed for.
fn print_out(common: &Common, answer: &Answer, judged: &Anchor, when: &str) -> Result<()> {
    for element in answer.holders.get(&judged.key()).into_iter().flatten() {
        let out = format!("decide remove {} {}", answer.called(*element), quoted(judged.clause.as_str()));
        say!("    {when}: {}", common.command(&out))?;
    }
    Ok(())
}

/// A decided clause and its text now, one below the other, what differs in brackets.
fn print_wordings(common: &Common, answer: &Answer, moved: &Move, [now, newest]: [&str; 2]) -> Result<()> {
    let (from, to) = (&moved.from.clause, &moved.to);
    let is_older = answer.older.contains(&moved.from.key());
    let what = if is_older { newest } else { now };
    let place = if from == to { String::new() } else { format!(" ({to}, {})", alike(moved.score)) };
    say!("{from} {what}{place}")?;
    say!("    was: {}", bracketed(&moved.before))?;
    say!("    now: {}", bracketed(&moved.now))?;
    if is_older {
        // The older edition says what it says: the clause of the newest one is confirmed beside it.
        for element in answer.holders.get(&moved.from.key()).into_iter().flatten() {
            let add = format!("decide add {} {}", answer.called(*element), quoted(to.as_str()));
            say!("    if what was decided holds for it too: {}", common.command(&add))?;
        }
        return Ok(());
    }
    let record = format!("decide reanchor {} {}", quoted(from.as_str()), quoted(to.as_str()));
    say!("    if what was decided holds for it too: {}", common.command(&record))?;
    Ok(())
}

fn print_more(answer: &Answer, args: &Status) -> Result<()> {
    if args.reliability {
        match (&answer.reliability, &answer.hidden) {
            (Some(reliability), _) => reliability::print(reliability)?,
            (None, Some(_)) => say!("\nReliability is shown once all coders have finished.")?,
            (None, None) => {
                say!("\nFewer than two coders have made decisions: there is nothing to compare.")?
            }
        }
    }
    for entry in answer.history.iter().flatten() {
        let undone = if entry.undone.is_some() { " (undone)" } else { "" };
        let (at, id) = (&entry.at.to_string()[..16], entry.event);
        say!("{at}  {id}  {} {}{undone}", entry.by, entry.text)?;
    }
    if answer.second_look.as_ref().is_some_and(|looks| looks.iter().all(|look| look.cells.is_empty())) {
        say!("\nNo empty cell is left to look into.")?;
    }
    for look in answer.second_look.iter().flatten().filter(|look| !look.cells.is_empty()) {
        say!("\n{}", look.name)?;
        for cell in &look.cells {
            let misses: Vec<String> = cell.misses.iter().map(|miss| miss.clause.to_string()).collect();
            let misses = match misses.is_empty() {
                true => "nothing comparable: only reading it can tell".to_owned(),
                false => misses.join(", "),
            };
            say!("    {}: {misses}", cell.agreement)?;
        }
    }
    Ok(())
}
