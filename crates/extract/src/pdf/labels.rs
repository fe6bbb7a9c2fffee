//! What a document calls its pages.

use std::collections::BTreeMap;

use crosscut_text::lexicon::roman;
use lopdf::{Dictionary, Document, Object};

use super::access;

/// A numbering that starts at some page.
#[derive(Clone, Debug)]
struct Scheme {
    style: u8,
    prefix: String,
    first: u64,
}

/// One label a page; the number of the page where the document gives none.
pub(super) fn labels(doc: &Document, pages: usize) -> Vec<String> {
    let schemes = schemes(doc, pages);
    (0..pages)
        .map(|page| {
            let label =
                schemes.range(..=page).next_back().map(|(start, scheme)| scheme.label((page - start) as u64));
            label.filter(|label| !label.is_empty()).unwrap_or_else(|| (page + 1).to_string())
        })
        .collect()
}

/// Walks the number tree `/PageLabels`.
fn schemes(doc: &Document, pages: usize) -> BTreeMap<usize, Scheme> {
    let mut found = BTreeMap::new();
    let root =
        access::dict(doc, &doc.trailer, b"Root").and_then(|root| access::dict(doc, root, b"PageLabels"));
    let mut stack: Vec<&Dictionary> = root.into_iter().collect();
    let mut visits = 0;
    while let Some(node) = stack.pop() {
        visits += 1;
        if visits > 10_000 {
            break;
        }
        for pair in access::array(doc, node, b"Nums").unwrap_or_default().chunks_exact(2) {
            let start = access::resolve(doc, &pair[0]).and_then(access::as_integer);
            let dict = access::resolve(doc, &pair[1]).and_then(access::as_dict);
            if let (Some(Ok(start)), Some(dict)) = (start.map(usize::try_from), dict)
                && start < pages
            {
                found.insert(start, Scheme::read(doc, dict));
            }
        }
        let kids = access::array(doc, node, b"Kids").unwrap_or_default();
        stack.extend(
            kids.iter().filter_map(|kid| access::resolve(doc, kid).and_then(access::as_dict)).take(10_000),
        );
    }
    found
}

impl Scheme {
    fn read(doc: &Document, dict: &Dictionary) -> Self {
        let style = match access::get(doc, dict, b"S") {
            Some(Object::Name(name)) if name.len() == 1 => name[0],
            _ => 0,
        };
        let prefix = access::get(doc, dict, b"P").and_then(access::text).unwrap_or_default();
        let first = access::integer(doc, dict, b"St").and_then(|n| u64::try_from(n).ok()).unwrap_or(1);
        Self { style, prefix: prefix.chars().filter(|c| !c.is_control()).take(64).collect(), first }
    }

    fn label(&self, offset: u64) -> String {
        let number = self.first.saturating_add(offset);
        let number = match self.style {
            b'D' => number.to_string(),
            b'r' => roman(number).to_lowercase(),
            b'R' => roman(number),
            b'a' => letters(number).to_lowercase(),
            b'A' => letters(number),
            _ => String::new(),
        };
        format!("{}{number}", self.prefix)
    }
}

/// A Roman number in capitals; in digits what is too large for one.
fn roman(number: u64) -> String {
    let roman = u16::try_from(number).ok().and_then(roman::write);
    roman.map_or_else(|| number.to_string(), |roman| roman.to_uppercase())
}

/// A to Z, then AA, BB … as PDF numbers pages with letters.
fn letters(number: u64) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let times = usize::try_from(index / 26 + 1).unwrap_or(usize::MAX).min(100);
    let letter = char::from(b'A' + (index % 26) as u8);
    std::iter::repeat_n(letter, times).collect()
}
