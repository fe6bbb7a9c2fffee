//! Arrays out of a NumPy archive (`.npz`: a ZIP file of `.npy` files), each checked against the shape that is asked for.

use crate::EmbedError;
use crate::package::limited;
use ndarray::{Array1, Array2};
use std::io::Cursor;
use zip::ZipArchive;

/// Bytes that the head of an array may have.
const HEAD: usize = 4096;

/// An open archive of arrays.
pub(crate) struct Arrays<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The package that has every array, to name where one is missing.
    package: &'static str,
}

impl<'a> Arrays<'a> {
    pub(crate) fn open(bytes: &'a [u8], file: &str, package: &'static str) -> Result<Self, EmbedError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| EmbedError::damaged(file, error))?;
        Ok(Self { archive, package })
    }

    /// Numbers of one byte.
    pub(crate) fn bytes(&mut self, name: &str, shape: &[usize]) -> Result<Vec<u8>, EmbedError> {
        self.values(name, "|u1", 1, shape)
    }

    /// A vector of 32-bit numbers.
    pub(crate) fn vector(&mut self, name: &str, length: usize) -> Result<Array1<f32>, EmbedError> {
        Ok(Array1::from(self.floats(name, &[length])?))
    }

    /// A matrix of 32-bit numbers.
    pub(crate) fn matrix(
        &mut self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Array2<f32>, EmbedError> {
        let values = self.floats(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), values).map_err(|error| EmbedError::damaged(name, error))
    }

    /// One 64-bit number.
    pub(crate) fn number(&mut self, name: &str) -> Result<f64, EmbedError> {
        let bytes = self.values(name, "<f8", 8, &[])?;
        let (values, _) = bytes.as_chunks::<8>();
        let value = values.first().map(|bytes| f64::from_le_bytes(*bytes));
        value.filter(|value| value.is_finite()).ok_or_else(|| EmbedError::damaged(name, "no number"))
    }

    fn floats(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        let bytes = self.values(name, "<f4", 4, shape)?;
        numbers(&bytes, name)
    }

    /// The bytes of an array's values. No more is read than an array of this shape can have.
    fn values(
        &mut self,
        name: &str,
        kind: &str,
        size: usize,
        shape: &[usize],
    ) -> Result<Vec<u8>, EmbedError> {
        let file = self.archive.by_name(&format!("{name}.npy"));
        let file = file.map_err(|error| match error {
            zip::result::ZipError::FileNotFound => EmbedError::missing(name, self.package),
            error => EmbedError::damaged(name, error),
        })?;
        let length = size * shape.iter().product::<usize>();
        let bytes = limited(file, name, (length + HEAD) as u64)?;
        let (head, values) = head(&bytes).ok_or_else(|| EmbedError::damaged(name, "no NumPy array"))?;
        let wanted = wanted(kind, shape);
        if head != wanted {
            return Err(EmbedError::Shape { part: name.into(), found: head, wanted });
        }
        if values.len() != length {
            return Err(EmbedError::damaged(name, format!("{} bytes instead of {length}", values.len())));
        }
        Ok(values.to_vec())
    }
}

/// 32-bit numbers, little end first.
pub(crate) fn numbers(bytes: &[u8], name: &str) -> Result<Vec<f32>, EmbedError> {
    let values: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(EmbedError::damaged(name, "it contains something that is not a number"))
    }
}

/// What an array says that it is, without spaces, and the bytes of its values.
fn head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let rest = bytes.strip_prefix(b"\x93NUMPY")?;
    let (&[version, _], rest) = rest.split_first_chunk::<2>()?;
    let (length, rest) = if version == 1 {
        let (length, rest) = rest.split_first_chunk::<2>()?;
        (usize::from(u16::from_le_bytes(*length)), rest)
    } else {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        (usize::try_from(u32::from_le_bytes(*length)).ok()?, rest)
    };
    let (head, values) = rest.split_at_checked(length)?;
    let head = std::str::from_utf8(head).ok()?;
    Some((head.split_whitespace().collect(), values))
}

/// The head of an array, as NumPy writes it, without spaces.
fn wanted(kind: &str, shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    let comma = if shape.len() == 1 { "," } else { "" };
    format!("{{'descr':'{kind}','fortran_order':False,'shape':({}{comma}),}}", sizes.join(","))
}
