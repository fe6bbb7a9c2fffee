//! Prints the text of a document, one paragraph a line: `text FILE` the body, `text FILE --all` also headers, footers,
//! page numbers and notes, in the order of the pages; `text FILE --blocks` each block with its role and place.

use crosscut_extract::{Extracted, Options, extract};
use crosscut_text::{AgreementId, Source, assemble};
use std::{env, error::Error, fs, io::Write, process::ExitCode};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("text: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: text FILE [--all | --blocks]")?;
    let extracted = extract(&file, &fs::read(&file)?, &Options::default())?;
    for loss in &extracted.losses {
        eprintln!("{loss}");
    }
    let text = match arguments.next().as_deref() {
        None => body(extracted),
        Some("--all") => all(&extracted),
        Some("--blocks") => blocks(&extracted),
        Some(other) => return Err(format!("unknown option {other}").into()),
    };
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

fn body(extracted: Extracted) -> String {
    let document = assemble(AgreementId::slug("text"), Source::default(), &extracted.pages, extracted.losses);
    let body = document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text());
    body.filter_map(|paragraph| Some(paragraph.span.cut(&document.text)?.to_owned() + "\n")).collect()
}

fn all(extracted: &Extracted) -> String {
    let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
    let text = |lines: &[crosscut_text::Line]| {
        lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    blocks.map(|block| text(&block.lines) + "\n").collect()
}

fn blocks(extracted: &Extracted) -> String {
    let mut out = String::new();
    for page in &extracted.pages {
        for block in &page.blocks {
            let lines: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
            let place =
                block.rect().map(|r| format!("{:.1} {:.1} {:.1} {:.1}", r.x, r.y, r.right(), r.bottom()));
            let cell = block.cell.map(|cell| format!("{}.{}.{}", cell.table, cell.row, cell.column));
            let fields = [
                page.number.to_string(),
                format!("{:?}", block.role),
                cell.unwrap_or_default(),
                if block.centred { "centred".into() } else { String::new() },
                place.unwrap_or_default(),
                lines.join(" | "),
            ];
            out += &(fields.join("\t") + "\n");
        }
    }
    out
}
