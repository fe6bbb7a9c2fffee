//! JPEG: only its markers are read; a PDF holds the file as it is.

use super::{Data, Sheet, Space, check, turns};
use crate::ExtractError;

/// Reads the markers of a JPEG.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, ExtractError> {
    let damaged = || ExtractError::Damaged("the JPEG is cut short or damaged".into());
    let mut found = Found::default();
    let mut rest = bytes.get(2..).ok_or_else(damaged)?;
    while found.frame.is_none() {
        // Any number of 0xff may come before a marker.
        let start = rest.iter().position(|byte| *byte == 0xff).ok_or_else(damaged)?;
        let end = start + rest[start..].iter().position(|byte| *byte != 0xff).ok_or_else(damaged)?;
        let marker = rest[end];
        rest = &rest[end + 1..];
        if matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let (length, _) = rest.split_first_chunk().ok_or_else(damaged)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let segment = rest.get(2..length).ok_or_else(damaged)?;
        found.segment(marker, segment);
        rest = &rest[length..];
    }
    let (width, height, channels) = found.frame.ok_or_else(damaged)?;
    check(width, height)?;
    let space = match channels {
        1 => Space::Grey,
        3 => Space::Rgb,
        4 => Space::Cmyk,
        _ => return Err(damaged()),
    };
    Ok(Sheet {
        width,
        height,
        dots: found.exif_dots.or(found.dots),
        turns: turns(found.orientation),
        space,
        bits: 8,
        // Adobe writes CMYK the other way round.
        inverted: space == Space::Cmyk && found.adobe,
        data: Data::Jpeg(bytes.to_vec()),
    })
}

#[derive(Debug, Default)]
struct Found {
    /// Width, height, channels.
    frame: Option<(u32, u32, u8)>,
    dots: Option<(f32, f32)>,
    exif_dots: Option<(f32, f32)>,
    orientation: u16,
    adobe: bool,
}

impl Found {
    fn segment(&mut self, marker: u8, data: &[u8]) {
        match (marker, data) {
            // Start of frame; c4, c8 and cc are other things.
            (0xc0..=0xcf, [_, h1, h0, w1, w0, channels, ..]) if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let side = |high: &u8, low: &u8| u32::from(*high) << 8 | u32::from(*low);
                self.frame = Some((side(w1, w0), side(h1, h0), *channels));
            }
            (0xe0, [b'J', b'F', b'I', b'F', 0, _, _, unit, x1, x0, y1, y0, ..]) => {
                let number = |high: &u8, low: &u8| f32::from(u16::from_be_bytes([*high, *low]));
                let inch = match unit {
                    1 => 1.0,
                    2 => 2.54,
                    _ => return,
                };
                self.dots = Some((number(x1, x0) * inch, number(y1, y0) * inch));
            }
            (0xe1, [b'E', b'x', b'i', b'f', 0, 0, exif @ ..]) => {
                self.exif(exif);
            }
            (0xee, [b'A', b'd', b'o', b'b', b'e', ..]) => self.adobe = true,
            _ => {}
        }
    }

    /// Orientation and density of the first directory of EXIF, which is a TIFF.
    fn exif(&mut self, exif: &[u8]) -> Option<()> {
        let big = match exif.get(..2)? {
            b"MM" => true,
            b"II" => false,
            _ => return None,
        };
        let short = |at: usize| {
            let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
            Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
        };
        let long = |at: usize| {
            let bytes: [u8; 4] = exif.get(at..at.checked_add(4)?)?.try_into().ok()?;
            Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
        };
        let start = long(4)? as usize;
        let (mut x, mut y, mut unit) = (None, None, 2);
        for entry in 0..usize::from(short(start)?).min(200) {
            let at = start + 2 + 12 * entry;
            let fraction = || {
                let place = long(at + 8)? as usize;
                Some(long(place)? as f32 / (long(place.checked_add(4)?)? as f32).max(1.0))
            };
            match short(at)? {
                0x112 => self.orientation = short(at + 8)?,
                0x11a => x = fraction(),
                0x11b => y = fraction(),
                0x128 => unit = short(at + 8)?,
                _ => {}
            }
        }
        let inch = if unit == 3 { 2.54 } else { 1.0 };
        self.exif_dots = Some((x? * inch, y? * inch));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker], &length[..], data].concat()
    }

    #[test]
    fn size_density_and_orientation_are_read() {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        exif.extend([0, 6, 0, 0, 0, 0, 0, 0]);
        let file = [
            &[0xff, 0xd8][..],
            &segment(0xe0, b"JFIF\0\x01\x01\x02\0\x4f\0\x4f\0\0"),
            &segment(0xe1, &exif),
            &segment(0xc2, &[8, 0x09, 0x23, 0x06, 0x76, 3, 0, 0, 0]),
        ]
        .concat();
        let sheet = read(&file).expect("a JPEG");
        assert_eq!((sheet.width, sheet.height, sheet.space, sheet.turns), (1654, 2339, Space::Rgb, 1));
        let (x, _) = sheet.dots.expect("a density");
        assert!((x - 200.7).abs() < 0.1, "{x}");
    }
}
