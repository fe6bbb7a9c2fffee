//! Quality on the gold sets against its bars.

use crosscut::decisions::State;
use crosscut::text::Clause;
use crosscut::{Codebook, Compared, Model, Models, Settings, parse_clauses, propose};
use crosscut_evaluate::{Column, Evaluation, Figure, Guided, Labels, evaluate, guided, parse_gold};
use std::fs;
use std::path::{Path, PathBuf};

/// A measure, and the bar for it. `None` where there is none.
type Bar = (&'static str, fn(&Evaluation) -> Figure, Option<f64>);

const RECALL: fn(&Evaluation) -> Figure = |e| e.discovery.element_recall;
const CELLS: fn(&Evaluation) -> Figure = |e| e.discovery.cells.f1;
const AFTER: fn(&Evaluation) -> Figure = |e| e.discovery.cells_after_100;
const FIRST: fn(&Evaluation) -> Figure = |e| e.discovery.precision_100;
const ALONE: fn(&Evaluation) -> Figure = |e| e.clustering.bcubed_without_self.f1;

/// Sets with the granularity asked for (none: the default, the same for all) and their bars.
const SETS: [(&str, Option<f32>, &[Bar]); 6] = [
    (
        "tota",
        None,
        &[
            ("element recall", RECALL, Some(0.94)),
            ("cell F1", CELLS, Some(0.93)),
            ("B-cubed F1 without self", ALONE, Some(0.82)),
            ("cells after 100 decisions", AFTER, None),
        ],
    ),
    (
        "cuad-clauses",
        None,
        &[
            ("element recall", RECALL, Some(0.90)),
            ("cell F1", CELLS, Some(0.84)),
            ("precision of the first 100", FIRST, Some(0.90)),
        ],
    ),
    ("cuad-clauses", Some(0.0), &[("B-cubed F1 without self", ALONE, Some(0.54))]),
    ("waie", None, &[("cell F1", CELLS, Some(0.80)), ("precision of the first 100", FIRST, Some(0.85))]),
    (
        "cyber",
        None,
        &[
            ("element recall", RECALL, Some(0.90)),
            ("cell F1", CELLS, Some(0.88)),
            ("cells after 100 decisions", AFTER, Some(0.75)),
            ("precision of the first 100", FIRST, Some(0.60)),
        ],
    ),
    ("scf", None, &[("element recall", RECALL, None), ("cell F1", CELLS, None)]),
];

/// All bars; with the installed model too, where that is asked for.
pub(crate) fn table(root: &Path, gold: &Path, with_model: bool) -> String {
    let model = with_model.then(installed).flatten();
    let name = model.as_ref().map_or("no model at hand", |(name, _)| name.as_str());
    let mut text = format!(
        "`cargo bench --bench propose -- --quality --model`: one default setting for all sets; 95 % intervals by \
         bootstrap over agreements\n\n| set | measure | bar | words alone | | with {name} |\n|---|---|---|---|---|---|\n"
    );
    for (set, granularity, bars) in SETS {
        let (clauses, labels) = read(&gold.join(set));
        let settings = Settings::at_granularity(granularity);
        let plain = evaluate(&propose(&Compared::by_words(&clauses), &settings).0, &labels);
        let dense = model.as_ref().map(|(_, model)| {
            let compared =
                Compared::by_model(&clauses, model).expect("the model was checked when it was added");
            evaluate(&propose(&compared, &settings).0, &labels)
        });
        let setting = granularity.map_or(String::new(), |granularity| format!(", granularity {granularity}"));
        for (measure, of, bar) in bars {
            let dense = dense.as_ref().map_or(String::new(), |found| shown(of(found)));
            text += &format!(
                "| {set}{setting} | {measure} | {} | {} | {} | {dense} |\n",
                wanted(*bar),
                shown(of(&plain)),
                met(of(&plain), *bar)
            );
        }
    }
    text + &guided_rows(root, gold) + "\n"
}

/// The codebook's definitions alone, over `cyber`.
fn guided_rows(root: &Path, gold: &Path) -> String {
    let (clauses, labels) = read(&gold.join("cyber"));
    let path = root.join("data/codebooks/cyber.toml");
    let text = fs::read_to_string(&path).expect("the codebook is part of the project");
    let book = Codebook::parse(&path, &text).expect("a test reads it");
    let matches =
        book.match_clauses(&Compared::by_words(&clauses), &State::default()).expect("words need no model");
    let found: Guided = guided(&matches, &labels);
    let (cells, ranked) = (found.cells.f1, found.mean_average_precision);
    format!(
        "| cyber, guided | cell F1 | 0.85 | {} | {} | |\n| cyber, guided | mean average precision | 0.60 | {} | {} | |\n",
        shown(cells),
        met(cells, Some(0.85)),
        shown(ranked),
        met(ranked, Some(0.60))
    )
}

pub(crate) fn read(folder: &Path) -> (Vec<Clause>, Labels) {
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("a gold set has both files");
    let clauses = parse_clauses("clauses.jsonl", &text("clauses.jsonl")).expect("gold sets are good").clauses;
    let gold = parse_gold(&text("gold.jsonl")).expect("gold sets are good");
    let labels = Labels::of(&gold, &clauses, Column::Elements, false);
    (clauses, labels)
}

/// The folder of models of whoever runs this: `CROSSCUT_MODELS`, or that of `crosscut model add`.
pub(crate) fn model_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    named("CROSSCUT_MODELS")
        .or_else(|| named("XDG_DATA_HOME").map(|data| data.join("crosscut/models")))
        .or_else(|| named("HOME").map(|home| home.join(".local/share/crosscut/models")))
}

/// The first model that is installed, with its name.
fn installed() -> Option<(String, Model)> {
    let models = Models::in_folders([model_folder()?]);
    let first = models.list().into_iter().find(|info| info.problem.is_none())?;
    let model = models.find(&first.id.name).ok()?;
    Some((first.id.name, model))
}

fn wanted(bar: Option<f64>) -> String {
    bar.map_or(String::new(), |bar| format!("{bar:.2}"))
}

fn met(figure: Figure, bar: Option<f64>) -> &'static str {
    match bar {
        Some(bar) if figure.value >= bar => "met",
        Some(_) => "not met",
        None => "",
    }
}

fn shown(figure: Figure) -> String {
    format!("{:.3} ({:.2}–{:.2})", figure.value, figure.low, figure.high)
}
