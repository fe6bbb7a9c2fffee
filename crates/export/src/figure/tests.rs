//! Tests of the figures.

use super::*;
use crosscut::decisions::{Decision, State};
use crosscut::{Agreement, Findings, Results};
use crosscut_decisions::fixture::{anchors, clauses, element, event};

fn material(count: usize) -> Material {
    let clauses = clauses(&[("a#1", "Ships report."), ("b#1", "Boats report."), ("c#1", "Rafts rest.")]);
    let mut results = Results { clauses, ..Results::default() };
    for (nth, id) in ["a", "b", "c"].iter().enumerate() {
        let mut agreement =
            Agreement::named(crosscut::text::AgreementId::slug(id), format!("Accord <{id}> & “日本”"));
        agreement.year = (nth < 2).then_some(2000 + nth as u16);
        results.agreements.push(agreement);
    }
    let confirm = |nth: usize| Decision::Confirm {
        element: element(nth as u128 + 1),
        name: format!(
            "Reporting {nth}: a long name that does not fit into the room that there is for it at all"
        ),
        definition: None,
        candidate: None,
        clauses: anchors(&results.clauses, &["a#1", "b#1"]),
    };
    let events: Vec<_> = (0..count).map(|nth| event("anna", nth as u64 + 1, &[], confirm(nth))).collect();
    Material::new(Findings::new(results.clone(), State::fold(&events)), events, Default::default())
}

#[test]
fn every_figure_is_an_svg_that_says_what_it_is_and_a_picture_of_the_same_size() {
    for count in [0, 1, 3, 500] {
        for file in files(&material(count)).unwrap() {
            if file.name.ends_with(".svg") {
                let svg = String::from_utf8(file.bytes).unwrap();
                let root = crate::xml::parse(&svg).unwrap_or_else(|fault| panic!("{}: {fault:?}", file.name));
                assert!(root.child("title").is_some() && root.child("desc").is_some(), "{}", file.name);
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", file.name);
            } else {
                let picture = png::Decoder::new(std::io::Cursor::new(file.bytes)).read_info().unwrap();
                assert!(picture.info().width > 100 && picture.info().width < 12_000, "{}", file.name);
            }
        }
    }
}

#[test]
fn no_two_agreements_have_one_head() {
    let mut results = material(1).findings().results().clone();
    for (agreement, title) in results.agreements.iter_mut().zip([
        "Report of the Working Group on the Use of Mercenaries and on what else was found 2011",
        "Report of the Working Group on the Use of Mercenaries and on what else was found 2014",
        "Report of the Working Group on the Use of Mercenaries, first of its parts, as it was found",
    ]) {
        (agreement.title, agreement.year) = (title.into(), None);
    }
    let findings = Findings::new(results, State::default());
    for room in [170.0, 60.0] {
        let heads = draw::heads(findings.matrix(), room);
        let other: std::collections::BTreeSet<&String> = heads.iter().collect();
        assert_eq!(other.len(), 3, "{heads:?}");
        assert!(heads.iter().all(|head| font::width(head, 9.0) <= room), "{heads:?}");
        assert!(heads[0].ends_with("2011") || heads[0].ends_with("[a]"), "{heads:?}");
    }
}

#[test]
fn the_same_in_grey() {
    let luminance = |rgb: u32| {
        let part = |shift: u32| f64::from(rgb >> shift & 0xff);
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    };
    // The steps of the heat map, from suggested to many.
    let steps = [0xf3_e6_c4, 0x9b_bf_b0, 0x4f_8a_78, 0x12_45_3b].map(luminance);
    for pair in steps.windows(2) {
        assert!(pair[0] - pair[1] > 30.0, "{steps:?}");
    }
}

#[test]
fn a_study_without_elements_has_no_figure_in_the_paper() {
    assert!(svg(&material(0), "heat-map").unwrap().is_none());
    assert!(svg(&material(1), "heat-map").unwrap().is_some_and(|svg| svg.contains("<title>Reporting 0")));
    assert!(svg(&material(1), "unknown").unwrap().is_none());
}

#[test]
fn every_sign_of_a_cell_is_in_the_font_of_the_pictures() {
    for state in crosscut::matrix::CellState::ALL {
        let lacking: Vec<char> = state.symbol().chars().filter(|c| !font::has(*c)).collect();
        assert!(lacking.is_empty(), "{}: {lacking:?}", state.name());
    }
}

#[test]
fn the_legend_explains_what_is_to_be_looked_at_again() {
    let mut material = material(1);
    let heat_map = |material: &Material| svg(material, "heat-map").unwrap().unwrap();
    assert!(!heat_map(&material).contains("in an earlier edition"));
    let absent = |texts: &str| Decision::Absent {
        element: element(1),
        agreement: crosscut::text::AgreementId::slug("c"),
        clauses: vec![],
        texts: vec![texts.into()],
    };
    let events: Vec<_> =
        material.events().iter().cloned().chain([event("anna", 2, &[], absent("another text"))]).collect();
    let results = material.results().clone();
    material = Material::new(Findings::new(results, State::fold(&events)), events, Default::default());
    assert!(heat_map(&material).contains("checked in an earlier edition"));
}

/// What fonts this computer has is its own affair: a letter is drawn, or it is named.
#[test]
fn letters_of_other_scripts_are_drawn_or_named() {
    assert!(letters::missing("Übersicht, Ελλάδα, Україна").is_empty());
    assert_eq!(letters::missing("a\u{10fffd}\u{200d}b").into_iter().collect::<Vec<_>>(), ['\u{10fffd}']);
    for text in ["التعاون الدولي", "国际合作", "👩\u{200d}🚀", "a\u{10fffd}b", "שיתוף 5 פעולה"]
    {
        let (path, width) = letters::outline(text, 9.0);
        assert!(path.is_some_and(|path| path.bounds().width() > 3.0) && width > 3.0, "{text}");
    }
    // The word joins its letters, which are wider when each stands alone.
    if letters::missing("التعاون").is_empty() {
        let alone: f32 = "التعاون".chars().map(|c| letters::outline(&c.to_string(), 9.0).1).sum();
        assert!(letters::outline("التعاون", 9.0).1 < 0.9 * alone, "{alone}");
    } else {
        println!("skipped: no font of this computer has Arabic letters");
    }
}

#[test]
fn agreements_of_one_year_hide_none_of_each_other() {
    let base = material(1);
    let mut results = base.results().clone();
    results.agreements.iter_mut().for_each(|agreement| agreement.year = Some(2018));
    let findings = Findings::new(results, State::fold(base.events()));
    let material = Material::new(findings, base.events().to_vec(), Default::default());
    let svg = svg(&material, "timeline").unwrap().unwrap();
    assert!(svg.contains("a number: so many agreements of that year") && svg.contains(">2</text>"), "{svg}");
    let three = draw::timeline(material.matrix());
    let discs = three.items.iter().filter(|item| matches!(item, canvas::Item::Disc { .. })).count();
    assert_eq!(discs, 1, "two agreements, one dot with their number");
}
