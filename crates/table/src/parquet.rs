//! Rows as Parquet, by columns that may be nested, and back. A row is a JSON object; every value may be missing.

use crate::{Kind, Table, Value};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, FloatType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::{Field, Row};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Map, Value as Json};
use std::io::{self, Write};
use std::sync::Arc;

/// What the values of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number in eight bytes.
    Number,
    /// A number in four bytes.
    Short,
    /// Yes or no.
    Flag,
    /// Any number of such values.
    List(Box<Self>),
    /// Values with names.
    Object(Vec<(String, Self)>),
}

impl From<Kind> for Shape {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text,
            Kind::Integer => Self::Integer,
            Kind::Number => Self::Number,
            Kind::Flag => Self::Flag,
        }
    }
}

impl Shape {
    /// As a column of the file: lists in the three levels that the format asks for.
    fn column(&self, name: &str) -> Result<TypePtr, ParquetError> {
        let leaf = |physical, logical| {
            let builder = Type::primitive_type_builder(name, physical).with_logical_type(logical);
            builder.with_repetition(Repetition::OPTIONAL).build()
        };
        let group = |fields| Type::group_type_builder(name).with_fields(fields);
        let column = match self {
            Self::Text => leaf(Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Integer => leaf(Physical::INT64, None),
            Self::Number => leaf(Physical::DOUBLE, None),
            Self::Short => leaf(Physical::FLOAT, None),
            Self::Flag => leaf(Physical::BOOLEAN, None),
            Self::List(inner) => {
                let items = Type::group_type_builder("list").with_fields(vec![inner.column("element")?]);
                let items = Arc::new(items.with_repetition(Repetition::REPEATED).build()?);
                let list = group(vec![items]).with_logical_type(Some(LogicalType::List));
                list.with_repetition(Repetition::OPTIONAL).build()
            }
            Self::Object(fields) => {
                let fields =
                    fields.iter().map(|(name, shape)| shape.column(name)).collect::<Result<_, _>>()?;
                group(fields).with_repetition(Repetition::OPTIONAL).build()
            }
        };
        column.map(Arc::new)
    }

    /// The ways to its values, in the order of the file's columns.
    fn leaves(&self, way: &[Step], out: &mut Vec<Way>) {
        let with = |step| [way, &[step]].concat();
        match self {
            Self::List(inner) => inner.leaves(&with(Step::Items), out),
            Self::Object(fields) => {
                fields.iter().for_each(|(name, shape)| shape.leaves(&with(Step::Named(name.clone())), out));
            }
            leaf => out.push(Way { steps: way.to_vec(), leaf: leaf.clone() }),
        }
    }
}

/// A step from a row to a value of it.
#[derive(Clone, Debug)]
enum Step {
    Named(String),
    Items,
}

/// The way from a row to the values of one column of the file, and what they are.
struct Way {
    steps: Vec<Step>,
    leaf: Shape,
}

/// The values of a column, and where each is in its row: the levels of Dremel (Melnik et al. 2010). How far the way to it
/// is there at all, and at which list it goes on rather than begins.
#[derive(Default)]
struct Shredded<'r> {
    values: Vec<&'r Json>,
    there: Vec<i16>,
    again: Vec<i16>,
}

impl<'r> Shredded<'r> {
    fn none(&mut self, there: i16, again: i16) {
        self.there.push(there);
        self.again.push(again);
    }

    /// `lists` is in how many lists the value is.
    fn put(&mut self, value: &'r Json, steps: &[Step], (there, again, lists): (i16, i16, i16)) {
        if value.is_null() {
            return self.none(there, again);
        }
        let there = there + 1;
        match steps.split_first() {
            None => {
                self.values.push(value);
                self.none(there, again);
            }
            Some((Step::Named(name), rest)) => {
                self.put(value.get(name).unwrap_or(&Json::Null), rest, (there, again, lists));
            }
            Some((Step::Items, rest)) => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                if items.is_empty() {
                    self.none(there, again);
                }
                for (place, item) in items.iter().enumerate() {
                    let again = if place == 0 { again } else { lists + 1 };
                    self.put(item, rest, (there + 1, again, lists + 1));
                }
            }
        }
    }
}

/// A Parquet file that is being written.
///
/// ```
/// use crosscut_table::{Parquet, Shape, rows_of_parquet};
/// use serde_json::json;
/// let pages = Shape::List(Box::new(Shape::Integer));
/// let columns = [("id".to_owned(), Shape::Text), ("pages".to_owned(), pages)];
/// let mut file = Parquet::new(Vec::new(), "clauses", &columns, &[])?;
/// file.rows(&[json!({ "id": "a#1", "pages": [3, 4] }), json!({ "id": "a#2", "pages": [] })])?;
/// let rows = rows_of_parquet(file.end()?)?;
/// let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
/// assert_eq!(rows[0]["pages"], json!([3, 4]));
/// assert_eq!(rows[1]["pages"], json!([]));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    ways: Vec<Way>,
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file; `about` is what its footer says of it.
    ///
    /// # Errors
    /// When it cannot be written, or two columns have one name.
    pub fn new(
        out: W,
        name: &str,
        columns: &[(String, Shape)],
        about: &[(String, String)],
    ) -> io::Result<Self> {
        let begun = || {
            let fields = columns.iter().map(|(name, shape)| shape.column(name)).collect::<Result<_, _>>()?;
            let schema = Type::group_type_builder(name).with_fields(fields).build()?;
            let known =
                about.iter().map(|(name, value)| KeyValue::new(name.clone(), value.clone())).collect();
            let properties = WriterProperties::builder()
                .set_key_value_metadata(Some(known))
                // What every reader of Parquet knows.
                .set_compression(Compression::SNAPPY)
                .build();
            SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))
        };
        let mut ways = Vec::new();
        for (name, shape) in columns {
            shape.leaves(&[Step::Named(name.clone())], &mut ways);
        }
        Ok(Self { writer: begun().map_err(io::Error::other)?, ways })
    }

    /// Writes rows as a group of their own: what is held in memory at a time, here and by whoever reads them.
    ///
    /// # Errors
    /// When they cannot be written, or a value is not what its column holds.
    pub fn rows(&mut self, rows: &[Json]) -> io::Result<()> {
        let mut write = || {
            let mut group = self.writer.next_row_group()?;
            for way in &self.ways {
                let Some(mut column) = group.next_column()? else { break };
                let mut values = Shredded::default();
                // A row itself is always there, and takes no level.
                rows.iter().for_each(|row| values.put(row, &way.steps, (-1, 0, 0)));
                fill(&mut column, &way.leaf, &values)?;
                column.close()?;
            }
            group.close().map(drop)
        };
        write().map_err(io::Error::other)
    }

    /// Writes the footer; gives back what was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(self) -> io::Result<W> {
        self.writer.into_inner().map_err(io::Error::other)
    }
}

fn fill(
    column: &mut SerializedColumnWriter<'_>,
    leaf: &Shape,
    shredded: &Shredded<'_>,
) -> Result<(), ParquetError> {
    fn all<T>(shredded: &Shredded<'_>, one: impl Fn(&Json) -> Option<T>) -> Result<Vec<T>, ParquetError> {
        let wrong = |value: &Json| ParquetError::General(format!("{value} is not what its column holds"));
        shredded.values.iter().map(|value| one(value).ok_or_else(|| wrong(value))).collect()
    }
    let (there, again) = (Some(shredded.there.as_slice()), Some(shredded.again.as_slice()));
    match leaf {
        Shape::Integer => {
            column.typed::<Int64Type>().write_batch(&all(shredded, Json::as_i64)?, there, again)
        }
        Shape::Number => {
            column.typed::<DoubleType>().write_batch(&all(shredded, Json::as_f64)?, there, again)
        }
        #[expect(clippy::cast_possible_truncation, reason = "the column is for numbers of four bytes")]
        Shape::Short => {
            let values = all(shredded, |value| value.as_f64().map(|number| number as f32))?;
            column.typed::<FloatType>().write_batch(&values, there, again)
        }
        Shape::Flag => column.typed::<BoolType>().write_batch(&all(shredded, Json::as_bool)?, there, again),
        Shape::Text | Shape::List(_) | Shape::Object(_) => {
            let values = all(shredded, |value| value.as_str().map(ByteArray::from))?;
            column.typed::<ByteArrayType>().write_batch(&values, there, again)
        }
    }
    .map(drop)
}

/// The rows of a Parquet file, one after the other; a column without a value is null in them.
///
/// # Errors
/// When it is no Parquet file, or not all of it; while rows are read, when a part of it is damaged.
pub fn rows_of_parquet(bytes: Vec<u8>) -> io::Result<impl Iterator<Item = io::Result<Map<String, Json>>>> {
    let damaged = |error: ParquetError| io::Error::new(io::ErrorKind::InvalidData, error);
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).map_err(damaged)?;
    let reader: Box<dyn FileReader> = Box::new(reader);
    let rows = parquet::record::reader::RowIter::from_file_into(reader);
    Ok(rows.map(move |row| row.map(object).map_err(damaged)))
}

fn object(row: Row) -> Map<String, Json> {
    row.into_columns().into_iter().map(|(name, value)| (name, json(value))).collect()
}

fn json(value: Field) -> Json {
    match value {
        Field::Null => Json::Null,
        Field::Bool(yes) => yes.into(),
        Field::Byte(number) => number.into(),
        Field::Short(number) => number.into(),
        Field::Int(number) => number.into(),
        Field::Long(number) => number.into(),
        Field::UByte(number) => number.into(),
        Field::UShort(number) => number.into(),
        Field::UInt(number) => number.into(),
        Field::ULong(number) => number.into(),
        Field::Float(number) => number.into(),
        Field::Double(number) => number.into(),
        Field::Str(text) => text.into(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into(),
        Field::Group(row) => object(row).into(),
        Field::ListInternal(list) => list.elements().iter().cloned().map(json).collect(),
        other => other.to_string().into(),
    }
}

impl Table {
    /// As Parquet; `about` is what its footer says of it.
    ///
    /// # Errors
    /// When two columns have one name.
    pub fn parquet(&self, about: &[(String, String)]) -> io::Result<Vec<u8>> {
        let columns: Vec<(String, Shape)> =
            self.columns.iter().map(|column| (column.name.clone(), column.kind.into())).collect();
        let row = |row: &Vec<Value>| -> Json {
            let cells = self.columns.iter().zip(row);
            cells.map(|(column, value)| (column.name.clone(), cell(column.kind, value))).collect()
        };
        let mut file = Parquet::new(Vec::new(), self.name, &columns, about)?;
        file.rows(&self.rows.iter().map(row).collect::<Vec<_>>())?;
        file.end()
    }
}

/// A value as its column holds it; in a column of words, any value is written out.
fn cell(kind: Kind, value: &Value) -> Json {
    match (kind, value) {
        (_, Value::Empty) => Json::Null,
        (Kind::Integer, Value::Integer(number)) => (*number).into(),
        (Kind::Number, Value::Number(number)) => (*number).into(),
        (Kind::Flag, Value::Flag(yes)) => (*yes).into(),
        (_, other) => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn columns() -> Vec<(String, Shape)> {
        let list = |inner| Shape::List(Box::new(inner));
        let place = vec![("page".to_owned(), Shape::Integer), ("x".to_owned(), Shape::Short)];
        [
            ("id", Shape::Text),
            ("sure", Shape::Number),
            ("yes", Shape::Flag),
            ("pages", list(Shape::Integer)),
            ("boxes", list(Shape::Object(place))),
            ("doubtful", list(list(Shape::Integer))),
        ]
        .map(|(name, shape)| (name.to_owned(), shape))
        .into()
    }

    fn there_and_back(groups: &[Vec<Json>]) -> Vec<Json> {
        let mut file = Parquet::new(Vec::new(), "rows", &columns(), &[]).unwrap();
        groups.iter().for_each(|rows| file.rows(rows).unwrap());
        rows_of_parquet(file.end().unwrap()).unwrap().map(|row| Json::Object(row.unwrap())).collect()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            rows in prop::collection::vec(
                (
                    prop::option::of("\\PC{0,5}"),
                    prop::option::of(any::<bool>()),
                    prop::option::of(prop::collection::vec(any::<i64>(), 0..4)),
                    prop::option::of(prop::collection::vec((any::<u32>(), -1e6f32..1e6), 0..4)),
                    prop::option::of(prop::collection::vec(prop::collection::vec(any::<u32>(), 0..3), 0..3)),
                ),
                0..12,
            ),
            cut in 0usize..12,
        ) {
            let rows: Vec<Json> = rows
                .into_iter()
                .map(|(id, yes, pages, boxes, doubtful)| {
                    let place = |(page, x)| json!({ "page": page, "x": x });
                    let boxes = boxes.map(|boxes| boxes.into_iter().map(place).collect::<Vec<_>>());
                    json!({
                        "id": id, "sure": 0.25, "yes": yes, "pages": pages, "boxes": boxes, "doubtful": doubtful,
                    })
                })
                .collect();
            let (one, two) = rows.split_at(cut.min(rows.len()));
            prop_assert_eq!(there_and_back(&[one.to_vec(), two.to_vec()]), rows);
        }
    }

    #[test]
    fn what_does_not_fit_and_what_is_no_such_file_are_errors() {
        let mut file = Parquet::new(Vec::new(), "rows", &columns(), &[]).unwrap();
        assert!(file.rows(&[json!({ "pages": ["three"] })]).unwrap_err().to_string().contains("three"));
        assert!(rows_of_parquet(b"{\"id\": 1}".to_vec()).is_err());
    }
}
