//! Two agreements that may be one, and whether somebody said so.

use crate::Agreement;
use crate::agreement::Instruments;
use crosscut_text::AgreementId;
use serde::{Deserialize, Serialize};

/// From this share on they are nearly the same text: what only they hold goes last, until somebody has said whether they are
/// one.
const NEARLY: f64 = 0.9;

/// Two agreements that may be one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alike {
    /// One.
    pub a: AgreementId,
    /// The other.
    pub b: AgreementId,
    /// Share of the clauses of the shorter one that have a near copy in the other; of addresses, for translations. 0 to 1.
    pub share: f64,
    /// They have the same addresses in two languages: a translation perhaps, not an edition.
    pub translation: bool,
}

/// The pairs that are nearly the same text, in one language or in two.
#[cfg_attr(not(feature = "study"), allow(dead_code))]
pub(crate) fn nearly_one(alike: &[Alike]) -> impl Iterator<Item = (&AgreementId, &AgreementId)> {
    alike.iter().filter(|pair| pair.translation || pair.share >= NEARLY).map(|pair| (&pair.a, &pair.b))
}

impl Alike {
    /// Whether somebody has said since whether they are one agreement, or one of them is gone.
    pub fn is_answered(&self, agreements: &[Agreement]) -> bool {
        let find = |id: &AgreementId| agreements.iter().find(|agreement| agreement.id == *id);
        let (Some(a), Some(b)) = (find(&self.a), find(&self.b)) else { return true };
        let one = Instruments::of(agreements);
        one.of_agreement(&a.id) == one.of_agreement(&b.id) || are_distinct(a, b)
    }
}

/// Whether somebody said that two agreements are two, however alike they are.
fn are_distinct(a: &Agreement, b: &Agreement) -> bool {
    a.distinct_from.contains(&b.id) || b.distinct_from.contains(&a.id)
}
