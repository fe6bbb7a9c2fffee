//! Small models for tests.

use safetensors::Dtype;
use safetensors::tensor::TensorView;

/// A SentencePiece model with these pieces and no table of characters.
pub(crate) fn vocabulary(pieces: &[(&str, f32)]) -> Vec<u8> {
    let field = |tag: u8, bytes: &[u8]| [&[tag, bytes.len() as u8], bytes].concat();
    let piece = |(text, score): &(&str, f32)| {
        let body = [&field(0x0a, text.as_bytes())[..], &[0x15], &score.to_le_bytes()].concat();
        field(0x0a, &body)
    };
    pieces.iter().flat_map(piece).collect()
}

/// A list of word pieces as BERT has it: the special ones, then these.
pub(crate) fn word_list(pieces: &[&str]) -> Vec<u8> {
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    special.iter().chain(pieces).flat_map(|piece| format!("{piece}\n").into_bytes()).collect()
}

/// A `safetensors` file of these arrays.
pub(crate) fn tensors(arrays: &[(&str, &[usize], Vec<f32>)]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> =
        arrays.iter().map(|array| array.2.iter().flat_map(|x| x.to_le_bytes()).collect()).collect();
    let views = arrays.iter().zip(&bytes).map(|((name, shape, _), bytes)| {
        (*name, TensorView::new(Dtype::F32, shape.to_vec(), bytes).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}
