//! What the tools are called with. Their documentation is what a client shows to its model.

use schemars::JsonSchema;
use serde::Deserialize;

/// A list, in pages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    /// How many entries to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many entries are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    /// Words, "phrases", AND, OR, NOT, "words near each other"~5, wild*cards, and fields such as agreement:paris-call, kind:provision,
    /// strength:shall, year:2015.., group:state, element:"Incident reporting", language:fr.
    pub(crate) query: String,
    /// Whether clauses with some of the words are wanted even where others have them all.
    #[serde(default)]
    pub(crate) any: bool,
    /// The order of the clauses; best first unless it is said.
    #[serde(default)]
    pub(crate) sort: Order,
    /// How many clauses to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many clauses are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

/// The order of clauses that a search finds.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(crate) enum Order {
    #[default]
    Score,
    Agreement,
    Year,
    Position,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneClause {
    /// Id of the clause, such as accord#art_9__para_2.
    pub(crate) clause: String,
    /// How many clauses before and after it are wanted, at most 10. Two unless it is said.
    #[serde(default)]
    pub(crate) around: Option<usize>,
    /// The character of a long clause to begin at.
    #[serde(default)]
    pub(crate) from: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Candidates {
    /// Whether also those are wanted that are less sure, that overlap with others, or that were set aside as form.
    #[serde(default)]
    pub(crate) all: bool,
    /// How many entries to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many entries are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Of {
    /// What is asked about: `candidate` takes the id of a candidate, `element` and `gaps` the name or id of an element.
    pub(crate) of: String,
    /// How many entries to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many entries are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfAgreement {
    /// Id of an agreement; all of them unless it is said.
    #[serde(default)]
    pub(crate) agreement: Option<String>,
    /// How many entries to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many entries are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Like {
    /// Id of a clause whose like is wanted in other agreements. This or `text`.
    #[serde(default)]
    pub(crate) clause: Option<String>,
    /// A text whose like is wanted. This or `clause`.
    #[serde(default)]
    pub(crate) text: Option<String>,
    /// How many clauses to skip: the `next_offset` of the page before.
    #[serde(default)]
    pub(crate) offset: Option<usize>,
    /// How many clauses are wanted, at most 50. Ten unless it is said.
    #[serde(default)]
    pub(crate) limit: Option<usize>,
}

/// A clause and words of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub(crate) struct Cite {
    /// Id of the clause.
    pub(crate) clause: String,
    /// At least three words of it, exactly as they are there and in one piece.
    pub(crate) words: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewElement {
    /// Its name, of two to six words.
    pub(crate) name: String,
    /// What a clause must say to carry it, in a sentence.
    #[serde(default)]
    pub(crate) definition: Option<String>,
    /// Clauses that carry it, each with the words that show it.
    pub(crate) cites: Vec<Cite>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Definition {
    /// Name or id of an element, or id of a candidate.
    pub(crate) of: String,
    /// What a clause must say to carry it, in a sentence.
    pub(crate) definition: String,
    /// Clauses that it was drawn from, each with the words that show it.
    pub(crate) cites: Vec<Cite>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Carries {
    /// Name or id of an element, or id of a candidate.
    pub(crate) of: String,
    /// How sure you are, from 0 to 1.
    #[serde(default)]
    pub(crate) confidence: Option<f64>,
    /// Clauses that carry it, each with the words that show it.
    pub(crate) cites: Vec<Cite>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    /// Name or id of an element, or id of a candidate.
    pub(crate) of: String,
    /// The name, of two to six words.
    pub(crate) name: String,
    /// Clauses that show that it fits, each with the words.
    pub(crate) cites: Vec<Cite>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// The remark.
    pub(crate) note: String,
    /// The clauses that it is about, each with the words that it rests on.
    pub(crate) cites: Vec<Cite>,
}
