//! Text operators: strings → glyphs with places.

use std::cell::RefCell;

use crosscut_text::Rect;
use lopdf::Dictionary;

use super::{Interpreter, last, named, numbers};
use crate::glyph::Glyph;
use crate::pdf::access;
use crate::pdf::font::{Entry, Font};
use crate::pdf::lex::Token;
use crate::pdf::matrix::Matrix;

/// Where the next string starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    matrix: Matrix,
    line: Matrix,
}

impl Default for Pen {
    fn default() -> Self {
        Self { matrix: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}

/// Strings drawn so far, to know one that is drawn again on top of itself (as fake bold and shadows are).
#[derive(Debug, Default)]
pub(super) struct Seen {
    slots: Vec<Slot>,
    /// Tells this page's strings from those of pages before, which are still in the slots.
    page: u64,
}

/// A string by its hash, and where it was drawn.
type Slot = (u64, f32, f32);

const SLOTS: usize = 4096;

thread_local! {
    /// The slots of the page before and how many pages had them: to clear them costs more than to fill them.
    static ROOM: RefCell<(Vec<Slot>, u64)> = const { RefCell::new((Vec::new(), 0)) };
}

impl Seen {
    fn take_room(&mut self) {
        (self.slots, self.page) = ROOM.take();
        self.page += 1;
        self.slots.resize(SLOTS, (0, 0.0, 0.0));
    }

    /// Leaves the slots for the next page.
    pub(super) fn leave_room(&mut self) {
        if !self.slots.is_empty() {
            ROOM.set((std::mem::take(&mut self.slots), self.page));
        }
    }

    /// Whether the string of hash `hash` was drawn before at nearly this place; notes it if not. `size`: of the type.
    fn again(&mut self, hash: u64, x: f64, y: f64, size: f64) -> bool {
        // Fake bold and shadows are drawn a few hundredths of the size aside; the next line is much further off.
        let (dx, dy) = (0.1 * size, 0.2 * size);
        let scale = 1.0 / (0.5 * size).max(0.5);
        // The page lies at positive places, where a cast rounds down.
        let at = |place: f64| (place * scale + 1e6) as i64 as u64;
        let slot = |x: u64, y: u64| mix(hash ^ mix(x << 32 ^ y)) as usize % SLOTS;
        if self.slots.is_empty() {
            self.take_room();
        }
        let own = hash ^ mix(self.page);
        // The box around the place reaches over one cell, two or four.
        let (xs, ys) = ([at(x - dx), at(x + dx)], [at(y - dy), at(y + dy)]);
        for &nx in &xs[usize::from(xs[0] == xs[1])..] {
            for &ny in &ys[usize::from(ys[0] == ys[1])..] {
                let (known, kx, ky) = self.slots[slot(nx, ny)];
                if known == own && (f64::from(kx) - x).abs() <= dx && (f64::from(ky) - y).abs() <= dy {
                    return true;
                }
            }
        }
        self.slots[slot(at(x), at(y))] = (own, x as f32, y as f32);
        false
    }
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    value ^ (value >> 32)
}

/// Tells strings in a font from other ones.
fn hash(parts: &[Token<'_>], font: usize) -> u64 {
    let mut hash = font as u64 + 1;
    for part in parts {
        if let Token::Text(text) = part {
            let (whole, rest) = text.raw().as_chunks::<8>();
            hash = whole.iter().fold(hash, |hash, bytes| mix(hash ^ u64::from_le_bytes(*bytes)));
            hash = rest.iter().fold(hash, |hash, byte| mix(hash ^ u64::from(*byte)));
        }
    }
    hash
}

impl Interpreter<'_> {
    pub(super) fn text_operator(&mut self, operator: &[u8], operands: &[Token<'_>], resources: &Dictionary) {
        let state = &mut self.state;
        match operator {
            b"Tj" => self.show_last(operands),
            b"TJ" => self.show(operands),
            b"Td" => numbers(operands).into_iter().for_each(|n| self.next_line(n)),
            b"TD" => {
                if let Some([x, y]) = numbers(operands) {
                    self.state.leading = -y;
                    self.next_line([x, y]);
                }
            }
            b"Tm" => {
                if let Some(n) = numbers(operands) {
                    self.pen.line = Matrix::new(n);
                    self.pen.matrix = self.pen.line;
                }
            }
            b"T*" => self.next_line([0.0, -self.state.leading]),
            b"Tf" => {
                let doc = self.shared.doc;
                let font = named(doc, resources, b"Font", operands);
                let font = font.and_then(|font| access::resolve(doc, font)).and_then(access::as_dict);
                self.set_font(font, last(operands).unwrap_or(1.0));
            }
            b"Tc" => state.char_space = last(operands).unwrap_or(0.0),
            b"Tw" => state.word_space = last(operands).unwrap_or(0.0),
            b"Tz" => state.stretch = last(operands).unwrap_or(100.0) / 100.0,
            b"TL" => state.leading = last(operands).unwrap_or(0.0),
            b"Ts" => state.rise = last(operands).unwrap_or(0.0),
            b"Tr" => state.invisible = last(operands) == Some(3.0),
            b"BT" => self.pen = Pen::default(),
            b"'" => {
                self.next_line([0.0, -self.state.leading]);
                self.show_last(operands);
            }
            b"\"" => {
                if let [Token::Number(word), Token::Number(char), ..] = operands {
                    self.state.word_space = *word;
                    self.state.char_space = *char;
                }
                self.next_line([0.0, -self.state.leading]);
                self.show_last(operands);
            }
            _ => {}
        }
    }

    fn next_line(&mut self, [x, y]: [f64; 2]) {
        self.pen.line = self.pen.line.shifted(x, y);
        self.pen.matrix = self.pen.line;
    }

    fn show_last(&mut self, operands: &[Token<'_>]) {
        let last = operands.len().saturating_sub(1);
        if let Some(Token::Text(_)) = operands.get(last) {
            self.show(&operands[last..]);
        }
    }

    fn font_index(&mut self) -> Option<usize> {
        if self.state.font.is_none() {
            self.set_font(None, self.state.size);
        }
        self.state.font
    }

    /// Shows strings one after the other, with numbers between them that move the next.
    fn show(&mut self, parts: &[Token<'_>]) {
        let Some(index) = self.font_index() else { return };
        let font = std::sync::Arc::clone(&self.fonts[index].1);
        let place = Placing::new(self, &font, index);
        let (x, y) = place.to_page.apply(0.0, self.state.rise);
        let mute = self.is_hidden()
            || !place.to_page.is_finite()
            || !place.size.is_finite()
            || self.seen.again(hash(parts, index), x, y, f64::from(place.size));
        let (size, stretch) = (self.state.size, self.state.stretch);
        let (char_space, word_space) = (self.state.char_space, self.state.word_space);
        let unit = font.unit * size;
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut pen = 0.0;
        for part in parts {
            let bytes = match part {
                Token::Text(text) => text.decode(&mut scratch),
                Token::Number(n) => {
                    let back = -n / 1000.0 * size;
                    pen += if font.vertical { back } else { back * stretch };
                    continue;
                }
                _ => continue,
            };
            font.codes(bytes, |entry, is_word_space| {
                let width = f64::from(entry.width) * unit;
                if !mute {
                    if self.left.glyphs == 0 {
                        return false;
                    }
                    self.left.glyphs -= 1;
                    self.put(&font, entry, &place, pen, width);
                }
                let advance = width + char_space + if is_word_space { word_space } else { 0.0 };
                pen += if font.vertical { -advance } else { advance * stretch };
                true
            });
        }
        self.scratch = scratch;
        self.pen.matrix =
            if font.vertical { self.pen.matrix.shifted(0.0, pen) } else { self.pen.matrix.shifted(pen, 0.0) };
    }

    /// Writes a line that no content stream draws, with its baseline starting at `(x, y)` of the page.
    pub(super) fn write_line(&mut self, line: &str, x: f32, y: f32, size: f32) {
        let Some(font) = self.font_index() else { return };
        let mut x = x;
        for c in line.chars().filter(|c| !c.is_control()) {
            if self.left.glyphs == 0 {
                return;
            }
            self.left.glyphs -= 1;
            let width = if c.is_ascii() { 0.5 * size } else { 0.6 * size };
            let rect = Rect { x, y: y - 0.75 * size, w: width, h: size };
            let start = self.page.text.len() as u32;
            self.page.text.push(c);
            self.counts.add(c.encode_utf8(&mut [0; 4]), false, self.page.glyphs.len(), rect);
            let (len, font) = (c.len_utf8() as u16, font.min(usize::from(u16::MAX)) as u16);
            let glyph =
                Glyph { start, len, font, rect, advance: width, baseline: y, size, ..Glyph::default() };
            self.page.glyphs.push(glyph);
            x += width;
        }
    }

    /// Adds one glyph, `pen` along the string.
    fn put(&mut self, font: &Font, entry: &Entry, place: &Placing, pen: f64, width: f64) {
        let rect = place.rect(pen, width);
        let size = self.page.size;
        // What lies outside the page is not shown.
        if !(rect.right() >= -1.0
            && rect.x <= size.w + 1.0
            && rect.bottom() >= -1.0
            && rect.y <= size.h + 1.0)
        {
            self.counts.outside += 1;
            return;
        }
        let (start, index) = (self.page.text.len(), self.page.glyphs.len());
        let len = match entry.ascii().filter(|_| !entry.is_guess()) {
            Some(c) => {
                self.page.text.push(c);
                self.counts.add_plain(c);
                c.len_utf8() as u16
            }
            None => {
                font.push_text(entry, &mut self.page.text);
                let text = &self.page.text[start..];
                self.counts.add(text, entry.is_guess(), index, rect);
                text.len() as u16
            }
        };
        self.page.glyphs.push(Glyph {
            start: start as u32,
            len,
            rect,
            advance: place.advance(width),
            baseline: place.baseline(pen),
            clipped: place.clips(rect),
            ..place.glyph
        });
    }
}

/// How the glyphs of one string lie on the page.
struct Placing {
    /// Text space at the start of the string to the page.
    to_page: Matrix,
    rise: f64,
    stretch: f64,
    ascent: f64,
    descent: f64,
    vertical: bool,
    type_size: f64,
    size: f32,
    angle: i16,
    /// Points of the page for each unit of the text's width.
    along: f64,
    /// Where the middle of a glyph must lie to be shown.
    clip: [f32; 4],
    /// What all the glyphs share.
    glyph: Glyph,
    /// For horizontal strings: what does not change along the string.
    level: Option<Level>,
}

#[derive(Clone, Copy)]
struct Level {
    top: f32,
    height: f32,
    baseline: f32,
}

impl Placing {
    fn new(interpreter: &Interpreter<'_>, font: &Font, index: usize) -> Self {
        let state = &interpreter.state;
        let to_page = interpreter.pen.matrix.then(state.ctm);
        let scale = length(to_page.c, to_page.d);
        let size = (state.size * scale * font.em).abs() as f32;
        let flip = if state.size * state.stretch < 0.0 { -1.0 } else { 1.0 };
        let (dx, dy) =
            if font.vertical { (-to_page.c, -to_page.d) } else { (to_page.a * flip, to_page.b * flip) };
        let angle = angle(dx, dy);
        let glyph = Glyph {
            font: index.min(usize::from(u16::MAX)) as u16,
            size,
            angle,
            invisible: state.invisible,
            // The page's y runs down, so that upright text has a negative determinant.
            mirrored: to_page.a * to_page.d - to_page.b * to_page.c > 0.0,
            artifact: interpreter.is_artifact(),
            ..Glyph::default()
        };
        let (ascent, descent) = (font.ascent * state.size, font.descent * state.size);
        let straight = to_page.b == 0.0 && to_page.c == 0.0 && !font.vertical;
        let level = straight.then(|| {
            let at = |height: f64| to_page.f + to_page.d * (state.rise + height);
            let (a, b) = (at(ascent), at(descent));
            Level { top: a.min(b) as f32, height: (a - b).abs() as f32, baseline: at(0.0) as f32 }
        });
        Self {
            level,
            to_page,
            rise: state.rise,
            stretch: state.stretch,
            ascent,
            descent,
            vertical: font.vertical,
            type_size: state.size,
            size,
            angle,
            along: length(dx, dy),
            clip: {
                // A glyph's box is only about right: one whose middle is just outside still shows.
                let slack = 0.3 * f64::from(size);
                let [left, top, right, bottom] = state.clip;
                [left - slack, top - slack, right + slack, bottom + slack].map(|edge| edge as f32)
            },
            glyph,
        }
    }

    /// Whether a glyph lies outside of what is shown.
    fn clips(&self, rect: Rect) -> bool {
        let (x, y) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
        let [left, top, right, bottom] = self.clip;
        (x < left) | (x > right) | (y < top) | (y > bottom)
    }

    /// Points that a glyph of this width in text space takes along its direction.
    fn advance(&self, width: f64) -> f32 {
        let stretch = if self.vertical { 1.0 } else { self.stretch };
        (width * stretch * self.along).abs() as f32
    }

    fn rect(&self, pen: f64, width: f64) -> Rect {
        if let Some(level) = self.level {
            let (from, to) = (pen * self.to_page.a, (pen + width * self.stretch) * self.to_page.a);
            let x = (self.to_page.e + from.min(to)) as f32;
            return Rect { x, y: level.top, w: (to - from).abs() as f32, h: level.height };
        }
        if self.vertical {
            let half = self.type_size / 2.0;
            return self.to_page.bounds(-half, pen, half, pen - width);
        }
        let (low, high) = (self.rise + self.descent, self.rise + self.ascent);
        self.to_page.bounds(pen, low, pen + width * self.stretch, high)
    }

    fn baseline(&self, pen: f64) -> f32 {
        if let Some(level) = self.level {
            return level.baseline;
        }
        let (x, y) =
            if self.vertical { self.to_page.apply(0.0, pen) } else { self.to_page.apply(pen, self.rise) };
        (if self.angle.rem_euclid(180) == 90 { x } else { y }) as f32
    }
}

/// Length of a vector; most lie along an axis.
fn length(x: f64, y: f64) -> f64 {
    if x == 0.0 || y == 0.0 { (x + y).abs() } else { x.hypot(y) }
}

/// Degrees counter-clockwise of a direction on the page (y down), made a multiple of 90 where it is near one.
fn angle(dx: f64, dy: f64) -> i16 {
    if dy == 0.0 && dx > 0.0 || !dx.is_finite() || !dy.is_finite() {
        return 0;
    }
    let degrees = (-dy).atan2(dx).to_degrees();
    // Recognised text of scans that lay askew is off by up to three degrees.
    let quarter = (degrees / 90.0).round() * 90.0;
    let degrees = if (degrees - quarter).abs() <= 3.0 { quarter } else { degrees.round() };
    (degrees as i16).rem_euclid(360)
}
