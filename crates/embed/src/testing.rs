//! Small models for tests.

/// A SentencePiece model with these pieces and no table of characters.
pub(crate) fn vocabulary(pieces: &[(&str, f32)]) -> Vec<u8> {
    let field = |tag: u8, bytes: &[u8]| [&[tag, bytes.len() as u8], bytes].concat();
    let piece = |(text, score): &(&str, f32)| {
        let body = [&field(0x0a, text.as_bytes())[..], &[0x15], &score.to_le_bytes()].concat();
        field(0x0a, &body)
    };
    pieces.iter().flat_map(piece).collect()
}
