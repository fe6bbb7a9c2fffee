//! A page of ours, translated: its texts and the attributes that are read out or shown. It reads the HTML that the templates
//! make, in which every attribute is in double quotes and every element is closed; it is no parser of other people's pages.

use super::Catalogue;
use std::collections::BTreeMap;

/// Attributes that people read.
const ATTRIBUTES: [&str; 6] = ["title", "aria-label", "placeholder", "alt", "label", "data-label"];
/// Elements inside of a sentence.
const INLINE: [&str; 13] =
    ["a", "b", "i", "em", "strong", "small", "span", "bdi", "kbd", "code", "time", "abbr", "mark"];
/// Elements whose text is no message: keys, sums, what people type, the words of a page's picture.
const OPAQUE: [&str; 6] = ["kbd", "code", "textarea", "text", "script", "style"];
/// Elements without an end.
const VOID: [&str; 8] = ["input", "meta", "link", "br", "img", "hr", "rect", "image"];

/// A piece of HTML.
#[derive(Clone, Copy)]
enum Token<'p> {
    Text(&'p str),
    Open {
        raw: &'p str,
        name: &'p str,
    },
    Close {
        raw: &'p str,
        name: &'p str,
    },
    /// A comment, the document type.
    Other(&'p str),
}

/// A piece of a sentence.
enum Piece<'p> {
    /// A text and the element that it begins, if it begins one.
    Text(&'p str, &'p str),
    Open(String),
    Close(&'p str),
    Opaque(String),
}

impl Piece<'_> {
    fn raw(&self) -> &str {
        match self {
            Self::Text(raw, _) | Self::Close(raw) => raw,
            Self::Open(tag) | Self::Opaque(tag) => tag,
        }
    }
}

/// The page in the language of a catalogue, and what the catalogue does not have.
pub(super) fn translated(
    html: &str,
    code: &str,
    catalogue: &Catalogue,
    script: &[&str],
) -> (String, Vec<String>) {
    let page = Page {
        out: String::with_capacity(html.len() + html.len() / 8),
        run: Vec::new(),
        code,
        catalogue,
        script,
        missing: Vec::new(),
    };
    page.read(html)
}

struct Page<'p, 'c> {
    out: String,
    /// The sentence that is being read.
    run: Vec<Piece<'p>>,
    code: &'c str,
    catalogue: &'c Catalogue,
    script: &'c [&'c str],
    missing: Vec<String>,
}

impl<'p> Page<'p, '_> {
    fn read(mut self, html: &'p str) -> (String, Vec<String>) {
        let mut rest = html;
        let mut before = "";
        while let Some(token) = next(&mut rest) {
            match token {
                Token::Text(text) => self.run.push(Piece::Text(text, before)),
                Token::Open { raw, name } if is_own(raw, name) => {
                    let tag = if is_untranslated(raw) { raw.to_owned() } else { self.tag(raw) };
                    let inside = if is_void(raw, name) { "" } else { inside(&mut rest, name) };
                    let whole = format!("{tag}{inside}");
                    self.place(name, Piece::Opaque(whole.clone()), &whole);
                }
                Token::Open { raw, name } => {
                    let tag = self.tag(raw);
                    self.place(name, Piece::Open(tag.clone()), &tag);
                }
                Token::Close { raw, name } => self.place(name, Piece::Close(raw), raw),
                Token::Other(raw) => {
                    self.end_of_sentence();
                    self.out.push_str(raw);
                }
            }
            before = if let Token::Open { name, .. } = token { name } else { "" };
        }
        self.end_of_sentence();
        (self.out, self.missing)
    }

    /// An inline element is part of a sentence; any other ends it.
    fn place(&mut self, name: &str, piece: Piece<'p>, raw: &str) {
        if INLINE.contains(&name) {
            self.run.push(piece);
        } else {
            self.end_of_sentence();
            self.out.push_str(raw);
        }
    }

    /// Says the sentence as a whole, if it is known so, otherwise each of its texts.
    fn end_of_sentence(&mut self) {
        let run = std::mem::take(&mut self.run);
        let (start, run, end) = unwrapped(run);
        start.iter().for_each(|piece| self.out.push_str(piece.raw()));
        self.sentence_or_texts(run);
        end.iter().for_each(|piece| self.out.push_str(piece.raw()));
    }

    fn sentence_or_texts(&mut self, run: Vec<Piece<'p>>) {
        let texts =
            run.iter().filter(|piece| matches!(piece, Piece::Text(text, _) if has_words(text))).count();
        let sentence = (texts > 0 && run.len() > 1).then(|| self.sentence(&run)).flatten();
        if let Some(said) = sentence {
            self.out.push_str(&said);
            return;
        }
        for piece in run {
            match piece {
                Piece::Text(text, before) => {
                    let said = self.text(text, before);
                    self.out.push_str(&said);
                }
                Piece::Open(tag) | Piece::Opaque(tag) => self.out.push_str(&tag),
                Piece::Close(tag) => self.out.push_str(tag),
            }
        }
    }

    /// A sentence with its elements as numbers: `Go through the <1>queue</1>.`
    fn sentence(&self, run: &[Piece<'p>]) -> Option<String> {
        let (mut message, mut tags, mut open) = (String::new(), Vec::new(), Vec::new());
        for piece in run {
            match piece {
                Piece::Text(text, _) => message.push_str(&plain(text)),
                Piece::Open(tag) => {
                    tags.push((tag.as_str(), ""));
                    open.push(tags.len());
                    message.push_str(&format!("<{}>", tags.len()));
                }
                Piece::Close(tag) => {
                    let number = open.pop()?;
                    tags[number - 1].1 = tag;
                    message.push_str(&format!("</{number}>"));
                }
                Piece::Opaque(whole) => {
                    tags.push((whole.as_str(), ""));
                    message.push_str(&format!("<{}/>", tags.len()));
                }
            }
        }
        let (start, middle, end) = trimmed(&message);
        let said = self.catalogue.whole(middle, "").filter(|_| middle.contains('<'))?;
        if said == middle {
            return Some(run.iter().map(Piece::raw).collect());
        }
        let mut out = format!("{start}{said}{end}");
        // From the last to the first, as no tag of ours looks like a number.
        for (at, (tag, close)) in tags.iter().enumerate().rev() {
            let number = at + 1;
            out = out.replace(&format!("<{number}>"), tag).replace(&format!("</{number}>"), close);
            out = out.replace(&format!("<{number}/>"), tag);
        }
        Some(out)
    }

    fn text(&mut self, raw: &str, before: &str) -> String {
        self.say(raw, before).unwrap_or_else(|| raw.to_owned())
    }

    /// The translation of a raw text; none where it stays as it is.
    fn say(&mut self, raw: &str, before: &str) -> Option<String> {
        if !has_words(raw) {
            return None;
        }
        let text = plain(raw);
        let (start, middle, end) = trimmed(&text);
        let said = self.catalogue.say(middle, before);
        if said.is_none() && !self.missing.iter().any(|known| known == middle) {
            self.missing.push(middle.to_owned());
        }
        said.filter(|said| said != middle).map(|said| format!("{start}{said}{end}"))
    }

    /// A tag with its attributes translated; that of the page says its language, that of the body what the script says.
    fn tag(&mut self, raw: &str) -> String {
        let mut tag = raw.to_owned();
        if raw.starts_with("<html ") {
            return raw.replace("lang=\"en\"", &format!("lang=\"{}\"", self.code));
        }
        let own = value(raw, "data-own").unwrap_or_default();
        for name in ATTRIBUTES.into_iter().filter(|name| *name != own) {
            let Some(old) = value(raw, name) else { continue };
            if let Some(said) = self.say(old, "") {
                let new = said.replace('"', "&#34;");
                tag = tag.replacen(&format!(" {name}=\"{old}\""), &format!(" {name}=\"{new}\""), 1);
            }
        }
        if raw.starts_with("<body ") {
            tag = tag.replacen("<body ", &format!("<body {}", self.words_of_script()), 1);
        }
        tag
    }

    /// What the script says, as an attribute: each English message with its translation.
    fn words_of_script(&self) -> String {
        let said = self.script.iter().filter_map(|text| Some((*text, self.catalogue.say(text, "")?)));
        let said: BTreeMap<&str, String> = said.filter(|(text, said)| text != said).collect();
        let json = serde_json::to_string(&said).unwrap_or_default();
        let json = json.replace('&', "&#38;").replace('"', "&#34;").replace('<', "&#60;");
        if said.is_empty() { String::new() } else { format!("data-words=\"{json}\" ") }
    }
}

/// The elements that are around the whole of a sentence apart from it.
fn unwrapped(mut run: Vec<Piece<'_>>) -> (Vec<Piece<'_>>, Vec<Piece<'_>>, Vec<Piece<'_>>) {
    let (mut start, mut end) = (Vec::new(), Vec::new());
    let is_space =
        |piece: Option<&Piece<'_>>| matches!(piece, Some(Piece::Text(raw, _)) if raw.trim().is_empty());
    loop {
        if is_space(run.first()) {
            start.push(run.remove(0));
        } else if is_space(run.last()) {
            end.extend(run.pop());
        } else if is_wrapped(&run) {
            start.push(run.remove(0));
            end.extend(run.pop());
        } else {
            end.reverse();
            return (start, run, end);
        }
    }
}

/// Whether the first tag of a sentence is closed by its last one.
fn is_wrapped(run: &[Piece<'_>]) -> bool {
    let mut depth = 0usize;
    for (at, piece) in run.iter().enumerate() {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at > 0 && at + 1 == run.len() && matches!(run[0], Piece::Open(_));
        }
    }
    false
}

/// The next piece, taken off the front.
fn next<'p>(rest: &mut &'p str) -> Option<Token<'p>> {
    if rest.is_empty() {
        return None;
    }
    if !rest.starts_with('<') {
        return Some(Token::Text(cut(rest, rest.find('<').unwrap_or(rest.len()))));
    }
    if rest.starts_with("<!--") {
        return Some(Token::Other(cut(rest, rest.find("-->").map_or(rest.len(), |at| at + 3))));
    }
    let raw = cut(rest, end_of_tag(rest));
    let inner = raw.trim_start_matches(['<', '/']);
    let name = inner.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    Some(match raw.as_bytes().get(1) {
        Some(b'/') => Token::Close { raw, name },
        Some(first) if first.is_ascii_alphabetic() => Token::Open { raw, name },
        Some(b'!') => Token::Other(raw),
        _ => Token::Text(raw),
    })
}

fn cut<'p>(rest: &mut &'p str, at: usize) -> &'p str {
    let (head, tail) = rest.split_at(at);
    *rest = tail;
    head
}

/// Where a tag ends: at the first `>` outside of quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What is inside of an element up to its end tag, this included.
fn inside<'p>(rest: &mut &'p str, name: &str) -> &'p str {
    let whole = *rest;
    let mut depth = 1;
    while depth > 0 {
        match next(rest) {
            Some(Token::Open { raw, name: other }) if other == name && !is_void(raw, name) => depth += 1,
            Some(Token::Close { name: other, .. }) if other == name => depth -= 1,
            Some(_) => {}
            None => break,
        }
    }
    &whole[..whole.len() - rest.len()]
}

fn is_void(raw: &str, name: &str) -> bool {
    raw.ends_with("/>") || VOID.contains(&name)
}

/// Whether an element holds what is the users' or the agreements' own, or nothing that is said: quotes set their direction.
fn is_own(raw: &str, name: &str) -> bool {
    is_untranslated(raw) || OPAQUE.contains(&name) || name == "bdi" && raw.contains(" dir=")
}

fn is_untranslated(raw: &str) -> bool {
    raw.contains(" translate=\"no\"")
}

/// The value of an attribute as it stands there.
fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Whether there is anything to say: two letters in a row outside of what stands for a single sign.
fn has_words(raw: &str) -> bool {
    let mut before = false;
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c == '&' {
            chars.by_ref().find(|c| *c == ';');
        }
        if c.is_alphabetic() && before {
            return true;
        }
        before = c.is_alphabetic();
    }
    false
}

/// A text as the catalogues have it: quotes as they are, and space as one space. What is not safe in HTML stays escaped.
fn plain(raw: &str) -> String {
    let text = raw.replace("&#39;", "'").replace("&#34;", "\"").replace("&quot;", "\"");
    if !text.contains(['\n', '\t']) && !text.contains("  ") {
        return text;
    }
    let (start, middle, end) = trimmed(&text);
    format!("{start}{}{end}", middle.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// The white space before a text, the text, and the white space after it.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let middle = text.trim();
    let start = text.len() - text.trim_start().len();
    (&text[..start], middle, &text[start + middle.len()..])
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
