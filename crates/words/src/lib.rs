//! What people read of clauses, said in one way by the report, the review page and the terminal. Pure: it knows clauses and
//! corrections of them, no run and no study.
//!
//! ```
//! use crosscut_words::{Badge, counted};
//! use crosscut_text::{AgreementId, Clause, Eid, Strength};
//!
//! let clause = Clause::new(AgreementId::slug("pact"), Eid::new("art_1")?, "Parties report <all> incidents.");
//! # #[cfg(feature = "html")]
//! assert_eq!(crosscut_words::Html::text("<all>").to_string(), "&lt;all&gt;");
//! assert!(Badge::of(&Clause { strength: Some(Strength::Shall), ..clause }).is_some());
//! assert_eq!(counted(2, "clause"), "2 clauses");
//! # Ok::<(), crosscut_text::IdError>(())
//! ```

mod apart;
mod badge;
mod compared;
mod likeness;
mod number;
#[cfg(feature = "html")]
mod quote;

pub use apart::told_apart;
pub use badge::Badge;
pub use compared::{Run, compared};
pub use likeness::{distinctness, likeness, why};
pub use number::{alike, counted, percent, plural, sentence};
#[cfg(feature = "html")]
pub use quote::{Fold, Html, Mark, Marked, Quoter, escape_into, quote};
