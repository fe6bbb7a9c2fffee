//! Analysed words of a text as one string, for the index to take apart again.
//!
//! tantivy keeps tokens that come ready-made as JSON and reads them twice; most of the time of building an index went there.

use crosscut_text::Language;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// The name of the tokenizer in the index.
pub(crate) const PACKED: &str = "packed";

/// Before a word that is as many places further as there are signs, and before one at the place of the word before it. No
/// word holds either: they are control characters.
const FURTHER: char = '\u{1}';
const BESIDE: char = '\u{2}';

/// Words in the order of their places.
#[derive(Default)]
pub(crate) struct Packed {
    text: String,
    place: u32,
}

impl Packed {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.place = 0;
    }

    /// Adds a word, tagged with its language.
    pub(crate) fn add(&mut self, place: u32, language: Language, word: &str) {
        if place == self.place {
            self.text.push(BESIDE);
        }
        (self.place..place).for_each(|_| self.text.push(FURTHER));
        self.place = self.place.max(place);
        for part in [language.code(), ":", word] {
            self.text.push_str(part);
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// What takes packed words apart while an index is built.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(PACKED, Unpack);
    manager
}

#[derive(Clone)]
struct Unpack;

struct Words<'t> {
    rest: &'t str,
    token: Token,
}

impl Tokenizer for Unpack {
    type TokenStream<'t> = Words<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Words<'t> {
        Words { rest: text, token: Token { position: 0, ..Token::default() } }
    }
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let word = self.rest.trim_start_matches(FURTHER);
        self.token.position += self.rest.len() - word.len();
        let word = word.strip_prefix(BESIDE).unwrap_or(word);
        let end = word.find([FURTHER, BESIDE]).unwrap_or(word.len());
        self.token.text.clear();
        self.token.text.push_str(&word[..end]);
        self.rest = &word[end..];
        end > 0
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_apart_as_they_were_packed() {
        let words = [(0, "u"), (0, "un"), (1, "rules"), (4, "e"), (4, "email"), (5, "é")];
        let mut packed = Packed::default();
        packed.add(7, Language::French, "before");
        packed.clear();
        words.iter().for_each(|(place, word)| packed.add(*place, Language::English, word));
        let mut stream = Unpack;
        let mut stream = stream.token_stream(packed.text());
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position as u32, stream.token().text.clone()));
        }
        assert_eq!(found, words.map(|(place, word)| (place, format!("en:{word}"))));
        assert!(!Unpack.token_stream("").advance());
    }
}
