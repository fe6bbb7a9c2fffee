//! Text recognition (OCR) of PDF pages that hold no text, by Tesseract where it is installed: each page is drawn, sent to
//! the program, and its words go through the same layout as text that a file holds.

mod languages;
mod page;
mod tesseract;
mod tsv;

use crate::image::{draws_pages, page_image};
use crate::layout::{self, Draft};
use crate::pdf::PdfGlyphs;
use crate::{Ocr, Options};
use crosscut_text::{Loss, LossKind, Page, Rect};
use rayon::prelude::*;
use std::collections::BTreeMap;
use tesseract::Engine;

/// Dots an inch at which pages are drawn: what Tesseract's models were trained for.
const DOTS: f32 = 300.0;
/// Below this mean confidence the words of a page are not to be trusted.
const DOUBTFUL: f32 = 0.6;

/// A word that was recognised.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    text: String,
    /// Place on the page, in points.
    rect: Rect,
    /// 0 to 1.
    confidence: f32,
    /// Words of one line share a number, lines of one block another.
    line: u32,
    block: u32,
}

/// What was recognised, by page number.
#[derive(Debug, Default)]
pub(crate) struct Recognised {
    pages: BTreeMap<u32, Vec<Found>>,
}

/// The Tesseract that is installed, and its languages; `None` where there is none, or nothing that draws pages for it.
pub(crate) fn engine_name(ocr: &Ocr) -> Option<String> {
    Engine::find(&ocr.program).filter(|_| draws_pages()).map(|engine| engine.name())
}

/// Recognises the pages of which no text, or none that can be trusted, was read: their drafts are replaced, and their
/// losses taken back or told more exactly.
pub(crate) fn recognise(bytes: &[u8], options: &Options, read: &mut PdfGlyphs<Draft>) -> Recognised {
    let Some(ocr) = &options.ocr else { return Recognised::default() };
    let waits = |loss: &Loss| matches!(loss.kind, LossKind::NeedsOcr | LossKind::Garbled);
    let mut waiting: Vec<u32> =
        read.losses.iter().filter(|loss| waits(loss)).filter_map(|loss| loss.page).collect();
    waiting.sort_unstable();
    waiting.dedup();
    if waiting.is_empty() {
        return Recognised::default();
    }
    let wanted = languages::wanted(&ocr.languages);
    let engine = match Engine::find(&ocr.program) {
        Some(engine) => engine,
        None => {
            let renderer = if draws_pages() { "" } else { " and poppler-utils" };
            let why = format!("to recognise it, install {}{renderer}", languages::packages(&wanted, true));
            say(&mut read.losses, &waiting, &why);
            return Recognised::default();
        }
    };
    let (usable, missing): (Vec<&str>, Vec<&str>) = wanted.iter().partition(|name| engine.has(name));
    if usable.is_empty() {
        let why = format!("to recognise it, install {}", languages::packages(&missing, false));
        say(&mut read.losses, &waiting, &why);
        return Recognised::default();
    }
    if !missing.is_empty() {
        let detail = format!(
            "pages were recognised without some of their languages: install {}",
            languages::packages(&missing, false)
        );
        read.losses.push(Loss::new(None, LossKind::Unsupported, detail));
    }
    let work = waiting.par_iter().map(|&number| {
        let blank = read.pages.get(number as usize - 1).map(Draft::blank).unwrap_or_default();
        let image = page_image(bytes, options.password.as_deref(), number as usize - 1, DOTS / 72.0);
        let words = image
            .map_err(|error| error.to_string())
            .and_then(|image| engine.words(&image, blank.size, &usable, ocr.timeout));
        (number, blank, words)
    });
    let results: Vec<_> = work.collect();
    let mut recognised = Recognised::default();
    for (number, blank, words) in results {
        match words {
            Ok(words) if words.is_empty() => say(&mut read.losses, &[number], "no word was recognised on it"),
            Ok(words) => {
                read.losses.retain(|loss| !(loss.page == Some(number) && waits(loss)));
                read.losses.extend(doubt(number, &words));
                if let Some(draft) = read.pages.get_mut(number as usize - 1) {
                    *draft = layout::draft(page::glyphs(blank, &words), &options.params);
                }
                recognised.pages.insert(number, words);
            }
            Err(why) => say(&mut read.losses, &[number], &format!("text recognition failed: {why}")),
        }
    }
    read.losses.sort_by_key(|loss| loss.page);
    recognised
}

/// Adds to the losses of pages what became of recognising them.
fn say(losses: &mut [Loss], pages: &[u32], what: &str) {
    for loss in losses {
        let waits = matches!(loss.kind, LossKind::NeedsOcr | LossKind::Garbled);
        if waits && loss.page.is_some_and(|page| pages.contains(&page)) {
            loss.detail = format!("{}; {what}", loss.detail);
        }
    }
}

/// A loss where the recogniser itself was in doubt.
fn doubt(number: u32, words: &[Found]) -> Option<Loss> {
    let mean = words.iter().map(|word| word.confidence).sum::<f32>() / words.len().max(1) as f32;
    let detail = format!("its text was recognised with a confidence of {:.0} %: compare it", 100.0 * mean);
    (mean < DOUBTFUL).then(|| Loss::new(number, LossKind::Garbled, detail))
}

impl Recognised {
    /// Marks the words of recognised pages with their confidence.
    pub(crate) fn mark(&self, pages: &mut [Page]) {
        for page in pages {
            let Some(found) = self.pages.get(&page.number) else { continue };
            let words = page.blocks.iter_mut().flat_map(|block| &mut block.lines);
            for word in words.flat_map(|line| &mut line.words) {
                word.confidence = Some(confidence(found, word.rect));
            }
        }
    }
}

/// The lowest confidence of what was recognised at a place, with two decimals.
fn confidence(found: &[Found], place: Rect) -> f32 {
    let inside = |word: &&Found| {
        let (x, y) = (word.rect.x + word.rect.w / 2.0, word.rect.y + word.rect.h / 2.0);
        place.x <= x && x <= place.right() && place.y <= y && y <= place.bottom()
    };
    let lowest = found.iter().filter(inside).map(|word| word.confidence).reduce(f32::min);
    (lowest.unwrap_or(0.0) * 100.0).round() / 100.0
}
