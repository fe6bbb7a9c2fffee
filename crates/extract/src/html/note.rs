//! Footnotes of a page and the marks that refer to them.

use super::dom::{Dom, Id};
use crate::marker;
use crosscut_text::lexicon::roman;
use std::collections::{BTreeMap, BTreeSet};

/// Which elements are notes, and which are marks that refer to one.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: BTreeSet<Id>,
    marks: BTreeSet<Id>,
    /// What the notes begin with: "7", "*".
    printed: BTreeSet<String>,
}

/// A link between a mark and its note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// "(7)" in the text.
    Mark,
    /// "7" or "[7]" in the text, which is no word of it: it is left out, the note keeps it.
    BareMark,
    /// "↩" in a note.
    Back,
}

impl Notes {
    /// Finds notes by their role or class, and by links that lead to and fro.
    pub(super) fn find(dom: &Dom) -> Self {
        let mut found = Self::default();
        let mut targets: BTreeMap<&str, Id> = BTreeMap::new();
        let mut links: Vec<(Id, &str)> = Vec::new();
        for id in dom.descendants(0).filter(|&id| !dom.tag(id).is_empty()) {
            if is_note(dom, id) {
                found.notes.insert(id);
            }
            for name in [dom.attribute(id, "id"), dom.attribute(id, "name")].into_iter().flatten() {
                targets.entry(name).or_insert(id);
            }
            if let Some(target) = dom.attribute(id, "href").and_then(|href| href.strip_prefix('#')) {
                links.push((id, target));
            }
        }
        found.pair(dom, &targets, &links);
        found.below_rule(dom);
        for (link, target) in links {
            let within = |target: &Id| {
                std::iter::successors(Some(*target), |&id| dom.parent(id))
                    .take(3)
                    .any(|id| found.notes.contains(&id))
            };
            if is_mark(&dom.start(link, 16)) && targets.get(target).is_some_and(within) && !within(&link) {
                found.marks.insert(link);
            }
        }
        for &note in &found.notes {
            found.printed.extend(opening_mark(&dom.start(note, 16)));
        }
        found
    }

    /// A mark links to its note and the note back to its mark; the mark comes first. Other marks may link to the same
    /// note.
    fn pair(&mut self, dom: &Dom, targets: &BTreeMap<&str, Id>, links: &[(Id, &str)]) {
        // By the element that is linked to: the first link that looks like a mark.
        let mut leads: BTreeMap<Id, Id> = BTreeMap::new();
        let mut notes: BTreeSet<Id> = BTreeSet::new();
        for &(link, target) in links {
            let Some(&target) = targets.get(target) else { continue };
            let around = std::iter::successors(Some(link), |&id| dom.parent(id)).take(5);
            // This link is in what a mark leads to, and leads back to what that mark is in.
            let back = around.filter_map(|note| Some((note, *leads.get(&note)?)));
            match back.into_iter().find(|&(_, mark)| dom.is_within(mark, target, 4)) {
                Some((note, _)) => {
                    notes.insert(note);
                }
                None if is_mark(&dom.start(link, 16)) => {
                    leads.entry(target).or_insert(link);
                }
                None => {}
            }
        }
        for &(link, target) in links {
            let Some(note) = targets.get(target).filter(|target| notes.contains(target)) else { continue };
            if is_mark(&dom.start(link, 16)) {
                self.marks.insert(link);
                self.notes.insert(block_of(dom, *note));
            }
        }
    }

    /// Paragraphs below a rule that each begin with a mark, to the end of what holds them.
    fn below_rule(&mut self, dom: &Dom) {
        let Some(rule) = dom.descendants(0).filter(|&id| is_rule(dom, id)).last() else { return };
        let Some(around) = dom.parent(rule) else { return };
        let after = dom.children(around).iter().skip_while(|&&id| id != rule).skip(1);
        let below: Vec<Id> = after.copied().filter(|&id| !dom.start(id, 4).trim().is_empty()).collect();
        let raised = |&id: &Id| {
            let first = dom.descendants(id).find(|&part| dom.tag(part) == "sup");
            first.is_some_and(|sup| {
                let mark = dom.start(sup, 16);
                is_mark(&mark) && dom.start(id, 24).trim_start().starts_with(mark.trim())
            })
        };
        if below.iter().all(raised) || Self::are_numbered(dom, rule, &below) {
            self.notes.extend(below);
        } else if let [list] = below[..] {
            self.listed(dom, rule, list);
        }
    }

    /// Whether paragraphs count on, the first from 1, and each number is a raised mark in the text above the rule.
    fn are_numbered(dom: &Dom, rule: Id, below: &[Id]) -> bool {
        let marks = raised_above(dom, rule);
        let counts = below.iter().enumerate().all(|(nth, &id)| {
            let number = (nth + 1).to_string();
            opening_mark(&dom.start(id, 16)).is_some_and(|mark| mark == number) && marks.contains(&number)
        });
        counts && !below.is_empty()
    }

    /// A numbered list below the rule whose numbers are raised marks in the text above, each of them.
    fn listed(&mut self, dom: &Dom, rule: Id, list: Id) {
        if dom.tag(list) != "ol" {
            return;
        }
        let marks = raised_above(dom, rule);
        let items = dom.children(list).iter().filter(|&&id| dom.tag(id) == "li").count();
        let numbers: BTreeSet<String> = (1..=items).map(|nth| nth.to_string()).collect();
        if items > 0 && numbers.is_subset(&marks) {
            self.notes.insert(list);
            self.printed.extend(numbers);
        }
    }

    pub(super) fn is_note(&self, id: Id) -> bool {
        self.notes.contains(&id)
    }

    /// What the notes begin with.
    pub(super) fn printed(&self) -> &BTreeSet<String> {
        &self.printed
    }

    /// What an inline element is in the traffic between marks and notes.
    pub(super) fn link(&self, dom: &Dom, id: Id) -> Option<Link> {
        if !matches!(dom.tag(id), "a" | "sup" | "span" | "small") {
            return None;
        }
        let text = dom.start(id, 16);
        let text = text.trim();
        let back = |c: char| matches!(c, '↩' | '↑' | '⏎' | '^' | '\u{fe0e}' | '\u{fe0f}');
        if !text.is_empty() && text.chars().all(back) && dom.attribute(id, "href").is_some() {
            return Some(Link::Back);
        }
        let linked = self.marks.contains(&id) || dom.descendants(id).any(|id| self.marks.contains(&id));
        match linked && is_mark(text) {
            true if text.starts_with('(') => Some(Link::Mark),
            true => Some(Link::BareMark),
            false => None,
        }
    }
}

/// Whether an element is a line across the page: a rule, or a paragraph of underscores.
fn is_rule(dom: &Dom, id: Id) -> bool {
    let strokes = || {
        let text = dom.start(id, 200);
        let text = text.trim();
        text.len() > 4 && text.chars().all(|c| matches!(c, '_' | ' ')) && matches!(dom.tag(id), "p" | "div")
    };
    dom.tag(id) == "hr" || strokes()
}

/// What is raised in the text above a rule, brackets left out.
fn raised_above(dom: &Dom, rule: Id) -> BTreeSet<String> {
    let raised = dom.descendants(0).take_while(|&id| id != rule).filter(|&id| dom.tag(id) == "sup");
    let marks = raised.map(|id| dom.start(id, 16));
    marks.flat_map(|mark| marker::marks(&mark).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The paragraph, item or row that holds a note's anchor.
fn block_of(dom: &Dom, mut id: Id) -> Id {
    while matches!(dom.tag(id), "a" | "sup" | "span" | "b" | "i" | "em" | "strong" | "font" | "small" | "u") {
        match dom.parent(id) {
            Some(parent) if parent != 0 => id = parent,
            _ => break,
        }
    }
    id
}

/// Whether an element says that it is a note, or several.
pub(super) fn is_note(dom: &Dom, id: Id) -> bool {
    const CLASSES: &[&str] =
        &["endnote", "endnotes", "footnote", "footnotes", "note", "oj-note", "footnote-text"];
    let mut roles = [dom.attribute(id, "role"), dom.attribute(id, "epub:type")].into_iter().flatten();
    let known = [
        "doc-footnote", "doc-endnote", "doc-endnotes", "footnote", "footnotes", "endnote", "endnotes",
        "rearnote", "rearnotes",
    ];
    let block = matches!(
        dom.tag(id),
        "p" | "div" | "section" | "aside" | "li" | "ol" | "ul" | "dl" | "tr" | "table" | "dd"
    );
    block
        && (roles.any(|role| role.split_whitespace().any(|role| known.contains(&role)))
            || dom.classes(id).any(|class| CLASSES.contains(&class)))
}

/// "7", "(7)", "[iv]", "*": what refers to a note.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_start_matches(['(', '[']).trim_end_matches([')', ']']).trim();
    let all = |same: fn(char) -> bool| bare.chars().all(same);
    let length = bare.chars().count();
    (1..=4).contains(&length)
        && (all(|c| c.is_ascii_digit())
            || all(|c| "*†‡§¶".contains(c))
            || bare.starts_with(char::is_lowercase) && roman::read(bare).is_some()
            || (length == 1 && all(char::is_lowercase)))
}

/// The number or symbols that a note begins with.
fn opening_mark(note: &str) -> Option<String> {
    let text = note.trim_start().trim_start_matches(['(', '[']);
    let end = |same: fn(char) -> bool| text.find(|c| !same(c)).unwrap_or(text.len());
    let length = end(|c| c.is_ascii_digit()).max(end(|c| "*†‡§¶".contains(c)));
    (length > 0).then(|| text[..length].to_owned())
}
