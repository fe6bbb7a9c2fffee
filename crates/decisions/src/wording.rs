//! Whether a text was changed, or only set otherwise.

use super::coder::hex;
use crosscut_text::lexicon::invisible::is_noise;
use crosscut_text::lexicon::punctuation::{is_end, is_pause};
use crosscut_text::lexicon::roman;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// Whether two texts say the same, letter by letter and number by number. Spacing, case, hyphens, quotation marks, how a
/// text ends and the number that it begins with are no part of what it says; every other sign is. A pause is one whatever it
/// is written with.
///
/// ```
/// use crosscut_decisions::same_wording;
/// assert!(same_wording("(a) Report inci-\u{ad}dents; at “once”.", "b) report incidents, at once"));
/// assert!(!same_wording("shall not, without consent, export", "shall, not without consent, export"));
/// assert!(!same_wording("within 72 hours", "within 24 hours"));
/// assert!(!same_wording("1.5 % of turnover", "15 % of turnover"));
/// assert!(!same_wording("at -5 degrees", "at 5 degrees") && !same_wording("10² records", "102 records"));
/// assert!(same_wording("from 2020-2025, per m²", "from 2020–2025, per m2"));
/// ```
pub fn same_wording(a: &str, b: &str) -> bool {
    let said = |text: &str| with_pauses(text);
    a == b || said(a) == said(b) || said(without_number(a)) == said(without_number(b))
}

/// Thirty-two hexadecimal digits over what some texts say one after the other, in the sense of [`same_wording`]: another
/// hash means another wording somewhere.
///
/// ```
/// use crosscut_decisions::wording_hash;
/// assert_eq!(wording_hash(["(a) Report inci-dents.", "Within 72 hours"]), wording_hash(["report incidents", "within 72 hours"]));
/// assert_ne!(wording_hash(["within 72 hours"]), wording_hash(["within 24 hours"]));
/// ```
pub fn wording_hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hash = Sha256::new();
    // Without anything between them: where one clause ends and the next begins says nothing.
    texts.into_iter().for_each(|text| hash.update(said(without_number(text))));
    hex(&hash.finalize()[..16])
}

/// What a text says: its letters run together, its numbers kept apart from each other, its signs. Pauses are left out.
fn said(text: &str) -> String {
    read(text, false)
}

/// The same with the pauses within the text, and its brackets: where they are may turn its sense.
fn with_pauses(text: &str) -> String {
    let said = read(text, true);
    said.trim_matches(PAUSE).to_owned()
}

/// How a pause is written here.
const PAUSE: char = ',';

fn read(text: &str, pauses: bool) -> String {
    let mut said = String::with_capacity(text.len());
    let raised: String =
        text.chars().flat_map(|c| is_raised(c).then_some(RAISED).into_iter().chain([c])).collect();
    let chars: Vec<char> = raised.nfkc().filter(|c| !is_noise(*c)).flat_map(char::to_lowercase).collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    for (place, &c) in chars.iter().enumerate() {
        let before = place > 0 && digit(place - 1);
        if c.is_alphanumeric() {
            // 1 and 5 are not 15.
            if digit(place) && !before && said.ends_with(|last: char| last.is_ascii_digit()) {
                said.push(' ');
            }
            said.push(c);
        } else if is_sign(c) || before && digit(place + 1) && matches!(c, '.' | ',' | '/' | ':') {
            said.push(c);
        } else if before && c == RAISED || digit(place + 1) && is_minus(&chars[..=place]) {
            // 10² is not 102, nor is −5 the same as 5; in m² and 2020-2025 the sign is only how it is set.
            said.push(if c == RAISED { '^' } else { '-' });
        } else if let Some(pause) = pause(c).filter(|pause| pauses && !said.ends_with(*pause)) {
            said.push(pause);
        }
    }
    said
}

/// What divides a sentence: points, commas and the like are one pause, brackets of any shape two.
fn pause(c: char) -> Option<char> {
    match c {
        c if is_end(c) || is_pause(c) || c == '、' => Some(PAUSE),
        '(' | '[' | '{' | '（' | '【' => Some('('),
        ')' | ']' | '}' | '）' | '】' => Some(')'),
        _ => None,
    }
}

/// Stands before a raised digit, which is a plain one after it was normalised.
const RAISED: char = '\u{2191}';

fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
}

/// Whether a text ends with a dash that no letter or digit comes before, as a minus does.
fn is_minus(chars: &[char]) -> bool {
    match chars {
        [before @ .., '-' | '\u{2010}' | '–' | '\u{2212}'] => {
            before.last().is_some_and(|c| c.is_whitespace() || *c == '(')
        }
        _ => false,
    }
}

/// Signs that say something: per cent, currencies, more than.
fn is_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '+' | '±' | '×' | '<' | '>' | '=' | '≤' | '≥' | '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}')
}

/// A text without the number of its place: "(a)", "12.", "iv)".
fn without_number(text: &str) -> &str {
    let start = text.trim_start();
    let bare = start.trim_start_matches(['(', '[']);
    let (number, rest) = bare.split_at(bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len()));
    let after = rest.trim_start_matches(['.', ')', ']', '°', 'º']);
    let closed = after.len() < rest.len() && after.starts_with(char::is_whitespace);
    let one = number.chars().count() == 1;
    let counts = one || number.parse::<u16>().is_ok() || roman::read(number).is_some();
    if closed && counts { after.trim_start() } else { start }
}
