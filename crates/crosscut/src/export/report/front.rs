//! The head of the report: who decided what and when, how much is left, and what was found, in three sentences.

use crate::matrix::{CellState, Row};
use crate::words::{Html, counted, plural, sentence};
use crate::{Findings, Tier};
use crosscut_decisions::{Coder, State};
use std::collections::BTreeSet;

/// What the first page says above the matrix.
pub(super) struct Front {
    /// Who decided, and when.
    pub(super) by: Html,
    pub(super) facts: Vec<Fact>,
    /// What was found, in three sentences.
    pub(super) summary: Html,
}

/// A figure and what it counts.
pub(super) struct Fact {
    pub(super) number: String,
    pub(super) what: &'static str,
}

impl Front {
    /// `sealed` says why there are decisions that it must not show.
    /// `damaged` says what is wrong with the logs of decisions.
    pub(super) fn new(findings: &Findings, sealed: Option<&str>, damaged: &[String]) -> Self {
        let sentences =
            if findings.matrix().elements().next().is_some() { found(findings) } else { suggested(findings) };
        Self {
            by: Html::text(&missing(sealed.map_or_else(|| by(findings.state()), hidden), damaged)),
            facts: facts(findings),
            summary: Html::text(&sentences.join(" ")),
        }
    }
}

/// "Decided by Ana and Bob between 2026-11-02 and 2026-11-29." Coders who judge apart from each other are not named
/// before all have finished: a report shows none of their decisions then.
fn by(state: &State) -> String {
    let mut days: Vec<String> = times(state).map(|at| at.chars().take(10).collect()).collect();
    days.sort();
    let coders: Vec<&str> = deciders(state).into_iter().map(Coder::as_str).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => format!("Decided by {} on {first}.", listed(&coders)),
        (Some(first), Some(last)) => {
            format!("Decided by {} between {first} and {last}.", listed(&coders))
        }
        // Verdicts on outliers and notes have no day here.
        _ if !coders.is_empty() => format!("Decided by {}.", listed(&coders)),
        _ => "This report shows no decisions: all of it is what the program suggests.".into(),
    }
}

/// Who decided something that is in force; who only marked their coding as finished did not.
fn deciders(state: &State) -> BTreeSet<&Coder> {
    let elements = || state.elements.values();
    let members = elements().flat_map(|element| &element.members);
    let mut all: BTreeSet<&Coder> = elements().map(|element| &element.by).collect();
    all.extend(members.flat_map(|member| member.verdicts.keys()));
    all.extend(elements().flat_map(|element| element.absent.values()).flat_map(|finding| &finding.by));
    all.extend(state.rejected.iter().map(|set| &set.by));
    all.extend(state.deferred.iter().chain(&state.substance).map(|set| &set.by));
    all.extend(state.outliers.iter().flat_map(|verdict| verdict.verdicts.keys()));
    all.extend(state.corrections.iter().flat_map(|correction| correction.by.keys()));
    all
}

/// There are decisions, and none of them may lie open to all yet.
fn hidden(why: &str) -> String {
    format!("What was decided is not shown here. {}", sentence(why))
}

/// Decisions that cannot be read are no part of the report, which says so.
fn missing(by: String, damaged: &[String]) -> String {
    match damaged {
        [] => by,
        damaged => format!("{by} Decisions may be missing here: {}.", damaged.join("; ")),
    }
}

/// When something was decided that is in force.
fn times(state: &State) -> impl Iterator<Item = String> {
    let found = state.elements.values().map(|element| element.at);
    let absent =
        state.elements.values().flat_map(|element| element.absent.values().map(|finding| finding.at));
    let rejected = state.rejected.iter().map(|set| set.at);
    found.chain(absent).chain(rejected).map(|at| at.to_string())
}

/// "Ana", "Ana and Bob", "Ana, Bob and Chen".
fn listed(names: &[&str]) -> String {
    match names {
        [] => "nobody".into(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn facts(findings: &Findings) -> Vec<Fact> {
    let (results, matrix) = (findings.results(), findings.matrix());
    let kept = matrix.outliers.values().filter(|keep| **keep);
    let listed = results.candidates.iter().filter(|candidate| candidate.tier == Tier::Listed).count();
    let decided = listed - findings.open().listed;
    let count =
        |number: usize, one, many| Fact { number: number.to_string(), what: plural(number, one, many) };
    vec![
        count(matrix.columns.len(), "agreement", "agreements"),
        count(results.clauses.len(), "clause", "clauses"),
        count(findings.state().found(), "confirmed element", "confirmed elements"),
        count(cells(findings, CellState::Present), "confirmed cell", "confirmed cells"),
        Fact {
            number: format!("{decided} of {listed}"),
            what: plural(listed, "listed candidate decided", "listed candidates decided"),
        },
        count(kept.count(), "outlier kept", "outliers kept"),
    ]
}

/// Cells of confirmed elements in a state.
fn cells(findings: &Findings, state: CellState) -> usize {
    let rows = findings.matrix().elements();
    rows.flat_map(|row| &row.cells).filter(|cell| cell.state == state).count()
}

/// What people found.
fn found(findings: &Findings) -> [String; 3] {
    let agreements = findings.matrix().columns.len();
    let elements = findings.state().found();
    let open = findings.open().listed;
    let absent = cells(findings, CellState::CheckedAbsent);
    let earlier = cells(findings, CellState::CheckedEarlier);
    [
        format!(
            "{} {} confirmed, in {} (an element in an agreement) of {}.{}",
            counted(elements, "commitment"),
            plural(elements, "was", "were"),
            counted(cells(findings, CellState::Present), "cell"),
            counted(agreements, "agreement"),
            match findings.state().elements.len() - elements {
                0 => String::new(),
                more => format!(" {more} more {} no clause.", plural(more, "has", "have")),
            }
        ),
        widest(findings.matrix().elements(), agreements),
        format!(
            "{} still to be decided; in {} a person looked and found nothing{}, and an empty cell means that nobody \
             has looked.",
            match open {
                0 => "No listed candidate is".to_owned(),
                open => format!("{} {}", counted(open, "listed candidate"), plural(open, "is", "are")),
            },
            counted(absent, "cell"),
            match earlier {
                0 => String::new(),
                more => format!(", in {more} more in an earlier edition of the text"),
            }
        ),
    ]
}

/// "“Incident reporting” is in more agreements than any other, 9 of 14."
fn widest<'r>(elements: impl Iterator<Item = &'r Row>, agreements: usize) -> String {
    let mut rows: Vec<&Row> = elements.collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.breadth));
    match rows.as_slice() {
        [first, second, ..] if first.breadth > second.breadth => {
            format!("“{}” is in more of them than any other: {} of {agreements}.", first.name, first.breadth)
        }
        [first, _, ..] => {
            let widest = rows.iter().take_while(|row| row.breadth == first.breadth).count();
            format!("The most widespread, {widest} of them, are in {} of {agreements} each.", first.breadth)
        }
        [one] => format!("“{}” is in {} of {agreements}.", one.name, one.breadth),
        [] => String::new(),
    }
}

/// What the program suggests, as long as nobody has confirmed anything.
fn suggested(findings: &Findings) -> [String; 3] {
    let (results, open) = (findings.results(), findings.open());
    let clauses = counted(results.clauses.len(), "clause");
    let agreements = counted(findings.matrix().columns.len(), "agreement");
    [
        format!("The program compared {clauses} of {agreements}."),
        match open.total {
            0 => "It suggests nothing that is still to be decided.".into(),
            _ => format!(
                "There {} {} that two or more agreements may share{}.",
                plural(open.total, "is", "are"),
                counted(open.total, "candidate"),
                match open.total - open.listed {
                    0 => String::new(),
                    _ => format!("; {} of them {} listed first", open.listed, plural(open.listed, "is", "are")),
                }
            ),
        },
        "A suggestion becomes a finding when a person confirms it, and an empty cell is not a finding: nobody has \
         looked."
            .into(),
    ]
}
