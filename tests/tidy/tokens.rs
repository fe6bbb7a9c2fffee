//! Rust code as words and signs, so that the rules look at code and not at comments, strings or tests.

/// The code of a file that is no test, its words and signs set apart by spaces.
pub(super) fn code(text: &str) -> String {
    without_tests(tokens(text)).0.join(" ")
}

/// Words, numbers, `::` and single signs of Rust code; comments, strings, characters and lifetimes are left out.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let next = |at: usize, ahead: usize| chars.get(at + ahead).copied().unwrap_or_default();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '/' && next(at, 1) == '/' {
            at += chars[at..].iter().position(|c| *c == '\n').unwrap_or(chars.len() - at);
        } else if c == '/' && next(at, 1) == '*' {
            at += chars[at..].windows(2).position(|pair| pair == ['*', '/']).unwrap_or(chars.len() - at) + 2;
        } else if c == '"' {
            at = end_of_string(&chars, at, found.last().is_some_and(|last| is_raw(last)));
        } else if c == '#' && found.last().is_some_and(|last| is_raw(last)) && next(at, 1) != '[' {
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let body = at + hashes + 1;
            at = chars[body..].windows(close.len()).position(|end| end == close).unwrap_or(0)
                + body
                + close.len();
        } else if c == '\'' {
            at = end_of_character(&chars, at);
        } else if word(c) {
            let length = chars[at..].iter().take_while(|c| word(**c)).count();
            found.push(chars[at..at + length].iter().collect());
            at += length;
        } else if c == ':' && next(at, 1) == ':' {
            found.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                found.push(c.to_string());
            }
            at += 1;
        }
    }
    found
}

fn is_raw(token: &str) -> bool {
    matches!(token, "r" | "br")
}

fn end_of_string(chars: &[char], start: usize, raw: bool) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' && !raw { 2 } else { 1 };
    }
    at + 1
}

/// Behind a character literal, or behind the apostrophe of a lifetime.
fn end_of_character(chars: &[char], start: usize) -> usize {
    if chars.get(start + 1) == Some(&'\\') {
        let close = chars[start + 3..].iter().position(|c| *c == '\'');
        return start + 4 + close.unwrap_or_default();
    }
    if chars.get(start + 2) == Some(&'\'') { start + 3 } else { start + 1 }
}

/// Tokens without the items that only tests have, and the modules among these.
pub(super) fn without_tests(tokens: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] != "#" {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let end = end_of_group(&tokens, at, "]");
        let attribute = &tokens[at..end];
        at = end;
        let says = |word: &str| attribute.iter().any(|token| token == word);
        if says("cfg") && says("test") && !says("not") {
            while tokens.get(at).is_some_and(|token| token == "#") {
                at = end_of_group(&tokens, at, "]");
            }
            let end = end_of_item(&tokens, at);
            if let Some(declared) = tokens[at..end].iter().position(|token| token == "mod") {
                modules.push(tokens[at + declared + 1].clone());
            }
            at = end;
        }
    }
    (kept, modules)
}

/// Behind the bracket that closes the first one from here.
fn end_of_group(tokens: &[String], start: usize, close: &str) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => continue,
        }
        if depth == 0 && token == close {
            return at + 1;
        }
    }
    tokens.len()
}

/// Behind the `;` or the body that ends an item.
fn end_of_item(tokens: &[String], start: usize) -> usize {
    let mut at = start;
    while at < tokens.len() {
        match tokens[at].as_str() {
            ";" => return at + 1,
            "{" => return end_of_group(tokens, at, "}"),
            "(" => at = end_of_group(tokens, at, ")"),
            "[" => at = end_of_group(tokens, at, "]"),
            _ => at += 1,
        }
    }
    at
}
