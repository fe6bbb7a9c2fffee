//! The words that citations are made of, in the languages that agreements come in.

use super::scan::{Part, space, word};
use crate::segment::words::{Word, list, structural};

/// A unit that can be cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// A unit with a structural word: article, chapter, annex.
    Titled(Word),
    /// A numbered reason.
    Recital,
    /// A paragraph.
    Paragraph,
    /// An unnumbered paragraph of a numbered one.
    Subparagraph,
    /// A point.
    Point,
}

impl Level {
    /// Broader units first.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Titled(Word::Annex | Word::Part | Word::Book) => 0,
            Self::Titled(Word::Title) => 1,
            Self::Titled(Word::Chapter) => 2,
            Self::Titled(Word::Section) => 3,
            Self::Titled(Word::Subsection) => 4,
            Self::Titled(_) | Self::Recital => 5,
            Self::Paragraph => 6,
            Self::Subparagraph => 7,
            Self::Point => 8,
        }
    }
}

const PARAGRAPHS: &str = "paragraph | para | paragraphe | apartado | párrafo | parágrafo | absatz | \
    paragrafo | пункт | пункта | الفقرة";
const POINTS: &str =
    "point | letter | item | lit | littera | letra | alínea | buchstabe | lettera | подпункт";
const SUBPARAGRAPHS: &str = "subparagraph | sub-paragraph | alinéa | unterabsatz | comma | indent";
const RECITALS: &str = "recital | considérant | considerando | erwägungsgrund";
const INSTRUMENTS: &str = "convention | directive | regulation | agreement | treaty | charter | protocol | \
    declaration | act | law | decision | recommendation | code | constitution | statute | covenant | \
    framework | resolution | contract | accord | memorandum | pact | exhibit | directiva | directivas | \
    convenio | convención | reglamento | tratado | acuerdo | ley | règlement | traité | loi | charte | \
    richtlinie | verordnung | übereinkommen | convenção | regulamento | lei | конвенции | закона";

/// The unit word at the start, whether it is a plural, and its length with the dot of an abbreviation.
pub(super) fn unit(text: &str) -> Option<(Level, bool, usize)> {
    let first = text.chars().next()?;
    let hyphenated = text.len() - text.trim_start_matches(|c: char| c.is_alphabetic() || c == '-').len();
    let own = if first == '§' { &text[..first.len_utf8()] } else { &text[..hyphenated] };
    if own.is_empty() || own.len() > 40 {
        return None;
    }
    let lower = own.to_lowercase();
    let level = |word: &str| {
        let named = |names: &'static str| list(names).any(|name| name == word);
        structural(word).map(Level::Titled).or_else(|| match word {
            _ if named(PARAGRAPHS) => Some(Level::Paragraph),
            _ if named(POINTS) => Some(Level::Point),
            _ if named(SUBPARAGRAPHS) => Some(Level::Subparagraph),
            _ if named(RECITALS) => Some(Level::Recital),
            _ => None,
        })
    };
    let singular = [lower.strip_suffix("es"), lower.strip_suffix('s')];
    let (level, several) = match level(&lower) {
        Some(level) => (level, false),
        None => (singular.into_iter().flatten().find_map(level)?, true),
    };
    let dot = usize::from(text[own.len()..].starts_with('.') && own.len() <= 5);
    Some((level, several, own.len() + dot))
}

/// "first paragraph", "preceding article": the unit with its number ("<" for the one before), and the length.
pub(super) fn ordinal_unit(text: &str) -> Option<(Part, usize)> {
    const ORDINALS: [&str; 6] = [
        "preceding | previous | foregoing | précédent | anterior",
        "first | premier | primer | primeiro",
        "second | deuxième | segundo",
        "third | troisième | tercer | terceiro",
        "fourth | quatrième",
        "fifth | cinquième",
    ];
    let ordinal = word(text).to_lowercase();
    let nth = ORDINALS.iter().position(|words| list(words).any(|word| word == ordinal))?;
    let gap = word(text).len();
    let at = gap + space(&text[gap..])?;
    let (level, several, length) = unit(&text[at..])?;
    let number = if nth == 0 { "<".to_owned() } else { nth.to_string() };
    let ends = !text[at + length..].starts_with(char::is_alphanumeric);
    let numbered = text[at + length..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(');
    (!several && ends && !numbered && level.rank() >= 5).then_some((Part { level, number }, at + length))
}

/// The number after a unit word, in lower case without spaces, and its length: "21", "5 bis", "4.2", "II", "a".
pub(super) fn number(text: &str, level: Level) -> Option<(String, usize)> {
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
    let roman = token.len() <= 7 && token.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
    let capital = token.len() == 1 && first.is_ascii_uppercase() && matches!(level, Level::Titled(_));
    let letter =
        matches!(level, Level::Point) && token.len() <= 2 && token.bytes().all(|b| b.is_ascii_lowercase());
    let eastern = !first.is_ascii() && first.is_numeric() && token.chars().all(char::is_numeric);
    let after = &text[length..];
    if !(decimal || roman || capital || letter || eastern) || after.starts_with(['/', '%']) {
        return None;
    }
    let mut number = token.to_lowercase();
    let mut end = length;
    if let Some(gap) = space(after)
        && decimal
        && crate::segment::is_latin_suffix(word(&after[gap..]))
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
    let digits = token.bytes().all(|b| b.is_ascii_digit()) && token.len() <= 3;
    let mixed = token.as_bytes()[0].is_ascii_digit() && token.bytes().all(|b| b.is_ascii_alphanumeric());
    let roman = token.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let letters = token.len() <= 2 && token.bytes().all(|b| b.is_ascii_lowercase());
    let capital = token.len() == 1 && token.as_bytes()[0].is_ascii_uppercase();
    (digits || mixed || roman || letters || capital).then(|| (token.to_lowercase(), close + 2))
}

/// " to " between the ends of a range, and the space around.
pub(super) fn to(text: &str) -> Option<usize> {
    const WORDS: [&str; 9] = [" to ", " through ", "–", " – ", "-", " à ", " bis ", " al ", " a "];
    WORDS.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// What stands between the numbers of a list.
pub(super) fn and(text: &str) -> Option<usize> {
    const WORDS: [&str; 14] = [
        ", and ", ", or ", " and/or ", " and ", " or ", ", ", " et ", " ou ", " y ", " e ", " und ",
        " oder ", " и ", " o ",
    ];
    WORDS.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// "of" and its like before what a unit is part of, and the space around; a comma may come before.
pub(super) fn of(text: &str) -> Option<usize> {
    const WORDS: [&str; 16] = [
        " of the ", " of ", " in ", " to the ", " to ", " under ", " de la ", " de l'", " de l’", " du ",
        " del ", " de ", " da ", " do ", " der ", " des ",
    ];
    let comma = usize::from(text.starts_with(','));
    let rest = &text[comma..];
    let found = WORDS.iter().find(|word| rest.starts_with(**word))?;
    // "the" belongs to the name of an instrument.
    let length = if found.ends_with(" the ") { found.len() - "the ".len() } else { found.len() };
    Some(comma + length)
}

/// "this Article", "this paragraph": the length.
pub(super) fn this_unit(text: &str) -> Option<usize> {
    let at = this(text)?;
    let (level, several, length) = unit(&text[at..])?;
    let instrument = level.rank() < 3;
    (!several && !instrument).then_some(at + length)
}

/// "this Directive", "the present Convention": the length.
pub(super) fn this_instrument(text: &str) -> Option<usize> {
    let at = this(text)?;
    let own = word(&text[at..]);
    let annex = structural(&own.to_lowercase()) == Some(Word::Annex);
    (annex || is_instrument(own)).then_some(at + own.len())
}

/// "that Directive", "the said Convention": the length.
pub(super) fn that_instrument(text: &str) -> Option<usize> {
    const WORDS: [&str; 4] = ["that ", "the said ", "the same ", "said "];
    let at = WORDS.iter().find(|word| text.starts_with(**word))?.len();
    let own = word(&text[at..]);
    is_instrument(own).then_some(at + own.len())
}

/// An instrument that is not of the corpus: "the Charter of Calm", "Directive 1/2000", "the TFEU"; the length to the end of
/// its first words.
pub(super) fn foreign_instrument(text: &str) -> Option<usize> {
    let mut at = ["the ", "la ", "le ", "el ", "a ", "o ", "die ", "der "]
        .iter()
        .find(|article| text.starts_with(**article))
        .map_or(0, |article| article.len());
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
    const WORDS: [&str; 16] = [
        "this ",
        "the present ",
        "la présente ",
        "le présent ",
        "présente ",
        "présent ",
        "el presente ",
        "la presente ",
        "presente ",
        "o presente ",
        "a presente ",
        "diesem ",
        "dieser ",
        "dieses ",
        "настоящей ",
        "настоящего ",
    ];
    WORDS.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

/// Whether a word names a kind of instrument.
pub(super) fn is_instrument(word: &str) -> bool {
    let lower = word.to_lowercase();
    list(INSTRUMENTS).any(|instrument| instrument == lower)
}

fn is_joint(word: &str) -> bool {
    matches!(word, "of" | "on" | "the" | "and" | "for" | "de" | "des" | "du" | "la" | "to")
}
