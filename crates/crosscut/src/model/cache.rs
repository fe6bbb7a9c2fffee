//! Vectors that were computed before, by the hash of their text.

use crate::files::{read_bytes, write_whole};
use crate::{error::Result, model::ModelId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the file begins with; changes with its format and with the code that computes vectors.
const MAGIC: &[u8; 16] = b"crosscut vecs 1\n";
/// Bytes of a text's hash that are kept: enough that no two texts of a study meet.
const KEY: usize = 16;
/// A number from -1 to 1 is kept as a multiple of 1/32767: less than the model's own six bits lose.
const STEP: f32 = 32767.0;

type Key = [u8; KEY];

/// Vectors by text. Only those that were asked for are written again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    path: Option<PathBuf>,
    width: usize,
    vectors: BTreeMap<Key, Vec<i16>>,
    used: BTreeSet<Key>,
    new: bool,
}

impl Cache {
    /// An empty one of vectors of `width` numbers, which is written nowhere.
    pub(super) fn of_width(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// The cache of a model in a folder; empty where there is none, or one that cannot be read.
    pub(super) fn open(folder: &Path, model: &ModelId, width: usize) -> Self {
        let record = KEY + 2 * width;
        // A model of one's own may have any name ("org/model").
        let name = model.name.replace(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)), "-");
        let path = folder.join(format!("{name}-{}.bin", &model.sha256[..12.min(model.sha256.len())]));
        let bytes = read_bytes(&path).unwrap_or_default();
        let records = bytes.strip_prefix(MAGIC).unwrap_or_default();
        let whole = records.len().is_multiple_of(record);
        let vectors = records.chunks_exact(record).filter(|_| whole).map(|record| {
            let (key, numbers) = record.split_at(KEY);
            let numbers = numbers.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes));
            (key.try_into().unwrap_or_default(), numbers.collect())
        });
        Self { path: Some(path), vectors: vectors.collect(), ..Self::of_width(width) }
    }

    /// The texts that it does not hold, each once.
    pub(super) fn missing<'a>(&self, texts: &[&'a str]) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let new = |text: &&&str| !self.vectors.contains_key(&key(text)) && seen.insert(key(text));
        texts.iter().filter(new).copied().collect()
    }

    /// Notes that texts were asked for, so that they are written again.
    pub(super) fn ask_for(&mut self, texts: &[&str]) {
        self.used.extend(texts.iter().map(|text| key(text)));
    }

    pub(super) fn insert(&mut self, text: &str, vector: &[f32]) {
        let numbers = vector.iter().map(|x| (x.clamp(-1.0, 1.0) * STEP).round() as i16).collect();
        self.vectors.insert(key(text), numbers);
        self.new = true;
    }

    /// The vector of a text that it holds; zeros otherwise.
    pub(super) fn vector(&self, text: &str) -> Vec<f32> {
        match self.vectors.get(&key(text)) {
            Some(numbers) => numbers.iter().map(|&number| f32::from(number) / STEP).collect(),
            None => vec![0.0; self.width],
        }
    }

    /// Writes what was asked for, where it differs from what the file holds.
    pub(crate) fn save(&self) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if !self.new && self.used.len() == self.vectors.len() {
            return Ok(());
        }
        let mut bytes = MAGIC.to_vec();
        for key in &self.used {
            if let Some(numbers) = self.vectors.get(key) {
                bytes.extend(key);
                numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
            }
        }
        write_whole(path, &bytes)
    }
}

fn key(text: &str) -> Key {
    let hash = Sha256::digest(text.as_bytes());
    std::array::from_fn(|i| hash[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_computed_is_found_again_and_what_is_not_asked_for_goes() {
        let folder = tempfile::tempdir().unwrap();
        let model = ModelId { name: "m".into(), sha256: "0123456789abcdef".into(), only: None };
        let mut cache = Cache::open(folder.path(), &model, 7);
        let vector: Vec<f32> = (0..7).map(|i| (i as f32 / 4.0) - 1.0).collect();
        assert_eq!(cache.missing(&["a", "b", "a"]), ["a", "b"]);
        for text in ["a", "b"] {
            cache.insert(text, &vector);
        }
        let kept = cache.vector("a");
        assert!(kept.iter().zip(&vector).all(|(x, y)| (x - y).abs() <= 1.0 / STEP));
        cache.ask_for(&["a"]);
        cache.save().unwrap();
        let mut again = Cache::open(folder.path(), &model, 7);
        assert_eq!(again.missing(&["a", "b"]), ["b"]);
        assert_eq!(again.vector("a"), kept);
        again.ask_for(&["a"]);
        again.save().unwrap();
        assert_eq!(Cache::open(folder.path(), &model, 7).missing(&["a", "b"]), ["b"]);
        let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(
            Cache::open(folder.path(), &model, 7).missing(&["a"]),
            ["a"],
            "a torn file counts for nothing"
        );
    }
}
