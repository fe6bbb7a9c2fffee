//! Prints what the PDF text layer reads, before layout: to compare it with other readers and to time it.
//!
//! `glyphs text FILE` prints naive text, losses on stderr. `glyphs many < LIST` reads the files named on stdin and
//! prints one JSON line each. `glyphs time N FILE…` reads each file N times.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the crate's own modules, compiled into this program"
)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a tool for measuring")]

#[path = "../src/error.rs"]
mod error;
#[path = "../src/glyph.rs"]
mod glyph;
#[path = "../src/pdf/mod.rs"]
mod pdf;
#[path = "../src/raster/mod.rs"]
mod raster;

/// The crate's own options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Password of an encrypted PDF.
    pub password: Option<String>,
}

use std::io::{BufRead, Write};
use std::time::Instant;

use glyph::{Glyph, GlyphPage};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["text", file] => print_text(file),
        ["dump", file] => dump(file),
        ["many"] => many(),
        ["time", times, files @ ..] => time(times.parse().unwrap(), files),
        _ => eprintln!("usage: glyphs text FILE | dump FILE | many < LIST | time N FILE..."),
    }
}

fn print_text(file: &str) {
    match pdf::read(&std::fs::read(file).unwrap(), &Options::default(), |page| page) {
        Ok(read) => {
            for page in &read.pages {
                println!("{}\u{c}", naive(page));
            }
            for loss in &read.losses {
                eprintln!("{loss}");
            }
        }
        Err(error) => eprintln!("error: {error}"),
    }
}

fn dump(file: &str) {
    let read = pdf::read(&std::fs::read(file).unwrap(), &Options::default(), |page| page).unwrap();
    println!("title {:?}", read.title);
    for page in &read.pages {
        println!(
            "page {} {:?} {:?} rules {} images {}",
            page.number,
            page.label,
            page.size,
            page.rules.len(),
            page.images.len()
        );
        for (i, font) in page.fonts.iter().enumerate() {
            println!("font {i} {font:?}");
        }
        for g in &page.glyphs {
            println!("{:?} {:?}", text(page, g), g);
        }
    }
    for loss in &read.losses {
        println!("{loss}");
    }
}

fn many() {
    let stdout = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let file = line.unwrap();
        let bytes = std::fs::read(&file).unwrap();
        let start = Instant::now();
        let result = pdf::read(&bytes, &Options::default(), |page| page);
        let seconds = start.elapsed().as_secs_f64();
        let (text, pages, losses) = match &result {
            Ok(read) => {
                let text: Vec<String> = read.pages.iter().map(naive).collect();
                (text.join("\n"), read.pages.len(), read.losses.iter().map(ToString::to_string).collect())
            }
            Err(error) => (String::new(), 0, vec![format!("error: {error}")]),
        };
        let mut out = stdout.lock();
        let line = format!(
            "{{\"file\":{},\"seconds\":{seconds:.4},\"pages\":{pages},\"losses\":[{}],\"text\":{}}}\n",
            json(&file),
            losses.iter().map(|l| json(l)).collect::<Vec<_>>().join(","),
            json(&text)
        );
        out.write_all(line.as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

fn json(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn time(times: usize, files: &[&str]) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        let start = Instant::now();
        let mut pages = 0;
        for _ in 0..times {
            pages = pdf::read(&bytes, &Options::default(), |page| page).map_or(0, |read| read.pages.len());
        }
        let ms = start.elapsed().as_secs_f64() * 1000.0 / times as f64;
        println!("{ms:9.2} ms {pages:5} pages {:7.3} ms/page {file}", ms / pages.max(1) as f64);
    }
}

fn text<'a>(page: &'a GlyphPage, glyph: &Glyph) -> &'a str {
    &page.text[glyph.start as usize..glyph.start as usize + usize::from(glyph.len)]
}

/// Content order; a space where there is a gap, a line end where the baseline changes.
fn naive(page: &GlyphPage) -> String {
    let mut out = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in page.glyphs.iter().filter(|glyph| glyph.len > 0) {
        if let Some(last) = last {
            let size = glyph.size.max(last.size).max(0.1);
            let (along, across) = match glyph.angle {
                90 => (last.rect.y - glyph.rect.bottom(), glyph.baseline - last.baseline),
                270 => (glyph.rect.y - last.rect.bottom(), glyph.baseline - last.baseline),
                180 => (last.rect.x - glyph.rect.right(), glyph.baseline - last.baseline),
                _ => (glyph.rect.x - last.rect.right(), glyph.baseline - last.baseline),
            };
            if across.abs() > 0.5 * size || last.angle != glyph.angle || along < -2.0 * size {
                out.push('\n');
            } else if along > 0.18 * size {
                out.push(' ');
            }
        }
        out.push_str(text(page, glyph));
        last = Some(glyph);
    }
    out
}
