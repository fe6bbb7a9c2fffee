//! The operations of both networks other than matrix products.

use ndarray::{Array1, Array2, Axis, Slice};

/// Layer normalisation (Ba et al. 2016).
pub(crate) struct Norm {
    pub(crate) gain: Array1<f32>,
    pub(crate) bias: Array1<f32>,
}

impl Norm {
    /// Shifts and scales every row to mean 0 and variance 1, then by the learned gain and bias.
    pub(crate) fn apply(&self, rows: &mut Array2<f32>, epsilon: f32) {
        for mut row in rows.axis_iter_mut(Axis(0)) {
            let size = row.len() as f32;
            let mean = row.sum() / size;
            row -= mean;
            let variance = row.iter().map(|x| x * x).sum::<f32>() / size;
            row *= 1.0 / (variance + epsilon).sqrt();
            row *= &self.gain;
            row += &self.bias;
        }
    }
}

/// The rectified linear unit: negative numbers become 0.
pub(crate) fn relu(rows: &mut Array2<f32>) {
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

/// Every row becomes shares that add up to 1: e to the power of each number, divided by their sum.
pub(crate) fn softmax(rows: &mut Array2<f32>) {
    for mut row in rows.axis_iter_mut(Axis(0)) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.mapv_inplace(|x| (x - largest).exp());
        row *= 1.0 / row.sum();
    }
}

/// The Gaussian error linear unit (Hendrycks and Gimpel 2016), by the exact error function.
pub(crate) fn gelu(rows: &mut Array2<f32>) {
    rows.mapv_inplace(|x| 0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2)));
}

/// The error function, within 4 · 10⁻⁷: the quotient of two polynomials that the library Eigen uses. It has no branch
/// and no call, so that the compiler computes several at a time.
fn erf(x: f32) -> f32 {
    /// From the highest power of x² down.
    const ABOVE: [f32; 7] = [
        -2.726_142_3e-10, 2.770_681_4e-8, -2.101_024e-6, -5.692_506_5e-5, -7.349_906e-4, -2.954_6e-3,
        -1.609_603_3e-2,
    ];
    const BELOW: [f32; 5] = [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2];
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let value = |powers: &[f32]| powers.iter().fold(0.0, |sum, power| sum * square + power);
    x * value(&ABOVE) / value(&BELOW)
}

/// The vector with length 1; zeros stay.
pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// The error function by its series, term by term.
    fn slow_erf(x: f64) -> f64 {
        let (mut sum, mut term) = (0.0, x);
        for n in 0..200 {
            sum += term / f64::from(2 * n + 1);
            term *= -x * x / f64::from(n + 1);
        }
        sum * 2.0 / std::f64::consts::PI.sqrt()
    }

    #[test]
    fn the_error_function_is_its_series() {
        for step in -450..=450 {
            let x = step as f32 / 100.0;
            let wanted = slow_erf(f64::from(x)) as f32;
            assert!((erf(x) - wanted).abs() < 4e-7, "{x}: {} {wanted}", erf(x));
        }
        assert_eq!((erf(f32::INFINITY), erf(-1e30)), (erf(4.0), erf(-4.0)));
    }

    #[test]
    fn shares_add_up_whatever_the_numbers() {
        let mut rows = array![[0.0, 2.0f32.ln()], [1e4, -1e4], [f32::MIN, f32::MIN]];
        softmax(&mut rows);
        let wanted = array![[1.0 / 3.0, 2.0 / 3.0], [1.0, 0.0], [0.5, 0.5]];
        assert!(rows.iter().zip(&wanted).all(|(x, y): (&f32, &f32)| (x - y).abs() < 1e-6), "{rows}");
    }

    #[test]
    fn rows_are_normalised() {
        let mut rows = array![[1.0, 3.0], [5.0, 5.0]];
        Norm { gain: array![2.0, 2.0], bias: array![1.0, 0.0] }.apply(&mut rows, 0.0001);
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
