//! Language of each clause: that of the document unless the clause is plainly in another.

use crate::lexicon;
use crate::{Document, Language};
use std::collections::BTreeMap;

/// Shortest text, in letters, whose language can be told apart from the document's.
const ENOUGH: usize = 120;

/// The languages of a document.
pub(super) struct Languages {
    main: Language,
}

impl Languages {
    /// The main language, from samples spread over the text.
    pub(super) fn of(document: &Document) -> Self {
        const SAMPLES: usize = 7;
        let mut votes: BTreeMap<&str, (usize, Language)> = BTreeMap::new();
        let long: Vec<&str> = document
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.span.cut(&document.text))
            .filter(|text| text.len() > 60)
            .collect();
        let step = (long.len() / SAMPLES).max(1);
        let samples = long.len().div_ceil(step).min(SAMPLES);
        for text in long.iter().step_by(step).take(SAMPLES) {
            let language = plainly(text).unwrap_or_else(|| Language::detect(sample(text)));
            let count = &mut votes.entry(language.code()).or_insert((0, language)).0;
            *count += 1;
            if *count * 2 > samples {
                return Self { main: language };
            }
        }
        let main =
            votes.values().max_by_key(|(count, language)| (*count, *language != Language::Undetermined));
        let main = main.map_or_else(|| Language::detect(sample(&document.text)), |(_, language)| *language);
        Self { main }
    }

    /// The main language.
    pub(super) fn main(&self) -> Language {
        self.main
    }

    /// The language of one clause.
    pub(super) fn detect(&self, text: &str) -> Language {
        if text.len() < ENOUGH || self.is_main(text) {
            return self.main;
        }
        match Language::detect(sample(text)) {
            Language::Undetermined => self.main,
            language => language,
        }
    }

    /// Whether enough of the words are among the commonest of the main language, or some are and no other language has
    /// as many: far cheaper than trigrams.
    fn is_main(&self, text: &str) -> bool {
        let Some((_, own)) = common().find(|(language, _)| *language == self.main) else { return false };
        let (words, hits) = share(text, own);
        let mut others = common().filter(|(language, _)| *language != self.main);
        hits * 8 >= words || hits * 24 >= words && others.all(|(_, other)| share(text, other).1 < hits)
    }
}

/// How many of the first words of a text were looked at, and how many of these are among the commonest of a language;
/// looks no further than what settles an eighth of sixty.
fn share(text: &str, common: &[&str]) -> (u32, u32) {
    let (mut words, mut hits) = (0, 0);
    for word in text.split([' ', ',', '.', ';']).filter(|word| !word.is_empty()).take(60) {
        words += 1;
        hits += u32::from(word.len() <= 5 && common.contains(&word));
        if hits * 8 >= 60 {
            break;
        }
    }
    (words, hits)
}

/// The language of which every fourth word of a text is among the commonest, and twice as many as of any other.
fn plainly(text: &str) -> Option<Language> {
    let shares: Vec<((u32, u32), Language)> =
        common().map(|(language, common)| (share(text, common), language)).collect();
    let ((words, hits), language) =
        *shares.iter().max_by_key(|((words, hits), _)| hits * 60 / (*words).max(1))?;
    let mut others = shares.iter().filter(|(_, other)| *other != language);
    let clear =
        others.all(|((words, other), _)| 2 * (other * 60 / (*words).max(1)) <= hits * 60 / words.max(&1));
    (words >= 8 && hits * 4 >= words && clear).then_some(language)
}

/// The first few hundred bytes.
fn sample(text: &str) -> &str {
    let end = (0..=text.len().min(240)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// The languages whose commonest short words are known, with these words.
fn common() -> impl Iterator<Item = (Language, &'static [&'static str])> {
    lexicon::languages().map(|words| (words.language, words.common)).filter(|(_, common)| !common.is_empty())
}
