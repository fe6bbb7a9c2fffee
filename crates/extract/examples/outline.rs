//! The outline of a document, a line a clause: `cargo run --release -p crosscut-extract --example outline FILE`.

use crosscut_extract::{Options, extract};
use crosscut_text::{AgreementId, Source, assemble, segment};
use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file name is needed")?;
    let bytes = std::fs::read(&path)?;
    let file = path.rsplit('/').next().unwrap_or(&path).to_owned();
    let extracted = extract(&file, &bytes, &Options::default())?;
    let media_type = extracted.media_type.to_owned();
    let source = Source { file, sha256: String::new(), media_type };
    let document = assemble(AgreementId::slug("a"), source, &extracted.pages, extracted.losses);
    let segmentation = segment(&document);
    let mut out = std::io::stdout().lock();
    for clause in &segmentation.clauses {
        let words: Vec<&str> = clause.text.split_whitespace().collect();
        let shown = if words.len() > 14 {
            format!("{} … {}", words[..10].join(" "), words[words.len() - 3..].join(" "))
        } else {
            words.join(" ")
        };
        let strength = clause.strength.map_or("", |strength| strength.name());
        let page = clause.pages.first().map_or(String::new(), |page| format!(" p{page}"));
        let term = clause.defines.as_ref().map_or(String::new(), |term| format!(" <{term}>"));
        let eid = &clause.eid;
        writeln!(out, "{eid} [{} {strength}]{page} {}{term}: {shown}", clause.kind, clause.locator)?;
    }
    for warning in &segmentation.warnings {
        writeln!(out, "! {warning}")?;
    }
    Ok(())
}
