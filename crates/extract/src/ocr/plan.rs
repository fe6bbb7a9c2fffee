//! Which pages are recognised, in which languages, and by what.

use super::frame::Drawing;
use super::reading::{Reader, Reading, probe};
use super::tesseract::Engine;
use super::{doubt, kept, languages, say, waits};
use crate::glyph::GlyphPage;
use crate::image::{draws_pages, page_grey};
use crate::layout::{self, Draft};
use crate::pdf::PdfGlyphs;
use crate::raster::Grey;
use crate::{Ocr, OcrPages, Options};
use crosscut_text::{Loss, LossKind};
use rayon::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A page that was read, with what its recognition may need.
pub(crate) struct ReadPage {
    pub(crate) draft: Draft,
    /// The glyphs of a page that waits for recognition and has some text of its own.
    pub(super) own: Option<Box<GlyphPage>>,
    /// Pixels a point of the picture that covers it.
    density: Option<f32>,
    /// How far its text can be trusted, where another recogniser laid it there.
    pub(super) earlier: Option<f32>,
}

impl ReadPage {
    /// The first half of the layout of a page.
    pub(crate) fn of(page: GlyphPage, options: &Options) -> Self {
        let pictured = page.pictured;
        let earlier = pictured.recognised_before.then(|| doubt::trust_in(&page));
        let has_own =
            options.ocr.is_some() && pictured.waits && page.glyphs.iter().any(|glyph| !glyph.invisible);
        let own = has_own.then(|| {
            let mut own = page.clone();
            own.glyphs.retain(|glyph| !glyph.invisible);
            Box::new(own)
        });
        Self { draft: layout::draft(page, &options.params), own, density: pictured.density, earlier }
    }
}

/// The pages to be recognised.
pub(super) struct Plan<'a> {
    bytes: &'a [u8],
    options: &'a Options,
    ocr: &'a Ocr,
    engine: Engine,
    /// Tesseract's names of the languages that were told and are installed.
    told: Vec<&'static str>,
    pages: Vec<u32>,
}

impl<'a> Plan<'a> {
    /// What there is to do; `None` where that is nothing, or cannot be done, which the losses then say.
    pub(super) fn of(bytes: &'a [u8], options: &'a Options, read: &mut PdfGlyphs<ReadPage>) -> Option<Self> {
        let ocr = options.ocr.as_ref()?;
        let pages = chosen(ocr, read);
        if pages.is_empty() {
            return None;
        }
        let wanted = languages::wanted(&ocr.languages);
        let first = if wanted.is_empty() { vec!["eng"] } else { wanted.clone() };
        let Some(engine) = Engine::find(&ocr.program) else {
            let why =
                format!("to recognise it, install {}", languages::packages(&first, true, !draws_pages()));
            say(&mut read.losses, &pages, &why);
            return None;
        };
        let (usable, missing): (Vec<&'static str>, Vec<&'static str>) =
            first.iter().partition(|name| engine.has(name));
        if usable.is_empty() {
            let why = format!("to recognise it, install {}", languages::packages(&missing, false, false));
            say(&mut read.losses, &pages, &why);
            return None;
        }
        if !missing.is_empty() {
            let detail = format!(
                "pages were recognised without some of their languages: install {}",
                languages::packages(&missing, false, false)
            );
            read.losses.push(Loss::new(None, LossKind::Unsupported, detail));
        }
        let told = if wanted.is_empty() { Vec::new() } else { usable };
        Some(Self { bytes, options, ocr, engine, told, pages })
    }

    /// Recognises the pages, in parallel, each kept as soon as it is done.
    pub(super) fn run(&self, read: &PdfGlyphs<ReadPage>) -> Vec<(u32, Result<Reading, String>)> {
        let (name, done) = (self.engine.name(), AtomicUsize::new(0));
        // In which language the document is, where it was not told, is looked up once and only if a page needs it.
        let untold: OnceLock<Vec<&'static str>> = OnceLock::new();
        let work = self.pages.par_iter().map(|&number| {
            let kept_as = kept::name(number, &name, &self.told);
            let store = self.options.kept.as_deref();
            if let Some(reading) = store.and_then(|store| kept::read(&store.get(&kept_as)?)) {
                return (number, Ok(reading));
            }
            let languages = match &self.told[..] {
                [] => untold.get_or_init(|| self.language(read)),
                told => told,
            };
            let reading = self
                .draw(read, number)
                .and_then(|(picture, drawing)| self.reader(languages).read(picture, drawing));
            if let (Some(store), Ok(reading)) = (store, &reading) {
                store.put(&kept_as, &kept::write(reading));
            }
            if let Some(store) = store {
                store.done(done.fetch_add(1, Ordering::Relaxed) + 1, self.pages.len());
            }
            (number, reading)
        });
        work.collect()
    }

    fn reader<'r>(&'r self, languages: &'r [&'static str]) -> Reader<'r> {
        Reader { engine: &self.engine, languages, timeout: self.ocr.timeout }
    }

    /// The language of a document that nobody told: that of a page from its middle, or of its first; else English.
    fn language(&self, read: &PdfGlyphs<ReadPage>) -> Vec<&'static str> {
        let english = vec!["eng"];
        let middle = self.pages.get(self.pages.len() / 2).copied();
        let tried = middle.into_iter().chain(self.pages.first().copied());
        for number in tried {
            let found = self
                .draw(read, number)
                .ok()
                .and_then(|(picture, drawing)| probe(&self.reader(&english), &picture, drawing));
            match found {
                Some(name) if self.engine.has(name) => return vec![name],
                Some(_) => return english,
                None => {}
            }
        }
        english
    }

    fn draw(&self, read: &PdfGlyphs<ReadPage>, number: u32) -> Result<(Grey, Drawing), String> {
        let index = number as usize - 1;
        let page = read.pages.get(index).ok_or("there is no such page")?;
        let drawing = Drawing::of(page.draft.size(), page.density);
        let password = self.options.password.as_deref();
        let picture =
            page_grey(self.bytes, password, index, drawing.scale).map_err(|error| error.to_string())?;
        Ok((picture, drawing))
    }
}

/// The pages that need recognition or for which it is asked, in order.
fn chosen(ocr: &Ocr, read: &PdfGlyphs<ReadPage>) -> Vec<u32> {
    let waiting = |number: u32| read.losses.iter().any(|loss| loss.page == Some(number) && waits(loss));
    let is_chosen = |page: &&ReadPage| {
        let number = page.draft.number();
        let asked = ocr.only.as_ref().is_none_or(|only| only.contains(&number));
        asked
            && match ocr.pages {
                OcrPages::Missing => waiting(number),
                OcrPages::Again => waiting(number) || page.earlier.is_some(),
                OcrPages::All => true,
            }
    };
    read.pages.iter().filter(is_chosen).map(|page| page.draft.number()).collect()
}
