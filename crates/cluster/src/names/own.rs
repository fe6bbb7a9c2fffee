//! What one clause of a set names alone, a figure or a proper name, is left out of the name of the set.

use super::Names;
use crosscut_text::Language;
use crosscut_text::form::{form_words, sense};
use crosscut_text::strength::{is_relative, is_that};
use std::collections::{BTreeMap, BTreeSet};

impl Names<'_> {
    /// The figures that at least half of the clauses name: the others are each clause's own, as "within 48 hours".
    pub(super) fn figures(&self, nodes: &[u32]) -> BTreeSet<&str> {
        let mut held: BTreeMap<&str, usize> = BTreeMap::new();
        for &node in nodes {
            let own: BTreeSet<&str> =
                self.corpus.clauses[node as usize].text.split_whitespace().filter_map(figure).collect();
            own.into_iter().for_each(|figure| *held.entry(figure).or_default() += 1);
        }
        held.into_iter().filter(|(_, count)| 2 * count >= nodes.len()).map(|(figure, _)| figure).collect()
    }

    /// The words of a name that are proper names which most clauses of its set do not hold: "connectivity with Jamaica".
    pub(super) fn own_names<'s>(
        &self,
        short: &'s str,
        language: Language,
        nodes: &[u32],
    ) -> BTreeSet<&'s str> {
        // "Party" and "Convention" are written large and are no names.
        let drafting = sense::ACTOR | sense::INSTRUMENT | sense::KIND | sense::PROCEDURE;
        let known = |word: &str| {
            let senses = form_words(language).map(|words| words.senses(word, 1)).unwrap_or_default();
            senses.iter().any(|sense| sense & drafting != 0)
        };
        let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && !known(word);
        let shared = |word: &str| {
            let holds = |node: &&u32| self.corpus.clauses[**node as usize].text.contains(word);
            2 * nodes.iter().filter(holds).count() > nodes.len()
        };
        // "Treasurer: Keep the books": behind a colon a line begins, and a capital says nothing of a word that is written small, too.
        let begins = |word: &str, behind: bool| behind && self.is_written_small(word, nodes);
        let mut behind = false;
        let words = short.split_whitespace().flat_map(|all| {
            let first = std::mem::replace(&mut behind, all.ends_with([':', '：']));
            let parts = all.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            parts.enumerate().map(move |(at, word)| (word, first && at == 0))
        });
        // German writes every noun so.
        words
            .skip(1)
            .filter(|_| language != Language::German)
            .filter(|&(word, behind)| is_name(&word) && !shared(word) && !begins(word, behind))
            .map(|(word, _)| word)
            .collect()
    }

    /// Whether a name begins with an abbreviation or a made-up word that most clauses of its set do not hold: "CGW is".
    pub(super) fn opens_with_name(&self, short: &str, language: Language, nodes: &[u32]) -> bool {
        let first =
            short.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
        let made = first.chars().skip(1).any(|c| c.is_uppercase())
            || first.contains(char::is_numeric) && first.contains(char::is_alphabetic);
        let holds = |node: &&u32| self.corpus.clauses[**node as usize].text.contains(first);
        language != Language::German && made && 2 * nodes.iter().filter(holds).count() <= nodes.len()
    }

    /// Whether a word that is written large in one place is written small in another of the set.
    pub(super) fn is_written_small(&self, word: &str, nodes: &[u32]) -> bool {
        let small = word.to_lowercase();
        let is_small_word = nodes
            .first()
            .and_then(|&node| form_words(self.corpus.language[node as usize]))
            .is_some_and(|words| words.is_small(word));
        is_small_word || nodes.iter().any(|&node| self.corpus.clauses[node as usize].text.contains(&small))
    }
}

/// The figure that a word is, without the signs around it.
fn figure(word: &str) -> Option<&str> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | '/' | ':'));
    (digits && !bare.is_empty()).then_some(bare)
}

/// With "…" for each figure that is not among those of the set, and whether there was one: no set is called after what
/// one of its clauses says alone.
pub(super) fn without_own_figures(short: &str, figures: &BTreeSet<&str>) -> (String, bool) {
    let mut own = false;
    let words = short.split(' ').map(|word| match figure(word) {
        Some(figure) if !figures.contains(figure) => {
            own = true;
            // "in July 2016…": one sign that something is missing is enough.
            word.replacen(figure, "…", 1).replace("……", "…")
        }
        _ => word.to_owned(),
    });
    let text = words.collect::<Vec<_>>().join(" ");
    (text, own)
}

/// With "…" for what is called by names of one clause alone, as no set is called after the treaty that one of its clauses names:
/// "Ratify …"; what a small word joins to a thing, "schools with …", goes with it, unless it says
/// which instrument is meant. Small words between two of them go with them; what would have several gaps says nothing without
/// them and keeps them.
pub(super) fn without_own_names(
    short: &str,
    own: &BTreeSet<&str>,
    language: Language,
    names_kind: impl Fn(&str) -> bool,
) -> String {
    let all: Vec<&str> = short.split(' ').collect();
    let is_own = |word: &str| word.split(|c: char| !c.is_alphanumeric()).any(|part| own.contains(part));
    let words = form_words(language);
    let small = |word: &str| {
        let short = word.chars().count() < 5 || words.is_some_and(|words| words.is_small(word));
        word.chars().all(char::is_lowercase) && short
    };
    // "the Services that are run": what follows needs them.
    let needed = |at: usize| {
        let goes_on = |word: &&str| is_relative(word, language) || is_that(word, language);
        all.get(at).is_some_and(goes_on)
    };
    let mut kept: Vec<String> = Vec::with_capacity(all.len());
    let mut at = 0;
    while at < all.len() {
        if !is_own(all[at]) {
            kept.push(all[at].to_owned());
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while let Some(next) =
            (end..all.len()).find(|&next| !small(all[next])).filter(|&next| is_own(all[next]))
        {
            end = next + 1;
        }
        let comma = if end < all.len() && all[end - 1].ends_with(',') { "," } else { "" };
        // "malicious … activity": what only tells of which kind.
        let tells = comma.is_empty() && !kept.is_empty() && all.get(end).is_some_and(|next| !small(next));
        if tells
            && all[at..end].iter().all(|word| is_own(word) && word.ends_with(char::is_alphanumeric))
            && end < all.len()
        {
            at = end;
            continue;
        }
        // "Members of the …": what only says of whom or where goes with it.
        let whole = kept.iter().rposition(|word| !small(word)).map_or(0, |last| last + 1);
        if whole > 1 && whole < kept.len() && !names_kind(kept[whole - 1].as_str()) && !needed(end) {
            kept.truncate(whole);
            if let Some(last) = kept.last_mut() {
                last.push_str(comma);
            }
        } else {
            kept.push(format!("…{comma}"));
        }
        at = end;
    }
    let left_out = kept.iter().filter(|word| word.starts_with('…')).count();
    if left_out > 1 { short.to_owned() } else { kept.join(" ") }
}

/// Whether most words after the first are names, as where the parties are listed.
pub(super) fn is_list_of_names(short: &str) -> bool {
    let words: Vec<&str> = short.split_whitespace().skip(1).filter(|word| word.chars().count() > 3).collect();
    let names = words.iter().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    words.len() > 2 && 2 * names > words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_clause_are_left_out_of_the_name_of_its_set() {
        let own = BTreeSet::from(["Jamaica", "Rights", "Keepers"]);
        for (text, left) in [
            ("Connect schools with Jamaica", "Connect schools"),
            (
                "Ratify the Convention on the Rights of the Keepers, and report",
                "Ratify the Convention on the …, and report",
            ),
            ("Accede to Jamaica", "Accede to …"),
            ("Rule on the Keepers that are awake", "Rule on the … that are awake"),
            ("Provide help to Jamaica harbours", "Provide help to harbours"),
            ("The members of the Keepers are awake", "The members are awake"),
            ("Light lamps", "Light lamps"),
            // One goes with what joins it; of two gaps nothing could be read.
            ("Connect Jamaica and all lamps of Keepers", "Connect … and all lamps"),
            ("Accede to Jamaica and report Keepers", "Accede to Jamaica and report Keepers"),
        ] {
            assert_eq!(without_own_names(text, &own, Language::English, |word| word == "Convention"), left);
        }
    }
}
