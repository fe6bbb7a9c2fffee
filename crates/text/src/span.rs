//! Half-open ranges of text.

use std::ops::Range;

/// Half-open range `start..end` of UTF-8 byte offsets into a document's text.
///
/// Invariant: `start <= end`. Exports that count in other units convert at their edge.
///
/// ```
/// use crosscut_text::Span;
/// let text = "Each Party shall report.";
/// let party = Span::at(5, 5);
/// assert_eq!(party.cut(text), Some("Party"));
/// assert_eq!(party.union(Span::at(0, 4)).cut(text), Some("Each Party"));
/// assert_eq!(Span::new(3, 2), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "(usize, usize)", try_from = "(usize, usize)"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The range from `start` to `end`; `None` when they are the wrong way round.
    pub fn new(start: usize, end: usize) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The range of `length` bytes from `start`.
    pub fn at(start: usize, length: usize) -> Self {
        Self { start, end: start.saturating_add(length) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside, ends included.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes that both ranges hold; `None` when they share none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The smallest range that holds both.
    pub fn union(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text of the range; `None` when it is out of bounds or cuts a character.
    pub fn cut(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// The same range moved to the first and last character of `text` that are not white space.
    ///
    /// Returns `None` when the range cannot be cut from `text`.
    pub fn trimmed(self, text: &str) -> Option<Self> {
        let cut = self.cut(text)?;
        let start = self.start + (cut.len() - cut.trim_start().len());
        Some(Self::at(start, cut.trim().len()))
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl TryFrom<(usize, usize)> for Span {
    type Error = &'static str;

    fn try_from((start, end): (usize, usize)) -> Result<Self, Self::Error> {
        Self::new(start, end).ok_or("a span ends before it starts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn intersection_holds_exactly_the_shared_bytes(a in 0usize..40, b in 0usize..40, c in 0usize..40, d in 0usize..40) {
            let (x, y) = (Span::at(a, b), Span::at(c, d));
            let shared = (0..100).filter(|i| Range::from(x).contains(i) && Range::from(y).contains(i)).count();
            prop_assert_eq!(x.intersection(y).map_or(0, Span::len), shared);
            prop_assert_eq!(x.intersection(y), y.intersection(x));
        }

        #[test]
        fn union_is_the_smallest_range_that_contains_both(a in 0usize..40, b in 0usize..40, c in 0usize..40, d in 0usize..40) {
            let (x, y) = (Span::at(a, b), Span::at(c, d));
            let u = x.union(y);
            prop_assert!(u.contains(x) && u.contains(y));
            prop_assert!(u.start() == a.min(c) && u.end() == (a + b).max(c + d));
        }

        #[test]
        fn trimming_never_changes_the_words(text in "[ \n\u{a0}]{0,3}[a-z🔒é ]{0,9}[ \n]{0,3}") {
            let all = Span::at(0, text.len());
            let trimmed = all.trimmed(&text).expect("the whole text can be cut");
            prop_assert_eq!(trimmed.cut(&text), Some(text.trim()));
        }
    }

    #[test]
    fn a_span_never_cuts_a_character() {
        assert_eq!(Span::at(0, 1).cut("é"), None);
        assert_eq!(Span::new(3, 2), None);
    }
}
