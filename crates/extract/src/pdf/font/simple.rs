//! Simple fonts: Type 1, TrueType and Type 3, one byte a code.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::encodings::Encoding;
use super::metrics::Face;
use super::program::Program;
use super::style::{Described, describe};
use super::text::{self, Worth};
use super::to_unicode::ToUnicode;
use super::{Codes, Entry, Font, Table, names, reach, type3_matrix};
use crate::pdf::limits::STREAM_BYTES;
use crate::pdf::{access, filter};

/// Everything that says what a simple font's codes mean.
struct Sources {
    unicode: ToUnicode,
    /// Glyph names by code, from the encoding and its differences.
    names: BTreeMap<u8, String>,
    /// Texts by code, from the embedded program.
    program: BTreeMap<u8, String>,
    font: String,
    dingbats: bool,
}

/// Reads a simple font.
pub(super) fn load(doc: &Document, dict: &Dictionary) -> Font {
    let type3 = access::name(doc, dict, b"Subtype") == Some(b"Type3");
    let base = access::name(doc, dict, b"BaseFont").unwrap_or_default();
    let descriptor = access::dict(doc, dict, b"FontDescriptor");
    let described = describe(doc, base, descriptor);
    let (unicode, mut cost) = to_unicode(doc, dict);
    let encoding = access::get(doc, dict, b"Encoding");
    let program =
        needs_program(doc, dict, encoding, &unicode).then(|| Program::load(doc, descriptor)).flatten();
    cost += program.as_ref().map_or(0, |program| program.cost);
    let names = glyph_names(doc, dict, encoding, program.as_ref(), &described);
    let texts = match &program {
        Some(program) if names.is_empty() || described.symbolic => program.texts(),
        _ => BTreeMap::new(),
    };
    let face = face(&described);
    let contradicted = contradicts(&unicode, &names);
    let embedded = descriptor
        .is_some_and(|dict| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| dict.has(key)));
    let explicit = access::get(doc, dict, b"Encoding").and_then(access::as_dict).is_some();
    // A font that is not embedded is shown by its encoding, whatever the map says.
    let unicode = if contradicted && !embedded && !explicit { ToUnicode::default() } else { unicode };
    let font = described.style.name.clone();
    let sources = Sources { unicode, names, program: texts, font, dingbats: face == Face::ZapfDingbats };
    let matrix = type3_matrix(doc, dict);
    let mut table = Table::default();
    let widths = Widths::read(doc, dict, descriptor, type3);
    let mut text = String::new();
    for code in 0..=255_u8 {
        sources.text(code, &mut text);
        let width = widths.get(code).unwrap_or_else(|| {
            let name = sources.names.get(&code).map_or("space", String::as_str);
            face.width(name).or(face.width("n")).filter(|_| !type3).unwrap_or(if type3 { 0.0 } else { 500.0 })
        });
        table.set(usize::from(code), &text, width);
        if contradicted && embedded && explicit {
            table.doubt(usize::from(code));
        }
    }
    table.other = Entry::default();
    cost += table.bytes();
    let own = if type3 { type3_reach(doc, dict, matrix.d) } else { None };
    let (ascent, descent) = own.unwrap_or_else(|| reach(doc, descriptor));
    // A box of about one type size says nothing; any other gives the scale of the letters.
    let em = own.map(|(high, low)| high - low).filter(|em| !(0.5..2.0).contains(em)).unwrap_or(1.0);
    let unit = if type3 { matrix.a.abs() } else { 0.001 };
    Font {
        style: described.style,
        vertical: false,
        ascent,
        descent,
        unit,
        em,
        codes: Codes::One,
        table,
        cost,
    }
}

/// Reads the ToUnicode map, with what it cost.
pub(super) fn to_unicode(doc: &Document, dict: &Dictionary) -> (ToUnicode, u64) {
    let Some(stream) = access::stream(doc, dict, b"ToUnicode") else { return (ToUnicode::default(), 0) };
    let decoded = filter::decode(doc, stream, STREAM_BYTES / 8);
    (ToUnicode::parse(&decoded.bytes), decoded.cost as u64)
}

/// Whether a map to Unicode and glyph names give different letters for most codes.
fn contradicts(unicode: &ToUnicode, names: &BTreeMap<u8, String>) -> bool {
    if unicode.is_empty() {
        return false;
    }
    let (mut both, mut different) = (0_u32, 0_u32);
    let (mut mapped, mut named) = (String::new(), String::new());
    for (code, name) in names {
        mapped.clear();
        named.clear();
        let known = names::push_text(name, &mut named) && unicode.push_text(u32::from(*code), &mut mapped);
        let letters = known && named.len() == 1 && named.chars().all(char::is_alphanumeric);
        if letters && text::worth(&mapped) == Worth::Good {
            both += 1;
            different += u32::from(!mapped.eq_ignore_ascii_case(&named));
        }
    }
    both >= 8 && different * 10 > both * 6
}

fn face(described: &Described) -> Face {
    let style = &described.style;
    Face::nearest(&style.name, style.monospaced, described.serif, style.bold, style.italic)
}

/// Whether the embedded program has to be read: it is large, and mostly the dictionary says all.
fn needs_program(doc: &Document, dict: &Dictionary, encoding: Option<&Object>, unicode: &ToUnicode) -> bool {
    if !unicode.is_empty() && !unicode.is_suspect() {
        return false;
    }
    match encoding {
        Some(Object::Name(name)) => Encoding::of_name(name).is_none(),
        Some(Object::Dictionary(differences)) => {
            access::name(doc, differences, b"BaseEncoding").and_then(Encoding::of_name).is_none()
        }
        _ => !dict.is_empty(),
    }
}

/// Glyph names by code: base encoding, then differences.
fn glyph_names(
    doc: &Document,
    dict: &Dictionary,
    encoding: Option<&Object>,
    program: Option<&Program>,
    described: &Described,
) -> BTreeMap<u8, String> {
    let mut names = base_names(doc, dict, encoding, program, described);
    let differences = encoding.and_then(access::as_dict);
    let items = differences.and_then(|dict| access::array(doc, dict, b"Differences")).unwrap_or_default();
    let mut code = 0_i64;
    for item in items.iter().filter_map(|item| access::resolve(doc, item)) {
        match item {
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    names.insert(code, String::from_utf8_lossy(name).into_owned());
                }
                code += 1;
            }
            other => code = access::as_integer(other).unwrap_or(code),
        }
    }
    names
}

/// Glyph names by code before any differences: of the encoding that the font names, its program, or a standard one.
fn base_names(
    doc: &Document,
    dict: &Dictionary,
    encoding: Option<&Object>,
    program: Option<&Program>,
    described: &Described,
) -> BTreeMap<u8, String> {
    // The built-in encodings of Symbol and ZapfDingbats win over what some producers write.
    match face(described) {
        Face::Symbol if program.is_none() => return Encoding::Symbol.names(),
        Face::ZapfDingbats if program.is_none() => return Encoding::ZapfDingbats.names(),
        _ => {}
    }
    let differences = encoding.and_then(access::as_dict);
    let named = match encoding {
        Some(Object::Name(name)) => Encoding::of_name(name),
        _ => {
            differences.and_then(|dict| access::name(doc, dict, b"BaseEncoding")).and_then(Encoding::of_name)
        }
    };
    if let Some(encoding) = named {
        return encoding.names();
    }
    let subtype = access::name(doc, dict, b"Subtype");
    let truetype = subtype == Some(b"TrueType");
    match program {
        _ if subtype == Some(b"Type3") => BTreeMap::new(),
        Some(program) => {
            let own = program.names();
            let is_standard = differences.is_some() || !(described.symbolic || truetype);
            if own.is_empty() && is_standard { Encoding::Standard.names() } else { own }
        }
        None if truetype => {
            // Not embedded: the reader's font takes its place, encoded as Windows has it past the standard codes.
            let mut names = Encoding::WinAnsi.names();
            names.extend(Encoding::Standard.names());
            names
        }
        None => Encoding::Standard.names(),
    }
}

impl Sources {
    /// Puts the text of `code` into `out`: the first source that knows it.
    fn text(&self, code: u8, out: &mut String) {
        out.clear();
        let mapped = self.unicode.push_text(u32::from(code), out);
        if mapped && text::worth(out) == Worth::Good {
            *out = text::plain(std::mem::take(out));
            return;
        }
        let private = std::mem::take(out);
        let name = self.names.get(&code).map(String::as_str);
        let push = if self.dingbats { names::push_any } else { names::push_text };
        let known = name.is_some_and(|name| push(name, out));
        if !known && let Some(text) = self.program.get(&code) {
            out.push_str(text);
        }
        if text::worth(out) != Worth::Good && out.is_empty() {
            if let Some(c) = name.and_then(|name| names::numbered(name, code)) {
                out.push(c);
            } else if text::worth(&private) == Worth::Private {
                out.push_str(&private);
            } else if name.is_none() && matches!(code, b' ' | b'\t' | b'\n' | b'\r') {
                // No glyph at all, as a space is.
                out.push(' ');
            }
        }
        if let Some(c) = out.chars().next()
            && let Some(plain) = text::symbol(c, &self.font)
        {
            out.clear();
            out.push_str(plain);
        }
        *out = text::plain(std::mem::take(out));
    }
}

/// `/Widths`, `/FirstChar`, `/MissingWidth`.
struct Widths {
    first: i64,
    widths: Vec<Option<f32>>,
    missing: Option<f32>,
}

impl Widths {
    fn read(doc: &Document, dict: &Dictionary, descriptor: Option<&Dictionary>, type3: bool) -> Self {
        let first = access::integer(doc, dict, b"FirstChar").unwrap_or(0);
        let items = access::array(doc, dict, b"Widths");
        let number = |item| access::resolve(doc, item).and_then(access::as_number).map(|n| n as f32);
        let widths = items.unwrap_or_default().iter().take(256).map(number).collect();
        let missing =
            descriptor.and_then(|dict| access::number(doc, dict, b"MissingWidth")).map(|n| n as f32);
        let missing = missing.filter(|_| items.is_some()).or(items.map(|_| 0.0)).filter(|_| !type3);
        Self { first, widths, missing }
    }

    fn get(&self, code: u8) -> Option<f32> {
        let index = usize::try_from(i64::from(code) - self.first).ok();
        index.and_then(|index| *self.widths.get(index)?).or(self.missing)
    }
}

/// How high and low the glyphs of a Type 3 font reach, in units of the type size; `None` without a usable box.
fn type3_reach(doc: &Document, dict: &Dictionary, d: f64) -> Option<(f64, f64)> {
    let [_, y0, _, y1] = access::numbers(doc, access::array(doc, dict, b"FontBBox")?)?;
    let (low, high) = ((y0 * d).min(y1 * d), (y0 * d).max(y1 * d));
    (high - low > 1e-6 && (high - low).is_finite()).then_some((high, low))
}
