//! Dates as agreements print them: "3 May 2018", "May 3, 2018", "le 1er juin 2019", "2019年5月3日".

use crate::lexicon;

/// Years in which agreements are made.
const YEARS: std::ops::RangeInclusive<u16> = 1600..=2199;

/// Whether a text is nothing but a date.
pub(crate) fn is_date(text: &str) -> bool {
    const LONGEST: usize = 60;
    let text = text.trim().trim_end_matches('.');
    text.len() <= LONGEST && year(text).is_some() && words(text).all(|word| part(word).is_some())
}

/// The year of the last date with a month in a text.
pub(crate) fn year(text: &str) -> Option<u16> {
    let mut month = false;
    let mut found = None;
    for word in words(text) {
        match part(word) {
            Some(Part::Month) => month = true,
            Some(Part::Year(year)) if month => (found, month) = (Some(year), false),
            Some(Part::Whole(year)) => (found, month) = (Some(year), false),
            Some(_) => {}
            None => month = false,
        }
    }
    found
}

/// The last year in a text that has no date: "Data Protection Act, 2019".
pub(crate) fn plain_year(text: &str) -> Option<u16> {
    const LIKELY: std::ops::RangeInclusive<u16> = 1850..=2100;
    let numbers = text.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 4);
    numbers.filter_map(|word| word.parse().ok()).find(|year| LIKELY.contains(year))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '،' | '(' | ')'))
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
    let lower = word.to_lowercase();
    let lower = lower.trim_end_matches('.');
    let as_year = |digits: &str| digits.parse().ok().filter(|year| digits.len() == 4 && YEARS.contains(year));
    if let Some(year) = as_year(lower.trim_end_matches(['г', '년'])) {
        return Some(Part::Year(year));
    }
    let ordinal =
        ["st", "nd", "rd", "th", "er", "º", "°", "일"].iter().find_map(|end| lower.strip_suffix(end));
    let digits = ordinal.unwrap_or(lower).trim_end_matches('.');
    if digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day)) {
        return Some(Part::Day);
    }
    if lexicon::all(|words| words.months).any(|month| month == lower) {
        return Some(Part::Month);
    }
    if ["of", "de", "del", "do", "den", "der", "dated", "du", "le", "the", "года", "el", "di", "van"]
        .contains(&lower)
    {
        return Some(Part::Small);
    }
    let numbers: Vec<&str> =
        lower.split(['年', '月', '日', '-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let counted = numbers.iter().all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    match numbers[..] {
        [year, _, _] | [year, _] if counted && as_year(year).is_some() => as_year(year).map(Part::Whole),
        [_, _, year] if counted => as_year(year).map(Part::Whole),
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
    }
}
