//! Text to word pieces as BERT sees it (Devlin et al. 2019): lower case without accents, cut at spaces and punctuation,
//! each word then into the longest pieces of the vocabulary.
//!
//! Our own, because what the crate `tokenizers` brings along for all other models is a hundred times as much; its
//! results are the yardstick of the tests.

use crate::EmbedError;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Special tokens. Written out in a text they mean the same.
const SPECIAL: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
/// A longer word is not looked at.
const LONGEST: usize = 100;

/// The vocabulary of a model: the number of a piece is its line.
pub(crate) struct WordPieces {
    /// Pieces that words begin with.
    begin: FxHashMap<Box<str>, u32>,
    /// Pieces that words go on with.
    inside: FxHashMap<Box<str>, u32>,
    /// Numbers of [`SPECIAL`].
    special: [u32; 5],
    /// Bytes of the longest piece.
    longest: usize,
    /// How many pieces there are.
    pub(crate) count: usize,
}

impl WordPieces {
    /// Reads a list of pieces, one a line, out of a file, which errors name; those that begin with `##` go on a word.
    pub(crate) fn new(list: &[u8], file: &str) -> Result<Self, EmbedError> {
        let list = std::str::from_utf8(list).map_err(|_| EmbedError::damaged(file, "no UTF-8 text"))?;
        let (mut begin, mut inside) = (FxHashMap::default(), FxHashMap::default());
        let (mut longest, mut count) = (0, 0);
        for (number, piece) in list.lines().enumerate() {
            match piece.strip_prefix("##").filter(|rest| !rest.is_empty()) {
                Some(rest) => inside.insert(rest.into(), number as u32),
                None => begin.insert(Box::from(piece), number as u32),
            };
            longest = longest.max(piece.len());
            count = number + 1;
        }
        let mut special = [0; SPECIAL.len()];
        for (number, name) in special.iter_mut().zip(SPECIAL) {
            let found = begin.get(name).copied();
            *number = found.ok_or_else(|| EmbedError::damaged(file, format!("{name} is not in it")))?;
        }
        Ok(Self { begin, inside, special, longest, count })
    }

    /// The numbers of a text's pieces, at most `most` with the begin and the end that are put around them.
    pub(crate) fn encode(&self, text: &str, most: usize) -> Vec<u32> {
        let [_, _, begin, end, _] = self.special;
        let room = most.saturating_sub(1);
        let mut numbers = vec![begin];
        let mut rest = text;
        while !rest.is_empty() && numbers.len() < room {
            let (at, special) = self.special(rest).unwrap_or((rest.len(), 0));
            self.read(&rest[..at], room, &mut numbers);
            let name = &rest[at..];
            let length = if name.is_empty() { 0 } else { SPECIAL[special].len() };
            numbers.extend((length > 0).then_some(self.special[special]));
            rest = &name[length..];
        }
        numbers.truncate(room);
        numbers.push(end);
        numbers
    }

    /// Position of the first special token, and which it is.
    fn special(&self, text: &str) -> Option<(usize, usize)> {
        text.match_indices('[')
            .find_map(|(at, _)| Some((at, SPECIAL.iter().position(|name| text[at..].starts_with(name))?)))
    }

    /// Adds the pieces of a text without special ones, until there are more than enough.
    fn read(&self, text: &str, room: usize, numbers: &mut Vec<u32>) {
        let mut word = String::new();
        for c in plain(text) {
            let alone = is_punctuation(c);
            if !(alone || c.is_whitespace()) {
                word.push(c);
                continue;
            }
            self.cut(&word, numbers);
            word.clear();
            if alone {
                self.cut(c.encode_utf8(&mut [0; 4]), numbers);
            }
            if numbers.len() >= room {
                return;
            }
        }
        self.cut(&word, numbers);
    }

    /// Adds the pieces of a word, the longest first; one that cannot be put together from pieces is unknown.
    fn cut(&self, word: &str, numbers: &mut Vec<u32>) {
        let [_, unknown, ..] = self.special;
        let known = numbers.len();
        let mut rest = if word.chars().nth(LONGEST).is_some() { "" } else { word };
        let mut pieces = &self.begin;
        while !rest.is_empty() {
            let ends = (1..=rest.len().min(self.longest)).rev().filter(|&end| rest.is_char_boundary(end));
            let Some((end, number)) =
                ends.map(|end| (end, pieces.get(&rest[..end]))).find(|found| found.1.is_some())
            else {
                numbers.truncate(known);
                break;
            };
            numbers.extend(number);
            rest = &rest[end..];
            pieces = &self.inside;
        }
        if numbers.len() == known && !word.is_empty() {
            numbers.push(unknown);
        }
    }
}

/// The characters that count: none that cannot be seen, Chinese ones apart, no accents, lower case.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|&c| !is_dropped(c))
        .flat_map(|c| {
            let space = is_chinese(c).then_some(' ');
            space.into_iter().chain(std::iter::once(c)).chain(space)
        })
        .nfd()
        .filter(|c| c.general_category() != GeneralCategory::NonspacingMark)
        .flat_map(char::to_lowercase)
}

fn is_dropped(c: char) -> bool {
    let category = c.general_category();
    let unseen =
        matches!(category, GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse);
    c == '\u{fffd}' || unseen && !matches!(c, '\t' | '\n' | '\r')
}

/// Blocks of Chinese characters; not the syllables of Japanese and Korean, which write words.
fn is_chinese(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::word_list;
    use proptest::prelude::*;

    const WORDS: [&str; 8] = ["re", "port", "##port", "##s", "a", "中", "##a", "."];

    fn pieces() -> WordPieces {
        WordPieces::new(&word_list(&WORDS), "vocab.txt").unwrap()
    }

    fn read(text: &str) -> Vec<String> {
        let list = String::from_utf8(word_list(&WORDS)).unwrap();
        let list: Vec<&str> = list.lines().collect();
        pieces().encode(text, 256).into_iter().map(|number| list[number as usize].to_owned()).collect()
    }

    /// The greedy rule, word by word, with the list searched from its beginning.
    fn slow(word: &str) -> Vec<String> {
        let mut found = Vec::new();
        let letters: Vec<char> = word.chars().collect();
        let mut start = 0;
        while start < letters.len() {
            let piece = |end: usize| {
                let letters: String = letters[start..end].iter().collect();
                if start == 0 { letters } else { format!("##{letters}") }
            };
            let Some(end) =
                (start + 1..=letters.len()).rev().find(|&end| WORDS.contains(&piece(end).as_str()))
            else {
                return vec!["[UNK]".into()];
            };
            found.push(piece(end));
            start = end;
        }
        found
    }

    #[test]
    fn words_become_their_longest_pieces() {
        assert_eq!(read("Reports a."), ["[CLS]", "re", "##port", "##s", "a", ".", "[SEP]"]);
        assert_eq!(read("  RÉPORT\u{200b}S\n"), ["[CLS]", "re", "##port", "##s", "[SEP]"]);
        assert_eq!(read("a中a"), ["[CLS]", "a", "中", "a", "[SEP]"]);
        assert_eq!(read("reportx a"), ["[CLS]", "[UNK]", "a", "[SEP]"]);
        assert_eq!(read("a[MASK]a [mask"), ["[CLS]", "a", "[MASK]", "a", "[UNK]", "[UNK]", "[SEP]"]);
        assert_eq!(read(""), ["[CLS]", "[SEP]"]);
        assert_eq!(read(&"a".repeat(100)).len(), 102);
        assert_eq!(read(&"a".repeat(101)), ["[CLS]", "[UNK]", "[SEP]"]);
    }

    #[test]
    fn a_long_text_is_read_up_to_the_limit() {
        for text in ["a ".repeat(100_000), "[SEP]".repeat(100_000), ".".repeat(100_000)] {
            assert_eq!(pieces().encode(&text, 7).len(), 7);
        }
    }

    #[test]
    fn a_list_without_what_every_text_needs_is_refused() {
        let whole = word_list(&WORDS);
        assert!(
            WordPieces::new(&whole[..20], "vocab.txt")
                .is_err_and(|error| error.to_string().contains("is not in it"))
        );
        assert!(WordPieces::new(&[0xff], "vocab.txt").is_err());
        assert!(WordPieces::new(&[], "vocab.txt").is_err());
    }

    proptest! {
        #[test]
        fn pieces_are_those_of_the_slow_rule(word in "[aprest中]{1,12}") {
            let spaced = word.replace('中', " 中 ");
            let wanted: Vec<String> = spaced.split_whitespace().flat_map(slow).collect();
            let found = read(&word);
            prop_assert_eq!(&found[1..found.len() - 1], wanted);
        }

        #[test]
        fn any_text_has_pieces(text: String) {
            let numbers = pieces().encode(&text, 64);
            prop_assert!((2..=64).contains(&numbers.len()));
            prop_assert!(numbers.iter().all(|&number| (number as usize) < pieces().count));
        }
    }
}
