//! Tests on small PDFs that are made in code.

mod damage;
mod fonts;
mod limits;
mod mutation;
mod structure;
mod text;
mod writer;

use super::PdfGlyphs;
use crate::Options;
use crate::error::ExtractError;
use crate::glyph::{Glyph, GlyphPage};

fn read(bytes: &[u8], options: &Options) -> Result<PdfGlyphs<GlyphPage>, ExtractError> {
    super::read(bytes, options, |page| page)
}

fn open(bytes: &[u8]) -> PdfGlyphs<GlyphPage> {
    read(bytes, &Options::default()).expect("the test's own file can be read")
}

fn fails(bytes: &[u8]) -> ExtractError {
    read(bytes, &Options::default()).expect_err("the test's own file cannot be read")
}

/// The one page of a file.
fn page(bytes: &[u8]) -> GlyphPage {
    let mut read = open(bytes);
    assert_eq!(read.pages.len(), 1);
    read.pages.remove(0)
}

fn text_of<'a>(page: &'a GlyphPage, glyph: &Glyph) -> &'a str {
    &page.text[glyph.start as usize..glyph.start as usize + usize::from(glyph.len)]
}

fn losses(bytes: &[u8]) -> Vec<String> {
    open(bytes).losses.iter().map(ToString::to_string).collect()
}
