//! TIFF: all its pages, in grey, RGB or black and white; thumbnails and masks are left out.

use super::{Data, Fax, PAGES, Sheet, Space, check, png::on_white, turns};
use crate::ExtractError;
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// How rows are packed in fax machines' way.
const T4_OPTIONS: Tag = Tag::Unknown(292);

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ExtractError> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?.with_limits(Limits::default());
    let mut sheets = Vec::new();
    loop {
        // Bit 0 marks a smaller copy of another page, bit 2 a mask.
        let kind: u32 = decoder.find_tag_unsigned(Tag::NewSubfileType).map_err(damaged)?.unwrap_or(0);
        if kind & 0b101 == 0 {
            sheets.push(sheet(&mut decoder, bytes)?);
        }
        if !decoder.more_images() || sheets.len() >= PAGES {
            break;
        }
        decoder.next_image().map_err(damaged)?;
    }
    if sheets.is_empty() { Err(ExtractError::Damaged("the TIFF has no page".into())) } else { Ok(sheets) }
}

fn damaged(error: TiffError) -> ExtractError {
    match error {
        TiffError::UnsupportedError(_) => ExtractError::Picture("TIFF of this kind"),
        error => ExtractError::Damaged(format!("the TIFF is damaged: {error}")),
    }
}

fn sheet(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8]) -> Result<Sheet, ExtractError> {
    let (width, height) = decoder.dimensions().map_err(damaged)?;
    check(width, height)?;
    let colour = decoder.colortype().map_err(damaged)?;
    let unit: u32 = decoder.find_tag_unsigned(Tag::ResolutionUnit).map_err(damaged)?.unwrap_or(2);
    let inch = match unit {
        2 => Some(1.0),
        3 => Some(2.54),
        _ => None,
    };
    let mut side = |tag| decoder.get_tag_f32(tag).ok();
    let dots = side(Tag::XResolution).zip(side(Tag::YResolution)).zip(inch);
    let dots = dots.map(|((x, y), inch)| (x * inch, y * inch));
    let orientation: u16 = decoder.find_tag_unsigned(Tag::Orientation).map_err(damaged)?.unwrap_or(1);
    let turns = turns(orientation);
    if let Some(fax) = fax(decoder, bytes)? {
        let black_is_zero: u32 =
            decoder.find_tag_unsigned(Tag::PhotometricInterpretation).map_err(damaged)?.unwrap_or(0);
        let (inverted, data) = (black_is_zero == 1, Data::Fax(fax));
        return Ok(Sheet { width, height, dots, turns, space: Space::Grey, bits: 1, inverted, data });
    }
    let samples = eight_bits(decoder.read_image().map_err(damaged)?)?;
    let (space, bits, rows) = match colour {
        ColorType::Gray(bits @ (1 | 2 | 4)) => (Space::Grey, bits, samples),
        ColorType::Gray(_) => (Space::Grey, 8, samples),
        ColorType::GrayA(_) => (Space::Grey, 8, on_white::<2>(&samples)),
        ColorType::RGB(_) => (Space::Rgb, 8, samples),
        ColorType::RGBA(_) => (Space::Rgb, 8, on_white::<4>(&samples)),
        ColorType::YCbCr(_) => (Space::Rgb, 8, rgb(&samples)),
        ColorType::CMYK(_) => (Space::Cmyk, 8, samples),
        _ => return Err(ExtractError::Picture("TIFF of this kind of colour")),
    };
    Ok(Sheet { width, height, dots, turns, space, bits, inverted: false, data: Data::Rows(rows) })
}

/// The strips of a page that is packed as fax machines do; the other ways are the decoder's.
fn fax(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8]) -> Result<Option<Fax>, ExtractError> {
    let mut number =
        |tag, usual: u32| decoder.find_tag_unsigned(tag).map_err(damaged).map(|n| n.unwrap_or(usual));
    let compression: u32 = number(Tag::Compression, 1)?;
    if !matches!(compression, 2 | 3) {
        return Ok(None);
    }
    let by_row_above = compression == 3 && number(T4_OPTIONS, 0)? & 1 == 1;
    let (rows, lowest_first) = (number(Tag::RowsPerStrip, u32::MAX)?, number(Tag::FillOrder, 1)? == 2);
    let mut numbers = |tag| decoder.get_tag_u64_vec(tag).map_err(damaged);
    let places = numbers(Tag::StripOffsets)?.into_iter().zip(numbers(Tag::StripByteCounts)?);
    let strip = |(start, count): (u64, u64)| {
        let strip = bytes.get(start as usize..(start as usize).checked_add(count as usize)?)?;
        Some(strip.iter().map(|byte| if lowest_first { byte.reverse_bits() } else { *byte }).collect())
    };
    let strips: Option<Vec<Vec<u8>>> = places.map(strip).collect();
    let strips = strips.ok_or_else(|| ExtractError::Damaged("the TIFF ends within a page".into()))?;
    Ok(Some(Fax { strips, rows, by_row_above, aligned: compression == 2 }))
}

/// Samples of eight bits, or of fewer as they are packed.
fn eight_bits(image: DecodingResult) -> Result<Vec<u8>, ExtractError> {
    match image {
        DecodingResult::U8(samples) => Ok(samples),
        DecodingResult::U16(samples) => Ok(samples.into_iter().map(|sample| (sample >> 8) as u8).collect()),
        _ => Err(ExtractError::Picture("TIFF of this kind of number")),
    }
}

/// Red, green and blue of brightness and two differences (ITU-R BT.601).
fn rgb(samples: &[u8]) -> Vec<u8> {
    let (pixels, _) = samples.as_chunks::<3>();
    let colours = pixels.iter().flat_map(|[y, cb, cr]| {
        let (y, cb, cr) = (f32::from(*y), f32::from(*cb) - 128.0, f32::from(*cr) - 128.0);
        [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb]
            .map(|value| value.clamp(0.0, 255.0) as u8)
    });
    colours.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of one strip, eight pixels wide, with a short field for each tag.
    fn tiff(fields: &[(u16, u16)], strip: &[u8]) -> Vec<u8> {
        let mut file = b"II*\0\x08\0\0\0".to_vec();
        let data = 8 + 2 + 12 * fields.len() as u16 + 4;
        file.extend((fields.len() as u16).to_le_bytes());
        for (tag, value) in fields {
            let value = if *tag == 273 { data } else { *value };
            let field = [*tag, 3, 1, 0, value, 0];
            file.extend(field.iter().flat_map(|number| number.to_le_bytes()));
        }
        file.extend([0; 4]);
        file.extend(strip);
        file
    }

    #[test]
    fn the_strips_of_a_fax_are_taken_as_they_are() {
        // Two white rows, each "10011" and filled to a byte.
        let strip = [0b1001_1000, 0b1001_1000];
        let fields =
            [(256, 8), (257, 2), (258, 1), (259, 2), (262, 0), (273, 0), (277, 1), (278, 2), (279, 2)];
        let sheets = read(&tiff(&fields, &strip)).expect("a fax");
        let fax = Fax { strips: vec![strip.to_vec()], rows: 2, by_row_above: false, aligned: true };
        assert_eq!((sheets.len(), &sheets[0].data, sheets[0].inverted), (1, &Data::Fax(fax), false));
        // One that ends before its strip does.
        assert!(matches!(read(&tiff(&fields, &strip[..1])), Err(ExtractError::Damaged(_))));
    }
}
