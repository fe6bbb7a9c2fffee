//! Agreements and clauses as scholars cite them.

mod lists;

pub(crate) use lists::{bibtex, csl_json, ris};

use crosscut::Agreement;
use crosscut::text::lexicon::invisible::stripped;

/// What bibliographies leave out.
pub(crate) const WITHOUT: &str = "decisions, clauses, texts; days and places of adoption, series and numbers, which the \
    study does not know: complete them before printing";

/// As the Oxford standard (OSCOLA) cites it, without the full stop: treaties by their title, other instruments by their
/// author, with the title in quotation marks.
pub(crate) fn oscola(agreement: &Agreement) -> String {
    let title = stripped(&agreement.title);
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
    let title = stripped(&agreement.title);
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
