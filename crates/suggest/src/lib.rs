//! What an assistant suggests on a study: checked against the clauses word by word, kept in a log of its own, never a
//! decision.
//!
//! [`Ground`] checks a [`Suggestion`] against the clauses of a study, [`Log`] keeps it, [`standing`] tells what is still
//! suggested and what people made of it.
//!
//! ```
//! use crosscut::{RunOptions, Study};
//! use crosscut_suggest::{Assistant, Cite, Ground, Log, Origin, Outcome, Suggestion, What};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let text = folder.path().join("accord.txt");
//! # std::fs::write(&text, "Article 1\n\nEach Party shall report significant incidents without delay.\n")?;
//! let study = Study::at(folder.path().join("study"))?;
//! study.run(&[text], &RunOptions::default(), &|_| {})?;
//! let findings = study.findings_for(None)?;
//! let ground = Ground::new(&findings);
//! let mut log = Log::open(&study, &Assistant::new("helper")?)?;
//! let element = |words: &str| Suggestion {
//!     what: What::Element { name: "Incident reporting".into(), definition: None },
//!     cites: vec![Cite { clause: "accord#art_1__para_1".into(), words: words.into() }],
//! };
//! let saved = log.suggest(&ground, &Origin::default(), &element("report significant incidents"))?;
//! assert!(matches!(saved, Outcome::Saved(_)));
//! // Words that are not there are refused, with those that are.
//! let Outcome::Refused(refusal) = log.suggest(&ground, &Origin::default(), &element("report all incidents at once"))?
//! else { panic!("it was saved") };
//! assert!(refusal.to_string().contains("report significant incidents"), "{refusal}");
//! # Ok(())
//! # }
//! ```

mod assistant;
mod check;
#[cfg(feature = "endpoint")]
pub mod endpoint;
mod error;
mod log;
mod passage;
mod standing;
mod suggestion;

pub use assistant::Assistant;
pub use check::{Ground, Nearest, Refusal, WrongQuote};
pub use error::SuggestError;
pub use log::{Entry, Log, Origin, Outcome, Said, read};
pub use standing::{CheckedCite, Source, Standing, Verdict, standing};
pub use suggestion::{Cite, Suggestion, What};
