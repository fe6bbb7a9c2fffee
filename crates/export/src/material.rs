//! What every export is made from.

use crate::error::Result;
use crate::texts::Text;
use crosscut::decisions::{Coder, Event, Round, State};
use crosscut::export::{Judgements, Meta};
use crosscut::matrix::{Column, Matrix};
use crosscut::text::AgreementId;
use crosscut::{Agreement, Findings, Results, Study};
use crosscut_evaluate::reliability::{Reliability, reliability};

/// The findings of a study with all that exports say about them.
#[derive(Clone, Debug)]
pub struct Material {
    pub(crate) findings: Findings,
    pub(crate) events: Vec<Event>,
    pub(crate) meta: Meta,
    pub(crate) judgements: Judgements,
    pub(crate) reliability: Option<Reliability>,
    /// Why no decisions are shown, where none are.
    pub(crate) sealed: Option<String>,
    /// What is wrong with the logs of decisions, so that some may not count.
    pub(crate) damage: Vec<String>,
    /// Where texts and sources are read from.
    pub(crate) study: Option<Study>,
}

impl Material {
    /// Material without a study: the texts of the agreements are those of their clauses.
    pub fn new(findings: Findings, events: Vec<Event>, meta: Meta) -> Self {
        let judgements = Judgements::of(findings.state(), &events);
        Self {
            findings,
            events,
            meta,
            judgements,
            reliability: None,
            sealed: None,
            damage: Vec::new(),
            study: None,
        }
    }

    /// What may lie open to all: every decision, or none while coders judge apart from each other and the study is not
    /// unblinded.
    ///
    /// # Errors
    /// When the study cannot be read, or was never run.
    pub fn open(study: &Study) -> Result<Self> {
        Self::open_for(study, None)
    }

    /// What a coder may see: while coders judge apart, their own decisions alone. Without a coder, as [`Material::open`].
    ///
    /// # Errors
    /// As [`Material::open`].
    pub fn open_for(study: &Study, coder: Option<&Coder>) -> Result<Self> {
        let round = Round::new(&study.review_settings()?, &study.events()?.0);
        let sealed = round.why_sealed().filter(|_| coder.is_none() && !study.unblind);
        Self::of(study, study.findings_for(coder)?, study.events_for(coder)?.0, sealed)
    }

    /// Of findings that are at hand.
    ///
    /// # Errors
    /// When the settings or the decisions of the study cannot be read.
    pub fn of(study: &Study, findings: Findings, events: Vec<Event>, sealed: Option<String>) -> Result<Self> {
        let meta = study.meta(findings.results());
        let round = Round::new(&study.review_settings()?, &events);
        let reliability = reliability(&findings, &events, &round);
        let damage = study.events()?.1.iter().map(ToString::to_string).collect();
        Ok(Self {
            reliability,
            sealed,
            damage,
            study: Some(study.clone()),
            ..Self::new(findings, events, meta)
        })
    }

    /// What a run derived.
    pub fn results(&self) -> &Results {
        self.findings.results()
    }

    pub(crate) fn state(&self) -> &State {
        self.findings.state()
    }

    /// The results and the decisions together.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The events that exports may show.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How the study was made.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Who confirmed what.
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// Element × agreement.
    pub fn matrix(&self) -> &Matrix {
        self.findings.matrix()
    }

    /// Why no decisions are shown, where none are.
    pub fn sealed(&self) -> Option<&str> {
        self.sealed.as_deref()
    }

    /// What is wrong with the logs of decisions, a line each: lines that cannot be read, decisions that are missing.
    pub fn damage(&self) -> &[String] {
        &self.damage
    }

    /// What a reader of an export should know: confirmed clauses that were not found again, and what becomes of them.
    pub(crate) fn gaps(&self, what: &str) -> Vec<String> {
        let gap = |lost: &crosscut::matrix::Lost| {
            format!("{} ({}), confirmed: {}; {what}", lost.anchor.clause, lost.anchor.locator, lost.said())
        };
        self.matrix().lost.iter().map(gap).collect()
    }

    /// Names and definitions on which coders differ, a sentence each: an export prints one of them.
    pub(crate) fn unsettled_words(&self) -> Vec<String> {
        let elements = self.matrix().elements().filter_map(crosscut::matrix::Row::element);
        let told = elements.flat_map(|id| self.findings.unsettled_words(id));
        told.map(|words| format!("coders differ, and one of the answers stands here: {words}")).collect()
    }

    /// The agreements in the order of the matrix.
    pub(crate) fn agreements(&self) -> Vec<&Agreement> {
        let all = &self.results().agreements;
        let columns = self.matrix().columns.iter();
        columns.filter_map(|column| all.iter().find(|agreement| agreement.id == column.agreement)).collect()
    }

    /// Every agreement with its column in the matrix, in that order: translations and other editions follow the one with
    /// which they count.
    pub(crate) fn all_agreements(&self) -> Vec<(&Agreement, &Column)> {
        let all = &self.results().agreements;
        let ids = self.matrix().columns.iter().flat_map(|column| {
            [&column.agreement].into_iter().chain(&column.also).map(move |id| (id, column))
        });
        ids.filter_map(|(id, column)| Some((all.iter().find(|one| one.id == *id)?, column))).collect()
    }

    /// The texts of the agreements with the places of their clauses.
    pub(crate) fn texts(&self) -> Result<Vec<Text<'_>>> {
        Text::all(self.results(), |file| match &self.study {
            Some(study) => Ok(study.document(file)?),
            None => Ok(None),
        })
    }

    /// With what and from which files the text of an agreement was read, for formats that have one line for it.
    pub(crate) fn made_of(&self, agreement: &AgreementId) -> String {
        let documents = self.results().documents.iter().filter(|report| report.agreement == *agreement);
        let inputs = documents
            .map(|report| format!(", from {} (sha256 {})", report.source.file, report.source.sha256));
        format!("{}, run {}{}", self.meta.version, self.results().run, inputs.collect::<String>())
    }

    /// With what it was made, from what, and what is missing, a line each.
    pub(crate) fn about(&self, without: &str) -> Vec<(String, String)> {
        let mut about = vec![
            ("Study".to_owned(), self.meta.study.clone()),
            ("Made with".into(), self.meta.version.clone()),
            ("Run".into(), self.results().run.clone()),
        ];
        about.extend(self.meta.settings.iter().cloned());
        about.push(("Left out".into(), without.to_owned()));
        if let Some(why) = &self.sealed {
            about.push(("Decisions".into(), format!("none are included: {why}")));
        }
        about
            .extend(self.damage.iter().map(|damage| ("Decisions may be missing".to_owned(), damage.clone())));
        for document in &self.results().documents {
            about.push((
                format!("Input {}", document.source.file),
                format!("sha256 {}", document.source.sha256),
            ));
        }
        about
    }
}
