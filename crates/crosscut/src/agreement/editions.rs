//! Which text of an agreement is the one of today.

use super::{Agreement, Instruments};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet};

/// Of agreements with several editions, the newest one of each text: what an older one said may not be said any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Editions {
    /// The newest edition, of each text that is not of it.
    older: BTreeMap<AgreementId, AgreementId>,
    /// The newest edition itself, of each text that is of it.
    newest: BTreeMap<AgreementId, AgreementId>,
}

impl Editions {
    /// The newest edition is the one of the latest year; among those of one year, or where one has none, that of which the
    /// others are editions. A translation is of the edition that it translates.
    pub(crate) fn of(agreements: &[Agreement]) -> Self {
        let one = Instruments::of(agreements);
        let by_id: BTreeMap<&AgreementId, &Agreement> = agreements.iter().map(|one| (&one.id, one)).collect();
        let original = |agreement: &Agreement| {
            let mut id = &agreement.id;
            // A circle is refused when the settings are read; the bound is for results that were made otherwise.
            for _ in 0..agreements.len() {
                match by_id.get(id).and_then(|known| known.translation_of.as_ref()) {
                    Some(of) if by_id.contains_key(of) => id = of,
                    _ => break,
                }
            }
            id.clone()
        };
        let mut groups: BTreeMap<&AgreementId, BTreeSet<AgreementId>> = BTreeMap::new();
        for agreement in agreements {
            groups.entry(one.of_agreement(&agreement.id)).or_default().insert(original(agreement));
        }
        let mut all = Self::default();
        for agreement in agreements {
            let head = one.of_agreement(&agreement.id);
            let Some(editions) = groups.get(head).filter(|editions| editions.len() > 1) else { continue };
            let year = |id: &AgreementId| by_id.get(id).and_then(|known| known.year);
            let dated = editions.iter().all(|id| year(id).is_some());
            let age = |id: &&AgreementId| (year(id).filter(|_| dated), *id == head);
            if let Some(latest) = editions.iter().max_by_key(age) {
                let texts = if original(agreement) == *latest { &mut all.newest } else { &mut all.older };
                texts.insert(agreement.id.clone(), latest.clone());
            }
        }
        all
    }

    /// The newest edition, where a text is of an older one.
    pub(crate) fn replaced_by(&self, agreement: &AgreementId) -> Option<&AgreementId> {
        self.older.get(agreement)
    }

    /// The newest edition, where a text is that or a translation of it; none where there is one edition only.
    pub(crate) fn newest_as(&self, agreement: &AgreementId) -> Option<&AgreementId> {
        self.newest.get(agreement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str) -> AgreementId {
        AgreementId::slug(id)
    }

    fn agreement(
        name: &str,
        year: Option<u16>,
        edition_of: Option<&str>,
        translation_of: Option<&str>,
    ) -> Agreement {
        let mut made = Agreement::named(id(name), name);
        (made.year, made.edition_of, made.translation_of) =
            (year, edition_of.map(id), translation_of.map(id));
        made
    }

    #[test]
    fn the_latest_year_is_the_edition_of_today_and_translations_go_with_theirs() {
        let editions = Editions::of(&[
            agreement("old", Some(2001), None, None),
            agreement("new", Some(2024), Some("old"), None),
            agreement("old-fr", Some(2030), None, Some("old")),
            agreement("new-fr", None, None, Some("new")),
            agreement("other", Some(1990), None, None),
            agreement("other-fr", None, None, Some("other")),
        ]);
        let older: Vec<bool> = ["old", "new", "old-fr", "new-fr", "other", "other-fr"]
            .map(|one| editions.replaced_by(&id(one)).is_some())
            .into();
        assert_eq!(older, [true, false, true, false, false, false]);
        assert_eq!(editions.replaced_by(&id("old-fr")), Some(&id("new")));
        assert_eq!(editions.newest_as(&id("new-fr")), Some(&id("new")));
        assert_eq!(editions.newest_as(&id("other")), None, "a translation is no edition");
        // Without years the others are editions of the one that stands for all.
        let editions =
            Editions::of(&[agreement("a", None, Some("b"), None), agreement("b", None, None, None)]);
        assert_eq!([editions.replaced_by(&id("a")), editions.replaced_by(&id("b"))], [Some(&id("b")), None]);
    }
}
