//! The two operations of the encoder that are no matrix products.

use ndarray::{Array1, Array2, Axis, Slice};

/// Shifts and scales every row to mean 0 and variance 1, then by the learned `gain` and `bias` (Ba et al. 2016).
pub(crate) fn layer_norm(rows: &mut Array2<f32>, gain: &Array1<f32>, bias: &Array1<f32>, epsilon: f32) {
    for mut row in rows.axis_iter_mut(Axis(0)) {
        let size = row.len() as f32;
        let mean = row.sum() / size;
        row -= mean;
        let variance = row.iter().map(|x| x * x).sum::<f32>() / size;
        row *= 1.0 / (variance + epsilon).sqrt();
        row *= gain;
        row += bias;
    }
}

/// Negative numbers become 0.
pub(crate) fn rectify(rows: &mut Array2<f32>) {
    rows.mapv_inplace(|x| x.max(0.0));
}

/// For every row the `width` rows from `before` above it on, side by side; zeros beyond the text that a row is in.
/// `texts` are half-open ranges of rows.
pub(crate) fn windows(
    rows: &Array2<f32>,
    texts: &[(usize, usize)],
    width: usize,
    before: usize,
) -> Array2<f32> {
    let size = rows.ncols();
    let mut out = Array2::zeros((rows.nrows(), width * size));
    for &(start, end) in texts {
        for row in start..end {
            for slot in 0..width {
                let from = row + slot;
                if from >= start + before && from - before < end {
                    let columns = Slice::from(slot * size..(slot + 1) * size);
                    out.row_mut(row).slice_axis_mut(Axis(0), columns).assign(&rows.row(from - before));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rows_are_normalised() {
        let mut rows = array![[1.0, 3.0], [5.0, 5.0]];
        layer_norm(&mut rows, &array![2.0, 2.0], &array![1.0, 0.0], 0.0001);
        assert!((rows[[0, 0]] + 1.0).abs() < 1e-3 && (rows[[0, 1]] - 2.0).abs() < 1e-3, "{rows}");
        assert!((rows[[1, 0]] - 1.0).abs() < 1e-3 && rows[[1, 1]].abs() < 1e-3, "{rows}");
    }

    #[test]
    fn a_window_never_reaches_into_another_text() {
        let rows = array![[1.0], [2.0], [3.0], [4.0]];
        let seen = windows(&rows, &[(0, 2), (2, 4)], 3, 1);
        assert_eq!(seen, array![[0.0, 1.0, 2.0], [1.0, 2.0, 0.0], [0.0, 3.0, 4.0], [3.0, 4.0, 0.0]]);
    }
}
