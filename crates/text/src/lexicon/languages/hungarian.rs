//! Hungarian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Hungarian.
pub(in crate::lexicon) const WORDS: Words =
    Words { language: Language::Hungarian, divisions: &[(Article, &["cikk"], &[])], ..Words::NONE };
