//! Addresses: where a redirect leads, and what of one may be kept.

use ureq::http::Uri;

/// An address without the name and the password that it may hold before its server: what is written down goes along with
/// the study.
pub fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let server = authority.rsplit_once('@').map_or(authority, |(_, server)| server);
    format!("{scheme}://{server}{path}")
}

/// The address that a redirect leads to, as its `Location` gives it: whole, or as seen from where it was sent (RFC 3986).
pub(crate) fn joined(base: &Uri, location: &str) -> String {
    let location = location.trim().split('#').next().unwrap_or_default();
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    if location.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme)) {
        return location.to_owned();
    }
    let scheme = base.scheme_str().unwrap_or("https");
    if let Some(rest) = location.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    let server = base.authority().map_or("", |authority| authority.as_str());
    let server = server.rsplit_once('@').map_or(server, |(_, server)| server);
    let (path, query) = location.find('?').map_or((location, ""), |at| location.split_at(at));
    let path = match path {
        "" => base.path().to_owned(),
        whole if whole.starts_with('/') => without_dots(whole),
        part => {
            let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            without_dots(&format!("{folder}/{part}"))
        }
    };
    format!("{scheme}://{server}{path}{query}")
}

/// A path in which no part says "here" or "up".
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_leads_where_browsers_go() {
        let base: Uri = "https://me:pw@x.org:8/a/b/c?q=1".parse().unwrap();
        for (location, end) in [
            ("https://y.org/z", "https://y.org/z"),
            ("//y.org/z", "https://y.org/z"),
            ("/z?u=http://v", "https://x.org:8/z?u=http://v"),
            ("d", "https://x.org:8/a/b/d"),
            ("../d/./e", "https://x.org:8/a/d/e"),
            ("../../../../d", "https://x.org:8/d"),
            ("..", "https://x.org:8/a/"),
            ("?p", "https://x.org:8/a/b/c?p"),
            ("d#part", "https://x.org:8/a/b/d"),
            ("", "https://x.org:8/a/b/c"),
        ] {
            assert_eq!(joined(&base, location), end, "{location}");
        }
    }

    #[test]
    fn a_password_is_not_written_down() {
        for (url, plain) in [
            ("https://me:p@w@x.org/a@b", "https://x.org/a@b"),
            ("http://me@x.org:80?c=d@e", "http://x.org:80?c=d@e"),
            ("https://x.org/a@b", "https://x.org/a@b"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_user(url), plain);
        }
    }
}
