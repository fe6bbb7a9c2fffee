//! The bytes of a source as text. The standard wants UTF-8; programs also write UTF-16 and what their computer is set to.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text, without a mark of its encoding, and the encoding where it had to be guessed.
pub(super) fn decoded(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_with_bom_removal(bytes);
        return (text.into_owned(), damaged.then_some(encoding.name()));
    }
    let guess = match std::str::from_utf8(bytes) {
        Ok(_) => wide(bytes),
        Err(_) => Some(wide(bytes).unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            detector.guess(None, Utf8Detection::Deny)
        })),
    };
    let (text, _) = guess.unwrap_or(UTF_8).decode_without_bom_handling(bytes);
    (text.into_owned(), guess.map(Encoding::name))
}

/// UTF-16 without a mark: every other byte of most letters is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let is_wide = (high + low) * 3 > bytes.len();
    is_wide.then_some(if high > low { UTF_16BE } else { UTF_16LE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_out_as_it_was_written() {
        let text = "Thé Parties shall report significant incidents – 各国 🔒.\n";
        let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let (little, big) = (utf16(u16::to_le_bytes), utf16(u16::to_be_bytes));
        for (bytes, guessed) in [
            (text.as_bytes().to_vec(), None),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), None),
            ([&b"\xff\xfe"[..], &little].concat(), None),
            ([&b"\xfe\xff"[..], &big].concat(), None),
            (little, Some("UTF-16LE")),
            (big, Some("UTF-16BE")),
        ] {
            assert_eq!(decoded(&bytes), (text.to_owned(), guessed));
        }
        let latin = "Les États protègent les réseaux à l’échelle européenne.";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(latin);
        assert_eq!(decoded(&bytes), (latin.to_owned(), Some("windows-1252")));
        let russian = "Каждая Сторона сообщает о существенных инцидентах.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(decoded(&bytes), (russian.to_owned(), Some("windows-1251")));
    }
}
