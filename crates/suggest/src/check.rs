//! Suggestions held against the clauses of a study.

use crate::passage::{holds, nearest, plain, settings, words};
use crate::{Cite, Suggestion, What};
use crosscut::decisions::Element;
use crosscut::findings::CandidateStatus;
use crosscut::text::{Clause, ClauseId, lexicon::invisible};
use crosscut::{Candidate, Choice, Findings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Words of a quote at least, where the clause has so many: fewer show nothing.
const FEWEST: usize = 3;
/// Characters of a quote at most, and clauses that a suggestion may cite.
const LONGEST: usize = 1_500;
pub(crate) const MOST: usize = 30;
/// Share of a quote's words that a passage must have to be called near; below it other clauses are looked through.
const NEAR: f64 = 0.5;

/// The clauses, elements and candidates of a study, against which suggestions are held.
pub struct Ground<'f> {
    findings: &'f Findings,
    clauses: BTreeMap<&'f str, &'f Clause>,
}

/// Why a suggestion was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The quotes that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<WrongQuote>,
    /// What else is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// A quote that is not in the clause that it cites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrongQuote {
    /// The clause and the words as they were given.
    pub cite: Cite,
    /// What is wrong.
    pub why: String,
    /// The passage that is nearest to the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
}

/// A passage of a clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nearest {
    /// The clause.
    pub clause: ClauseId,
    /// Its place: "Article 21(2)(d)".
    pub locator: String,
    /// The words, verbatim.
    pub words: String,
    /// The share of the wanted words that it has, 0 to 1.
    pub share: f64,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quotes = self.quotes.iter().map(ToString::to_string);
        let all: Vec<String> = quotes.chain(self.reasons.iter().cloned()).collect();
        write!(f, "refused: {}", all.join("; "))
    }
}

impl fmt::Display for WrongQuote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)?;
        match &self.nearest {
            Some(near) => {
                write!(f, "; the nearest words are in {} ({}): “{}”", near.clause, near.locator, near.words)
            }
            None => f.write_str("; no passage comes near"),
        }
    }
}

impl<'f> Ground<'f> {
    /// The ground of a study as it is now.
    pub fn new(findings: &'f Findings) -> Self {
        let clauses = findings.results().clauses.iter().map(|clause| (clause.id.as_str(), clause)).collect();
        Self { findings, clauses }
    }

    pub(crate) fn findings(&self) -> &'f Findings {
        self.findings
    }

    /// The suggestion with what it is about by id, if every word that it cites is there.
    ///
    /// # Errors
    /// A refusal that names what is wrong, and the nearest words that are there.
    pub fn check(&self, suggestion: &Suggestion) -> Result<Suggestion, Refusal> {
        let suggestion = &suggestion.in_one_line();
        let mut refusal = Refusal { quotes: Vec::new(), reasons: Vec::new() };
        for (what, text, most) in suggestion.what.written() {
            refusal.reasons.extend(wrong_text(what, text, most));
        }
        if let What::Clause { confidence: Some(sure), .. } = &suggestion.what
            && !(0.0..=1.0).contains(sure)
        {
            refusal.reasons.push(format!("the confidence is a number from 0 to 1, not {sure}"));
        }
        match suggestion.cites.len() {
            0 => refusal.reasons.push("it cites nothing: name clauses and quote their words".into()),
            1..=MOST => {
                refusal.quotes.extend(suggestion.cites.iter().filter_map(|cite| self.wrong(cite)));
            }
            many => refusal.reasons.push(format!("it cites {many} clauses: at most {MOST} at once")),
        }
        let mut what = suggestion.what.clone();
        if let Some(of) = suggestion.what.of() {
            match self.thing(of) {
                Some(thing) => what = what.about(thing.id()),
                None => refusal.reasons.push(self.unknown(of)),
            }
        }
        if refusal.quotes.is_empty() && refusal.reasons.is_empty() {
            Ok(Suggestion { what, cites: suggestion.cites.clone() })
        } else {
            Err(refusal)
        }
    }

    /// Whether the words of a citation are in its clause.
    pub(crate) fn holds(&self, cite: &Cite) -> Option<&'f Clause> {
        let clause = self.clause(&cite.clause)?;
        let text = plain(&clause.text);
        settings(&cite.words).iter().any(|words| holds(&text, words)).then_some(clause)
    }

    pub(crate) fn clause(&self, id: &str) -> Option<&'f Clause> {
        self.clauses.get(id).copied()
    }

    /// The element or candidate that is named.
    pub(crate) fn thing(&self, of: &str) -> Option<Thing<'f>> {
        let choice = Choice::new(self.findings);
        let candidates = &self.findings.results().candidates;
        let named = || candidates.iter().find(|candidate| candidate.label.eq_ignore_ascii_case(of));
        // A number is no name here: the list that it counts is not what an assistant sees.
        let by_id = || choice.candidate(of).ok().filter(|candidate| candidate.id.starts_with(of));
        let element = choice.element(of).ok().map(Thing::Element);
        element.or_else(|| by_id().or_else(named).map(Thing::Candidate))
    }

    /// The element that a candidate has become, where it has: what was suggested for the one is suggested for the other.
    pub(crate) fn as_element(&self, thing: Thing<'f>) -> Thing<'f> {
        let Thing::Candidate(candidate) = &thing else { return thing };
        let place = self.findings.results().candidates.iter().position(|one| one.id == candidate.id);
        let element = match place.and_then(|place| self.findings.statuses().get(place)) {
            Some(CandidateStatus::Covered { element, .. }) => self.findings.state().elements.get(element),
            _ => None,
        };
        element.map_or(thing, Thing::Element)
    }

    fn unknown(&self, of: &str) -> String {
        let shown: String = of.chars().take(60).collect();
        let names: Vec<&str> =
            self.findings.state().elements.values().take(8).map(|element| element.name.as_str()).collect();
        let there = match names.as_slice() {
            [] => "no element is confirmed yet; candidates go by their ids".to_owned(),
            names => format!("elements are: {}", names.join(", ")),
        };
        format!("there is no element or candidate {shown:?}: {there}")
    }

    /// What is wrong with a citation.
    fn wrong(&self, cite: &Cite) -> Option<WrongQuote> {
        let wrong = |why: String, nearest| Some(WrongQuote { cite: short(cite), why, nearest });
        if cite.words.chars().count() > LONGEST {
            return wrong(
                format!("a quote from {} has more than {LONGEST} characters", shown(&cite.clause)),
                None,
            );
        }
        let quoted = words(&cite.words);
        let Some(clause) = self.clause(&cite.clause) else {
            return wrong(format!("there is no clause {}", shown(&cite.clause)), self.nearest(None, &quoted));
        };
        if quoted.len() < FEWEST.min(words(&clause.text).len()) {
            let why =
                format!("a quote from {} has fewer than {FEWEST} words, which shows nothing", clause.id);
            return wrong(why, self.nearest(Some(clause), &quoted));
        }
        if self.holds(cite).is_some() {
            return None;
        }
        let why = format!("“{}” is not in {} ({})", shown(&cite.words), clause.id, clause.locator);
        wrong(why, self.nearest(Some(clause), &quoted))
    }

    /// The passage nearest to some words: of the clause that was cited, or of any if that has none that is near.
    fn nearest(&self, cited: Option<&Clause>, quoted: &[(String, usize, usize)]) -> Option<Nearest> {
        let of = |clause: &Clause| {
            let (shared, start, end) = nearest(quoted, &words(&clause.text))?;
            Some(Nearest {
                clause: clause.id.clone(),
                locator: clause.locator.clone(),
                words: clause.text[start..end].to_owned(),
                share: shared as f64 / quoted.len().max(1) as f64,
            })
        };
        let own = cited.and_then(of);
        if own.as_ref().is_some_and(|near| near.share >= NEAR) {
            return own;
        }
        let mut best = own;
        for near in self.findings.results().clauses.iter().filter_map(of) {
            if best.as_ref().is_none_or(|best| near.share > best.share) {
                best = Some(near);
            }
        }
        best
    }
}

/// An element or a candidate.
pub(crate) enum Thing<'f> {
    Element(&'f Element),
    Candidate(&'f Candidate),
}

impl Thing<'_> {
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Element(element) => element.id.to_string(),
            Self::Candidate(candidate) => candidate.id.clone(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Element(element) => &element.name,
            Self::Candidate(candidate) => &candidate.label,
        }
    }
}

/// What is wrong with what the assistant wrote itself.
fn wrong_text(what: &str, text: &str, most: usize) -> Option<String> {
    let hidden = |c: char| c.is_control() || invisible::kind(c).is_some();
    if text.trim().is_empty() {
        Some(format!("the {what} is empty"))
    } else if text.chars().count() > most {
        Some(format!("the {what} has more than {most} characters"))
    } else if text.chars().any(hidden) {
        Some(format!("the {what} contains invisible characters"))
    } else {
        None
    }
}

/// A citation as a log keeps it: of what is endless, the beginning.
fn short(cite: &Cite) -> Cite {
    let cut = |text: &str| text.chars().take(LONGEST).collect();
    Cite { clause: cut(&cite.clause), words: cut(&cite.words) }
}

/// The beginning of a long text.
fn shown(text: &str) -> String {
    const SHOWN: usize = 160;
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}
