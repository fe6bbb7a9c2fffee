//! Clauses and what they are compared by, made once: all that compares clauses takes it, so that nothing can forget the
//! study's sentence model.

use crate::Error;
#[cfg(feature = "study")]
use crate::Model;
use crate::error::Result;
use crosscut_cluster::{Element, Match, Neighbourhood, Vectors, match_codebook};
use crosscut_text::{Clause, Language};

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
    /// Best hits that were found before.
    pub(crate) neighbourhood: Option<Neighbourhood>,
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
            neighbourhood: None,
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
        let (vectors, model) = (Some(model.vectors(clauses)?), Some((model.clone(), None)));
        Ok(Self { vectors, model, ..Self::by_words(clauses) })
    }

    /// Clauses compared by their words and vectors of your own, one for each clause: `width` numbers for the first clause,
    /// then for the second, and so on. Of any length: what counts is their direction. `language` is the only one that
    /// whatever made them knows; `None` where it puts several languages into one space.
    ///
    /// ```
    /// use crosscut::{Compared, parse_clauses};
    /// let line = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report incidents."}"#;
    /// let clauses = parse_clauses("clauses.jsonl", line)?.clauses;
    /// assert!(Compared::by_vectors(&clauses, 3, vec![0.1, 0.2, 0.3], None).is_ok());
    /// let error = Compared::by_vectors(&clauses, 3, vec![0.1, f32::NAN, 0.3], None).expect_err("no number");
    /// assert_eq!(error.to_string(), "the vector of clause 0 (\"a#1\") holds NaN: vectors are of finite numbers");
    /// # Ok::<(), crosscut::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there are not as many numbers as clauses times `width`, one of them is infinite or none at all (NaN), or all
    /// are 0.
    pub fn by_vectors(
        clauses: &'c [Clause],
        width: usize,
        values: Vec<f32>,
        language: Option<Language>,
    ) -> Result<Self> {
        if width == 0 || clauses.len().checked_mul(width) != Some(values.len()) {
            let (count, given) = (clauses.len(), values.len());
            let needed = format!("vectors: {count} × {width} numbers, a vector of {width} for each clause");
            let rows = given.checked_div(width).filter(|rows| rows * width == given);
            let given =
                rows.map_or_else(|| format!("{given} were given"), |rows| format!("{rows} rows were given"));
            return Err(Error::Vectors(format!("{needed}, are needed; {given}")));
        }
        if !values.is_empty() && values.iter().all(|value| *value == 0.0) {
            return Err(Error::Vectors("vectors: all numbers are 0: they say nothing of the clauses".into()));
        }
        if let Some(place) = values.iter().position(|value| !value.is_finite()) {
            let clause = place / width;
            let (id, value) = (clauses[clause].id.as_str(), values[place]);
            let reason = format!(
                "the vector of clause {clause} ({id:?}) holds {value}: vectors are of finite numbers"
            );
            return Err(Error::Vectors(reason));
        }
        let vectors = Some(Vectors { width, values, language });
        Ok(Self { vectors, ..Self::by_words(clauses) })
    }

    /// The clauses.
    pub(crate) fn clauses(&self) -> &'c [Clause] {
        self.clauses
    }

    /// As the methods take it.
    pub(crate) fn borrowed(&self) -> crosscut_cluster::Compared<'_> {
        self.over(self.clauses)
    }

    /// As the methods take it, with the same clauses in other agreements.
    pub(crate) fn over<'a>(&'a self, clauses: &'a [Clause]) -> crosscut_cluster::Compared<'a> {
        let compared = crosscut_cluster::Compared::new(clauses, self.vectors.as_ref());
        match &self.neighbourhood {
            Some(neighbourhood) => compared.with_neighbourhood(neighbourhood),
            None => compared,
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ready::parse_clauses;
    use crate::{Settings, propose};

    #[test]
    fn vectors_bring_together_what_shares_no_word_and_are_counted() {
        let texts = [
            ("a", "Each Party shall report serious incidents."),
            ("a", "Boats shall carry lamps at night."),
            ("b", "Operators notify the team of breaches."),
            ("b", "Schools shall teach children to swim."),
        ];
        let line = |(place, (agreement, text)): (usize, &(&str, &str))| {
            format!(
                "{{\"id\": \"{agreement}#{place}\", \"agreement\": \"{agreement}\", \"text\": \"{text}\"}}\n"
            )
        };
        let lines: String = texts.iter().enumerate().map(line).collect();
        let clauses = parse_clauses("c", &lines).unwrap().clauses;
        let together = |compared: &Compared<'_>| {
            let (candidates, _) = propose(compared, &Settings::default());
            candidates.iter().any(|candidate| {
                let ids: Vec<&str> = candidate.members.iter().map(|member| member.clause.as_str()).collect();
                ids.contains(&"a#0") && ids.contains(&"b#2")
            })
        };
        let values = vec![1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.99, 0.1, 0.0, 0.0, 0.0, 1.0];
        assert!(!together(&Compared::by_words(&clauses)));
        assert!(together(&Compared::by_vectors(&clauses, 3, values.clone(), None).unwrap()));
        for (width, values) in
            [(0, Vec::new()), (3, values[1..].to_vec()), (2, values), (usize::MAX, vec![0.0])]
        {
            assert!(matches!(Compared::by_vectors(&clauses, width, values, None), Err(Error::Vectors(_))));
        }
    }
}
