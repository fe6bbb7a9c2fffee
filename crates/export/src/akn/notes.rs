//! Notes at their place: the mark "(7)" in the text, as acts of the European Union print it, and the note that begins so.
//!
//! A raised digit is no part of a text (it would change the word that it follows), so notes with such marks stay in the
//! metadata.

use crosscut::text::lexicon::{is_conjunction, is_pointer};
use crosscut::text::{Clause, Eid, Span};
use std::collections::BTreeMap;

/// The notes of one document.
#[derive(Debug, Default)]
pub(super) struct Notes<'c> {
    /// By the eid of a clause: where in its text a mark is, and the note.
    placed: BTreeMap<&'c Eid, Vec<(Span, &'c Clause)>>,
    /// The notes whose mark was not found.
    pub(super) loose: Vec<&'c Clause>,
}

impl<'c> Notes<'c> {
    /// Finds the marks of notes, both in the order of the text.
    pub(super) fn of(text: &[&'c Clause], notes: &[&'c Clause]) -> Self {
        let mut found = Self::default();
        let mut last = (0, 0);
        for note in notes {
            let place = mark(note).and_then(|mark| find(text, note, mark, last));
            match place {
                Some((at, span)) => {
                    last = (at, span.end());
                    found.placed.entry(&text[at].eid).or_default().push((span, note));
                }
                None => found.loose.push(note),
            }
        }
        found
    }

    /// The marks in a clause, in the order of its text.
    pub(super) fn within(&self, clause: &Clause) -> &[(Span, &'c Clause)] {
        self.placed.get(&clause.eid).map_or(&[], Vec::as_slice)
    }
}

/// The mark that a note begins with: "(7)".
fn mark(note: &Clause) -> Option<&str> {
    let end = note.text.strip_prefix('(')?.find(')')?;
    let number = &note.text[1..=end];
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| &note.text[..end + 2])
}

/// The first place of a mark after the mark before it: on the pages of its note, or on earlier ones, for the notes of a
/// long table are below its end.
fn find(text: &[&Clause], note: &Clause, mark: &str, last: (usize, usize)) -> Option<(usize, Span)> {
    let same =
        |clause: &Clause| note.pages.is_empty() || clause.pages.iter().any(|page| note.pages.contains(page));
    let before = |clause: &Clause| clause.pages.first() <= note.pages.last();
    let search = |near: &dyn Fn(&Clause) -> bool| {
        (last.0..text.len()).filter(|at| near(text[*at])).find_map(|at| {
            let own = text[at].text.as_str();
            let from = if at == last.0 { last.1 } else { 0 };
            let mut places = own.match_indices(mark).map(|(place, _)| place);
            let place = places.find(|place| *place >= from && is_raised(&own[..*place]))?;
            Some((at, Span::at(place, mark.len())))
        })
    };
    search(&same).or_else(|| search(&before))
}

/// Whether what comes before a number in brackets lets it be the mark of a note: words, and no "Article 5" or
/// "paragraph", of which the number would be a part.
fn is_raised(before: &str) -> bool {
    let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    let cites = is_pointer(word) || is_conjunction(word) || word == "to";
    word.ends_with(|c: char| c.is_alphabetic() || "’”»\")/".contains(c)) && !cites
        || word.contains('/') && word.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut::text::AgreementId;

    fn clause(eid: &str, text: &str) -> Clause {
        Clause::new(AgreementId::slug("a"), Eid::new(eid).expect("an eid"), text)
    }

    #[test]
    fn a_mark_is_found_after_words_and_not_in_a_citation() {
        let one =
            clause("rec_1", "Having regard to paragraph (1) and Article 4 (1) of the opinion (1), in full,");
        let two = clause("rec_2", "(2) Directive 2016/1148 (2) aimed at doors.");
        let first = clause("note_1", "(1) OJ of doors.");
        let second = clause("note_2", "(2) OJ of windows.");
        let third = clause("note_3", "3 A raised digit.");
        let notes = Notes::of(&[&one, &two], &[&first, &second, &third]);
        let cut = |clause: &Clause| -> Vec<usize> {
            notes.within(clause).iter().map(|(span, _)| span.start()).collect()
        };
        assert_eq!(cut(&one), [one.text.rfind("(1)").expect("it is there")]);
        assert_eq!(cut(&two), [two.text.rfind("(2)").expect("it is there")]);
        assert_eq!(notes.loose.len(), 1);
    }
}
