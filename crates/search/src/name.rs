//! Capitals that are a name where some clause uses them as one.

use crate::Index;
use crate::query::Node;
use crate::schema::{Fields, tagged};
use crosscut_text::{Analyzer, OccurrenceKind};
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

impl Index {
    /// Which words of a query in capitals are read as names, where a small word is spelled so.
    pub(crate) fn told_of_names(&self, leaves: &[&Node]) -> Vec<String> {
        let mut notes = Vec::new();
        for leaf in leaves {
            let (Node::Word(word) | Node::Exact(word)) = leaf else { continue };
            let asked = |analyzer: &Analyzer| analyzer.asked(word);
            let names = self.analyzers.iter().flat_map(asked);
            let names = names.filter(|word| word.kind == OccurrenceKind::Capitals);
            for name in names.map(|name| name.form) {
                let small = name.to_lowercase();
                let note = format!("{name} is read as a name: the word {small} is found by {small} in small letters");
                if !notes.contains(&note) && is_name(&name, (&self.fields, &self.searcher, &self.analyzers)) {
                    notes.push(note);
                }
            }
        }
        notes
    }
}
