//! Styles of a Word file: what a paragraph or run inherits.

use super::xml::Element;
use crate::prose;
use std::collections::BTreeMap;

/// Longest chain of styles that build on each other.
const MAX_CHAIN: usize = 32;

/// Styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    paragraph: Paragraph,
    run: Run,
}

/// What is set of a paragraph; `None` where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// 0 is the highest; 9 is body text.
    pub(super) outline: Option<u8>,
    /// Number of the list; 0 takes it off one.
    pub(super) list: Option<u32>,
    /// Level in it, from 0.
    pub(super) level: Option<usize>,
}

/// What is set of a run; `None` where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
}

impl Paragraph {
    /// From `w:pPr`.
    pub(super) fn of(properties: &Element<'_>) -> Self {
        let list = properties.child("numPr");
        let number = |name: &str| list.and_then(|list| list.child_val(name)?.trim().parse::<u32>().ok());
        Self {
            outline: properties.child_val("outlineLvl").and_then(|level| level.trim().parse().ok()),
            list: number("numId"),
            level: number("ilvl").map(|level| level.min(8) as usize),
        }
    }

    fn or(self, inherited: Self) -> Self {
        Self {
            outline: self.outline.or(inherited.outline),
            list: self.list.or(inherited.list),
            level: self.level.or(inherited.level),
        }
    }
}

impl Run {
    /// From `w:rPr`.
    pub(super) fn of(properties: &Element<'_>) -> Self {
        Self {
            bold: properties.switch("b"),
            italic: properties.switch("i"),
            hidden: properties.switch("vanish").or_else(|| properties.switch("webHidden")),
            raised: properties.child_val("vertAlign").map(|align| align == "superscript"),
        }
    }

    pub(super) fn or(self, inherited: Self) -> Self {
        Self {
            bold: self.bold.or(inherited.bold),
            italic: self.italic.or(inherited.italic),
            hidden: self.hidden.or(inherited.hidden),
            raised: self.raised.or(inherited.raised),
        }
    }

    pub(super) fn style(self) -> prose::Style {
        prose::Style { bold: self.bold == Some(true), italic: self.italic == Some(true) }
    }
}

impl Styles {
    /// From the styles part.
    pub(super) fn read(root: &Element<'_>) -> Self {
        let mut styles = Self::default();
        let Some(list) = root.child("styles") else { return styles };
        for element in list.elements().filter(|element| element.name() == "style") {
            let Some(id) = element.attribute("styleId") else { continue };
            let default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
            if default && element.attribute("type").as_deref() == Some("paragraph") {
                styles.default_paragraph = Some(id.clone().into_owned());
            }
            let style = Style {
                name: element.child_val("name").unwrap_or_default().to_lowercase(),
                based_on: element.child_val("basedOn").map(|id| id.into_owned()),
                paragraph: element.child("pPr").map(Paragraph::of).unwrap_or_default(),
                run: element.child("rPr").map(Run::of).unwrap_or_default(),
            };
            styles.by_id.insert(id.into_owned(), style);
        }
        styles
    }

    /// A style and those that it builds on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.by_id.get(id));
        std::iter::successors(first, |style| self.by_id.get(style.based_on.as_deref()?)).take(MAX_CHAIN)
    }

    /// The id of the style of a paragraph that names none.
    pub(super) fn or_default<'s>(&'s self, id: Option<&'s str>) -> Option<&'s str> {
        id.or(self.default_paragraph.as_deref())
    }

    /// Paragraph properties of a style, inherited ones included.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Paragraph {
        self.chain(id).fold(Paragraph::default(), |set, style| set.or(style.paragraph.clone()))
    }

    /// Run properties of a style, inherited ones included.
    pub(super) fn run(&self, id: Option<&str>) -> Run {
        self.chain(id).fold(Run::default(), |set, style| set.or(style.run))
    }

    /// Heading level (1 is the highest) by the outline level, else by the names that Word gives its own styles in
    /// every language ("heading 2", "title").
    pub(super) fn heading(&self, id: Option<&str>, direct: &Paragraph) -> Option<u8> {
        let outline = direct.outline.or_else(|| self.paragraph(id).outline);
        if let Some(level) = outline {
            return (level < 9).then(|| level + 1);
        }
        self.chain(id).find_map(|style| match style.name.as_str() {
            "title" => Some(1),
            "subtitle" => Some(2),
            name => {
                name.strip_prefix("heading ")?.trim().parse().ok().filter(|level| (1..=9).contains(level))
            }
        })
    }

    /// Whether a style is one of the lines of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        let name = id.and_then(|id| self.by_id.get(id)).map_or("", |style| style.name.as_str());
        name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok())
            || name.strip_prefix("contents ").is_some_and(|level| level.parse::<u8>().is_ok())
            || name == "table of figures"
    }

    /// Whether a style is that of a document's title.
    pub(super) fn is_title(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| style.name == "title")
    }
}
