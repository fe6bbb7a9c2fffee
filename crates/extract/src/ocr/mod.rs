//! Text recognition (OCR) of PDF pages whose text is in pictures, by Tesseract where it is installed.
//!
//! Each page is drawn, set upright and straight, and sent to the program (`reading`); its words go through the same layout as
//! text that a file holds. What it leaves, or reads badly, is a loss with its share (`unread`, `doubt`).

mod aside;
mod bullet;
mod column;
mod doubt;
mod drawn;
mod follows;
mod frame;
mod glue;
mod kept;
mod label;
mod languages;
mod letters;
mod order;
mod page;
mod plan;
mod reading;
mod struck;
mod tesseract;
mod torn;
mod tsv;
mod unread;
mod weight;

pub(crate) use plan::ReadPage;

use crate::image::draws_pages;
use crate::layout;
use crate::pdf::PdfGlyphs;
use crate::{Ocr, Options};
use crosscut_text::{Line, Loss, LossKind, Page, Rect, Word};
use frame::Frame;
use plan::Plan;
use reading::Reading;
use std::collections::{BTreeMap, BTreeSet};
use tesseract::Engine;

/// Share of words that are probably wrong from which a page is a loss: half of what a reader would call a bad page, since
/// the share is an estimate.
const DOUBTFUL: f32 = 0.03;

/// A word that was recognised.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found {
    text: String,
    /// Its place: in pixels of the picture as it was read, later in points of the upright page.
    rect: Rect,
    /// 0 to 1.
    confidence: f32,
    /// Words of one line share a number, lines of one block another.
    line: u32,
    block: u32,
    /// Its line is printed in strokes as thick as bold ones are.
    bold: bool,
}

/// What was recognised, now or by another before.
#[derive(Debug, Default)]
pub(crate) struct Recognised {
    pages: BTreeMap<u32, RecognisedPage>,
    /// What a reader should know and is no loss.
    pub(crate) notes: Vec<String>,
}

#[derive(Debug)]
enum RecognisedPage {
    Now {
        words: Vec<Found>,
        frame: Frame,
        /// No text of the file is among them.
        alone: bool,
    },
    /// By another recogniser, whose text can be trusted so far.
    Before(f32),
}

/// The Tesseract that is installed, and its languages; `None` where there is none, or nothing that draws pages for it.
pub(crate) fn engine_name(ocr: &Ocr) -> Option<String> {
    Engine::find(&ocr.program).filter(|_| draws_pages()).map(|engine| engine.name())
}

/// The ISO 639-1 code of a language that Tesseract may know, written as such or as Tesseract or ISO 639-2 has it.
pub(crate) fn language_code(written: &str) -> Option<&'static str> {
    languages::code(written)
}

/// Recognises the pages that need it or are asked for: their drafts are replaced, and their losses taken back or told more
/// exactly.
pub(crate) fn recognise(bytes: &[u8], options: &Options, read: &mut PdfGlyphs<ReadPage>) -> Recognised {
    let mut recognised = Recognised::before(read);
    if let Some(plan) = Plan::of(bytes, options, read) {
        let results = plan.run(read);
        let mut foreign: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (number, result) in results {
            match result {
                Ok(reading) => {
                    if let Some(name) = reading.foreign {
                        foreign.entry(name).or_default().push(number);
                    }
                    recognised.take(number, reading, options, read);
                }
                Err(why) => say(&mut read.losses, &[number], &format!("text recognition failed: {why}")),
            }
        }
        read.losses.extend(foreign.iter().map(|(name, pages)| reads_like(name, pages)));
    }
    read.losses.sort_by_key(|loss| loss.page);
    recognised
}

/// Whether a loss is of text that recognition may bring.
fn waits(loss: &Loss) -> bool {
    matches!(loss.kind, LossKind::NeedsOcr | LossKind::Garbled)
}

/// Adds to the losses of pages what became of recognising them; pages that had none get one.
fn say(losses: &mut Vec<Loss>, pages: &[u32], what: &str) {
    for page in pages {
        let mut waiting = losses.iter_mut().filter(|loss| loss.page == Some(*page) && waits(loss)).peekable();
        if waiting.peek().is_none() {
            losses.push(Loss::new(*page, LossKind::NeedsOcr, what));
            continue;
        }
        waiting.for_each(|loss| loss.detail = format!("{}; {what}", loss.detail));
    }
}

/// The loss of pages in a language that is not installed.
fn reads_like(name: &str, pages: &[u32]) -> Loss {
    let language = languages::in_english(name);
    let which = match pages {
        [page] => format!("page {page} reads"),
        [first, .., last] if (last - first) as usize + 1 == pages.len() => {
            format!("pages {first} to {last} read")
        }
        _ => format!("{} pages read", pages.len()),
    };
    let install = languages::packages(&[name], false, false);
    let detail =
        format!("{which} like {language} but were recognised in another language: install {install}");
    Loss::new(None, LossKind::Unsupported, detail)
}

impl Recognised {
    /// The pages that another recogniser read; where its text is bad, that is a loss.
    fn before(read: &mut PdfGlyphs<ReadPage>) -> Self {
        let mut recognised = Self::default();
        for page in &read.pages {
            let Some(trust) = page.earlier else { continue };
            let number = page.draft.number();
            recognised.pages.insert(number, RecognisedPage::Before(trust));
            if trust < doubt::TRUSTED {
                let share = 100.0 * (1.0 - trust);
                let detail = format!(
                    "its text was recognised by another program, and about {share:.0} % of it is doubtful: read it anew \
                     with --ocr=again"
                );
                read.losses.push(Loss::new(number, LossKind::Garbled, detail));
            }
        }
        recognised
    }

    /// Takes what was recognised of a page.
    fn take(&mut self, number: u32, reading: Reading, options: &Options, read: &mut PdfGlyphs<ReadPage>) {
        let is_of_page = |loss: &Loss| loss.page == Some(number) && waits(loss);
        if reading.blank {
            read.losses.retain(|loss| !is_of_page(loss));
            return;
        }
        if reading.words.is_empty() {
            say(&mut read.losses, &[number], "no word was recognised on it");
            return;
        }
        let garbled = read.losses.iter().any(|loss| is_of_page(loss) && loss.kind == LossKind::Garbled);
        read.losses.retain(|loss| !is_of_page(loss));
        read.losses.extend(losses(number, &reading));
        if reading.frame.turns > 0 {
            let degrees = 90 * u32::from(reading.frame.turns);
            self.notes.push(format!("page {number} was turned by {degrees}° to be read"));
        }
        let frame = reading.frame;
        let on_page = |word: Found| Found { rect: frame.on_page(word.rect), ..word };
        let words: Vec<Found> = reading.words.into_iter().map(on_page).collect();
        let rules = reading.rules.iter().map(|rule| frame.on_page(*rule));
        let Some(page) = read.pages.get_mut(number as usize - 1) else { return };
        let own = page.own.take().filter(|_| frame.is_plain() && !garbled);
        let alone = own.is_none();
        let mut sheet = own.map_or_else(|| page.draft.blank(frame.size()), |own| *own);
        sheet.rules.extend(rules);
        page.draft = layout::draft(page::glyphs(sheet, &words), &options.params);
        self.pages.insert(number, RecognisedPage::Now { words, frame, alone });
    }

    /// Marks the words of recognised pages with their confidence, and says how their pages lie in the file.
    /// Tells the pages whose words may be in another order than they are read in.
    pub(crate) fn mark(&self, pages: &mut [Page]) -> Vec<Loss> {
        let mut losses = Vec::new();
        for page in pages.iter_mut() {
            let Some(recognised) = self.pages.get(&page.number) else { continue };
            match recognised {
                RecognisedPage::Before(trust) => {
                    words(lines_of(page)).for_each(|word| word.confidence = Some(*trust))
                }
                RecognisedPage::Now { words: found, frame, alone } => {
                    if *alone && order::settle(page, found) {
                        let detail = "its lines may be in another order than they are read in: compare it";
                        losses.push(Loss::new(page.number, LossKind::Garbled, detail));
                    }
                    words(lines_of(page)).for_each(|word| word.confidence = confidence(found, word.rect));
                    page.placement = (!frame.is_plain()).then(|| frame.placement());
                }
            }
        }
        let is_now = |(_, page): &(&u32, &RecognisedPage)| matches!(page, RecognisedPage::Now { .. });
        let now: BTreeSet<u32> = self.pages.iter().filter(is_now).map(|(number, _)| *number).collect();
        aside::set(pages, &now);
        losses
    }
}

fn lines_of(page: &mut Page) -> impl Iterator<Item = &mut Line> {
    page.blocks.iter_mut().flat_map(|block| &mut block.lines)
}

fn words<'a>(lines: impl Iterator<Item = &'a mut Line>) -> impl Iterator<Item = &'a mut Word> {
    lines.flat_map(|line| &mut line.words)
}

/// The losses of a page that was recognised: what was left, and what is probably wrong.
fn losses(number: u32, reading: &Reading) -> Vec<Loss> {
    let mut losses = Vec::new();
    if reading.unread.is_loss() {
        let share = (100.0 * reading.unread.share).max(1.0);
        let detail = format!("about {share:.0} % of the text that it shows was not recognised: compare it");
        losses.push(Loss::new(number, LossKind::NeedsOcr, detail));
    }
    if reading.unread.cut_off {
        let detail = "its lines run to the edge of the picture and may be cut off: compare it";
        losses.push(Loss::new(number, LossKind::Garbled, detail));
    }
    if reading.struck > 0 {
        let detail = format!(
            "{} of its words seem to be struck through and are read as text: compare it",
            reading.struck
        );
        losses.push(Loss::new(number, LossKind::Garbled, detail));
    }
    if reading.crossed > 0 {
        let detail = format!(
            "a signature, seal or stamp runs over about {} of its words, which may be wrong or missing: compare it",
            reading.crossed
        );
        losses.push(Loss::new(number, LossKind::Garbled, detail));
    }
    let wrong = doubt::wrong_share(&reading.words);
    if wrong > DOUBTFUL {
        let mean = reading.words.iter().map(|word| word.confidence).sum::<f32>() / reading.words.len() as f32;
        let detail = format!(
            "its text was recognised with a confidence of {:.0} %, and about {:.0} % of its words are doubtful: compare it",
            100.0 * mean,
            (100.0 * wrong).max(1.0)
        );
        losses.push(Loss::new(number, LossKind::Garbled, detail));
    }
    losses
}

/// The lowest confidence of what was recognised at a place, with two decimals; `None` for text of the file itself.
fn confidence(found: &[Found], place: Rect) -> Option<f32> {
    let inside = |word: &&Found| {
        let (x, y) = (word.rect.x + word.rect.w / 2.0, word.rect.y + word.rect.h / 2.0);
        place.x <= x && x <= place.right() && place.y <= y && y <= place.bottom()
    };
    let lowest = found.iter().filter(inside).map(|word| word.confidence).reduce(f32::min);
    lowest.map(|lowest| (lowest * 100.0).round() / 100.0)
}
