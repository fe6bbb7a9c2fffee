//! Many documents without a study, in shards, broken off and gone on with: what comes of them is what one run gives.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "common/desk.rs"]
mod desk;
#[path = "batch/odd.rs"]
mod odd;
#[path = "batch/once.rs"]
mod once;

use desk::{Desk, json};

const LAMPS: &str = "# Treaty of Lamps\n\nDone at Port Alma on 3 May 2011\n\n## Article 1\n\n1. Each Party shall report \
significant incidents 🔒 to its competent authority without delay.\n\n2. Each Party shall:\n\n(a) count its lamps;\n\n\
(b) report under Article 2.\n\n## Article 2\n\nThe Parties shall train judges in the handling of electronic evidence.\n";
const PLEDGE: &str = "1. We commit to report significant incidents to the competent authority without delay.\n\n\
2. We train judges in the handling of electronic evidence.\n";

/// A PDF of one page that shows nothing.
const BLANK: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Agreements with pages, without, of one name, one of which no page can be read, and a file that is none.
fn desk() -> Desk {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    for name in ["agreements.toml", "manrs.pdf", "nato-pledge.pdf", "paris-call.pdf", "tech-accord.pdf"] {
        desk.write(&format!("in/{name}"), fs::read(sample.join(name)).expect("it is in the sample"));
    }
    desk.write("in/lamps.md", LAMPS);
    desk.write("in/2019/pledge.txt", PLEDGE);
    desk.write("in/2020/pledge.txt", PLEDGE.replace("judges", "prosecutors"));
    desk.write("in/2021/copy.txt", PLEDGE);
    desk.write("in/blank.pdf", BLANK);
    desk.write("in/zero.pdf", "");
    desk
}

fn well(desk: &Desk, args: &[&str]) -> (String, String) {
    let (code, out, error) = desk.crosscut(args);
    assert!(code < 2, "{args:?}: {error}");
    (out, error)
}

/// The two files of a folder.
fn files(desk: &Desk, folder: &str) -> [Vec<u8>; 2] {
    ["clauses.jsonl", "documents.jsonl"].map(|name| fs::read(desk.at(folder).join(name)).expect(name))
}

/// What a run leaves to read, without the run's own name.
fn left(desk: &Desk, study: &str, paths: &[&str]) -> BTreeMap<PathBuf, String> {
    let study = format!("{study}/study");
    well(desk, &[&["run", "--study", &study][..], paths].concat());
    well(desk, &["export", "csv", "--include-suggestions", "--study", &study]);
    let manifest = fs::read_to_string(desk.at(&study).join(".crosscut/manifest.json")).expect("it was run");
    let run = json(&manifest)["run"].as_str().expect("a name").to_owned();
    let mut left = BTreeMap::new();
    let mut open = vec![desk.at(&study).join("out")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map_while(Result::ok) {
            if entry.path().is_dir() {
                open.push(entry.path());
                continue;
            }
            let text = String::from_utf8_lossy(&fs::read(entry.path()).expect("a file")).replace(&run, "RUN");
            let name = entry.path().strip_prefix(desk.at(&study)).expect("it is inside").to_owned();
            // Places in code points need the text before a clause, which stays with its document.
            if !name.ends_with("csv/clauses.csv") {
                left.insert(name, text);
            }
        }
    }
    left
}

#[test]
fn shards_in_any_order_are_one_run() {
    let desk = desk();
    let extract = |paths: &[&str], out: &str, shard: &str| {
        let args = [&["extract", "--format", "clauses", "--out", out, "--shard", shard][..], paths].concat();
        well(&desk, &args)
    };
    let (out, error) = extract(&["in"], "all", "1/1");
    assert!(out.contains("0 read before") && !out.contains("not yet"), "{out}");
    assert!(error.contains("blank.pdf") && error.contains("not read: in/zero.pdf"), "{error}");
    assert!(error.contains("copy.txt") && error.contains("identical"), "{error}");
    let all = files(&desk, "all");

    for shard in ["3/3", "1/3", "2/3"] {
        let (out, _) = extract(&["in"], &format!("parts/{}", &shard[..1]), shard);
        assert!(out.contains("of other shards not yet"), "{out}");
        extract(&["in"], "shared", shard);
    }
    assert!(files(&desk, "shared") == all, "shards that write one folder");
    extract(&["parts/3", "parts/1", "parts/2"], "merged", "1/1");
    extract(&["parts/2", "parts"], "again", "1/1");
    assert!(
        files(&desk, "merged") == all && files(&desk, "again") == all,
        "shards that are brought together"
    );

    let rows = String::from_utf8(all[1].clone()).expect("UTF-8");
    let row = |file: &str| {
        let mut rows = rows.lines().map(json);
        rows.find(|row| row["source"]["file"] == file).unwrap_or_else(|| panic!("{file}: {rows:?}"))
    };
    assert!(row("zero.pdf")["failure"].is_string() && row("lamps.md")["failure"].is_null());
    assert_eq!(row("blank.pdf")["losses"][0]["kind"], "no_clauses");
    assert_eq!(row("lamps.md")["about"]["year"], 2011);

    let one = left(&desk, "a", &["in"]);
    assert!(one.values().any(|text| text.contains("unreadable")), "no cell is unreadable");
    assert!(one.keys().any(|name| name.ends_with("quotes.csv")), "{:?}", one.keys());
    for (study, paths) in [("b", &["all"][..]), ("c", &["parts"]), ("d", &["parts/3", "parts/2", "parts/1"])]
    {
        let other = left(&desk, study, paths);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{paths:?}");
        for (name, text) in &one {
            let (a, b) = (text.lines(), other[name].lines());
            let differ = a.zip(b).find(|(a, b)| a != b);
            assert!(*text == other[name], "{paths:?}: {}: {differ:#?}", name.display());
        }
    }
    // And run again, from what the study kept.
    let (out, _) = well(&desk, &["run", "--study", "c/study", "--json"]);
    assert_eq!((&json(&out)["cached"], &json(&out)["read"]), (&3.into(), &json("[]")));
    let (out, error) = well(&desk, &["run", "all", "--study", "c/study"]);
    assert!(out.contains("candidates unchanged") && error.contains("taken once"), "{out}{error}");
    let changed = String::from_utf8(all[0].clone()).expect("UTF-8").replace("\"text\":\"", "\"text\":\"Now ");
    desk.write("all/clauses.jsonl", changed);
    let (code, _, error) = desk.crosscut(&["run", "all", "--study", "c/study"]);
    assert!(code == 2 && error.contains("with other clauses, in"), "{error}");
    assert!(error.contains("call the new file"), "{error}");
}

/// Columns hold what the lines hold: a run over them leaves the same, and so do shards that are brought together.
#[cfg(feature = "parquet")]
#[test]
fn clauses_as_columns_are_clauses_as_lines() {
    let desk = desk();
    let extract = |format: &str, paths: &[&str], out: &str, shard: &str| {
        let args = ["extract", "--format", format, "--out", out, "--shard", shard];
        well(&desk, &[&args[..], paths].concat())
    };
    extract("clauses", &["in"], "lines", "1/1");
    let (out, _) = extract("parquet", &["in"], "columns", "1/1");
    assert!(out.contains("columns/clauses.parquet"), "{out}");
    for shard in ["2/2", "1/2"] {
        extract("parquet", &["in"], &format!("parts/{}", &shard[..1]), shard);
    }
    extract("parquet", &["parts"], "merged", "1/1");
    let bytes = |folder: &str, name: &str| fs::read(desk.at(folder).join(name)).expect(name);
    assert!(bytes("merged", "clauses.parquet") == bytes("columns", "clauses.parquet"));
    for folder in ["lines", "merged"] {
        assert!(bytes("columns", "documents.jsonl") == bytes(folder, "documents.jsonl"), "{folder}");
    }
    extract("clauses", &["columns"], "back", "1/1");
    assert!(files(&desk, "back") == files(&desk, "lines"), "lines to columns to lines");

    let one = left(&desk, "a", &["lines"]);
    for (study, paths) in [("b", &["columns"][..]), ("c", &["parts"]), ("d", &["parts/2", "parts/1"])] {
        let other = left(&desk, study, paths);
        let differ = one.iter().find(|(name, text)| other.get(*name) != Some(text));
        assert!(
            one.len() == other.len() && differ.is_none(),
            "{paths:?}: {:?}",
            differ.map(|(name, _)| name)
        );
    }
    let proposed = |paths: &[&str]| well(&desk, &[&["propose", "--json"][..], paths].concat()).0;
    assert_eq!(proposed(&["columns"]), proposed(&["lines"]));
    // Documents are what tells of losses; clauses alone are candidates all the same.
    assert_eq!(proposed(&["columns/clauses.parquet"]), proposed(&["lines"]));

    // A folder holds one of the two: the other would tell of other documents after the next run.
    extract("clauses", &["in/lamps.md"], "columns", "1/1");
    assert!(!desk.at("columns/clauses.parquet").exists());
    desk.write("columns/clauses.parquet", bytes("merged", "clauses.parquet"));
    let (code, _, error) = desk.crosscut(&["propose", "columns"]);
    assert!(code == 2 && error.contains("delete one of the two"), "{error}");
    let (code, _, error) = desk.crosscut(&["extract", "in", "--format", "parquet"]);
    assert!(code == 2 && error.contains("--out DIR"), "{error}");
    desk.write("none/clauses.parquet", "no columns");
    let (code, _, error) = desk.crosscut(&["propose", "none"]);
    assert!(code == 2 && error.contains("clauses.parquet"), "{error}");
}

/// Where the program was made without it, a file of columns is told, and never passed over.
#[cfg(not(feature = "parquet"))]
#[test]
fn columns_are_told_where_they_cannot_be_read() {
    let desk = Desk::new();
    desk.write("read/clauses.parquet", "PAR1");
    desk.write("read/documents.jsonl", "");
    let (code, _, error) = desk.crosscut(&["propose", "read"]);
    assert!(code == 2 && error.contains("reads no parquet"), "{error}");
    desk.write("lamps.md", LAMPS);
    desk.write("vectors.parquet", "PAR1");
    let (code, _, error) = desk.crosscut(&["propose", "lamps.md", "--vectors", "vectors.parquet"]);
    assert!(code == 2 && error.contains("without the feature `parquet`"), "{error}");
}

#[test]
fn what_was_read_is_skipped_and_what_changed_is_read_again() {
    let desk = Desk::new();
    desk.write("lamps.md", LAMPS);
    desk.write("pledge.txt", PLEDGE);
    desk.write("list.txt", "lamps.md\n\n  pledge.txt\n");
    let extract = |list: &str| {
        let args = ["extract", list, "--format", "clauses", "--out", "read", "--jobs", "1", "--json"];
        let (code, out, error) = desk.crosscut(&args);
        assert_eq!(code, 0, "{error}");
        let answer = json(&out);
        let read = answer["read"].as_array().expect("a list").len();
        (read, answer["skipped"].as_u64().expect("a number"), answer["clauses"].as_u64().expect("a number"))
    };
    let (read, skipped, clauses) = extract("@list.txt");
    assert_eq!((read, skipped), (2, 0));
    assert_eq!(extract("@list.txt"), (0, 2, clauses));
    desk.write("pledge.txt", format!("{PLEDGE}\n3. We keep keys apart.\n"));
    assert_eq!(extract("@list.txt"), (1, 1, clauses + 1));
    // The folder holds what the list says: what is no longer in it is gone from the files, not from the cache.
    desk.write("list.txt", "pledge.txt\n");
    let (read, skipped, less) = extract("@list.txt");
    assert!((read, skipped) == (0, 1) && less < clauses, "{less}");

    let mut command = assert_cmd::Command::cargo_bin("crosscut").expect("it is built");
    let ndjson = ["extract", "@-", "--format", "ndjson"];
    let output = command.current_dir(desk.folder.path()).args(ndjson).write_stdin("pledge.txt\n").output();
    let printed = String::from_utf8(output.expect("it starts").stdout).expect("UTF-8");
    assert_eq!(printed.as_bytes(), files(&desk, "read")[0]);

    for (args, says) in [
        (&["extract", "lamps.md", "pledge.txt"][..], "--format clauses"),
        (&["extract", "lamps.md", "--out", "x"], "--format clauses"),
        (&["extract", "lamps.md", "--format", "clauses", "--all"], "--all"),
        (&["extract", "lamps.md", "--format", "clauses", "--out", "x", "--shard", "3/2"], "such as 2/5"),
        (&["extract", "@none.txt", "--format", "clauses"], "none.txt"),
    ] {
        let (code, _, error) = desk.crosscut(args);
        assert!(code == 2 && error.contains(says), "{args:?}: {error}");
    }
    well(&desk, &["run", "lamps.md", "--study", "ours"]);
    let (code, _, error) = desk.crosscut(&["extract", "lamps.md", "--format", "clauses", "--out", "ours"]);
    assert!(code == 2 && error.contains("this is a study"), "{error}");
}

/// Starts a command over many documents and kills it as soon as some were read; how many were kept.
fn broken_off(desk: &Desk, args: &[&str], kept: &Path) -> usize {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscut"));
    command.current_dir(desk.folder.path()).env("RAYON_NUM_THREADS", "1").args(args);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let heads = || {
        let names = fs::read_dir(kept).into_iter().flatten().map_while(Result::ok);
        names.filter(|entry| entry.file_name().to_string_lossy().ends_with(".head.json")).count()
    };
    let begun = Instant::now();
    while heads() < 3 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is kept while documents are read");
        assert!(child.try_wait().expect("it is ours").is_none(), "it ended before anything was kept");
        std::thread::sleep(Duration::from_millis(2));
    }
    // SIGKILL: nothing can be put in order any more.
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
    heads()
}

#[test]
fn a_run_that_is_killed_loses_the_documents_in_hand_alone() {
    const MANY: usize = 60;
    let desk = Desk::new();
    let pdf =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/manrs.pdf")).expect("a sample");
    for number in 0..MANY {
        desk.write(&format!("in/a{number}.pdf"), [&pdf[..], format!("\n% {number}\n").as_bytes()].concat());
    }
    let kept = broken_off(&desk, &["run", "in"], &desk.at("crosscut-study/.crosscut/clauses"));
    assert!(kept < MANY && !desk.at("crosscut-study/crosscut.toml").exists(), "{kept}");
    let (out, _) = well(&desk, &["index", "in", "--json"]);
    assert_eq!(json(&out)["cached"], kept);
    assert_eq!(json(&out)["read"].as_array().map(Vec::len), Some(MANY - kept));

    let extract = ["extract", "in", "--format", "clauses", "--out", "read", "--jobs", "1", "--json"];
    let kept = broken_off(&desk, &extract, &desk.at("read/.crosscut/clauses"));
    assert!(kept < MANY && !desk.at("read/clauses.jsonl").exists(), "{kept}");
    let (out, _) = well(&desk, &extract);
    assert_eq!(json(&out)["skipped"], kept);
}

/// A NumPy file of vectors.
fn npy(rows: &[[f32; 2]]) -> Vec<u8> {
    let head = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, 2), }}", rows.len());
    let head = format!("{head:<117}\n");
    let numbers = rows.iter().flatten().flat_map(|number| number.to_le_bytes());
    [&b"\x93NUMPY\x01\x00\x76\x00"[..], head.as_bytes()].concat().into_iter().chain(numbers).collect()
}

#[test]
fn candidates_need_no_study() {
    let desk = desk();
    well(&desk, &["extract", "in", "--format", "clauses", "--out", "read"]);
    well(&desk, &["run", "in"]);
    let ids = |args: &[&str]| -> Vec<String> {
        let answer = json(&well(&desk, args).0);
        let candidates = answer["candidates"].as_array().expect("a list");
        candidates.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
    };
    let by_run = ids(&["candidates", "--json"]);
    assert!(!by_run.is_empty());
    assert_eq!(ids(&["propose", "in", "--json"]), by_run);
    assert_eq!(ids(&["propose", "read", "--json"]), by_run);
    let (out, _) = well(&desk, &["propose", "read", "--limit", "1"]);
    assert!(out.contains(&by_run[0]), "{out}");
    well(&desk, &["propose", "read", "--out", "proposed"]);
    let table = fs::read(desk.at("proposed/candidates.csv")).expect("a table");
    assert!(table == fs::read(desk.at("crosscut-study/out/candidates.csv")).expect("a table"));
}

/// Hits that several processes found, in any order, are those of one: the same candidates, to the last bit.
#[test]
fn hits_of_pairs_of_shards_are_those_of_one_process() {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    well(&desk, &["extract", &sample.display().to_string(), "--format", "clauses", "--out", "read"]);
    let hits = |left: &str, right: &str| {
        well(&desk, &["hits", "read", "--left", left, "--right", right, "--out", "hits"]).0
    };
    for (left, right) in [("2/2", "3/3"), ("1/2", "1/3"), ("2/2", "1/3"), ("1/2", "3/3"), ("1/2", "2/3")] {
        hits(left, right);
    }
    let (code, _, error) = desk.crosscut(&["propose", "read", "--hits", "hits"]);
    assert!(code == 2 && error.contains("the hits of 2/2 in 2/3 are missing"), "{error}");
    assert!(hits("2/2", "2/3").contains("hits-2of2-2of3.ndjson"));
    let changed = |name: &str| fs::metadata(desk.at(name)).expect("it is there").modified().expect("a time");
    let before = changed("hits/hits-2of2-2of3.ndjson");
    hits("2/2", "2/3");
    assert_eq!(changed("hits/hits-2of2-2of3.ndjson"), before, "what is there is not looked for again");
    let one = well(&desk, &["propose", "read", "--json"]).0;
    assert_eq!(well(&desk, &["propose", "read", "--hits", "hits", "--json"]).0, one);
    assert!(json(&one)["candidates"].as_array().is_some_and(|all| all.len() > 20), "{one}");

    // With vectors, what shares no word is offered, too: whose likeness depends on them.
    let lines = fs::read_to_string(desk.at("read/clauses.jsonl")).expect("clauses");
    let rows: Vec<[f32; 2]> =
        (0..lines.lines().count()).map(|n| [(n % 7) as f32 - 3.0, (n % 5) as f32]).collect();
    desk.write("vectors.npy", npy(&rows));
    let (code, _, error) = desk.crosscut(&["propose", "read", "--hits", "hits", "--vectors", "vectors.npy"]);
    assert!(code == 2 && error.contains("other vectors"), "{error}");
    let by = ["--vectors", "vectors.npy"];
    for left in ["1/2", "2/2"] {
        well(&desk, &[&["hits", "read", "--left", left, "--out", "by"], &by[..]].concat());
    }
    let one = well(&desk, &[&["propose", "read", "--json"], &by[..]].concat()).0;
    assert_eq!(well(&desk, &[&["propose", "read", "--hits", "by", "--json"], &by[..]].concat()).0, one);
}

/// Rows belong to the lines of the file, whatever the agreements are sorted by.
#[test]
fn vectors_belong_to_the_lines_of_their_file() {
    let desk = Desk::new();
    let texts = [
        ("b", "Operators notify the team of breaches."),
        ("b", "Schools shall teach children to swim."),
        ("a", "Each Party shall report serious incidents."),
        ("a", "Boats shall carry lamps at night."),
    ];
    let line = |(place, (id, text)): (usize, &(&str, &str))| {
        format!("{{\"id\": \"{id}#{place}\", \"agreement\": \"{id}\", \"text\": \"{text}\"}}\n")
    };
    desk.write("clauses.jsonl", texts.iter().enumerate().map(line).collect::<String>());
    let rows = [[1.0, 0.0], [-1.0, 0.1], [0.99, 0.1], [0.0, 1.0]];
    desk.write("vectors.npy", npy(&rows));
    let (out, _) = well(&desk, &["propose", "clauses.jsonl", "--vectors", "vectors.npy", "--json"]);
    let together = |candidate: &serde_json::Value| {
        let members = candidate["members"].to_string();
        members.contains("b#0") && members.contains("a#2")
    };
    assert!(json(&out)["candidates"].as_array().expect("a list").iter().any(together), "{out}");
    desk.write("vectors.npy", npy(&rows[1..]));
    let (code, _, error) = desk.crosscut(&["propose", "clauses.jsonl", "--vectors", "vectors.npy"]);
    assert!(code == 2 && error.contains("a vector of 2 for each clause"), "{error}");
    desk.write("vectors.npy", "no numbers");
    let (code, _, error) = desk.crosscut(&["propose", "clauses.jsonl", "--vectors", "vectors.npy"]);
    assert!(code == 2 && error.contains("vectors.npy: this is no NumPy file"), "{error}");
}
