//! A project packed with its sources. What comes from elsewhere is unpacked in memory, within limits, and by names that
//! cannot lead out of it.

use super::project::Project;
use super::write;
use crate::error::{Error, Result};
use crate::made::{Made, zipped};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most files in a project.
const MOST_FILES: usize = 20_000;
/// Most bytes that a project may unpack to.
const MOST_BYTES: u64 = 1 << 30;
/// What unpacks to more than this is suspicious where it was packed more than a hundredfold.
const LARGE: u64 = 8 << 20;
const RATIO: u64 = 100;

/// Packs a project; the same project gives the same bytes.
pub(super) fn pack(project: &Project) -> Result<Vec<u8>> {
    let mut files = vec![Made::new("project.qde", write::project(project))];
    for source in &project.sources {
        files.push(Made::new(format!("sources/{}.txt", source.guid), source.text.as_str()));
        if let Some(pdf) = &source.pdf {
            files.push(Made::new(format!("sources/{}.pdf", source.guid), pdf.bytes.as_slice()));
        }
    }
    zipped(&files)
}

/// Files that were packed together, by their names with `/` between folders.
pub(crate) type Unpacked = BTreeMap<String, Vec<u8>>;

/// Unpacks a file that somebody else packed.
pub(crate) fn unpack(file: &str, bytes: &[u8]) -> Result<Unpacked> {
    let wrong = |reason: String| Error::Import { file: file.into(), reason };
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| wrong(format!("not a packed (zip) file, or a damaged one: {error}")))?;
    if archive.len() > MOST_FILES {
        return Err(wrong(format!("it holds {} files, more than {MOST_FILES}", archive.len())));
    }
    // Parts may share what they unpack: the whole is bounded by the file's own size too.
    let whole = MOST_BYTES.min(LARGE.max((bytes.len() as u64).saturating_mul(RATIO)));
    let (mut unpacked, mut sum) = (Unpacked::new(), 0_u64);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| wrong(format!("part {}: {error}", at + 1)))?;
        let name =
            part.name().map_err(|error| wrong(format!("part {}: {error}", at + 1)))?.replace('\\', "/");
        if !is_safe(&name) || part.is_symlink() {
            return Err(wrong(format!(
                "the part {name:?} would be written outside of its folder: not opened"
            )));
        }
        if name.ends_with('/') {
            continue;
        }
        // What the part says of its size may be wrong: only what comes out counts.
        let limit = whole - sum;
        let packed = part.compressed_size().max(1);
        let most = if limit > LARGE { limit.min(LARGE.max(packed.saturating_mul(RATIO))) } else { limit };
        let mut content = Vec::new();
        part.by_ref()
            .take(most + 1)
            .read_to_end(&mut content)
            .map_err(|error| wrong(format!("{name}: {error}")))?;
        sum += content.len() as u64;
        if content.len() as u64 > most {
            return Err(wrong(format!("{name}: unpacks to far more than any document: not opened")));
        }
        if unpacked.insert(name.clone(), content).is_some() {
            return Err(wrong(format!("{name}: there twice")));
        }
    }
    Ok(unpacked)
}

/// A name that stays inside of its folder, on every system.
fn is_safe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let parts_fit = name.split('/').all(|part| part != "..");
    !name.is_empty() && !name.starts_with('/') && !drive && parts_fit && !name.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::packing;
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter};

    fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, packing(CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["../evil", "a/../../b", "/etc/passwd", "C:/x", "..\\x", "\\\\host\\x"] {
            let error = unpack("p.qdpx", &packed(name, b"x")).unwrap_err().to_string();
            assert!(error.starts_with("p.qdpx: ") && error.contains("outside"), "{name}: {error}");
        }
        assert_eq!(unpack("p", &packed("sources/a..b.txt", b"x")).unwrap().len(), 1);
    }

    #[test]
    fn what_unpacks_to_far_more_is_not_opened() {
        let bomb = packed("project.qde", &vec![0; 64 << 20]);
        assert!(bomb.len() < 1 << 20);
        assert!(unpack("p", &bomb).unwrap_err().to_string().contains("far more"));
        assert!(unpack("p", b"PK\x03\x04 no").is_err() && unpack("p", b"").is_err());
    }

    #[test]
    fn parts_that_share_one_body_are_counted_each() {
        let one = packed("sources/aaa.txt", &vec![0; 7 << 20]);
        let find = |what: &[u8]| one.windows(what.len()).rposition(|part| part == what).unwrap();
        let (entry, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
        let count = 200_u16;
        let mut all = one[..entry].to_vec();
        for nth in 0..count {
            let name = format!("{nth:03}");
            let at = all.len() + one[entry..end].windows(3).position(|part| part == b"aaa").unwrap();
            all.extend_from_slice(&one[entry..end]);
            all[at..at + 3].copy_from_slice(name.as_bytes());
        }
        let size = u32::try_from(all.len() - entry).unwrap();
        all.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        all.extend([count, count].into_iter().flat_map(u16::to_le_bytes));
        all.extend([size, u32::try_from(entry).unwrap()].into_iter().flat_map(u32::to_le_bytes));
        all.extend([0, 0]);
        let error = unpack("p", &all).unwrap_err().to_string();
        assert!(error.contains("far more"), "{error}");
    }
}
