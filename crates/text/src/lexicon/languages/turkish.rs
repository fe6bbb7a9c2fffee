//! Turkish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Turkish.
pub(in crate::lexicon) const WORDS: Words =
    Words { language: Language::Turkish, divisions: &[(Article, &["madde"], &[])], ..Words::NONE };
