//! The matrix as the first page, and what may be decided in one of its cells.

mod common;

use axum::http::StatusCode;
use common::{Browser, Page, clauses, study_of};
use crosscut::{RunOptions, Study};

/// The first cell of the matrix that says so, and its page.
async fn cell_that(browser: &Browser, says: &str) -> (String, Page) {
    for link in browser.get("/matrix").await.links("/cell?") {
        let page = browser.get(&link).await;
        if page.text.contains(says) {
            return (link, page);
        }
    }
    panic!("no cell says {says}");
}

async fn decide(browser: &Browser, cell: &Page, act: &str, more: &[(&str, &str)]) -> Page {
    let (row, agreement, version) = (cell.field("row"), cell.field("agreement"), cell.field("version"));
    let mut fields = vec![
        ("row", row.as_str()),
        ("agreement", &agreement),
        ("version", &version),
        ("back", "/matrix"),
        ("act", act),
    ];
    fields.extend_from_slice(more);
    browser.post("/cell", &fields).await
}

#[tokio::test]
async fn the_matrix_is_the_first_page_and_shows_what_is_confirmed() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    assert_eq!(browser.get("/").await.status, StatusCode::OK, "nothing is confirmed yet");
    assert!(browser.get("/matrix").await.text.contains("not yet decided"), "there is nothing else to show");
    let (_, card) = browser.card().await;
    browser.decide(&card, "confirm", &[("name", "One")]).await;
    assert_eq!(browser.get("/").await.to(), "/matrix");
    let matrix = browser.get("/matrix").await;
    assert!(matrix.text.contains("One") && !matrix.text.contains("not yet decided"), "{}", matrix.text);
    assert!(browser.get("/matrix?rows=all").await.text.contains("not yet decided"));
    assert!(browser.get("/start").await.text.contains("Last saved"));
}

#[tokio::test]
async fn a_cell_is_emptied_put_elsewhere_and_brought_back() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    for name in ["One", "Two"] {
        let (_, card) = browser.card().await;
        browser.decide(&card, "confirm", &[("name", name)]).await;
    }
    let (link, cell) = cell_that(&browser, "■ confirmed").await;
    let done = decide(&browser, &cell, "absent", &[]).await;
    assert!(done.to().starts_with("/matrix?done="), "{}", done.text);
    assert!(
        browser.get(&link).await.text.contains("· checked, absent"),
        "taken out and looked through at once"
    );
    assert_eq!(decide(&browser, &cell, "absent", &[]).await.status, StatusCode::CONFLICT, "the page was old");
    browser.post("/undo", &[]).await;
    let cell = browser.get(&link).await;
    assert!(cell.text.contains("■ confirmed"), "one undo takes all of it back");

    let other = if cell.text.contains("<option value=\"Two\">") { "Two" } else { "One" };
    let moved = decide(&browser, &cell, "elsewhere", &[("into", other)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let (_, there) = cell_that(&browser, "■ confirmed").await;
    assert_ne!(there.field("row"), cell.field("row"));
    let nowhere = browser.get(&link).await;
    assert_eq!(
        decide(&browser, &nowhere, "elsewhere", &[("into", other)]).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(decide(&browser, &nowhere, "confirm", &[]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_cell_leads_back_to_pages_of_ours_alone() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    browser.decide(&card, "confirm", &[("name", "One")]).await;
    let (_, cell) = cell_that(&browser, "■ confirmed").await;
    let (row, agreement, version) = (cell.field("row"), cell.field("agreement"), cell.field("version"));
    let fields = [
        ("row", row.as_str()),
        ("agreement", &agreement),
        ("version", &version),
        ("back", "//evil.example"),
        ("act", "absent"),
    ];
    assert!(browser.post("/cell", &fields).await.to().starts_with("/matrix?done="));
}

/// A form with several buttons begins with one that Enter presses: it decides nothing and leaves the page as it is.
#[tokio::test]
async fn enter_in_a_form_of_several_buttons_saves_nothing() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let first = card.text.split("<form method=\"post\" action=\"/candidate\"").nth(1).expect("the form");
    let button = first.split("<button").nth(1).expect("its first button");
    assert!(button.contains("name=\"stay\"") && !button.starts_with(" disabled"), "{button}");
    let page = browser.decide(&card, "confirm", &[("stay", "1")]).await;
    assert_eq!(page.status, StatusCode::NO_CONTENT);
    assert!(
        !study.join("decisions/ana.jsonl").exists()
            || std::fs::read(study.join("decisions/ana.jsonl")).unwrap().is_empty()
    );
}

/// Another edition: the cell says who looked and that the text was changed, and one click judges it again.
#[tokio::test]
async fn a_cell_that_was_checked_in_an_earlier_edition_asks_for_a_look() {
    let (folder, study) = study_of(&clauses());
    {
        let browser = Browser::open(&study, Some("ana")).await;
        let (_, card) = browser.card().await;
        browser.decide(&card, "confirm", &[("name", "One")]).await;
        let (_, cell) = cell_that(&browser, "■ confirmed").await;
        decide(&browser, &cell, "absent", &[]).await;
    }
    let file = folder.path().join("clauses.jsonl");
    std::fs::write(&file, clauses().replace("every winter", "every summer")).unwrap();
    Study::at(&study).unwrap().run(&[file], &RunOptions::default(), &|_| {}).unwrap();
    let browser = Browser::open(&study, Some("ana")).await;
    let (link, cell) = cell_that(&browser, "○ checked in an earlier edition").await;
    assert!(
        cell.text.contains("not found: ana, ") && cell.text.contains("The text was changed since"),
        "{}",
        cell.text
    );
    let changes = browser.get("/changes").await;
    assert!(changes.text.contains("Checked in an earlier edition"), "{}", changes.text);
    assert_eq!(changes.links("/cell?"), std::slice::from_ref(&link));
    assert!(browser.get("/start").await.text.contains("1 cell</a> checked in an earlier edition"));
    let matrix = browser.get("/matrix").await;
    assert!(matrix.text.contains("○"), "{}", matrix.text);
    decide(&browser, &cell, "absent", &[]).await;
    assert!(browser.get(&link).await.text.contains("· checked, absent"));
    assert_eq!(browser.get("/changes").await.links("/cell?"), [""; 0]);
}

/// A clause under another wording that does not count: the cell is free under both wordings, whichever button says so, and
/// nothing asks again.
#[tokio::test]
async fn a_changed_wording_is_taken_out_from_the_cell_and_from_the_changes() {
    let (folder, study) = study_of(&clauses());
    {
        let browser = Browser::open(&study, Some("ana")).await;
        let (_, card) = browser.card().await;
        browser.decide(&card, "confirm", &[("name", "One")]).await;
    }
    let file = folder.path().join("clauses.jsonl");
    let turn = |line: &str| match line.contains("gamma#") {
        true => line.replace(" shall ", " may ").replace(" should ", " may "),
        false => line.to_owned(),
    };
    let turned: Vec<String> = clauses().lines().map(turn).collect();
    std::fs::write(&file, turned.join("\n")).unwrap();
    Study::at(&study).unwrap().run(&[file], &RunOptions::default(), &|_| {}).unwrap();
    let browser = Browser::open(&study, Some("ana")).await;
    let (link, cell) = cell_that(&browser, "△ wording changed").await;
    decide(&browser, &cell, "absent", &[]).await;
    let absent = browser.get(&link).await;
    assert!(absent.text.contains("· checked, absent"), "{}", absent.text);
    assert!(browser.get("/conflicts").await.text.contains("There are no conflicts."));
    let quiet = browser.get("/changes").await;
    assert!(!quiet.text.contains("It no longer counts"), "{}", quiet.text);
    browser.post("/undo", &[]).await;
    let changes = browser.get("/changes").await;
    assert!(changes.text.contains("It no longer counts"), "{}", changes.text);
    let (id, clause) = (changes.field("id"), changes.field("clause"));
    browser.post("/changes", &[("id", &id), ("clause", &clause), ("act", "remove")]).await;
    assert!(!browser.get("/changes").await.text.contains("It no longer counts"));
    assert!(!browser.get(&link).await.text.contains("△ wording changed"));
}
