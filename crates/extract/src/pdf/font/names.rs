//! Glyph names → text, by the Adobe Glyph List and the rules of its specification.

use std::cmp::Ordering;

/// A line a name, sorted by the bytes of the names, behind lines that begin with `#`.
const LIST: &str = include_str!("data/glyph-list.txt");

/// Where the lines of the list begin that hold a name; told by the compiler, since reading the list takes longer than a
/// document asks of it.
static STARTS: [u32; count()] = starts();

const fn count() -> usize {
    let (bytes, mut at, mut lines) = (LIST.as_bytes(), 0, 0);
    while at < bytes.len() {
        lines += if begins(bytes, at) { 1 } else { 0 };
        at += 1;
    }
    lines
}

const fn starts() -> [u32; count()] {
    let (bytes, mut at, mut lines) = (LIST.as_bytes(), 0, 0);
    let mut starts = [0; count()];
    while at < bytes.len() {
        if begins(bytes, at) {
            starts[lines] = at as u32;
            lines += 1;
        }
        at += 1;
    }
    starts
}

/// Whether a line with a name begins at a byte.
const fn begins(bytes: &[u8], at: usize) -> bool {
    let first = at == 0 || bytes[at - 1] == b'\n';
    first && bytes[at] != b'#' && bytes[at] != b'\n'
}

/// Appends the text that a glyph name stands for; whether it is known.
pub(super) fn push_text(name: &str, out: &mut String) -> bool {
    // ZapfDingbats' names are a letter and a number, as many a subset font names its glyphs.
    let dingbat =
        name.strip_prefix('a').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    !dingbat && push_any(name, out)
}

/// As [`push_text`], for a font whose names are those of ZapfDingbats.
pub(super) fn push_any(name: &str, out: &mut String) -> bool {
    let before = out.len();
    let base = name.split('.').next().unwrap_or(name);
    let known = !base.is_empty() && base.split('_').all(|part| push_component(part, out));
    if !known {
        out.truncate(before);
    }
    known
}

fn push_component(name: &str, out: &mut String) -> bool {
    if let Some(codes) = listed(name) {
        let start = out.len();
        for code in codes.split(' ') {
            out.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        }
        // Small capitals, old-style figures and the like are in the private use area: their plain form is meant.
        let private = out[start..].starts_with(|c| ('\u{E000}'..='\u{F8FF}').contains(&c));
        if private && let Some(plain) = plain_form(name) {
            out.truncate(start);
            return push_component(plain, out);
        }
        return true;
    }
    push_hexadecimal(name, out)
}

fn listed(name: &str) -> Option<&'static str> {
    let line = |start: u32| &LIST[start as usize..];
    let order = |start: &u32| {
        let mut listed = line(*start).bytes();
        for own in name.bytes() {
            match listed.next().filter(|byte| *byte != b';').cmp(&Some(own)) {
                Ordering::Equal => {}
                other => return other,
            }
        }
        if listed.next() == Some(b';') { Ordering::Equal } else { Ordering::Greater }
    };
    let at = STARTS.binary_search_by(order).ok()?;
    line(STARTS[at]).lines().next()?.get(name.len() + 1..)
}

fn plain_form(name: &str) -> Option<&str> {
    const FORMS: [&str; 8] = ["small", "oldstyle", "inferior", "superior", "sans", "serif", "bt", "tp"];
    FORMS.iter().find_map(|form| name.strip_suffix(form)).filter(|plain| listed(plain).is_some())
}

/// `uni20AC`, `uni004100420043`, `u20AC`, `u1F600`.
fn push_hexadecimal(name: &str, out: &mut String) -> bool {
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let parse = |text: &str| u32::from_str_radix(text, 16).ok().and_then(char::from_u32);
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len() % 4 == 0
        && is_hex(digits)
    {
        let before = out.len();
        out.extend((0..digits.len()).step_by(4).filter_map(|i| parse(&digits[i..i + 4])));
        return out.len() > before;
    }
    if let Some(digits) = name.strip_prefix('u')
        && (4..=6).contains(&digits.len())
        && is_hex(digits)
        && let Some(c) = parse(digits)
    {
        out.push(c);
        return true;
    }
    false
}

/// The character of a name that only numbers its code, as some producers of Type 3 and subset fonts write
/// (`c65`, `g41`, `C0065`): what follows the letters, read as decimal or hexadecimal, is the code itself.
pub(super) fn numbered(name: &str, code: u8) -> Option<char> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = name.len() - digits.len();
    let same = |radix| u32::from_str_radix(digits, radix).is_ok_and(|number| number == u32::from(code));
    let printable = code.is_ascii_graphic() || code == b' ';
    (letters > 0 && !digits.is_empty() && printable && (same(10) || same(16))).then_some(char::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_list_is_found() {
        let mut lines = 0;
        for (name, codes) in
            LIST.lines().filter(|line| !line.starts_with('#')).filter_map(|l| l.split_once(';'))
        {
            assert_eq!(listed(name), Some(codes), "{name}");
            lines += 1;
        }
        assert_eq!(lines, STARTS.len());
        for name in ["", ";", "A;", "Aa", "zzz", "#", "zukatakan", "zukatakanaa"] {
            assert_eq!(listed(name), None, "{name}");
        }
    }
}
