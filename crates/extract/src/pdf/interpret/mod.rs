//! Runs the content of a page: operators → glyphs, rules, images.

mod annotations;
mod marked;
mod state;
mod text;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use crosscut_text::{Loss, LossKind, Size};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::{self, Font, FontCache};
use super::lex::{Lexer, Token, decode_name, is_space};
use super::limits::{FORM_NESTING, FORMS, MARKS, OPERANDS, STATES, Spent, Work};
use super::matrix::Matrix;
use super::optional::Hidden;
use super::page_tree::PageNode;
use super::path::Path;
use super::pictured::{self, Picture};
use super::{access, filter, garble};
use crate::glyph::GlyphPage;

use self::marked::Mark;
use self::state::State;
use self::text::{Pen, Seen};

/// What a page is read with, the same for all pages of a document.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) doc: &'a Document,
    pub(super) hidden: &'a Hidden,
    pub(super) fonts: &'a FontCache<'a>,
}

/// Room that is made for glyphs before any is seen.
const MOST_EXPECTED: usize = 8_192;

/// Reads one page within `allowance`.
pub(super) fn page(
    shared: Shared<'_>,
    node: &PageNode<'_>,
    number: u32,
    label: &str,
    allowance: Work,
) -> (GlyphPage, Spent) {
    let (base, size) = display(node);
    let page = GlyphPage { number, label: label.to_owned(), size, ..GlyphPage::default() };
    let mut interpreter = Interpreter::new(shared, base, page, allowance);
    let content = interpreter.content(node.dict);
    let likely = (content.len() / 6).min(MOST_EXPECTED);
    interpreter.page.take_room();
    interpreter.page.glyphs.reserve(likely);
    interpreter.page.text.reserve(likely);
    let empty = Dictionary::new();
    let resources = node.resources.unwrap_or(&empty);
    interpreter.run(&content, resources);
    interpreter.begin_afresh(base);
    annotations::draw(&mut interpreter, node.dict, resources, base);
    interpreter.finish()
}

/// The map from user space to the displayed page (origin top left, y down), and its size.
fn display(node: &PageNode<'_>) -> (Matrix, Size) {
    let [x0, y0, x1, y1] = node.view;
    let u = node.user_unit;
    let (w, h) = ((x1 - x0) * u, (y1 - y0) * u);
    let matrix = match node.turns {
        1 => [0.0, u, u, 0.0, -y0 * u, -x0 * u],
        2 => [-u, 0.0, 0.0, u, x1 * u, -y0 * u],
        3 => [0.0, -u, -u, 0.0, y1 * u, x1 * u],
        _ => [u, 0.0, 0.0, -u, -x0 * u, y1 * u],
    };
    let size = if node.turns % 2 == 1 {
        Size { w: h as f32, h: w as f32 }
    } else {
        Size { w: w as f32, h: h as f32 }
    };
    (Matrix::new(matrix), size)
}

/// The state of reading one page.
struct Interpreter<'a> {
    shared: Shared<'a>,
    page: GlyphPage,
    /// The page's fonts, in the order of their styles in `page.fonts`.
    fonts: Vec<(usize, Arc<Font>)>,
    state: State,
    saved: Vec<State>,
    pen: Pen,
    seen: Seen,
    marks: Vec<Mark>,
    counts: garble::Counts,
    /// The page's pictures, with their streams.
    pictures: Vec<Picture>,
    path: Path,
    left: Work,
    allowance: Work,
    forms_left: u32,
    /// Forms being drawn, by the address of their stream.
    active: Vec<usize>,
    decoded: HashMap<usize, Rc<Vec<u8>>>,
    /// Kinds of damage that were reported already.
    reported: Vec<&'static str>,
    /// Room for the bytes of a string.
    scratch: Vec<u8>,
}

impl<'a> Interpreter<'a> {
    fn new(shared: Shared<'a>, base: Matrix, page: GlyphPage, allowance: Work) -> Self {
        Self {
            shared,
            page,
            fonts: Vec::new(),
            state: State::new(base),
            saved: Vec::new(),
            pen: Pen::default(),
            seen: Seen::default(),
            marks: Vec::new(),
            counts: garble::Counts::default(),
            pictures: Vec::new(),
            path: Path::default(),
            left: allowance,
            allowance,
            forms_left: FORMS,
            active: Vec::new(),
            decoded: HashMap::new(),
            reported: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Forgets the state that a content stream left behind.
    fn begin_afresh(&mut self, base: Matrix) {
        self.state = State::new(base);
        self.saved.clear();
        self.close_marks(0);
    }

    fn finish(mut self) -> (GlyphPage, Spent) {
        self.close_marks(0);
        self.seen.leave_room();
        garble::judge(&mut self.page, &self.counts);
        pictured::judge(
            self.shared.doc,
            &mut self.page,
            &self.pictures,
            self.counts.read(),
            self.counts.shapes,
        );
        let spent = Spent {
            bytes: self.allowance.bytes - self.left.bytes,
            operators: self.allowance.operators - self.left.operators,
            glyphs: self.allowance.glyphs - self.left.glyphs,
            fonts: self.fonts.iter().map(|(key, _)| *key).collect(),
        };
        (self.page, spent)
    }

    /// Records a loss, each kind of words once a page.
    fn lose(&mut self, kind: LossKind, detail: &'static str) {
        if !self.reported.contains(&detail) {
            self.reported.push(detail);
            self.page.losses.push(Loss::new(self.page.number, kind, detail));
        }
    }

    /// The page's content: its streams one after the other.
    fn content(&mut self, dict: &Dictionary) -> Vec<u8> {
        let doc = self.shared.doc;
        let parts: Vec<&Object> = match access::get(doc, dict, b"Contents") {
            Some(Object::Array(items)) => {
                items.iter().filter_map(|item| access::resolve(doc, item)).collect()
            }
            Some(object) => vec![object],
            None => Vec::new(),
        };
        let mut content = Vec::new();
        for stream in parts.iter().filter_map(|part| part.as_stream().ok()) {
            let bytes = self.decode(stream);
            if parts.len() == 1 {
                return bytes;
            }
            content.extend_from_slice(&bytes);
            content.push(b'\n');
        }
        content
    }

    fn decode(&mut self, stream: &Stream) -> Vec<u8> {
        let limit = usize::try_from(self.left.bytes).unwrap_or(usize::MAX);
        let decoded = filter::decode(self.shared.doc, stream, limit);
        self.left.bytes = self.left.bytes.saturating_sub(decoded.cost as u64);
        match decoded.flaw {
            Some(filter::Flaw::TooLong) => {
                self.lose(LossKind::LimitReached, "its content exceeds the size limit: the rest is missing");
            }
            Some(filter::Flaw::Damaged) => {
                self.lose(LossKind::Damaged, "some of its content is damaged: text may be missing");
            }
            Some(filter::Flaw::Unsupported) => {
                self.lose(
                    LossKind::Unsupported,
                    "some of its content uses an unknown compression: text may be missing",
                );
            }
            None => {}
        }
        decoded.bytes.into_owned()
    }

    /// Runs a content stream.
    fn run(&mut self, content: &[u8], resources: &Dictionary) {
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Token<'_>> = Vec::with_capacity(64);
        while let Some(token) = lexer.next() {
            match token {
                Token::Word(b"true" | b"false" | b"null") => operands.push(token),
                Token::Word(operator) => {
                    if self.left.operators == 0 || self.left.glyphs == 0 {
                        let detail = "it draws more than the limit: the rest is missing";
                        self.lose(LossKind::LimitReached, detail);
                        return;
                    }
                    self.left.operators -= 1;
                    if operator == b"BI" {
                        self.image(Matrix::IDENTITY, None);
                        skip_inline_image(&mut lexer);
                    } else {
                        self.operator(operator, &operands, resources);
                    }
                    operands.clear();
                }
                _ => {
                    if operands.len() >= OPERANDS {
                        operands.drain(..OPERANDS / 2);
                    }
                    operands.push(token);
                }
            }
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token<'_>], resources: &Dictionary) {
        match operator {
            b"q" => {
                if self.saved.len() < STATES {
                    self.saved.push(self.state);
                }
            }
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(n) = numbers(operands) {
                    self.state.ctm = Matrix::new(n).then(self.state.ctm);
                }
            }
            b"w" => self.state.line_width = last(operands).unwrap_or(1.0),
            b"gs" => self.external_state(operands, resources),
            b"Do" => self.external_object(operands, resources),
            b"BMC" | b"BDC" => self.open_mark(operands, resources),
            b"EMC" => self.close_mark(),
            _ if self.path_operator(operator, operands) => {}
            _ => self.text_operator(operator, operands, resources),
        }
    }

    /// Path construction and painting; whether the operator is one of these.
    fn path_operator(&mut self, operator: &[u8], operands: &[Token<'_>]) -> bool {
        let ctm = self.state.ctm;
        let path = &mut self.path;
        match operator {
            b"W" | b"W*" => path.clip(),
            b"m" => numbers(operands).into_iter().for_each(|n| path.move_to(ctm, n)),
            b"l" => numbers(operands).into_iter().for_each(|n| path.line_to(ctm, n)),
            b"c" | b"v" | b"y" => numbers(operands).into_iter().for_each(|n| path.curve_to(ctm, n)),
            b"h" => path.close(),
            b"re" => numbers(operands).into_iter().for_each(|n| path.rectangle(ctm, n)),
            b"S" => self.paint(false, true),
            b"s" => {
                path.close();
                self.paint(false, true);
            }
            b"f" | b"F" | b"f*" => self.paint(true, false),
            b"B" | b"B*" => self.paint(true, true),
            b"b" | b"b*" => {
                path.close();
                self.paint(true, true);
            }
            b"n" => {
                self.clip();
                self.path.clear();
            }
            _ => return false,
        }
        true
    }

    /// Clips what is drawn after a path that was marked for it.
    fn clip(&mut self) {
        if let Some(extent) = self.path.take_clip() {
            self.state.clip(extent);
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        self.clip();
        if self.is_hidden() {
            self.path.clear();
            return;
        }
        self.counts.shapes += 1;
        let ctm = self.state.ctm;
        let scale = (ctm.a * ctm.d - ctm.b * ctm.c).abs().sqrt();
        let width = (self.state.line_width * scale).max(0.25);
        if let Some(shape) = self.path.shape().filter(|_| self.page.shapes.len() < MARKS) {
            self.page.shapes.push(shape);
        }
        self.path.paint(fill, stroke.then_some(width), &mut self.page.rules);
    }

    fn external_state(&mut self, operands: &[Token<'_>], resources: &Dictionary) {
        let doc = self.shared.doc;
        let Some(found) = named(doc, resources, b"ExtGState", operands) else { return };
        let Some(dict) = access::resolve(doc, found).and_then(access::as_dict) else { return };
        if let Some([font, size, ..]) = access::array(doc, dict, b"Font") {
            let font = access::resolve(doc, font).and_then(access::as_dict);
            self.set_font(font, access::resolve(doc, size).and_then(access::as_number).unwrap_or(1.0));
        }
    }

    /// Selects a font, known or new to the page.
    fn set_font(&mut self, dict: Option<&Dictionary>, size: f64) {
        let key = dict.map_or(0, font::key);
        let index = self.fonts.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            let out_of_budget = self.left.fonts == 0;
            if out_of_budget {
                self.lose(
                    LossKind::LimitReached,
                    "it uses more fonts than the limit: some letters may be wrong",
                );
            }
            let font = self.shared.fonts.get(dict.filter(|_| !out_of_budget));
            self.left.fonts = self.left.fonts.saturating_sub(font.cost());
            self.page.fonts.push(font.style.clone());
            self.fonts.push((key, font));
            self.fonts.len() - 1
        });
        self.state.font = Some(index);
        self.state.size = size;
    }

    fn external_object(&mut self, operands: &[Token<'_>], resources: &Dictionary) {
        let doc = self.shared.doc;
        let Some(found) = named(doc, resources, b"XObject", operands) else { return };
        let Some(Object::Stream(stream)) = access::resolve(doc, found) else { return };
        if let Ok(content) = stream.dict.get(b"OC")
            && self.shared.hidden.hides(doc, content)
        {
            return;
        }
        match access::name(doc, &stream.dict, b"Subtype") {
            Some(b"Image") => self.image(Matrix::IDENTITY, found.as_reference().ok()),
            Some(b"Form") => self.form(stream, Matrix::IDENTITY, resources),
            // Written by some: a form without its subtype.
            None if stream.dict.has(b"BBox") => self.form(stream, Matrix::IDENTITY, resources),
            _ => {}
        }
    }

    fn image(&mut self, place: Matrix, id: Option<ObjectId>) {
        let matrix = place.then(self.state.ctm);
        if matrix.is_finite() && self.page.images.len() < MARKS && !self.is_hidden() {
            let rect = matrix.bounds(0.0, 0.0, 1.0, 1.0);
            self.page.images.push(rect);
            self.pictures.push(Picture { rect, matrix, id });
        }
    }

    /// Draws a form, with `place` put before the current matrix.
    fn form(&mut self, stream: &Stream, place: Matrix, resources: &Dictionary) {
        let doc = self.shared.doc;
        let key = std::ptr::from_ref(stream).addr();
        if self.active.contains(&key) {
            return;
        }
        if self.active.len() >= FORM_NESTING || self.forms_left == 0 {
            let detail = "its content is nested too deeply: some of it is missing";
            self.lose(LossKind::LimitReached, detail);
            return;
        }
        self.forms_left -= 1;
        let content = match self.decoded.get(&key) {
            Some(content) => Rc::clone(content),
            None => {
                let content = Rc::new(self.decode(stream));
                self.decoded.insert(key, Rc::clone(&content));
                content
            }
        };
        let matrix = access::matrix(doc, &stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
        let own = access::dict(doc, &stream.dict, b"Resources").unwrap_or(resources);
        let (state, depth, marks, pen) = (self.state, self.saved.len(), self.marks.len(), self.pen);
        self.state.ctm = matrix.then(place).then(self.state.ctm);
        if let Some([x0, y0, x1, y1]) =
            access::array(doc, &stream.dict, b"BBox").and_then(|b| access::numbers(doc, b))
            && x0 != x1
            && y0 != y1
        {
            let shown = self.state.ctm.bounds(x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
            self.state.clip([shown.x, shown.y, shown.right(), shown.bottom()].map(f64::from));
        }
        self.active.push(key);
        self.run(&content, own);
        self.active.pop();
        self.close_marks(marks);
        self.saved.truncate(depth);
        self.state = state;
        self.pen = pen;
    }
}

/// The last `N` operands, which are numbers.
fn numbers<const N: usize>(operands: &[Token<'_>]) -> Option<[f64; N]> {
    let tail: &[Token<'_>; N] = operands.last_chunk()?;
    let mut numbers = [0.0; N];
    for (number, token) in numbers.iter_mut().zip(tail) {
        let Token::Number(n) = token else { return None };
        *number = *n;
    }
    Some(numbers)
}

/// The last operand, a number.
fn last(operands: &[Token<'_>]) -> Option<f64> {
    numbers(operands).map(|[n]| n)
}

/// The resource of kind `kind` that the last name among the operands names, as it is written.
fn named<'d>(
    doc: &'d Document,
    resources: &'d Dictionary,
    kind: &[u8],
    operands: &[Token<'_>],
) -> Option<&'d Object> {
    let name = operands.iter().rev().find_map(|token| match token {
        Token::Name(name) => Some(*name),
        _ => None,
    })?;
    access::dict(doc, resources, kind)?.get(&decode_name(name)).ok()
}

/// Goes past the data of an inline image, after `BI`.
fn skip_inline_image(lexer: &mut Lexer<'_>) {
    while let Some(token) = lexer.next() {
        if token == Token::Word(b"ID") {
            break;
        }
    }
    let rest = lexer.rest();
    let start = lexer.pos();
    let ends = memchr::memmem::find_iter(rest, b"EI").filter(|&at| {
        let before = at == 0 || is_space(rest[at - 1]);
        let after = &rest[at + 2..];
        // Image data may hold these bytes by chance: text must follow.
        let text = |byte: &u8| is_space(*byte) && *byte != 0 || (0x20..0x7F).contains(byte);
        before && after.first().is_none_or(|&byte| is_space(byte)) && after.iter().take(12).all(text)
    });
    let end = ends.into_iter().next().map_or(rest.len(), |at| at + 2);
    lexer.seek(start + end);
}
