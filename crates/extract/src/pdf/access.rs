//! Reading values out of objects, forgiving about their types.

use lopdf::{Dictionary, Document, Object, Stream};

use super::matrix::Matrix;

/// The object that `object` stands for, through references; `None` for null and for what does not exist.
pub(super) fn resolve<'a>(doc: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object {
        Object::Reference(_) => match doc.dereference(object) {
            Ok((_, Object::Null | Object::Reference(_))) | Err(_) => None,
            Ok((_, found)) => Some(found),
        },
        Object::Null => None,
        _ => Some(object),
    }
}

/// The value of `key`, through references.
pub(super) fn get<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(doc, dict.get(key).ok()?)
}

/// The value of `key` as a dictionary; that of a stream counts.
pub(super) fn dict<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    as_dict(get(doc, dict, key)?)
}

pub(super) fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(super) fn stream<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
    get(doc, dict, key)?.as_stream().ok()
}

pub(super) fn array<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    get(doc, dict, key)?.as_array().ok().map(Vec::as_slice)
}

pub(super) fn name<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    get(doc, dict, key)?.as_name().ok()
}

pub(super) fn number(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<f64> {
    as_number(get(doc, dict, key)?)
}

pub(super) fn integer(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<i64> {
    as_integer(get(doc, dict, key)?)
}

pub(super) fn as_number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(n) => Some(*n as f64),
        Object::Real(n) if n.is_finite() => Some(f64::from(*n)),
        _ => None,
    }
}

pub(super) fn as_integer(object: &Object) -> Option<i64> {
    match object {
        Object::Integer(n) => Some(*n),
        Object::Real(n) if n.is_finite() => Some(*n as i64),
        _ => None,
    }
}

/// `N` numbers of an array; other items count as 0, a shorter array as none.
pub(super) fn numbers<const N: usize>(doc: &Document, items: &[Object]) -> Option<[f64; N]> {
    let first: &[Object; N] = items.first_chunk()?;
    Some(std::array::from_fn(|i| resolve(doc, &first[i]).and_then(as_number).unwrap_or(0.0)))
}

pub(super) fn matrix(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<Matrix> {
    numbers(doc, array(doc, dict, key)?).map(Matrix::new)
}

/// A text string: UTF-16 or UTF-8 with its mark, PDFDocEncoding otherwise.
pub(super) fn text(object: &Object) -> Option<String> {
    match object {
        Object::String(bytes, _) => Some(decode_text(bytes)),
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        _ => None,
    }
}

/// Decodes a text string (ISO 32000-2, 7.9.2.2).
pub(super) fn decode_text(bytes: &[u8]) -> String {
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => without_language(utf16(rest, u16::from_be_bytes)),
        [0xFF, 0xFE, rest @ ..] => without_language(utf16(rest, u16::from_le_bytes)),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| pdf_doc_char(byte)).collect(),
    }
}

/// Takes out the language codes that a text string may hold between escape characters.
fn without_language(text: String) -> String {
    if !text.contains('\u{1b}') {
        return text;
    }
    text.split('\u{1b}').step_by(2).collect()
}

/// PDFDocEncoding where it differs from Latin-1 (ISO 32000-1, D.2).
fn pdf_doc_char(byte: u8) -> char {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
    ];
    match byte {
        0x18..=0x1F => LOW[usize::from(byte - 0x18)],
        0x80..=0xA0 => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
