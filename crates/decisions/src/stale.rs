//! A decision on what is not any more as the coder saw it.

use super::{Element, ElementId};
use std::fmt;

/// An element changed since a coder looked at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stale {
    /// The element that the decision is about.
    pub element: ElementId,
    /// As the coder saw it; none when it was not there.
    pub then: Option<Element>,
    /// As it is, under the element that it was merged into where it was; none when it is gone.
    pub now: Option<Element>,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.then, &self.now) {
            (Some(then), None) => write!(f, "“{}” was undone since you looked", then.name),
            (Some(then), Some(now)) if now.id != self.element => {
                write!(f, "“{}” was merged into “{}” since you looked", then.name, now.name)
            }
            (Some(then), Some(now)) if then.name != now.name => {
                write!(f, "“{}” is called “{}” since you looked", then.name, now.name)
            }
            (Some(_), Some(now)) => write!(f, "“{}” was changed since you looked", now.name),
            (None, Some(now)) => write!(f, "“{}” was confirmed since you looked", now.name),
            (None, None) => f.write_str("the element is gone"),
        }
    }
}
