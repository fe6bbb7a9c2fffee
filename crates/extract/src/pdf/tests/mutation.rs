//! Random damage to whole files: any answer is right, if it is not a panic and comes in time.

use super::read;
use super::writer::{HELVETICA, Pdf};
use crate::Options;

/// A generator that needs no crate (xorshift64*): the same damage on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }
}

/// A file that uses most of what is read: forms, maps, composite fonts, labels, fields, packed objects.
fn rich() -> Vec<u8> {
    let mut pdf = Pdf::new();
    let map = pdf.stream(
        "",
        b"1 beginbfrange <0001><0040><0041> endbfrange 1 beginbfchar <0050> <00660069> endbfchar",
    );
    let cid = pdf.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[1[500 600]3 9 700]/DW 400>>");
    let wide = format!(
        "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[{cid} 0 R]/ToUnicode {map} 0 R>>"
    );
    let wide = pdf.add(wide);
    let named = pdf.add(
        "<</Type/Font/Subtype/Type1/BaseFont/Y/Encoding<</Differences[65/a/b 70/uni0041]>>/Widths[1 2]>>",
    );
    let form = pdf
        .flate(&format!("/Subtype/Form/BBox[0 0 9 9]/Resources<<{HELVETICA}>>"), b"BT /F1 9 Tf (form) Tj ET");
    let text = "q 1 0 0 1 5 5 cm /X Do Q BT /F1 9 Tf 9 50 Td [(He) -20 (llo)] TJ /W 8 Tf <000100020050> Tj \
                /N 7 Tf (ABF) ' ET /Artifact <</ActualText (z)>> BDC EMC 0 0 9 0.5 re f BI /W 1 /H 1 ID x EI";
    let content = pdf.flate("", text.as_bytes());
    let fonts = HELVETICA.replace("/Font<<", &format!("/Font<</W {wide} 0 R/N {named} 0 R"));
    let resources = format!("<<{fonts}/XObject<</X {form} 0 R>>>>");
    let field = pdf.add("<</Subtype/Widget/FT/Tx/V(field)/Rect[1 1 50 9]>>");
    pdf.page(&format!("/Contents {content} 0 R/Resources{resources}/Annots[{field} 0 R]/Rotate 90"));
    pdf.flate("/Type/ObjStm/N 1/First 5", b"90 0 <</Type/Catalog/Pages 2 0 R>>");
    pdf.catalog = "/PageLabels<</Nums[0<</S/R/P(x)>>]>>".into();
    pdf.finish()
}

#[test]
fn damaged_files_never_panic() {
    let seed = rich();
    assert!(read(&seed, &Options::default()).unwrap().pages[0].text.contains("Hello"));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let words: [&[u8]; 12] = [
        b"-1", b"99999999999", b"0", b"<<", b">>", b"[", b"]", b"(", b"endobj", b"stream", b"/Type",
        b" 3 0 R",
    ];
    for _ in 0..3_000 {
        let mut bytes = seed.clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(bytes.len());
            let to = (at + 1 + dice.below(30)).min(bytes.len());
            match dice.below(6) {
                0 => bytes[at] = dice.below(256) as u8,
                1 => bytes[at] ^= 1 << dice.below(8),
                2 => drop(bytes.drain(at..to)),
                3 => {
                    let word = words[dice.below(words.len())];
                    bytes.splice(at..at, word.iter().copied());
                }
                4 => {
                    let piece = bytes[at..to].to_vec();
                    let place = dice.below(bytes.len());
                    bytes.splice(place..place, piece);
                }
                _ => bytes.truncate(at.max(20)),
            }
        }
        let _ = read(&bytes, &Options::default());
    }
}
