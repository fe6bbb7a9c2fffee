//! Clauses and what they are compared by, made once: all that compares clauses takes it, so that nothing can forget the
//! study's sentence model.

#[cfg(feature = "study")]
use crate::Model;
use crate::error::Result;
use crosscut_cluster::{Element, Match, Vectors, match_codebook};
use crosscut_text::Clause;

/// Clauses, and what they are compared by: their words, and the vectors of a sentence model where one is used.
///
/// `Study::compared` gives it for the clauses of a study, by the model of its last run.
///
/// ```
/// use crosscut::{Compared, Settings, parse_clauses, propose};
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
/// {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
/// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
/// let (candidates, _) = propose(&Compared::by_words(&clauses), &Settings::default());
/// assert_eq!(candidates[0].members.len(), 2);
/// # Ok::<(), crosscut::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Compared<'c> {
    pub(crate) clauses: &'c [Clause],
    pub(crate) vectors: Option<Vectors>,
    /// The model, which reads known elements too, and the folder where it keeps what it made of them, if any.
    #[cfg(feature = "study")]
    pub(crate) model: Option<(Model, Option<std::path::PathBuf>)>,
}

impl<'c> Compared<'c> {
    /// Clauses compared by their words alone.
    pub fn by_words(clauses: &'c [Clause]) -> Self {
        Self {
            clauses,
            vectors: None,
            #[cfg(feature = "study")]
            model: None,
        }
    }

    /// Clauses compared by their words and a sentence model. All are encoded now; a study keeps what was encoded.
    ///
    /// # Errors
    /// When the model's files were damaged since they were added.
    #[cfg(feature = "study")]
    pub fn by_model(clauses: &'c [Clause], model: &Model) -> Result<Self> {
        Ok(Self { clauses, vectors: Some(model.vectors(clauses)?), model: Some((model.clone(), None)) })
    }

    /// The clauses.
    pub(crate) fn clauses(&self) -> &'c [Clause] {
        self.clauses
    }

    /// As the methods take it.
    pub(crate) fn borrowed(&self) -> crosscut_cluster::Compared<'_> {
        crosscut_cluster::Compared::new(self.clauses, self.vectors.as_ref())
    }

    /// How the clauses fit known elements. The model that read the clauses reads the elements too.
    pub(crate) fn matches(&self, wanted: &[Element]) -> Result<Vec<Match>> {
        Ok(match_codebook(self.borrowed(), &self.read(wanted)?))
    }

    /// Elements with what the model makes of them, where there is one.
    #[cfg(feature = "study")]
    fn read(&self, wanted: &[Element]) -> Result<Vec<Element>> {
        let mut wanted = wanted.to_vec();
        if let Some((model, folder)) = &self.model {
            model.read(&mut wanted, folder.as_deref())?;
        }
        Ok(wanted)
    }

    #[cfg(not(feature = "study"))]
    fn read<'e>(&self, wanted: &'e [Element]) -> Result<&'e [Element]> {
        Ok(wanted)
    }

    /// For each clause the place of the most alike clause of each other agreement, best first: what candidates are made
    /// of. Clauses that are not compared (headings, notes, signatures) have none.
    pub fn counterparts(&self) -> Vec<Vec<usize>> {
        let found = crosscut_cluster::counterparts(self.borrowed());
        found.iter().map(|hits| hits.iter().map(|hit| hit.clause).collect()).collect()
    }
}
