//! How long the workbook of a large study takes: 100 agreements, 500 elements, 20,000 quotes. Another format can be named:
//! `cargo run --release --package crosscut-export --example large -- docx`.

use crosscut::decisions::{Anchor, Event, State};
use crosscut::text::{AgreementId, Clause, Eid};
use crosscut::{Agreement, Findings, Results};
use crosscut_export::{Format, Material, Options};
use std::time::Instant;

const AGREEMENTS: usize = 100;
const ELEMENTS: usize = 500;
const QUOTES: usize = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| "xlsx".into());
    let format = Format::named(&name).ok_or("no such format")?;
    let material = material()?;
    let before = peak();
    let begun = Instant::now();
    let files = format.make(&material, &Options::default())?;
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!(
        "{name}: {AGREEMENTS} agreements, {ELEMENTS} elements, {QUOTES} quotes: {:.2} s, {} KB, at most {} MB (before: {before} MB)",
        begun.elapsed().as_secs_f64(),
        bytes / 1024,
        peak(),
    );
    Ok(())
}

/// A study of invented clauses.
fn material() -> Result<Material, Box<dyn std::error::Error>> {
    let mut results = Results { run: "large".into(), ..Results::default() };
    for nth in 0..AGREEMENTS {
        let id = AgreementId::slug(&format!("agreement {nth:03}"));
        let mut agreement = Agreement::named(id.clone(), format!("Agreement number {nth} on many matters"));
        agreement.year = u16::try_from(1950 + nth % 75).ok();
        results.agreements.push(agreement);
        for at in 0..QUOTES / AGREEMENTS {
            let text = format!(
                "Each Party shall, in accordance with paragraph {at} and within {nth} days, report to the authority \
                 every incident that harms the availability, integrity or confidentiality of a service, and help \
                 the other Parties to limit its consequences."
            );
            results.clauses.push(Clause::new(id.clone(), Eid::new(&format!("art_{at}"))?, text));
        }
    }
    results.sort();
    let mut events: Vec<Event> = Vec::new();
    for element in 0..ELEMENTS {
        let own = (0..QUOTES / ELEMENTS).filter_map(|nth| {
            let place = (element * 7919 + nth * 487) % QUOTES;
            Anchor::of(&results.clauses, place)
        });
        events.push(serde_json::from_value(serde_json::json!({
            "v": 1, "id": format!("00000000-0000-7000-8000-{element:012}"), "seq": element + 1,
            "at": "2026-01-01T00:00:00Z", "by": "Ana", "type": "confirm",
            "element": format!("00000000-0000-4000-8000-{element:012}"),
            "name": format!("Element {element}: reporting of incidents of some kind"),
            "clauses": own.collect::<Vec<Anchor>>(),
        }))?);
    }
    let state = State::fold(&events);
    Ok(Material::new(Findings::new(results, state), events, crosscut::export::Meta::default()))
}

/// The most memory that the program took so far, in megabytes; 0 where the system does not say.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok()).unwrap_or_default() / 1024
}
