//! The parts that citations are made of.

use crate::lexicon::{
    self, Division, division, division_and_number, inserted, is_instrument, longest_first, ordinal_word,
    roman,
};
use std::sync::LazyLock;

/// A unit with its number, in lower case: article, "5bis".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) level: Division,
    pub(super) number: String,
}

/// Broader divisions first.
pub(super) fn rank(division: Division) -> u8 {
    match division {
        Division::Annex | Division::Part | Division::Book => 0,
        Division::Title => 1,
        Division::Chapter => 2,
        Division::Section => 3,
        Division::Subsection => 4,
        Division::Paragraph => 6,
        Division::Subparagraph => 7,
        Division::Point => 8,
        _ => 5,
    }
}

/// The unit word at the start, whether it is a plural, and its length with the dot of an abbreviation.
pub(super) fn unit(text: &str) -> Option<(Division, bool, usize)> {
    let first = text.chars().next()?;
    let hyphenated = text.len() - text.trim_start_matches(|c: char| c.is_alphabetic() || c == '-').len();
    let own = if first == '§' { &text[..first.len_utf8()] } else { &text[..hyphenated] };
    if own.is_empty() || own.len() > 40 {
        return None;
    }
    let (level, several) = division_and_number(own)?;
    let dot = usize::from(text[own.len()..].starts_with('.') && own.len() <= 5);
    Some((level, several, own.len() + dot))
}

/// "first paragraph", "preceding article": the unit with its number ("<" for the one before), and the length.
pub(super) fn ordinal_unit(text: &str) -> Option<(Part, usize)> {
    let ordinal = word(text);
    let earlier = lexicon::all(|words| words.earlier).any(|earlier| earlier == ordinal.to_lowercase());
    let number = match ordinal_word(ordinal) {
        Some(nth) => nth.to_string(),
        None if earlier => "<".to_owned(),
        None => return None,
    };
    let gap = ordinal.len();
    let at = gap + space(&text[gap..])?;
    let (level, several, length) = unit(&text[at..])?;
    let ends = !text[at + length..].starts_with(char::is_alphanumeric);
    let numbered = text[at + length..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(');
    (!several && ends && !numbered && rank(level) >= 5).then_some((Part { level, number }, at + length))
}

/// The number after a unit word, in lower case without spaces, and its length: "21", "5 bis", "4.2", "II", "a".
pub(super) fn number(text: &str, level: Division) -> Option<(String, usize)> {
    let length = text
        .char_indices()
        .find(|(at, c)| {
            let inner = matches!(c, '.' | '-') && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
            !(c.is_alphanumeric() || inner && *at > 0)
        })
        .map_or(text.len(), |(at, _)| at);
    let token = &text[..length];
    let first = token.chars().next()?;
    let decimal = first.is_ascii_digit()
        && token.len() <= 9
        && token.chars().take_while(char::is_ascii_digit).count() <= 3
        && token.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len() <= 6;
    let roman = first.is_ascii_uppercase() && roman::read(token).is_some();
    let capital = token.len() == 1 && first.is_ascii_uppercase() && level.is_titled();
    let letter =
        matches!(level, Division::Point) && token.len() <= 2 && token.bytes().all(|b| b.is_ascii_lowercase());
    let eastern = !first.is_ascii() && first.is_numeric() && token.chars().all(char::is_numeric);
    let after = &text[length..];
    if !(decimal || roman || capital || letter || eastern) || after.starts_with(['/', '%']) {
        return None;
    }
    let mut number = token.to_lowercase();
    let mut end = length;
    if let Some(gap) = space(after)
        && decimal
        && inserted(word(&after[gap..])).is_some()
    {
        let suffix = word(&after[gap..]);
        number.push_str(suffix);
        end += gap + suffix.len();
    }
    Some((number, end))
}

/// A number in brackets at the start, as printed, and its length: "(2)", "(c)", "(iv)".
pub(super) fn bracketed(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('(')?;
    let close = inside.find(')').filter(|close| (1..=5).contains(close))?;
    let token = &inside[..close];
    let first = token.chars().next()?;
    let digits = token.bytes().all(|b| b.is_ascii_digit()) && token.len() <= 3;
    let mixed = first.is_ascii_digit() && token.bytes().all(|b| b.is_ascii_alphanumeric());
    let roman = first.is_ascii_lowercase() && roman::read(token).is_some();
    let letters = token.len() <= 2 && token.bytes().all(|b| b.is_ascii_lowercase());
    let capital = token.len() == 1 && first.is_ascii_uppercase();
    (digits || mixed || roman || letters || capital).then(|| (token.to_lowercase(), close + 2))
}

/// " to " between the ends of a range, and the space around.
pub(super) fn to(text: &str) -> Option<usize> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.ranges, " "));
    let dash = ["–", " – ", "-"].into_iter().find(|dash| text.starts_with(dash));
    dash.map(str::len).or_else(|| length_of(&WORDS, text))
}

/// What comes between the numbers of a list.
pub(super) fn and(text: &str) -> Option<usize> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.conjunctions, " "));
    let comma = usize::from(text.starts_with(','));
    let bare = (comma > 0 && text[comma..].starts_with(' ')).then_some(comma + 1);
    length_of(&WORDS, &text[comma..]).map(|length| comma + length).or(bare)
}

/// The length of the first of these that a text starts with.
fn length_of(entries: &[String], text: &str) -> Option<usize> {
    entries.iter().find(|entry| text.starts_with(entry.as_str())).map(String::len)
}

/// "of" and its like before what a unit is part of, and the space around; a comma may come before.
pub(super) fn of(text: &str) -> Option<usize> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.of, " "));
    let comma = usize::from(text.starts_with(','));
    let rest = &text[comma..];
    let length = length_of(&WORDS, rest)?;
    // "the" belongs to the name of an instrument.
    let article = if rest[..length].ends_with(" the ") { "the ".len() } else { 0 };
    Some(comma + length - article)
}

/// "this Article", "this paragraph": the length.
pub(super) fn this_unit(text: &str) -> Option<usize> {
    let at = this(text)?;
    let (level, several, length) = unit(&text[at..])?;
    let instrument = rank(level) < 3;
    (!several && !instrument).then_some(at + length)
}

/// "this Directive", "the present Convention": the length.
pub(super) fn this_instrument(text: &str) -> Option<usize> {
    let at = this(text)?;
    let own = word(&text[at..]);
    let annex = division(own) == Some(Division::Annex);
    (annex || is_instrument(own)).then_some(at + own.len())
}

/// "that Directive", "the said Convention": the length.
pub(super) fn that_instrument(text: &str) -> Option<usize> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.that, ""));
    let at = length_of(&WORDS, text)?;
    let own = word(&text[at..]);
    is_instrument(own).then_some(at + own.len())
}

/// An instrument that is not of the corpus: "the Charter of Calm", "Directive 1/2000", "the TFEU"; the length to the end of
/// its first words.
pub(super) fn foreign_instrument(text: &str) -> Option<usize> {
    static ARTICLES: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.the, ""));
    let mut at = length_of(&ARTICLES, text).unwrap_or(0);
    let mut words = 0;
    loop {
        let own = word(&text[at..]);
        if own.is_empty() || words == 6 || !own.starts_with(char::is_uppercase) && !is_joint(own) {
            return None;
        }
        let acronym = own.len() >= 2 && own.chars().all(char::is_uppercase);
        if acronym || is_instrument(own) {
            return Some(at + own.len());
        }
        words += 1;
        at += own.len();
        at += space(&text[at..])?;
    }
}

/// "Directive (EU) 2016/1148", "Regulation (EC) No 45/2001", "ETS No. 185": its number and the length.
pub(super) fn registered(text: &str) -> Option<(String, usize)> {
    let mut at = 0;
    let mut named = false;
    for _ in 0..8 {
        let rest = &text[at..];
        let end = rest
            .find(|c: char| c.is_whitespace() || ",;)".contains(c) && !rest.starts_with('('))
            .unwrap_or(rest.len());
        let closed = if rest.starts_with('(') { rest.find(')').map_or(end, |close| close + 1) } else { end };
        let token = &rest[..closed.min(rest.len())];
        let bare = token.trim_end_matches('.');
        let series = matches!(bare, "ETS" | "CETS" | "ETS." | "STE" | "STCE");
        if series {
            return treaty_series(text, at + token.len());
        }
        let slashed = bare.contains('/') && bare.bytes().filter(u8::is_ascii_digit).count() >= 3;
        if slashed && named {
            return Some((bare.to_lowercase(), at + bare.len()));
        }
        named |= is_instrument(token);
        let goes_on =
            token.starts_with(|c: char| c.is_uppercase() || c == '(') || is_instrument(token) || bare == "no";
        if token.is_empty() || !goes_on {
            return None;
        }
        at += token.len();
        at += space(&text[at..])?;
    }
    None
}

/// "No. 185" after the name of a treaty series.
fn treaty_series(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text[at..];
    let bare = rest.trim_start().trim_start_matches("No").trim_start_matches(['.', '°', ' ', '\u{a0}']);
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=3).contains(&digits).then(|| (format!("ets {}", &bare[..digits]), text.len() - bare.len() + digits))
}

/// The length of "this " or "the present ".
fn this(text: &str) -> Option<usize> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| longest_first(|words| words.this, ""));
    length_of(&WORDS, text)
}

fn is_joint(word: &str) -> bool {
    lexicon::all(|words| words.joints).any(|joint| joint == word)
}

/// The letters and digits at the start.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// The length of the white space at the start; none where there is none.
pub(super) fn space(text: &str) -> Option<usize> {
    let length = text.len() - text.trim_start().len();
    (length > 0).then_some(length)
}
