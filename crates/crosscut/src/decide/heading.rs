//! Headings are no commitments: "Article 1" stands above what is one, and stays the same whatever is written below it.

use super::Choice;
use crate::{Error, error::Result};
use crosscut_text::{Clause, ClauseId, ClauseKind};

/// Clauses below a heading that a message names.
const NAMED: usize = 3;

impl<'f> Choice<'f> {
    /// Refuses headings that stand above clauses, and lines of a title page: the clauses below say it.
    pub(super) fn says_something(&self, ids: &[String]) -> Result<()> {
        let Some((heading, below)) = self
            .headings(ids)
            .find(|(heading, below)| !below.is_empty() || heading.eid.as_str().starts_with("cover__line_"))
        else {
            return Ok(());
        };
        let named: Vec<&str> = below.iter().take(NAMED).map(|clause| clause.id.as_str()).collect();
        let more = if below.len() > named.len() { " …" } else { "" };
        let instead = match named.as_slice() {
            [] => "name clauses of the text instead".to_owned(),
            named => format!("name what is below it: {}{more}", named.join(", ")),
        };
        Err(Error::Choice(format!(
            "{} is a heading (“{}”), no commitment: nothing was saved; {instead}",
            heading.id, heading.text
        )))
    }

    /// Headings among some clauses that stand above nothing: what they say is all there is.
    pub fn lone_headings(&self, ids: &[String]) -> Vec<&'f Clause> {
        self.headings(ids).map(|(heading, _)| heading).collect()
    }

    /// Headings among some clauses, each with the clauses below it.
    fn headings(&self, ids: &[String]) -> impl Iterator<Item = (&'f Clause, Vec<&'f Clause>)> {
        let (finder, clauses) = (self.findings.finder(), &self.results.clauses);
        let found = ids.iter().filter_map(move |id| {
            let clause = clauses.get(finder.by_id(&ClauseId::new(id).ok()?)?)?;
            (clause.kind == ClauseKind::Heading).then_some(clause)
        });
        found.map(move |heading| {
            let inside = format!("{}__", heading.id);
            let below = clauses.iter().filter(|clause| {
                clause.kind != ClauseKind::Heading && clause.id.as_str().starts_with(&inside)
            });
            (heading, below.collect())
        })
    }
}
