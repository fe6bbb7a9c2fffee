//! A simulated reviewer: walks the real queue with real decisions, knowing gold, and counts what each brings.
//!
//! One decision is a confirmation, a rejection, a clause unticked, a yes or a no about a cell.

use crate::discovery::Reach;
use crate::labels::{Labels, Unit};
use crosscut::decisions::{Coder, Decision, ElementId, Event, Reason, State};
use crosscut::findings::{CandidateStatus, Order, Orders, SecondLook};
use crosscut::text::{AgreementId, ClauseId};
use crosscut::{Choice, Codebook, Compared, Error, Findings, Results};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Cells that are asked for before the chances are made anew.
const ANSWERS: usize = 8;
/// Clauses that a cell shows.
const SHOWN: usize = 3;

/// What the reviewer is given first.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Policy {
    /// The queue in one of its orders, candidates alone.
    Queue(Order),
    /// From nothing, as the page goes on: the best candidate, or a question about the empty cells of an element that was
    /// confirmed, whichever promises more.
    Page,
    /// The same with a codebook's elements adopted first.
    Codebook(Codebook),
}

/// What a reviewer reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Walk {
    /// What the reviewer was given.
    pub policy: String,
    /// Share of the true cells after each decision, from none on.
    pub cells: Vec<f64>,
    /// Decisions to 80 and 95 % of them.
    pub decisions: Vec<Reach>,
}

impl Walk {
    /// Share of the true cells after so many decisions; of all, where there were fewer.
    pub fn after(&self, decisions: usize) -> f64 {
        self.cells.get(decisions).or(self.cells.last()).copied().unwrap_or_default()
    }
}

/// Walks through what a run proposed until `most` decisions are made or nothing is left. Elements of `form` are none.
///
/// # Errors
/// When a decision cannot be made: the candidates are not those of the clauses.
pub fn review(
    results: &Results,
    compared: &Compared<'_>,
    labels: &Labels,
    form: &[&str],
    policy: &Policy,
    most: usize,
) -> Result<Walk, Error> {
    let mut desk = Desk::new(results, labels, form, policy)?;
    if let Policy::Codebook(book) = policy {
        desk.decide(book.adopt(desk.findings.state()))?;
    }
    let (order, asks) = match policy {
        Policy::Queue(order) => (*order, false),
        Policy::Page | Policy::Codebook(_) => (Order::Best, true),
    };
    let orders = Orders::new(&results.candidates);
    let mut looks: Vec<SecondLook> = Vec::new();
    let mut asked_since = usize::MAX;
    while desk.curve.len() <= most {
        let known = !desk.findings.state().elements.is_empty();
        if known && asks && asked_since >= ANSWERS {
            looks = desk.findings.second_look(compared, SHOWN)?;
            asked_since = 0;
        }
        for look in &mut looks {
            let element = look.element;
            look.cells.retain(|cell| desk.is_open(element, &cell.agreement));
        }
        let look = looks
            .iter()
            .map(|look| (look.promises(), look))
            .filter(|(promise, _)| *promise > 0.0)
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)));
        let queue = orders.queue(order, &desk.findings);
        let next = queue.first().copied();
        let promised = next.map_or(0.0, |place| results.candidates[place].promises());
        match (look, next) {
            (Some((promise, look)), _) if promise >= promised => {
                let look = look.clone();
                let before = desk.curve.len();
                desk.answer(&look)?;
                asked_since += (desk.curve.len() - before).max(1);
                looks.retain(|other| other.element != look.element);
            }
            (_, Some(place)) => {
                desk.judge(place)?;
                asked_since = asked_since.saturating_add(1);
            }
            (_, None) => break,
        }
    }
    Ok(desk.walk(policy))
}

/// The reviewer's desk: what is decided, and what it brought.
struct Desk<'r> {
    results: &'r Results,
    labels: &'r Labels,
    /// What each element of gold is called: by its name in the codebook, if it is in there.
    names: Vec<String>,
    /// Elements that count.
    counted: BTreeSet<usize>,
    truth: BTreeSet<(usize, usize)>,
    findings: Findings,
    events: Vec<Event>,
    coder: Coder,
    found: BTreeSet<(usize, usize)>,
    curve: Vec<f64>,
}

impl<'r> Desk<'r> {
    fn new(results: &'r Results, labels: &'r Labels, form: &[&str], policy: &Policy) -> Result<Self, Error> {
        let book = if let Policy::Codebook(book) = policy { &book.elements[..] } else { &[] };
        let name = |id: &String| book.iter().find(|one| one.id == *id).map_or(id, |one| &one.name).clone();
        let coder = Coder::new("simulated").map_err(|error| Error::Choice(error.to_string()))?;
        let counted: BTreeSet<usize> = labels
            .horizontal
            .iter()
            .copied()
            .filter(|element| !form.contains(&labels.elements[*element].as_str()))
            .collect();
        let truth = labels.horizontal_cells().filter(|(element, _)| counted.contains(element)).collect();
        Ok(Self {
            results,
            labels,
            names: labels.elements.iter().map(name).collect(),
            counted,
            truth,
            findings: Findings::new(results.clone(), State::default()),
            events: Vec::new(),
            coder,
            found: BTreeSet::new(),
            curve: vec![0.0],
        })
    }

    /// Makes decisions, all as one event.
    fn decide(&mut self, decisions: Vec<Decision>) -> Result<(), Error> {
        if decisions.is_empty() {
            return Ok(());
        }
        let seq = self.events.len() as u64 + 1;
        self.events.push(Event::unsaved(seq, &self.coder, Decision::together(decisions)));
        let state = State::fold(&self.events);
        self.findings = std::mem::take(&mut self.findings).after(state);
        Ok(())
    }

    /// Counts decisions, the last of which brought what is found now.
    fn count(&mut self, decisions: usize) {
        let before = self.curve.last().copied().unwrap_or_default();
        self.curve.extend(std::iter::repeat_n(before, decisions.saturating_sub(1)));
        self.curve.push(self.found.len() as f64 / self.truth.len().max(1) as f64);
    }

    /// Whether it is still not known if an agreement holds an element.
    fn is_open(&self, element: ElementId, agreement: &AgreementId) -> bool {
        let matrix = self.findings.matrix();
        let place = matrix.columns.iter().position(|column| column.holds(agreement));
        let row = matrix.element(element);
        row.zip(place).is_some_and(|(row, place)| row.cells[place].state.is_open())
    }

    fn unit(&self, clause: &ClauseId) -> Option<&'r Unit> {
        self.labels.unit(clause)
    }

    /// The element of gold that a name means.
    fn named(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    fn carries(&self, clause: &ClauseId, element: usize) -> bool {
        self.unit(clause).is_some_and(|unit| unit.elements.contains(&element))
    }

    /// The element that most of some clauses carry, if half of them do.
    fn element_of(&self, clauses: &[&ClauseId]) -> Option<usize> {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        let carried = clauses.iter().filter_map(|clause| self.unit(clause)).flat_map(|unit| &unit.elements);
        carried
            .filter(|element| self.counted.contains(element))
            .for_each(|one| *votes.entry(*one).or_default() += 1);
        let (element, most) = votes.into_iter().rev().max_by_key(|(_, votes)| *votes)?;
        (2 * most >= clauses.len()).then_some(element)
    }

    /// The agreements of those of some clauses that carry an element.
    fn holders(&self, clauses: &[&ClauseId], element: usize) -> BTreeSet<usize> {
        let units = clauses.iter().filter_map(|clause| self.unit(clause));
        units.filter(|unit| unit.elements.contains(&element)).map(|unit| unit.agreement).collect()
    }

    /// Judges a candidate: confirms what half of its clauses carry without the others, or rejects it. What is offered again
    /// is judged by what is new.
    fn judge(&mut self, place: usize) -> Result<(), Error> {
        let candidate = &self.results.candidates[place];
        let status = self.findings.statuses().get(place).cloned().unwrap_or(CandidateStatus::New);
        let new = status.new_clauses();
        let all: Vec<&ClauseId> = candidate.members.iter().map(|member| &member.clause).collect();
        let open: Vec<&ClauseId> = if new.is_empty() { all.clone() } else { new.iter().collect() };
        let element = match &status {
            CandidateStatus::Covered { element, .. } => {
                let name = self.findings.state().elements.get(element).map(|element| element.name.clone());
                let known = name.and_then(|name| self.named(&name));
                known.filter(|known| open.iter().any(|clause| self.carries(clause, *known)))
            }
            _ => self.element_of(&all),
        };
        let right = element.filter(|element| self.holders(&all, *element).len() > 1);
        let choice = Choice::new(&self.findings);
        let Some(element) = right else {
            let decision = choice.reject(&candidate.id, Reason::Other, None)?;
            self.decide(decision)?;
            self.count(1);
            return Ok(());
        };
        let without: Vec<String> =
            open.iter().filter(|clause| !self.carries(clause, element)).map(ToString::to_string).collect();
        let name = self.names[element].clone();
        let decisions = match choice.element(&name) {
            Ok(_) => choice.confirm_into(&candidate.id, &name, &without)?,
            Err(_) => choice.confirm(&candidate.id, Some(&name), &without)?,
        };
        self.decide(decisions)?;
        let brought = self.holders(&all, element).into_iter().map(|agreement| (element, agreement));
        let brought: Vec<(usize, usize)> = brought.filter(|cell| self.truth.contains(cell)).collect();
        self.found.extend(brought);
        self.count(1 + without.len());
        Ok(())
    }

    /// Answers the cells of a known element: yes to a clause that carries it, or none of these.
    fn answer(&mut self, look: &SecondLook) -> Result<(), Error> {
        let element = self.named(&look.name);
        for cell in look.worth_asking() {
            let right: Vec<String> = cell
                .misses
                .iter()
                .filter(|miss| element.is_some_and(|element| self.carries(&miss.clause, element)))
                .map(|miss| miss.clause.to_string())
                .collect();
            let choice = Choice::new(&self.findings);
            let near: Vec<String> = cell.misses.iter().map(|miss| miss.clause.to_string()).collect();
            let decision = match right.is_empty() {
                true => choice.absence(look.element, cell.agreement.clone(), choice.clauses(&near)?),
                false => Decision::Add { element: look.element, clauses: choice.clauses(&right)? },
            };
            let agreement = self.labels.agreements.binary_search(&cell.agreement).ok();
            if let (false, Some(cell)) = (right.is_empty(), element.zip(agreement))
                && self.truth.contains(&cell)
            {
                self.found.insert(cell);
            }
            self.decide(vec![decision])?;
            self.count(1);
        }
        Ok(())
    }

    fn walk(self, policy: &Policy) -> Walk {
        let reach = |share: f64| Reach {
            cells: share,
            decisions: self.curve.iter().position(|cells| *cells >= share - 1e-9),
        };
        let policy = match policy {
            Policy::Queue(order) => format!("{}, candidates alone", order.title().to_lowercase()),
            Policy::Page => "from nothing, as the page goes on".to_owned(),
            Policy::Codebook(book) => format!("with the codebook {}", book.title),
        };
        Walk { policy, decisions: [0.8, 0.95].map(reach).into(), cells: self.curve }
    }
}

/// The curves of some walks as a drawing (SVG): decisions along, share of the true cells up.
pub fn drawing(walks: &[Walk], most: usize) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 360.0;
    const LEFT: f64 = 48.0;
    const COLOURS: [&str; 4] = ["#1b5e9e", "#b3541e", "#3a7d34", "#6b3fa0"];
    let x = |decisions: usize| LEFT + WIDTH * decisions as f64 / most.max(1) as f64;
    let y = |share: f64| 16.0 + HEIGHT * (1.0 - share);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
         <title>Share of the true cells after so many decisions</title>\n",
        LEFT + WIDTH + 16.0,
        HEIGHT + 60.0 + 18.0 * walks.len() as f64
    );
    for tenth in [0, 2, 4, 6, 8, 10] {
        let (share, at) = (f64::from(tenth) / 10.0, y(f64::from(tenth) / 10.0));
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.0} %</text>",
            LEFT + WIDTH,
            LEFT - 6.0,
            at + 4.0,
            100.0 * share
        );
    }
    for step in 0..=4 {
        let decisions = most * step / 4;
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{decisions}</text>",
            x(decisions),
            HEIGHT + 34.0
        );
    }
    for (at, walk) in walks.iter().enumerate() {
        let colour = COLOURS[at % COLOURS.len()];
        let points = walk.cells.iter().take(most + 1).enumerate();
        let points: Vec<String> = points.map(|(n, share)| format!("{:.1},{:.1}", x(n), y(*share))).collect();
        let down = HEIGHT + 56.0 + 18.0 * at as f64;
        let name = walk.policy.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{}\"/>",
            points.join(" ")
        );
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {:.1}h24\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{:.1}\" y=\"{down:.1}\">{name}</text>",
            down - 4.0,
            LEFT + 32.0
        );
    }
    svg + "</svg>\n"
}
