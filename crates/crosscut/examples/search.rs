//! Searches a study: `cargo run --release --example search -- my-study "critical infrastructure"`

use crosscut::Study;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(query)) = (args.next(), args.next()) else {
        return Err("usage: search STUDY QUERY".into());
    };
    let study = Study::open(folder)?;
    let clauses = study.clauses()?;
    let found = study.index()?.search(&query, 10)?;
    println!("{} clauses match", found.total);
    for hit in found.hits {
        let Some(clause) = clauses.iter().find(|clause| clause.id == hit.clause) else { continue };
        println!("{:6.2}  {}, {}\n        {}", hit.score, clause.agreement, clause.locator, clause.text);
    }
    Ok(())
}
