//! Clauses to candidates: vectors → neighbours across agreements → communities → labels. Pure and deterministic.

mod boilerplate;
mod bounds;
mod codebook;
mod community;
mod context;
mod corpus;
mod dense;
mod draft;
mod fold;
mod grammar;
mod hits;
mod input;
mod label;
mod letters;
mod linkage;
mod links;
mod lsa;
mod meaning;
mod outlier;
mod output;
mod profile;
mod propose;
mod rank;
mod regroup;
mod space;
mod sparse;
#[cfg(test)]
mod testing;
mod trim;
mod wordless;
mod words;

pub use codebook::match_codebook;
pub use input::{Compared, Constraints, Element, Settings, Vectors};
pub use output::{Candidate, Join, Match, Member, Near, Outlier, Proposal, Tier};
pub use propose::{counterparts, propose};
pub use regroup::regroup;
