//! Tests of the report: every link, every duty, hostile text.

use super::*;
use crate::fixture::{agreement, anchors, candidate, clause_id, clauses, element, event, results};
use crate::{Outlier, Results};
use crosscut_decisions::{Decision, Event, State};
use crosscut_text::{Loss, LossKind};

fn study() -> Results {
    let clauses = clauses(&[
        ("a#1", "Parties shall report incidents to each other."),
        ("a#2", "Parties shall meet once a year."),
        ("b#1", "States shall not hide their incidents; reporting is a duty."),
        ("c#1", "Signatories share warnings."),
    ]);
    let mut results = results(clauses, vec![candidate("Incidents reported", &["a#1", "b#1"])]);
    results.outliers.push(Outlier {
        clause: clause_id("a#2"),
        agreement: agreement("a"),
        distinctness: 0.9,
        nearest: Some(clause_id("c#1")),
    });
    results
}

fn report(results: &Results, events: &[Event]) -> String {
    let findings = Findings::new(results.clone(), State::fold(events));
    let meta = Meta {
        study: "Our study".into(),
        version: "crosscut 0.1.0".into(),
        made: None,
        settings: vec![("Granularity".into(), "0.5".into())],
        searches: Vec::new(),
        sealed: None,
        damaged: Vec::new(),
    };
    report_html(&findings, &meta)
}

fn confirm(results: &Results) -> Event {
    let decision = Decision::Confirm {
        element: element(1),
        name: "Incident reporting".into(),
        definition: Some("Tell others of incidents.".into()),
        candidate: Some("c-Incidents reported".into()),
        clauses: anchors(&results.clauses, &["a#1", "b#1"]),
    };
    event("anna", 1, &[], decision)
}

/// Values of an attribute, in order.
fn values<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_inside_leads_somewhere() {
    let results = study();
    for events in [vec![], vec![confirm(&results)]] {
        let html = report(&results, &events);
        let ids = values(&html, "id");
        let links: Vec<&str> =
            values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')).collect();
        assert!(links.len() > 8);
        for link in links {
            assert!(ids.contains(&link), "#{link}");
        }
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "every id once");
    }
}

#[test]
fn a_cell_leads_to_the_quotes_with_locator_page_and_obligation() {
    let html = report(&study(), &[]);
    assert!(html.contains("<a href=\"#r1-0\" aria-label=\"Accord a: 1 clause suggested\">◧<b>1</b></a>"));
    let group = html.split("id=\"r1-0\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
    for part in ["Accord a", "Article 1", "p. 11 (page 1 of the file)", "badge shall", "Parties shall report"]
    {
        assert!(
            group.contains(part) || group.replace("<mark>", "").replace("</mark>", "").contains(part),
            "{part}"
        );
    }
    assert!(group.contains("<mark>report</mark> <mark>incidents</mark>"), "by stem: {group}");
}

#[test]
fn decisions_are_told_from_suggestions() {
    let results = study();
    let html = report(&results, &[confirm(&results)]);
    for part in
        ["Confirmed elements", "■<b>1</b>", "Confirmed by anna on 2023-11-14.", "Tell others of incidents."]
    {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("not yet decided"), "all is decided");
}

#[test]
fn the_first_page_says_who_decided_what_and_leaves_suggestions_folded() {
    let mut results = study();
    results.candidates.push(candidate("Warnings", &["a#2", "c#1"]));
    let html = report(&results, &[]);
    for part in [
        "This report shows no decisions",
        "The program compared 4 clauses of 3 agreements.",
        "There are 2 candidates that two or more agreements may share",
        "<b>0 of 2</b> listed candidates decided",
        "<div class=\"undecided\">",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let html = report(&results, &[confirm(&results)]);
    for part in [
        "Decided by anna on 2023-11-14.",
        "1 commitment was confirmed, in 2 cells (an element in an agreement) of 3 agreements.",
        "“Incident reporting” is in 2 of 3.",
        "1 listed candidate is still to be decided; in 0 cells",
        "<b>1 of 2</b> listed candidates decided",
        "<details class=\"rest undecided\"><summary>The clauses of 1 suggestion, not yet decided",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let (before, after) = html.split_once("<details class=\"rest undecided\">").expect("it is folded");
    assert!(
        before.contains("Incident reporting") && !before.contains("Warnings") && after.contains("Warnings")
    );
}

#[test]
fn outliers_losses_and_the_making_are_there() {
    let mut results = study();
    results.documents[2].losses.push(Loss::new(3, LossKind::NeedsOcr, "the page is a picture"));
    let html = report(&results, &[]);
    for part in [
        "Parties shall meet once a year.",
        "Nearest elsewhere: <bdi>Accord c</bdi>, <bdi>Article 1</bdi>",
        "page 3: needs OCR: the page is a picture",
        "1 of 3 documents could not be read in full",
        "<td class=\"u\">?",
        "run-1",
        "crosscut 0.1.0",
        &"ab".repeat(32),
        "Granularity",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn a_dismissed_outlier_is_left_out_and_counted() {
    let results = study();
    let clause = anchors(&results.clauses, &["a#2"]).remove(0);
    let html =
        report(&results, &[event("anna", 1, &[], Decision::Outlier { clause: clause.clone(), keep: false })]);
    assert!(!html.contains("meet once a year") && html.contains("1 that a person dropped is not shown"));
    let html = report(&results, &[event("anna", 1, &[], Decision::Outlier { clause, keep: true })]);
    assert!(html.contains("title=\"kept\"") && html.contains("Decided by anna."), "{html}");
}

const NASTY: [&str; 8] = [
    "</script><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{7*7}}{% include x %}",
    "</style></title></bdi></td></table><h1>",
    "a\0b\u{202e}evil\u{2066}\u{200b}\u{feff}",
    "<!-- --><![CDATA[x]]>&lt;&#60;&amp;",
    "javascript:alert(1)",
];

#[test]
fn hostile_text_stays_text_wherever_it_stands() {
    for nasty in NASTY {
        let mut results = study();
        let visible: String = nasty.chars().filter(|c| !c.is_control()).collect();
        for clause in &mut results.clauses {
            clause.text = format!("{nasty} shall {nasty}");
            clause.locator = nasty.into();
            clause.lead_in = Some(nasty.into());
        }
        for agreement in &mut results.agreements {
            (agreement.title, agreement.short) = (nasty.into(), Some(nasty.into()));
            agreement.url = Some(nasty.into());
        }
        for document in &mut results.documents {
            document.source.file = nasty.into();
            document.source.sha256 = nasty.into();
            document.losses.push(Loss::new(1, LossKind::Garbled, nasty));
            document.warnings.push(nasty.into());
            document.pages[0].label = nasty.into();
        }
        for candidate in &mut results.candidates {
            (candidate.label, candidate.why) = (nasty.into(), nasty.into());
            candidate.terms = vec![nasty.into(), "shall".into()];
        }
        let mut named = confirm(&results);
        if let Decision::Confirm { name, definition, .. } = &mut named.decision {
            (*name, *definition) = (nasty.into(), Some(nasty.into()));
        }
        results.run = nasty.into();
        for events in [vec![], vec![named]] {
            let findings = Findings::new(results.clone(), State::fold(&events));
            let text = |_: ()| nasty.to_owned();
            let meta = Meta {
                study: text(()),
                version: text(()),
                made: Some(text(())),
                settings: vec![(text(()), text(()))],
                searches: vec![SavedSearch { name: text(()), query: text(()), ..SavedSearch::default() }],
                sealed: Some(text(())),
                damaged: vec![text(())],
            };
            let html = report_html(&findings, &meta);
            let body = html.split("</style>").nth(1).unwrap();
            for tag in ["<script", "<img", "<svg", "<h1>\"", "onerror=alert(1)>", "<![CDATA", "<!--"] {
                assert!(!body.contains(tag), "{tag} in {visible}");
            }
            assert!(!body.contains("' onmouseover='"));
            assert!(!body.contains("href=\"javascript"));
            assert!(!body.contains(['\0', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']), "made visible");
            assert_eq!(html.matches("</style>").count(), 1);
            assert_eq!(body.matches("<h1>").count(), 1);
        }
    }
}

#[test]
fn what_cannot_be_seen_is_shown_by_name() {
    let mut results = study();
    results.clauses[0].text = "Parties shall\u{202e} report\u{200b}".into();
    let html = report(&results, &[]);
    assert!(html.contains("<i class=\"ctl\">RLO</i>") && html.contains("<i class=\"ctl\">ZWSP</i>"));
}

#[test]
fn the_page_asks_for_nothing_from_outside_and_runs_nothing() {
    let results = study();
    let html = report(&results, &[confirm(&results)]).to_lowercase();
    for forbidden in
        ["<script", "<link", "<iframe", "<img", "src=", "url(", "@import", " style=\"", " onclick", "http://"]
    {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn an_official_address_is_linked_only_when_it_is_one() {
    let mut results = study();
    results.agreements[0].url = Some("https://example.org/a?b=1&c=\"2\"".into());
    results.agreements[1].url = Some("javascript:alert(1)".into());
    let html = report(&results, &[]);
    assert!(html.contains("href=\"https://example.org/a?b=1&amp;c=&quot;2&quot;\""));
    assert!(!html.contains("javascript:"));
}

#[test]
fn long_quotes_and_many_rows_are_folded() {
    let mut results = study();
    results.clauses[0].text = "Parties shall report incidents. ".repeat(60);
    results.candidates = (0..80).map(|i| candidate(&format!("Row {i}"), &["a#1", "b#1"])).collect();
    let html = report(&results, &[]);
    assert!(html.contains("more characters</summary>"));
    assert!(html.contains("<summary>20 more candidates"));
    assert_eq!(html.matches("<article id=\"r").count(), 80, "each with its clauses");
}

#[test]
fn a_study_of_nothing_is_a_page_that_says_so() {
    let html = report_html(&Findings::default(), &Meta::default());
    assert!(html.contains("No shared commitments were found."));
    assert!(html.trim_end().ends_with("</html>"));
}

#[test]
fn tables_are_marked_up_for_those_who_hear_them() {
    let results = study();
    let html = report(&results, &[confirm(&results)]);
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    assert!(
        html.contains("<th scope=\"row\">") && html.contains("scope=\"col\"") && html.contains("lang=\"en\"")
    );
    for table in html.split("<table").skip(1).filter_map(|rest| rest.split("</table>").next()) {
        let columns = table.split("</thead>").next().map_or(0, |head| head.matches("<th").count() - 1);
        for row in table.split("<tbody").nth(1).unwrap_or_default().split("<tr").skip(1) {
            let cells = row.matches("<td").count() + row.matches("<th").count();
            assert!(cells == columns || row.contains("colspan"), "{columns} {row}");
        }
    }
}
