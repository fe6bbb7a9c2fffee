//! What is wrong with a TOML file, for whoever wrote it by hand.

/// The line of a mistake, and what is wrong there, in words of people and not of programs.
///
/// It is a function of the text, too: an error alone knows bytes and no lines.
pub(crate) fn said(error: &toml::de::Error, text: &str) -> String {
    let what = plain(error.message());
    match error.span() {
        Some(span) => format!("line {}: {what}", line(text, span.start)),
        None => what,
    }
}

/// The line of a byte, from 1.
pub(crate) fn line(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count() + 1
}

fn plain(message: &str) -> String {
    let message =
        message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if let Some((found, wanted)) = unlike(&message) {
        let quotes = if found.starts_with("the text") { " without quotation marks" } else { "" };
        return match wanted {
            "u8" | "u16" | "u32" | "u64" | "usize" | "i64" => {
                format!("{found}: write a whole number{quotes}")
            }
            "f32" | "f64" => format!("{found}: write a number{quotes}"),
            "a boolean" => format!("{found}: write true or false{quotes}"),
            "a string" => format!("{found}: write a text in quotation marks"),
            "a sequence" => format!("{found}: write a list, such as [\"a\", \"b\"]"),
            "a map" => format!("{found}: write a table"),
            other if other.starts_with("struct ") => format!("{found}: write a table"),
            other => format!("{found}: write {other}"),
        };
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let rest =
            rest.replacen(", expected one of ", "; there are ", 1).replacen(", expected ", "; there is ", 1);
        return format!("unknown key {rest}");
    }
    match message.strip_prefix("missing field ") {
        Some(field) => format!("the key {field} is missing"),
        None if message == "duplicate key" => "this key is given twice".to_owned(),
        None => message,
    }
}

/// What was found, and the type that was expected instead.
fn unlike(message: &str) -> Option<(String, &str)> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, wanted) = rest.rsplit_once(", expected ")?;
    let value = |kind: &str| found.strip_prefix(kind).map(|value| value.trim_matches('`').to_owned());
    let found = if let Some(text) = found.strip_prefix("string ") {
        format!("the text {text}")
    } else if let Some(number) = value("integer ").or_else(|| value("floating point ")) {
        number
    } else if let Some(value) = value("boolean ") {
        value
    } else {
        match found {
            "map" => "a table".to_owned(),
            "sequence" => "a list".to_owned(),
            other => other.to_owned(),
        }
    };
    Some((found, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_with_their_line_and_without_the_names_of_types() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(dead_code, reason = "only read")]
        struct File {
            year: u16,
            share: Option<f32>,
            blind: Option<bool>,
            codes: Option<Vec<String>>,
            title: Option<String>,
        }
        for (text, expected) in [
            ("year = \"2018\"", "line 1: the text \"2018\": write a whole number without quotation marks"),
            (
                "year = 1\nshare = \"fine\"",
                "line 2: the text \"fine\": write a number without quotation marks",
            ),
            (
                "year = 1\n\nblind = \"no\"",
                "line 3: the text \"no\": write true or false without quotation marks",
            ),
            ("year = 1\ncodes = \"en\"", "line 2: the text \"en\": write a list, such as [\"a\", \"b\"]"),
            ("year = 1\ntitle = 5", "line 2: 5: write a text in quotation marks"),
            ("year = -44", "line 1: -44: write a whole number"),
            ("title = \"x\"", "line 1: the key `year` is missing"),
        ] {
            assert_eq!(said(&toml::from_str::<File>(text).unwrap_err(), text), expected);
        }
        let unknown = said(&toml::from_str::<File>("year = 1\nyaer = 2").unwrap_err(), "year = 1\nyaer = 2");
        assert!(unknown.starts_with("line 2: unknown key `yaer`; there are `year`, "), "{unknown}");
    }
}
