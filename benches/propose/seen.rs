//! What a reviewer reads first, to be read: candidates with their clauses and what gold says of each.

use crate::strict::{candidates, trained};
use crate::worlds::{World, clauses, files, worlds};
use crosscut::{Candidate, Tier};
use crosscut_cluster::{FeatureRow, Params, Settings};
use crosscut_evaluate::{Labels, is_right};
use std::fmt::Write;
use std::path::Path;

/// Bytes of a clause that are shown.
const SHOWN: usize = 220;

/// The first candidates of a gold set, by weights that never saw it, or of a folder of documents: each with its clauses.
pub(crate) fn read(gold: &Path, of: &str, first: usize, params: &Params, sure_first: bool) -> String {
    let mut settings = Settings::default();
    settings.sure_first = sure_first;
    let worlds = worlds(gold);
    let rows: Vec<Vec<(FeatureRow, bool)>> = worlds.iter().map(World::rows).collect();
    let known = worlds.iter().position(|world| world.name == of);
    let weights = trained(&rows, known);
    let documents = known.is_none().then(|| World::of("documents", clauses(&files(Path::new(of), &[]))));
    let Some(world) = known.map(|place| &worlds[place]).or(documents.as_ref()) else { return String::new() };
    let labels = world.labels.as_ref();
    let found = candidates(world, &weights, &settings, params);
    let mut text = String::new();
    let form = form_of(world);
    for (place, candidate) in found.iter().enumerate().take(first) {
        show(&mut text, place, candidate, world, labels, form);
    }
    let aside = found.iter().filter(|one| one.tier == Tier::Formal);
    writeln!(text, "\nSet aside as form:").expect("a string");
    for (place, candidate) in aside.enumerate().take(first) {
        show(&mut text, place, candidate, world, labels, form);
    }
    text
}

fn form_of(world: &World) -> &'static [&'static str] {
    if world.name == "cyber" { world.form } else { &[] }
}

fn show(
    text: &mut String,
    place: usize,
    candidate: &Candidate,
    world: &World,
    labels: Option<&Labels>,
    form: &[&str],
) {
    let verdict = match labels.map(|labels| is_right(candidate, labels, form)) {
        Some(true) => "right",
        Some(false) => "WRONG",
        None => "",
    };
    writeln!(
        text,
        "\n{} {verdict} [{:.2}, substance {:.2}] {}",
        place + 1,
        candidate.score,
        candidate.substance,
        candidate.label
    )
    .expect("a string");
    for member in &candidate.members {
        let Some(clause) = world.clauses.iter().find(|clause| clause.id == member.clause) else { continue };
        let carried: Vec<&str> = labels
            .into_iter()
            .flat_map(|labels| labels.names().iter().map(move |name| (labels, name)))
            .filter(|(labels, name)| labels.carries(&clause.id, name) == Some(true))
            .map(|(_, name)| name.as_str())
            .collect();
        let said: String = clause.text.chars().take(SHOWN).collect();
        writeln!(text, "   - {} [{}] {said}", clause.agreement, carried.join("; ")).expect("a string");
    }
}
