//! The second look: a card of an element, answered cell by cell.

mod common;

use axum::http::StatusCode;
use common::{Browser, clauses, study_of};

#[tokio::test]
async fn a_second_look_adds_and_finds_absent() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let first: Vec<String> = card
        .text
        .split("name=\"clause\" value=\"")
        .skip(1)
        .take(2)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    browser
        .decide(&card, "confirm", &[("clause", &first[0]), ("clause", &first[1]), ("name", "Looked for")])
        .await;
    let look = browser.ready("/look").await;
    assert!(look.text.contains("Looked for") && look.text.contains("not sure"), "{}", look.text);
    let (id, version, cell) = (look.field("id"), look.field("version"), look.field("cell"));
    let answer = format!("answer:{cell}");
    let fields = [("id", &id[..]), ("version", &version), ("cell", &cell), (&answer, "no")];
    let page = browser.post("/look", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(browser.get("/matrix").await.text.contains("checked, absent\""));
}

/// An element that every agreement of the study holds.
const KNOWN: &str =
    "Incident reporting: serious incidents are reported to the competent authority without undue delay";

#[tokio::test]
async fn a_card_of_known_elements_is_answered_cell_by_cell() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.post("/adopt", &[("from", "list"), ("list", KNOWN)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let look = browser.ready("/look").await;
    assert!(look.text.contains("data-cell=\"1\""), "{}", look.text);
    let cells: Vec<&str> =
        look.text.split("name=\"cell\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(cells.len() > 1, "{}", look.text);
    let (id, version) = (look.field("id"), look.field("version"));
    let (yes, no) = (format!("answer:{}", cells[0]), format!("answer:{}", cells[1]));
    let shown: Vec<&str> = look
        .text
        .split("name=\"shown\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut fields = vec![("id", &id[..]), ("version", &version), ("cell", cells[0]), ("cell", cells[1])];
    fields.extend([(&yes[..], "yes"), (&no[..], "no")]);
    fields.extend(shown.iter().map(|clause| ("shown", *clause)));
    let page = browser.post("/look", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(browser.get("/matrix").await.text.contains("checked, absent\""));
    let element = browser.get(&format!("/element?id={id}")).await.text;
    assert!(element.contains(&format!("{}#", cells[0])), "{element}");
}
