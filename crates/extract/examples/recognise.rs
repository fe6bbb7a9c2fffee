//! Prints the text of the pages of a file, recognised where they need it, and the losses, as JSON.
//!
//! `cargo run --example recognise -p crosscut-extract -- FILE [LANGUAGES]`

use crosscut_extract::{Ocr, Options, extract};
use crosscut_text::{Page, Role};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("which file?")?;
    let mut ocr = Ocr::default();
    ocr.languages = args.next().iter().flat_map(|codes| codes.split(',')).map(str::to_owned).collect();
    let mut options = Options::default();
    options.ocr = Some(ocr);
    let read = extract(&file, &std::fs::read(&file)?, &options)?;
    let text = |page: &Page| {
        let blocks = page.blocks.iter().filter(|block| block.role.is_text() || block.role == Role::Note);
        blocks.flat_map(|block| &block.lines).map(|line| line.text.clone() + "\n").collect::<String>()
    };
    let losses = read.losses.iter().map(|loss| json!({ "page": loss.page, "detail": loss.detail }));
    let (losses, notes) = (losses.collect::<Vec<_>>(), read.notes.clone());
    println!(
        "{}",
        json!({ "pages": read.pages.iter().map(text).collect::<Vec<_>>(), "losses": losses, "notes": notes })
    );
    Ok(())
}
