//! Lists of the agreements for reference managers: BibTeX, CSL JSON, RIS.

use super::title;
use crate::Material;
use crosscut::Agreement;
use crosscut::matrix::Column;
use crosscut::text::Language;
use crosscut::text::lexicon::invisible::stripped;
use serde_json::{Map, Value, json};

/// A line without breaks or characters that cannot be seen.
fn line(text: &str) -> String {
    stripped(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What reference managers show as a note: who stands behind it, whether it binds, of what it is another text.
fn note(agreement: &Agreement, column: &Column) -> String {
    let mut notes: Vec<String> = Vec::new();
    notes.extend(agreement.group.map(|group| group.name().to_owned()));
    notes.extend(agreement.binding.map(|binds| if binds { "binding" } else { "not binding" }.to_owned()));
    let of = [("translation", &agreement.translation_of), ("edition", &agreement.edition_of)];
    let of = of.into_iter().filter(|(_, of)| of.is_some() && column.agreement != agreement.id);
    notes.extend(of.map(|(kind, _)| format!("{kind} of {}", line(&column.short))));
    notes.join(", ")
}

/// An address that reference managers can open.
fn url(agreement: &Agreement) -> Option<String> {
    let url = line(agreement.url.as_deref()?);
    (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
}

/// BibTeX (biblatex reads it too): one `@misc` an agreement.
pub(crate) fn bibtex(material: &Material) -> String {
    // BibTeX knows no comments: outside of entries "@" would begin one.
    let mut out = head(material, "% ").replace('@', " at ");
    for (agreement, column) in material.all_agreements() {
        let mut fields = vec![("title", format!("{{{}}}", escaped(&title(agreement))))];
        // Braces around the whole keep a body from being read as first and last names.
        fields.extend(agreement.body.as_deref().map(|body| ("author", format!("{{{}}}", escaped(body)))));
        fields.extend(agreement.year.map(|year| ("year", year.to_string())));
        fields.extend(agreement.short.as_deref().map(|short| ("shorttitle", escaped(short))));
        fields.extend(url(agreement).map(|url| ("url", url.replace('{', "%7B").replace('}', "%7D"))));
        fields.extend(langid(agreement).map(|name| ("langid", name)));
        let note = note(agreement, column);
        fields.extend((!note.is_empty()).then_some(("note", escaped(&note))));
        out += &format!("@misc{{{},\n", key(agreement.id.as_str()));
        for (name, value) in fields {
            out += &format!("  {name} = {{{value}}},\n");
        }
        out += "}\n\n";
    }
    out
}

/// The first language of an agreement, as biblatex takes it: one, by the name that babel has for it.
fn langid(agreement: &Agreement) -> Option<String> {
    let known = agreement.languages.iter().map(|code| Language::from_code(code));
    let language = known.into_iter().find(|language| *language != Language::Undetermined)?;
    // babel's names are the English ones, as ours are.
    Some(format!("{language:?}").to_lowercase())
}

/// A key of letters that BibTeX takes.
fn key(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let key: String = id.chars().map(plain).collect();
    // What had to change is told apart by a hash.
    if key == id { key } else { format!("{key}-{}", &crosscut::sha256(id.as_bytes())[..6]) }
}

/// Text with BibTeX's own signs escaped; unbalanced braces would swallow the rest of the file.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in line(text).chars() {
        match c {
            '\\' => out += "\\textbackslash{}",
            // BibTeX counts braces whether or not a backslash comes before them.
            '{' => out += "\\textbraceleft{}",
            '}' => out += "\\textbraceright{}",
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '~' => out += "\\textasciitilde{}",
            '^' => out += "\\textasciicircum{}",
            c => out.push(c),
        }
    }
    out
}

fn head(material: &Material, mark: &str) -> String {
    let lines = material.about(super::WITHOUT).into_iter();
    let lines = lines.map(|(name, value)| format!("{mark}{}: {}\n", line(&name), line(&value)));
    lines.collect::<String>() + "\n"
}

/// CSL JSON, which Zotero and pandoc read.
pub(crate) fn csl_json(material: &Material) -> String {
    let item = |(agreement, column): (&Agreement, &Column)| {
        let kind = if agreement.binding == Some(true) { "treaty" } else { "document" };
        let mut item = Map::new();
        item.insert("id".into(), agreement.id.as_str().into());
        item.insert("type".into(), kind.into());
        item.insert("title".into(), line(&title(agreement)).into());
        let mut add =
            |name: &str, value: Option<Value>| value.and_then(|value| item.insert(name.into(), value));
        add("title-short", agreement.short.as_deref().map(|short| line(short).into()));
        add("author", agreement.body.as_deref().map(|body| json!([{ "literal": line(body) }])));
        add("issued", agreement.year.map(|year| json!({ "date-parts": [[year]] })));
        add("URL", url(agreement).map(Value::from));
        add("language", agreement.languages.first().map(|language| line(language).into()));
        let note = note(agreement, column);
        add("note", (!note.is_empty()).then(|| note.into()));
        add("custom", Some(json!({ "made_with": material.made_of(&agreement.id) })));
        Value::Object(item)
    };
    let items: Vec<Value> = material.all_agreements().into_iter().map(item).collect();
    format!("{:#}\n", Value::Array(items))
}

/// RIS, which EndNote, Mendeley and Zotero read.
pub(crate) fn ris(material: &Material) -> String {
    let mut out = String::new();
    for (agreement, column) in material.all_agreements() {
        let kind = if agreement.binding == Some(true) { "STAT" } else { "GEN" };
        let mut add = |tag: &str, value: &str| out += &format!("{tag}  - {}\r\n", line(value));
        add("TY", kind);
        add("ID", agreement.id.as_str());
        add("TI", &title(agreement));
        agreement.short.iter().for_each(|short| add("ST", short));
        agreement.body.iter().for_each(|body| add("AU", &format!("{body},")));
        agreement.year.iter().for_each(|year| add("PY", &year.to_string()));
        url(agreement).iter().for_each(|url| add("UR", url));
        agreement.languages.iter().for_each(|language| add("LA", language));
        let note = note(agreement, column);
        if !note.is_empty() {
            add("N1", &note);
        }
        // The data base that it comes from.
        add("DB", &material.made_of(&agreement.id));
        out += "ER  - \r\n\r\n";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_title_ends_an_entry_of_bibtex() {
        let escaped = escaped("50% of {draft} & more}");
        assert_eq!(escaped, "50\\% of \\textbraceleft{}draft\\textbraceright{} \\& more\\textbraceright{}");
        assert_eq!(escaped.matches('{').count(), escaped.matches('}').count());
    }
}
