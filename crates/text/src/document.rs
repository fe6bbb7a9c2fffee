//! One source file's text, frozen, with where every word came from.

use crate::{AgreementId, Cell, Coverage, Loss, PageBox, Rect, Role, Size, Span};

/// The text of one source, with its provenance. The text never changes once assembled: everything else points
/// into it by [`Span`].
///
/// ```
/// use crosscut_text::{AgreementId, Block, Page, Role, Source, assemble};
/// let blocks = vec![Block::plain(Role::Body, "Each Party shall"), Block::plain(Role::Note, "1 See Annex I.")];
/// let pages = [Page { number: 1, blocks, ..Page::default() }];
/// let document = assemble(AgreementId::slug("accord"), Source::default(), &pages, Vec::new());
/// assert_eq!(document.text, "Each Party shall\n1 See Annex I.");
/// assert_eq!(document.paragraphs[1].role, Role::Note);
/// assert_eq!(document.coverage.words, 7);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Document {
    /// The agreement that it is (a part of).
    pub agreement: AgreementId,
    /// Which file it was read from.
    pub source: Source,
    /// Body text then notes: one line a paragraph, lines separated by `\n`, hyphenation at line ends undone.
    pub text: String,
    /// What each line of the text is, in the order of the text, without overlap.
    pub paragraphs: Vec<Paragraph>,
    /// The place of each word on its page, in the order of the text; empty for a source without positions.
    pub words: Vec<WordBox>,
    /// The pages; empty for a source without pages.
    pub pages: Vec<PageInfo>,
    /// What could not be read.
    pub losses: Vec<Loss>,
    /// How much was read.
    pub coverage: Coverage,
}

/// The file that a document was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// File name, without folders.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Media type: `application/pdf`, `text/html` …
    pub media_type: String,
}

impl Source {
    /// Whether its pages can be shown as they look: a PDF, or pictures of pages.
    pub fn has_page_pictures(&self) -> bool {
        self.media_type == "application/pdf" || self.media_type.starts_with("image/")
    }
}

/// A paragraph, heading, table cell or note of the text, as its source showed it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Paragraph {
    /// Its line of the text, without the `\n`.
    pub span: Span,
    /// What it is; never a header, footer or page number.
    pub role: Role,
    /// Heading level (1 is the highest) where the source says so.
    pub level: Option<u8>,
    /// Page number from 1 where it starts; `None` for a source without pages.
    pub page: Option<u32>,
    /// Left edge of its first line in points, `None` for a source without positions.
    pub indent: Option<f32>,
    /// Size of the type in points; 0 where it is not known.
    pub font_size: f32,
    /// Whether most of it is bold.
    pub bold: bool,
    /// Whether most of it is italic.
    pub italic: bool,
    /// Whether it is set centred on its column.
    pub centred: bool,
    /// Its place in a table, for table cells.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub cell: Option<Cell>,
}

/// The place of a word of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WordBox {
    /// Range in the document's text. A word broken over two lines has two entries.
    pub span: Span,
    /// Page number from 1.
    pub page: u32,
    /// The place on it.
    pub rect: Rect,
    /// How sure a text recogniser was, 0 to 1; `None` for text that the file holds itself.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub confidence: Option<f32>,
}

/// Words of which a recogniser is less sure are marked as doubtful: on scans of known text a third of them is wrong or more.
pub const UNSURE: f32 = 0.7;

/// A page without its text.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageInfo {
    /// Position in the document, from 1.
    pub number: u32,
    /// What the document itself calls the page.
    pub label: String,
    /// Displayed size.
    pub size: Size,
    /// Direction in which its text runs as it is displayed, in degrees clockwise from left to right: not 0 where the page
    /// was turned or straightened to be read.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_level"))]
    pub angle: f32,
}

#[cfg(feature = "serde")]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_level(angle: &f32) -> bool {
    *angle == 0.0
}

impl Document {
    /// The words that a span touches.
    pub fn words_in(&self, span: Span) -> &[WordBox] {
        let first = self.words.partition_point(|word| word.span.end() <= span.start());
        let count = self.words[first..].partition_point(|word| word.span.start() < span.end());
        &self.words[first..first + count]
    }

    /// Page numbers (from 1) that a span touches, in the order of the text, each once.
    pub fn pages_of(&self, span: Span) -> Vec<u32> {
        let mut pages: Vec<u32> = Vec::new();
        for word in self.words_in(span) {
            if !pages.contains(&word.page) {
                pages.push(word.page);
            }
        }
        pages
    }

    /// The places of a span on its pages: one box for each run of words on a line.
    pub fn boxes_of(&self, span: Span) -> Vec<PageBox> {
        let mut boxes: Vec<PageBox> = Vec::new();
        for word in self.words_in(span) {
            match boxes.last_mut() {
                Some(last) if last.page == word.page && same_line(last.rect, word.rect) => {
                    last.rect = last.rect.union(word.rect);
                }
                _ => boxes.push(PageBox { page: word.page, rect: word.rect }),
            }
        }
        boxes
    }

    /// How sure the recogniser was of the words of a span, 0 to 1, their mean; `None` where none of them was recognised
    /// from a picture (OCR).
    pub fn recognised(&self, span: Span) -> Option<f32> {
        let sure: Vec<f32> = self.words_in(span).iter().filter_map(|word| word.confidence).collect();
        let mean = sure.iter().sum::<f32>() / sure.len().max(1) as f32;
        (!sure.is_empty()).then(|| (mean * 100.0).round() / 100.0)
    }

    /// The words of a span of which the recogniser was less sure than [`UNSURE`], as ranges of the span; a word that was
    /// broken over two lines is one.
    pub fn doubtful(&self, span: Span) -> Vec<Span> {
        let mut doubtful: Vec<Span> = Vec::new();
        for word in self.words_in(span) {
            let (Some(sure), Some(part)) = (word.confidence, word.span.intersection(span)) else { continue };
            let start = part.start() - span.start();
            match doubtful.last_mut() {
                // Its other half.
                Some(last) if last.end() == start && sure < UNSURE => {
                    *last = Span::at(last.start(), last.len() + part.len());
                }
                _ if sure < UNSURE
                    && part.cut(&self.text).is_some_and(|word| word.contains(char::is_alphanumeric)) =>
                {
                    doubtful.push(Span::at(start, part.len()));
                }
                _ => {}
            }
        }
        doubtful
    }

    /// What page `number` (from 1) calls itself; the number itself where the page is not known.
    pub fn page_label(&self, number: u32) -> String {
        let page = self.pages.iter().find(|page| page.number == number);
        page.map_or_else(|| number.to_string(), |page| page.label.clone())
    }
}

/// Whether a word follows on the same line: it overlaps half of the height and does not jump far ahead or back.
fn same_line(line: Rect, word: Rect) -> bool {
    let shared = line.bottom().min(word.bottom()) - line.y.max(word.y);
    let height = line.h.min(word.h).max(1.0);
    shared >= 0.5 * height && word.x >= line.x && word.x - line.right() < 4.0 * height.max(6.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn document(words: &[(usize, u32, f32, f32)]) -> Document {
        let mut text = String::new();
        let mut boxes = Vec::new();
        for &(length, page, x, y) in words {
            boxes.push(WordBox {
                span: Span::at(text.len(), length),
                page,
                rect: Rect { x, y, w: 20.0, h: 10.0 },
                confidence: None,
            });
            text.push_str(&"w".repeat(length));
            text.push(' ');
        }
        Document {
            agreement: AgreementId::slug("a"),
            source: Source::default(),
            text,
            paragraphs: Vec::new(),
            words: boxes,
            pages: Vec::new(),
            losses: Vec::new(),
            coverage: Coverage::default(),
        }
    }

    proptest! {
        #[test]
        fn words_in_finds_what_a_scan_finds(lengths in prop::collection::vec(1usize..8, 0..30), a in 0usize..200, n in 1usize..50) {
            let words: Vec<_> = lengths.iter().map(|&l| (l, 1, 0.0, 0.0)).collect();
            let document = document(&words);
            let span = Span::at(a, n);
            let scan: Vec<WordBox> = document.words.iter().copied().filter(|w| w.span.intersection(span).is_some()).collect();
            prop_assert_eq!(document.words_in(span), &scan[..]);
        }
    }

    #[test]
    fn words_that_the_recogniser_doubts_are_told_in_their_span() {
        let mut d = document(&[(4, 1, 0.0, 0.0), (3, 1, 0.0, 0.0), (5, 1, 0.0, 0.0)]);
        let sure = [Some(0.95), Some(0.41), None];
        d.words.iter_mut().zip(sure).for_each(|(word, sure)| word.confidence = sure);
        assert_eq!(d.doubtful(Span::at(0, d.text.len())), [Span::at(5, 3)]);
        assert_eq!(d.doubtful(Span::at(5, 9)), [Span::at(0, 3)]);
        // The two halves of a word.
        d.words[2] = WordBox { span: Span::at(8, 5), confidence: Some(0.41), ..d.words[2] };
        assert_eq!(d.doubtful(Span::at(5, 9)), [Span::at(0, 8)]);
    }

    #[test]
    fn boxes_are_one_a_line_and_page() {
        let d = document(&[(4, 1, 10.0, 10.0), (4, 1, 35.0, 10.0), (4, 1, 10.0, 24.0), (4, 2, 10.0, 10.0)]);
        let boxes = d.boxes_of(Span::at(0, d.text.len()));
        assert_eq!(
            boxes.iter().map(|b| (b.page, b.rect.y, b.rect.w)).collect::<Vec<_>>(),
            [(1, 10.0, 45.0), (1, 24.0, 20.0), (2, 10.0, 20.0)]
        );
        assert_eq!(d.pages_of(Span::at(0, d.text.len())), [1, 2]);
    }
}
