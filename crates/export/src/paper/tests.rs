//! Tests of the paper.

use super::document::{Block, Run, plain};
use super::*;
use crate::xml::parse;
use crosscut::decisions::{Decision, State};
use crosscut::{Agreement, Findings, Results};
use crosscut_decisions::fixture::{anchors, clauses, element, event};
use std::io::Read;

fn material() -> Material {
    let texts = [
        ("a#1", "Parties shall report <incidents> & \"breaches\"."),
        ("b#1", "تلتزم كل دولة طرف (ICT) باتخاذ التدابير"),
        ("c#1", "Signatories rest."),
    ];
    let clauses = clauses(&texts);
    let mut results = Results { run: "run-1".into(), clauses, ..Results::default() };
    for id in ["a", "b", "c"] {
        let mut agreement =
            Agreement::named(crosscut::text::AgreementId::slug(id), format!("Accord {id} <b>x</b>"));
        agreement.year = Some(2001);
        results.agreements.push(agreement);
    }
    let confirm = Decision::Confirm {
        element: element(1),
        name: "Reports & <more>".into(),
        definition: Some("{{ 7 * 7 }}".into()),
        candidate: None,
        clauses: anchors(&results.clauses, &["a#1", "b#1"]),
    };
    let events = vec![event("anna", 1, &[], confirm)];
    Material::new(Findings::new(results.clone(), State::fold(&events)), events, Default::default())
}

fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_part_of_the_word_file_is_xml_and_every_note_has_its_mark() {
    let docx = docx(&material(), &Options::default()).unwrap();
    for name in [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "docProps/app.xml",
        "word/document.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/numbering.xml",
        "word/footer1.xml",
        "word/footnotes.xml",
        "word/_rels/document.xml.rels",
        "word/_rels/footnotes.xml.rels",
    ] {
        parse(&part(&docx, name)).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
    }
    let main = part(&docx, "word/document.xml");
    let notes = part(&docx, "word/footnotes.xml");
    assert_eq!(main.matches("<w:footnoteReference ").count(), 2);
    assert_eq!(notes.matches("<w:footnote ").count(), 4, "two of ours and two lines above notes");
    assert!(main.contains("<w:tblHeader/>") && main.contains("<w:bidi/>") && main.contains("<w:rtl/>"));
    assert!(main.contains("Reports &amp; &lt;more&gt;") && main.contains("{{ 7 * 7 }}"), "text stays text");
}

#[test]
fn the_page_has_the_same_and_runs_nothing() {
    let page = html(&material(), &Options::default()).unwrap();
    assert!(page.contains("Parties shall report &lt;incidents&gt; &amp; &quot;breaches&quot;."));
    assert!(page.contains("2 confirmed") && !page.contains("<script"));
    assert!(page.contains("<sup><a id=\"ref-1\" href=\"#note-1\">1</a></sup>"));
    assert!(page.contains("Accord a &lt;b&gt;x&lt;/b&gt;"));
}

#[test]
fn a_translation_counts_with_its_agreement_and_is_named() {
    let mut material = material();
    let (mut results, state) = (material.results().clone(), material.findings().state().clone());
    let of = Some(results.agreements[0].id.clone());
    results.agreements[2].translation_of = of;
    results.agreements[2].short = Some("Accord C 2001".into());
    material = Material::new(Findings::new(results, state), material.events.clone(), Default::default());
    let page = html(&material, &Options::default()).unwrap();
    for part in [
        "3 texts of 2 agreements (translations and other editions count with their agreement) were divided",
        "Of 2 agreements: 2 confirmed.",
        "counted with its translation Accord C 2001",
        "Every element was looked for in every agreement.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let table = crate::tables::agreements(&material);
    let column = |name: &str| table.columns.iter().position(|column| column.name == name).unwrap();
    let (id, with, clauses) = (column("agreement"), column("counts_with"), column("clauses"));
    let rows = table.rows.iter().map(|row| [id, with, clauses].map(|at| row[at].to_string()));
    let expected = [["a", "", "1"], ["c", "a", "1"], ["b", "", "1"]].map(|row| row.map(str::to_owned));
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    let bib = crate::cite::bibtex(&material);
    assert!(bib.contains("note = {translation of Accord a"), "{bib}");
}

#[test]
fn a_study_of_nothing_is_a_paper_that_says_so() {
    let nothing =
        Material::new(Findings::new(Results::default(), State::default()), Vec::new(), Default::default());
    assert!(html(&nothing, &Options::default()).unwrap().contains("No element has been confirmed yet."));
    assert!(docx(&nothing, &Options::default()).is_ok());
}

#[test]
fn simple_html_becomes_blocks() {
    let document = Document::read(
        "<h1>T</h1><p>a <b>b</b>\n<i>c</i><br/>d <a href=\"#x\">e</a><note>n</note></p><p> </p><contents/>",
    )
    .unwrap();
    assert_eq!(document.blocks.len(), 3, "an empty paragraph is none");
    let Block::Paragraph { runs, .. } = &document.blocks[1] else { panic!() };
    assert_eq!(plain(runs), "a b c d e");
    assert!(matches!(&runs[..], [.., Run::Link { to, .. }, Run::Note(_)] if to == "#x"));
}

#[test]
fn what_a_template_may_not_give_is_named_with_its_line() {
    let wide = format!("<table><tbody><tr>{}</tr></tbody></table>", "<td>x</td>".repeat(64));
    for (text, part) in [
        ("<p>x</p>\n<video/>", "video"),
        ("<p><note>a<note>b</note></note></p>", "<note> in a <note>"),
        ("<ul><p>x</p></ul>", "only <li>"),
        ("<table></table>", "without cells"),
        (wide.as_str(), "64 columns"),
        ("<p>&nbsp;</p>", "nbsp"),
    ] {
        let fault = Document::read(text).unwrap_err();
        assert!(fault.reason.contains(part), "{text}: {fault:?}");
    }
    assert_eq!(Document::read("<p>x</p>\n<video/>").unwrap_err().line, 2);
}

#[test]
fn links_lead_to_the_web_or_into_the_paper_only() {
    let document =
        Document::read("<p><a href=\"javascript:alert(1)\">x</a> <a href=\"https://y.org\">y</a></p>")
            .unwrap();
    let Block::Paragraph { runs, .. } = &document.blocks[0] else { panic!() };
    let links = runs.iter().filter(|run| matches!(run, Run::Link { .. })).count();
    assert_eq!((plain(runs), links), ("x y".into(), 1));
}
