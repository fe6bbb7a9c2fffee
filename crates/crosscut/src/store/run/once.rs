//! One agreement in several sources: taken once where its clauses are the same, refused where they are not.

use super::Outcome;
use crate::store::Study;
use crate::store::study_file::StudyFile;
use crate::{Error, error::Result};
use crosscut_text::{AgreementId, Clause, ClauseKind};
use std::collections::{BTreeMap, BTreeSet};

/// An agreement as two sources have it, by their places: the one that it is taken from, and the one that leaves it out.
struct Twice {
    kept: (usize, AgreementId),
    left: (usize, AgreementId),
}

/// Leaves every agreement to one of the sources that hold it, so that nothing counts twice; what was left out, in a sentence
/// for each source. A source of which nothing remains goes.
///
/// # Errors
/// When two sources hold other clauses under one id: which of the two is meant, nobody here can know.
pub(super) fn once(study: &Study, file: &StudyFile, outcomes: &mut Vec<Outcome>) -> Result<Vec<String>> {
    told_once(outcomes);
    let mut told = Vec::new();
    let mut gone = BTreeSet::new();
    for ((kept, left), pairs) in by_sources(of_one_id(file, outcomes)) {
        let [here, there] = [kept, left].map(|place| by_agreement(&outcomes[place], study));
        let (here, there) = (here?, there?);
        if let Some((id, _)) = pairs.iter().find(|(a, b)| !are_same(&here, a, &there, b)) {
            return Err(Error::Choice(refused(id, &outcomes[kept], &outcomes[left])));
        }
        leave(study, outcomes, (kept, left), &pairs, &mut told)?;
        gone.insert(left);
    }
    for ((kept, left), mut pairs) in by_sources(of_one_title(file, outcomes)) {
        let [here, there] = [kept, left].map(|place| by_agreement(&outcomes[place], study));
        let (here, there) = (here?, there?);
        // With other clauses they are what they say they are: two.
        pairs.retain(|(a, b)| said(&here, a).next().is_some() && are_same(&here, a, &there, b));
        leave(study, outcomes, (kept, left), &pairs, &mut told)?;
        gone.insert(left);
    }
    let mut place = 0;
    outcomes.retain(|outcome| {
        let holds = outcome.agreements().next().is_some() || !outcome.head.failed.is_empty();
        place += 1;
        holds || !gone.contains(&(place - 1))
    });
    Ok(told)
}

/// What could not be read is told once; and what a shard waits for is not missing where another one has it.
fn told_once(outcomes: &mut [Outcome]) {
    let is_own = |outcome: &Outcome| outcome.is_document();
    let reports = outcomes.iter().flat_map(|outcome| &outcome.head.reports);
    let tried = outcomes.iter().flat_map(|outcome| &outcome.head.failed).filter(|row| row.shard.is_none());
    let done: BTreeSet<(String, String)> =
        reports.chain(tried.map(|row| &row.report)).flat_map(names).collect();
    let own = outcomes.iter().filter(|outcome| is_own(outcome)).flat_map(|outcome| &outcome.head.failed);
    let mut seen: BTreeSet<AgreementId> = own.map(|row| row.report.agreement.clone()).collect();
    for outcome in outcomes.iter_mut().filter(|outcome| !is_own(outcome)) {
        outcome.head.failed.retain(|row| {
            let waits = row.shard.is_some() && names(&row.report).iter().any(|name| done.contains(name));
            !waits && seen.insert(row.report.agreement.clone())
        });
    }
}

/// What a document is known by: its agreement; or its file and bytes, for clauses that name their own agreements.
fn names(report: &crate::DocumentReport) -> [(String, String); 2] {
    let source = &report.source;
    [(report.agreement.to_string(), String::new()), (source.file.clone(), source.sha256.clone())]
}

/// Agreements that several sources hold under one id.
fn of_one_id(file: &StudyFile, outcomes: &[Outcome]) -> Vec<Twice> {
    let mut holders: BTreeMap<&AgreementId, Vec<usize>> = BTreeMap::new();
    for (place, outcome) in outcomes.iter().enumerate() {
        outcome.agreements().for_each(|id| holders.entry(id).or_default().push(place));
    }
    let twice = |(id, places): (&AgreementId, Vec<usize>)| {
        let first = places.iter().copied().min_by_key(|place| rank(file, outcomes, *place, id));
        let others = places.into_iter().filter(move |place| Some(*place) != first);
        let id = id.clone();
        others.filter_map(move |left| Some(Twice { kept: (first?, id.clone()), left: (left, id.clone()) }))
    };
    holders.into_iter().filter(|(_, places)| places.len() > 1).flat_map(twice).collect()
}

/// Agreements that two sources, one of them ready-made clauses, hold under one title and two ids. What the study has already
/// under both stays.
fn of_one_title(file: &StudyFile, outcomes: &[Outcome]) -> Vec<Twice> {
    let mut called: BTreeMap<String, Vec<(usize, AgreementId)>> = BTreeMap::new();
    for (place, outcome) in outcomes.iter().enumerate() {
        let fronts = outcome.head.titles.iter().filter_map(|(id, front)| Some((id, front.title.as_ref()?)));
        let about = outcome.head.about.iter().map(|about| (&about.id, &about.title));
        for (id, title) in fronts.chain(about) {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            called.entry(title).or_default().push((place, id.clone()));
        }
    }
    let is_new = |id: &AgreementId| file.agreements.iter().all(|known| known.id != *id);
    let mut twice = Vec::new();
    for holders in called.values().filter(|holders| holders.len() > 1) {
        let first = holders.iter().min_by_key(|(place, id)| (is_new(id), rank(file, outcomes, *place, id)));
        let Some(kept) = first else { continue };
        for left in holders.iter().filter(|left| left.0 != kept.0 && left.1 != kept.1 && is_new(&left.1)) {
            if !(outcomes[left.0].is_document() && outcomes[kept.0].is_document()) {
                twice.push(Twice { kept: kept.clone(), left: left.clone() });
            }
        }
    }
    twice
}

/// Which of several sources an agreement is taken from: the one that the study has it from; a document before its clauses
/// alone; clauses with what was lost of them before others, and those with a title before those without.
fn rank(file: &StudyFile, outcomes: &[Outcome], place: usize, id: &AgreementId) -> impl Ord + use<> {
    let outcome = &outcomes[place];
    let known = file.agreements.iter().find(|known| known.id == *id);
    let is_titled = outcome.head.titles.iter().any(|(of, front)| of == id && front.title.is_some());
    let is_source = known.is_some_and(|known| known.source.as_ref() == Some(&outcome.file));
    (!is_source, outcome.given, !outcome.is_document(), outcome.head.about.is_empty(), !is_titled, place)
}

type Ids = Vec<(AgreementId, AgreementId)>;

/// By the two sources, so that each is opened once for all that they share.
fn by_sources(twice: Vec<Twice>) -> BTreeMap<(usize, usize), Ids> {
    let mut pairs: BTreeMap<(usize, usize), Ids> = BTreeMap::new();
    for Twice { kept, left } in twice {
        pairs.entry((kept.0, left.0)).or_default().push((kept.1, left.1));
    }
    pairs
}

fn by_agreement(outcome: &Outcome, study: &Study) -> Result<BTreeMap<AgreementId, Vec<Clause>>> {
    let mut parts: BTreeMap<AgreementId, Vec<Clause>> = BTreeMap::new();
    for clause in outcome.clauses(study)? {
        parts.entry(clause.agreement.clone()).or_default().push(clause);
    }
    Ok(parts)
}

/// The texts of an agreement. Clauses that were made elsewhere may lack the headings, or the notes.
fn said<'c>(
    parts: &'c BTreeMap<AgreementId, Vec<Clause>>,
    id: &AgreementId,
) -> impl Iterator<Item = &'c str> + use<'c> {
    let says = |clause: &&Clause| !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note);
    parts.get(id).into_iter().flatten().filter(says).map(|clause| clause.text.trim())
}

fn are_same(
    here: &BTreeMap<AgreementId, Vec<Clause>>,
    a: &AgreementId,
    there: &BTreeMap<AgreementId, Vec<Clause>>,
    b: &AgreementId,
) -> bool {
    said(here, a).eq(said(there, b))
}

/// Takes agreements out of the source that leaves them to the other, and tells it where one of the two came with this run.
fn leave(
    study: &Study,
    outcomes: &mut [Outcome],
    (kept, left): (usize, usize),
    pairs: &Ids,
    told: &mut Vec<String>,
) -> Result<()> {
    let Some((of, first)) = pairs.first() else { return Ok(()) };
    let gone: BTreeSet<AgreementId> = pairs.iter().map(|(_, id)| id.clone()).collect();
    let [here, there] = [kept, left].map(|place| outcomes[place].origin.shown());
    if outcomes[kept].given || outcomes[left].given {
        let what = match pairs.len() {
            1 => format!("{first} in {there} is the same"),
            several => format!("{first} and {} more in {there} are the same", several - 1),
        };
        let of =
            if pairs.len() == 1 && of != first { format!("{of} in {here}") } else { format!("in {here}") };
        told.push(format!("{what} as {of}: taken once"));
    }
    outcomes[left].leave_out(study, &gone)
}

/// That an agreement is in two files with different clauses, and what to do.
fn refused(id: &AgreementId, one: &Outcome, other: &Outcome) -> String {
    let [here, there] = [one, other].map(|outcome| outcome.origin.shown());
    let (new, old) = match (one.given, other.given) {
        (true, false) => (here, &other.file),
        (false, true) => (there, &one.file),
        _ => {
            return format!(
                "{id} is in {here} and in {there}, with other clauses: give one of the two, or another id to one of them"
            );
        }
    };
    format!(
        "{id} is in {new} and, with other clauses, in {old}, which this study has: to have the new clauses in place of \
         the old, call the new file {old}; to have both, give the agreement in it another id"
    )
}
