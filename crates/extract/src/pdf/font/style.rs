//! Bold, italic, monospaced: from a font's name and descriptor.

use lopdf::{Dictionary, Document};

use super::super::access;
use crate::glyph::FontStyle;

/// Bits of a descriptor's flags.
const FIXED: i64 = 1;
const SERIF: i64 = 1 << 1;
const SYMBOLIC: i64 = 1 << 2;
const ITALIC: i64 = 1 << 6;
const FORCE_BOLD: i64 = 1 << 18;

/// A font's style, with the flags that it comes from.
#[derive(Clone, Debug)]
pub(super) struct Described {
    pub(super) style: FontStyle,
    pub(super) serif: bool,
    pub(super) symbolic: bool,
}

/// Reads the style of a font with base name `name`.
pub(super) fn describe(doc: &Document, name: &[u8], descriptor: Option<&Dictionary>) -> Described {
    let name = String::from_utf8_lossy(name);
    // "ABCDEF+Name": the letters mark a subset.
    let name = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest.to_owned(),
        _ => name.into_owned(),
    };
    let number = |key: &[u8]| descriptor.and_then(|dict| access::number(doc, dict, key));
    let flags = number(b"Flags").unwrap_or(0.0) as i64;
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let semi = has(&["semilight", "extralight"]);
    // Stems of regular faces are 50 to 110 thousandths of the type size, those of bold ones about 140 and more. Widths
    // from 400 on, and angles from 60° on, are entries gone wrong.
    let bold = flags & FORCE_BOLD != 0
        || number(b"FontWeight").is_some_and(|weight| weight >= 600.0)
        || has(&["bold", "black", "heavy"]) && !semi
        || number(b"StemV").is_some_and(|stem| (140.0..400.0).contains(&stem));
    let italic = flags & ITALIC != 0
        || number(b"ItalicAngle").is_some_and(|angle| angle.abs() > 2.0 && angle.abs() < 60.0)
        || has(&["italic", "oblique"]);
    let monospaced = flags & FIXED != 0 || has(&["courier", "mono", "typewriter", "consol"]);
    Described {
        style: FontStyle { name, bold, italic, monospaced },
        serif: flags & SERIF != 0,
        symbolic: flags & SYMBOLIC != 0,
    }
}
