//! An index that is open for questions.

use crate::boxed::Boxed;
use crate::collect::{Counted, Facets, Match, Ordered};
use crate::compile::{Mark, asks_for_a_word, compiled};
use crate::directory::ReadOnly;
use crate::expand::Expander;
use crate::query::{Node, Part, parse};
use crate::quickwit::said;
use crate::schema::{Fields, VERSION, VERSION_FILE, schema, tagged, values};
use crate::{Catalogue, Facet, Hits, Options, SearchError, Sort, folder};
use crosscut_text::{AgreementId, Analyzer, Language};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermSetQuery};
use tantivy::schema::Field;
use tantivy::{DocAddress, ReloadPolicy, Score, Searcher, Term};

/// An index of clauses on disk.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid};
/// # let folder = tempfile::tempdir()?;
/// use crosscut_search::Index;
/// let clauses = [Clause::new(AgreementId::slug("pact"), Eid::new("art_1")?, "Keys are kept safe.")];
/// let folder = folder.path().join("index");
/// assert!(Index::open(&folder).is_err(), "there is none yet");
/// Index::build(&folder, &clauses)?;
/// assert_eq!(Index::open(&folder)?.clauses(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Index {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    /// One for each language of the clauses.
    pub(crate) analyzers: Vec<Analyzer>,
    /// Ids of its agreements, sorted.
    agreements: Vec<String>,
    /// Where it is, if it goes with it.
    _home: Option<tempfile::TempDir>,
    /// Why it was made again.
    note: Option<String>,
}

impl Index {
    /// Opens the index in the folder `dir`, which may be one that cannot be written.
    ///
    /// # Errors
    /// When there is none, another version wrote it, or a file of it is missing or cut short. [`Index::verify`] also
    /// compares what the files hold.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        SearchError::caught(|| Self::opened(dir))
    }

    fn opened(dir: &Path) -> Result<Self, SearchError> {
        let missing = || {
            let what = if folder::is_closed(dir) { "cannot be read" } else { "is missing" };
            SearchError::Index(format!("in {} {what}", dir.display()))
        };
        let current = folder::current(dir).ok_or_else(missing)?;
        match std::fs::read(current.join(VERSION_FILE)) {
            Ok(version) if version == VERSION.as_bytes() => {}
            Ok(_) => {
                return Err(SearchError::Index(format!(
                    "in {} was written by another version",
                    dir.display()
                )));
            }
            Err(_) => return Err(missing()),
        }
        // What tantivy says of a broken file is for its makers.
        let damaged = |_: tantivy::TantivyError| {
            SearchError::index(dir, "is damaged", "a file of it is cut off or not its own")
        };
        let (schema, fields) = schema();
        let files = MmapDirectory::open(&current).map_err(|cause| damaged(cause.into()))?;
        let index = tantivy::Index::open(ReadOnly(files)).map_err(damaged)?;
        if index.schema() != schema {
            return Err(SearchError::index(dir, "is damaged", "its fields are not those of a clause"));
        }
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged)?;
        let searcher = reader.searcher();
        let languages = values(&searcher, fields.language).map_err(damaged)?;
        let analyzers = languages.iter().map(|code| Analyzer::new(Language::from_code(code))).collect();
        let agreements = values(&searcher, fields.agreement).map_err(damaged)?;
        Ok(Self { searcher, fields, analyzers, agreements, _home: None, note: None })
    }

    /// The same, with the folder that goes with it.
    pub(crate) fn living_in(self, home: tempfile::TempDir) -> Self {
        Self { _home: Some(home), ..self }
    }

    /// The same, with why it was made again: for whoever searches it first.
    #[must_use]
    pub fn made_again(self, why: String) -> Self {
        Self { note: Some(why), ..self }
    }

    /// Why it was made again, if it was.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Compares the checksum of every file with what it holds: as long as reading all of the index.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn verify(&self) -> Result<(), SearchError> {
        let damaged = self.searcher.index().validate_checksum().map_err(SearchError::unreadable)?;
        match damaged.iter().min() {
            Some(file) => Err(SearchError::Index(format!("is damaged: {}", file.display()))),
            None => Ok(()),
        }
    }

    /// How many clauses it holds.
    pub fn clauses(&self) -> usize {
        usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// The clauses for a query of words, phrases, operators and fields: `docs/search.md` lists them.
    ///
    /// A clause matches when it, its heading or its lead-in holds the words in any of their forms. Of words side by side
    /// all are wanted where some clause has them all, and otherwise some. Hits are ordered by BM25 score, or as the options
    /// say.
    ///
    /// ```
    /// # use crosscut_text::{AgreementId, Clause, Eid, Language};
    /// # let clause = |agreement: &str, eid: &str, text: &str| {
    /// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
    /// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
    /// # };
    /// # let clauses = [
    /// #     clause("pact", "art_1", "Each Party shall report incidents."),
    /// #     clause("charter", "art_1", "Operators report every incident to the team."),
    /// # ];
    /// # let folder = tempfile::tempdir()?;
    /// use crosscut_search::{Index, Options};
    /// let index = Index::build(&folder.path().join("index"), &clauses)?;
    /// // A number is how many hits are wanted …
    /// assert_eq!(index.search("incident AND report", 10)?.total, 2);
    /// assert_eq!(index.search("\"report incidents\" OR team agreement:pact", 10)?.total, 1);
    /// // … options say more.
    /// let mut options = Options::from(10);
    /// options.agreements = vec![AgreementId::slug("charter")];
    /// assert_eq!(index.search("incident", options)?.hits[0].clause.as_str(), "charter#art_1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the query cannot be read or names what the study does not have.
    pub fn search(&self, query: &str, options: impl Into<Options>) -> Result<Hits, SearchError> {
        self.search_in(&Catalogue::default(), query, options)
    }

    /// As [`Index::search`], with what the study knows beside its clauses: for `group:`, `year:`, `element:` and the like,
    /// titles of agreements, and synonyms.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn search_in(
        &self,
        catalogue: &Catalogue,
        query: &str,
        options: impl Into<Options>,
    ) -> Result<Hits, SearchError> {
        let options = options.into();
        // Files are compared with their checksums on demand alone.
        SearchError::caught(|| self.answered(catalogue, query, &options))
    }

    fn answered(&self, catalogue: &Catalogue, query: &str, options: &Options) -> Result<Hits, SearchError> {
        let (node, mut notes) = self.read(catalogue, query)?;
        let hidden = self.gone(catalogue);
        let compile = |node: &Node, any: bool| {
            let index = (&self.fields, &self.searcher, catalogue);
            let (compiled, marks) = compiled(node, options, (any, false), &self.analyzers, index)
                .map_err(|wrong| wrong.in_query(query))?;
            Ok::<_, SearchError>((without(compiled.query, self.fields.agreement, &hidden), marks))
        };
        let (all, marks) = compile(&node, false)?;
        let may_be_some = matches!(&node, Node::Beside(parts)
            if parts.iter().filter(|part| !part.must).count() + usize::from(parts.iter().any(asks_for_a_word)) > 1
                && parts.iter().any(|part| !part.must));
        let mut hits = self.answer(&all, options, catalogue, &marks)?;
        hits.complete = hits.total;
        if may_be_some {
            let (some, marks) = compile(&node, true)?;
            let found = some.count(&self.searcher).map_err(SearchError::unreadable)?;
            if (options.any || hits.total == 0) && found > hits.total {
                let complete = hits.total;
                let either = self.answer(&first_all(all, some), options, catalogue, &marks)?;
                hits = Hits { complete, ..either };
                if !options.any {
                    notes.push("no clause has all of these words: these have some of them".into());
                }
            } else {
                hits.partial = found - hits.complete.min(found);
            }
        }
        if hits.total == 0 {
            let found = |part: &Node| {
                let query = compile(part, true)?.0;
                query.count(&self.searcher).map_err(SearchError::unreadable)
            };
            notes.extend(self.why_nothing(&node, &found)?);
        }
        hits.notes = notes;
        hits.explained = node.explained() + &self.not_looked_for(&node);
        Ok(hits)
    }

    /// A query as a tree, with all that is read into it, and what its writer should know.
    fn read(&self, catalogue: &Catalogue, query: &str) -> Result<(Node, Vec<String>), SearchError> {
        let read = parse(query)?;
        self.refuse_texts(query, &read.node)?;
        let mut notes = read.notes;
        notes.extend(self.read_as_words(&read.node));
        let is_known = |word: &str| self.is_known(word);
        let expander = Expander { analyzers: &self.analyzers, rings: &catalogue.rings, is_known: &is_known };
        let node = expander.expanded(read.node, &mut notes);
        Ok((node, notes))
    }

    /// A query in Quickwit's language, for an index of what [`crate::quickwit_files`] makes of the same clauses: it finds
    /// the same set of them, in another order. What decisions and the study's settings say is written out as ids.
    ///
    /// ```
    /// # use crosscut_text::{AgreementId, Clause, Eid, Language};
    /// # let folder = tempfile::tempdir()?;
    /// use crosscut_search::{Catalogue, Index, Options};
    /// let clause = Clause::new(AgreementId::slug("pact"), Eid::new("art_1")?, "Each Party shall report incidents.");
    /// let index = Index::build(&folder.path().join("index"), &[Clause { language: Language::English, ..clause }])?;
    /// let said = index.quickwit(&Catalogue::default(), "=incidents", &Options::from(10))?;
    /// assert_eq!(said, "own_forms:\"en:incidents\"");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Index::search`], and when the query cannot be said there: words near each other, or more than five in a row.
    pub fn quickwit(
        &self,
        catalogue: &Catalogue,
        query: &str,
        options: &Options,
    ) -> Result<String, SearchError> {
        SearchError::caught(|| {
            let (node, _) = self.read(catalogue, query)?;
            let found =
                self.answered(catalogue, query, &Options { limit: 1, offset: 0, ..options.clone() })?;
            // Where no clause has all of the words, some are enough, as everywhere.
            let any = options.any || (found.complete == 0 && found.total > 0);
            let index = (&self.fields, &self.searcher, catalogue);
            let (compiled, _) = compiled(&node, options, (any, true), &self.analyzers, index)
                .map_err(|wrong| wrong.in_query(query))?;
            let said = compiled.said.unwrap_or_else(|| Ok(said::NOTHING.into()));
            let said = said.map_err(|reason| SearchError::query(query, reason))?;
            let hidden = self.gone(catalogue);
            if hidden.is_empty() {
                return Ok(said);
            }
            Ok(format!("(+{said} -{})", said::value("agreement", &hidden)))
        })
    }

    /// Words side by side with others that are not looked for, each with the languages in which it is a stop word.
    fn not_looked_for(&self, node: &Node) -> String {
        let Node::Beside(parts) = node else { return String::new() };
        let words: Vec<&str> = parts.iter().filter(|part| !part.must).filter_map(plain_word).collect();
        let others = parts.len() > words.len();
        // Where there is nothing else to look for, stop words are.
        let looks = |analyzer: &&Analyzer| others || !words.iter().all(|word| analyzer.is_stop_word(word));
        let languages: Vec<&Analyzer> = self.analyzers.iter().filter(looks).collect();
        let mut lines = String::new();
        for word in &words {
            let stops: Vec<&str> = languages
                .iter()
                .filter(|analyzer| analyzer.is_stop_word(word))
                .map(|analyzer| analyzer.language().code())
                .collect();
            let place = match stops.len() {
                0 => continue,
                all if all == self.analyzers.len() => String::new(),
                _ => format!(" in clauses in {}", stops.join(", ")),
            };
            lines += &format!("not looked for{place}, as a stop word: {word} (ask by +{word})\n");
        }
        lines
    }

    /// Agreements that are indexed still, but no longer of the study.
    fn gone(&self, catalogue: &Catalogue) -> Vec<&str> {
        if catalogue.agreements.is_empty() {
            return Vec::new();
        }
        let known: BTreeSet<&str> = catalogue.agreements.iter().map(|known| known.id.as_str()).collect();
        self.agreements.iter().map(String::as_str).filter(|id| !known.contains(id)).collect()
    }

    /// Whether some clause holds a word in any of its forms.
    pub(crate) fn is_known(&self, word: &str) -> bool {
        self.analyzers.iter().any(|analyzer| {
            let term = tagged(analyzer.language(), &analyzer.term(word));
            self.searcher.doc_freq(&Term::from_field_text(self.fields.own.stems, &term)).unwrap_or_default()
                > 0
        })
    }

    /// Runs a query, cuts out the wanted part and marks the words.
    pub(crate) fn answer(
        &self,
        query: &dyn Query,
        options: &Options,
        catalogue: &Catalogue,
        marks: &[(Language, Vec<Mark>)],
    ) -> Result<Hits, SearchError> {
        let (best, total, counted) =
            self.found(query, options, catalogue).map_err(SearchError::unreadable)?;
        let hits = best
            .into_iter()
            .take(options.limit)
            .map(|(score, address)| self.hit(score, address, marks))
            .collect::<Result<_, _>>()?;
        let mut counted = counted.into_iter();
        let ids = counted.next().unwrap_or_default().into_iter();
        let facets = ids.filter_map(|(id, count)| Some((AgreementId::new(&id).ok()?, count))).collect();
        let counts = options.facets.iter().copied().zip(counted).collect();
        Ok(Hits { total, hits, facets, counts, ..Hits::default() })
    }

    fn found(&self, query: &dyn Query, options: &Options, catalogue: &Catalogue) -> tantivy::Result<Found> {
        let all = self.clauses();
        let top = TopDocs::with_limit(options.limit.clamp(1, all.max(1))).and_offset(options.offset.min(all));
        let facets = Facets(
            std::iter::once(Facet::Agreement)
                .chain(options.facets.iter().copied())
                .map(Facet::field)
                .collect(),
        );
        if options.sort != Sort::Score {
            let (mut found, (total, counted)) = self.searcher.search(query, &(Ordered, facets))?;
            self.order(&mut found, options.sort, catalogue)?;
            let part = found.into_iter().skip(options.offset).take(options.limit);
            let best = part.map(|found| (found.score, DocAddress::new(found.clause.0, found.clause.1)));
            return Ok((best.collect(), total, counted));
        }
        if options.count || !options.facets.is_empty() {
            let (best, (total, counted)) = self.searcher.search(query, &(top.order_by_score(), facets))?;
            return Ok((best, total, counted));
        }
        let best = self.searcher.search(query, &top.order_by_score())?;
        // Fewer than a full page, and the best are all there are; otherwise counting is quick without scores.
        let total = match best.len() {
            few if few < options.limit && options.offset == 0 => few,
            _ => self.searcher.search(query, &Count)?,
        };
        Ok((best, total, Vec::new()))
    }

    fn order(&self, found: &mut [Match], sort: Sort, catalogue: &Catalogue) -> tantivy::Result<()> {
        let years = if sort == Sort::Year { self.years(catalogue)? } else { Vec::new() };
        let year = |found: &Match| {
            let of_segment = years.get(found.clause.0 as usize)?;
            of_segment.get(usize::try_from(found.agreement).ok()?).copied().flatten()
        };
        found.sort_by(|a, b| {
            let unknown = u64::MAX;
            let years = year(a).unwrap_or(unknown).cmp(&year(b).unwrap_or(unknown));
            // Segments follow each other as the agreements do, and so do their numbers in each.
            let agreement = (a.clause.0, a.agreement).cmp(&(b.clause.0, b.agreement));
            let inner = match sort {
                Sort::Position => a.position.cmp(&b.position),
                _ => b.score.total_cmp(&a.score),
            };
            years.then(agreement).then(inner).then(a.clause.cmp(&b.clause))
        });
        Ok(())
    }

    /// The years of the agreements of each segment, by their numbers there.
    fn years(&self, catalogue: &Catalogue) -> tantivy::Result<Vec<Vec<Option<u64>>>> {
        let known: BTreeMap<&str, Option<u64>> =
            catalogue.agreements.iter().map(|known| (known.id.as_str(), known.year)).collect();
        let mut years = Vec::new();
        for segment in self.searcher.segment_readers() {
            let mut of_segment = Vec::new();
            if let Some(column) = segment.fast_fields().str("agreement")? {
                for number in 0..column.num_terms() as u64 {
                    let mut id = String::new();
                    column.ord_to_str(number, &mut id)?;
                    of_segment.push(known.get(id.as_str()).copied().flatten());
                }
            }
            years.push(of_segment);
        }
        Ok(years)
    }
}

/// The best matches, the number of all, and their counts by field.
type Found = (Vec<(Score, DocAddress)>, usize, Vec<Counted>);

/// The word that a part is, whatever else it may be read as.
fn plain_word(part: &Part) -> Option<&str> {
    match &part.node {
        Node::Word(word) => Some(word),
        Node::Also(typed, _) => match typed.as_ref() {
            Node::Word(word) => Some(word),
            _ => None,
        },
        _ => None,
    }
}

/// A query without the clauses of some agreements.
fn without(query: Boxed, field: Field, agreements: &[&str]) -> Boxed {
    if agreements.is_empty() {
        return query;
    }
    let terms = agreements.iter().map(|id| Term::from_field_text(field, id));
    let hidden: Boxed = Box::new(TermSetQuery::new(terms));
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::MustNot, hidden)]))
}

/// What holds some of the words, with what holds them all before the rest.
fn first_all(all: Boxed, some: Boxed) -> BooleanQuery {
    /// More than words score.
    const FIRST: Score = 1000.0;
    let first: Boxed = Box::new(BoostQuery::new(Box::new(ConstScoreQuery::new(all, 1.0)), FIRST));
    BooleanQuery::new(vec![(Occur::Must, some), (Occur::Should, first)])
}

impl Facet {
    fn field(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Kind => "kind",
            Self::Strength => "strength",
            Self::Language => "language",
        }
    }
}
