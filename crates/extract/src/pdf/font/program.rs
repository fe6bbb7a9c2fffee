//! Embedded font programs, inverted: which text the glyphs of a program stand for.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document};
use ttf_parser::cmap::{Format, Subtable};
use ttf_parser::{GlyphId, RawFace, Tag, cff, cmap, post};

use super::super::lex::{Lexer, Token};
use super::super::limits::STREAM_BYTES;
use super::super::{access, filter};
use super::encodings::Encoding;
use super::names;

/// The bytes of an embedded program.
#[derive(Debug)]
pub(super) struct Program {
    data: Vec<u8>,
    kind: Kind,
    pub(super) cost: u64,
}

/// Most glyphs of a CFF program whose names are looked at; each is a search.
const NAMED: u16 = 4_096;
/// Most glyphs of a CFF program whose CIDs are looked at; each is a search.
const NUMBERED: u16 = 16_384;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Type1,
    Cff,
    /// TrueType, and OpenType around CFF.
    Sfnt,
}

impl Program {
    /// Decodes the program that a descriptor names, by what its bytes are, not by what the file calls it.
    pub(super) fn load(doc: &Document, descriptor: Option<&Dictionary>) -> Option<Self> {
        let descriptor = descriptor?;
        let keys: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
        let stream = keys.iter().find_map(|key| access::stream(doc, descriptor, key))?;
        let decoded = filter::decode(doc, stream, STREAM_BYTES);
        let cost = decoded.cost as u64;
        let data = decoded.bytes.into_owned();
        let kind = match data.get(..4)? {
            [0, 1, 0, 0] | b"true" | b"OTTO" | b"ttcf" => Kind::Sfnt,
            [b'%', b'!', ..] | [0x80, 1, ..] => Kind::Type1,
            [1, 0..=5, ..] => Kind::Cff,
            _ => return None,
        };
        Some(Self { data, kind, cost })
    }

    fn table(&self, tag: &[u8; 4]) -> Option<&[u8]> {
        let face = RawFace::parse(&self.data, 0).ok()?;
        face.table(Tag::from_bytes(tag))
    }

    fn cff(&self) -> Option<cff::Table<'_>> {
        match self.kind {
            Kind::Cff => cff::Table::parse(&self.data),
            Kind::Sfnt => cff::Table::parse(self.table(b"CFF ")?),
            Kind::Type1 => None,
        }
    }

    /// Glyph names by code, as the program's own encoding has them; empty for TrueType.
    pub(super) fn names(&self) -> BTreeMap<u8, String> {
        match self.kind {
            Kind::Type1 => type1_encoding(&self.data),
            Kind::Cff | Kind::Sfnt => {
                let Some(cff) = self.cff() else { return BTreeMap::new() };
                (0..=255)
                    .filter_map(|code| Some((code, cff.glyph_name(cff.glyph_index(code)?)?.to_owned())))
                    .filter(|(_, name)| name != ".notdef")
                    .collect()
            }
        }
    }

    /// Texts by code of a simple TrueType font: through its symbol or Macintosh map to glyphs, and back through its
    /// Unicode map or glyph names.
    pub(super) fn texts(&self) -> BTreeMap<u8, String> {
        let Some(map) = self.table(b"cmap").and_then(cmap::Table::parse) else { return BTreeMap::new() };
        let by_glyph = self.texts_by_glyph();
        let platform =
            |subtable: &Subtable<'_>| (format!("{:?}", subtable.platform_id), subtable.encoding_id);
        let subtables: Vec<_> = map.subtables.into_iter().take(16).collect();
        let find =
            |name: &str, encoding| subtables.iter().find(|s| platform(s) == (name.to_owned(), encoding));
        let (symbol, mac) = (find("Windows", 0), find("Macintosh", 0));
        let glyph = |code: u8| {
            let through =
                |subtable: &Subtable<'_>, code: u32| subtable.glyph_index(code).filter(|g| g.0 != 0);
            let code32 = u32::from(code);
            let symbolic = symbol
                .and_then(|s| [0xF000, 0, 0xF100, 0xF200].iter().find_map(|page| through(s, page + code32)));
            let found = symbolic.or_else(|| mac.and_then(|mac| through(mac, code32)));
            found.or_else(|| subtables.iter().find_map(|any| through(any, code32)))
        };
        let mut texts = BTreeMap::new();
        for code in 0..=255_u8 {
            let Some(id) = glyph(code) else { continue };
            if let Some(text) = by_glyph.get(&id.0) {
                texts.insert(code, text.clone());
            } else if let Some(name) = Encoding::MacRoman.glyph(code) {
                let mut text = String::new();
                names::push_text(name, &mut text);
                texts.insert(code, text);
            }
        }
        texts
    }

    /// Text by glyph number, from the Unicode maps and glyph names of the program.
    pub(super) fn texts_by_glyph(&self) -> BTreeMap<u16, String> {
        let mut texts = BTreeMap::new();
        if self.kind == Kind::Sfnt {
            self.invert_cmap(&mut texts);
            self.add_post_names(&mut texts);
        }
        if let Some(cff) = self.cff() {
            add_names(&mut texts, cff.number_of_glyphs().min(NAMED), |id| cff.glyph_name(id));
        }
        texts
    }

    fn invert_cmap(&self, texts: &mut BTreeMap<u16, String>) {
        let Some(map) = self.table(b"cmap").and_then(cmap::Table::parse) else { return };
        let mut private = Vec::new();
        for subtable in map.subtables.into_iter().take(16).filter(Subtable::is_unicode).take(3) {
            let mut add = |code: u32| {
                let (Some(id), Some(c)) = (subtable.glyph_index(code), char::from_u32(code)) else { return };
                if ('\u{E000}'..='\u{F8FF}').contains(&c) {
                    private.push((id.0, c));
                } else if id.0 != 0 && !c.is_control() {
                    texts.entry(id.0).or_insert_with(|| c.to_string());
                }
            };
            // Asked code by code: the ranges of a hostile map may claim thousands of millions, again and again.
            let last = match subtable.format {
                Format::SegmentedCoverage(_) | Format::ManyToOneRangeMappings(_) => 0x2_FFFF,
                _ => 0xFFFF,
            };
            (0x20..=last).for_each(&mut add);
        }
        for (id, c) in private {
            texts.entry(id).or_insert_with(|| c.to_string());
        }
    }

    /// Adds the names of the `post` table where no text is known.
    fn add_post_names(&self, texts: &mut BTreeMap<u16, String>) {
        let Some((data, post)) = self.table(b"post").and_then(|data| Some((data, post::Table::parse(data)?)))
        else {
            return;
        };
        // Indexes below 258 are names that every reader knows; the others count the names in the table.
        let own: Vec<&str> = post.names().collect();
        let indexes = data.get(34..).unwrap_or_default().chunks_exact(2);
        let indexes: Vec<u16> = indexes.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        let count = data.get(32..34).map_or(0, |n| u16::from_be_bytes([n[0], n[1]]));
        add_names(texts, count, |id| match indexes.get(usize::from(id.0))?.checked_sub(258) {
            Some(index) => own.get(usize::from(index)).copied(),
            None => post.glyph_name(id),
        });
    }

    /// Glyph by CID, for programs that number their glyphs so.
    pub(super) fn glyph_of_cid(&self) -> Option<BTreeMap<u16, u16>> {
        let cff = self.cff()?;
        cff.glyph_cid(GlyphId(1))?;
        Some(
            (0..cff.number_of_glyphs().min(NUMBERED))
                .filter_map(|id| Some((cff.glyph_cid(GlyphId(id))?, id)))
                .collect(),
        )
    }
}

fn add_names<'a>(texts: &mut BTreeMap<u16, String>, count: u16, name: impl Fn(GlyphId) -> Option<&'a str>) {
    for id in 1..count {
        if texts.contains_key(&id) {
            continue;
        }
        let mut text = String::new();
        if name(GlyphId(id)).is_some_and(|name| names::push_text(name, &mut text)) {
            texts.insert(id, text);
        }
    }
}

/// The `dup 65 /A put` lines in the clear part of a Type 1 program.
fn type1_encoding(data: &[u8]) -> BTreeMap<u8, String> {
    let clear = &data[..memchr::memmem::find(data, b"eexec").unwrap_or(data.len())];
    let mut names = BTreeMap::new();
    let Some(start) = memchr::memmem::find(clear, b"/Encoding") else { return names };
    let mut lexer = Lexer::at(clear, start + 9);
    if lexer.next() == Some(Token::Word(b"StandardEncoding")) {
        return Encoding::Standard.names();
    }
    while let Some(token) = lexer.next() {
        match token {
            Token::Word(b"dup") => {
                if let (Some(Token::Number(code)), Some(Token::Name(name))) = (lexer.next(), lexer.next())
                    && (0.0..256.0).contains(&code)
                {
                    names.insert(code as u8, String::from_utf8_lossy(name).into_owned());
                }
            }
            Token::Word(b"def" | b"readonly") => break,
            _ => {}
        }
    }
    names
}
