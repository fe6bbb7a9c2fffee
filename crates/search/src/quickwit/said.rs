//! Sets of clauses in Quickwit's query language.

/// A set, or why it cannot be said.
pub(crate) type Said = Result<String, String>;

/// Words in a row that may be asked for: clauses are exported so that every row of so many words is found.
pub(crate) const LONGEST_ROW: usize = 5;

/// Rows that one phrase with patterns may stand for.
const MOST: usize = 2_000;

/// No clause at all.
pub(crate) const NOTHING: &str = "(+* -*)";

/// What any of these is; `None` where it is not asked for.
pub(crate) fn any(parts: Vec<Option<Said>>) -> Option<Said> {
    joined(parts, " OR ")
}

/// What all of these are.
pub(crate) fn all(parts: Vec<Option<Said>>) -> Option<Said> {
    joined(parts, " AND ")
}

fn joined(parts: Vec<Option<Said>>, sign: &str) -> Option<Said> {
    let parts: Result<Vec<String>, String> =
        parts.into_iter().collect::<Option<Vec<_>>>()?.into_iter().collect();
    Some(parts.map(|mut parts| match parts.len() {
        1 => parts.remove(0),
        _ => format!("({})", parts.join(sign)),
    }))
}

/// All but what a part is.
pub(crate) fn none(part: &Option<Said>) -> Option<Said> {
    let but = |part: &String| format!("(+* -{part})");
    part.as_ref().map(|part| part.as_ref().map(but).map_err(Clone::clone))
}

/// One of several values of a field.
pub(crate) fn value<V: AsRef<str>>(field: &str, values: &[V]) -> String {
    match values {
        [one] => format!("{field}:{}", quoted(one.as_ref())),
        several => {
            let list: Vec<String> = several.iter().map(|value| quoted(value.as_ref())).collect();
            format!("{field}: IN [{}]", list.join(" "))
        }
    }
}

/// Words in a row, each one of several.
pub(crate) fn row(field: &str, slots: &[Vec<String>], apart: Option<u32>) -> Said {
    if let [one] = slots {
        return Ok(value(field, one));
    }
    if apart.is_some() {
        return Err("words in any order near each other cannot be asked of Quickwit".into());
    }
    if slots.iter().any(Vec::is_empty) {
        return Err("a * that stands for any word cannot be asked of Quickwit".into());
    }
    if slots.len() > LONGEST_ROW {
        return Err(format!(
            "Quickwit is asked for at most {LONGEST_ROW} words in a row: make the phrase shorter"
        ));
    }
    if slots.iter().map(Vec::len).product::<usize>() > MOST {
        return Err(format!("its patterns stand for more than {MOST} rows of words: make them longer"));
    }
    let mut rows = vec![String::new()];
    for slot in slots {
        let longer =
            |row: &String, word: &String| if row.is_empty() { word.clone() } else { format!("{row} {word}") };
        rows = rows.iter().flat_map(|row| slot.iter().map(move |word| longer(row, word))).collect();
    }
    let rows: Vec<String> = rows.iter().map(|row| value(field, &[row])).collect();
    Ok(if let [one] = &rows[..] { one.clone() } else { format!("({})", rows.join(" OR ")) })
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(slots: &[&[&str]]) -> Vec<Vec<String>> {
        slots.iter().map(|slot| slot.iter().map(|&word| word.to_owned()).collect()).collect()
    }

    #[test]
    fn rows_and_what_is_no_row() {
        let said = |words: &[&[&str]]| row("own", &slots(words), None);
        assert_eq!(said(&[&["a"]]).unwrap(), "own:\"a\"");
        assert_eq!(said(&[&["a", "b"]]).unwrap(), "own: IN [\"a\" \"b\"]");
        assert_eq!(said(&[&["a"], &["b", "c"]]).unwrap(), "(own:\"a b\" OR own:\"a c\")");
        assert!(said(&[&["a"][..]; 6]).unwrap_err().contains("5 words"));
        assert!(row("own", &slots(&[&["a"], &["b"]]), Some(3)).unwrap_err().contains("any order"));
        assert_eq!(quoted("a\"b\\"), r#""a\"b\\""#);
    }
}
