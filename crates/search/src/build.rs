//! Clauses to an index on disk: a segment for each run of agreements, so that what did not change is taken over and the
//! rest is written by all cores.

use crate::packed::tokenizers;
use crate::parts::{Old, Part, sealed};
use crate::schema::{Writer, schema};
use crate::{Index, SearchError, folder};
use crosscut_text::Clause;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::directory::MmapDirectory;
use tantivy::{IndexSettings, SingleSegmentIndexWriter, TantivyError};

/// Room for the terms of a segment; it grows where needed.
const MEMORY: usize = 32 << 20;
/// Clauses of a segment, unless one agreement has more. Larger ones make searches faster, smaller ones changes.
const MOST: usize = 32_768;
/// Bytes of texts that are compressed together: more of them take less room, and longer to read one.
const BLOCK: usize = 32_768;

impl Index {
    /// Writes an index of `clauses` into the folder `dir`, beside the one that is there, which it replaces in one step once
    /// it is complete. Runs of agreements that are the same there are taken over; the result is the same as without.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(dir: &Path, clauses: &[Clause]) -> Result<Self, SearchError> {
        Self::build_watched(dir, clauses, &|_, _| ())
    }

    /// As [`Index::build`]; `watch` is told how many clauses are indexed, of how many.
    ///
    /// # Errors
    /// As there.
    pub fn build_watched(
        dir: &Path,
        clauses: &[Clause],
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, SearchError> {
        let done = AtomicUsize::new(0);
        let indexed = |some: usize| watch(done.fetch_add(some, Ordering::Relaxed) + some, clauses.len());
        let agreements = by_agreement(clauses);
        // What is taken over would be taken over again and again: it must be sound.
        let old = Old::in_folder(dir).filter(Old::is_sound);
        let parts = plan(&agreements, old.as_ref().map_or(&[], |old| &old.parts), MOST);
        let is_same = old.as_ref().is_some_and(|old| old.parts.len() == parts.len());
        if is_same
            && parts.iter().all(|part| matches!(part, Planned::Kept(_)))
            && let Ok(index) = Self::open(dir)
        {
            return Ok(index);
        }
        let fail = |cause: std::io::Error| SearchError::index(dir, "cannot be written", cause);
        let fresh = folder::fresh(dir).map_err(fail)?;
        let made = |(number, part): (usize, &Planned)| match (part, &old) {
            (Planned::Kept(part), Some(old)) => old.hand_over(part, fresh.path()).map_err(fail),
            (Planned::Kept(_), None) => Err(fail(std::io::ErrorKind::NotFound.into())),
            (Planned::New(range), _) => {
                let folder = fresh.path().join(format!("part-{number}"));
                let agreements = &agreements[range.clone()];
                std::fs::create_dir(&folder).map_err(fail)?;
                write(&folder, agreements, &indexed)
                    .map_err(|cause| SearchError::index(dir, "cannot be written", cause))?;
                let prints = agreements.iter().map(|one| (one.id.to_owned(), one.print));
                Part::written(&folder, fresh.path(), prints.collect()).map_err(fail)
            }
        };
        let parts = parts.par_iter().enumerate().map(made).collect::<Result<Vec<Part>, _>>()?;
        sealed(fresh.path(), &parts).map_err(fail)?;
        folder::switch(dir, fresh).map_err(fail)?;
        Self::open(dir)
    }

    /// An index in a folder of its own, which goes with it: for a study that cannot be written.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn temporary(clauses: &[Clause]) -> Result<Self, SearchError> {
        let home =
            tempfile::tempdir().map_err(|cause| SearchError::Index(format!("has no place: {cause}")))?;
        Ok(Self::build(home.path(), clauses)?.living_in(home))
    }
}

/// The clauses of an agreement, in the order of their ids, each with its place in the text.
struct Agreement<'c> {
    id: &'c str,
    clauses: Vec<(&'c Clause, u64)>,
    /// Tells whether anything that is indexed changed.
    print: u64,
}

/// Sorted by id. Then hits of equal score come in the order of their ids.
fn by_agreement(clauses: &[Clause]) -> Vec<Agreement<'_>> {
    let mut all: BTreeMap<&str, Vec<(&Clause, u64)>> = BTreeMap::new();
    for clause in clauses {
        let known = all.entry(clause.agreement.as_str()).or_default();
        known.push((clause, known.len() as u64 + 1));
    }
    all.into_iter().map(|(id, clauses)| Agreement::new(id, clauses)).collect()
}

impl<'c> Agreement<'c> {
    fn new(id: &'c str, mut clauses: Vec<(&'c Clause, u64)>) -> Self {
        let mut print = DefaultHasher::new();
        for (clause, _) in &clauses {
            (&clause.id, &clause.text, &clause.heading, &clause.lead_in, &clause.defines).hash(&mut print);
            (clause.kind.name(), clause.strength.map(|strength| strength.name())).hash(&mut print);
            (clause.language.code(), &clause.locator, &clause.pages).hash(&mut print);
        }
        clauses.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        Self { id, clauses, print: print.finish() }
    }
}

/// A segment to be: one that there is, or these agreements.
#[derive(Clone, Debug, PartialEq)]
enum Planned {
    Kept(Part),
    New(Range<usize>),
}

/// Which segments are taken over, and how the agreements between them are put together.
fn plan(agreements: &[Agreement<'_>], old: &[Part], most: usize) -> Vec<Planned> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut kept: Vec<(usize, &Part)> =
        old.iter().filter_map(|part| Some((unchanged(agreements, part)?, part))).collect();
    kept.sort_by_key(|(start, _)| *start);
    for (start, part) in kept {
        parts.extend(cut(agreements, at..start, most));
        parts.push(Planned::Kept(part.clone()));
        at = start + part.agreements.len();
    }
    parts.extend(cut(agreements, at..agreements.len(), most));
    // Years of small changes leave many small segments: then all of it is written anew.
    let clauses: usize = agreements.iter().map(|one| one.clauses.len()).sum();
    if parts.len() > 2 * clauses.div_ceil(most) + 4 && !old.is_empty() {
        return plan(agreements, &[], most);
    }
    parts
}

/// Where the agreements of a segment are now, if they are the same and still neighbours.
fn unchanged(agreements: &[Agreement<'_>], part: &Part) -> Option<usize> {
    let (first, _) = part.agreements.first()?;
    let start = agreements.binary_search_by(|one| one.id.cmp(first)).ok()?;
    let now = agreements.get(start..start + part.agreements.len())?;
    let is_same = now.iter().zip(&part.agreements).all(|(now, old)| now.id == old.0 && now.print == old.1);
    is_same.then_some(start)
}

/// Agreements in runs of at most so many clauses.
fn cut(agreements: &[Agreement<'_>], range: Range<usize>, most: usize) -> Vec<Planned> {
    let mut parts = Vec::new();
    let (mut start, mut clauses) = (range.start, 0);
    for at in range.clone() {
        let more = agreements[at].clauses.len();
        if clauses > 0 && clauses + more > most {
            parts.push(Planned::New(start..at));
            (start, clauses) = (at, 0);
        }
        clauses += more;
    }
    // An index without clauses is one, too.
    if start < range.end || agreements.is_empty() {
        parts.push(Planned::New(start..range.end));
    }
    parts
}

/// One segment, written by one thread.
fn write(dir: &Path, agreements: &[Agreement<'_>], indexed: &dyn Fn(usize)) -> Result<(), TantivyError> {
    let (schema, fields) = schema();
    let settings = IndexSettings {
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: BLOCK,
        ..IndexSettings::default()
    };
    let mut writer: SingleSegmentIndexWriter = tantivy::Index::builder()
        .schema(schema)
        .settings(settings)
        .tokenizers(tokenizers())
        .single_segment_index_writer(MmapDirectory::open(dir)?, MEMORY)?;
    let mut documents = Writer::new(fields);
    for agreement in agreements {
        for (clause, position) in &agreement.clauses {
            writer.add_document(documents.document(clause, *position))?;
        }
        indexed(agreement.clauses.len());
    }
    writer.finalize().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::{AgreementId, Eid};

    fn clauses(agreements: &[(&str, usize, &str)]) -> Vec<Clause> {
        let of = |&(id, count, text): &(&str, usize, &str)| {
            let clause =
                |n: usize| Clause::new(AgreementId::slug(id), Eid::new(&format!("art_{n}")).unwrap(), text);
            (1..=count).map(clause).collect::<Vec<_>>()
        };
        agreements.iter().flat_map(of).collect()
    }

    /// A plan as text: "kept a" or "new b c", a part each.
    fn planned(now: &[(&str, usize, &str)], before: &[(&str, usize, &str)], most: usize) -> Vec<String> {
        let (now, before) = (clauses(now), clauses(before));
        let (now, before) = (by_agreement(&now), by_agreement(&before));
        let old: Vec<Part> = plan(&before, &[], most)
            .into_iter()
            .map(|part| match part {
                Planned::New(range) => Part {
                    agreements: before[range].iter().map(|one| (one.id.to_owned(), one.print)).collect(),
                    ..Part::default()
                },
                Planned::Kept(part) => part,
            })
            .collect();
        let ids = |part: &Planned| match part {
            Planned::Kept(part) => {
                let ids: Vec<&str> = part.agreements.iter().map(|(id, _)| id.as_str()).collect();
                format!("kept {}", ids.join(" "))
            }
            Planned::New(range) => {
                let ids: Vec<&str> = now[range.clone()].iter().map(|one| one.id).collect();
                format!("new {}", ids.join(" "))
            }
        };
        plan(&now, &old, most).iter().map(ids).collect()
    }

    #[test]
    fn what_did_not_change_is_taken_over() {
        let before = [("a", 2, "x"), ("b", 2, "x"), ("d", 3, "x"), ("e", 1, "x")];
        assert_eq!(planned(&before, &[], 4), ["new a b", "new d e"]);
        assert_eq!(planned(&before, &before, 4), ["kept a b", "kept d e"]);
        // Another text, a new agreement between two, one inside a segment, one that is gone.
        let changed = [("a", 2, "x"), ("b", 2, "y"), ("d", 3, "x"), ("e", 1, "x")];
        assert_eq!(planned(&changed, &before, 4), ["new a b", "kept d e"]);
        let between = [("a", 2, "x"), ("b", 2, "x"), ("c", 9, "x"), ("d", 3, "x"), ("e", 1, "x")];
        assert_eq!(planned(&between, &before, 4), ["kept a b", "new c", "kept d e"]);
        let inside = [("a", 2, "x"), ("ab", 2, "x"), ("b", 2, "x"), ("d", 3, "x"), ("e", 1, "x")];
        assert_eq!(planned(&inside, &before, 4), ["new a ab", "new b", "kept d e"]);
        assert_eq!(planned(&before[..3], &before, 4), ["kept a b", "new d"]);
        assert_eq!(planned(&[], &before, 4), ["new "]);
    }

    #[test]
    fn many_small_changes_end_in_a_new_index() {
        let names: Vec<String> = (0..40).map(|n| format!("n{n:02}")).collect();
        let all: Vec<(&str, usize, &str)> = names.iter().map(|name| (name.as_str(), 1, "x")).collect();
        let small = planned(&all, &all, 1);
        assert!(small.iter().all(|part| part.starts_with("kept")));
        let (now, old) = (clauses(&all), clauses(&all));
        let (now, old) = (by_agreement(&now), by_agreement(&old));
        let alone = |one: &Agreement<'_>| Part {
            agreements: vec![(one.id.to_owned(), one.print)],
            ..Part::default()
        };
        let old: Vec<Part> = old.iter().map(alone).collect();
        assert_eq!(plan(&now, &old, 100), [Planned::New(0..40)]);
    }
}
