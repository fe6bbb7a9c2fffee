//! Finnish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Finnish.
pub(in crate::lexicon) const WORDS: Words =
    Words { language: Language::Finnish, divisions: &[(Article, &["artikla"], &[])], ..Words::NONE };
