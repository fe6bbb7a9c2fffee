//! A forgiving object parser, for object streams and for what lopdf's parser refuses.

use lopdf::{Dictionary, Object, StringFormat};

use super::lex::{Lexer, Token, decode_name};
use super::limits::NESTING;

/// Parses objects out of bytes, as far as its allowance goes.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    lexer: Lexer<'a>,
    /// Objects that may still be made.
    allowance: &'a mut usize,
    /// Whether the allowance ended the parsing.
    pub(super) stopped: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(bytes: &'a [u8], pos: usize, allowance: &'a mut usize) -> Self {
        Self { lexer: Lexer::at(bytes, pos), allowance, stopped: false }
    }

    /// Where the next token starts (white space before it not skipped).
    pub(super) fn pos(&self) -> usize {
        self.lexer.pos()
    }

    /// The next object; `None` at the end of the bytes, at `endobj` or another word, or where the allowance ends.
    pub(super) fn object(&mut self) -> Option<Object> {
        let token = self.lexer.next()?;
        self.object_from(token, 0)
    }

    fn object_from(&mut self, token: Token<'a>, depth: usize) -> Option<Object> {
        if *self.allowance == 0 {
            self.stopped = true;
            return None;
        }
        *self.allowance -= 1;
        let object = match token {
            Token::Number(n) => self.number(n),
            Token::Name(raw) => Object::Name(decode_name(raw).into_owned()),
            Token::Text(text) => {
                let form =
                    if text.is_hexadecimal() { StringFormat::Hexadecimal } else { StringFormat::Literal };
                let mut scratch = Vec::new();
                let decoded = text.decode(&mut scratch).to_vec();
                Object::String(decoded, form)
            }
            Token::ArrayStart => Object::Array(self.array(depth + 1)),
            Token::DictStart => Object::Dictionary(self.dictionary(depth + 1)),
            Token::Word(b"true") => Object::Boolean(true),
            Token::Word(b"false") => Object::Boolean(false),
            Token::Word(b"null") => Object::Null,
            Token::ArrayEnd | Token::DictEnd | Token::Word(_) => return None,
        };
        Some(object)
    }

    /// A number, or a reference where `G R` follows.
    fn number(&mut self, value: f64) -> Object {
        if value >= 0.0 && value.fract() == 0.0 && value <= f64::from(u32::MAX) {
            let mut ahead = self.lexer.clone();
            if let Some(Token::Number(generation)) = ahead.next()
                && (0.0..=65535.0).contains(&generation)
                && ahead.next() == Some(Token::Word(b"R"))
            {
                self.lexer = ahead;
                return Object::Reference((value as u32, generation as u16));
            }
        }
        if value.fract() == 0.0 && value.abs() < 9e15 {
            Object::Integer(value as i64)
        } else {
            Object::Real(value as f32)
        }
    }

    fn array(&mut self, depth: usize) -> Vec<Object> {
        let mut items = Vec::new();
        while let Some(token) = self.next_inside() {
            if token == Token::ArrayEnd {
                break;
            }
            if depth >= NESTING {
                self.skip_container(token);
                continue;
            }
            let Some(object) = self.object_from(token, depth) else {
                if self.stopped || token == Token::DictEnd {
                    break;
                }
                continue;
            };
            items.push(object);
        }
        items
    }

    fn dictionary(&mut self, depth: usize) -> Dictionary {
        let mut dict = Dictionary::new();
        while let Some(token) = self.next_inside() {
            match token {
                Token::DictEnd => break,
                Token::Name(raw) => {
                    let key = decode_name(raw);
                    let Some(value) = self.next_inside() else { break };
                    if value == Token::DictEnd {
                        break;
                    }
                    if depth >= NESTING {
                        self.skip_container(value);
                    } else if let Some(object) = self.object_from(value, depth) {
                        dict.set(key, object);
                    } else if self.stopped {
                        break;
                    }
                }
                other => self.skip_container(other),
            }
        }
        dict
    }

    /// The next token inside an array or dictionary; the end of the object ends it too, where brackets are missing.
    fn next_inside(&mut self) -> Option<Token<'a>> {
        let before = self.lexer.clone();
        let token = self.lexer.next()?;
        if matches!(token, Token::Word(b"endobj" | b"stream" | b"endstream" | b"obj")) {
            self.lexer = before;
            return None;
        }
        Some(token)
    }

    /// Goes past what `token` opens, without making objects and without recursion.
    fn skip_container(&mut self, token: Token<'a>) {
        let mut open = 0_usize;
        let mut token = Some(token);
        while let Some(now) = token {
            match now {
                Token::ArrayStart | Token::DictStart => open += 1,
                Token::ArrayEnd | Token::DictEnd => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return;
            }
            token = self.next_inside();
        }
    }
}
