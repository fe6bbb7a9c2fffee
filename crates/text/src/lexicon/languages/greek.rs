//! Greek.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Greek.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Greek,
    divisions: &[
        (Part, &["μέρος"], &[]),
        (Title, &["τίτλος"], &[]),
        (Chapter, &["κεφάλαιο"], &[]),
        (Article, &["άρθρο"], &[]),
        (Annex, &["παράρτημα"], &[]),
    ],
    everyday: &["μέρος"],
    months: &[
        "απριλίου",
        "αυγούστου",
        "δεκεμβρίου",
        "ιανουαρίου",
        "ιουλίου",
        "ιουνίου",
        "μαΐου",
        "μαρτίου",
        "νοεμβρίου",
        "οκτωβρίου",
        "σεπτεμβρίου",
        "φεβρουαρίου",
    ],
    ..Words::NONE
};
