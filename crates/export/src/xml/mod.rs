//! XML as it is written and read here.

mod read;
mod write;

pub(crate) use read::{Element, Fault, Node, parse};
pub(crate) use write::{Xml, allowed};
