//! The whole way from bytes to candidates, on one screen. Pure but for what it is given.

use crate::agreement::Instruments;
use crate::candidate::{Proposed, proposed_of};
use crate::span::span;
use crate::{
    Agreement, Candidate, Compared, DocumentReport, Error, Outlier, Results, Settings, error::Result,
};
use crosscut_cluster::{Constraints, Stage, Watch};
use crosscut_extract::{Options, extract};
use crosscut_text::{AgreementId, Clause, Document, Front, Loss, LossKind, Page, Source, assemble, segment};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::ControlFlow;

/// Changes whenever the same bytes may give another text or other clauses: part of the key of everything cached.
#[cfg(feature = "study")]
pub(crate) const READING_VERSION: u32 = 18;

/// Changes whenever the same clauses may give other candidates.
#[cfg(feature = "study")]
pub(crate) const PROPOSING_VERSION: u32 = 18;

/// A document to be read: what is known about it, and its bytes. See [`analyse`] and [`read`].
#[derive(Clone, Debug)]
pub struct Input {
    /// What is known about it.
    pub agreement: Agreement,
    /// Its file name, without folders.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its text, with provenance.
    pub document: Document,
    /// Its clauses, in the order of the text.
    pub clauses: Vec<Clause>,
    /// What a reader should know and is no loss: pages that were turned, numbers that do not follow.
    pub warnings: Vec<String>,
    /// Its title and the year of its adoption, as it gives them itself.
    pub front: Front,
}

impl Reading {
    /// What was read of the document.
    pub(crate) fn report(&self) -> DocumentReport {
        let document = &self.document;
        DocumentReport {
            agreement: document.agreement.clone(),
            source: document.source.clone(),
            pages: document.pages.clone(),
            coverage: document.coverage,
            losses: document.losses.clone(),
            warnings: self.warnings.clone(),
        }
    }
}

/// Reads one document: bytes → pages → text → clauses.
///
/// ```
/// use crosscut::{Agreement, Input, Options, read, text::AgreementId};
/// let text = "# Accord\n\n## Article 1\n\n1. Each Party shall keep its promises.\n2. It shall not break them.\n";
/// let input = Input {
///     agreement: Agreement::named(AgreementId::slug("accord"), "Accord"),
///     file: "accord.md".into(),
///     bytes: text.as_bytes().to_vec(),
/// };
/// let reading = read(&input, &Options::default())?;
/// let clause = reading.clauses.iter().find(|clause| clause.id.as_str() == "accord#art_1__para_2").expect("a clause");
/// assert_eq!(clause.locator, "Article 1(2)");
/// assert_eq!(clause.span.cut(&reading.document.text), Some(clause.text.as_str()));
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// When nothing of it can be read; what is lost in part is in [`Document::losses`].
pub fn read(input: &Input, options: &Options) -> Result<Reading> {
    span!("read", file = input.file);
    let wrong = |source| Error::Document { file: input.file.clone(), source };
    let extracted = extract(&input.file, &input.bytes, options).map_err(wrong)?;
    let source = Source {
        file: input.file.clone(),
        sha256: crate::hash::sha256(&input.bytes),
        media_type: extracted.media_type.into(),
    };
    let mut document = assemble(input.agreement.id.clone(), source, &extracted.pages, extracted.losses);
    let segmentation = segment(&document);
    // An agreement of which nothing is known must not look like one that says nothing.
    if segmentation.clauses.is_empty() && document.losses.is_empty() {
        let detail = "nothing in it reads like an agreement: is it the right file, and all of it?";
        document.losses.push(Loss::new(None, LossKind::NoClauses, detail));
    }
    let warnings = [extracted.notes, segmentation.warnings].concat();
    let given = extracted.title.filter(|title| says_something(title));
    let front = Front::of(&document, given.as_deref()).dated_by(&extracted.pages);
    let fuller = |title: &String| front.title.as_ref().is_some_and(|printed| printed.contains(title));
    let title = given.filter(|title| extracted.titled && !fuller(title)).or_else(|| front.title.clone());
    let front = Front { title, year: extracted.year.or(front.year) };
    Ok(Reading { document, clauses: segmentation.clauses, warnings, front })
}

/// Whether a title that a file gives itself names the agreement and not the program or file that made it.
fn says_something(title: &str) -> bool {
    let lower = title.to_lowercase();
    let junk =
        ["microsoft word", "untitled", "document", ".doc", ".pdf", ".indd", ".xml", ".qxd", ".rtf", ".tex"];
    (6..200).contains(&title.chars().count())
        && title.contains(' ')
        && !junk.iter().any(|part| lower.contains(part))
}

/// The text of pages as a person reads it, a paragraph a line: the body alone, or `all` with running heads, feet, page
/// numbers and notes where they are.
///
/// ```no_run
/// use crosscut::{Options, extract_file, plain_text};
/// let extracted = extract_file("accord.pdf".as_ref(), &Options::default())?;
/// print!("{}", plain_text(&extracted.pages, false));
/// # Ok::<(), crosscut::Error>(())
/// ```
pub fn plain_text(pages: &[Page], all: bool) -> String {
    if all {
        let lines = pages.iter().flat_map(|page| &page.blocks).flat_map(|block| &block.lines);
        return lines.map(|line| format!("{}\n", line.text)).collect();
    }
    let document = assemble(AgreementId::slug("document"), Source::default(), pages, Vec::new());
    let body = document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text());
    body.filter_map(|paragraph| paragraph.span.cut(&document.text)).map(|text| format!("{text}\n")).collect()
}

/// Proposes candidates and outliers over clauses on which nothing was decided.
pub fn propose(compared: &Compared<'_>, settings: &Settings) -> (Vec<Candidate>, Vec<Outlier>) {
    propose_watched(compared, settings, &unwatched).unwrap_or_default()
}

/// As [`propose`], watched: who watches is told the stage and how many of its steps are done, of how many, and can break it
/// off.
///
/// ```
/// use crosscut::{Compared, Error, Settings, parse_clauses, propose_watched};
/// use std::ops::ControlFlow;
/// let line = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}"#;
/// let clauses = parse_clauses("clauses.jsonl", line)?.clauses;
/// let compared = Compared::by_words(&clauses);
/// let stopped = propose_watched(&compared, &Settings::default(), &|_, _, _| ControlFlow::Break(()));
/// assert!(matches!(stopped, Err(Error::Stopped)));
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::Stopped`] when it was broken off.
pub fn propose_watched(
    compared: &Compared<'_>,
    settings: &Settings,
    watch: &Watch<'_>,
) -> Result<(Vec<Candidate>, Vec<Outlier>)> {
    let none = (Constraints::default(), Instruments::default());
    let proposed = candidates(compared, settings, &none.0, &none.1, watch)?;
    Ok((proposed.candidates, proposed.outliers))
}

/// Watches nothing and never breaks off.
pub(crate) fn unwatched(_: Stage, _: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Proposes candidates and outliers over the clauses of all agreements.
pub(crate) fn candidates(
    compared: &Compared<'_>,
    settings: &Settings,
    constraints: &Constraints,
    one: &Instruments,
    watch: &Watch<'_>,
) -> Result<Proposed> {
    span!("propose", clauses = compared.clauses.len());
    let clauses = as_one(compared.clauses, one);
    let mut settings = settings.cluster();
    settings.distinct.clone_from(&one.distinct);
    let proposal = crosscut_cluster::propose_watched(compared.over(&clauses), &settings, constraints, watch);
    match proposal {
        ControlFlow::Continue(proposal) => Ok(proposed_of(compared.clauses, proposal, one)),
        ControlFlow::Break(()) => Err(Error::Stopped),
    }
}

/// Clauses as they are compared: translations and editions as parts of one agreement, so that they count once, and not
/// with each other.
pub(crate) fn as_one<'c>(clauses: &'c [Clause], one: &Instruments) -> Cow<'c, [Clause]> {
    if one.is_trivial() {
        return Cow::Borrowed(clauses);
    }
    let joined =
        |clause: &Clause| Clause { agreement: one.of_agreement(&clause.agreement).clone(), ..clause.clone() };
    Cow::Owned(clauses.iter().map(joined).collect())
}

/// Reads documents and proposes candidates, all in memory: what a [`crate::Study`] does with its folder.
///
/// Documents of which nothing can be read are left out of the results and given back as errors.
///
/// ```
/// use crosscut::{Agreement, Input, Settings, analyse, text::AgreementId};
/// let input = |name: &str, text: &str| Input {
///     agreement: Agreement::named(AgreementId::slug(name), name),
///     file: format!("{name}.txt"),
///     bytes: text.as_bytes().to_vec(),
/// };
/// let text = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
/// let (results, errors) = analyse(&[input("a", text), input("b", text)], &Settings::default());
/// assert!(errors.is_empty());
/// assert_eq!(results.agreements.len(), 2);
/// ```
pub fn analyse(inputs: &[Input], settings: &Settings) -> (Results, Vec<Error>) {
    let readings: Vec<Result<Reading>> =
        inputs.par_iter().map(|input| read(input, &Options::default())).collect();
    let mut results = Results::default();
    let mut errors = Vec::new();
    for (input, reading) in inputs.iter().zip(readings) {
        match reading {
            Ok(reading) => {
                results.agreements.push(input.agreement.clone());
                results.documents.push(reading.report());
                results.clauses.extend(reading.clauses);
            }
            Err(error) => errors.push(error),
        }
    }
    results.sort();
    let one = Instruments::of(&results.agreements);
    let compared = Compared::by_words(&results.clauses);
    let proposed = candidates(&compared, settings, &Constraints::default(), &one, &unwatched);
    results.take(proposed.unwrap_or_default());
    (results, errors)
}

impl Results {
    /// What is proposed over ready-made clauses. `known` is what is known about their agreements: translations and editions
    /// count as one with what they are of. Agreements of which nothing is known go by their ids.
    ///
    /// ```
    /// use crosscut::{Agreement, Compared, Results, Settings, parse_clauses, text::AgreementId};
    /// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
    /// {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
    /// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
    /// let mut b = Agreement::named(AgreementId::slug("b"), "B");
    /// let propose = |b: &Agreement| {
    ///     Results::of_clauses(&Compared::by_words(&clauses), &[b.clone()], &Settings::default())
    /// };
    /// assert_eq!(propose(&b).candidates.len(), 1);
    /// b.translation_of = Some(AgreementId::slug("a"));
    /// assert!(propose(&b).candidates.is_empty(), "it shares nothing with itself");
    /// # Ok::<(), crosscut::Error>(())
    /// ```
    pub fn of_clauses(compared: &Compared<'_>, known: &[Agreement], settings: &Settings) -> Self {
        let mut results = Self::default();
        let mut ids: Vec<&AgreementId> = compared.clauses().iter().map(|clause| &clause.agreement).collect();
        ids.sort();
        ids.dedup();
        let agreement = |id: &AgreementId| {
            let known = known.iter().find(|agreement| agreement.id == *id);
            known.cloned().unwrap_or_else(|| Agreement::named(id.clone(), id.as_str()))
        };
        results.agreements = ids.into_iter().map(agreement).collect();
        let one = Instruments::of(&results.agreements);
        let proposed = candidates(compared, settings, &Constraints::default(), &one, &unwatched);
        results.take(proposed.unwrap_or_default());
        // A second copy, of which the search for candidates has no need: that is when most memory is taken.
        results.clauses = compared.clauses().to_vec();
        results
    }
}
