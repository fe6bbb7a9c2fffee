//! Pages, labels, titles, filters.

use super::writer::{HELVETICA, Pdf, deflate};
use super::{open, page};

#[test]
fn labels_follow_the_number_tree() {
    let mut pdf = Pdf::new();
    for _ in 0..6 {
        pdf.page("");
    }
    pdf.catalog =
        "/PageLabels<</Kids[<</Nums[0<</S/r>>2<</S/D/St 7/P(A-)>>]>><</Nums[4<</S/A/St 27>>5<<>>]>>]>>"
            .into();
    let labels: Vec<String> = open(&pdf.finish()).pages.into_iter().map(|page| page.label).collect();
    assert_eq!(labels, ["i", "ii", "A-7", "A-8", "AA", "6"]);
}

#[test]
fn titles_are_decoded() {
    let title = |written: &str| {
        let mut pdf = Pdf::new();
        pdf.page("");
        pdf.trailer = format!("/Info<</Title {written}>>");
        open(&pdf.finish()).title
    };
    assert_eq!(title("(A Pact)").as_deref(), Some("A Pact"));
    assert_eq!(title("<FEFF00C90074>").as_deref(), Some("Ét"));
    assert_eq!(title("(\\200 \\240)").as_deref(), Some("• €"));
    assert_eq!(title("(  )"), None);
    assert_eq!(title("(A Press)/Author(A Press)"), None, "who printed it is not a title");
    assert_eq!(title("(A Pact)/Author(A Press)").as_deref(), Some("A Pact"));
}

#[test]
fn inherited_attributes_reach_the_pages() {
    let mut pdf = Pdf::new();
    let content = pdf.stream("", b"BT /F1 9 Tf 9 9 Td (x) Tj ET");
    let leaf = pdf.add(format!("<</Type/Page/Contents {content} 0 R>>"));
    let inner =
        format!("<</Type/Pages/Kids[{leaf} 0 R]/MediaBox[0 0 50 60]/Rotate 270/Resources<<{HELVETICA}>>>>");
    let inner = pdf.add(inner);
    pdf.page("");
    let bytes =
        String::from_utf8_lossy(&pdf.finish()).replace("/Kids[6 0 R]", &format!("/Kids[{inner} 0 R]"));
    let page = page(bytes.as_bytes());
    assert_eq!((page.text.as_str(), page.size.w, page.size.h), ("x", 60.0, 50.0));
}

#[test]
fn filters_and_predictors_are_undone() {
    let content = b"BT /F1 9 Tf 9 9 Td (filtered) Tj ET";
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>() + ">";
    // PNG rows of 5 bytes, each predicted from the one above (kind 2).
    let mut rows = Vec::new();
    let mut above = [0_u8; 5];
    for row in content.chunks_exact(5) {
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, up)| byte.wrapping_sub(up)));
        above.copy_from_slice(row);
    }
    let lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(content).unwrap();
    let runs: Vec<u8> = std::iter::once(content.len() as u8 - 1).chain(*content).chain([128]).collect();
    let cases: [(&str, Vec<u8>); 6] = [
        ("/Filter/FlateDecode", deflate(content)),
        ("/Filter[/AHx/Fl]", hex(&deflate(content)).into_bytes()),
        ("/Filter/LZWDecode", lzw),
        ("/Filter/RunLengthDecode", runs),
        ("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>", deflate(&rows)),
        ("/Filter/ASCII85Decode", b"<~6<#'\\7PQ#G+B2qq3?U=)<+I+\"Anc('ATD?m.3MT)+@T6~>".to_vec()),
    ];
    for (entries, data) in &cases {
        let mut pdf = Pdf::new();
        let content = pdf.stream(entries, data);
        pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
        assert_eq!(page(&pdf.finish()).text, "filtered", "{entries}");
    }
}

#[test]
fn contents_in_parts_are_one() {
    let mut pdf = Pdf::new();
    let (a, b) = (pdf.stream("", b"BT /F1 9 Tf 9 9 Td (one"), pdf.stream("", b") Tj ET"));
    pdf.page(&format!("/Contents[{a} 0 R {b} 0 R]/Resources<<{HELVETICA}>>"));
    assert_eq!(page(&pdf.finish()).text.trim_end(), "one");
}

#[test]
fn objects_in_object_streams_are_found() {
    // No cross-reference table at all: the scan finds the stream, and the font in it.
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    let packed = format!("9 0 {font}");
    let mut pdf = Pdf::new();
    let content = pdf.stream("", b"BT /F1 10 Tf 9 9 Td (x) Tj ET");
    pdf.flate("/Type/ObjStm/N 1/First 4", packed.as_bytes());
    pdf.page(&format!("/Contents {content} 0 R/Resources<</Font<</F1 9 0 R>>>>"));
    let mut bytes = pdf.finish();
    let cut = bytes.windows(4).rposition(|window| window == b"xref").unwrap() - 5;
    bytes.truncate(cut);
    let page = page(&bytes);
    assert_eq!(page.text, "x");
    assert!((page.glyphs[0].rect.w - 6.0).abs() < 0.01);
}

#[test]
fn pages_beyond_those_that_readers_show_are_a_loss() {
    let mut pdf = Pdf::new();
    for text in ["one", "two", "three"] {
        let content = pdf.stream("", format!("BT /F1 9 Tf 9 9 Td ({text}) Tj ET").as_bytes());
        pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    }
    let bytes = String::from_utf8_lossy(&pdf.finish()).replace("/Count 3", "/Count 2");
    let read = open(bytes.as_bytes());
    assert_eq!(read.pages.len(), 2);
    assert!(read.losses[0].to_string().contains("page count says 2 but 3 are listed"), "{:?}", read.losses);
}
