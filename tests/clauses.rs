//! `crosscut clauses` and `crosscut export akn` as a user types them.

use assert_cmd::Command;
use std::path::Path;

fn crosscut() -> Command {
    Command::cargo_bin("crosscut").expect("it is built")
}

const ACT: &str = "# Convention on Doors\n\n## Article 1\n\nDuties\n\n1. Each Party shall close its doors at night, as paragraph 2 and Article 9 of the Treaty of Calm say.\n\n2. Each Party shall:\n\n(a) count its doors;\n\n(b) report under Article 10.\n\n## Article 10\n\nReports\n\nReports shall be short and shall name every door that was left open, with the reasons for it and the name of the keeper.\n";

/// A study of one agreement.
fn study(folder: &Path) -> String {
    let source = folder.join("doors.md");
    std::fs::write(&source, ACT).expect("the folder can be written");
    let study = folder.join("study").display().to_string();
    crosscut().arg("run").arg(&source).args(["--study", &study]).assert().success();
    study
}

fn output(arguments: &[&str]) -> String {
    let done = crosscut().args(arguments).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).expect("it prints text")
}

#[test]
fn clauses_are_listed_by_agreement_kind_and_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = study(folder.path());
    let all = output(&["clauses", "--study", &study]);
    assert!(
        all.contains("doors") && all.contains("Article 1(2)(a)") && all.contains("count its doors"),
        "{all}"
    );
    let own = output(&["clauses", "--study", &study, "--agreement", "doors", "--article", "10"]);
    assert!(own.contains("Article 10") && !own.contains("Article 1("), "{own}");
    assert!(
        !own.lines().next().unwrap_or_default().contains("agreement"),
        "one agreement needs no column: {own}"
    );
    let headings = output(&["clauses", "--study", &study, "--kind", "heading"]);
    assert!(headings.contains("Article 1") && !headings.contains("count its doors"), "{headings}");
    crosscut().args(["clauses", "--study", &study, "--agreement", "windows"]).assert().code(2);
}

#[test]
fn json_has_a_line_a_clause_with_its_references() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = study(folder.path());
    let lines = output(&["clauses", "--study", &study, "--json"]);
    let clauses: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let of = |eid: &str| {
        clauses.iter().find(|clause| clause["eid"] == eid).unwrap_or_else(|| panic!("{eid}: {lines}"))
    };
    for field in ["id", "agreement", "eid", "locator", "kind", "text", "span", "pages", "boxes", "language"] {
        assert!(!of("art_1__para_1")[field].is_null(), "{field} is missing");
    }
    let targets = |eid: &str| -> Vec<String> {
        let references = of(eid)["references"].as_array().expect("a list");
        references.iter().map(|reference| reference["eid"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(targets("art_1__para_1"), ["art_1__para_2"]);
    assert_eq!(targets("art_1__para_2__point_b"), ["art_10"]);
    assert!(targets("art_10").is_empty());
}

#[test]
fn akoma_ntoso_is_written_an_agreement_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = study(folder.path());
    let said = output(&["export", "akn", "--study", &study]);
    assert!(said.contains("wrote 1 document to"), "{said}");
    let xml = std::fs::read_to_string(Path::new(&study).join("out/akn/doors.xml")).expect("it was written");
    assert!(
        xml.contains("<article eId=\"art_1\">") && xml.contains("<ref href=\"#art_10\">Article 10</ref>"),
        "{xml}"
    );
}
