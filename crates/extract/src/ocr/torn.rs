//! Lines that the recogniser tore in two, where the gaps between words of several lines happen to lie below each other: it
//! takes what is right of these for a block of its own; or where a signature runs through the lines.

use super::Found;
use super::letters::full_height;
use crosscut_text::Rect;
use std::collections::BTreeMap;

/// Words of one line are nearer to each other than this, in heights of the line: columns are farther apart, and words of
/// lines that are set to one width are not.
const NEAR: f32 = 0.8;
/// The same, where something is drawn between them that may hide a word or two.
const HIDDEN: f32 = 10.0;
/// Two lines are one if they are level by this much of the lower one.
const LEVEL: f32 = 0.6;
/// Share of a block's lines that go on lines of another, from which all of it does.
const MOST: f32 = 0.8;

/// A line of the recogniser: where its words are.
struct Piece {
    words: std::ops::Range<usize>,
    block: u32,
}

/// The words in their order, with such lines whole; `drawings` are where signatures and seals are.
pub(super) fn mended(words: Vec<Found>, drawings: &[Rect]) -> Vec<Found> {
    let pieces = pieces(&words);
    let follows = follows(&words, &pieces, drawings);
    if follows.is_empty() {
        return words;
    }
    let mut mended = Vec::with_capacity(words.len());
    for (at, piece) in pieces.iter().enumerate().filter(|(at, _)| !follows.values().any(|next| next == at)) {
        let mut rest = Some(at);
        // A line is no part of itself: each piece has its beginning farther right than the one before.
        while let Some(next) = rest {
            let first = &words[piece.words.start];
            let part = words[pieces[next].words.clone()].iter().cloned();
            mended.extend(part.map(|word| Found { line: first.line, block: first.block, ..word }));
            rest = follows.get(&next).copied();
        }
    }
    mended
}

fn pieces(words: &[Found]) -> Vec<Piece> {
    let mut start = 0;
    let lines = words.chunk_by(|a, b| a.line == b.line);
    lines
        .map(|line| {
            let piece = Piece { words: start..start + line.len(), block: line[0].block };
            start = piece.words.end;
            piece
        })
        .collect()
}

/// Which piece goes on which, where most of a block does.
fn follows(words: &[Found], pieces: &[Piece], drawings: &[Rect]) -> BTreeMap<usize, usize> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (next, piece) in pieces.iter().enumerate() {
        let first = &words[piece.words.start];
        let goes_on = |other: &Piece| goes_on(&words[other.words.end - 1], first, drawings);
        let before = pieces.iter().position(|other| other.block != piece.block && goes_on(other));
        found.extend(before.map(|before| (before, next)));
    }
    let lines = |block: u32| pieces.iter().filter(|piece| piece.block == block).count() as f32;
    let torn = |block: u32| found.iter().filter(|(_, next)| pieces[*next].block == block).count() as f32;
    let whole = found.iter().filter(|(_, next)| {
        let block = pieces[*next].block;
        torn(block) >= MOST * lines(block)
    });
    whole.copied().collect()
}

/// Whether a word is the next of a line after another.
fn goes_on(last: &Found, first: &Found, drawings: &[Rect]) -> bool {
    let height = full_height(last).or_else(|| full_height(first)).unwrap_or(last.rect.h.max(first.rect.h));
    let (a, b) = (last.rect, first.rect);
    let level = a.bottom().min(b.bottom()) - a.y.max(b.y);
    let gap = b.x - a.right();
    let (x, y) = ((a.right() + b.x) / 2.0, (a.y + a.bottom()) / 2.0);
    let is_drawn = |mark: &Rect| mark.x <= x && x <= mark.right() && mark.y <= y && y <= mark.bottom();
    let near = if drawings.iter().any(is_drawn) { HIDDEN } else { NEAR };
    (0.0..near * height).contains(&gap) && level >= LEVEL * a.h.min(b.h)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &[(&str, f32, f32, u32)]) -> Vec<String> {
        texts_around(words, &[])
    }

    /// Words with their place, line and block.
    fn texts_around(words: &[(&str, f32, f32, u32)], drawings: &[Rect]) -> Vec<String> {
        let found = |(text, x, y, line): &(&str, f32, f32, u32)| {
            let rect = Rect { x: *x, y: *y, w: 10.0 * text.len() as f32, h: 20.0 };
            Found {
                text: (*text).into(),
                rect,
                line: *line,
                block: line / 100,
                confidence: 0.9,
                ..Found::default()
            }
        };
        let mended = mended(words.iter().map(found).collect(), drawings);
        mended
            .chunk_by(|a, b| a.line == b.line)
            .map(|line| line.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn a_river_of_white_is_no_gutter_and_a_gutter_is() {
        let torn = [
            ("For", 0.0, 0.0, 100),
            ("greater", 40.0, 0.0, 100),
            ("the", 0.0, 30.0, 101),
            ("Joint", 40.0, 30.0, 101),
            ("amended", 0.0, 60.0, 102),
            ("certainty", 122.0, 0.0, 200),
            ("Declaration", 102.0, 31.0, 201),
        ];
        assert_eq!(texts(&torn), ["For greater certainty", "the Joint Declaration", "amended"]);
        let columns = [
            ("Left", 0.0, 0.0, 100),
            ("side", 0.0, 30.0, 101),
            ("Right", 80.0, 0.0, 200),
            ("end", 80.0, 30.0, 201),
        ];
        assert_eq!(texts(&columns), ["Left", "side", "Right", "end"]);
        // One line that comes near another column is not most of its block.
        let near = [("Lefts", 0.0, 0.0, 100), ("Right", 62.0, 0.0, 200), ("end", 62.0, 30.0, 201)];
        assert_eq!(texts(&near).len(), 3);
    }
    #[test]
    fn lines_go_on_beyond_a_signature() {
        let torn = [
            ("on", 0.0, 0.0, 100),
            ("and", 30.0, 0.0, 100),
            ("Forces", 0.0, 30.0, 101),
            ("attacks.", 150.0, 0.0, 200),
            ("three", 140.0, 31.0, 201),
        ];
        assert_eq!(texts(&torn).len(), 4);
        let signature = Rect { x: 55.0, y: -20.0, w: 100.0, h: 90.0 };
        assert_eq!(texts_around(&torn, &[signature]), ["on and attacks.", "Forces three"]);
    }
}
