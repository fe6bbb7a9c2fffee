//! Judges what was read of a page: is it text, and can it be trusted?

use crosscut_text::{Loss, LossKind, Rect};

use crate::glyph::GlyphPage;

/// Counts kept while a page is read.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Glyphs that show something (not blanks).
    shown: u32,
    /// Of these, without known text.
    unknown: u32,
    /// Of these, with a text that means nothing: private use, replacement characters.
    odd: u32,
    /// Glyphs whose text is a guess, by index.
    pub(super) guesses: Vec<u32>,
    /// Glyphs outside the page.
    pub(super) outside: u32,
    /// Painted paths.
    pub(super) shapes: u32,
}

impl Counts {
    /// Counts a glyph that shows one letter of ASCII, or a blank.
    pub(super) fn add_plain(&mut self, c: char) {
        self.shown += u32::from(!c.is_ascii_whitespace() && c != '\u{b}');
    }

    /// Counts glyph number `index` of the page.
    pub(super) fn add(&mut self, text: &str, guess: bool, index: usize, rect: Rect) {
        match text.chars().next() {
            // A glyph without width and text is a mark of some kind, not a letter.
            None if rect.w <= 0.0 && rect.h <= 0.0 => {}
            None => {
                self.shown += 1;
                self.unknown += 1;
            }
            Some(_) if guess => {
                self.shown += 1;
                self.guesses.push(index as u32);
            }
            Some(c) if c.is_whitespace() => {}
            Some(c) => {
                self.shown += 1;
                self.odd += u32::from(matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\u{F0000}'..));
            }
        }
    }

    /// Glyphs that show something and have a text.
    pub(super) fn read(&self) -> u32 {
        self.shown.saturating_sub(self.unknown + self.odd)
    }

    /// Forgets the glyphs from `first` on: their text was replaced by one that is known.
    pub(super) fn replaced(&mut self, first: usize) {
        self.guesses.retain(|index| (*index as usize) < first);
    }
}

/// Records the losses that the counts show.
pub(super) fn judge(page: &mut GlyphPage, counts: &Counts) {
    let guesses = counts.guesses.len() as u32;
    let bad = counts.unknown + counts.odd + guesses;
    let number = page.number;
    if guesses > 0 && in_glyph_order(page, &counts.guesses) {
        let detail =
            "a font does not say which letters its glyphs are: they were guessed from the usual glyph order";
        page.losses.push(Loss::new(number, LossKind::Garbled, detail));
        return;
    }
    // What no guess explains are control characters: no text.
    if guesses > 0 {
        rewrite(page, &counts.guesses, |c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c });
    }
    if bad > 0 && (bad >= 20 || bad * 4 > counts.shown || bad >= 3 && bad * 20 > counts.shown) {
        let detail = format!(
            "{bad} of {} characters are unreliable: their font does not say which letters its glyphs are",
            counts.shown
        );
        page.losses.push(Loss::new(number, LossKind::Garbled, detail));
    } else if letters_score(&page.text).is_some_and(|score| score < PLAUSIBLE) {
        let detail = "its text does not look like words: its fonts may map glyphs to the wrong letters";
        page.losses.push(Loss::new(number, LossKind::Garbled, detail));
    }
}

/// Fewest letters whose frequencies say anything.
const LETTERS: usize = 120;
/// Lowest mean of the base-2 logarithms of the letters' frequencies that is taken for words: those of real pages lie
/// near -4.2, letters all alike common give -4.7, a wrong alphabet less than -5.
const PLAUSIBLE: f64 = -5.1;
/// The same for text whose letters are a guess: closer to real pages than to chance.
const PLAUSIBLE_GUESS: f64 = -4.5;

/// How common the letters a to z are, in thousandths: the mean of six European languages.
const FREQUENCY: [f64; 26] = [
    85.0, 12.0, 32.0, 40.0, 140.0, 14.0, 15.0, 30.0, 72.0, 4.0, 6.0, 48.0, 27.0, 70.0, 65.0, 26.0, 6.0, 65.0,
    70.0, 70.0, 42.0, 14.0, 10.0, 3.0, 8.0, 6.0,
];

/// Mean log-frequency of a text's letters; `None` where it has too few, or many of other scripts.
fn letters_score(text: &str) -> Option<f64> {
    let mut bytes = [0_u32; 256];
    text.bytes().for_each(|byte| bytes[usize::from(byte)] += 1);
    let mut counts = [0_u32; 26];
    for (nth, count) in counts.iter_mut().enumerate() {
        *count = bytes[usize::from(b'a') + nth] + bytes[usize::from(b'A') + nth];
    }
    let other =
        if text.is_ascii() { 0 } else { text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count() };
    let letters: usize = counts.iter().map(|count| *count as usize).sum();
    let kinds = counts.iter().filter(|count| **count > 0).count();
    if letters < LETTERS || other * 4 > letters || kinds < 10 {
        return None;
    }
    let sum: f64 =
        counts.iter().zip(FREQUENCY).map(|(n, frequency)| f64::from(*n) * (frequency / 1000.0).log2()).sum();
    Some(sum / letters as f64)
}

/// Most fonts number their glyphs in the order of ASCII, from the space as number 3. Where the guessed glyphs of a page
/// read like words when they are taken so, their texts are put right; whether they were.
fn in_glyph_order(page: &mut GlyphPage, guesses: &[u32]) -> bool {
    let shifted = |c: char| match u32::from(c) {
        code @ 3..=97 => char::from_u32(code + 29).unwrap_or(c),
        _ => c,
    };
    let text_of = |page: &GlyphPage, index: usize| {
        let glyph = page.glyphs.get(index)?;
        page.text.get(glyph.start as usize..glyph.start as usize + usize::from(glyph.len))?.chars().next()
    };
    let raw: String = guesses.iter().filter_map(|index| text_of(page, *index as usize)).collect();
    let right: String = raw.chars().map(shifted).collect();
    let letters = right.chars().filter(|c| c.is_ascii_lowercase()).count();
    let plausible = letters_score(&right).is_some_and(|score| score > PLAUSIBLE_GUESS);
    if !plausible || letters * 10 < right.chars().count() * 6 {
        return false;
    }
    rewrite(page, guesses, shifted);
    true
}

/// Changes the characters of the guessed glyphs.
fn rewrite(page: &mut GlyphPage, guesses: &[u32], change: impl Fn(char) -> char) {
    let old = std::mem::take(&mut page.text);
    let mut next = guesses.iter().peekable();
    for (index, glyph) in (0_u32..).zip(&mut page.glyphs) {
        let guessed = next.next_if_eq(&&index).is_some();
        let text = &old[glyph.start as usize..glyph.start as usize + usize::from(glyph.len)];
        glyph.start = page.text.len() as u32;
        if guessed {
            page.text.extend(text.chars().map(&change));
        } else {
            page.text.push_str(text);
        }
        glyph.len = (page.text.len() - glyph.start as usize) as u16;
    }
}
