//! A small study in our own words, and a browser that is none: requests go straight to the routes.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test helper may fail its test")]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use crosscut::decisions::Coder;
use crosscut::{RunOptions, Study};
use crosscut_review::{App, router};
use http_body_util::BodyExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt;

pub const PORT: u16 = 4711;
pub const HOST: &str = "127.0.0.1:4711";

/// Texts that would run, break out or deceive if they were shown as they are.
pub const HOSTILE: [&str; 6] = [
    "</script><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "' autofocus onfocus=alert(1) x='",
    "safe \u{202e}txet sdrawkcab\u{202c} and a\u{200b}zero\u{feff}width",
    "javascript:alert(1) <a href=\"javascript:alert(1)\">x</a><!--",
];

/// Ready-made clauses: five accords, three shared commitments, one lone one, and hostile words.
pub fn clauses() -> String {
    let shared = [
        "shall report serious incidents to the competent authority without undue delay",
        "shall disclose vulnerabilities in a coordinated way with the vendors concerned",
        "should share threat information with trusted partners through agreed channels",
    ];
    let mut lines = String::new();
    for (number, who) in ["alpha", "beta", "gamma", "delta", "epsilon"].iter().enumerate() {
        for (place, text) in shared.iter().enumerate() {
            let text = format!("Each member of the {who} accord {text}.");
            lines += &line(who, &format!("art_{}", place + 1), &text);
        }
        let lone = ["lighthouses", "orchards", "violins", "glaciers", "harbours"][number];
        lines += &line(
            who,
            "art_9",
            &format!("The parties shall look after their {lone} with great care every winter."),
        );
        let hostile = HOSTILE[number % HOSTILE.len()];
        let text =
            format!("Operators shall keep records of remote maintenance access {hostile} for two years.");
        lines += &line(who, "art_12", &text);
    }
    lines
}

fn line(agreement: &str, eid: &str, text: &str) -> String {
    let number = eid.trim_start_matches("art_");
    let line = serde_json::json!({
        "id": format!("{agreement}#{eid}"), "agreement": agreement, "text": text,
        "locator": format!("Article {number}"), "title": format!("The <b>{agreement}</b> accord"),
    });
    format!("{line}\n")
}

/// A study of `text` in a folder of its own.
pub fn study_of(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clauses.jsonl");
    std::fs::write(&file, text).unwrap();
    let place = folder.path().join("study");
    let study = Study::at(&place).unwrap();
    study.run(&[file], &RunOptions::default(), &|_| {}).unwrap();
    (folder, place)
}

/// A browser with a session.
pub struct Browser {
    pub app: Arc<App>,
    pub router: Router,
    pub cookie: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Page {
    /// Where a redirect leads.
    pub fn to(&self) -> &str {
        self.headers.get("location").map_or("", |to| to.to_str().unwrap())
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> String {
        let start = self
            .text
            .find(&format!("name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no {name}: {}", self.text));
        let rest = &self.text[start..].split_once("value=\"").unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    }

    /// Addresses of links that begin so, in order.
    pub fn links(&self, start: &str) -> Vec<String> {
        let hrefs = self.text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        hrefs.filter(|href| href.starts_with(start)).map(unescaped).collect()
    }
}

pub fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&")
}

pub async fn send(router: &Router, request: Request<Body>) -> Page {
    let answer: Response<Body> = router.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Page { status: head.status, headers: head.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

impl Browser {
    /// Opens a study for a coder and follows the launch link.
    pub async fn open(study: &Path, coder: Option<&str>) -> Self {
        let coder = coder.map(|name| Coder::new(name).unwrap());
        let app = App::open(Study::open(study).unwrap(), coder, PORT).unwrap();
        let router = router(app.clone(), Duration::from_secs(20));
        let link = app.link().unwrap();
        let path = link.split_once(HOST).unwrap().1.to_owned();
        let request = Request::get(path).header("host", HOST).body(Body::empty()).unwrap();
        let page = send(&router, request).await;
        assert_eq!(page.status, StatusCode::OK);
        let cookie = page.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { app, router, cookie }
    }

    pub async fn get(&self, path: &str) -> Page {
        let request = Request::get(path).header("host", HOST).header("cookie", &self.cookie);
        send(&self.router, request.body(Body::empty()).unwrap()).await
    }

    /// A page that may be made on a thread of its own, when it is ready.
    pub async fn ready(&self, path: &str) -> Page {
        for _ in 0..600 {
            let page = self.get(path).await;
            if !page.text.contains("data-wait") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} is never ready");
    }

    /// Posts a form; the session's token is added.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.get("/start").await.field("form");
        let mut all = vec![("form", form.as_str())];
        all.extend_from_slice(fields);
        self.raw_post(path, &encoded(&all), &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn raw_post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = Request::post(path)
            .header("host", HOST)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// The card of the first candidate of the queue: its address and page.
    pub async fn card(&self) -> (String, Page) {
        let queue = self.get("/queue").await;
        let href = queue.links("/candidate?")[0].clone();
        let page = self.get(&href).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        (href, page)
    }

    /// Sends a card's form as it is, but for what is given.
    pub async fn decide(&self, card: &Page, act: &str, more: &[(&str, &str)]) -> Page {
        let (id, version) = (card.field("id"), card.field("version"));
        let ticks: Vec<String> = card
            .text
            .split("name=\"clause\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        let name =
            card.text.split("id=\"name\" name=\"name\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut fields = vec![("id", id.as_str()), ("version", version.as_str()), ("act", act)];
        if !more.iter().any(|(name, _)| *name == "name") {
            fields.push(("name", name));
        }
        if !more.iter().any(|(name, _)| *name == "clause") {
            fields.extend(ticks.iter().map(|tick| ("clause", tick.as_str())));
        }
        fields.extend_from_slice(more);
        self.post("/candidate", &fields).await
    }
}

/// A form as a browser sends it.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}
