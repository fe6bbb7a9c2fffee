//! Word files made in code, and outlines of what was read.

#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(clippy::unwrap_used, reason = "tests")]

use crosscut_extract::Extracted;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OTHER: &str = r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:dc="http://purl.org/dc/elements/1.1/""#;

/// A Word file from a text of sections: a line `== numbering` opens the content of `word/numbering.xml`. Roots,
/// relations and content types are added.
pub(crate) fn docx(sections: &str) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in sections.lines() {
        match line.strip_prefix("== ") {
            // Twice the same part is not a zip file: the first is left out.
            Some(name) => {
                parts.retain(|(known, _)| known != name.trim());
                parts.push((name.trim().to_owned(), String::new()));
            }
            None => parts.last_mut().unwrap().1 += &format!("{line}\n"),
        }
    }
    let mut types = String::new();
    let (mut whole, mut relations) = (String::new(), String::new());
    let mut files = Vec::new();
    for (name, content) in &parts {
        let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let path = if kind == "core" { "docProps/core.xml".to_owned() } else { format!("word/{name}.xml") };
        let (target, relation) = match kind {
            "document" => (&mut whole, format!("{RELATION}/officeDocument")),
            "core" => (&mut whole, format!("{PACKAGE}/relationships/metadata/core-properties")),
            _ => (&mut relations, format!("{RELATION}/{kind}")),
        };
        write!(target, r#"<Relationship Id="{name}" Type="{relation}" Target="/{path}"/>"#).unwrap();
        let media = match kind {
            "core" => "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
            "document" => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml".to_owned()
            }
            _ => format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"),
        };
        write!(types, r#"<Override PartName="/{path}" ContentType="{media}"/>"#).unwrap();
        files.push((path, part(kind, content)));
    }
    let rels =
        |list: &str| format!(r#"<Relationships xmlns="{PACKAGE}/relationships">{list}</Relationships>"#);
    let types = format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>"#
    );
    files.insert(0, ("[Content_Types].xml".to_owned(), types));
    files.insert(1, ("_rels/.rels".to_owned(), rels(&whole)));
    files.push(("word/_rels/document.xml.rels".to_owned(), rels(&relations)));
    zipped(&files)
}

fn part(kind: &str, content: &str) -> String {
    let root = match kind {
        "document" => "document",
        "header" => "hdr",
        "footer" => "ftr",
        "core" => {
            return format!(
                r#"<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" {OTHER}>{content}</cp:coreProperties>"#
            );
        }
        kind => kind,
    };
    let content = if kind == "document" { format!("<w:body>{content}</w:body>") } else { content.to_owned() };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" xmlns:r="{RELATION}" {OTHER}>{content}</w:{root}>"#
    )
}

/// A zip file.
pub(crate) fn zipped(files: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        writer.start_file(path, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What was read, one block a line: role, level, place in a table, bold or italic, text.
pub(crate) fn outline(extracted: &Extracted) -> String {
    let mut outline = format!("{}\n", extracted.media_type);
    if let Some(title) = &extracted.title {
        writeln!(outline, "title: {title}").unwrap();
    }
    for loss in &extracted.losses {
        writeln!(outline, "loss: {loss}").unwrap();
    }
    for block in extracted.pages.iter().flat_map(|page| &page.blocks) {
        write!(outline, "{:?}", block.role).unwrap();
        if let Some(level) = block.level {
            write!(outline, " {level}").unwrap();
        }
        if let Some(cell) = block.cell {
            write!(outline, " {}:{},{}", cell.table, cell.row, cell.column).unwrap();
        }
        for (set, name) in [
            (block.lines.iter().all(|line| line.bold), " bold"),
            (block.lines.iter().all(|line| line.italic), " italic"),
        ] {
            outline.push_str(if set { name } else { "" });
        }
        let lines: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
        writeln!(outline, " | {}", lines.join("\n    + ")).unwrap();
    }
    outline
}

/// Runs something on one thread, the work of the library's threads too, and gives the processor time that it took:
/// the same on a busy machine as on an idle one. Where the system does not say (it is not Linux), the time on the clock.
pub(crate) fn timed<T: Send>(work: impl FnOnce() -> T + Send) -> (T, Duration) {
    static ALONE: OnceLock<rayon::ThreadPool> = OnceLock::new();
    ALONE.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap()).install(|| {
        let spent = || {
            let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
            Some(Duration::from_nanos(stat.split(' ').next()?.parse().ok()?))
        };
        let (clock, before) = (Instant::now(), spent());
        let answer = work();
        let time = before.zip(spent()).map(|(before, after)| after - before);
        (answer, time.unwrap_or_else(|| clock.elapsed()))
    })
}
