//! Ukrainian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Ukrainian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Ukrainian,
    divisions: &[
        (Part, &["частина"], &[]),
        (Chapter, &["глава"], &[]),
        (Section, &["розділ"], &[]),
        (Article, &["стаття"], &[]),
        (Annex, &["додаток"], &[]),
        (Paragraph, &["пункт"], &[]),
        (Point, &["підпункт"], &[]),
    ],
    everyday: &["частина"],
    this: &["цього", "цієї"],
    conjunctions: &["або", "та", "і"],
    reasons: &[
        "бажаючи",
        "беручи до уваги",
        "визнаючи",
        "враховуючи",
        "нагадуючи",
        "посилаючись",
        "прагнучи",
        "підтверджуючи",
        "усвідомлюючи",
    ],
    enacting: &["домовилися про", "погодилися про"],
    parties: &["держави", "сторони"],
    contents: &["зміст"],
    preamble: &["преамбула"],
    months: &[
        "березня", "вересня", "грудня", "жовтня", "квітня", "липня", "листопада", "лютого", "серпня",
        "січня", "травня", "червня",
    ],
    definition_titles: &["визначення термінів"],
    final_titles: &["набрання чинності", "прикінцеві положення"],
    ..Words::NONE
};
