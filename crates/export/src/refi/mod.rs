//! REFI-QDA 1.5: projects and codebooks of programs for qualitative analysis, both ways.
//!
//! `project` is the model; `make` fills it from a study, `write` and `read` turn it into XML and back, `package` packs it
//! with its sources, `decode` reads their encodings, `check` holds the rules that the published schema misses, `import` makes a study of it.

mod about;
mod check;
mod codebook;
mod decode;
mod import;
mod lost;
mod make;
mod package;
mod place;
mod project;
mod read;
mod write;

pub use codebook::{Imported, export_codebook, import_codebook};
pub use import::{ImportReport, import_project};
pub(crate) use package::unpack;

use crate::Material;
use crate::error::{Error, Result};
use crate::made::Options;

/// What a project leaves out.
pub(crate) const PROJECT_WITHOUT: &str = "findings of absence and confirmed clauses that are in no text any more \
    (notes of each code list them), rejected sets and outliers that nobody kept, that coders differ (each one's coding is there), which text was lost, what was only suggested unless it is asked for, reasons and history of decisions, corrections of misread words, codes above and below others (elements stand side by side), the cutting of texts, and their pages but for a comment on each coded passage; boxes of turned PDF pages are those of the \
    page as it is shown";

/// What a codebook leaves out.
pub(crate) const CODEBOOK_WITHOUT: &str = "clauses, agreements, coders and decisions: the project (qdpx) has them; codes above and below others (elements stand side by side)";

/// The confirmed elements as a codebook (`.qdc`).
pub(crate) fn qdc(material: &Material, options: &Options) -> Result<String> {
    let project = make::codes_alone(material, options);
    if project.codes.is_empty() {
        return Err(Error::NoElement);
    }
    check::codebook(&project)?;
    Ok(write::codebook(&project))
}

/// The study as a project (`.qdpx`).
pub(crate) fn qdpx(material: &Material, options: &Options) -> Result<Vec<u8>> {
    let project = make::project(material, options)?;
    check::project(&project)?;
    package::pack(&project)
}

/// A name in the form of a UUID, derived from what it names: the same on every run.
pub(crate) fn guid(of: &str) -> String {
    let hash = crosscut::sha256(format!("crosscut/refi/{of}").as_bytes());
    // Version 8, variant 1: a UUID of one's own making (RFC 9562).
    format!("{}-{}-8{}-9{}-{}", &hash[..8], &hash[8..12], &hash[13..16], &hash[17..20], &hash[20..32])
}

#[cfg(test)]
mod tests;
