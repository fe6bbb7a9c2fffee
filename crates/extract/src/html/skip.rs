//! What of a page is not its main text: scripts, menus, banners, hidden parts.

use super::dom::{Dom, Id, Kind};
use super::note;
use super::sheet::{Sheet, hides};

/// Elements whose content is not shown, or not part of the page's text.
const UNREAD: &[&str] = &[
    "audio", "button", "canvas", "datalist", "del", "dialog", "embed", "frame", "head", "iframe", "input",
    "map", "menu", "meter", "nav", "noframes", "noscript", "object", "optgroup", "option", "picture",
    "progress", "rp", "rt", "s", "script", "select", "strike", "style", "svg", "template", "textarea",
    "title", "video",
];
/// Values of `role` that say the same.
const ROLES: &[&str] =
    &["alertdialog", "banner", "dialog", "menu", "menubar", "navigation", "search", "tablist", "toolbar"];
/// Words in `class` or `id` of sidebars and the like. A part that holds half of the page is kept all the same.
const BESIDE: &[&str] = &[
    "advert", "advertisement", "breadcrumb", "breadcrumbs", "menu", "nav", "navbar", "navigation",
    "newsletter", "pager", "pagination", "share", "sharing", "sidebar", "sitemap", "skiplink", "skipnav",
    "social", "toolbar",
];
/// Classes that hide what only a screen reader shall read.
const UNSEEN: &[&str] =
    &["d-none", "offscreen", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"];
/// Producers of consent banners, as their ids and classes begin.
const CONSENT: &[&str] = &["cc-window", "cybotcookie", "didomi", "onetrust", "osano", "usercentrics"];

/// Tells which parts of a page are left out.
pub(super) struct Skip<'a> {
    dom: &'a Dom,
    /// What is below each node.
    below: Vec<Below>,
    sheet: Sheet,
}

/// Why a part of a page is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is not part of the page's text.
    Unread,
    /// The page hides it.
    Hidden,
    /// It is next to the text: navigation, a sidebar.
    Beside,
}

/// Letters below a node, and those in links.
#[derive(Clone, Copy, Default)]
struct Below {
    letters: usize,
    /// In links into the page.
    inside: usize,
    /// In links to others.
    outside: usize,
    links: usize,
}

impl<'a> Skip<'a> {
    pub(super) fn new(dom: &'a Dom) -> Self {
        let order: Vec<Id> = dom.descendants(0).collect();
        let mut below = vec![Below::default(); dom.len()];
        for &id in order.iter().rev() {
            if let Kind::Text(text) = dom.kind(id) {
                below[id].letters = text.chars().filter(|c| !c.is_whitespace()).count();
            }
            if let Some(href) =
                dom.attribute(id, "href").filter(|_| dom.tag(id) == "a" && below[id].letters > 0)
            {
                let letters = below[id].letters;
                let (inside, outside) = if href.starts_with('#') { (letters, 0) } else { (0, letters) };
                below[id] = Below { letters, inside, outside, links: 1 };
            }
            if let Some(parent) = dom.parent(id)
                && !matches!(dom.tag(id), "script" | "style" | "template" | "head")
            {
                let (child, sum) = (below[id], &mut below[parent]);
                sum.letters += child.letters;
                sum.inside += child.inside;
                sum.outside += child.outside;
                sum.links += child.links;
            }
        }
        Self { dom, below, sheet: Sheet::of(dom) }
    }

    /// The element that the text is in: `main`, the only `article`, or all.
    pub(super) fn root(&self) -> Id {
        let (mut mains, mut articles) = (Vec::new(), Vec::new());
        for id in self.dom.descendants(0) {
            match self.dom.tag(id) {
                "main" => mains.push(id),
                "article" => articles.push(id),
                _ if self.dom.attribute(id, "role") == Some("main") => mains.push(id),
                _ => {}
            }
        }
        let holds_most = |&id: &Id| self.below[id].letters * 2 > self.below[0].letters;
        mains.into_iter().find(holds_most).or_else(|| articles.into_iter().find(holds_most)).unwrap_or(0)
    }

    /// Why an element and all in it is left out; `None` where it is not. What holds most of the page stays.
    pub(super) fn skips(&self, id: Id) -> Option<Why> {
        let most = || self.below[id].letters * 2 > self.below[0].letters;
        if UNREAD.contains(&self.dom.tag(id)) || self.is_label(id) {
            Some(Why::Unread)
        } else if self.is_hidden(id) && !most() {
            Some(Why::Hidden)
        } else if (self.is_beside(id) || self.is_menu(id)) && !most() {
            Some(Why::Beside)
        } else {
            None
        }
    }

    /// Whether a preformatted part is a listing of code: it says so, and the page is about more than that.
    pub(super) fn is_listing(&self, id: Id) -> bool {
        const NAMES: [&str; 5] = ["code", "highlight", "language", "prettyprint", "sourcecode"];
        let dom = self.dom;
        let named = |id: Id| {
            dom.classes(id).any(|class| {
                let class = class.to_ascii_lowercase();
                class.split(['-', '_']).any(|word| NAMES.contains(&word))
            })
        };
        let around = std::iter::successors(Some(id), |&id| dom.parent(id)).take(2).any(named);
        let inside = dom.children(id).iter().any(|&id| matches!(dom.tag(id), "code" | "samp" | "kbd"));
        (around || inside) && self.below[id].letters * 2 < self.below[0].letters
    }

    /// Whether an element says what is to be written into a field of a form. Boxes that are ticked stand before text.
    fn is_label(&self, id: Id) -> bool {
        let dom = self.dom;
        let field = |id: Id| match dom.tag(id) {
            "input" => {
                let kind = dom.attribute(id, "type").unwrap_or("text");
                !["checkbox", "hidden", "radio"].iter().any(|other| kind.eq_ignore_ascii_case(other))
            }
            tag => matches!(tag, "select" | "textarea"),
        };
        if dom.tag(id) != "label" {
            return false;
        }
        let beside = dom.parent(id).map_or(&[][..], |parent| dom.children(parent));
        let mut next = beside.iter().skip_while(|&&other| other != id).skip(1);
        let next = next.find(|&&other| matches!(dom.kind(other), Kind::Element(..)));
        next.is_some_and(|&next| field(next)) || dom.descendants(id).any(field)
    }

    fn is_hidden(&self, id: Id) -> bool {
        let dom = self.dom;
        let css = dom.attribute(id, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        let hidden = dom.attribute(id, "hidden").is_some_and(|value| value != "until-found");
        hidden
            || hides(&css)
            || self.sheet.hides(dom, id)
            || dom.attribute(id, "aria-hidden") == Some("true")
            || dom.classes(id).any(|class| UNSEEN.contains(&class))
    }

    fn is_beside(&self, id: Id) -> bool {
        let dom = self.dom;
        // Books keep their notes in asides.
        if note::is_note(dom, id) {
            return false;
        }
        let role = dom.attribute(id, "role").unwrap_or_default();
        if ROLES.contains(&role)
            || (matches!(dom.tag(id), "header" | "footer" | "aside") && self.is_of_page(id))
        {
            return !role.starts_with("doc-");
        }
        if !matches!(
            dom.tag(id),
            "div" | "section" | "aside" | "ul" | "ol" | "form" | "header" | "footer" | "span" | "a" | "p"
        ) {
            return false;
        }
        let names = dom.classes(id).chain(dom.attribute(id, "id"));
        names.map(str::to_ascii_lowercase).any(|name| is_banner(&name) || is_named_beside(&name))
    }

    /// A header or footer of the page and not of its text.
    fn is_of_page(&self, id: Id) -> bool {
        let mut above = self.dom.parent(id);
        while let Some(id) = above {
            if matches!(self.dom.tag(id), "main" | "article" | "section" | "blockquote") {
                return false;
            }
            above = self.dom.parent(id);
        }
        true
    }

    /// A list of links into this page (a table of contents), or of short links to others (a menu): at least three,
    /// and hardly any text next to them.
    fn is_menu(&self, id: Id) -> bool {
        let Below { letters, inside, outside, links } = self.below[id];
        let tag = self.dom.tag(id);
        let contents = inside * 10 > letters * 9;
        let menu = links >= 4 && outside * 10 > letters * 9 && outside / links < 30;
        links >= 3
            && matches!(tag, "ul" | "ol" | "div" | "table" | "p")
            && (contents || (menu && matches!(tag, "ul" | "ol")))
    }

    /// Letters of text below a node.
    pub(super) fn letters(&self, id: Id) -> usize {
        self.below[id].letters
    }
}

fn is_banner(name: &str) -> bool {
    const SHOWN_AS: [&str; 9] =
        ["banner", "bar", "consent", "dialog", "message", "modal", "notice", "overlay", "popup"];
    let of_producer = CONSENT.iter().any(|producer| name.starts_with(producer));
    of_producer || (name.contains("cookie") && SHOWN_AS.iter().any(|shown| name.contains(shown)))
}

fn is_named_beside(name: &str) -> bool {
    name.split(['-', '_']).any(|word| BESIDE.contains(&word)) || name.starts_with("skip-")
}
