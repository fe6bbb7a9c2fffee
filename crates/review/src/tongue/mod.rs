//! The page in other languages: the finished HTML of an answer is translated at the rim, message by message, so that no page
//! knows of it. A language is one file of `strings/`; what is the users' or the agreements' own is marked in the templates
//! and never touched.

mod catalogue;
mod page;

pub use catalogue::Catalogue;

use crate::answer::refused;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::LazyLock;

/// The cookie that remembers a choice until the browser is closed.
const COOKIE: &str = "crosscut-lang";

static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(include_str!("../../strings/fr.txt")));
static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(include_str!("../../strings/es.txt")));

/// What the script says, as its source has it: `t("…")`.
static SCRIPT: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let source = include_str!("../../assets/script.js");
    let said = source.match_indices("t(\"").filter(|(at, _)| source[..*at].ends_with([' ', '(', '{']));
    said.filter_map(|(at, call)| source[at + call.len()..].split('"').next()).collect()
});

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// As the pages are written.
    #[default]
    English,
    /// Français.
    French,
    /// Español.
    Spanish,
}

impl Tongue {
    /// Every language, in the order in which the foot of the page offers them.
    pub const ALL: [Self; 3] = [Self::English, Self::French, Self::Spanish];

    /// Its code in addresses, headers and HTML.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
        }
    }

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
            Self::Spanish => "Español",
        }
    }

    fn catalogue(self) -> Option<&'static Catalogue> {
        match self {
            Self::English => None,
            Self::French => Some(&FRENCH),
            Self::Spanish => Some(&SPANISH),
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.code() == code)
    }

    /// A page in this language.
    ///
    /// ```
    /// use crosscut_review::Tongue;
    /// assert_eq!(Tongue::French.page("<h1>Agreements</h1>"), "<h1>Accords</h1>");
    /// assert_eq!(Tongue::French.page("<h1 translate=\"no\">Agreements</h1>"), "<h1 translate=\"no\">Agreements</h1>");
    /// ```
    pub fn page(self, html: &str) -> String {
        match self.catalogue() {
            Some(catalogue) => page::translated(html, self.code(), catalogue, &SCRIPT).0,
            None => html.to_owned(),
        }
    }

    /// A message in this language; in English where it is not known.
    pub(crate) fn text(self, message: &str) -> String {
        let said = self.catalogue().and_then(|catalogue| catalogue.say(message, ""));
        said.unwrap_or_else(|| message.to_owned())
    }

    /// What its catalogue does not have of a page and of what the script says, for those who write one.
    pub fn missing(self, html: &str) -> Vec<String> {
        let Some(catalogue) = self.catalogue() else { return Vec::new() };
        let script = SCRIPT.iter().filter(|text| catalogue.say(text, "").is_none());
        let mut missing = page::translated(html, self.code(), catalogue, &SCRIPT).1;
        missing.extend(script.map(|text| format!("{text} (script.js)")));
        missing
    }

    /// The language for a request: the one that its address names, else the remembered one, else what the browser prefers.
    fn wanted(uri: &Uri, headers: &HeaderMap) -> Self {
        let text = |name| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        let remembered = text(header::COOKIE).flat_map(|value| value.split(';')).find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            Self::of(value).filter(|_| name == COOKIE)
        });
        named(uri)
            .or(remembered)
            .or_else(|| text(header::ACCEPT_LANGUAGE).find_map(preferred))
            .unwrap_or_default()
    }
}

/// The language that an address names: `?lang=fr`.
fn named(uri: &Uri) -> Option<Tongue> {
    uri.query()?.split('&').find_map(|pair| Tongue::of(pair.strip_prefix("lang=")?))
}

/// The first of a browser's languages that the page has; of several with one weight the one named first.
fn preferred(header: &str) -> Option<Tongue> {
    let mut best: Option<(f32, Tongue)> = None;
    for one in header.split(',') {
        let mut parts = one.split(';').map(str::trim);
        let code = parts.next()?.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if let Some(tongue) = Tongue::of(&code).filter(|_| weight > best.map_or(0.0, |(best, _)| best)) {
            best = Some((weight, tongue));
        }
    }
    best.map(|(_, tongue)| tongue)
}

/// The outermost layer: answers in English pass as they are, others are translated.
pub(crate) async fn speak(request: Request, next: Next) -> Response {
    let tongue = Tongue::wanted(request.uri(), request.headers());
    let chosen = named(request.uri()).filter(|_| *request.method() == Method::GET);
    let mut answer = next.run(request).await;
    if let Some(tongue) = chosen {
        let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", tongue.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if tongue == Tongue::English || !kind.is_some_and(|kind| kind.starts_with("text/html")) {
        return answer;
    }
    let (mut head, body) = answer.into_parts();
    // Our own pages: they are in memory already, however long they are.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be shown.");
    };
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(tongue.page(&String::from_utf8_lossy(&bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(uri: &str, headers: &[(header::HeaderName, &str)]) -> Tongue {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        Tongue::wanted(&uri.parse().unwrap(), &map)
    }

    #[test]
    fn the_address_counts_before_the_cookie_and_the_cookie_before_the_browser() {
        let cookie = (header::COOKIE, "a=1; crosscut-lang=es");
        let browser = (header::ACCEPT_LANGUAGE, "fr-CA, en;q=0.8");
        assert_eq!(wanted("/start?x=1&lang=en", &[cookie.clone(), browser.clone()]), Tongue::English);
        assert_eq!(wanted("/start?lang=tlh", &[cookie, browser.clone()]), Tongue::Spanish);
        assert_eq!(wanted("/start", &[browser]), Tongue::French);
        assert_eq!(wanted("/start", &[]), Tongue::English);
    }

    #[test]
    fn a_browser_gets_the_language_that_it_likes_best_of_those_there_are() {
        for (header, tongue) in [
            ("de, es;q=0.6, fr;q=0.7", Some(Tongue::French)),
            ("en-GB,en;q=0.9,fr;q=0.8", Some(Tongue::English)),
            ("ES-mx", Some(Tongue::Spanish)),
            ("fr;q=0, *", None),
            ("", None),
        ] {
            assert_eq!(preferred(header), tongue, "{header}");
        }
    }

    #[test]
    fn what_the_script_says_is_known() {
        assert!(SCRIPT.len() > 5, "{:?}", *SCRIPT);
        for tongue in Tongue::ALL {
            assert_eq!(tongue.missing(""), Vec::<String>::new(), "{tongue:?}");
        }
    }
}
