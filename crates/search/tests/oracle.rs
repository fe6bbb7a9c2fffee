//! Every operator against a plain scan of the clauses, over mixed languages.
//!
//! The oracle shares only the analyzer with the index: it walks a tree of its own over the words of each clause.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

#[path = "common/quickwit.rs"]
mod quickwit;

use crosscut_search::{Catalogue, Described, Index, Options};
use crosscut_text::lexicon::british_spelling;
use crosscut_text::{AgreementId, Analyzer, Clause, ClauseKind, Eid, Language, Occurrence, Strength};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Words that meet in many ways: spellings, compounds, stop words, several languages.
const WORDS: [&str; 26] = [
    "incident", "incidents", "reporting", "report", "supply", "chain", "risk", "shall", "not", "the",
    "cyber", "security", "cybersecurity", "cyber-security", "cooperation", "co-operation", "organisation",
    "organization", "sécurité", "securite", "données", "authority", "authorized", "plan", "网络", "défense",
];
const LANGUAGES: [Language; 4] =
    [Language::English, Language::French, Language::Spanish, Language::Undetermined];

/// A query, by the oracle's own lights.
#[derive(Clone, Debug)]
enum Asked {
    Word(&'static str),
    Exact(&'static str),
    Phrase(Vec<&'static str>),
    Near(Vec<&'static str>, u32),
    Prefix(String),
    /// `?` and `*` anywhere.
    Wild(&'static str),
    Fuzzy(&'static str, usize),
    /// A word with a weight: as without it.
    Weighted(&'static str),
    /// Side by side, some required or left out.
    Beside(Vec<(&'static str, &'static str)>),
    Heading(&'static str),
    Defines(Vec<&'static str>),
    Years(u64, u64),
    Group(&'static str),
    Page(u64),
    Article(usize),
    Agreements(Vec<&'static str>),
    Kind(ClauseKind),
    Strength(Strength),
    Language(Language),
    Agreement(&'static str),
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
}

impl Asked {
    fn typed(&self) -> String {
        let list = |parts: &[Self], join: &str| {
            format!("({})", parts.iter().map(Self::typed).collect::<Vec<_>>().join(join))
        };
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Exact(word) => format!("={word}"),
            Self::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Self::Near(words, apart) => format!("\"{}\"~{apart}", words.join(" ")),
            Self::Prefix(start) => format!("{start}*"),
            Self::Wild(pattern) => (*pattern).to_owned(),
            Self::Fuzzy(word, edits) => format!("{word}~{edits}"),
            Self::Weighted(word) => format!("{word}^2.5"),
            Self::Beside(parts) => {
                let parts: Vec<String> = parts.iter().map(|(sign, word)| format!("{sign}{word}")).collect();
                // Alone it would be all of the query, where some of the words are enough if none has all.
                format!("(* AND ({}))", parts.join(" "))
            }
            Self::Heading(word) => format!("heading:{word}"),
            Self::Defines(words) => format!("defines:\"{}\"", words.join(" ")),
            Self::Years(from, to) => format!("year:{from}..{to}"),
            Self::Group(group) => format!("group:{group}"),
            Self::Page(page) => format!("page:{page}"),
            Self::Article(article) => format!("article:{article}"),
            Self::Agreements(ids) => format!("agreement:({})", ids.join(" OR ")),
            Self::Kind(kind) => format!("kind:{kind}"),
            Self::Strength(strength) => format!("strength:{strength}"),
            Self::Language(language) => format!("language:{language}"),
            Self::Agreement(id) => format!("agreement:{id}"),
            Self::All(parts) => list(parts, " AND "),
            Self::Any(parts) => list(parts, " OR "),
            Self::Not(inner) => format!("NOT {}", inner.typed()),
        }
    }

    /// `all` are the clauses that are searched: a word that is nearly one of theirs stands for all its forms.
    fn matches(&self, clause: &Clause, all: &[Clause]) -> bool {
        let analyzer = Analyzer::new(clause.language);
        let texts = [Some(&clause.text), clause.heading.as_ref(), clause.lead_in.as_ref()];
        let mut texts = texts.into_iter().flatten().map(|text| analyzer.occurrences(text));
        match self {
            Self::Word(word) => texts.any(|words| holds_in_any_spelling(&analyzer, &words, word)),
            Self::Exact(word) => {
                let form: Vec<String> = analyzer.asked(word).into_iter().map(|word| word.form).collect();
                texts.any(|words| in_a_row(&words, &form, |word| &word.form))
            }
            Self::Phrase(phrase) => texts.any(|words| holds_phrase(&analyzer, &words, phrase)),
            Self::Near(phrase, apart) => texts.any(|words| {
                near(&analyzer, &words, phrase, *apart) || holds_phrase(&analyzer, &words, phrase)
            }),
            Self::Prefix(start) => {
                let start = analyzer.form(start);
                texts.any(|words| words.iter().any(|word| word.form.starts_with(&start)))
            }
            Self::Wild(pattern) => {
                let pattern = folded(&analyzer, pattern);
                texts.any(|words| words.iter().any(|word| fits(&pattern, &word.form)))
            }
            Self::Fuzzy(word, edits) => {
                let terms = nearly(&analyzer, word, *edits, clause, all);
                texts.any(|words| words.iter().any(|word| terms.contains(&word.term)))
            }
            Self::Weighted(word) => Self::Word(word).matches(clause, all),
            Self::Beside(parts) => beside(&analyzer, parts, clause),
            Self::Heading(word) => {
                let words = clause.heading.as_deref().map(|text| analyzer.occurrences(text));
                words.is_some_and(|words| holds_in_any_spelling(&analyzer, &words, word))
            }
            Self::Defines(phrase) => {
                let words = clause.defines.as_deref().map(|text| analyzer.occurrences(text));
                words.is_some_and(|words| holds_phrase(&analyzer, &words, phrase))
            }
            Self::Years(from, to) => {
                year(clause.agreement.as_str()).is_some_and(|year| (*from..=*to).contains(&year))
            }
            Self::Group(name) => group(clause.agreement.as_str()) == Some(*name),
            Self::Page(page) => clause.pages.iter().any(|known| u64::from(*known) == *page),
            Self::Article(article) => clause.eid.as_str() == format!("art_{article}"),
            Self::Agreements(ids) => ids.contains(&clause.agreement.as_str()),
            Self::Kind(kind) => clause.kind == *kind,
            Self::Strength(strength) => clause.strength == Some(*strength),
            Self::Language(language) => clause.language == *language,
            Self::Agreement(id) => clause.agreement.as_str() == *id,
            Self::All(parts) => parts.iter().all(|part| part.matches(clause, all)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(clause, all)),
            Self::Not(inner) => !inner.matches(clause, all),
        }
    }
}

/// Patterns are compared as words are: without accents.
fn folded(analyzer: &Analyzer, pattern: &str) -> Vec<char> {
    let folded = |part: &str| match part {
        "*" | "?" => part.to_owned(),
        letters => analyzer.form(letters),
    };
    let parts = pattern.split_inclusive(['*', '?']).flat_map(|part| {
        let letters = part.trim_end_matches(['*', '?']);
        [letters, &part[letters.len()..]]
    });
    let pattern: String = parts.filter(|part| !part.is_empty()).map(folded).collect();
    pattern.chars().collect()
}

/// `?` is one letter, `*` any number: tried one way after the other.
fn fits(pattern: &[char], word: &str) -> bool {
    let mut letters = word.chars();
    match pattern {
        [] => word.is_empty(),
        ['*', rest @ ..] => word.char_indices().any(|(at, _)| fits(rest, &word[at..])) || fits(rest, ""),
        ['?', rest @ ..] => letters.next().is_some() && fits(rest, letters.as_str()),
        [first, rest @ ..] => letters.next() == Some(*first) && fits(rest, letters.as_str()),
    }
}

/// Whether so many letters changed, added, left out or swapped with the next make one word of another.
fn within(one: &str, other: &str, edits: usize) -> bool {
    fn least(one: &[char], other: &[char], left: usize) -> bool {
        match (one, other) {
            ([], rest) | (rest, []) => rest.len() <= left,
            ([a, one_rest @ ..], [b, other_rest @ ..]) => {
                (a == b && least(one_rest, other_rest, left))
                    || (left > 0
                        && (least(one_rest, other_rest, left - 1)
                            || least(one_rest, other, left - 1)
                            || least(one, other_rest, left - 1)
                            || matches!((one, other), ([a, b, one @ ..], [c, d, other @ ..])
                                if a == d && b == c && least(one, other, left - 1))))
            }
        }
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    least(&one, &other, edits)
}

/// The terms of the words that the clauses of a language hold and that differ from one in so many letters at most.
fn nearly(
    analyzer: &Analyzer,
    word: &str,
    edits: usize,
    clause: &Clause,
    all: &[Clause],
) -> BTreeSet<String> {
    let form = analyzer.form(word);
    let spoken = all.iter().filter(|other| other.language == clause.language);
    let held = spoken.flat_map(|other| {
        let texts =
            [Some(&other.text), other.heading.as_ref(), other.lead_in.as_ref(), other.defines.as_ref()];
        texts.into_iter().flatten().flat_map(|text| analyzer.occurrences(text)).collect::<Vec<_>>()
    });
    held.filter(|held| within(&form, &held.form, edits)).map(|near| near.term).collect()
}

/// Inside a group all words are wanted, but for the stop words of the clause's language.
fn beside(analyzer: &Analyzer, parts: &[(&'static str, &'static str)], clause: &Clause) -> bool {
    let has = |word: &'static str| Asked::Word(word).matches(clause, &[]);
    let signed = parts.iter().filter(|(sign, _)| !sign.is_empty());
    let mut plain: Vec<&'static str> =
        parts.iter().filter(|(sign, _)| sign.is_empty()).map(|(_, word)| *word).collect();
    let all = plain.clone();
    plain.retain(|word| !analyzer.is_stop_word(word));
    if plain.is_empty() && signed.clone().next().is_none() {
        plain = all;
    }
    signed.clone().all(|(sign, word)| has(word) == (*sign == "+")) && plain.into_iter().all(has)
}

fn year(agreement: &str) -> Option<u64> {
    [("alp", 2010), ("bay", 2016)].into_iter().find(|(id, _)| *id == agreement).map(|(_, year)| year)
}

fn group(agreement: &str) -> Option<&'static str> {
    [("bay", "state"), ("cape", "civil")].into_iter().find(|(id, _)| *id == agreement).map(|(_, group)| group)
}

fn catalogue() -> Catalogue {
    let described = |id: &str| {
        let mut described = Described::new(AgreementId::new(id).unwrap());
        (described.year, described.group) = (year(id), group(id).map(str::to_owned));
        described
    };
    Catalogue { agreements: ["alp", "bay", "cape"].map(described).to_vec(), ..Catalogue::default() }
}

fn place(words: &[Occurrence], place: u32) -> impl Iterator<Item = &Occurrence> {
    words.iter().filter(move |word| word.place == place)
}

/// Whether these words come one place after the other.
fn in_a_row(words: &[Occurrence], row: &[String], key: impl Fn(&Occurrence) -> &String + Copy) -> bool {
    let last = words.iter().map(|word| word.place).max().unwrap_or(0);
    (0..=last)
        .any(|start| (start..).zip(row).all(|(at, wanted)| place(words, at).any(|word| key(word) == wanted)))
}

/// As typed, or in the British spelling, which other languages share.
fn holds_in_any_spelling(analyzer: &Analyzer, words: &[Occurrence], word: &str) -> bool {
    let british = british_spelling(word);
    holds_word(analyzer, words, word) || british.is_some_and(|british| holds_word(analyzer, words, &british))
}

/// In one piece, or in two where both halves are long enough.
fn holds_word(analyzer: &Analyzer, words: &[Occurrence], word: &str) -> bool {
    let asked: Vec<String> = analyzer.asked(word).into_iter().map(|word| word.term).collect();
    if in_a_row(words, &asked, |word| &word.term) {
        return true;
    }
    let form = analyzer.form(&word.replace('-', ""));
    asked.len() == 1
        && halves(analyzer, &form).any(|(first, second)| {
            in_a_row(words, &[analyzer.term(&first), analyzer.term(&second)], |word| &word.term)
        })
}

/// As written in a row, neighbours in one piece or not.
fn holds_phrase(analyzer: &Analyzer, words: &[Occurrence], phrase: &[&str]) -> bool {
    let atoms: Vec<String> = phrase
        .iter()
        .flat_map(|word| word.split('-'))
        .flat_map(|word| analyzer.asked(word).into_iter().map(|word| word.form))
        .collect();
    ways(analyzer, &atoms).iter().any(|way| !way.is_empty() && in_a_row(words, way, |word| &word.form))
}

/// Words one by one, neighbours in one piece, or a word in two.
fn ways(analyzer: &Analyzer, atoms: &[String]) -> Vec<Vec<String>> {
    let Some(first) = atoms.first() else { return vec![Vec::new()] };
    let joined = (1..=atoms.len().min(4)).map(|length| (length, vec![atoms[..length].concat()]));
    let heads = joined.chain(halves(analyzer, first).map(|(one, other)| (1, vec![one, other])));
    heads
        .flat_map(|(length, head)| {
            let rest = ways(analyzer, &atoms[length..]);
            rest.into_iter().map(move |rest| [head.clone(), rest].concat())
        })
        .collect()
}

/// The ways to cut a word in two that are long enough, or a prefix and a word.
fn halves(analyzer: &Analyzer, form: &str) -> impl Iterator<Item = (String, String)> {
    let form: Vec<char> = form.chars().collect();
    let long = |part: &[char]| part.len() >= 4 && part.iter().all(|c| c.is_alphabetic());
    let alone = |part: &[char]| {
        let part: String = part.iter().collect();
        analyzer.is_prefix(&part) && !analyzer.is_stop_word(&part)
    };
    (1..form.len()).filter_map(move |cut| {
        let (first, second) = form.split_at(cut);
        let fits = long(second) && (long(first) || alone(first));
        fits.then(|| (first.iter().collect(), second.iter().collect()))
    })
}

fn near(analyzer: &Analyzer, words: &[Occurrence], phrase: &[&str], apart: u32) -> bool {
    let terms: Vec<String> = analyzer.asked(&phrase.join(" ")).into_iter().map(|word| word.term).collect();
    let width = terms.len() as u32 + apart - 1;
    let last = words.iter().map(|word| word.place).max().unwrap_or(0);
    (0..=last).any(|start| {
        terms.iter().all(|term| {
            let here =
                |word: &&Occurrence| (start..=start + width).contains(&word.place) && word.term == *term;
            let places: BTreeSet<u32> = words.iter().filter(here).map(|word| word.place).collect();
            // A word that is asked for twice must be there twice.
            places.len() >= terms.iter().filter(|other| *other == term).count()
        })
    })
}

fn clauses() -> impl Strategy<Value = Vec<Clause>> {
    let text = |longest| prop::collection::vec(prop::sample::select(&WORDS[..]), 1..longest);
    let maybe = || prop::option::of(text(3));
    let one = (text(8), 0usize..4, 0usize..3, 0usize..3, (maybe(), maybe(), maybe()));
    prop::collection::vec(one, 3..14).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(n, (words, language, kind, strength, (heading, lead_in, defines)))| {
                let agreement = AgreementId::new(["alp", "bay", "cape"][n % 3]).unwrap();
                let eid = Eid::new(&format!("art_{n}")).unwrap();
                Clause {
                    language: LANGUAGES[language],
                    kind: [ClauseKind::Provision, ClauseKind::Recital, ClauseKind::Annex][kind],
                    strength: [None, Some(Strength::Shall), Some(Strength::May)][strength],
                    heading: heading.map(|words| words.join(" ")),
                    lead_in: lead_in.map(|words| words.join(" ")),
                    defines: defines.map(|words| words.join(" ")),
                    pages: (1..=n as u32 % 3).collect(),
                    ..Clause::new(agreement, eid, words.join(" "))
                }
            })
            .collect()
    })
}

fn queries() -> impl Strategy<Value = Asked> {
    let word = || prop::sample::select(&WORDS[..]);
    let leaf = prop_oneof![
        4 => word().prop_map(Asked::Word),
        1 => word().prop_map(Asked::Exact),
        2 => prop::collection::vec(word(), 2..4).prop_map(Asked::Phrase),
        2 => (prop::collection::vec(word(), 2..4), 0u32..4).prop_map(|(words, apart)| Asked::Near(words, apart)),
        1 => prop::sample::select(&["cyb", "secur", "rep", "inc", "sécu", "organi"][..])
            .prop_map(|start| Asked::Prefix(start.to_owned())),
        1 => prop::sample::select(&[ClauseKind::Provision, ClauseKind::Recital][..]).prop_map(Asked::Kind),
        1 => prop::sample::select(&[Strength::Shall, Strength::May][..]).prop_map(Asked::Strength),
        1 => prop::sample::select(&LANGUAGES[..]).prop_map(Asked::Language),
        1 => Just(Asked::Agreement("alp")),
        1 => prop::sample::select(&["inc*nt", "*ity", "cyb*", "r?sk", "*o*r*", "r??k", "sécu*é"][..])
            .prop_map(Asked::Wild),
        1 => (prop::sample::select(&["incidnet", "rsik", "suply", "authoritty", "cahin", "sécurite"][..]), 1usize..3)
            .prop_map(|(word, edits)| Asked::Fuzzy(word, edits)),
        1 => word().prop_map(Asked::Weighted),
        2 => prop::collection::vec(
            (prop::sample::select(&["", "", "+", "-"][..]),
             prop::sample::select(&["incident", "risk", "shall", "the", "plan", "not", "données", "authority"][..])),
            2..4,
        ).prop_map(Asked::Beside),
        1 => word().prop_map(Asked::Heading),
        1 => prop::collection::vec(word(), 1..3).prop_map(Asked::Defines),
        1 => (2008u64..2018, 0u64..8).prop_map(|(from, more)| Asked::Years(from, from + more)),
        1 => prop::sample::select(&["state", "civil"][..]).prop_map(Asked::Group),
        1 => (1u64..3).prop_map(Asked::Page),
        1 => (0usize..14).prop_map(Asked::Article),
        1 => Just(Asked::Agreements(vec!["alp", "bay"])),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::Any),
            inner.prop_map(|inner| Asked::Not(Box::new(inner))),
        ]
    })
}

fn found(index: &Index, query: &str) -> BTreeSet<String> {
    // Groups of agreements that are not there are errors, which other tests look at.
    let hits = index.search_in(&catalogue(), query, Options::from(1000));
    let hits = hits.unwrap_or_else(|error| panic!("{query}: {error}"));
    let ids: BTreeSet<String> = hits.hits.iter().map(|hit| hit.clause.to_string()).collect();
    assert_eq!(ids.len(), hits.total, "{query}");
    assert_eq!(hits.facets.iter().map(|(_, count)| count).sum::<usize>(), hits.total, "{query}");
    ids
}

/// How many collections are searched; `ORACLE_CASES=3000 PROPTEST_RNG_SEED=7` looks further.
fn cases() -> u32 {
    std::env::var("ORACLE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn a_search_finds_what_a_plain_scan_finds(
        clauses in clauses(),
        queries in prop::collection::vec(queries(), 6),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::build(&dir.path().join("index"), &clauses).unwrap();
        let quickwit = quickwit::Quickwit::of(&clauses);
        for query in queries {
            let typed = query.typed();
            // A query that is a single word asks for it in all its forms whether or not it is a stop word.
            let scanned: BTreeSet<String> =
                clauses.iter().filter(|clause| query.matches(clause, &clauses)).map(|clause| clause.id.to_string()).collect();
            if let Some(said) = quickwit.ids(&index, &catalogue(), &typed) {
                prop_assert_eq!(&said, &scanned, "{} by Quickwit", typed);
            }
            prop_assert_eq!(found(&index, &typed), scanned, "{}", typed);
        }
    }
}
