//! The table of agreements, and documents that come in by the page.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{Browser, HOST, Page, clauses, send, study_of};
use crosscut::Study;
use std::time::Duration;

const ACCORD: &str = "Article 1\n\nEach Party shall report significant incidents to the authority without delay.\n\n\
                      Article 2\n\nEach Party shall keep its lighthouses lit.\n";

/// Sends files as a browser does.
async fn upload(browser: &Browser, token: &str, files: &[(&str, &str)]) -> Page {
    let mut body = format!("--X\r\ncontent-disposition: form-data; name=\"form\"\r\n\r\n{token}\r\n");
    for (name, text) in files {
        body += &format!(
            "--X\r\ncontent-disposition: form-data; name=\"documents\"; filename=\"{name}\"\r\n\
             content-type: text/plain\r\n\r\n{text}\r\n"
        );
    }
    body += "--X--\r\n";
    let request = Request::post("/agreements/add")
        .header("host", HOST)
        .header("cookie", &browser.cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=X");
    send(&browser.router, request.body(Body::from(body)).expect("a request")).await
}

/// Waits until no run goes on any more.
async fn idle(browser: &Browser) -> String {
    for _ in 0..1500 {
        let page = browser.get("/working").await;
        if page.text.contains("id=\"working\" hidden") {
            return page.text;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the run does not end");
}

#[tokio::test]
async fn documents_come_in_and_what_cannot_be_read_is_told() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let token = browser.get("/agreements").await.field("form");
    for (token, files) in [("wrong", vec![("a.txt", ACCORD)]), (&token[..], vec![])] {
        let page = upload(&browser, token, &files).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.text);
    }
    assert!(!study.join(".crosscut/incoming").exists(), "what is refused leaves nothing");
    let files = [("../../new-accord.txt", ACCORD), ("the-same.txt", ACCORD)];
    assert_eq!(upload(&browser, &token, &files).await.status, StatusCode::SEE_OTHER);
    let told = idle(&browser).await;
    assert!(told.contains("is identical to"), "{told}");
    let page = browser.get("/agreements").await.text;
    assert!(page.contains("new-accord.txt") && page.contains("6 agreements"), "{page}");
    assert!(study.join("sources/new-accord.txt").exists() && !study.join(".crosscut/incoming").exists());
    assert!(browser.get("/read?agreement=new-accord").await.text.contains("lighthouses lit"));
}

#[tokio::test]
async fn a_cell_is_changed_and_what_makes_no_sense_is_refused() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let set = async |fields: &[(&str, &str)]| {
        let mut all = vec![("act", "set"), ("id", "alpha")];
        all.extend_from_slice(fields);
        browser.post("/agreements", &all).await
    };
    let page = set(&[("short", "Alpha"), ("year", "2019"), ("group", "un"), ("in_force", "no")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert!(browser.get(page.to()).await.text.contains("Saved for"));
    let known = Study::open(&study).unwrap().agreements().unwrap();
    let alpha = known.iter().find(|agreement| agreement.id.as_str() == "alpha").unwrap();
    assert_eq!((alpha.short(), alpha.year, alpha.in_force), ("Alpha", Some(2019), Some(false)));
    assert!(browser.get("/matrix?rows=all").await.text.contains("Alpha"), "every page says so at once");
    for wrong in [("year", "soon"), ("title", ""), ("group", "aliens"), ("of", "edition_of:alpha")] {
        let page = set(&[wrong]).await;
        assert!(page.status.is_client_error(), "{wrong:?}: {}", page.text);
    }
    assert_eq!(Study::open(&study).unwrap().agreements().unwrap(), known, "what was refused changed nothing");
    set(&[("of", "edition_of:beta")]).await;
    idle(&browser).await;
    let page = browser.get("/agreements").await.text;
    assert!(page.contains("value=\"edition_of:beta\" selected"), "{page}");
}

#[tokio::test]
async fn agreements_that_may_be_one_are_asked_about_until_somebody_answers() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let asks = async || browser.get("/agreements").await.text;
    let question = |a: &str, b: &str| {
        format!("“The &lt;b&gt;{a}&lt;/b&gt; accord” and “The &lt;b&gt;{b}&lt;/b&gt; accord” have")
    };
    let page = asks().await;
    assert!(
        page.contains(&question("alpha", "beta")) && page.contains("value=\"edition_of:alpha\">One"),
        "{page}"
    );
    let page = browser.post("/agreements", &[("id", "beta"), ("distinct_from", "alpha")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    idle(&browser).await;
    let page = asks().await;
    assert!(
        !page.contains(&question("alpha", "beta")) && page.contains(&question("beta", "epsilon")),
        "{page}"
    );
    browser.post("/agreements", &[("id", "gamma"), ("of", "edition_of:alpha")]).await;
    idle(&browser).await;
    assert!(!asks().await.contains(&question("alpha", "gamma")), "it counts with it now");
}
