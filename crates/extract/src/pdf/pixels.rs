//! The pixels of a picture in a PDF, in grey: enough to see whether it shows text.
//!
//! Pictures in the forms of fax machines (CCITT, JBIG2) and JPEG 2000 are not opened here; a renderer draws them where they
//! are to be recognised.

use lopdf::{Dictionary, Document, Object, Stream};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{access, filter};
use crate::raster::Grey;

/// Pixels of one picture at most: A3 at 400 dots an inch.
const PIXELS: usize = 32_000_000;

/// Width and height as the stream declares them.
pub(super) fn sides(doc: &Document, stream: &Stream) -> Option<(usize, usize)> {
    let side = |key, short| {
        let side =
            access::integer(doc, &stream.dict, key).or_else(|| access::integer(doc, &stream.dict, short));
        side.and_then(|side| usize::try_from(side).ok()).filter(|side| *side > 0)
    };
    Some((side(b"Width", b"W")?, side(b"Height", b"H")?))
}

/// The picture in grey; `None` where it is too large, damaged or in a form that is not opened.
pub(super) fn grey(doc: &Document, stream: &Stream) -> Option<Grey> {
    let (width, height) = sides(doc, stream)?;
    if width.checked_mul(height)? > PIXELS {
        return None;
    }
    if filter::is_only(doc, stream, b"DCTDecode", b"DCT") {
        return jpeg(&stream.content);
    }
    let channels = channels(doc, stream)?;
    let bits = match access::integer(doc, &stream.dict, b"BitsPerComponent") {
        Some(bits @ (1 | 2 | 4 | 8)) => bits as usize,
        None if channels == Channels::Mask => 1,
        _ => return None,
    };
    let row = (width * channels.count() * bits).div_ceil(8);
    let decoded = filter::decode(doc, stream, row.checked_mul(height)?);
    if decoded.flaw == Some(filter::Flaw::Unsupported) || decoded.bytes.len() < row * height {
        return None;
    }
    let inverted = access::array(doc, &stream.dict, b"Decode")
        .and_then(|array| access::as_number(array.first()?))
        .is_some_and(|first| first > 0.5);
    let mut pixels = Vec::with_capacity(width * height);
    for row in decoded.bytes.chunks_exact(row).take(height) {
        let sample = |at: usize| samples(row, bits, at);
        for x in 0..width {
            let value = channels.grey(bits, |channel| sample(x * channels.count() + channel));
            pixels.push(if inverted { 255 - value } else { value });
        }
    }
    Grey::new(width, height, pixels)
}

fn jpeg(data: &[u8]) -> Option<Grey> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma).set_strict_mode(false);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    // CMYK as Adobe writes it comes out with other channels: it is left to a renderer.
    if width * height > PIXELS || decoder.output_colorspace() != Some(ColorSpace::Luma) {
        return None;
    }
    Grey::new(width, height, decoder.decode().ok()?)
}

/// Sample number `at` of a row.
fn samples(row: &[u8], bits: usize, at: usize) -> u8 {
    let place = at * bits;
    let byte = row.get(place / 8).copied().unwrap_or(255);
    if bits == 8 { byte } else { byte >> (8 - bits - place % 8) & ((1 << bits) - 1) }
}

/// What the samples of a pixel are.
#[derive(Clone, Debug, PartialEq)]
enum Channels {
    Grey,
    Rgb,
    Cmyk,
    /// Numbers of a list of grey values.
    List(Vec<u8>),
    /// 0 is painted.
    Mask,
}

impl Channels {
    fn count(&self) -> usize {
        match self {
            Self::Grey | Self::List(_) | Self::Mask => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }

    fn grey(&self, bits: usize, sample: impl Fn(usize) -> u8) -> u8 {
        let full = |channel| (u32::from(sample(channel)) * 255 / ((1 << bits) - 1)) as u8;
        match self {
            Self::Grey | Self::Mask => full(0),
            Self::Rgb => luma(full(0), full(1), full(2)),
            Self::Cmyk => {
                let left = |channel| u32::from(255 - full(channel)) * u32::from(255 - full(3)) / 255;
                luma(left(0) as u8, left(1) as u8, left(2) as u8)
            }
            Self::List(list) => list.get(usize::from(sample(0))).copied().unwrap_or(255),
        }
    }
}

fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000) as u8
}

fn channels(doc: &Document, stream: &Stream) -> Option<Channels> {
    let dict = &stream.dict;
    if access::get(doc, dict, b"ImageMask").is_some_and(|mask| matches!(mask, Object::Boolean(true))) {
        return Some(Channels::Mask);
    }
    space(doc, access::get(doc, dict, b"ColorSpace").or_else(|| access::get(doc, dict, b"CS"))?)
}

fn space(doc: &Document, space: &Object) -> Option<Channels> {
    let named = |name: &[u8]| match name {
        b"DeviceGray" | b"CalGray" | b"G" => Some(Channels::Grey),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Channels::Rgb),
        b"DeviceCMYK" | b"CMYK" => Some(Channels::Cmyk),
        _ => None,
    };
    match space {
        Object::Name(name) => named(name),
        Object::Array(items) => {
            let item = |at: usize| items.get(at).and_then(|item| access::resolve(doc, item));
            match item(0)?.as_name().ok()? {
                b"ICCBased" => by_count(doc, &item(1)?.as_stream().ok()?.dict),
                b"Indexed" | b"I" => list(doc, item(1)?, item(3)?),
                name => named(name),
            }
        }
        _ => None,
    }
}

fn by_count(doc: &Document, dict: &Dictionary) -> Option<Channels> {
    match access::integer(doc, dict, b"N")? {
        1 => Some(Channels::Grey),
        3 => Some(Channels::Rgb),
        4 => Some(Channels::Cmyk),
        _ => None,
    }
}

fn list(doc: &Document, base: &Object, colours: &Object) -> Option<Channels> {
    // A list of lists is no colour space.
    let base = space(doc, base).filter(|base| !matches!(base, Channels::List(_)))?;
    let bytes = match colours {
        Object::String(bytes, _) => bytes.clone(),
        Object::Stream(stream) => filter::decode(doc, stream, 4 * 256).bytes.into_owned(),
        _ => return None,
    };
    let colour = |bytes: &[u8]| base.grey(8, |channel| bytes[channel]);
    Some(Channels::List(bytes.chunks_exact(base.count()).map(colour).collect()))
}
