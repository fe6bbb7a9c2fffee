//! Hostile files end early, with a loss, and keep the rest.

use super::writer::{HELVETICA, Pdf};
use super::{losses, open, page};

#[test]
fn content_bombs_stop_at_the_limit() {
    let mut pdf = Pdf::new();
    let mut data = b"BT /F1 9 Tf 9 9 Td (first) Tj ET\n".to_vec();
    data.resize(40 << 20, b'\n');
    let bomb = pdf.flate("", &data);
    let good = pdf.stream("", b"BT /F1 9 Tf 9 9 Td (second) Tj ET");
    pdf.page(&format!("/Contents {bomb} 0 R/Resources<<{HELVETICA}>>"));
    pdf.page(&format!("/Contents {good} 0 R/Resources<<{HELVETICA}>>"));
    let read = open(&pdf.finish());
    assert_eq!((read.pages[0].text.as_str(), read.pages[1].text.as_str()), ("first", "second"));
    assert!(read.losses[0].to_string().starts_with("page 1: limit reached"));
}

#[test]
fn forms_inside_each_other_stop() {
    let mut pdf = Pdf::new();
    let first = 3;
    for level in 0..40 {
        let next = first + level + 1;
        let entries = format!("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</N {next} 0 R>>>>");
        assert_eq!(pdf.stream(&entries, b"/N Do /N Do"), first + level);
    }
    let entries = format!("/Subtype/Form/BBox[0 0 9 9]/Resources<<{HELVETICA}/XObject<</N 3 0 R>>>>");
    pdf.stream(&entries, b"/N Do");
    let content = pdf.stream("", b"/N Do BT /F1 9 Tf 9 9 Td (after) Tj ET");
    pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}/XObject<</N 3 0 R>>>>"));
    let bytes = pdf.finish();
    assert_eq!(page(&bytes).text, "after");
    assert!(losses(&bytes)[0].contains("limit reached"));
}

#[test]
fn page_trees_with_loops_and_repeats_end() {
    let mut pdf = Pdf::new();
    let content = pdf.stream("", b"BT /F1 9 Tf 9 9 Td (x) Tj ET");
    let leaf = pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    let kids = format!("/Kids[2 0 R {}]", format!("{leaf} 0 R ").repeat(5_000));
    let bytes = String::from_utf8_lossy(&pdf.finish()).replace(&format!("/Kids[{leaf} 0 R]"), &kids);
    let bytes = bytes.replace("/Count 1", "/Count 9999");
    let read = open(bytes.as_bytes());
    assert_eq!(read.pages.len(), 16);
    assert!(read.losses.iter().any(|loss| loss.to_string().contains("limit reached")));
}

#[test]
fn deep_nesting_does_not_exhaust_the_stack() {
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let bytes = Pdf::of(&format!("{deep} TJ BT /F1 9 Tf 9 9 Td (x) Tj ET"));
    assert_eq!(page(&bytes).text, "x");
    let dict = "<</A".repeat(50_000) + "1" + &">>".repeat(50_000);
    let bytes = Pdf::with("BT /F1 9 Tf 9 9 Td (x) Tj ET", HELVETICA, &format!("/Deep {dict}"));
    assert_eq!(page(&bytes).text, "x");
}

#[test]
fn impossible_numbers_are_harmless() {
    let content = "BT /F1 1e38 Tf 99999999999999999999999999 0 0 1 0 0 Tm (a) Tj 0 0 0 0 0 0 Tm (b) Tj \
                   /F1 10 Tf 1 0 0 1 10 10 Tm (c) Tj ET";
    assert!(page(&Pdf::of(content)).text.ends_with('c'));
}

#[test]
fn endless_ranges_of_a_map_are_cheap() {
    let mut pdf = Pdf::new();
    let map = pdf.stream("", b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
    let font = format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode {map} 0 R>>");
    let content = pdf.stream("", b"BT /F1 9 Tf 9 9 Td (abc) Tj ET");
    pdf.page(&format!("/Contents {content} 0 R/Resources<</Font<</F1 {font}>>>>"));
    assert_eq!(page(&pdf.finish()).text, "abc");
}
