//! The program as its users run it: files, folders, exit codes, messages.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const TREATY: &str = "Article 1\n\nEach Party shall report significant incidents to its competent authority without delay.\n\n\
Article 2\n\nThe Parties shall cooperate to protect critical infrastructure against cyber attacks.\n";
const PLEDGE: &str = "We commit to report significant incidents to the competent authority without delay.\n\n\
We commit to protect critical infrastructure against cyber attacks and to train our staff.\n";

/// A folder with two small agreements, and room for a study.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        desk.write("in/treaty.txt", TREATY);
        desk.write("in/pledge.txt", PLEDGE);
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(&path, content).expect("files can be written");
        path
    }

    /// Runs `crosscut` with arguments; gives exit code, standard output and standard error.
    fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        let output = Command::cargo_bin("crosscut")
            .expect("it is built")
            .current_dir(self.folder.path())
            .args(args)
            .output();
        let output = output.expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }

    /// Every file of the study and its bytes.
    fn study(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.at("crosscut-study"), &mut found);
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, found);
        } else if path.file_name().is_some_and(|name| name != "lock") {
            found.push((path.clone(), fs::read(&path).expect("it can be read")));
        }
    }
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn documents_become_clauses_candidates_and_exports() {
    let desk = Desk::new();
    let (code, out, error) = desk.crosscut(&["run", "in"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("2 agreements"), "{out}");
    for file in [
        "out/report.html", "out/candidates.csv", "out/matrix.csv", "out/quotes.csv", "crosscut.toml",
        "sources/treaty.txt",
    ] {
        assert!(desk.at("crosscut-study").join(file).is_file(), "{file}");
    }
    let (code, out, _) =
        desk.crosscut(&["clauses", "--json", "--agreement", "treaty", "--kind", "provision"]);
    assert_eq!(code, 0);
    let first = json(out.lines().next().expect("a clause"));
    assert_eq!(first["agreement"], "treaty");
    assert!(
        first["text"].as_str().is_some_and(|text| text.contains("report significant incidents")),
        "{first}"
    );
    assert_eq!(first["id"].as_str().map(|id| id.starts_with("treaty#art_1")), Some(true));
    let (code, out, _) = desk.crosscut(&["candidates", "--json"]);
    assert_eq!((code, json(&out)["schema"].as_str()), (0, Some("crosscut/candidates/1")));
    let (code, out, _) = desk.crosscut(&["search", "critical infrastructure", "--json"]);
    assert_eq!((code, json(&out)["total"].as_u64()), (0, Some(2)));
}

#[test]
fn a_search_answers_in_every_form() {
    let desk = Desk::new();
    desk.crosscut(&["run", "in"]);
    let ask = |args: &[&str]| {
        let (code, out, err) = desk.crosscut(args);
        assert_eq!(code, 0, "{args:?}: {err}");
        out
    };
    let ids = ask(&["search", "infrastructure", "--format", "ids"]);
    let count = ids.lines().count();
    assert!(count > 0 && ids.lines().all(|id| id.contains('#')), "{ids}");
    let found = json(&ask(&["search", "INFRASTRUCTURES", "--json"]));
    assert_eq!(found["total"].as_u64(), Some(count as u64));
    assert!(found["hits"][0]["text"].as_str().is_some_and(|text| text.contains("nfrastructure")));
    assert!(found["facets"]["kind"].is_object());
    assert_eq!(ask(&["search", "infrastructure", "--format", "csv"]).matches('#').count(), count);
    assert!(ask(&["kwic", "infrastructure", "--sort", "L1"]).contains("»infrastructure«"));
    assert!(ask(&["words", "--limit", "3"]).contains("per 10,000"));
    assert!(ask(&["search", "critical OR x infrastructure", "--explain"]).contains("at least one of these"));
    let first = ids.lines().next().unwrap_or_default();
    let (code, _, err) = desk.crosscut(&["search", "--like", first]);
    assert!(code == 0, "{err}");
    let (code, _, err) = desk.crosscut(&["search", "agrement:x"]);
    assert!(code == 2 && err.contains("did you mean agreement:") && err.contains("column 1"), "{err}");
}

#[test]
fn a_second_run_redoes_nothing_and_a_new_document_only_itself() {
    let desk = Desk::new();
    desk.crosscut(&["run", "in"]);
    let before = desk.study();
    let (code, out, _) = desk.crosscut(&["run", "in", "--json"]);
    let report = json(&out);
    assert_eq!(code, 0);
    assert_eq!(
        (report["read"].as_array().map(Vec::len), report["proposed"].as_bool()),
        (Some(0), Some(false))
    );
    assert_eq!(desk.study(), before);
    desk.write(
        "in/third.txt",
        "The signatories will share information about vulnerabilities with each other.\n",
    );
    let (_, out, _) = desk.crosscut(&["run", "in", "--json"]);
    let report = json(&out);
    assert_eq!(report["read"], serde_json::json!(["third.txt"]));
    assert_eq!((report["cached"].as_u64(), report["proposed"].as_bool()), (Some(2), Some(true)));
}

#[test]
fn what_is_derived_can_be_deleted_and_comes_back_the_same() {
    let desk = Desk::new();
    desk.crosscut(&["run", "in"]);
    let outputs =
        |desk: &Desk| desk.crosscut(&["candidates", "--json"]).1 + &desk.crosscut(&["clauses", "--json"]).1;
    let before = outputs(&desk);
    fs::remove_dir_all(desk.at("crosscut-study/.crosscut")).expect("it is there");
    let (code, _, error) = desk.crosscut(&["candidates"]);
    assert_eq!(code, 2);
    assert!(error.contains("crosscut run"), "{error}");
    desk.crosscut(&["run"]);
    assert_eq!(outputs(&desk), before);
}

#[test]
fn the_same_bytes_for_one_thread_and_eight() {
    let run = |threads: &str| {
        let desk = Desk::new();
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        command
            .current_dir(desk.folder.path())
            .env("RAYON_NUM_THREADS", threads)
            .args(["run", "in"])
            .assert()
            .success();
        let mut files = desk.study();
        files.retain(|(path, _)| !path.components().any(|part| part.as_os_str() == "index"));
        files
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(desk.folder.path()).map(Path::to_path_buf), bytes))
            .collect::<Vec<_>>()
    };
    assert!(run("1") == run("8"));
}

#[test]
fn ready_made_clauses_are_a_source_too() {
    let desk = Desk::new();
    let lines: Vec<String> = ["x", "y"]
        .iter()
        .flat_map(|a| {
            TREATY.split("\n\n").filter(|t| t.len() > 20).enumerate().map(move |(i, t)| {
                serde_json::json!({"id": format!("{a}#art_{i}"), "agreement": a, "text": t.trim()})
                    .to_string()
            })
        })
        .collect();
    desk.write("clauses.jsonl", lines.join("\n"));
    let (code, out, error) = desk.crosscut(&["run", "clauses.jsonl"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("2 agreements") && out.contains("4 clauses"), "{out}");
    desk.write("bad.jsonl", format!("{}\n{{\"id\": 1}}\n", lines[0]));
    let before = desk.study();
    let (code, _, error) = desk.crosscut(&["run", "bad.jsonl"]);
    assert_eq!(code, 2);
    assert!(error.contains("bad.jsonl, line 2"), "{error}");
    assert_eq!(desk.study(), before);
}

/// Input that gives nothing: exit code 2, a message that names the file and says what to do, no study.
#[test]
fn input_that_gives_nothing_is_refused_and_leaves_no_trace() {
    let desk = Desk::new();
    fs::create_dir_all(desk.at("empty")).expect("folders can be made");
    desk.write("zero.pdf", "");
    desk.write("picture.pdf", [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 0]);
    desk.write("zeros.txt", vec![0; 200 << 20]);
    desk.write("scan.pdf", image_only_pdf());
    for (path, says) in [
        ("nowhere.pdf", "no such file"),
        ("empty", "no documents"),
        ("zero.pdf", "empty"),
        ("picture.pdf", "the PNG is damaged"),
        ("zeros.txt", "zeros.txt"),
        ("scan.pdf", "--ocr"),
    ] {
        let (code, _, error) = desk.crosscut(&["run", path]);
        assert_eq!(code, 2, "{path}: {error}");
        assert!(error.contains(path) && error.contains(says), "{path}: {error}");
        assert!(!desk.at("crosscut-study").exists(), "{path} left a study");
    }
}

#[test]
fn one_bad_document_among_good_ones_is_a_recorded_loss() {
    let desk = Desk::new();
    desk.write("in/scan.pdf", image_only_pdf());
    desk.write("in/zero.pdf", "");
    let (code, out, error) = desk.crosscut(&["run", "in"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("3 agreements"), "{out}");
    assert!(error.contains("scan.pdf") && error.contains("OCR") && error.contains("zero.pdf"), "{error}");
    desk.crosscut(&["export", "csv", "--include-suggestions"]);
    let matrix = fs::read_to_string(desk.at("crosscut-study/out/csv/quotes.csv")).expect("it is written");
    assert!(matrix.contains("unreadable"), "lost text is never an absence: {matrix}");
}

#[test]
fn invalid_utf_8_is_read_and_the_loss_recorded() {
    let desk = Desk::new();
    desk.write(
        "in/broken.txt",
        [TREATY.as_bytes(), b"\nArticle 3\n\nThe Parties shall train sta\xff\xfe\xfaff.\n"].concat(),
    );
    let (code, out, error) = desk.crosscut(&["run", "in"]);
    assert!(code == 1 && out.contains("3 agreements"), "{code} {out}");
    assert!(error.contains("broken.txt") && error.contains("encoding"), "{error}");
}

#[test]
fn a_study_that_cannot_be_written_or_is_newer_stays_as_it_is() {
    let desk = Desk::new();
    desk.write("file", "not a folder");
    let (code, _, error) = desk.crosscut(&["run", "in", "--study", "file/study"]);
    assert_eq!(code, 2);
    assert!(error.contains("file/study") && error.contains("cannot be written"), "{error}");
    desk.write("newer/crosscut.toml", "version = 99\n");
    let (code, _, error) = desk.crosscut(&["run", "in", "--study", "newer"]);
    assert_eq!(code, 2);
    assert!(error.contains("newer Crosscut"), "{error}");
    assert_eq!(fs::read_to_string(desk.at("newer/crosscut.toml")).expect("it is there"), "version = 99\n");
    assert_eq!(fs::read_dir(desk.at("newer")).expect("it is there").count(), 1);
}

#[test]
fn wrong_use_is_explained() {
    let desk = Desk::new();
    for (args, says) in [
        (&["run"][..], "no study"),
        (&["clauses"], "crosscut run"),
        (&["extract", "nowhere.pdf"], "no such file"),
        (&["run", "in", "--granularity", "7"], "0 to 1"),
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(error.contains(says), "{args:?}: {error}");
    }
    desk.crosscut(&["run", "in"]);
    for (args, says) in [
        (&["clauses", "--agreement", "nobody"][..], "treaty"),
        (&["clauses", "--kind", "chapter"], "provision"),
        (&["candidates", "c-000000000000"], "crosscut candidates"),
        (&["search", "\"open"], "\"open"),
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert_eq!(code, 2, "{args:?}: {error}");
        assert!(error.contains(says), "{args:?}: {error}");
    }
}

/// A PDF of one page that shows one picture and no text.
fn image_only_pdf() -> Vec<u8> {
    let content = "q 500 0 0 700 50 50 cm /Im1 Do Q";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Im1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        out += &format!("{place:010} 00000 n \n");
    }
    out += &format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// Ids of the candidates that are offered, best first.
fn offered(desk: &Desk) -> Vec<String> {
    let answer = json(&desk.crosscut(&["candidates", "--json"]).1);
    let candidates = answer["candidates"].as_array().expect("a list").clone();
    candidates.iter().map(|candidate| candidate["id"].as_str().expect("an id").to_owned()).collect()
}

/// The id of the candidate whose name holds a word.
fn about(desk: &Desk, word: &str) -> String {
    let answer = json(&desk.crosscut(&["candidates", "--json"]).1);
    let candidates = answer["candidates"].as_array().expect("a list");
    let found = candidates
        .iter()
        .find(|candidate| candidate["label"].as_str().is_some_and(|label| label.contains(word)));
    found
        .and_then(|candidate| candidate["id"].as_str())
        .unwrap_or_else(|| panic!("{word}: {answer}"))
        .to_owned()
}

/// The row of an element in the matrix: name, and how many agreements have it for sure.
fn elements(desk: &Desk) -> Vec<(String, u64)> {
    let matrix = json(&desk.crosscut(&["matrix", "--json"]).1);
    let rows = matrix["rows"].as_array().expect("a list").clone();
    let confirmed = rows.iter().filter(|row| row["kind"]["kind"] == "element");
    confirmed
        .map(|row| (row["name"].as_str().expect("a name").into(), row["breadth"].as_u64().expect("a count")))
        .collect()
}

#[test]
fn decisions_outlive_the_next_run_and_can_be_undone() {
    let desk = Desk::new();
    desk.crosscut(&["run", "in"]);
    let ids = [about(&desk, "incidents"), about(&desk, "infrastructure")];
    let decide = |args: &[&str]| {
        let (code, out, error) = desk.crosscut(&[&["decide"], args, &["--by", "Ana", "--json"]].concat());
        assert_eq!(code, 0, "{args:?}: {error}");
        json(&out)["saved"][0]["event"].as_str().expect("an id").to_owned()
    };
    decide(&["confirm", &ids[0], "--name", "Incident reporting"]);
    decide(&["rename", "incident reporting", "Reporting of incidents"]);
    let rejected = decide(&["reject", &ids[1], "--reason", "boilerplate"]);
    assert_eq!(elements(&desk), [("Reporting of incidents".into(), 2)]);
    assert!(!offered(&desk).iter().any(|id| ids[..2].contains(id)), "decided sets are not offered again");

    desk.write(
        "in/third.txt",
        "The signatories will report significant incidents to the competent authority at once.\n",
    );
    fs::remove_dir_all(desk.at("crosscut-study/.crosscut")).expect("it is derived");
    assert_eq!(desk.crosscut(&["run", "in"]).0, 0);
    assert_eq!(elements(&desk), [("Reporting of incidents".into(), 2)], "a run changes no decision");
    assert!(!offered(&desk).contains(&ids[1]));

    decide(&["undo", &rejected]);
    assert!(offered(&desk).contains(&ids[1]), "what was undone is offered again");
    let log = fs::read_to_string(desk.at("crosscut-study/decisions/Ana.jsonl")).expect("it is written");
    assert_eq!(log.lines().count(), 4, "nothing is erased: {log}");
}

#[test]
fn a_decision_that_names_nothing_saves_nothing() {
    let desk = Desk::new();
    desk.crosscut(&["run", "in"]);
    for (args, says) in [
        (&["decide", "confirm", "c-nothing", "--by", "Ana"][..], "crosscut candidates"),
        (&["decide", "rename", "No such element", "X", "--by", "Ana"], "no element"),
        (&["decide", "undo", "--by", "Ana"], "you have nothing to"),
        (&["decide", "undo"], "--by"),
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(error.contains(says), "{args:?}: {error}");
    }
    let (_, out, _) = desk.crosscut(&["status", "--json"]);
    assert_eq!(json(&out)["elements"], 0);
}
