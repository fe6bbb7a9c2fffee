//! `crosscut index`: documents that can be searched, without candidates.

use crate::Done;
use crate::args::{Common, Index};
use crate::commands::{print_json, run};
use crate::out::say;
use anyhow::Result;
use crosscut::RunOptions;
use crosscut::words::counted;

pub(crate) fn index(common: &Common, args: &Index) -> Result<Done> {
    let (study, paths) = run::place(common, &args.paths)?;
    let common = &Common { study: Some(study.folder().to_owned()), ..common.clone() };
    let mut options = RunOptions::default();
    options.index_only = true;
    options.reading.password = args.reading.password.clone();
    options.reading.ocr = args.reading.ocr.map(|pages| run::ocr(pages, &args.reading.languages));
    let report = run::watched(&study, &paths, &options)?;
    if common.json {
        print_json(&run::answer(&report))?;
    } else {
        let documents = counted(report.documents.len(), "agreement");
        say!("{documents} · {}", counted(report.clauses, "clause"))?;
        say!("{}", run::work(&report))?;
        run::attention(common, &report, options.reading.ocr.is_some());
        say!("next: {}", common.command("search 'words to look for'"))?;
    }
    let losses = report.documents.iter().any(|document| !document.losses.is_empty());
    Ok(if losses || !report.failures.is_empty() { Done::Attention } else { Done::Well })
}
