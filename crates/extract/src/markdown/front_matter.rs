//! Front matter in YAML or TOML, as far as it holds scalars: "title" and "date".

/// The year of the date that a text gives itself; a key that holds none ("published: true") says nothing.
pub(super) fn year(source: &str) -> Option<u16> {
    const KEYS: [&str; 6] = ["date", "adopted", "issued", "published", "publishdate", "year"];
    KEYS.into_iter().find_map(|key| crosscut_text::year_in(&value(source, key)?))
}

/// What stands behind a key, in any case of its letters, and the sign that parts them.
fn entry<'s>(line: &'s str, key: &str) -> Option<&'s str> {
    let own = line.get(..key.len()).filter(|own| own.eq_ignore_ascii_case(key))?;
    line[own.len()..].trim_start().strip_prefix([':', '='])
}

/// The value of a key of the outermost level.
pub(super) fn value(source: &str, key: &str) -> Option<String> {
    let mut lines = source.lines();
    let first = lines.by_ref().find_map(|line| entry(line, key))?.trim();
    let more: Vec<&str> = lines
        .take_while(|line| line.trim().is_empty() || line.starts_with([' ', '\t']))
        .map(str::trim)
        .collect();
    let value = match first.chars().next() {
        Some('"') => double_quoted(&folded(first, &more, true)),
        Some('\'') => single_quoted(&folded(first, &more, false)),
        Some('|' | '>') => folded("", &more, false).trim().to_owned(),
        Some('[' | '{') | None if more.is_empty() => return None,
        _ => {
            let plain = folded(first, &more, false);
            plain.split(" #").next().unwrap_or_default().trim().to_owned()
        }
    };
    (!value.is_empty()).then_some(value)
}

/// A scalar on one line; `escapes`: a backslash at the end of a line takes the break away.
fn folded(first: &str, more: &[&str], escapes: bool) -> String {
    let mut text = first.to_owned();
    for line in more.iter().filter(|line| !line.is_empty()) {
        match text.strip_suffix('\\').filter(|before| escapes && !before.ends_with('\\')) {
            Some(before) => text.truncate(before.len()),
            None => text.push(' '),
        }
        text.push_str(line);
    }
    text
}

/// The text between single quotes, in which two stand for one.
fn single_quoted(text: &str) -> String {
    let mut value = String::new();
    let mut chars = text.chars().skip(1).peekable();
    while let Some(c) = chars.next() {
        if c == '\'' && chars.next_if_eq(&'\'').is_none() {
            break;
        }
        value.push(c);
    }
    value
}

/// The text between double quotes without its escapes.
fn double_quoted(text: &str) -> String {
    let mut value = String::new();
    let mut chars = text.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n' | 't' | 'r' | '_' | ' ' | 'N' | 'L' | 'P') => value.push(' '),
                Some(kind @ ('x' | 'u' | 'U')) => {
                    let length = match kind {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    let digits: String = chars.by_ref().take(length).collect();
                    value.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some(other) => value.push(other),
                None => {}
            },
            _ => value.push(c),
        }
    }
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_read_in_every_style() {
        for (source, title) in [
            ("title: Plain words # a comment\n", "Plain words"),
            ("title: Plain words\n  over two lines\ndate: 2019\n", "Plain words over two lines"),
            ("title: \"The \\\"Code\\\" of\\_Ports\\u0021\"", "The \"Code\" of Ports!"),
            ("title: \"Safe\\\n  \\ Ports\"", "Safe Ports"),
            ("title: 'Keepers'' Code'", "Keepers' Code"),
            ("title: >-\n  Folded\n  words\n", "Folded words"),
            ("title = \"Safe Ports\"\n", "Safe Ports"),
            ("Title: Safe Ports\n", "Safe Ports"),
        ] {
            assert_eq!(value(source, "title").as_deref(), Some(title), "{source}");
        }
        assert_eq!(value("subtitle: x\n  title: y\n", "title"), None);
    }

    #[test]
    fn the_year_is_that_of_a_date() {
        assert_eq!(year("published: true\ndate: 2041-06-02\n"), Some(2041));
        assert_eq!(year("date: \"March 2029\"\n"), Some(2029));
        assert_eq!(year("published: 3 mai 2031\n"), Some(2031));
        assert_eq!(year("date = 2033-04-02T10:00:00Z\n"), Some(2033));
        assert_eq!(year("year: 2030\n"), Some(2030));
        assert_eq!(year("published: true\n"), None);
    }
}
