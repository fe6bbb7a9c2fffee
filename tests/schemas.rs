//! What the command line answers as JSON, held against the schemas that are published in `docs/schemas`.

use assert_cmd::Command;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const TREATY: &str = "# Treaty of Lamps\n\n## Article 1\n\nReports\n\n1. Each Party shall report significant incidents 🔒 to its \
competent authority without delay.\n\n2. Each Party shall:\n\n(a) count its lamps;\n\n(b) report under Article 2.\n\n\
## Article 2\n\nThe Parties shall train judges and prosecutors in the handling of electronic evidence.\n\n## Article 3\n\n\
“Lamp” means a source of light.\n";
const PLEDGE: &str = "1. We commit to report significant incidents to the competent authority without delay.\n\n\
2. We train judges and prosecutors in the handling of electronic evidence.\n\n\
3. We publish a yearly account of what we did, café by café.\n";
const CHARTER: &str =
    "1. Boats are moored at the northern pier in winter.\n\n2. The pilot keeps a log of tides.\n";
const BOOK: &str = "schema = \"crosscut/codebook/1\"\ntitle = \"What we look for\"\nversion = \"1\"\n\n[[element]]\n\
id = \"reporting\"\nname = \"Reporting of incidents\"\ndefinition = \"Significant incidents are reported to an authority.\"\n";

/// A folder to work in, and which schemas an answer was held against.
struct Desk {
    folder: TempDir,
    seen: BTreeSet<String>,
}

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

/// The published schema of a name; the check refuses what it does not allow.
fn validator(path: &Path) -> Validator {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let schema = serde_json::from_str(&text).expect("a schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("a schema of JSON Schema 2020-12");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

fn hold(value: &Value, path: &Path) {
    let wrong: Vec<String> = validator(path)
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}: {}", path.display(), wrong.join("\n"));
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("in")).expect("a folder");
        for (name, text) in [
            ("in/treaty.md", TREATY),
            ("in/pledge.txt", PLEDGE),
            ("in/charter.txt", CHARTER),
            ("book.toml", BOOK),
        ] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        Self { folder, seen: BTreeSet::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command; what it printed.
    fn output(&self, line: &str) -> String {
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        command.current_dir(self.folder.path()).env("CROSSCUT_MODELS", self.path("models"));
        let output = command.args(line.split('|').map(str::trim)).output().expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() != Some(2), "{line}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs a command with `--json` and holds its answer against the schema that the answer names.
    fn answer(&mut self, line: &str) -> Value {
        let out = self.output(&format!("{line}|--json"));
        self.holds(line, &out)
    }

    /// Holds an answer against the schema that it names.
    fn holds(&mut self, line: &str, out: &str) -> Value {
        let value: Value = serde_json::from_str(out).unwrap_or_else(|error| panic!("{line}: {error}: {out}"));
        let name = value["schema"].as_str().unwrap_or_else(|| panic!("{line} names no schema: {out}"));
        let name = name.trim_start_matches("crosscut/").trim_end_matches("/1").to_owned();
        hold(&value, &schemas().join(format!("answers/{name}.schema.json")));
        self.seen.insert(name);
        value
    }
}

/// What is read and proposed without a study.
fn without_a_study(desk: &mut Desk) {
    desk.answer("extract|in/treaty.md|--format|json");
    desk.answer("extract|in|--format|clauses|--out|read");
    desk.answer("hits|read|--left|1/2|--out|found");
    for line in fs::read_to_string(desk.path("read/documents.jsonl")).expect("a file").lines() {
        desk.holds("documents.jsonl", line);
    }
    assert_eq!(desk.answer("propose|read")["schema"], "crosscut/candidates/1");
}

#[test]
fn every_answer_is_as_its_published_schema_says() {
    let mut desk = Desk::new();
    desk.answer("run|in");
    without_a_study(&mut desk);
    let lines = desk.output("clauses|--json");
    for line in lines.lines() {
        hold(&serde_json::from_str(line).expect("JSON"), &schemas().join("answers/clauses.schema.json"));
    }
    desk.seen.insert("clauses".into());
    for line in
        ["search|incidents", "kwic|incidents", "words", "words|--near|incidents", "candidates", "outliers"]
    {
        desk.answer(line);
    }
    desk.answer("words|incidents|--against|evidence");
    desk.answer("candidates|--codebook|book.toml");
    let found = desk.answer("codebook|match|book.toml");
    let text = found.to_string();
    assert!(!text.contains("score") && !text.contains("chance"), "no bench has measured it: {text}");
    assert_eq!(found["elements"][0]["proposed"][0]["rank"], 1);
    let confirmed = desk.answer("decide|confirm|1|--by|Ana");
    assert_eq!(confirmed["saved"][0]["decision"], "confirm");
    // While coding is blind numbers differ between coders: ids do not.
    let own: Value = serde_json::from_str(&desk.output("candidates|--json|--by|Ben")).expect("JSON");
    let id = own["candidates"][0]["id"].as_str().expect("a candidate").to_owned();
    desk.output(&format!("decide|confirm|{id}|--by|Ben"));
    desk.answer("decide|sample|--cells|2|--by|Ana");
    for line in [
        "matrix",
        "matrix|--count-by|year",
        "matrix|--together",
        "matrix|--similarity",
        "agreement|list",
        "model|list",
    ] {
        desk.answer(line);
    }
    for more in ["", "|--history", "|--second-look", "|--reliability"] {
        desk.answer(&format!("status{more}"));
    }
    let quote = r#"{"kind": "note", "text": "Look.", "cites": [{"clause": "CLAUSE", "words": "report significant incidents"}]}"#;
    let hit = desk.answer("search|significant incidents|--limit|1")["hits"][0]["clause"].clone();
    fs::write(desk.path("said.jsonl"), quote.replace("CLAUSE", hit.as_str().expect("a clause")))
        .expect("a file");
    desk.output("suggestions|add|helper|said.jsonl");
    desk.answer("suggestions");
    desk.answer("status");
    desk.answer("export|context|--query|incidents");
    another_edition(&mut desk);
    goes_and_comes(&mut desk);
    // Nothing listens there: the answer tells the failure.
    desk.answer("fetch|http://127.0.0.1:9/none.pdf|--allow-http");
    assert!(desk.answer("fetch|--list")["addresses"].as_array().is_some_and(|all| all.len() > 5));
    fs::create_dir_all(desk.path("models/all-minilm-6")).expect("a folder");
    assert_eq!(desk.answer("model|remove|all-minilm-6")["model"], "all-minilm-6");
    page(&mut desk);

    measures(&mut desk, &lines);

    for file in fs::read_dir(schemas().join("answers")).expect("a folder").map_while(Result::ok) {
        let name = file.file_name().to_string_lossy().trim_end_matches(".schema.json").to_owned();
        assert!(desk.seen.contains(&name), "{name}: no answer was held against it");
    }
}

#[test]
fn every_table_that_is_exported_is_as_its_published_schema_says() {
    let desk = Desk::new();
    desk.output("run|in");
    desk.output("decide|confirm|1|--by|Ana");
    desk.output("export|json");
    let mut tables = 0;
    for file in fs::read_dir(desk.path("crosscut-study/out/json")).expect("a folder").map_while(Result::ok) {
        let name = file.file_name().to_string_lossy().replace(".json", ".schema.json");
        let text = fs::read_to_string(file.path()).expect("a file");
        hold(&serde_json::from_str(&text).expect("JSON"), &schemas().join(name));
        tables += 1;
    }
    assert!(tables >= 8, "{tables} tables");
}

/// A check that cannot fail is none.
#[test]
fn a_field_that_no_schema_names_is_refused() {
    let answer = schemas().join("answers/decide.schema.json");
    let good = serde_json::json!({ "schema": "crosscut/decide/1", "saved": [] });
    assert!(validator(&answer).is_valid(&good));
    for (field, value) in [
        ("more", Value::from(1)),
        ("saved", Value::from("no list")),
        ("schema", Value::from("crosscut/decide/2")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(!validator(&answer).is_valid(&bad), "{bad}");
    }
}

/// What `clauses --json` prints is `clauses.jsonl`: read again it gives the same clauses, with their titles, pages, parents.
#[test]
fn what_clauses_prints_comes_back_whole() {
    let desk = Desk::new();
    desk.output("run|in|--study|one");
    let printed = desk.output("clauses|--json|--study|one");
    let lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let as_list = serde_json::to_string(&lines).expect("JSON");
    for (name, text) in [
        ("two.jsonl", printed.clone()),
        ("three.json", as_list),
        ("four.jsonl", format!("\u{feff}{printed}")),
    ] {
        fs::write(desk.path(name), text).expect("a file");
        desk.output(&format!("run|{name}|--study|{name}-study"));
        let again = desk.output(&format!("clauses|--json|--study|{name}-study"));
        let again: Vec<Value> = again.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(again.len(), lines.len(), "{name}");
        for clause in &lines {
            let back = again
                .iter()
                .find(|other| other["id"] == clause["id"])
                .unwrap_or_else(|| panic!("{name}: {clause}"));
            for (field, value) in clause.as_object().expect("an object") {
                // What comes before it in its document is not in the file: only the document tells the code points.
                let known = if field == "spans" { &value["utf8_bytes"] } else { value };
                let there = if field == "spans" { &back[field]["utf8_bytes"] } else { &back[field] };
                assert_eq!(there, known, "{name}: {field} of {}", clause["id"]);
            }
        }
    }
    // The spans say their unit: the lock is four bytes and one code point.
    let clause = lines.iter().find(|clause| clause["text"].to_string().contains('🔒')).expect("it is there");
    let of = |unit: &str| {
        clause["spans"][unit].as_array().map(|span| span[1].as_u64().unwrap() - span[0].as_u64().unwrap())
    };
    assert_eq!(of("utf8_bytes"), clause["text"].as_str().map(|text| text.len() as u64));
    assert_eq!(of("code_points"), clause["text"].as_str().map(|text| text.chars().count() as u64));
}

/// Another edition: clauses moved, changed, gone; and decisions from elsewhere.
fn another_edition(desk: &mut Desk) {
    fs::write(desk.path("in/treaty.md"), TREATY.replace("without delay", "within 24 hours")).expect("a file");
    desk.answer("run|in");
    desk.answer("status");
    let other = desk.path("copy");
    fs::create_dir(&other).expect("a folder");
    fs::copy(desk.path("crosscut-study/decisions/Ana.jsonl"), other.join("Ana.jsonl")).expect("a copy");
    desk.answer("decide|import|copy");
}

/// What leaves and what comes back, in a copy of the study where more would be decided.
fn goes_and_comes(desk: &mut Desk) {
    desk.answer("export|json");
    let report = desk.answer("export");
    for file in report["files"].as_array().expect("a list") {
        assert!(desk.path(file.as_str().expect("a path")).is_file(), "{file}");
    }
    desk.output("export|qdpx|--out|ours.qdpx");
    desk.answer("import|ours.qdpx|--study|theirs");
    let packed = desk.answer("bundle|--out|ours.crosscut.zip");
    let size = fs::metadata(desk.path("ours.crosscut.zip")).expect("it is written").len();
    assert_eq!((&packed["bytes"], &packed["sources"]), (&size.into(), &true.into()));
    assert_eq!(desk.answer("bundle|--no-sources|--out|less.crosscut.zip")["sources"], false);
    desk.answer("import|ours.crosscut.zip|--study|arrived");
    fs::write(desk.path("tagged.jsonl"), "{\"text\": \"Count the lamps.\", \"label\": [\"Counting\"]}\n")
        .expect("a file");
    let gold = desk.answer("import|tagged.jsonl|--out|from-doccano.jsonl");
    assert_eq!((&gold["lines"], &gold["file"]), (&1.into(), &"from-doccano.jsonl".into()));

    let first = desk.answer("codebook|adopt|book.toml|--by|Ana|--study|arrived");
    assert!(first["adopted"] == 1 && first["event"].is_string(), "{first}");
    let again = desk.answer("codebook|adopt|book.toml|--by|Ana|--study|arrived");
    assert!(again["adopted"] == 0 && again["known"] == 1 && again["event"].is_null(), "{again}");
    assert_eq!(desk.answer("codebook|export|book.toml|--out|book.qdc")["elements"], 1);
    assert_eq!(desk.answer("codebook|import|book.qdc|--out|back.toml")["elements"], 1);
}

/// The page says its link, for a program that opens it.
fn page(desk: &mut Desk) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_crosscut"))
        .current_dir(desk.folder.path())
        .args(["review", "--no-browser", "--json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    let read = BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    read.expect("a line");
    let answer = desk.holds("review", &line);
    assert!(answer["link"].as_str().is_some_and(|link| link.starts_with("http://127.0.0.1:")), "{answer}");
}

/// What is measured by gold that labels every clause.
fn measures(desk: &mut Desk, clauses: &str) {
    let gold: String = clauses
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|clause| {
            format!("{}\n", serde_json::json!({ "clause": clause["id"], "elements": ["reporting"] }))
        })
        .collect();
    fs::write(desk.path("gold.jsonl"), gold).expect("a file");
    desk.answer("evaluate|--gold|gold.jsonl|--strict");
    desk.answer("evaluate|--gold|gold.jsonl|--reviewer");
    desk.answer("evaluate|--gold|gold.jsonl|--guided|book.toml");
    desk.answer("evaluate|--gold|gold.jsonl|--suggestions");
}
