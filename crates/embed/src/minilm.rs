//! MiniLM (Wang et al. 2020) as `all-MiniLM-L6-v2` was trained for sentences: a transformer encoder (Vaswani et al. 2017)
//! of six layers over word pieces, mean pooling. English; 384 dimensions.
//!
//! Written out here, as the forward pass is short: the crates that run any model (candle, tract, ort) weigh a hundred
//! times as much, pad texts to one length, and make a vector depend on what is encoded with it.

use crate::batch::{batches, ranges};
use crate::known::MINILM;
use crate::layers::{Norm, gelu, softmax, unit};
use crate::tensors::Tensors;
use crate::word_pieces::WordPieces;
use crate::{EmbedError, Package};
use ndarray::{Array1, Array2, Axis, Slice, concatenate};
use rayon::prelude::*;

/// Sizes of the network.
struct Shape {
    /// Word pieces in the vocabulary.
    pieces: usize,
    /// Positions in a text that have an embedding.
    positions: usize,
    width: usize,
    /// Attention heads.
    heads: usize,
    /// Width inside the feed-forward network.
    inner: usize,
    layers: usize,
}

const SHAPE: Shape =
    Shape { pieces: 30_522, positions: 512, width: MINILM.width, heads: 12, inner: 1536, layers: 6 };

/// Pieces of a text that are read, its begin and end among them: as many as the model was made for.
const LONGEST: usize = 256;
/// Pieces that are computed at a time: enough to use each weight well, few enough for the cache.
const BATCH: usize = 512;
const EPSILON: f32 = 1e-12;

/// The model, ready to encode.
pub(crate) struct MiniLm {
    vocabulary: WordPieces,
    piece_embeddings: Array2<f32>,
    /// With the embedding of the first segment added: a text has no second one.
    position_embeddings: Array2<f32>,
    norm: Norm,
    layers: Vec<EncoderLayer>,
    heads: usize,
}

/// Self-attention, then a feed-forward network; each is added to its input and normalised.
struct EncoderLayer {
    /// Query, key and value of each position, side by side: one product instead of three.
    query_key_value: Linear,
    attention_output: Linear,
    attention_norm: Norm,
    expand: Linear,
    contract: Linear,
    output_norm: Norm,
}

/// Weights, a row for each output, and bias.
struct Linear(Array2<f32>, Array1<f32>);

impl Linear {
    fn of(&self, rows: &Array2<f32>) -> Array2<f32> {
        rows.dot(&self.0.t()) + &self.1
    }
}

impl MiniLm {
    /// Reads a model.
    pub(crate) fn new(package: &Package) -> Result<Self, EmbedError> {
        Self::with_shape(&package.pieces, &package.weights, &SHAPE)
    }

    fn with_shape(pieces: &[u8], weights: &[u8], shape: &Shape) -> Result<Self, EmbedError> {
        let vocabulary = WordPieces::new(pieces, MINILM.parts[0].name)?;
        if vocabulary.count != shape.pieces {
            return Err(EmbedError::Shape {
                part: MINILM.parts[0].name.into(),
                found: format!("{} pieces", vocabulary.count),
                wanted: shape.pieces.to_string(),
            });
        }
        let tensors = Tensors::open(weights, MINILM.parts[1].name, MINILM.package)?;
        let table =
            |name: &str, rows| tensors.matrix(&format!("embeddings.{name}.weight"), rows, shape.width);
        let segments = table("token_type_embeddings", 2)?;
        Ok(Self {
            vocabulary,
            piece_embeddings: table("word_embeddings", shape.pieces)?,
            position_embeddings: table("position_embeddings", shape.positions)? + segments.row(0),
            norm: norm(&tensors, "embeddings.LayerNorm", shape.width)?,
            layers: (0..shape.layers).map(|i| encoder_layer(&tensors, i, shape)).collect::<Result<_, _>>()?,
            heads: shape.heads,
        })
    }

    /// The vectors of texts.
    pub(crate) fn encode(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let most = LONGEST.min(self.position_embeddings.nrows());
        let read: Vec<Vec<u32>> = texts.par_iter().map(|text| self.vocabulary.encode(text, most)).collect();
        batches(&read, BATCH).par_iter().flat_map_iter(|batch| self.batch(batch)).collect()
    }

    fn batch(&self, texts: &[Vec<u32>]) -> Vec<Vec<f32>> {
        let (ranges, total) = ranges(texts);
        let mut rows = self.embed(texts, total);
        self.norm.apply(&mut rows, EPSILON);
        for layer in &self.layers {
            let attended = self.self_attention(&layer.query_key_value.of(&rows), &ranges);
            rows += &layer.attention_output.of(&attended);
            layer.attention_norm.apply(&mut rows, EPSILON);
            let mut inner = layer.expand.of(&rows);
            gelu(&mut inner);
            rows += &layer.contract.of(&inner);
            layer.output_norm.apply(&mut rows, EPSILON);
        }
        // Mean pooling: the vector gets length 1, so the sum does as well as the mean.
        let sum = |&(start, end): &(usize, usize)| {
            rows.slice_axis(Axis(0), Slice::from(start..end)).sum_axis(Axis(0)).to_vec()
        };
        ranges.iter().map(|range| unit(sum(range))).collect()
    }

    /// The embedding of each piece plus that of its position.
    fn embed(&self, texts: &[Vec<u32>], total: usize) -> Array2<f32> {
        let mut rows = Array2::zeros((total, self.piece_embeddings.ncols()));
        let positions = texts.iter().flat_map(|text| text.iter().zip(self.position_embeddings.rows()));
        for (mut row, (&piece, position)) in rows.axis_iter_mut(Axis(0)).zip(positions) {
            row.assign(&self.piece_embeddings.row(piece as usize));
            row += &position;
        }
        rows
    }

    /// Scaled dot-product attention among the positions of each text, head by head.
    fn self_attention(&self, query_key_value: &Array2<f32>, ranges: &[(usize, usize)]) -> Array2<f32> {
        let width = query_key_value.ncols() / 3;
        let size = width / self.heads;
        let scale = 1.0 / (size as f32).sqrt();
        let columns = |from: usize| Slice::from(from..from + size);
        let mut out = Array2::zeros((query_key_value.nrows(), width));
        for &(start, end) in ranges {
            for head in 0..self.heads {
                let [query, key, value] = [0, 1, 2].map(|which| {
                    let mut part = query_key_value.view();
                    part.slice_axis_inplace(Axis(0), Slice::from(start..end));
                    part.slice_axis_inplace(Axis(1), columns(which * width + head * size));
                    part
                });
                let mut weights = query.dot(&key.t()) * scale;
                softmax(&mut weights);
                let mut attended = out.slice_axis_mut(Axis(1), columns(head * size));
                attended.slice_axis_inplace(Axis(0), Slice::from(start..end));
                attended.assign(&weights.dot(&value));
            }
        }
        out
    }
}

fn encoder_layer(tensors: &Tensors, number: usize, shape: &Shape) -> Result<EncoderLayer, EmbedError> {
    let (width, inner) = (shape.width, shape.inner);
    let name = |part: &str| format!("encoder.layer.{number}.{part}");
    let linear = |part: &str, out, into| linear(tensors, &name(part), out, into);
    Ok(EncoderLayer {
        query_key_value: stacked(
            ["query", "key", "value"].map(|part| linear(&format!("attention.self.{part}"), width, width)),
        )?,
        attention_output: linear("attention.output.dense", width, width)?,
        attention_norm: norm(tensors, &name("attention.output.LayerNorm"), width)?,
        expand: linear("intermediate.dense", inner, width)?,
        contract: linear("output.dense", width, inner)?,
        output_norm: norm(tensors, &name("output.LayerNorm"), width)?,
    })
}

fn linear(tensors: &Tensors, name: &str, out: usize, into: usize) -> Result<Linear, EmbedError> {
    let weights = tensors.matrix(&format!("{name}.weight"), out, into)?;
    Ok(Linear(weights, tensors.vector(&format!("{name}.bias"), out)?))
}

fn norm(tensors: &Tensors, name: &str, width: usize) -> Result<Norm, EmbedError> {
    let vector = |part: &str| tensors.vector(&format!("{name}.{part}"), width);
    Ok(Norm { gain: vector("weight")?, bias: vector("bias")? })
}

/// Three layers over the same input as one.
fn stacked(layers: [Result<Linear, EmbedError>; 3]) -> Result<Linear, EmbedError> {
    let [a, b, c] = layers;
    let (a, b, c) = (a?, b?, c?);
    let damaged = |error| EmbedError::damaged(MINILM.parts[1].name, error);
    let weights = concatenate(Axis(0), &[a.0.view(), b.0.view(), c.0.view()]).map_err(damaged)?;
    Ok(Linear(weights, concatenate(Axis(0), &[a.1.view(), b.1.view(), c.1.view()]).map_err(damaged)?))
}

#[cfg(test)]
#[path = "minilm_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "minilm_package_tests.rs"]
mod package_tests;
