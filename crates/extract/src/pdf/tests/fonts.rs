//! What codes mean: encodings, maps to Unicode, composite fonts.

use super::writer::Pdf;
use super::{losses, page};

fn simple(font: &str, string: &str) -> Vec<u8> {
    Pdf::with(
        &format!("BT /F1 10 Tf 10 50 Td {string} Tj ET"),
        &format!("/Font<</F1<</Type/Font{font}>>>>"),
        "",
    )
}

/// A font with this ToUnicode map.
fn mapped(font: &str, descendant: &str, map: &str, string: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let map = pdf.flate("", map.as_bytes());
    let descendant = pdf.add(format!("<</Type/Font{descendant}>>"));
    let font = pdf.add(format!("<</Type/Font{font}/ToUnicode {map} 0 R/DescendantFonts[{descendant} 0 R]>>"));
    let content = pdf.stream("", format!("BT /F1 10 Tf 10 50 Td {string} Tj ET").as_bytes());
    pdf.page(&format!("/Contents {content} 0 R/Resources<</Font<</F1 {font} 0 R>>>>"));
    pdf.finish()
}

#[test]
fn predefined_encodings() {
    let of = |encoding: &str| {
        page(&simple(&format!("/Subtype/Type1/BaseFont/Times-Roman/Encoding/{encoding}"), "<938EAE27>")).text
    };
    assert_eq!(of("WinAnsiEncoding"), "“Ž®'");
    assert_eq!(of("MacRomanEncoding"), "ìéÆ'");
    assert_eq!(page(&simple("/Subtype/Type1/BaseFont/Times-Roman", "<AAAEAF>")).text, "“fifl");
    assert_eq!(page(&simple("/Subtype/Type1/BaseFont/Symbol", "(abW)")).text, "αβΩ".replace('Ω', "\u{2126}"));
    assert_eq!(page(&simple("/Subtype/Type1/BaseFont/ZapfDingbats", "(4)")).text, "✔");
}

#[test]
fn differences_name_glyphs() {
    let encoding =
        "/Encoding<</Differences[65/Euro/ffi/uni0416/u1F512/s_t/a.alt/one.oldstyle/Asmall/H18533]>>";
    let text = page(&simple(&format!("/Subtype/Type1/BaseFont/X{encoding}"), "(ABCDEFGH)")).text;
    assert_eq!(text, "€ffiЖ🔒sta1A");
}

#[test]
fn ligatures_are_spelled_out_and_soft_hyphens_kept() {
    let map = "2 beginbfchar <41> <FB01> <42> <00AD> endbfchar";
    assert_eq!(page(&mapped("/Subtype/Type1/BaseFont/X", "", map, "(AB)")).text, "fi\u{AD}");
}

#[test]
fn to_unicode_ranges_arrays_and_strings() {
    let map = "1 begincodespacerange <0000><FFFF> endcodespacerange \
               2 beginbfrange <0001><0003><0061> <0010><0011>[<00660066><D83DDD12>] endbfrange \
               1 beginbfchar <0020> <0020> endbfchar";
    let font = "/Subtype/Type0/Encoding/Identity-H";
    let descendant = "/Subtype/CIDFontType2/DW 500/W[1[600 700]3 32 250]";
    let page = page(&mapped(font, descendant, map, "<000100020003002000100011>"));
    assert_eq!(page.text, "abc ff🔒");
    let widths: Vec<f32> = page.glyphs.iter().map(|glyph| (glyph.rect.w * 100.0).round()).collect();
    assert_eq!(widths, [600.0, 700.0, 250.0, 250.0, 250.0, 250.0]);
}

#[test]
fn useless_entries_of_a_map_give_way_to_the_encoding() {
    let map = "2 beginbfchar <41> <FFFD> <42> <0000> endbfchar";
    let font = "/Subtype/Type1/BaseFont/X/Encoding/WinAnsiEncoding";
    assert_eq!(page(&mapped(font, "", map, "(AB)")).text, "AB");
}

#[test]
fn a_shifted_map_does_not_rule_a_font_that_is_not_embedded() {
    let map = "1 beginbfrange <00> <7F> <0003> endbfrange";
    let font = "/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding";
    assert_eq!(page(&mapped(font, "", map, "(right)")).text, "right");
}

#[test]
fn predefined_maps_of_east_asian_fonts() {
    let font = |encoding: &str, ordering: &str, string: &str| {
        let info = format!("/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>");
        let descendant = format!("<</Type/Font/Subtype/CIDFontType0/BaseFont/X{info}>>");
        let font = format!("/Subtype/Type0/Encoding/{encoding}/DescendantFonts[{descendant}]");
        page(&simple(&font, string))
    };
    assert_eq!(font("90ms-RKSJ-H", "Japan1", "<93FA967B61>").text, "日本a");
    assert_eq!(font("UniGB-UTF16-H", "GB1", "<4E2D56FD>").text, "中国");
    let vertical = font("UniJIS-UTF16-V", "Japan1", "<65E5672C>");
    assert_eq!(vertical.text, "日本");
    assert!(vertical.glyphs.iter().all(|glyph| glyph.angle == 270));
    assert!(vertical.glyphs[1].rect.y > vertical.glyphs[0].rect.y + 9.0);
}

#[test]
fn fonts_without_any_map_are_flagged() {
    let font =
        "/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]";
    let bytes = simple(font, "<00370048>");
    assert!(losses(&bytes)[0].contains("garbled"), "{:?}", losses(&bytes));
}

#[test]
fn a_page_in_glyph_order_is_read_and_flagged() {
    let words = "The parties shall cooperate in good faith and shall not permit the use of their territory for \
                 wrongful acts; each party shall report the measures that it has taken to the other parties.";
    let codes: String = words.bytes().map(|byte| format!("{:04X}", byte - 29)).collect();
    let descendant = "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500>>";
    let font = format!("/Subtype/Type0/Encoding/Identity-H/DescendantFonts[{descendant}]");
    let mut pdf = Pdf::new();
    let content = pdf.stream("", format!("BT /F1 1 Tf 1 50 Td <{codes}> Tj ET").as_bytes());
    pdf.page(&format!("/Contents {content} 0 R/Resources<</Font<</F1<</Type/Font{font}>>>>>>"));
    let bytes = pdf.finish();
    assert_eq!(page(&bytes).text, words);
    assert!(losses(&bytes)[0].contains("guessed"));
}

#[test]
fn words_in_a_wrong_alphabet_are_flagged() {
    let words =
        "the quick brown fox jumps over the lazy dog and then sleeps under the old tree for a long time "
            .repeat(3);
    let turned: String = words
        .chars()
        .map(|c| if c.is_ascii_lowercase() { char::from((c as u8 - b'a' + 9) % 26 + b'a') } else { c })
        .collect();
    let show = |text: &str| Pdf::of(&format!("BT /F1 0.5 Tf 1 50 Td ({text}) Tj ET"));
    assert!(losses(&show(&words)).is_empty());
    assert!(losses(&show(&turned))[0].contains("garbled"));
}

#[test]
fn type_3_fonts_name_their_glyphs() {
    let font = "/Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FontBBox[0 0 100 100]/FirstChar 65/LastChar 66\
                /Widths[50 60]/CharProcs<<>>/Encoding<</Differences[65/A/triangle]>>";
    let bytes = simple(font, "(AB)");
    let page = page(&bytes);
    assert!(page.text.starts_with('A'));
    assert!((page.glyphs[0].rect.w - 5.0).abs() < 0.01);
}

#[test]
fn pages_of_pictures_need_recognition() {
    let mut pdf = Pdf::new();
    let scan = pdf.stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        b"0",
    );
    let content = pdf.stream("", b"q 200 0 0 100 0 0 cm /I Do Q");
    pdf.page(&format!("/Contents {content} 0 R/Resources<</XObject<</I {scan} 0 R>>>>"));
    assert!(losses(&pdf.finish())[0].contains("needs OCR"));
    assert!(losses(&Pdf::of("")).is_empty());
}
