//! Candidates by subject: named and merged in a table, taken back by one undo.

mod common;

use axum::http::StatusCode;
use common::{Browser, study_of};

/// Five agreements with four commitments, three of which are about certificates.
fn lines() -> String {
    let shared = [
        "shall issue certificates for pumps",
        "shall publish certificates in gazettes",
        "shall revoke certificates of valves",
        "should share threat information with trusted partners",
    ];
    let mut lines = String::new();
    for who in ["alpha", "beta", "gamma", "delta", "epsilon"] {
        for (place, text) in shared.iter().enumerate() {
            let line = serde_json::json!({
                "id": format!("{who}#art_{place}"), "agreement": who, "text": format!("Each member {text} every year."),
                "locator": format!("Article {place}"),
            });
            lines += &format!("{line}\n");
        }
    }
    lines
}

#[tokio::test]
async fn a_family_is_named_and_merged_at_once() {
    let (_folder, study) = study_of(&lines());
    let browser = Browser::open(&study, Some("ana")).await;
    let page = browser.get("/families").await;
    let ids: Vec<String> = page
        .text
        .split("name=\"candidate\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 3, "{}", page.text);
    assert!(page.text.contains("<span class=\"n\">3</span>"), "{}", page.text);
    let name = format!("name:{}", ids[0]);
    let fields = [("act", "merge"), ("candidate", &ids[0]), ("candidate", &ids[1]), (&*name, "Certificates")];
    let done = browser.post("/families", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let matrix = browser.get("/matrix").await;
    let element = browser.get(&matrix.links("/element?")[0]).await;
    assert!(element.text.contains("value=\"Certificates\""), "{}", element.text);
    assert_eq!(element.text.matches("<article class=\"clause\"").count(), 10, "{}", element.text);
    let queue = browser.get("/queue").await;
    assert!(!queue.text.contains(&ids[0]) && !queue.text.contains(&ids[1]), "both are decided");
    browser.post("/undo", &[]).await;
    let queue = browser.get("/queue").await;
    assert!(queue.text.contains(&ids[0]) && queue.text.contains(&ids[1]), "one undo takes it back");
    let alone = browser.post("/families", &[("act", "merge"), ("candidate", &ids[0])]).await;
    assert_eq!(alone.status, StatusCode::BAD_REQUEST);
    let none = browser.post("/families", &[("act", "confirm")]).await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
}
