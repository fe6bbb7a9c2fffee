//! Capitals that are a name where some clause uses them as one.

use crate::schema::{Fields, tagged};
use crosscut_text::Analyzer;
use tantivy::{Searcher, Term};

/// Whether some clause has capitals that spell a stop word as a name, in whatever language: "UN" is no French article where
/// English clauses name the United Nations.
pub(crate) fn is_name(
    capitals: &str,
    (fields, searcher, analyzers): (&Fields, &Searcher, &[Analyzer]),
) -> bool {
    let holds = |analyzer: &Analyzer, field| {
        let term = Term::from_field_text(field, &tagged(analyzer.language(), capitals));
        searcher.doc_freq(&term).is_ok_and(|clauses| clauses > 0)
    };
    let fields = [fields.own.forms, fields.heading.forms, fields.lead_in.forms];
    analyzers.iter().any(|analyzer| fields.into_iter().any(|field| holds(analyzer, field)))
}
