//! Marked content: artifacts, hidden layers, replacement text.

use lopdf::Dictionary;

use super::{Interpreter, named};
use crate::glyph::Glyph;
use crate::pdf::access;
use crate::pdf::lex::Token;

/// An open marked-content sequence.
#[derive(Debug, Default)]
pub(super) struct Mark {
    artifact: bool,
    hidden: bool,
    /// Replacement text, and the first glyph that it replaces.
    actual: Option<(String, usize)>,
}

/// Deepest nesting of marked content that is followed.
const DEPTH: usize = 512;

impl Interpreter<'_> {
    /// `BMC`, `BDC`.
    pub(super) fn open_mark(&mut self, operands: &[Token<'_>], resources: &Dictionary) {
        let mut mark = Mark::default();
        let tag = match operands.first() {
            Some(Token::Name(tag)) => *tag,
            _ => b"",
        };
        mark.artifact = self.is_artifact() || tag == b"Artifact";
        mark.hidden = self.is_hidden();
        let doc = self.shared.doc;
        let mut actual = inline_actual_text(operands);
        if let Some(Token::Name(_)) = operands.get(1)
            && let Some(object) = named(doc, resources, b"Properties", &operands[1..])
        {
            mark.hidden |= tag == b"OC" && self.shared.hidden.hides(doc, object);
            let dict = access::resolve(doc, object).and_then(access::as_dict);
            actual = dict.and_then(|dict| access::get(doc, dict, b"ActualText")).and_then(access::text);
        }
        mark.actual = actual.map(|text| (text, self.page.glyphs.len()));
        // Past the limit the innermost mark stands for all: `EMC` must still find one for each.
        if self.marks.len() < DEPTH {
            self.marks.push(mark);
        }
    }

    /// `EMC`.
    pub(super) fn close_mark(&mut self) {
        if let Some(Mark { actual: Some((text, first)), .. }) = self.marks.pop() {
            self.replace(&text, first);
        }
    }

    /// Closes marks that the content left open, down to `depth`.
    pub(super) fn close_marks(&mut self, depth: usize) {
        while self.marks.len() > depth {
            self.close_mark();
        }
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.marks.last().is_some_and(|mark| mark.hidden)
    }

    pub(super) fn is_artifact(&self) -> bool {
        self.marks.last().is_some_and(|mark| mark.artifact)
    }

    /// Puts `text` in the place of the glyphs from `first` on.
    fn replace(&mut self, text: &str, first: usize) {
        let Some(glyphs) = self.page.glyphs.get(first..) else { return };
        let Some(head) = glyphs.first().copied() else { return };
        let shown = &self.page.text[head.start as usize..];
        let text: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let text = crate::pdf::font::plain(text);
        if same_letters(shown, &text) {
            return;
        }
        let on_one_line = glyphs.iter().all(|glyph| {
            glyph.angle == head.angle && (glyph.baseline - head.baseline).abs() < 0.5 * head.size.max(1.0)
        });
        let words = text.split_whitespace().count();
        let readable = glyphs.iter().all(|glyph| glyph.len > 0);
        // An empty replacement hides what is drawn; a paragraph for many lines has no places for its words: what is
        // drawn is kept, for nothing may be lost in silence.
        let empty = text.trim().is_empty() && shown.chars().any(char::is_alphanumeric);
        if (words > 1 && !on_one_line && readable) || empty {
            return;
        }
        let rect =
            glyphs.iter().map(|glyph| glyph.rect).reduce(crosscut_text::Rect::union).unwrap_or(head.rect);
        let advance = glyphs.iter().map(|glyph| glyph.advance).sum();
        self.page.glyphs.truncate(first);
        self.counts.replaced(first);
        self.page.text.truncate(head.start as usize);
        if words > 1 && head.angle == 0 {
            self.spread(&text, Glyph { rect, ..head });
            return;
        }
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        self.page.text.push_str(text);
        self.page.glyphs.push(Glyph { len: text.len() as u16, rect, advance, ..head });
    }

    /// Gives each character of a replacement its share of the box.
    fn spread(&mut self, text: &str, whole: Glyph) {
        let count = text.chars().count().max(1) as f32;
        let step = whole.rect.w / count;
        let mut x = whole.rect.x;
        for c in text.chars() {
            let start = self.page.text.len() as u32;
            self.page.text.push(c);
            let rect = crosscut_text::Rect { x, w: step, ..whole.rect };
            let len = c.len_utf8() as u16;
            self.page.glyphs.push(Glyph { start, len, rect, advance: step, ..whole });
            x += step;
        }
    }
}

/// Whether two texts hold the same letters, white space aside.
fn same_letters(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    letters(a) == letters(b)
}

/// `/ActualText` of properties in the content itself.
fn inline_actual_text(operands: &[Token<'_>]) -> Option<String> {
    let at = operands.iter().position(|token| *token == Token::Name(b"ActualText"))?;
    let Some(Token::Text(text)) = operands.get(at + 1) else { return None };
    Some(access::decode_text(text.decode(&mut Vec::new())))
}
