//! Predictors of Flate and LZW data: TIFF differences and the row filters of PNG.

use lopdf::{Dictionary, Document};

use super::super::access;

/// Undoes the predictor that the parameters name.
pub(super) fn undo(doc: &Document, parameters: &Dictionary, data: Vec<u8>) -> Vec<u8> {
    let integer = |key: &[u8], default: usize| {
        access::integer(doc, parameters, key).and_then(|n| usize::try_from(n).ok()).unwrap_or(default)
    };
    let predictor = integer(b"Predictor", 1);
    if predictor < 2 {
        return data;
    }
    let (colors, bits) = (integer(b"Colors", 1).clamp(1, 32), integer(b"BitsPerComponent", 8).clamp(1, 16));
    let columns = integer(b"Columns", 1).clamp(1, 1 << 24);
    let row = (colors * bits * columns).div_ceil(8);
    let pixel = (colors * bits).div_ceil(8);
    if predictor == 2 { tiff(data, row, pixel, bits) } else { png(&data, row, pixel) }
}

fn tiff(mut data: Vec<u8>, row: usize, pixel: usize, bits: usize) -> Vec<u8> {
    if bits == 8 {
        for line in data.chunks_mut(row) {
            for i in pixel..line.len() {
                line[i] = line[i].wrapping_add(line[i - pixel]);
            }
        }
    }
    data
}

fn png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    for line in data.chunks(row + 1) {
        let [kind, line @ ..] = line else { break };
        let start = out.len();
        out.extend_from_slice(line);
        for i in 0..line.len() {
            let at = start + i;
            let left = if i >= pixel { out[at - pixel] } else { 0 };
            let up = at.checked_sub(row).map_or(0, |above| out[above]);
            let corner = if i >= pixel && at >= row { out[at - row - pixel] } else { 0 };
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u16::midpoint(left.into(), up.into()) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            out[at] = out[at].wrapping_add(guess);
        }
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let estimate = a + b - c;
    let (da, db, dc) = ((estimate - a).abs(), (estimate - b).abs(), (estimate - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}
