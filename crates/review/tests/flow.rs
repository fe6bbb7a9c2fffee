//! A reviewer's way: queue, card, matrix, undo; stale pages; two coders; disks that refuse.

mod common;

use axum::http::StatusCode;
use common::{Browser, clauses, study_of, unescaped};
use crosscut::{RunOptions, Study};
use std::collections::BTreeSet;

#[tokio::test]
async fn from_the_queue_to_the_matrix_and_back() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, None).await;
    assert_eq!(browser.get("/queue").await.to(), "/", "nobody decides yet");
    let page = browser.post("/coder", &[("name", "Ana")]).await;
    assert_eq!(page.to(), "/");
    let (_, card) = browser.card().await;
    let page = browser
        .decide(&card, "confirm", &[("name", "Incident reporting"), ("definition", "Who tells whom.")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let next = browser.get(page.to()).await;
    assert!(next.text.contains("Incident reporting") && next.text.contains("Saved "), "{}", next.text);
    let matrix = browser.get("/matrix").await;
    let element = matrix.links("/element?")[0].clone();
    let page = browser.get(&element).await;
    assert!(page.text.contains("Who tells whom."));
    let cell = browser.get(&matrix.links("/cell?")[0]).await;
    assert!(cell.text.contains("accord"), "{}", cell.text);

    let undone = browser.post("/undo", &[("back", "/matrix")]).await;
    assert!(undone.to().starts_with("/matrix?done="));
    assert!(browser.get("/matrix").await.links("/element?").is_empty(), "one undo takes all of it back");
    browser.post("/redo", &[]).await;
    let page = browser.get(&element).await;
    assert!(page.text.contains("Who tells whom."), "redo brings name and definition back");
    let log = std::fs::read_to_string(study.join("decisions/Ana.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 3, "nothing is erased");
}

#[tokio::test]
async fn what_two_agreements_say_in_the_same_words_is_read_once() {
    let mut lines = clauses();
    for agreement in ["zeta", "eta"] {
        let text = "Each bureau shall keep the wharf ledger of landing fees for seven winters.";
        let clause = serde_json::json!({
            "id": format!("{agreement}#art_1"), "agreement": agreement, "text": text, "locator": "Article 1",
        });
        lines.push_str(&format!("{clause}\n"));
    }
    let (_folder, study) = study_of(&lines);
    let browser = Browser::open(&study, Some("ana")).await;
    let mut cards = Vec::new();
    for link in browser.get("/queue").await.links("/candidate?") {
        cards.push(browser.get(&link).await.text);
    }
    let card = cards.iter().find(|card| card.contains("wharf")).expect("it is proposed");
    assert_eq!(card.matches("<summary>Same wording as ").count(), 1, "{card}");
    assert!(card.contains("Article 1</summary>"), "{card}");
}

#[tokio::test]
async fn what_is_written_into_the_study_tells_blind_coders_nothing() {
    let (_folder, study) = study_of(&clauses());
    let table = || std::fs::read_to_string(study.join("out/matrix.csv")).unwrap();
    let ana = Browser::open(&study, Some("ana")).await;
    let (_, card) = ana.card().await;
    ana.decide(&card, "confirm", &[("name", "Only mine")]).await;
    ana.post("/exports", &[]).await;
    assert!(table().contains("Only mine"), "nobody else decides yet");
    let ben = Browser::open(&study, Some("ben")).await;
    let (_, card) = ben.card().await;
    ben.decide(&card, "confirm", &[("name", "Of Ben")]).await;
    let page = ben.post("/exports", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(!table().contains("Only mine") && !table().contains("Of Ben"), "{}", table());
}

#[tokio::test]
async fn every_action_of_a_card_and_an_element_is_saved() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let all: Vec<String> = card
        .text
        .split("name=\"clause\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    let some: Vec<(&str, &str)> = all[..2].iter().map(|id| ("clause", id.as_str())).collect();
    let mut split = some.clone();
    split.extend([("name", "One"), ("other", "Two")]);
    assert_eq!(browser.decide(&card, "note", &[("note", "look again")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.decide(&card, "split", &split).await.status, StatusCode::SEE_OTHER);
    let matrix = browser.get("/matrix").await;
    assert!(matrix.text.contains(">One<") && matrix.text.contains(">Two<"));
    // The order of rows is the matrix's own affair: the page of each element says which one it is.
    let (mut one, mut two) = (String::new(), String::new());
    for link in matrix.links("/element?") {
        let page = browser.get(&link).await;
        if page.text.contains("name=\"name\" value=\"One\"") {
            one = link;
        } else if page.text.contains("name=\"name\" value=\"Two\"") {
            two = page.field("id");
        }
    }
    let id = browser.get(&one).await.field("id");
    for (act, more) in [
        ("rename", vec![("name", "One again"), ("definition", "d")]),
        ("note", vec![("name", "One again"), ("note", "a note")]),
        ("remove", vec![("clause", all[0].as_str())]),
        ("add", vec![("clause", all[0].as_str())]),
        ("absent", vec![("agreement", "epsilon")]),
        ("split", vec![("clause", all[0].as_str()), ("other", "Three")]),
    ] {
        let version = browser.get(&one).await.field("version");
        let mut fields = vec![("id", id.as_str()), ("version", version.as_str()), ("act", act)];
        fields.extend(more);
        let page = browser.post("/element", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{act}: {}", page.text);
    }
    let version = browser.get(&one).await.field("version");
    let page = browser
        .post("/element", &[("id", &id), ("version", &version), ("act", "merge"), ("into", &two)])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let log = std::fs::read_to_string(study.join("decisions/ana.jsonl")).unwrap();
    for kind in ["note", "together", "remove", "add", "absent", "split", "merge"] {
        assert!(log.contains(&format!("\"type\":\"{kind}\"")), "{kind} is not in the log");
    }
}

#[tokio::test]
async fn several_at_once_are_asked_about_and_undone_as_one() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let queue = browser.get("/queue").await;
    let ids: Vec<String> = queue
        .text
        .split("name=\"candidate\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert!(ids.len() >= 2);
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("candidate", id.as_str())).collect();
    fields.push(("act", "confirm"));
    let asked = browser.post("/queue", &fields).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(!study.join("decisions/ana.jsonl").exists(), "saved before it was confirmed");
    fields.push(("sure", "1"));
    browser.post("/queue", &fields).await;
    assert_eq!(browser.get("/matrix").await.links("/element?").len(), ids.len());
    browser.post("/undo", &[]).await;
    assert!(browser.get("/matrix").await.links("/element?").is_empty());
}

#[tokio::test]
async fn a_stale_page_shows_both_versions_and_loses_nothing() {
    let (_folder, study) = study_of(&clauses());
    std::fs::write(
        study.join("crosscut.toml"),
        std::fs::read_to_string(study.join("crosscut.toml")).unwrap().replacen(
            "[[agreement]]",
            "[review]\nblind = false\n\n[[agreement]]",
            1,
        ),
    )
    .unwrap();
    let ana = Browser::open(&study, Some("ana")).await;
    let ben = Browser::open(&study, Some("ben")).await;
    let (_, card) = ana.card().await;
    let (_, same) = ben.card().await;
    assert_eq!(card.field("id"), same.field("id"));
    ben.decide(&same, "confirm", &[("name", "Ben's name")]).await;
    let stale = ana.decide(&card, "confirm", &[("name", "Ana's name")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let text = unescaped(&stale.text).replace("&#39;", "'");
    assert!(text.contains("Ben's name") && text.contains("Ana's name"), "{text}");
    let version = stale.field("version");
    assert_ne!(version, card.field("version"));
    let again = ana.decide(&card, "defer", &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let id = card.field("id");
    let page = ana.post("/candidate", &[("id", &id), ("version", &version), ("act", "defer")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "saved on top: {}", page.text);
}

#[tokio::test]
async fn one_coder_at_one_desk() {
    let (_folder, study) = study_of(&clauses());
    let _first = Browser::open(&study, Some("ana")).await;
    let second = Browser::open(&study, None).await;
    let page = second.post("/coder", &[("name", "ana")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.text.contains("already working"), "{}", page.text);
    let page = second.post("/coder", &[("name", "ben")]).await;
    assert_eq!(page.to(), "/");
}

#[tokio::test]
async fn a_disk_that_refuses_is_said_and_the_form_is_kept() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    std::fs::create_dir(study.join("decisions/ana.jsonl")).unwrap();
    let page = browser.decide(&card, "confirm", &[("name", "A name of mine")]).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text.contains("Not saved") && page.text.contains("A name of mine"), "{}", page.text);
    assert!(!page.text.contains("Saved "), "it says saved");
    assert!(browser.get("/matrix").await.links("/element?").is_empty(), "the state changed");
    std::fs::remove_dir(study.join("decisions/ana.jsonl")).unwrap();
    assert_eq!(browser.decide(&card, "confirm", &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_named_with_its_line() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    browser.decide(&card, "confirm", &[]).await;
    drop(browser);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let log = study.join("decisions/ana.jsonl");
    let text = std::fs::read_to_string(&log).unwrap();
    std::fs::write(&log, format!("{text}rubbish\n{text}")).unwrap();
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.get("/").await;
    assert!(page.text.contains("ana.jsonl line 2"), "{}", page.text);
    let (_, card) = browser.card().await;
    let page = browser.decide(&card, "confirm", &[]).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(std::fs::read_to_string(&log).unwrap().contains("rubbish"), "the file was touched");
}

#[tokio::test]
async fn keys_can_be_changed_and_switched_off_and_the_help_shows_them() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    assert!(browser.get("/help").await.text.contains("<kbd>c</kbd>"));
    let page = browser.post("/settings", &[("when", "alt"), ("key-confirm", "b")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(browser.get("/help").await.text.contains("<kbd>Alt b</kbd>"));
    let page = browser.post("/settings", &[("when", "plain"), ("key-confirm", "x")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    browser.post("/settings", &[("when", "off")]).await;
    let (_, card) = browser.card().await;
    assert!(!card.text.contains("Confirm <span class=\"ticked\">5</span> <kbd>"));
}

#[tokio::test]
async fn every_export_is_fetched_and_holds_what_was_decided() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    browser.decide(&card, "confirm", &[("name", "Exported element")]).await;
    let page = browser.get("/exports").await;
    let files = page.links("/exports/");
    let formats = crosscut_export::FORMATS.len();
    assert_eq!(
        files.len(),
        3 + 8 + formats + 5,
        "three for a paper, eight files, the formats, and one of each agreement: {files:?}"
    );
    for file in files {
        let answer = browser.get(&file).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"), "{file}");
        let says = match file.as_str() {
            "/exports/alike.csv" => "alpha",
            "/exports/together.csv" => "together with",
            "/exports/candidates.csv" => "alpha#art_",
            akn if akn.contains("/akn/") => "<akomaNtoso",
            packed if ["xlsx", "docx", "qdpx", "zip"].iter().any(|end| packed.ends_with(end)) => "PK",
            references if references.starts_with("/exports/agreements.") => "alpha",
            _ => "Exported element",
        };
        assert!(answer.text.contains(says), "{file}: {}", answer.text);
    }
}

#[tokio::test]
async fn exports_are_written_and_fetched() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    browser.decide(&card, "confirm", &[("name", "Exported element")]).await;
    assert_eq!(browser.post("/exports", &[]).await.to(), "/exports?written=1");
    let report = std::fs::read_to_string(study.join("out/report.html")).unwrap();
    assert!(report.contains("Exported element"));
    assert!(study.join("out/akn/alpha.xml").exists());
    assert_eq!(browser.get("/exports/none.csv").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_clause_in_focus_is_marked_as_worth_reporting_alone() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (href, card) = browser.card().await;
    let clause =
        unescaped(card.text.split("name=\"outlier\" value=\"").nth(1).unwrap().split('"').next().unwrap());
    let page = browser.decide(&card, "", &[("outlier", &clause)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(
        page.to().starts_with(href.split("&amp;").next().unwrap().split('&').next().unwrap()),
        "it stays"
    );
    let page = browser.get(page.to()).await;
    assert!(page.text.contains("worth reporting alone</p>"), "{}", page.text);
    let log = std::fs::read_to_string(study.join("decisions/ana.jsonl")).unwrap();
    assert!(log.contains("\"type\":\"outlier\"") && log.contains(&clause), "{log}");
}

#[tokio::test]
async fn the_matrix_as_a_whole() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    for (page, says) in [("/together", "No agreement has two"), ("/alike", "No element is confirmed")] {
        assert!(browser.get(page).await.text.contains(says), "{page}");
    }
    for name in ["First of all", "Second of all"] {
        let (_, card) = browser.card().await;
        browser.decide(&card, "confirm", &[("name", name)]).await;
    }
    let page = browser.get("/together").await;
    assert!(page.text.contains("First of all") && page.text.contains("Second of all"), "{}", page.text);
    let page = browser.get("/alike").await;
    assert!(page.text.contains(">100</td>") && page.text.contains("most similar"), "{}", page.text);
}

#[tokio::test]
async fn what_makes_no_sense_is_said_and_changes_nothing() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let id = card.field("id");
    for (path, fields) in [
        ("/candidate", vec![("id", id.as_str()), ("version", "new"), ("act", "no such act")]),
        ("/candidate", vec![("id", id.as_str()), ("version", "new"), ("act", "confirm"), ("name", " ")]),
        (
            "/candidate",
            vec![("id", id.as_str()), ("version", "new"), ("act", "confirm"), ("name", "None ticked")],
        ),
        ("/candidate", vec![("id", id.as_str()), ("version", "new"), ("act", "reject"), ("reason", "?")]),
        (
            "/candidate",
            vec![("id", id.as_str()), ("version", "new"), ("act", "merge"), ("into", "no such element")],
        ),
        ("/candidate", vec![("id", "no such candidate"), ("act", "confirm")]),
        ("/candidate", vec![("id", id.as_str()), ("version", "new"), ("outlier", "no such clause")]),
        ("/element", vec![("id", "no such element"), ("act", "rename")]),
        ("/queue", vec![("act", "confirm")]),
        ("/queue", vec![("candidate", "no such"), ("act", "confirm"), ("sure", "1")]),
        ("/look", vec![("id", "no such element")]),
        ("/clause", vec![("id", "no such clause"), ("act", "keep")]),
        ("/outliers", vec![("clause", "no such clause"), ("act", "keep")]),
        ("/conflicts", vec![("on", "nothing"), ("element", "no such element")]),
        ("/undo", vec![("of", "no such event")]),
        ("/redo", vec![]),
        ("/changes", vec![("id", "x"), ("clause", "y")]),
        ("/coder", vec![("name", "\u{202e}")]),
    ] {
        let page = browser.post(path, &fields).await;
        assert!(page.status.is_client_error(), "{path} {fields:?}: {} {}", page.status, page.text);
        assert!(page.text.contains("</html>"), "{path} {fields:?}");
    }
    assert!(!study.join("decisions/ana.jsonl").exists(), "something was saved");
}

/// Two coders at work: neither sees anything of the other, on no page and in no export, until both have finished.
#[tokio::test]
async fn a_blind_coder_is_shown_nothing_of_the_others() {
    let (folder, study) = study_of(&clauses());
    let ana = Browser::open(&study, Some("ana")).await;
    let (_, card) = ana.card().await;
    ana.decide(&card, "confirm", &[("name", "Secret of Ana")]).await;
    let run = || {
        let files = [folder.path().join("clauses.jsonl")];
        Study::open(&study).unwrap().run(&files, &RunOptions::default(), &|_| {}).unwrap()
    };
    run();
    let ben = Browser::open(&study, Some("ben")).await;
    let (_, same) = ben.card().await;
    assert_eq!(same.field("id"), card.field("id"), "he is offered what she was offered");
    // The tour leads to the first of them as long as he has decided nothing.
    let candidates =
        || async { ben.get("/queue").await.links("/candidate?").into_iter().collect::<BTreeSet<_>>() };
    let before = candidates().await;
    ben.decide(&same, "note", &[("note", "hm")]).await;
    run();
    assert_eq!(candidates().await, before, "her decision does not show in his candidates");
    let mut shown = String::new();
    for path in [
        "/", "/queue", "/matrix", "/together", "/alike", "/outliers", "/conflicts", "/reliability",
        "/history",
    ] {
        shown += &ben.get(path).await.text;
    }
    for path in ben.get("/exports").await.links("/exports/") {
        shown += &ben.get(&path).await.text;
    }
    assert!(!shown.contains("Secret of Ana"));
    let (_, card) = ben.card().await;
    let page = ben.decide(&card, "confirm", &[("name", "By Ben")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    ana.post("/finish", &[]).await;
    ben.post("/finish", &[]).await;
    assert!(ben.get("/matrix").await.text.contains("Secret of Ana"), "all is open");
    let page = ben.get("/reliability").await;
    assert!(page.text.contains("Krippendorff") && page.text.contains("element × agreement"), "{}", page.text);
}

#[tokio::test]
async fn what_was_recognised_from_a_picture_says_so() {
    let (_folder, study) = study_of(&clauses());
    recognise(&study);
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.get("/clause?id=alpha%23art_1").await;
    assert!(page.text.contains("OCR, 62 % confidence"), "{}", page.text);
}

/// Marks every derived clause as recognised, as a run with a text recogniser does.
fn recognise(study: &std::path::Path) {
    for entry in std::fs::read_dir(study.join(".crosscut/clauses")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("text");
        std::fs::write(&path, text.replace("\"locator\":", "\"recognised\":0.62,\"locator\":"))
            .expect("writable");
    }
}

#[tokio::test]
async fn a_second_element_of_one_name_is_put_in_or_kept_as_another() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, first) = browser.card().await;
    browser.decide(&first, "confirm", &[("name", "Reports")]).await;
    let (_, second) = browser.card().await;
    let asked = browser.decide(&second, "confirm", &[("name", "reports ")]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text);
    assert!(asked.text.contains("Keep both") && asked.text.contains("Add the clauses to"), "{}", asked.text);
    let kept = browser.decide(&second, "confirm", &[("name", "reports "), ("both", "1")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    assert_eq!(browser.get("/matrix").await.links("/element?").len(), 2);
    browser.post("/undo", &[]).await;
    let (_, second) = browser.card().await;
    let put_in = browser.decide(&second, "merge", &[("into", "Reports")]).await;
    assert_eq!(put_in.status, StatusCode::SEE_OTHER, "{}", put_in.text);
    assert_eq!(browser.get("/matrix").await.links("/element?").len(), 1);
}

#[tokio::test]
async fn decisions_of_another_copy_are_imported_on_the_page() {
    let (_folder, study) = study_of(&clauses());
    let (_other, copy) = study_of(&clauses());
    let there = Browser::open(&copy, Some("ana")).await;
    let (_, card) = there.card().await;
    there.decide(&card, "note", &[("note", "from the other computer")]).await;
    let here = Browser::open(&study, Some("ana")).await;
    let (_, card) = here.card().await;
    here.decide(&card, "note", &[("note", "from this one")]).await;
    let path = copy.display().to_string();
    let page = here.post("/import", &[("path", &path)]).await;
    assert!(page.text.contains("1 decision imported, 0 here already"), "{}", page.text);
    assert!(page.text.contains("worked on two copies"), "{}", page.text);
    let history = here.get("/history").await.text;
    assert!(history.contains("from the other computer") && history.contains("from this one"), "{history}");
    let page = here.post("/import", &[("path", "/no/such/folder")]).await;
    assert!(page.status.is_server_error() || page.status.is_client_error(), "{}", page.status);
    let (_, card) = here.card().await;
    assert_eq!(here.decide(&card, "note", &[("note", "and on")]).await.status, StatusCode::SEE_OTHER);
    assert!(here.get("/conflicts").await.text.contains("There are no conflicts"));
}

#[tokio::test]
async fn a_sample_of_empty_cells_is_drawn_and_judged_on_the_page() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let clause =
        card.text.split("name=\"clause\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let (id, version) = (card.field("id"), card.field("version"));
    let fields = [
        ("id", id.as_str()),
        ("version", &version),
        ("act", "confirm"),
        ("name", "One"),
        ("clause", &clause),
    ];
    browser.post("/candidate", &fields).await;
    let unknown = browser.ready("/look").await.text;
    assert!(
        unknown.contains("How much was missed is unknown") && unknown.contains("Draw a sample"),
        "{unknown}"
    );
    let page = browser.post("/look", &[("act", "sample"), ("cells", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let open = browser.ready("/look").await.text;
    assert!(
        open.contains("0 of 1 are judged") && open.contains("One</bdi> in ") || open.contains("One in "),
        "{open}"
    );
    assert!(browser.post("/look", &[("act", "sample"), ("cells", "none")]).await.status.is_client_error());
}
