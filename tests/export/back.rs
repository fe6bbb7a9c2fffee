//! What comes back of a project that went out, and what other programs' projects become.

use super::*;

const FIRST: &str =
    "The Parties shall report significant incidents to the competent authority within 72 hours.";
const SECOND: &str = "Each Party shall protect its critical infrastructure against attack.";
const TIME: &str = "2025-03-04T05:06:07Z";

/// A study of three agreements with an element, an absence, a note and an outlier, all Ana's.
fn study() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.at("in")).expect("a folder");
    for (name, text) in [("accord", FIRST), ("pact", FIRST), ("treaty", SECOND)] {
        let other =
            format!("{name} parties keep ships, lamps and ropes of the {name} harbour in good order.");
        fs::write(desk.at(&format!("in/{name}.txt")), format!("{text}\n\n{other}\n")).expect("a file");
    }
    desk.done(&["run", "in", "--study", "s"]);
    for args in [
        &["new", "Reports", "accord#para_1", "pact#para_1"][..],
        &["absent", "Reports", "treaty"],
        &["outlier", "accord#para_2"],
        &["note", "--element", "Reports", "To be discussed."],
    ] {
        desk.done(&[&["decide"], args, &["--by", "Ana", "--study", "s"]].concat());
    }
    desk
}

fn matrix(desk: &Desk, study: &str) -> Value {
    serde_json::from_str(&desk.done(&["matrix", "--json", "--study", study])).expect("JSON")
}

/// The states of the cells of each element, by name.
fn states(matrix: &Value) -> Vec<String> {
    let rows = matrix["rows"].as_array().expect("rows").iter();
    let elements = rows.filter(|row| row["kind"]["by"].is_string());
    elements.map(|row| format!("{} {}", row["name"], row["cells"])).collect()
}

/// Every line of a study's decisions.
fn decisions(desk: &Desk, study: &str) -> String {
    let files = contents(&desk.at(&format!("{study}/decisions")));
    files.into_iter().map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8")).collect()
}

#[test]
fn a_project_goes_out_and_comes_back_and_goes_out_again() {
    let desk = study();
    desk.done(&["export", "qdpx", "--study", "s", "--out", "a.qdpx"]);
    desk.done(&["import", "a.qdpx", "--study", "back"]);
    assert_eq!(states(&matrix(&desk, "back")), states(&matrix(&desk, "s")));
    let log = decisions(&desk, "back");
    assert!(log.lines().all(|line| line.contains("\"by\":\"Ana\"")), "Ana alone decided: {log}");
    assert!(!log.contains("\"at\":\"1970"), "{log}");
    for kind in ["\"type\":\"outlier\"", "\"type\":\"absent\"", "\"type\":\"note\""] {
        assert!(log.contains(kind) || log.contains(&kind.replace("type", "decision")), "{kind}: {log}");
    }
    desk.done(&["export", "qdpx", "--study", "back", "--out", "b.qdpx"]);
    validate(&desk, "b.qdpx", "refi-Project.xsd");
    let book = fs::read_to_string(desk.at("back/codebook.toml")).expect("a codebook");
    assert!(!book.contains("Outlier"), "{book}");
}

#[test]
fn links_between_agreements_come_back_and_pages_that_do_not_are_told() {
    let desk = study();
    for args in
        [&["pact", "--edition-of", "accord"][..], &["treaty", "--translation-of", "accord", "--year", "2020"]]
    {
        desk.done(&[&["agreement", "set"], args, &["--study", "s"]].concat());
    }
    let before = matrix(&desk, "s");
    assert_eq!(before["columns"].as_array().map(Vec::len), Some(1), "three texts of one agreement: {before}");
    desk.done(&["export", "qdpx", "--study", "s", "--out", "links.qdpx"]);
    validate(&desk, "links.qdpx", "refi-Project.xsd");
    desk.done(&["import", "links.qdpx", "--study", "linked"]);
    assert_eq!(states(&matrix(&desk, "linked")), states(&before));
    let settings = fs::read_to_string(desk.at("linked/crosscut.toml")).expect("settings");
    assert!(settings.contains("edition_of = \"accord\"") && settings.contains("translation_of = \"accord\""));
    // A clause with a page, in a project of the text alone.
    let pdf = root().join("../shared/corpus/agreements/paris-call.pdf");
    if !pdf.exists() {
        println!("skipped: ../shared/corpus/agreements/paris-call.pdf is not here");
        return;
    }
    desk.crosscut(&["run", &pdf.display().to_string(), "--study", "paged"]);
    let clauses = desk.crosscut(&["clauses", "--json", "--study", "paged"]).1;
    let first = clauses.lines().find(|line| line.contains("\"provision\"")).expect("a provision");
    let first: Value = serde_json::from_str(first).expect("JSON");
    desk.done(&[
        "decide",
        "new",
        "Peace",
        first["id"].as_str().expect("an id"),
        "--by",
        "Ana",
        "--study",
        "paged",
    ]);
    desk.crosscut(&["export", "qdpx", "--study", "paged", "--out", "paged.qdpx"]);
    let (_, out, error) = desk.crosscut(&["import", "paged.qdpx", "--study", "unpaged"]);
    assert!(format!("{out}{error}").contains("cited otherwise than in the project"), "{out}{error}");
    let (_, out, error) =
        desk.crosscut(&["export", "qdpx", "--sources", "pdf", "--study", "paged", "--out", "both.qdpx"]);
    assert!(error.is_empty() || !error.contains("error"), "{out}{error}");
    let (_, out, error) = desk.crosscut(&["import", "both.qdpx", "--study", "with-pages"]);
    assert!(!format!("{out}{error}").contains("cited otherwise"), "{out}{error}");
}

#[test]
fn what_was_only_suggested_comes_back_as_nobodys_decision() {
    let desk = reviewed();
    desk.done(&["export", "qdpx", "--include-suggestions", "--sources", "both", "--out", "suggested.qdpx"]);
    let (code, _, error) = desk.crosscut(&["import", "suggested.qdpx", "--study", "suggested"]);
    assert!(code == 1 && error.contains("nobody decided them"), "{error}");
    assert_eq!(states(&matrix(desk, "suggested")).len(), states(&matrix(desk, "crosscut-study")).len());
    let log = decisions(desk, "suggested");
    assert!(log.lines().all(|line| line.contains("\"by\":\"Ana\"")), "{log}");
    let columns = |study: &str| matrix(desk, study)["columns"].as_array().expect("columns").len();
    assert_eq!(columns("suggested"), columns("crosscut-study"), "text and PDF are one agreement");
}

/// A project of another program with one source, in these bytes, and codings at these times.
fn foreign(desk: &Desk, name: &str, source: &[u8], times: [&str; 2]) {
    let coding = |n: u32, (start, length): (usize, usize), user: u32, time: &str| {
        let at = if time.is_empty() { String::new() } else { format!(" creationDateTime=\"{time}\"") };
        format!(
            "<PlainTextSelection guid=\"00000000-0000-4000-8000-0000000000a{n}\" startPosition=\"{start}\" endPosition=\"{}\"><Coding guid=\"00000000-0000-4000-8000-0000000000b{n}\" creatingUser=\"00000000-0000-4000-8000-00000000001{user}\"{at}><CodeRef targetGUID=\"00000000-0000-4000-8000-00000000002{n}\"/></Coding></PlainTextSelection>",
            start + length
        )
    };
    let first = coding(1, (0, FIRST.len()), 1, times[0]);
    let second = coding(2, (FIRST.len() + 2, SECOND.len()), 2, times[1]);
    let codes: String = [(1, "Reporting"), (2, "Protection")]
        .map(|(n, name)| {
            format!(
                "<Code guid=\"00000000-0000-4000-8000-00000000002{n}\" name=\"{name}\" isCodable=\"true\"/>"
            )
        })
        .concat();
    let users: String = [(1, "Ana"), (2, "Ben")]
        .map(|(n, name)| format!("<User guid=\"00000000-0000-4000-8000-00000000001{n}\" name=\"{name}\"/>"))
        .concat();
    let project = format!(
        "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"P\"><Users>{users}</Users><CodeBook><Codes>{codes}</Codes></CodeBook><Sources><TextSource guid=\"00000000-0000-4000-8000-000000000001\" name=\"Doc\" plainTextPath=\"internal://a.txt\">{first}{second}</TextSource></Sources></Project>"
    );
    let folder = desk.at(&format!("{name}-parts"));
    fs::create_dir_all(folder.join("sources")).expect("a folder");
    fs::write(folder.join("project.qde"), project).expect("a file");
    fs::write(folder.join("sources/a.txt"), source).expect("a file");
    let script = "import shutil, sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])";
    let status = Command::new("python3").args(["-c", script]).arg(desk.at(name)).arg(&folder).status();
    assert!(status.expect("python3").success());
}

#[test]
fn sources_are_read_in_the_encoding_that_they_have() {
    let desk = Desk::new();
    let text = format!("{FIRST}\n\n{SECOND}\n");
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.replace("Parties", "Parti\u{e9}s").chars().map(|c| c as u32 as u8).collect();
    for (name, bytes, told) in
        [("plain", text.clone().into_bytes(), false), ("wide", wide, false), ("latin", latin, true)]
    {
        foreign(&desk, name, &bytes, [TIME, TIME]);
        let (code, _, error) = desk.crosscut(&["import", &format!("{name}.zip"), "--study", name]);
        assert_eq!((code == 1, error.contains("not UTF-8")), (told, told), "{name}: {error}");
        let quotes = desk.done(&["clauses", "--json", "--study", name]);
        assert!(quotes.contains("protect its critical"), "{name}: {quotes}");
        assert_eq!(quotes.contains("Partiés"), name == "latin", "{name}: {quotes}");
        let log = decisions(&desk, name);
        let protects = log.lines().find(|line| line.contains("\"Protection\"")).expect("a decision");
        assert!(
            protects.contains("critical infrastructure") && !protects.contains("\"quote\":\"The"),
            "{protects}"
        );
    }
}

#[test]
fn decisions_of_a_project_have_no_time_that_never_was() {
    let desk = Desk::new();
    let text = format!("{FIRST}\n\n{SECOND}\n");
    for (name, times, date) in [
        ("known", [TIME, "2025-03-05T00:00:00"], "2025-03-05"),
        ("odd", [TIME, "yesterday"], "2025-03-04"),
        ("none", ["", "2999-13-45T99:99:99Z"], "20"),
    ] {
        foreign(&desk, name, text.as_bytes(), times);
        let (_, _, error) = desk.crosscut(&["import", &format!("{name}.zip"), "--study", name]);
        assert_eq!(error.contains("missing or unreadable"), name != "known", "{name}: {error}");
        let log = decisions(&desk, name);
        assert!(!log.contains("\"at\":\"1970"), "{name}: {log}");
        let ben = log.lines().filter(|line| line.contains("\"Ben\"")).collect::<Vec<_>>();
        assert!(
            ben.len() >= 2 && ben.iter().all(|line| line.contains(&format!("\"at\":\"{date}"))),
            "{name}: {ben:?}"
        );
    }
}

#[test]
fn clauses_that_were_not_found_again_go_along_or_are_named() {
    let desk = study();
    fs::remove_file(desk.at("s/sources/pact.txt")).expect("it was there");
    let changed =
        fs::read_to_string(desk.at("s/sources/accord.txt")).expect("a file").replace("within 72", "in 96");
    fs::write(desk.at("s/sources/accord.txt"), changed).expect("a file");
    desk.done(&["run", "--study", "s"]);
    for (format, says) in [
        ("qdpx", Some("as it was judged")),
        ("gold", Some("as it was judged")),
        ("xlsx", Some("as it was judged")),
        ("doccano", Some("left out")),
        ("inception", Some("left out")),
        ("webannotation", Some("left out")),
        ("skos", None),
        ("bibtex", None),
        ("figure", None),
    ] {
        let (code, _, error) =
            desk.crosscut(&["export", format, "--study", "s", "--out", &format!("lost.{format}")]);
        assert_eq!(
            (code == 1, error.contains("pact#para_1")),
            (says.is_some(), says.is_some()),
            "{format}: {error}"
        );
        assert!(says.is_none_or(|says| error.contains(says)), "{format}: {error}");
    }
    let quoted = |text: &str| text.matches("within 72 hours").count();
    let project = String::from_utf8(Zip::open(&desk.at("lost.qdpx")).part("project.qde")).expect("UTF-8");
    assert!(quoted(&project) >= 1 && project.contains("not there any more"), "{project}");
    validate(&desk, "lost.qdpx", "refi-Project.xsd");
    let gold = fs::read_to_string(desk.at("lost.gold")).expect("a file");
    assert_eq!(quoted(&gold), 2, "{gold}");
    let sheet =
        String::from_utf8(Zip::open(&desk.at("lost.xlsx")).part("xl/sharedStrings.xml")).expect("UTF-8");
    assert!(sheet.contains("▽ 1"), "{sheet}");
    assert!(!sheet.contains("■ 1  <"), "nothing is confirmed without its place: {sheet}");
    desk.done(&["export", "html", "--study", "s", "--out", "lost.html"]);
    let paper = fs::read_to_string(desk.at("lost.html")).expect("a file");
    assert!(paper.contains("▽ confirmed in a text that is not there any more"));
}

#[test]
fn options_without_effect_are_refused() {
    let desk = reviewed();
    for args in [
        &["xlsx", "--template", "x.html"][..],
        &["docx", "--sources", "pdf"],
        &["docx", "--include-suggestions"],
        &["xlsx", "--include-suggestions"],
        &["csv", "--password", "x"],
    ] {
        let error = desk.refused(&[&["export"], args].concat());
        assert!(error.contains("no effect"), "{args:?}: {error}");
    }
}

#[test]
fn a_study_of_a_bundle_gives_the_same_files() {
    let desk = study();
    desk.done(&["bundle", "--study", "s", "--out", "1.zip"]);
    desk.done(&["import", "1.zip", "--study", "open"]);
    for format in ["docx", "xlsx", "html", "csv", "json", "qdpx", "skos", "bibtex", "figure"] {
        let made = |study: &str| {
            let out = format!("{study}.{format}");
            desk.done(&["export", format, "--study", study, "--out", &out]);
            let path = desk.at(&out);
            if path.is_dir() {
                contents(&path)
            } else {
                vec![(String::new(), fs::read(path).expect("a file"))]
            }
        };
        assert!(made("s") == made("open"), "{format}");
    }
}
