//! Counts and sentences.

/// A count with its noun: "1 clause", "2 clauses", "3 losses".
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let ending = if noun.ends_with('s') { "es" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// The form that goes with a count: `plural(n, "is", "are")`.
pub fn plural<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// A message with a capital letter and a full stop.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_everything_else_plural() {
        assert_eq!(counted(1, "agreement"), "1 agreement");
        assert_eq!(counted(0, "agreement"), "0 agreements");
        assert_eq!(counted(2, "loss"), "2 losses");
        assert_eq!(plural(1, "is", "are"), "is");
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("no clause"), "No clause.");
        assert_eq!(sentence("Done!"), "Done!");
    }
}
