//! hOCR: the recognised pages of a document as HTML, with the place and confidence of each word, as Tesseract and other
//! recognisers write it (hOCR 1.2).

use crosscut_text::{Document, PageInfo, Rect, WordBox};
use std::fmt::Write as _;

/// Pixels a point of the boxes, which are whole numbers: those of 300 dots an inch.
const SCALE: f32 = 300.0 / 72.0;

/// The recognised pages of a document; `None` where none was recognised.
pub(crate) fn hocr(document: &Document) -> Option<String> {
    let recognised: Vec<&PageInfo> =
        document.pages.iter().filter(|page| !words_of(document, page).is_empty()).collect();
    if recognised.is_empty() {
        return None;
    }
    let title = escaped(&document.source.file);
    let mut html = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<title>{title}</title>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"ocr-system\" content=\"crosscut {}\"/>\n\
         <meta name=\"ocr-capabilities\" content=\"ocr_page ocr_line ocrx_word\"/>\n</head>\n<body>\n",
        env!("CARGO_PKG_VERSION")
    );
    for page in recognised {
        write_page(&mut html, document, page);
    }
    html.push_str("</body>\n</html>\n");
    Some(html)
}

/// The recognised words of a page, in the order of the text.
fn words_of<'d>(document: &'d Document, page: &PageInfo) -> Vec<&'d WordBox> {
    let on_page = document.words.iter().filter(|word| word.page == page.number);
    on_page.filter(|word| word.confidence.is_some()).collect()
}

fn write_page(html: &mut String, document: &Document, page: &PageInfo) {
    let number = page.number;
    let whole = bbox(Rect { x: 0.0, y: 0.0, w: page.size.w, h: page.size.h });
    let file = escaped(&document.source.file);
    let _ = writeln!(
        html,
        "<div class=\"ocr_page\" id=\"page_{number}\" title=\"image &quot;{file}&quot;; {whole}; ppageno {}; scan_res 300 300\">",
        number - 1
    );
    let words = words_of(document, page);
    let is_sideways = (45.0..135.0).contains(&page.angle.abs());
    for line in words.chunk_by(|a, b| on_one_line(a.rect, b.rect, is_sideways)) {
        let place = line.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
        let _ = write!(html, "<span class=\"ocr_line\" title=\"{}\">", bbox(place));
        for word in line {
            let text = escaped(word.span.cut(&document.text).unwrap_or_default());
            let sure = (100.0 * word.confidence.unwrap_or_default()).round();
            let _ = write!(
                html,
                "<span class=\"ocrx_word\" title=\"{}; x_wconf {sure}\">{text}</span> ",
                bbox(word.rect)
            );
        }
        html.push_str("</span>\n");
    }
    html.push_str("</div>\n");
}

/// Whether two words that follow each other are on one line: level with each other.
fn on_one_line(a: Rect, b: Rect, is_sideways: bool) -> bool {
    let (overlap, least) = match is_sideways {
        true => (a.right().min(b.right()) - a.x.max(b.x), a.w.min(b.w)),
        false => (a.bottom().min(b.bottom()) - a.y.max(b.y), a.h.min(b.h)),
    };
    overlap > 0.4 * least
}

fn bbox(rect: Rect) -> String {
    let [x0, y0, x1, y1] =
        [rect.x, rect.y, rect.right(), rect.bottom()].map(|edge| (edge * SCALE).round().max(0.0));
    format!("bbox {x0} {y0} {x1} {y1}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::{AgreementId, Block, Line, Page, Size, Source, Span, Word, assemble};

    #[test]
    fn words_are_in_lines_with_place_and_confidence() {
        let word = |start: usize, len: usize, x: f32| Word {
            span: Span::at(start, len),
            rect: Rect { x, y: 72.0, w: 36.0, h: 12.0 },
            confidence: Some(0.875),
            ..Word::default()
        };
        let line = Line {
            text: "R&D shall".into(),
            words: vec![word(0, 3, 72.0), word(4, 5, 112.0)],
            ..Line::default()
        };
        let size = Some(Size { w: 595.0, h: 842.0 });
        let blocks = vec![Block { lines: vec![line], ..Block::default() }];
        let page = Page { number: 1, label: "1".into(), size, blocks, ..Page::default() };
        let source = Source { file: "a \"scan\".pdf".into(), ..Source::default() };
        let document = assemble(AgreementId::slug("a"), source, &[page], Vec::new());
        let html = hocr(&document).expect("a page was recognised");
        assert!(html.contains("title=\"bbox 300 300 450 350; x_wconf 88\">R&amp;D</span>"), "{html}");
        assert_eq!(html.matches("ocr_line\"").count(), 1);
        assert!(html.contains("&quot;a &quot;scan&quot;.pdf&quot;; bbox 0 0 2479 3508; ppageno 0"), "{html}");
        let unread = Document { words: Vec::new(), ..document };
        assert_eq!(hocr(&unread), None);
    }
}
