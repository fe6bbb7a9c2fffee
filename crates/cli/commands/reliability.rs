//! How far coders agree, as `crosscut status --reliability` prints it.

use crate::out::say;
use crate::table::{Rows, shortened};
use anyhow::Result;
use crosscut::decisions::Coder;
use crosscut_evaluate::reliability::{Figure, MEASURES, Reliability, SILENCE, Table};

pub(super) fn print(reliability: &Reliability) -> Result<()> {
    let names: Vec<&str> = reliability.coders.iter().map(Coder::as_str).collect();
    say!("\nReliability of {}", names.join(", "))?;
    if !reliability.independent {
        say!("They could see each other's decisions, so these figures mean little.")?;
    }
    for coder in &reliability.unfinished {
        say!("{coder} has not finished: only explicit judgements count.")?;
    }
    for table in [&reliability.clauses, &reliability.cells] {
        print_table(table)?;
    }
    for (name, meaning) in MEASURES {
        say!("{name}: {meaning}")?;
    }
    say!("{SILENCE}")?;
    for differ in &reliability.disagreements {
        let settled = if differ.settled.is_none() { "" } else { " (settled)" };
        say!("\n{} in “{}”{settled}", differ.clause.clause, differ.name)?;
        for (coder, side) in &differ.sides {
            let says = if side.belongs { "yes" } else { "no" };
            let judged = if side.judged { "" } else { ", by leaving it out" };
            let why = side.reasons.join("; ");
            let why = if why.is_empty() { why } else { format!(" ({why})") };
            say!("    {coder}: {says}{judged}{why}")?;
        }
    }
    Ok(())
}

fn print_table(table: &Table) -> Result<()> {
    // A hair below nothing is nothing.
    let figure = |figure: &Figure| {
        figure.value.map_or_else(|| "–".into(), |value| format!("{value:.3}").replace("-0.000", "0.000"))
    };
    let mut rows = Rows::new(&[table.unit, "#units", "#judged", "#left out", "#percent", "#κ", "#α", "#AC1"]);
    let elements = table.elements.iter().map(|(element, figures)| (element.name.as_str(), figures));
    for (name, figures) in std::iter::once(("all", &table.whole)).chain(elements) {
        rows.add([
            shortened(name, 48),
            figures.units.to_string(),
            figures.judged.to_string(),
            figures.silent.to_string(),
            figure(&figures.percent),
            figure(&figures.kappa),
            figure(&figures.alpha),
            figure(&figures.ac1),
        ]);
    }
    rows.print()?;
    for why in [&table.whole.kappa, &table.whole.alpha].into_iter().filter_map(|f| f.why_not.as_ref()) {
        say!("{why}")?;
    }
    Ok(())
}
