//! Web pages that a browser saved as one file (MHTML, RFC 2557): the first part that is HTML.

use crate::{ExtractError, Extracted, html};

/// Reads a saved web page.
///
/// # Errors
/// When no part of it is a web page.
pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let page = page(bytes).ok_or_else(|| ExtractError::Damaged("no part of it is a web page".to_owned()))?;
    Ok(Extracted { media_type: "multipart/related", ..html::read(&page) })
}

/// Whether a file begins as such a page does.
pub(crate) fn begins(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    let header = lower.split("\n\n").next().unwrap_or_default().split("\r\n\r\n").next().unwrap_or_default();
    header.contains("mime-version:") && header.contains("content-type: multipart/related")
}

fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, body) = parted(bytes)?;
    let Some(boundary) = parameter(&head, "boundary") else {
        return head.contains("text/html").then(|| decoded(&head, body));
    };
    let mark = format!("--{boundary}").into_bytes();
    let mut starts = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&body[from..], &mark) {
        starts.push(from + at);
        from += at + mark.len();
    }
    starts.windows(2).find_map(|pair| {
        let part = body.get(pair[0] + mark.len()..pair[1])?;
        let (head, text) = parted(part)?;
        head.contains("content-type: text/html").then(|| decoded(&head, text))
    })
}

/// The header, in lower case but for the values of its parameters, and what follows the empty line after it.
fn parted(bytes: &[u8]) -> Option<(String, &[u8])> {
    let unix = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let dos = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let (end, start) = [unix, dos].into_iter().flatten().min()?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let head: String = head
        .lines()
        .map(|line| {
            let line = line.trim_end();
            match line.split_once('=') {
                Some((name, value)) => format!("{}={value}\n", name.to_ascii_lowercase()),
                None => format!("{}\n", line.to_ascii_lowercase()),
            }
        })
        .collect();
    Some((head, &bytes[start..]))
}

fn parameter(head: &str, name: &str) -> Option<String> {
    let at = head.find(&format!("{name}="))? + name.len() + 1;
    let value = head[at..].split(['\n', ';']).next()?.trim();
    Some(value.trim_matches('"').to_owned())
}

/// The bytes of a part, with its encoding named where the header alone names it.
fn decoded(head: &str, text: &[u8]) -> Vec<u8> {
    let bytes = if head.contains("quoted-printable") {
        quoted_printable(text)
    } else if head.contains("base64") {
        base64(text)
    } else {
        text.to_vec()
    };
    match parameter(head, "charset") {
        Some(charset) if memchr::memmem::find(&bytes, b"charset").is_none() => {
            [format!("<meta charset=\"{charset}\">").as_bytes(), &bytes].concat()
        }
        _ => bytes,
    }
}

fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match text[at..] {
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            [b'=', high, low, ..] if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0));
                at += 3;
            }
            _ => {
                bytes.push(text[at]);
                at += 1;
            }
        }
    }
    bytes
}

fn base64(text: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut open, mut bits) = (Vec::with_capacity(text.len()), 0_u32, 0);
    for sextet in text.iter().take_while(|byte| **byte != b'=').filter_map(|byte| value(*byte)) {
        open = open << 6 | u32::from(sextet);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((open >> bits) as u8);
            open &= (1 << bits) - 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_decoded() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=E2=82=AC=zz"), "a=bc\u{20ac}=zz".as_bytes());
        assert_eq!(base64(b"S2VlcGVycw=="), b"Keepers");
    }

    #[test]
    fn the_page_of_a_saved_file_is_read() {
        let file = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--Edge--Of\"\r\n\r\n\r\n----Edge--Of\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<h1>Accord</h1><p>1. Keepers =\r\nrest =C3=A0 midi.</p>\r\n----Edge--Of\r\nContent-Type: text/css\r\n\r\np {}\r\n----Edge--Of--\r\n";
        assert!(begins(file));
        let read = read(file.as_bytes()).unwrap();
        let lines: Vec<&str> = read.pages[0].blocks.iter().map(|block| &*block.lines[0].text).collect();
        assert_eq!(lines, ["Accord", "1. Keepers rest \u{e0} midi."]);
    }
}
