//! Arrays out of a `safetensors` file, each checked against the shape that is asked for.

use crate::EmbedError;
use crate::array::numbers;
use ndarray::{Array1, Array2};
use safetensors::{Dtype, SafeTensors};

/// Bytes that the list of arrays may have; the crate would read 100 million.
const HEAD: u64 = 1 << 20;

/// An open file of arrays.
pub(crate) struct Tensors<'a> {
    arrays: SafeTensors<'a>,
    /// The package that has every array, to name where one is missing.
    package: &'static str,
}

impl<'a> Tensors<'a> {
    pub(crate) fn open(bytes: &'a [u8], file: &str, package: &'static str) -> Result<Self, EmbedError> {
        let size = bytes.first_chunk().map(|size| u64::from_le_bytes(*size));
        if size.is_none_or(|size| size > HEAD) {
            return Err(EmbedError::damaged(file, "it does not begin with a list of arrays"));
        }
        let arrays = SafeTensors::deserialize(bytes).map_err(|error| EmbedError::damaged(file, error))?;
        Ok(Self { arrays, package })
    }

    /// A vector of 32-bit numbers.
    pub(crate) fn vector(&self, name: &str, length: usize) -> Result<Array1<f32>, EmbedError> {
        Ok(Array1::from(self.values(name, &[length])?))
    }

    /// A matrix of 32-bit numbers.
    pub(crate) fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, EmbedError> {
        let values = self.values(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), values).map_err(|error| EmbedError::damaged(name, error))
    }

    fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        let tensor = self.arrays.tensor(name).map_err(|_| EmbedError::missing(name, self.package))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            return Err(EmbedError::Shape {
                part: name.into(),
                found: format!("{} {:?}", tensor.dtype(), tensor.shape()),
                wanted: format!("{} {shape:?}", Dtype::F32),
            });
        }
        numbers(tensor.data(), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::tensors;
    use proptest::prelude::*;

    fn file() -> Vec<u8> {
        tensors(&[("a", &[2, 3], vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]), ("b", &[1], vec![f32::NAN])])
    }

    fn open(bytes: &[u8]) -> Result<Tensors<'_>, EmbedError> {
        Tensors::open(bytes, "model.safetensors", "a-package")
    }

    #[test]
    fn arrays_are_read_and_checked() {
        let file = file();
        let read = open(&file).unwrap();
        assert_eq!(read.matrix("a", 2, 3).unwrap()[[1, 0]], 3.0);
        let other = read.matrix("a", 3, 2).unwrap_err().to_string();
        assert!(other.contains("[2, 3] where this model has F32 [3, 2]"), "{other}");
        assert!(read.vector("b", 1).unwrap_err().to_string().contains("not a number"));
        assert!(read.vector("c", 1).unwrap_err().to_string().contains("c is missing"));
    }

    #[test]
    fn a_file_that_is_cut_short_is_refused_wherever_it_is_cut() {
        let file = file();
        for end in 0..file.len() {
            assert!(open(&file[..end]).is_err(), "{end}");
        }
        let boast = [u64::MAX.to_le_bytes().as_slice(), &file[8..]].concat();
        assert!(open(&boast).is_err());
    }

    proptest! {
        #[test]
        fn nothing_that_was_changed_does_harm(at in 0usize..200, to: u8, end in 0usize..400) {
            let mut file = file();
            if let Some(byte) = file.get_mut(at) { *byte = to }
            file.truncate(end);
            if let Ok(read) = open(&file) {
                let _ = (read.matrix("a", 2, 3), read.vector("b", 1));
            }
        }
    }
}
