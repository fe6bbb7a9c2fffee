//! Whether clauses hold all that a document says.

use super::piece::Piece;
use crate::{Clause, Document};

/// Whether every letter and figure of the pieces lies in a clause. Clauses are in the order of the text and may overlap,
/// so that how much they hold says nothing about what is between them.
pub(super) fn holds_all(document: &Document, pieces: &[Piece], clauses: &[Clause]) -> bool {
    let mut reached = 0;
    let spans = clauses.iter().map(|clause| (clause.span.start(), clause.span.end()));
    let gaps = spans.chain([(document.text.len(), document.text.len())]).map(|(start, end)| {
        let gap = (reached, start.max(reached));
        reached = reached.max(end);
        gap
    });
    let says = |from: usize, to: usize| {
        document.text.get(from..to).is_some_and(|text| text.contains(char::is_alphanumeric))
    };
    gaps.filter(|(from, to)| says(*from, *to)).all(|(from, to)| {
        pieces.iter().all(|piece| !says(piece.span.start().max(from), piece.span.end().min(to)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::piece;
    use crate::{AgreementId, Block, Page, Role, Source, assemble, segment};

    #[test]
    fn what_comes_twice_makes_up_for_nothing_that_is_missing() {
        let lines = ["Article 1", "Each Party shall keep its lamps.", "Article 2", "Lamps may be lit."];
        let blocks = lines.map(|line| Block::plain(Role::Body, line)).to_vec();
        let pages = [Page { number: 1, blocks, ..Page::default() }];
        let document = assemble(AgreementId::slug("lamps"), Source::default(), &pages, Vec::new());
        let pieces = piece::pieces(&document);
        let mut clauses = segment(&document).clauses;
        assert!(holds_all(&document, &pieces, &clauses));
        let again = clauses[1].clone();
        clauses[3] = again;
        clauses.sort_by_key(|clause| clause.span.start());
        assert!(!holds_all(&document, &pieces, &clauses));
    }
}
