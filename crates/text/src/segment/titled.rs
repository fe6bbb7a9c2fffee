//! Units with a name: "Article 5 bis", "Chapter II", "第五条".

use super::marker::{Form, marker};
use super::number::{self, Reading, Series, number_suffix, readings};
use super::ordinal::{
    ENDINGS, SIGNS, in_words, inserted_after_hyphen, inserted_alone, letter_alone, ordinal_number,
    raised_ordinal,
};
use super::several::several;
use crate::lexicon::{Division, division, division_and_number};

/// A structural word with its number that may be a heading: "Article 5 bis", "ANNEX", "Chapter II".
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Titled {
    /// The word.
    pub(super) word: Division,
    /// The ways to read its number; none for an annex without one.
    pub(super) readings: Vec<Reading>,
    /// The number as printed: "5 bis".
    pub(super) printed: String,
    /// One past the number and what sets it off.
    pub(super) end: usize,
    /// Whether a colon, dot or dash sets off what follows.
    pub(super) set_off: bool,
    /// The last number where several units are named together: 5 of "Articles 3 to 5".
    pub(super) through: Option<Reading>,
}

/// The structural word and number that `text` starts with; whether it is a heading, its surroundings tell.
pub(super) fn titled(text: &str) -> Option<Titled> {
    unit_by(text, Division::is_titled)
}

/// The same for what is mostly cited and seldom heads a text of its own: "Paragraph 1", "Point 3 – Costs".
pub(super) fn named(text: &str) -> Option<Titled> {
    unit_by(text, |word| matches!(word, Division::Paragraph | Division::Point))
}

fn unit_by(text: &str, fits: fn(Division) -> bool) -> Option<Titled> {
    if let Some(rest) = text.strip_prefix(['第', '제']) {
        return east_asian(text, rest);
    }
    if let Some(several) = several(text).filter(|several| fits(several.word)) {
        return Some(Titled {
            word: several.word,
            readings: vec![several.first],
            printed: format!("{}-{}", several.first.value(), several.last.value()),
            end: several.end,
            set_off: true,
            through: Some(several.last),
        });
    }
    let first = text.chars().next()?;
    if !(first.is_uppercase() || first == '§' || (first.is_alphabetic() && !first.is_lowercase())) {
        return None;
    }
    let word_end = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| {
            first == '§' || !(c.is_alphabetic() || *c == '-' || ('\u{64b}'..='\u{652}').contains(c))
        })
        .map_or(text.len(), |(at, _)| at);
    if word_end > 40 {
        return None;
    }
    let (word, _) = division_and_number(&text[..word_end]).filter(|(word, plural)| fits(*word) && !plural)?;
    let rest = text[word_end..].strip_prefix('.').unwrap_or(&text[word_end..]);
    let number_start = text.len() - rest.trim_start().len();
    let found = number_after(&text[number_start..]);
    let Some((readings, length)) = found else {
        return (word == Division::Annex).then(|| unnumbered(text, word, number_start)).flatten();
    };
    let number_end = number_start + length;
    let (set_off, end) = separator(&text[number_end..]);
    let printed = text[number_start..number_end].trim_matches(['(', ')', ' ']);
    let printed = printed.strip_suffix(".o").unwrap_or(printed);
    // "1er bis".
    let (first, more) = printed.split_once(' ').unwrap_or((printed, ""));
    let plain =
        ordinal_number(first).filter(|_| lexicon_inserts(more)).map(|first| format!("{first} {more}"));
    let plain = plain.or_else(|| {
        let (first, more) = printed.split_once('-')?;
        Some(format!("{}-{more}", ordinal_number(first)?))
    });
    let printed = plain.as_deref().unwrap_or(printed);
    let figures = printed.replace(' ', "");
    let printed =
        ordinal_number(&figures).filter(|_| readings.iter().all(|r| r.suffix == 0)).unwrap_or(printed);
    // The first article of French acts is "Article Ier", the others are counted in figures.
    let first = word == Division::Article && matches!(&*figures, "Ier" | "Ire");
    let readings = if first { vec![Reading::new(Series::Arabic, 1)] } else { readings };
    let printed = if first { "1" } else { printed }.to_owned();
    Some(Titled { word, readings, printed, end: number_end + end, set_off, through: None })
}

/// Whether words put a number in later: "bis".
fn lexicon_inserts(words: &str) -> bool {
    !words.is_empty() && crate::lexicon::inserted(words).is_some()
}

/// The same unit named again in another language, right behind: "第一條 Art. 一", "Article 1 / Artikel 1".
pub(super) fn doubled(first: &Titled, text: &str) -> Option<Titled> {
    let rest =
        text[first.end..].trim_start_matches([' ', '\u{a0}', '/', '|', '(', '–', '—', '-', '・', '　']);
    let again = titled(rest)?;
    let same = again.word == first.word
        && again
            .readings
            .iter()
            .any(|a| first.readings.iter().any(|b| a.value() == b.value() && a.suffix == b.suffix));
    let end = text.len() - rest.len() + again.end;
    let close = text[end..].len() - text[end..].trim_start_matches([')', ' ']).len();
    same.then(|| Titled { end: end + close, set_off: true, ..first.clone() })
}

/// "ANNEX" without a number: alone on its line, or set off.
fn unnumbered(text: &str, word: Division, at: usize) -> Option<Titled> {
    let (set_off, end) = separator(&text[at..]);
    let alone = text[at..].trim().is_empty();
    (alone || set_off).then(|| Titled {
        word,
        readings: Vec::new(),
        printed: String::new(),
        end: at + end,
        set_off,
        through: None,
    })
}

/// The number after a structural word, with "bis" and the like.
pub(super) fn number_after(text: &str) -> Option<(Vec<Reading>, usize)> {
    let word: usize = text
        .char_indices()
        .find(|(at, c)| {
            let inner = *c == '.' && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
            !(c.is_alphanumeric() && !SIGNS.contains(c) || inner)
        })
        .map_or(text.len(), |(at, _)| at);
    if word == 0 {
        let inside = text.strip_prefix('(')?;
        let close = inside.find(')').filter(|close| *close <= 5)?;
        let found = readings(&inside[..close]);
        return (!found.is_empty()).then_some((found, close + 2));
    }
    let token = &text[..word];
    let mut found = readings(token);
    if found.is_empty() {
        found = readings(ordinal_number(token).unwrap_or(""));
    }
    let (value, word) = in_words(text).map_or((None, word), |(value, length)| (Some(value), length));
    if let Some(value) = value {
        found = vec![Reading::new(Series::Arabic, value)];
    }
    // "Annex To": two letters that happen to look like a number; and a lower-case word does not number a heading.
    found.retain(|reading| !matches!(reading.series, Series::Lower | Series::Double));
    if found.is_empty() {
        return None;
    }
    let mut end = word;
    let rest = &text[word..];
    let spaces = leading_space(rest);
    let letter = |c: &char| c.is_lowercase() || ('\u{621}'..='\u{652}').contains(c);
    let next: String = rest[spaces..].chars().take_while(letter).collect();
    if spaces <= 2
        && next.chars().nth(1).is_some()
        && let Some(suffix) = number_suffix(&next)
    {
        found.iter_mut().for_each(|reading| reading.suffix = suffix);
        end += spaces + next.len();
    } else if spaces <= 2 && ENDINGS[..4].contains(&next.as_str()) {
        // "Article 1 er": the letters were raised.
        end += spaces + next.len();
    }
    end += raised_ordinal(&text[end..]);
    // "Artículo 5º", "Artigo 5.º"
    let dotted = text[end..].strip_prefix('.').filter(|rest| rest.starts_with(SIGNS));
    let sign = dotted.unwrap_or(&text[end..]);
    let width = sign.chars().next().filter(|c| SIGNS.contains(c)).map_or(0, char::len_utf8);
    end += width + usize::from(dotted.is_some());
    let inserted = inserted_after_hyphen(&text[end..]).or_else(|| inserted_alone(&text[end..]));
    let inserted = inserted.or_else(|| letter_alone(&text[end..]));
    if let Some((suffix, length)) = inserted {
        found.iter_mut().for_each(|reading| reading.suffix = suffix);
        end += length;
    }
    Some((found, end))
}

/// Whether a colon, dot or dash comes next, and the length of it and the space around.
pub(super) fn separator(text: &str) -> (bool, usize) {
    let trimmed = text.trim_start();
    let bare = trimmed.trim_start_matches([':', '.', '–', '—', '-', '−', '：', '|', ' ', '\u{a0}']);
    // "Art. 2. 1. Each Party": the first paragraph on the line of its article.
    let opens = || {
        let first = marker(bare).filter(|marker| marker.form == Form::Dot);
        first.is_some_and(|marker| marker.readings.first().is_some_and(Reading::is_first))
    };
    let counts = bare.starts_with(char::is_numeric) && !opens();
    let set_off = bare.len() < trimmed.len() && !counts;
    if set_off { (true, text.len() - bare.trim_start().len()) } else { (false, text.len() - trimmed.len()) }
}

/// 第五条, 第二章, 제3조; 第五条之二, 第五条の二, 제3조의2.
fn east_asian(text: &str, rest: &str) -> Option<Titled> {
    let mut units = rest.char_indices().take(8);
    let (at, unit, word) = units.find_map(|(at, c)| Some((at, c, division(c.encode_utf8(&mut [0; 4]))?)))?;
    if !word.is_titled() {
        return None;
    }
    let mut readings = readings(rest[..at].trim());
    let mut end = text.len() - rest.len() + at + unit.len_utf8();
    let mut place = None;
    if let Some(inserted) = text[end..].strip_prefix(['之', 'の', 'ノ', '의']) {
        let width = inserted
            .find(|c: char| number::readings(c.encode_utf8(&mut [0; 4])).is_empty())
            .unwrap_or(inserted.len());
        let nth = number::readings(&inserted[..width]).first().map(Reading::value);
        // Chinese acts begin to insert with 之一, Japanese and Korean ones with の二 and 의2.
        let first = u8::from(!text[end..].starts_with('之'));
        if let Some(nth) = nth.and_then(|nth| u8::try_from(nth).ok()).filter(|nth| *nth > first) {
            readings.iter_mut().for_each(|reading| reading.suffix = nth - first);
            place = Some(nth);
            end = text.len() - inserted.len() + width;
        }
    }
    let (mut set_off, width) = separator(&text[end..]);
    set_off |= text[end..].starts_with(char::is_whitespace);
    let first = readings.first()?;
    let printed = match place {
        None => first.value().to_string(),
        Some(nth) => format!("{}-{nth}", first.value()),
    };
    Some(Titled { word, readings, printed, end: end + width, set_off, through: None })
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn title(text: &str) -> Option<(Division, String, bool, &str)> {
        titled(text).map(|t| (t.word, t.printed, t.set_off, &text[t.end..]))
    }

    #[test]
    fn structural_headings_are_read() {
        assert_eq!(title("Article 5"), Some((Division::Article, "5".into(), false, "")));
        assert_eq!(title("Art. 5bis Scope"), Some((Division::Article, "5bis".into(), false, "Scope")));
        assert_eq!(title("Article 5 bis – Scope"), Some((Division::Article, "5 bis".into(), true, "Scope")));
        assert_eq!(title("CHAPTER II: DATA"), Some((Division::Chapter, "II".into(), true, "DATA")));
        assert_eq!(title("§ 12 Zweck"), Some((Division::Article, "12".into(), false, "Zweck")));
        assert_eq!(title("Article premier"), Some((Division::Article, "premier".into(), false, "")));
        assert_eq!(title("Section 2.1 Grant"), Some((Division::Section, "2.1".into(), false, "Grant")));
        assert_eq!(title("ANNEX"), Some((Division::Annex, String::new(), false, "")));
        assert_eq!(title("Art. 2. 1. Each"), Some((Division::Article, "2".into(), true, "1. Each")));
        assert_eq!(title("第十二条 各国"), Some((Division::Article, "12".into(), true, "各国")));
        assert_eq!(title("المادة 5"), Some((Division::Article, "5".into(), false, "")));
        assert_eq!(title("Annex to the report"), None);
        assert_eq!(title("article 5"), None);
    }

    proptest! {
        #[test]
        fn no_line_panics_and_ends_lie_on_characters(text in "(Article|Annex|§|第|\\(|)[ .]?\\PC{0,20}") {
            if let Some(t) = titled(&text) { prop_assert!(text.get(t.end..).is_some()); }
        }
    }
}
