//! One page recognised: drawn at its own density, set upright and straight, read, and read again where that is doubtful.

use super::doubt::{language, worth, wrong_share};
use super::frame::{Drawing, Frame};
use super::languages;
use super::tesseract::{Engine, Way};
use super::unread::Unread;
use super::{Found, bullet, column, drawn, follows, glue, label, struck, torn, weight};
use crate::raster::{
    Grey, Ink, clean, fan, ink, lies_sideways, rules, skew, streaks, with_even_paper, without_streaks,
};
use crosscut_text::Rect;
use std::time::Duration;

/// Share of wrong words from which a page is read a second time, and from which even its direction is doubted.
const DOUBTFUL: f32 = 0.03;
const RUBBISH: f32 = 0.15;
/// Dots an inch at which ink is looked at and angles are measured.
const LOOK_DOTS: f32 = 120.0;
/// A page has its head at its foot where so much more reaches below its lines than above them.
const UPSIDE_DOWN: f32 = -0.15;
/// Less ink than this is dust on a blank page.
const BLANK: f32 = 0.0004;

/// What was recognised of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) frame: Frame,
    /// Words in the order of the recogniser, in pixels of the upright picture.
    pub(super) words: Vec<Found>,
    /// Thin lines across and down the page, as tables and notes have them, in the same pixels.
    pub(super) rules: Vec<Rect>,
    /// Nothing is on the page.
    pub(super) blank: bool,
    /// The ink that no word explains.
    pub(super) unread: Unread,
    /// Words that are struck through.
    pub(super) struck: u32,
    /// Words that a signature or a seal crosses, where they are many.
    pub(super) crossed: u32,
    /// The language that the text reads like, where that was not among those that it was recognised in: Tesseract's name.
    pub(super) foreign: Option<&'static str>,
}

/// How pages are recognised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub(super) engine: &'a Engine,
    /// Tesseract's names of the languages.
    pub(super) languages: &'a [&'static str],
    pub(super) timeout: Duration,
}

/// A page set upright, as far as is known.
struct Upright {
    frame: Frame,
    /// As it was drawn.
    raw: Grey,
    /// With white paper and without noise.
    clean: Grey,
    ink: Ink,
    /// Thin lines across and down, where `ink` was seen.
    rules: Vec<Rect>,
    /// Pixels of `clean` a pixel that `ink` was seen in.
    factor: usize,
}

impl Reader<'_> {
    /// Recognises the page of a picture.
    pub(super) fn read(&self, picture: Grey, drawing: Drawing) -> Result<Reading, String> {
        let mut page = Upright::found(&picture, drawing);
        if page.ink.lines.is_empty() && page.ink.share < BLANK && !page.raw.is_dark() {
            return Ok(Reading::blank(page.frame));
        }
        let mut words = self.words(&page.clean, page.frame.dots, self.languages, Way::Plain)?;
        if (wrong_share(&words) > RUBBISH || words.is_empty())
            && let Some((other, read)) = self.turned(&picture, drawing, &page, &words)?
        {
            (page, words) = (other, read);
        }
        // The raw picture: what cleaning took for noise may be thin letters.
        for way in [Way::Sauvola, Way::Plain] {
            let unread = Unread::of(&page.ink, page.factor, &words, page.clean.width);
            let differs = way == Way::Sauvola || page.raw != page.clean;
            if differs && (wrong_share(&words) > DOUBTFUL || unread.is_loss()) {
                words = better(words, self.words(&page.raw, page.frame.dots, self.languages, way)?);
            }
        }
        let (words, foreign) = self.in_its_language(&page, words)?;
        let words = self.with_numbers(&page, words)?;
        let words = follows::mended(self.with_labels(&page, words)?);
        let drawings = drawn::drawings(&page.ink, &page.rules, page.factor);
        let words = torn::mended(glue::parted(glue::joined(words, &page.clean)), &drawings);
        let words = weight::told(bullet::restored(words, &page.ink, page.factor), &page.clean);
        let unread = Unread::of(&page.ink, page.factor, &words, page.clean.width);
        let struck = struck::count(&words, &page.clean);
        let crossed = drawn::crossed(&words, &drawings, &page.ink, page.factor);
        let words = drawn::without_emblems(words, &page.ink, &page.rules, page.factor);
        let rules = page.rules();
        Ok(Reading { frame: page.frame, words, rules, blank: false, unread, struck, crossed, foreign })
    }

    /// The page turned as Tesseract's own eye for directions sees it, or else by half, where that reads better.
    fn turned(
        &self,
        picture: &Grey,
        drawing: Drawing,
        page: &Upright,
        words: &[Found],
    ) -> Result<Option<(Upright, Vec<Found>)>, String> {
        let seen = self.engine.direction(&look(&page.clean, page.frame.dots).0, self.timeout);
        let quarters = match seen {
            Some(0) => return Ok(None),
            Some(quarters) => quarters,
            None if words.is_empty() => return Ok(None),
            None => 2,
        };
        let other = Upright::of(picture, drawing, page.frame.turns + quarters);
        let read = self.words(&other.clean, other.frame.dots, self.languages, Way::Plain)?;
        Ok((worth(&read) > worth(words)).then_some((other, read)))
    }

    /// The words of a page in the languages that it turns out to be in; with the name of one that is not installed.
    fn in_its_language(
        &self,
        page: &Upright,
        words: Vec<Found>,
    ) -> Result<(Vec<Found>, Option<&'static str>), String> {
        let spoken = spoken(&words);
        let foreign =
            spoken.iter().copied().find(|name| !self.languages.contains(name) && !self.engine.has(name));
        let installed: Vec<&str> = spoken.into_iter().filter(|name| self.engine.has(name)).collect();
        if installed.iter().all(|name| self.languages.contains(name)) {
            return Ok((words, foreign));
        }
        let again = self.words(&page.clean, page.frame.dots, &installed, Way::Plain)?;
        Ok((better(words, again), foreign))
    }

    /// The words of a page with the numbers of its items at their lines.
    fn with_numbers(&self, page: &Upright, words: Vec<Found>) -> Result<Vec<Found>, String> {
        if !column::is_torn(&words) {
            return Ok(words);
        }
        let spoken: Vec<&str> = spoken(&words).into_iter().filter(|name| self.engine.has(name)).collect();
        let languages = if spoken.is_empty() { self.languages } else { &spoken };
        let again = self.words(&page.clean, page.frame.dots, languages, Way::OneColumn)?;
        Ok(column::mended(words, again))
    }

    /// The words of a page with the numbers that stand apart from their lines read again, where they are in doubt.
    fn with_labels(&self, page: &Upright, words: Vec<Found>) -> Result<Vec<Found>, String> {
        let labels = label::doubtful(&words, &page.ink, page.factor);
        let Some(strip) = label::strip(&labels, &page.clean) else { return Ok(words) };
        let again = self.words(&strip.picture, page.frame.dots, self.languages, Way::Lines)?;
        Ok(label::taken(words, &labels, &strip, &again))
    }

    fn words(&self, picture: &Grey, dots: f32, languages: &[&str], way: Way) -> Result<Vec<Found>, String> {
        self.engine.words(picture, dots, languages, way, self.timeout)
    }
}

/// A picture at about 120 dots an inch, and how many pixels became one.
fn look(picture: &Grey, dots: f32) -> (Grey, usize) {
    let factor = (dots / LOOK_DOTS).round().max(1.0) as usize;
    (picture.smaller(factor), factor)
}

impl Upright {
    /// A picture set upright as far as its lines and letters show how.
    fn found(picture: &Grey, drawing: Drawing) -> Self {
        let even = with_even_paper(&look(picture, drawing.dots).0);
        let quarter = u8::from(lies_sideways(&even));
        let page = Self::of(picture, drawing, quarter);
        match page.ink.rise() {
            Some(rise) if rise < UPSIDE_DOWN => Self::of(picture, drawing, quarter + 2),
            _ => page,
        }
    }

    /// Its rules, in pixels of the picture.
    fn rules(&self) -> Vec<Rect> {
        let factor = self.factor as f32;
        let larger = |rect: &Rect| Rect {
            x: rect.x * factor,
            y: rect.y * factor,
            w: rect.w * factor,
            h: rect.h * factor,
        };
        self.rules.iter().map(larger).collect()
    }

    /// A picture turned clockwise by so many quarters, and straightened.
    fn of(picture: &Grey, drawing: Drawing, turns: u8) -> Self {
        let turns = turns % 4;
        let mut raw = picture.turned(turns);
        let mut clean_picture = clean(&raw);
        let (mut small, factor) = look(&clean_picture, drawing.dots);
        let streaks = streaks(&small);
        if !streaks.is_empty() {
            raw = without_streaks(&raw, &streaks, factor);
            clean_picture = without_streaks(&clean_picture, &streaks, factor);
            small = look(&clean_picture, drawing.dots).0;
        }
        let skew = skew(&small);
        if skew != 0.0 {
            raw = raw.straightened(skew);
            clean_picture = clean_picture.straightened(skew);
            small = look(&clean_picture, drawing.dots).0;
        }
        // What this moves, a few points at the edges of a page, is not undone in the places of words.
        if let Some((upper, lower)) = fan(&small) {
            raw = raw.fanned(upper, lower);
            clean_picture = clean_picture.fanned(upper, lower);
            small = look(&clean_picture, drawing.dots).0;
        }
        let pixels = (raw.width, raw.height);
        let frame = Frame { displayed: drawing.size, pixels, dots: drawing.dots, turns, skew };
        Self { frame, ink: ink(&small), rules: rules(&small), raw, clean: clean_picture, factor }
    }
}

impl Reading {
    fn blank(frame: Frame) -> Self {
        let (words, rules, unread) = (Vec::new(), Vec::new(), Unread::default());
        Self { frame, words, rules, blank: true, unread, struck: 0, crossed: 0, foreign: None }
    }
}

/// Tesseract's names of the languages of a page, that of most of it first: columns may be in two.
fn spoken(words: &[Found]) -> Vec<&'static str> {
    let blocks = words.chunk_by(|a, b| a.block == b.block);
    let mut names: Vec<&'static str> = Vec::new();
    for part in std::iter::once(words).chain(blocks) {
        let name = language(part).and_then(|language| languages::name(language.code()));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

/// The better of two readings of a page.
fn better(first: Vec<Found>, second: Vec<Found>) -> Vec<Found> {
    if worth(&second) > worth(&first) { second } else { first }
}

/// The first lines of a page in the language that they turn out to be in, to know in which to read the rest.
pub(super) fn probe(reader: &Reader<'_>, picture: &Grey, drawing: Drawing) -> Option<&'static str> {
    /// Lines that are read.
    const LINES: usize = 9;
    let page = Upright::found(picture, drawing);
    let long: Vec<_> = page.ink.lines.iter().filter(|line| line.marks.len() >= 12).collect();
    // The middle of the page has running text, the head may have a title alone.
    let first = long.len().saturating_sub(LINES) / 2;
    let (top, foot) = (
        long.get(first)?.rect.y,
        long[first..].iter().take(LINES).map(|line| line.rect.bottom()).fold(0.0, f32::max),
    );
    let rows = (top as usize).saturating_sub(4) * page.factor
        ..((foot as usize + 4) * page.factor).min(page.clean.height);
    let width = page.clean.width;
    let band =
        Grey::new(width, rows.len(), page.clean.pixels[rows.start * width..rows.end * width].to_vec())?;
    let words = reader.words(&band, page.frame.dots, reader.languages, Way::Plain).ok()?;
    match language(&words) {
        Some(language) => languages::name(language.code()),
        None if wrong_share(&words) > RUBBISH => {
            let script = reader.engine.script(&page.clean, reader.timeout)?;
            languages::of_script(&script).iter().find(|name| reader.engine.has(name)).copied()
        }
        None => None,
    }
}
