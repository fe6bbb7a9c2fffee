//! The small studies of `../shared/cases/workflow`, each retraced by its commands with what is right today.

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, json};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// A folder of the cases; `None` where they are not at hand.
fn case(name: &str) -> Option<String> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../shared/cases/workflow", name].iter().collect();
    if !path.exists() {
        println!("skipped: ../shared/cases/workflow/{name} is not here");
        return None;
    }
    Some(path.to_string_lossy().into_owned())
}

/// A study of a case.
fn study(name: &str) -> Option<Desk> {
    let documents = case(name)?;
    let desk = Desk::new();
    let (code, out, error) = desk.crosscut(&["run", &documents, "--study", "s"]);
    assert!(code < 2, "{out}{error}");
    Some(desk)
}

fn in_study(desk: &Desk, args: &[&str]) -> (i32, String, String) {
    desk.crosscut(&[args, &["--study", "s"]].concat())
}

fn ids(desk: &Desk) -> Vec<String> {
    let answer = json(&in_study(desk, &["candidates", "--json"]).1);
    let all = answer["candidates"].as_array().expect("a list").clone();
    all.iter().map(|candidate| candidate["id"].as_str().expect("an id").to_owned()).collect()
}

fn status(desk: &Desk) -> Value {
    json(&in_study(desk, &["status", "--json"]).1)
}

/// 01: another edition says 24 hours for 72, "prohibit" for "limit", "landlocked" for "developing".
#[test]
fn changed_substance_is_told_and_no_recall_is_invented() {
    let (Some(desk), Some(later)) = (study("editions/2025"), case("editions/2026")) else { return };
    for id in ids(&desk) {
        let (code, _, error) = in_study(&desk, &["decide", "confirm", &id, "--by", "Ana"]);
        assert_eq!(code, 0, "{error}");
    }
    in_study(&desk, &["run"]);
    in_study(&desk, &["run", &later]);
    let answer = status(&desk);
    let changed = answer["changes"]["changed"].as_array().expect("a list");
    let clauses: Vec<&str> = changed.iter().filter_map(|moved| moved["from"]["clause"].as_str()).collect();
    let expected = [
        "alpha-pact#art_1__para_1",
        "alpha-pact#art_3__para_1",
        "alpha-pact#art_4__para_1",
        "alpha-pact#art_5__para_1",
        "alpha-pact#art_7__para_1",
        "beta-accord#art_1__para_1",
    ];
    assert_eq!(clauses, expected);
    assert_eq!(answer["changes"]["moved"], serde_json::json!([]));
    let (_, text, _) = in_study(&desk, &["status"]);
    for pair in ["[seventy-two]", "[twenty-four]", "[limit]", "[prohibit]", "[developing]", "[landlocked]"] {
        assert!(text.contains(pair), "{pair}: {text}");
    }
    let matrix = json(&in_study(&desk, &["matrix", "--json"]).1);
    let rows = matrix["rows"].as_array().expect("a list");
    let cells = rows.iter().flat_map(|row| row["cells"].as_array().expect("cells"));
    assert_eq!(cells.filter(|cell| cell["state"] == "changed").count(), 6);
    let (code, _, error) = in_study(&desk, &["decide", "reanchor", "--by", "Ana"]);
    assert!(code == 2 && error.contains("no decided clause moved word for word"), "{error}");
    let (_, text, _) = in_study(&desk, &["status"]);
    assert!(text.contains("How much was missed is unknown"), "{text}");
}

/// 02: the commands of the README take `--study` after the verb.
#[test]
fn a_study_is_named_after_the_verb_too() {
    let Some(desk) = study("editions/2025") else { return };
    let id = ids(&desk).swap_remove(0);
    let args = ["decide", "confirm", &id, "--name", "Incident reporting", "--by", "Ana", "--study", "s"];
    let (code, out, error) = desk.crosscut(&args);
    assert!(code == 0 && out.contains("confirmed “Incident reporting”"), "{out}{error}");
}

/// 03: with or without accents, the same clauses.
#[test]
fn accents_do_not_matter_in_searches() {
    let Some(desk) = study("accents") else { return };
    for (word, total) in [
        ("sécurité", 2),
        ("securite", 2),
        ("cooperación", 2),
        ("cooperacion", 2),
        ("œuvre", 1),
        ("oeuvre", 1),
        ("informação", 1),
        ("informacao", 1),
    ] {
        assert_eq!(json(&in_study(&desk, &["search", word, "--json"]).1)["total"], total, "{word}");
    }
}

/// 04: no figure is given that no bench has measured.
#[test]
fn a_match_of_fishery_pacts_with_cyber_norms_claims_no_chance() {
    let Some(desk) = study("fish") else { return };
    let (code, text, error) = in_study(&desk, &["codebook", "match", "gge-2015-norms"]);
    assert!(code == 0 && !text.contains('%') && text.contains("it was not measured"), "{text}{error}");
    let answer = in_study(&desk, &["codebook", "match", "gge-2015-norms", "--json"]).1;
    assert!(!answer.contains("score") && !answer.contains("chance"), "{answer}");
}

/// 05: the log of the other laptop is copied over, and nothing of either is lost.
#[test]
fn a_log_that_was_copied_over_comes_back() {
    let Some(desk) = study("editions/2025") else { return };
    let documents = case("editions/2025").expect("it was there");
    desk.crosscut(&["run", &documents, "--study", "b"]);
    let id = |n: usize| ids(&desk).swap_remove(n);
    let (first, second) = (id(0), id(1));
    desk.crosscut(&["decide", "confirm", &first, "--by", "Ana", "--study", "s"]);
    desk.crosscut(&["decide", "confirm", &second, "--by", "Ana", "--study", "b"]);
    in_study(&desk, &["status"]);
    fs::copy(desk.at("b/decisions/Ana.jsonl"), desk.at("s/decisions/Ana.jsonl")).expect("it can be copied");
    let (code, text, _) = in_study(&desk, &["status"]);
    assert!(code == 1 && text.contains("1 decision saved here was lost"), "{text}");
    in_study(&desk, &["decide", "import"]);
    assert_eq!((&status(&desk)["elements"], &status(&desk)["problems"]), (&2.into(), &serde_json::json!([])));
}

/// 06: an agreement that was taken out of the settings by hand is told.
#[test]
fn an_agreement_that_is_gone_is_told() {
    let Some(desk) = study("editions/2025") else { return };
    let path = desk.at("s/crosscut.toml");
    let text = fs::read_to_string(&path).expect("it is written");
    let kept: Vec<&str> =
        text.split("[[agreement]]").filter(|part| !part.contains("gamma-charter")).collect();
    fs::write(&path, kept.join("[[agreement]]")).expect("it can be written");
    in_study(&desk, &["run"]);
    assert_eq!(status(&desk)["changes"]["gone_agreements"], serde_json::json!(["gamma-charter"]));
}

/// 07: mistakes in the settings, each with its line.
#[test]
fn mistakes_in_the_settings_name_their_line() {
    let Some(desk) = study("editions/2025") else { return };
    let path = desk.at("s/crosscut.toml");
    let good = fs::read_to_string(&path).expect("it is written");
    for (from, to, part) in [
        ("id = \"beta-accord\"", "id = \"alpha-pact\"", "is given twice"),
        ("\nsource = ", "\nsorce = ", "unknown key `sorce`"),
        ("source = \"alpha", "source = \"../../secret-alpha", "is outside the study's sources"),
        ("source = \"beta-accord.md\"", "source = \"alpha-pact.md\"", "is the source of two agreements"),
    ] {
        assert!(good.contains(from), "{good}");
        fs::write(&path, good.replacen(from, to, 1)).expect("it can be written");
        let (code, _, error) = in_study(&desk, &["run"]);
        assert!(code == 2 && error.contains(part) && error.contains("line "), "{to}: {error}");
    }
}

/// 08: `crosscut search … | head -1` ends well.
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let Some(desk) = study("editions/2025") else { return };
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_crosscut"))
        .current_dir(desk.folder.path())
        .args(["search", "cyber", "--limit", "50", "--study", "s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let output = child.wait_with_output().expect("it ends");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !error.contains("panicked"), "{line}{error}");
}

/// 09 to 11: ready-made clauses with a byte order mark, in a list, and measured by their gold.
#[test]
fn ready_made_clauses_are_read_in_either_form_and_measured() {
    let Some(bench) = case("bench") else { return };
    let desk = Desk::new();
    for file in ["clauses.jsonl", "clauses-bom-crlf.jsonl", "clauses.json"] {
        let study = format!("of-{file}");
        let (code, out, error) =
            desk.crosscut(&["run", &format!("{bench}/{file}"), "--study", &study, "--json"]);
        assert!(code < 2, "{file}: {error}");
        assert_eq!(json(&out)["clauses"], 7, "{file}");
        assert_eq!(
            json(&desk.crosscut(&["status", "--json", "--study", &study]).1)["agreements"],
            3,
            "{file}"
        );
    }
    let (gold, clauses) = (format!("{bench}/gold.jsonl"), format!("{bench}/clauses.jsonl"));
    let (code, out, error) = desk.crosscut(&["evaluate", "--gold", &gold, "--clauses", &clauses]);
    assert!(code < 2 && out.contains("horizontal elements recovered"), "{out}{error}");
}

/// 12 and 13: no empty name; what one rejects after confirming it is told to be no element any more.
#[test]
fn empty_names_and_contradictions_are_refused_or_told() {
    let Some(desk) = study("editions/2025") else { return };
    let id = ids(&desk).swap_remove(0);
    in_study(&desk, &["decide", "confirm", &id, "--name", "Cooperation", "--by", "Ana"]);
    let (code, _, error) = in_study(&desk, &["decide", "rename", "Cooperation", "", "--by", "Ana"]);
    assert!(code == 2 && error.contains("needs a name"), "{error}");
    let (code, out, error) = in_study(&desk, &["decide", "reject", &id, "--by", "Ana"]);
    assert!(code == 0 && out.contains("“Cooperation” is no element"), "{out}{error}");
    let answer = status(&desk);
    assert_eq!(
        (&answer["elements"], &answer["rejected"], &answer["conflicts"]),
        (&0.into(), &1.into(), &serde_json::json!([]))
    );
}
