//! What is printed at the start of a line: "(a)", "1.", "•", "Article 5 bis".

use super::number::{self, Reading, Series, number_suffix, readings};
use super::ordinal::{
    ENDINGS, SIGNS, in_ordinal, in_words, inserted_after_hyphen, inserted_alone, letter_alone,
    ordinal_number, raised_ordinal,
};
use super::several::several;
use super::task::{box_length, ticked};
use crate::lexicon::{Division, chinese, division, division_and_number, roman};

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
        return court(text).or_else(|| ticked(text));
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
    if let Some(titled) = several(text).filter(|titled| fits(titled.word)) {
        return Some(titled);
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(text: &str) -> Option<(Form, String, &str)> {
        marker(text).map(|m| (m.form, m.printed, &text[m.end..]))
    }

    fn title(text: &str) -> Option<(Division, String, bool, &str)> {
        titled(text).map(|t| (t.word, t.printed, t.set_off, &text[t.end..]))
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
            if let Some(m) = marker(&text) { prop_assert!(text.get(m.end..).is_some()); }
            if let Some(t) = titled(&text) { prop_assert!(text.get(t.end..).is_some()); }
        }
    }
}
