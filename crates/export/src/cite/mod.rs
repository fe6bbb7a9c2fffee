//! Agreements and clauses as scholars cite them.

mod lists;

pub(crate) use lists::{bibtex, csl_json, ris};

use crosscut::Agreement;
use crosscut::text::lexicon::{invisible::stripped, roman};
use crosscut::text::{Analyzer, Language};

/// What bibliographies leave out.
pub(crate) const WITHOUT: &str = "decisions, clauses, texts; days and places of adoption, series and numbers, which the \
    study does not know: complete them before printing";

/// Letters that a title has at least before it can be said to shout.
const SHOUT: usize = 12;

/// The title of an agreement: one in capitals alone, as title pages have it, in ordinary letters. Words of up to three
/// letters stay where they may be abbreviations.
pub(crate) fn title(agreement: &Agreement) -> String {
    let title = stripped(&agreement.title);
    let capitals = title.chars().filter(|c| c.is_uppercase()).count();
    if capitals < SHOUT || title.chars().any(char::is_lowercase) {
        return title;
    }
    let language = match Language::detect(&title.to_lowercase()) {
        Language::Undetermined => Language::English,
        language => language,
    };
    let analyzer = Analyzer::new(language);
    let word = |(place, word): (usize, &str)| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_small = analyzer.is_stop_word(letters);
        if word.starts_with('(')
            || letters.contains(|c: char| c.is_numeric())
            || roman::read(letters).is_some()
        {
            word.to_owned()
        } else if place > 0 && is_small {
            word.to_lowercase()
        } else if letters.chars().count() <= 3 && !is_small {
            word.to_owned()
        } else {
            let (first, rest) = word.split_at(
                word.find(char::is_alphabetic)
                    .map_or(0, |at| at + word[at..].chars().next().map_or(0, char::len_utf8)),
            );
            first.to_owned() + &rest.to_lowercase()
        }
    };
    title.split_whitespace().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// As the Oxford standard (OSCOLA) cites it, without the full stop: treaties by their title, other instruments by their
/// author, with the title in quotation marks.
pub(crate) fn oscola(agreement: &Agreement) -> String {
    let title = title(agreement);
    let year = agreement.year.map(|year| year.to_string());
    let body = agreement.body.as_deref().map(stripped);
    match (agreement.binding, body, year) {
        (Some(true), _, Some(year)) => format!("{title} (adopted {year})"),
        (Some(true), ..) => title,
        (_, Some(body), Some(year)) => format!("{body}, ‘{title}’ ({year}){}", web(agreement)),
        (_, Some(body), None) => format!("{body}, ‘{title}’{}", web(agreement)),
        (_, None, Some(year)) => format!("‘{title}’ ({year}){}", web(agreement)),
        (_, None, None) => format!("‘{title}’{}", web(agreement)),
    }
}

fn web(agreement: &Agreement) -> String {
    agreement.url.as_deref().map(|url| format!(" <{}>", stripped(url))).unwrap_or_default()
}

/// As the American Psychological Association (APA, 7th edition) lists it: before the title, the title, after it.
pub(crate) fn apa(agreement: &Agreement) -> [String; 3] {
    let title = title(agreement);
    let year = agreement.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
    let url = agreement.url.as_deref().map(|url| format!(" {}", stripped(url))).unwrap_or_default();
    match &agreement.body {
        Some(body) => {
            [format!("{}. ({year}). ", stripped(body).trim_end_matches('.')), title, format!(".{url}")]
        }
        None => [String::new(), title, format!(". ({year}).{url}")],
    }
}

/// The place of a clause as a citation ends with it: "art 9(2)(a)".
pub(crate) fn pinpoint(locator: &str) -> String {
    let short = [("Article ", "art "), ("Articles ", "arts "), ("Paragraph ", "para "), ("Section ", "s ")];
    for (long, short) in short {
        if let Some(rest) = locator.strip_prefix(long) {
            return format!("{short}{rest}");
        }
    }
    let mut letters = locator.chars();
    let capitals = locator.chars().nth(1).is_some_and(char::is_uppercase);
    match letters.next() {
        Some(first) if !capitals => first.to_lowercase().chain(letters).collect(),
        _ => locator.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut::text::AgreementId;

    #[test]
    fn treaties_and_other_instruments_are_cited_differently() {
        let mut agreement = Agreement::named(AgreementId::slug("c"), "Convention on Harbours");
        (agreement.year, agreement.binding, agreement.body) =
            (Some(2001), Some(true), Some("Harbour Council".into()));
        assert_eq!(oscola(&agreement), "Convention on Harbours (adopted 2001)");
        assert_eq!(apa(&agreement).concat(), "Harbour Council. (2001). Convention on Harbours.");
        (agreement.binding, agreement.url) = (Some(false), Some("https://example.org/h".into()));
        assert_eq!(
            oscola(&agreement),
            "Harbour Council, ‘Convention on Harbours’ (2001) <https://example.org/h>"
        );
        let unknown = Agreement::named(AgreementId::slug("u"), "Call");
        assert_eq!((oscola(&unknown), apa(&unknown).concat()), ("‘Call’".into(), "Call. (n.d.).".into()));
    }

    #[test]
    fn a_title_in_capitals_is_written_in_ordinary_letters() {
        for (given, expected) in [
            (
                "HARBOUR UNION CONVENTION ON SHIPS AND THE SAFETY OF CO-OPERATION",
                "Harbour Union Convention on Ships and the Safety of Co-operation",
            ),
            (
                "REGULATION (EU) 2016/679 OF THE COUNCIL, PART XIV ON ICT",
                "Regulation (EU) 2016/679 of the Council, Part XIV on ICT",
            ),
            ("«THE CALL» FOR ALL THE HARBOURS", "«The Call» for all the Harbours"),
            ("Convention on ICT", "Convention on ICT"),
            ("NIS 2", "NIS 2"),
            ("公约公约公约公约公约公约", "公约公约公约公约公约公约"),
        ] {
            let agreement = Agreement::named(AgreementId::slug("a"), given);
            assert_eq!(title(&agreement), expected);
        }
    }

    #[test]
    fn places_are_shortened_as_lawyers_do() {
        for (locator, expected) in [
            ("Article 9(2)(a)", "art 9(2)(a)"),
            ("Annex I", "annex I"),
            ("II, point 3", "II, point 3"),
            ("", ""),
        ] {
            assert_eq!(pinpoint(locator), expected);
        }
    }
}
