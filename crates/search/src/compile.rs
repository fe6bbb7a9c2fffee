//! A query's tree to tantivy's queries.

use crate::query::Node;
use crate::schema::{Fields, Words, tagged, values};
use crosscut_text::Analyzer;
use std::collections::BTreeSet;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur,
    PhrasePrefixQuery, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Weight of a match in the heading or lead-in, where one in the clause's own words has 1.
const CONTEXT: f32 = 0.5;

type Part = Box<dyn Query>;

/// What the tree's meaning depends on.
pub(crate) struct Compiler<'i> {
    pub(crate) fields: &'i Fields,
    /// One for each language of the index.
    pub(crate) analyzers: &'i [Analyzer],
    pub(crate) searcher: &'i Searcher,
}

/// The parts of a conjunction.
#[derive(Default)]
pub(crate) struct Plan {
    /// Phrases, groups, filters: always required.
    must: Vec<Part>,
    /// Plain words: clauses that hold them all come first.
    words: Vec<Part>,
    not: Vec<Part>,
    /// Whether `must` holds more than filters.
    looks_for_something: bool,
}

impl Plan {
    /// The query for clauses that hold every word.
    pub(crate) fn every_word(&self) -> BooleanQuery {
        let mut parts = self.frame();
        parts.extend(copies(Occur::Must, &self.words));
        if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        BooleanQuery::new(parts)
    }

    /// The query for clauses that hold some of the words, not all; `None` where a single word is looked for.
    pub(crate) fn some_words(&self) -> Option<BooleanQuery> {
        (self.words.len() > 1).then(|| {
            let mut parts = self.frame();
            parts.push((Occur::Must, any(self.words.iter().map(|word| word.box_clone()).collect())));
            parts.push((Occur::MustNot, excluded(&BooleanQuery::new(copies(Occur::Must, &self.words)))));
            BooleanQuery::new(parts)
        })
    }

    /// Everything but the plain words.
    fn frame(&self) -> Vec<(Occur, Part)> {
        let mut parts = copies(Occur::Must, &self.must);
        parts.extend(self.not.iter().map(|part| (Occur::MustNot, excluded(part.as_ref()))));
        parts
    }
}

/// A part as tantivy 0.27 can exclude it.
///
/// It asks the excluded part for documents that lie before the part's first, which a phrase forbids (and asserts in a
/// debug build). A union of the part with itself allows it and matches the same.
fn excluded(part: &dyn Query) -> Part {
    any(vec![part.box_clone(), part.box_clone()])
}

fn copies(occur: Occur, parts: &[Part]) -> Vec<(Occur, Part)> {
    parts.iter().map(|part| (occur, part.box_clone())).collect()
}

impl Compiler<'_> {
    /// The plan of a whole query or of a group.
    ///
    /// # Errors
    /// What is wrong, when it names an agreement that the index does not hold.
    pub(crate) fn plan(&self, node: &Node) -> Result<Plan, String> {
        let parts = match node {
            Node::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let (mut plan, mut stop_words) = (Plan::default(), Vec::new());
        for part in parts {
            match part {
                Node::Word(word) if self.is_stop_word(word) => stop_words.push(self.word(word)),
                Node::Word(_) | Node::Spellings(_) => plan.words.push(self.part(part)?),
                Node::Not(inner) => plan.not.push(self.part(inner)?),
                Node::Agreement(_) | Node::Kind(_) | Node::Language(_) => {}
                other => {
                    plan.looks_for_something = true;
                    plan.must.push(self.part(other)?);
                }
            }
        }
        if plan.words.is_empty() && !plan.looks_for_something {
            plan.words = stop_words;
        }
        self.filters(parts, &mut plan)?;
        Ok(plan)
    }

    fn part(&self, node: &Node) -> Result<Part, String> {
        Ok(match node {
            Node::Word(word) => self.word(word),
            Node::Spellings(words) => any(words.iter().map(|word| self.word(word)).collect()),
            Node::Phrase(words) => self.phrase(words),
            Node::Prefix(word) => self.prefix(word),
            Node::Any(parts) => any(parts.iter().map(|part| self.part(part)).collect::<Result<_, _>>()?),
            Node::All(_) | Node::Not(_) | Node::Agreement(_) | Node::Kind(_) | Node::Language(_) => {
                Box::new(self.plan(node)?.every_word())
            }
        })
    }

    /// Several filters of one sort mean either; they say nothing about rank.
    fn filters(&self, parts: &[Node], plan: &mut Plan) -> Result<(), String> {
        let mut sorts: [Vec<Part>; 3] = Default::default();
        for part in parts {
            let (sort, term) = match part {
                Node::Agreement(id) => {
                    let term = Term::from_field_text(self.fields.agreement, id);
                    if self.searcher.doc_freq(&term).unwrap_or_default() == 0 {
                        return Err(self.unknown_agreement(id));
                    }
                    (&mut sorts[0], term)
                }
                Node::Kind(kind) => (&mut sorts[1], Term::from_field_text(self.fields.kind, kind.name())),
                Node::Language(language) => {
                    (&mut sorts[2], Term::from_field_text(self.fields.language, language.code()))
                }
                _ => continue,
            };
            sort.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        for sort in sorts.into_iter().filter(|sort| !sort.is_empty()) {
            plan.must.push(Box::new(ConstScoreQuery::new(any(sort), 0.0)));
        }
        Ok(())
    }

    /// "there is no agreement …", with the ids that come closest, or the first ones.
    fn unknown_agreement(&self, id: &str) -> String {
        let known = values(self.searcher, self.fields.agreement).unwrap_or_default();
        let near: Vec<&str> =
            known.iter().map(String::as_str).filter(|known| known.contains(&id.to_lowercase())).collect();
        let (intro, list) = if near.is_empty() {
            ("the index holds", known.iter().map(String::as_str).collect())
        } else {
            ("did you mean", near)
        };
        let more = if list.len() > 5 { ", …" } else { "" };
        format!("there is no agreement {id:?}: {intro} {}{more}", list[..list.len().min(5)].join(", "))
    }

    /// Whether some clause holds a word in any of its forms.
    pub(crate) fn is_known(&self, word: &str) -> bool {
        self.analyzers.iter().any(|analyzer| self.holds(analyzer, word))
    }

    /// Whether a word is a stop word in every language in which the index holds it.
    fn is_stop_word(&self, word: &str) -> bool {
        let mut holders = self.analyzers.iter().filter(|analyzer| self.holds(analyzer, word)).peekable();
        holders.peek().is_some() && holders.all(|analyzer| analyzer.is_stop_word(word))
    }

    fn holds(&self, analyzer: &Analyzer, word: &str) -> bool {
        let term = tagged(analyzer.language(), &analyzer.term(word));
        self.searcher.doc_freq(&Term::from_field_text(self.fields.own.stems, &term)).unwrap_or_default() > 0
    }

    /// A word in any of its forms, in each language: several terms where it is written in one piece but holds several
    /// words ("cyber-attack", Chinese).
    fn word(&self, word: &str) -> Part {
        let variants: BTreeSet<Vec<String>> = self
            .analyzers
            .iter()
            .map(|analyzer| {
                analyzer.tokens(word).map(|token| tagged(analyzer.language(), &token.term)).collect()
            })
            .collect();
        self.in_text_or_context(&variants, |words| words.stems, |terms| in_order(terms))
    }

    fn phrase(&self, words: &str) -> Part {
        self.in_text_or_context(&self.forms(words), |words| words.forms, |terms| in_order(terms))
    }

    fn prefix(&self, word: &str) -> Part {
        self.in_text_or_context(
            &self.forms(word),
            |words| words.forms,
            |mut terms| match terms.len() {
                1 => Box::new(FuzzyTermQuery::new_prefix(terms.remove(0), 0, false)),
                _ => Box::new(PhrasePrefixQuery::new(terms)),
            },
        )
    }

    /// The words as written: the same in most languages, but for elisions.
    fn forms(&self, text: &str) -> BTreeSet<Vec<String>> {
        let forms = |analyzer: &Analyzer| analyzer.words(text).map(|(_, word)| analyzer.form(word)).collect();
        self.analyzers.iter().map(forms).collect()
    }

    fn in_text_or_context(
        &self,
        variants: &BTreeSet<Vec<String>>,
        field: impl Fn(&Words) -> Field,
        query: impl Fn(Vec<Term>) -> Part,
    ) -> Part {
        let mut parts: Vec<Part> = Vec::new();
        for (words, worth) in [(&self.fields.own, 1.0), (&self.fields.context, CONTEXT)] {
            for variant in variants.iter().filter(|variant| !variant.is_empty()) {
                let terms = variant.iter().map(|term| Term::from_field_text(field(words), term)).collect();
                parts.push(Box::new(BoostQuery::new(query(terms), worth)));
            }
        }
        any(parts)
    }
}

fn in_order(mut terms: Vec<Term>) -> Part {
    match terms.len() {
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn any(mut parts: Vec<Part>) -> Part {
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::union(parts)),
    }
}
