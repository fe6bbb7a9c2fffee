//! Czech.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Czech.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Czech,
    divisions: &[
        (Part, &["část"], &[]),
        (Title, &["hlava"], &[]),
        (Chapter, &["kapitola"], &[]),
        (Section, &["oddíl"], &[]),
        (Article, &["článek"], &[]),
        (Annex, &["příloha"], &[]),
        (Paragraph, &["odstavec"], &[]),
        (Point, &["písmeno"], &[]),
    ],
    everyday: &["hlava", "část"],
    this: &["tohoto", "této"],
    conjunctions: &["nebo"],
    reasons: &[
        "berouce na vědomí",
        "majíce na zřeteli",
        "přejíce si",
        "připomínajíce",
        "uznávajíce",
        "vědomy si",
    ],
    enacting: &["se dohodly na"],
    parties: &["smluvní strany", "státy"],
    contents: &["obsah"],
    preamble: &["preambule"],
    months: &[
        "března", "dubna", "května", "ledna", "listopadu", "prosince", "srpna", "září", "února", "července",
        "června", "října",
    ],
    definition_titles: &["vymezení pojmů"],
    final_titles: &["vstup v platnost", "závěrečná ustanovení"],
    ..Words::NONE
};
