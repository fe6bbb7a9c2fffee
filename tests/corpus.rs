//! The main job over real agreements, where they are at hand.

use assert_cmd::Command;
use std::path::Path;

#[test]
fn the_main_job_runs_over_real_agreements() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/agreements");
    if !corpus.is_dir() {
        println!("skipped: ../shared/corpus/agreements is not here");
        return;
    }
    let desk = tempfile::tempdir().expect("a temporary folder");
    let crosscut = |args: &[&str]| {
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        let output = command.current_dir(desk.path()).args(args).output().expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let report: serde_json::Value =
        serde_json::from_str(&crosscut(&["run", &corpus.display().to_string(), "--json"])).expect("JSON");
    assert_eq!(report["documents"].as_array().map(Vec::len), Some(7));
    for document in report["documents"].as_array().into_iter().flatten() {
        assert!(document["coverage"]["words"].as_u64().is_some_and(|words| words > 500), "{document}");
    }
    let clauses: Vec<serde_json::Value> = crosscut(&["clauses", "--json"])
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for (agreement, eid, begins) in [
        ("budapest-convention", "art_9__para_2__point_a", "a)"),
        ("eu-nis2", "art_21__para_2__point_e", "(e)"),
        ("eu-gdpr", "art_33__para_1", "1."),
    ] {
        let clause = clauses.iter().find(|clause| clause["agreement"] == agreement && clause["eid"] == eid);
        let text = clause.and_then(|clause| clause["text"].as_str());
        assert!(text.is_some_and(|text| text.starts_with(begins)), "{agreement} {eid}: {text:?}");
    }
    let answer: serde_json::Value = serde_json::from_str(&crosscut(&["candidates", "--json"])).expect("JSON");
    let candidates = answer["candidates"].as_array().expect("a list");
    assert!(candidates.len() >= 30, "{}", candidates.len());
    let across =
        |candidate: &serde_json::Value| candidate["agreements"].as_array().is_some_and(|all| all.len() >= 2);
    assert!(candidates.iter().all(across));
}
