//! The text of an agreement with the places of its clauses, and places counted as other programs count them.

use crate::error::Result;
use crosscut::text::{AgreementId, Clause, Document};
use crosscut::{DocumentReport, Results};

/// The text of one document of an agreement.
#[derive(Debug)]
pub(crate) struct Text<'r> {
    pub(crate) agreement: &'r AgreementId,
    /// What was read of its source; none for ready-made clauses.
    pub(crate) report: Option<&'r DocumentReport>,
    pub(crate) text: String,
    /// Its clauses with their ranges of bytes in the text, in its order.
    pub(crate) clauses: Vec<(&'r Clause, std::ops::Range<usize>)>,
}

impl<'r> Text<'r> {
    /// Every text, by agreement. `document` gives the text of a source file; clauses that no text holds, as ready-made
    /// ones, make a text of their own, a line each.
    pub(crate) fn all(
        results: &'r Results,
        document: impl Fn(&str) -> Result<Option<Document>>,
    ) -> Result<Vec<Self>> {
        let mut texts: Vec<Self> = Vec::new();
        let mut rest = results.clauses.as_slice();
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|clause| clause.agreement == first.agreement).count();
            let (own, others) = rest.split_at(count);
            rest = others;
            let mut open: Vec<&Clause> = own.iter().collect();
            for report in results.documents.iter().filter(|report| report.agreement == first.agreement) {
                let Some(document) = document(&report.source.file)? else { continue };
                let (here, elsewhere): (Vec<&Clause>, Vec<&Clause>) =
                    open.into_iter().partition(|c| c.span.cut(&document.text) == Some(c.text.as_str()));
                open = elsewhere;
                let clauses = here.into_iter().map(|clause| (clause, clause.span.start()..clause.span.end()));
                let mut clauses: Vec<_> = clauses.collect();
                clauses.sort_by_key(|(_, range)| range.start);
                let text = document.text;
                texts.push(Self { agreement: &first.agreement, report: Some(report), text, clauses });
            }
            if !open.is_empty() {
                texts.push(Self::joined(&first.agreement, &open));
            }
        }
        Ok(texts)
    }

    fn joined(agreement: &'r AgreementId, clauses: &[&'r Clause]) -> Self {
        let mut joined = Self { agreement, report: None, text: String::new(), clauses: Vec::new() };
        for clause in clauses {
            let start = joined.text.len();
            joined.text += &clause.text;
            joined.clauses.push((clause, start..joined.text.len()));
            joined.text.push('\n');
        }
        joined
    }
}

/// Turns places in bytes into places in units of another program.
pub(crate) struct Places {
    /// For each byte where a character begins, and for the end: how many units come before.
    units: Vec<u32>,
}

impl Places {
    /// Places in Unicode code points.
    pub(crate) fn code_points(text: &str) -> Self {
        Self::new(text, |_| 1)
    }

    /// Places in UTF-16 units.
    pub(crate) fn utf16(text: &str) -> Self {
        Self::new(text, char::len_utf16)
    }

    fn new(text: &str, width: impl Fn(char) -> usize) -> Self {
        let mut units = Vec::with_capacity(text.len() + 1);
        let mut before = 0_u32;
        for c in text.chars() {
            units.extend(std::iter::repeat_n(before, c.len_utf8()));
            before += width(c) as u32;
        }
        units.push(before);
        Self { units }
    }

    /// How many units come before a byte.
    pub(crate) fn before(&self, byte: usize) -> usize {
        self.units.get(byte).or(self.units.last()).map_or(0, |&units| units as usize)
    }

    /// The byte before which so many units come; none beyond the end of the text or inside a character.
    pub(crate) fn byte(&self, units: usize) -> Option<usize> {
        let at = self.units.partition_point(|&before| (before as usize) < units);
        (self.units.get(at).is_some_and(|&before| before as usize == units)).then_some(at)
    }
}

/// What a slice of bytes says, where it begins and ends with characters.
pub(crate) fn cut(text: &str, start: Option<usize>, end: Option<usize>) -> Option<&str> {
    text.get(start?..end?).filter(|cut| !cut.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_turn_there_and_back(text in "[a\u{a0}é\u{301}🔒]{0,40}") {
            let (points, utf16) = (Places::code_points(&text), Places::utf16(&text));
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.before(byte), count);
                prop_assert_eq!(points.byte(count), Some(byte));
                let units = text[..byte].encode_utf16().count();
                prop_assert_eq!(utf16.before(byte), units);
                prop_assert_eq!(utf16.byte(units), Some(byte));
            }
            prop_assert_eq!(points.before(text.len()), text.chars().count());
            prop_assert_eq!(points.byte(text.chars().count() + 1), None);
        }
    }
}
