//! Files as exports make them, how they are made, and how several become one.

use crate::error::Result;
use crosscut::export::file_name;
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file that an export makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its name, that every operating system takes.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Made {
    /// A file of these bytes.
    pub(crate) fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// How an export is made where there is a choice.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The paper's template in place of the built-in one.
    pub template: Option<String>,
    /// What a project for other programs holds of the sources.
    pub sources: Sources,
    /// Whether what is only suggested goes along, marked as such, where the format leaves it out otherwise.
    pub suggestions: bool,
    /// What opens encrypted sources.
    pub password: Option<String>,
}

/// What a project for other programs holds of the sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sources {
    /// Their text: what most programs read best.
    #[default]
    Text,
    /// The PDF itself, with its text.
    Pdf,
    /// Both, as sources of their own.
    Both,
}

/// A file name from a title, with a number where another file has it already: some systems do not tell capitals apart.
pub(crate) fn free(used: &mut BTreeSet<String>, title: &str, ending: &str) -> String {
    let name = |nth: usize| match nth {
        1 => file_name(title, ending),
        _ => file_name(&format!("{title} {nth}"), ending),
    };
    let mut nth = 1;
    while !used.insert(name(nth).to_lowercase()) {
        nth += 1;
    }
    name(nth)
}

/// Packs files into one, always to the same bytes.
///
/// # Errors
/// When a file is larger than the format allows.
pub fn zipped(files: &[Made]) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        writer.start_file(file.name.as_str(), packing(CompressionMethod::Deflated))?;
        writer.write_all(&file.bytes).map_err(zip::result::ZipError::Io)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// How a part is packed: without the time of day.
pub(crate) fn packing(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level(matches!(method, CompressionMethod::Deflated).then_some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(false)
}
