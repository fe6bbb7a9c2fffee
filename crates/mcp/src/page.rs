//! Answers in pages of a bounded size, so that none fills an assistant's memory.

use schemars::JsonSchema;
use serde::Serialize;

/// Entries of a page unless more or fewer are asked for, and at most.
const USUAL: usize = 10;
const MOST: usize = 50;
/// Bytes of the entries of a page: it ends before the one that would go beyond, but has one at least.
const BYTES: usize = 40_000;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    offset: usize,
    limit: usize,
}

impl Wanted {
    pub(crate) fn new(offset: Option<usize>, limit: Option<usize>) -> Self {
        Self { offset: offset.unwrap_or_default(), limit: limit.unwrap_or(USUAL).clamp(1, MOST) }
    }

    pub(crate) fn offset(self) -> usize {
        self.offset
    }

    pub(crate) fn limit(self) -> usize {
        self.limit
    }
}

/// Where a page is in its list.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Page {
    /// Entries of the whole list.
    total: usize,
    /// How many of them come before this page.
    offset: usize,
    /// The `offset` of the next page; not there on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
}

/// The wanted page of a list.
pub(crate) fn page<T: Serialize>(
    all: impl ExactSizeIterator<Item = impl FnOnce() -> T>,
    wanted: Wanted,
) -> (Vec<T>, Page) {
    let total = all.len();
    let some = all.skip(wanted.offset).take(wanted.limit).map(|make| make());
    fitted(some, wanted, total)
}

/// The page of entries that were cut out of a list of `total` already.
pub(crate) fn fitted<T: Serialize>(
    some: impl Iterator<Item = T>,
    wanted: Wanted,
    total: usize,
) -> (Vec<T>, Page) {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    for entry in some {
        bytes += serde_json::to_vec(&entry).map_or(0, |json| json.len());
        if bytes > BYTES && !entries.is_empty() {
            break;
        }
        entries.push(entry);
    }
    let end = wanted.offset.saturating_add(entries.len());
    // Nothing comes after a page without entries, wherever it is said to be.
    let next_offset = Some(end).filter(|end| *end < total && !entries.is_empty());
    (entries, Page { total, offset: wanted.offset, next_offset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> impl ExactSizeIterator<Item = impl FnOnce() -> usize> {
        (0..count).map(|n| move || n)
    }

    #[test]
    fn pages_follow_each_other_to_the_end_and_leave_nothing_out() {
        let (mut seen, mut offset) = (Vec::new(), Some(0));
        while let Some(at) = offset {
            let (entries, page) = page(numbers(23), Wanted::new(Some(at), Some(7)));
            assert_eq!(page.total, 23);
            seen.extend(entries);
            offset = page.next_offset;
        }
        assert_eq!(seen, (0..23).collect::<Vec<_>>());
    }

    #[test]
    fn odd_wishes_end() {
        let next = |offset, limit| page(numbers(3), Wanted::new(Some(offset), Some(limit))).1.next_offset;
        assert_eq!(next(0, 0), Some(1), "a page has an entry at least");
        assert_eq!((next(3, 5), next(usize::MAX, usize::MAX)), (None, None));
        assert_eq!(page(numbers(500), Wanted::new(None, Some(usize::MAX))).0.len(), MOST);
    }

    #[test]
    fn a_page_ends_where_it_grows_too_long() {
        let long = || "x".repeat(BYTES / 2);
        let (entries, page) = page([long; 5].into_iter(), Wanted::new(None, None));
        assert_eq!((entries.len(), page.next_offset), (1, Some(1)));
    }
}
