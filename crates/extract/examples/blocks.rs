//! Prints what is read of files: `cargo run -p crosscut-extract --example blocks -- FILE…`.

use crosscut_extract::{Options, extract};

fn main() {
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else {
            eprintln!("{name}: no such file");
            continue;
        };
        let extracted = match extract(&name, &bytes, &Options::default()) {
            Ok(extracted) => extracted,
            Err(error) => {
                eprintln!("{name}: {error}");
                continue;
            }
        };
        println!("{name}: {} {:?}", extracted.media_type, extracted.title);
        extracted.losses.iter().for_each(|loss| println!("  loss {loss}"));
        for block in extracted.pages.iter().flat_map(|page| &page.blocks) {
            let text: Vec<&str> = block.lines.iter().map(|line| line.text.as_str()).collect();
            let cell = block.cell.map(|cell| format!(" {}/{}/{}", cell.table, cell.row, cell.column));
            let level = block.level.map(|level| level.to_string());
            let bold = if block.lines.iter().all(|line| line.bold) { " b" } else { "" };
            println!(
                "{:?}{}{}{bold} | {}",
                block.role,
                level.unwrap_or_default(),
                cell.unwrap_or_default(),
                text.join("\n    | ")
            );
        }
    }
}
