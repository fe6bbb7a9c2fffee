//! Writes small PDFs: a list of objects in, a file with a right cross-reference table out.

use std::io::Write;

/// A PDF under construction: object 1 is the catalog, 2 the page tree.
#[derive(Clone, Debug)]
pub(super) struct Pdf {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    pub(super) trailer: String,
    pub(super) catalog: String,
}

/// The resources that most tests need.
pub(super) const HELVETICA: &str =
    "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";

impl Pdf {
    pub(super) fn new() -> Self {
        Self {
            objects: vec![Vec::new(), Vec::new()],
            pages: Vec::new(),
            trailer: String::new(),
            catalog: String::new(),
        }
    }

    /// A file of one page of 200 × 100 points with this content and Helvetica as `F1`.
    pub(super) fn of(content: &str) -> Vec<u8> {
        Self::with(content, HELVETICA, "")
    }

    /// As [`Pdf::of`], with resources and entries of the page.
    pub(super) fn with(content: &str, resources: &str, entries: &str) -> Vec<u8> {
        let mut pdf = Self::new();
        let content = pdf.stream("", content.as_bytes());
        pdf.page(&format!("/Contents {content} 0 R/Resources<<{resources}>>{entries}"));
        pdf.finish()
    }

    /// Adds an object, returns its number.
    pub(super) fn add(&mut self, body: impl AsRef<[u8]>) -> usize {
        self.objects.push(body.as_ref().to_vec());
        self.objects.len()
    }

    pub(super) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut body = format!("<<{entries}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.add(body)
    }

    pub(super) fn flate(&mut self, entries: &str, data: &[u8]) -> usize {
        self.stream(&format!("{entries}/Filter/FlateDecode"), &deflate(data))
    }

    pub(super) fn page(&mut self, entries: &str) -> usize {
        let boxed = if entries.contains("/MediaBox") { "" } else { "/MediaBox[0 0 200 100]" };
        let number = self.add(format!("<</Type/Page/Parent 2 0 R{boxed}{entries}>>"));
        self.pages.push(number);
        number
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        self.objects[0] = format!("<</Type/Catalog/Pages 2 0 R{}>>", self.catalog).into_bytes();
        self.objects[1] =
            format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), kids.len()).into_bytes();
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut offsets = Vec::new();
        for (number, body) in (1..).zip(&self.objects) {
            offsets.push(out.len());
            writeln!(out, "{number} 0 obj").unwrap();
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        writeln!(out, "xref\n0 {}\n0000000000 65535 f ", offsets.len() + 1).unwrap();
        for offset in &offsets {
            writeln!(out, "{offset:010} 00000 n ").unwrap();
        }
        let size = offsets.len() + 1;
        writeln!(out, "trailer\n<</Size {size}/Root 1 0 R{}>>\nstartxref\n{start}\n%%EOF", self.trailer)
            .unwrap();
        out
    }
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}
