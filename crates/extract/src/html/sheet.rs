//! What the style sheets inside a page hide: `.draft { display: none }`.

use super::dom::{Dom, Id, Kind};

/// Rules that are read; a page has a few hundred.
const MOST_RULES: usize = 4000;

/// The selectors by which a page hides parts of itself.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    hiding: Vec<Selector>,
}

/// Compounds from the outermost element to the one that is hidden: `main .draft`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Selector(Vec<Compound>);

/// `p.draft#first`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compound {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
}

impl Sheet {
    /// The rules of all `style` elements; those that hold for some media alone are passed over.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut sheet = Self::default();
        let styles = dom.descendants(0).filter(|&id| dom.tag(id) == "style");
        for id in styles.filter(|&id| dom.attribute(id, "media").is_none_or(|media| media.trim() == "all")) {
            for &child in dom.children(id) {
                if let Kind::Text(text) = dom.kind(child) {
                    sheet.read(&without_comments(text));
                }
            }
        }
        sheet
    }

    fn read(&mut self, mut rest: &str) {
        for _ in 0..MOST_RULES {
            let Some(open) = rest.find('{') else { return };
            // "@import 'x';" before a rule.
            let head = rest[..open].rsplit(';').next().unwrap_or_default().trim();
            let body = &rest[open + 1..];
            let close = if head.starts_with('@') { block_end(body) } else { body.find('}') };
            let Some(close) = close else { return };
            if !head.starts_with('@') {
                self.rule(head, &body[..close]);
            }
            rest = &body[close + 1..];
        }
    }

    /// The last rule for a selector holds.
    fn rule(&mut self, selectors: &str, declarations: &str) {
        let declared = declarations.to_ascii_lowercase().replace(char::is_whitespace, "");
        let hidden = hides(&declared);
        if !hidden && !declared.contains("display:") && !declared.contains("visibility:") {
            return;
        }
        for selector in selectors.split(',').filter_map(Selector::read) {
            self.hiding.retain(|known| *known != selector);
            if hidden {
                self.hiding.push(selector);
            }
        }
    }

    /// Whether a rule hides an element.
    pub(super) fn hides(&self, dom: &Dom, id: Id) -> bool {
        self.hiding.iter().any(|selector| selector.fits(dom, id))
    }
}

/// Whether declarations, without white space and in lower case, hide what they are for or move it off the page.
pub(super) fn hides(css: &str) -> bool {
    const HIDDEN: [&str; 6] = [
        "display:none", "visibility:hidden", "left:-999", "text-indent:-999", "clip:rect(0", "clip:rect(1px",
    ];
    HIDDEN.iter().any(|hidden| css.contains(hidden))
}

impl Selector {
    /// `None` for what cannot be told by tags, ids and classes: states, attributes, neighbours.
    fn read(text: &str) -> Option<Self> {
        let compounds: Vec<Compound> = text.split_whitespace().map(Compound::read).collect::<Option<_>>()?;
        (!compounds.is_empty()).then_some(Self(compounds))
    }

    fn fits(&self, dom: &Dom, id: Id) -> bool {
        let mut compounds = self.0.iter().rev();
        if !compounds.next().is_some_and(|own| own.fits(dom, id)) {
            return false;
        }
        let mut above = dom.parent(id);
        compounds.all(|compound| {
            while let Some(id) = above {
                above = dom.parent(id);
                if compound.fits(dom, id) {
                    return true;
                }
            }
            false
        })
    }
}

impl Compound {
    fn read(text: &str) -> Option<Self> {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let end = |text: &str| text.find(|c| !is_name(c)).unwrap_or(text.len());
        let (tag, mut rest) = text.split_at(end(text));
        let mut compound =
            Self { tag: (!tag.is_empty()).then(|| tag.to_ascii_lowercase()), ..Self::default() };
        while let Some(sign) = rest.chars().next() {
            let (name, after) = rest[sign.len_utf8()..].split_at(end(&rest[sign.len_utf8()..]));
            match sign {
                '.' if !name.is_empty() => compound.classes.push(name.to_owned()),
                '#' if !name.is_empty() => compound.id = Some(name.to_owned()),
                _ => return None,
            }
            rest = after;
        }
        (compound != Self::default()).then_some(compound)
    }

    fn fits(&self, dom: &Dom, id: Id) -> bool {
        let own = dom.tag(id);
        !own.is_empty()
            && self.tag.as_ref().is_none_or(|tag| own == tag)
            && self.id.as_ref().is_none_or(|name| dom.attribute(id, "id") == Some(name))
            && self.classes.iter().all(|class| dom.classes(id).any(|own| own == class))
    }
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Where a block with rules inside ends.
fn block_end(body: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(page: &str) -> Vec<String> {
        let dom = Dom::parse(page);
        let sheet = Sheet::of(&dom);
        let found = dom.descendants(0).filter(|&id| sheet.hides(&dom, id));
        found.map(|id| dom.attribute(id, "id").unwrap_or("?").to_owned()).collect()
    }

    #[test]
    fn what_a_style_sheet_hides_is_found() {
        let parts = "<main><p id=a class='x y'>a</p><p id=b class=x>b</p></main><p id=c class=x>c</p>";
        for (css, expected) in [
            (".y{display:none}", &["a"][..]),
            ("p.x, #q { color: red; DISPLAY : none }", &["a", "b", "c"]),
            ("/* .x{display:none} */ main .x{visibility:hidden}", &["a", "b"]),
            ("@media print { .x { display:none } } #c{display:none!important}", &["c"]),
            (".x{display:none} .x{display:block}", &[]),
            (".x:hover{display:none} main > .x{display:none}", &[]),
            (".y{display:none", &[]),
        ] {
            assert_eq!(hidden(&format!("<style>{css}</style>{parts}")), expected, "{css}");
        }
    }
}
