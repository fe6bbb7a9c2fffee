//! Everything that a run derives from the documents, and what exports read.

use crate::candidate::Proposed;
use crate::{Agreement, Alike, Candidate, Join, Outlier};
use crosscut_decisions::wording_hash;
use crosscut_text::{AgreementId, Clause, ClauseId, Coverage, Loss, PageInfo, Source};
use serde::{Deserialize, Serialize};

/// What a run derived from the documents of a study.
///
/// ```
/// # use crosscut::{Agreement, Input, Settings, analyse, text::AgreementId};
/// # let inputs = [Input {
/// #     agreement: Agreement::named(AgreementId::slug("a"), "A"),
/// #     file: "a.txt".into(),
/// #     bytes: b"Article 1\n\nEach Party shall report significant incidents without delay.\n".to_vec(),
/// # }];
/// let (results, _) = analyse(&inputs, &Settings::default());
/// assert_eq!(results.documents[0].coverage.pages_read, results.documents[0].coverage.pages);
/// let provision = results.clauses.iter().find(|clause| clause.locator == "Article 1").expect("a clause");
/// assert_eq!(results.clause(&provision.id), Some(provision));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Name of the run, derived from its inputs, settings and version.
    pub run: String,
    /// How clauses were compared, within a language and between languages, in one sentence.
    #[serde(default)]
    pub compared: String,
    /// The agreements, sorted by id.
    pub agreements: Vec<Agreement>,
    /// What was read of each document, sorted by agreement.
    pub documents: Vec<DocumentReport>,
    /// All clauses, by agreement and in the order of the text.
    pub clauses: Vec<Clause>,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Most distinct first.
    pub outliers: Vec<Outlier>,
    /// How the clauses were joined, most alike first; for [`crate::regroup`].
    #[serde(default)]
    pub tree: Vec<Join>,
    /// Pairs of agreements that may be one, when the run was made; [`Alike::is_answered`] tells whether somebody said since.
    #[serde(default)]
    pub alike: Vec<Alike>,
}

/// What was read of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentReport {
    /// The agreement that it is (a part of).
    pub agreement: AgreementId,
    /// The file.
    pub source: Source,
    /// Its pages; empty for a source without pages.
    pub pages: Vec<PageInfo>,
    /// How much was read.
    pub coverage: Coverage,
    /// What was not.
    pub losses: Vec<Loss>,
    /// Odd numbering and the like.
    pub warnings: Vec<String>,
}

/// A line of `documents.jsonl`: what was read of one document, beside its clauses in `clauses.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReadDocument {
    /// `crosscut/document/1`.
    pub schema: String,
    /// What was read of it, and what was not.
    #[serde(flatten)]
    pub report: DocumentReport,
    /// What is known of its agreement.
    pub about: Agreement,
    /// Why nothing of it could be read: it is no part of a study then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Which shard of how many is to read it, where none of those that wrote the folder did: with its folder, nothing is
    /// missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<(usize, usize)>,
    /// How many clauses its agreement has in the file of clauses beside it: fewer there, and that file was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clauses: Option<usize>,
    /// Where its file was, as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl ReadDocument {
    /// What marks such a line among others.
    pub(crate) const SCHEMA: &str = "crosscut/document/1";

    /// As it is written now.
    #[cfg(any(feature = "study", test))]
    pub(crate) fn new(report: DocumentReport, about: Agreement, failure: Option<String>) -> Self {
        Self { schema: Self::SCHEMA.into(), report, about, failure, shard: None, clauses: None, path: None }
    }
}

impl Results {
    /// Brings agreements, documents and clauses into the order of agreement ids, clauses of one agreement staying in
    /// the order of its text: the order of the input files never shows in what is derived.
    pub fn sort(&mut self) {
        self.agreements.sort_by(|a, b| a.id.cmp(&b.id));
        self.documents.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        self.clauses.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        // Each was read with a name of its own; one for all of an agreement takes less room.
        for at in 1..self.clauses.len() {
            if self.clauses[at].agreement == self.clauses[at - 1].agreement {
                self.clauses[at].agreement = self.clauses[at - 1].agreement.clone();
            }
        }
    }

    /// Takes over what was proposed over its clauses.
    pub(crate) fn take(&mut self, proposed: Proposed) {
        (self.candidates, self.outliers) = (proposed.candidates, proposed.outliers);
        (self.tree, self.alike) = (proposed.tree, proposed.alike);
    }

    /// What was proposed over its clauses.
    #[cfg(feature = "study")]
    pub(crate) fn proposed(&self) -> crate::candidate::ProposedRef<'_> {
        let Self { candidates, outliers, tree, alike, .. } = self;
        crate::candidate::ProposedRef { candidates, outliers, tree, alike }
    }

    /// What all clauses of an agreement say, as a hash: another one means that its text was changed. The second is as it was
    /// noted when opening words did not count.
    pub(crate) fn wording(&self, agreement: &AgreementId) -> [String; 2] {
        let clauses = || self.clauses.iter().filter(|clause| clause.agreement == *agreement);
        let led =
            clauses().flat_map(|clause| clause.lead_in.as_deref().into_iter().chain([clause.text.as_str()]));
        [wording_hash(led), wording_hash(clauses().map(|clause| clause.text.as_str()))]
    }

    /// The clause of an id.
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == *id)
    }
}
