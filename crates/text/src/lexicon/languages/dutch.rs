//! Dutch.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Dutch.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Dutch,
    divisions: &[
        (Part, &["deel"], &[]),
        (Title, &["titel"], &[]),
        (Chapter, &["hoofdstuk"], &[]),
        (Section, &["afdeling"], &[]),
        (Article, &["artikel"], &[]),
        (Rule, &["regel"], &[]),
        (Annex, &["bijlage"], &[]),
    ],
    everyday: &["deel", "regel", "titel"],
    contents: &["inhoud"],
    defining_openers: &["onder"],
    ..Words::NONE
};
