//! An agreement from its first clause to its last, with what is confirmed of it in the margin.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::plain;
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::Agreement;
use crosscut::text::{Clause, ClauseId, ClauseKind};
use crosscut::words::{Html, counted};
use std::collections::{BTreeMap, HashMap};

#[derive(Template)]
#[template(path = "read.html")]
struct Page {
    shell: Shell,
    title: Html,
    sums: String,
    others: Vec<(String, String, bool)>,
    before: Option<(String, Html)>,
    after: Option<(String, Html)>,
    lines: Vec<Line>,
    /// Each element that it has, with the first clause of it on this page.
    elements: Vec<(Html, usize)>,
}

struct Line {
    place: usize,
    /// The title of the part that begins here, and the words that its points go on from.
    heading: Option<Html>,
    lead_in: Option<Html>,
    is_heading: bool,
    locator: Html,
    href: String,
    /// The page that begins here.
    page: Option<String>,
    text: Html,
    margin: Vec<(Html, String)>,
}

pub(super) fn read(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let all = &desk.results.agreements;
    let place = all.iter().position(|agreement| agreement.id.as_str() == fields.one("agreement"));
    let place = place.ok_or_else(|| Fault::Missing("This agreement is not in the study.".into()))?;
    let agreement = &all[place];
    let clauses: Vec<&Clause> =
        desk.results.clauses.iter().filter(|clause| clause.agreement == agreement.id).collect();
    let margins = margins(desk);
    let lines = lines(desk, &clauses, &margins);
    let mut elements: Vec<(Html, usize)> = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        for (name, _) in margins.get(&clause.id).into_iter().flatten() {
            if !known.contains(&name.as_str()) {
                known.push(name);
                elements.push((Html::own(name), at + 1));
            }
        }
    }
    let to = |agreement: &Agreement| (links::reading(agreement.id.as_str()), Html::own(agreement.short()));
    Ok(render(&Page {
        shell: Shell::new(desk, agreement.short(), Here::Agreements).named(),
        title: Html::own(&agreement.title),
        sums: format!(
            "{} · {} confirmed in it",
            counted(clauses.len(), "clause"),
            counted(elements.len(), "element")
        ),
        others: all
            .iter()
            .map(|other| (other.id.to_string(), plain(other.short()), other.id == agreement.id))
            .collect(),
        before: place.checked_sub(1).and_then(|at| all.get(at)).map(to),
        after: all.get(place + 1).map(to),
        lines,
        elements,
    }))
}

/// Names and pages of the elements that a clause belongs to.
type Margins<'d> = HashMap<&'d ClauseId, Vec<(String, String)>>;

fn margins<'d>(desk: &'d Desk<'_>) -> Margins<'d> {
    let mut margins: Margins<'_> = HashMap::new();
    for row in desk.matrix().elements() {
        let Some(id) = row.element() else { continue };
        for clause in row.cells.iter().flat_map(|cell| &cell.confirmed) {
            margins.entry(clause).or_default().push((row.name.clone(), links::element(id)));
        }
    }
    margins
}

fn lines(desk: &Desk<'_>, clauses: &[&Clause], margins: &Margins<'_>) -> Vec<Line> {
    let labels: BTreeMap<u32, String> = desk
        .results
        .documents
        .iter()
        .filter(|document| clauses.first().is_some_and(|clause| clause.agreement == document.agreement))
        .flat_map(|document| document.pages.iter().map(|page| (page.number, plain(&page.label))))
        .collect();
    let (mut heading, mut lead_in, mut page) = (None, None, None);
    let mut lines = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let begins = clause.pages.first().copied().filter(|number| page != Some(*number));
        page = begins.or(page);
        let is_heading = clause.kind == ClauseKind::Heading;
        let new_heading = clause.heading.as_deref().filter(|new| heading != Some(*new));
        let new_lead = clause.lead_in.as_deref().filter(|new| lead_in != Some(*new));
        if is_heading {
            heading = Some(clause.text.as_str());
        } else if clause.heading.is_some() {
            heading = clause.heading.as_deref();
        }
        lead_in = clause.lead_in.as_deref();
        let margin = margins.get(&clause.id).map(Vec::as_slice).unwrap_or_default();
        lines.push(Line {
            place: at + 1,
            heading: new_heading.filter(|_| !is_heading).map(Html::own),
            lead_in: new_lead.map(Html::own),
            is_heading,
            locator: Html::own(&clause.locator),
            href: links::clause(clause.id.as_str()),
            page: begins.and_then(|number| labels.get(&number).cloned()),
            text: Html::own(&clause.text),
            margin: margin.iter().map(|(name, href)| (Html::own(name), href.clone())).collect(),
        });
    }
    lines
}
