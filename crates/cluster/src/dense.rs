//! Rows of dense numbers, and the few operations on them that LSA needs. Sums run in a fixed order, so that the
//! number of threads never shows.

use rayon::prelude::*;

/// A row-major matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dense {
    /// Numbers in a row.
    pub(crate) width: usize,
    pub(crate) values: Vec<f32>,
}

/// Rows that one task sums up before the sums are added in order.
const CHUNK: usize = 2048;

impl Dense {
    pub(crate) fn zeros(rows: usize, width: usize) -> Self {
        Self { width, values: vec![0.0; rows * width] }
    }

    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// `selfᵀ · self`, in double precision.
    pub(crate) fn gram(&self) -> Vec<f64> {
        let width = self.width;
        let parts: Vec<Vec<f64>> = self
            .values
            .par_chunks(CHUNK * width.max(1))
            .map(|rows| {
                let mut sum = vec![0.0f64; width * width];
                for row in rows.chunks_exact(width) {
                    for (i, &x) in row.iter().enumerate() {
                        let x = f64::from(x);
                        let line = &mut sum[i * width + i..(i + 1) * width];
                        line.iter_mut().zip(&row[i..]).for_each(|(s, &y)| *s += x * f64::from(y));
                    }
                }
                sum
            })
            .collect();
        let mut sum = vec![0.0; width * width];
        for part in parts {
            sum.iter_mut().zip(part).for_each(|(s, x)| *s += x);
        }
        for i in 0..width {
            for j in 0..i {
                sum[i * width + j] = sum[j * width + i];
            }
        }
        sum
    }

    /// Every row times a square matrix of which only the upper triangle is not 0.
    pub(crate) fn times_upper(&self, matrix: &[f64]) -> Self {
        let width = self.width;
        let mut out = Self::zeros(self.len(), width);
        out.values.par_chunks_mut(width.max(1)).enumerate().for_each_init(
            || vec![0.0f64; width],
            |sum, (row, target)| {
                sum.fill(0.0);
                for (i, &x) in self.row(row).iter().enumerate() {
                    let line = &matrix[i * width + i..(i + 1) * width];
                    sum[i..].iter_mut().zip(line).for_each(|(s, y)| *s += f64::from(x) * y);
                }
                target.iter_mut().zip(&*sum).for_each(|(t, s)| *t = *s as f32);
            },
        );
        out
    }

    /// Every row times a `width × columns` matrix.
    pub(crate) fn times(&self, matrix: &[f64], columns: usize) -> Self {
        let mut out = Self::zeros(self.len(), columns);
        out.values.par_chunks_mut(columns.max(1)).enumerate().for_each(|(row, target)| {
            let mut sum = vec![0.0f64; columns];
            for (i, &x) in self.row(row).iter().enumerate() {
                let line = &matrix[i * columns..(i + 1) * columns];
                sum.iter_mut().zip(line).for_each(|(s, y)| *s += f64::from(x) * y);
            }
            target.iter_mut().zip(sum).for_each(|(t, s)| *t = s as f32);
        });
        out
    }

    /// Scales every row to length 1; rows of zeros stay.
    pub(crate) fn normalise(&mut self) {
        let width = self.width.max(1);
        self.values.par_chunks_mut(width).for_each(unit);
    }
}

/// Scales a vector to length 1; zeros stay.
pub(crate) fn unit(row: &mut [f32]) {
    let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        row.iter_mut().for_each(|x| *x /= length);
    }
}

/// Dot product in eight lanes: a fixed order that the compiler can run in parallel.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for i in 0..8 {
            lanes[i] += x[i] * y[i];
        }
    }
    lanes.iter().sum::<f32>() + rest
}
