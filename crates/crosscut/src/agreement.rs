//! What is known about an agreement besides its text.

mod editions;
mod short;

pub(crate) use editions::Editions;

use crosscut_text::AgreementId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An instrument of the study: a treaty, directive, declaration, industry accord …
///
/// ```
/// use crosscut::{Agreement, Group, text::AgreementId};
/// let mut call = Agreement::named(AgreementId::slug("Paris Call"), "Paris Call for Trust and Security in Cyberspace");
/// (call.short, call.year, call.group) = (Some("Paris Call".into()), Some(2018), Some(Group::Multistakeholder));
/// assert_eq!((call.id.as_str(), call.short()), ("paris-call", "Paris Call"));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Short name, unique in the study.
    pub id: AgreementId,
    /// Full title.
    pub title: String,
    /// Name for narrow columns: "Paris Call".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Year of adoption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Body that adopted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Who stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// How many groups of stakeholders stand behind it, as the forum counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stakeholders: Option<Stakeholders>,
    /// Whether it binds in law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<bool>,
    /// Whether it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<bool>,
    /// Region where it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Languages of the official text, ISO 639-1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The agreement of which it is a translation: both count as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<AgreementId>,
    /// The agreement of which it is another edition: both count as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition_of: Option<AgreementId>,
    /// Agreements that nearly share its text and are others all the same: nobody is asked about them again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct_from: Vec<AgreementId>,
    /// Ids that it had before: decisions under them are decisions on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<AgreementId>,
    /// File in the study's `sources/` folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Official address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether somebody found the text at that address; `None` where there is no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_checked: Option<bool>,
    /// The day on which somebody last tried the address: "2026-05-01". Without it nobody is claimed to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url_checked_on: Option<String>,
    /// SHA-256 of the source, lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Who stands behind an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Group {
    /// States, or an organisation of states.
    State,
    /// Companies.
    Business,
    /// Civil society.
    Civil,
    /// The technical community.
    Technical,
    /// Several groups together.
    Multistakeholder,
    /// A body of the United Nations.
    Un,
}

impl Group {
    /// All of them.
    pub(crate) const ALL: [Self; 6] =
        [Self::State, Self::Business, Self::Civil, Self::Technical, Self::Multistakeholder, Self::Un];

    /// The name in settings and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Business => "business",
            Self::Civil => "civil",
            Self::Technical => "technical",
            Self::Multistakeholder => "multistakeholder",
            Self::Un => "un",
        }
    }
}

/// How many groups of stakeholders stand behind an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Stakeholders {
    /// One: states, companies, civil society …
    Single,
    /// Several together.
    Multistakeholder,
    /// The United Nations.
    Un,
}

impl Agreement {
    /// An agreement of which only the name is known.
    pub fn named(id: AgreementId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            short: None,
            year: None,
            body: None,
            group: None,
            stakeholders: None,
            binding: None,
            in_force: None,
            region: None,
            languages: Vec::new(),
            translation_of: None,
            edition_of: None,
            distinct_from: Vec::new(),
            formerly: Vec::new(),
            source: None,
            url: None,
            url_checked: None,
            url_checked_on: None,
            sha256: None,
        }
    }

    /// The short name, the title where there is none.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.title)
    }
}

/// The agreements as they are shown: each with a name for narrow columns that its title gives, where nobody gave one.
pub(crate) fn shown(mut agreements: Vec<Agreement>) -> Vec<Agreement> {
    for agreement in &mut agreements {
        if agreement.title.trim().is_empty() {
            agreement.title = agreement.id.to_string();
        }
        let given = agreement.short.take().filter(|short| !short.trim().is_empty());
        agreement.short = given.or_else(|| short::short_title(&agreement.title));
    }
    agreements
}

/// Former ids of agreements, and their ids now. An id that an agreement has now is no former one.
pub(crate) fn renamed(agreements: &[Agreement]) -> BTreeMap<AgreementId, AgreementId> {
    let current: BTreeSet<&AgreementId> = agreements.iter().map(|agreement| &agreement.id).collect();
    let former = agreements.iter().flat_map(|now| now.formerly.iter().map(move |old| (old, &now.id)));
    former.filter(|(old, _)| !current.contains(old)).map(|(old, now)| (old.clone(), now.clone())).collect()
}

/// Which agreements are one: translations and editions with what they are of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Instruments {
    /// What each translation or edition is of.
    of: BTreeMap<AgreementId, AgreementId>,
    /// Of agreements that are nearly the same text, and may be one, the one that each goes by.
    nearly: BTreeMap<AgreementId, AgreementId>,
    /// Pairs that are two, however alike they are.
    pub(crate) distinct: Vec<[AgreementId; 2]>,
}

impl Instruments {
    pub(crate) fn of(agreements: &[Agreement]) -> Self {
        let ids: BTreeSet<&AgreementId> = agreements.iter().map(|agreement| &agreement.id).collect();
        let mut parents: BTreeMap<AgreementId, AgreementId> = BTreeMap::new();
        for agreement in agreements {
            let of = agreement.translation_of.as_ref().or(agreement.edition_of.as_ref());
            if let Some(of) = of.filter(|of| ids.contains(of)) {
                parents.insert(agreement.id.clone(), of.clone());
            }
        }
        let mut roots = parents.clone();
        // A circle is refused when the settings are read; the bound is for results that were made otherwise.
        for _ in 0..parents.len() {
            for root in roots.values_mut() {
                if let Some(further) = parents.get(root) {
                    root.clone_from(further);
                }
            }
        }
        let mut one = Self { of: roots, ..Self::default() };
        for agreement in agreements {
            let pair = |other: &AgreementId| [&agreement.id, other].map(|id| one.of_agreement(id).clone());
            let pairs: Vec<[AgreementId; 2]> = agreement.distinct_from.iter().map(pair).collect();
            one.distinct.extend(pairs);
        }
        one
    }

    /// Whether each agreement is one of its own.
    pub(crate) fn is_trivial(&self) -> bool {
        self.of.is_empty()
    }

    /// The agreement that stands for one.
    pub(crate) fn of_agreement<'a>(&'a self, agreement: &'a AgreementId) -> &'a AgreementId {
        self.of.get(agreement).unwrap_or(agreement)
    }

    /// With the agreements that may be one, since they are nearly the same text.
    #[cfg_attr(not(feature = "study"), allow(dead_code))]
    pub(crate) fn or_nearly<'a>(
        mut self,
        pairs: impl IntoIterator<Item = (&'a AgreementId, &'a AgreementId)>,
    ) -> Self {
        for (a, b) in pairs {
            let [a, b] = [a, b].map(|id| self.nearly_of(self.of_agreement(id)).clone());
            self.nearly.values_mut().filter(|one| **one == b).for_each(|one| one.clone_from(&a));
            self.nearly.insert(b, a);
        }
        self
    }

    fn nearly_of<'a>(&'a self, agreement: &'a AgreementId) -> &'a AgreementId {
        self.nearly.get(agreement).unwrap_or(agreement)
    }

    /// Whether agreements are nearly one text, all of them.
    pub(crate) fn are_nearly_one(&self, agreements: &[AgreementId]) -> bool {
        let mut ones = agreements.iter().map(|id| self.nearly_of(id));
        agreements.len() > 1 && ones.next().is_some_and(|first| ones.all(|one| one == first))
    }
}
