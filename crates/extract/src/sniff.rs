//! Which format: by the bytes first, then by the ending of the name.

use crate::{ExtractError, encoding};

/// Largest file that is looked at: 512 MiB. The longest scanned agreements have about 100 MB.
const MAX_BYTES: usize = 512 << 20;
/// Largest text, web page or Word file: 64 MiB. The longest act of EU law has 5 MB as a web page.
const MAX_TEXT_BYTES: usize = 64 << 20;
/// How much of a file is judged to be text or not.
const SAMPLE: usize = 64 << 10;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Pdf,
    Docx,
    Html,
    Markdown,
    Plain,
    #[cfg(feature = "pdf")]
    Picture(crate::picture::Kind),
    /// The old Word format, which LibreOffice reads.
    Doc,
    Rtf,
    Odt,
    Epub,
    /// A saved web page.
    #[cfg(all(feature = "html", feature = "docx"))]
    Mhtml,
}

#[cfg(not(all(feature = "pdf", feature = "html", feature = "docx")))]
impl Format {
    /// The feature that reads it.
    pub(crate) fn feature(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html | Self::Markdown => "html",
            Self::Plain => "plain text",
            #[cfg(feature = "pdf")]
            Self::Picture(_) => "pdf",
            Self::Doc | Self::Rtf | Self::Odt | Self::Epub => "docx",
            #[cfg(all(feature = "html", feature = "docx"))]
            Self::Mhtml => "docx",
        }
    }
}

/// Which format a file has.
///
/// # Errors
/// Empty, too large, a format that is not read, or no document at all.
pub(crate) fn sniff(name: &str, bytes: &[u8]) -> Result<Format, ExtractError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(ExtractError::TooLarge(size));
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    if is_pdf(&ending, bytes) {
        return Ok(Format::Pdf);
    }
    #[cfg(feature = "pdf")]
    if let Some(kind) = crate::picture::Kind::of(bytes) {
        return kind.map(Format::Picture);
    }
    let format = match bytes {
        [b'P', b'K', 3, 4, ..] => container(&ending, bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => compound(bytes)?,
        [b'{', b'\\', b'r', b't', b'f', ..] => Format::Rtf,
        _ => text(&ending, bytes)?,
    };
    if bytes.len() > MAX_TEXT_BYTES { Err(ExtractError::TooLarge(size)) } else { Ok(format) }
}

/// `%PDF-` at the start or, as readers accept it, after junk within the first 1024 bytes; or a file that is named
/// so, lost its start and still has a cross-reference table.
fn is_pdf(ending: &str, bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let header =
        head.windows(6).position(|window| window.starts_with(b"%PDF-") && window[5].is_ascii_digit());
    let named_otherwise = matches!(ending, "md" | "markdown" | "txt" | "text" | "html" | "htm" | "xhtml");
    match header {
        Some(at) => at == 0 || !named_otherwise,
        None => {
            let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
            head.starts_with(b"%PDF-") || (ending == "pdf" && (has(b"startxref") || has(b"endobj")))
        }
    }
}

/// What a zip file holds.
fn container(ending: &str, bytes: &[u8]) -> Result<Format, ExtractError> {
    let head = &bytes[..bytes.len().min(120)];
    let mimetype = |kind: &[u8]| head.windows(kind.len()).any(|window| window == kind);
    if mimetype(b"application/epub") {
        return Ok(Format::Epub);
    }
    if mimetype(b"application/vnd.oasis.opendocument.text") {
        return Ok(Format::Odt);
    }
    if mimetype(b"application/vnd.oasis") {
        return Err(ExtractError::Unsupported("an OpenDocument spreadsheet or presentation"));
    }
    zipped(ending, bytes)
}

/// What a zip file of Office holds.
#[cfg(feature = "docx")]
fn zipped(ending: &str, bytes: &[u8]) -> Result<Format, ExtractError> {
    let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return Err(match ending {
            "docx" | "docm" | "dotx" => {
                ExtractError::Damaged("the zip container has no directory".to_owned())
            }
            _ => ExtractError::Unknown,
        });
    };
    let has = |folder: &str| archive.file_names().flatten().any(|name| name.starts_with(folder));
    if has("word/") {
        Ok(Format::Docx)
    } else if has("xl/") || has("ppt/") {
        Err(ExtractError::Unsupported("a spreadsheet or presentation"))
    } else {
        Err(ExtractError::Unknown)
    }
}

/// By its name alone: nothing here opens it.
#[cfg(not(feature = "docx"))]
fn zipped(ending: &str, _: &[u8]) -> Result<Format, ExtractError> {
    if matches!(ending, "docx" | "docm" | "dotx") { Ok(Format::Docx) } else { Err(ExtractError::Unknown) }
}

/// What an OLE compound file is: its directory names its streams in UTF-16.
fn compound(bytes: &[u8]) -> Result<Format, ExtractError> {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        Err(ExtractError::Unsupported("a Word file with a password"))
    } else if has("WordDocument") {
        Ok(Format::Doc)
    } else {
        Err(ExtractError::Unsupported("an old Office file"))
    }
}

/// Which kind of text, or none.
fn text(ending: &str, bytes: &[u8]) -> Result<Format, ExtractError> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if is_binary(sample) {
        return Err(ExtractError::Unknown);
    }
    let head = encoding::decode(sample, true).text;
    let format = match markup(&head) {
        #[cfg(all(feature = "html", feature = "docx"))]
        _ if crate::other::is_mhtml(&head) => Format::Mhtml,
        Markup::Page => Format::Html,
        // Markdown may hold markup and begin with it.
        Markup::Piece if is_markdown_ending(ending) => Format::Markdown,
        Markup::Piece => Format::Html,
        Markup::Other(what) if !is_html_ending(ending) => return Err(ExtractError::Unsupported(what)),
        _ if is_html_ending(ending) => Format::Html,
        _ if is_markdown_ending(ending) => Format::Markdown,
        _ if !matches!(ending, "txt" | "text") && looks_like_markdown(&head) => Format::Markdown,
        _ => Format::Plain,
    };
    Ok(format)
}

fn is_html_ending(ending: &str) -> bool {
    matches!(ending, "html" | "htm" | "xhtml" | "xht")
}

fn is_markdown_ending(ending: &str) -> bool {
    matches!(ending, "md" | "markdown" | "mdown" | "mkd")
}

/// Control characters tell: a ninth of the bytes of random or compressed data, hardly any of a text. A text with a few
/// damaged bytes is still a text.
fn is_binary(sample: &[u8]) -> bool {
    let bom = encoding_rs::Encoding::for_bom(sample).is_some();
    if bom || encoding::utf16(sample).is_some() {
        return false;
    }
    let controls =
        sample.iter().filter(|byte| matches!(byte, 0..=8 | 0xb | 0xe..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    let invalid = sample.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let more = |count: usize, percent: usize| count * 100 > sample.len() * percent;
    more(controls, 10) || (more(controls, 5) && invalid > 1) || (more(controls, 2) && more(invalid, 10))
}

enum Markup {
    /// A web page from its start.
    Page,
    /// Elements that a web page may begin with, and other texts as well.
    Piece,
    /// Not read; names what it is.
    Other(&'static str),
    None,
}

/// What markup a text starts with.
fn markup(head: &str) -> Markup {
    let mut rest = head.trim_start().trim_start_matches('\u{feff}').trim_start();
    let xml = rest.starts_with("<?xml");
    while let Some(end) = ["<?", "<!--"].iter().find_map(|start| rest.strip_prefix(start)) {
        let close = if rest.starts_with("<?") { "?>" } else { "-->" };
        let Some(at) = end.find(close) else { break };
        rest = end[at + close.len()..].trim_start();
    }
    let start: String = rest.chars().take(64).collect::<String>().to_ascii_lowercase();
    let opens = |name: &str| {
        let after = start.strip_prefix('<').and_then(|rest| rest.strip_prefix(name));
        after.is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()))
    };
    const PIECES: [&str; 11] =
        ["title", "meta", "div", "p", "h1", "h2", "table", "article", "section", "main", "link"];
    if start.starts_with("<!doctype html") || ["html", "head", "body"].iter().any(|tag| opens(tag)) {
        Markup::Page
    } else if PIECES.iter().any(|tag| opens(tag)) {
        Markup::Piece
    } else if xml || start.starts_with("<!doctype") {
        Markup::Other("XML other than a web page")
    } else if start.starts_with("mime-version:")
        || (start.starts_with("from: <saved by") && head.contains("multipart/related"))
    {
        Markup::Other("a web archive (MHTML)")
    } else {
        Markup::None
    }
}

/// At least two lines with `#` headings.
fn looks_like_markdown(head: &str) -> bool {
    let headings = head.lines().filter(|line| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ') && !rest.trim().is_empty()
    });
    headings.take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_before_names() {
        for (name, bytes, format) in [
            ("a.txt", &b"%PDF-1.7\n"[..], Format::Pdf),
            ("a", b"\xef\xbb\xbf junk\n%PDF-1.4\n", Format::Pdf),
            ("a.txt", b"the header %PDF-1.4 opens a file", Format::Plain),
            ("a.pdf", b"<!DOCTYPE html><p>no PDF here", Format::Html),
            ("a", b" <?xml version=\"1.0\"?><!-- x --><html xmlns=\"x\">", Format::Html),
            ("a.htm", b"Article 1", Format::Html),
            ("a.md", b"Article 1", Format::Markdown),
            ("a.md", b"<meta charset='utf-8' />\n\n##Treaty\n", Format::Markdown),
            ("a.md", b"<html><p>a page with a wrong name", Format::Html),
            ("a.txt", b"<p>Article 1</p>", Format::Html),
            ("README", b"# One\n\ntext\n\n## Two\n", Format::Markdown),
            ("a.doc", b"Article 1", Format::Plain),
            ("a.doc", b"{\\rtf1 x}", Format::Rtf),
            ("a", b"# only a comment", Format::Plain),
            ("a", b"\xff\xfeA\0r\0t\0", Format::Plain),
        ] {
            assert_eq!(sniff(name, bytes), Ok(format), "{name} {:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_no_document() {
        let zeros = vec![0; 200 << 20];
        for (name, bytes, error) in [
            ("a.txt", &b""[..], ExtractError::Empty),
            ("a.txt", &zeros, ExtractError::Unknown),
            ("a.docx", b"PK\x03\x04", ExtractError::Damaged("the zip container has no directory".to_owned())),
            ("a.zip", b"PK\x03\x04", ExtractError::Unknown),
            ("a", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", ExtractError::Unknown),
            ("a.txt", b"GIF89a\x01\0\x01\0", ExtractError::Picture("GIF")),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", ExtractError::Unsupported("an old Office file")),
            (
                "a.xml",
                b"<?xml version='1.0'?><akomaNtoso>",
                ExtractError::Unsupported("XML other than a web page"),
            ),
        ] {
            assert_eq!(sniff(name, bytes), Err(error), "{name}");
        }
    }
}
