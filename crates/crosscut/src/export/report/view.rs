//! The report's parts, ready for the template.

use super::Meta;
use super::front::Front;
use super::searched::{Searched, searched};
use crate::export::cite::{Citation, Cites};
use crate::matrix::{Cell, CellState, Column, Matrix, Row, RowKind};
use crate::words::{Badge, Fold, Html, Marked, Quoter, alike, counted, percent, unsaid, why};
use crate::{Candidate, DocumentReport, Findings, Results};
use askama::Template;
use crosscut_decisions::Correction;
use crosscut_text::{ClauseId, Language, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Candidates in the first table; the others are in a second one that is folded.
const FIRST: usize = 60;
/// Candidates in the report; the tables hold all of them.
const SHOWN: usize = 240;

/// Outliers shown; the others are folded.
const FIRST_OUTLIERS: usize = 40;

/// Clauses of one agreement shown in a row's card; the others are folded.
const FIRST_QUOTES: usize = 6;

#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct Report {
    style: &'static str,
    title: Html,
    version: Html,
    made: Option<Html>,
    run: Html,
    settings: Vec<(Html, Html)>,
    front: Front,
    columns: Vec<Head>,
    many: bool,
    elements: Vec<Line>,
    first: Vec<Line>,
    rest: Vec<Line>,
    /// Candidates that only the tables hold.
    unshown: usize,
    /// The clauses of confirmed elements.
    cards: Vec<Card>,
    /// The clauses of candidates.
    suggestions: Vec<Card>,
    /// What people decided to report.
    kept: Vec<Lone>,
    outliers: Vec<Lone>,
    more_outliers: Vec<Lone>,
    dismissed: usize,
    lost: Vec<Orphan>,
    searches: Vec<Searched>,
    documents: Vec<Read>,
    incomplete: usize,
}

/// A column's head.
struct Head {
    short: Html,
    /// The same for an attribute.
    title: Html,
    year: Option<u16>,
    lost: bool,
    present: usize,
}

/// A row of the matrix.
struct Line {
    number: usize,
    name: Html,
    agreements: Sure,
    cells: Vec<Square>,
    clauses: Sure,
}

/// What is confirmed, what must be looked at again and what is only suggested: never summed, for they are not the same kind of thing.
struct Sure {
    confirmed: usize,
    /// Confirmed once, and to be looked at again.
    to_check: usize,
    suggested: usize,
}

/// A cell of the matrix.
struct Square {
    /// Style: state and heat.
    class: &'static str,
    /// Signs and counts: the finding, then what else must be looked at.
    parts: Vec<(&'static str, usize)>,
    /// The card's part that it leads to.
    target: Option<usize>,
    label: Html,
}

/// A row's card: its clauses.
struct Card {
    number: usize,
    name: Html,
    element: bool,
    definition: Option<Html>,
    why: Option<Html>,
    standing: Vec<Html>,
    terms: Vec<Html>,
    clauses: Sure,
    breadth: usize,
    to_check: usize,
    suggested: usize,
    groups: Vec<Group>,
}

/// The clauses of one agreement in a card.
struct Group {
    /// Whether all of them are only suggested.
    suggested: bool,
    column: usize,
    short: Html,
    year: Option<u16>,
    quotes: Vec<Quote>,
    more: Vec<Quote>,
}

struct Quote {
    locator: Html,
    page: Html,
    text: Html,
    /// The opening words that a point completes.
    lead_in: Option<Html>,
    badge: Option<Badge>,
    /// What it is, where a card holds both confirmed and suggested clauses: sign and word.
    sign: Sign,
}

impl Quote {
    /// Whether the program alone puts it under a confirmed element.
    fn is_suggested(&self) -> bool {
        self.sign == sign(CellState::Suggested)
    }
}

/// A sign and the word for it.
type Sign = Option<(&'static str, &'static str)>;

/// The sign of a finding with its word.
fn sign(state: CellState) -> Sign {
    Some((state.symbol(), state.name()))
}

/// A commitment found in one agreement only.
struct Lone {
    short: Html,
    year: Option<u16>,
    quote: Quote,
    kept: bool,
    nearest: Option<(Html, Html, Html)>,
}

/// A confirmed clause that was not found again for sure.
struct Orphan {
    element: Html,
    agreement: Html,
    locator: Html,
    quote: Html,
    perhaps: Option<Html>,
}

/// What was read of a document.
struct Read {
    title: Html,
    url: Option<Html>,
    file: Html,
    media: Html,
    sha256: Html,
    pages: usize,
    words: u64,
    clauses: usize,
    share: String,
    losses: Vec<Html>,
    warnings: Vec<Html>,
}

impl Report {
    pub(super) fn new(findings: &Findings, meta: &Meta) -> Self {
        let (results, matrix) = (findings.results(), findings.matrix());
        let mut maker = Maker {
            cites: Cites::new(results),
            corrections: findings.corrections(),
            quoter: Quoter::default(),
            candidates: results.candidates.iter().map(|c| (c.id.as_str(), c)).collect(),
            matrix,
        };
        let count = matrix.elements().count();
        let shown = &matrix.rows[..matrix.rows.len().min(count + SHOWN)];
        let lines: Vec<Line> =
            shown.iter().enumerate().map(|(i, row)| line(i + 1, row, &matrix.columns)).collect();
        let mut cards: Vec<Card> = shown.iter().enumerate().map(|(i, row)| maker.card(i + 1, row)).collect();
        let suggestions = cards.split_off(count);
        let mut lines = lines.into_iter();
        let elements = lines.by_ref().take(count).collect();
        let first = lines.by_ref().take(FIRST).collect();
        let (lone, dismissed) = maker.outliers(findings);
        let (kept, mut outliers): (Vec<_>, Vec<_>) = lone.into_iter().partition(|outlier| outlier.kept);
        let more_outliers = outliers.split_off(outliers.len().min(FIRST_OUTLIERS));
        let clauses = findings.finder();
        let read = |document| read(results, document, clauses.index().count(&document.agreement));
        let documents: Vec<Read> = results.documents.iter().map(read).collect();
        Self {
            style: include_str!("../../../templates/report.css"),
            title: Html::text(&meta.study),
            version: Html::text(&meta.version),
            made: meta.made.as_deref().map(Html::text),
            run: Html::text(&results.run),
            settings: meta
                .settings
                .iter()
                .map(|(name, value)| (Html::text(name), Html::text(value)))
                .collect(),
            front: Front::new(findings, meta.sealed.as_deref(), &meta.damaged),
            many: matrix.columns.len() > 8,
            columns: matrix.columns.iter().map(head).collect(),
            elements,
            first,
            rest: lines.collect(),
            unshown: matrix.rows.len() - shown.len(),
            cards,
            suggestions,
            kept,
            outliers,
            more_outliers,
            dismissed,
            lost: lost(matrix),
            searches: searched(&meta.searches, &maker.cites),
            incomplete: documents.iter().filter(|document| !document.losses.is_empty()).count(),
            documents,
        }
    }
}

fn head(column: &Column) -> Head {
    Head {
        short: Html::text(&column.short),
        title: Html::attribute(&column.short),
        year: unsaid(&column.short, column.year),
        lost: column.text_lost,
        present: column.present,
    }
}

fn line(number: usize, row: &Row, columns: &[Column]) -> Line {
    let cells: Vec<Square> = row
        .cells
        .iter()
        .zip(columns)
        .enumerate()
        .map(|(i, (cell, column))| square(i, cell, column))
        .collect();
    Line {
        number,
        name: Html::text(&row.name),
        agreements: Sure { confirmed: row.breadth, to_check: row.unsettled, suggested: row.suggested },
        clauses: clauses(row),
        cells,
    }
}

/// The clauses of a row.
fn clauses(row: &Row) -> Sure {
    let sum = |count: fn(&Cell) -> usize| row.cells.iter().map(count).sum();
    Sure {
        confirmed: sum(|cell| cell.confirmed.len()),
        to_check: sum(Cell::to_check),
        suggested: sum(|cell| cell.suggested.len()),
    }
}

fn square(place: usize, cell: &Cell, column: &Column) -> Square {
    let count = cell.count();
    // Counts are skewed: each step about doubles.
    let heat = match count {
        0 | 1 => 0,
        2 | 3 => 1,
        4..8 => 2,
        _ => 3,
    };
    let class = match cell.state {
        CellState::Present => ["p1", "p2", "p3", "p4"][heat],
        CellState::Suggested => ["s1", "s2", "s3", "s4"][heat],
        CellState::CheckedAbsent | CellState::CheckedEarlier => "a",
        CellState::Unreadable | CellState::Disputed | CellState::Changed | CellState::Lost => "u",
        CellState::NotChecked => "",
    };
    let shown = matches!(cell.state, CellState::Present | CellState::Suggested) || cell.state.is_unsettled();
    let label = if shown {
        let parts =
            cell.parts().map(|(state, count)| format!("{} {}", counted(count, "clause"), state.name()));
        Html::attribute(&format!("{}: {}", column.short, parts.collect::<Vec<_>>().join(", ")))
    } else {
        Html::default()
    };
    let parts = cell.parts().map(|(state, count)| (state.symbol(), count)).collect();
    Square { class, parts, target: shown.then_some(place), label }
}

/// The corrected words of clauses.
type Corrections<'r> = BTreeMap<&'r ClauseId, &'r [(Span, Correction)]>;

struct Maker<'r> {
    cites: Cites<'r>,
    corrections: Corrections<'r>,
    quoter: Quoter,
    candidates: BTreeMap<&'r str, &'r Candidate>,
    matrix: &'r Matrix,
}

impl<'r> Maker<'r> {
    fn card(&mut self, number: usize, row: &Row) -> Card {
        let candidate = self.candidate(row);
        let languages: BTreeSet<Language> = row
            .cells
            .iter()
            .flat_map(|cell| cell.confirmed.iter().chain(&cell.suggested))
            .filter_map(|id| self.cites.cite(id))
            .map(|citation| citation.clause.language)
            .collect();
        let terms = candidate.map(|candidate| candidate.terms.clone()).unwrap_or_default();
        let shared = self.quoter.shared(&terms, &languages);
        let groups: Vec<Group> =
            (0..row.cells.len()).filter_map(|place| self.group(row, place, &shared)).collect();
        Card {
            number,
            name: Html::text(&row.name),
            element: row.is_element(),
            definition: row.definition.as_deref().map(Html::text),
            why: candidate
                .filter(|_| !row.is_element())
                .map(|candidate| Html::text(&why(candidate.similarity(), &candidate.why))),
            standing: standing(row),
            terms: terms.iter().map(|term| Html::text(term)).collect(),
            clauses: clauses(row),
            breadth: row.breadth,
            to_check: row.unsettled,
            suggested: row.suggested,
            groups,
        }
    }

    /// The candidate that a row is, or came from.
    fn candidate(&self, row: &Row) -> Option<&'r Candidate> {
        let id = match &row.kind {
            RowKind::Candidate { id, .. } => Some(id),
            RowKind::Element { candidate, .. } => candidate.as_ref(),
        };
        self.candidates.get(id?.as_str()).copied()
    }

    fn group(&mut self, row: &Row, place: usize, shared: &Marked) -> Option<Group> {
        let (cell, column) = (&row.cells[place], &self.matrix.columns[place]);
        let mut quotes: Vec<Quote> = Vec::new();
        for (ids, state) in [(&cell.confirmed, CellState::Present), (&cell.suggested, CellState::Suggested)] {
            let sign = sign(state).filter(|_| row.is_element());
            let citations = ids.iter().filter_map(|id| self.cites.cite(id));
            let quoter = &mut self.quoter;
            quotes
                .extend(citations.map(|citation| cited(quoter, &self.corrections, &citation, shared, sign)));
        }
        let here = self
            .matrix
            .lost
            .iter()
            .filter(|lost| row.element() == Some(lost.element) && column.holds(&lost.anchor.agreement));
        quotes.extend(here.map(|lost| Quote {
            locator: Html::text(&lost.anchor.locator),
            page: Html::text(&lost.anchor.page.map(|page| page.to_string()).unwrap_or_default()),
            text: self.quoter.quote(
                &lost.anchor.quote,
                Language::Undetermined,
                &Marked::default(),
                Fold::REPORT,
            ),
            lead_in: None,
            badge: Some(Badge { class: "lost", text: lost.said() }),
            sign: sign(lost.state()),
        }));
        if quotes.is_empty() {
            return None;
        }
        let suggested = quotes.iter().all(Quote::is_suggested);
        let more = quotes.split_off(quotes.len().min(FIRST_QUOTES));
        Some(Group {
            suggested,
            column: place,
            short: Html::text(&column.short),
            year: unsaid(&column.short, column.year),
            quotes,
            more,
        })
    }

    /// Outliers that nobody dismissed; and how many somebody did.
    fn outliers(&mut self, findings: &Findings) -> (Vec<Lone>, usize) {
        let (mut lone, mut dismissed) = (Vec::new(), 0);
        for outlier in findings.lone() {
            if outlier.keep == Some(false) {
                dismissed += 1;
                continue;
            }
            let Some(citation) = self.cites.cite(outlier.clause) else { continue };
            lone.push(Lone {
                short: Html::text(citation.short),
                year: unsaid(citation.short, citation.year),
                quote: cited(&mut self.quoter, &self.corrections, &citation, &Marked::default(), None),
                kept: outlier.keep == Some(true),
                nearest: outlier.nearest.and_then(|id| self.nearest(id)),
            });
        }
        (lone, dismissed)
    }

    fn nearest(&mut self, id: &ClauseId) -> Option<(Html, Html, Html)> {
        let citation = self.cites.cite(id)?;
        let clause = citation.clause;
        let corrections = self.corrections.get(&clause.id).copied().unwrap_or_default();
        let text = self.quoter.clause(clause, corrections, &Marked::default(), Fold::REPORT);
        Some((Html::text(citation.short), Html::text(&clause.locator), text))
    }
}

/// A clause with its place, page and badge.
fn cited(
    quoter: &mut Quoter,
    corrections: &Corrections<'_>,
    citation: &Citation,
    shared: &Marked,
    sign: Sign,
) -> Quote {
    let clause = citation.clause;
    let corrections = corrections.get(&clause.id).copied().unwrap_or_default();
    Quote {
        locator: Html::text(&clause.locator),
        page: Html::text(&citation.page_with_warning()),
        text: quoter.clause(clause, corrections, shared, Fold::REPORT),
        lead_in: clause
            .lead_in
            .as_deref()
            .map(|text| quoter.quote(text, clause.language, shared, Fold::REPORT)),
        badge: Badge::of(clause),
        sign,
    }
}

/// What was decided on a row, in words.
fn standing(row: &Row) -> Vec<Html> {
    match &row.kind {
        RowKind::Element { by, at, .. } => {
            let day = at.to_string();
            let day = day.split('T').next().unwrap_or_default().to_owned();
            vec![Html::text(&format!("Confirmed by {by} on {day}."))]
        }
        RowKind::Candidate { rejected, deferred, .. } => {
            let mut words = Vec::new();
            if rejected.is_some() {
                words.push(Html::text("Rejected, but without some of these clauses: suggested again."));
            }
            if *deferred {
                words.push(Html::text("Postponed."));
            }
            words
        }
    }
}

fn lost(matrix: &Matrix) -> Vec<Orphan> {
    let names: BTreeMap<_, _> =
        matrix.rows.iter().filter_map(|row| Some((row.element()?, row.name.as_str()))).collect();
    let orphan = |lost: &crate::matrix::Lost| Orphan {
        element: Html::text(names.get(&lost.element).copied().unwrap_or_default()),
        agreement: Html::text(lost.anchor.agreement.as_str()),
        locator: Html::text(&lost.anchor.locator),
        quote: Html::text(&lost.anchor.quote),
        perhaps: lost.perhaps.as_ref().map(|(id, share)| Html::text(&format!("{id}, {}", alike(*share)))),
    };
    matrix.lost.iter().map(orphan).collect()
}

/// `clauses` is how many its agreement has.
fn read(results: &Results, document: &DocumentReport, clauses: usize) -> Read {
    let agreement = results.agreements.iter().find(|agreement| agreement.id == document.agreement);
    let url = agreement.and_then(|agreement| agreement.url.as_deref());
    let web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    Read {
        title: Html::text(agreement.map_or(document.agreement.as_str(), |agreement| &agreement.title)),
        url: url.filter(web).map(Html::attribute),
        file: Html::text(&document.source.file),
        media: Html::text(&document.source.media_type),
        sha256: Html::text(&document.source.sha256),
        pages: document.pages.len(),
        words: document.coverage.words,
        clauses,
        share: percent(document.coverage.share()),
        losses: document.losses.iter().map(|loss| Html::text(&loss.to_string())).collect(),
        warnings: document.warnings.iter().map(|warning| Html::text(warning)).collect(),
    }
}
