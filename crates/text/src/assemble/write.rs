//! The text itself, with account of where each word came from.

use super::flow::Paragraph as Source;
use super::mark::{Raised, raised};
use super::seam::{Seam, Vocabulary, composes_nothing};
use crate::lexicon::invisible;
use crate::{Line, Paragraph, Rect, Span, Word, WordBox};
use std::{borrow::Cow, collections::BTreeSet};
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// Writes paragraphs one after the other.
pub(super) struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    marks: &'a BTreeSet<String>,
    text: String,
    paragraphs: Vec<Paragraph>,
    words: Vec<WordBox>,
}

/// A part of a line in one place: a word, or what a change of style cuts off of one.
struct Piece<'a> {
    text: Cow<'a, str>,
    /// Whether it follows the piece before without a space.
    glued: bool,
    superscript: bool,
    rect: Option<Rect>,
    confidence: Option<f32>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, marks: &'a BTreeSet<String>) -> Self {
        Self { vocabulary, marks, text: String::new(), paragraphs: Vec::new(), words: Vec::new() }
    }

    pub(super) fn finish(self) -> (String, Vec<Paragraph>, Vec<WordBox>) {
        (self.text, self.paragraphs, self.words)
    }

    /// Writes one paragraph as one line; nothing where it shows nothing.
    pub(super) fn paragraph(&mut self, source: &Source<'_>) {
        let undo = self.text.len();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        let mut left = "";
        for (page, line) in source.lines() {
            let mut tokens = line.text.split_whitespace();
            let right = tokens.next().unwrap_or_default();
            let seam = if self.text.len() == start { Seam::Glue } else { self.vocabulary.seam(left, right) };
            self.join(seam, left);
            self.line(line, page.number, source.role().is_text());
            left = tokens.next_back().unwrap_or(right);
        }
        if self.text[start..].ends_with(' ') {
            self.text.pop();
        }
        if self.text.len() == start {
            self.text.truncate(undo);
        } else {
            self.paragraphs.push(describe(source, Span::at(start, self.text.len() - start)));
        }
    }

    /// Ends a line: a space, nothing, or one hyphen less.
    fn join(&mut self, seam: Seam, left: &str) {
        match seam {
            Seam::Space if !self.text.ends_with([' ', '\n']) => self.text.push(' '),
            Seam::Undo if left.ends_with(['-', '\u{2010}']) && self.text.ends_with(['-', '\u{2010}']) => {
                self.text.pop();
                let end = self.text.len();
                if let Some(last) = self.words.pop_if(|word| word.span.end() > end)
                    && let Some(span) = Span::new(last.span.start(), end).filter(|span| !span.is_empty())
                {
                    self.words.push(WordBox { span, ..last });
                }
            }
            _ => {}
        }
    }

    /// Writes the words of a line behind what is there.
    fn line(&mut self, line: &Line, page: u32, in_body: bool) {
        if is_plain(line) {
            let start = self.text.len();
            self.text.push_str(&line.text);
            return self.words.extend(line.words.iter().map(|word| WordBox {
                span: Span::at(start + word.span.start(), word.span.len()),
                page,
                rect: word.rect,
                confidence: word.confidence,
            }));
        }
        let pieces = pieces(line);
        let mut first = true;
        let mut apart = false;
        for (i, piece) in pieces.iter().enumerate() {
            let mut glued = piece.glued || first;
            if apart && glued && piece.text.starts_with(char::is_alphanumeric) {
                glued = false;
            }
            apart = false;
            if piece.superscript && in_body && !first {
                let after = pieces.get(i + 1).filter(|next| next.glued).map_or("", |next| &next.text);
                match raised(&piece.text, &self.text, after, self.marks) {
                    Raised::Dropped => continue,
                    Raised::Apart => (glued, apart) = (false, true),
                    Raised::Glued => {}
                }
            } else if piece.superscript && !in_body {
                apart = true;
            }
            if !glued && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            self.piece(piece, page);
            first = false;
        }
    }

    fn piece(&mut self, piece: &Piece<'_>, page: u32) {
        let start = self.text.len();
        self.text.push_str(&piece.text);
        if let Some(rect) = piece.rect {
            let (span, confidence) = (Span::at(start, piece.text.len()), piece.confidence);
            self.words.push(WordBox { span, page, rect, confidence });
        }
    }
}

/// Whether a line is written as it is, as most are: letters and signs of ASCII with one space between words, none of
/// them raised, and each box around no more than a word.
fn is_plain(line: &Line) -> bool {
    let bytes = line.text.as_bytes();
    let mut before = b' ';
    let spaced = bytes.iter().all(|&byte| {
        let after = std::mem::replace(&mut before, byte);
        byte.is_ascii_graphic() || byte == b' ' && after != b' '
    });
    let mut end = 0;
    let whole = |word: &Word| {
        let from = std::mem::replace(&mut end, word.span.end());
        let own = bytes.get(word.span.start()..word.span.end());
        !word.superscript
            && word.span.start() >= from
            && own.is_some_and(|own| !own.is_empty() && !own.contains(&b' '))
    };
    spaced && before != b' ' && line.words.iter().all(whole)
}

/// The pieces of a line, cut at white space and where its words begin, in normalisation form C, none of them empty.
fn pieces(line: &Line) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(line.words.len());
    let mut words = line.words.iter().peekable();
    let base = line.text.as_ptr() as usize;
    for token in line.text.split_whitespace() {
        let mut at = token.as_ptr() as usize - base;
        let end = at + token.len();
        let mut glued = false;
        while at < end {
            while words.next_if(|word| word.span.end() <= at).is_some() {}
            let next = words.peek().copied();
            let here = next.filter(|word| word.span.start() <= at);
            let stop =
                next.map_or(end, |word| if here.is_some() { word.span.end() } else { word.span.start() });
            let stop = if stop < end && line.text.is_char_boundary(stop) { stop } else { end };
            let text = clean(&line.text[at..stop]);
            let (rect, superscript) = (here.map(|word| word.rect), here.is_some_and(|word| word.superscript));
            let confidence = here.and_then(|word| word.confidence);
            push(&mut pieces, Piece { text, glued, superscript, rect, confidence });
            (at, glued) = (stop, true);
        }
    }
    pieces
}

/// Adds a piece; to the one before where the two compose.
fn push<'a>(pieces: &mut Vec<Piece<'a>>, piece: Piece<'a>) {
    let Some(first) = piece.text.chars().next() else { return };
    if piece.glued
        && let Some(before) = pieces.last_mut()
        && before.text.chars().next_back().is_some_and(|last| !composes_nothing(last, first))
    {
        before.text = (before.text.to_string() + &piece.text).nfc().collect();
        before.rect = before.rect.into_iter().chain(piece.rect).reduce(Rect::union);
    } else {
        pieces.push(piece);
    }
}

/// The text without what shows nothing, in normalisation form C; presentation forms written as plain letters.
fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return text.into();
    }
    let plain = !text.chars().any(|c| is_invisible(c) || is_presentation_form(c));
    if plain && is_nfc_quick(text.chars()) == unicode_normalization::IsNormalized::Yes {
        return text.into();
    }
    let visible = text.chars().filter(|&c| !is_invisible(c));
    let letters: String = visible
        .flat_map(|c| {
            let forms = is_presentation_form(c).then(|| std::iter::once(c).nfkc());
            forms.into_iter().flatten().chain((!is_presentation_form(c)).then_some(c))
        })
        .collect();
    letters.nfc().collect::<String>().into()
}

/// What the text is better without; lines hold no white space but spaces.
fn is_invisible(c: char) -> bool {
    invisible::is_noise(c) || c.is_control()
}

/// Ligatures of Latin, Armenian and Hebrew, and Arabic presentation forms.
fn is_presentation_form(c: char) -> bool {
    matches!(u32::from(c), 0xFB00..=0xFBB1 | 0xFBD3..=0xFD3D | 0xFE70..=0xFEFC)
}

/// What the paragraph is, as its source showed it.
fn describe(source: &Source<'_>, span: Span) -> Paragraph {
    let first = source.first;
    let weigh = |is: fn(&Line) -> bool| {
        let (mut yes, mut all) = (0, 0);
        for (_, line) in source.lines() {
            all += line.text.len();
            yes += if is(line) { line.text.len() } else { 0 };
        }
        2 * yes > all
    };
    let opening = source.lines().next().map(|(_, line)| line);
    let longest =
        source.lines().map(|(_, line)| line).reduce(|a, b| if b.text.len() > a.text.len() { b } else { a });
    Paragraph {
        span,
        role: source.role(),
        level: first.block.level,
        page: first.page.size.map(|_| first.page.number),
        indent: opening.and_then(Line::rect).map(|rect| rect.x).or(first.block.indent),
        font_size: longest.map_or(0.0, |line| line.font_size),
        bold: weigh(|line| line.bold),
        italic: weigh(|line| line.italic),
        centred: first.block.centred,
        cell: first.block.cell,
    }
}
