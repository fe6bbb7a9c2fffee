//! `crosscut evaluate` as a researcher uses it: a small gold file whose figures can be counted on fingers.

use assert_cmd::Command;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
}

const CLAUSES: &str = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report incidents."}
{"id": "a#2", "agreement": "a", "text": "Each Party shall train its staff."}
{"id": "b#1", "agreement": "b", "text": "Members shall report incidents."}
{"id": "b#2", "agreement": "b", "text": "Members shall plant trees."}
{"id": "c#1", "agreement": "c", "text": "We train our staff."}
"#;
const GOLD: &str = r#"{"clause": "a#1", "elements": ["report"]}
{"clause": "a#2", "elements": ["train"]}
{"clause": "b#1", "elements": ["report"]}
{"clause": "b#2", "elements": []}
{"clause": "c#1", "elements": ["train"]}
"#;
/// The first is right (two of two), the second wrong (one agreement has "train", its other member "report").
const FOUND: &str = r#"{"candidates": [
{"members": [{"clause": "a#1", "similarity": 0.9}, {"clause": "b#1", "similarity": 0.9}]},
{"members": [{"clause": "a#2"}, {"clause": "b#1", "similarity": 0.1}, {"clause": "z#9"}]}]}"#;

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (name, text) in [("clauses.jsonl", CLAUSES), ("gold.jsonl", GOLD), ("found.json", FOUND)] {
            desk.write(name, text);
        }
        desk
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("files can be written");
        path
    }

    fn evaluate(&self, more: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        command.current_dir(self.folder.path());
        command.args(["evaluate", "--gold", "gold.jsonl", "--clauses", "clauses.jsonl"]).args(more);
        let output = command.output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        (output.status.code().expect("no signal"), text(&output.stdout), text(&output.stderr))
    }

    fn json(&self, more: &[&str]) -> serde_json::Value {
        let (_, out, error) = self.evaluate(&[more, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|wrong| panic!("{wrong}: {out}{error}"))
    }
}

#[test]
fn candidates_of_any_tool_are_measured() {
    let desk = Desk::new();
    let found = desk.json(&["--candidates", "found.json"]);
    assert_eq!(found["schema"], "crosscut/evaluate/1");
    assert_eq!(found["discovery"]["horizontal_elements"], 2);
    assert_eq!(found["discovery"]["element_recall"]["value"], 0.5);
    assert_eq!(found["discovery"]["precision_100"]["value"], 0.5);
    // Proposed: (report, a), (report, b), both true; true: these and (train, a), (train, c).
    assert_eq!(found["discovery"]["cells"]["precision"]["value"], 1.0);
    assert_eq!(found["discovery"]["cells"]["recall"]["value"], 0.5);
    let decisions: Vec<_> =
        found["discovery"]["decisions"].as_array().unwrap().iter().map(|d| &d["decisions"]).collect();
    assert_eq!(decisions, [&serde_json::json!(1), &serde_json::Value::Null, &serde_json::Value::Null]);
    assert_eq!(found["missed"], serde_json::json!(["train"]));
    assert_eq!(found["unknown_members"], 1);
    assert_eq!(found["per_element"].as_array().unwrap().len(), 2);
    for baseline in ["all_singletons", "one_cluster"] {
        assert!(found[baseline]["bcubed"]["f1"]["value"].as_f64().unwrap() > 0.3, "{baseline}");
    }
    let (code, table, _) = desk.evaluate(&["--candidates", "found.json"]);
    assert_eq!(code, 0);
    for shown in ["all apart", "all together", "50 % of the true cells: 1 decision", "missed: train"] {
        assert!(table.contains(shown), "{shown}: {table}");
    }
}

#[test]
fn gold_that_names_unknown_clauses_is_listed_and_counted_only_if_asked() {
    let desk = Desk::new();
    desk.write("gold.jsonl", &format!("{GOLD}{{\"clause\": \"c#7\", \"elements\": [\"report\"]}}\n"));
    let recall = |found: &serde_json::Value| found["discovery"]["cells"]["recall"]["value"].as_f64().unwrap();
    let plain = desk.json(&["--candidates", "found.json"]);
    assert_eq!((recall(&plain), plain["unmatched"][0]["target"].as_str()), (0.5, Some("c#7")));
    assert_eq!(recall(&desk.json(&["--candidates", "found.json", "--count-unmatched"])), 0.4);
    let (code, _, error) = desk.evaluate(&["--candidates", "found.json"]);
    assert!(code == 1 && error.contains("gold line 6: no clause for c#7"), "{error}");
}

#[test]
fn our_own_candidates_are_measured_and_wrong_files_named() {
    let desk = Desk::new();
    let found = desk.json(&[]);
    assert!(found["discovery"]["element_recall"]["value"].as_f64().is_some());
    desk.write("bad.json", "{\"candidates\": 3}");
    let (code, _, error) = desk.evaluate(&["--candidates", "bad.json"]);
    assert!(code == 2 && error.contains("bad.json"), "{error}");
    desk.write("gold.jsonl", "{\"clause\": \"a#1\"}\n");
    let (code, _, error) = desk.evaluate(&[]);
    assert!(code == 2 && error.contains("gold.jsonl") && error.contains("line 1"), "{error}");
}

#[test]
fn counted_strictly_what_has_no_label_is_wrong_and_form_is_no_element() {
    let desk = Desk::new();
    let strict = |more: &[&str]| {
        let found = desk.json(&[&["--candidates", "found.json", "--strict"][..], more].concat());
        let first = |part: &str| found["strict"][part][0]["value"].as_f64().expect("a figure");
        (first("precision"), first("unlabelled"), first("cells"))
    };
    // The first is right, the second wrong: of "report" and "train" one member each, in one agreement each.
    assert_eq!(strict(&[]), (0.5, 0.0, 0.5));
    assert_eq!(strict(&["--form-elements", "report"]), (0.0, 0.5, 0.0));
    let (code, table, _) = desk.evaluate(&["--candidates", "found.json", "--strict"]);
    assert!(code == 0 && table.contains("right among the first 10"), "{table}");
}

#[test]
fn a_simulated_reviewer_walks_the_queue() {
    let desk = Desk::new();
    desk.write(
        "book.toml",
        "schema = \"crosscut/codebook/1\"\ntitle = \"Known\"\nversion = \"1\"\n[[element]]\nid = \"report\"\n\
         name = \"Reporting\"\ndefinition = \"Members report incidents.\"\n",
    );
    let found = desk.json(&["--reviewer", "--codebook", "book.toml", "--drawing", "curves.svg"]);
    let walks = found["walks"].as_array().expect("walks");
    assert_eq!(walks.len(), 4);
    for walk in walks {
        let cells: Vec<f64> =
            walk["cells"].as_array().expect("cells").iter().filter_map(|c| c.as_f64()).collect();
        assert!(cells[0] == 0.0 && cells.windows(2).all(|pair| pair[0] <= pair[1]), "{cells:?}");
        assert!(cells.last().is_some_and(|last| (0.0..=1.0).contains(last)));
    }
    let drawing = fs::read_to_string(desk.folder.path().join("curves.svg")).expect("it was drawn");
    assert!(drawing.starts_with("<svg") && drawing.contains("with the codebook Known"), "{drawing}");
    let (code, table, error) = desk.evaluate(&["--reviewer"]);
    assert!(code == 0 && table.contains("best first") && table.contains("to 80 %"), "{table}{error}");
}
