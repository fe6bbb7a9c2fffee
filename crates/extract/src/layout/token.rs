//! Glyphs to tokens: what is printed without a gap, in one style, on one baseline.

use super::script::{accent, is_rtl};
use super::table::Grid;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::{Rect, Size};

/// A gap of this share of the type size parts two words. Narrow justified spaces are 0.17, kerns stay below 0.1.
pub(super) const WORD_GAP: f32 = 0.14;

/// A word, or what a change of style or baseline cuts off of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Token {
    /// First byte and length in the sheet's text.
    pub(super) start: u32,
    pub(super) len: u32,
    /// Box in the sheet's frame, where writing runs to the right and lines run downwards.
    pub(super) rect: Rect,
    /// Box on the page.
    pub(super) place: Rect,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) superscript: bool,
    pub(super) artifact: bool,
    /// Whether the content shows a space before or behind it.
    pub(super) space_before: bool,
    pub(super) space_after: bool,
    pub(super) rtl: bool,
    /// Reaches over lines beside it: a drop capital.
    pub(super) dropped: bool,
    /// The table that it stands in.
    pub(super) table: Option<u16>,
    /// Place in the order of the content.
    pub(super) order: u32,
}

/// The text of a page that is written in one direction, as tokens in content order.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Direction of writing in degrees, counter-clockwise.
    pub(super) angle: i16,
    /// Whether the page hides this text.
    pub(super) hidden: bool,
    /// Height of the frame.
    pub(super) height: f32,
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// Rules of the page, in this frame.
    pub(super) rules: Vec<Rect>,
    pub(super) tables: Vec<Grid>,
}

impl Sheet {
    pub(super) fn text_of(&self, token: &Token) -> &str {
        let start = token.start as usize;
        self.text.get(start..start + token.len as usize).unwrap_or_default()
    }
}

/// The sheets of a page, the one with most text first and what the page hides last.
pub(super) fn sheets(page: &GlyphPage) -> Vec<Sheet> {
    let mut builders: Vec<Builder<'_>> = Vec::new();
    let shown = Shown::of(page);
    let superiors = Superiors::of(page);
    let mut at = 0;
    for glyph in &page.glyphs {
        let Some(text) = page.text.get(glyph.start as usize..glyph.start as usize + usize::from(glyph.len))
        else {
            continue;
        };
        if text.is_empty() || !shown.shows(glyph, page) {
            continue;
        }
        // Right-to-left letters in a mirrored line are read as they stand on the page.
        let mirrored = glyph.mirrored && glyph.angle == 180 && text.starts_with(is_rtl);
        let angle = if mirrored { 0 } else { glyph.angle };
        let hidden = shown.hides(glyph, page);
        let own = |builder: &Builder<'_>| builder.sheet.angle == angle && builder.sheet.hidden == hidden;
        if !builders.get(at).is_some_and(own) {
            at = builders.iter().position(own).unwrap_or_else(|| {
                builders.push(Builder::new(page, &superiors, angle, hidden));
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

/// Which glyphs are read: those on the page, and invisible ones (as a text recogniser lays under a scan) where nothing
/// visible says what stands there.
struct Shown {
    /// Cells of the page in which visible text stands, sorted; empty where no text is invisible.
    visible: Vec<(i32, i32)>,
    /// Most of the page's text is invisible, so that it is what a recogniser read.
    recognised: bool,
}

impl Shown {
    fn of(page: &GlyphPage) -> Self {
        let mut visible = Vec::new();
        let invisible = page.glyphs.iter().filter(|glyph| glyph.invisible).count();
        if invisible > 0 {
            visible.extend(page.glyphs.iter().filter(|glyph| !glyph.invisible).map(|glyph| cell(glyph.rect)));
            visible.sort_unstable();
            visible.dedup();
        }
        Self { visible, recognised: 2 * invisible > page.glyphs.len() }
    }

    /// Whether a reader does not see the glyph: it is clipped away, or invisible and over no image that shows it.
    fn hides(&self, glyph: &Glyph, page: &GlyphPage) -> bool {
        let on_image = || {
            let (x, y) = (glyph.rect.x + glyph.rect.w / 2.0, glyph.rect.y + glyph.rect.h / 2.0);
            page.images.iter().any(|i| i.x <= x && x <= i.right() && i.y <= y && y <= i.bottom())
        };
        glyph.clipped || (glyph.invisible && !self.recognised && !on_image())
    }

    fn shows(&self, glyph: &Glyph, page: &GlyphPage) -> bool {
        let rect = glyph.rect;
        let inside =
            rect.right() > 0.0 && rect.bottom() > 0.0 && rect.x < page.size.w && rect.y < page.size.h;
        let near = || {
            let (x, y) = cell(rect);
            (-1..=1).any(|dx| (-1..=1).any(|dy| self.visible.binary_search(&(x + dx, y + dy)).is_ok()))
        };
        inside && (!glyph.invisible || !near())
    }
}

/// The cell of a grid of 6 points that the middle of a box lies in.
fn cell(rect: Rect) -> (i32, i32) {
    let at = |middle: f32| (middle / 6.0) as i32;
    (at(rect.x + rect.w / 2.0), at(rect.y + rect.h / 2.0))
}

/// Superior digits: some producers raise a mark by a small figure of the font instead of a small size. Only its width
/// tells it from the figure on the line, which the page shows elsewhere.
struct Superiors {
    /// For each font, the widest figure of each digit, in sizes of the type.
    widest: Vec<[f32; 10]>,
}

impl Superiors {
    fn of(page: &GlyphPage) -> Self {
        let mut widest = vec![[0.0; 10]; page.fonts.len()];
        for glyph in page.glyphs.iter().filter(|glyph| glyph.len == 1) {
            let digit = page.text.as_bytes().get(glyph.start as usize).filter(|byte| byte.is_ascii_digit());
            if let (Some(digit), Some(font)) = (digit, widest.get_mut(usize::from(glyph.font))) {
                let slot: &mut f32 = &mut font[usize::from(digit - b'0')];
                *slot = slot.max(glyph.advance / glyph.size.max(1.0));
            }
        }
        Self { widest }
    }

    fn is_superior(&self, glyph: &Glyph, text: &str) -> bool {
        if matches!(text, "¹" | "²" | "³" | "⁴" | "⁵" | "⁶" | "⁷" | "⁸" | "⁹" | "⁰") {
            return true;
        }
        // A text recogniser stretches its letters to what it saw: their widths say nothing.
        let digit =
            text.bytes().next().filter(|byte| text.len() == 1 && byte.is_ascii_digit() && !glyph.invisible);
        let (Some(digit), Some(font)) = (digit, self.widest.get(usize::from(glyph.font))) else {
            return false;
        };
        let width = glyph.advance / glyph.size.max(1.0);
        let all = font.iter().copied().fold(0.0, f32::max);
        width > 0.0 && (width < 0.75 * font[usize::from(digit - b'0')] || width < 0.68 * all)
    }
}

/// A spacing accent and where it stands.
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
    superiors: &'a Superiors,
    /// A spacing accent that waits for its letter.
    accent: Option<Accent>,
    space: bool,
}

impl<'a> Builder<'a> {
    fn new(page: &'a GlyphPage, superiors: &'a Superiors, angle: i16, hidden: bool) -> Self {
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

    /// Adds a glyph that goes on in the open token as most do: one letter of ASCII, right behind the last, with nothing
    /// that the other ways look for. Whether it was one.
    fn adds_plainly(&mut self, glyph: &Glyph, text: &str, rect: Rect, baseline: f32) -> bool {
        let (Some(open), &[b'a'..=b'z' | b'A'..=b'Z' | b',' | b'.' | b';']) =
            (&mut self.open, text.as_bytes())
        else {
            return false;
        };
        let (em, gap) = (glyph.size.max(1.0), rect.x - open.rect.right());
        let is_next = gap > -0.05 * em
            && gap < WORD_GAP * em
            && rect.right() >= open.rect.right()
            && rect.x > self.last.x + 0.2 * em
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
        if overlap > 0.4 * rect.w.min(over.w) {
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

    /// An accent that no letter follows: it belongs to the letter before, or stands for itself.
    fn flush_accent(&mut self) {
        let Some(Accent { mark, glyph, rect: over, baseline }) = self.accent.take() else { return };
        let overlap = self.last.right().min(over.right()) - self.last.x.max(over.x);
        if let Some(open) = &mut self.open
            && overlap > 0.4 * over.w.min(self.last.w)
        {
            self.sheet.text.push(mark);
            open.len += mark.len_utf8() as u32;
            if let Some(part) = self.parts.last_mut() {
                part.2 += mark.len_utf8() as u32;
            }
        } else {
            let spacing = super::script::spacing(mark);
            self.add(&glyph, spacing.encode_utf8(&mut [0; 4]), over, baseline);
        }
    }

    /// Ends the box of the open token where the next glyph begins: some fonts give wider glyphs than they are set.
    fn trim(&mut self, next: Rect, baseline: f32) {
        let (angle, middle) = (self.sheet.angle, self.last.x + 0.3 * self.last.w);
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
        let near = |a: f32, b: f32| (a - b).abs() < 0.1 * glyph.size;
        near(rect.x, self.last.x)
            && near(rect.y, self.last.y)
            && rect.w > 0.12 * glyph.size
            && self.parts.last().is_some_and(|&(_, start, _)| &self.sheet.text[start as usize..] == text)
    }

    /// Whether a glyph follows on the open token without a gap, on its baseline and in its weight.
    fn follows(&self, open: &Token, glyph: &Glyph, rect: Rect, baseline: f32, rtl: bool) -> bool {
        let em = glyph.size.max(1.0);
        if (open.baseline - baseline).abs() > 0.12 * em || open.artifact != glyph.artifact {
            return false;
        }
        if glyph.font != self.last_font && self.weight(glyph.font) != self.weight(self.last_font) {
            return false;
        }
        let right = rect.x - open.rect.right();
        let left = open.rect.x - rect.right();
        let fits = |gap: f32| gap > -0.6 * em && gap < WORD_GAP * em;
        // Accents and other marks sit inside what is there already.
        let inside = rect.x >= open.rect.x - 0.1 * em && rect.right() <= open.rect.right() + 0.1 * em;
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
