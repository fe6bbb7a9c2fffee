//! Composite (Type 0) fonts: codes of several bytes, numbered as CIDs.

use std::collections::BTreeMap;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Document, Object};

use super::program::Program;
use super::simple::to_unicode;
use super::style::describe;
use super::text::{self, Worth};
use super::to_unicode::ToUnicode;
use super::widths::Widths;
use super::{Codes, Entry, Font, Mapped, Table, Texts, reach};
use crate::pdf::limits::STREAM_BYTES;
use crate::pdf::{access, filter};

/// Reads a Type 0 font.
pub(super) fn load(doc: &Document, dict: &Dictionary) -> Font {
    let descendant = match access::get(doc, dict, b"DescendantFonts") {
        Some(Object::Array(items)) => items.first().and_then(|item| access::resolve(doc, item)),
        other => other,
    };
    let empty = Dictionary::new();
    let descendant = descendant.and_then(access::as_dict).unwrap_or(&empty);
    read(doc, dict, descendant, access::get(doc, dict, b"Encoding"))
}

/// Reads a CID font that a page uses without the Type 0 font around it.
pub(super) fn load_bare(doc: &Document, dict: &Dictionary) -> Font {
    read(doc, dict, dict, None)
}

fn read(doc: &Document, dict: &Dictionary, descendant: &Dictionary, encoding: Option<&Object>) -> Font {
    let descriptor = access::dict(doc, descendant, b"FontDescriptor");
    let base = access::name(doc, descendant, b"BaseFont").or(access::name(doc, dict, b"BaseFont"));
    let style = describe(doc, base.unwrap_or_default(), descriptor).style;
    let (unicode, mut cost) = to_unicode(doc, dict);
    let (cmap, vertical, cmap_cost) = character_map(doc, encoding);
    let widths =
        if vertical { Widths::vertical(doc, descendant) } else { Widths::horizontal(doc, descendant) };
    let (texts, program_cost) = Texts::read(doc, dict, descendant, unicode);
    cost += cmap_cost + program_cost;
    let (ascent, descent) = reach(doc, descriptor);
    let mut font = Font {
        style,
        vertical,
        ascent,
        descent,
        unit: 0.001,
        em: 1.0,
        codes: Codes::Two,
        table: Table { other: Entry::short("", widths.default), ..Table::default() },
        cost,
    };
    match cmap {
        Some(cmap) => font.codes = Codes::Mapped(Box::new(Mapped { cmap, texts, widths })),
        None => {
            let mut text = String::new();
            for code in 0..=texts.last().max(widths.last()).min(0xFFFF) {
                texts.put(code, code, &mut text);
                font.table.set(code as usize, &text, widths.get(code));
            }
        }
    }
    font.cost += font.table.bytes();
    font
}

impl Texts {
    /// Gathers what says which text a code or CID is, with what reading it cost.
    fn read(doc: &Document, dict: &Dictionary, descendant: &Dictionary, unicode: ToUnicode) -> (Self, u64) {
        let mut texts = Self { unicode, ..Self::default() };
        let mut cost = 0;
        texts.collection = collection(doc, descendant);
        if texts.unicode.is_empty() || texts.unicode.is_suspect() {
            let program = Program::load(doc, access::dict(doc, descendant, b"FontDescriptor"));
            cost = program.as_ref().map_or(0, |program| program.cost);
            texts.embedded = program.map(|program| by_cid(doc, descendant, &program)).unwrap_or_default();
            // A map named, not given: the codes are said to be Unicode themselves.
            texts.codes_are_unicode = access::name(doc, dict, b"ToUnicode").is_some();
        }
        (texts, cost)
    }

    /// The highest code or CID that has a text of its own.
    fn last(&self) -> u32 {
        let embedded = self.embedded.keys().next_back().copied().map_or(0, u32::from);
        let any = if self.collection.is_some() { 30_000 } else { 0 };
        let all = if self.codes_are_unicode { 0xFFFF } else { 0 };
        self.unicode.last().max(embedded).max(any).max(all)
    }

    /// Puts the text of a code into `out`: from the first source that has a good one.
    fn put(&self, code: u32, cid: u32, out: &mut String) {
        out.clear();
        if self.unicode.push_text(code, out) && text::worth(out) == Worth::Good {
            *out = text::plain(std::mem::take(out));
            return;
        }
        let private = std::mem::take(out);
        let embedded = u16::try_from(cid).ok().and_then(|cid| self.embedded.get(&cid));
        if let Some(text) = embedded {
            out.push_str(text);
        } else if let Some(found) = self.collection.as_ref().and_then(|map| map.lookup_bf_string(cid)) {
            match found {
                BfString::Char(c) => out.push(c),
                BfString::String(text) => out.push_str(&text),
            }
        } else if text::worth(&private) == Worth::Private {
            out.push_str(&private);
        } else if self.codes_are_unicode {
            out.extend(char::from_u32(code).filter(|c| !c.is_control()));
        }
        *out = text::plain(std::mem::take(out));
    }
}

/// Text by CID from an embedded program.
fn by_cid(doc: &Document, descendant: &Dictionary, program: &Program) -> BTreeMap<u16, String> {
    let by_glyph = program.texts_by_glyph();
    if let Some(stream) = access::stream(doc, descendant, b"CIDToGIDMap") {
        let decoded = filter::decode(doc, stream, 1 << 17);
        let glyphs = decoded.bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return (0_u16..=u16::MAX)
            .zip(glyphs)
            .filter_map(|(cid, glyph)| Some((cid, by_glyph.get(&glyph)?.clone())))
            .collect();
    }
    match program.glyph_of_cid() {
        Some(cids) => {
            cids.into_iter().filter_map(|(cid, glyph)| Some((cid, by_glyph.get(&glyph)?.clone()))).collect()
        }
        None => by_glyph,
    }
}

/// The character map of an encoding, whether it writes vertically, and its cost; no map for two-byte identity.
fn character_map(doc: &Document, encoding: Option<&Object>) -> (Option<CMap>, bool, u64) {
    match encoding {
        // Not asked of the predefined maps: unpacking them all takes a while.
        Some(Object::Name(name)) if name.starts_with(b"Identity") => (None, name.ends_with(b"V"), 0),
        Some(Object::Name(name)) => {
            let vertical = name.ends_with(b"-V") || name == b"V";
            (predefined(CMapName::from_bytes(name)), vertical, 0)
        }
        Some(Object::Stream(stream)) => {
            let decoded = filter::decode(doc, stream, STREAM_BYTES / 8);
            let base = access::name(doc, &stream.dict, b"UseCMap").map(<[u8]>::to_vec);
            let named = access::name(doc, &stream.dict, b"CMapName").unwrap_or_default();
            let map = CMap::parse(&decoded.bytes, load_embedded);
            let vertical = access::integer(doc, &stream.dict, b"WMode") == Some(1)
                || map.as_ref().is_some_and(|map| map.metadata().writing_mode == Some(WritingMode::Vertical));
            let map = map.filter(|_| !named.starts_with(b"Identity"));
            let map = map.or_else(|| predefined(CMapName::from_bytes(base.as_deref()?)));
            (map, vertical, decoded.cost as u64)
        }
        _ => (None, false, 0),
    }
}

fn predefined(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

/// The map from the CIDs of one of Adobe's character collections to Unicode.
fn collection(doc: &Document, descendant: &Dictionary) -> Option<CMap> {
    let info = access::dict(doc, descendant, b"CIDSystemInfo")?;
    let text = |key: &[u8]| access::get(doc, info, key).and_then(|object| object.as_str().ok());
    // Other registries than Adobe number their glyphs as Adobe does where they name its orderings.
    let family = CidFamily::from_registry_ordering(b"Adobe", text(b"Ordering")?);
    predefined(family.ucs2_cmap()?)
}

impl Mapped {
    /// The next code: the shortest that the map knows, or two bytes.
    pub(super) fn next(&self, bytes: &[u8], other: Entry) -> (Entry, usize) {
        let mut code = 0_u32;
        for (length, byte) in (1..=4_u8).zip(bytes) {
            code = code << 8 | u32::from(*byte);
            if let Some(cid) = self.cmap.lookup_cid_code(code, length) {
                return (self.entry(code, cid), usize::from(length));
            }
        }
        // Not in the map: a text may still be known for it.
        let length = bytes.len().min(2);
        let code = bytes[..length].iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
        let mut text = String::new();
        self.texts.put(code, 0, &mut text);
        let entry =
            if text.is_empty() { Entry::raw(code, other.width) } else { Entry::short(&text, other.width) };
        (entry, length)
    }

    fn entry(&self, code: u32, cid: u32) -> Entry {
        let mut text = String::new();
        self.texts.put(code, cid, &mut text);
        let width = self.widths.get(cid);
        if text.is_empty() { Entry::raw(code, width) } else { Entry::short(&text, width) }
    }
}
