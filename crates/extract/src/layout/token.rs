//! Glyphs to tokens: what is printed without a gap, in one style, on one baseline.

use super::params::Words;
use super::script::{accent, is_rtl, spacing};
use super::sheet::{Sheet, Token};
use super::shown::Shown;
use super::superior::Superiors;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::{Rect, Size};

// How far a letter reaches back over its word, and how far it moves on from the last one, in sizes of the type, where
// the short way of `adds_plainly` takes it. Both are stricter than what the long way accepts, so that they decide how
// fast a letter is added, not where.
const PLAIN_OVERLAP: f32 = 0.05;
const PLAIN_ADVANCE: f32 = 0.2;

/// The sheets of a page, the one with most text first and what the page hides last.
pub(super) fn sheets(page: &GlyphPage, tuned: &Words) -> Vec<Sheet> {
    let mut builders: Vec<Builder<'_>> = Vec::new();
    let shown = Shown::of(page, tuned);
    let superiors = Superiors::of(page, tuned);
    let mut at = 0;
    for glyph in &page.glyphs {
        let Some(text) = page.text.get(glyph.start as usize..glyph.start as usize + usize::from(glyph.len))
        else {
            continue;
        };
        if text.is_empty() || !shown.shows(glyph, page) {
            continue;
        }
        // Right-to-left letters in a mirrored line are read as the page shows them.
        let mirrored = glyph.mirrored && glyph.angle == 180 && text.starts_with(is_rtl);
        let angle = if mirrored { 0 } else { glyph.angle };
        let hidden = shown.hides(glyph, page);
        let own = |builder: &Builder<'_>| builder.sheet.angle == angle && builder.sheet.hidden == hidden;
        if !builders.get(at).is_some_and(own) {
            at = builders.iter().position(own).unwrap_or_else(|| {
                builders.push(Builder::new(page, tuned, &superiors, angle, hidden));
                builders.len() - 1
            });
        }
        builders[at].glyph(glyph, text);
    }
    let mut sheets: Vec<Sheet> = builders.into_iter().map(Builder::finish).collect();
    sheets.sort_by_key(|sheet| (sheet.hidden, std::cmp::Reverse(sheet.text.len())));
    sheets
}

/// A box of the page in the frame of text at a multiple of 90 degrees.
fn turned(r: Rect, page: Size, angle: i16) -> Rect {
    match angle.rem_euclid(360) {
        90 => Rect { x: page.h - r.bottom(), y: r.x, w: r.h, h: r.w },
        180 => Rect { x: page.w - r.right(), y: page.h - r.bottom(), w: r.w, h: r.h },
        270 => Rect { x: r.y, y: page.w - r.right(), w: r.h, h: r.w },
        _ => r,
    }
}

/// A spacing accent and its place.
#[derive(Clone, Copy)]
struct Accent {
    mark: char,
    glyph: Glyph,
    rect: Rect,
    baseline: f32,
}

/// Builds the tokens of one direction.
struct Builder<'a> {
    page: &'a GlyphPage,
    sheet: Sheet,
    open: Option<Token>,
    /// Centre and text of each glyph of the open token, to put right-to-left text in reading order.
    parts: Vec<(f32, u32, u32)>,
    last_font: u16,
    /// Box of the last glyph, to know one that is drawn twice.
    last: Rect,
    tuned: &'a Words,
    superiors: &'a Superiors<'a>,
    /// A spacing accent that waits for its letter.
    accent: Option<Accent>,
    space: bool,
}

impl<'a> Builder<'a> {
    fn new(
        page: &'a GlyphPage,
        tuned: &'a Words,
        superiors: &'a Superiors<'a>,
        angle: i16,
        hidden: bool,
    ) -> Self {
        let upright = matches!(angle.rem_euclid(180), 0);
        let height = if upright { page.size.h } else { page.size.w };
        let text = String::with_capacity(page.text.len());
        let is_straight = angle.rem_euclid(90) == 0;
        let rules = page.rules.iter().filter(|_| is_straight);
        let rules = rules.map(|rule| turned(*rule, page.size, angle)).collect();
        Self {
            page,
            sheet: Sheet { angle, hidden, height, text, rules, ..Sheet::default() },
            open: None,
            parts: Vec::new(),
            last_font: 0,
            last: Rect::default(),
            tuned,
            superiors,
            accent: None,
            space: false,
        }
    }

    /// A glyph's box and baseline in the frame of this direction.
    fn frame(&self, glyph: &Glyph) -> (Rect, f32) {
        let (r, (w, h)) = (glyph.rect, (self.page.size.w, self.page.size.h));
        let rect = turned(r, self.page.size, self.sheet.angle);
        match self.sheet.angle.rem_euclid(360) {
            0 | 90 => (rect, glyph.baseline),
            180 => (rect, h - glyph.baseline),
            270 => (rect, w - glyph.baseline),
            angle => {
                // The centre of a box stays the centre of the box around it.
                let (sin, cos) = f32::from(angle).to_radians().sin_cos();
                let (x, y) = (r.x + r.w / 2.0 - w / 2.0, r.y + r.h / 2.0 - h / 2.0);
                let (u, v) = (x * cos - y * sin + w / 2.0, x * sin + y * cos + h / 2.0);
                let (size, width) = (glyph.size, glyph.advance);
                (Rect { x: u - width / 2.0, y: v - size / 2.0, w: width, h: size }, v + size / 3.0)
            }
        }
    }

    fn glyph(&mut self, glyph: &Glyph, text: &str) {
        let (rect, baseline) =
            if self.sheet.angle == 0 { (glyph.rect, glyph.baseline) } else { self.frame(glyph) };
        if self.adds_plainly(glyph, text, rect, baseline) {
            return;
        }
        if let &[byte @ b'!'..=b'~'] = text.as_bytes()
            && byte != b'`'
        {
            return self.place_accent(glyph, text, rect, baseline);
        }
        if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            self.trim(rect, baseline);
            self.close();
            if let Some(last) = self.sheet.tokens.last_mut() {
                last.space_after = true;
            }
            self.space = true;
            return;
        }
        let mut chars = text.chars();
        let only = chars.next().filter(|_| chars.next().is_none());
        if let Some(mark) = only.and_then(accent) {
            self.flush_accent();
            self.accent = Some(Accent { mark, glyph: *glyph, rect, baseline });
            return;
        }
        if text.contains(char::is_whitespace) {
            self.close();
            self.words(glyph, text, rect, baseline);
            return;
        }
        self.place_accent(glyph, text, rect, baseline);
    }

    /// Adds a glyph that goes on in the open token as most do: one letter of ASCII, right after the last, with nothing
    /// that the other ways look for. Whether it was one.
    fn adds_plainly(&mut self, glyph: &Glyph, text: &str, rect: Rect, baseline: f32) -> bool {
        let (Some(open), &[b'a'..=b'z' | b'A'..=b'Z' | b',' | b'.' | b';']) =
            (&mut self.open, text.as_bytes())
        else {
            return false;
        };
        let (em, gap) = (glyph.size.max(1.0), rect.x - open.rect.right());
        let is_next = gap > -PLAIN_OVERLAP * em
            && gap < self.tuned.gap * em
            && rect.right() >= open.rect.right()
            && rect.x > self.last.x + PLAIN_ADVANCE * em
            && self.parts.last().is_some_and(|part| part.2 == 1);
        let is_alike = open.baseline == baseline
            && self.last_font == glyph.font
            && open.artifact == glyph.artifact
            && !open.rtl
            && !open.superscript;
        if !is_next || !is_alike || self.accent.is_some() {
            return false;
        }
        self.parts.push((rect.x + rect.w / 2.0, self.sheet.text.len() as u32, 1));
        self.sheet.text.push_str(text);
        self.last = rect;
        open.len += 1;
        open.rect = open.rect.union(rect);
        open.place = if self.sheet.angle == 0 { open.rect } else { open.place.union(glyph.rect) };
        open.size = open.size.max(glyph.size);
        true
    }

    /// A glyph whose text holds several words (a replacement text): each gets its share of the box.
    fn words(&mut self, glyph: &Glyph, text: &str, rect: Rect, baseline: f32) {
        let all = text.chars().count().max(1) as f32;
        let mut at = 0;
        for word in text.split(char::is_whitespace) {
            let count = word.chars().count();
            let share = Rect { x: rect.x + rect.w * at as f32 / all, w: rect.w * count as f32 / all, ..rect };
            if count > 0 {
                self.space = true;
                self.add(glyph, word, share, baseline);
                self.close();
            }
            at += count + 1;
        }
        self.space = true;
    }

    /// Adds a glyph's text, composed with a spacing accent that is drawn over it.
    fn place_accent(&mut self, glyph: &Glyph, text: &str, rect: Rect, baseline: f32) {
        let Some(accent) = self.accent.take() else {
            return self.add(glyph, text, rect, baseline);
        };
        let (mark, over) = (accent.mark, accent.rect);
        let overlap = rect.right().min(over.right()) - rect.x.max(over.x);
        if overlap > self.tuned.accent_overlap * rect.w.min(over.w) {
            let mut letters = text.chars();
            let base = match letters.next() {
                Some('ı') => 'i',
                Some('ȷ') => 'j',
                Some(base) => base,
                None => return,
            };
            let composed: String = [base, mark].into_iter().chain(letters).collect();
            self.add(glyph, &composed, rect, baseline);
        } else {
            self.accent = Some(accent);
            self.flush_accent();
            self.add(glyph, text, rect, baseline);
        }
    }

    /// An accent that no letter follows: it belongs to the letter before, or is a sign by itself.
    fn flush_accent(&mut self) {
        let Some(Accent { mark, glyph, rect: over, baseline }) = self.accent.take() else { return };
        let overlap = self.last.right().min(over.right()) - self.last.x.max(over.x);
        if let Some(open) = &mut self.open
            && overlap > self.tuned.accent_overlap * over.w.min(self.last.w)
        {
            self.sheet.text.push(mark);
            open.len += mark.len_utf8() as u32;
            if let Some(part) = self.parts.last_mut() {
                part.2 += mark.len_utf8() as u32;
            }
        } else {
            self.add(&glyph, spacing(mark).encode_utf8(&mut [0; 4]), over, baseline);
        }
    }

    /// Ends the box of the open token where the next glyph begins: some fonts give wider glyphs than they are set.
    fn trim(&mut self, next: Rect, baseline: f32) {
        let (angle, middle) = (self.sheet.angle, self.last.x + self.tuned.trim * self.last.w);
        let Some(open) = self.open.as_mut().filter(|open| !open.rtl && open.baseline == baseline) else {
            return;
        };
        if next.x > middle && next.x < open.rect.right() {
            open.rect.w = next.x - open.rect.x;
            if angle == 0 {
                open.place.w = open.rect.w;
            }
        }
    }

    /// Takes back a soft hyphen that the next glyph is drawn over: it is not printed.
    fn drop_soft_hyphen(&mut self, next: Rect, baseline: f32) {
        let Some(&(_, start, len)) = self.parts.last().filter(|part| part.2 == 2) else { return };
        let on_top = next.x > self.last.x - 0.5 * self.last.w && next.x < self.last.x + 0.5 * self.last.w;
        let level = self.open.as_ref().is_some_and(|open| open.baseline == baseline);
        if !on_top || !level || self.sheet.text[start as usize..] != *"\u{ad}" {
            return;
        }
        self.sheet.text.truncate(start as usize);
        self.parts.pop();
        // The next glyph is compared with the letter before, which may be the same: "satel", "lites".
        self.last = Rect::default();
        if let Some(open) = &mut self.open {
            open.len -= len;
        }
        if self.parts.is_empty() {
            self.open = None;
        }
    }

    fn add(&mut self, glyph: &Glyph, text: &str, rect: Rect, baseline: f32) {
        let rtl = text.as_bytes().first().is_some_and(|byte| *byte > 0xBF) && text.starts_with(is_rtl);
        self.drop_soft_hyphen(rect, baseline);
        if !rtl {
            self.trim(rect, baseline);
        }
        let superior = self.superiors.is_superior(glyph, text);
        if let Some(open) = &self.open {
            if self.is_doubled(glyph, text, rect) {
                return;
            }
            if open.superscript != superior || !self.follows(open, glyph, rect, baseline, rtl) {
                self.close();
            }
        }
        let start = self.sheet.text.len() as u32;
        self.sheet.text.push_str(text);
        let len = text.len() as u32;
        self.parts.push((rect.x + rect.w / 2.0, start, len));
        (self.last, self.last_font) = (rect, glyph.font);
        match &mut self.open {
            Some(open) => {
                open.len += len;
                open.rect = open.rect.union(rect);
                open.place = open.place.union(glyph.rect);
                open.size = open.size.max(glyph.size);
                open.rtl |= rtl;
            }
            None => {
                let style = self.page.fonts.get(usize::from(glyph.font));
                self.open = Some(Token {
                    start,
                    len,
                    rect,
                    place: glyph.rect,
                    baseline,
                    size: glyph.size,
                    bold: style.is_some_and(|style| style.bold),
                    italic: style.is_some_and(|style| style.italic),
                    superscript: superior,
                    artifact: glyph.artifact,
                    space_before: std::mem::take(&mut self.space),
                    rtl,
                    ..Token::default()
                });
            }
        }
    }

    /// Whether the glyph is the last one drawn again a little aside, as fake bold is.
    fn is_doubled(&self, glyph: &Glyph, text: &str, rect: Rect) -> bool {
        let near = |a: f32, b: f32| (a - b).abs() < self.tuned.doubled * glyph.size;
        near(rect.x, self.last.x)
            && near(rect.y, self.last.y)
            && rect.w > self.tuned.doubled_width * glyph.size
            && self.parts.last().is_some_and(|&(_, start, _)| &self.sheet.text[start as usize..] == text)
    }

    /// Whether a glyph follows on the open token without a gap, on its baseline and in its weight.
    fn follows(&self, open: &Token, glyph: &Glyph, rect: Rect, baseline: f32, rtl: bool) -> bool {
        let (tuned, em) = (self.tuned, glyph.size.max(1.0));
        if (open.baseline - baseline).abs() > tuned.baseline * em || open.artifact != glyph.artifact {
            return false;
        }
        if glyph.font != self.last_font && self.weight(glyph.font) != self.weight(self.last_font) {
            return false;
        }
        let right = rect.x - open.rect.right();
        let left = open.rect.x - rect.right();
        let fits = |gap: f32| gap > -tuned.overlap * em && gap < tuned.gap * em;
        // Accents and other marks sit inside what is there already.
        let over = tuned.mark_overhang * em;
        let inside = rect.x >= open.rect.x - over && rect.right() <= open.rect.right() + over;
        fits(right) || ((rtl || open.rtl) && (fits(left) || inside))
    }

    fn weight(&self, font: u16) -> (bool, bool) {
        self.page.fonts.get(usize::from(font)).map_or((false, false), |style| (style.bold, style.italic))
    }

    /// Ends the open token.
    fn close(&mut self) {
        self.flush_accent();
        if let Some(mut open) = self.open.take() {
            if open.rtl {
                self.reorder(&mut open);
            }
            open.order = self.sheet.tokens.len() as u32;
            self.sheet.tokens.push(open);
        }
        self.parts.clear();
    }

    /// Puts right-to-left letters in reading order, whatever order they were drawn in; digits stay left to right.
    fn reorder(&mut self, token: &mut Token) {
        let text = std::mem::take(&mut self.sheet.text);
        let piece = |part: &(f32, u32, u32)| &text[part.1 as usize..(part.1 + part.2) as usize];
        self.parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut ordered = String::with_capacity(token.len as usize);
        let is_number = |part: &(f32, u32, u32)| piece(part).chars().all(char::is_numeric);
        for run in self.parts.chunk_by(|a, b| is_number(a) && is_number(b)) {
            if is_number(&run[0]) {
                run.iter().rev().for_each(|part| ordered.push_str(piece(part)));
            } else {
                run.iter().for_each(|part| ordered.push_str(piece(part)));
            }
        }
        let start = token.start as usize;
        self.sheet.text = text;
        self.sheet.text.truncate(start);
        token.len = ordered.len() as u32;
        self.sheet.text.push_str(&ordered);
    }

    fn finish(mut self) -> Sheet {
        self.close();
        self.sheet
    }
}
