//! What the template is given: plain words and numbers, in the order of the paper.

use super::WITHOUT;
use crate::{Material, cite};
use crosscut::Group;
use crosscut::decisions::{Coder, Event, EventId, Why};
use crosscut::export::{Citation, Cites};
use crosscut::matrix::{Cell, CellState, Column, Facet, Row};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{AgreementId, Clause};
use crosscut::words::{dated, told_apart, unsaid};
use serde::Serialize;
use std::collections::BTreeSet;

/// Clauses of one agreement that are quoted for an element; further ones are counted.
const QUOTED: usize = 6;

#[derive(Serialize)]
pub(super) struct Context {
    study: String,
    version: String,
    run: String,
    /// Why no decisions are shown, where none are.
    sealed: Option<String>,
    counts: Counts,
    coders: Vec<String>,
    independent: bool,
    /// Those of the coders who judged without seeing what the others decided.
    apart: Vec<String>,
    /// Those who judged nothing before they could see what others had decided.
    knowing: Vec<String>,
    /// What is wrong with the logs of decisions, so that some may not count here, a sentence each.
    damaged: Vec<String>,
    reliability: Option<Agreed>,
    /// The agreements, in the order of the cells.
    columns: Vec<Instrument>,
    elements: Vec<Element>,
    outliers: Vec<Quote>,
    outliers_open: usize,
    unread: Vec<Unread>,
    lost: Vec<Lost>,
    settings: Vec<(String, String)>,
    inputs: Vec<(String, String)>,
    without: &'static str,
}

#[derive(Serialize)]
struct Counts {
    agreements: usize,
    /// With translations and other editions, which count with their agreement.
    texts: usize,
    clauses: usize,
    /// Elements that have a clause, and those that are listed: with what was looked for and has none.
    elements: usize,
    rows: usize,
    candidates: usize,
    decisions: usize,
    confirmed: usize,
    suggested: usize,
    absent: usize,
    unchecked: usize,
    /// Checked in an earlier edition alone.
    earlier: usize,
    unreadable: usize,
    changed: usize,
    lost: usize,
    disputed: usize,
}

#[derive(Serialize)]
struct Agreed {
    unit: &'static str,
    percent: Option<String>,
    kappa: Option<String>,
    alpha: Option<String>,
    ac1: Option<String>,
    judged: usize,
    silent: usize,
}

#[derive(Serialize)]
struct Instrument {
    id: String,
    short: String,
    /// Its short name and year, as long as the head of a narrow column may be.
    head: String,
    title: String,
    year: Option<u16>,
    group: Option<&'static str>,
    binding: Option<bool>,
    /// Its short name where it has one, who stands behind it, whether it binds, which texts count with it.
    facts: Vec<String>,
    oscola: String,
    /// Before the title, the title, after it.
    apa: [String; 3],
    /// By what it is listed: what is printed of it first.
    listed: String,
    clauses: usize,
    confirmed: usize,
    text_lost: bool,
}

#[derive(Serialize)]
struct Element {
    number: usize,
    /// Where its section is.
    id: String,
    name: String,
    definition: Option<String>,
    confirmed: usize,
    suggested: usize,
    absent: usize,
    unchecked: usize,
    /// Checked in an earlier edition alone.
    earlier: usize,
    unreadable: usize,
    /// Agreements of which coders differ whether they have it.
    disputed: usize,
    /// Confirmed under another wording, and in a text that is not there any more.
    changed: usize,
    lost: usize,
    /// All of these three.
    unsettled: usize,
    cells: Vec<Square>,
    groups: Vec<Kind>,
    bindings: Vec<Kind>,
    agreements: Vec<Found>,
    /// Agreements where nobody looked, with a word where something is suggested.
    open: Vec<String>,
    /// Agreements on which coders differ.
    disputes: Vec<String>,
    /// What coders differ on of its name and its definition, a sentence each.
    unsettled_words: Vec<String>,
}

#[derive(Serialize)]
struct Square {
    /// present, suggested, absent, unreadable or empty.
    class: &'static str,
    text: String,
    /// In words, for those who hear the table.
    label: &'static str,
}

/// How far an element is spread over a kind of agreements.
#[derive(Serialize)]
struct Kind {
    name: String,
    agreements: usize,
    confirmed: usize,
    suggested: usize,
    absent: usize,
    unsettled: usize,
}

#[derive(Serialize)]
struct Found {
    /// Short name and year.
    name: String,
    short: String,
    year: Option<u16>,
    quotes: Vec<Quote>,
    /// Confirmed clauses that are not quoted.
    more: usize,
    suggested: usize,
    /// Coders differ whether it has the element.
    disputed: bool,
}

#[derive(Serialize)]
struct Quote {
    /// Short name and year.
    name: String,
    short: String,
    year: Option<u16>,
    locator: String,
    page: String,
    lead_in: Option<String>,
    /// As corrected by people who looked at the page.
    text: String,
    /// What was corrected in it, a sentence each.
    corrected: Vec<String>,
    strength: Option<&'static str>,
    language: &'static str,
    /// As a footnote cites it.
    citation: String,
    recognised: bool,
    coders: Vec<String>,
}

#[derive(Serialize)]
struct Unread {
    short: String,
    file: String,
    losses: Vec<String>,
}

#[derive(Serialize)]
struct Lost {
    element: String,
    agreement: String,
    locator: String,
    quote: String,
    /// Whether it has another wording, may be another clause, or was not found again.
    is: String,
}

impl Context {
    pub(super) fn of(material: &Material) -> Self {
        let (results, matrix) = (material.results(), material.matrix());
        let maker = Maker { material, cites: Cites::new(results) };
        // One whose clauses all went elsewhere, and of which nothing was found absent, is no finding.
        let state = material.state();
        let says = |row: &&Row| {
            let element = row.element().and_then(|id| state.elements.get(&id));
            element.is_some_and(|one| one.belonging().next().is_some() || !one.absent.is_empty())
        };
        let rows: Vec<&Row> = matrix.elements().filter(says).collect();
        let judging = judging(material);
        // Who only marked their coding as finished, or wrote a note, made none of the decisions.
        let coders: BTreeSet<&Coder> = judging.iter().map(|event| &event.by).collect();
        let first: BTreeSet<&Coder> =
            judging.iter().filter(|event| event.is_independent()).map(|event| &event.by).collect();
        let apart =
            material.reliability.as_ref().filter(|found| found.independent).map(|found| &found.coders);
        let open = results.outliers.iter().filter(|outlier| !matrix.outliers.contains_key(&outlier.clause));
        let kept = matrix.outliers.iter().filter(|(_, keep)| **keep).map(|(clause, _)| clause);
        Self {
            study: clean(&material.meta().study),
            version: clean(&material.meta().version),
            run: clean(&results.run),
            sealed: material.sealed().map(clean),
            counts: Counts::of(material, &rows, judging.len()),
            coders: coders.iter().map(|coder| clean(coder.as_str())).collect(),
            independent: apart.is_some(),
            apart: apart.into_iter().flatten().map(|coder| clean(coder.as_str())).collect(),
            knowing: coders.difference(&first).map(|coder| clean(coder.as_str())).collect(),
            damaged: material.damage.iter().map(|damage| clean(damage)).collect(),
            reliability: material.reliability.as_ref().map(|found| agreed(&found.clauses)),
            columns: maker.agreements(),
            elements: (1..).zip(rows).map(|(number, row)| maker.element(number, row)).collect(),
            outliers: kept
                .filter_map(|clause| maker.cites.cite(clause))
                .map(|c| maker.quote(&c, None))
                .collect(),
            outliers_open: open.count(),
            unread: maker.unread(),
            lost: maker.lost(),
            settings: material
                .meta()
                .settings
                .iter()
                .map(|(name, value)| (clean(name), clean(value)))
                .collect(),
            inputs: results
                .documents
                .iter()
                .map(|document| (clean(&document.source.file), document.source.sha256.clone()))
                .collect(),
            without: WITHOUT,
        }
    }
}

impl Counts {
    fn of(material: &Material, rows: &[&Row], decisions: usize) -> Self {
        let (results, matrix) = (material.results(), material.matrix());
        let count = |state| rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.state == state).count();
        Self {
            agreements: matrix.columns.len(),
            texts: results.agreements.len(),
            clauses: results.clauses.len(),
            elements: material.state().found(),
            rows: rows.len(),
            candidates: material.findings().open().total,
            decisions,
            confirmed: count(CellState::Present),
            suggested: count(CellState::Suggested),
            absent: count(CellState::CheckedAbsent),
            unchecked: count(CellState::NotChecked),
            earlier: count(CellState::CheckedEarlier),
            unreadable: count(CellState::Unreadable),
            changed: matrix.count_parts(CellState::Changed),
            lost: matrix.count_parts(CellState::Lost),
            disputed: count(CellState::Disputed),
        }
    }
}

/// A name of at most 24 letters, cut between words where it is longer.
fn headed(name: &str) -> String {
    const MOST: usize = 24;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let start: String = name.chars().take(MOST).collect();
    let words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{words} …")
}

/// The decisions that judge something and stand: no marks, notes, draws and what was taken back.
fn judging(material: &Material) -> Vec<&Event> {
    let undone = material.state().inert.iter().filter(|inert| matches!(inert.why, Why::Undone(_)));
    let undone: BTreeSet<EventId> = undone.map(|inert| inert.event).collect();
    let judges = |event: &&Event| event.decision.is_coding() && !undone.contains(&event.id);
    material.events().iter().filter(judges).collect()
}

/// Text without what cannot be seen, on one line.
fn clean(text: &str) -> String {
    stripped(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn agreed(table: &crosscut_evaluate::reliability::Table) -> Agreed {
    let shown =
        |figure: &crosscut_evaluate::reliability::Figure| figure.value.map(|value| format!("{value:.2}"));
    let whole = &table.whole;
    Agreed {
        unit: table.unit,
        percent: whole.percent.value.map(|share| format!("{:.0}", share * 100.0)),
        kappa: shown(&whole.kappa),
        alpha: shown(&whole.alpha),
        ac1: shown(&whole.ac1),
        judged: whole.judged,
        silent: whole.silent,
    }
}

struct Maker<'m> {
    material: &'m Material,
    cites: Cites<'m>,
}

impl Maker<'_> {
    fn agreements(&self) -> Vec<Instrument> {
        let columns = &self.material.matrix().columns;
        let all = self.material.agreements();
        let shorts: Vec<&str> = columns.iter().map(|column| column.short.as_str()).collect();
        let all = all.iter().copied().zip(columns);
        let instrument = |(agreement, column): (&crosscut::Agreement, &Column)| Instrument {
            id: agreement.id.to_string(),
            short: clean(&column.short),
            head: dated(
                &headed(&clean(&told_apart(&column.short, &shorts))),
                unsaid(&column.short, agreement.year),
            ),
            title: clean(&cite::title(agreement)),
            year: agreement.year,
            group: agreement.group.map(group),
            binding: agreement.binding,
            facts: self.facts(agreement, column),
            oscola: clean(&cite::oscola(agreement)),
            listed: cite::apa(agreement).concat().to_lowercase(),
            apa: cite::apa(agreement),
            clauses: column.clauses,
            confirmed: column.present,
            text_lost: column.text_lost,
        };
        all.map(instrument).collect()
    }

    /// What is known of an agreement besides its title.
    fn facts(&self, agreement: &crosscut::Agreement, column: &Column) -> Vec<String> {
        let short = agreement.short.as_deref().map(clean).filter(|short| *short != clean(&agreement.title));
        let binds = |binds: bool| if binds { "binding" } else { "not binding" };
        let known = [agreement.group.map(group), agreement.binding.map(binds)];
        let others =
            self.material.results().agreements.iter().filter(|other| column.also.contains(&other.id));
        let others = others.map(|other| {
            let kind = if other.translation_of.is_some() { "translation" } else { "edition" };
            format!("counted with its {kind} {}", clean(other.short()))
        });
        short.into_iter().chain(known.into_iter().flatten().map(str::to_owned)).chain(others).collect()
    }

    fn element(&self, number: usize, row: &Row) -> Element {
        let columns = &self.material.matrix().columns;
        let count = |state: CellState| row.cells.iter().filter(|cell| cell.state == state).count();
        let cells = || row.cells.iter().zip(columns);
        Element {
            number,
            id: format!("element-{number}"),
            name: clean(&row.name),
            definition: row.definition.as_deref().map(clean),
            confirmed: row.breadth,
            suggested: row.suggested,
            absent: count(CellState::CheckedAbsent),
            unchecked: count(CellState::NotChecked),
            earlier: count(CellState::CheckedEarlier),
            unreadable: count(CellState::Unreadable),
            disputed: count(CellState::Disputed),
            changed: count(CellState::Changed),
            lost: count(CellState::Lost),
            unsettled: row.unsettled,
            cells: row.cells.iter().map(square).collect(),
            groups: kinds(Facet::Group, row, columns),
            bindings: kinds(Facet::Binding, row, columns),
            agreements: cells().filter_map(|(cell, column)| self.found(row, cell, column)).collect(),
            open: cells()
                .filter_map(|(cell, column)| match cell.state {
                    CellState::NotChecked => Some(clean(&column.short)),
                    CellState::Suggested => Some(format!("{} (suggested)", clean(&column.short))),
                    CellState::CheckedEarlier => {
                        Some(format!("{} ({})", clean(&column.short), cell.state.name()))
                    }
                    _ => None,
                })
                .collect(),
            unsettled_words: row
                .element()
                .map(|id| self.material.findings().unsettled_words(id))
                .unwrap_or_default()
                .iter()
                .map(|words| clean(words))
                .collect(),
            disputes: cells()
                .filter(|(cell, _)| cell.state == CellState::Disputed)
                .map(|(_, column)| clean(&column.short))
                .collect(),
        }
    }

    fn found(&self, row: &Row, cell: &Cell, column: &Column) -> Option<Found> {
        let ids = cell.confirmed.iter().take(QUOTED);
        let quotes: Vec<Quote> = ids
            .filter_map(|id| self.cites.cite(id))
            .map(|citation| self.quote(&citation, Some(row)))
            .collect();
        let more = cell.confirmed.len() - quotes.len();
        let found = Found {
            name: dated(&clean(&column.short), column.year),
            short: clean(&column.short),
            year: column.year,
            suggested: cell.suggested.len(),
            quotes,
            more,
            disputed: cell.state == CellState::Disputed,
        };
        (cell.state == CellState::Present || found.disputed && !cell.confirmed.is_empty()).then_some(found)
    }

    fn quote(&self, citation: &Citation<'_>, row: Option<&Row>) -> Quote {
        let clause = citation.clause;
        let (text, corrected) = self.corrected(clause);
        let agreement = self.material.results().agreements.iter().find(|a| a.id == clause.agreement);
        let source = agreement.map_or_else(|| citation.short.to_owned(), cite::oscola);
        let page = clean(&citation.page_text());
        let at = if page.is_empty() { String::new() } else { format!(", p {page}") };
        let element = row.and_then(Row::element);
        let judged =
            element.map(|element| self.material.judgements().on(element, clause)).unwrap_or_default();
        Quote {
            name: dated(&clean(citation.short), citation.year),
            short: clean(citation.short),
            year: citation.year,
            locator: clean(&clause.locator),
            lead_in: clause.lead_in.as_deref().map(clean),
            text: clean(&text),
            corrected,
            strength: clause.strength.map(|strength| strength.name()),
            language: clause.language.code(),
            citation: clean(&format!("{source}, {}{at}", cite::pinpoint(&clause.locator))),
            recognised: clause.recognised.is_some(),
            coders: judged.coders.keys().map(|coder| clean(coder.as_str())).collect(),
            page,
        }
    }

    /// A clause's text as people corrected it by its page, and what they corrected.
    fn corrected(&self, clause: &Clause) -> (String, Vec<String>) {
        let findings = self.material.findings();
        let place = findings.finder().by_id(&clause.id);
        let words = place.and_then(|place| findings.places().corrections.get(&place));
        let (mut text, mut told, mut end) = (String::with_capacity(clause.text.len()), Vec::new(), 0);
        for (span, correction) in words.into_iter().flatten() {
            let Some(before) = clause.text.get(end..span.start()) else { continue };
            text = text + before + &correction.correct;
            end = span.end();
            told.push(clean(&format!("“{}” was misread as “{}”", correction.correct, correction.recognised)));
        }
        (text + clause.text.get(end..).unwrap_or_default(), told)
    }

    fn unread(&self) -> Vec<Unread> {
        let documents = self.material.results().documents.iter().filter(|report| !report.losses.is_empty());
        let short = |report: &crosscut::DocumentReport| {
            let agreements = &self.material.results().agreements;
            let agreement = agreements.iter().find(|agreement| agreement.id == report.agreement);
            agreement.map_or_else(|| report.agreement.to_string(), |agreement| clean(agreement.short()))
        };
        documents
            .map(|report| Unread {
                short: short(report),
                file: clean(&report.source.file),
                losses: report.losses.iter().map(|loss| clean(&loss.to_string())).collect(),
            })
            .collect()
    }

    fn lost(&self) -> Vec<Lost> {
        let matrix = self.material.matrix();
        let agreements = &self.material.results().agreements;
        let index = self.material.findings().finder();
        let short = |id: &AgreementId| {
            let known = agreements.iter().find(|agreement| agreement.id == *index.index().now(id));
            known.map_or_else(|| id.to_string(), |agreement| clean(agreement.short()))
        };
        let lost = |lost: &crosscut::matrix::Lost| Lost {
            element: matrix.element(lost.element).map(|row| clean(&row.name)).unwrap_or_default(),
            agreement: short(&lost.anchor.agreement),
            is: lost.said().to_string(),
            locator: clean(&lost.anchor.locator),
            quote: clean(&lost.anchor.quote),
        };
        matrix.lost.iter().map(lost).collect()
    }
}

/// A group of stakeholders in the words of a reader.
fn group(group: Group) -> &'static str {
    match group {
        Group::State => "states",
        Group::Business => "business",
        Group::Civil => "civil society",
        Group::Technical => "technical community",
        Group::Multistakeholder => "multistakeholder",
        Group::Un => "United Nations",
        _ => group.name(),
    }
}

fn square(cell: &Cell) -> Square {
    let parts: Vec<String> =
        cell.parts().map(|(state, count)| format!("{} {count}", state.symbol())).collect();
    let (class, text) = match cell.state {
        CellState::Present => ("present", parts.join(" ")),
        CellState::Suggested => ("suggested", parts.join(" ")),
        CellState::CheckedAbsent => ("absent", "·".into()),
        CellState::CheckedEarlier => ("unreadable", cell.state.symbol().into()),
        CellState::Unreadable => ("unreadable", "?".into()),
        CellState::Disputed | CellState::Changed | CellState::Lost => ("unreadable", parts.join(" ")),
        CellState::NotChecked => ("", String::new()),
    };
    Square { class, text, label: cell.state.name() }
}

/// An element's spread over kinds of agreements.
fn kinds(facet: Facet, row: &Row, columns: &[Column]) -> Vec<Kind> {
    let matrix = crosscut::matrix::Matrix {
        columns: columns.to_vec(),
        rows: vec![row.clone()],
        ..crosscut::matrix::Matrix::default()
    };
    let split = matrix.by(facet);
    let counts = split.rows.into_iter().flat_map(|row| row.counts);
    let kind = |(kind, count): (crosscut::matrix::Kind, crosscut::matrix::Count)| Kind {
        name: serde_json::from_value(kind.name.as_str().into())
            .map_or(kind.name, |known| group(known).into()),
        agreements: kind.agreements,
        confirmed: count.present,
        suggested: count.suggested,
        absent: count.absent,
        unsettled: count.unsettled,
    };
    split.kinds.into_iter().zip(counts).map(kind).collect()
}
