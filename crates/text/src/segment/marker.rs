//! What is printed at the start of a line: "(a)", "1.", "•", "Article 5 bis".

use super::number::{self, Reading, Series, number_suffix, readings};
use super::ordinal::in_ordinal;
use super::task::{box_length, ticked};
use crate::lexicon::{chinese, roman};

/// How a number is set off from the text after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    /// (1)
    Round,
    /// 1)
    Half,
    /// 1.
    Dot,
    /// 1°, 1º
    Degree,
    /// 1、
    Comma,
    /// 1 followed by a space alone.
    Bare,
    /// A bullet.
    Sign,
}

/// A number or bullet that may open a list item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marker {
    /// The ways to read its number; one for a bullet.
    pub(super) readings: Vec<Reading>,
    /// How it is set off.
    pub(super) form: Form,
    /// The bullet or sign; a space for plain numbers.
    pub(super) sign: char,
    /// The number as printed, without brackets.
    pub(super) printed: String,
    /// One past its last byte, space after it included.
    pub(super) end: usize,
}

impl Marker {
    /// Whether it is the number of a part of an eid: "(a)" of `point_a`, "•" of any point.
    pub(super) fn counts(&self, part: &str) -> bool {
        let Some((name, number)) = part.split_once('_') else { return false };
        if self.form == Form::Sign {
            return name == "point";
        }
        let printed: String = self.printed.chars().filter(|c| c.is_alphanumeric()).collect();
        let own: String = number.chars().filter(|c| c.is_alphanumeric()).collect();
        printed.eq_ignore_ascii_case(&own)
            || self.readings.iter().any(|reading| reading.value().to_string() == own)
    }

    /// Whether it can hardly be anything but the number of an item: "3." and "(c)" at the start of a line.
    pub(super) fn is_sure(&self) -> bool {
        let small = self.readings.iter().all(|reading| reading.value() < 200 && reading.doubt == 0);
        small && !matches!(self.form, Form::Bare | Form::Sign)
    }

    /// Whether it can open a list inside `outer` on the same line: "1. a)", "(1)(a)", but not "(a) – text".
    pub(super) fn opens_inside(&self, outer: &Self) -> bool {
        let counts = |marker: &Self| marker.readings.iter().any(|reading| reading.series.is_figures());
        let first = self.readings.iter().any(|reading| reading.value() == 1);
        let inner = !counts(self) || first && self.form == Form::Round && outer.form != Form::Round;
        !matches!(self.form, Form::Bare | Form::Sign)
            && outer.form != Form::Sign
            && (first || counts(outer))
            && inner
    }
}

/// The marker that `text` starts with.
pub(super) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    if first == '(' || first == '（' {
        return bracketed(text, first.len_utf8());
    }
    if first == '[' {
        let task = |end| Marker {
            readings: vec![Reading::new(Series::Bullet, 1)],
            form: Form::Sign,
            sign: '☐',
            printed: String::new(),
            end,
        };
        return court(text).or_else(|| ticked(text).map(task));
    }
    if let Some(bullet) = bullet(text, first) {
        return Some(bullet);
    }
    if let Some(value) = enclosed(first) {
        let end = first.len_utf8() + leading_space(&text[first.len_utf8()..]);
        let readings = vec![Reading::new(Series::Arabic, value)];
        return Some(Marker { readings, form: Form::Round, sign: ' ', printed: value.to_string(), end });
    }
    if !first.is_alphanumeric() && first != '|' {
        return None;
    }
    let token = &text[..number_length(text)];
    let token = token.strip_suffix('.').unwrap_or(token);
    if token.is_empty() {
        return None;
    }
    let after = &text[token.len()..];
    if let Some((value, end)) = in_ordinal(text) {
        let readings = vec![Reading::new(Series::Arabic, value)];
        return Some(Marker { readings, form: Form::Dot, sign: ' ', printed: value.to_string(), end });
    }
    if let Some(number) = draft_number(token) {
        let spaced = after.trim_start_matches(['.', ' ', '\u{a0}', ':']);
        let set = spaced.len() < after.len() && spaced.starts_with(char::is_uppercase);
        return set.then(|| Marker {
            readings: readings(number),
            form: Form::Dot,
            sign: 'P',
            printed: number.to_owned(),
            end: text.len() - spaced.len(),
        });
    }
    let (form, width) = set_off(token, after)?;
    let readings = readings(token);
    let end = token.len() + width;
    let end = end + leading_space(&text[end..]);
    (!readings.is_empty()).then(|| Marker { readings, form, sign: ' ', printed: token.to_owned(), end })
}

/// The number of "PP1" and "OP1": a paragraph of a draft's preamble or of what it decides.
fn draft_number(token: &str) -> Option<&str> {
    let number = token.strip_prefix("PP").or_else(|| token.strip_prefix("OP"))?;
    number.bytes().all(|b| b.is_ascii_digit()).then_some(number).filter(|number| !number.is_empty())
}

/// The value of a number in a circle, in brackets or with a dot that is one character: ①, ⑴, ⒈, ㈠.
fn enclosed(c: char) -> Option<u16> {
    const FIRST: [(char, u32); 5] = [('①', 20), ('⑴', 20), ('⒈', 20), ('㈠', 10), ('㊀', 10)];
    FIRST.into_iter().find_map(|(first, count)| {
        let nth = u32::from(c).checked_sub(u32::from(first)).filter(|nth| *nth < count)?;
        u16::try_from(nth + 1).ok()
    })
}

/// Length of the letters, digits and inner dots at the start.
fn number_length(text: &str) -> usize {
    // "PP1 Recalling", "OP2 Calls upon": paragraphs of drafts.
    if let Some(rest) = text.strip_prefix("PP").or_else(|| text.strip_prefix("OP")) {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        return if (1..=2).contains(&digits) { 2 + digits } else { 0 };
    }
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let mut length = 0;
    for (at, c) in text.char_indices().take(14) {
        let inner_dot = c == '.' && digits && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(c.is_alphanumeric() || inner_dot || c == '|') || (!digits && at > 0 && c.is_ascii_digit()) {
            break;
        }
        // "1.Text" and "1a)" are numbers, "1The" is not.
        if digits && c.is_ascii_alphabetic() && text[at + 1..].starts_with(char::is_alphanumeric) {
            let tail: String = text[at..].chars().take_while(char::is_ascii_alphabetic).collect();
            return if number_suffix(&tail).is_some() { at + tail.len() } else { at };
        }
        length = at + c.len_utf8();
    }
    // "1-bis.", "b-bis)": put in later.
    let tail = text[length..].strip_prefix('-').unwrap_or("");
    let word: usize = tail.chars().take_while(char::is_ascii_lowercase).count();
    let inserted = length > 0 && word > 2 && crate::lexicon::inserted(&tail[..word]).is_some();
    if inserted { length + 1 + word } else { length }
}

/// How the text after a number sets it off, and by how many bytes.
fn set_off(token: &str, after: &str) -> Option<(Form, usize)> {
    let mut chars = after.chars();
    let (c, next) = (chars.next()?, chars.next());
    let spaced = next.is_none_or(char::is_whitespace);
    let letter = next.is_some_and(char::is_alphabetic) || next.is_some_and(|c| "\"“‘«(".contains(c));
    match c {
        ')' | '）' => Some((Form::Half, c.len_utf8())),
        '.' if spaced => {
            // "1.- Text"
            let dash = after[1..].trim_start().strip_prefix("-").filter(|rest| rest.starts_with(' '));
            Some((Form::Dot, dash.map_or(1, |rest| after.len() - rest.len())))
        }
        '.' if next == Some('-') => Some((Form::Dot, 2)),
        // "2.—(1) A keeper", as British regulations count.
        '.' if matches!(next, Some('—' | '–')) => Some((Form::Dot, 1 + next.map_or(0, char::len_utf8))),
        '.' if matches!(next, Some('º' | '°' | 'ª')) => Some((Form::Degree, 3)),
        // "a.that it will", but not "e.g." and not "U.S."
        '.' if letter && after[1..].chars().nth(1) != Some('.') => Some((Form::Dot, 1)),
        '．' => Some((Form::Dot, c.len_utf8())),
        // "1°) Le".
        '°' | 'º' => Some((Form::Degree, c.len_utf8() + usize::from(next == Some(')')))),
        '、' => Some((Form::Comma, c.len_utf8())),
        // "1.1(a) Each": a number and, in brackets at once, that of a point in it.
        '(' if token.bytes().all(|b| b.is_ascii_digit() || b == b'.') && opens_at_once(after) => {
            Some((Form::Bare, 0))
        }
        ' ' | '-' | '–' | '—' if dashed(token, after).is_some() => {
            dashed(token, after).map(|width| (Form::Dot, width))
        }
        c if c.is_whitespace() => bare(token, after).then_some((Form::Bare, c.len_utf8())),
        _ => None,
    }
}

/// "(a) Each" after a number, but not "(a), (b)" or "(a) of" as in a reference.
fn opens_at_once(text: &str) -> bool {
    bracketed(text, 1).is_some_and(|inner| {
        let rest = &text[inner.end..];
        text[..inner.end].ends_with(char::is_whitespace) && !rest.starts_with(char::is_lowercase)
    })
}

/// Length of the dash between a number and its text: "1 - Cada Parte", "1- Cada Parte", "١ - تلتزم", "أ- صيانة".
fn dashed(token: &str, after: &str) -> Option<usize> {
    let eastern =
        !token.is_ascii() && (number::eastern_digits(token).is_some() || token.chars().count() == 1);
    if let Some(width) = roman_dash(token, after) {
        return Some(width);
    }
    let counts = eastern || token.bytes().all(|b| b.is_ascii_digit()) && token.len() <= 3;
    let rest = after.trim_start_matches([' ', '\u{a0}']).strip_prefix(['-', '–', '—'])?;
    let words = rest.trim_start_matches([' ', '\u{a0}']);
    let opens = words.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    // "1-الدول", but not "1-Butanol".
    let spaced = words.len() < rest.len() || words.starts_with(|c: char| c >= '\u{590}');
    (counts && opens && spaced).then(|| after.len() - rest.len())
}

/// "I - manter os faróis;", "II – publicar as cartas;", as Portuguese acts count below an article.
fn roman_dash(token: &str, after: &str) -> Option<usize> {
    let upper = token.len() <= 6 && token.bytes().all(|b| b.is_ascii_uppercase());
    roman::read(token).filter(|_| upper)?;
    let rest = after.strip_prefix(' ')?.strip_prefix(['-', '–', '—'])?;
    let words = rest.strip_prefix(' ')?;
    words.starts_with(char::is_lowercase).then(|| after.len() - rest.len())
}

/// Whether a number with only space after it may open an item: "1 The Parties", "a producing".
fn bare(token: &str, after: &str) -> bool {
    let next = after.trim_start().chars().next();
    let digits = token.chars().all(|c| c.is_ascii_digit() || c == '.');
    // "1bis The owner".
    let figures = token.len() - token.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=3).contains(&figures) && crate::lexicon::inserted(&token[figures..]).is_some() {
        return next.is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    }
    // "２　締約国は", "一　港", "イ　港": the wide space, which web pages fold, sets the number off.
    if !token.is_ascii() && next.is_some_and(|c| c >= '\u{3000}') {
        let kana = token.chars().count() == 1
            && ('\u{30a0}'..='\u{30ff}').contains(&token.chars().next().unwrap_or(' '));
        return number::eastern_digits(token).is_some() || chinese::read(token).is_some() || kana;
    }
    if digits && token.matches('.').count() > 1 && next.is_some_and(char::is_alphabetic) {
        return token.len() <= 9;
    }
    if digits {
        token.len() <= 9
            && (token.contains('.') || token.len() <= 3)
            && next.is_some_and(|c| c.is_uppercase() || "\"“‘«(".contains(c) || !c.is_ascii())
    } else {
        let roman = roman::read(token).is_some() && token.len() <= 4;
        (token.len() == 1 || roman)
            && token.bytes().all(|b| b.is_ascii_lowercase())
            && next.is_some_and(|c| c.is_alphabetic() || "\"“‘«„".contains(c))
    }
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// "[12] The Court": a paragraph of a judgment.
fn court(text: &str) -> Option<Marker> {
    let inside = text.strip_prefix('[')?;
    let (number, rest) = inside.split_once("] ")?;
    let words = rest.trim_start();
    let plain = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let opens = words.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || "“‘«\"".contains(c));
    (plain && opens).then(|| Marker {
        readings: readings(number),
        form: Form::Round,
        sign: '[',
        printed: number.to_owned(),
        end: text.len() - words.len(),
    })
}

/// (1), (a), (iv), (1a), （一）.
fn bracketed(text: &str, open: usize) -> Option<Marker> {
    let inside = &text[open..];
    let close = inside.char_indices().take(10).find(|(_, c)| matches!(c, ')' | '）'))?;
    let token = inside[..close.0].trim();
    let readings = readings(token);
    let end = open + close.0 + close.1.len_utf8();
    let end = end + leading_space(&text[end..]);
    (!readings.is_empty()).then(|| Marker {
        readings,
        form: Form::Round,
        sign: ' ',
        printed: token.to_owned(),
        end,
    })
}

/// A bullet, a dash or a private-use sign with space or a letter after it.
fn bullet(text: &str, first: char) -> Option<Marker> {
    let rest = &text[first.len_utf8()..];
    let spaced = rest.starts_with(char::is_whitespace);
    let sure = "•‣◦▪■●○▫□☐☑☒➢➤►✓✔❖◆◇∙⁃·".contains(first) || ('\u{e000}'..='\u{f8ff}').contains(&first);
    let dash = matches!(first, '-' | '–' | '—' | '―' | '*' | '−') && spaced;
    let letter_o = first == 'o' && rest.starts_with(['\t', '\u{a0}']);
    // "☐ Yes ☐ No" answers a question.
    let answers = "☐☑☒".contains(first) && rest.contains(['☐', '☑', '☒']);
    if !(sure || dash || letter_o) || answers || rest.trim().is_empty() {
        return None;
    }
    let sign = match first {
        '–' | '—' | '―' | '−' => '-',
        '☑' | '☒' => '☐',
        _ => first,
    };
    let end = first.len_utf8() + leading_space(rest);
    let end = end + box_length(&text[end..]).unwrap_or(0);
    Some(Marker {
        readings: vec![Reading::new(Series::Bullet, 1)],
        form: Form::Sign,
        sign,
        printed: String::new(),
        end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(text: &str) -> Option<(Form, String, &str)> {
        marker(text).map(|m| (m.form, m.printed, &text[m.end..]))
    }

    #[test]
    fn markers_of_every_form_are_read() {
        assert_eq!(mark("(12) Next"), Some((Form::Round, "12".into(), "Next")));
        assert_eq!(mark("(aa) next"), Some((Form::Round, "aa".into(), "next")));
        assert_eq!(mark("1. Each"), Some((Form::Dot, "1".into(), "Each")));
        assert_eq!(mark("1.2.3. Each"), Some((Form::Dot, "1.2.3".into(), "Each")));
        assert_eq!(mark("a)Each"), Some((Form::Half, "a".into(), "Each")));
        assert_eq!(mark("a.\"data\" means"), Some((Form::Dot, "a".into(), "\"data\" means")));
        assert_eq!(mark("5bis. Each"), Some((Form::Dot, "5bis".into(), "Each")));
        assert_eq!(mark("1 Each"), Some((Form::Bare, "1".into(), "Each")));
        assert_eq!(mark("1.º Si"), Some((Form::Degree, "1".into(), "Si")));
        assert_eq!(mark("1° Le"), Some((Form::Degree, "1".into(), "Le")));
        assert_eq!(mark("1°) Le"), Some((Form::Degree, "1".into(), "Le")));
        assert_eq!(mark("— one"), Some((Form::Sign, String::new(), "one")));
        assert_eq!(mark("•one"), Some((Form::Sign, String::new(), "one")));
        assert_eq!(mark("（一）各国"), Some((Form::Round, "一".into(), "各国")));
        assert_eq!(mark("а) каждая"), Some((Form::Half, "а".into(), "каждая")));
    }

    #[test]
    fn words_that_look_like_numbers_are_not() {
        for text in
            ["e.g. this", "U.S. law", "the Parties", "A Party may", "1The", "I am", "1 party", "2016-01-01"]
        {
            assert_eq!(mark(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics_and_ends_lie_on_characters(text in "(Article|Annex|§|第|\\(|)[ .]?\\PC{0,20}") {
            if let Some(m) = marker(&text) { prop_assert!(text.get(m.end..).is_some()); }
        }
    }
}
