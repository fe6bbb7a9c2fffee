//! Clauses that come ready-made: `clauses.jsonl`.

use crate::{Error, ReadDocument, error::Result};
use crosscut_text::strength::{Demand, demand};
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Eid, Language, PageBox, Span, Strength};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// One line of the file; more fields, as `crosscut clauses --json` writes them, are taken over where they help.
#[derive(Deserialize)]
struct Row {
    id: String,
    agreement: String,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    locator: Option<String>,
    #[serde(default)]
    kind: Option<ClauseKind>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(default)]
    lead_in: Option<String>,
    /// Given as null it binds nobody; not given it is told from the text.
    #[serde(default, deserialize_with = "given")]
    strength: Option<Option<Strength>>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    act: Option<String>,
    #[serde(default)]
    language: Option<Language>,
    #[serde(default)]
    span: Option<Span>,
    #[serde(default)]
    parent: Option<Eid>,
    #[serde(default)]
    defines: Option<String>,
    #[serde(default)]
    pages: Vec<u32>,
    #[serde(default)]
    boxes: Vec<PageBox>,
    #[serde(default)]
    recognised: Option<f32>,
    #[serde(default)]
    doubtful: Vec<Span>,
}

/// A field that is there, null or not.
fn given<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Option<Strength>>, D::Error> {
    Option::deserialize(field).map(Some)
}

/// Clauses of a ready-made file, and the agreements' titles where it gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadyMade {
    /// In the order of the file.
    pub clauses: Vec<Clause>,
    /// Agreements in the order in which they first appear, with the title, if any.
    pub agreements: Vec<(AgreementId, Option<String>)>,
    /// What was read of the documents, where the file says it: the lines of a `documents.jsonl`.
    pub documents: Vec<ReadDocument>,
}

/// Reads `{"id","agreement","text"}` lines, or one JSON list of such objects (and, if present, `title`, `locator` and all
/// that `crosscut clauses --json` writes). Empty lines and a byte order mark are passed over. Among the lines may be those
/// of a `documents.jsonl`, as `crosscut extract --out` writes it.
///
/// ```
/// let line = r#"{"id": "a#art_1", "agreement": "a", "title": "Accord", "text": "Parties shall report incidents."}"#;
/// let ready = crosscut::parse_clauses("clauses.jsonl", line)?;
/// assert_eq!(ready.clauses[0].id.as_str(), "a#art_1");
/// assert_eq!(ready.agreements[0].1.as_deref(), Some("Accord"));
/// assert_eq!(crosscut::parse_clauses("clauses.json", &format!("[{line}]"))?, ready);
/// let error = crosscut::parse_clauses("clauses.jsonl", "{}").expect_err("no id").to_string();
/// assert!(error.starts_with("clauses.jsonl, line 1: "));
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// The first line that does not fit, by its number: no JSON, a field missing, an id given twice.
pub fn parse_clauses(file: &str, text: &str) -> Result<ReadyMade> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        Reader { file, ready: ReadyMade::default(), ids: BTreeSet::new(), agreements: BTreeSet::new() };
    if text.trim_start().starts_with('[') {
        reader.list(text)?;
    } else {
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            reader.line(line, text)?;
        }
    }
    Ok(reader.ready)
}

/// A file that is being read, and which ids it gave so far.
struct Reader<'f> {
    file: &'f str,
    ready: ReadyMade,
    ids: BTreeSet<ClauseId>,
    agreements: BTreeSet<AgreementId>,
}

impl Reader<'_> {
    /// A list of clauses: all are said to be on the line on which it begins.
    fn list(&mut self, text: &str) -> Result<()> {
        let start = text.len() - text.trim_start().len();
        let rows: Vec<Row> =
            serde_json::from_str(text).map_err(|error| self.no_row(error.line().max(1), &error))?;
        let first = text[..start].matches('\n').count() + 1;
        rows.into_iter().try_for_each(|row| self.row(first, row))
    }

    /// A clause, or what was read of a document.
    fn line(&mut self, line: usize, text: &str) -> Result<()> {
        match serde_json::from_str::<Row>(text) {
            Ok(row) => self.row(line, row),
            Err(error) => match serde_json::from_str::<ReadDocument>(text) {
                Ok(document) if document.schema == ReadDocument::SCHEMA => {
                    self.ready.documents.push(document);
                    Ok(())
                }
                _ => Err(self.no_row(line, &error)),
            },
        }
    }

    fn row(&mut self, line: usize, row: Row) -> Result<()> {
        let title = row.title.clone();
        let clause = clause(row).map_err(|error| self.wrong(line, error.to_string()))?;
        if !self.ids.insert(clause.id.clone()) {
            let reason = format!("duplicate id {:?}: ids must be unique", clause.id.as_str());
            return Err(self.wrong(line, reason));
        }
        if !self.agreements.contains(&clause.agreement) {
            self.agreements.insert(clause.agreement.clone());
            self.ready.agreements.push((clause.agreement.clone(), title));
        }
        self.ready.clauses.push(clause);
        Ok(())
    }

    fn no_row(&self, line: usize, error: &serde_json::Error) -> Error {
        self.wrong(line, format!("{error}; expected {{\"id\": …, \"agreement\": …, \"text\": …}}"))
    }

    fn wrong(&self, line: usize, reason: String) -> Error {
        Error::Line { file: self.file.into(), line, reason }
    }
}

fn clause(row: Row) -> Result<Clause, crosscut_text::IdError> {
    let id = ClauseId::new(&row.id)?;
    let eid = row.id.split_once('#').map_or(row.id.as_str(), |(_, eid)| eid);
    let language = row.language.unwrap_or_else(|| Language::detect(&row.text));
    let silent = matches!(row.kind, Some(ClauseKind::Heading | ClauseKind::Note | ClauseKind::Signature));
    let demand = match row.strength {
        None if !silent => demand(&row.text, row.lead_in.as_deref(), language),
        _ => Demand { strength: Strength::Statement, actor: None, act: None },
    };
    Ok(Clause {
        agreement: AgreementId::new(&row.agreement)?,
        locator: row.locator.unwrap_or_else(|| eid.to_owned()),
        eid: Eid::new(eid)?,
        id,
        kind: row.kind.unwrap_or(ClauseKind::Provision),
        // A place in a document that is not here: kept where it fits the text.
        span: row.span.filter(|span| span.len() == row.text.len()).unwrap_or(Span::at(0, row.text.len())),
        parent: row.parent,
        heading: row.heading,
        lead_in: row.lead_in,
        defines: row.defines,
        strength: row.strength.unwrap_or(Some(demand.strength).filter(|_| !silent)),
        actor: row.actor.or(demand.actor),
        act: row.act.or(demand.act),
        language,
        pages: row.pages,
        boxes: row.boxes,
        recognised: row.recognised,
        doubtful: row.doubtful.into_iter().filter(|span| span.cut(&row.text).is_some()).collect(),
        text: row.text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Agreement, DocumentReport};
    use crosscut_text::{Coverage, Loss, LossKind, Source};

    #[test]
    fn lines_become_clauses_and_the_first_bad_one_is_named() {
        let good = r#"{"id": "x#art_1", "agreement": "x", "text": "Parties shall cooperate.", "title": "X"}"#;
        let ready = parse_clauses("c.jsonl", &format!("{good}\n\n")).unwrap();
        assert_eq!(ready.clauses[0].eid.as_str(), "art_1");
        assert_eq!(ready.agreements[0].1.as_deref(), Some("X"));
        for (line, part) in [("{\"id\": 3}", "line 2"), ("nonsense", "line 2"), (good, "unique")] {
            let error = parse_clauses("c.jsonl", &format!("{good}\n{line}\n")).unwrap_err().to_string();
            assert!(error.contains(part) && error.starts_with("c.jsonl"), "{error}");
        }
    }

    #[test]
    fn a_list_and_a_byte_order_mark_are_read_too() {
        let one = r#"{"id": "x#1", "agreement": "x", "text": "Parties shall cooperate."}"#;
        let two = r#"{"id": "x#2", "agreement": "x", "text": "Parties shall report."}"#;
        let lines = parse_clauses("c", &format!("{one}\n{two}\n")).unwrap();
        for text in [
            format!("\u{feff}{one}\r\n{two}\r\n"),
            format!(" [\n{one},\n{two}\n]\n"),
            format!("\u{feff}[{one},{two}]"),
        ] {
            assert_eq!(parse_clauses("c", &text).unwrap(), lines, "{text}");
        }
        for (text, part) in
            [("[\n{}\n]", "line 2"), ("{\"clauses\": []}", "line 1"), ("[1]", "line 1"), ("Hello", "line 1")]
        {
            let error = parse_clauses("c.json", text).unwrap_err().to_string();
            assert!(
                error.starts_with("c.json, ") && error.contains(part) && error.contains("expected {"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_was_printed_comes_back_whole() {
        let mut clause = Clause {
            parent: Some(Eid::new("art_1").unwrap()),
            defines: Some("incident".into()),
            pages: vec![3, 4],
            heading: Some("Reports".into()),
            lead_in: Some("Each Party shall:".into()),
            recognised: Some(0.5),
            language: Language::English,
            strength: Some(Strength::Shall),
            actor: Some("Each Party".into()),
            act: Some("report".into()),
            ..Clause::new(AgreementId::slug("x"), Eid::new("art_1__point_a").unwrap(), "🔒 report incidents;")
        };
        clause.span = Span::at(700, clause.text.len());
        let line = serde_json::to_string(&clause).unwrap();
        assert_eq!(parse_clauses("c", &line).unwrap().clauses, [clause]);
    }

    #[test]
    fn what_is_known_of_documents_may_stand_among_the_clauses() {
        let id = AgreementId::slug("x");
        let report = DocumentReport {
            agreement: id.clone(),
            source: Source {
                file: "x.pdf".into(),
                sha256: "ab".into(),
                media_type: "application/pdf".into(),
            },
            pages: Vec::new(),
            coverage: Coverage { pages: 2, pages_read: 1, words: 9 },
            losses: vec![Loss::new(2, LossKind::NeedsOcr, "a scan")],
            warnings: Vec::new(),
        };
        let document = ReadDocument::new(report, Agreement::named(id, "X"), None);
        let line = serde_json::to_string(&document).unwrap();
        let clause = r#"{"id": "x#1", "agreement": "x", "text": "Parties shall cooperate."}"#;
        for text in [format!("{line}\n{clause}\n"), format!("{clause}\n{line}\n")] {
            let ready = parse_clauses("c", &text).unwrap();
            assert_eq!((&ready.documents, ready.clauses.len()), (&vec![document.clone()], 1));
        }
        let later = line.replace("crosscut/document/1", "crosscut/document/2");
        assert!(parse_clauses("c", &later).unwrap_err().to_string().starts_with("c, line 1: "));
    }

    #[test]
    fn an_empty_text_is_a_clause_without_words() {
        let ready = parse_clauses("c", r#"{"id": "a", "agreement": "b", "text": ""}"#).unwrap();
        assert_eq!(ready.clauses[0].text, "");
    }
}
