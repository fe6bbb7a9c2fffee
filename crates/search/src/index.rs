//! An index that is open for questions.

use crate::compile::Compiler;
use crate::highlight::highlights;
use crate::query::{Node, parse};
use crate::schema::{Fields, VERSION, VERSION_FILE, schema, values};
use crate::spelling::respelled;
use crate::{Hit, Hits, Options, SearchError};
use crosscut_text::{AgreementId, Analyzer, ClauseId, Language};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::collector::{Collector, SegmentCollector, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::Query;
use tantivy::schema::Value as _;
use tantivy::{
    DocAddress, DocId, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument,
};

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
}

impl Index {
    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// When there is none, another version wrote it, or it is damaged (the checksum of every file is compared).
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        match std::fs::read(dir.join(VERSION_FILE)) {
            Ok(version) if version == VERSION.as_bytes() => {}
            Ok(_) => {
                return Err(SearchError::Index(format!(
                    "in {} was written by another version",
                    dir.display()
                )));
            }
            Err(_) => return Err(SearchError::Index(format!("in {} is missing", dir.display()))),
        }
        let damaged = |cause: tantivy::TantivyError| SearchError::index(dir, "is damaged", cause);
        let (schema, fields) = schema();
        let index = tantivy::Index::open_in_dir(dir).map_err(damaged)?;
        if index.schema() != schema {
            return Err(SearchError::index(dir, "is damaged", "its fields are not those of a clause"));
        }
        if let Some(file) = index.validate_checksum().map_err(damaged)?.iter().min() {
            return Err(SearchError::index(dir, "is damaged", file.display()));
        }
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(damaged)?;
        let searcher = reader.searcher();
        let languages = values(&searcher, fields.language).map_err(damaged)?;
        let analyzers = languages.iter().map(|code| Analyzer::new(Language::from_code(code))).collect();
        Ok(Self { searcher, fields, analyzers })
    }

    /// How many clauses it holds.
    pub fn clauses(&self) -> usize {
        usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// The best clauses for a query: words, "phrases", `beginning*`, `agreement:id`, `kind:provision`,
    /// `language:fr`, `-word`, `OR`, groups in parentheses.
    ///
    /// A clause matches when it, its heading or its lead-in holds one of the words in any of its forms; those that
    /// hold every word come first, each part by BM25 score. `AND`, quotation marks and filters require what they
    /// name. Stop words are not looked for outside phrases.
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
    /// When the query cannot be read or an agreement is not in the index.
    pub fn search(&self, query: &str, options: impl Into<Options>) -> Result<Hits, SearchError> {
        let options: &Options = &options.into();
        let compiler =
            Compiler { fields: &self.fields, analyzers: &self.analyzers, searcher: &self.searcher };
        let node = respelled(parse(query)?, &|word: &str| compiler.is_known(word));
        let restricted = restricted(node.clone(), options);
        let plan = compiler
            .plan(&restricted)
            .map_err(|reason| SearchError::Query { query: query.to_owned(), reason })?;
        let mark = |analyzer: &Analyzer, text: &str| highlights(&node, analyzer, text);
        let mut hits = self.answer(&plan.every_word(), options, mark)?;
        hits.complete = hits.total;
        if let Some(query) = plan.some_words() {
            let left = Options {
                limit: options.limit - hits.hits.len(),
                offset: options.offset.saturating_sub(hits.total),
                ..Options::default()
            };
            hits = hits.followed_by(self.answer(&query, &left, mark)?);
        }
        Ok(hits)
    }

    /// Runs a query, cuts out the wanted part and marks the words.
    pub(crate) fn answer(
        &self,
        query: &dyn Query,
        options: &Options,
        mark: impl Fn(&Analyzer, &str) -> Vec<crosscut_text::Span>,
    ) -> Result<Hits, SearchError> {
        let all = self.clauses();
        let top = TopDocs::with_limit(options.limit.clamp(1, all.max(1))).and_offset(options.offset.min(all));
        let (best, mut facets) =
            self.searcher.search(query, &(top.order_by_score(), Facets)).map_err(SearchError::unreadable)?;
        most_first(&mut facets);
        let total = facets.iter().map(|(_, count)| count).sum();
        let hits = best
            .into_iter()
            .take(options.limit)
            .map(|(score, address)| self.hit(score, address, &mark))
            .collect::<Result<_, _>>()?;
        Ok(Hits { total, complete: 0, hits, facets })
    }

    fn hit(
        &self,
        score: Score,
        address: DocAddress,
        mark: impl Fn(&Analyzer, &str) -> Vec<crosscut_text::Span>,
    ) -> Result<Hit, SearchError> {
        let document: TantivyDocument = self.searcher.doc(address).map_err(SearchError::unreadable)?;
        let value = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let unknown = |error: crosscut_text::IdError| SearchError::Index(format!("is damaged: {error}"));
        let language = Language::from_code(value(self.fields.language));
        let analyzer = self.analyzers.iter().find(|analyzer| analyzer.language() == language);
        Ok(Hit {
            clause: ClauseId::new(value(self.fields.id)).map_err(unknown)?,
            agreement: AgreementId::new(value(self.fields.agreement)).map_err(unknown)?,
            score,
            highlights: analyzer.map(|analyzer| mark(analyzer, value(self.fields.text))).unwrap_or_default(),
        })
    }
}

/// The order of facets: most matches first, then by id.
fn most_first(facets: &mut [(AgreementId, usize)]) {
    facets.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
}

impl Hits {
    fn followed_by(mut self, rest: Self) -> Self {
        let mut facets: BTreeMap<AgreementId, usize> = self.facets.into_iter().collect();
        for (agreement, count) in rest.facets {
            *facets.entry(agreement).or_default() += count;
        }
        self.facets = facets.into_iter().collect();
        most_first(&mut self.facets);
        self.total += rest.total;
        self.hits.extend(rest.hits);
        self
    }
}

/// A query with the options' filters added to its parts.
fn restricted(node: Node, options: &Options) -> Node {
    let mut parts = match node {
        Node::All(parts) => parts,
        one => vec![one],
    };
    parts.extend(options.kinds.iter().map(|kind| Node::Kind(*kind)));
    parts.extend(options.agreements.iter().map(|id| Node::Agreement(id.to_string())));
    Node::All(parts)
}

/// Counts matches in each agreement.
struct Facets;

struct SegmentFacets {
    agreements: Option<StrColumn>,
    counts: Vec<usize>,
}

impl Collector for Facets {
    type Fruit = Vec<(AgreementId, usize)>;
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let agreements = segment.fast_fields().str("agreement")?;
        let terms = agreements.as_ref().map_or(0, |column| column.num_terms());
        Ok(SegmentFacets { agreements, counts: vec![0; terms] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, counts: Vec<Vec<(AgreementId, usize)>>) -> tantivy::Result<Self::Fruit> {
        Ok(counts.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = Vec<(AgreementId, usize)>;

    fn collect(&mut self, clause: DocId, _: Score) {
        let Some(agreements) = &self.agreements else { return };
        for place in agreements.term_ords(clause) {
            if let Some(count) = usize::try_from(place).ok().and_then(|place| self.counts.get_mut(place)) {
                *count += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let Some(agreements) = self.agreements else { return Vec::new() };
        let mut name = String::new();
        let counts = (0..).zip(self.counts).filter(|(_, count)| *count > 0);
        counts
            .filter_map(|(place, count)| {
                agreements.ord_to_str(place, &mut name).ok()?;
                Some((AgreementId::new(&name).ok()?, count))
            })
            .collect()
    }
}
