//! Vectors in a Parquet file, found by the ids of their clauses: shards need no common order.

use crate::{Error, error::Result};
use crosscut_text::Clause;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The vectors of clauses in a Parquet file, in the order of the clauses, and how many numbers each has: for
/// [`crate::Compared::by_vectors`]. Its columns are `id` (of the clause) and `vector` (a list of floats); its rows may come
/// in any order, and those of other clauses are passed over.
///
/// ```
/// let clauses = crosscut::parse_clauses("c", r#"{"id": "a#1", "agreement": "a", "text": "Keys are kept."}"#)?.clauses;
/// let error = crosscut::vectors_of_parquet("vectors.parquet", b"PAR1".to_vec(), &clauses).unwrap_err();
/// assert!(error.to_string().contains("vectors.parquet"));
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// When it is no Parquet file or not all of it, lacks a column or a clause, has two vectors for one clause, or vectors of
/// several lengths.
pub fn vectors_of_parquet(file: &str, bytes: Vec<u8>, clauses: &[Clause]) -> Result<(usize, Vec<f32>)> {
    gathered(bytes, clauses).map_err(|reason| Error::Vectors(format!("{file}: {reason}")))
}

fn gathered(bytes: Vec<u8>, clauses: &[Clause]) -> Result<(usize, Vec<f32>), String> {
    let damaged = |error: std::io::Error| format!("no Parquet file, or not all of it: {error}");
    let places: HashMap<&str, usize> =
        clauses.iter().enumerate().map(|(place, clause)| (clause.id.as_str(), place)).collect();
    let mut found: Vec<Option<Vec<f32>>> = vec![None; clauses.len()];
    let mut width = None;
    for row in crosscut_table::rows_of_parquet(bytes).map_err(damaged)? {
        let row = row.map_err(damaged)?;
        let (id, vector) = (id(&row)?, list(&row)?);
        let Some(&place) = places.get(id) else { continue };
        let numbers = numbers(vector).ok_or_else(|| format!("the vector of {id} holds what is no number"))?;
        if *width.get_or_insert(numbers.len()) != numbers.len() {
            return Err(format!(
                "the vector of {id} has {} numbers, others have more or fewer",
                numbers.len()
            ));
        }
        if found[place].replace(numbers).is_some() {
            return Err(format!("two rows have the id {id}"));
        }
    }
    let missing = found.iter().filter(|vector| vector.is_none()).count();
    if let Some(first) = found.iter().position(Option::is_none) {
        return Err(format!(
            "{missing} of {} clauses have no vector, {} among them",
            found.len(),
            clauses[first].id
        ));
    }
    Ok((width.unwrap_or_default(), found.into_iter().flatten().flatten().collect()))
}

fn id(row: &Map<String, Value>) -> Result<&str, String> {
    row.get("id")
        .and_then(Value::as_str)
        .ok_or_else(|| "a column `id` with the ids of clauses is needed".into())
}

fn list(row: &Map<String, Value>) -> Result<&[Value], String> {
    let list = row.get("vector").and_then(Value::as_array);
    list.map(Vec::as_slice).ok_or_else(|| "a column `vector` with lists of floats is needed".into())
}

/// NaN and what is infinite are no numbers here: rows give them as null.
#[expect(clippy::cast_possible_truncation, reason = "vectors are compared in four bytes")]
fn numbers(vector: &[Value]) -> Option<Vec<f32>> {
    vector.iter().map(|number| number.as_f64().map(|number| number as f32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_clauses;
    use crosscut_table::{Parquet, Shape};
    use serde_json::json;

    fn clauses() -> Vec<Clause> {
        let line =
            |id: &str| format!("{{\"id\": \"{id}\", \"agreement\": \"a\", \"text\": \"Keys are kept.\"}}\n");
        parse_clauses("c", &["a#1", "a#2"].map(line).concat()).unwrap().clauses
    }

    fn file(columns: &[(&str, Shape)], rows: &[Value]) -> Vec<u8> {
        let columns: Vec<(String, Shape)> =
            columns.iter().map(|(name, shape)| ((*name).to_owned(), shape.clone())).collect();
        let mut file = Parquet::new(Vec::new(), "vectors", &columns, &[]).unwrap();
        file.rows(rows).unwrap();
        file.end().unwrap()
    }

    fn of(rows: &[Value]) -> Result<(usize, Vec<f32>), String> {
        let columns = [("id", Shape::Text), ("vector", Shape::List(Box::new(Shape::Short)))];
        gathered(file(&columns, rows), &clauses())
    }

    #[test]
    fn rows_are_found_by_their_ids() {
        let rows = [
            json!({ "id": "a#2", "vector": [3.0, 4.0] }),
            json!({ "id": "b#1", "vector": [9.0, 9.0] }),
            json!({ "id": "a#1", "vector": [1.0, 2.0] }),
        ];
        assert_eq!(of(&rows), Ok((2, vec![1.0, 2.0, 3.0, 4.0])));
    }

    #[test]
    fn what_does_not_fit_the_clauses_is_told() {
        let row = |id: &str, vector: Value| json!({ "id": id, "vector": vector });
        for (rows, reason) in [
            (vec![row("a#1", json!([1.0]))], "1 of 2 clauses have no vector, a#2 among them"),
            (vec![row("a#1", json!([1.0])), row("a#1", json!([1.0]))], "two rows have the id a#1"),
            (vec![row("a#1", json!([1.0])), row("a#2", json!([1.0, 2.0]))], "has 2 numbers"),
            (vec![row("a#1", json!([1.0])), row("a#2", json!([null]))], "no number"),
            (vec![row("a#1", json!(null))], "a column `vector`"),
        ] {
            let error = of(&rows).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
        let other = file(&[("name", Shape::Text)], &[json!({ "name": "x" })]);
        assert!(gathered(other, &clauses()).unwrap_err().contains("a column `id`"));
        assert!(gathered(b"PAR1".to_vec(), &clauses()).unwrap_err().contains("no Parquet file"));
    }
}
