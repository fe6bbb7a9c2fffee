//! Searching on the page: ticks, elements, examples, files.

mod common;

use axum::http::StatusCode;
use common::{Browser, clauses, study_of, unescaped};

#[tokio::test]
async fn what_is_ticked_becomes_an_element_or_goes_into_one() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.get("/search?q=vulnerabilities").await;
    assert!(page.text.contains("5 clauses") && page.text.contains("value=\"alpha#art_2\""), "{}", page.text);
    let fields =
        [("act", "new"), ("name", "Disclosure"), ("clause", "alpha#art_2"), ("clause", "beta#art_2")];
    let saved = browser.post("/search", &[&fields[..], &[("q", "vulnerabilities")]].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(saved.to().starts_with("/search?q=vulnerabilities&done="), "{}", saved.to());
    let page = browser.get(saved.to()).await;
    assert!(
        page.text.contains("Undo") && page.text.contains("<option value=\"Disclosure\">"),
        "{}",
        page.text
    );
    let more = [("q", "vulnerabilities"), ("act", "add"), ("into", "Disclosure"), ("clause", "gamma#art_2")];
    assert_eq!(browser.post("/search", &more).await.status, StatusCode::SEE_OTHER);
    let found = browser.get("/search?q=element%3ADisclosure").await;
    assert!(found.text.contains("3 clauses"), "{}", found.text);

    let none = browser.post("/search", &[("act", "new"), ("name", "Nothing")]).await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
    let nameless = browser.post("/search", &[("act", "new"), ("clause", "delta#art_2")]).await;
    assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
    let twin = browser.post("/search", &fields).await;
    assert_eq!(twin.status, StatusCode::CONFLICT, "an element has that name already");
}

#[tokio::test]
async fn a_clause_leads_to_its_like_elsewhere() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    for path in ["/clause?id=alpha%23art_2", "/search?q=vulnerabilities"] {
        assert!(browser.get(path).await.text.contains("like this elsewhere"), "{path}");
    }
    let page = browser.get("/search?like=alpha%23art_2").await;
    assert!(page.text.contains("shares: ") && page.text.contains("value=\"beta#art_2\""), "{}", page.text);
    assert!(!page.text.contains("name=\"clause\" value=\"alpha#art_"), "its own agreement is left out");
    assert!(browser.get("/search?like=nowhere%23art_2").await.text.contains("no clause"));
}

#[tokio::test]
async fn answers_are_counted_sorted_and_fetched() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.get("/search?q=member&sort=agreement").await;
    let narrower = unescaped(&page.text);
    assert!(narrower.contains("agreement%3Aalpha") && narrower.contains("strength%3A"), "{narrower}");
    assert!(page.text.contains("<option value=\"agreement\" selected>"), "{}", page.text);
    for (form, start) in [("xlsx", "PK"), ("docx", "PK"), ("csv", "agreement")] {
        let file = browser.get(&format!("/search/file?q=vulnerabilities&form={form}")).await;
        assert!(
            file.status == StatusCode::OK && file.text.trim_start_matches('\u{feff}').contains(start),
            "{form}"
        );
    }
    assert_eq!(browser.get("/search/file?q=x&form=exe").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/search/file?q=%22open&form=csv").await.status, StatusCode::BAD_REQUEST);
}
