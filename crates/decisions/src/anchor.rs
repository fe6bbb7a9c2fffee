//! A clause as it stood when someone judged it, and how it is found again in a new extraction.

use super::coder::hex;
use super::wording::same_wording;
use crosscut_text::{AgreementId, Clause, ClauseId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use unicode_normalization::UnicodeNormalization;

/// Characters of context kept on each side.
const CONTEXT: usize = 32;

/// From this likeness of the quote on it is taken for the same clause with another wording.
const SURE: f64 = 0.9;

/// Below this likeness the clause counts as not found.
const FOUND: f64 = 0.5;

/// Clauses of the agreement that are compared letter by letter, the likeliest by shared trigrams.
const COMPARED: usize = 4;

/// Longest text that is compared letter by letter, in characters; longer ones word by word.
const LONG: usize = 1500;

/// Everything needed to find a clause again. A copy of one costs nothing: thousands of decisions are folded while
/// somebody waits.
///
/// ```
/// use crosscut_decisions::{Anchor, Finder, Found};
/// use crosscut_text::{AgreementId, Clause, Eid};
/// # fn main() -> Result<(), crosscut_text::IdError> {
/// let text = "Each Party shall report incidents.";
/// let clause = |eid| Eid::new(eid).map(|eid| Clause::new(AgreementId::slug("accord"), eid, text));
/// let anchor = Anchor::of(&[clause("art_1")?], 0).expect("there is one clause");
/// // In a new version of the accord it is Article 2.
/// assert_eq!(Finder::new(&[clause("art_2")?]).find(&anchor), Found::Same(0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Anchor(Arc<Trace>);

/// What an [`Anchor`] holds of its clause: id, text, surroundings, place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trace {
    /// The clause's id at the time.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Its address for people at the time.
    pub locator: String,
    /// Short hash of its normalised text, see [`text_hash`].
    pub hash: String,
    /// Its text.
    pub quote: String,
    /// The 32 characters before it, as far as clauses go.
    pub prefix: String,
    /// The 32 characters after it.
    pub suffix: String,
    /// Offset of its first byte in the document's text.
    pub position: usize,
    /// Page number from 1; none for a source without pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The opening words that it completed, empty where there were none; not noted in older logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<String>,
}

/// Where an anchor leads to now. Indices point into the clauses that the [`Finder`] was made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    /// The same wording ([`same_wording`]), under the same id or a new one.
    Same(usize),
    /// The clause with another wording, at least 0.9 alike. One word may turn a commitment round: a person must look.
    Changed(usize, f64),
    /// Perhaps this clause: a person must look.
    Doubtful(usize, f64),
    /// Nowhere.
    Orphan,
}

impl Found {
    /// The clause, when it can be relied on.
    pub fn sure(self) -> Option<usize> {
        match self {
            Self::Same(index) => Some(index),
            Self::Changed(..) | Self::Doubtful(..) | Self::Orphan => None,
        }
    }

    /// The clause, relied on or not.
    pub fn likely(self) -> Option<usize> {
        match self {
            Self::Same(index) | Self::Changed(index, _) | Self::Doubtful(index, _) => Some(index),
            Self::Orphan => None,
        }
    }
}

impl Anchor {
    /// The anchor of `clauses[index]`; `None` when there is no such clause. Neighbours are taken from the same
    /// agreement.
    pub fn of(clauses: &[Clause], index: usize) -> Option<Self> {
        let clause = clauses.get(index)?;
        let neighbour = |at: Option<usize>| {
            at.and_then(|at| clauses.get(at)).filter(|near| near.agreement == clause.agreement)
        };
        let trace = Trace {
            clause: clause.id.clone(),
            agreement: clause.agreement.clone(),
            locator: clause.locator.clone(),
            hash: text_hash(&clause.text),
            quote: clause.text.clone(),
            prefix: neighbour(index.checked_sub(1)).map(|near| tail(&near.text)).unwrap_or_default(),
            suffix: neighbour(Some(index + 1)).map(|near| head(&near.text)).unwrap_or_default(),
            position: clause.span.start(),
            page: clause.pages.first().copied(),
            lead_in: Some(clause.lead_in.clone().unwrap_or_default()),
        };
        Some(Self(Arc::new(trace)))
    }

    /// Whether a clause says what was judged, with the opening words that it completes: "shall not:" above a point turns it
    /// round.
    pub fn says(&self, clause: &Clause) -> bool {
        self.is_led_as(clause) && same_wording(&self.quote, &clause.text)
    }

    fn is_led_as(&self, clause: &Clause) -> bool {
        let now = clause.lead_in.as_deref().unwrap_or_default();
        self.lead_in.as_deref().is_none_or(|then| same_wording(then, now))
    }

    /// Whether another anchor is of the very same words.
    pub(super) fn is_read_as(&self, other: &Self) -> bool {
        (&self.quote, &self.lead_in) == (&other.quote, &other.lead_in)
    }

    /// What was judged and what a clause says now, to lay side by side: with their opening words where these differ.
    pub fn wordings(&self, clause: &Clause) -> (String, String) {
        if self.is_led_as(clause) {
            return (self.quote.clone(), clause.text.clone());
        }
        let led = |lead: Option<&String>, text: &str| match lead.filter(|lead| !lead.is_empty()) {
            Some(lead) => format!("{lead} {text}"),
            None => text.to_owned(),
        };
        (led(self.lead_in.as_ref(), &self.quote), led(clause.lead_in.as_ref(), &clause.text))
    }

    /// What tells judged clauses apart: the id and the text that stood there.
    pub fn key(&self) -> ClauseKey {
        ClauseKey(self.clone())
    }
}

impl Anchor {
    /// The same clause as it would stand in another agreement: what finds it in a newer edition.
    #[must_use]
    pub fn in_agreement(&self, agreement: &AgreementId) -> Self {
        let eid = self.clause.as_str().strip_prefix(self.agreement.as_str());
        let clause = eid.and_then(|eid| ClauseId::new(&format!("{agreement}{eid}")).ok());
        let clause = clause.unwrap_or_else(|| self.clause.clone());
        Self(Arc::new(Trace { clause, agreement: agreement.clone(), ..Trace::clone(&self.0) }))
    }
}

impl Deref for Anchor {
    type Target = Trace;

    fn deref(&self) -> &Trace {
        &self.0
    }
}

impl PartialEq for Anchor {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Serialize for Anchor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Anchor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Trace::deserialize(deserializer).map(|trace| Self(Arc::new(trace)))
    }
}

/// A clause with the text that was judged: after renumbering the same id may stand for another text. Keys are the same
/// where id and hash are.
#[derive(Clone, Debug, Eq)]
pub struct ClauseKey(Anchor);

impl ClauseKey {
    /// The clause as it was when it was judged.
    pub fn anchor(&self) -> &Anchor {
        &self.0
    }

    /// The clause's id.
    pub fn clause(&self) -> &ClauseId {
        &self.0.clause
    }
}

impl PartialEq for ClauseKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl PartialOrd for ClauseKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ClauseKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (&self.0, &other.0);
        if Arc::ptr_eq(&a.0, &b.0) {
            return Ordering::Equal;
        }
        a.clause.cmp(&b.clause).then_with(|| a.hash.cmp(&b.hash))
    }
}

impl Hash for ClauseKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash.hash(state);
    }
}

/// Sixteen hexadecimal digits over the letters and digits of a text: the same for other spacing, hyphenation,
/// punctuation and case, which is what differs between two extractions of one source.
pub fn text_hash(text: &str) -> String {
    let letters: String = text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    hex(&Sha256::digest(letters.as_bytes())[..8])
}

/// Where the clauses of a run are, by id and by text. It borrows nothing, so it can be kept with them.
#[derive(Debug, Default)]
pub struct ClauseIndex {
    by_id: HashMap<ClauseId, usize>,
    /// Hash of each clause's text.
    hashes: Vec<Arc<str>>,
    by_hash: HashMap<Arc<str>, Vec<usize>>,
    /// Clauses of each agreement, and the length of its text in bytes.
    agreements: BTreeMap<AgreementId, (Vec<usize>, usize)>,
    /// Former names of agreements, and what they are called now.
    renamed: BTreeMap<AgreementId, AgreementId>,
    /// Anchors that had to be searched for letter by letter, and what came of it.
    searched: Mutex<BTreeMap<Anchor, Found>>,
}

impl ClauseIndex {
    /// Of these clauses.
    pub fn new(clauses: &[Clause]) -> Self {
        let mut index = Self::default();
        for (place, clause) in clauses.iter().enumerate() {
            let hash: Arc<str> = text_hash(&clause.text).into();
            index.by_id.entry(clause.id.clone()).or_insert(place);
            index.by_hash.entry(hash.clone()).or_default().push(place);
            index.hashes.push(hash);
            let (members, length) = index.agreements.entry(clause.agreement.clone()).or_default();
            members.push(place);
            *length = (*length).max(clause.span.end());
        }
        index
    }

    /// Of a study that has these agreements, with clauses or without.
    #[must_use]
    pub fn with_agreements(mut self, agreements: impl Iterator<Item = AgreementId>) -> Self {
        for agreement in agreements {
            self.agreements.entry(agreement).or_default();
        }
        self
    }

    /// Takes decisions on an agreement of a former name for decisions on the one of the name now.
    #[must_use]
    pub fn with_renamed(mut self, renamed: BTreeMap<AgreementId, AgreementId>) -> Self {
        self.renamed = renamed;
        self
    }

    /// What an agreement is called now.
    pub fn now<'a>(&'a self, agreement: &'a AgreementId) -> &'a AgreementId {
        self.renamed.get(agreement).unwrap_or(agreement)
    }

    /// Whether an agreement, by its name now or a former one, is among those of the clauses or the study.
    pub fn has(&self, agreement: &AgreementId) -> bool {
        self.agreements.contains_key(self.now(agreement))
    }

    /// The clause of that id.
    pub fn by_id(&self, id: &ClauseId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The clause of an anchor, among the `clauses` that this is the index of, where it is under its id with the same
    /// wording.
    pub fn at_its_place(&self, anchor: &Anchor, clauses: &[Clause]) -> Option<usize> {
        let place = self.by_id(&anchor.clause)?;
        let same = *self.hashes[place] == *anchor.hash && anchor.says(&clauses[place]);
        (same && clauses[place].agreement == anchor.agreement).then_some(place)
    }

    /// How many clauses an agreement has.
    pub fn count(&self, agreement: &AgreementId) -> usize {
        self.agreements.get(agreement).map_or(0, |(members, _)| members.len())
    }

    /// The hash of a clause's text; see [`text_hash`].
    pub fn hash(&self, place: usize) -> Option<&str> {
        self.hashes.get(place).map(AsRef::as_ref)
    }
}

/// Finds anchors in a set of clauses.
#[derive(Clone)]
pub struct Finder<'c> {
    clauses: &'c [Clause],
    index: Arc<ClauseIndex>,
}

impl<'c> Finder<'c> {
    /// Prepares the clauses of a run.
    pub fn new(clauses: &'c [Clause]) -> Self {
        Self::over(clauses, Arc::new(ClauseIndex::new(clauses)))
    }

    /// Over clauses whose index was made before.
    pub fn over(clauses: &'c [Clause], index: Arc<ClauseIndex>) -> Self {
        Self { clauses, index }
    }

    /// The clauses.
    pub fn clauses(&self) -> &'c [Clause] {
        self.clauses
    }

    /// The clause of that id now.
    pub fn by_id(&self, id: &ClauseId) -> Option<usize> {
        self.index.by_id(id)
    }

    /// Where the clauses are.
    pub fn index(&self) -> &Arc<ClauseIndex> {
        &self.index
    }

    /// Where the clause of an anchor is now: under its id with the same text; the same text elsewhere in the agreement;
    /// else the text most alike, weighed with its surroundings and place as Hypothesis does (quote 50, prefix 20,
    /// suffix 20, position 2; `match-quote.ts` of its client).
    pub fn find(&self, anchor: &Anchor) -> Found {
        if let Some(index) = self.at_its_place(anchor) {
            return Found::Same(index);
        }
        let agreement = self.index.now(&anchor.agreement);
        let here = |index: &usize| {
            let clause = &self.clauses[*index];
            clause.agreement == *agreement && anchor.says(clause)
        };
        let mut searched = self.index.searched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = searched.get(anchor) {
            return *found;
        }
        let same = self.index.by_hash.get(anchor.hash.as_str());
        let same: Vec<usize> = same.into_iter().flatten().copied().filter(here).collect();
        let found = match best_by(&same, |index| self.weigh(anchor, index, 1.0)) {
            Some(index) => Found::Same(index),
            None => self.search(anchor),
        };
        searched.insert(anchor.clone(), found);
        found
    }

    /// The clause of an anchor where it is under its id with the same text.
    pub fn at_its_place(&self, anchor: &Anchor) -> Option<usize> {
        self.index.at_its_place(anchor, self.clauses)
    }

    /// The most alike text of the agreement, where the very text is gone.
    fn search(&self, anchor: &Anchor) -> Found {
        let alike: BTreeMap<usize, f64> = self
            .nearest(anchor)
            .into_iter()
            .map(|index| (index, likeness(&anchor.quote, &self.clauses[index].text)))
            .collect();
        let indices: Vec<usize> = alike.keys().copied().collect();
        let Some(best) = best_by(&indices, |index| self.weigh(anchor, index, alike[&index])) else {
            return Found::Orphan;
        };
        // The number of its place may be all that changed.
        if anchor.says(&self.clauses[best]) {
            return Found::Same(best);
        }
        match alike[&best] {
            share if share >= SURE => Found::Changed(best, share),
            share if share >= FOUND => Found::Doubtful(best, share),
            _ => Found::Orphan,
        }
    }

    /// Hypothesis' weighted score, 0 to 1.
    fn weigh(&self, anchor: &Anchor, index: usize, quote: f64) -> f64 {
        let clause = &self.clauses[index];
        let here = Anchor::of(self.clauses, index);
        let side = |kept: &str, now: Option<&str>| match now {
            Some(now) => strsim::normalized_levenshtein(kept, now),
            None => 0.0,
        };
        let prefix = side(&anchor.prefix, here.as_ref().map(|here| here.prefix.as_str()));
        let suffix = side(&anchor.suffix, here.as_ref().map(|here| here.suffix.as_str()));
        let length = self.index.agreements.get(&clause.agreement).map_or(1, |(_, length)| (*length).max(1));
        let moved = anchor.position.abs_diff(clause.span.start()).min(length);
        let place = 1.0 - moved as f64 / length as f64;
        (50.0 * quote + 20.0 * prefix + 20.0 * suffix + 2.0 * place) / 92.0
    }

    /// The few clauses of the agreement that share most trigrams with the quote.
    fn nearest(&self, anchor: &Anchor) -> Vec<usize> {
        let Some((members, _)) = self.index.agreements.get(self.index.now(&anchor.agreement)) else {
            return Vec::new();
        };
        let wanted = trigrams(&anchor.quote);
        let mut shares: Vec<(f64, usize)> = members
            .iter()
            .map(|&index| (dice(&wanted, &trigrams(&self.clauses[index].text)), index))
            .filter(|(share, _)| *share > 0.2)
            .collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        shares.into_iter().take(COMPARED).map(|(_, index)| index).collect()
    }
}

/// The index of highest score, the first of equals.
fn best_by(indices: &[usize], score: impl Fn(usize) -> f64) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for &index in indices {
        let score = score(index);
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Edit likeness, 0 to 1: letters for texts of usual length, words for long ones.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let (short_a, short_b) = (a.join(" "), b.join(" "));
    if short_a.chars().count().max(short_b.chars().count()) <= LONG {
        return strsim::normalized_levenshtein(&short_a, &short_b);
    }
    let most = a.len().max(b.len()).max(1);
    1.0 - strsim::generic_levenshtein(&a, &b) as f64 / most as f64
}

/// Lower-case words of the compatibility form, without punctuation.
fn words(text: &str) -> Vec<String> {
    let lower: String =
        text.nfkc().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect();
    lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Runs of three letters, spaces between words included.
fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let letters: Vec<char> = words(text).join(" ").chars().collect();
    letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
}

/// Dice's coefficient; 0 for two empty sets.
fn dice(a: &BTreeSet<[char; 3]>, b: &BTreeSet<[char; 3]>) -> f64 {
    let shared = a.intersection(b).count();
    2.0 * shared as f64 / (a.len() + b.len()).max(1) as f64
}

/// The first characters of a text.
fn head(text: &str) -> String {
    text.chars().take(CONTEXT).collect()
}

/// The last characters of a text.
fn tail(text: &str) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(CONTEXT)).collect()
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
