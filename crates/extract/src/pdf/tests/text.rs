//! Text operators, places, marked content.

use super::writer::{HELVETICA, Pdf};
use super::{open, page, text_of};

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.01
}

#[test]
fn a_string_has_text_and_places() {
    let page = page(&Pdf::of("BT /F1 10 Tf 20 50 Td (Hi) Tj ET"));
    assert_eq!(page.text, "Hi");
    let [h, i] = page.glyphs[..] else { panic!("two glyphs") };
    assert!(near(h.rect.x, 20.0) && near(h.rect.w, 7.22) && near(h.baseline, 50.0) && near(h.size, 10.0));
    assert!(near(i.rect.x, 27.22) && near(i.rect.w, 2.22));
    assert!(h.rect.y < 50.0 && h.rect.bottom() > 50.0);
    assert_eq!((h.angle, i.angle), (0, 0));
}

#[test]
fn spacing_scaling_and_kerning_move_the_pen() {
    let content =
        "BT /F1 10 Tf 0 50 Td 2 Tc (ab) Tj 0 Tc 200 Tz (c) Tj 100 Tz [(d) -1000 (e)] TJ 5 Tw ( f) Tj ET";
    let page = page(&Pdf::of(content));
    let x: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.rect.x).collect();
    let expected = [0.0, 7.56, 15.12, 25.12, 40.68, 46.24, 54.02];
    assert!(x.iter().zip(expected).all(|(a, b)| near(*a, b)), "{x:?}");
    assert_eq!(page.text, "abcde f");
}

#[test]
fn line_operators_start_new_lines() {
    let content = "BT /F1 10 Tf 12 TL 10 80 Td (a) Tj T* (b) Tj (c) ' 1 2 (d) \" 0 -12 TD (e) Tj ET";
    let page = page(&Pdf::of(content));
    let lines: Vec<f32> = page.glyphs.iter().map(|glyph| glyph.baseline).collect();
    assert_eq!(lines, [20.0, 32.0, 44.0, 56.0, 68.0]);
}

#[test]
fn strings_are_unescaped() {
    assert_eq!(page(&Pdf::of(r"BT /F1 9 Tf 1 9 Td (\(a\)\101\\) Tj <42 4> Tj ET")).text, "(a)A\\B@");
}

#[test]
fn states_and_matrices_nest() {
    let page =
        page(&Pdf::of("q 2 0 0 2 0 0 cm BT /F1 10 Tf 10 10 Td (a) Tj ET Q BT /F1 10 Tf 10 10 Td (b) Tj ET"));
    assert!(near(page.glyphs[0].size, 20.0) && near(page.glyphs[0].rect.x, 20.0));
    assert!(near(page.glyphs[1].size, 10.0) && near(page.glyphs[1].rect.x, 10.0));
}

#[test]
fn invisible_text_is_marked() {
    let page = page(&Pdf::of("BT /F1 10 Tf 3 Tr 10 10 Td (a) Tj 0 Tr (b) Tj ET"));
    assert!(page.glyphs[0].invisible && !page.glyphs[1].invisible);
}

#[test]
fn turned_text_has_its_angle() {
    let content =
        "BT /F1 10 Tf 0 1 -1 0 50 20 Tm (up) Tj 0 -1 1 0 90 80 Tm (down) Tj -1 0 0 -1 90 50 Tm (over) Tj ET";
    let page = page(&Pdf::of(content));
    let angles: Vec<i16> = page.glyphs.iter().map(|glyph| glyph.angle).collect();
    assert_eq!(angles, [90, 90, 270, 270, 270, 270, 180, 180, 180, 180]);
    assert!(near(page.glyphs[0].baseline, 50.0) && near(page.glyphs[2].baseline, 90.0));
}

#[test]
fn turned_pages_are_read_as_displayed() {
    let content = "BT /F1 10 Tf 0 1 -1 0 50 20 Tm (a) Tj ET";
    let page = page(&Pdf::with(content, HELVETICA, "/Rotate 90"));
    assert_eq!((page.size.w, page.size.h), (100.0, 200.0));
    let glyph = page.glyphs[0];
    assert_eq!(glyph.angle, 0);
    assert!(near(glyph.rect.x, 20.0) && near(glyph.baseline, 50.0));
}

#[test]
fn the_crop_box_is_the_page() {
    let content = "BT /F1 10 Tf 20 50 Td (in) Tj 500 0 Td (out) Tj ET";
    let page = page(&Pdf::with(content, HELVETICA, "/CropBox[10 20 110 90]/UserUnit 2"));
    assert_eq!(page.text, "in");
    assert_eq!((page.size.w, page.size.h), (200.0, 140.0));
    assert!(near(page.glyphs[0].rect.x, 20.0) && near(page.glyphs[0].baseline, 80.0));
}

#[test]
fn text_drawn_twice_counts_once() {
    let content = "BT /F1 10 Tf 20 50 Td (bold) Tj 0.3 0 Td (bold) Tj 40 0 Td (bold) Tj ET";
    assert_eq!(page(&Pdf::of(content)).text, "boldbold");
}

#[test]
fn actual_text_takes_the_place_of_glyphs() {
    let content = "BT /F1 10 Tf 20 50 Td /Span <</ActualText (ﬁ)>> BDC (x) Tj EMC \
                   /Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC (y) Tj ET";
    let content = content.replace('ﬁ', "fi");
    let page = page(&Pdf::of(&content));
    assert_eq!(page.text, "fi\u{AD}y");
    assert_eq!(text_of(&page, &page.glyphs[0]), "fi");
    assert!(near(page.glyphs[0].rect.x, 20.0));
}

#[test]
fn an_empty_replacement_never_hides_letters() {
    let content = "BT /F1 10 Tf 20 50 Td /Span <</ActualText ()>> BDC (kept) Tj EMC ET";
    assert_eq!(page(&Pdf::of(content)).text, "kept");
}

#[test]
fn artifacts_are_marked_and_marks_nest() {
    let content =
        "BT /F1 9 Tf 9 9 Td /Artifact BMC /P <</MCID 0>> BDC (a) Tj EMC (b) Tj EMC (c) Tj EMC EMC (d) Tj ET";
    let marks: Vec<bool> = page(&Pdf::of(content)).glyphs.iter().map(|glyph| glyph.artifact).collect();
    assert_eq!(marks, [true, true, false, false]);
}

#[test]
fn hidden_layers_are_not_read() {
    let mut pdf = Pdf::new();
    let off = pdf.add("<</Type/OCG/Name(off)>>");
    let on = pdf.add("<</Type/OCG/Name(on)>>");
    let content = pdf.stream("", b"BT /F1 9 Tf 9 9 Td /OC /A BDC (no) Tj EMC /OC /B BDC (yes) Tj EMC ET");
    let properties = format!("/Properties<</A {off} 0 R/B {on} 0 R>>");
    pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}{properties}>>"));
    pdf.catalog = format!("/OCProperties<</OCGs[{off} 0 R {on} 0 R]/D<</OFF[{off} 0 R]>>>>");
    assert_eq!(page(&pdf.finish()).text, "yes");
}

#[test]
fn forms_are_drawn_where_they_stand() {
    let mut pdf = Pdf::new();
    let entries =
        format!("/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 5 0]/Resources<<{HELVETICA}>>");
    let form = pdf.stream(&entries, b"BT /F1 10 Tf 0 0 Td (form) Tj ET");
    let content = pdf.stream("", b"q 1 0 0 1 10 20 cm /X Do Q BT (no font) Tj ET");
    pdf.page(&format!("/Contents {content} 0 R/Resources<</XObject<</X {form} 0 R>>>>"));
    let page = page(&pdf.finish());
    assert!(page.text.starts_with("form"));
    assert!(near(page.glyphs[0].rect.x, 15.0) && near(page.glyphs[0].baseline, 80.0));
}

#[test]
fn inline_images_are_skipped() {
    let content = "BT /F1 9 Tf 9 9 Td (a) Tj ET q 9 0 0 9 50 50 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x01EI\x02 (b) EI Q \
                   BT 30 9 Td (c) Tj ET";
    let page = page(&Pdf::of(content));
    assert_eq!(page.text, "ac");
    assert_eq!(page.images.len(), 1);
    assert!(near(page.images[0].x, 50.0) && near(page.images[0].w, 9.0));
}

#[test]
fn rules_are_thin_boxes_and_lines() {
    let content = "10 50 100 0.5 re f 10 20 m 110 20 l S 10 10 m 60 40 l S 10 10 50 50 re f 0 0 30 20 re S";
    let page = page(&Pdf::of(content));
    assert_eq!(page.rules.len(), 6, "{:?}", page.rules);
    assert!(near(page.rules[0].y, 49.5) && near(page.rules[0].h, 0.5) && near(page.rules[0].w, 100.0));
    assert!(near(page.rules[1].y, 79.5) && near(page.rules[1].h, 1.0));
}

#[test]
fn fields_without_appearance_show_their_value() {
    let mut pdf = Pdf::new();
    let field = pdf.add("<</Type/Annot/Subtype/Widget/FT/Tx/V(typed in)/Rect[10 10 90 30]/F 4>>");
    let hidden = pdf.add("<</Type/Annot/Subtype/Widget/FT/Tx/V(not seen)/Rect[10 10 90 30]/F 2>>");
    pdf.page(&format!("/Annots[{field} 0 R {hidden} 0 R]"));
    assert_eq!(page(&pdf.finish()).text, "typed in");
}

#[test]
fn pages_are_the_same_for_any_number_of_threads() {
    let mut pdf = Pdf::new();
    for number in 0..40 {
        let content = pdf.flate("", format!("BT /F1 9 Tf 9 9 Td (page {number}) Tj ET").as_bytes());
        pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    }
    let bytes = pdf.finish();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", open(&bytes)))
    };
    assert_eq!(with(1), with(8));
}

#[test]
fn what_a_path_or_a_form_clips_away_is_marked() {
    let content =
        "q 0 0 99 40 re W n BT /F1 9 Tf 9 9 Td (in) Tj 0 60 Td (out) Tj ET Q BT /F1 9 Tf 29 69 Td (on) Tj ET";
    let shown = page(&Pdf::of(content));
    let clipped: String = shown.glyphs.iter().map(|glyph| if glyph.clipped { 'x' } else { '-' }).collect();
    assert_eq!((shown.text.as_str(), clipped.as_str()), ("inouton", "--xxx--"));
}
