//! Polish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Polish.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Polish,
    divisions: &[
        (Part, &["część"], &[]),
        (Title, &["tytuł"], &[]),
        (Chapter, &["rozdział"], &[]),
        (Section, &["sekcja"], &[]),
        (Article, &["artykuł"], &[]),
        (Annex, &["załącznik"], &[]),
        (Paragraph, &["ustęp"], &[]),
        (Point, &["litera"], &[]),
    ],
    everyday: &["część"],
    this: &["niniejsza", "niniejsze", "niniejszego", "niniejszej", "niniejszy"],
    conjunctions: &["lub", "oraz"],
    reasons: &[
        "mając na uwadze", "pragnąc", "przypominając", "uwzględniając", "uznając", "zważywszy", "świadome",
    ],
    enacting: &["uzgodniły, co następuje"],
    parties: &["państwa", "strony"],
    contents: &["spis treści"],
    preamble: &["preambuła"],
    page: &["str", "strona"],
    months: &[
        "czerwca", "grudnia", "kwietnia", "lipca", "listopada", "lutego", "maja", "marca", "października",
        "sierpnia", "stycznia", "września",
    ],
    definition_titles: &["definicje"],
    final_titles: &["postanowienia końcowe", "wejście w życie"],
    ..Words::NONE
};
