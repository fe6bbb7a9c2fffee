//! Decoding streams, within a limit on the bytes that come out; damage keeps what was decoded before it.

mod ascii;
mod flate;
mod lzw;
mod predictor;
mod run_length;

use std::borrow::Cow;

use lopdf::{Dictionary, Document, Object, Stream};

use super::access;

/// What came out of a stream.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) flaw: Option<Flaw>,
    /// Bytes that all its filters gave out together: what the decoding cost.
    pub(super) cost: usize,
}

/// Why a stream did not decode whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The limit was reached.
    TooLong,
    /// The data is damaged; what comes before the damage was kept.
    Damaged,
    /// A filter that is not known, or one for images.
    Unsupported,
}

/// The output of one filter, which never grows past its limit.
#[derive(Debug)]
struct Output {
    bytes: Vec<u8>,
    limit: usize,
}

impl Output {
    fn new(input: usize, limit: usize) -> Self {
        Self { bytes: Vec::with_capacity(input.saturating_mul(3).min(limit).min(1 << 22)), limit }
    }

    fn room(&self) -> usize {
        self.limit - self.bytes.len()
    }

    fn is_full(&self) -> bool {
        self.room() == 0
    }

    fn push(&mut self, byte: u8) {
        if !self.is_full() {
            self.bytes.push(byte);
        }
    }
}

type Filtered = (Vec<u8>, Option<Flaw>);

/// Decodes a stream to at most `limit` bytes.
pub(super) fn decode<'a>(doc: &Document, stream: &'a Stream, limit: usize) -> Decoded<'a> {
    let mut decoded = Decoded { bytes: Cow::Borrowed(&stream.content), flaw: None, cost: 0 };
    let filters = chain(doc, &stream.dict, b"Filter", b"F");
    let parameters = chain(doc, &stream.dict, b"DecodeParms", b"DP");
    for (i, filter) in filters.iter().enumerate() {
        let Some(name) = filter.and_then(|object| object.as_name().ok()) else { continue };
        let parameters = parameters.get(i).copied().flatten().and_then(access::as_dict);
        let Some((bytes, flaw)) = apply(doc, name, parameters, &decoded.bytes, limit) else {
            decoded.flaw = Some(Flaw::Unsupported);
            decoded.bytes = Cow::Borrowed(&[]);
            return decoded;
        };
        decoded.cost += bytes.len();
        decoded.bytes = Cow::Owned(bytes);
        decoded.flaw = decoded.flaw.or(flaw);
    }
    if decoded.cost == 0 {
        decoded.cost = decoded.bytes.len();
        if decoded.bytes.len() > limit {
            decoded.bytes = Cow::Borrowed(&stream.content[..limit]);
            decoded.flaw = Some(Flaw::TooLong);
        }
    }
    decoded
}

/// Whether a stream has one filter, of this name.
pub(super) fn is_only(doc: &Document, stream: &Stream, name: &[u8], short: &[u8]) -> bool {
    let filters = chain(doc, &stream.dict, b"Filter", b"F");
    let [Some(Object::Name(only))] = &filters[..] else { return false };
    only == name || only == short
}

/// One filter; `None` where it is not one for text.
fn apply(
    doc: &Document,
    name: &[u8],
    parameters: Option<&Dictionary>,
    data: &[u8],
    limit: usize,
) -> Option<Filtered> {
    let predicted = |(bytes, flaw): Filtered| match parameters {
        Some(parameters) => (predictor::undo(doc, parameters, bytes), flaw),
        None => (bytes, flaw),
    };
    match name {
        b"FlateDecode" | b"Fl" => Some(predicted(flate::decode(data, limit))),
        b"LZWDecode" | b"LZW" => {
            let early = parameters.and_then(|dict| access::integer(doc, dict, b"EarlyChange")) != Some(0);
            Some(predicted(lzw::decode(data, early, limit)))
        }
        b"ASCII85Decode" | b"A85" => Some(ascii::decode_85(data, limit)),
        b"ASCIIHexDecode" | b"AHx" => Some(ascii::decode_hex(data, limit)),
        b"RunLengthDecode" | b"RL" => Some(run_length::decode(data, limit)),
        // lopdf has decrypted the stream already.
        b"Crypt" => Some((data[..data.len().min(limit)].to_vec(), None)),
        _ => None,
    }
}

/// The items of an entry that is one object or an array of them.
fn chain<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8], short: &[u8]) -> Vec<Option<&'a Object>> {
    match access::get(doc, dict, key).or_else(|| access::get(doc, dict, short)) {
        None => Vec::new(),
        Some(Object::Array(items)) => items.iter().take(8).map(|item| access::resolve(doc, item)).collect(),
        Some(object) => vec![Some(object)],
    }
}
