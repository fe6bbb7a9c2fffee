//! The model of Crosscut and the pure stages on it: no I/O, no clock, no randomness.
//!
//! Data flows one way: [`Page`]s (what a source shows) → [`assemble()`] → [`Document`] (frozen text with
//! provenance) → [`segment()`] → [`Clause`]s (the smallest citable units).

mod analyze;
mod assemble;
mod clause;
mod document;
mod geometry;
mod id;
mod language;
mod loss;
mod page;
mod reference;
pub mod segment;
pub mod sentence;
mod span;
mod stop_words;

pub use analyze::{Analyzer, Token};
pub use assemble::{assemble, starts_item, starts_reference};
pub use clause::{Clause, ClauseKind, PageBox, Strength};
pub use document::{Document, PageInfo, Paragraph, Source, WordBox};
pub use geometry::{Rect, Size};
pub use id::{AgreementId, ClauseId, Eid, IdError};
pub use language::Language;
pub use loss::{Coverage, Loss, LossKind};
pub use page::{Block, Cell, Line, Page, Role, Word};
pub use reference::{Reference, Resolver};
pub use segment::{Segmentation, segment};
pub use span::Span;
