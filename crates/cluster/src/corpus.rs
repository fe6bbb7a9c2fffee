//! The clauses that are compared, in an order that does not depend on the order in which agreements were given.

use crate::Compared;
use crate::context::{Context, contexts};
use crate::debris::is_debris;
use crate::params::Params;
use crosscut_text::{AgreementId, Clause, ClauseKind, Language};
use std::collections::BTreeMap;

/// The compared clauses: provisions, recitals, definitions, annexes, final clauses. Positions in it are called *nodes*.
pub(crate) struct Corpus<'a> {
    /// The tuned numbers that everything over these clauses goes by.
    pub(crate) params: &'a Params,
    /// By agreement id, then in the order of the text.
    pub(crate) clauses: Vec<&'a Clause>,
    /// Index of each node in the clauses given.
    pub(crate) given: Vec<usize>,
    /// Number of each node's agreement, from 0, in the order of agreement ids.
    pub(crate) agreement: Vec<u32>,
    /// Heading, lead-in and block of each node.
    pub(crate) context: Vec<Context>,
    /// Language that each node is compared in.
    pub(crate) language: Vec<Language>,
    /// How many agreements hold at least one node.
    pub(crate) agreements: usize,
}

impl<'a> Corpus<'a> {
    pub(crate) fn of(compared: Compared<'a>) -> Self {
        let Compared { clauses, params, .. } = compared;
        let mut order: Vec<usize> = (0..clauses.len()).collect();
        order.sort_by(|&a, &b| clauses[a].agreement.cmp(&clauses[b].agreement).then(a.cmp(&b)));
        let all: Vec<&Clause> = order.iter().map(|&i| &clauses[i]).collect();
        let main = main_languages(clauses);
        let mut corpus = Self {
            params,
            clauses: Vec::new(),
            given: Vec::new(),
            agreement: Vec::new(),
            context: Vec::new(),
            language: Vec::new(),
            agreements: 0,
        };
        let mut last: Option<&AgreementId> = None;
        for ((&given, clause), context) in order.iter().zip(&all).zip(contexts(&all, &params.reading)) {
            if context.is_heading || !is_compared(clause) || is_debris(clause, &params.form) {
                continue;
            }
            if last != Some(&clause.agreement) {
                corpus.agreements += 1;
                last = Some(&clause.agreement);
            }
            corpus.clauses.push(clause);
            corpus.given.push(given);
            corpus.agreement.push(corpus.agreements as u32 - 1);
            corpus.context.push(context);
            corpus.language.push(language_of(clause, &main, params.reading.own_language));
        }
        corpus
    }

    pub(crate) fn len(&self) -> usize {
        self.clauses.len()
    }

    /// How many agreements a set of nodes spans.
    pub(crate) fn spread(&self, nodes: &[u32]) -> usize {
        let mut agreements: Vec<u32> = nodes.iter().map(|&node| self.agreement[node as usize]).collect();
        agreements.sort_unstable();
        agreements.dedup();
        agreements.len()
    }
}

fn is_compared(clause: &Clause) -> bool {
    let kind = !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note | ClauseKind::Signature);
    let says = |word: &str| word.chars().any(char::is_alphabetic) && !is_address(word);
    kind && clause.text.split_whitespace().any(says)
}

/// "www.example.org/pact": where something is found, which commits nobody.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || word.contains('@')
}

/// The language that most of an agreement's text is in. The few words of a short clause often mislead detection.
fn main_languages(clauses: &[Clause]) -> BTreeMap<&AgreementId, Language> {
    let mut bytes: BTreeMap<(&AgreementId, Language), usize> = BTreeMap::new();
    for clause in clauses.iter().filter(|clause| clause.language != Language::Undetermined) {
        *bytes.entry((&clause.agreement, clause.language)).or_default() += clause.text.len();
    }
    let mut main: BTreeMap<&AgreementId, (usize, Language)> = BTreeMap::new();
    for ((agreement, language), count) in bytes {
        let best = main.entry(agreement).or_insert((count, language));
        if count > best.0 {
            *best = (count, language);
        }
    }
    main.into_iter().map(|(agreement, (_, language))| (agreement, language)).collect()
}

/// A clause's own language where it is long enough to tell, otherwise its agreement's.
fn language_of(clause: &Clause, main: &BTreeMap<&AgreementId, Language>, long_enough: usize) -> Language {
    match main.get(&clause.agreement) {
        Some(&main) if clause.language == Language::Undetermined || clause.text.len() < long_enough => main,
        _ => clause.language,
    }
}
