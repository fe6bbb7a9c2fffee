//! Every format with bytes changed, moved, cut and mixed: reading must end, soon and without a panic, and what it gives
//! must be well formed. `MUTATE_SECONDS=600 cargo test --release -p crosscut-extract --test mutate` runs longer than
//! the default of three seconds, `MUTATE_ROUNDS` reads more than 40,000 of them and `MUTATE_SEED` starts elsewhere. With
//! `--features images`, some pages are drawn too.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use crosscut_extract::{Extracted, Options, extract};
use crosscut_text::{Page, Rect, Role};
use std::path::Path;
use std::time::{Duration, Instant};

/// Longest processor time that one small source may take; most take some milliseconds, the bombs up to a second.
const SLOWEST: Duration = Duration::from_secs(5);

/// Most memory that the process may ever hold: what the largest of these sources needs, and much more.
const LARGEST_KIB: u64 = 1 << 20;

/// Xorshift: the same sources on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides.max(1)
    }
}

/// Pieces that mean something in one of the formats.
const PIECES: &[&str] = &[
    "<table>",
    "</table>",
    "<tr><td colspan=99999 rowspan=99999>",
    "<ol start=-9 reversed>",
    "<li value=2147483647>",
    "<a href=\"#a\" id=\"a\">1</a>",
    "<svg/>",
    "<script/>",
    "<pre>",
    "<!--",
    "]]>",
    "&#x110000;",
    "&amp",
    "<b><i>",
    "</p>",
    "<w:p>",
    "</w:p>",
    "<w:tbl><w:tr><w:tc>",
    "<w:gridSpan w:val=\"4294967295\"/>",
    "<w:numId w:val=\"1\"/>",
    "<w:lvlText w:val=\"%9%0%%\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:footnoteReference w:id=\"1\"/>",
    "<w:basedOn w:val=\"Normal\"/>",
    "<!DOCTYPE x [<!ENTITY y \"yyyy\">]>",
    "&y;",
    "# ",
    "```\n",
    "| - | - |\n",
    "[^n]: ",
    "**",
    "> > > ",
    "1. ",
    "\u{c}",
    "\n\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "(a) ",
    "Article 9\n",
    "%PDF-1.7\n",
    "1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj ",
    "stream\n",
    "endstream ",
    "/Kids[1 0 R]",
    "-2147483648 ",
    "BT (x) Tj ET ",
];

fn mutate(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.roll(8) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + dice.roll(40)).min(bytes.len());
        match dice.roll(10) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].repeat(1 + dice.roll(50));
                bytes.splice(at..at, copy);
            }
            3 => {
                let from = dice.roll(other.len() + 1);
                let to = (from + dice.roll(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            4 => bytes.truncate(at),
            5 => {
                let piece = PIECES[dice.roll(PIECES.len())].repeat(1 + dice.roll(3) * dice.roll(300));
                bytes.splice(at..at, piece.bytes());
            }
            7 => renumber(&mut bytes, at, dice),
            8 => swap_lines(&mut bytes, at, dice),
            6 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            _ => bytes.splice(at..at, PIECES[dice.roll(PIECES.len())].bytes()).for_each(drop),
        }
    }
    bytes
}

/// Puts another number for the next one: lengths, offsets, sizes and counts that lie.
fn renumber(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    const NUMBERS: [&str; 10] =
        ["0", "-1", "1", "7", "255", "65536", "2147483648", "99999999999999999999", "-0.0000001", "1e39"];
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|n| at + n) else { return };
    let length = bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(1);
    bytes.splice(start..start + length, NUMBERS[dice.roll(NUMBERS.len())].bytes());
}

/// Exchanges two neighbouring runs of bytes, each up to a line's length.
fn swap_lines(bytes: &mut [u8], at: usize, dice: &mut Dice) {
    let end = (at + 2 + dice.roll(160)).min(bytes.len());
    if at < end {
        let middle = dice.roll(end - at);
        bytes[at..end].rotate_left(middle);
    }
}

/// Boxes are finite and not inside out; pages are in order.
fn check_places(page: &Page) {
    let is_sound = |rect: Rect| {
        [rect.x, rect.y, rect.w, rect.h].iter().all(|n| n.is_finite()) && rect.w >= 0.0 && rect.h >= 0.0
    };
    if let Some(size) = page.size {
        assert!(size.w.is_finite() && size.h.is_finite() && size.w > 0.0 && size.h > 0.0, "{size:?}");
    }
    for line in page.blocks.iter().flat_map(|block| &block.lines) {
        assert!(line.font_size.is_finite() && line.font_size >= 0.0, "type of size {}", line.font_size);
        assert!(
            line.words.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()),
            "words overlap"
        );
        for word in &line.words {
            assert!(is_sound(word.rect), "{:?}", word.rect);
        }
    }
}

/// The most memory that this process ever held, where the system says so.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .strip_suffix(" kB")?
        .trim()
        .parse()
        .ok()
}

/// What holds of anything that was read.
fn check_shape(extracted: &Extracted) {
    assert!(!extracted.media_type.is_empty());
    for (at, page) in extracted.pages.iter().enumerate() {
        assert_eq!(page.number as usize, at + 1);
        check_places(page);
        for block in &page.blocks {
            assert!(!block.lines.is_empty());
            assert!(block.cell.is_none() || block.role == Role::TableCell);
            for line in &block.lines {
                assert!(!line.text.trim().is_empty(), "an empty line");
                let control = line.text.find(|c: char| c.is_control());
                assert_eq!(control, None, "a control character: {:.200?}", line.text);
                for word in &line.words {
                    assert!(word.span.cut(&line.text).is_some(), "a word outside its line");
                }
            }
        }
    }
}

fn seeds() -> Vec<(String, Vec<u8>, bool)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seeds = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".blocks") && path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            if let Some(docx) = name.strip_suffix(".parts") {
                seeds.push((docx.to_owned(), support::docx(std::str::from_utf8(&bytes).unwrap()), false));
            }
            seeds.push((name.clone(), bytes, name.ends_with(".parts")));
        }
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/sample");
    for entry in std::fs::read_dir(samples).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).unwrap();
        if !name.ends_with(".pdf") || bytes.len() > 30_000 {
            continue;
        }
        // Whole, and with its streams open to be changed.
        let mut document = lopdf::Document::load_mem(&bytes).unwrap();
        document.decompress();
        let mut open = Vec::new();
        document.save_to(&mut open).unwrap();
        seeds.push((format!("open-{name}"), open, false));
        seeds.push((name, bytes, false));
    }
    seeds.push(("small.pdf".to_owned(), PDF.as_bytes().to_vec(), false));
    seeds.sort();
    seeds
}

/// A page of text; its cross-reference table has to be rebuilt.
const PDF: &str = "%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 132>>stream
BT /F1 12 Tf 72 770 Td 14 TL (Article 1) Tj T* (Members share warnings in good) Tj T*
[(time, and keep) -250 (calm.)] TJ 5 Ts (1) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj
trailer<</Root 1 0 R>>
";

#[test]
fn nothing_panics_hangs_or_is_malformed() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let end = Instant::now() + Duration::from_secs(number("MUTATE_SECONDS").unwrap_or(3));
    let first = number("MUTATE_SEED").unwrap_or(1);
    let seeds = seeds();
    // A bound too, so that a faster machine looks at the same files: what CI finds does not depend on its speed.
    let last = first + number("MUTATE_ROUNDS").unwrap_or(40_000);
    let mut round = first;
    while Instant::now() < end && round < last {
        let mut dice = Dice(round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (name, seed, parts) = &seeds[dice.roll(seeds.len())];
        let other = &seeds[dice.roll(seeds.len())].1;
        let mut bytes = mutate(seed, other, &mut dice);
        let mut name = name.clone();
        if *parts {
            let sections = format!("== document\n{}", String::from_utf8_lossy(&bytes));
            (name, bytes) = ("mutated.docx".to_owned(), support::docx(&sections));
        }
        let read = || std::panic::catch_unwind(|| extract(&name, &bytes, &Options::default()));
        let (result, took) = support::timed(read);
        let repeat = format!("MUTATE_SEED={round} (a {name} of {} bytes)", bytes.len());
        let result = result.unwrap_or_else(|_| panic!("reading panics: {repeat}"));
        assert!(took < SLOWEST, "{took:?}: {repeat}");
        if let Ok(extracted) = result {
            std::panic::catch_unwind(|| check_shape(&extracted))
                .unwrap_or_else(|_| panic!("malformed: {repeat}"));
        }
        if cfg!(feature = "images") && name.ends_with(".pdf") && dice.roll(8) == 0 {
            // Any answer is right, if it is not an abort and comes in the time that it promises.
            let start = Instant::now();
            let _ = crosscut_extract::page_image(&bytes, None, 0, 0.5);
            assert!(start.elapsed() < Duration::from_secs(120), "drawing: {repeat}");
        }
        round += 1;
    }
    eprintln!("{} sources read, at most {} MiB held", round - first, peak_kib().unwrap_or_default() >> 10);
    assert!(peak_kib().is_none_or(|peak| peak < LARGEST_KIB), "too much memory");
    assert!(round > first);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), printable in "\\PC{0,200}") {
        for ending in ["pdf", "docx", "html", "md", "txt", ""] {
            for bytes in [bytes.as_slice(), printable.as_bytes()] {
                if let Ok(extracted) = extract(&format!("any.{ending}"), bytes, &Options::default()) {
                    check_shape(&extracted);
                }
            }
        }
    }
}

/// Small sources that ask for much.
#[test]
fn bombs_end_soon() {
    let repeated = |piece: &str, times: usize| piece.repeat(times);
    let nested = |piece: &str, times: usize| format!("== document\n{}", piece.repeat(times));
    let numbered: String = (0..200_000).map(|n| format!(" a{n}")).collect();
    let bombs: Vec<(&str, Vec<u8>)> = vec![
        ("deep.html", format!("<html>{}", repeated("<div>", 1_000_000)).into_bytes()),
        ("formats.html", (0..20_000).map(|n| format!("<b id={n}><p>")).collect::<String>().into_bytes()),
        ("tables.html", repeated("<table><tr><td>x", 100_000).into_bytes()),
        ("fostered.html", format!("<table>{}", repeated("<a>1<p>2</a>", 50_000)).into_bytes()),
        ("links.html", repeated("<a id=x href=#x>1</a>", 100_000).into_bytes()),
        ("attributes.html", format!("<p{numbered}>text").into_bytes()),
        (
            "columns.html",
            format!("<table border=1><tr>{}<tr><td>x", repeated("<td colspan=1000>x", 50_000)).into_bytes(),
        ),
        ("lists.html", repeated("<ol><li>", 100_000).into_bytes()),
        ("quotes.md", repeated(">", 200_000).into_bytes()),
        ("fences.md", repeated("```\n", 200_000).into_bytes()),
        ("stars.md", repeated("*a **a ", 100_000).into_bytes()),
        ("links.md", repeated("[a](b", 100_000).into_bytes()),
        ("lines.txt", repeated("word\n", 300_000).into_bytes()),
        ("line.txt", repeated("word ", 500_000).into_bytes()),
        ("pages.txt", repeated("1\n\u{c}", 100_000).into_bytes()),
        ("deep.docx", support::docx(&nested("<w:p><w:r>", 100_000))),
        ("tables.docx", support::docx(&nested("<w:tbl><w:tr><w:tc>", 100_000))),
        ("wide.docx", support::docx(&nested("<w:p><w:r><w:t>x</w:t></w:r></w:p>", 100_000))),
        ("large.docx", support::docx(&format!("== document\n<w:p><w:r><w:t>{}", repeated("x", 70 << 20)))),
        ("zeros.txt", vec![0; 64 << 20]),
    ];
    for (name, bytes) in bombs {
        let (result, took) = support::timed(|| extract(name, &bytes, &Options::default()));
        eprintln!("{name}: {took:?}");
        assert!(took < 4 * SLOWEST, "{name}: {took:?}");
        if let Ok(extracted) = result {
            check_shape(&extracted);
        }
    }
}
