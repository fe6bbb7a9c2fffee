//! The boxes of tasks: "[ ] light the quays".

use super::marker::{Form, Marker};
use super::number::{Reading, Series};

/// "[ ] light the quays", "[x] sweep them": a task, with or without its tick.
pub(super) fn ticked(text: &str) -> Option<Marker> {
    let end = box_length(text).filter(|end| !text[*end..].trim().is_empty())?;
    let readings = vec![Reading::new(Series::Bullet, 1)];
    Some(Marker { readings, form: Form::Sign, sign: '☐', printed: String::new(), end })
}

/// Length of the box of a task and of the space behind it.
pub(super) fn box_length(text: &str) -> Option<usize> {
    let rest = ["[ ] ", "[x] ", "[X] "].into_iter().find_map(|sign| text.strip_prefix(sign))?;
    Some(text.len() - rest.trim_start().len())
}
