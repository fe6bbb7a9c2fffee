//! The commonest short words of each language, looked up for all languages at once.

use crate::Language;
use crate::lexicon;
use std::sync::LazyLock;

/// Words whose commonest words are looked at, and how many of them settle it.
const LOOKED_AT: usize = 60;
const SETTLES: u32 = 8;
/// Longest word that is looked up, in bytes.
const LONGEST: usize = 5;

/// How many of a text's words were looked at, and how many of these are among the commonest of a language.
pub(super) type Share = (u32, u32);

/// The languages whose commonest words are known, in the order of the lexicon.
static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| lists().map(|(language, _)| language).collect());

/// The words as numbers, sorted, each with a bit for every language that it is common in.
static WORDS: LazyLock<Vec<(u64, u32)>> = LazyLock::new(|| {
    let mut words: Vec<(u64, u32)> = Vec::new();
    for (nth, (_, common)) in lists().enumerate() {
        words.extend(common.iter().filter_map(|word| Some((number(word)?, 1_u32 << nth))));
    }
    words.sort_unstable();
    words.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 |= if same { later.1 } else { 0 };
        same
    });
    words
});

fn lists() -> impl Iterator<Item = (Language, &'static [&'static str])> {
    let languages = lexicon::languages().map(|words| (words.language, words.common));
    languages.filter(|(_, common)| !common.is_empty()).take(u32::BITS as usize)
}

/// A short word as a number.
fn number(word: &str) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..word.len()).filter(|_| word.len() < 8)?.copy_from_slice(word.as_bytes());
    bytes[7] = word.len() as u8;
    Some(u64::from_le_bytes(bytes))
}

/// The languages that a word is common in, a bit each.
fn speakers(word: &str) -> u32 {
    let Some(number) = number(word) else { return 0 };
    WORDS.binary_search_by_key(&number, |(known, _)| *known).map_or(0, |at| WORDS[at].1)
}

/// The places of the bits that are set.
fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = set.trailing_zeros();
        set &= set.checked_sub(1)?;
        Some(first as usize)
    })
}

/// How many of some words are among the commonest of each language.
fn counted<'w>(words: impl Iterator<Item = &'w str>) -> Vec<(usize, Language)> {
    let mut hits: Vec<(usize, Language)> = LANGUAGES.iter().map(|language| (0, *language)).collect();
    words.for_each(|word| bits(speakers(word)).for_each(|nth| hits[nth].0 += 1));
    hits
}

/// How many of some words are among the commonest of each language; longer ones are none.
pub(super) fn hits(words: &[&str]) -> Vec<(usize, Language)> {
    counted(words.iter().copied().filter(|word| word.len() <= LONGEST))
}

/// How many words of a text, in any case, are among the commonest of each language.
pub(super) fn counts(text: &str) -> Vec<(usize, Language)> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() <= LONGEST);
    let small: Vec<String> = words.map(str::to_lowercase).collect();
    counted(small.iter().map(String::as_str))
}

/// How many of the first words of a text were looked at, and how many of these are among the commonest of each language;
/// looks no further than what settles an eighth of sixty.
pub(super) fn shares(text: &str) -> Vec<(Share, Language)> {
    let mut shares: Vec<(Share, Language)> = LANGUAGES.iter().map(|language| ((0, 0), *language)).collect();
    let (mut looked_at, mut settled) = (0, 0_u32);
    for word in text.split([' ', ',', '.', ';']).filter(|word| !word.is_empty()).take(LOOKED_AT) {
        looked_at += 1;
        let set = if word.len() <= LONGEST { speakers(word) } else { 0 };
        for nth in bits(set & !settled) {
            let (words, hits) = &mut shares[nth].0;
            *hits += 1;
            if *hits >= SETTLES {
                *words = looked_at;
                settled |= 1 << nth;
            }
        }
    }
    for (nth, ((words, _), _)) in shares.iter_mut().enumerate() {
        if settled & 1 << nth == 0 {
            *words = looked_at;
        }
    }
    shares
}

/// The share of one language.
pub(super) fn of(shares: &[(Share, Language)], language: Language) -> Option<Share> {
    shares.iter().find(|(_, own)| *own == language).map(|(share, _)| *share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_common_where_the_lexicon_lists_them() {
        for (nth, (_, common)) in lists().enumerate() {
            for word in common.iter().filter(|word| word.len() < 8) {
                assert!(speakers(word) & 1 << nth != 0, "{word}");
            }
        }
        assert_eq!(speakers("lighthouse"), 0);
        assert_eq!(speakers(""), 0);
    }

    #[test]
    fn a_share_ends_where_it_is_settled() {
        let text = "of the of the of the of the of the";
        assert_eq!(of(&shares(text), Language::English), Some((8, 8)));
        assert_eq!(of(&shares("the quay"), Language::English), Some((2, 1)));
    }
}
