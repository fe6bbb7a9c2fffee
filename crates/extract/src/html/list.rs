//! The marker that a browser shows before a list item.

use super::dom::{Dom, Id};
use crate::numeral::Numeral;

/// How the items of one list are marked, and the number of the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    style: Style,
    next: i64,
    step: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    None,
    Bullet(&'static str),
    Number(Numeral),
}

impl List {
    /// Of a `ul` or `ol` element inside `depth` other lists.
    pub(super) fn of(dom: &Dom, id: Id, depth: usize) -> Self {
        let ordered = dom.tag(id) == "ol";
        let start = dom.attribute(id, "start").and_then(|start| start.trim().parse().ok());
        let reversed = ordered && dom.attribute(id, "reversed").is_some();
        let first = match start {
            Some(start) => start,
            None if reversed => {
                let items = dom.children(id).iter().filter(|&&child| dom.tag(child) == "li").count();
                i64::try_from(items).unwrap_or(1)
            }
            None => 1,
        };
        Self { style: style(dom, id, ordered, depth), next: first, step: if reversed { -1 } else { 1 } }
    }

    /// Marker of the next item; empty where none is shown.
    pub(super) fn marker(&mut self, dom: &Dom, item: Id) -> String {
        let value = dom.attribute(item, "value").and_then(|value| value.trim().parse().ok());
        let number: i64 = value.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        match self.style {
            Style::None => String::new(),
            Style::Bullet(bullet) => bullet.to_owned(),
            Style::Number(numeral) => match u32::try_from(number) {
                Ok(number) => format!("{}.", numeral.print(number)),
                Err(_) => format!("{number}."),
            },
        }
    }
}

fn style(dom: &Dom, id: Id, ordered: bool, depth: usize) -> Style {
    let css = dom.attribute(id, "style").unwrap_or_default().to_ascii_lowercase();
    let mut declared = css.split(';').filter_map(|declaration| declaration.split_once(':'));
    let listed = declared.rfind(|(property, _)| property.trim().starts_with("list-style"));
    let kind = listed.map_or_else(|| dom.attribute(id, "type").unwrap_or_default(), |(_, value)| value);
    let class = dom.attribute(id, "class").unwrap_or_default();
    let unmarked = ["list-unstyled", "no-bullet", "unstyled", "list-none", "nobullet"];
    if class.split_whitespace().any(|token| unmarked.contains(&token)) {
        return Style::None;
    }
    for word in kind.split_whitespace() {
        match word {
            "none" => return Style::None,
            "disc" | "circle" | "square" => return Style::Bullet(bullet(depth)),
            _ => {
                if let Some(numeral) = numeral(word) {
                    return Style::Number(numeral);
                }
            }
        }
    }
    if ordered { Style::Number(Numeral::Decimal) } else { Style::Bullet(bullet(depth)) }
}

/// The bullet of a list inside `depth` others.
pub(crate) fn bullet(depth: usize) -> &'static str {
    if depth == 0 { "•" } else { "–" }
}

fn numeral(word: &str) -> Option<Numeral> {
    Some(match word {
        "1" | "decimal" => Numeral::Decimal,
        "decimal-leading-zero" => Numeral::DecimalZero(2),
        "a" | "lower-alpha" | "lower-latin" => Numeral::LowerLetter,
        "A" | "upper-alpha" | "upper-latin" => Numeral::UpperLetter,
        "i" | "lower-roman" => Numeral::LowerRoman,
        "I" | "upper-roman" => Numeral::UpperRoman,
        _ => return None,
    })
}
