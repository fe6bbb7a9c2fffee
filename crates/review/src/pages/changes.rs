//! What the last run changed: confirmed clauses under another wording, elsewhere or nowhere, candidates that gained, text
//! that is lost.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, plain, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::when;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Coder, Decision};
use crosscut::findings::{Absence, Order};
use crosscut::words::{Html, Run, alike, compared, sentence};

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    shell: Shell,
    run: Html,
    lost: Vec<Lost>,
    gained: usize,
    gained_href: String,
    /// When the run was from before which the news is counted; none where there was none.
    since: Option<Html>,
    /// What else the run changed.
    news: News,
    /// Cells that were checked in an earlier edition alone.
    earlier: Vec<Earlier>,
    incomplete: Vec<(Html, Vec<Html>)>,
}

/// A cell that was checked in an earlier edition alone.
struct Earlier {
    element: Html,
    href: String,
    agreement: Html,
    looked: String,
}

/// Who looked last, and when: "Ana, 2026-11-30".
pub(super) fn looked(absence: &Absence) -> String {
    let names: Vec<&str> = absence.by.iter().map(Coder::as_str).collect();
    format!("{}, {}", plain(&names.join(", ")), crate::when::day(absence.at))
}

fn earlier(desk: &Desk<'_>, found: &[Absence]) -> Vec<Earlier> {
    let columns = &desk.matrix().columns;
    let short = |absence: &Absence| {
        let column = columns.iter().find(|column| column.agreement == absence.agreement);
        Html::isolated(column.map_or(absence.agreement.as_str(), |column| &column.short))
    };
    let told = |absence: &Absence| Earlier {
        element: Html::isolated(&absence.name),
        href: url(
            "/cell",
            &[("row", &absence.element.to_string()), ("agreement", absence.agreement.as_str())],
        ),
        agreement: short(absence),
        looked: looked(absence),
    };
    found.iter().map(told).collect()
}

/// What a run brought.
struct News {
    /// Whether there was a run before.
    before: bool,
    /// In sentences.
    words: Vec<Html>,
    /// Elements that clauses were found for, and how many.
    fits: Vec<(Html, String, usize)>,
    /// Candidates that were not there before.
    candidates: Vec<(Html, String)>,
}

/// New candidates named on the page.
const NAMED: usize = 20;

fn news(desk: &Desk<'_>, mut found: crosscut::findings::Changes) -> News {
    if desk.is_blind() {
        // The run before is known with everybody's decisions, this one is shown without them: nothing to compare.
        found.new_candidates.clear();
    }
    let candidate = |id: &String| {
        let candidate = desk.candidate(id)?;
        Some((Html::own(&candidate.label), links::candidate(id, Order::default())))
    };
    News {
        before: found.since.is_some(),
        words: found.words().iter().map(|text| Html::isolated(&sentence(text))).collect(),
        fits: found
            .fits
            .iter()
            .map(|fit| (Html::own(&fit.name), links::element(fit.element), fit.clauses.len()))
            .collect(),
        candidates: found.new_candidates.iter().filter_map(candidate).take(NAMED).collect(),
    }
}

/// A confirmed clause that was not found again for sure.
struct Lost {
    element: Html,
    href: String,
    id: String,
    clause: String,
    place: Html,
    /// Its wording then, with what is not there any more.
    before: Vec<(Html, bool)>,
    changed: bool,
    perhaps: Option<Perhaps>,
}

/// The clause that it may be now.
struct Perhaps {
    quote: Quote,
    /// How alike the wordings are.
    alike: String,
    /// Its wording, with what was not there.
    now: Vec<(Html, bool)>,
}

fn runs(runs: &[Run]) -> Vec<(Html, bool)> {
    runs.iter().map(|run| (Html::text(&run.text), run.changed)).collect()
}

pub(super) fn changes(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let lost = desk.matrix().lost.iter().map(|lost| {
        let name = desk.state().elements.get(&lost.element).map_or("", |element| &element.name);
        let mut before = vec![(Html::text(&lost.anchor.quote), false)];
        let perhaps = lost.perhaps.as_ref().and_then(|(id, share)| {
            let (_, clause) = desk.clause(id.as_str())?;
            let (then, now) = lost.anchor.wordings(clause);
            let (old, now) = compared(&then, &now);
            before = runs(&old);
            let quote = Quote::new(desk, clause, &mut Words::default());
            Some(Perhaps { quote, alike: alike(*share), now: runs(&now) })
        });
        Lost {
            element: Html::own(name),
            href: links::element(lost.element),
            id: lost.element.to_string(),
            clause: lost.anchor.clause.to_string(),
            place: Html::own(&format!("{} of {}", lost.anchor.locator, lost.anchor.agreement)),
            before,
            changed: lost.changed,
            perhaps,
        }
    });
    let incomplete = desk.results.documents.iter().filter(|document| !document.losses.is_empty());
    let incomplete = incomplete.map(|document| {
        let losses = document.losses.iter().take(6).map(|loss| Html::isolated(&loss.to_string()));
        (Html::own(&document.source.file), losses.collect())
    });
    let found = desk.study.changes(desk.findings());
    Ok(render(&Changes {
        run: Html::own(&desk.results.run),
        lost: lost.collect(),
        gained: desk.queue(Order::Changed).len(),
        gained_href: url("/queue", &[("order", Order::Changed.name())]),
        earlier: earlier(desk, &found.checked_earlier),
        since: desk.study.changed_at().filter(|_| found.since.is_some()).map(|at| Html::own(&when::day(at))),
        news: news(desk, found),
        incomplete: incomplete.collect(),
        shell: Shell::new(desk, "Since the last run", Here::Changes).done(desk, fields.one("done")),
    }))
}

/// Somebody has looked: what was decided on the old wording holds for the new one, or the clause belongs no more.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let lost = desk.matrix().lost.iter().find(|lost| {
        lost.element.to_string() == fields.one("id") && lost.anchor.clause.as_str() == fields.one("clause")
    });
    let gone = || Fault::Missing("This clause has already been found again.".into());
    let lost = lost.ok_or_else(gone)?;
    if fields.one("act") == "remove" {
        let decision = desk.choice().take_out_judged(lost.element, &lost.anchor);
        let event = desk.save(vec![decision], None)?.to_string();
        return Ok(go(&url("/changes", &[("done", &event)])));
    }
    let (perhaps, score) = lost.perhaps.as_ref().ok_or_else(gone)?;
    let to = desk.choice().clause(perhaps.as_str())?;
    let decision = match desk.findings().places().is_of_older_edition(lost.element, &lost.anchor) {
        true => Decision::Add { element: lost.element, clauses: vec![to] },
        false => Decision::Reanchor { from: lost.anchor.clone(), to, score: *score },
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/changes", &[("done", &event)])))
}
