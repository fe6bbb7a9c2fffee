//! Guided search by chances that never saw the world they are judged on: cells, clauses, calibration, and what is nowhere.

use crate::bars::read;
use crate::encoded::Encoded;
use crosscut::text::Clause;
use crosscut::{Codebook, CodebookElement};
use crosscut_cluster::{Chances, Compared, Element, ElementRows, Vectors, guided_rows, match_codebook};
use crosscut_evaluate::{Asked, Labels, asked};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Confirmed clauses that each element of more than twice as many is given, in the second pass.
const CONFIRMED: usize = 10;
/// The worlds, and the one whose articles are longer than what a sentence model reads.
const SETS: [&str; 4] = ["cyber", "tota", "cuad-clauses", "waie"];
const LONG: &str = "tota";
/// What one question counts in training, those asked of their own world counting 1.
const TOLD: f64 = 0.5;
const NOWHERE: f64 = 0.5;
const ALONE: f64 = 0.5;

/// Elements of the books that trade agreements, contracts, declarations or cybersecurity agreements hold as well, by which
/// book: they are not asked of a foreign world.
const COMMON: [(&str, &[&str]); 4] = [
    (
        "tota",
        &[
            "annexes form part",
            "amendments",
            "entry into force",
            "termination/withdrawal",
            "confidentiality",
            "relation to other agreements",
            "contact points",
            "evolutionary clause",
            "territorial application",
            "recognition",
            "review and appeal",
            "publication",
            "IP protection",
            "disclosure of information",
            "copyright",
            "patents",
            "authentic texts",
            "accession",
            "joint committee",
            "fulfilment of obligations",
            "suspension of proceedings",
            "universal service",
            "administrative fees",
            "good offices",
            "technical regulations",
        ],
    ),
    (
        "cuad-clauses",
        &[
            "Audit Rights",
            "Exclusivity",
            "Expiration Date",
            "Governing Law",
            "Renewal Term",
            "Termination for Convenience",
            "Joint IP Ownership",
            "IP Ownership Assignment",
            "Notice Period to Terminate Renewal",
            "Price Restrictions",
            "License Grant",
        ],
    ),
    (
        "waie",
        &[
            "transparency",
            "privacy",
            "cooperation",
            "intellectual_property",
            "sustainability",
            "accountability",
            "reliability",
            "fairness",
            "beneficence",
        ],
    ),
    // Modern trade agreements speak of terrorism, of privacy and of infrastructure that must be protected.
    ("gge-2015-norms", &["norm-a", "norm-d", "norm-e", "norm-g", "norm-f"]),
];

/// A set of clauses and the elements that are asked of it.
struct Question {
    name: String,
    clauses: Vec<Clause>,
    vectors: Option<Vectors>,
    labels: Labels,
    /// Each element with its name in gold; none where it is nowhere in the set.
    elements: Vec<(Option<String>, Element)>,
    /// How much it counts in training.
    weight: f64,
}

/// All questions at hand: elements by their definitions alone, with confirmed clauses, and elements of another
/// field, which are nowhere. Each with the number of the world that it belongs to. With a model, clauses and elements are
/// read by it.
fn questions(root: &Path, gold: &Path, mut model: Option<&mut Encoded>) -> Vec<(usize, Question)> {
    let books: Vec<Vec<(String, Element)>> = SETS.iter().map(|set| book(root, set)).collect();
    let norms = foreign(&book(root, "gge-2015-norms"), "gge-2015-norms");
    let mut questions = Vec::new();
    for (world, set) in SETS.into_iter().enumerate() {
        if set == LONG && model.is_some() {
            continue;
        }
        let (clauses, labels) = read(&gold.join(set));
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        let vectors = model.as_deref_mut().map(|model| {
            let rows = model.vectors(&texts);
            let width = rows.first().map_or(0, Vec::len);
            Vectors { width, values: rows.into_iter().flatten().collect(), language: None }
        });
        let own: Vec<(Option<String>, Element)> =
            books[world].iter().map(|(id, element)| (Some(id.clone()), element.clone())).collect();
        let told = with_confirmed(&own, &clauses, &labels);
        let mut asked = vec![(String::new(), own, 1.0), (format!(", {CONFIRMED} confirmed"), told, TOLD)];
        let others = SETS.iter().zip(&books).enumerate();
        let others = others.filter(|(other, _)| *other != world && *other != 0);
        asked.extend(
            others.map(|(_, (name, book))| (format!(", those of {name}"), foreign(book, name), NOWHERE)),
        );
        if matches!(set, "tota" | "cuad-clauses") {
            asked.push((", norms of States".to_owned(), norms.clone(), NOWHERE));
        }
        for (name, mut elements, weight) in asked {
            for (_, element) in &mut elements {
                let texts = element.texts();
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                element.vectors = model.as_deref_mut().map_or_else(Vec::new, |model| model.vectors(&texts));
            }
            let (name, clauses, labels) = (format!("{set}{name}"), clauses.clone(), labels.clone());
            questions.push((
                world,
                Question { name, clauses, vectors: vectors.clone(), labels, elements, weight },
            ));
        }
    }
    questions
}

/// The elements of a book that another world does not hold.
fn foreign(book: &[(String, Element)], name: &str) -> Vec<(Option<String>, Element)> {
    let common = COMMON.iter().find(|(book, _)| *book == name).map_or(&[][..], |(_, common)| common);
    let kept = book.iter().filter(|(id, _)| !common.contains(&id.as_str()));
    kept.map(|(_, element)| (None, element.clone())).collect()
}

/// A codebook of the project, or the definitions of a set's elements that were written for this bench without looking at
/// its clauses: a line each with the name in gold, a tab and the definition.
fn book(root: &Path, name: &str) -> Vec<(String, Element)> {
    let lines = root.join(format!("benches/propose/books/{name}.tsv"));
    if let Ok(text) = fs::read_to_string(lines) {
        let element = |line: &str| {
            let (id, definition) = line.split_once('\t').expect("a tab in every line");
            let (name, definition) = (id.replace(['_', '[', ']', '/'], " "), definition.to_owned());
            (id.to_owned(), Element { name, definition, ..Element::default() })
        };
        return text.lines().map(element).collect();
    }
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
        guided_rows(self.compared(), &self.elements())
    }

    fn compared(&self) -> Compared<'_> {
        Compared::new(&self.clauses, self.vectors.as_ref())
    }

    /// Whether a clause carries an element; none where gold does not say. An element that is nowhere is not there.
    fn told(&self, element: usize, clause: usize) -> Option<bool> {
        match &self.elements[element].0 {
            Some(id) => self.labels.carries(&self.clauses[clause].id, id),
            None => Some(false),
        }
    }

    fn measure(&self, chances: &Chances) -> Asked {
        let found = match_codebook(self.compared().with_chances(chances), &self.elements());
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
                // Where only some clauses were ever read, nobody knows about a cell that rests on another.
                if self.told(element, cell.clause).is_none() {
                    truth.remove(agreement(cell.clause));
                } else if let Some(truth) = truth.get_mut(agreement(cell.clause)) {
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

/// The questions with what is asked about each clause: as they are, and as if each element were asked alone.
struct Asking {
    world: usize,
    question: Question,
    rows: Vec<ElementRows>,
    alone: Vec<ElementRows>,
}

fn asking(root: &Path, gold: &Path, model: Option<&mut Encoded>) -> Vec<Asking> {
    let questions = questions(root, gold, model).into_iter();
    let asking = questions.map(|(world, question)| {
        let rows = question.rows();
        let alone = rows.iter().map(ElementRows::alone).collect();
        Asking { world, question, rows, alone }
    });
    asking.collect()
}

/// The chances that are shipped, trained on all questions.
pub(crate) fn train(root: &Path, gold: &Path) -> String {
    let Some(mut model) = Encoded::installed() else {
        return "guided search is left as it is: it is trained with a sentence model too, and none is installed".into();
    };
    let mut all = asking(root, gold, None);
    all.extend(asking(root, gold, Some(&mut model)));
    let chances = trained(&all, None);
    let head = "# How probably a clause carries a known element: what each feature counts, by words alone and with a sentence model.\n\
                # Written by `cargo bench --bench propose -- --train`; crates/cluster/src/chances.rs says what each asks.\n";
    let path = root.join("crates/cluster/data/guided.tsv");
    fs::write(&path, format!("{head}{chances}")).expect("the chances can be written");
    format!("trained on {} questions: {}", all.len(), path.display())
}

/// Whether a clause carries an element, by the places of both; none where nobody knows.
type Told<'a> = dyn Fn(usize, usize) -> Option<bool> + 'a;

fn trained(asking: &[Asking], without: Option<usize>) -> Chances {
    let used: Vec<&Asking> = asking.iter().filter(|one| Some(one.world) != without).collect();
    let told: Vec<Box<Told<'_>>> = used
        .iter()
        .map(|one| Box::new(|element, clause| one.question.told(element, clause)) as Box<_>)
        .collect();
    let worlds: Vec<_> = used
        .iter()
        .zip(&told)
        .flat_map(|(one, told)| {
            let weight = one.question.weight;
            [(weight, &one.rows[..], &**told), (ALONE * weight, &one.alone[..], &**told)]
        })
        .collect();
    Chances::train(&worlds)
}

/// One row for each question, by chances that never saw its world; with a model, if one is installed, as well.
pub(crate) fn table(root: &Path, gold: &Path) -> String {
    let mut text = measured(&asking(root, gold, None), "words only");
    if let Some(mut model) = Encoded::installed() {
        let by = format!("with {} on definitions, phrases and clauses", model.name);
        text += &measured(&asking(root, gold, Some(&mut model)), &by);
    }
    text
}

fn measured(asking: &[Asking], by: &str) -> String {
    let mut text = format!(
        "Guided search, {by}, by chances trained without the world that they are judged on\n\n\
         | asked of | cells that hold it / all | cell F1 at 0.5 | best cut | calibration error | mAP | cells above 0.3 |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let worlds: std::collections::BTreeSet<usize> = asking.iter().map(|one| one.world).collect();
    for world in worlds {
        let chances = trained(asking, Some(world));
        for Asking { question, .. } in asking.iter().filter(|one| one.world == world) {
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
                found.mean_average_precision.max(0.0),
                found.above
            )
            .expect("a string");
        }
    }
    text + "\n"
}
