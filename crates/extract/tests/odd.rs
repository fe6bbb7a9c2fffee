//! Damaged and odd PDFs next to the repository (`../shared/corpus/damaged-and-odd.tar.gz`): each is read without a panic,
//! soon, into well-formed pages, and one that gives nothing says why. Every eighth file is read; `ALL_ODD=1` reads all.
//! Memory and the hostile files are measured by `cargo bench -p crosscut-extract --bench extract -- --only robust`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use crosscut_extract::{Options, extract};
use flate2::read::GzDecoder;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Longest processor time that one file may take. The slowest takes two seconds without optimisation.
const SLOWEST: Duration = Duration::from_secs(5);

/// The files of a tar archive: names (cut to a hundred bytes) and bytes.
fn members(tar: &[u8]) -> Vec<(String, &[u8])> {
    let mut members = Vec::new();
    let mut at = 0;
    while let Some(header) = tar.get(at..at + 512).filter(|header| header[0] != 0) {
        let text = |range: std::ops::Range<usize>| String::from_utf8_lossy(&header[range]).into_owned();
        let (name, size) = (text(0..100), text(124..136));
        let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).unwrap();
        if header[156] == b'0' || header[156] == 0 {
            members.push((name.trim_end_matches('\0').to_owned(), &tar[at + 512..at + 512 + size]));
        }
        at += 512 + size.next_multiple_of(512);
    }
    members
}

#[test]
fn odd_files_are_read_soon_and_well() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/damaged-and-odd.tar.gz");
    let Ok(packed) = std::fs::read(&path) else {
        eprintln!("skipped: no {}", path.display());
        return;
    };
    let mut tar = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut tar).unwrap();
    let files = members(&tar);
    assert!(files.len() > 1_000, "only {} files in the archive", files.len());
    let step = if std::env::var_os("ALL_ODD").is_some() { 1 } else { 8 };
    let (mut read, mut pages, mut slow) = (0, 0, Vec::new());
    for (name, bytes) in files.iter().step_by(step) {
        let (extracted, took) = support::timed(|| extract("odd.pdf", bytes, &Options::default()));
        if took > SLOWEST {
            slow.push((name, took));
        }
        let Ok(extracted) = extracted else { continue };
        read += 1;
        pages += extracted.pages.len();
        assert!(!extracted.pages.is_empty(), "{name}: no page and no error");
        for line in extracted.pages.iter().flat_map(|page| &page.blocks).flat_map(|block| &block.lines) {
            for word in &line.words {
                let rect = word.rect;
                assert!(word.span.cut(&line.text).is_some_and(|text| !text.is_empty()), "{name}: {line:?}");
                assert!([rect.x, rect.y, rect.w, rect.h].iter().all(|n| n.is_finite()), "{name}: {line:?}");
            }
        }
    }
    assert!(slow.is_empty(), "longer than {SLOWEST:?}: {slow:?}");
    eprintln!("{read} files read, {pages} pages");
}
