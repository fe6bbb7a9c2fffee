//! Tokens of content streams, character maps and objects: borrowed from the bytes, never copied.

/// A token. Strings and names are as written; [`Text::decode`] and [`decode_name`] give what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    Text(Text<'a>),
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    /// An operator or another bare word.
    Word(&'a [u8]),
}

/// A string as it is written, without its brackets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Text<'a> {
    raw: &'a [u8],
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Plain,
    Escaped,
    Hexadecimal,
}

/// Cuts bytes into tokens.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pos: usize,
}

const SPACE: u8 = 1;
const DELIMITER: u8 = 2;

/// Classes of bytes: white space, delimiter, or neither (regular).
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let (spaces, delimiters) = (b"\0\t\n\x0C\r ", b"()<>[]{}/%");
    let mut i = 0;
    while i < spaces.len() {
        class[spaces[i] as usize] = SPACE;
        i += 1;
    }
    i = 0;
    while i < delimiters.len() {
        class[delimiters[i] as usize] = DELIMITER;
        i += 1;
    }
    class
};

pub(super) fn is_space(byte: u8) -> bool {
    CLASS[usize::from(byte)] == SPACE
}

pub(super) fn is_regular(byte: u8) -> bool {
    CLASS[usize::from(byte)] == 0
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, pos: 0 }
    }

    pub(super) fn at(bytes: &'a [u8], pos: usize) -> Self {
        Self { bytes, pos: pos.min(bytes.len()) }
    }

    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    pub(super) fn seek(&mut self, pos: usize) {
        self.pos = pos.min(self.bytes.len());
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.pos..]
    }

    /// Goes past white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.pos) {
            if is_space(byte) {
                self.pos += 1;
            } else if byte == b'%' {
                let line = self.rest();
                self.pos += line.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(line.len());
            } else {
                break;
            }
        }
    }

    /// The next token; `None` at the end. Stray closing brackets and braces are skipped.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = *self.bytes.get(self.pos)?;
            match byte {
                b'0'..=b'9' | b'+' | b'-' | b'.' => return Some(self.number()),
                b'/' => {
                    self.pos += 1;
                    return Some(Token::Name(self.regular()));
                }
                b'(' => return Some(Token::Text(self.literal())),
                b'<' => {
                    if self.bytes.get(self.pos + 1) == Some(&b'<') {
                        self.pos += 2;
                        return Some(Token::DictStart);
                    }
                    return Some(Token::Text(self.hexadecimal()));
                }
                b'>' => {
                    if self.bytes.get(self.pos + 1) == Some(&b'>') {
                        self.pos += 2;
                        return Some(Token::DictEnd);
                    }
                    self.pos += 1;
                }
                b'[' => {
                    self.pos += 1;
                    return Some(Token::ArrayStart);
                }
                b']' => {
                    self.pos += 1;
                    return Some(Token::ArrayEnd);
                }
                b')' | b'{' | b'}' => self.pos += 1,
                _ => return Some(Token::Word(self.regular())),
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let len = rest.iter().position(|&b| !is_regular(b)).unwrap_or(rest.len());
        self.pos += len;
        &rest[..len]
    }

    /// A number; a run of regular characters that starts like one but is not (`1.2.3`, `--5`, `0-4`) gives what can
    /// be read of it, as other readers do.
    fn number(&mut self) -> Token<'a> {
        let rest = self.rest();
        let mut at = 0;
        let mut negative = false;
        while let Some(sign @ (b'+' | b'-')) = rest.get(at) {
            negative |= *sign == b'-';
            at += 1;
        }
        let mut value = 0.0_f64;
        let mut digits = 0;
        while let Some(digit @ b'0'..=b'9') = rest.get(at) {
            value = value * 10.0 + f64::from(digit - b'0');
            digits += 1;
            at += 1;
        }
        if rest.get(at) == Some(&b'.') {
            at += 1;
            let (mut fraction, mut scale) = (0.0_f64, 1.0_f64);
            while let Some(digit @ (b'0'..=b'9' | b'-')) = rest.get(at) {
                if *digit != b'-' && scale < 1e15 {
                    fraction = fraction * 10.0 + f64::from(digit - b'0');
                    scale *= 10.0;
                }
                digits += 1;
                at += 1;
            }
            value += fraction / scale;
        }
        if digits == 0 && rest.get(at).is_some_and(|&b| is_regular(b)) {
            return Token::Word(self.regular());
        }
        // Letters glued to a number ("0Tc") are the next token; more of a malformed number is dropped.
        while let Some(b'.' | b'-' | b'+' | b'0'..=b'9') = rest.get(at) {
            at += 1;
        }
        self.pos += at;
        Token::Number(if negative { -value } else { value })
    }

    fn literal(&mut self) -> Text<'a> {
        let start = self.pos + 1;
        let mut depth = 1_u32;
        let mut form = Form::Plain;
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => {
                    form = Form::Escaped;
                    at += 1;
                }
                b'\r' => form = Form::Escaped,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        self.pos = at + 1;
                        return Text { raw: &self.bytes[start..at], form };
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.pos = self.bytes.len();
        Text { raw: &self.bytes[start..], form }
    }

    fn hexadecimal(&mut self) -> Text<'a> {
        let start = self.pos + 1;
        let rest = &self.bytes[start..];
        let len = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
        self.pos = (start + len + 1).min(self.bytes.len());
        Text { raw: &rest[..len], form: Form::Hexadecimal }
    }
}

impl<'a> Text<'a> {
    /// The bytes that the string means; `scratch` holds them where they differ from what is written.
    pub(super) fn decode<'s>(self, scratch: &'s mut Vec<u8>) -> &'s [u8]
    where
        'a: 's,
    {
        match self.form {
            Form::Plain => self.raw,
            Form::Escaped => {
                scratch.clear();
                unescape(self.raw, scratch);
                scratch
            }
            Form::Hexadecimal => {
                scratch.clear();
                from_hex(self.raw, scratch);
                scratch
            }
        }
    }

    /// The string as it is written.
    pub(super) fn raw(self) -> &'a [u8] {
        self.raw
    }

    pub(super) fn is_hexadecimal(self) -> bool {
        self.form == Form::Hexadecimal
    }
}

fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let Some(&escaped) = raw.get(at) else { break };
                at += 1;
                match escaped {
                    b'n' => out.push(b'\n'),
                    b'r' => out.push(b'\r'),
                    b't' => out.push(b'\t'),
                    b'b' => out.push(8),
                    b'f' => out.push(12),
                    b'\n' => {}
                    b'\r' => at += usize::from(raw.get(at) == Some(&b'\n')),
                    b'0'..=b'7' => {
                        let mut value = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            let Some(digit @ b'0'..=b'7') = raw.get(at) else { break };
                            value = value * 8 + u32::from(digit - b'0');
                            at += 1;
                        }
                        out.push(value as u8);
                    }
                    other => out.push(other),
                }
            }
            b'\r' => {
                at += usize::from(raw.get(at) == Some(&b'\n'));
                out.push(b'\n');
            }
            _ => out.push(byte),
        }
    }
}

/// Hexadecimal digits to bytes; anything else between them is skipped, a missing last digit is 0.
pub(super) fn from_hex(raw: &[u8], out: &mut Vec<u8>) {
    let mut high = None;
    for digit in raw.iter().filter_map(|&b| char::from(b).to_digit(16)) {
        match high.take() {
            None => high = Some(digit),
            Some(first) => out.push((first * 16 + digit) as u8),
        }
    }
    if let Some(first) = high {
        out.push((first * 16) as u8);
    }
}

/// What a name means: `#20` stands for the byte 0x20.
pub(super) fn decode_name(raw: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if !raw.contains(&b'#') {
        return raw.into();
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let pair = raw.get(at + 1..at + 3).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        match (raw[at], pair) {
            (b'#', Some(pair)) => {
                from_hex(pair, &mut out);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out.into()
}
