//! Finds objects without the help of a cross-reference table.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::access;
use super::lex::is_space;
use super::parse::Parser;

/// Where an object begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) at: usize,
    pub(super) id: ObjectId,
}

/// Every `N G obj` in the file, in file order.
pub(super) fn headers(bytes: &[u8]) -> Vec<Header> {
    memchr::memmem::find_iter(bytes, b"obj").filter_map(|at| header_before(bytes, at)).collect()
}

/// The header that ends with the `obj` at `at`.
fn header_before(bytes: &[u8], at: usize) -> Option<Header> {
    let back = |mut end: usize, wanted: fn(u8) -> bool| {
        let from = end;
        while end > 0 && wanted(bytes[end - 1]) {
            end -= 1;
        }
        (end < from && from - end <= 20).then_some(end)
    };
    let number = |range: std::ops::Range<usize>| std::str::from_utf8(&bytes[range]).ok()?.parse::<u32>().ok();
    // Some writers leave out the blank before `obj`.
    let generation_end = back(at, is_space).unwrap_or(at);
    let generation_start = back(generation_end, |b| b.is_ascii_digit())?;
    let number_end = back(generation_start, is_space)?;
    let number_start = back(number_end, |b| b.is_ascii_digit())?;
    let generation = u16::try_from(number(generation_start..generation_end)?).ok()?;
    Some(Header { at: number_start, id: (number(number_start..number_end)?, generation) })
}

/// The object whose header is at `at`; `number`: what its number must be.
pub(super) fn object_at(
    bytes: &[u8],
    at: usize,
    number: Option<u32>,
    allowance: &mut usize,
) -> Option<(ObjectId, Object)> {
    let window = bytes.get(at..bytes.len().min(at + 64))?;
    let obj = at + memchr::memmem::find(window, b"obj")?;
    let header = header_before(bytes, obj)?;
    if header.at > at + 16 || number.is_some_and(|number| number != header.id.0) {
        return None;
    }
    let mut parser = Parser::new(bytes, obj + 3, allowance);
    let object = parser.object()?;
    let after = parser.pos();
    let object = match object {
        Object::Dictionary(dict) => match stream_data(bytes, after, &dict) {
            Some(data) => Object::Stream(Stream::new(dict, data.to_vec())),
            None => Object::Dictionary(dict),
        },
        other => other,
    };
    Some((header.id, object))
}

/// The data of a stream whose dictionary ends at `after`; `None` where no stream follows.
fn stream_data<'a>(bytes: &'a [u8], after: usize, dict: &Dictionary) -> Option<&'a [u8]> {
    let blanks = bytes[after..].iter().take_while(|byte| is_space(**byte)).count();
    let rest = bytes[after + blanks..].strip_prefix(b"stream")?;
    let rest = match rest {
        [b'\r', b'\n', data @ ..] | [b'\n' | b'\r', data @ ..] => data,
        data => data,
    };
    let said = dict.get(b"Length").ok().and_then(access::as_integer).and_then(|n| usize::try_from(n).ok());
    if let Some(data) = said.and_then(|length| rest.get(..length)) {
        let tail = &rest[data.len()..];
        let blanks = tail.iter().take(4).take_while(|byte| is_space(**byte)).count();
        if tail[blanks..].starts_with(b"endstream") {
            return Some(data);
        }
    }
    let end = memchr::memmem::find(rest, b"endstream").or_else(|| memchr::memmem::find(rest, b"endobj"));
    let data = &rest[..end.unwrap_or(rest.len())];
    let data = data.strip_suffix(b"\n").unwrap_or(data);
    Some(data.strip_suffix(b"\r").unwrap_or(data))
}

/// Reads every object in the file; the later of two with one number wins. The trailer is the last one
/// that names a root.
pub(super) fn scan(bytes: &[u8], allowance: &mut usize) -> Document {
    let mut document = Document::new();
    let mut inside_until = 0;
    for header in headers(bytes) {
        // The data of a stream may look like objects.
        if header.at < inside_until {
            continue;
        }
        if let Some((id, object)) = object_at(bytes, header.at, Some(header.id.0), allowance) {
            if let Object::Stream(stream) = &object {
                inside_until = header.at + stream.content.len();
                if stream.dict.has_type(b"XRef") {
                    adopt(&mut document.trailer, &stream.dict);
                }
            }
            document.objects.insert(id, object);
        }
        if *allowance == 0 {
            break;
        }
    }
    for at in memchr::memmem::find_iter(bytes, b"trailer") {
        if let Some(Object::Dictionary(dict)) = Parser::new(bytes, at + 7, allowance).object() {
            adopt(&mut document.trailer, &dict);
        }
    }
    document.max_id = document.objects.keys().next_back().map_or(0, |id| id.0);
    document
}

fn adopt(trailer: &mut Dictionary, found: &Dictionary) {
    for key in [&b"Root"[..], b"Info", b"Encrypt", b"ID"] {
        if let Ok(value) = found.get(key) {
            trailer.set(key, value.clone());
        }
    }
}

/// Sets the trailer's root where it leads nowhere: to the last catalog that has pages.
pub(super) fn find_root(document: &mut Document) {
    let leads_to_pages = |dict: &Dictionary| access::dict(document, dict, b"Pages").is_some();
    if access::dict(document, &document.trailer, b"Root").is_some_and(leads_to_pages) {
        return;
    }
    let catalog = document.objects.iter().rev().find_map(|(id, object)| {
        let dict = object.as_dict().ok()?;
        (dict.has_type(b"Catalog") && leads_to_pages(dict)).then_some(*id)
    });
    if let Some(id) = catalog {
        document.trailer.set("Root", Object::Reference(id));
    }
}

/// Whether the file encrypts its text: some encrypt attached files only.
pub(super) fn encrypts_text(document: &Document) -> bool {
    let Some(encrypt) = access::dict(document, &document.trailer, b"Encrypt") else {
        return document.trailer.has(b"Encrypt");
    };
    let identity = |key: &[u8]| access::name(document, encrypt, key).is_none_or(|name| name == b"Identity");
    let filters = access::integer(document, encrypt, b"V").is_some_and(|version| version >= 4);
    !(filters && identity(b"StmF") && identity(b"StrF"))
}

/// Decrypts all objects with the empty or the given password. Whether one fits.
pub(super) fn decrypt(document: &mut Document, password: Option<&str>) -> bool {
    let Some(password) =
        [Some(""), password].into_iter().flatten().find(|p| document.authenticate_password(p).is_ok())
    else {
        return false;
    };
    let Ok(state) = lopdf::EncryptionState::decode(document, password) else { return false };
    let own = document.trailer.get(b"Encrypt").and_then(Object::as_reference).ok();
    for (id, object) in &mut document.objects {
        let is_plain = object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"XRef"));
        if Some(*id) != own && !is_plain {
            // What cannot be decrypted stays as it is: the damage shows when it is read.
            let _ = lopdf::encryption::decrypt_object(&state, *id, object);
        }
    }
    document.trailer.remove(b"Encrypt");
    true
}
