//! Pictures as documents: JPEG, PNG and TIFF files become the pages of a PDF in memory, and are read as that is.
//!
//! The pixels of a JPEG go into it as they are; those of the others are decoded and deflated. A page has the size that its
//! picture declares, or A4 where it declares none that a scanner gives.

mod jpeg;
mod png;
mod tiff;
mod write;

use crate::ExtractError;

/// Pixels of a picture at most: A3 at 600 dots an inch.
const PIXELS: u64 = 100_000_000;
/// Pages of a TIFF at most.
const PAGES: usize = 5_000;

/// A kind of picture that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Tiff,
}

impl Kind {
    /// By the first bytes; an error names a kind that is not read.
    pub(crate) fn of(bytes: &[u8]) -> Option<Result<Self, ExtractError>> {
        let named = |at: usize, name: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(name));
        let heic = [&b"heic"[..], b"heix", b"mif1", b"msf1", b"avif"].iter().any(|brand| named(8, brand));
        let unread = |name| Some(Err(ExtractError::Picture(name)));
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Ok(Self::Jpeg)),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Ok(Self::Png)),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Ok(Self::Tiff)),
            [b'G', b'I', b'F', b'8', ..] => unread("GIF"),
            [b'R', b'I', b'F', b'F', ..] if named(8, b"WEBP") => unread("WebP"),
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => unread("BMP"),
            _ if named(4, b"ftyp") && heic => unread("HEIC and AVIF"),
            [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xff, 0x4f, 0xff, 0x51, ..] => unread("JPEG 2000"),
            _ => None,
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
        }
    }
}

/// One page: the data of a picture as a PDF holds it.
#[derive(Clone, Debug, PartialEq)]
struct Sheet {
    width: u32,
    height: u32,
    /// Dots an inch, across and down, where the file declares them.
    dots: Option<(f32, f32)>,
    /// Quarters that it has to be turned clockwise to be shown as its file says.
    turns: u8,
    space: Space,
    bits: u8,
    /// Whether high values are dark.
    inverted: bool,
    data: Data,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    Grey,
    Rgb,
    Cmyk,
}

#[derive(Clone, Debug, PartialEq)]
enum Data {
    /// A whole JPEG file.
    Jpeg(Vec<u8>),
    /// Rows of samples.
    Rows(Vec<u8>),
    /// Strips of black and white rows, packed as fax machines do (ITU-T T.4).
    Fax(Fax),
}

#[derive(Clone, Debug, PartialEq)]
struct Fax {
    strips: Vec<Vec<u8>>,
    /// Rows of each strip but the last.
    rows: u32,
    /// Rows may be packed by what differs from the one above.
    by_row_above: bool,
    /// Each row begins with a new byte.
    aligned: bool,
}

/// The PDF of pictures, in their order; a TIFF gives a page for each of its own.
///
/// # Errors
/// A file that is none of these pictures, or damaged; messages name the picture by its number where there are several.
pub(crate) fn pdf_of(pictures: &[&[u8]]) -> Result<Vec<u8>, ExtractError> {
    let mut sheets = Vec::new();
    for (number, bytes) in (1..).zip(pictures) {
        let read = Kind::of(bytes).unwrap_or(Err(ExtractError::Unknown)).and_then(|kind| match kind {
            Kind::Jpeg => jpeg::read(bytes).map(|sheet| vec![sheet]),
            Kind::Png => png::read(bytes).map(|sheet| vec![sheet]),
            Kind::Tiff => tiff::read(bytes),
        });
        match read {
            Err(ExtractError::Damaged(why)) if pictures.len() > 1 => {
                return Err(ExtractError::Damaged(format!("picture {number}: {why}")));
            }
            read => sheets.extend(read?),
        }
    }
    write::pdf(&sheets).map_err(|error| ExtractError::Damaged(error.to_string()))
}

/// How wide and high a JPEG or PNG says that it is, in pixels.
pub(crate) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    match Kind::of(bytes)?.ok()? {
        Kind::Jpeg => jpeg::read(bytes).ok().map(|sheet| (sheet.width, sheet.height)),
        Kind::Png => {
            let side = |at: usize| Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
            Some((side(16)?, side(20)?))
        }
        Kind::Tiff => None,
    }
}

/// Fails where a picture is larger than is read.
fn check(width: u32, height: u32) -> Result<(), ExtractError> {
    let pixels = u64::from(width) * u64::from(height);
    match pixels {
        0 => Err(ExtractError::Damaged("a picture without pixels".into())),
        1..=PIXELS => Ok(()),
        _ => Err(ExtractError::TooLarge(pixels)),
    }
}

/// Turns for an orientation as EXIF and TIFF number them; mirrored ones are taken for their plain kin.
fn turns(orientation: u16) -> u8 {
    match orientation {
        3 | 4 => 2,
        5 | 6 => 1,
        7 | 8 => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_bytes() {
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0rest"), Some(Ok(Kind::Jpeg)));
        assert_eq!(Kind::of(b"II*\0rest"), Some(Ok(Kind::Tiff)));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBPVP8 "), Some(Err(ExtractError::Picture("WebP"))));
        assert_eq!(Kind::of(b"\0\0\0\x18ftypheic"), Some(Err(ExtractError::Picture("HEIC and AVIF"))));
        assert_eq!(Kind::of(b"Article 1"), None);
    }

    #[test]
    fn broken_pictures_are_errors() {
        let heads: [&[u8]; 4] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*\0\0\0\x08\0\0"];
        for head in heads {
            assert!(pdf_of(&[head]).is_err(), "{head:?}");
        }
        let both = pdf_of(&[b"\xff\xd8\xff", b"\xff\xd8\xff"]).expect_err("no picture");
        assert!(both.to_string().contains("picture 1"), "{both}");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(head in 0_usize..4, rest in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let heads: [&[u8]; 4] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"];
            let bytes = [heads[head], &rest].concat();
            let _ = pdf_of(&[&bytes]);
        }
    }
}
