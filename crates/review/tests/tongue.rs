//! The page in other languages: every message of every page has a translation, and nothing else changes.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{Browser, HOST, clauses, send, study_of};
use crosscut_review::Tongue;
use std::collections::BTreeSet;
use tokio::sync::OnceCell;

/// Names of people and things that are messages of the page, too.
const NAMES: [&str; 6] = ["Agreements", "Later", "Export", "Queue", "confirmed", "Search"];

/// A study whose agreements, clauses and articles are called as things of the page are.
fn confusing() -> String {
    let mut lines = clauses();
    for (agreement, title) in [("zeta", "Agreements"), ("eta", "Search"), ("theta", "Later")] {
        for (number, text) in [
            "Each bureau shall keep the wharf ledger of landing fees for seven winters.",
            "No bureau may sell the wharf ledger of landing fees to a stranger.",
        ]
        .iter()
        .enumerate()
        {
            let clause = serde_json::json!({
                "id": format!("{agreement}#art_{number}"), "agreement": agreement, "text": text, "title": title,
                "locator": "Queue", "heading": "Export",
            });
            lines.push_str(&format!("{clause}\n"));
        }
    }
    lines
}

/// Addresses and pages.
type Pages = Vec<(String, String)>;

/// Pages of a study in which much has been done, the page of a conflict and those of mistakes among them.
async fn pages() -> &'static Pages {
    static PAGES: OnceCell<Pages> = OnceCell::const_new();
    PAGES.get_or_init(walked).await
}

async fn walked() -> Pages {
    let (folder, study) = study_of(&confusing());
    let mut all = Vec::new();
    let nobody = Browser::open(&study, None).await;
    keep(&mut all, &nobody, &["/start", "/nowhere"]).await;
    let page = nobody.post("/coder", &[("name", "")]).await;
    all.push(("a name that is none".into(), page.text));
    drop(nobody);
    let ana = Browser::open(&study, Some("Later")).await;
    let start = ["/start", "/queue", "/matrix", "/agreements", "/together", "/alike", "/history"];
    keep(&mut all, &ana, &start).await;
    decide(&ana, &mut all).await;
    drop(ana);
    let ben = Browser::open(&study, Some("ben")).await;
    let (_, card) = ben.card().await;
    ben.decide(&card, "reject", &[("reason", "other"), ("comment", "Export")]).await;
    ben.post("/finish", &[]).await;
    drop(ben);
    let ana = Browser::open(&study, Some("Later")).await;
    everything(&ana, &mut all).await;
    drop(folder);
    all
}

async fn keep(all: &mut Pages, browser: &Browser, paths: &[&str]) {
    for path in paths {
        let page = browser.ready(path).await;
        all.push(((*path).to_owned(), page.text));
    }
}

/// Decides on cards, each in another way, and follows where that leads.
async fn decide(browser: &Browser, all: &mut Pages) {
    for (act, more) in [
        ("confirm", vec![("name", NAMES[0]), ("definition", NAMES[1])]),
        ("note", vec![("note", "Queue")]),
        ("defer", vec![]),
        ("confirm", vec![("name", NAMES[2])]),
        ("confirm", vec![("name", NAMES[0])]),
        ("confirm", vec![("name", NAMES[5]), ("both", "1")]),
        ("reject", vec![("reason", "boilerplate"), ("comment", "Search")]),
        ("nothing", vec![]),
    ] {
        if browser.get("/queue").await.links("/candidate?").is_empty() {
            return;
        }
        let (href, card) = browser.card().await;
        all.push((href, card.text.clone()));
        let done = browser.decide(&card, act, &more).await;
        all.push((act.to_owned(), done.text.clone()));
        if done.status == StatusCode::SEE_OTHER {
            keep(all, browser, &[done.to()]).await;
        }
        let stale = browser.decide(&card, act, &more).await;
        all.push((format!("{act}, stale"), stale.text));
    }
}

/// Every page that has an address of its own.
const PATHS: [&str; 34] = [
    "/start",
    "/agreements",
    "/queue",
    "/families",
    "/queue?order=later",
    "/queue?order=form",
    "/queue?order=changed",
    "/matrix",
    "/matrix?rows=all",
    "/together",
    "/alike",
    "/look",
    "/draw",
    "/outliers",
    "/outliers?show=kept",
    "/search",
    "/search?q=ledger",
    "/search?q=(",
    "/conflicts",
    "/reliability",
    "/suggestions",
    "/history",
    "/changes",
    "/exports",
    "/exports?written=1",
    "/settings",
    "/settings?kept=1",
    "/help",
    "/pick?for=any&q=e",
    "/pick?for=element&q=new",
    "/working",
    "/element?id=none",
    "/cell?row=none",
    "/clause?id=none",
];

/// Every page that there is, and what forms of it answer.
async fn everything(browser: &Browser, all: &mut Pages) {
    keep(all, browser, &PATHS).await;
    for (page, start) in [
        ("/matrix", "/element?"),
        ("/matrix", "/cell?"),
        ("/outliers", "/clause?"),
        ("/agreements", "/read?"),
        ("/history", "/history?"),
        ("/look", "/look?"),
    ] {
        let links = browser.get(page).await.links(start);
        for link in links.iter().filter(|link| !link.contains("lang=")).take(25) {
            keep(all, browser, &[link]).await;
        }
    }
    for (path, fields) in [
        ("/queue", vec![("act", "confirm")]),
        ("/look", vec![("act", "sample"), ("cells", "4")]),
        ("/look", vec![("act", "sample"), ("cells", "x")]),
        ("/draw", vec![("act", "draw")]),
        ("/undo", vec![]),
        ("/redo", vec![]),
        ("/search", vec![("act", "new")]),
        ("/settings", vec![("when", "never")]),
        ("/import", vec![]),
    ] {
        let page = browser.post(path, &fields).await;
        all.push((format!("POST {path}"), page.text.clone()));
        if page.status == StatusCode::SEE_OTHER {
            keep(all, browser, &[page.to()]).await;
        }
    }
    keep(all, browser, &["/draw", "/look", "/history", "/start"]).await;
}

#[tokio::test]
async fn every_message_of_every_page_has_a_translation() {
    let pages = pages().await;
    assert!(pages.len() > 80, "{} pages", pages.len());
    for tongue in [Tongue::French, Tongue::Spanish] {
        let mut missing: BTreeSet<String> = BTreeSet::new();
        for (_, page) in pages {
            missing.extend(tongue.missing(page));
        }
        let list: Vec<String> = missing.into_iter().collect();
        assert!(list.is_empty(), "{} lacks {}:\n{}", tongue.name(), list.len(), list.join("\n"));
    }
}

#[tokio::test]
async fn the_language_is_chosen_by_address_cookie_and_browser() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let ask = async |path: &str, cookie: &str, accept: &str| {
        let cookies = format!("{}; {cookie}", browser.cookie);
        let request = Request::get(path)
            .header("host", HOST)
            .header("cookie", cookies)
            .header("accept-language", accept);
        send(&browser.router, request.body(Body::empty()).unwrap()).await
    };
    let page = ask("/agreements?lang=fr", "a=b", "").await;
    assert!(
        page.text.contains("<html lang=\"fr\">") && page.text.contains("<h1>Accords</h1>"),
        "{}",
        page.text
    );
    let set = page.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.starts_with("crosscut-lang=fr;") && !set.contains("Max-Age"), "{set}");
    let page = ask("/agreements", set.split(';').next().unwrap(), "es").await;
    assert!(page.text.contains("<html lang=\"fr\">") && !page.headers.contains_key("set-cookie"));
    let page = ask("/agreements", "a=b", "de, es;q=0.9, en;q=0.1").await;
    assert!(
        page.text.contains("<html lang=\"es\">") && page.text.contains("<h1>Acuerdos</h1>"),
        "{}",
        page.text
    );
    let page = ask("/agreements", "a=b", "en").await;
    assert!(page.text.contains("<html lang=\"en\">") && page.text.contains("<h1>Agreements</h1>"));
    assert!(!page.text.contains("data-words"));
    let page = ask("/agreements?lang=fr", "a=b", "").await;
    assert!(page.text.contains("data-words=\"{&#34;"), "what the script says comes with the page");
    assert!(page.text.contains("href=\"/agreements?lang=es\" lang=\"es\" hreflang=\"es\""), "{}", page.text);
}

/// What stands in front of a reader or goes back in a form, but for our own words: names, quotes, values, addresses.
fn own(page: &str) -> Vec<String> {
    let mut own = Vec::new();
    for (mark, end) in [(" value=\"", "\""), (" href=\"", "\""), (" name=\"", "\""), (" action=\"", "\"")] {
        own.extend(page.split(mark).skip(1).filter_map(|rest| rest.split(end).next()).map(str::to_owned));
    }
    for (mark, end) in [("translate=\"no\">", "</"), ("<bdi dir=\"auto\">", "</bdi>"), ("<kbd>", "</kbd>")] {
        own.extend(page.split(mark).skip(1).filter_map(|rest| rest.split(end).next()).map(str::to_owned));
    }
    own
}

#[tokio::test]
async fn nothing_that_is_not_ours_is_translated() {
    for (path, page) in pages().await {
        for tongue in [Tongue::French, Tongue::Spanish] {
            let said = tongue.page(page);
            assert_eq!(own(page), own(&said), "{path}");
            for tag in ["<tr", "<li", "<form", "<input", "<td", "<a ", "<article", "<button"] {
                assert_eq!(page.matches(tag).count(), said.matches(tag).count(), "{tag} of {path}");
            }
        }
    }
}

#[tokio::test]
async fn names_that_are_messages_too_stay_as_they_are() {
    let (_folder, study) = study_of(&confusing());
    let browser = Browser::open(&study, Some("Later")).await;
    let (_, card) = browser.card().await;
    let done = browser.decide(&card, "confirm", &[("name", "Agreements"), ("definition", "Export")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    for tongue in [Tongue::French, Tongue::Spanish] {
        let matrix = tongue.page(&browser.get("/matrix").await.text);
        assert!(matrix.contains("<bdi translate=\"no\">Agreements</bdi>"), "{matrix}");
        assert!(matrix.contains("<bdi translate=\"no\">Later</bdi>"), "{matrix}");
        let element = browser.get(&browser.get("/matrix").await.links("/element?")[0]).await;
        let element = tongue.page(&element.text);
        assert!(
            element.contains("value=\"Agreements\"") && element.contains(">Export</textarea>"),
            "{element}"
        );
        assert!(element.contains("<title translate=\"no\">Agreements ·"), "{element}");
        let history = tongue.page(&browser.get("/history").await.text);
        let said = if tongue == Tongue::French { "«\u{a0}Agreements\u{a0}»" } else { "«Agreements»" };
        assert!(
            history.contains(said) && history.contains("<b><bdi translate=\"no\">Later</bdi></b>"),
            "{history}"
        );
        let table = tongue.page(&browser.get("/agreements").await.text);
        assert!(
            table.contains("value=\"Agreements\"") && table.contains("placeholder=\"Agreements\""),
            "{table}"
        );
    }
}
