//! What is drawn, what counts as judged, and the published intervals.

use super::*;
use crate::fixture::{agreement, anchors, candidate, clauses, element, event, results};
use crosscut_decisions::{Event, State};

const ELEMENT: ElementId = element(1);

/// Twelve agreements; the first two say it and are confirmed, the third says it too and was not found.
fn study() -> crate::Results {
    let ids: Vec<String> = (0..12).map(|n| format!("a{n:02}#1")).collect();
    let texts: Vec<(&str, &str)> =
        ids.iter().map(|id| (id.as_str(), "Parties shall report incidents to the authority.")).collect();
    results(clauses(&texts), vec![candidate("Incidents", &["a00#1", "a01#1"])])
}

fn confirm(results: &crate::Results) -> Decision {
    Decision::Confirm {
        element: ELEMENT,
        name: "Incident reporting".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&results.clauses, &["a00#1", "a01#1"]),
    }
}

fn after(results: &crate::Results, decisions: &[Decision]) -> Findings {
    let events: Vec<Event> =
        decisions.iter().cloned().zip(1..).map(|(d, seq)| event("anna", seq, &[], d)).collect();
    Findings::new(results.clone(), State::fold(&events))
}

fn cells(decision: &Decision) -> Vec<Drawn> {
    match decision {
        Decision::Sample { cells, .. } => cells.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_draw_is_random_and_can_be_made_again() {
    let results = study();
    let findings = after(&results, &[confirm(&results)]);
    let draw = |seed: u64, count: usize| cells(&findings.draw(seed, count).unwrap());
    assert_eq!(draw(7, 4), draw(7, 4));
    assert_eq!(draw(7, 8)[..4], draw(7, 4));
    assert_ne!(draw(7, 4), draw(8, 4));
    assert_eq!(draw(7, 99).len(), 10, "all that are empty");
    let mut times = std::collections::BTreeMap::<_, usize>::new();
    for seed in 0..2000 {
        draw(seed, 3).into_iter().for_each(|cell| *times.entry(cell.agreement).or_default() += 1);
    }
    assert!(times.len() == 10 && times.values().all(|count| (520..680).contains(count)), "{times:?}");
    assert!(after(&results, &[]).draw(1, 3).is_err());
    assert!(findings.draw(1, 0).is_err());
}

#[test]
fn what_nobody_drew_is_no_estimate() {
    let results = study();
    let found = Decision::Add { element: ELEMENT, clauses: anchors(&results.clauses, &["a02#1"]) };
    let absent =
        Decision::Absent { element: ELEMENT, agreement: agreement("a03"), clauses: vec![], texts: vec![] };
    let moved = Decision::Reanchor {
        from: anchors(&results.clauses, &["a00#1"]).remove(0),
        to: anchors(&results.clauses, &["a04#1"]).remove(0),
        score: 1.0,
    };
    let findings = after(&results, &[confirm(&results), found, absent, moved]);
    assert_eq!(findings.recall(None), Recall::default());
    assert!(findings.recall(None).words().contains("unknown"));
}

#[test]
fn a_sample_that_was_judged_whole_gives_the_figures_of_its_draw() {
    let results = study();
    let mut decisions = vec![confirm(&results)];
    let sample = after(&results, &decisions).draw(3, 5).unwrap();
    let drawn = cells(&sample);
    decisions.push(sample);
    for (place, cell) in drawn.iter().enumerate() {
        let open = after(&results, &decisions).recall(None);
        assert_eq!((open.recall, open.open.as_ref().map(|open| open.waiting.len())), (None, Some(5 - place)));
        assert!(open.words().starts_with(&format!("{place} of 5 randomly drawn")), "{}", open.words());
        let (element, agreement) = (cell.element, cell.agreement.clone());
        decisions.push(match place {
            0 => Decision::Add { element, clauses: anchors(&results.clauses, &[&format!("{agreement}#1")]) },
            _ => Decision::Absent { element, agreement, clauses: vec![], texts: vec![] },
        });
    }
    // What somebody comes across afterwards changes nothing: 1 of 5 of the 10 that were empty.
    let undrawn =
        (2..12).map(|n| format!("a{n:02}")).find(|id| drawn.iter().all(|cell| cell.agreement.as_str() != id));
    decisions.push(Decision::Add {
        element: ELEMENT,
        clauses: anchors(&results.clauses, &[&format!("{}#1", undrawn.unwrap())]),
    });
    let recall = after(&results, &decisions).recall(None);
    assert_eq!((recall.missing, recall.recall), (Some(2.0), Some(0.5)));
    let (low, high) = recall.interval.unwrap();
    // 0.0051 to 0.7164 of ten cells, of which one is certain and four are certainly none: 1 to 6 of them, with two that
    // were found.
    assert!((low - 2.0 / (2.0 + 6.0)).abs() < 1e-9 && (high - 2.0 / 3.0).abs() < 1e-9, "{low} {high}");
    assert_eq!(recall.missing_interval, Some((1.0, 6.0)));
    let words = recall.words();
    assert!(
        words.contains("simple random sample of 5 of the 10 empty cells of the matrix (seed 3); 1 of the 5"),
        "{words}"
    );
    assert!(
        words.contains("about 2 of the 10 contained it (1 to 6;") && words.contains("50 % of all"),
        "{words}"
    );
    assert_eq!(after(&results, &decisions).recall(Some(element(9))), Recall::default());
}

#[test]
fn an_element_that_is_gone_is_left_out_and_a_census_needs_no_interval() {
    let results = study();
    let mut decisions = vec![confirm(&results)];
    let sample = after(&results, &decisions).draw(3, 99).unwrap();
    let drawn = cells(&sample);
    decisions.push(sample);
    let absent = |cell: &Drawn| Decision::Absent {
        element: cell.element,
        agreement: cell.agreement.clone(),
        clauses: vec![],
        texts: vec![],
    };
    decisions.extend(drawn.iter().map(absent));
    let recall = after(&results, &decisions).recall(None);
    assert_eq!((recall.recall, recall.interval), (Some(1.0), Some((1.0, 1.0))));
    assert!(recall.words().contains("These were all of them"), "{}", recall.words());
    let settle = crosscut_decisions::Settlement::Element { keep: false };
    decisions.push(Decision::Resolve { element: ELEMENT, settle });
    assert_eq!(after(&results, &decisions).recall(None), Recall::default());
}

#[test]
fn whoever_adds_up_what_is_printed_finds_it_right() {
    let mut drawing =
        after(&study(), &[confirm(&study()), after(&study(), &[confirm(&study())]).draw(3, 5).unwrap()])
            .recall(None)
            .open
            .unwrap();
    (drawing.present, drawing.empty, drawing.drawn) = (63, 232, 20);
    (drawing.found, drawing.absent) = (0, 20);
    drawing.waiting.clear();
    let mut recall = Recall { sample: Some(drawing), ..Recall::default() };
    recall.estimate();
    let words = recall.words();
    // 63 of 63 + 40 are 61 %.
    assert!(words.contains("(0 to 40; exact"), "{words}");
    assert!(words.contains("were 100 % of all that contain their element (61 to 100 %)"), "{words}");
}

/// Brown, Cai and DasGupta 2001 for 0 and 1 of n; Newcombe 1998, table I, method 5, for the others.
#[test]
fn the_interval_is_the_published_one() {
    for (hits, of, low, high) in [
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
        (1, 5, 0.0051, 0.7164),
        (20, 20, 0.8316, 1.0),
    ] {
        let (l, h) = clopper_pearson(hits, of);
        assert!((l - low).abs() < 6e-5 && (h - high).abs() < 6e-5, "{hits}/{of}: {l} {h}");
    }
}
