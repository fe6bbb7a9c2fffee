//! One agreement in several files, shards that are not there, and what was kept and then changed.

use super::*;

const FIRST: &str = "Each Party shall report serious outages to the harbour authority within a day.";
const SECOND: &str = "The Parties shall train the crews of developing ports.";

/// Lines of clauses of an agreement.
fn lines(id: &str, title: &str, texts: &[&str]) -> String {
    let line = |(number, text): (usize, &&str)| {
        let row = serde_json::json!({
            "id": format!("{id}#art_{}", number + 1), "agreement": id, "title": title, "text": text
        });
        format!("{row}\n")
    };
    texts.iter().enumerate().map(line).collect()
}

#[test]
fn an_agreement_in_two_files_is_taken_once_or_refused() {
    let desk = Desk::new();
    let charter = lines("charter", "Harbour charter", &["Ports shall report serious outages within a day."]);
    desk.write("one.jsonl", lines("accord", "Harbour accord", &[FIRST, SECOND]));
    desk.write("two.jsonl", lines("accord", "Harbour accord", &[FIRST, SECOND]) + &charter);
    desk.write("list.json", serde_json::json!([
        {"id": "accord#1", "agreement": "accord", "text": FIRST}, {"id": "accord#2", "agreement": "accord", "text": SECOND},
    ]).to_string());
    desk.write("renamed.jsonl", lines("harbours", "harbour  Accord", &[FIRST, SECOND]));
    desk.write("accord.txt", format!("Harbour accord\n\nArticle 1\n\n{FIRST}\n\nArticle 2\n\n{SECOND}\n"));
    desk.write("other.jsonl", lines("accord", "Harbour accord", &[FIRST, "Ports shall keep bees."]));
    let files = ["one.jsonl", "two.jsonl", "list.json", "renamed.jsonl"];
    for command in [&["run", "--study", "study"][..], &["propose"], &["index", "--study", "index"]] {
        let (_, error) = well(&desk, &[command, &files].concat());
        assert_eq!(error.matches("taken once").count(), 3, "{command:?}: {error}");
    }
    let (_, error) =
        well(&desk, &[&["extract", "--format", "clauses", "--out", "read"][..], &files].concat());
    assert_eq!(error.matches("taken once").count(), 3, "{error}");
    let documents = String::from_utf8(super::files(&desk, "read")[1].clone()).expect("UTF-8");
    assert_eq!(documents.lines().count(), 2, "{documents}");
    let count = |study: &str| {
        let (out, _) = well(&desk, &["clauses", "--json", "--study", study]);
        let ids: Vec<String> = out.lines().map(|line| json(line)["id"].to_string()).collect();
        (ids.len(), ids.iter().collect::<std::collections::BTreeSet<_>>().len())
    };
    assert_eq!((count("study"), count("index")), ((3, 3), (3, 3)));
    // The same again changes nothing, and what the study has is told no second time.
    let (out, error) = well(&desk, &["run", "--study", "study"]);
    assert!(out.contains("2 agreements") && out.contains("candidates unchanged"), "{out}");
    assert!(!error.contains("taken once"), "{error}");
    let (out, error) = well(&desk, &["run", "renamed.jsonl", "--study", "study"]);
    assert!(out.contains("2 agreements") && error.contains("taken once"), "{out}{error}");
    // A document and its clauses are one; the document has pages.
    let (out, error) = well(&desk, &["run", "one.jsonl", "accord.txt", "--study", "mixed"]);
    assert!(out.contains("1 agreement ") && error.contains("one.jsonl is the same"), "{out}{error}");
    for (paths, says) in [
        (
            &["one.jsonl", "other.jsonl"][..],
            "accord is in one.jsonl and in other.jsonl, with other clauses: give one",
        ),
        (&["accord.txt", "other.jsonl"], "accord is in accord.txt and in other.jsonl, with other clauses"),
    ] {
        for command in [&["run", "--study", "x"][..], &["propose"], &["extract", "--format", "clauses"]] {
            let (code, _, error) = desk.crosscut(&[command, paths].concat());
            assert!(code == 2 && error.contains(says), "{command:?}: {error}");
        }
    }
    let (code, _, error) = desk.crosscut(&["run", "other.jsonl", "--study", "study"]);
    assert!(code == 2 && error.contains("with other clauses, in"), "{error}");
}

#[test]
fn a_shard_that_is_not_there_is_told() {
    let desk = Desk::new();
    for (name, text) in [("lamps.md", LAMPS), ("pledge.txt", PLEDGE)] {
        desk.write(&format!("in/{name}"), text);
    }
    desk.write("in/own.jsonl", lines("accord", "Harbour accord", &[FIRST, SECOND]));
    desk.write("in/zero.pdf", "");
    for shard in ["1/3", "2/3", "3/3"] {
        let out = format!("parts/{}", &shard[..1]);
        desk.crosscut(&["extract", "in", "--format", "clauses", "--out", &out, "--shard", shard]);
    }
    let (code, _, error) = desk.crosscut(&["run", "parts/1", "parts/2", "--study", "study"]);
    assert!(code == 1 && error.contains("not read: pledge.txt: shard 3/3 has it"), "{error}");
    assert!(!error.contains("lamps.md") && !error.contains("own.jsonl"), "{error}");
    for command in [&["propose"][..], &["extract", "--format", "clauses", "--out", "merged"]] {
        let (code, _, error) = desk.crosscut(&[command, &["parts/1", "parts/3"]].concat());
        assert!(code == 1 && error.contains("own.jsonl: shard 2/3 has it"), "{command:?}: {error}");
    }
    // What was merged without a shard says so to whoever goes on; with it, all is there.
    let (code, _, error) = desk.crosscut(&["run", "merged", "--study", "later"]);
    assert!(code == 1 && error.contains("shard 2/3 has it"), "{error}");
    let (_, _, error) = desk.crosscut(&["run", "merged", "parts/2", "--study", "whole"]);
    assert!(!error.contains("shard"), "{error}");
    assert!(error.contains("not read: zero.pdf"), "what failed is no missing shard: {error}");
}

#[test]
fn a_kept_document_that_was_changed_is_read_again() {
    let desk = Desk::new();
    desk.write("lamps.md", LAMPS);
    let read = ["extract", "lamps.md", "--format", "clauses", "--out", "read"];
    for (args, folder) in [(&read[..], "read"), (&["run", "lamps.md", "--study", "study"], "study")] {
        well(&desk, args);
        let kept =
            fs::read_dir(desk.at(folder).join(".crosscut/clauses")).expect("a cache").map_while(Result::ok);
        let kept = kept.map(|entry| entry.path()).find(|path| !path.to_string_lossy().ends_with("head.json"));
        let kept = kept.expect("its clauses");
        let text = fs::read_to_string(&kept).expect("JSON");
        fs::write(&kept, text.replace("shall", "SHALL")).expect("as many bytes, but others");
        well(&desk, args);
        assert_eq!(fs::read_to_string(&kept).expect("JSON"), text, "{folder}");
    }
}
