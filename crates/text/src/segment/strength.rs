//! How strongly a clause binds, by its main verbs and their negation.

use crate::lexicon::{self, Verbs};
use crate::{Language, Strength};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The strength of a text: the strongest verb that is found, in the order prohibition, refrain, shall, should, encourage,
/// may; a statement where there is none. `lead_in` counts for a text that only completes it.
pub(super) fn strength(text: &str, lead_in: Option<&str>, language: Language) -> Strength {
    let own = of(text, language);
    match (own, lead_in) {
        (Strength::Statement, Some(lead_in)) => of(lead_in, language),
        (Strength::May, Some(lead_in)) => match of(lead_in, language) {
            Strength::Statement => Strength::May,
            above => above,
        },
        _ => own,
    }
}

/// Strengths from the strongest: the first that is found decides.
const RANKS: [Strength; 6] = [
    Strength::Prohibition,
    Strength::Refrain,
    Strength::Shall,
    Strength::Should,
    Strength::Encourage,
    Strength::May,
];

/// The verbs of a language in the order of [`RANKS`].
fn ranked(verbs: &Verbs) -> [&'static [&'static str]; 6] {
    [verbs.prohibition, verbs.refrain, verbs.shall, verbs.should, verbs.encourage, verbs.may]
}

fn of(text: &str, language: Language) -> Strength {
    let rank = match language {
        // Written without spaces: a phrase may begin anywhere.
        Language::Chinese | Language::Japanese => lexicon::of_language(Language::Chinese).and_then(|words| {
            ranked(&words.verbs).iter().position(|phrases| phrases.iter().any(|phrase| text.contains(phrase)))
        }),
        _ => table(language).and_then(|table| table.rank(text)),
    };
    rank.and_then(|rank| RANKS.get(rank)).copied().unwrap_or(Strength::Statement)
}

/// The table of a language; that of English for a language without verbs of its own.
fn table(language: Language) -> Option<&'static Table> {
    static TABLES: LazyLock<BTreeMap<Language, Table>> = LazyLock::new(|| {
        let known = lexicon::languages().filter(|words| !words.verbs.may.is_empty());
        known.map(|words| (words.language, Table::new(&words.verbs))).collect()
    });
    TABLES.get(&language).or_else(|| TABLES.get(&Language::English))
}

/// The phrases of a language by their first word.
struct Table {
    /// First word, the words after it, rank; sorted by the first word.
    phrases: Vec<(String, Vec<String>, usize)>,
    /// By first byte: the lengths of the first words, a bit each. Nearly all words of a text are told apart by it.
    lengths: [u64; 256],
    /// Whether a phrase holds an apostrophe.
    apostrophes: bool,
}

impl Table {
    fn new(verbs: &Verbs) -> Self {
        let mut table = Vec::new();
        for (rank, phrases) in ranked(verbs).into_iter().enumerate() {
            for phrase in phrases {
                let mut words = words(phrase).map(str::to_owned);
                if let Some(first) = words.next() {
                    table.push((first, words.collect(), rank));
                }
            }
        }
        table.sort();
        let mut lengths = [0; 256];
        for (first, _, _) in &table {
            lengths[usize::from(first.as_bytes()[0])] |= 1 << first.len().min(63);
        }
        let apostrophes = ranked(verbs).into_iter().flatten().any(|phrase| phrase.contains('\''));
        Self { phrases: table, lengths, apostrophes }
    }

    /// Whether a phrase may begin with a word.
    fn may_begin(&self, word: &str) -> bool {
        let first = word.as_bytes()[0];
        // A capital letter of another script may take other bytes than the small one.
        let bit = 1 << word.len().min(63);
        self.lengths[usize::from(first.to_ascii_lowercase())] & bit != 0 || !first.is_ascii()
    }

    /// The strongest rank whose phrase a text holds.
    fn rank(&self, text: &str) -> Option<usize> {
        if self.apostrophes && text.contains('’') {
            return self.rank(&text.replace('’', "'"));
        }
        let mut best: Option<usize> = None;
        let mut before = "";
        for word in words(text) {
            if self.may_begin(word) {
                let after = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
                let found = self.rank_at(before, &lower(word), &text[after..]);
                best = match (best, found) {
                    (Some(best), Some(found)) => Some(best.min(found)),
                    (best, found) => best.or(found),
                };
                if best == Some(0) {
                    break;
                }
            }
            before = word;
        }
        best
    }

    /// The strongest rank of the phrases that begin with a word and go on in the text after it.
    fn rank_at(&self, before: &str, word: &str, after: &str) -> Option<usize> {
        let from = self.phrases.partition_point(|(first, _, _)| first.as_str() < word);
        let same = self.phrases[from..].iter().take_while(|(first, _, _)| first == word);
        let following = same.filter(|(_, rest, _)| {
            let mut next = words(after);
            rest.iter().all(|wanted| next.next().is_some_and(|word| lower(word) == *wanted))
        });
        following.map(|(_, _, rank)| *rank).min().filter(|_| !is_noun(word, &lower(before)))
    }
}

/// A word in lower case.
fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return word.into();
    }
    word.to_lowercase().into()
}

/// Whether a word that is also a verb is none after the word before: "at the request of", "may request a copy".
fn is_noun(word: &str, before: &str) -> bool {
    const BOTH: [&str; 6] = ["request", "requests", "support", "promote", "invite", "welcome"];
    const BEFORE: [&str; 22] = [
        "the", "a", "an", "any", "such", "this", "that", "each", "every", "no", "its", "their", "his", "her",
        "on", "upon", "by", "for", "of", "with", "may", "can",
    ];
    BOTH.contains(&word) && BEFORE.contains(&before)
}

/// Runs of letters, digits and apostrophes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_verb_and_its_negation_decide() {
        for (text, expected) in [
            ("Each Party shall adopt a strategy and may publish it.", Strength::Shall),
            ("A Party shall not conduct attacks.", Strength::Prohibition),
            ("No reservation may be made.", Strength::Prohibition),
            ("States should cooperate.", Strength::Should),
            ("We encourage all companies to join.", Strength::Encourage),
            ("States refrain from harmful practices.", Strength::Refrain),
            ("States should not attack.", Strength::Refrain),
            ("A Party may reserve the right.", Strength::May),
            ("Cyberspace is open.", Strength::Statement),
        ] {
            assert_eq!(strength(text, None, Language::English), expected, "{text}");
        }
        let lead_in = Some("States shall adopt policies on:");
        assert_eq!(strength("(a) updates;", lead_in, Language::English), Strength::Shall);
    }

    #[test]
    fn other_languages_are_read_by_their_own_verbs() {
        for (text, language, expected) in [
            ("Chaque Partie s’engage à coopérer.", Language::French, Strength::Shall),
            ("Aucun État ne peut exporter ces outils.", Language::French, Strength::Prohibition),
            ("Cada Estado deberá cooperar.", Language::Spanish, Strength::Shall),
            ("As Partes devem cooperar.", Language::Portuguese, Strength::Shall),
            ("Die Staaten dürfen nicht angreifen.", Language::German, Strength::Prohibition),
            ("Gli Stati dovrebbero cooperare.", Language::Italian, Strength::Should),
            ("Государства воздерживаются от атак.", Language::Russian, Strength::Refrain),
            ("تلتزم كل دولة طرف بالتعاون", Language::Arabic, Strength::Shall),
            ("各国不得使用恶意工具", Language::Chinese, Strength::Prohibition),
        ] {
            assert_eq!(strength(text, None, language), expected, "{text}");
        }
    }
}
