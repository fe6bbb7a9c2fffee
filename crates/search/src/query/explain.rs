//! How a query was read, in words.

use super::fields::{Bounds, Filter};
use super::{Node, Part};

impl Node {
    /// The tree, a line a node, inner ones indented.
    pub(crate) fn explained(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let mut line = |text: &str| out.extend([&"  ".repeat(depth), text, "\n"]);
        match self {
            Self::Everything => line("every clause"),
            Self::Beside(parts) => {
                line(match depth {
                    0 => "side by side: all of these where a clause has them all, or else some (--any)",
                    _ => "side by side: all of these",
                });
                parts.iter().for_each(|part| part.write(depth + 1, out));
            }
            Self::All(parts) => {
                line("all of these (AND)");
                parts.iter().for_each(|part| part.write(depth + 1, out));
            }
            Self::Any(parts) => {
                line("at least one of these (OR)");
                parts.iter().for_each(|part| part.write(depth + 1, out));
            }
            Self::Not(inner) => {
                line("not this");
                inner.write(depth + 1, out);
            }
            Self::Word(word) => line(&format!("{word}, in any of its forms")),
            Self::Cited(name, number) => {
                line(&format!("{name} with the number {number} beside it, or in a list of numbers"));
            }
            Self::Exact(word) => line(&format!("{word}, as written")),
            Self::Phrase(words, _) => line(&format!("{words:?}, these words in a row, as written")),
            Self::Near(words, apart) => {
                line(&format!("{words:?}, in any form and order, with at most {apart} other words between"));
            }
            Self::Wild(word, _) => line(&format!("{word}, words of this pattern")),
            Self::Fuzzy(word, edits, _) => {
                line(&format!("{word}, or a word that differs in at most {edits} letters"))
            }
            Self::Filter(filter, _) => {
                line(&filter.explained());
                if let Filter::Heading(inner) | Filter::Defines(inner) = filter {
                    inner.write(depth + 1, out);
                }
            }
            Self::Also(typed, also) => {
                typed.write(depth, out);
                for other in also {
                    out.extend([&"  ".repeat(depth), "or, meaning the same:\n"]);
                    other.write(depth + 1, out);
                }
            }
        }
    }
}

impl Part {
    fn write(&self, depth: usize, out: &mut String) {
        let start = out.len();
        self.node.write(depth, out);
        if self.must
            && !matches!(self.node, Node::Filter(..) | Node::Not(_))
            && let Some(end) = out[start..].find('\n')
        {
            out.insert_str(start + end, " (required)");
        }
    }
}

impl Filter {
    pub(crate) fn explained(&self) -> String {
        match self {
            Self::Agreement(which) => format!("agreement: {which}"),
            Self::Group(group) => format!("agreements of the group {group}"),
            Self::Binding(true) => "agreements that bind".into(),
            Self::Binding(false) => "agreements that do not bind".into(),
            Self::Body(body) => format!("agreements of the body {body}"),
            Self::Year(years) => format!("agreements of the years {}", years.explained()),
            Self::Kind(kind) => format!("kind of clause: {kind}"),
            Self::Strength(strength) => format!("strength: {strength}"),
            Self::Language(language) => format!("language: {language}"),
            Self::Article(article) => format!("in article {article}"),
            Self::Heading(_) => "under a heading with".into(),
            Self::Defines(_) => "defines a term with".into(),
            Self::Element(element) => format!("carries the element {element}"),
            Self::Page(pages) => format!("on pages {}", pages.explained()),
            Self::Decided => "somebody has decided about it".into(),
            Self::Known(name) => format!("its {name} is known"),
        }
    }
}

impl Bounds {
    fn explained(self) -> String {
        match (self.from, self.to) {
            (from, to) if from == to => from.to_string(),
            (0, to) => format!("up to {to}"),
            (from, u64::MAX) => format!("from {from}"),
            (from, to) => format!("{from} to {to}"),
        }
    }
}
