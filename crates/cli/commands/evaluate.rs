//! `crosscut evaluate`: candidates and guided matches against gold.

use crate::Done;
use crate::args::{Common, Evaluate};
use crate::commands::{model::user_models, open, print_json, run, suggestions};
use crate::out::{note, say};
use crate::table::Rows;
use anyhow::{Context, Result, bail};
use crosscut::decisions::State;
use crosscut::findings::Order;
use crosscut::text::Clause;
use crosscut::words::counted;
use crosscut::{
    Codebook, Compared, Results, RunOptions, Settings, Study, parse_clauses, propose, read_files, read_text,
};
use crosscut_evaluate::{
    self as measure, Clustering, Column, Evaluation, Figure, Guided, Labels, Policy, Prf, Strict, Walk,
    parse_candidates, parse_gold,
};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<T> {
    schema: &'static str,
    #[serde(flatten)]
    measures: T,
}

/// The measures of candidates, and what a reviewer sees first where that was asked for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Measured {
    #[serde(flatten)]
    all: Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    strict: Option<Strict>,
}

pub(crate) fn evaluate(common: &Common, args: &Evaluate) -> Result<Done> {
    if args.clauses.is_some() && common.study.is_some() {
        bail!("--clauses and --study exclude each other: evaluate on ready-made clauses or on a study");
    }
    let gold = parse_gold(&read_text(&args.gold)?).with_context(|| args.gold.display().to_string());
    let gold = gold.map_err(|error| anyhow::anyhow!("{error:#}"))?;
    let (clauses, study) = match &args.clauses {
        Some(path) => (ready_made(path)?, None),
        None => {
            let study = open(common)?;
            (study.clauses()?, Some(study))
        }
    };
    let column = if args.groups { Column::Groups } else { Column::Elements };
    let labels = Labels::of(&gold, &clauses, column, args.count_unmatched);
    if let (true, Some(study)) = (args.suggestions, &study) {
        let worths = suggestions::worths(study, &labels)?;
        return finish(common, &labels, "crosscut/evaluate-suggestions/1", worths, suggestions::print_worths);
    }
    if let Some(path) = &args.guided {
        let book = Codebook::parse(path, &read_text(path)?)?;
        let events = study.as_ref().map(Study::events).transpose()?.map(|(events, _)| events);
        let state = State::fold(&events.unwrap_or_default());
        let compared = match &study {
            Some(study) => study.compared(&clauses)?,
            None => compared(&clauses, args)?,
        };
        let measures = measure::guided(&book.match_clauses(&compared, &state)?, &labels);
        return finish(common, &labels, "crosscut/evaluate-guided/1", measures, print_guided);
    }
    if args.reviewer {
        let compared = match &study {
            Some(study) => study.compared(&clauses)?,
            None => compared(&clauses, args)?,
        };
        return reviewer(common, args, &compared, study.as_ref(), &labels);
    }
    let candidates = match (&args.candidates, &study) {
        (Some(path), _) => parse_candidates(&read_text(path)?)
            .map_err(|reason| anyhow::anyhow!("{}: {reason}", path.display()))?,
        (None, Some(study)) => study.results()?.candidates,
        (None, None) => {
            let settings = Settings::at_granularity(args.granularity);
            propose(&compared(&clauses, args)?, &settings).0
        }
    };
    let form: Vec<&str> = args.form_elements.iter().map(String::as_str).collect();
    let strict = args.strict.then(|| measure::strict(&candidates, &labels, &form));
    let measured = Measured { all: measure::evaluate(&candidates, &labels), strict };
    finish(common, &labels, "crosscut/evaluate/1", measured, print_measured)
}

fn print_measured(measured: &Measured) -> Result<()> {
    print_candidates(&measured.all)?;
    measured.strict.as_ref().map_or(Ok(()), print_strict)
}

/// What a reviewer sees first.
fn print_strict(strict: &Strict) -> Result<()> {
    say!(
        "\ncounted strictly: half of all clauses of a candidate carry one of {}, in two or more agreements; {}\n",
        counted(strict.elements, "element"),
        counted(strict.true_cells, "true cell")
    )?;
    let mut rows = Rows::new(&["measure", "#value", "#95 % interval"]);
    for (name, figures) in [
        ("right among the first", &strict.precision),
        ("right among those judged of the first", &strict.judged),
        ("without a labelled clause among the first", &strict.unlabelled),
        ("true cells shown by the first", &strict.cells),
    ] {
        for upto in figures {
            let figure = upto.figure;
            let interval = format!("{}–{}", share(figure.low), share(figure.high));
            rows.add([format!("{name} {}", upto.first), share(figure.value), interval]);
        }
    }
    rows.print()?;
    Ok(())
}

/// The walks of a simulated reviewer.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Walks {
    walks: Vec<Walk>,
}

/// How many decisions a simulated reviewer makes at most.
const DECISIONS: usize = 400;

/// Walks the queue as a reviewer who knows the gold, in the orders that the page offers, and with a codebook if one is given.
fn reviewer(
    common: &Common,
    args: &Evaluate,
    compared: &Compared<'_>,
    study: Option<&Study>,
    labels: &Labels,
) -> Result<Done> {
    let results = match study {
        Some(study) => study.results()?,
        None => Results::of_clauses(compared, &[], &Settings::at_granularity(args.granularity)),
    };
    let mut policies = vec![Policy::Queue(Order::Best), Policy::Queue(Order::Broad), Policy::Page];
    if let Some(path) = &args.codebook {
        policies.push(Policy::Codebook(Codebook::parse(path, &read_text(path)?)?));
    }
    let form: Vec<&str> = args.form_elements.iter().map(String::as_str).collect();
    let walk = |policy: &Policy| measure::review(&results, compared, labels, &form, policy, DECISIONS);
    let walks = policies.iter().map(walk).collect::<Result<Vec<Walk>, _>>()?;
    if let Some(path) = &args.drawing {
        let drawing = measure::drawing(&walks, 200);
        crosscut_export::save(path, drawing.as_bytes())?;
    }
    let name = "crosscut/evaluate-walks/1";
    finish(common, labels, name, Walks { walks }, |measured| print_walks(&measured.walks))
}

fn print_walks(walks: &[Walk]) -> Result<()> {
    let mut rows = Rows::new(&["policy", "#after 25", "#50", "#100", "#200", "#to 80 %", "#to 95 %"]);
    for walk in walks {
        let reached = |place: usize| {
            let decisions = walk.decisions.get(place).and_then(|reach| reach.decisions);
            decisions.map_or_else(|| "never".to_owned(), |decisions| decisions.to_string())
        };
        let after = |decisions: usize| share(walk.after(decisions));
        rows.add([walk.policy.clone(), after(25), after(50), after(100), after(200), reached(0), reached(1)]);
    }
    rows.print()?;
    Ok(())
}

/// Ready-made clauses, compared by the model that is asked for.
fn compared<'c>(clauses: &'c [Clause], args: &Evaluate) -> Result<Compared<'c>> {
    Ok(match args.model.as_deref().filter(|name| *name != "none") {
        Some(name) => Compared::by_model(clauses, &user_models().find(name)?)?,
        None => Compared::by_words(clauses),
    })
}

/// The clauses of a file, or of a folder as `crosscut extract --out` leaves it.
fn ready_made(path: &Path) -> Result<Vec<Clause>> {
    let columns = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
    if path.is_dir() || columns {
        let (read, _) = run::shown(|told| read_files(&[path.to_owned()], &RunOptions::default(), told))?;
        return Ok(read.clauses);
    }
    Ok(parse_clauses(&path.display().to_string(), &read_text(path)?)?.clauses)
}

/// Prints the measures, and says which gold no clause answered.
fn finish<T: Serialize>(
    common: &Common,
    labels: &Labels,
    schema: &'static str,
    measures: T,
    print: impl Fn(&T) -> Result<()>,
) -> Result<Done> {
    if common.json {
        print_json(&Answer { schema, measures })?;
    } else {
        print(&measures)?;
    }
    for unmatched in labels.unmatched.iter().take(20) {
        note!("gold line {}: no clause for {}", unmatched.line, unmatched.target);
    }
    let more = labels.unmatched.len();
    if more > 20 {
        note!("… {more} gold lines in all have no clause");
    }
    Ok(if more > 0 { Done::Attention } else { Done::Well })
}

/// What stands in place of a figure that is none.
const NONE: &str = "none";

fn print_candidates(measured: &Evaluation) -> Result<()> {
    let found = &measured.discovery;
    say!(
        "{} · {} of {} · {}, {} of them horizontal\n",
        counted(measured.candidates, "candidate"),
        counted(measured.labelled, "labelled clause"),
        counted(measured.agreements, "agreement"),
        counted(measured.elements, "element"),
        found.horizontal_elements
    )?;
    let mut rows = Rows::new(&["measure", "#value", "#95 % interval", "#all apart", "#all together"]);
    let (apart, together) = (&measured.all_singletons, &measured.one_cluster);
    let mut add = |name: &str, figure: Option<Figure>, base: Option<(Figure, Figure)>| {
        let base = base.map_or([String::new(), String::new()], |(a, b)| [share(a.value), share(b.value)]);
        let [a, b] = base;
        let value = figure.map_or_else(|| NONE.to_owned(), |figure| share(figure.value));
        let interval = figure.map(|figure| format!("{}–{}", share(figure.low), share(figure.high)));
        rows.add([name.to_owned(), value, interval.unwrap_or_default(), a, b]);
    };
    // Shares of nothing are no figures.
    let of_true = |figure| (found.horizontal_elements > 0).then_some(figure);
    let of_labels = |figure| (measured.labelled > 0).then_some(figure);
    let of_proposed = |figure| (measured.candidates > 0).then_some(figure);
    add("horizontal elements recovered", of_true(found.element_recall), None);
    add("precision of the first 50", of_proposed(found.precision_50), None);
    add("precision of the first 100", of_proposed(found.precision_100), None);
    add("cells F1", of_true(found.cells.f1), None);
    add("cells after 100 decisions", of_true(found.cells_after_100), None);
    if let Some(spared) = &measured.discovery_undisputed {
        add("cells F1, disputed labels left out", of_true(spared.cells.f1), None);
        add("precision of the first 100, the same", of_proposed(spared.precision_100), None);
    }
    let clustering = &measured.clustering;
    for (name, of) in [
        ("extended B-cubed F1", clustering.bcubed),
        ("B-cubed F1 without self", clustering.bcubed_without_self),
        ("pairs across agreements F1", clustering.pairs),
    ] {
        let base: fn(&Clustering) -> Prf = match name {
            "extended B-cubed F1" => |c| c.bcubed,
            "B-cubed F1 without self" => |c| c.bcubed_without_self,
            _ => |c| c.pairs,
        };
        add(name, of_labels(of.f1), Some((base(apart).f1, base(together).f1)));
    }
    add("labelled clauses in a candidate", of_labels(measured.coverage), None);
    rows.print()?;
    for reach in &found.decisions {
        let needed = reach.decisions.map_or_else(|| "not reached".into(), |n| counted(n, "decision"));
        say!("{:.0} % of the true cells: {needed}", 100.0 * reach.cells)?;
    }
    print_elements(measured)?;
    if !measured.missed.is_empty() {
        say!("missed: {}", measured.missed.join(", "))?;
    }
    Ok(())
}

/// How each element fared, those of most agreements first.
fn print_elements(measured: &Evaluation) -> Result<()> {
    let mut elements: Vec<_> = measured.per_element.iter().filter(|row| row.agreements > 1).collect();
    elements.sort_by(|a, b| b.agreements.cmp(&a.agreements).then(a.element.cmp(&b.element)));
    let mut rows =
        Rows::new(&["element", "#clauses", "#agreements", "#found", "#first candidate", "#gathered"]);
    for row in elements {
        rows.add([
            row.element.clone(),
            row.clauses.to_string(),
            row.agreements.to_string(),
            row.agreements_found.to_string(),
            row.rank.map_or_else(|| "missed".into(), |rank| rank.to_string()),
            share(row.gathered),
        ]);
    }
    say!("")?;
    rows.print()?;
    Ok(())
}

fn print_guided(measured: &Guided) -> Result<()> {
    say!(
        "mean average precision {} · cells F1 {} (best cut {}, all yes {})\n",
        share(measured.mean_average_precision.value),
        share(measured.cells.f1.value),
        share(measured.best_f1),
        share(measured.all_yes_f1)
    )?;
    let mut rows = Rows::new(&["element", "#clauses", "#average precision", "#right", "#wrong", "#missed"]);
    for element in &measured.elements {
        rows.add([
            element.element.clone(),
            element.clauses.to_string(),
            element.average_precision.map(share).unwrap_or_default(),
            element.right.to_string(),
            element.wrong.to_string(),
            element.missed.to_string(),
        ]);
    }
    rows.print()?;
    if !measured.not_asked.is_empty() {
        say!("in gold, not in the codebook: {}", measured.not_asked.join(", "))?;
    }
    Ok(())
}

fn share(value: f64) -> String {
    format!("{value:.3}")
}
