//! A candidate: its clauses side by side, and the decision on it.

use super::notes::{Said, notes};
use super::queue;
use super::strip::{Square, strip};
use super::suggested::{self, Suggested};
use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, plain, shortened, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::{Fault, alone};
use crate::told::{reasons, standing};
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, ElementId, Reason, Target};
use crosscut::findings::CandidateStatus;
use crosscut::findings::Order;
use crosscut::text::Clause;
use crosscut::words::{Html, brief, counted, why};
use crosscut::{Candidate, Choice};
use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

/// Below this share of the middle likeness of a candidate's clauses, a clause is outside of it.
const OUTSIDE: f32 = 0.75;
/// More clauses than this are folded to three lines each rather than four, so that a card is one screen.
const MANY: usize = 4;
/// Characters of a name that is proposed.
const NAME: usize = 60;

#[derive(Template)]
#[template(path = "card.html")]
struct Card {
    shell: Shell,
    id: String,
    order: Order,
    version: String,
    position: Option<usize>,
    total: usize,
    next: Option<String>,
    previous: Option<String>,
    name: String,
    names: Vec<String>,
    /// Why it is here in the list, and what it asks in one line: the proposed definition.
    brief: String,
    asks: String,
    asked: Html,
    definition: String,
    why: Html,
    standing: Option<Html>,
    covered: bool,
    columns: Vec<Column>,
    strip: Vec<Square>,
    /// Clauses that are ticked at first, and whether there are so many that each is folded to less.
    clauses: usize,
    dense: bool,
    near: Vec<Near>,
    elements: Vec<String>,
    reasons: Vec<(&'static str, &'static str)>,
    notes: Vec<Said>,
    suggested: Vec<Suggested>,
}

/// The clauses of one agreement.
struct Column {
    /// Whether all of its clauses are ticked at first, some, or none.
    ticks: &'static str,
    /// Its number on the card, from 1.
    place: usize,
    agreement: String,
    short: Html,
    year: Option<u16>,
    clauses: Vec<Ticked>,
}

struct Ticked {
    number: usize,
    quote: Quote,
    ticked: bool,
    new: bool,
    /// Somebody found it worth reporting alone.
    alone: bool,
    /// Where a clause before it says the same.
    repeats: Option<String>,
    /// How many clauses say the same as this one, itself among them; none where it is alone.
    times: Option<usize>,
}

/// Another element or candidate that may be the same.
struct Near {
    name: Html,
    href: String,
    what: String,
}

pub(super) fn card(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (id, order) = (fields.one("id"), Order::from(fields.one("order")));
    let (candidate, place) = find(desk, id)?;
    let queue = queue::same(desk, order, place);
    let position = queue.iter().position(|&at| at == place);
    let to = |place: usize| links::candidate(&desk.results.candidates[place].id, order);
    let clauses: Vec<&Clause> =
        candidate.members.iter().filter_map(|m| desk.clause(m.clause.as_str())).map(|(_, c)| c).collect();
    let stands = desk.status(id);
    let row = desk.matrix().candidate(id).or_else(|| covered(stands).and_then(|e| desk.matrix().element(e)));
    let name =
        covered(stands).and_then(|element| desk.state().elements.get(&element)).map(|e| e.name.clone());
    let columns = columns(desk, candidate, &clauses, stands);
    let ticked = columns.iter().flat_map(|column| &column.clauses).filter(|clause| clause.ticked).count();
    Ok(render(&Card {
        shell: Shell::new(desk, &candidate.label, Here::Queue)
            .named()
            .done(desk, fields.one("done"))
            .back_to(fields.filled("was").map(|was| links::candidate(was, order))),
        id: id.to_owned(),
        order,
        version: version(desk, id),
        position: position.map(|at| at + 1),
        total: queue.len(),
        next: desk.after(order, place).map(to),
        previous: desk.before(order, place).map(to),
        names: proposals(candidate, &clauses),
        name: suggested::taken(desk, id, fields, "name").or(name).unwrap_or_else(|| plain(&candidate.label)),
        definition: suggested::taken(desk, id, fields, "definition").unwrap_or_default(),
        brief: format!("{}, {}", counted(candidate.agreements.len(), "agreement"), brief(candidate)),
        asks: plain(&candidate.asks),
        asked: Html::own(&candidate.asks),
        why: Html::isolated(&why(candidate.similarity(), &candidate.why)),
        standing: standing(desk, stands),
        covered: matches!(stands, CandidateStatus::Covered { .. }),
        columns,
        strip: row.map(|row| strip(desk, row)).unwrap_or_default(),
        clauses: ticked,
        dense: candidate.members.len() > MANY,
        near: near(desk, candidate),
        elements: desk.state().by_name().iter().map(|element| plain(&element.name)).collect(),
        reasons: reasons(),
        notes: notes(desk, |about| matches!(about, Target::Candidate(of) if of == id)),
        suggested: suggested::about(desk, Some((id, &links::candidate(id, order))), |one| {
            one.what.of() == Some(id)
        }),
    }))
}

fn find<'r>(desk: &Desk<'r>, id: &str) -> Result<(&'r Candidate, usize), Fault> {
    let gone =
        || Fault::Missing("This candidate is not in the last run. The queue shows the current ones.".into());
    Ok((desk.candidate(id).ok_or_else(gone)?, desk.place_of(id).ok_or_else(gone)?))
}

fn covered(standing: &CandidateStatus) -> Option<ElementId> {
    match standing {
        CandidateStatus::Covered { element, .. } => Some(*element),
        _ => None,
    }
}

/// One column an agreement, in the order of the matrix; clauses that were judged not to belong are not ticked.
fn columns(
    desk: &Desk<'_>,
    candidate: &Candidate,
    clauses: &[&Clause],
    standing: &CandidateStatus,
) -> Vec<Column> {
    let mut words = Words::of(clauses, &candidate.terms);
    let new: BTreeSet<&str> = standing.new_clauses().iter().map(|id| id.as_str()).collect();
    let judged = covered(standing).and_then(|element| desk.state().elements.get(&element));
    let out: BTreeSet<&str> =
        judged.into_iter().flat_map(|e| e.removed()).map(|member| member.anchor.clause.as_str()).collect();
    let outside = outside(candidate);
    let mut columns = Vec::new();
    let mut number = 0;
    for column in &desk.matrix().columns {
        let mut ticked = Vec::new();
        for clause in clauses.iter().filter(|clause| column.holds(&clause.agreement)) {
            number += 1;
            ticked.push(Ticked {
                number,
                quote: Quote::new(desk, clause, &mut words),
                ticked: !out.contains(clause.id.as_str()) && !outside.contains(clause.id.as_str()),
                new: new.contains(clause.id.as_str()),
                alone: desk.matrix().outliers.get(&clause.id) == Some(&true),
                repeats: repeated(desk, candidate, clause),
                times: times(candidate, clause),
            });
        }
        if !ticked.is_empty() {
            let on = ticked.iter().filter(|clause| clause.ticked).count();
            columns.push(Column {
                ticks: if on == ticked.len() {
                    "all"
                } else if on > 0 {
                    "some"
                } else {
                    ""
                },
                place: columns.len() + 1,
                agreement: column.agreement.to_string(),
                short: Html::own(&column.short),
                year: column.year,
                clauses: ticked,
            });
        }
    }
    columns
}

/// Members that are much less alike than the others: they start without a tick, for the coder to take in.
fn outside(candidate: &Candidate) -> HashSet<&str> {
    let mut alike: Vec<f32> = candidate.members.iter().map(|member| member.similarity).collect();
    alike.sort_by(f32::total_cmp);
    let middle = alike.get(alike.len() / 2).copied().unwrap_or_default();
    let far = candidate.members.iter().filter(|member| member.similarity < OUTSIDE * middle);
    far.map(|member| member.clause.as_str()).collect()
}

fn times(candidate: &Candidate, clause: &Clause) -> Option<usize> {
    let same = candidate.members.iter().filter(|member| member.same_as.as_ref() == Some(&clause.id)).count();
    (same > 0).then_some(same + 1)
}

/// Names that a coder may take with one click: the proposed one, what it asks, the words that its clauses share, the title
/// of an article that has such a clause.
fn proposals(candidate: &Candidate, clauses: &[&Clause]) -> Vec<String> {
    let words = candidate.terms.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let heading = clauses.iter().find_map(|clause| clause.heading.clone()).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for name in [candidate.label.clone(), heading, words, candidate.asks.clone()] {
        let name = shortened(&plain(&name), NAME);
        if !name.is_empty() && !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
            names.push(name);
        }
    }
    names.truncate(3);
    names
}

/// Which member of a candidate says what a clause says, if another one does: it is read once.
fn repeated(desk: &Desk<'_>, candidate: &Candidate, clause: &Clause) -> Option<String> {
    let member = candidate.members.iter().find(|member| member.clause == clause.id)?;
    let (_, same) = desk.clause(member.same_as.as_ref()?.as_str())?;
    let agreement = desk.matrix().columns.iter().find(|column| column.holds(&same.agreement))?;
    Some(format!("{} {}", plain(&agreement.short), plain(&same.locator)))
}

/// Elements that are like a candidate, the nearest first: by the words that they share, and more by the clauses.
pub(super) fn nearest(desk: &Desk<'_>, candidate: &Candidate) -> Vec<ElementId> {
    let terms: BTreeSet<&str> = candidate.terms.iter().map(String::as_str).collect();
    let members: HashSet<&str> = candidate.members.iter().map(|m| m.clause.as_str()).collect();
    let mut near: Vec<(usize, ElementId)> = Vec::new();
    for row in desk.matrix().elements() {
        let Some(id) = row.element() else { continue };
        let origin = match &row.kind {
            crosscut::matrix::RowKind::Element { candidate: Some(of), .. } => desk.candidate(of),
            _ => None,
        };
        let shared = origin
            .map_or(0, |origin| origin.terms.iter().filter(|term| terms.contains(term.as_str())).count());
        let held = row.cells.iter().flat_map(|cell| &cell.confirmed);
        let held = held.filter(|clause| members.contains(clause.as_str())).count();
        if shared + held > 0 {
            near.push((shared + 3 * held, id));
        }
    }
    near.sort_by_key(|(alike, _)| std::cmp::Reverse(*alike));
    near.into_iter().map(|(_, id)| id).collect()
}

/// The elements that are the most like a candidate.
fn near(desk: &Desk<'_>, candidate: &Candidate) -> Vec<Near> {
    let one = |id: ElementId| {
        let row = desk.matrix().element(id)?;
        Some(Near {
            name: Html::own(&row.name),
            href: links::element(id),
            what: format!("element in {}", counted(row.breadth, "agreement")),
        })
    };
    nearest(desk, candidate).into_iter().filter_map(one).take(4).collect()
}

/// Changes whenever somebody decides on the candidate, or a new run changes what it is.
fn version(desk: &Desk<'_>, id: &str) -> String {
    match desk.status(id) {
        CandidateStatus::New => "new".into(),
        CandidateStatus::Deferred { event } => format!("deferred-{event}"),
        CandidateStatus::Rejected { event, new } => format!("rejected-{event}-{}", new.len()),
        CandidateStatus::Covered { element, new } => {
            let last = desk.state().elements.get(element).and_then(|element| element.history.last());
            format!("covered-{}-{}", last.map(ToString::to_string).unwrap_or_default(), new.len())
        }
    }
}

pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (id, order) = (fields.one("id"), Order::from(fields.one("order")));
    let (candidate, place) = find(desk, id)?;
    fresh(desk, candidate, fields)?;
    let all = match fields.filled("outlier") {
        Some(clause) => {
            alone(desk, clause)?;
            vec![Decision::Outlier { clause: desk.choice().clause(clause)?, keep: true }]
        }
        None => decisions(&desk.choice_with(fields.has("both")), candidate, fields)?,
    };
    let stays = fields.has("outlier") || fields.one("act") == "note";
    let event = desk.save(all, None)?.to_string();
    let next = if stays { Some(place) } else { desk.after(order, place) };
    if !stays && order == Order::Best {
        desk.look_ahead();
        // A model that is gone is told on the page that asks for the look.
        let _ = desk.looking.wait(Duration::ZERO);
        if desk.asks_first(next) {
            return Ok(go(&url("/look", &[("flow", "1"), ("done", &event)])));
        }
    }
    // What was put off comes again at the end.
    let later = desk.queue(Order::Later).into_iter().find(|&at| at != place);
    let (order, next) = if next.is_none() && later.is_some() { (Order::Later, later) } else { (order, next) };
    Ok(match next {
        Some(place) => {
            let id = &desk.results.candidates[place].id;
            go(&url(
                "/candidate",
                &[("id", id), ("order", order.name()), ("done", &event), ("was", fields.one("id"))],
            ))
        }
        None => go(&url("/queue", &[("order", order.name()), ("done", &event)])),
    })
}

/// Refuses a decision on a card that shows what is no longer so.
fn fresh(desk: &Desk<'_>, candidate: &Candidate, fields: &Fields) -> Result<(), Fault> {
    let version = version(desk, &candidate.id);
    if fields.one("version") == version {
        return Ok(());
    }
    let standing = desk.status(&candidate.id);
    let mut now = vec![match standing {
        CandidateStatus::New => "No decision yet.".to_owned(),
        CandidateStatus::Covered { element, .. } => {
            let element = desk.state().elements.get(element);
            element.map_or("It is part of an element.".to_owned(), |e| {
                format!("It is the element “{}”, confirmed by {}.", e.name, e.by)
            })
        }
        CandidateStatus::Rejected { event, .. } => {
            let set = desk.state().rejected.iter().find(|set| set.event == *event);
            set.map_or("It was rejected.".to_owned(), |s| {
                format!("{} rejected it: {}.", s.by, s.reason.words())
            })
        }
        CandidateStatus::Deferred { .. } => "It was postponed.".to_owned(),
    }];
    if let Some(element) = covered(standing).and_then(|element| desk.state().elements.get(&element)) {
        now.push(format!("It has {}.", counted(element.belonging().count(), "clause")));
    }
    let yours = vec![
        format!("You were about to {}.", fields.one("act")),
        format!("Name: “{}”.", fields.one("name")),
        format!("{} of {} clauses ticked.", fields.all("clause").len(), candidate.members.len()),
    ];
    Err(Fault::Stale { now, yours, version })
}

/// What a card's form decides.
fn decisions(choice: &Choice<'_>, candidate: &Candidate, fields: &Fields) -> Result<Vec<Decision>, Fault> {
    let ticked = fields.all("clause");
    let without: Vec<String> =
        candidate.members.iter().map(|m| m.clause.to_string()).filter(|id| !ticked.contains(id)).collect();
    let id = &candidate.id;
    let wanted = |name: &str, what: &str| {
        fields.filled(name).map(str::to_owned).ok_or_else(|| Fault::Wrong(format!("Give {what}.")))
    };
    let mut all = match fields.one("act") {
        "confirm" => {
            let name = wanted("name", "the element a name")?;
            let named = Some(name.as_str()).filter(|name| *name != candidate.label);
            choice.confirm(id, named, &without)?
        }
        "reject" => {
            let reason = Reason::from_name(fields.one("reason"))
                .ok_or_else(|| Fault::Wrong("Choose a reason.".into()))?;
            choice.reject(id, reason, fields.filled("comment").map(str::to_owned))?
        }
        "defer" => vec![choice.defer(id)?],
        "substance" => vec![choice.substance(id)?],
        "merge" => choice.confirm_into(id, &wanted("into", "the element to put them into")?, &without)?,
        "split" => {
            let other = wanted("other", "the other element a name")?;
            choice.divide(id, &wanted("name", "the element a name")?, &ticked, &other)?
        }
        "note" => {
            let text = wanted("note", "the words of the note")?;
            vec![Decision::Note { about: Target::Candidate(id.clone()), text }]
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let made = all.iter().find_map(|decision| match decision {
        Decision::Confirm { element, .. } | Decision::Add { element, .. } => Some(*element),
        _ => None,
    });
    let also: Vec<String> =
        fields.all("also").into_iter().filter(|clause| !without.contains(clause)).collect();
    if let (Some(element), false, "confirm") = (made, also.is_empty(), fields.one("act")) {
        all.push(Decision::Add { element, clauses: choice.clauses(&also)? });
    }
    if let (Some(element), Some(definition), "confirm") =
        (made, fields.filled("definition"), fields.one("act"))
    {
        all.push(Decision::Define { element, definition: definition.to_owned() });
    }
    Ok(all)
}
