//! How far coders agree, in figures and in the clauses on which they do not.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::Coder;
use crosscut::words::{Html, sentence};
use crosscut_evaluate::reliability::{Disagreement, Figure, Figures, MEASURES, Table, reliability};

/// Disagreements on the page.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "reliability.html")]
struct Page {
    shell: Shell,
    /// Why nothing is shown.
    hidden: Option<Html>,
    found: Option<Found>,
    measures: [(&'static str, &'static str); 4],
}

struct Found {
    coders: Html,
    independent: bool,
    unfinished: Option<Html>,
    tables: Vec<Sheet>,
    disagreements: Vec<Differ>,
    more: usize,
}

struct Sheet {
    unit: &'static str,
    rows: Vec<Row>,
    /// How each pair answered: who, both yes, only the one, only the other, both no.
    pairs: Vec<(Html, [usize; 4])>,
}

struct Row {
    /// None for all elements together.
    name: Option<(Html, String)>,
    units: usize,
    judged: usize,
    silent: usize,
    figures: [Shown; 4],
}

/// A figure as it is shown, and why there is none.
struct Shown {
    value: String,
    why_not: Option<String>,
}

struct Differ {
    element: Html,
    href: String,
    clause: Html,
    clause_href: String,
    quote: Html,
    sides: Vec<(Html, String)>,
    settled: Option<Html>,
}

pub(super) fn show(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    let decisions = desk.decisions().ok_or_else(|| Fault::Wrong("Say who you are first.".into()))?;
    let hidden = decisions.round().why_hidden(decisions.coder());
    let compared = match hidden {
        Some(_) => None,
        None => reliability(desk.findings(), decisions.all_events(), decisions.round()),
    };
    let found = compared.map(|compared| {
        let names = |coders: &[Coder]| coders.iter().map(Coder::as_str).collect::<Vec<_>>().join(", ");
        Found {
            coders: Html::own(&names(&compared.coders)),
            independent: compared.independent,
            unfinished: (!compared.unfinished.is_empty()).then(|| Html::own(&names(&compared.unfinished))),
            tables: vec![sheet(&compared.clauses), sheet(&compared.cells)],
            more: compared.disagreements.len().saturating_sub(SHOWN),
            disagreements: compared.disagreements.iter().take(SHOWN).map(differ).collect(),
        }
    });
    Ok(render(&Page {
        hidden: hidden.map(|why| Html::isolated(&sentence(&why))),
        found,
        measures: MEASURES,
        shell: Shell::new(desk, "Inter-coder agreement", Here::Conflicts),
    }))
}

fn sheet(table: &Table) -> Sheet {
    let elements = table.elements.iter().map(|(about, figures)| {
        let name = (Html::own(&about.name), links::element(about.element));
        row(Some(name), figures)
    });
    let pair = |pair: &crosscut_evaluate::reliability::Pair| {
        let who = Html::own(&format!("{} and {}", pair.a, pair.b));
        (who, [pair.both, pair.only_a, pair.only_b, pair.neither])
    };
    Sheet {
        unit: table.unit,
        rows: std::iter::once(row(None, &table.whole)).chain(elements).collect(),
        pairs: table.whole.pairs.iter().map(pair).collect(),
    }
}

fn row(name: Option<(Html, String)>, figures: &Figures) -> Row {
    let shown = |figure: &Figure, percent: bool| Shown {
        value: match figure.value {
            Some(value) if percent => format!("{:.0} %", value * 100.0),
            Some(value) => format!("{value:.2}"),
            None => "–".into(),
        },
        why_not: figure.why_not.clone(),
    };
    Row {
        name,
        units: figures.units,
        judged: figures.judged,
        silent: figures.silent,
        figures: [
            shown(&figures.percent, true),
            shown(&figures.kappa, false),
            shown(&figures.alpha, false),
            shown(&figures.ac1, false),
        ],
    }
}

fn differ(differ: &Disagreement) -> Differ {
    let side = |(coder, side): (&Coder, &crosscut_evaluate::reliability::Side)| {
        let says = if side.belongs { "belongs" } else { "does not belong" };
        let judged = if side.judged { "" } else { ", by leaving it out" };
        let reasons: String = side.reasons.iter().map(|reason| format!(" “{reason}”")).collect();
        (Html::own(coder.as_str()), crate::html::plain(&format!("{says}{judged}.{reasons}")))
    };
    let settled = |(by, belongs): &(Coder, bool)| {
        let what = if *belongs { "it belongs" } else { "it does not" };
        Html::isolated(&format!("Settled by {by}: {what}."))
    };
    let clause = &differ.clause;
    Differ {
        element: Html::own(&differ.name),
        href: links::element(differ.element),
        clause: Html::own(&format!("{}, {}", differ.agreement, clause.locator)),
        clause_href: links::clause(clause.clause.as_str()),
        quote: Html::own(&crate::html::shortened(&clause.quote, 400)),
        sides: differ.sides.iter().map(side).collect(),
        settled: differ.settled.as_ref().map(settled),
    }
}
