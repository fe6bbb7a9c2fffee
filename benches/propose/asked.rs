//! Guided search by chances that never saw the world they are judged on: cells, clauses, calibration, and what is nowhere.

use crate::bars::read;
use crosscut::text::Clause;
use crosscut::{Codebook, CodebookElement};
use crosscut_cluster::{Chances, Compared, Element, ElementRows, guided_rows, match_codebook};
use crosscut_evaluate::{Asked, Labels, asked};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Confirmed clauses that each element of more than twice as many is given, in the second pass.
const CONFIRMED: usize = 10;
/// Asked of trade agreements and contracts, which hold none of them.
const FOREIGN: &str = ", norms of States";

/// A set of clauses and the elements that are asked of it.
pub(crate) struct Question {
    name: String,
    clauses: Vec<Clause>,
    labels: Labels,
    /// Each element with its name in gold; none where it is nowhere in the set.
    elements: Vec<(Option<String>, Element)>,
    /// How much it counts in training: names alone say little of how definitions fit.
    weight: f64,
}

/// All questions at hand: elements by their definitions or names alone, with confirmed clauses, and elements of another
/// field, which are nowhere. Each with the number of the world that it belongs to.
pub(crate) fn questions(root: &Path, gold: &Path) -> Vec<(usize, Question)> {
    let cyber = book(root, "cyber");
    let norms = book(root, "gge-2015-norms");
    let mut questions = Vec::new();
    for (world, set) in ["cyber", "tota", "cuad-clauses", "waie"].into_iter().enumerate() {
        let (clauses, labels) = read(&gold.join(set));
        let own: Vec<(Option<String>, Element)> = match set {
            "cyber" => cyber.iter().map(|(id, element)| (Some(id.clone()), element.clone())).collect(),
            _ => labels.names().iter().map(|name| (Some(name.clone()), named(name))).collect(),
        };
        let told = with_confirmed(&own, &clauses, &labels);
        let ask = |name: &str, elements: Vec<(Option<String>, Element)>| Question {
            name: format!("{set}{name}"),
            clauses: clauses.clone(),
            labels: labels.clone(),
            weight: match (set, name) {
                ("cyber", _) => 1.0,
                (_, FOREIGN) => 0.5,
                _ => 0.1,
            },
            elements,
        };
        questions.push((world, ask("", own)));
        questions.push((world, ask(&format!(", {CONFIRMED} confirmed"), told)));
        if matches!(set, "tota" | "cuad-clauses") {
            let foreign = |book: &[(String, Element)]| {
                book.iter().map(|(_, element)| (None, element.clone())).collect()
            };
            // Trade agreements and contracts speak of data and of disputes too: the norms of States are foreign to both.
            questions.push((world, ask(FOREIGN, foreign(&norms))));
        }
    }
    questions
}

fn book(root: &Path, name: &str) -> Vec<(String, Element)> {
    let path = root.join(format!("data/codebooks/{name}.toml"));
    let text = fs::read_to_string(&path).expect("the codebook is part of the project");
    let element = |element: CodebookElement| {
        let inclusion = element.inclusion.as_deref().unwrap_or_default();
        let definition = format!("{} {inclusion}", element.definition).trim().to_owned();
        (
            element.id,
            Element { name: element.name, definition, phrases: element.phrases, ..Element::default() },
        )
    };
    Codebook::parse(&path, &text).expect("a test reads it").elements.into_iter().map(element).collect()
}

/// An element that only its name defines.
fn named(name: &str) -> Element {
    let plain = name.replace(['_', '[', ']', '/'], " ");
    Element { name: plain.clone(), definition: plain, ..Element::default() }
}

/// The same elements with clauses that carry them, spread over the set.
fn with_confirmed(
    elements: &[(Option<String>, Element)],
    clauses: &[Clause],
    labels: &Labels,
) -> Vec<(Option<String>, Element)> {
    let told = |(id, element): &(Option<String>, Element)| {
        let carries =
            |clause: &Clause| id.as_ref().is_some_and(|id| labels.carries(&clause.id, id) == Some(true));
        let all: Vec<usize> = (0..clauses.len()).filter(|&place| carries(&clauses[place])).collect();
        let count = if all.len() > 2 * CONFIRMED { CONFIRMED } else { 0 };
        let confirmed = (0..count).map(|n| all[n * all.len() / CONFIRMED]).collect();
        (id.clone(), Element { confirmed, ..element.clone() })
    };
    elements.iter().map(told).collect()
}

impl Question {
    fn elements(&self) -> Vec<Element> {
        self.elements.iter().map(|(_, element)| element.clone()).collect()
    }

    fn rows(&self) -> Vec<ElementRows> {
        guided_rows(Compared::new(&self.clauses, None), &self.elements())
    }

    /// Whether a clause carries an element; none where gold does not say. An element that is nowhere is not there.
    fn told(&self, element: usize, clause: usize) -> Option<bool> {
        match &self.elements[element].0 {
            Some(id) => self.labels.carries(&self.clauses[clause].id, id),
            None => Some(false),
        }
    }

    fn measure(&self, chances: &Chances) -> Asked {
        let compared = Compared::new(&self.clauses, None).with_chances(chances);
        let found = match_codebook(compared, &self.elements());
        let mut cells: Vec<(f64, bool)> = Vec::new();
        let mut ranked: Vec<Vec<bool>> = Vec::new();
        for (element, found) in found.iter().enumerate() {
            let agreement = |clause: usize| &self.clauses[clause].agreement;
            let given: Vec<_> =
                self.elements[element].1.confirmed.iter().map(|clause| agreement(*clause)).collect();
            let mut truth: BTreeMap<_, (f64, bool)> = BTreeMap::new();
            for (place, clause) in self.clauses.iter().enumerate() {
                if let Some(told) = self.told(element, place) {
                    truth.entry(&clause.agreement).or_insert((0.0, false)).1 |= told;
                }
            }
            for cell in &found.cells {
                if let Some(truth) = truth.get_mut(agreement(cell.clause)) {
                    truth.0 = f64::from(cell.similarity);
                }
            }
            truth.retain(|agreement, _| !given.contains(agreement));
            cells.extend(truth.into_values());
            let open = found
                .ranked
                .iter()
                .filter(|member| !self.elements[element].1.confirmed.contains(&member.clause));
            ranked.push(open.filter_map(|member| self.told(element, member.clause)).collect());
        }
        asked(&cells, &ranked)
    }
}

/// The chances that are shipped, trained on all questions.
pub(crate) fn train(root: &Path, gold: &Path) -> String {
    let questions = questions(root, gold);
    let chances = trained(&questions, None);
    let head = "# How probably a clause carries a known element: what each feature counts. Written by\n\
                # `cargo bench --bench propose -- --train`; crates/cluster/src/chances.rs says what each asks.\n";
    let path = root.join("crates/cluster/data/guided.tsv");
    fs::write(&path, format!("{head}{chances}")).expect("the chances can be written");
    format!("trained on {} questions: {}", questions.len(), path.display())
}

/// Whether a clause carries an element, by the places of both; none where nobody knows.
type Told<'a> = dyn Fn(usize, usize) -> Option<bool> + 'a;

fn trained(questions: &[(usize, Question)], without: Option<usize>) -> Chances {
    let used: Vec<&Question> =
        questions.iter().filter(|(world, _)| Some(*world) != without).map(|(_, question)| question).collect();
    let told: Vec<Box<Told<'_>>> = used
        .iter()
        .map(|question| Box::new(|element, clause| question.told(element, clause)) as Box<_>)
        .collect();
    let worlds: Vec<_> =
        used.iter().zip(&told).map(|(question, told)| (question.weight, question.rows(), &**told)).collect();
    Chances::train(&worlds)
}

/// One row for each question, by chances that never saw its world.
pub(crate) fn table(root: &Path, gold: &Path) -> String {
    let questions = questions(root, gold);
    let mut text = String::from(
        "| asked of | cells that hold it / all | cell F1 at 0.5 | best cut | calibration error | mAP | cells above 0.3 |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let worlds: std::collections::BTreeSet<usize> = questions.iter().map(|(world, _)| *world).collect();
    for world in worlds {
        let chances = trained(&questions, Some(world));
        for (_, question) in questions.iter().filter(|(own, _)| *own == world) {
            let found = question.measure(&chances);
            writeln!(
                text,
                "| {} | {} / {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |",
                question.name,
                found.held,
                found.cells,
                found.f1,
                found.best_f1,
                found.calibration_error,
                found.mean_average_precision,
                found.above
            )
            .expect("a string");
        }
    }
    format!(
        "Guided search, words only, by chances trained without the world that they are judged on\n\n{text}"
    )
}
