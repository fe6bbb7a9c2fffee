//! The boxes of tasks: "[ ] light the quays".

/// Where the words of a task begin, with or without its tick: "[ ] light the quays", "[x] sweep them".
pub(super) fn ticked(text: &str) -> Option<usize> {
    box_length(text).filter(|end| !text[*end..].trim().is_empty())
}

/// Length of the box of a task and of the space behind it.
pub(super) fn box_length(text: &str) -> Option<usize> {
    let rest = ["[ ] ", "[x] ", "[X] "].into_iter().find_map(|sign| text.strip_prefix(sign))?;
    Some(text.len() - rest.trim_start().len())
}
