//! Texts in the encodings that old files have: each is read as it was written, with or without something that names the
//! encoding. `UPDATE=1 cargo test -p crosscut-extract` writes `fixtures/encodings.blocks` anew.

#![allow(clippy::unwrap_used, reason = "tests")]

use crosscut_extract::{Extracted, Options, extract};
use encoding_rs::Encoding;
use std::fmt::Write as _;
use std::path::Path;

/// Text in `fixtures/encodings`, the encodings that it is written in.
const CASES: &[(&str, &[&str])] = &[
    (
        "german",
        &["utf-8", "utf-8 mark", "utf-16le mark", "utf-16be mark", "utf-16le", "utf-16be", "windows-1252"],
    ),
    ("french", &["utf-8", "utf-16le mark", "utf-16le", "windows-1252"]),
    ("polish", &["utf-8", "utf-16be", "windows-1250", "iso-8859-2"]),
    ("russian", &["utf-8", "utf-16le mark", "utf-16le", "utf-16be", "windows-1251", "koi8-r"]),
    ("greek", &["utf-8", "utf-16le", "windows-1253"]),
    ("japanese", &["utf-8", "utf-16le mark", "utf-16be mark", "shift_jis", "euc-jp", "iso-2022-jp"]),
    ("chinese", &["utf-8", "utf-16le mark", "gb18030"]),
];

/// The bytes of a text in an encoding, with a byte order mark where the name asks for it.
fn written(text: &str, name: &str) -> Vec<u8> {
    let (label, mark) = name.strip_suffix(" mark").map_or((name, ""), |label| (label, "\u{feff}"));
    let text = format!("{mark}{text}");
    match label {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        label => {
            let (bytes, _, odd) = Encoding::for_label(label.as_bytes()).unwrap().encode(&text);
            assert!(!odd, "{label} has not all of the letters");
            bytes.into_owned()
        }
    }
}

fn paragraphs(read: &Extracted) -> Vec<String> {
    let blocks = read.pages.iter().flat_map(|page| &page.blocks);
    blocks
        .map(|block| block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}

/// As a text file, and as web pages: one that names the encoding, one that does not.
fn sources(text: &str, name: &str) -> Vec<(&'static str, Vec<u8>)> {
    let page = |head: &str| {
        let body: String =
            text.split("\n\n").map(|paragraph| format!("<p>{}</p>\n", paragraph.trim())).collect();
        format!("<!DOCTYPE html>\n<html><head>{head}<title></title></head>\n<body>\n{body}</body></html>\n")
    };
    let mut sources = vec![("a.txt", written(text, name)), ("a.html", written(&page(""), name))];
    if !name.starts_with("utf-16") {
        let label = name.strip_suffix(" mark").unwrap_or(name);
        let old = format!("<meta http-equiv=\"Content-Type\" content=\"text/html; charset={label}\">");
        sources.push(("new.html", written(&page(&format!("<meta charset={label}>")), name)));
        sources.push(("old.html", written(&page(&old), name)));
    }
    sources
}

#[test]
fn texts_are_read_as_they_were_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut outline = String::new();
    for (text, names) in CASES {
        let text_of = std::fs::read_to_string(folder.join("encodings").join(format!("{text}.txt"))).unwrap();
        let expected: Vec<&str> = text_of.split("\n\n").map(str::trim).collect();
        for name in *names {
            for (file, bytes) in sources(&text_of, name) {
                let read = match extract(file, &bytes, &Options::default()) {
                    Ok(read) => read,
                    Err(error) => {
                        writeln!(outline, "{text} in {name}, {file}: REFUSED, {error}").unwrap();
                        continue;
                    }
                };
                let right = if paragraphs(&read) == expected { "right" } else { "WRONG" };
                write!(outline, "{text} in {name}, {file}: {} {right}", read.media_type).unwrap();
                read.losses.iter().for_each(|loss| write!(outline, "; {loss}").unwrap());
                outline.push('\n');
            }
        }
    }
    let kept = folder.join("encodings.blocks");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&kept, &outline).unwrap();
    }
    assert_eq!(
        outline,
        std::fs::read_to_string(kept).unwrap_or_default(),
        "see UPDATE at the top of this file"
    );
}
