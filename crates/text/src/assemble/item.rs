//! Whether a line opens a numbered or bulleted item: "1.", "(a)", "Article 9", "•".

use crate::lexicon::{chinese, division, division_and_number, inserted, number_word, roman};

/// Whether a line opens an item of a list or a numbered unit: a bullet or dash before a space, "1.", "1.2", "(a)",
/// "a)", "IV.", "§ 5", "Article 9", "第九条".
pub fn starts_item(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return false };
    // Nearly every line opens with a word in small letters, which is no item.
    if first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let second = words.next();
    is_bullet(first, second)
        || is_number(first)
        || is_other_number(first, second)
        || is_unit(first, second)
        || first.chars().count() == 1 && is_spaced_unit(first, second, words.next())
}

/// "제 2 조": the sign, the number and the unit, with spaces between.
fn is_spaced_unit(first: &str, second: Option<&str>, third: Option<&str>) -> bool {
    let (Some(number), Some(unit)) = (second, third) else { return false };
    let unit = unit.chars().next().is_some_and(|c| division(c.encode_utf8(&mut [0; 4])).is_some());
    matches!(first, "第" | "제") && unit && is_reference(number)
}

/// Whether a line opens with a reference to a unit in running text, not with the unit: "Article 11(3).", "Article 19,
/// which", "Article 10 and the".
pub fn starts_reference(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(first), Some(number)) = (words.next(), words.next()) else { return false };
    let next = words.next().filter(|next| inserted(next).is_none());
    let ended = number.ends_with(['.', ':', '–', '—', '-']);
    is_unit(first, Some(number))
        && !first.starts_with(['§', '第', '제'])
        && (number.contains('(')
            || number.ends_with([',', ';'])
            || (!ended && next.is_some_and(|next| next.starts_with(char::is_lowercase))))
}

fn is_bullet(first: &str, second: Option<&str>) -> bool {
    let mut chars = first.chars();
    match chars.next() {
        Some('•' | '‣' | '▪' | '●' | '○' | '■' | '□' | '◦' | '➢' | '✓' | '\u{f0b7}' | '\u{f0a7}') => {
            true
        }
        Some('–' | '—' | '-' | '*' | '·' | '―') => chars.next().is_none() && second.is_some(),
        _ => false,
    }
}

/// "（一）", "一、", "①", "1-" and "١ -" as Arabic texts number.
fn is_other_number(first: &str, second: Option<&str>) -> bool {
    let counts = |number: &str| {
        let joined = !number.is_empty() && !number.is_ascii();
        joined && (chinese::read(number).is_some() || number.chars().all(char::is_numeric))
    };
    if first.is_ascii() {
        let figures = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let arabic = |word: &str| word.starts_with(|c| ('\u{600}'..='\u{6ff}').contains(&c));
        // "1　締約国は": a wide space, which pages and tags fold, sets the number off.
        return first.strip_suffix('-').is_some_and(figures) && second.is_some_and(arabic)
            || figures(first)
                && second.is_some_and(|word| is_han_text(word) && word.chars().nth(2).is_some());
    }
    if first.starts_with(|c| ('①'..='⒛').contains(&c)) {
        return true;
    }
    if let Some(inside) = first.strip_prefix('（') {
        return inside.split_once('）').is_some_and(|(number, _)| counts(number));
    }
    let comma = first.split_once('、').is_some_and(|(number, _)| counts(number));
    let eastern = |word: &str| word.chars().all(|c| matches!(c, '٠'..='٩' | '۰'..='۹')) && !word.is_empty();
    comma
        || counts(first) && second.is_some_and(is_han_text)
        || first.strip_suffix('-').is_some_and(eastern)
        || eastern(first) && matches!(second, Some("-" | "–"))
}

/// Whether a word begins with Han characters or kana.
fn is_han_text(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{3040}'..='\u{9fff}').contains(&c))
}

/// "1." "12)" "(a)" "iv." "1.2" "1.2.3." "[5]" "(2a)".
fn is_number(word: &str) -> bool {
    let opened = word.starts_with(['(', '[']);
    let core = word.trim_start_matches(['(', '[']);
    let Some(end) = core.find([')', ']', '.']) else { return false };
    let (head, tail) = core.split_at(end);
    if tail.starts_with('.') {
        let parts: Vec<&str> = core.split('.').filter(|part| !part.is_empty()).collect();
        let numbered =
            parts.len() < 2 || parts.iter().any(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        return !opened
            && numbered
            && !parts.is_empty()
            && parts.iter().all(|part| is_ordinal(part))
            && parts.len() < 6;
    }
    is_ordinal(head) && tail[1..].trim_matches(['.', ':', '-', '–', '—']).is_empty()
}

/// Up to three digits with at most two letters, one letter, or a Roman number.
fn is_ordinal(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = &text[digits..];
    match digits {
        0 => {
            let put_in = |tail: &str| inserted(tail.strip_prefix('-').unwrap_or(tail)).is_some();
            let inserted = rest.is_char_boundary(1) && put_in(rest.split_at(1).1);
            roman::read(rest).is_some() || (rest.chars().count() <= 2 && is_letter_run(rest))
                || inserted
                // "(za)" after "(z)", as acts of the European Union count.
                || rest.len() == 2 && rest.starts_with('z') && rest.bytes().all(|b| b.is_ascii_lowercase())
        }
        1..=3 => {
            rest.len() <= 2 && rest.chars().all(char::is_alphabetic)
                || inserted(rest.strip_prefix('-').unwrap_or(rest)).is_some()
        }
        _ => false,
    }
}

/// One letter, or the same letter twice ("aa").
fn is_letter_run(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    first.is_some_and(char::is_alphabetic) && chars.all(|c| Some(c) == first)
}

fn is_unit(first: &str, second: Option<&str>) -> bool {
    if first.starts_with(['第', '제']) {
        return first.chars().skip(1).take(7).any(|c| division(c.encode_utf8(&mut [0; 4])).is_some());
    }
    if let Some(number) = first.strip_prefix('§') {
        return number.starts_with(|c: char| c.is_ascii_digit()) || second.is_some_and(is_reference);
    }
    // "Art.", "Sec."
    let name = first.strip_suffix('.').filter(|short| short.len() <= 4).unwrap_or(first);
    first.chars().next().is_some_and(|c| !c.is_lowercase())
        && division_and_number(name).is_some_and(|(division, plural)| division.is_titled() && !plural)
        && second.is_some_and(is_reference)
}

/// "9", "9.", "IV", "9bis", "A", "٩", "premier", "FIRST", "único".
fn is_reference(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ':', ')', '-', '–', '—', ',']);
    bare.starts_with(char::is_numeric) || is_ordinal(bare) || number_word(bare).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_are_told_from_running_text() {
        for item in [
            "1. Each Party", "12) shall", "(a) to do", "(iv) x", "IV. Scope", "1.2 Scope", "1.2.3. Scope",
            "• point", "– point", "Article 9", "ARTICLE IX", "Artículo 4.", "§ 5", "§5", "(2a) x", "(aa) x",
            "a. one", "Annex I", "第九条 各方", "[5] Note", "Article premier", "(7)",
        ] {
            assert!(starts_item(item), "{item}");
        }
        for text in [
            "Each Party", "2015 was", "article 9 of", "in 2015. The", "Part of the", "(see Article 9)",
            "and", "", "-", "–5 degrees", "3.14159 is", "Articles 9 and 10", "(the Parties)", "i.e. this",
            "U.S.A. law", "Section headings",
        ] {
            assert!(!starts_item(text), "{text}");
        }
    }

    #[test]
    fn references_are_told_from_units() {
        for line in ["Article 11(3).", "Article 19, which are", "Article 10 and the", "Annex I to that"] {
            assert!(starts_reference(line), "{line}");
        }
        for line in
            ["Article 10", "Article 10 Scope", "Article 10. on", "Article 5 bis", "Section 2: of", "10 and"]
        {
            assert!(!starts_reference(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "\\PC{0,12}", odd in "[(\\[]?[0-9a-zIVé§第]{0,4}[.)\\]-]{0,3}") {
            let _ = (starts_item(&line), starts_item(&odd));
        }
    }
}
