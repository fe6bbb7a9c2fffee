//! Latent semantic analysis (Deerwester et al. 1990) by subspace iteration from a fixed start (Halko et al. 2011).

use crate::dense::Dense;
use crate::params::Latent;
use crate::sparse::Rows;
use rayon::prelude::*;

/// The rows in the `dimensions` strongest directions of the collection, each of length 1.
pub(crate) fn reduce(rows: &Rows, dimensions: usize, params: &Latent) -> Dense {
    let dimensions = dimensions.min(rows.len()).min(rows.width);
    if dimensions == 0 {
        return Dense::zeros(rows.len(), 0);
    }
    let width = (dimensions + params.spare).min(rows.len()).min(rows.width);
    let turned = rows.transposed();
    let mut basis = start(rows.width, width);
    orthonormalise(&mut basis, 1);
    for iteration in 1..=params.iterations {
        basis = product(&turned, &product(rows, &basis));
        orthonormalise(&mut basis, if iteration < params.iterations { 1 } else { 2 });
    }
    let projected = product(rows, &basis);
    let (values, vectors) = eigen(projected.gram(), width);
    let mut order: Vec<usize> = (0..width).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
    let mut rotation = vec![0.0; width * dimensions];
    for (column, &from) in order.iter().take(dimensions).enumerate() {
        for row in 0..width {
            rotation[row * dimensions + column] = vectors[row * width + from];
        }
    }
    let mut reduced = projected.times(&rotation, dimensions);
    reduced.normalise();
    reduced
}

/// Numbers between -1 and 1 that depend on nothing (SplitMix64, Steele et al. 2014).
fn start(rows: usize, width: usize) -> Dense {
    let values = (0..(rows * width) as u64)
        .into_par_iter()
        .map(|i| {
            let mut z = (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 23) as f32 - 1.0
        })
        .collect();
    Dense { width, values }
}

fn product(rows: &Rows, dense: &Dense) -> Dense {
    let width = dense.width;
    let mut out = Dense::zeros(rows.len(), width);
    out.values.par_chunks_mut(width).enumerate().for_each(|(row, target)| {
        for (column, value) in rows.row(row) {
            target.iter_mut().zip(dense.row(column as usize)).for_each(|(t, x)| *t += value * x);
        }
    });
    out
}

/// Makes the columns orthonormal: Cholesky of the Gram matrix, once to keep them independent, twice for accuracy.
fn orthonormalise(matrix: &mut Dense, times: usize) {
    for _ in 0..times {
        let inverse = inverse_upper(cholesky(matrix.gram(), matrix.width), matrix.width);
        *matrix = matrix.times_upper(&inverse);
    }
}

/// The upper triangle `r` with `rᵀ r = gram`. A column that depends on the others gets a zero on the diagonal.
fn cholesky(gram: Vec<f64>, n: usize) -> Vec<f64> {
    let mut r = vec![0.0; n * n];
    let floor = (0..n).map(|i| gram[i * n + i]).fold(0.0, f64::max) * 1e-12;
    for i in 0..n {
        let rest = gram[i * n + i] - (0..i).map(|k| r[k * n + i] * r[k * n + i]).sum::<f64>();
        if rest <= floor {
            continue;
        }
        r[i * n + i] = rest.sqrt();
        for j in i + 1..n {
            let sum: f64 = (0..i).map(|k| r[k * n + i] * r[k * n + j]).sum();
            r[i * n + j] = (gram[i * n + j] - sum) / r[i * n + i];
        }
    }
    r
}

/// Inverse of an upper triangle; a zero on the diagonal gives a column of zeros.
fn inverse_upper(r: Vec<f64>, n: usize) -> Vec<f64> {
    let mut inverse = vec![0.0; n * n];
    for column in 0..n {
        if r[column * n + column] == 0.0 {
            continue;
        }
        for row in (0..=column).rev() {
            if r[row * n + row] == 0.0 {
                continue;
            }
            let known: f64 = (row + 1..=column).map(|k| r[row * n + k] * inverse[k * n + column]).sum();
            let target = if row == column { 1.0 } else { 0.0 };
            inverse[row * n + column] = (target - known) / r[row * n + row];
        }
    }
    inverse
}

/// Eigenvalues and eigenvectors (columns) of a symmetric matrix by cyclic Jacobi rotations.
fn eigen(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; n * n];
    (0..n).for_each(|i| vectors[i * n + i] = 1.0);
    let scale: f64 = a.iter().map(|x| x * x).sum::<f64>().max(f64::MIN_POSITIVE);
    for _ in 0..30 {
        let off: f64 =
            (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).map(|(i, j)| a[i * n + j].powi(2)).sum();
        if off <= scale * 1e-18 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, n, p, q);
            }
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), vectors)
}

fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y);
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y);
        let (x, y) = (vectors[k * n + p], vectors[k * n + q]);
        (vectors[k * n + p], vectors[k * n + q]) = (c * x - s * y, s * x + c * y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::Params;

    fn reduce(rows: &Rows, dimensions: usize) -> Dense {
        super::reduce(rows, dimensions, &Params::FITTED.latent)
    }

    /// As many directions as there are columns keep every angle: the oracle is the plain cosine.
    #[test]
    fn all_directions_keep_the_cosines() {
        let rows: Vec<Vec<(u32, f32)>> = (0..12u32)
            .map(|i| {
                (0..5u32)
                    .map(|j| (j, ((i * 7 + j * 3) % 5) as f32 + f32::from(u8::from(i % 5 == j))))
                    .collect()
            })
            .collect();
        let sparse = Rows::new(&rows, 5);
        let reduced = reduce(&sparse, 5);
        for a in 0..12 {
            for b in 0..12 {
                let cosine = sparse.dot(a, b) / (sparse.dot(a, a) * sparse.dot(b, b)).sqrt();
                assert!((crate::dense::dot(reduced.row(a), reduced.row(b)) - cosine).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn rows_of_zeros_and_one_row_are_no_trouble() {
        assert_eq!(reduce(&Rows::new(&[vec![], vec![]], 3), 2).len(), 2);
        assert_eq!(reduce(&Rows::new(&[vec![(0, 1.0)]], 1), 64).row(0).len(), 1);
        assert_eq!(reduce(&Rows::new(&[], 0), 4).len(), 0);
    }
}
