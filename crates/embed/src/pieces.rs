//! Text to word pieces: the most probable segmentation by a unigram model (Kudo 2018), as SentencePiece computes it.

use crate::EmbedError;
use crate::normalise::Normaliser;
use crate::protobuf::Fields;

/// Number of the piece for what no other piece covers.
const UNKNOWN: u32 = 0;
/// What an unknown character costs more than the least probable piece.
const UNKNOWN_COST: f64 = 10.0;

/// The vocabulary of a model.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    normaliser: Normaliser,
    /// Pieces in the order of their bytes.
    sorted: Vec<Piece>,
    /// For each first byte, where its pieces begin in `sorted`.
    first: Vec<usize>,
    unknown: f64,
}

#[derive(Clone, Debug)]
struct Piece {
    bytes: Box<[u8]>,
    score: f64,
    id: u32,
}

impl Pieces {
    /// Reads a SentencePiece model out of a file, which errors name: pieces (field 1) and the table of its normaliser (field 3, in it field 2).
    pub(crate) fn new(model: &[u8], file: &str) -> Result<Self, EmbedError> {
        let mut sorted: Vec<Piece> = Vec::new();
        let mut table: &[u8] = &[];
        let mut fields = Fields::of(model);
        for (number, value) in fields.by_ref() {
            match number {
                1 => {
                    let id = sorted.len() as u32;
                    sorted.push(piece(value, id, file)?);
                }
                3 => table = Fields::of(value).find(|field| field.0 == 2).map_or(table, |field| field.1),
                _ => {}
            }
        }
        if !fields.is_done() || sorted.is_empty() {
            return Err(EmbedError::damaged(file, "no SentencePiece model, or cut short"));
        }
        let least = sorted.iter().map(|piece| piece.score).fold(f64::INFINITY, f64::min);
        sorted.sort_by(|a, b| a.bytes.cmp(&b.bytes).then(b.id.cmp(&a.id)));
        sorted.dedup_by(|next, kept| next.bytes == kept.bytes);
        let first = (0..=256)
            .map(|byte| {
                sorted.partition_point(|piece| piece.bytes.first().is_some_and(|&b| usize::from(b) < byte))
            })
            .collect();
        let normaliser =
            Normaliser::new(table).ok_or_else(|| EmbedError::damaged(file, "its table of characters"))?;
        Ok(Self { normaliser, sorted, first, unknown: least - UNKNOWN_COST })
    }

    /// One more than the highest number of a piece.
    pub(crate) fn end(&self) -> u32 {
        self.sorted.iter().map(|piece| piece.id + 1).max().unwrap_or_default()
    }

    /// The numbers of the pieces of a text; one unknown piece for a text of nothing.
    pub(crate) fn encode(&self, text: &str) -> Vec<u32> {
        let text = self.normaliser.normalise(text);
        if text.is_empty() {
            return vec![UNKNOWN];
        }
        // For each end: score of the best way there, where its last piece begins, and that piece.
        let mut best: Vec<(f64, usize, u32)> = vec![(f64::NEG_INFINITY, 0, UNKNOWN); text.len() + 1];
        best[0].0 = 0.0;
        for (start, character) in text.char_indices() {
            let so_far = best[start].0;
            let mut single = false;
            let mut offer = |length: usize, score: f64, id: u32| {
                let end = &mut best[start + length];
                if score > end.0 {
                    *end = (score, start, id);
                }
            };
            self.starts(&text.as_bytes()[start..], |piece| {
                offer(piece.bytes.len(), so_far + piece.score, piece.id);
                single |= piece.bytes.len() == character.len_utf8();
            });
            if !single {
                offer(character.len_utf8(), so_far + self.unknown, UNKNOWN);
            }
        }
        let mut pieces = Vec::new();
        let mut end = text.len();
        while end > 0 {
            pieces.push(best[end].2);
            end = best[end].1;
        }
        pieces.reverse();
        pieces
    }

    /// Calls with every piece that the bytes start with, shortest first.
    fn starts(&self, bytes: &[u8], mut found: impl FnMut(&Piece)) {
        let Some(&byte) = bytes.first() else { return };
        let mut range = self.first[usize::from(byte)]..self.first[usize::from(byte) + 1];
        for depth in 1..=bytes.len() {
            let pieces = &self.sorted[range.clone()];
            let Some(shortest) = pieces.first() else { return };
            if shortest.bytes.len() == depth {
                found(shortest);
            }
            let Some(&next) = bytes.get(depth) else { return };
            let at = |piece: &Piece| piece.bytes.get(depth).copied();
            let from = pieces.partition_point(|piece| at(piece) < Some(next));
            let to = from + pieces[from..].partition_point(|piece| at(piece) == Some(next));
            range = range.start + from..range.start + to;
        }
    }
}

/// A piece: its text (field 1) and its score, a log probability (field 2).
fn piece(message: &[u8], id: u32, file: &str) -> Result<Piece, EmbedError> {
    let wrong = || EmbedError::damaged(file, format!("piece {id}"));
    let (mut bytes, mut score) = (None, 0.0f32);
    for (number, value) in Fields::of(message) {
        match number {
            1 => bytes = Some(value),
            2 => score = f32::from_le_bytes(value.try_into().map_err(|_| wrong())?),
            _ => {}
        }
    }
    let bytes =
        bytes.filter(|bytes| !bytes.is_empty() && std::str::from_utf8(bytes).is_ok()).ok_or_else(wrong)?;
    if !score.is_finite() {
        return Err(wrong());
    }
    Ok(Piece { bytes: bytes.into(), score: f64::from(score), id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vocabulary;
    use proptest::prelude::*;

    const WORDS: [(&str, f32); 8] = [
        ("<unk>", 0.0),
        ("<s>", 0.0),
        ("</s>", 0.0),
        ("▁a", -1.0),
        ("a", -3.0),
        ("ab", -1.5),
        ("b", -4.0),
        ("é", -2.0),
    ];

    /// Every segmentation, tried one by one: what the best one scores.
    fn best_score(pieces: &[(&str, f32)], text: &str, unknown: f64) -> f64 {
        if text.is_empty() {
            return 0.0;
        }
        let length = text.chars().next().map_or(1, char::len_utf8);
        let known = pieces.iter().filter(|(piece, _)| text.starts_with(piece));
        let mut best = f64::NEG_INFINITY;
        let mut single = false;
        for (piece, score) in known {
            single |= piece.len() == length;
            best = best.max(f64::from(*score) + best_score(pieces, &text[piece.len()..], unknown));
        }
        if single { best } else { best.max(unknown + best_score(pieces, &text[length..], unknown)) }
    }

    #[test]
    fn the_most_probable_pieces_are_chosen() {
        let pieces = Pieces::new(&vocabulary(&WORDS), "sp.model").unwrap();
        assert_eq!(pieces.encode("ab a"), [3, 6, 3]);
        assert_eq!(pieces.encode("aab"), [3, 5]);
        assert_eq!(pieces.encode(""), [UNKNOWN]);
        assert_eq!(pieces.encode("z"), [UNKNOWN, UNKNOWN]);
    }

    #[test]
    fn a_damaged_vocabulary_is_refused() {
        let whole = vocabulary(&WORDS);
        for end in 0..whole.len() {
            if let Ok(pieces) = Pieces::new(&whole[..end], "sp.model") {
                assert!((pieces.end() as usize) < WORDS.len(), "cut at {end}");
            }
        }
        assert!(Pieces::new(&vocabulary(&[("a", f32::NAN)]), "sp.model").is_err());
    }

    proptest! {
        #[test]
        fn no_segmentation_is_more_probable(text in "[abéz ]{0,12}") {
            let pieces = Pieces::new(&vocabulary(&WORDS), "sp.model").unwrap();
            let score = |id: &u32| match *id {
                UNKNOWN => pieces.unknown,
                id => f64::from(WORDS[id as usize].1),
            };
            let plain = pieces.normaliser.normalise(&text);
            let chosen: f64 = pieces.encode(&text).iter().map(score).sum();
            let best = if plain.is_empty() { pieces.unknown } else { best_score(&WORDS, &plain, pieces.unknown) };
            prop_assert!((chosen - best).abs() < 1e-9, "{chosen} {best}");
        }
    }
}
