//! What a reader passes over: bare citations, code, cells of tables, words that only lead in a list; and the name in
//! brackets after a clause, which says who said it and not what.

use crate::params::FormNumbers;
use crosscut_text::lexicon::{is_conjunction, is_instrument, is_numero, is_page_word, is_pointer, roman};
use crosscut_text::{Clause, Strength};

/// Whether a clause is no sentence that could commit anyone: it is compared with nothing.
pub(crate) fn is_debris(clause: &Clause, numbers: &FormNumbers) -> bool {
    let text = clause.text.trim();
    let asks = clause.strength.is_some_and(|strength| strength != Strength::Statement);
    is_code(text)
        || letters(text) < numbers.letters
        || (!asks
            && (is_citation(text) || is_listed_work(text) || is_reference(text) || is_empty_lead_in(text)))
}

/// "(21) Directive 2002/58/EC of the European Parliament … (OJ L 201, 31.7.2002, p. 37).": names, numbers and where to
/// find it.
pub(crate) fn is_citation(text: &str) -> bool {
    const LONGEST: usize = 80;
    let words: Vec<&str> = text.split_whitespace().take(LONGEST + 1).collect();
    if words.len() < 3 || words.len() > LONGEST {
        return false;
    }
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let numeric = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let capital = |word: &str| bare(word).chars().next().is_some_and(char::is_uppercase);
    let numbers = words.iter().filter(|word| numeric(word)).count();
    let names = words.iter().filter(|word| !numeric(word) && capital(word)).count();
    let numbered = |(at, word): (usize, &&str)| {
        words.get(at + 1).is_some_and(|next| numeric(next)) && {
            let word = bare(word);
            is_page_word(&word) || is_numero(&word) || is_instrument(&word)
        }
    };
    let file = |word: &&str| numeric(word) && word.matches('/').count() > 0;
    let links = words.iter().any(|word| word.contains("://") || word.contains("www."));
    let finds = links || words.iter().any(file) || words.iter().enumerate().any(numbered);
    finds
        && numbers + usize::from(links) >= 2
        && 2 * (numbers + names) >= words.len()
        && closes_like_one(text)
}

/// "[6] Author, R., "Requirements for hosts", RFC 1123, October 1989.": an entry in a list of works.
fn is_listed_work(text: &str) -> bool {
    const LABEL: usize = 12;
    const LONGEST: usize = 400;
    let Some((label, work)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    let is_label = (1..=LABEL).contains(&label.len()) && !label.contains(char::is_whitespace);
    is_label && work.len() <= LONGEST && work.contains(['"', '“', '”', '«']) && closes_like_one(work)
}

/// "Article 32(2), point (g)": only where something is found, as in tables of correspondence.
fn is_reference(text: &str) -> bool {
    let mut points = false;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let pointer = is_pointer(word);
        points |= pointer;
        pointer
            || word.chars().any(|c| c.is_ascii_digit())
            || word.chars().count() < 3
            || is_conjunction(word)
            || roman::read(word).is_some()
    }) && points
}

/// Ends in a number, a link or a bracket, as what is cited does and a sentence seldom.
fn closes_like_one(text: &str) -> bool {
    let end = text.trim_end_matches(['.', ';', ',', ' ']);
    let last = end.split_whitespace().next_back().unwrap_or_default();
    end.ends_with([')', ']', '/']) || last.chars().any(|c| c.is_ascii_digit()) || last.contains("://")
}

/// `$(document).ready(function(){`: signs of programs and not of prose.
fn is_code(text: &str) -> bool {
    const SIGNS: &[char] = &['{', '}', '=', '<', '>', '$', '\\', '|', '_', '#'];
    const MARKS: [&str; 8] = ["();", "){", ") {", "=>", "</", "/>", "});", "function("];
    let (mut signs, mut all) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        signs += usize::from(SIGNS.contains(&c));
    }
    let marks = MARKS.iter().filter(|mark| text.contains(**mark)).count();
    marks > 1 || (marks == 1 && signs * 50 > all) || (all > 0 && signs * 8 > all)
}

/// "(5) supporting:", which says what its points do and nothing by itself.
fn is_empty_lead_in(text: &str) -> bool {
    const CONTENT: usize = 4;
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
    text.ends_with(':') && text.contains(char::is_whitespace) && words.count() < CONTENT
}

/// Share of letters among the signs of a text that are not spaces.
pub(crate) fn letters(text: &str) -> f32 {
    let (mut letters, mut all) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        letters += usize::from(c.is_alphabetic());
    }
    letters as f32 / all.max(1) as f32
}

/// Where a text ends but for a closing bracket that holds only a name: "… of witnesses (New Arland);".
pub(crate) fn without_closing_name(text: &str) -> usize {
    const LONGEST: usize = 8;
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ':'));
    let Some(inside) = end.strip_suffix(')') else { return text.len() };
    let Some(open) = inside.rfind('(').filter(|&open| open > 0) else { return text.len() };
    let words: Vec<&str> = inside[open + 1..].split_whitespace().collect();
    let named = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let names = words.iter().filter(named).count();
    let small = words.iter().filter(|word| !named(word)).all(|word| word.chars().count() < 4);
    let digits = inside[open..].chars().any(char::is_numeric);
    // What is all capitals may be a subject: "(CSIRT)".
    let spelt = inside[open..].chars().any(char::is_lowercase);
    let is_name = names > 0 && small && spelt && !digits && words.len() <= LONGEST;
    if is_name { open } else { text.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Params;
    use crate::testing::clauses;

    #[test]
    fn what_is_no_sentence_is_debris_and_every_demand_is_kept() {
        for (text, debris) in [
            (
                "(21) Directive 2002/58/EC of the Parliament of 12 July 2002 (OJ L 201, 31.7.2002, p. 37).",
                true,
            ),
            ("Ibid., Vol. 1155, No. 18232, p. 331.", true),
            ("$(document).ready(function(){ $('#menu').show(); });", true),
            ("12.4 | 33 | 8 % | 1999", true),
            ("(5) supporting:", true),
            ("Article 32(2), point (g)", true),
            ("Annex I, points (2) and (8)", true),
            ("[6] Author, R., \"Requirements for hosts\", STD 3, RFC 1123, October 1989.", true),
            ("[6] The “key holder” keeps the keys of the harbour.", false),
            ("Each Party shall apply Directive 2002/58/EC and Regulation 910/2014 to its operators.", false),
            ("States should protect witnesses (New Arland);", false),
            ("Keys are kept apart from the data that they protect.", false),
            ("各缔约国应当保护个人数据。", false),
        ] {
            let clause = &clauses(&[("a", text)])[0];
            assert_eq!(is_debris(clause, &Params::FITTED.form), debris, "{text}");
        }
        let mut asks = clauses(&[("a", "Follow No. 12 of Annex 4 (Part 7):")]);
        asks[0].strength = Some(Strength::Shall);
        assert!(!is_debris(&asks[0], &Params::FITTED.form));
    }

    #[test]
    fn a_name_in_closing_brackets_is_masked_and_what_explains_is_not() {
        for (text, kept) in [
            ("Protect witnesses (New Arland);", "Protect witnesses "),
            ("Protect witnesses (Republic of Beland).", "Protect witnesses "),
            ("Set up response teams (CSIRT).", "Set up response teams (CSIRT)."),
            ("Protect data (including backups).", "Protect data (including backups)."),
            ("(Arland)", "(Arland)"),
            ("See the list (Annex 2).", "See the list (Annex 2)."),
        ] {
            assert_eq!(&text[..without_closing_name(text)], kept);
        }
    }
}
