//! Reads the files that stdin names with another Rust crate and prints a line of JSON for each: `rust-peers lopdf`,
//! `rust-peers pdf-extract`.

use std::io::{BufRead, Write};

fn main() {
    let engine = std::env::args().nth(1).unwrap_or_default();
    std::panic::set_hook(Box::new(|_| {}));
    for file in std::io::stdin().lock().lines().map_while(Result::ok) {
        let text = std::panic::catch_unwind(|| match engine.as_str() {
            "pdf-extract" => pdf_extract::extract_text(&file).ok(),
            _ => lopdf::Document::load(&file).ok().and_then(|doc| {
                let pages: Vec<u32> = doc.get_pages().into_keys().collect();
                doc.extract_text(&pages).ok()
            }),
        });
        let line = match text {
            Ok(Some(text)) => serde_json::json!({ "file": file, "all": text }),
            Ok(None) => serde_json::json!({ "file": file, "bad": "error" }),
            Err(_) => serde_json::json!({ "file": file, "bad": "panic" }),
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{line}").and_then(|()| out.flush()).expect("stdout takes lines");
    }
}
