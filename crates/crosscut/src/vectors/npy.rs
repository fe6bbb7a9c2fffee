//! Vectors in the form of NumPy: `.npy`.

use crate::{Error, error::Result};

/// The numbers of a NumPy file (`numpy.save`) and how many are in a row: for [`crate::Compared::by_vectors`]. Floats of two
/// dimensions and four or eight bytes, row by row, as sentence models give them.
///
/// ```
/// let head = format!("{:<117}\n", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }");
/// let file = [&b"\x93NUMPY\x01\x00\x76\x00"[..], head.as_bytes(), &1f32.to_le_bytes(), &2f32.to_le_bytes()].concat();
/// assert_eq!(crosscut::vectors_of_npy("vectors.npy", &file)?, (1, vec![1.0, 2.0]));
/// assert!(crosscut::vectors_of_npy("vectors.npy", &file[..file.len() - 1]).is_err());
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// When it is no such file, or not whole.
pub fn vectors_of_npy(file: &str, bytes: &[u8]) -> Result<(usize, Vec<f32>)> {
    parsed(bytes).map_err(|reason| Error::Vectors(format!("{file}: {reason}")))
}

fn parsed(bytes: &[u8]) -> Result<(usize, Vec<f32>), String> {
    let whole = || "this is no NumPy file, or not all of it: write it with numpy.save".to_owned();
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(whole)?;
    let (&[version, _], rest) = rest.split_first_chunk::<2>().ok_or_else(whole)?;
    let (length, rest) = match version {
        1 => rest.split_first_chunk::<2>().map(|(size, rest)| (u16::from_le_bytes(*size).into(), rest)),
        _ => rest.split_first_chunk::<4>().map(|(size, rest)| (u32::from_le_bytes(*size) as usize, rest)),
    }
    .ok_or_else(whole)?;
    let (head, data) = rest.split_at_checked(length).ok_or_else(whole)?;
    let head: String = String::from_utf8_lossy(head).split_whitespace().collect();
    let (rows, width) =
        shape(&head).ok_or_else(|| "two dimensions are needed: a row for each clause".to_owned())?;
    if head.contains("'fortran_order':True") {
        return Err("rows are needed one after the other: write numpy.ascontiguousarray(vectors)".into());
    }
    let values: Vec<f32> = match head.split_once("'descr':'").and_then(|(_, kind)| kind.split('\'').next()) {
        Some("<f4") => data.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
        #[expect(clippy::cast_possible_truncation, reason = "vectors are compared in four bytes")]
        Some("<f8") => data.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number) as f32).collect(),
        kind => {
            let kind = kind.unwrap_or("another kind");
            return Err(format!("numbers of {kind}: write vectors.astype(\"float32\")"));
        }
    };
    let size = if head.contains("'<f4'") { 4 } else { 8 };
    let expected = rows.checked_mul(width).and_then(|count| count.checked_mul(size));
    if expected != Some(data.len()) { Err(whole()) } else { Ok((width, values)) }
}

/// Rows and columns, where the head names two dimensions.
fn shape(head: &str) -> Option<(usize, usize)> {
    let (numbers, _) = head.split_once("'shape':(")?.1.split_once(')')?;
    let (rows, width) = numbers.split_once(',')?;
    Some((rows.parse().ok()?, width.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(head: &str, data: &[u8]) -> Vec<u8> {
        let size = u16::try_from(head.len()).unwrap().to_le_bytes();
        [&b"\x93NUMPY\x01\x00"[..], &size, head.as_bytes(), data].concat()
    }

    #[test]
    fn rows_are_read_and_what_is_no_such_array_is_told() {
        let doubles: Vec<u8> = [1.5f64, -2.0, 0.0, 4.0].iter().flat_map(|n| n.to_le_bytes()).collect();
        let of = |kind: &str, order: &str, shape: &str| {
            format!("{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}\n")
        };
        let read = parsed(&npy(&of("<f8", "False", "(2, 2)"), &doubles));
        assert_eq!(read, Ok((2, vec![1.5, -2.0, 0.0, 4.0])));
        for (head, reason) in [
            (of("<f8", "False", "(4,)"), "two dimensions"),
            (of("<f8", "False", "(3, 2)"), "not all of it"),
            (of("<f8", "True", "(2, 2)"), "ascontiguousarray"),
            (of("<i8", "False", "(2, 2)"), "numbers of <i8"),
        ] {
            let error = parsed(&npy(&head, &doubles)).unwrap_err();
            assert!(error.contains(reason), "{head}: {error}");
        }
        assert!(parsed(b"id,agreement\n").is_err() && parsed(b"\x93NUMPY\x01\x00\xff\xff{").is_err());
    }
}
