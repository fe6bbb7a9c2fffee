//! Counting matches and bringing them in order.

use std::cmp::Reverse;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Matches by the values of a field, most first, then by name.
pub(crate) type Counted = Vec<(String, usize)>;

/// Counts matches by the values of some fields, each by its number in the index.
pub(crate) struct Facets(pub(crate) Vec<&'static str>);

pub(crate) struct SegmentFacets {
    columns: Vec<Option<(StrColumn, Vec<usize>)>>,
    total: usize,
}

impl Collector for Facets {
    type Fruit = (usize, Vec<Counted>);
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let mut columns = Vec::new();
        for field in &self.0 {
            let column = segment.fast_fields().str(field)?;
            columns.push(column.map(|column| {
                let counts = vec![0; column.num_terms()];
                (column, counts)
            }));
        }
        Ok(SegmentFacets { columns, total: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<(usize, Vec<Counted>)>) -> tantivy::Result<Self::Fruit> {
        let total = segments.iter().map(|(total, _)| total).sum();
        let merged = (0..self.0.len()).map(|field| {
            let mut counts = std::collections::BTreeMap::new();
            for (name, count) in
                segments.iter().flat_map(|(_, fields)| fields.get(field).into_iter().flatten())
            {
                *counts.entry(name.clone()).or_insert(0) += count;
            }
            let mut counts: Counted = counts.into_iter().collect();
            counts.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
            counts
        });
        Ok((total, merged.collect()))
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = (usize, Vec<Counted>);

    fn collect(&mut self, clause: DocId, _: Score) {
        self.total += 1;
        for (column, counts) in self.columns.iter_mut().flatten() {
            for place in column.ords().values_for_doc(clause) {
                if let Some(count) = usize::try_from(place).ok().and_then(|place| counts.get_mut(place)) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let named = |(column, counts): (StrColumn, Vec<usize>)| {
            let mut name = String::new();
            let counted = (0..).zip(counts).filter(|(_, count)| *count > 0);
            let mut named = Counted::new();
            for (place, count) in counted {
                if column.ord_to_str(place, &mut name).is_ok_and(|known| known) {
                    named.push((name.clone(), count));
                }
            }
            named
        };
        (self.total, self.columns.into_iter().map(|column| column.map(named).unwrap_or_default()).collect())
    }
}

/// All matches with what they are ordered by: the number of the agreement in its segment, then the place in it or the score.
pub(crate) struct Ordered;

/// A match: agreement, place in it, score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) agreement: u64,
    pub(crate) position: u64,
    pub(crate) score: Score,
    pub(crate) clause: (SegmentOrdinal, DocId),
}

pub(crate) struct SegmentMatches {
    segment: SegmentOrdinal,
    agreements: Option<StrColumn>,
    positions: Option<Column<u64>>,
    found: Vec<Match>,
}

impl Collector for Ordered {
    type Fruit = Vec<Match>;
    type Child = SegmentMatches;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentMatches> {
        Ok(SegmentMatches {
            segment,
            agreements: reader.fast_fields().str("agreement")?,
            positions: reader.fast_fields().u64("position").ok(),
            found: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Vec<Match>>) -> tantivy::Result<Vec<Match>> {
        Ok(segments.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentMatches {
    type Fruit = Vec<Match>;

    fn collect(&mut self, clause: DocId, score: Score) {
        let agreement = self.agreements.as_ref().and_then(|column| column.ords().first(clause));
        let position = self.positions.as_ref().and_then(|column| column.first(clause));
        self.found.push(Match {
            agreement: agreement.unwrap_or(u64::MAX),
            position: position.unwrap_or(u64::MAX),
            score,
            clause: (self.segment, clause),
        });
    }

    fn harvest(self) -> Vec<Match> {
        self.found
    }
}
