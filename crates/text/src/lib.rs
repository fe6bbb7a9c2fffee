//! The model of Crosscut and the pure stages on it: no I/O, no clock, no randomness.
//!
//! Data flows one way: [`Page`]s (what a source shows) → [`assemble()`] → [`Document`] (frozen text with
//! provenance) → [`segment()`] → [`Clause`]s (the smallest citable units).
//!
//! ```
//! use crosscut_text::{AgreementId, Block, Page, Role, Source, Strength, assemble, segment};
//!
//! let blocks = vec![
//!     Block::plain(Role::Heading, "Article 1"),
//!     Block::plain(Role::Body, "1. Each Party shall report incidents."),
//!     Block::plain(Role::Body, "2. A Party may ask for help."),
//! ];
//! let pages = [Page { number: 1, blocks, ..Page::default() }];
//! let document = assemble(AgreementId::slug("Harbour Accord"), Source::default(), &pages, Vec::new());
//! let clauses = segment(&document).clauses;
//!
//! let report = clauses.iter().find(|clause| clause.locator == "Article 1(1)").expect("a paragraph");
//! assert_eq!(report.id.as_str(), "harbour-accord#art_1__para_1");
//! assert_eq!(report.strength, Some(Strength::Shall));
//! assert_eq!(report.span.cut(&document.text), Some("1. Each Party shall report incidents."));
//! ```

mod analyze;
mod assemble;
mod clause;
mod date;
mod date_words;
mod dated;
mod document;
pub mod form;
mod front;
mod geometry;
mod id;
mod language;
pub mod lexicon;
mod loss;
mod page;
mod reference;
mod segment;
pub mod sentence;
mod span;
pub mod strength;
mod titling;

pub use analyze::{Analyzer, Occurrence, OccurrenceKind, Token, is_spaced};
pub use assemble::{assemble, starts_item, starts_reference};
pub use clause::{Clause, ClauseKind, PageBox, Strength};
pub use date::{is_dateline, year_in};
pub use dated::{dated, unsaid};
pub use document::{Document, PageInfo, Paragraph, Source, UNSURE, WordBox};
pub use front::Front;
pub use geometry::{Rect, Size};
pub use id::{AgreementId, ClauseId, Eid, IdError};
pub use language::Language;
pub use loss::{Coverage, Loss, LossKind};
pub use page::{Block, Cell, Line, Page, Placement, Role, Word};
pub use reference::{Reference, Resolver};
pub use segment::{Segmentation, segment};
pub use span::Span;
