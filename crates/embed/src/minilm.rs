//! MiniLM (Wang et al. 2020) as `all-MiniLM-L6-v2` trained it for sentences: six layers of self-attention (Vaswani et
//! al. 2017) over word pieces, the mean of what comes out. English; 384 dimensions.
//!
//! Written out here, as the forward pass is short: the crates that run any model (candle, tract, ort) weigh a hundred
//! times as much, pad texts to one length, and make a vector depend on what is encoded beside it.

use crate::batch::{batches, ranges};
use crate::known::MINILM;
use crate::layers::{gelu, layer_norm, softmax, unit};
use crate::tensors::Tensors;
use crate::word_pieces::WordPieces;
use crate::{EmbedError, Package};
use ndarray::{Array1, Array2, Axis, Slice, concatenate};
use rayon::prelude::*;

/// Sizes of the network.
struct Shape {
    /// Word pieces.
    pieces: usize,
    /// Places in a text that have a vector of their own.
    places: usize,
    width: usize,
    /// Parts of a vector that look for other places each in its own way.
    heads: usize,
    inner: usize,
    layers: usize,
}

const SHAPE: Shape = Shape { pieces: 30_522, places: 512, width: MINILM.width, heads: 12, inner: 1536, layers: 6 };

/// Pieces of a text that are read, its begin and end among them: as many as the model was made for.
const LONGEST: usize = 256;
/// Pieces that are computed at a time: enough to use each weight well, few enough for the cache.
const BATCH: usize = 512;
const EPSILON: f32 = 1e-12;

/// The model, ready to encode.
pub(crate) struct MiniLm {
    words: WordPieces,
    pieces: Array2<f32>,
    places: Array2<f32>,
    norm: Norm,
    layers: Vec<Block>,
    heads: usize,
}

/// A layer: places look at one another, then each is computed on alone.
struct Block {
    /// What each place looks for, is found by, and gives, side by side.
    look: Layer,
    join: Layer,
    first: Norm,
    widen: Layer,
    narrow: Layer,
    second: Norm,
}

/// Weights, a row for each number that comes out, and bias.
struct Layer(Array2<f32>, Array1<f32>);

impl Layer {
    fn of(&self, rows: &Array2<f32>) -> Array2<f32> {
        rows.dot(&self.0.t()) + &self.1
    }
}

/// Gain and bias of a normalisation.
struct Norm(Array1<f32>, Array1<f32>);

impl MiniLm {
    /// Reads a model.
    pub(crate) fn new(package: &Package) -> Result<Self, EmbedError> {
        Self::with_shape(&package.pieces, &package.weights, &SHAPE)
    }

    fn with_shape(pieces: &[u8], weights: &[u8], shape: &Shape) -> Result<Self, EmbedError> {
        let words = WordPieces::new(pieces, MINILM.parts[0].name)?;
        if words.count != shape.pieces {
            return Err(EmbedError::Shape {
                part: MINILM.parts[0].name.into(),
                found: format!("{} pieces", words.count),
                wanted: shape.pieces.to_string(),
            });
        }
        let tensors = Tensors::open(weights, MINILM.parts[1].name, MINILM.package)?;
        let table =
            |name: &str, rows| tensors.matrix(&format!("embeddings.{name}.weight"), rows, shape.width);
        // Every text is a first one, and none a second: what tells them apart is added once for all.
        let kinds = table("token_type_embeddings", 2)?;
        Ok(Self {
            words,
            pieces: table("word_embeddings", shape.pieces)?,
            places: table("position_embeddings", shape.places)? + kinds.row(0),
            norm: norm(&tensors, "embeddings.LayerNorm", shape.width)?,
            layers: (0..shape.layers).map(|i| block(&tensors, i, shape)).collect::<Result<_, _>>()?,
            heads: shape.heads,
        })
    }

    /// The vectors of texts.
    pub(crate) fn encode(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let most = LONGEST.min(self.places.nrows());
        let read: Vec<Vec<u32>> = texts.par_iter().map(|text| self.words.encode(text, most)).collect();
        batches(&read, BATCH).par_iter().flat_map_iter(|batch| self.batch(batch)).collect()
    }

    fn batch(&self, texts: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let (ranges, total) = ranges(texts);
        let mut rows = self.embed(texts, total);
        layer_norm(&mut rows, &self.norm.0, &self.norm.1, EPSILON);
        for layer in &self.layers {
            let seen = self.look(&layer.look.of(&rows), &ranges);
            rows += &layer.join.of(&seen);
            layer_norm(&mut rows, &layer.first.0, &layer.first.1, EPSILON);
            let mut inner = layer.widen.of(&rows);
            gelu(&mut inner);
            rows += &layer.narrow.of(&inner);
            layer_norm(&mut rows, &layer.second.0, &layer.second.1, EPSILON);
        }
        // The mean points where the sum does.
        let sum = |&(start, end): &(usize, usize)| {
            rows.slice_axis(Axis(0), Slice::from(start..end)).sum_axis(Axis(0)).to_vec()
        };
        ranges.iter().map(|range| unit(sum(range))).collect()
    }

    /// The vector of each piece plus that of its place.
    fn embed(&self, texts: &[Vec<u32>], total: usize) -> Array2<f32> {
        let mut rows = Array2::zeros((total, self.pieces.ncols()));
        let places = texts.iter().flat_map(|text| text.iter().zip(self.places.rows()));
        for (mut row, (&piece, place)) in rows.axis_iter_mut(Axis(0)).zip(places) {
            row.assign(&self.pieces.row(piece as usize));
            row += &place;
        }
        rows
    }

    /// For each place what the places of its own text give, weighed by how well it finds them, head by head.
    fn look(&self, all: &Array2<f32>, ranges: &[(usize, usize)]) -> Array2<f32> {
        let width = all.ncols() / 3;
        let size = width / self.heads;
        let scale = 1.0 / (size as f32).sqrt();
        let columns = |from: usize| Slice::from(from..from + size);
        let mut out = Array2::zeros((all.nrows(), width));
        for &(start, end) in ranges {
            for head in 0..self.heads {
                let part = |kind: usize| {
                    let mut part = all.view();
                    part.slice_axis_inplace(Axis(0), Slice::from(start..end));
                    part.slice_axis_inplace(Axis(1), columns(kind * width + head * size));
                    part
                };
                let mut shares = part(0).dot(&part(1).t()) * scale;
                softmax(&mut shares);
                let mut given = out.slice_axis_mut(Axis(1), columns(head * size));
                given.slice_axis_inplace(Axis(0), Slice::from(start..end));
                given.assign(&shares.dot(&part(2)));
            }
        }
        out
    }
}

fn block(tensors: &Tensors, number: usize, shape: &Shape) -> Result<Block, EmbedError> {
    let (width, inner) = (shape.width, shape.inner);
    let name = |part: &str| format!("encoder.layer.{number}.{part}");
    let layer = |part: &str, out, into| dense(tensors, &name(part), out, into);
    Ok(Block {
        look: stacked(
            ["query", "key", "value"].map(|kind| layer(&format!("attention.self.{kind}"), width, width)),
        )?,
        join: layer("attention.output.dense", width, width)?,
        first: norm(tensors, &name("attention.output.LayerNorm"), width)?,
        widen: layer("intermediate.dense", inner, width)?,
        narrow: layer("output.dense", width, inner)?,
        second: norm(tensors, &name("output.LayerNorm"), width)?,
    })
}

fn dense(tensors: &Tensors, name: &str, out: usize, into: usize) -> Result<Layer, EmbedError> {
    let weights = tensors.matrix(&format!("{name}.weight"), out, into)?;
    Ok(Layer(weights, tensors.vector(&format!("{name}.bias"), out)?))
}

fn norm(tensors: &Tensors, name: &str, width: usize) -> Result<Norm, EmbedError> {
    let vector = |part: &str| tensors.vector(&format!("{name}.{part}"), width);
    Ok(Norm(vector("weight")?, vector("bias")?))
}

/// Three layers over the same numbers as one.
fn stacked(layers: [Result<Layer, EmbedError>; 3]) -> Result<Layer, EmbedError> {
    let [a, b, c] = layers;
    let (a, b, c) = (a?, b?, c?);
    let damaged = |error| EmbedError::damaged(MINILM.parts[1].name, error);
    let weights = concatenate(Axis(0), &[a.0.view(), b.0.view(), c.0.view()]).map_err(damaged)?;
    Ok(Layer(weights, concatenate(Axis(0), &[a.1.view(), b.1.view(), c.1.view()]).map_err(damaged)?))
}

#[cfg(test)]
#[path = "minilm_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "minilm_package_tests.rs"]
mod package_tests;
