//! Romanian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Romanian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Romanian,
    divisions: &[(Title, &["titlu"], &[]), (Article, &["articolul"], &[])],
    accented: &[("tiunea", "ţiunea"), ("tiune", "ţiune"), ("tiei", "ţiei"), ("tie", "ţie"), ("tii", "ţii")],
    ..Words::NONE
};
