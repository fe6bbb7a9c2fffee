//! The tables are sorted, and no word is in two lists that contradict each other.

use super::languages::LANGUAGES;
use super::tables::{List, Words};
use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// The lists of a language with their names.
fn lists(words: &Words) -> Vec<(String, List)> {
    let mut lists: Vec<(String, List)> = Vec::new();
    for (name, list) in [
        ("acts", words.acts),
        ("updated", words.updated),
        ("published", words.published),
        ("everyday", words.everyday),
        ("earlier", words.earlier),
        ("numero", words.numero),
        ("the", words.the),
        ("this", words.this),
        ("that", words.that),
        ("of", words.of),
        ("ranges", words.ranges),
        ("joints", words.joints),
        ("conjunctions", words.conjunctions),
        ("open_ends", words.open_ends),
        ("instruments", words.instruments),
        ("reasons", words.reasons),
        ("whereas", words.whereas),
        ("enacting", words.enacting),
        ("parties", words.parties),
        ("signature", words.signature),
        ("contents", words.contents),
        ("preamble", words.preamble),
        ("notes", words.notes),
        ("page", words.page),
        ("months", words.months),
        ("dating", words.dating),
        ("furniture", words.furniture),
        ("mastheads", words.mastheads),
        ("sessions", words.sessions),
        ("chambers", words.chambers),
        ("cases", words.cases),
        ("subjects", words.subjects),
        ("operative", words.operative),
        ("copulas", words.copulas),
        ("definition_titles", words.definition_titles),
        ("final_titles", words.final_titles),
        ("defining_openers", words.defining_openers),
        ("defining_verbs", words.defining_verbs),
        ("common", words.common),
        ("drafting", words.drafting),
        ("formulaic", words.formulaic),
        ("openers", words.openers),
        ("abbreviations", words.abbreviations),
    ] {
        lists.push((name.to_owned(), list));
    }
    for (division, singular, plural) in words.divisions {
        lists.push((format!("{division:?}"), singular));
        lists.push((format!("{division:?}, plural"), plural));
    }
    for (value, (cardinals, ordinals)) in (1..).zip(words.cardinals.iter().zip(words.ordinals)) {
        lists.push((format!("cardinal {value}"), cardinals));
        lists.push((format!("ordinal {value}"), ordinals));
    }
    lists
}

#[test]
fn every_list_is_sorted_and_holds_a_word_once() {
    for words in LANGUAGES {
        for (name, list) in lists(words) {
            let disorder = list.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(disorder, None, "{} {name}", words.language);
            let is_printed = name == "openers";
            let odd = list.iter().find(|word| {
                word.trim() != **word || word.is_empty() || !is_printed && word.to_lowercase() != **word
            });
            assert_eq!(odd, None, "{} {name}", words.language);
        }
    }
}

/// Refuses a word under two keys.
fn refuse_contradictions<K: PartialEq + std::fmt::Debug>(
    entries: impl IntoIterator<Item = (&'static str, K)>,
) {
    let mut meanings: BTreeMap<&str, K> = BTreeMap::new();
    for (word, meaning) in entries {
        if let Some(other) = meanings.get(word) {
            assert_eq!(*other, meaning, "{word}");
        }
        meanings.insert(word, meaning);
    }
}

#[test]
fn a_word_names_one_division_in_all_languages_and_one_number() {
    refuse_contradictions(LANGUAGES.iter().flat_map(|words| words.divisions).flat_map(
        |(division, singular, plural)| {
            let singular = singular.iter().map(|word| (*word, (*division, false)));
            singular.chain(plural.iter().map(|word| (*word, (*division, true))))
        },
    ));
    refuse_contradictions(LANGUAGES.iter().flat_map(|words| [words.cardinals, words.ordinals]).flat_map(
        |numbers| (1..).zip(numbers).flat_map(|(value, words)| words.iter().map(move |word| (*word, value))),
    ));
}

#[test]
fn a_word_of_a_language_stands_in_one_of_the_lists_that_exclude_each_other() {
    for words in LANGUAGES {
        let exclusive: [&[(&str, List)]; 3] = [
            &[("drafting", words.drafting), ("formulaic", words.formulaic)],
            &[("definitions", words.definition_titles), ("final clauses", words.final_titles)],
            &[
                ("reasons", words.reasons),
                ("enacting", words.enacting),
                ("parties", words.parties),
                ("signature", words.signature),
                ("contents", words.contents),
                ("preamble", words.preamble),
            ],
        ];
        for lists in exclusive {
            refuse_contradictions(
                lists.iter().flat_map(|(name, list)| list.iter().map(move |word| (*word, *name))),
            );
        }
        let divisions: BTreeSet<&str> = words
            .divisions
            .iter()
            .flat_map(|(_, singular, plural)| singular.iter().chain(*plural).copied())
            .collect();
        let stray = words.everyday.iter().find(|word| !divisions.contains(**word));
        assert_eq!(stray, None, "{}: an everyday word that names no division", words.language);
        let hidden =
            divisions.iter().find(|word| words.formulaic.contains(word) || words.drafting.contains(word));
        assert_eq!(hidden, None, "{}: a division among the formulas", words.language);
    }
}

#[test]
fn a_language_has_one_table() {
    let languages: BTreeSet<crate::Language> = LANGUAGES.iter().map(|words| words.language).collect();
    assert_eq!(languages.len(), LANGUAGES.len());
}

#[test]
fn words_of_several_languages_mean_the_same() {
    for word in ["Article", "ARTÍCULO", "Artikel", "Статья", "المادة", "§", "articles"] {
        assert_eq!(division(word), Some(Division::Article), "{word}");
    }
    assert_eq!(division("Particle"), None);
    assert_eq!((number_word("premier"), number_word("ONE"), ordinal_word("one")), (Some(1), Some(1), None));
    assert!(is_pointer("Paragraphs") && !is_pointer("action") && !is_pointer("security"));
    assert!(is_page_word("Pág.") && is_notes_title("NOTES") && is_numero("No") && is_conjunction("und"));
    assert!(is_formulaic("thereof") && is_formulaic("pursuant") && !is_formulaic("vulnerability"));
}

#[test]
fn the_longest_entry_comes_first() {
    let of = longest_first(|words| words.of, " ");
    let first = of.iter().find(|entry| " of the Act".starts_with(entry.as_str()));
    assert_eq!(first.map(String::as_str), Some(" of the "));
    assert!(of.iter().any(|entry| entry == " de l'") && !of.iter().any(|entry| entry == " de l' "));
}
