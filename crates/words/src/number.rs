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

/// A share of 0 to 1: "98 %". Never rounded up, so that only what is whole is "100 %".
pub fn percent(share: f64) -> String {
    // A share that was kept with fewer digits may lie a hair below its percentage.
    format!("{} %", (share * 100.0 + 1e-4).floor())
}

/// How alike two texts are, 0 to 1: "98 % alike".
pub fn alike(share: f64) -> String {
    format!("{} alike", percent(share))
}

/// A message with a capital letter and a full stop.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    // A path is written as it is.
    let is_path = message.split_whitespace().next().is_some_and(|word| word.contains(['/', '\\']));
    if is_path {
        let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
        return format!("{message}{stop}");
    }
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
    fn a_share_has_one_percentage_wherever_it_is_told() {
        assert_eq!([0.0, 0.29, 0.987, 0.9999, 1.0].map(percent), ["0 %", "29 %", "98 %", "99 %", "100 %"]);
        assert_eq!(percent(f64::from(0.57_f32)), "57 %");
        assert_eq!(alike(0.9861), "98 % alike");
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentence("no clause"), "No clause.");
        assert_eq!(sentence("Done!"), "Done!");
    }
}
