//! PNG, decoded to grey or RGB of eight bits, on white where it is transparent.

use super::{Data, Sheet, Space, check};
use crate::ExtractError;
use png::{ColorType, Decoder, Limits, Transformations, Unit};
use std::io::Cursor;

/// Bytes that decoding may take.
const BYTES: usize = 512 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, ExtractError> {
    let damaged = |error: png::DecodingError| ExtractError::Damaged(format!("the PNG is damaged: {error}"));
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    check(width, height)?;
    let dots = reader.info().pixel_dims.filter(|dims| dims.unit == Unit::Meter);
    let dots = dots.map(|dims| (dims.xppu as f32 * 0.0254, dims.yppu as f32 * 0.0254));
    let size = reader.output_buffer_size().ok_or(ExtractError::TooLarge(u64::MAX))?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(damaged)?;
    pixels.truncate(frame.buffer_size());
    let (space, rows) = match frame.color_type {
        ColorType::Grayscale => (Space::Grey, pixels),
        ColorType::GrayscaleAlpha => (Space::Grey, on_white::<2>(&pixels)),
        ColorType::Rgba => (Space::Rgb, on_white::<4>(&pixels)),
        _ => (Space::Rgb, pixels),
    };
    Ok(Sheet { width, height, dots, turns: 0, space, bits: 8, inverted: false, data: Data::Rows(rows) })
}

/// Pixels of `N` channels, the last of which says how opaque they are, laid on white.
pub(super) fn on_white<const N: usize>(pixels: &[u8]) -> Vec<u8> {
    let (groups, _) = pixels.as_chunks::<N>();
    let laid = groups.iter().flat_map(|group| {
        let opaque = u32::from(group[N - 1]);
        let over = move |value: &u8| ((u32::from(*value) * opaque + 255 * (255 - opaque)) / 255) as u8;
        group[..N - 1].iter().map(over)
    });
    laid.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_pixels_are_white() {
        assert_eq!(on_white::<2>(&[0, 255, 0, 0, 100, 255]), [0, 255, 100]);
        assert_eq!(on_white::<4>(&[10, 20, 30, 255, 0, 0, 0, 0]), [10, 20, 30, 255, 255, 255]);
    }
}
