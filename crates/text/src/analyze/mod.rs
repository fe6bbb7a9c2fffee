//! Words to index terms: the one analyzer that serves the search index and the vectors.

mod capitals;
mod compound;
mod fold;
mod stem;
mod stop_words;

use crate::{Language, Span, lexicon};
use capitals::Names;
pub use compound::is_spaced;
use compound::{Group, groups};
use rust_stemmers::Stemmer;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use stop_words::is_stop_word;

/// Turns text into terms that are the same for a word in every spelling: UAX 29 words, compatibility forms, lower case,
/// no accents, British for American spelling, Snowball stem of the language (Porter 2001).
///
/// ```
/// use crosscut_text::{Analyzer, Language};
/// let analyzer = Analyzer::new(Language::English);
/// let terms = |text: &str| -> Vec<String> { analyzer.tokens(text).map(|token| token.term).collect() };
/// assert_eq!(terms("Disclosing vulnerabilities"), ["disclos", "vulner"]);
/// assert_eq!(terms("Co-operation, organized"), terms("cooperation organised"));
/// ```
pub struct Analyzer {
    language: Language,
    stemmer: Option<Stemmer>,
}

/// A word of a text and the term that it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The place of the word in the text.
    pub span: Span,
    /// The term.
    pub term: String,
}

/// A word of a text as it is searched: several may have one place, such as "co", "operation" and "cooperation" where the
/// text has "co-operation".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Where it is in the text; for a compound in one piece, from its first part to its last.
    pub span: Span,
    /// Its place among the words, from 0.
    pub place: u32,
    /// What it is at that place.
    pub kind: OccurrenceKind,
    /// The word as written, but for case, accents and clitics.
    pub form: String,
    /// Its term.
    pub term: String,
}

/// What an [`Occurrence`] is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OccurrenceKind {
    /// The only word there.
    Whole,
    /// A part of a compound.
    Part,
    /// A compound in one piece.
    Joined,
    /// Capitals that spell a stop word ("US", "WHO"), as they are written: "us" is there too, as the whole.
    Capitals,
}

impl Analyzer {
    /// The languages whose words are stemmed, a Snowball algorithm each; words of others are compared as folded.
    pub const STEMMED: &[Language] = &[
        Language::English,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::German,
        Language::Italian,
        Language::Dutch,
        Language::Russian,
        Language::Arabic,
        Language::Turkish,
        Language::Swedish,
        Language::Danish,
        Language::Norwegian,
        Language::Finnish,
        Language::Hungarian,
        Language::Romanian,
    ];

    /// The analyzer of a language; one without stemming where Snowball has no stemmer.
    pub fn new(language: Language) -> Self {
        Self { language, stemmer: stem::stemmer(language) }
    }

    /// The language that it analyses.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a text in order, stop words included: each once, in one piece or in parts, as most texts write it.
    pub fn tokens<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token> + 'a {
        self.groups(text).flat_map(move |group| match &group.joined {
            Some(joined) if !group.has_parts || self.is_one_word(&group) => {
                vec![Token { span: group.span, term: self.term(joined) }]
            }
            _ => {
                let token = |(start, part): &(usize, &str)| Token {
                    span: Span::at(*start, part.len()),
                    term: self.term(part),
                };
                group.parts.iter().map(token).collect()
            }
        })
    }

    /// The words of a text as the index takes them, compounds both in parts and in one piece.
    ///
    /// ```
    /// use crosscut_text::{Analyzer, Language};
    /// let words = Analyzer::new(Language::English).occurrences("by e-mail");
    /// let forms: Vec<(u32, &str)> = words.iter().map(|word| (word.place, word.form.as_str())).collect();
    /// assert_eq!(forms, [(0, "by"), (1, "e"), (1, "mail"), (1, "email")]);
    /// ```
    pub fn occurrences(&self, text: &str) -> Vec<Occurrence> {
        self.read(text, Names::Indexed, |_, _| None)
    }

    /// The words of a text as they are counted, each once: compounds in their parts, or in one piece where these say little
    /// by themselves.
    ///
    /// ```
    /// use crosscut_text::{Analyzer, Language};
    /// let words = Analyzer::new(Language::English).counted("risk-management and co-operation");
    /// let forms: Vec<&str> = words.iter().map(|word| word.form.as_str()).collect();
    /// assert_eq!(forms, ["risk", "management", "and", "cooperation"]);
    /// ```
    pub fn counted(&self, text: &str) -> Vec<Occurrence> {
        self.read(text, Names::Counted, |group, is_name| {
            Some(match (&group.joined, group.has_parts) {
                (Some(_), true) if self.is_one_word(group) => OccurrenceKind::Joined,
                (Some(_), true) => OccurrenceKind::Part,
                (None, _) if is_name => OccurrenceKind::Capitals,
                _ => OccurrenceKind::Whole,
            })
        })
    }

    /// The words of a query, one a place: compounds in one piece, capitals that spell a stop word as they are written.
    pub fn asked(&self, query: &str) -> Vec<Occurrence> {
        self.read(query, Names::Asked, |group, is_name| {
            Some(match (&group.joined, group.has_parts) {
                (Some(_), true) => OccurrenceKind::Joined,
                (None, _) if is_name => OccurrenceKind::Capitals,
                _ => OccurrenceKind::Whole,
            })
        })
    }

    /// The words of a text: of each place all that is there, or only what is of the kind that `only` names.
    fn read(
        &self,
        text: &str,
        names: Names,
        only: impl Fn(&Group<'_>, bool) -> Option<OccurrenceKind>,
    ) -> Vec<Occurrence> {
        let groups: Vec<Group<'_>> = self.groups(text).collect();
        let mut words = Vec::with_capacity(groups.len());
        let whispers = std::cell::LazyCell::new(|| text.chars().any(char::is_lowercase));
        for (at, (place, group)) in (0..).zip(&groups).enumerate() {
            let parts = if group.joined.is_some() && !group.has_parts { 0 } else { group.parts.len() };
            let is_name =
                |part| capitals::is_name(self.language, (text, &|| *whispers), &groups, (at, part), names);
            let named: Vec<usize> = (0..parts).filter(|part| is_name(*part)).collect();
            let only = only(group, !named.is_empty());
            self.at_place(group, &named, &mut |span, kind, form, term| {
                if only.is_none_or(|only| only == kind) {
                    words.push(Occurrence {
                        span,
                        place,
                        kind,
                        form: form.to_owned(),
                        term: term.to_owned(),
                    });
                }
            });
        }
        words
    }

    /// All that a word is at its place; some parts of it are names.
    fn at_place(
        &self,
        group: &Group<'_>,
        named: &[usize],
        add: &mut impl FnMut(Span, OccurrenceKind, &str, &str),
    ) {
        if let (true, Some(joined)) = (!group.has_parts, &group.joined) {
            let known = self.known(joined);
            return add(group.span, OccurrenceKind::Whole, &known.form, &known.term);
        }
        let kind = if group.joined.is_some() { OccurrenceKind::Part } else { OccurrenceKind::Whole };
        for (start, part) in &group.parts {
            let known = self.known(part);
            let (before, bare) = self.bare(part);
            add(Span::at(start + before, bare), kind, &known.form, &known.term);
        }
        for (start, name) in named.iter().map(|part| group.parts[*part]) {
            let capitals = name.replace('.', "");
            add(Span::at(start, name.len()), OccurrenceKind::Capitals, &capitals, &capitals);
        }
        if let Some(joined) = &group.joined {
            let known = self.joined(group, joined);
            add(group.span, OccurrenceKind::Joined, &known.form, &known.term);
        }
    }

    /// What of a word is marked, as its first byte and its length: "État" of "l'État".
    fn bare(&self, word: &str) -> (usize, usize) {
        let whole = (0, word.len());
        let Some(at) = word.find(fold::is_apostrophe).filter(|_| self.elides()) else { return whole };
        let after = word[at..].chars().next().map_or(0, char::len_utf8);
        let rest = &word[at + after..];
        let folded = fold::folded(self.language, word);
        let is_elided =
            self.without_clitic(&folded).len() < folded.len() && !rest.contains(fold::is_apostrophe);
        if is_elided { (at + after, rest.len()) } else { whole }
    }

    fn elides(&self) -> bool {
        matches!(self.language, Language::French | Language::Italian)
    }

    /// A compound in one piece. Its term is that of its parts in British spelling: "forced-labor" is "forced-labour".
    fn joined(&self, group: &Group<'_>, joined: &str) -> Rc<Known> {
        let known = self.known(joined);
        let british = |(_, part): &(usize, &str)| match self.language {
            Language::English => lexicon::british_spelling(part),
            _ => None,
        };
        if !group.parts.iter().any(|part| british(part).is_some()) {
            return known;
        }
        let parts = group.parts.iter().map(|part| british(part).unwrap_or_else(|| part.1.to_owned()));
        let term = self.known(&parts.collect::<String>()).term.clone();
        Rc::new(Known { form: known.form.clone(), term })
    }

    fn groups<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Group<'a>> + 'a {
        groups(text, |word| {
            self.is_prefix(word) && !self.is_stop_word(word) && word.chars().any(char::is_lowercase)
        })
    }

    /// Whether a word is the first part of words that many write in one piece: "co", "multi".
    pub fn is_prefix(&self, word: &str) -> bool {
        let prefixes = lexicon::of_language(self.language).map_or(&[][..], |words| words.prefixes);
        prefixes.binary_search(&word.to_lowercase().as_str()).is_ok()
    }

    /// Whether a compound is a prefix with its word, so that its parts say little by themselves. "UN-led" is not.
    fn is_one_word(&self, group: &Group<'_>) -> bool {
        let is_lower = |word: &str| word.chars().any(char::is_lowercase);
        let is_name = |first: &str, rest: &str| first.len() > 1 && !is_lower(first) && is_lower(rest);
        matches!(group.parts.as_slice(), [(_, first), (_, rest)] if self.is_prefix(first) && !is_name(first, rest))
    }

    /// The term of one word.
    pub fn term(&self, word: &str) -> String {
        self.known(word).term.to_string()
    }

    /// A word as written, but for case, accents and clitics: what exact phrases compare.
    pub fn form(&self, word: &str) -> String {
        self.known(word).form.to_string()
    }

    /// Whether a word, as written in a text, says nothing about the text's subject: "The", "shall", "qu'il".
    ///
    /// Takes the word, not its term. Sources of the lists: NLTK by way of crate `stop-words`, English with its words
    /// of legal drafting; always false for [`Language::Undetermined`].
    pub fn is_stop_word(&self, word: &str) -> bool {
        let whole = fold::folded(self.language, word);
        is_stop_word(self.language, &whole) || is_stop_word(self.language, self.without_clitic(&whole))
    }

    /// The form and the term of a word, worked out once.
    fn known(&self, word: &str) -> Rc<Known> {
        if word.len() > LONGEST {
            return Rc::new(self.fresh(word));
        }
        KNOWN.with_borrow_mut(|known| {
            let known = known.entry(self.language).or_default();
            if let Some(found) = known.get(word) {
                return Rc::clone(found);
            }
            if known.len() == REMEMBERED {
                known.clear();
            }
            let found = Rc::new(self.fresh(word));
            known.insert(word.into(), Rc::clone(&found));
            found
        })
    }

    fn fresh(&self, word: &str) -> Known {
        let whole = fold::folded(self.language, word);
        let bare = self.without_clitic(&whole);
        // A word that is nothing but marks keeps them: no form is empty.
        let form = if bare.is_empty() { word.to_lowercase() } else { bare.to_owned() };
        // What is longer is no word of a language, and stemming it takes long.
        let stemmer = self.stemmer.as_ref().filter(|_| form.len() <= ROOM);
        let stem = stemmer.and_then(|stemmer| stem::stem(stemmer, self.language, &form));
        let term = stem.unwrap_or_else(|| form.clone());
        Known { form: within_bounds(form), term: within_bounds(term) }
    }

    /// English possessives and French or Italian elisions ("l'accès") are not part of a term.
    fn without_clitic<'w>(&self, word: &'w str) -> &'w str {
        match (self.language, word.split_once('\'')) {
            (Language::English, Some((head, "s" | ""))) => head,
            // "İstanbul'da": the endings of a name.
            (Language::Turkish, Some((head, _))) if !head.is_empty() => head,
            (Language::French | Language::Italian, Some((head, tail)))
                if head.len() <= ELIDED && tail.len() > 1 =>
            {
                tail
            }
            _ => word,
        }
    }
}

/// Bytes of the longest word that is elided: "jusqu'" and the like are.
const ELIDED: usize = 5;
/// Bytes of the longest word that is remembered.
const LONGEST: usize = 96;
/// Words of a language whose terms a thread remembers.
const REMEMBERED: usize = 50_000;
/// Bytes of the longest form or term: an index has no room for a word of a hundred thousand letters.
const ROOM: usize = 1024;

/// What is made of a word.
#[derive(Debug, PartialEq)]
struct Known {
    form: Box<str>,
    term: Box<str>,
}

/// Words and what was made of them.
type Memory = HashMap<Box<str>, Rc<Known>>;

thread_local! {
    /// Words seen before, by language. A text repeats its words; only looked up, never walked.
    static KNOWN: RefCell<BTreeMap<Language, Memory>> = RefCell::default();
}

/// A word, or the beginning of one that is too long with a hash (FNV-1a) of the whole.
fn within_bounds(word: String) -> Box<str> {
    if word.len() <= ROOM {
        return word.into();
    }
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let start: String = word.chars().take(ROOM / 8).collect();
    format!("{start}{hash:016x}").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(language: Language, text: &str) -> Vec<String> {
        Analyzer::new(language).tokens(text).map(|token| token.term).collect()
    }

    #[test]
    fn terms_of_each_language() {
        assert_eq!(
            terms(Language::English, "The State’s networks, networked"),
            ["the", "state", "network", "network"]
        );
        assert_eq!(terms(Language::French, "l'accès aux données"), ["acces", "aux", "donnee"]);
        assert_eq!(
            terms(Language::English, "co-operation e-mail cyber-attack"),
            ["cooper", "email", "cyber", "attack"]
        );
        assert_eq!(terms(Language::Undetermined, "Ümlaut 2015"), ["umlaut", "2015"]);
        assert_eq!(terms(Language::Chinese, "网络"), ["网", "络"]);
        assert_eq!(terms(Language::Turkish, "IŞIK ışık İzin"), ["isik", "isik", "iz"]);
        assert_eq!(terms(Language::Arabic, "الأَمْن أمن"), ["امن", "امن"]);
        assert_eq!(terms(Language::Japanese, "がか"), ["が", "か"]);
        assert_eq!(terms(Language::Undetermined, "हिन्दी 한국"), ["हिन्दी", "한국"]);
        assert_eq!(terms(Language::Greek, "ισαισα Ασφάλεια"), ["ισαισα", "ασφαλεια"]);
    }

    #[test]
    fn stop_words_of_each_language() {
        for (language, stop, content) in [
            (Language::English, "The SHALL it’s wouldn't thereof", "State states' security 2015"),
            (Language::French, "les qu'il d’une dans", "l'accès données sécurité"),
            (Language::Spanish, "las también que", "seguridad"),
            (Language::Portuguese, "uma não também", "segurança"),
            (Language::German, "Der wird für", "Sicherheit"),
            (Language::Italian, "della dell'un", "sicurezza"),
            (Language::Dutch, "het een", "veiligheid"),
            (Language::Russian, "Или не", "безопасность"),
            (Language::Arabic, "من على", "الأمن"),
            (Language::Chinese, "的", "网"),
            (Language::Japanese, "は", "法"),
            (Language::Undetermined, "", "the"),
        ] {
            let analyzer = Analyzer::new(language);
            for word in stop.split_whitespace() {
                assert!(analyzer.is_stop_word(word), "{language}: {word}");
            }
            for word in content.split_whitespace() {
                assert!(!analyzer.is_stop_word(word), "{language}: {word}");
            }
        }
    }

    #[test]
    fn forms_are_words_as_written() {
        let forms = |language: Language, text: &str| -> Vec<String> {
            Analyzer::new(language).occurrences(text).into_iter().map(|word| word.form).collect()
        };
        assert_eq!(forms(Language::French, "L’Accès aux données"), ["acces", "aux", "donnees"]);
        assert_eq!(forms(Language::English, "The States’ networks"), ["the", "states", "networks"]);
    }

    /// Words in two spellings, which must have one term.
    #[test]
    fn the_same_word_in_every_spelling() {
        use Language::{English, French, German, Hungarian, Italian, Portuguese, Romanian, Russian, Spanish};
        for (language, spellings) in [
            (English, "incident Incidents INCIDENT ｉｎｃｉｄｅｎｔ inci\u{ad}dent inci\u{200b}dent"),
            (English, "cooperation co-operation co‑operation CO-OPERATION"),
            (English, "email e-mail E-Mail emails"),
            (English, "multistakeholder multi-stakeholder"),
            (English, "organisation organization organisations"),
            (English, "authorised authorized authorization authorise"),
            (English, "defence defense defences"),
            (English, "behaviour behavior"),
            (English, "programme program programs"),
            (English, "centre center centres"),
            (English, "licence license"),
            (English, "UN U.N. u.n."),
            (English, "cyberdefence cyberdefense"),
            (English, "fuelled fueled"),
            (English, "councillor councilor councillors"),
            (English, "unfavourable unfavorable"),
            (French, "sécurité securite SÉCURITÉ sécurités l'sécurité"),
            (French, "données donnees"),
            (French, "œuvre oeuvre Œuvres"),
            (French, "États etats l'État l’Etat"),
            (French, "première premiere premières"),
            (Spanish, "cooperación cooperacion COOPERACIÓN"),
            (Spanish, "información informacion informaciones"),
            (Portuguese, "informação informacao informações informacoes"),
            (Italian, "autorità autorita"),
            (German, "Straße Strasse STRASSE"),
            (German, "Maßnahmen Massnahmen"),
            (Hungarian, "biztonság biztonsag"),
            (Romanian, "informaţie informație informatie"),
            (Russian, "ещё еще"),
        ] {
            let terms: std::collections::BTreeSet<String> = terms(language, spellings).into_iter().collect();
            assert_eq!(terms.len(), 1, "{spellings}: {terms:?}");
        }
    }

    #[test]
    fn words_of_different_meaning_part() {
        for (one, other) in [
            ("authorized", "authority"),
            ("organise", "organ"),
            ("universal", "university"),
            ("response", "responsible"),
            ("emergency", "emerging"),
            ("integrity", "integration"),
            ("accession", "access"),
            ("informal", "information"),
            ("directive", "direct"),
        ] {
            let terms = terms(Language::English, &format!("{one} {other}"));
            assert_ne!(terms[0], terms[1], "{one}, {other}");
        }
    }

    #[test]
    fn capitals_that_spell_a_stop_word_are_themselves() {
        let analyzer = Analyzer::new(Language::English);
        let asked = |query: &str| analyzer.asked(query).into_iter().map(|word| word.term).collect::<Vec<_>>();
        assert_eq!(asked("US"), asked("U.S."));
        assert_ne!(asked("US"), asked("us"));
        let found = |text: &str| analyzer.occurrences(text).into_iter().any(|word| word.term == "US");
        assert!(found("the US and EU") && found("THE U.S. AND EU"));
        assert!(!found("let us go") && !found("LET US GO"));
        let named =
            |word: &str, text: &str| analyzer.occurrences(text).into_iter().any(|one| one.term == word);
        assert!(named("WHO", "The WHO is told.") && named("UN", "Rules of the UN apply."));
        assert!(named("US", "the ASEAN-U.S. plan") && named("US", "a US-ASEAN council"));
        assert!(named("IT", "Keep IT systems safe") && named("AS", "each AS of a network"));
        let whole = |text: &str| {
            let joined =
                analyzer.occurrences(text).into_iter().find(|one| one.kind == OccurrenceKind::Joined);
            joined.map(|one| one.term)
        };
        assert_eq!(whole("forced-labor"), whole("forced-labour"));
        for (word, text) in [
            ("SHALL", "Each Party SHALL NOT ignore it."),
            ("IN", "IN WITNESS WHEREOF the undersigned"),
            ("AS", "HAVE AGREED AS FOLLOWS: the parties"),
            ("THE", "THE Parties agree"),
        ] {
            assert!(!named(word, text), "{text}");
        }
    }

    #[test]
    fn a_word_of_a_hundred_thousand_letters_takes_no_time_and_little_room() {
        let long = "a".repeat(100_000);
        let analyzer = Analyzer::new(Language::English);
        let (one, other) = (analyzer.term(&long), analyzer.term(&format!("{long}b")));
        assert!(one.len() < 1024 && one != other && one == analyzer.term(&long.to_uppercase()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_word_of_any_language_panics_and_spans_cut_words(
            text in "(\\PC{0,12}|[a-zà-ÿăâîșțşğıőű']{1,9}|[а-яё]{1,9}|[\u{621}-\u{655}]{1,9}|[α-ωά-ώ]{1,9}| ){0,6}",
        ) {
            for &language in Analyzer::STEMMED.iter().chain(&[Language::Greek, Language::Japanese, Language::Undetermined]) {
                let analyzer = Analyzer::new(language);
                for token in analyzer.tokens(&text) {
                    let word = token.span.cut(&text).expect("a span cuts its text");
                    prop_assert!(!word.is_empty() && !token.term.is_empty());
                }
                for word in analyzer.occurrences(&text) {
                    let written = word.span.cut(&text).expect("a span cuts its text");
                    prop_assert!(!word.form.is_empty() && !word.term.is_empty());
                    if word.kind == OccurrenceKind::Whole {
                        // What a thread remembers is what it would work out.
                        prop_assert_eq!(&*analyzer.fresh(written).term, word.term.as_str());
                    }
                }
            }
        }
    }
}
