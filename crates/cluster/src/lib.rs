//! Clauses to candidates: vectors → neighbours across agreements → communities → labels. Pure and deterministic: no
//! files, no clock, no random numbers, and the same answer for any number of threads.
//!
//! * [`propose`] finds what several agreements have in common with nothing given, and what one alone
//!   has; [`regroup`] makes the answer coarser or finer.
//! * [`match_codebook`] ranks the clauses for known elements.
//! * [`counterparts`] gives each clause's nearest clause in every other agreement: what both are made of.
//! * [`neighbours`] finds what may be near for a part of the clauses, so that machines can share the work.
//!
//! All take [`Compared`]: the clauses and, if there is a sentence model, its vectors. The methods, with their sources and
//! the tuned numbers ([`Params`]), are described in `docs/methods.md`.
//!
//! ```
//! use crosscut_cluster::{Compared, Constraints, Settings, propose};
//! use crosscut_text::{AgreementId, Clause, Eid, Language};
//!
//! let texts = [
//!     ("pact", "Each Party shall report serious incidents to the national response team without delay."),
//!     ("pact", "The seat of the secretariat is in a lighthouse."),
//!     ("charter", "Operators report an incident to the response team within one day."),
//!     ("charter", "Cyclists are given free tea on Sundays."),
//!     ("accord", "Serious incidents are reported to the response team of the sector."),
//!     ("accord", "Our logo is a green horse."),
//! ];
//! let clauses: Vec<Clause> = texts
//!     .into_iter()
//!     .enumerate()
//!     .map(|(i, (agreement, text))| {
//!         let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(&format!("para_{i}")).unwrap());
//!         Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
//!     })
//!     .collect();
//!
//! let proposal = propose(Compared::new(&clauses, None), &Settings::default(), &Constraints::default());
//! let first = &proposal.candidates[0];
//! let mut found: Vec<usize> = first.members.iter().map(|member| member.clause).collect();
//! found.sort();
//! assert_eq!(found, [0, 2, 4]);
//! assert_eq!(first.agreements, 3);
//! assert!(first.why.starts_with("3 of 3 agreements have clauses that share the words"));
//! // What one agreement alone says is an outlier.
//! assert!(proposal.outliers.iter().any(|outlier| outlier.clause == 1));
//! ```

mod chances;
mod codebook;
mod community;
mod constraints;
mod context;
mod corpus;
mod debris;
mod dense;
mod draft;
mod evidence;
mod fold;
mod form;
mod hits;
mod input;
mod letters;
mod linkage;
mod links;
mod logistic;
mod lsa;
mod meaning;
mod names;
mod outlier;
mod output;
pub mod params;
mod profile;
mod propose;
mod rank;
mod regroup;
mod shards;
mod shared;
mod space;
mod sparse;
#[cfg(test)]
mod testing;
mod trim;
mod versions;
mod watch;
mod weights;
mod wordless;
mod words;

pub use chances::{Chances, ElementRows, World};
pub use codebook::{guided_rows, match_codebook};
pub use form::form_rows;
pub use input::{Compared, Constraints, Element, Neighbourhood, Settings, Vectors};
pub use output::{Candidate, Form, Join, Match, Member, Near, Outlier, Proposal, Tier};
pub use params::{Param, Params};
pub use propose::{counterparts, propose, propose_watched};
pub use regroup::regroup;
pub use shards::{Joining, Neighbours, Shard, neighbours};
pub use versions::{Pair, Titled, alike};
pub use watch::{Stage, Watch};
pub use weights::{FeatureRow, Weights};
