//! Who may talk to the page, and what every answer carries.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{Browser, HOST, clauses, send, study_of};

/// Every page that only shows.
const PAGES: [&str; 19] = [
    "/",
    "/queue",
    "/candidate?id=x",
    "/element?id=x",
    "/matrix",
    "/cell?row=x&agreement=y",
    "/clause?id=alpha%23art_1",
    "/look",
    "/outliers",
    "/search?q=report",
    "/conflicts",
    "/reliability",
    "/together",
    "/alike",
    "/history",
    "/changes",
    "/exports",
    "/settings",
    "/help",
];

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn another_host_is_refused_before_any_route() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let cookie = ("cookie", browser.cookie.as_str());
    for path in ["/", "/style.css", "/launch/x", "/nowhere"] {
        for host in [
            "evil.example",
            "evil.example:4711",
            "127.0.0.1.evil.com:4711",
            "127.0.0.1:80",
            "127.0.0.1",
            "",
            "0.0.0.0:4711",
            "localhost:4711@evil.example",
            "[::]:4711",
        ] {
            let page = send(&browser.router, request("GET", path, &[("host", host), cookie])).await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{path} {host}");
        }
        let none = send(&browser.router, request("GET", path, &[cookie])).await;
        assert_eq!(none.status, StatusCode::MISDIRECTED_REQUEST);
        let two =
            send(&browser.router, request("GET", path, &[("host", HOST), ("host", "evil.example"), cookie]))
                .await;
        assert_eq!(two.status, StatusCode::MISDIRECTED_REQUEST);
    }
    for host in [HOST, "localhost:4711", "LOCALHOST:4711", "[::1]:4711"] {
        let page = send(&browser.router, request("GET", "/", &[("host", host), cookie])).await;
        assert_eq!(page.status, StatusCode::OK, "{host}");
    }
    let absolute =
        send(&browser.router, request("GET", "http://evil.example/", &[("host", HOST), cookie])).await;
    assert_eq!(absolute.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn the_launch_link_works_once_and_nothing_without_the_cookie() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let link = browser.app.link().unwrap();
    let path = link.split_once(HOST).unwrap().1;
    let first = send(&browser.router, request("GET", path, &[("host", HOST)])).await;
    let cookie = first.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly")
            && cookie.contains("SameSite=Strict")
            && cookie.starts_with("crosscut-4711=")
    );
    let second = send(&browser.router, request("GET", path, &[("host", HOST)])).await;
    assert_eq!(second.status, StatusCode::FORBIDDEN);
    assert!(!second.headers.contains_key("set-cookie"));
    for page in PAGES {
        let answer = send(&browser.router, request("GET", page, &[("host", HOST)])).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert!(!answer.text.contains("accord"), "{page} shows something of the study");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let mut answers = vec![
        ("GET", "/style.css"),
        ("GET", "/script.js"),
        ("GET", "/icon.svg"),
        ("GET", "/nowhere"),
        ("PUT", "/queue"),
        ("DELETE", "/"),
        ("GET", "/launch/x"),
        ("GET", "/exports/report.html"),
        ("GET", "/exports/..%2f..%2fcrosscut.toml"),
        ("POST", "/queue"),
        ("GET", "/queue?order=%ff"),
        ("HEAD", "/"),
    ];
    answers.extend(PAGES.map(|page| ("GET", page)));
    for (method, path) in answers {
        let page =
            send(&browser.router, request(method, path, &[("host", HOST), ("cookie", &browser.cookie)]))
                .await;
        let header =
            |name: &str| page.headers.get(name).unwrap_or_else(|| panic!("{path}: {name}")).to_str().unwrap();
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn an_action_comes_from_our_own_page_or_not_at_all() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (_, card) = browser.card().await;
    let form = card.field("form");
    let body = |form: &str| {
        common::encoded(&[("form", form), ("id", &card.field("id")), ("version", "new"), ("act", "defer")])
    };
    let refused: [&[(&str, &str)]; 9] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
        &[("sec-fetch-site", "none"), ("origin", "null")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:4711")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:4712")],
        &[("origin", "https://127.0.0.1:4711")],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")],
    ];
    for headers in refused {
        let page = browser.raw_post("/candidate", &body(&form), headers).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let ours = [("sec-fetch-site", "same-origin")];
    for form in ["", "0", &form[1..], &form.replace('a', "b").replace('0', "1")] {
        let page = browser.raw_post("/candidate", &body(form), &ours).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert!(!study.join("decisions/ana.jsonl").exists(), "something was saved");
    let accepted: [&[(&str, &str)]; 2] = [
        &[("origin", "http://localhost:4711")], // a browser without Sec-Fetch-Site
        &[("sec-fetch-site", "same-origin"), ("origin", "null")], // a form under no-referrer
    ];
    for headers in accepted {
        let page = browser.raw_post("/candidate", &body(&form), headers).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{headers:?}");
        browser.post("/undo", &[]).await;
    }
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (href, card) = browser.card().await;
    let form = card.field("form");
    for path in [
        "/undo", "/redo", "/coder", "/exports", &href, "/settings", "/look", "/conflicts", "/outliers",
        "/queue",
    ] {
        let sign = if path.contains('?') { '&' } else { '?' };
        browser.get(&format!("{path}{sign}form={form}&act=confirm&sure=1&version=new&name=x")).await;
    }
    assert!(!study.join("decisions/ana.jsonl").exists());
    assert_eq!(browser.get("/undo").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn too_much_is_refused() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let page =
        browser.raw_post("/candidate", &"a=b&".repeat(200_000), &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let claimed = [("sec-fetch-site", "same-origin"), ("content-length", "1073741824")];
    let page = browser.raw_post("/candidate", "a=b", &claimed).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn names_in_addresses_are_looked_up_never_joined_to_paths() {
    let (_folder, study) = study_of(&clauses());
    std::fs::write(study.join("secret.txt"), "do not show").unwrap();
    let browser = Browser::open(&study, Some("ana")).await;
    for name in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e%2fsecret.txt",
        "%2Fetc%2Fpasswd",
        "secret.txt%00.csv",
        "C:%5Cwindows",
        "..%5Csecret.txt",
        "crosscut.toml",
        "REPORT.HTML",
        "report.html%20",
    ] {
        for path in [
            format!("/exports/{name}"),
            format!("/exports/akn/{name}"),
            format!("/clause?id={name}"),
            format!("/element?id={name}"),
            format!("/candidate?id={name}"),
            format!("/cell?row={name}&agreement={name}"),
        ] {
            let page = browser.get(&path).await;
            assert!(page.status.is_client_error(), "{path}: {}", page.status);
            assert!(!page.text.contains("do not show"));
        }
    }
}

#[tokio::test]
async fn hostile_texts_are_shown_as_texts() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("<b>ana</b>")).await;
    let mut shown = String::new();
    for path in [
        "/queue",
        "/matrix",
        "/outliers",
        "/search?q=maintenance",
        "/search?q=%3Cimg%20src%3Dx%3E",
        "/clause?id=alpha%23art_12",
        "/clause?id=epsilon%23art_12",
        "/clause?id=delta%23art_12",
        "/clause?id=beta%23art_12",
    ] {
        shown += &browser.get(path).await.text;
    }
    for name in browser.get("/queue").await.links("/candidate?") {
        shown += &browser.get(&name).await.text;
    }
    for tag in
        ["<img", "<svg/onload", "onfocus=alert(1) x='", "<!--", "<b>alpha", "<b>ana", "\u{202e}", "\u{200b}"]
    {
        assert!(!shown.contains(tag), "{tag} came through");
    }
    assert!(shown.contains("&lt;img src=x") && shown.contains("RLO</i>") && shown.contains("{{7*7}}"));
    assert!(!shown.contains("style=\"") && !shown.contains(" onclick"), "inline style or script");
}

#[tokio::test]
async fn nothing_is_loaded_from_elsewhere() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let mut all = String::new();
    for path in ["/style.css", "/script.js", "/icon.svg"].into_iter().chain(PAGES) {
        all += &browser.get(path).await.text;
    }
    let all = all.replace("http://www.w3.org/2000/svg", "");
    assert!(!all.contains("http://") && !all.contains("https://") && !all.contains("//cdn"));
}
