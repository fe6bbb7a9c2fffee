//! The one picker: elements, agreements, clauses, pages and actions by a few letters of their names.

use super::card;
use crate::Desk;
use crate::Tongue;
use crate::answer::render;
use crate::form::Fields;
use crate::html::{plain, shortened};
use crate::keys::KEYS;
use crate::links;
use crate::shell::WAYS;
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::ElementId;
use crosscut::matrix::Row;
use crosscut::text::Clause;
use crosscut::words::{Html, counted};
use std::cmp::Reverse;

/// Rows that the picker shows.
const MOST: usize = 12;
/// Elements that come first before anything is typed: those that are the nearest to the card.
const NEAREST: usize = 3;
/// Characters of an element's first words.
const FIRST: usize = 70;

#[derive(Template)]
#[template(path = "pick.html")]
struct Picked {
    options: Vec<Choice>,
    /// What is typed, where no element is called so: it can be made.
    create: Option<String>,
}

struct Choice {
    what: &'static str,
    name: Html,
    about: Html,
    /// The element's name, the address, or the action.
    value: String,
    href: String,
    act: String,
    rank: u32,
}

pub(super) fn pick(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let typed = fields.one("q").trim();
    let query = Query::new(typed);
    let only_elements = fields.one("for") != "any";
    let without = fields.one("not");
    let mut options = elements(desk, &query, fields.one("near"), without);
    if !only_elements {
        options.extend(agreements(desk, &query));
        options.extend(clauses(desk, &query));
        options.extend(pages(&query));
        options.extend(actions(&query));
    }
    options.sort_by_key(|option| Reverse(option.rank));
    options.truncate(MOST);
    let is_known =
        desk.state().elements.values().any(|element| element.name.to_lowercase() == typed.to_lowercase());
    let create = (fields.one("for") == "element" && !typed.is_empty() && !is_known).then(|| plain(typed));
    Ok(render(&Picked { options, create }))
}

/// What is typed, in words of lower case.
struct Query {
    words: Vec<String>,
}

impl Query {
    fn new(typed: &str) -> Self {
        Self { words: words(typed) }
    }

    /// How well a name fits, 0 where it does not: every word must begin one of its words, be in it, or have its letters in
    /// it one after the other.
    fn rank(&self, name: &str) -> u32 {
        let low = name.to_lowercase();
        let parts = words(name);
        let mut rank = 1;
        for word in &self.words {
            rank += if parts.first().is_some_and(|part| part.starts_with(word)) {
                40
            } else if parts.iter().any(|part| part.starts_with(word)) {
                30
            } else if low.contains(word) {
                20
            } else if parts.iter().any(|part| is_within(word, part)) {
                5
            } else {
                return 0;
            };
        }
        rank
    }
}

impl Query {
    /// How well something of ours fits, in whichever language it is called so.
    fn rank_of(&self, words: &str) -> u32 {
        Tongue::ALL.iter().map(|tongue| self.rank(&tongue.text(words))).max().unwrap_or_default()
    }
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the letters of a word, three or more, are in a text in their order, from its first one.
fn is_within(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars().count() > 2
        && word.chars().next() == text.chars().next()
        && word.chars().all(|letter| letters.any(|other| other == letter))
}

fn elements(desk: &Desk<'_>, query: &Query, near: &str, without: &str) -> Vec<Choice> {
    let nearest: Vec<ElementId> = match desk.candidate(near) {
        Some(candidate) => card::nearest(desk, candidate).into_iter().take(NEAREST).collect(),
        None => Vec::new(),
    };
    let rows: Vec<&Row> = desk.matrix().elements().collect();
    let mut options = Vec::new();
    for row in rows {
        let Some(id) = row.element().filter(|id| id.to_string() != without) else { continue };
        let rank = query.rank(&row.name);
        if rank == 0 {
            continue;
        }
        let closeness = nearest.iter().position(|other| *other == id);
        let bonus = closeness.map_or(0, |place| 400 - u32::try_from(place).unwrap_or(0));
        let element = desk.state().elements.get(&id);
        let definition = element.and_then(|element| element.definition.clone());
        let first = row.cells.iter().flat_map(|cell| &cell.confirmed).next();
        let first = first.and_then(|id| desk.clause(id.as_str())).map(|(_, clause)| clause.text.clone());
        let about = definition.or(first).unwrap_or_default();
        let about = format!("{} · {}", counted(row.breadth, "agreement"), shortened(&about, FIRST));
        options.push(Choice {
            what: if closeness.is_some() { "nearest" } else { "element" },
            name: Html::own(&row.name),
            about: Html::isolated(&about),
            value: plain(&row.name),
            href: links::element(id),
            act: String::new(),
            rank: rank + 200 + bonus,
        });
    }
    options
}

fn agreements(desk: &Desk<'_>, query: &Query) -> Vec<Choice> {
    let one = |agreement: &crosscut::Agreement| {
        let name = format!("{} {} {}", agreement.short(), agreement.id, agreement.title);
        Choice {
            what: "agreement",
            name: Html::own(agreement.short()),
            about: Html::own(&shortened(&agreement.title, FIRST)),
            value: String::new(),
            href: links::reading(agreement.id.as_str()),
            act: String::new(),
            rank: query.rank(&name).saturating_add(if query.rank(&name) > 0 { 100 } else { 0 }),
        }
    };
    let mut found: Vec<Choice> = desk.results.agreements.iter().map(one).collect();
    found.retain(|option| option.rank > 0 && !query.words.is_empty());
    found
}

/// Clauses by agreement and number, as one says them: “nis2 21 2 d”.
fn clauses(desk: &Desk<'_>, query: &Query) -> Vec<Choice> {
    let [agreement, number @ ..] = &query.words[..] else { return Vec::new() };
    if number.is_empty() {
        return Vec::new();
    }
    let joined = |text: &str| words(text).concat();
    let meant = |known: &&crosscut::Agreement| {
        [known.id.as_str(), known.short()].iter().any(|name| joined(name).contains(agreement.as_str()))
    };
    let mut found = Vec::new();
    for known in desk.results.agreements.iter().filter(meant) {
        let own = desk.results.clauses.iter().filter(|clause| clause.agreement == known.id);
        let fits = |clause: &&Clause| {
            let parts = numbers(clause);
            parts.len() >= number.len() && parts.iter().zip(number).all(|(part, typed)| part == typed)
        };
        found.extend(own.filter(fits).take(4).map(|clause| Choice {
            what: "clause",
            name: Html::own(&format!("{}, {}", known.short(), clause.locator)),
            about: Html::own(&shortened(&clause.text, FIRST)),
            value: String::new(),
            href: links::clause(clause.id.as_str()),
            act: String::new(),
            rank: 500,
        }));
    }
    found
}

/// The numbers of a clause's address: 21, 2, d.
fn numbers(clause: &Clause) -> Vec<String> {
    let address = clause.id.as_str().split_once('#').map_or("", |(_, address)| address);
    let parts = address.split("__").filter_map(|part| part.split_once('_'));
    parts.map(|(_, number)| number.to_lowercase()).collect()
}

fn pages(query: &Query) -> Vec<Choice> {
    let one = |(_, title, href, _): &(_, &'static str, &'static str, _)| Choice {
        what: "page",
        name: Html::text(title),
        about: Html::text(""),
        value: String::new(),
        href: (*href).to_owned(),
        act: String::new(),
        rank: query.rank_of(title),
    };
    let mut found: Vec<Choice> = WAYS.iter().map(one).collect();
    found.retain(|option| option.rank > 0);
    found
}

fn actions(query: &Query) -> Vec<Choice> {
    let one = |key: &crate::keys::Key| Choice {
        what: "action",
        name: Html::text(key.what),
        about: Html::text(key.key),
        value: String::new(),
        href: String::new(),
        act: key.act.to_owned(),
        rank: query.rank_of(key.what),
    };
    let mut found: Vec<Choice> = KEYS.iter().filter(|key| key.free).map(one).collect();
    found.retain(|option| option.rank > 0 && !query.words.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_word_is_better_than_letters_within_it() {
        let rank = |typed: &str, name: &str| Query::new(typed).rank(name);
        assert!(rank("cert", "Certification schemes") > rank("cert", "Voluntary certification"));
        assert!(rank("cert", "Voluntary certification") > rank("crtf", "Voluntary certification"));
        assert!(rank("inc rep", "Incident reporting") > 0);
        assert_eq!(rank("zebra", "Incident reporting"), 0);
        assert_eq!(rank("nt", "Incident"), 21, "in it");
        assert!(rank("", "anything") > 0);
    }
}
