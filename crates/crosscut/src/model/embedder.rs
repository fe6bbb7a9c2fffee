//! Vectors of texts from whatever makes them.

use super::ModelId;
use crate::hash::sha256;
use crate::{Error, error::Result};
use crosscut_text::Language;
use std::fmt::Debug;
use std::sync::Arc;

/// What makes vectors of texts: a sentence model that you run yourself, a service, a table.
///
/// [`crate::Model::of`] makes a model of it, for [`crate::Compared::by_model`]; [`crate::Models::with`] lets a study find it,
/// which then keeps the vectors, encodes new texts alone, and reads known elements by it, too.
///
/// ```
/// use crosscut::{Compared, Embedder, Model, Settings, parse_clauses, propose};
/// use std::sync::Arc;
///
/// /// One number a text: whether it is about incidents, by any name.
/// #[derive(Debug)]
/// struct Incidents;
///
/// impl Embedder for Incidents {
///     fn id(&self) -> &str {
///         "incidents-1"
///     }
///
///     fn width(&self) -> usize {
///         2
///     }
///
///     fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, String> {
///         let about = |text: &&str| if text.contains("incident") || text.contains("breach") { 1.0 } else { 0.0 };
///         Ok(texts.iter().map(|text| vec![about(text), 1.0 - about(text)]).collect())
///     }
/// }
///
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report serious incidents."}
/// {"id": "a#2", "agreement": "a", "text": "Boats shall carry lamps."}
/// {"id": "b#1", "agreement": "b", "text": "Operators notify the team of breaches."}"#;
/// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
/// let (candidates, _) = propose(&Compared::by_words(&clauses), &Settings::default());
/// assert!(candidates.is_empty(), "they share no word");
/// let compared = Compared::by_model(&clauses, &Model::of(Arc::new(Incidents)))?;
/// let (candidates, _) = propose(&compared, &Settings::default());
/// assert!(candidates.iter().any(|candidate| candidate.members.iter().any(|member| member.clause.as_str() == "b#1")));
/// # Ok::<(), crosscut::Error>(())
/// ```
pub trait Embedder: Debug + Send + Sync {
    /// Its name, with all that changes its vectors: texts are encoded again when it changes.
    fn id(&self) -> &str;

    /// Numbers in a vector.
    fn width(&self) -> usize;

    /// A vector for each text, in their order. Only their direction counts.
    ///
    /// # Errors
    /// Why it cannot.
    fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, String>;

    /// The only language that it knows; `None` where it puts several into one space.
    fn language(&self) -> Option<Language> {
        None
    }
}

/// An embedder, whose vectors are checked.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) embedder: Arc<dyn Embedder>,
}

impl Own {
    pub(super) fn id(&self) -> ModelId {
        let name = self.embedder.id();
        ModelId { name: name.to_owned(), sha256: sha256(name.as_bytes()), only: self.embedder.language() }
    }

    /// Vectors of length 1, checked.
    pub(super) fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        let name = self.embedder.id();
        let wrong = |reason: String| Error::Vectors(format!("{name}: {reason}"));
        let mut rows = self.embedder.vectors(texts).map_err(wrong)?;
        let (count, width) = (texts.len(), self.embedder.width());
        if rows.len() != count || width == 0 || rows.iter().any(|row| row.len() != width) {
            let lengths = rows.iter().map(Vec::len).find(|length| *length != width).unwrap_or(width);
            let given = format!("{} were given, one of {lengths}", rows.len());
            return Err(wrong(format!("{count} vectors of {width} numbers are needed; {given}")));
        }
        if rows.iter().flatten().any(|value| !value.is_finite()) {
            return Err(wrong("a vector holds what is no number: vectors are of finite numbers".into()));
        }
        for row in &mut rows {
            let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
            if length > 0.0 {
                row.iter_mut().for_each(|value| *value /= length);
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Models, RunOptions, Study};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Vectors by what a text is about; `texts` counts those that were asked for.
    #[derive(Debug, Default)]
    struct About {
        texts: AtomicUsize,
        broken: Option<f32>,
    }

    impl Embedder for About {
        fn id(&self) -> &str {
            "org/about 1"
        }

        fn width(&self) -> usize {
            3
        }

        fn vectors(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, String> {
            self.texts.fetch_add(texts.len(), Ordering::Relaxed);
            let is = |text: &str, words: &[&str]| {
                f32::from(u8::from(words.iter().any(|word| text.contains(word))))
            };
            let row = |text: &&str| {
                let about = [is(text, &["incident", "breach"]), is(text, &["lamp", "light"])];
                vec![5.0 * about[0], 5.0 * about[1], self.broken.unwrap_or(0.1)]
            };
            Ok(texts.iter().map(row).collect())
        }
    }

    #[test]
    fn a_study_is_compared_by_it_and_encodes_new_texts_alone() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, text) in [
            (
                "a.txt",
                "Article 1\n\nEach Party shall report serious incidents.\n\nArticle 2\n\nBoats shall carry lamps.\n",
            ),
            ("b.txt", "Article 1\n\nOperators notify the team of breaches.\n"),
        ] {
            std::fs::write(at(name), text).unwrap();
        }
        let about = Arc::new(About::default());
        let study = Study::at(at("study")).unwrap().with_models(Models::default().with(about.clone()));
        let options = RunOptions { model: Some("org/about 1".into()), ..RunOptions::default() };
        let report = study.run(&[at("a.txt"), at("b.txt")], &options, &|_| ()).unwrap();
        assert!(report.compared.contains("org/about 1"), "{}", report.compared);
        let results = study.results().unwrap();
        let together = |one: &str, two: &str| {
            let holds = |candidate: &crate::Candidate, id: &str| {
                candidate.members.iter().any(|member| member.clause.as_str().starts_with(id))
            };
            results.candidates.iter().any(|candidate| holds(candidate, one) && holds(candidate, two))
        };
        assert!(together("a#art_1", "b#art_1"), "{:?}", results.candidates);
        // Asked again, the study has all vectors.
        let encoded = about.texts.load(Ordering::Relaxed);
        study.compared(&results.clauses).unwrap();
        assert_eq!(about.texts.load(Ordering::Relaxed), encoded);
        // Without it, the study says what is missing.
        let error = Study::open(at("study")).unwrap().compared(&results.clauses).unwrap_err().to_string();
        assert!(error.contains("org/about 1"), "{error}");
    }

    #[test]
    fn vectors_are_checked() {
        let own = |broken| Own { embedder: Arc::new(About { broken, ..About::default() }) };
        let row = own(None).encode(&["an incident"]).unwrap().remove(0);
        assert!((row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-6, "{row:?}");
        let error = own(Some(f32::NAN)).encode(&["an incident"]).unwrap_err().to_string();
        assert!(error.starts_with("org/about 1: ") && error.contains("finite"), "{error}");

        #[derive(Debug)]
        struct Short;
        impl Embedder for Short {
            fn id(&self) -> &str {
                "short"
            }

            fn width(&self) -> usize {
                2
            }

            fn vectors(&self, _: &[&str]) -> Result<Vec<Vec<f32>>, String> {
                Ok(vec![vec![1.0, 2.0]])
            }
        }
        let error = Own { embedder: Arc::new(Short) }.encode(&["a", "b"]).unwrap_err().to_string();
        assert!(error.contains("2 vectors of 2 numbers are needed; 1 were given"), "{error}");
    }
}
