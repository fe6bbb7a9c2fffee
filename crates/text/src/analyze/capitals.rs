//! Capitals that spell a stop word and are a name: "US", "WHO", "IT", "AS".
//!
//! A name has at most four letters. It is none of the words that drafters set in capitals to stress them or to open a text,
//! and stands among words in small letters: "IN" of "IN WITNESS WHEREOF" is none.

use super::Analyzer;
use super::compound::Group;
use super::fold::{folded, is_dotted};
use super::stop_words::is_stop_word;
use crate::Language;

/// Letters of the longest such name.
const LONGEST: usize = 4;
/// Letters of the longest capitals that may be a name beside another.
const BESIDE: usize = 5;

/// Words in capitals that are no names: those of RFC 2119 and 8174, and those that treaties open with ("THE", "HAVE AGREED"),
/// in the languages of the most instruments.
const STRESSED: &[&str] = &[
    "all", "alle", "also", "and", "any", "are", "aux", "been", "both", "but", "by", "can", "con", "das",
    "de", "debe", "deben", "del", "dem", "den", "der", "des", "deve", "die", "do", "does", "doit", "du",
    "each", "ed", "een", "ein", "el", "en", "et", "etre", "fait", "few", "for", "from", "had", "has", "have",
    "het", "ici", "if", "il", "in", "into", "kann", "kein", "la", "las", "le", "les", "los", "may", "mit",
    "moet", "more", "most", "must", "nao", "ne", "nei", "ni", "niet", "no", "non", "nor", "not", "nous",
    "oder", "of", "only", "onze", "or", "os", "ou", "our", "para", "pas", "per", "peut", "por", "pour",
    "que", "qui", "sans", "sin", "sind", "soll", "some", "son", "sont", "sur", "than", "that", "the", "them",
    "then", "they", "this", "thus", "to", "todo", "tous", "tout", "und", "unto", "upon", "van", "von",
    "were", "when", "will", "wird", "with", "y", "you", "your",
];

/// For whom names are told from words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// The index, which also holds as names what is a stop word in another language ("UN").
    Indexed,
    /// A count of the words of one language.
    Counted,
    /// A query, which has no neighbours to tell by.
    Asked,
}

/// Whether part `part` of a group of words is such a name. `whispers` says whether the text has small letters.
pub(super) fn is_name(
    language: Language,
    (text, whispers): (&str, &dyn Fn() -> bool),
    groups: &[Group<'_>],
    (at, part): (usize, usize),
    names: Names,
) -> bool {
    let Some(word) = capitals(groups[at].parts[part].1) else { return false };
    if !spells(language, word, names) {
        return false;
    }
    let gap = |one: usize, next: usize| text.get(groups[one].span.end()..groups[next].span.start());
    let runs = |gap: Option<&str>, other: usize| is_run(language, gap.unwrap_or_default(), &groups[other]);
    let runs_on = || {
        at.checked_sub(1).is_some_and(|before| runs(gap(before, at), before))
            || (at + 1 < groups.len() && runs(gap(at, at + 1), at + 1))
    };
    names == Names::Asked || is_dotted(word) || (whispers() && !runs_on())
}

/// A word if it is two or more capitals, with or without dots.
fn capitals(word: &str) -> Option<&str> {
    let letters = word.bytes().filter(|byte| *byte != b'.');
    (letters.clone().count() > 1 && letters.clone().all(|byte| byte.is_ascii_uppercase())).then_some(word)
}

/// Whether capitals spell a stop word that may be a name.
fn spells(language: Language, word: &str, names: Names) -> bool {
    let lower = folded(language, &word.to_ascii_lowercase().replace('.', ""));
    if lower.len() > LONGEST || STRESSED.binary_search(&lower.as_str()).is_ok() {
        return false;
    }
    is_stop_word(language, &lower)
        || (names == Names::Indexed && Analyzer::STEMMED.iter().any(|other| is_stop_word(*other, &lower)))
}

/// Whether what stands beside a name goes on in capitals that are no name: "WITNESS" after "IN".
fn is_run(language: Language, gap: &str, beside: &Group<'_>) -> bool {
    let (&[(_, word)], true) = (beside.parts.as_slice(), gap.chars().all(char::is_whitespace)) else {
        return false;
    };
    let Some(word) = capitals(word) else { return false };
    word.len() > BESIDE || is_stop_word(language, &word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stressed_words_are_sorted() {
        assert!(STRESSED.is_sorted());
    }
}
