//! The grammar of demands in one language: its table, made ready to be looked up.

use super::entry::{Entries, by_sign};
use super::table::{Group, Table, Words, sense};
use crate::Language;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How the sentences of a language are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Words with spaces; clauses about a noun end without a sign.
    Open,
    /// Words with spaces; clauses about a noun end at a comma.
    Fenced,
    /// No spaces, the verb in the middle: Chinese.
    Medial,
    /// The verb at the end decides: Japanese, Korean.
    Final,
}

/// What is known of a language.
pub(super) struct Grammar {
    pub(super) order: Order,
    /// Negation reaches over the clause: "darf die Karten nicht verkaufen".
    pub(super) wide_negation: bool,
    /// The infinitive ends the clause.
    pub(super) verb_last: bool,
    /// A verb that opens the sentence makes a condition: "Should a Party …".
    pub(super) verb_first: bool,
    /// The verb comes before its subject.
    pub(super) verb_initial: bool,
    /// Words are joined by an apostrophe: "l'État".
    pub(super) elision: bool,
    /// A clause about a noun follows a comma.
    pub(super) relative_after_comma: bool,
    /// Letters that are written together with the next word.
    pub(super) prefixes: Vec<char>,
    /// Words and phrases by their first word, for languages with spaces.
    pub(super) entries: Entries,
    sections: Vec<(&'static str, Words)>,
    pub(super) future: Vec<&'static str>,
    pub(super) not_future: Words,
    /// How adverbs end.
    pub(super) adverbs: &'static str,
    pub(super) saving: Words,
    pub(super) construing: Words,
    pub(super) instrument: Words,
    pub(super) bearer: Words,
    pub(super) infinitive: Words,
    pub(super) infinitive_ends: Words,
    pub(super) addressing: Words,
    auxiliary: Words,
    /// "be": what follows is done to the subject, or said of it.
    pub(super) copula: Words,
    /// Helps of verbs that are verbs by themselves: "shall have the right".
    pub(super) alone: Words,
    /// Prepositions and what else joins: neither verb nor the beginning of who is asked.
    pub(super) joining: Words,
    /// Articles and what else opens a noun: no verb.
    pub(super) determiner: Words,
    /// Pronouns that name nobody: "there".
    pub(super) no_actor: Words,
    /// Pronouns that open a clause about a noun, and never one that a verb needs.
    pub(super) about_nouns: Words,
    /// Verbs that end as adverbs do: "apply".
    pub(super) not_adverb: Words,
    pub(super) between: Words,
    pub(super) and: Words,
    pub(super) only: Words,
    pub(super) noun_after: Words,
    pub(super) modal_after: Words,
    pub(super) not_duty_of: Words,
    pub(super) infix: Words,
    pub(super) never: Words,
    pub(super) impersonal: Words,
    pub(super) inverting: Words,
    /// Whether a verb in the present can be a duty.
    pub(super) has_present: bool,
    /// Demands and compounds that only look like one, by their first sign, the longest first.
    pub(super) by_sign: BTreeMap<char, Vec<(String, Option<Group>)>>,
}

impl Grammar {
    /// Reads a table: settings, then sections of entries.
    fn new(text: &'static str) -> Self {
        let table = Table::new(text);
        let is_set = |name: &str| table.setting(name) == "yes";
        let words = |name: &str| table.words(name);
        let order = match table.setting("order") {
            "fenced" => Order::Fenced,
            "medial" => Order::Medial,
            "final" => Order::Final,
            _ => Order::Open,
        };
        let elision = is_set("elision");
        Self {
            order,
            wide_negation: table.setting("negation") == "clause",
            verb_last: is_set("verb last"),
            verb_first: is_set("verb first"),
            verb_initial: is_set("verb initial"),
            relative_after_comma: table.setting("relative") == "after comma",
            prefixes: table.setting("prefixes").chars().filter(|c| c.is_alphabetic()).collect(),
            elision,
            entries: Entries::new(&table, elision),
            by_sign: by_sign(&table),
            future: table.raw("future").collect(),
            not_future: words("not future"),
            adverbs: table.setting("adverbs"),
            saving: words("saving"),
            construing: words("construing"),
            instrument: words("instrument"),
            bearer: words("bearer"),
            infinitive: words("infinitive"),
            infinitive_ends: words("infinitive ends"),
            addressing: words("addressing"),
            auxiliary: words("auxiliary"),
            copula: words("copula"),
            alone: words("alone"),
            joining: words("joining"),
            determiner: words("determiner"),
            no_actor: words("no actor"),
            about_nouns: words("about nouns"),
            not_adverb: words("not adverb"),
            between: words("between"),
            and: words("and"),
            only: words("only"),
            noun_after: words("noun after"),
            modal_after: words("modal after"),
            not_duty_of: words("not duty of"),
            infix: words("infix"),
            never: words("never"),
            impersonal: words("impersonal"),
            inverting: words("inverting"),
            has_present: table.raw("present").next().is_some(),
            sections: table.sections.iter().map(|(name, _)| (*name, words(name))).collect(),
        }
    }

    /// The entries of a section; none where the table has no such section.
    pub(super) fn section(&self, name: &str) -> impl Iterator<Item = &str> {
        let found = self.sections.iter().find(|(own, _)| *own == name);
        found.into_iter().flat_map(|(_, words)| words.iter())
    }

    /// The entries of every group of demands.
    pub(super) fn demands(&self) -> impl Iterator<Item = (&str, Group)> {
        Group::NAMES.iter().flat_map(|(name, group)| self.section(name).map(|entry| (entry, *group)))
    }

    /// Whether a word may come inside a phrase: "are strongly encouraged", "sont également tenus".
    pub(super) fn is_adverb(&self, small: &str) -> bool {
        let ends_so = !self.adverbs.is_empty() && small.ends_with(self.adverbs);
        ends_so && !self.not_adverb.has(small) || self.is(small, sense::INSIDE)
    }

    /// Whether a word only helps the verb that comes after it.
    pub(super) fn helps(&self, small: &str) -> bool {
        self.auxiliary.has(small) || self.copula.has(small)
    }

    /// Whether a word in small letters is one of some senses by itself.
    pub(super) fn is(&self, small: &str, senses: u16) -> bool {
        self.entries.is(small, senses)
    }
}

/// The grammar of a text: that of its language, or that of its script where the two disagree.
pub(super) fn grammar(text: &str, language: Language) -> &'static Grammar {
    macro_rules! table {
        ($file:literal) => {{
            static GRAMMAR: LazyLock<Grammar> =
                LazyLock::new(|| Grammar::new(include_str!(concat!("grammar/", $file, ".txt"))));
            &GRAMMAR
        }};
    }
    match by_script(text, language) {
        Language::French => table!("fr"),
        Language::Spanish => table!("es"),
        Language::Portuguese => table!("pt"),
        Language::German => table!("de"),
        Language::Italian => table!("it"),
        Language::Dutch => table!("nl"),
        Language::Russian => table!("ru"),
        Language::Greek => table!("el"),
        Language::Arabic => table!("ar"),
        Language::Chinese => table!("zh"),
        Language::Japanese => table!("ja"),
        Language::Korean => table!("ko"),
        _ => table!("en"),
    }
}

/// The language of a text whose letters are not those of the language that it is said to be in: a short text is easily
/// mistaken for its document's main language.
fn by_script(text: &str, said: Language) -> Language {
    const SAMPLE: usize = 12;
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30ff}');
    let mut foreign = text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE).filter(|c| *c >= '\u{370}');
    let joined = matches!(said, Language::Chinese | Language::Japanese | Language::Korean);
    let (letter, more) = (foreign.next(), foreign.count());
    let Some(letter) = letter.filter(|_| more >= 2) else {
        return if joined && letter.is_none() { Language::English } else { said };
    };
    match letter {
        '\u{ac00}'..='\u{d7a3}' => Language::Korean,
        '\u{3041}'..='\u{30ff}' => Language::Japanese,
        '\u{3400}'..='\u{9fff}' if said == Language::Japanese => said,
        '\u{3400}'..='\u{9fff}' if text.chars().any(is_kana) => Language::Japanese,
        '\u{3400}'..='\u{9fff}' => Language::Chinese,
        '\u{400}'..='\u{4ff}' => Language::Russian,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Language::Greek,
        '\u{600}'..='\u{6ff}' => Language::Arabic,
        _ => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::strength::table::split;

    const TABLES: [(&str, &str); 13] = [
        ("ar", include_str!("grammar/ar.txt")),
        ("de", include_str!("grammar/de.txt")),
        ("el", include_str!("grammar/el.txt")),
        ("en", include_str!("grammar/en.txt")),
        ("es", include_str!("grammar/es.txt")),
        ("fr", include_str!("grammar/fr.txt")),
        ("it", include_str!("grammar/it.txt")),
        ("ja", include_str!("grammar/ja.txt")),
        ("ko", include_str!("grammar/ko.txt")),
        ("nl", include_str!("grammar/nl.txt")),
        ("pt", include_str!("grammar/pt.txt")),
        ("ru", include_str!("grammar/ru.txt")),
        ("zh", include_str!("grammar/zh.txt")),
    ];

    #[test]
    fn every_section_is_sorted_and_no_phrase_demands_two_things() {
        for (code, text) in TABLES {
            let table = Table::new(text);
            let mut demands: BTreeMap<&str, &str> = BTreeMap::new();
            for (name, listed) in &table.sections {
                let entries: Vec<&str> = split(listed).collect();
                let disorder = entries.windows(2).find(|pair| pair[0] >= pair[1]);
                assert_eq!(disorder, None, "{code} [{name}]");
                for entry in entries.into_iter().filter(|_| Group::named(name).is_some()) {
                    let other = demands.insert(entry, name);
                    assert_eq!(other, None, "{code} [{name}] {entry}");
                }
            }
        }
    }

    #[test]
    fn a_text_in_other_letters_than_its_document_is_read_by_its_own_grammar() {
        for (text, said, read) in [
            ("各方应当合作。", Language::English, Language::Chinese),
            ("締約国は、協力する。", Language::Chinese, Language::Japanese),
            ("당사국은 협력하여야 한다.", Language::Undetermined, Language::Korean),
            ("Each Party shall cooperate.", Language::Chinese, Language::English),
            ("La Partie coopère.", Language::French, Language::French),
        ] {
            assert_eq!(by_script(text, said), read, "{text}");
        }
    }
}
