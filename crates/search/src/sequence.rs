//! Words at neighbouring places: phrases whose words may each be one of several, in a row or near each other.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Clauses in which a word of each slot occurs: one after the other, or within a window.
#[derive(Clone, Debug)]
pub(crate) struct SequenceQuery {
    /// The words that each place may have, all of one field; none where it may have any. The first and the last name some.
    pub(crate) slots: Vec<Vec<Term>>,
    /// How many other places may lie between the first word and the last, in any order; `None` for in a row.
    pub(crate) apart: Option<u32>,
}

impl Query for SequenceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = match (scoring.is_scoring_enabled(), scoring.searcher()) {
            (true, Some(searcher)) => {
                let rarest: Vec<Term> = self.slots.iter().filter_map(|slot| slot.first().cloned()).collect();
                Some(Bm25Weight::for_terms(searcher, &rarest)?)
            }
            _ => None,
        };
        Ok(Box::new(SequenceWeight { query: self.clone(), similarity }))
    }
}

struct SequenceWeight {
    query: SequenceQuery,
    similarity: Option<Bm25Weight>,
}

impl Weight for SequenceWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut slots = Vec::new();
        let named = self.query.slots.iter().zip(0..).filter(|(terms, _)| !terms.is_empty());
        for (terms, offset) in named {
            let mut postings = Vec::new();
            for term in terms {
                let index = reader.inverted_index(term.field())?;
                postings.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if postings.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            let wanted = self.query.slots.iter().filter(|other| *other == terms).count();
            slots.push(Slot { postings, offset, wanted });
        }
        let Some(field) = self.query.slots.first().and_then(|slot| slot.first()).map(Term::field) else {
            return Ok(Box::new(EmptyScorer));
        };
        let lengths = match self.similarity {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        let lengths = lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        let similarity = self.similarity.as_ref().map(|similarity| similarity.boost_by(boost));
        let mut scorer = SequenceScorer {
            slots,
            apart: self.query.apart,
            similarity,
            lengths,
            doc: 0,
            found: 0,
            places: Vec::new(),
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words at neighbouring places", 1.0))
    }
}

/// The words of one place.
struct Slot {
    postings: Vec<SegmentPostings>,
    /// How many places it is behind the first.
    offset: u32,
    /// How often the same word is asked for.
    wanted: usize,
}

impl Slot {
    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for postings in &mut self.postings {
            let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
            next = next.min(doc);
        }
        next
    }

    /// Where its words are in the document, sorted.
    fn places(&mut self, doc: DocId, places: &mut Vec<u32>) {
        places.clear();
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.append_positions_with_offset(0, places);
        }
        places.sort_unstable();
        places.dedup();
    }

    fn size(&self) -> u32 {
        self.postings.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }
}

struct SequenceScorer {
    slots: Vec<Slot>,
    apart: Option<u32>,
    similarity: Option<Bm25Weight>,
    lengths: FieldNormReader,
    doc: DocId,
    /// How often the words occur so in the document.
    found: u32,
    places: Vec<Vec<u32>>,
}

impl SequenceScorer {
    /// Goes to the first match from `target` on.
    fn settle(&mut self, mut target: DocId) -> DocId {
        'next: while target < TERMINATED {
            for slot in &mut self.slots {
                let doc = slot.seek(target);
                if doc > target {
                    target = doc;
                    continue 'next;
                }
            }
            self.places.resize(self.slots.len(), Vec::new());
            for (slot, places) in self.slots.iter_mut().zip(&mut self.places) {
                slot.places(target, places);
            }
            self.found = match self.apart {
                None => in_a_row(&self.slots, &self.places),
                Some(apart) => near(&self.slots, &self.places, apart),
            };
            if self.found > 0 {
                self.doc = target;
                return target;
            }
            target += 1;
        }
        self.doc = TERMINATED;
        TERMINATED
    }
}

/// How often words that have these places come in a row.
fn in_a_row(slots: &[Slot], places: &[Vec<u32>]) -> u32 {
    let [first, rest @ ..] = places else { return 0 };
    let follow = |start: &&u32| {
        let mut others = slots[1..].iter().zip(rest);
        others.all(|(slot, places)| places.binary_search(&(**start + slot.offset)).is_ok())
    };
    u32::try_from(first.iter().filter(follow).count()).unwrap_or(u32::MAX)
}

/// How often words that have these places come within a window. A word that is asked for twice must be there twice.
fn near(slots: &[Slot], places: &[Vec<u32>], apart: u32) -> u32 {
    let width = apart.saturating_add(u32::try_from(places.len()).unwrap_or(u32::MAX)).saturating_sub(1);
    let mut starts: Vec<u32> = places.iter().flatten().copied().collect();
    starts.sort_unstable();
    starts.dedup();
    let holds = |start: &&u32| {
        let end = start.saturating_add(width);
        places.iter().zip(slots).all(|(places, slot)| {
            let from = places.partition_point(|place| place < *start);
            places[from..].iter().take_while(|place| **place <= end).count() >= slot.wanted
        })
    };
    u32::try_from(starts.iter().filter(holds).count()).unwrap_or(u32::MAX)
}

impl DocSet for SequenceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.slots.iter().map(Slot::size).min().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 8
    }
}

impl Scorer for SequenceScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.doc);
        self.similarity.as_ref().map_or(1.0, |similarity| similarity.score(length, self.found))
    }
}
