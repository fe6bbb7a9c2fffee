//! Gold: what adjudicated readers found in each clause.

use crosscut::text::{AgreementId, ClauseId};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// One line of a gold file.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GoldLine {
    /// Where it is in its file, from 1.
    pub line: usize,
    /// What it judges.
    pub target: Target,
    /// The elements that it carries; none when it was judged to carry none.
    pub elements: Vec<String>,
    /// Coarser labels.
    pub groups: Vec<String>,
    /// Elements that some of the readers gave: neither right nor wrong.
    pub disputed: Vec<String>,
}

/// What a gold line judges.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// A clause by its id.
    Clause(ClauseId),
    /// Words of an agreement, judged wherever they are.
    Quote(AgreementId, String),
}

/// A gold file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", place(.line))]
pub struct GoldError {
    /// Which line, from 1; 0 where the file has none.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

fn place(line: &usize) -> String {
    if *line == 0 { "the gold file".into() } else { format!("line {line} of the gold file") }
}

#[derive(Deserialize)]
struct Raw {
    /// Of the line that tells how the file was made.
    about: Option<IgnoredAny>,
    clause: Option<ClauseId>,
    agreement: Option<AgreementId>,
    quote: Option<String>,
    elements: Option<Vec<String>>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    disputed: Vec<String>,
}

/// Reads a gold file: one JSON object a line, `{"clause": id}` or `{"agreement", "quote"}` with `"elements": […]` and, if
/// present, `"groups"` and `"disputed"`. Empty lines are passed over, and `{"about": …}`, which tells how the file was made.
///
/// ```
/// let gold = crosscut_evaluate::parse_gold(r#"{"clause": "a#art_1", "elements": ["reporting"]}"#)?;
/// assert_eq!(gold[0].elements, ["reporting"]);
/// assert_eq!(crosscut_evaluate::parse_gold("{}").expect_err("no elements").line, 1);
/// # Ok::<(), crosscut_evaluate::GoldError>(())
/// ```
///
/// # Errors
/// With the number of the first line that does not fit; line 0 when the file holds no line at all.
pub fn parse_gold(text: &str) -> Result<Vec<GoldLine>, GoldError> {
    let mut lines = Vec::new();
    for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if !content.trim().is_empty() {
            lines.extend(gold_line(line, content).map_err(|reason| GoldError { line, reason })?);
        }
    }
    if lines.is_empty() {
        return Err(GoldError { line: 0, reason: "no line of it says what a clause holds".into() });
    }
    Ok(lines)
}

fn gold_line(line: usize, content: &str) -> Result<Option<GoldLine>, String> {
    let raw: Raw = serde_json::from_str(content).map_err(|error| error.to_string())?;
    if raw.about.is_some() && raw.clause.is_none() && raw.quote.is_none() {
        return Ok(None);
    }
    let target = match (raw.clause, raw.agreement, raw.quote) {
        (Some(clause), ..) => Target::Clause(clause),
        (None, Some(agreement), Some(quote)) => Target::Quote(agreement, quote),
        _ => return Err("it needs \"clause\", or \"agreement\" and \"quote\"".into()),
    };
    let elements = raw.elements.ok_or("it needs \"elements\" ([] when the clause carries none)")?;
    Ok(Some(GoldLine { line, target, elements, groups: raw.groups, disputed: raw.disputed }))
}
