//! Titles and years of fronts in many languages.

use super::*;
use crate::{AgreementId, Block, Source, assemble};

#[test]
fn a_date_in_the_head_of_the_first_page_tells_the_year() {
    let blocks = vec![Block::plain(Role::RunningHead, "7 August 2045")];
    let pages = [Page { number: 1, blocks, ..Page::default() }];
    assert_eq!(Front::default().dated_by(&pages).year, Some(2045));
    let known = Front { year: Some(2044), ..Front::default() };
    assert_eq!(known.dated_by(&pages).year, Some(2044));
}

#[test]
fn who_proposes_a_resolution_is_no_title() {
    let lines = ["Fourth Committee", "Alma and Brava: revised draft resolution", "Care of old buoys"];
    let blocks = lines.iter().map(|line| Block::plain(Role::Body, *line)).collect();
    let pages = [Page { number: 1, blocks, ..Page::default() }];
    let document = assemble(AgreementId::slug("draft"), Source::default(), &pages, Vec::new());
    assert_eq!(Front::of(&document, None).title.as_deref(), Some("Care of old buoys"));
}

#[test]
fn the_number_of_a_page_is_no_resolution() {
    let adopted = "Resolution adopted by the General Assembly on 9 May 2020 74/12. Lamps of harbours";
    assert_eq!(resolution_in(adopted), Some("74/12. Lamps of harbours"));
    assert_eq!(resolution_in("74/12. Lamps of harbours"), Some("74/12. Lamps of harbours"));
    assert_eq!(resolution_in("L 914/3 EN Official Journal of the European Union 4.5.2016"), None);
}

#[test]
fn titles_of_several_lines_are_whole_and_without_note_marks() {
    for (lines, title) in [
        (&["Report of the Harbour Office*", "Aland"][..], "Report of the Harbour Office Aland"),
        (
            &["Report of the Harbour Office", "Aland (including the Isles)†"],
            "Report of the Harbour Office Aland (including the Isles)",
        ),
        (&["Report of the Harbour Office"], "Report of the Harbour Office"),
    ] {
        let printed = |line: &&str| {
            let mut block = Block::plain(Role::Heading, *line);
            block.lines[0].font_size = 16.0;
            block
        };
        let blocks = lines.iter().map(printed).collect();
        let pages = [Page { number: 1, blocks, ..Page::default() }];
        let document = assemble(AgreementId::slug("report"), Source::default(), &pages, Vec::new());
        assert_eq!(Front::of(&document, None).title.as_deref(), Some(title));
    }
}

/// Fronts of 2031, and their titles.
const FRONTS: &[(&[&str], &str)] = &[
    (
        &["LEGGE 9 marzo 2031, n. 41", "Norme per la tutela dei fari.", "(GU n. 70 del 24-3-2031)", "Art. 1"],
        "LEGGE 9 marzo 2031, n. 41 Norme per la tutela dei fari",
    ),
    (&["Resolution 12 (2031)", "Clean lamps", "The Assembly,"], "Resolution 12 (2031) Clean lamps"),
    (
        &["REGOLAMENTO (UE) N. 912/2031 DEL CONSIGLIO", "del 23 luglio 2031", "sui fari", "Articolo 1"],
        "REGOLAMENTO (UE) N. 912/2031 DEL CONSIGLIO del 23 luglio 2031 sui fari",
    ),
    (
        &[
            "BOLETÍN OFICIAL — Núm. 71 — Viernes 23 de marzo de 2031 — Pág. 25911",
            "I. DISPOSICIONES GENERALES",
            "Ley 4/2031, de 22 de marzo, de protección de los faros.",
            "Artículo 1. Objeto.",
        ],
        "Ley 4/2031, de 22 de marzo, de protección de los faros",
    ),
    (
        &[
            "814.912",
            "Verordnung über Leuchtfeuer",
            "vom 9. Mai 2031 (Stand am 1. Januar 2039)",
            "Art. 1 Zweck",
        ],
        "Verordnung über Leuchtfeuer",
    ),
    (
        &["No. 28911", "MULTILATERAL", "Convention on Lamps", "Concluded at Alma on 22 March 2031"],
        "Convention on Lamps",
    ),
    (
        &["Call for Lamps", "Published on 14 May 2031 - Updated 3 June 2039", "Lamps belong to all."],
        "Call for Lamps",
    ),
    (
        &["A. Keeper", "March 14, 2031", "Practices for Lamp Keepers", "Abstract"],
        "Practices for Lamp Keepers",
    ),
    (
        &[
            "32006L0912 — ES — 01.01.2039",
            "DIRECTIVA 2031/912/CE DEL CONSEJO",
            "de 5 de julio de 2031",
            "relativa a los faros",
        ],
        "DIRECTIVA 2031/912/CE DEL CONSEJO de 5 de julio de 2031 relativa a los faros",
    ),
];

#[test]
fn subjects_and_dates_belong_to_titles_in_any_language() {
    for (lines, title) in FRONTS {
        let blocks = lines.iter().map(|line| Block::plain(Role::Body, *line)).collect();
        let pages = [Page { number: 1, blocks, ..Page::default() }];
        let document = assemble(AgreementId::slug("act"), Source::default(), &pages, Vec::new());
        let front = Front::of(&document, None);
        assert_eq!(front.title.as_deref(), Some(*title));
        assert_eq!(front.year, Some(2031), "{title}");
    }
}
