//! A copy of a PDF with the words that were recognised laid invisibly over its pages, so that any reader can search it.
//!
//! The font has no glyphs and a map of every code to itself, as the text layers of Tesseract have (GlyphLessFont).

use std::fmt::Write as _;

use crosscut_text::Rect;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::page_tree::PageNode;
use super::{load, page_tree};
use crate::Options;
use crate::error::ExtractError;

/// A word of a page, with its place as the page is displayed.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidWord {
    /// Page number from 1.
    pub page: u32,
    /// Its text.
    pub text: String,
    /// Its place on the page, in points.
    pub rect: Rect,
    /// The direction in which it is written, in degrees clockwise from left to right.
    pub angle: f32,
}

/// Width of a letter of the font, in sizes of the type.
const LETTER: f32 = 0.5;
/// The resource that the font is.
const NAME: &[u8] = b"CrosscutText";

/// Lays words over the pages of a PDF.
///
/// # Errors
/// As reading the file, and where a page of it cannot be changed.
pub(crate) fn searchable(
    bytes: &[u8],
    options: &Options,
    words: &[LaidWord],
) -> Result<Vec<u8>, ExtractError> {
    let loaded = load::open(bytes, options)?;
    let mut document = loaded.document.clone();
    let nodes = page_tree::pages(&loaded.document, &mut Vec::new());
    let font = font(&mut document);
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    for words in words.chunk_by(|a, b| a.page == b.page) {
        let index = words[0].page.saturating_sub(1) as usize;
        let (Some(node), Some(id)) = (nodes.get(index), ids.get(index)) else {
            return Err(ExtractError::NoPage { number: index + 1, pages: nodes.len().min(ids.len()) });
        };
        lay(&mut document, node, *id, font, words);
    }
    // What encrypted it is not carried over: its parts were decrypted when it was read.
    document.trailer.remove(b"Encrypt");
    let mut file = Vec::new();
    document.save_to(&mut file).map_err(|error| ExtractError::Damaged(error.to_string()))?;
    Ok(file)
}

fn lay(document: &mut Document, node: &PageNode<'_>, id: ObjectId, font: ObjectId, words: &[LaidWord]) {
    let mut content = String::from("\nq BT 3 Tr\n");
    for word in words {
        write_word(&mut content, node, word);
    }
    content.push_str("ET Q\n");
    // What comes before may leave the page in any state.
    let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let after = format!("\nQ{content}");
    let after = document.add_object(Stream::new(Dictionary::new(), after.into_bytes()));
    let mut resources = node.resources.cloned().unwrap_or_default();
    let mut fonts = match resources.get(b"Font").cloned() {
        Ok(Object::Dictionary(fonts)) => fonts,
        Ok(Object::Reference(id)) => document.get_dictionary(id).cloned().unwrap_or_default(),
        _ => Dictionary::new(),
    };
    fonts.set(NAME, font);
    resources.set("Font", fonts);
    let own = match node.dict.get(b"Contents") {
        Ok(Object::Array(items)) => items.clone(),
        Ok(Object::Reference(id)) => match document.get_object(*id) {
            Ok(Object::Array(items)) => items.clone(),
            _ => vec![Object::Reference(*id)],
        },
        _ => Vec::new(),
    };
    let contents = [vec![before.into()], own, vec![after.into()]].concat();
    if let Ok(page) = document.get_object_mut(id).and_then(Object::as_dict_mut) {
        page.set("Resources", resources);
        page.set("Contents", contents);
    }
}

/// Sets the font and place of a word and shows it.
fn write_word(content: &mut String, node: &PageNode<'_>, word: &LaidWord) {
    let units: Vec<u16> = word.text.encode_utf16().collect();
    let quarter = (word.angle / 90.0).round() as i32;
    let lies = quarter % 2 != 0;
    let (length, size) = if lies { (word.rect.h, word.rect.w) } else { (word.rect.w, word.rect.h) };
    if units.is_empty() || length <= 0.0 || size <= 0.0 {
        return;
    }
    let stretch = 100.0 * length / (LETTER * size * units.len() as f32);
    // Where the word starts: the corner at its foot, before its first letter.
    let (x, y) = match quarter.rem_euclid(4) {
        0 => (word.rect.x, word.rect.bottom() - 0.2 * size),
        1 => (word.rect.x + 0.2 * size, word.rect.y),
        2 => (word.rect.right(), word.rect.y + 0.2 * size),
        _ => (word.rect.right() - 0.2 * size, word.rect.bottom()),
    };
    let (x, y) = on_paper(node, f64::from(x), f64::from(y));
    // Angles of the page as it is displayed, which its own turn adds to.
    let angle = f64::from(word.angle - 90.0 * f32::from(node.turns)).to_radians();
    let (sin, cos) = (-angle).sin_cos();
    let hex: String = units.iter().map(|unit| format!("{unit:04X}")).collect();
    let size = f64::from(size) / node.user_unit;
    let name = String::from_utf8_lossy(NAME);
    let _ = writeln!(
        content,
        "/{name} {size:.2} Tf {stretch:.2} Tz {cos:.5} {sin:.5} {:.5} {cos:.5} {x:.2} {y:.2} Tm <{hex}> Tj",
        -sin
    );
}

/// A point of the page as it is displayed, in the units of its content.
fn on_paper(node: &PageNode<'_>, x: f64, y: f64) -> (f64, f64) {
    let [x0, y0, x1, y1] = node.view;
    let (x, y) = (x / node.user_unit, y / node.user_unit);
    match node.turns {
        1 => (x0 + y, y0 + x),
        2 => (x1 - x, y0 + y),
        3 => (x1 - y, y1 - x),
        _ => (x0 + x, y1 - y),
    }
}

/// A font without glyphs whose codes are those of UTF-16.
fn font(document: &mut Document) -> ObjectId {
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
               /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
               /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
               1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
               1 beginbfrange <0000> <FFFF> <0000> endbfrange\n\
               endcmap CMapName currentdict /CMap defineresource pop end end";
    let map = document.add_object(Stream::new(Dictionary::new(), map.as_bytes().to_vec()));
    let adobe = Object::String(b"Adobe".to_vec(), StringFormat::Literal);
    let identity = Object::String(b"Identity".to_vec(), StringFormat::Literal);
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => "CrosscutText",
        "Flags" => 5,
        "FontBBox" => vec![0.into(), 0.into(), 500.into(), 1000.into()],
        "ItalicAngle" => 0,
        "Ascent" => 1000,
        "Descent" => 0,
        "CapHeight" => 1000,
        "StemV" => 80,
    });
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => "CrosscutText",
        "CIDToGIDMap" => "Identity",
        "CIDSystemInfo" => dictionary! { "Registry" => adobe, "Ordering" => identity, "Supplement" => 0 },
        "FontDescriptor" => descriptor,
        "DW" => 500,
    });
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => "CrosscutText",
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => map,
    })
}
