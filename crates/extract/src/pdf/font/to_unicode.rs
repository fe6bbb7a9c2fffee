//! ToUnicode character maps: code → text.

use super::super::lex::{Lexer, Text, Token};
use super::super::limits::MAP_ENTRIES;
use super::text::{Worth, worth};

/// Text by code, as ranges: a range of one code, or codes that count up with the last character.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    ranges: Vec<Range>,
}

#[derive(Clone, Debug)]
struct Range {
    first: u32,
    last: u32,
    /// Text of the first code.
    text: String,
}

/// The most characters that one code stands for.
const LONGEST: usize = 64;

impl ToUnicode {
    /// Reads a map as far as it can be read.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(bytes);
        while let Some(token) = lexer.next() {
            match token {
                Token::Word(b"beginbfchar") => map.chars(&mut lexer),
                Token::Word(b"beginbfrange") => map.ranges(&mut lexer),
                _ => {}
            }
            if map.ranges.len() > MAP_ENTRIES {
                break;
            }
        }
        // Stable: of two entries for a code the later one comes last, and is found first.
        map.ranges.sort_by_key(|range| range.first);
        map
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The highest code that is mapped.
    pub(super) fn last(&self) -> u32 {
        self.ranges.iter().map(|range| range.last).max().unwrap_or(0)
    }

    /// Appends the text of `code`; whether there is one.
    pub(super) fn push_text(&self, code: u32, out: &mut String) -> bool {
        let after = self.ranges.partition_point(|range| range.first <= code);
        let Some(range) = self.ranges[..after].iter().rev().take(4).find(|range| code <= range.last) else {
            return false;
        };
        let offset = code - range.first;
        let Some(last) = range.text.chars().next_back() else { return false };
        let Some(last) = char::from_u32(u32::from(last).wrapping_add(offset)) else { return false };
        let rest = range.text.char_indices().next_back().map_or(0, |(at, _)| at);
        out.push_str(&range.text[..rest]);
        out.push(last);
        true
    }

    fn chars(&mut self, lexer: &mut Lexer<'_>) {
        while let Some(Token::Text(code)) = lexer.next() {
            match lexer.next() {
                Some(Token::Text(text)) => self.push(number(code), number(code), utf16(text)),
                // A glyph name in place of a text.
                Some(Token::Name(_)) => {}
                _ => break,
            }
            if self.ranges.len() > MAP_ENTRIES {
                break;
            }
        }
    }

    fn ranges(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Token::Text(first)), Some(Token::Text(last))) = (lexer.next(), lexer.next()) {
            let (first, last) = (number(first), number(last));
            match lexer.next() {
                Some(Token::Text(text)) => self.push(first, last, utf16(text)),
                Some(Token::ArrayStart) => {
                    let mut code = first;
                    while let Some(Token::Text(text)) = lexer.next() {
                        if code <= last {
                            self.push(code, code, utf16(text));
                        }
                        code = code.saturating_add(1);
                    }
                }
                _ => break,
            }
            if self.ranges.len() > MAP_ENTRIES {
                break;
            }
        }
    }

    fn push(&mut self, first: u32, last: u32, text: String) {
        if !text.is_empty() && first <= last {
            self.ranges.push(Range { first, last, text });
        }
    }
}

fn number(text: Text<'_>) -> u32 {
    let mut scratch = Vec::new();
    text.decode(&mut scratch).iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte))
}

fn utf16(text: Text<'_>) -> String {
    let mut scratch = Vec::new();
    let bytes = text.decode(&mut scratch);
    if let [one] = bytes {
        return char::from(*one).to_string();
    }
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units.take(LONGEST)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

impl ToUnicode {
    /// Whether most of what it maps to is useless (control, replacement, private use characters).
    pub(super) fn is_suspect(&self) -> bool {
        let odd = self.ranges.iter().filter(|range| worth(&range.text) != Worth::Good).count();
        odd * 2 > self.ranges.len()
    }
}
