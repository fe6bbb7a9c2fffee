//! Decisions as people and scripts make them: every type, two coders, killed programs, full disks, old and new files.

#[path = "decide/naming.rs"]
mod naming;

use crosscut::Study;
use crosscut::decisions::Coder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crosscut");

/// Three agreements of our own words, as ready-made clauses.
const CLAUSES: [(&str, &str); 9] = [
    ("a#art_1", "Each Party shall report significant incidents to its competent authority without delay."),
    ("a#art_2", "The Parties shall cooperate to protect critical infrastructure against cyber attacks."),
    ("a#art_3", "Each Party shall train judges and prosecutors in electronic evidence."),
    ("b#art_1", "We commit to report significant incidents to the competent authority without delay."),
    ("b#art_2", "We commit to protect critical infrastructure against cyber attacks."),
    ("b#art_3", "We commit to publish a yearly review of our work."),
    ("c#art_1", "Signatories report significant incidents to the competent authority at once."),
    ("c#art_2", "Signatories protect critical infrastructure against cyber attacks and other harm."),
    ("c#art_3", "Signatories meet once a year in the capital of the presidency."),
];

/// A folder with a study that was run.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        desk.run_over(&CLAUSES, &[]);
        desk
    }

    /// Runs the study over these clauses, one file an agreement.
    fn run_over(&self, clauses: &[(&str, &str)], more: &[&str]) {
        let mut files = BTreeSet::new();
        for (id, text) in clauses {
            let agreement = id.split('#').next().expect("an id has a part before its #");
            let name = format!("{agreement}.jsonl");
            let line = serde_json::json!({"id": id, "agreement": agreement, "text": text}).to_string();
            let path = self.folder.path().join(&name);
            let known = if files.insert(name) {
                String::new()
            } else {
                fs::read_to_string(&path).expect("it was just written")
            };
            fs::write(&path, format!("{known}{line}\n")).expect("files can be written");
        }
        let mut args = vec!["run"];
        args.extend(files.iter().map(String::as_str));
        args.extend(more);
        let (code, _, error) = self.crosscut(&args);
        assert!(code < 2, "{error}");
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.current_dir(self.folder.path()).args(args);
        command
    }

    /// Exit code, standard output and standard error of `crosscut`.
    fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        let output = self.command(args).output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }

    /// Saves a decision and gives its event.
    fn decide(&self, by: &str, args: &[&str]) -> String {
        let (code, out, error) = self.crosscut(&[&["decide"], args, &["--by", by, "--json"]].concat());
        assert_eq!(code, 0, "{args:?}: {error}");
        json(&out)["saved"][0]["event"].as_str().expect("an id").to_owned()
    }

    fn refused(&self, by: &str, args: &[&str]) -> String {
        let (code, _, error) = self.crosscut(&[&["decide"], args, &["--by", by]].concat());
        assert_eq!(code, 2, "{args:?}");
        error
    }

    fn status(&self, args: &[&str]) -> Value {
        json(&self.crosscut(&[&["status", "--json"], args].concat()).1)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.path().join("crosscut-study/decisions").join(name)
    }

    /// Coders see each other's decisions from now on.
    fn open(&self) {
        let settings = self.folder.path().join("crosscut-study/crosscut.toml");
        let text = fs::read_to_string(&settings).expect("it is written");
        fs::write(&settings, format!("{text}\n[review]\nblind = false\n")).expect("it can be written");
    }

    /// Confirmed elements: name and clauses of each.
    fn elements(&self) -> Vec<(String, Vec<String>)> {
        let matrix = json(&self.crosscut(&["matrix", "--json"]).1);
        let rows = matrix["rows"].as_array().expect("a list").clone();
        let clauses = |row: &Value| -> Vec<String> {
            let cells = row["cells"].as_array().expect("a list").iter();
            let ids = cells.flat_map(|cell| cell["confirmed"].as_array().cloned().unwrap_or_default());
            let mut ids: Vec<String> = ids.map(|id| id.as_str().expect("an id").to_owned()).collect();
            ids.sort();
            ids
        };
        let confirmed = rows.iter().filter(|row| row["kind"]["kind"] == "element");
        let mut found: Vec<(String, Vec<String>)> =
            confirmed.map(|row| (row["name"].as_str().expect("a name").into(), clauses(row))).collect();
        found.sort();
        found
    }

    /// The first candidate with this clause: its id.
    fn candidate(&self, clause: &str) -> Option<String> {
        let answer = json(&self.crosscut(&["candidates", "--json"]).1);
        let candidates = answer["candidates"].as_array().expect("a list").clone();
        let has = |c: &&Value| {
            c["members"].as_array().expect("a list").iter().any(|member| member["clause"] == clause)
        };
        candidates.iter().find(has).map(|c| c["id"].as_str().expect("an id").to_owned())
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn every_type_of_decision_from_a_script() {
    let desk = Desk::new();
    let incidents = desk.candidate("a#art_1").expect("it is proposed");
    desk.decide("Ana", &["confirm", &incidents, "--name", "Incidents", "--because", "plain"]);
    desk.decide("Ana", &["define", "incidents", "Tell the authority."]);
    desk.decide("Ana", &["rename", "Incidents", "Reporting"]);
    let networks = desk.candidate("a#art_2").expect("it is proposed");
    desk.decide("Ana", &["defer", &networks]);
    desk.decide("Ana", &["reject", &networks, "--reason", "boilerplate", "--comment", "everywhere"]);
    desk.decide("Ana", &["new", "Networks", "a#art_2", "b#art_2", "--definition", "Keep them safe."]);
    desk.decide("Ana", &["add", "Networks", "c#art_2"]);
    desk.decide("Ana", &["remove", "Networks", "c#art_2"]);
    desk.decide("Ana", &["absent", "Networks", "c", "--looked", "c#art_3"]);
    desk.decide("Ana", &["split", "Networks", "Infrastructure", "b#art_2"]);
    desk.decide("Ana", &["move", "Infrastructure", "Networks", "b#art_2"]);
    desk.decide("Ana", &["merge", "Networks", "Infrastructure"]);
    desk.decide("Ana", &["outlier", "a#art_3"]);
    desk.decide("Ana", &["note", "look at b again", "--element", "Networks"]);
    desk.decide("Ana", &["rename", "Networks", "Critical networks"]);
    desk.decide("Ana", &["define", "Critical networks", "Guard them."]);
    desk.decide("Ana", &["new", "Doubtful", "c#art_3"]);
    desk.decide("Ana", &["resolve", "Doubtful", "--reject"]);
    desk.decide("Ana", &["undo"]);
    desk.decide("Ana", &["redo"]);
    desk.decide("Ana", &["finish"]);
    let expected = [
        ("Critical networks".to_owned(), vec!["a#art_2".to_owned(), "b#art_2".to_owned()]),
        ("Reporting".to_owned(), vec!["a#art_1".into(), "b#art_1".into(), "c#art_1".into()]),
    ];
    assert_eq!(desk.elements(), expected);
    let status = desk.status(&["--history"]);
    assert_eq!((&status["elements"], &status["decisions"]["Ana"]), (&Value::from(2), &Value::from(21)));
    let history = status["history"].as_array().expect("a list");
    assert_eq!(history[0]["text"], "finished coding");
    assert!(history.iter().any(|entry| entry["because"] == "plain"));
    let log = fs::read_to_string(desk.log("Ana.jsonl")).expect("it is written");
    let types: BTreeSet<String> =
        log.lines().map(|line| json(line)["type"].as_str().expect("a type").to_owned()).collect();
    assert_eq!(types.len(), 16, "{types:?}");
}

/// A slip in what is pasted must not change what coders agree on, and pass for a settlement.
#[test]
fn what_nobody_disputes_is_not_settled() {
    let desk = Desk::new();
    desk.open();
    let incidents = desk.candidate("a#art_1").expect("it is proposed");
    for coder in ["Ana", "Ben"] {
        let (code, told, _) =
            desk.crosscut(&["decide", "confirm", &incidents, "--name", "Incidents", "--by", coder]);
        assert!(code == 0 && !told.contains("renamed"), "{told}");
    }
    for (args, instead) in [
        (&["resolve", "Incidents", "a#art_1", "--out"][..], "decide remove"),
        (&["resolve", "Incidents", "a#art_3"], "decide add"),
        (&["resolve", "Incidents", "--name", "Other"], "decide rename"),
        (&["resolve", "Incidents", "--definition", "Other"], "decide define"),
        (&["resolve", "Incidents", "--absent", "c"], "decide absent"),
        (&["resolve", "Incidents", "--not-absent", "c"], "decide add"),
        (&["resolve", "Incidents", "--keep"], "nobody rejected it"),
        (&["rename", "Incidents", " Incidents "], "already"),
    ] {
        let refused = desk.refused("Ana", args);
        assert!(refused.contains(instead), "{args:?}: {refused}");
    }
}

#[test]
fn what_is_accepted_together_is_undone_together() {
    let desk = Desk::new();
    let (one, two) = (desk.candidate("a#art_1").expect("one"), desk.candidate("a#art_2").expect("two"));
    assert_ne!(one, two);
    let event = desk.decide("Ana", &["confirm", &one, &two]);
    assert_eq!(desk.elements().len(), 2);
    let hidden = desk.refused("Ben", &["undo", &event]);
    assert!(hidden.contains("cannot see yet"), "coding is blind: {hidden}");
    desk.open();
    desk.decide("Ben", &["undo", &event]);
    assert_eq!(desk.elements().len(), 0);
    assert_eq!(fs::read_to_string(desk.log("Ana.jsonl")).expect("it is written").lines().count(), 1);
}

#[test]
fn two_coders_are_blind_then_compared_and_settled() {
    let desk = Desk::new();
    let incidents = desk.candidate("a#art_1").expect("it is proposed");
    desk.decide("Ana", &["confirm", &incidents, "--name", "Incidents"]);
    let error = desk.refused("Ben", &["rename", "Incidents", "x"]);
    assert!(error.contains("no element") && error.contains("coding is blind"), "{error}");
    desk.decide(
        "Ben",
        &["confirm", &incidents, "--name", "Incidents", "--without", "c#art_1", "--because", "no deadline"],
    );
    let view = desk.status(&["--coder", "Ben", "--reliability"]);
    assert!(view["hidden"].as_str().is_some_and(|why| why.contains("Ana")), "{view}");
    assert!(view["reliability"].is_null() && view["decisions"]["Ana"].is_null(), "{view}");
    let table = || {
        fs::read_to_string(desk.folder.path().join("crosscut-study/out/quotes.csv")).expect("it is written")
    };
    let (_, _, error) = desk.crosscut(&["run"]);
    assert!(error.contains("no decisions until Ana and Ben have finished"), "{error}");
    assert!(!table().contains(",element,"), "{}", table());
    let (_, _, error) = desk.crosscut(&["export"]);
    assert!(error.contains("--unblind") && !table().contains(",element,"), "{error}");
    let settings = desk.folder.path().join("crosscut-study/crosscut.toml");
    let text = fs::read_to_string(&settings).expect("it is written");
    fs::write(&settings, format!("{text}\n[review]\nblind = false\n")).expect("it can be written");
    desk.crosscut(&["run"]);
    assert!(table().contains(",element,"), "who is no longer blind sees all at once: {}", table());
    fs::write(&settings, text).expect("it can be written");
    desk.crosscut(&["run"]);
    assert!(!table().contains(",element,"), "{}", table());
    desk.crosscut(&["export", "--unblind"]);
    assert!(table().contains(",element,"), "{}", table());
    desk.decide("Ana", &["finish"]);
    desk.decide("Ben", &["finish"]);
    desk.crosscut(&["run"]);
    assert!(table().contains(",element,"), "{}", table());
    let view = desk.status(&["--coder", "Ben", "--reliability"]);
    assert!(view["hidden"].is_null());
    let clauses = &view["reliability"]["clauses"]["whole"];
    assert_eq!((&clauses["judged"], &clauses["pairs"][0]["only_a"]), (&Value::from(3), &Value::from(1)));
    let differ = &view["reliability"]["disagreements"][0];
    assert_eq!((&differ["clause"]["clause"], &differ["settled"]), (&"c#art_1".into(), &Value::Null));
    assert_eq!(differ["sides"]["Ben"]["reasons"][0], "no deadline");
    assert!(view["conflicts"].as_array().is_some_and(|conflicts| !conflicts.is_empty()), "{view}");
    desk.decide("Lea", &["resolve", "Incidents", "c#art_1", "--out"]);
    let after = desk.status(&["--reliability"]);
    assert_eq!(after["reliability"]["disagreements"][0]["settled"][1], false);
    assert_eq!(after["reliability"]["clauses"], view["reliability"]["clauses"]);
    let (_, text, _) = desk.crosscut(&["status", "--reliability"]);
    assert!(text.contains("Gwet's AC1") && text.contains("(settled)"), "{text}");
}

#[test]
fn blindness_is_switched_off_in_the_settings() {
    let desk = Desk::new();
    desk.open();
    let incidents = desk.candidate("a#art_1").expect("it is proposed");
    desk.decide("Ana", &["confirm", &incidents, "--name", "Incidents"]);
    desk.decide("Ben", &["rename", "Incidents", "Reporting"]);
    assert_eq!(desk.elements()[0].0, "Reporting");
    assert_eq!(desk.status(&["--reliability"])["reliability"]["independent"], false);
}

/// Other agreements, another order of files, another granularity: nothing confirmed changes, nothing rejected comes
/// back, but with what it gained, and then it says so.
#[test]
fn decisions_survive_every_kind_of_re_run() {
    let desk = Desk::new();
    desk.decide("Ana", &["confirm", &desk.candidate("a#art_1").expect("one"), "--name", "Incidents"]);
    desk.decide("Ana", &["reject", &desk.candidate("a#art_2").expect("two"), "--reason", "boilerplate"]);
    let confirmed = desk.elements();
    let mut clauses = CLAUSES.to_vec();
    clauses.reverse();
    let checks = |desk: &Desk, what: &str| {
        assert_eq!(desk.elements(), confirmed, "{what}");
        let (_, out, _) = desk.crosscut(&["candidates", "--json"]);
        for candidate in json(&out)["candidates"].as_array().expect("a list") {
            let members = candidate["members"].as_array().expect("a list").iter();
            let old = members
                .filter(|member| ["a#art_2", "b#art_2", "c#art_2"].iter().any(|id| member["clause"] == *id));
            assert!(old.count() < 2, "{what}: {candidate}");
        }
    };
    for granularity in ["0", "0.3", "1"] {
        desk.run_over(&CLAUSES, &["--granularity", granularity]);
        checks(&desk, granularity);
    }
    desk.run_over(&clauses, &[]);
    checks(&desk, "clauses in another order");
    clauses.push(("d#art_1", "Members report significant incidents to the competent authority in a day."));
    desk.run_over(&clauses, &[]);
    checks(&desk, "one more agreement");
    let changes = desk.status(&[])["changes"].clone();
    assert_eq!(changes["new_agreements"], serde_json::json!(["d"]), "{changes}");
    clauses.push(("e#art_1", "Members protect critical infrastructure against cyber attacks."));
    clauses.push(("f#art_1", "All shall protect critical infrastructure against cyber attacks."));
    desk.run_over(&clauses, &[]);
    assert_eq!(desk.elements(), confirmed);
    let matrix = json(&desk.crosscut(&["matrix", "--json"]).1);
    for row in matrix["rows"].as_array().expect("a list") {
        let has = |id: &str| row.to_string().contains(&format!("\"{id}\""));
        if has("a#art_2") && has("b#art_2") {
            assert!(row["kind"]["rejected"].is_string(), "offered again, it says so: {row}");
        }
    }
}

#[test]
fn a_moved_clause_is_recorded_and_a_lost_one_listed() {
    let desk = Desk::new();
    desk.decide("Ana", &["confirm", &desk.candidate("a#art_1").expect("one"), "--name", "Incidents"]);
    let mut clauses = CLAUSES.to_vec();
    clauses[0].0 = "a#art_9";
    clauses[6].1 = "Nothing that was agreed before is left in here.";
    desk.run_over(&clauses, &[]);
    let (code, text, _) = desk.crosscut(&["status"]);
    assert_eq!(code, 1);
    assert!(text.contains("1 decided clause moved and was found again, word for word"), "{text}");
    assert!(text.contains("orphan c#art_1"), "{text}");
    desk.decide("Ana", &["reanchor"]);
    let changes = desk.status(&[])["changes"].clone();
    assert_eq!(
        (changes["moved"].as_array().map(Vec::len), changes["lost"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );
    assert!(desk.refused("Ana", &["reanchor"]).contains("nothing to re-anchor"));
    desk.decide("Ana", &["reanchor", "c#art_1", "c#art_2"]);
    assert_eq!(desk.elements()[0].1, ["a#art_9", "b#art_1", "c#art_2"]);
}

#[test]
fn the_second_look_lists_near_misses_and_claims_nothing_about_what_is_missing() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "Training of judges", "a#art_3"]);
    let look = desk.status(&["--second-look"])["second_look"][0].clone();
    let cells = look["cells"].as_array().expect("a list").clone();
    assert_eq!(cells.len(), 2, "b and c: {look}");
    assert!(cells.iter().all(|cell| cell["misses"].is_array() && cell["agreement"] != "a"), "{look}");
    assert!(desk.crosscut(&["status"]).1.contains("How much was missed is unknown"));
    desk.decide("Ana", &["add", "Training of judges", "c#art_3"]);
    assert!(desk.crosscut(&["status"]).1.contains("How much was missed is unknown"));
}

#[test]
fn the_matrix_by_kinds_pairs_and_likeness() {
    let desk = Desk::new();
    desk.decide("Ana", &["new", "=Incidents", "a#art_1", "b#art_1"]);
    desk.decide("Ana", &["new", "Networks", "a#art_2"]);
    for args in [
        &["--count-by", "group"][..],
        &["--count-by", "binding"],
        &["--count-by", "year"],
        &["--together"],
        &["--similarity"],
    ] {
        let (code, table, error) = desk.crosscut(&[&["matrix"], args].concat());
        assert_eq!(code, 0, "{error}");
        assert!(!table.trim().is_empty());
        let (_, csv, _) = desk.crosscut(&[&["matrix", "--csv"], args].concat());
        assert!(!csv.lines().any(|line| line.starts_with('=')), "a name is no formula: {csv}");
        let (_, out, _) = desk.crosscut(&[&["matrix", "--json"], args].concat());
        assert!(json(&out)["schema"].as_str().is_some_and(|schema| schema.starts_with("crosscut/matrix-")));
    }
    let (_, out, _) = desk.crosscut(&["matrix", "--together", "--json"]);
    assert_eq!(json(&out)["pairs"][0]["agreements"], 1);
}

#[test]
fn a_log_that_another_program_holds_is_told_and_others_may_decide() {
    let desk = Desk::new();
    desk.decide("Ana", &["note", "one"]);
    let lock = fs::File::options().write(true).open(desk.log(".ana.lock")).expect("it is there");
    lock.try_lock().expect("nobody holds it");
    assert!(
        desk.refused("Ana", &["note", "two"]).contains("already working on this study in another window")
    );
    desk.decide("Ben", &["note", "three"]);
    drop(lock);
    desk.decide("Ana", &["note", "four"]);
}

#[test]
fn many_programs_at_once_lose_nothing_that_was_said_to_be_saved() {
    let desk = Desk::new();
    let children: Vec<_> = (0..8)
        .map(|n| {
            let by = ["Ana", "Ben"][n % 2];
            let mut command = desk.command(&["decide", "note", "at once", "--by", by, "--json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
        })
        .collect();
    let mut saved = BTreeSet::new();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        if output.status.success() {
            let answer = json(&String::from_utf8_lossy(&output.stdout));
            saved.insert(answer["saved"][0]["event"].as_str().expect("an id").to_owned());
        } else {
            assert!(String::from_utf8_lossy(&output.stderr).contains("already working"), "{output:?}");
        }
    }
    assert_eq!(logged(&desk), saved);
}

/// Ids of all events in the logs.
fn logged(desk: &Desk) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for name in ["Ana.jsonl", "Ben.jsonl"] {
        for line in fs::read_to_string(desk.log(name)).unwrap_or_default().lines() {
            ids.insert(json(line)["id"].as_str().expect("an id").to_owned());
        }
    }
    ids
}

/// The program killed at any moment of a burst of decisions: all that it said it saved is there, and it goes on.
#[test]
fn kill_9_loses_nothing_that_was_acknowledged() {
    let desk = Desk::new();
    let (mut saved, mut killed) = (BTreeSet::new(), 0);
    for round in 0..40u64 {
        let mut command = desk.command(&["decide", "note", "burst", "--by", "Ana", "--json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(round * 2));
        killed += usize::from(child.try_wait().expect("it is ours").is_none());
        child.kill().expect("it is ours");
        let output = child.wait_with_output().expect("it ended");
        let text = String::from_utf8_lossy(&output.stdout);
        if let Ok(answer) = serde_json::from_str::<Value>(&text) {
            saved.insert(answer["saved"][0]["event"].as_str().expect("an id").to_owned());
        }
    }
    assert!(killed > 0, "no program lived long enough to be killed");
    let last = desk.decide("Ana", &["note", "after"]);
    saved.insert(last);
    let logged = logged(&desk);
    assert!(saved.is_subset(&logged), "lost: {:?}", saved.difference(&logged));
    assert_eq!(desk.status(&[])["problems"], serde_json::json!([]));
}

/// A write that the system cuts short: "not saved", and everything before it stays.
#[cfg(unix)]
#[test]
fn a_short_write_is_not_said_to_be_saved() {
    let desk = Desk::new();
    desk.decide("Ana", &["note", &"x".repeat(300)]);
    let before = fs::read(desk.log("Ana.jsonl")).expect("it is written");
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" decide note \"$1\" --by Ana";
    let output = Command::new("sh")
        .current_dir(desk.folder.path())
        .args(["-c", script, PROGRAM, &"y".repeat(3000)])
        .output()
        .expect("there is a shell");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && error.contains("not saved"), "{output:?}");
    assert_eq!(fs::read(desk.log("Ana.jsonl")).expect("it is there"), before);
    desk.decide("Ana", &["note", "after"]);
    assert_eq!(desk.status(&[])["decisions"]["Ana"], 2);
}

#[test]
fn old_logs_are_read_a_copy_is_kept_and_newer_ones_are_left_alone() {
    let desk = Desk::new();
    let old = include_str!("../crates/decisions/src/log_v1.jsonl");
    fs::create_dir_all(desk.log("")).expect("folders can be made");
    fs::write(desk.log("anna.jsonl"), old).expect("files can be written");
    assert_eq!(desk.status(&[])["decisions"]["anna"], 15);
    desk.decide("anna", &["note", "as before"]);
    assert!(!desk.log("anna.version-1").exists(), "a note is known to all versions");
    let before = fs::read_to_string(desk.log("anna.jsonl")).expect("it is there");
    desk.decide("anna", &["finish"]);
    assert_eq!(fs::read_to_string(desk.log("anna.version-1")).expect("a copy is kept"), before);
    let newer = format!("{old}{{\"v\":99,\"id\":\"x\",\"type\":\"applaud\"}}\n");
    fs::write(desk.log("anna.jsonl"), &newer).expect("files can be written");
    let error = desk.refused("anna", &["note", "too late"]);
    assert!(error.contains("line 16") && error.contains("newer program"), "{error}");
    assert_eq!(fs::read_to_string(desk.log("anna.jsonl")).expect("it is there"), newer);
    assert_eq!(desk.status(&[])["decisions"]["anna"], 15, "what can be read still counts");
}

/// What is confirmed holds later candidates together: while coding is blind, nobody is shown candidates in which the
/// decisions of another can be read.
#[test]
fn candidates_tell_a_blind_coder_nothing_of_the_others() {
    let desk = Desk::new();
    let study = Study::open(desk.folder.path().join("crosscut-study")).expect("it was run");
    let [ana, ben] = ["Ana", "Ben"].map(|name| Coder::new(name).expect("a name"));
    let ids = |coder: Option<&Coder>| -> Vec<String> {
        let results = study.results_for(coder).expect("it was run");
        results.candidates.into_iter().map(|candidate| candidate.id).collect()
    };
    let first = ids(None);
    let incidents = desk.candidate("a#art_1").expect("it is proposed");
    desk.decide("Ana", &["confirm", &incidents, "--name", "Incidents", "--without", "c#art_1"]);
    desk.run_over(&CLAUSES, &[]);
    assert_ne!(ids(None), first, "the decision shows in the candidates of the next run");
    assert_eq!(ids(Some(&ana)), ids(None), "her own decisions have their say while she works alone");
    assert_eq!(ids(Some(&ben)), first, "made when Ben came: no second coder was known");
    let (_, out, _) = desk.crosscut(&["candidates", "--coder", "Ben", "--json"]);
    assert!(out.contains(&format!("\"{incidents}\"")), "{out}");

    let rest = desk.candidate("a#art_2").expect("it is proposed");
    desk.decide("Ben", &["confirm", &rest, "--name", "Infrastructure"]);
    desk.run_over(&CLAUSES, &[]);
    assert_eq!((ids(Some(&ana)), ids(Some(&ben))), (first.clone(), first), "made with the run, for both");
    let (_, out, _) = desk.crosscut(&["candidates", "--coder", "Ben", "--json"]);
    assert!(out.contains(&format!("\"{incidents}\"")) && !out.contains(&format!("\"{rest}\"")), "{out}");
    let matrix = json(&desk.crosscut(&["matrix", "--coder", "Ben", "--json"]).1).to_string();
    assert!(!matrix.contains("Incidents"), "{matrix}");

    desk.decide("Ana", &["finish"]);
    desk.decide("Ben", &["finish"]);
    assert_eq!(ids(Some(&ben)), ids(None), "all is open");
}

#[test]
fn a_study_without_results_is_said_to_be_so() {
    let desk = Desk::new();
    fs::remove_dir_all(desk.folder.path().join("crosscut-study/.crosscut")).expect("it can be deleted");
    for args in
        [&["review", "--no-browser"][..], &["candidates"], &["matrix"], &["decide", "finish", "--by", "Ana"]]
    {
        let (code, _, error) = desk.crosscut(args);
        assert_eq!(code, 2, "{args:?}");
        assert!(error.contains("crosscut run"), "{args:?}: {error}");
    }
    let (code, _, error) = desk.crosscut(&["review", "--no-browser", "--study", "elsewhere"]);
    assert_eq!(code, 2);
    assert!(error.contains("elsewhere"), "{error}");
}
