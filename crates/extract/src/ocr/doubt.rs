//! How far recognised words can be trusted: what the recogniser says of each, and whether it looks like a word at all.

use super::Found;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::{Analyzer, Language};

/// Text of an earlier recogniser that can be trusted less is a loss.
pub(super) const TRUSTED: f32 = 0.85;

/// Fewest words that say which language a text is in.
const TELLING: usize = 25;
/// Share of a text's words that are the commonest of its language, at least; running text has 35 to 55 %.
const COMMON: f32 = 0.18;

/// A share of words that are probably wrong: by confidences of words, measured on scans of known text.
pub(super) fn wrong_share(words: &[Found]) -> f32 {
    let told: Vec<&Found> =
        words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric)).collect();
    let wrong: f32 = told.iter().map(|word| chance_of_error(word)).sum();
    wrong / told.len().max(1) as f32
}

/// The chance that a word is wrong.
pub(super) fn chance_of_error(word: &Found) -> f32 {
    let by_confidence = match word.confidence {
        c if c >= 0.90 => 0.004,
        c if c >= 0.80 => 0.03,
        c if c >= 0.70 => 0.12,
        c if c >= 0.50 => 0.35,
        _ => 0.7,
    };
    if is_plausible(&word.text) { by_confidence } else { f32::max(by_confidence, 0.3) }
}

/// What one reading of a page is worth compared with another: letters of plausible words, by how sure they are.
pub(super) fn worth(words: &[Found]) -> f32 {
    let worth = |word: &Found| {
        let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        let sure = (word.confidence - 0.3).max(0.0);
        if is_plausible(&word.text) { letters * sure } else { -0.3 * letters }
    };
    words.iter().map(worth).sum()
}

/// Whether a text could be a word, a number or a mark: letters of one kind of case, not consonants alone, and no signs
/// within them.
pub(super) fn is_plausible(text: &str) -> bool {
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    let digits = core.chars().filter(|c| c.is_numeric()).count();
    if core.is_empty() || letters == 0 {
        return true;
    }
    let is_joint =
        |c: char| matches!(c, '-' | '\'' | '’' | '.' | '/' | '(' | ')' | ',' | '@' | ':' | '&' | '‑' | '–');
    if core.chars().any(|c| !c.is_alphanumeric() && !is_joint(c)) {
        return false;
    }
    if digits > 0 {
        // A reference (9bis, 2(a), COVID-19) has its letters and digits in few runs.
        let runs = core.chars().map(char::is_numeric).collect::<Vec<_>>();
        return runs.chunk_by(|a, b| a == b).count() <= 4;
    }
    let parts = core.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    parts.into_iter().all(is_word)
}

fn is_word(part: &str) -> bool {
    let is_latin = part.chars().all(|c| (c as u32) < 0x250);
    let upper = part.chars().filter(|c| c.is_uppercase()).count();
    let count = part.chars().count();
    // CSIRTs
    let is_acronym = upper >= 2 && upper == part.trim_end_matches('s').chars().count();
    let is_capitalised = part.starts_with(char::is_uppercase);
    // PhD and eID, but not "tHe".
    let is_short = count <= 3 && (is_capitalised || upper + 1 == count);
    let one_case = upper == 0 || upper == count || upper == 1 && is_capitalised || is_short;
    let camel = is_acronym || upper == 2 && count >= 6;
    let vowel = part
        .chars()
        .any(|c| "aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿ".contains(c.to_lowercase().next().unwrap_or(c)));
    (one_case || camel) && (!is_latin || vowel || count <= 4 || upper == count || is_acronym)
}

/// The language of recognised words, where they are enough and have the commonest words of it.
pub(super) fn language(words: &[Found]) -> Option<Language> {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    language_of(&texts)
}

/// The language of words in order, where they are enough and have the commonest words of it.
pub(super) fn language_of(words: &[&str]) -> Option<Language> {
    if words.len() < TELLING {
        return None;
    }
    let language = Language::detect(&words.join(" "));
    (language != Language::Undetermined && common_share(words, language) >= COMMON).then_some(language)
}

/// Share of words that are the commonest of a language.
fn common_share(words: &[&str], language: Language) -> f32 {
    let analyzer = Analyzer::new(language);
    let told = words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let told: Vec<&str> = told.filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let common = told.iter().filter(|word| analyzer.is_stop_word(word)).count();
    common as f32 / told.len().max(1) as f32
}

/// How far the text of a page can be trusted that an earlier recogniser read.
pub(super) fn trust_in(page: &GlyphPage) -> f32 {
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in &page.glyphs {
        let apart = last.is_some_and(|last| {
            let gap = glyph.rect.x - last.rect.right();
            (glyph.baseline - last.baseline).abs() > 0.5 * glyph.size
                || gap > 0.25 * glyph.size
                || gap < -2.0 * glyph.size
        });
        if apart {
            text.push(' ');
        }
        let start = glyph.start as usize;
        text.push_str(page.text.get(start..start + usize::from(glyph.len)).unwrap_or_default());
        last = Some(glyph);
    }
    trust(&text.split_whitespace().collect::<Vec<_>>())
}

/// How far a text can be trusted that an earlier recogniser left without confidences, 0 to 1: by the share of its words
/// that are plausible.
pub(super) fn trust(words: &[&str]) -> f32 {
    let told: Vec<&&str> = words.iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    if told.is_empty() {
        return 0.0;
    }
    let plausible = told.iter().filter(|word| is_plausible(word)).count() as f32 / told.len() as f32;
    // Rubbish has short pieces that pass one by one; running text has the commonest words of its language.
    let is_latin = |word: &&&&str| word.chars().any(|c| c.is_alphabetic() && (c as u32) < 0x250);
    let latin = told.iter().filter(is_latin).count();
    let reads = words.len() < 4 * TELLING || 2 * latin < told.len() || language_of(words).is_some();
    if reads { plausible } else { plausible.min(0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, confidence: f32) -> Found {
        Found { text: text.into(), confidence, ..Found::default() }
    }

    #[test]
    fn words_and_rubbish() {
        for word in [
            "Article", "9bis", "2(a)", "CSIRTs", "EU", "co-operation", "l'État", "(iii)", "“Party”", "§",
            "McAfee", "Strč",
        ] {
            assert!(is_plausible(word), "{word}");
        }
        for rubbish in ["aALo", "pfgrtk", "W|sn", "x~y", "1l1l1l", "tHe=", "BuQpd"] {
            assert!(!is_plausible(rubbish), "{rubbish}");
        }
    }

    #[test]
    fn sure_words_are_worth_more_than_rubbish() {
        let text: Vec<Found> =
            "The Parties shall report incidents".split(' ').map(|w| found(w, 0.95)).collect();
        let rubbish: Vec<Found> =
            "aALo pfgrtk W|sn BuQpd 1l1l1l".split(' ').map(|w| found(w, 0.94)).collect();
        assert!(worth(&text) > 10.0 && worth(&rubbish) < 0.0);
        assert!(wrong_share(&text) < 0.01 && wrong_share(&rubbish) > 0.2);
    }

    #[test]
    fn a_language_is_told_by_its_commonest_words() {
        let french = "Chaque Partie adopte les mesures qui se révèlent nécessaires pour que la coopération entre les \
                      autorités compétentes des Parties soit la plus large possible dans le cadre de son droit interne";
        let words: Vec<&str> = french.split_whitespace().collect();
        assert_eq!(language_of(&words), Some(Language::French));
        assert_eq!(language_of(&words[..10]), None);
        assert!(trust(&words) > 0.9);
        let rubbish: Vec<&str> =
            "iq ol tn ev ru as pf gr tk wn ne xo ".repeat(12).leak().split_whitespace().collect();
        assert_eq!(language_of(&rubbish), None);
        assert!(trust(&rubbish) <= 0.5);
    }
}
