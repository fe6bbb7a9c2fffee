//! What came: told by its bytes, not by what the server says of it.

/// The form of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// A web page.
    Html,
    /// A Word file.
    Docx,
    /// Plain text.
    Text,
}

impl Kind {
    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Html => "a web page",
            Self::Docx => "a Word file",
            Self::Text => "plain text",
        }
    }

    /// The form that the bytes have.
    fn of(bytes: &[u8]) -> Option<Self> {
        let start = &bytes[..bytes.len().min(2048)];
        // Some servers put a few bytes before it; readers look into the first thousand.
        if start.windows(5).take(1024).any(|bytes| bytes == b"%PDF-") {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
            return holds(b"word/document.xml").then_some(Self::Docx);
        }
        let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_lowercase();
        if ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"]
            .iter()
            .any(|tag| text.starts_with(tag))
        {
            return Some(Self::Html);
        }
        let odd = start.iter().filter(|byte| **byte < 9 || (**byte > 13 && **byte < 32)).count();
        (!text.trim().is_empty() && odd * 100 <= start.len()).then_some(Self::Text)
    }
}

/// The form of what came from an address, or why it is not what it should be. `said` is the media type that the server
/// gave.
pub(crate) fn checked(url: &str, said: Option<&str>, bytes: &[u8]) -> Result<Kind, String> {
    let Some(kind) = Kind::of(bytes) else {
        let what =
            if bytes.is_empty() { "an empty file came" } else { "what came is no document that can be read" };
        return Err(format!("{what} (the server calls it {})", said.unwrap_or("nothing")));
    };
    let path = url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let said = said.unwrap_or_default().to_lowercase();
    let wanted = if path.ends_with(".pdf") || said.starts_with("application/pdf") {
        Some(Kind::Pdf)
    } else if path.ends_with(".docx") || said.contains("wordprocessingml") {
        Some(Kind::Docx)
    } else {
        None
    };
    match wanted {
        Some(wanted) if wanted != kind => Err(format!(
            "{} was expected and {} came: open the address in a browser; it may ask for consent, or be a search page",
            wanted.name(),
            kind.name()
        )),
        _ => Ok(kind),
    }
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
        for odd in [&b""[..], b"\x00\x01\x02\x03", b"\x89PNG\r\n\x1a\n\0\0\0\0", b"PK\x03\x04zip"] {
            assert!(checked("https://x.org/a", None, odd).is_err(), "{odd:?}");
        }
    }
}
