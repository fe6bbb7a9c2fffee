//! `clauses.parquet`: the fields of `clauses.jsonl` as columns.

use crosscut_table::{Parquet, Shape};
use crosscut_text::Clause;
use serde_json::Value;
use std::io::{self, Write};

/// Clauses that are written at a time.
const GROUP: usize = 16_384;

/// A column for each field of a clause.
fn columns() -> Vec<(String, Shape)> {
    let named = |fields: Vec<(&str, Shape)>| {
        fields.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect()
    };
    let list = |inner| Shape::List(Box::new(inner));
    let span = || list(Shape::Integer);
    let place = ["x", "y", "w", "h"].map(|side| (side, Shape::Short));
    let place = [("page", Shape::Integer)].into_iter().chain(place).collect();
    named(vec![
        ("id", Shape::Text),
        ("agreement", Shape::Text),
        ("eid", Shape::Text),
        ("locator", Shape::Text),
        ("kind", Shape::Text),
        ("span", span()),
        ("text", Shape::Text),
        ("parent", Shape::Text),
        ("heading", Shape::Text),
        ("lead_in", Shape::Text),
        ("defines", Shape::Text),
        ("strength", Shape::Text),
        ("actor", Shape::Text),
        ("act", Shape::Text),
        ("language", Shape::Text),
        ("pages", list(Shape::Integer)),
        ("boxes", list(Shape::Object(named(place)))),
        ("recognised", Shape::Short),
        ("doubtful", list(span())),
    ])
}

/// Clauses that become columns, some thousands at a time.
pub(super) struct Columns<W: Write + Send> {
    file: Parquet<W>,
    held: Vec<Value>,
}

impl<W: Write + Send> Columns<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let about = [("schema".to_owned(), "crosscut/clauses/1".to_owned())];
        Ok(Self { file: Parquet::new(out, "clauses", &columns(), &about)?, held: Vec::new() })
    }

    pub(super) fn clause(&mut self, clause: &Clause) -> io::Result<()> {
        self.held.push(serde_json::to_value(clause)?);
        if self.held.len() < GROUP { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.rows(&self.held)?;
        self.held.clear();
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.write()?;
        self.file.end().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::{AgreementId, Eid, Language, PageBox, Rect, Span, Strength};

    #[test]
    fn every_field_of_a_clause_has_its_column() {
        let eid = |eid: &str| Eid::new(eid).unwrap();
        let clause = Clause {
            parent: Some(eid("art_1")),
            heading: Some("Reports".into()),
            lead_in: Some("Each Party shall:".into()),
            defines: Some("incident".into()),
            strength: Some(Strength::Shall),
            actor: Some("Each Party".into()),
            act: Some("report".into()),
            language: Language::English,
            pages: vec![3, 4],
            boxes: vec![PageBox { page: 3, rect: Rect::between(0.1, 0.2, 30.7, 4.0) }],
            recognised: Some(0.7),
            doubtful: vec![Span::at(0, 4), Span::at(5, 2)],
            ..Clause::new(AgreementId::slug("a"), eid("art_1__point_a"), "🔒 report incidents;")
        };
        let Value::Object(fields) = serde_json::to_value(&clause).unwrap() else { panic!("an object") };
        let mut names: Vec<String> = columns().into_iter().map(|(name, _)| name).collect();
        names.sort();
        assert_eq!(fields.keys().cloned().collect::<Vec<_>>(), names);
        let mut bytes = Vec::new();
        let mut file = Columns::new(&mut bytes).unwrap();
        let plain = Clause::new(AgreementId::slug("b"), eid("art_1"), "Keys are kept safe.");
        for clause in [&clause, &plain] {
            file.clause(clause).unwrap();
        }
        file.end().unwrap();
        let lines = crate::store::sources::lines_of_parquet("c.parquet".as_ref(), bytes).unwrap();
        let read = crate::parse_clauses("c.parquet", std::str::from_utf8(&lines).unwrap()).unwrap().clauses;
        assert_eq!(read, [clause, plain]);
    }
}
