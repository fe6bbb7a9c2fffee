//! Hungarian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Hungarian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Hungarian,
    divisions: &[(Article, &["cikk"], &[])],
    accented: &[
        ("kent", "ként"),
        ("bol", "ból"),
        ("ert", "ért"),
        ("nal", "nál"),
        ("rol", "ról"),
        ("sag", "ság"),
        ("seg", "ség"),
        ("tol", "tól"),
    ],
    ..Words::NONE
};
