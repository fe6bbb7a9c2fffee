//! Fonts: what the codes of a string say, and how far each moves the pen.

mod composite;
mod encodings;
mod entry;
mod metrics;
mod names;
mod program;
mod simple;
mod style;
mod text;
mod to_unicode;
mod widths;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use hayro_cmap::CMap;
use lopdf::{Dictionary, Document};

use super::access;
use super::matrix::Matrix;
use crate::glyph::FontStyle;

pub(super) use self::entry::Entry;
pub(super) use self::text::plain;
use self::to_unicode::ToUnicode;

/// A font, ready to read strings with.
#[derive(Debug)]
pub(super) struct Font {
    pub(super) style: FontStyle,
    /// Strings run downwards.
    pub(super) vertical: bool,
    /// Highest and lowest reach of its glyphs, in units of the type size.
    pub(super) ascent: f64,
    pub(super) descent: f64,
    /// Glyph space to text space: a thousandth, or what a Type 3 font says.
    pub(super) unit: f64,
    /// Height of its letters in units of the type size: 1, but for Type 3 fonts with a scale of their own.
    pub(super) em: f64,
    codes: Codes,
    table: Table,
    /// Bytes decoded and stored to load it.
    cost: u64,
}

/// How strings are cut into codes.
#[derive(Debug)]
enum Codes {
    One,
    Two,
    Mapped(Box<Mapped>),
}

/// A composite font whose codes a character map cuts and numbers.
#[derive(Debug)]
struct Mapped {
    cmap: CMap,
    texts: Texts,
    widths: widths::Widths,
}

/// What says which text a code of a composite font is, best first.
#[derive(Debug, Default)]
struct Texts {
    unicode: ToUnicode,
    /// By CID, from the embedded program.
    embedded: BTreeMap<u16, String>,
    /// From the CIDs of one of Adobe's character collections.
    collection: Option<CMap>,
    codes_are_unicode: bool,
}

/// Entries by code, and the texts that do not fit into them.
#[derive(Debug, Default)]
struct Table {
    entries: Vec<Entry>,
    long: String,
    /// For codes past the table.
    other: Entry,
}

impl Font {
    /// Cuts a string into codes and gives what each shows, and whether word spacing widens it (as it does a single byte
    /// 32), until `show` says `false`.
    pub(super) fn codes(&self, bytes: &[u8], mut show: impl FnMut(&Entry, bool) -> bool) {
        let (entries, width) = (&self.table.entries, self.table.other.width);
        let mut entry = |code: usize, is_space: bool| match entries.get(code) {
            Some(entry) => show(entry, is_space),
            None => show(&Entry::raw(code as u32, width), is_space),
        };
        match &self.codes {
            Codes::One => _ = bytes.iter().all(|&code| entry(usize::from(code), code == b' ')),
            Codes::Two => {
                let (pairs, odd) = bytes.as_chunks::<2>();
                let all = pairs.iter().all(|&pair| entry(usize::from(u16::from_be_bytes(pair)), false));
                _ = all && odd.iter().all(|_| show(&self.table.other, false));
            }
            Codes::Mapped(mapped) => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let (entry, length) = mapped.next(rest, self.table.other);
                    if !show(&entry, length == 1 && rest[0] == b' ') {
                        return;
                    }
                    rest = &rest[length.clamp(1, rest.len())..];
                }
            }
        }
    }

    /// Bytes decoded and stored to load it.
    pub(super) fn cost(&self) -> u64 {
        self.cost
    }

    /// Appends the text of an entry.
    pub(super) fn push_text(&self, entry: &Entry, out: &mut String) {
        match entry.ascii() {
            Some(c) => out.push(c),
            None => out.push_str(entry.text(&self.table.long)),
        }
    }

    /// A stand-in where no font can be read: Latin text, widths of Helvetica.
    fn fallback(doc: &Document) -> Self {
        simple::load(doc, &Dictionary::new())
    }

    fn load(doc: &Document, dict: &Dictionary) -> Self {
        match access::name(doc, dict, b"Subtype") {
            Some(b"Type0") => composite::load(doc, dict),
            Some(b"CIDFontType0" | b"CIDFontType2") => composite::load_bare(doc, dict),
            None if dict.has(b"DescendantFonts") => composite::load(doc, dict),
            _ => simple::load(doc, dict),
        }
    }
}

impl Table {
    fn set(&mut self, code: usize, text: &str, width: f32) {
        if code >= self.entries.len() {
            let first = self.entries.len() as u32;
            self.entries.extend((first..=code as u32).map(|code| Entry::raw(code, self.other.width)));
        }
        let entry = Entry::new(text, width, &mut self.long);
        self.entries[code] = if entry.is_empty() { Entry::raw(code as u32, width) } else { entry };
    }

    /// Marks the text of a code as a guess.
    fn doubt(&mut self, code: usize) {
        if let Some(entry) = self.entries.get_mut(code) {
            entry.doubt();
        }
    }

    fn bytes(&self) -> u64 {
        (self.entries.len() * size_of::<Entry>() + self.long.len()) as u64
    }
}

/// All fonts of a document that were needed so far, shared by its pages.
#[derive(Debug)]
pub(super) struct FontCache<'a> {
    doc: &'a Document,
    fonts: Mutex<HashMap<usize, Arc<Font>>>,
}

/// The key of a font: where its dictionary lies, which does not move while the document is read.
pub(super) fn key(dict: &Dictionary) -> usize {
    std::ptr::from_ref(dict).addr()
}

impl<'a> FontCache<'a> {
    pub(super) fn new(doc: &'a Document) -> Self {
        Self { doc, fonts: Mutex::default() }
    }

    /// The font of a dictionary; without one, a stand-in.
    pub(super) fn get(&self, dict: Option<&Dictionary>) -> Arc<Font> {
        let key = dict.map_or(0, key);
        if let Some(font) = self.fonts.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(font);
        }
        // Loaded outside the lock: two threads may load one font twice, with the same result.
        let font = Arc::new(match dict {
            Some(dict) => Font::load(self.doc, dict),
            None => Font::fallback(self.doc),
        });
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(fonts.entry(key).or_insert(font))
    }

    /// What loading a font cost, in bytes.
    pub(super) fn cost(&self, key: usize) -> u64 {
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        fonts.get(&key).map_or(0, |font| font.cost)
    }
}

/// Ascent and descent in units of the type size; defaults where the descriptor's are implausible.
fn reach(doc: &Document, descriptor: Option<&Dictionary>) -> (f64, f64) {
    let value = |key: &[u8]| descriptor.and_then(|dict| access::number(doc, dict, key)).map(|n| n / 1000.0);
    let ascent = value(b"Ascent").filter(|a| (0.5..=1.3).contains(a));
    let descent = value(b"Descent").map(|d| -d.abs()).filter(|d| (-0.6..=-0.05).contains(d));
    (ascent.unwrap_or(0.75), descent.unwrap_or(-0.25))
}

/// The scale of a Type 3 font's glyph space.
fn type3_matrix(doc: &Document, dict: &Dictionary) -> Matrix {
    let thousandth = Matrix::new([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    access::matrix(doc, dict, b"FontMatrix")
        .filter(|m| m.a.abs() > 1e-9 && m.is_finite())
        .unwrap_or(thousandth)
}
