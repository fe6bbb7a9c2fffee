//! What a server asks of programs (`robots.txt`, RFC 9309).

/// Rules for this program, or for all.
#[derive(Debug, Default)]
pub(crate) struct Robots {
    /// Whether a path that matches may be fetched, with the pattern.
    rules: Vec<(bool, String)>,
}

impl Robots {
    /// Reads the rules of the group for "crosscut", else of the group for all programs.
    pub(crate) fn parse(text: &str) -> Self {
        let (mut own, mut all) = (Vec::new(), Vec::new());
        let (mut for_us, mut for_all, mut names, mut named) = (false, false, true, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !names {
                        (for_us, for_all, names) = (false, false, true);
                    }
                    for_us |= value.eq_ignore_ascii_case("crosscut");
                    for_all |= value == "*";
                    named |= value.eq_ignore_ascii_case("crosscut");
                }
                "allow" | "disallow" => {
                    names = false;
                    let rule = (key == "allow", value.to_owned());
                    if value.is_empty() {
                        continue;
                    }
                    if for_us {
                        own.push(rule.clone());
                    }
                    if for_all {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        Self { rules: if named { own } else { all } }
    }

    /// Whether a path may be fetched: the longest pattern that matches decides, "allow" before "disallow".
    pub(crate) fn allow(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, path));
        matching.max_by_key(|(allow, pattern)| (pattern.len(), *allow)).is_none_or(|(allow, _)| *allow)
    }
}

/// Whether a pattern with `*` (anything) and `$` (the end) matches the beginning of a path.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (place, part) in parts.iter().enumerate() {
        if whole && place + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /private\nAllow: /private/open # but\nDisallow: /*.doc$\n",
        );
        for (path, expected) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a/b.doc", false),
            ("/a/b.docx", true),
        ] {
            assert_eq!(robots.allow(path), expected, "{path}");
        }
    }

    #[test]
    fn a_group_of_ones_own_counts_alone() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Crosscut\nDisallow: /no\n";
        let robots = Robots::parse(text);
        assert!(robots.allow("/yes") && !robots.allow("/no"));
        assert!(Robots::parse("").allow("/x") && Robots::parse("User-agent: *\nDisallow:\n").allow("/x"));
    }
}
