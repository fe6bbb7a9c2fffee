//! Dates as agreements print them: "3 May 2018", "May 3, 2018", "le 1er juin 2019", "2019年5月3日".

use crate::lexicon;

/// Years in which agreements are made.
const YEARS: std::ops::RangeInclusive<u16> = 1600..=2199;

/// The year of the date in a short text, or the year that it names alone: "March 2029", "2029-03-01".
///
/// ```
/// use crosscut_text::year_in;
/// assert_eq!((year_in("3 mai 2031"), year_in("2029-03-01"), year_in("true")), (Some(2031), Some(2029), None));
/// ```
pub fn year_in(text: &str) -> Option<u16> {
    year(text).or_else(|| plain_year(text))
}

/// Whether a text is nothing but a date.
pub(crate) fn is_date(text: &str) -> bool {
    const LONGEST: usize = 60;
    let text = text.trim().trim_end_matches('.');
    text.len() <= LONGEST && year(text).is_some() && words(text).all(|word| part(word).is_some())
}

/// The year of the last date with a month in a text; what brackets add counts where nothing else does: "of 3 May 2018
/// (status as of 1 July 2020)".
pub(crate) fn year(text: &str) -> Option<u16> {
    let outside = || {
        let mut depth = 0_usize;
        let plain = |c: char| {
            depth = if c == '(' { depth + 1 } else { depth };
            let out = depth == 0;
            depth = if c == ')' { depth.saturating_sub(1) } else { depth };
            if out { c } else { ' ' }
        };
        text.chars().map(plain).collect::<String>()
    };
    let outer = if text.contains('(') { whole_year(&outside()) } else { None };
    outer.or_else(|| whole_year(text)).or_else(|| super::date_words::year(text))
}

/// The year of the last date with a month in the whole of a text.
fn whole_year(text: &str) -> Option<u16> {
    let mut month = false;
    let mut found = None;
    // "2031년 6월": the year comes first.
    let mut before = None;
    for word in words(text) {
        let part = part(word);
        if matches!(part, Some(Part::Month)) && before.is_some() {
            found = before;
        }
        before = match part {
            Some(Part::Year(year)) if !word.ends_with(|c: char| c.is_ascii_digit()) => Some(year),
            _ => None,
        };
        match part {
            Some(Part::Month) => month = true,
            Some(Part::Year(year)) if month => (found, month) = (Some(year), false),
            Some(Part::Whole(year)) => (found, month) = (Some(year), false),
            Some(_) => {}
            None => month = false,
        }
    }
    found.or_else(|| joined(text)).or_else(|| dotted(text))
}

/// The year of the last date in figures with stops: "2030. 12. 3.", as Korean acts are dated.
fn dotted(text: &str) -> Option<u16> {
    let words: Vec<&str> = words(text).collect();
    let counted = |word: &str| word.strip_suffix('.')?.parse::<u16>().ok();
    let date = |window: &[&str]| {
        let [year, month, day] = [counted(window[0])?, counted(window[1])?, counted(window[2])?];
        let dated = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        dated.then_some(year)
    };
    words.windows(3).rev().find_map(date)
}

/// The year of a date in a script without spaces: "2031年6月7日在港口通过", "二〇三一年六月", "平成三十年".
fn joined(text: &str) -> Option<u16> {
    text.match_indices('年').find_map(|(at, sign)| {
        let (before, after) = (&text[..at], &text[at + sign.len()..]);
        era(before).or_else(|| {
            let dated = after.chars().take(4).any(|c| c == '月');
            dated.then(|| counted_year(before)).flatten()
        })
    })
}

/// The year that a text ends with in figures of its script: "2031", "二〇三一", "二千三十一".
fn counted_year(before: &str) -> Option<u16> {
    let digits: Vec<u16> = before.chars().rev().take(4).map_while(digit).collect();
    let figures = digits.iter().rev().try_fold(0_u16, |year, digit| Some(year * 10 + digit));
    let figures = figures.filter(|year| digits.len() == 4 && YEARS.contains(year));
    let numeral = || {
        let start = before.rfind(|c: char| !"零一二三四五六七八九十百千".contains(c));
        let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        lexicon::chinese::read(&before[start..]).filter(|year| YEARS.contains(year))
    };
    figures.or_else(numeral)
}

/// The year that a text ends with in an era of its own: "平成三十", "令和元", "民國一百".
fn era(before: &str) -> Option<u16> {
    const ERAS: [(&str, u16); 7] = [
        ("明治", 1867),
        ("大正", 1911),
        ("昭和", 1925),
        ("平成", 1988),
        ("令和", 2018),
        ("民國", 1911),
        ("民国", 1911),
    ];
    let (at, name, base) =
        ERAS.iter().filter_map(|(name, base)| Some((before.rfind(name)?, name, base))).max()?;
    let nth = before[at + name.len()..].trim();
    let figures = || nth.chars().try_fold(0_u16, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    let nth = if nth == "元" { Some(1) } else { lexicon::chinese::read(nth).or_else(figures) };
    base.checked_add(nth.filter(|nth| (1..=200).contains(nth))?)
}

/// The value of a figure of any of the scripts that dates are written in.
fn digit(c: char) -> Option<u16> {
    const HAN: &str = "〇一二三四五六七八九";
    let wide = u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10);
    let value = c.to_digit(10).or(wide).and_then(|digit| u16::try_from(digit).ok());
    value.or_else(|| (0..).zip(HAN.chars()).find(|(_, han)| *han == c).map(|(value, _)| value))
}

/// A figure of Arabic or Persian as one of ours; anything else as it is.
fn ascii_figure(c: char) -> char {
    let value = ['٠', '۰'].into_iter().find_map(|zero| u32::from(c).checked_sub(u32::from(zero)));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// Whether a line says where and when a text was made, and no more: "(Lisbon, 3 May 2012)", "3 May 2012".
///
/// ```
/// use crosscut_text::is_dateline;
/// assert!(is_dateline("Bergen, 12-14 May 2015") && is_dateline("3 May 2012"));
/// assert!(is_dateline("Concluded at Bergen on 3 May 2012"));
/// assert!(!is_dateline("The meeting of 3 May 2012"));
/// ```
pub fn is_dateline(text: &str) -> bool {
    let text = text.trim();
    let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    is_date(bare) || is_place_and_date(bare) || is_concluded(bare)
}

/// "Concluded at Bergen on 3 May 2012": short, and nothing but that.
fn is_concluded(text: &str) -> bool {
    const WORDS: usize = 10;
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let last = text.trim_end_matches('.').split_whitespace().next_back();
    lexicon::all(|words| words.concluded).any(|word| word == first)
        && text.split_whitespace().count() <= WORDS
        && last.is_some_and(is_part)
        && year(text).is_some()
}

/// Whether a line is a place and a date: "Paris, 12 November 2018", "Paris, le 12 novembre 2018".
pub(crate) fn is_place_and_date(text: &str) -> bool {
    const LONGEST: usize = 80;
    const PLACE: usize = 4;
    let text = text.trim().trim_end_matches('.');
    let Some((place, rest)) = text.split_once([',', '،']).filter(|_| text.chars().count() < LONGEST) else {
        return false;
    };
    let words: Vec<&str> = rest.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let months = || words.iter().any(|word| matches!(part(word), Some(Part::Month)));
    let ends_in_year = || words.last().is_some_and(|word| matches!(part(word), Some(Part::Year(_))));
    // "Alma, Thursday 3 May 2018".
    let others = || words.iter().filter(|word| part(word).is_none()).count();
    let dated = is_date(rest) || words.len() > 1 && others() <= 1 && months() && ends_in_year();
    let named = place.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    dated && named && place.split_whitespace().count() <= PLACE && !is_date(text)
}

/// Whether a line is a date, with a place or in brackets with more besides: "(GU n. 70 del 24-3-2018)".
pub(crate) fn is_dated_line(text: &str) -> bool {
    const WORDS: usize = 14;
    let text = text.trim();
    let inside = text.strip_prefix(['(', '[', '（']).and_then(|text| text.strip_suffix([')', ']', '）']));
    let bracketed = |inside: &str| {
        !inside.contains(['(', ')']) && inside.split_whitespace().count() <= WORDS && year(inside).is_some()
    };
    is_dateline(text) || inside.is_some_and(bracketed)
}

/// Whether a word may be one of a date: "3", "May", "of", "2018".
pub(crate) fn is_part(word: &str) -> bool {
    let word = word.trim_matches(|c: char| matches!(c, ',' | '(' | ')' | '،'));
    part(word).is_some()
}

/// The last year in a text that has no date: "Data Protection Act, 2019".
pub(crate) fn plain_year(text: &str) -> Option<u16> {
    const LIKELY: std::ops::RangeInclusive<u16> = 1850..=2100;
    let numbers = text.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 4);
    numbers.filter_map(|word| word.parse().ok()).find(|year| LIKELY.contains(year))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '(' | ')' | '[' | ']'))
        .filter(|word| !word.is_empty())
}

/// What a word of a date is.
enum Part {
    Day,
    Month,
    Year(u16),
    Small,
    /// A whole date in one word, with its year: "2019年5月3日", "2019-05-03", "03.05.2019".
    Whole(u16),
}

fn part(word: &str) -> Option<Part> {
    let lower: String = word.chars().flat_map(char::to_lowercase).map(ascii_figure).collect();
    let lower = lower.trim_end_matches('.');
    let as_year = |digits: &str| digits.parse().ok().filter(|year| digits.len() == 4 && YEARS.contains(year));
    if let Some(year) = as_year(lower.trim_end_matches(['г', '년', 'م'])) {
        return Some(Part::Year(year));
    }
    let ordinal =
        ["st", "nd", "rd", "th", "er", "º", "°", "일"].iter().find_map(|end| lower.strip_suffix(end));
    let digits = ordinal.unwrap_or(lower).trim_end_matches('.');
    let is_day =
        |digits: &str| digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    // "15-16 November".
    if is_day(digits) || digits.split_once(['-', '–']).is_some_and(|(from, to)| is_day(from) && is_day(to))
    {
        return Some(Part::Day);
    }
    let is_month = |name: &str| lexicon::all(|words| words.months).any(|month| month == name);
    let korean = lower.strip_suffix('월').is_some_and(|month| month.parse::<u8>().is_ok());
    if korean || is_month(lower) || lower.split_once('/').is_some_and(|(a, b)| is_month(a) || is_month(b)) {
        return Some(Part::Month);
    }
    if lexicon::all(|words| words.dating).any(|small| small == lower) {
        return Some(Part::Small);
    }
    let numbers: Vec<&str> =
        lower.split(['年', '月', '日', '-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let counted = numbers.iter().all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    let small = |parts: &[&str]| parts.iter().all(|part| part.len() <= 2);
    match numbers[..] {
        [year, ref rest @ ..] if counted && (1..=2).contains(&rest.len()) && small(rest) => {
            as_year(year).map(Part::Whole)
        }
        [_, _, year] if counted => as_year(year).map(Part::Whole),
        // "23.XI.2001", as the Council of Europe dates.
        [day, month, year]
            if is_day(day) && lexicon::roman::read(&month.to_uppercase()).is_some_and(|nth| nth <= 12) =>
        {
            as_year(year).map(Part::Whole)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers_and_places() {
        for text in [
            "3 May 2018",
            "May 3, 2018",
            "le 1er juin 2019",
            "12. März 2020",
            "2019年5月3日",
            "24 марта 2012 года",
        ] {
            assert!(is_date(text), "{text}");
        }
        for text in ["Paris, 3 May 2018", "May 2018 was warm", "Part 3", "2018", "the 3 of 12"] {
            assert!(!is_date(text), "{text}");
        }
        assert_eq!(year("Adopted by the Council on 5 June 2003 at its third session"), Some(2003));
        assert_eq!(year("resolution 2018 of the Board"), None);
        for text in [
            "2031年6月7日在港口通过",
            "二〇三一年六月七日",
            "2031년 6월 7일 채택",
            "7 حزيران/يونيه 2031",
            "στις 7 Ιουνίου 2031",
            "Port Alma, 7.VI.2031",
            "15-16 June 2031",
            "of 7 June 2031 (status as of 1 January 2033)",
            "(令和十三年法律第九号)",
            "二千三十一年六月七日にアルマで作成した",
            "done this seventh day of June, two thousand and thirty-one",
            "٧ يونيو ٢٠٣١م",
            "2031. június 7.",
            "7. kesäkuuta 2031",
            "7 Haziran 2031",
            "7 iunie 2031",
            "dne 7. června 2031",
            "Совершено в Альме 7 июня 2031 года",
        ] {
            assert_eq!(year(text), Some(2031), "{text}");
        }
        assert_eq!(year("of 12 March 2031 on lamps (2029/2999(RSP))"), Some(2031));
        for text in ["Alma, 12 November 2018", "Alma, le 12 novembre 2018", "Альма, 7 июня 2031 года"]
        {
            assert!(is_place_and_date(text), "{text}");
        }
        for text in
            ["(Alma, 3-5 May 2031)", "(GU n. 70 del 24-3-2031)", "Alma, 7-9 October 2031", "3 May 2031"]
        {
            assert!(is_dated_line(text), "{text}");
        }
        for text in ["(Lamps)", "(a) lamps that were lit on 3 May 2031 by (a) keeper", "Lamps of 2031"] {
            assert!(!is_dated_line(text), "{text}");
        }
        for text in
            ["May 3, 2018", "In Alma, lamps were lit in May 2018", "the lamps, 12 May 2018", "Alma, 2018"]
        {
            assert!(!is_place_and_date(text), "{text}");
        }
    }
}
