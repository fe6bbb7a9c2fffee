//! Documents to candidates: `cargo run --release --example quickstart -- a.pdf b.pdf …`

use crosscut::{Agreement, Input, Settings, analyse, text::AgreementId};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut inputs = Vec::new();
    for path in std::env::args().skip(1) {
        let id = AgreementId::slug(path.rsplit(['/', '.']).nth(1).unwrap_or(&path));
        let agreement = Agreement::named(id, path.as_str());
        inputs.push(Input { agreement, bytes: std::fs::read(&path)?, file: path });
    }
    let (results, errors) = analyse(&inputs, &Settings::default());
    for error in errors {
        eprintln!("{error}");
    }
    for candidate in results.candidates.iter().take(10) {
        println!("{} ({} agreements)", candidate.label, candidate.agreements.len());
        for clause in candidate.members.iter().filter_map(|member| results.clause(&member.clause)) {
            println!("    {}, {}: {}", clause.agreement, clause.locator, clause.text);
        }
    }
    Ok(())
}
