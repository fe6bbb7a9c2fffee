//! A query's tree to tantivy's queries, once for each language of the index.
//!
//! What a query means for a clause depends on the clause's own language alone: its stems, its stop words. So the tree is
//! compiled in each language, and a clause is found when the tree of its language matches.

use crate::answer::Options;
use crate::boxed::{Boxed, Piece, one_piece};
use crate::catalogue::Catalogue;
use crate::filter::Filters;
use crate::name::is_name;
use crate::pattern::{Atom, Known, Unfit, Words as Dictionary};
use crate::query::{Filter, Node, Part, Place, Wrong, has_fields_only};
use crate::quickwit::said::{self, Said};
use crate::schema::{Fields, Words, tagged};
use crate::sequence::SequenceQuery;
use crate::shown::ids;
use crosscut_text::lexicon::list_words;
use crosscut_text::{Analyzer, Language, Occurrence, OccurrenceKind};
use std::cell::RefCell;
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Weight of a match in the heading or lead-in, where one in the clause's own words has 1.
const CONTEXT: f32 = 0.5;
/// Patterns in a row that anybody needs; each may stand for thousands of words.
const PATTERNS: usize = 16;
/// Numbers of articles that are looked for before another in a list, and how many of them.
const HIGHEST: u32 = 150;
const LISTED: usize = 3;
/// Weight of an article that is asked for by its number: more than any words have.
const ARTICLE: f32 = 100.0;

/// What matches in one language.
pub(crate) enum Matches {
    Nothing,
    Everything,
    /// These; whether all of them are in the language for sure.
    Some(Piece, bool),
}

/// A word or phrase that a clause may hold, for marking it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Whether words are compared as written, not by their stems.
    pub(crate) written: bool,
    /// The words that each place may have; none where it may have any.
    pub(crate) slots: Vec<Vec<String>>,
    /// As in [`SequenceQuery`].
    pub(crate) apart: Option<u32>,
}

/// What to mark in the clauses of each language.
pub(crate) type Marks = Vec<(Language, Vec<Mark>)>;

/// The tree in one language.
pub(crate) struct Compiler<'c> {
    pub(crate) fields: &'c Fields,
    pub(crate) searcher: &'c Searcher,
    pub(crate) catalogue: &'c Catalogue,
    pub(crate) analyzer: &'c Analyzer,
    /// Those of all languages of the index.
    pub(crate) analyzers: &'c [Analyzer],
    /// Whether some of the words side by side are enough.
    pub(crate) any: bool,
    /// Whether it is also said in Quickwit's language.
    pub(crate) says: bool,
    /// What to mark, collected on the way.
    pub(crate) marks: RefCell<Vec<Mark>>,
    /// What patterns stand for, found on the way.
    pub(crate) known: Known,
}

/// Where a word is looked for.
#[derive(Clone, Copy)]
enum Within<'f> {
    /// In the clause, its lead-in and the heading above it.
    Clause,
    /// In one field.
    Field(&'f Words),
}

/// A query for a tree in all languages of an index, and what to mark in each.
pub(crate) fn compiled(
    node: &Node,
    options: &Options,
    (any, says): (bool, bool),
    analyzers: &[Analyzer],
    (fields, searcher, catalogue): (&Fields, &Searcher, &Catalogue),
) -> Result<(Piece, Marks), Wrong> {
    let (mut parts, mut marks) = (Vec::new(), Vec::new());
    for analyzer in analyzers {
        let compiler = Compiler {
            fields,
            searcher,
            catalogue,
            analyzer,
            analyzers,
            any,
            says,
            marks: RefCell::default(),
            known: RefCell::default(),
        };
        let matches = compiler.restricted(node, options)?;
        let language = Term::from_field_text(fields.language, analyzer.language().code());
        let language: Boxed =
            Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(language, IndexRecordOption::Basic)), 0.0));
        let said = says.then(|| Ok(said::value("language", &[analyzer.language().code()])));
        let language = Piece { query: language, said };
        match matches {
            Matches::Nothing => {}
            Matches::Everything => parts.push(language),
            Matches::Some(query, inside) if inside || analyzers.len() == 1 => parts.push(query),
            Matches::Some(query, _) => {
                let both = vec![(Occur::Must, query.query), (Occur::Must, language.query)];
                let said = said::all(vec![query.said, language.said]);
                parts.push(Piece { query: Box::new(BooleanQuery::new(both)), said });
            }
        }
        marks.push((analyzer.language(), compiler.marks.into_inner()));
    }
    let nothing = || Piece {
        query: Box::new(tantivy::query::EmptyQuery),
        said: says.then(|| Ok(said::NOTHING.into())),
    };
    Ok((one_piece(parts).unwrap_or_else(nothing), marks))
}

impl Compiler<'_> {
    /// A query with the options' filters.
    fn restricted(&self, node: &Node, options: &Options) -> Result<Matches, Wrong> {
        let mut parts = vec![self.top(node)?];
        let kinds: Vec<Filter> = options.kinds.iter().map(|kind| Filter::Kind(*kind)).collect();
        let agreements = options.agreements.iter().map(|id| Filter::Agreement(id.to_string())).collect();
        for filters in [kinds, agreements] {
            if !filters.is_empty() {
                parts.push(any_of(
                    filters
                        .iter()
                        .map(|filter| self.filter(filter, Place::default()))
                        .collect::<Result<_, _>>()?,
                ));
            }
        }
        Ok(all_of(parts))
    }

    fn top(&self, node: &Node) -> Result<Matches, Wrong> {
        match node {
            Node::Beside(parts) => self.beside(parts, self.any, Within::Clause),
            node => self.node(node, Within::Clause),
        }
    }

    fn node(&self, node: &Node, within: Within<'_>) -> Result<Matches, Wrong> {
        let each =
            |parts: &[Node]| parts.iter().map(|part| self.node(part, within)).collect::<Result<Vec<_>, _>>();
        Ok(match node {
            Node::Everything => Matches::Everything,
            Node::Beside(parts) => self.beside(parts, false, within)?,
            Node::All(parts) => all_of(each(parts)?),
            Node::Any(parts) => any_of(each(parts)?),
            Node::Not(inner) => {
                let marks = self.marks.borrow().len();
                let inner = self.node(inner, within)?;
                self.marks.borrow_mut().truncate(marks);
                none_of(inner)
            }
            Node::Also(typed, also) => {
                let mut parts = vec![self.node(typed, within)?];
                parts.extend(each(also)?);
                any_of(parts)
            }
            Node::Word(word) => self.word(word, within),
            Node::Cited(name, number) => self.cited(name, number, within)?,
            Node::Exact(word) => {
                let words = self.asked(word).into_iter().map(|word| vec![word.form]).collect();
                self.sequence(words, true, None, within)
            }
            Node::Phrase(words, at) => self.phrase(words, *at, within)?,
            Node::Near(words, apart) => {
                let terms = self.asked(words).into_iter().map(|word| vec![word.term]).collect();
                let row = self.phrase(words, Place::default(), within)?;
                any_of(vec![self.sequence(terms, false, Some(*apart), within), row])
            }
            Node::Wild(pattern, at) => self.phrase(pattern, *at, within)?,
            Node::Fuzzy(word, edits, at) => {
                // A hyphen is no letter; in scripts without spaces every letter is a word, and none may differ.
                let asked = self.analyzer.asked(word);
                let [one] = asked.as_slice() else { return Ok(self.word(word, within)) };
                let forms = self.dictionary().within(&one.form, *edits);
                let forms = forms.map_err(|unfit| wrong(*at, unfit))?;
                let mut terms: Vec<String> = forms.iter().map(|form| self.analyzer.term(form)).collect();
                terms.sort_unstable();
                terms.dedup();
                if terms.is_empty() {
                    return Ok(Matches::Nothing);
                }
                self.sequence(vec![terms], false, None, within)
            }
            Node::Filter(Filter::Heading(inner), _) => self.apart(inner, &self.fields.heading)?,
            Node::Filter(Filter::Defines(inner), _) => self.apart(inner, &self.fields.defines)?,
            Node::Filter(filter, at) => self.filter(filter, *at)?,
        })
    }

    /// A tree in a field of its own; nothing of the clause is marked for it.
    fn apart(&self, inner: &Node, field: &Words) -> Result<Matches, Wrong> {
        if *inner == Node::Everything {
            let bound =
                |end: &str| Term::from_field_text(field.forms, &tagged(self.analyzer.language(), end));
            let any = RangeQuery::new(Bound::Included(bound("")), Bound::Included(bound("\u{10ffff}")));
            let query: Boxed = Box::new(ConstScoreQuery::new(Box::new(any), 0.0));
            let said = self.says.then(|| {
                let (has, language) = (self.name(field.forms), self.analyzer.language().code());
                let has = said::value("has", &[has.trim_end_matches("_forms")]);
                Ok(format!("({has} AND {})", said::value("language", &[language])))
            });
            return Ok(Matches::Some(Piece { query, said }, true));
        }
        let marks = self.marks.borrow().len();
        let matches = self.node(inner, Within::Field(field));
        self.marks.borrow_mut().truncate(marks);
        matches
    }

    /// Parts side by side. Stop words of the language are not asked for, unless there is nothing else to ask for; filters
    /// of one sort mean either.
    fn beside(&self, parts: &[Part], any: bool, within: Within<'_>) -> Result<Matches, Wrong> {
        let mut musts = Vec::new();
        let mut sorts: Vec<(&Filter, Vec<Matches>)> = Vec::new();
        for part in parts.iter().filter(|part| part.must) {
            match &part.node {
                Node::Filter(filter, at) if !matches!(filter, Filter::Heading(_) | Filter::Defines(_)) => {
                    let matches = self.filter(filter, *at)?;
                    match sorts.iter_mut().find(|(known, _)| known.sort() == filter.sort()) {
                        Some((_, same)) => same.push(matches),
                        None => sorts.push((filter, vec![matches])),
                    }
                }
                node => musts.push(self.node(node, within)?),
            }
        }
        let is_free = |part: &&Part| !part.must;
        let carries = |part: &&Part| !matches!(&part.node, Node::Word(word) if self.is_stop_word(word));
        let mut words: Vec<&Part> = parts.iter().filter(is_free).filter(carries).collect();
        if words.is_empty() && musts.is_empty() {
            words = parts.iter().filter(is_free).collect();
        }
        let words =
            words.into_iter().map(|part| self.node(&part.node, within)).collect::<Result<Vec<_>, _>>()?;
        if any && !words.is_empty() {
            let some = any_of(words.into_iter().map(worth_more_together).collect());
            // What is asked for by a sign is enough; the others then only rank.
            if parts.iter().any(asks_for_a_word) {
                musts.extend(sorts.into_iter().map(|(_, same)| any_of(same)));
                return Ok(ranked_by(all_of(musts), some));
            }
            musts.push(some);
        } else {
            musts.extend(words);
        }
        musts.extend(sorts.into_iter().map(|(_, same)| any_of(same)));
        Ok(all_of(musts))
    }

    fn is_stop_word(&self, word: &str) -> bool {
        // "US" and "WHO" are no stop words where "us" and "who" are.
        let asked = self.asked(word);
        matches!(asked.as_slice(), [one] if self.analyzer.is_stop_word(&one.form)
            && one.kind != OccurrenceKind::Capitals)
    }

    /// The words of a query. Capitals that spell a stop word are a name ("US") where some clause uses them so; elsewhere they
    /// are that word in capitals.
    fn asked(&self, text: &str) -> Vec<Occurrence> {
        let mut words = self.analyzer.asked(text);
        for word in words.iter_mut().filter(|word| word.kind == OccurrenceKind::Capitals) {
            if !is_name(&word.form, (self.fields, self.searcher, self.analyzers)) {
                let lower = word.form.to_lowercase();
                (word.form, word.term) = (self.analyzer.form(&lower), self.analyzer.term(&lower));
                word.kind = OccurrenceKind::Whole;
            }
        }
        words
    }

    /// A word in any of its forms, in one piece or in two.
    fn word(&self, word: &str, within: Within<'_>) -> Matches {
        let asked = self.asked(word);
        let one = match asked.as_slice() {
            [one] if self.is_foreign(one) => return Matches::Nothing,
            [one] => one.form.clone(),
            _ => {
                let terms = asked.into_iter().map(|word| vec![word.term]).collect();
                return self.sequence(terms, false, None, within);
            }
        };
        let term = asked.into_iter().map(|word| vec![word.term]).collect();
        let mut ways = vec![self.sequence(term, false, None, within)];
        for (first, second) in crate::expand::halves(self.analyzer, word, &one) {
            let terms = vec![vec![self.analyzer.term(&first)], vec![self.analyzer.term(&second)]];
            ways.push(self.sequence(terms, false, None, within));
        }
        any_of(ways)
    }

    /// Whether a word is a stop word elsewhere and no clause of this language has it: what the stemmer makes of it here is
    /// another word ("not" and "notamment").
    fn is_foreign(&self, word: &Occurrence) -> bool {
        let others = self.analyzers.iter().filter(|other| other.language() != self.analyzer.language());
        word.kind != OccurrenceKind::Capitals
            && !self.analyzer.is_stop_word(&word.form)
            && others.into_iter().any(|other| other.is_stop_word(&word.form))
            && !self.dictionary().has(&word.form)
    }

    /// An article by its number: "Article 9", "Articles 9 and 10", "Articles 7, 8(2) and 9".
    fn cited(&self, name: &str, number: &str, within: Within<'_>) -> Result<Matches, Wrong> {
        let word = |word: &str| vec![self.analyzer.term(word)];
        let asked = self.asked(number).into_iter().map(|word| vec![word.term]);
        let number: Vec<Vec<String>> = asked.collect();
        let others: Vec<String> =
            (1..=HIGHEST).map(|number| self.analyzer.term(&number.to_string())).collect();
        let joined: Vec<String> =
            list_words(self.analyzer.language()).map(|word| self.analyzer.term(word)).collect();
        let mut ways = Vec::new();
        for before in 0..=LISTED {
            let mut row = vec![word(name)];
            if before > 0 {
                if joined.is_empty() {
                    break;
                }
                row.extend(std::iter::repeat_n(others.clone(), before));
                row.push(joined.clone());
            }
            row.extend(number.iter().cloned());
            let way = self.sequence(row, false, None, within);
            ways.push(if self.says && before > 0 { self.listed(way)? } else { way });
        }
        Ok(any_of(ways))
    }

    /// What is too long to say in Quickwit's language, by the ids of its clauses.
    fn listed(&self, way: Matches) -> Result<Matches, Wrong> {
        let (query, inside) = match way {
            Matches::Some(Piece { query, .. }, inside) => (query, inside),
            other => return Ok(other),
        };
        let ids = ids(self.searcher, &*query, self.fields.shown)
            .map_err(|error| Wrong::broken(error.to_string()))?;
        if ids.is_empty() {
            return Ok(Matches::Nothing);
        }
        let said = Some(Ok(said::value(self.name(self.fields.id), &ids)));
        Ok(Matches::Some(Piece { query, said }, inside))
    }

    fn dictionary(&self) -> Dictionary<'_> {
        let (fields, searcher, known) = (self.fields, self.searcher, &self.known);
        Dictionary { fields, searcher, language: self.analyzer.language(), known }
    }

    /// Words as written, in a row; those with `?` or `*` stand for all that fit. Neighbours may be one word.
    fn phrase(&self, words: &str, at: Place, within: Within<'_>) -> Result<Matches, Wrong> {
        let dictionary = self.dictionary();
        let mut atoms = crate::pattern::atoms(self.analyzer, |text| self.asked(text), words);
        // Before the first word and behind the last one anything may stand anyway.
        let is_any = |atom: &Atom| atom.is_any();
        let (first, last) =
            (atoms.iter().position(|atom| !is_any(atom)), atoms.iter().rposition(|atom| !is_any(atom)));
        if let (Some(first), Some(last)) = (first, last) {
            atoms = atoms.drain(first..=last).collect();
        }
        if atoms.iter().filter(|atom| atom.is_wild()).count() > PATTERNS {
            return Err(Wrong::in_place(at, format!("it has more than {PATTERNS} patterns in a row")));
        }
        let mut ways = Vec::new();
        for way in crate::pattern::ways(&atoms, &dictionary, self.analyzer) {
            let several = way.len() > 1;
            let forms = |atom: &Atom| match several && atom.is_any() && !self.says {
                true => Ok(Vec::new()),
                false => dictionary.forms(atom),
            };
            let slots = way.iter().map(forms).collect::<Result<Vec<_>, _>>();
            let slots = slots.map_err(|unfit| wrong(at, unfit))?;
            if way
                .iter()
                .zip(&slots)
                .any(|(atom, slot)| slot.is_empty() && !(several && atom.is_any() && !self.says))
            {
                continue;
            }
            ways.push(self.sequence(slots, true, None, within));
        }
        Ok(any_of(ways))
    }

    /// Words at neighbouring places, each one of several, or any at all where none is named.
    fn sequence(
        &self,
        slots: Vec<Vec<String>>,
        written: bool,
        apart: Option<u32>,
        within: Within<'_>,
    ) -> Matches {
        if slots.is_empty() {
            return Matches::Nothing;
        }
        let fields: Vec<(&Words, f32)> = match within {
            Within::Clause => {
                vec![
                    (&self.fields.own, 1.0),
                    (&self.fields.heading, CONTEXT),
                    (&self.fields.lead_in, CONTEXT),
                ]
            }
            Within::Field(field) => vec![(field, 1.0)],
        };
        let mut parts: Vec<Piece> = Vec::new();
        for (words, worth) in fields {
            let field = if written { words.forms } else { words.stems };
            let tag = |word: &String| Term::from_field_text(field, &tagged(self.analyzer.language(), word));
            let held = |term: &Term| self.searcher.doc_freq(term).is_ok_and(|clauses| clauses > 0);
            let terms: Vec<Vec<Term>> =
                slots.iter().map(|slot| slot.iter().map(tag).filter(held).collect()).collect();
            if terms.iter().zip(&slots).all(|(terms, slot)| !terms.is_empty() || slot.is_empty()) {
                let said = self.says.then(|| self.row(field, &terms, apart));
                let query = in_places(terms, apart);
                let query = if worth == 1.0 { query } else { Box::new(BoostQuery::new(query, worth)) };
                parts.push(Piece { query, said });
            }
        }
        self.marks.borrow_mut().push(Mark { written, slots, apart });
        one_piece(parts).map_or(Matches::Nothing, |piece| Matches::Some(piece, true))
    }

    /// Words at neighbouring places in Quickwit's language.
    fn row(&self, field: Field, slots: &[Vec<Term>], apart: Option<u32>) -> Said {
        let word = |term: &Term| term.value().as_str().unwrap_or_default().to_owned();
        let slots: Vec<Vec<String>> = slots.iter().map(|slot| slot.iter().map(word).collect()).collect();
        said::row(self.name(field), &slots, apart)
    }

    fn name(&self, field: Field) -> &str {
        self.searcher.schema().get_field_name(field)
    }

    fn filter(&self, filter: &Filter, at: Place) -> Result<Matches, Wrong> {
        let filters = Filters { fields: self.fields, searcher: self.searcher, catalogue: self.catalogue };
        let wanted = filters.wanted(filter).map_err(|reason| Wrong::in_place(at, reason))?;
        let worth = if matches!(filter, Filter::Article(_)) { ARTICLE } else { 0.0 };
        Ok(wanted.map_or(Matches::Nothing, |wanted| {
            let said = self.says.then(|| Ok(wanted.said(|field| self.name(field))));
            let query = Box::new(ConstScoreQuery::new(wanted.query(), worth));
            Matches::Some(Piece { query, said }, false)
        }))
    }
}

/// What is wrong with a pattern, or with the index.
fn wrong(at: Place, unfit: Unfit) -> Wrong {
    match unfit {
        Unfit::TooMany(reason) => Wrong::in_place(at, reason),
        Unfit::Broken(reason) => Wrong::broken(reason),
    }
}

/// Whether a part side by side with others is a word, or several, that must be there.
pub(crate) fn asks_for_a_word(part: &Part) -> bool {
    part.must && !has_fields_only(&part.node) && !matches!(part.node, Node::Not(_) | Node::Everything)
}

/// What a part finds, ranked by another as well.
fn ranked_by(found: Matches, by: Matches) -> Matches {
    match (found, by) {
        (Matches::Some(found, inside), Matches::Some(by, _)) => {
            let both = vec![(Occur::Must, found.query), (Occur::Should, by.query)];
            Matches::Some(Piece { query: Box::new(BooleanQuery::new(both)), said: found.said }, inside)
        }
        (found, _) => found,
    }
}

/// A word of which others may be missing: a clause with more of the words ranks before one with a rarer word.
fn worth_more_together(word: Matches) -> Matches {
    const EACH: f32 = 2.0;
    match word {
        Matches::Some(piece, inside) => {
            let both = |query: Boxed| -> Boxed {
                let held: Boxed = Box::new(ConstScoreQuery::new(query.box_clone(), EACH));
                Box::new(BooleanQuery::union(vec![query, held]))
            };
            Matches::Some(piece.map(both), inside)
        }
        other => other,
    }
}

fn in_places(mut slots: Vec<Vec<Term>>, apart: Option<u32>) -> Boxed {
    if slots.len() > 1 {
        return Box::new(SequenceQuery { slots, apart });
    }
    match slots.pop() {
        Some(mut terms) if terms.len() == 1 => {
            Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs))
        }
        Some(terms) if terms.len() <= 16 => {
            let term = |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Boxed;
            Box::new(BooleanQuery::union(terms.into_iter().map(term).collect()))
        }
        terms => Box::new(TermSetQuery::new(terms.into_iter().flatten())),
    }
}

fn any_of(parts: Vec<Matches>) -> Matches {
    let (mut some, mut inside) = (Vec::new(), true);
    for part in parts {
        match part {
            Matches::Nothing => {}
            Matches::Everything => return Matches::Everything,
            Matches::Some(piece, within) => {
                inside &= within;
                some.push(piece);
            }
        }
    }
    one_piece(some).map_or(Matches::Nothing, |piece| Matches::Some(piece, inside))
}

fn all_of(parts: Vec<Matches>) -> Matches {
    let (mut some, mut said, mut inside): (Vec<(Occur, Boxed)>, _, bool) = (Vec::new(), Vec::new(), false);
    for part in parts {
        match part {
            Matches::Nothing => return Matches::Nothing,
            Matches::Everything => {}
            Matches::Some(piece, within) => {
                inside |= within;
                some.push((Occur::Must, piece.query));
                said.push(piece.said);
            }
        }
    }
    let query: Boxed = match some.len() {
        0 => return Matches::Everything,
        1 => some.remove(0).1,
        _ => Box::new(BooleanQuery::new(some)),
    };
    Matches::Some(Piece { query, said: said::all(said) }, inside)
}

/// All clauses but those of a part.
///
/// tantivy 0.27 asks an excluded part for documents that lie before the part's first, which a phrase forbids (and asserts
/// in a debug build). A union of the part with itself allows it and matches the same.
fn none_of(part: Matches) -> Matches {
    match part {
        Matches::Nothing => Matches::Everything,
        Matches::Everything => Matches::Nothing,
        Matches::Some(Piece { query, said }, _) => {
            let twice: Boxed = Box::new(BooleanQuery::union(vec![query.box_clone(), query]));
            let all: Boxed = Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
            let query = Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, twice)]));
            Matches::Some(Piece { query, said: said::none(&said) }, false)
        }
    }
}
