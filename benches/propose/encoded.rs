//! Texts as a sentence model reads them, kept from one run to the next: encoding takes minutes, and measuring is done often.

use crate::bars::model_folder;
use crosscut_embed::{Encoder, KNOWN, Package, Part};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// A sentence model that is installed, and what it made of texts before.
pub(crate) struct Encoded {
    pub(crate) name: &'static str,
    width: usize,
    encoder: Encoder,
    kept: BTreeMap<u64, Vec<f32>>,
    file: PathBuf,
}

impl Encoded {
    /// The model of whoever runs this, if one is installed; that of English first, which the gold is in.
    pub(crate) fn installed() -> Option<Self> {
        let folder = model_folder()?;
        KNOWN.iter().rev().find_map(|known| {
            let part = |part: &Part| fs::read(folder.join(known.name).join(part.name));
            let encoder = Encoder::new(&Package::read(known, part).ok()?).ok()?;
            let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.vectors", known.name));
            let bytes = fs::read(&file).unwrap_or_default();
            let record = |record: &[u8]| {
                let (key, numbers) = record.split_first_chunk::<8>()?;
                let numbers = numbers.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
                Some((u64::from_le_bytes(*key), numbers.collect()))
            };
            let kept = bytes.chunks_exact(8 + 4 * known.width).filter_map(record).collect();
            Some(Self { name: known.name, width: known.width, encoder, kept, file })
        })
    }

    /// Vectors of texts, in their order.
    pub(crate) fn vectors(&mut self, texts: &[&str]) -> Vec<Vec<f32>> {
        let mut missing: Vec<&str> =
            texts.iter().copied().filter(|text| !self.kept.contains_key(&hash(text))).collect();
        missing.sort_unstable();
        missing.dedup();
        for (text, vector) in missing.iter().zip(self.encoder.encode(&missing)) {
            self.kept.insert(hash(text), vector);
        }
        if !missing.is_empty() {
            self.keep();
        }
        texts.iter().map(|text| self.kept[&hash(text)].clone()).collect()
    }

    fn keep(&self) {
        let mut bytes = Vec::with_capacity(self.kept.len() * (8 + 4 * self.width));
        for (key, vector) in &self.kept {
            bytes.extend(key.to_le_bytes());
            vector.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        fs::write(&self.file, bytes).expect("the target folder can be written");
    }
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
