//! Bytes to text: which encoding, and which bytes are not text in it.

use chardetng::EncodingDetector;
use crosscut_text::{Loss, LossKind};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How far from the start a declaration is looked for (HTML asks for 1024 bytes; real pages need more).
const DECLARED_WITHIN: usize = 4096;

/// Text with `\n` line ends and without control characters except tab, `\n` and form feed.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) losses: Vec<Loss>,
}

/// Decodes by, in this order: byte order mark, valid UTF-8, zeros as in UTF-16, the encoding that the text
/// `declares`, UTF-8 with errors, a guess. Each invalid sequence becomes U+FFFD and is counted in a loss.
pub(crate) fn decode(bytes: &[u8], declares: bool) -> Decoded {
    let (encoding, bom) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (choose(bytes, declares), 0),
    };
    let raw = replace_invalid(&bytes[bom..], encoding);
    let mut losses = Vec::new();
    if raw.invalid > 0 {
        let first = bom + raw.first_invalid;
        let name = encoding.name();
        let detail = format!(
            "{} invalid in {name}, shown as U+FFFD; the first at byte {first}",
            count(raw.invalid, "sequence")
        );
        losses.push(Loss::new(None, LossKind::Encoding, detail));
    }
    let (text, removed) = clean(&raw.text);
    if let Some(first) = removed.first {
        let detail =
            format!("{} removed; the first in line {first}", count(removed.count, "control character"));
        losses.push(Loss::new(None, LossKind::Encoding, detail));
    }
    Decoded { text, losses }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// The encoding of bytes without a byte order mark.
fn choose(bytes: &[u8], declares: bool) -> &'static Encoding {
    // Text in another encoding is hardly ever valid UTF-8 by chance, so this beats a declaration. Only escape
    // sequences (ISO-2022-JP) are ASCII, too.
    let utf8 = std::str::from_utf8(bytes).is_ok();
    if utf8 && !bytes.contains(&0) && !bytes.contains(&0x1b) {
        return UTF_8;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    let declared = if declares { declared(bytes) } else { None };
    match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ if utf8 && is_iso_2022_jp(bytes) => ISO_2022_JP,
        _ if utf8 => UTF_8,
        _ => utf8_or_guess(bytes, declared.is_some()),
    }
}

/// Whether escape sequences change to Japanese letters and back.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let has = |sequence: &[u8]| memchr::memmem::find(bytes, sequence).is_some();
    (has(b"\x1b$B") || has(b"\x1b$@")) && (has(b"\x1b(B") || has(b"\x1b(J"))
}

/// UTF-16 without a byte order mark.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    alternating_zeros(bytes).or_else(|| few_high_bytes(bytes))
}

/// Fewest code units that show a script.
const UNITS: usize = 16;

/// UTF-16 of any script: read so, it is all text, and the letters lie near each other. Its spaces and line ends hold
/// zeros, which no other text does.
fn few_high_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = sample.iter().filter(|&&byte| byte == 0).count();
    let blanks = sample.iter().filter(|&&byte| matches!(byte, b' ' | b'\n')).count();
    // Spaces without zeros are those of another encoding, which a stray zero has got into.
    if zeros == 0 || 4 * zeros < blanks || sample.len() < 2 * UNITS {
        return None;
    }
    let kinds = |unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = sample.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        // The sample may end inside a surrogate pair.
        let mut chars = char::decode_utf16(units[..units.len() - 1].iter().copied());
        let is_text = |c: char| match c {
            '\t' | '\n' | '\r' | '\u{c}' | '\u{20}'..='\u{7e}' => true,
            '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' => true,
            c => c.is_alphanumeric() || matches!(c, '\u{a0}'..='\u{bf}'),
        };
        let is_all_text = chars.all(|unit| unit.is_ok_and(is_text));
        let high: std::collections::BTreeSet<u8> = units.iter().map(|unit| (unit >> 8) as u8).collect();
        is_all_text.then_some(high.len())
    };
    match (kinds(u16::from_le_bytes), kinds(u16::from_be_bytes)) {
        (Some(little), Some(big)) => Some(if little <= big { UTF_16LE } else { UTF_16BE }),
        (Some(_), None) => Some(UTF_16LE),
        (None, Some(_)) => Some(UTF_16BE),
        (None, None) => None,
    }
}

/// UTF-16 of a mostly Latin text: every other byte is zero.
fn alternating_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half == 0 {
        None
    } else if odd * 3 > half && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 3 > half && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding that an XML declaration or an HTML `meta` names near the start.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_ascii_lowercase();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| {
        let declaration = &rest[..rest.find("?>").unwrap_or(0)];
        value_after(declaration, "encoding")
    });
    let named = xml.or_else(|| {
        let metas = head.match_indices("<meta").map(|(at, _)| &head[at..]);
        metas
            .map(|meta| &meta[..meta.find('>').unwrap_or(meta.len())])
            .find_map(|meta| value_after(meta, "charset"))
    });
    let encoding = Encoding::for_label(named?.as_bytes())?;
    // A text whose declaration reads as ASCII is not UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The value in `key = "value"`, quotes optional.
fn value_after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let rest = text[text.find(key)? + key.len()..].trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'', ';', ' ', '/', '>']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|value| !value.is_empty())
}

/// Damaged UTF-8, or one of the older encodings? UTF-8 when it was declared or when its sequences are mostly whole.
fn utf8_or_guess(bytes: &[u8], declared: bool) -> &'static Encoding {
    let invalid = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let whole = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|c| !c.is_ascii()).count())
        .sum::<usize>();
    if whole >= invalid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let plausible = plausible(bytes, guess);
    if plausible && !(declared && invalid < 3) { guess } else { UTF_8 }
}

/// Whether a guessed encoding gives words: stray bytes in a UTF-8 text decode to something, too, in any of the
/// single-byte encodings.
fn plausible(bytes: &[u8], guess: &'static Encoding) -> bool {
    let raw = replace_invalid(bytes, guess);
    if raw.invalid > 0 || raw.text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return false;
    }
    let latin = |c: char| matches!(c, 'À'..='ɏ');
    let mut odd = 0usize;
    let mut high = 0usize;
    for word in raw.text.split(|c: char| !c.is_alphabetic()) {
        let letters = word.chars().filter(|&c| latin(c)).count();
        high += letters;
        if word.contains('ÿ') || (letters > 1 && letters == word.chars().count()) {
            odd += letters;
        }
    }
    odd * 4 <= high
}

struct Raw {
    text: String,
    invalid: usize,
    /// Byte offset of the first invalid sequence.
    first_invalid: usize,
}

fn replace_invalid(bytes: &[u8], encoding: &'static Encoding) -> Raw {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut raw = Raw { text: String::with_capacity(bytes.len() + 16), invalid: 0, first_invalid: 0 };
    let mut read = 0;
    loop {
        let (result, consumed) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut raw.text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return raw,
            DecoderResult::OutputFull => raw.text.reserve(bytes.len() - read + 16),
            DecoderResult::Malformed(length, after) => {
                if raw.invalid == 0 {
                    raw.first_invalid = read.saturating_sub(usize::from(length) + usize::from(after));
                }
                raw.invalid += 1;
                raw.text.push('\u{fffd}');
            }
        }
    }
}

#[derive(Default)]
struct Removed {
    count: usize,
    /// Line of the first, from 1.
    first: Option<usize>,
}

/// One kind of line end, no control characters.
fn clean(raw: &str) -> (String, Removed) {
    let mut text = String::with_capacity(raw.len());
    let mut removed = Removed::default();
    let mut line = 1;
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                line += 1;
                text.push('\n');
            }
            '\t' | '\u{c}' => text.push(c),
            c if c.is_control() => {
                removed.count += 1;
                removed.first.get_or_insert(line);
            }
            c => text.push(c),
        }
    }
    (text, removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> String {
        let decoded = decode(bytes, true);
        assert_eq!(decoded.losses, [], "{:?}", decoded.text);
        decoded.text
    }

    fn losses(bytes: &[u8]) -> (String, Vec<String>) {
        let decoded = decode(bytes, true);
        (decoded.text, decoded.losses.into_iter().map(|loss| loss.detail).collect())
    }

    #[test]
    fn marks_declarations_and_guesses() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(text("\u{feff}Clé".as_bytes()), "Clé");
        assert_eq!(text(&utf16("\u{feff}Clé")), "Clé");
        assert_eq!(text(&utf16("Article 1: la clé")), "Article 1: la clé");
        assert_eq!(text(b"<meta charset=iso-8859-5><p>\xbf\xe0\xd8"), "<meta charset=iso-8859-5><p>При");
        assert_eq!(
            text(b"<?xml version='1.0' encoding='windows-1252'?>\x93a\x94"),
            "<?xml version='1.0' encoding='windows-1252'?>“a”"
        );
        assert_eq!(text("<meta charset=latin1>clé".as_bytes()), "<meta charset=latin1>clé");
        assert_eq!(
            text(b"Les \xe9tats prot\xe8gent la s\xe9curit\xe9 \x96 article\xa09"),
            "Les états protègent la sécurité – article\u{a0}9"
        );
        assert_eq!(text(b"One\r\nTwo\rThree\n"), "One\nTwo\nThree\n");
    }

    #[test]
    fn what_is_no_text_is_counted_and_placed() {
        let (text, notes) = losses(b"Article 1 \xff\xfe broken");
        assert_eq!(text, "Article 1 \u{fffd}\u{fffd} broken");
        assert_eq!(notes, ["2 sequences invalid in UTF-8, shown as U+FFFD; the first at byte 10"]);
        let (text, notes) = losses("Clé cl\u{e9}".as_bytes().split_last().unwrap().1);
        assert_eq!(text, "Clé cl\u{fffd}");
        assert_eq!(notes, ["1 sequence invalid in UTF-8, shown as U+FFFD; the first at byte 7"]);
        let (text, notes) = losses(b"One\ntwo\0 three\x07");
        assert_eq!(text, "One\ntwo three");
        assert_eq!(notes, ["2 control characters removed; the first in line 2"]);
    }

    proptest! {
        #[test]
        fn utf8_stays_and_bytes_never_panic(text in "[a-zé€😀 \n]{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(text.as_bytes(), true).text, text);
            let decoded = decode(&bytes, true);
            let unknown = decoded.text.contains(char::REPLACEMENT_CHARACTER);
            prop_assert!(!unknown || !decoded.losses.is_empty());
        }
    }
}
