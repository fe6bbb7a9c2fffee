//! Every export as its users meet it: made by the program, the same bytes again, opened by programs that are not ours.

#[path = "export/back.rs"]
mod back;
#[path = "export/come.rs"]
mod come;
#[path = "export/places.rs"]
mod places;

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crosscut");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/formats").join(name);
    if !path.exists() {
        println!("skipped: ../shared/formats/{name} is not here");
    }
    path.exists().then_some(path)
}

/// A folder to work in.
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

    /// Exit code, standard output and standard error of `crosscut`.
    fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        let output =
            Command::new(PROGRAM).current_dir(self.folder.path()).args(args).output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }

    fn done(&self, args: &[&str]) -> String {
        let (code, out, error) = self.crosscut(args);
        assert!(code < 2, "{args:?}: {error}");
        out
    }

    fn refused(&self, args: &[&str]) -> String {
        let (code, _, error) = self.crosscut(args);
        assert_eq!(code, 2, "{args:?}: {error}");
        error
    }
}

/// A reviewed study of the digests.
fn reviewed() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let desk = Desk::new();
        let sample = root().join("data/sample").display().to_string();
        desk.done(&["run", &sample]);
        for _ in 0..8 {
            desk.done(&["decide", "confirm", "1", "--by", "Ana"]);
        }
        let matrix: Value = serde_json::from_str(&desk.done(&["matrix", "--json"])).expect("JSON");
        let name = matrix["rows"][0]["name"].as_str().expect("a name").to_owned();
        desk.done(&["decide", "define", &name, "=1+1 is no formula; “ünïcödé” & <tags>", "--by", "Ana"]);
        let cells = matrix["rows"][0]["cells"].as_array().expect("cells").iter();
        let columns = matrix["columns"].as_array().expect("columns");
        let empty = cells.zip(columns).find(|(cell, _)| cell["state"] == "not_checked");
        if let Some((_, column)) = empty {
            let agreement = column["agreement"].as_str().expect("an id");
            desk.done(&["decide", "absent", &name, agreement, "--by", "Ana"]);
        }
        desk.done(&["decide", "note", "--element", &name, "To be discussed.", "--by", "Ana"]);
        desk
    })
}

/// The files of a folder, by name.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("it is there")
        .map(|entry| {
            let path = entry.expect("it can be listed").path();
            (
                path.file_name().expect("a name").to_string_lossy().into_owned(),
                fs::read(&path).expect("a file"),
            )
        })
        .collect();
    files.sort();
    files
}

fn formats(desk: &Desk) -> Vec<String> {
    let help = desk.done(&["export", "--help"]);
    let names = [
        "xlsx", "docx", "html", "csv", "md", "json", "qdpx", "qdc", "webannotation", "skos", "gold",
        "doccano", "inception", "figure", "bibtex", "csl-json", "ris", "akn", "quickwit",
    ];
    for name in names {
        assert!(help.contains(&format!("- {name}:")), "{name} is not listed: {help}");
    }
    names
        .iter()
        .map(|name| (*name).to_owned())
        .chain(help.contains("- parquet:").then(|| "parquet".into()))
        .collect()
}

/// Python with the packages of tests/export/requirements.txt, where tests/install.sh put it.
fn python() -> Option<PathBuf> {
    let python = root().join("tests/.venv/bin/python");
    if !python.exists() {
        println!("skipped: exports opened by programs that are not ours: tests/install.sh adds them");
    }
    python.exists().then_some(python)
}

fn check(args: &[&str]) {
    let Some(python) = python() else { return };
    let script = root().join("tests/export/check.py");
    let output = Command::new(python).arg(script).args(args).output().expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    println!("{}: {}", args[0], text.trim());
}

/// Where an export is written.
fn export(desk: &Desk, format: &str, out: &str) -> String {
    desk.done(&["export", format, "--out", out]);
    desk.at(out).display().to_string()
}

#[test]
fn every_format_gives_the_same_bytes_again_and_says_what_it_leaves_out() {
    let desk = reviewed();
    let all = desk.done(&["export", "all", "--out", "all"]);
    let answer: Value =
        serde_json::from_str(&desk.done(&["export", "all", "--out", "all", "--json"])).expect("JSON");
    let files: Vec<&str> =
        answer["files"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    for format in formats(desk) {
        let (one, two) = (format!("one-{format}"), format!("two-{format}"));
        let told = desk.done(&["export", &format, "--out", &one]);
        assert!(told.contains("left out: "), "{format}: {told}");
        desk.done(&["export", &format, "--out", &two]);
        let (one, two) = (desk.at(&one), desk.at(&two));
        let left_out = told.lines().find(|line| line.starts_with("left out: ")).expect("it is there");
        assert!(all.contains(left_out), "{format}: {all}");
        if one.is_dir() {
            assert_eq!(contents(&one), contents(&two), "{format}");
            assert!(!contents(&one).is_empty(), "{format}");
            for (name, bytes) in contents(&one) {
                let same = files.iter().filter(|file| file.ends_with(&format!("/{name}")));
                assert!(
                    same.map(|file| fs::read(desk.at(file)).expect("a file")).any(|all| all == bytes),
                    "{name}"
                );
            }
        } else {
            let bytes = fs::read(&one).expect("a file");
            assert!(bytes == fs::read(&two).expect("a file"), "{format}");
            assert!(files.iter().any(|file| fs::read(desk.at(file)).expect("a file") == bytes), "{format}");
        }
    }
}

#[test]
fn all_exports_of_a_study_take_seconds() {
    let desk = reviewed();
    let begun = Instant::now();
    for format in formats(desk) {
        desk.done(&["export", &format, "--out", &format!("timed-{format}")]);
    }
    let took = begun.elapsed();
    let begun = Instant::now();
    desk.done(&["export", "all", "--out", "timed"]);
    println!("all formats in {took:.2?}, by one command in {:.2?}", begun.elapsed());
    // The bar of three seconds is that of the released program on a quiet machine.
    assert!(took < Duration::from_secs(60), "{took:?}");
}

#[test]
fn spreadsheets_papers_and_tables_open_elsewhere() {
    let desk = reviewed();
    check(&["xlsx", &export(desk, "xlsx", "open.xlsx")]);
    check(&["docx", &export(desk, "docx", "open.docx")]);
    check(&["html", &export(desk, "html", "open.html")]);
    check(&["tables", &export(desk, "csv", "open-csv")]);
    let schemas = root().join("docs/schemas").display().to_string();
    check(&["json_tables", &export(desk, "json", "open-json"), &schemas]);
    check(&["pictures", &export(desk, "figure", "open-figures")]);
    export(desk, "bibtex", "refs/agreements.bib");
    export(desk, "csl-json", "refs/agreements.csl.json");
    export(desk, "ris", "refs/agreements.ris");
    check(&["references", &desk.at("refs").display().to_string()]);
}

#[test]
fn parquet_holds_what_the_json_tables_hold() {
    let desk = reviewed();
    if formats(desk).iter().all(|format| format != "parquet") {
        println!("skipped: Parquet opened elsewhere: the program is built without `--features parquet`");
        return;
    }
    let schemas = root().join("docs/schemas").display().to_string();
    for more in [&[][..], &["--include-suggestions"]] {
        let made = |format: &str| {
            let out = format!("columns{}-{format}", more.len());
            desk.done(&[&["export", format, "--out", &out], more].concat());
            desk.at(&out).display().to_string()
        };
        check(&["parquet", &made("parquet"), &made("json"), &schemas]);
    }
}

#[test]
fn linked_data_and_gold_open_elsewhere() {
    let desk = reviewed();
    check(&["skos", &export(desk, "skos", "open.ttl")]);
    check(&["cas", &export(desk, "inception", "open-cas")]);
    let annotations = export(desk, "webannotation", "open.jsonld");
    if let Some(tests) = shared("web-annotation") {
        check(&["webannotation", &annotations, &tests.display().to_string()]);
    }
}

#[test]
fn a_reviewed_study_is_gold_that_evaluate_takes() {
    let desk = reviewed();
    let gold = export(desk, "gold", "study-gold.jsonl");
    let answer: Value =
        serde_json::from_str(&desk.done(&["evaluate", "--gold", &gold, "--json"])).expect("JSON");
    assert!(answer["labelled"].as_u64().is_some_and(|count| count > 8), "{answer}");
    for (format, name) in [("doccano", "d.jsonl"), ("inception", "cas")] {
        let out = export(desk, format, name);
        let file = if format == "inception" {
            let tagged = contents(Path::new(&out)).into_iter().find(|(_, bytes)| {
                String::from_utf8_lossy(bytes).matches("webanno.custom.Commitment\"").count() > 3
            });
            format!("{name}/{}", tagged.expect("one with a mark").0)
        } else {
            name.to_owned()
        };
        desk.done(&["import", &file, "--out", "back.jsonl"]);
        let back = fs::read_to_string(desk.at("back.jsonl")).expect("written");
        let whole = fs::read_to_string(&gold).expect("written");
        for line in back.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let same = |other: &str| {
                let other: Value = serde_json::from_str(other).expect("JSON");
                ["agreement", "quote", "elements"].iter().all(|key| other[key] == line[key])
            };
            assert!(whole.lines().any(same), "{format}: {line}");
        }
    }
}

/// Runs a program that may be missing.
fn program(name: &str, args: &[&str]) -> Option<String> {
    match Command::new(name).args(args).output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => panic!("{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => {
            println!("skipped: {name} is not installed: tests/install.sh adds it");
            None
        }
    }
}

#[test]
fn libreoffice_opens_the_workbook_and_the_paper() {
    let desk = reviewed();
    for (format, name) in [("xlsx", "office.xlsx"), ("docx", "office.docx")] {
        let file = export(desk, format, name);
        let home = format!("-env:UserInstallation=file://{}", desk.at("office").display());
        let folder = desk.folder.path().display().to_string();
        if program("soffice", &[&home, "--headless", "--convert-to", "pdf", "--outdir", &folder, &file])
            .is_none()
        {
            return;
        }
        let pdf = desk.at(&name.replace(format, "pdf")).display().to_string();
        let Some(text) = program("pdftotext", &["-layout", &pdf, "-"]) else { return };
        assert!(text.contains("confirmed"), "{format}: {text}");
    }
}

#[test]
fn a_project_is_valid_and_comes_back_as_it_went() {
    let desk = reviewed();
    for sources in ["text", "pdf", "both"] {
        let name = format!("{sources}.qdpx");
        desk.done(&["export", "qdpx", "--sources", sources, "--include-suggestions", "--out", &name]);
        check(&["qdpx", &desk.at(&name).display().to_string()]);
        validate(desk, &name, "refi-Project.xsd");
    }
    check(&["qdc", &export(desk, "qdc", "elements.qdc")]);
    if let Some(schema) = shared("refi-Codebook.xsd") {
        xmllint(&schema, &desk.at("elements.qdc"));
    }
    desk.done(&["codebook", "import", "elements.qdc", "--out", "codebook-back.toml"]);
    export(desk, "qdpx", "round.qdpx");
    let told = desk.done(&["import", "round.qdpx", "--study", "back"]);
    let (there, back) = (matrix(desk, &[]), matrix(desk, &["--study", "back"]));
    assert!(told.contains(&format!("as {} elements", elements(&there).len())), "{told}");
    assert_eq!(elements(&there), elements(&back));
}

fn matrix(desk: &Desk, args: &[&str]) -> Value {
    serde_json::from_str(&desk.done(&[&["matrix", "--json"], args].concat())).expect("JSON")
}

/// Name, definition, id and agreements of each element.
fn elements(matrix: &Value) -> Vec<String> {
    let rows = matrix["rows"].as_array().expect("rows").iter().filter(|row| row["kind"]["kind"] == "element");
    let mut all: Vec<String> = rows
        .map(|row| {
            let cells = row["cells"].as_array().expect("cells").iter();
            let columns = matrix["columns"].as_array().expect("columns").iter();
            let has = cells.zip(columns).filter(|(cell, _)| cell["state"] == "present");
            let agreements: Vec<String> = has.map(|(_, column)| column["agreement"].to_string()).collect();
            format!("{} {} {} {}", row["name"], row["definition"], row["kind"]["id"], agreements.join(" "))
        })
        .collect();
    all.sort();
    all
}

fn validate(desk: &Desk, package: &str, schema: &str) {
    let Some(schema) = shared(schema) else { return };
    let mut archive = Zip::open(&desk.at(package));
    let xml = desk.at(&format!("{package}.qde"));
    fs::write(&xml, archive.part("project.qde")).expect("it can be written");
    xmllint(&schema, &xml);
}

fn xmllint(schema: &Path, file: &Path) {
    let args = ["--nonet", "--noout", "--schema", &schema.display().to_string(), &file.display().to_string()];
    program("xmllint", &args);
}

/// A packed file, unpacked by `unzip`'s own rules: through Python, which every test machine has.
struct Zip {
    path: PathBuf,
}

impl Zip {
    fn open(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    fn part(&mut self, name: &str) -> Vec<u8> {
        let script =
            "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";
        let output =
            Command::new("python3").args(["-c", script]).arg(&self.path).arg(name).output().expect("python3");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }
}

#[test]
fn a_study_goes_to_another_machine_and_is_checked_there() {
    let desk = reviewed();
    for (name, more) in [("with.zip", &[][..]), ("without.zip", &["--no-sources"])] {
        desk.done(&[&["bundle", "--out", name], more].concat());
        desk.done(&[&["bundle", "--out", &format!("again-{name}")], more].concat());
        assert!(
            fs::read(desk.at(name)).expect("a file")
                == fs::read(desk.at(&format!("again-{name}"))).expect("a file")
        );
        let there = Desk::new();
        fs::copy(desk.at(name), there.at(name)).expect("it can be copied");
        there.done(&["import", name]);
        assert_eq!(there.done(&["matrix", "--json"]), desk.done(&["matrix", "--json"]), "{name}");
        assert!(there.done(&["search", "incident"]).contains("Article"), "the index is there");
        assert!(there.refused(&["import", name]).contains("a study already"));
        if more.is_empty() {
            assert!(there.done(&["run"]).contains("nothing new to read"));
        } else {
            let before = there.done(&["matrix", "--json"]);
            fs::write(there.at("new.txt"), "Article 1\n\nEach Party shall report.\n").expect("a file");
            for args in [&["run"][..], &["run", "new.txt"]] {
                let error = there.refused(args);
                assert!(error.contains("none of this study's documents"), "{error}");
            }
            assert_eq!(there.done(&["matrix", "--json"]), before, "what it has is left");
        }
    }
    let mut bytes = Vec::new();
    fs::File::open(desk.at("with.zip")).expect("a file").read_to_end(&mut bytes).expect("it can be read");
    let there = Desk::new();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    fs::write(there.at("bad.zip"), &bytes).expect("it can be written");
    let error = there.refused(&["import", "bad.zip"]);
    assert!(error.contains("bad.zip"), "{error}");
    assert!(!there.at("crosscut-study/crosscut.toml").exists());
}

#[test]
fn a_template_of_ones_own_is_used_and_its_faults_are_named() {
    let desk = reviewed();
    let count = format!("{} elements", elements(&matrix(desk, &[])).len());
    let template = desk.done(&["export", "--print-template"]);
    assert!(template.contains("<contents/>"));
    fs::write(desk.at("own.html"), "<h1>Ours</h1>\n<p>{{ counts.elements }} elements</p>\n")
        .expect("it can be written");
    desk.done(&["export", "html", "--template", "own.html", "--out", "own-out.html"]);
    assert!(fs::read_to_string(desk.at("own-out.html")).expect("a file").contains(&count));
    for (text, word) in [
        ("<h1>x</h1>\n{% for x in %}", "line 2"),
        ("<h1>x</h1>\n<marquee>x</marquee>", "marquee"),
        ("<p>never closed", "</p>"),
        ("<p>{{ nothing.of.this }}</p>", "undefined"),
        ("plain", "outside of a paragraph"),
    ] {
        fs::write(desk.at("bad.html"), text).expect("it can be written");
        let error = desk.refused(&["export", "docx", "--template", "bad.html", "--out", "never.docx"]);
        assert!(error.contains(word), "{text}: {error}");
    }
}

#[test]
fn odd_studies_give_valid_files() {
    let desk = Desk::new();
    let line = |id: usize, agreement: &str, text: &str| {
        serde_json::json!({ "id": format!("{agreement}#{id}"), "agreement": agreement, "title": format!("=1+1 {agreement}: 🔒"), "text": text }).to_string()
    };
    let odd = [
        "=1+1 Parties shall report incidents to the authority without delay",
        "@x Parties shall report incidents to the authority without delay",
        "\tParties shall report incidents\u{0}\u{1b}[31m to the authority \u{202e}without delay\u{fffe}",
        "تلتزم كل دولة طرف باتخاذ التدابير اللازمة (ICT) في قانونها الداخلي",
        "-Parties shall report incidents to the authority ]]> <b>without</b> delay &amp; | `x`",
    ];
    let mut lines: Vec<String> = Vec::new();
    for agreement in ["a", "b", "c: d"] {
        lines.extend(odd.iter().enumerate().map(|(nth, text)| line(nth, agreement, text)));
    }
    fs::write(desk.at("odd.jsonl"), lines.join("\n")).expect("it can be written");
    desk.done(&["run", "odd.jsonl"]);
    for state in ["nothing decided", "decided"] {
        if state == "decided" {
            desk.done(&[
                "decide", "new", "=1+1: 🔒 <name>", "a#0", "a#1", "a#2", "a#3", "a#4", "b#0", "c: d#2",
                "--by", "Ana: 🔒",
            ]);
        }
        for format in formats(&desk) {
            if state == "nothing decided" && format == "qdc" {
                assert!(desk.refused(&["export", "qdc"]).contains("no element is confirmed"));
                continue;
            }
            desk.done(&["export", &format, "--out", &format!("odd.{format}")]);
        }
        let at = |format: &str| desk.at(&format!("odd.{format}")).display().to_string();
        for (kind, format) in [
            ("xlsx", "xlsx"),
            ("docx", "docx"),
            ("html", "html"),
            ("qdpx", "qdpx"),
            ("skos", "skos"),
            ("cas", "inception"),
            ("tables", "csv"),
            ("pictures", "figure"),
        ] {
            check(&[kind, &at(format)]);
        }
        validate(&desk, "odd.qdpx", "refi-Project.xsd");
    }
}
