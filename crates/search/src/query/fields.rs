//! Fields: `name:value`.

use super::Node;
use crate::error::quoted;
use crosscut_text::lexicon::{Division, division};
use crosscut_text::{ClauseKind, Language, Strength};

/// What a field asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// Agreements by id, pattern of ids, or title.
    Agreement(String),
    /// Agreements of a group of stakeholders.
    Group(String),
    /// Agreements that bind in law, or do not.
    Binding(bool),
    /// Agreements that a body adopted.
    Body(String),
    /// Agreements adopted then.
    Year(Bounds),
    Kind(ClauseKind),
    Strength(Strength),
    Language(Language),
    /// Clauses of an article, or of a paragraph or point of it: `21(2)(a)`.
    Article(String),
    /// Clauses under a heading that matches.
    Heading(Box<Node>),
    /// Definitions of a term that matches.
    Defines(Box<Node>),
    /// Clauses that carry an element.
    Element(String),
    /// Clauses on these pages.
    Page(Bounds),
    /// Clauses that somebody has decided about.
    Decided,
    /// Clauses of which something is known: their strength, whether their agreement binds.
    Known(&'static str),
}

/// A range of numbers, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) from: u64,
    pub(crate) to: u64,
}

/// The names of all fields.
pub(super) const NAMES: [&str; 14] = [
    "agreement", "article", "binding", "body", "defines", "element", "group", "has", "heading", "kind",
    "language", "page", "strength", "year",
];

impl Filter {
    /// Filters of one sort side by side mean either.
    pub(crate) fn sort(&self) -> std::mem::Discriminant<Self> {
        std::mem::discriminant(self)
    }

    /// `name:value` as a filter, or what is wrong with it.
    pub(super) fn read(name: &str, value: &str) -> Result<Self, String> {
        if let Some(known) = ["strength", "kind", "language", "binding"].into_iter().find(|one| *one == name)
            && value == "*"
        {
            return Ok(Self::Known(known));
        }
        Ok(match name {
            "agreement" => Self::Agreement(value.to_owned()),
            "group" => Self::Group(value.to_owned()),
            "body" => Self::Body(value.to_owned()),
            "binding" => Self::Binding(match value.to_lowercase().as_str() {
                "yes" | "true" | "binding" => true,
                "no" | "false" | "voluntary" => false,
                _ => return Err(format!("binding: is yes or no, not {}", quoted(value))),
            }),
            "year" => Self::Year(bounds(value).ok_or_else(|| wrong_range("year", value, "2015..2019"))?),
            "page" => Self::Page(bounds(value).ok_or_else(|| wrong_range("page", value, "3..5"))?),
            "kind" => Self::Kind(named(ClauseKind::ALL, |kind| kind.name(), "kind", value)?),
            "strength" => {
                Self::Strength(named(Strength::ALL, |strength| strength.name(), "strength", value)?)
            }
            "language" => match Language::from_code(value) {
                Language::Undetermined if !value.eq_ignore_ascii_case("und") => {
                    let value = quoted(value);
                    return Err(format!("no language has the code {value}: codes are en, fr, es …"));
                }
                language => Self::Language(language),
            },
            "article" => Self::Article(article(value)),
            "element" => Self::Element(value.to_owned()),
            "has" if value == "decision" => Self::Decided,
            "has" => return Err(format!("has: takes decision, not {}", quoted(value))),
            _ => return Err(unknown(name)),
        })
    }
}

/// "9(2)" of "Article 9 (2)" and "9(2)".
fn article(value: &str) -> String {
    let lower = value.trim().to_lowercase();
    let named = lower.split_once(char::is_whitespace).filter(|(name, _)| {
        let name = name.trim_end_matches('.');
        division(name) == Some(Division::Article) || matches!(name, "art" | "§")
    });
    named.map_or(lower.as_str(), |(_, number)| number).split_whitespace().collect()
}

/// "there is no field …", with the nearest one or all of them.
pub(super) fn unknown(name: &str) -> String {
    let near = crate::suggest::nearest(name, NAMES.iter().copied(), 2);
    match near.first() {
        Some(near) => format!("there is no field {}: did you mean {near}:?", quoted(name)),
        None => format!(
            "there is no field {}: the fields are {}; between quotation marks it is a word",
            quoted(name),
            NAMES.join(", ")
        ),
    }
}

fn named<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    field: &str,
    value: &str,
) -> Result<T, String> {
    all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(value)).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        let near = crate::suggest::nearest(value, names.iter().copied(), 2);
        let hint = near.first().map(|near| format!("did you mean {near}? ")).unwrap_or_default();
        format!("there is no {field} {}: {hint}the {field}s are {}", quoted(value), names.join(", "))
    })
}

fn wrong_range(name: &str, value: &str, example: &str) -> String {
    format!("{} is no {name} and no range of {name}s, such as {example}", quoted(value))
}

/// `2015`, `2015..2019`, `..2019`, `[2015 TO 2019]`, `{2015 TO 2019}`, `<2015`, `>=2015`.
fn bounds(value: &str) -> Option<Bounds> {
    let number = |text: &str, otherwise: u64| match text.trim() {
        "" | "*" => Some(otherwise),
        text => text.parse().ok(),
    };
    if let Some((open, inner)) =
        ["[", "{"].into_iter().find_map(|open| Some((open, value.strip_prefix(open)?)))
    {
        let (inner, shut) = inner.split_at_checked(inner.len().checked_sub(1)?)?;
        let (from, to) = inner.split_once(" TO ")?;
        let (from, to) = (number(from, 0)?, number(to, u64::MAX)?);
        let from = if open == "{" { from.saturating_add(1) } else { from };
        return match shut {
            "]" => Some(Bounds { from, to }),
            "}" => Some(Bounds { from, to: to.saturating_sub(u64::from(to != u64::MAX)) }),
            _ => None,
        };
    }
    if value == "*" {
        return Some(Bounds { from: 0, to: u64::MAX });
    }
    if let Some((from, to)) = value.split_once("..") {
        return Some(Bounds { from: number(from, 0)?, to: number(to.trim_start_matches('.'), u64::MAX)? });
    }
    let plain = |text: &str| text.trim().parse::<u64>().ok();
    if let Some(to) = value.strip_prefix("<=") {
        return Some(Bounds { from: 0, to: plain(to)? });
    }
    if let Some(from) = value.strip_prefix(">=") {
        return Some(Bounds { from: plain(from)?, to: u64::MAX });
    }
    if let Some(to) = value.strip_prefix('<') {
        return Some(Bounds { from: 0, to: plain(to)?.checked_sub(1)? });
    }
    if let Some(from) = value.strip_prefix('>') {
        return Some(Bounds { from: plain(from)?.checked_add(1)?, to: u64::MAX });
    }
    plain(value).map(|year| Bounds { from: year, to: year })
}

impl Bounds {
    /// Whether a number is in the range.
    pub(crate) fn contains(self, number: u64) -> bool {
        (self.from..=self.to).contains(&number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_in_every_form() {
        for (value, expected) in [
            ("2015", Some((2015, 2015))),
            ("2015..2019", Some((2015, 2019))),
            ("2015..", Some((2015, u64::MAX))),
            ("..2019", Some((0, 2019))),
            ("[2015 TO 2019]", Some((2015, 2019))),
            ("{2015 TO 2019}", Some((2016, 2018))),
            ("[2015 TO *]", Some((2015, u64::MAX))),
            ("<2015", Some((0, 2014))),
            ("<=2015", Some((0, 2015))),
            (">2015", Some((2016, u64::MAX))),
            (">=2015", Some((2015, u64::MAX))),
            ("*", Some((0, u64::MAX))),
            ("twenty", None),
            ("[2015", None),
            ("", None),
            ("<", None),
            ("[é", None),
        ] {
            assert_eq!(bounds(value).map(|b| (b.from, b.to)), expected, "{value}");
        }
    }
}
