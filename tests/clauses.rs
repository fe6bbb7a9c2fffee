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
    let same = output(&["clauses", "--study", &study, "--agreement", "doors", "--article", "Article 10"]);
    assert_eq!(own, same, "the word may stand before the number");
}

#[test]
fn an_agreement_a_kind_or_an_article_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = study(folder.path());
    for (arguments, said) in [
        (["--agreement", "windows"], "no agreement \"windows\" in this study: it has doors"),
        (["--kind", "rule"], "no kind \"rule\": one of recital, provision"),
        (["--article", "99"], "no article \"99\": there are 1, 10"),
    ] {
        let done = crosscut().args(["clauses", "--study", &study]).args(arguments).assert().code(2);
        let error = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
    let none = crosscut().args(["clauses", "--study", &study, "--kind", "annex"]).assert().success();
    let said = String::from_utf8_lossy(&none.get_output().stderr).into_owned();
    assert!(said.contains("no clause of this kind"), "{said}");
}

#[test]
fn the_table_fits_its_width_in_every_script() {
    let folder = tempfile::tempdir().expect("a folder");
    let acts = [
        ("doors.md", ACT.to_owned()),
        (
            "gates.md",
            format!(
                "第一条 定义\n\n{}\n\n第二条 义务\n\n各缔约国应当在夜间关门。\n",
                "各缔约国应当关门，".repeat(40)
            ),
        ),
        (
            "abwab.md",
            format!(
                "المادة 1\n\n{}\n\nالمادة 2\n\nتلتزم كل دولة طرف بإغلاق أبوابها.\n",
                "تلتزم كل دولة طرف بإغلاق أبوابها ليلا، ".repeat(20)
            ),
        ),
    ];
    let study = folder.path().join("study").display().to_string();
    let mut run = crosscut();
    run.args(["run", "--study", &study]);
    for (name, text) in acts {
        let source = folder.path().join(name);
        std::fs::write(&source, text).expect("the folder can be written");
        run.arg(source);
    }
    run.assert().success();
    // Where it is piped, a row is a line, however long: `grep` and `cut` read lines.
    let piped = output(&["clauses", "--study", &study]);
    let rows = output(&["clauses", "--json", "--study", &study]).lines().count();
    assert_eq!(piped.lines().filter(|line| !line.starts_with("──")).count(), rows + 1, "{piped}");
    let Some(table) = on_a_terminal(120, &format!("clauses --study '{study}'")) else {
        println!("skipped: the program `script`, which gives a terminal, is not here");
        return;
    };
    let columns = |line: &str| {
        line.chars().map(|c| if ('\u{2e80}'..'\u{ff00}').contains(&c) { 2 } else { 1 }).sum::<usize>()
    };
    let widest = table.lines().map(columns).max().unwrap_or(0);
    assert!(table.contains("关门") && table.contains("المادة"), "{table}");
    assert!(widest <= 124, "a line is {widest} wide:\n{table}");
}

/// What a command prints on a terminal of so many columns; none where no terminal can be had.
fn on_a_terminal(columns: usize, arguments: &str) -> Option<String> {
    let program = assert_cmd::cargo::cargo_bin("crosscut");
    let line = format!("stty cols {columns} rows 40 && '{}' {arguments}", program.display());
    let done = std::process::Command::new("script").args(["-qec", &line, "/dev/null"]).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).replace('\r', ""))
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
    assert!(said.contains("wrote 1 file to"), "{said}");
    let xml = std::fs::read_to_string(Path::new(&study).join("out/akn/doors.xml")).expect("it was written");
    assert!(
        xml.contains("<article eId=\"art_1\">") && xml.contains("<ref href=\"#art_10\">Article 10</ref>"),
        "{xml}"
    );
}
