//! One spelling for what readers take as the same letters: compatibility forms, invisible characters, case, accents.

use crate::Language;
use crate::lexicon::invisible::{Invisible, kind};
use unicode_normalization::UnicodeNormalization;

/// A word in one spelling: NFKC, nothing invisible, the plain apostrophe, no dots between single letters, lower case,
/// no accents, ligatures in full.
pub(crate) fn folded(language: Language, word: &str) -> String {
    if word.is_ascii() {
        return undotted(word.to_ascii_lowercase());
    }
    let seen: String = word.chars().filter(|c| !is_unseen(*c)).nfkc().map(plain_apostrophe).collect();
    undotted(without_accents(&lower(language, &seen)))
}

/// Lower case. The two letters i of Turkish are one: keyboards without a dotless one type "igdir" for "ığdır".
fn lower(language: Language, word: &str) -> String {
    match language {
        Language::Turkish => word.replace(['İ', 'ı'], "i").to_lowercase(),
        Language::Arabic => without_article(&word.replace('ة', "ه")).to_owned(),
        _ => word.to_lowercase(),
    }
}

/// An Arabic word without the article and what is written in one piece with it, where enough is left of the word.
fn without_article(word: &str) -> &str {
    const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    rest.filter(|rest| rest.chars().filter(|c| !is_accent(*c)).count() >= 3).unwrap_or(word)
}

/// A text without accents, and with ligatures and barred letters in the plain letters that writers replace them by.
pub(super) fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'й' => plain.push('й'), // a letter of its own, never written without its mark
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'þ' => plain.push_str("th"),
            'ħ' => plain.push('h'),
            c => plain.extend(std::iter::once(c).nfkd().filter(|c| !is_accent(*c))),
        }
    }
    plain.nfc().collect()
}

/// "u.n" as "un": single letters with dots between them.
fn undotted(word: String) -> String {
    if !word.contains('.') || !is_dotted(&word) {
        return word;
    }
    word.replace('.', "")
}

/// Whether a word is single letters with dots between them.
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').filter(|part| !part.is_empty()).all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// Whether a character is left out of words: nobody sees it.
fn is_unseen(c: char) -> bool {
    kind(c).is_some_and(|(kind, _)| kind != Invisible::Control)
}

fn plain_apostrophe(c: char) -> char {
    if is_apostrophe(c) { '\'' } else { c }
}

/// Whether a character stands for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '‛' | '′' | '`' | '´')
}

/// Marks that writers leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs. The vowel signs
/// of Indian scripts and the voicing marks of Japanese change the word and stay.
pub(super) fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_the_same_letters() {
        for (written, expected) in [
            ("ｉｎｃｉｄｅｎｔ", "incident"),
            ("inci\u{ad}dent", "incident"),
            ("in\u{2060}cident\u{feff}", "incident"),
            ("ﬁnancial", "financial"),
            ("SÉCURITÉ", "securite"),
            ("se\u{301}curite\u{301}", "securite"),
            ("Œuvre", "oeuvre"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("U.N", "un"),
            ("e.g", "eg"),
            ("example.org", "example.org"),
            ("Zażółć", "zazolc"),
            ("Český", "cesky"),
            ("Безопасный", "безопасный"),
            ("ещё", "еще"),
            ("État’s", "etat's"),
        ] {
            assert_eq!(folded(Language::Undetermined, written), expected, "{written}");
        }
        for spelling in ["IŞIK", "ışık", "isik", "ISIK"] {
            assert_eq!(folded(Language::Turkish, spelling), "isik");
        }
        for spelling in ["المعلومات", "معلومات", "والمعلومات", "للمعلومات"]
        {
            assert_eq!(folded(Language::Arabic, spelling), "معلومات");
        }
        assert_eq!(folded(Language::Arabic, "العربية"), folded(Language::Arabic, "العربيه"));
        assert_eq!(folded(Language::Arabic, "الله"), "الله", "too little would be left");
    }
}
