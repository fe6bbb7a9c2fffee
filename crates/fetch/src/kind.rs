//! What came: told by its bytes, not by what the server says of it.

/// The form of a document: each that a study reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// PDF.
    Pdf,
    /// A web page.
    Html,
    /// A web page saved with all that belongs to it.
    Mhtml,
    /// A Word file.
    Docx,
    /// A Word file of before 2007.
    Doc,
    /// Rich text.
    Rtf,
    /// A text of LibreOffice.
    Odt,
    /// An e-book.
    Epub,
    /// A picture of a page, or a scan of several.
    Png,
    /// The same, as cameras make it.
    Jpeg,
    /// The same, as scanners make it.
    Tiff,
    /// Text with the marks of Markdown.
    Markdown,
    /// Plain text.
    Text,
}

/// What is known of a kind: its ending first, other endings, the media types that servers give it, what it is called.
const KINDS: [(Kind, &[&str], &[&str], &str); 13] = [
    (Kind::Pdf, &["pdf"], &["application/pdf", "application/x-pdf"], "a PDF"),
    (Kind::Html, &["html", "htm", "xhtml"], &["text/html", "application/xhtml+xml"], "a web page"),
    (Kind::Mhtml, &["mhtml", "mht"], &["multipart/related", "message/rfc822"], "a saved web page"),
    (
        Kind::Docx,
        &["docx"],
        &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        "a Word file",
    ),
    (Kind::Doc, &["doc"], &["application/msword"], "an old Word file"),
    (Kind::Rtf, &["rtf"], &["application/rtf", "text/rtf"], "rich text"),
    (Kind::Odt, &["odt"], &["application/vnd.oasis.opendocument.text"], "an OpenDocument text"),
    (Kind::Epub, &["epub"], &["application/epub+zip"], "an e-book"),
    (Kind::Png, &["png"], &["image/png"], "a picture"),
    (Kind::Jpeg, &["jpg", "jpeg"], &["image/jpeg"], "a picture"),
    (Kind::Tiff, &["tif", "tiff"], &["image/tiff"], "a picture"),
    (Kind::Markdown, &["md", "markdown"], &["text/markdown", "text/x-markdown"], "Markdown"),
    (Kind::Text, &["txt", "text"], &["text/plain"], "plain text"),
];

/// Media types by which a server says that it does not know what it sends.
const UNKNOWN: [&str; 4] =
    ["", "application/octet-stream", "binary/octet-stream", "application/force-download"];

impl Kind {
    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("txt", |(_, endings, ..)| endings[0])
    }

    fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., name)| name)
    }

    /// The form that the bytes have.
    fn of(bytes: &[u8]) -> Option<Self> {
        let start = &bytes[..bytes.len().min(2048)];
        // Some servers put a few bytes before it; readers look into the first thousand.
        if start.windows(5).take(1024).any(|bytes| bytes == b"%PDF-") {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return packed(bytes);
        }
        let signs: [(&[u8], Self); 6] = [
            (b"\x89PNG\r\n\x1a\n", Self::Png),
            (b"\xff\xd8\xff", Self::Jpeg),
            (b"II*\0", Self::Tiff),
            (b"MM\0*", Self::Tiff),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Self::Doc),
            (b"{\\rtf", Self::Rtf),
        ];
        if let Some((_, kind)) = signs.iter().find(|(sign, _)| bytes.starts_with(sign)) {
            return Some(*kind);
        }
        let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_lowercase();
        if ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"]
            .iter()
            .any(|tag| text.starts_with(tag))
        {
            return Some(Self::Html);
        }
        if text.contains("mime-version:") && text.contains("multipart/related") {
            return Some(Self::Mhtml);
        }
        let odd = start.iter().filter(|byte| **byte < 9 || (**byte > 13 && **byte < 32)).count();
        (!text.trim().is_empty() && odd * 100 <= start.len()).then_some(Self::Text)
    }
}

/// The form of packed files.
fn packed(bytes: &[u8]) -> Option<Kind> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    let inside: [(&[u8], Kind); 3] = [
        (b"application/vnd.oasis.opendocument.text", Kind::Odt),
        (b"application/epub+zip", Kind::Epub),
        (b"word/document.xml", Kind::Docx),
    ];
    inside.into_iter().find(|(name, _)| holds(name)).map(|(_, kind)| kind)
}

/// The form of what came from an address, or why it is not what it should be. `said` is the media type that the server
/// gave.
pub(crate) fn checked(url: &str, said: Option<&str>, bytes: &[u8]) -> Result<Kind, String> {
    let Some(kind) = Kind::of(bytes) else {
        let what =
            if bytes.is_empty() { "an empty file came" } else { "what came is no document that can be read" };
        return Err(format!("{what} (the server calls it {})", said.unwrap_or("nothing")));
    };
    let media = said.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
    let address = url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let ending = address.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let by_media = KINDS.iter().find(|(_, _, types, _)| types.contains(&media.as_str())).map(|known| known.0);
    let by_ending = KINDS
        .iter()
        .find(|(_, endings, ..)| ending.is_some_and(|e| endings.contains(&e)))
        .map(|known| known.0);
    match kind {
        Kind::Text => text_of(&media, by_media, by_ending, bytes),
        // What is asked for by name is expected, whatever the server calls what it sends. A web page may have any name, but
        // not that of another form; and an address that is named like one gives all forms.
        kind => {
            match by_ending.filter(|named| kind == Kind::Html || !is_text(*named)).or(by_media).or(by_ending)
            {
                Some(wanted) if is_other(wanted, kind) => Err(instead(wanted, kind)),
                _ => Ok(kind),
            }
        }
    }
}

/// Text is a document where nothing says that it is something else: data of a program, a picture that did not come.
fn text_of(
    media: &str,
    by_media: Option<Kind>,
    by_ending: Option<Kind>,
    bytes: &[u8],
) -> Result<Kind, String> {
    if let Some(wanted) = [by_media, by_ending].into_iter().flatten().find(|kind| !is_text(*kind)) {
        return Err(instead(wanted, Kind::Text));
    }
    if serde_json::from_slice::<serde_json::Value>(bytes)
        .is_ok_and(|data| data.is_object() || data.is_array())
    {
        return Err(format!("data for programs came, no document (the server calls it {media})"));
    }
    if by_media.is_none() && !UNKNOWN.contains(&media) {
        return Err(format!("what came is no document that can be read (the server calls it {media})"));
    }
    let marked = [by_media, by_ending].contains(&Some(Kind::Markdown));
    Ok(if marked { Kind::Markdown } else { Kind::Text })
}

fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Markdown | Kind::Html)
}

/// Whether one form is not the other; what is told apart by name alone, and pictures, stand for each other.
fn is_other(wanted: Kind, kind: Kind) -> bool {
    let family = |kind: Kind| match kind {
        Kind::Png | Kind::Jpeg | Kind::Tiff => Kind::Png,
        Kind::Markdown | Kind::Text | Kind::Html | Kind::Mhtml => Kind::Text,
        Kind::Doc | Kind::Docx | Kind::Rtf | Kind::Odt => Kind::Doc,
        kind => kind,
    };
    family(wanted) != family(kind)
}

/// Whether a file of this name has another form than `kind`: what stood at an address before is expected there again.
pub(crate) fn differs(file: &str, kind: Kind) -> Option<String> {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())?;
    let before = KINDS.iter().find(|(_, endings, ..)| endings.contains(&ending.as_str()))?.0;
    (is_picture(kind) != is_picture(before)).then(|| instead(before, kind))
}

fn is_picture(kind: Kind) -> bool {
    matches!(kind, Kind::Png | Kind::Jpeg | Kind::Tiff)
}

fn instead(wanted: Kind, kind: Kind) -> String {
    format!(
        "{} was expected and {} came: open the address in a browser; it may ask for consent, or be a search page",
        wanted.name(),
        kind.name()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_says_sorry_is_no_pdf() {
        let page = b"<!DOCTYPE html><title>Sorry</title>";
        assert!(checked("https://x.org/a.pdf", Some("text/html"), page).unwrap_err().contains("web page"));
        assert!(checked("https://x.org/a", Some("application/pdf; x"), page).is_err());
        assert_eq!(checked("https://x.org/a", Some("text/html"), page), Ok(Kind::Html));
        assert_eq!(checked("https://x.org/a.pdf?x=1", None, b"%PDF-1.7\n"), Ok(Kind::Pdf));
        assert_eq!(checked("https://x.org/t", None, b"Article 1\n"), Ok(Kind::Text));
        for odd in [&b""[..], b"\x00\x01\x02\x03", b"GIF89a\0\0\0\0", b"PK\x03\x04zip"] {
            assert!(checked("https://x.org/a", None, odd).is_err(), "{odd:?}");
        }
    }

    #[test]
    fn each_form_that_is_read_is_kept_under_its_ending_and_no_other() {
        let png = &b"\x89PNG\r\n\x1a\n\0\0\0\0"[..];
        for (path, said, bytes, ending) in [
            ("/a", "image/png", png, "png"),
            ("/a.png", "application/octet-stream", png, "png"),
            ("/a", "", b"\xff\xd8\xff\xe0", "jpg"),
            ("/a", "image/tiff", b"II*\0....", "tif"),
            ("/a", "text/markdown; charset=utf-8", b"---\ntitle: x\n---\n", "md"),
            ("/a.md", "text/plain", b"# x\n", "md"),
            ("/a.txt", "text/plain", b"# x\n", "txt"),
            ("/a.rtf", "application/rtf", b"{\\rtf1 x}", "rtf"),
            ("/a", "application/epub+zip", b"PK\x03\x04....mimetypeapplication/epub+zip", "epub"),
            ("/a.odt", "", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
            ("/a.html", "text/plain", b"Article 1\n", "txt"),
            ("/a.php", "text/html", b"<html>", "html"),
            ("/a.pdf", "text/plain", b"%PDF-1.7\n", "pdf"),
            ("/a.html", "application/pdf", b"%PDF-1.7\n", "pdf"),
        ] {
            let kind = checked(&format!("https://x.org{path}"), Some(said), bytes);
            assert_eq!(kind.map(Kind::ending), Ok(ending), "{path} {said}");
        }
        for (path, said, bytes) in [
            ("/a", "application/json", &b"{\"error\":\"not found\",\"code\":1}"[..]),
            ("/a", "text/plain", b" [{\"a\": 1}]\n"),
            ("/a", "image/png", b"not a picture"),
            ("/a.png", "", b"not a picture"),
            ("/a.pdf", "text/html", png),
            ("/a.pdf", "image/png", png),
            ("/a.docx", "application/pdf", b"%PDF-1.7\n"),
            ("/a.png", "image/png", b"%PDF-1.7\n"),
            ("/a", "text/css", b"p { color: red }"),
            ("/a", "text/csv", b"a,b\n"),
            ("/a", "application/javascript", b"let a = 1;"),
            ("/a.docx", "text/html", b"<html>"),
        ] {
            let url = format!("https://x.org{path}");
            assert!(checked(&url, Some(said), bytes).is_err(), "{path} {said}");
        }
    }
}
