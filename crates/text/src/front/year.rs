//! The year in which a text was adopted, told from its front, its title or its end.

use super::{LINES, Line, ends_statement, is_act, is_reason, is_signing};
use crate::{Document, date, lexicon, titling};

/// The year of the front's date of adoption, else of its first date, else in the title, else of the signatures.
pub(super) fn year(document: &Document, lines: &[Line<'_>], title: Option<&str>) -> Option<u16> {
    // A date that the title cites with another act is that act's: "amending the Agreement of 3 May 1962".
    let own = title.map_or("", titling::own_part);
    let cited = |line: &&Line<'_>| {
        title.is_some_and(|title| title.contains(line.text)) && !own.contains(line.text) && !is_act(line.text)
    };
    let dated = |line: &&Line<'_>| {
        let short = line.text.split_whitespace().count() <= 14;
        (date::is_date(line.text) || short || Some(line.text) == title || is_act(line.text))
            && !is_reason(line.text)
            && !is_consolidated(line.text)
            && !cited(line)
    };
    const LONG: usize = 40;
    let adopted = |line: &&Line<'_>| {
        line.text.split_whitespace().count() <= LONG && !is_reason(line.text) && tells_adoption(line.text)
    };
    let first = |text: &str| date::year(titling::before_update(text));
    let on_front = || lines.iter().filter(dated).find_map(|line| first(line.text));
    let adopted = lines.iter().filter(adopted).find_map(|line| first(line.text));
    let in_title = || date::year(own).or_else(|| date::plain_year(own));
    let printed = || adopted.or_else(on_front).or_else(in_title);
    let edition = || lines.iter().find_map(|line| edition(line.text));
    printed().or_else(edition).or_else(|| {
        let last = document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text()).rev().take(LINES);
        let texts = last.filter_map(|paragraph| paragraph.span.cut(&document.text));
        // "… in force. Done at Alma, 22 March 2003."
        let signed =
            |text: &&str| is_signing(text.trim()) || opens_adopted(text) || date::is_place_and_date(text);
        let closing =
            || document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text()).rev().take(4);
        let closed = || closing().filter_map(|one| one.span.cut(&document.text)).find_map(date_at_end);
        let changed = lines.iter().filter(|line| titling::opens_published(line.text));
        let later = || {
            let cited = title.and_then(date::year).or_else(|| title.and_then(date::plain_year));
            cited.or_else(|| changed.clone().find_map(|line| date::year(line.text)))
        };
        texts
            .flat_map(|text| text.split('.'))
            .filter(signed)
            .find_map(date::year)
            .or_else(closed)
            .or_else(later)
    })
}

/// The year of a short line that ends with a date and is no sentence: "9th plenary meeting 15 December 2019".
fn date_at_end(text: &str) -> Option<u16> {
    const WORDS: usize = 10;
    let words = text.split_whitespace().count();
    let last = text.split_whitespace().last().is_some_and(date::is_part);
    (words <= WORDS && last && !ends_statement(text)).then(|| date::year(text)).flatten()
}

/// The year of a standard's edition: "ISO/IEC 27001:2022(E)".
fn edition(text: &str) -> Option<u16> {
    let (number, year) = text.split_once(':')?;
    let year = year.get(..4).filter(|_| number.ends_with(|c: char| c.is_ascii_digit()))?;
    date::plain_year(year).filter(|_| text.split_whitespace().count() <= 4)
}

/// "ADOPTED in Port Alma on the Third of May in the Year Two Thousand and Nine".
pub(crate) fn opens_adopted(text: &str) -> bool {
    let lower: String = text.trim().chars().take(20).collect::<String>().to_lowercase();
    lexicon::all(|words| words.adopted).any(|word| lower.starts_with(word))
}

/// "02016R0679 — EN — 04.05.2016 — 001.001", "2004R0913 — EN — 01.07.2012": the head of a consolidated act, whose date is
/// that of its last amendment.
fn is_consolidated(text: &str) -> bool {
    // "02016R0679", "32006L0912", "2004R0913": the sector, where it is named, the year, a letter or two, the number.
    let celex = |word: &str| {
        let year = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = word[year..].trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = word.len() - year - rest.len();
        (4..=5).contains(&year)
            && (1..=2).contains(&letters)
            && rest.len() == 4
            && rest.bytes().all(|b| b.is_ascii_digit())
    };
    text.split_whitespace().take(5).any(celex)
}

/// Whether a line says when the text was adopted: "Resolution adopted by the General Assembly on …".
pub(crate) fn tells_adoption(text: &str) -> bool {
    let lower = text.to_lowercase();
    lexicon::all(|words| words.adopted).any(|word| lower.contains(word))
}
