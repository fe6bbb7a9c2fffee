//! What words, numbers and signs mean in agreements: each fact once, for every crate.
//!
//! `languages` holds a table for each language, in the words that a translator would check. The other modules hold what
//! does not depend on a language. A function without a language asks all tables at once: a heading is read before
//! anyone knows what language it is in.
//!
//! ```
//! use crosscut_text::lexicon::{Division, division, roman};
//! assert_eq!(division("ARTÍCULO"), Some(Division::Article));
//! assert_eq!(division("Articles"), Some(Division::Article));
//! assert_eq!(roman::read("XIV"), Some(14));
//! assert_eq!(roman::read("civil"), None);
//! ```

pub(crate) mod abbreviations;
pub mod alphabet;
pub mod chinese;
pub mod counting;
mod division;
pub mod invisible;
mod languages;
mod look_up;
pub mod punctuation;
pub mod roman;
pub(crate) mod spelling;
mod tables;
#[cfg(test)]
mod tests;

pub use division::Division;
pub use look_up::{
    division, is_conjunction, is_formulaic, is_instrument, is_notes_title, is_numero, is_page_word,
    is_pointer, list_words, opens_meaning,
};
pub use spelling::british_spelling;

pub(crate) use look_up::{
    all, division_and_number, inserted, joins_numbers, languages, longest_first, names_division, number_word,
    of_language, ordinal_word, tens_word,
};
pub(crate) use tables::Words;
