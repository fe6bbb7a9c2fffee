//! Addresses of the units: eids for machines, locators for people.

use super::node::{Node, Tree, Unit};
use super::number::Series;
use super::ordinal::SIGNS;
use super::piece::Row;
use crate::Document;
use crate::lexicon::{self, Division};
use std::collections::{BTreeMap, BTreeSet};

/// Both addresses of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// `art_9__para_2__point_a`, unique in the tree.
    pub(super) eid: String,
    /// `Article 9(2)(a)`.
    pub(super) locator: String,
    /// Whether another unit had the same eid before.
    pub(super) repeated: bool,
}

/// Addresses of all nodes, in their order. They depend on numbers and on the order among siblings only.
pub(super) fn addresses(document: &Document, tree: &Tree) -> Vec<Address> {
    let mut work = Work {
        document,
        tree,
        restarting: restarting(tree),
        ordinals: ordinals(tree),
        families: families(tree),
        word: if calls_sections(&document.text) { "Section" } else { "Paragraph" },
        through: (0..tree.nodes.len())
            .filter(|at| class(tree, *at) == Some(Class::Paragraph))
            .map(|at| division(tree, at))
            .collect(),
        done: Vec::with_capacity(tree.nodes.len()),
    };
    let mut used: BTreeSet<String> = BTreeSet::new();
    for at in 0..tree.nodes.len() {
        let mut address = Address { eid: work.eid(at), locator: work.locator(at), repeated: false };
        if at > 0 && !used.insert(address.eid.clone()) {
            let eid = (2..).map(|n| format!("{}__{n}", address.eid)).find(|eid| !used.contains(eid));
            address.eid = eid.expect("there are more numbers than nodes");
            used.insert(address.eid.clone());
            address.repeated = true;
        }
        work.done.push(address);
    }
    work.done
}

/// What the children of a node are, as far as addresses depend on it.
#[derive(Clone, Copy, Default)]
struct Family {
    texts: u32,
    numbered: bool,
    /// Texts that have points.
    with_points: u32,
}

/// What the document calls its numbered paragraphs: acts and contracts say "section 4".
fn calls_sections(text: &str) -> bool {
    let cited = |word: &str| {
        let numbered = text.match_indices(word).filter(|(at, _)| {
            let rest = &text[at + word.len()..];
            // "paragraphe 4" in French.
            let rest = rest.strip_prefix('e').unwrap_or(rest);
            let number = rest.strip_prefix('s').unwrap_or(rest).strip_prefix([' ', '\u{a0}']);
            number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        });
        numbered.count()
    };
    let sections = cited("ection");
    sections > 1 && sections > cited("aragraph")
}

struct Work<'t> {
    document: &'t Document,
    tree: &'t Tree,
    restarting: BTreeSet<(usize, Class)>,
    ordinals: Vec<u32>,
    families: Vec<Family>,
    /// "Paragraph" or "Section".
    word: &'static str,
    /// Divisions whose paragraphs are numbered through.
    through: BTreeSet<usize>,
    done: Vec<Address>,
}

/// Units that are numbered through a whole division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Titled(Division),
    Paragraph,
    Section,
}

fn class(tree: &Tree, at: usize) -> Option<Class> {
    let node = &tree.nodes[at];
    let holder = node.parent.map_or(Unit::Root, |parent| tree.nodes[parent].unit);
    let open = match holder {
        Unit::Titled(word) => is_group(word),
        Unit::Root | Unit::Heading | Unit::Section => true,
        _ => false,
    };
    let decimal = node.reading.is_some_and(|reading| reading.path().len() > 1);
    match node.unit {
        Unit::Titled(Division::Supplement) => None,
        Unit::Titled(word) if !is_group(word) => Some(Class::Titled(word)),
        Unit::Paragraph if open || decimal && holder == Unit::Paragraph => Some(Class::Paragraph),
        Unit::Section if open && node.reading.is_some_and(|reading| reading.path().len() > 1) => {
            Some(Class::Section)
        }
        _ => None,
    }
}

/// Whether a word groups units that are numbered through: chapters do, articles do not.
fn is_group(word: Division) -> bool {
    word.is_container() || matches!(word, Division::Section | Division::Subsection | Division::Annex)
}

/// The annex that a node is in, or the root.
fn division(tree: &Tree, at: usize) -> usize {
    let mut at = at;
    while let Some(parent) = tree.nodes[at].parent {
        // What closes an act counts its articles anew, as an annex does.
        if matches!(tree.nodes[at].unit, Unit::Titled(Division::Annex | Division::Supplement)) {
            return at;
        }
        at = parent;
    }
    0
}

/// The classes of units that start counting anew inside a division, so that their number alone is not an address.
fn restarting(tree: &Tree) -> BTreeSet<(usize, Class)> {
    let mut seen: BTreeMap<(usize, Class), (usize, bool)> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        let (Some(class), Some(reading)) = (class(tree, at), node.reading) else { continue };
        let key = (division(tree, at), class);
        let holder = node.parent.unwrap_or(0);
        let first = reading.path().iter().all(|part| *part == 1) && reading.suffix == 0;
        let before = seen.get(&key).copied();
        if first && before.is_some_and(|(last, counted)| counted && last != holder) {
            found.insert(key);
        }
        let counted = first || before.is_some_and(|(_, counted)| counted);
        seen.insert(key, (holder, counted));
    }
    found
}

/// The position of each node among the children of its parent that are of the same unit, from 1.
fn ordinals(tree: &Tree) -> Vec<u32> {
    let mut last: BTreeMap<(usize, u8), u32> = BTreeMap::new();
    let ordinal = |node: &Node| {
        let kind = match node.unit {
            Unit::Text => 0,
            Unit::Indent => 1,
            Unit::Heading => 2,
            Unit::Reason => 3,
            Unit::Formula => 4,
            Unit::Opening => 5,
            Unit::Cover => 6,
            Unit::Contents => 7,
            Unit::Signature => 8,
            Unit::Note => 9,
            Unit::Titled(Division::Supplement) => 10,
            _ => 11,
        };
        let count = last.entry((node.parent.unwrap_or(0), kind)).or_insert(0);
        *count += 1;
        *count
    };
    tree.nodes.iter().map(ordinal).collect()
}

fn families(tree: &Tree) -> Vec<Family> {
    let mut families = vec![Family::default(); tree.nodes.len()];
    let mut holding = vec![false; tree.nodes.len()];
    for node in &tree.nodes {
        let Some(parent) = node.parent else { continue };
        match node.unit {
            Unit::Text => families[parent].texts += 1,
            Unit::Paragraph => families[parent].numbered = true,
            Unit::Point | Unit::Indent if is_item(tree.nodes[parent].unit) && !holding[parent] => {
                // Its own points, apart from those of its further texts.
                holding[parent] = true;
                families[parent].with_points += 1;
            }
            Unit::Point | Unit::Indent if tree.nodes[parent].unit == Unit::Text && !holding[parent] => {
                holding[parent] = true;
                if let Some(above) = tree.nodes[parent].parent {
                    families[above].with_points += 1;
                }
            }
            _ => {}
        }
    }
    families
}

impl Work<'_> {
    /// The address that the address of a node is appended to.
    fn above(&self, at: usize) -> &str {
        let parent = self.tree.nodes[at].parent.unwrap_or(0);
        let through = class(self.tree, at).map(|class| (division(self.tree, at), class));
        match through {
            Some(key) if !self.restarting.contains(&key) => &self.done[key.0].eid,
            _ => &self.done[parent].eid,
        }
    }

    fn eid(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let nth = self.ordinals[at];
        let own = match node.unit {
            Unit::Root => return String::new(),
            Unit::Contents => format!("toc__line_{nth}"),
            Unit::Cover => format!("cover__line_{nth}"),
            Unit::Preamble => "preamble".to_owned(),
            Unit::Opening => numbered("opening", nth),
            Unit::Formula => numbered("formula", nth),
            Unit::Recital => return format!("rec_{}", number(node)),
            Unit::Reason if self.cites(at) => return format!("cit_{nth}"),
            Unit::Reason => format!("para_{nth}"),
            Unit::Titled(Division::Annex) if node.number.is_empty() => "annex".to_owned(),
            Unit::Titled(Division::Supplement) => format!("supp_{nth}"),
            Unit::Titled(word) => format!("{}_{}", word.eid(), number(node)),
            Unit::Heading => format!("hdg_{nth}"),
            Unit::Section => format!("sec_{}", number(node)),
            Unit::Paragraph => format!("para_{}", number(node)),
            Unit::Point => format!("point_{}", number(node)),
            Unit::Indent => format!("point_{nth}"),
            Unit::Row(Row { table, number: 0 }) => return format!("table_{table}__head"),
            Unit::Row(Row { table, number }) => return format!("table_{table}__row_{number}"),
            Unit::Text if self.is_subparagraph(at) => format!("subpara_{}", self.subparagraph(at)),
            Unit::Text => format!("para_{nth}"),
            Unit::Signature => format!("conclusions__para_{nth}"),
            Unit::Note if node.number.is_empty() => format!("note_n{nth}"),
            Unit::Note => format!("note_{}", number(node)),
        };
        let above = self.above(at);
        if above.is_empty() { own } else { format!("{above}__{own}") }
    }

    /// Whether the reasons before a numbered list of recitals are citations, as in acts of the European Union.
    fn cites(&self, at: usize) -> bool {
        let parent = self.tree.nodes[at].parent;
        self.tree.nodes[at..].iter().take(400).any(|node| node.unit == Unit::Recital && node.parent == parent)
    }

    /// Whether a text continues a numbered unit or comes between numbered ones.
    fn is_subparagraph(&self, at: usize) -> bool {
        let parent = self.tree.nodes[at].parent.unwrap_or(0);
        let through = parent == division(self.tree, at) && self.through.contains(&parent);
        through || self.families[parent].numbered || is_item(self.tree.nodes[parent].unit)
    }

    /// Which subparagraph a text is: the unit's own text is the first.
    fn subparagraph(&self, at: usize) -> u32 {
        let parent = self.tree.nodes[at].parent.unwrap_or(0);
        self.ordinals[at] + u32::from(is_item(self.tree.nodes[parent].unit))
    }

    fn locator(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let nth = self.ordinals[at];
        let parent = node.parent.unwrap_or(0);
        match node.unit {
            Unit::Root => String::new(),
            Unit::Contents => format!("Contents, line {nth}"),
            Unit::Cover => format!("Title page, line {nth}"),
            Unit::Preamble => "Preamble".to_owned(),
            Unit::Opening => "Preamble, opening words".to_owned(),
            Unit::Formula => "Preamble, formula".to_owned(),
            Unit::Recital => format!("Recital {}", shown(node)),
            Unit::Reason if self.cites(at) => format!("Citation {nth}"),
            Unit::Reason => format!("Preamble, paragraph {nth}"),
            Unit::Titled(Division::Supplement) => self.heading_locator(at),
            Unit::Titled(word) => self.titled_locator(at, word),
            Unit::Heading => self.heading_locator(at),
            Unit::Section => self.section_locator(at),
            Unit::Paragraph => self.paragraph_locator(at),
            Unit::Point => self.point_locator(at),
            Unit::Indent => format!("{}, indent {nth}", self.base(parent)),
            Unit::Row(Row { table, number: 0 }) => format!("Table {table}, head"),
            Unit::Row(Row { table, number }) => format!("Table {table}, row {number}"),
            Unit::Text => self.text_locator(at),
            Unit::Signature => format!("Signature block, paragraph {nth}"),
            Unit::Note if node.number.is_empty() => format!("Note {nth}"),
            Unit::Note => format!("Footnote {}", shown(node)),
        }
    }

    fn titled_locator(&self, at: usize, word: Division) -> String {
        let node = &self.tree.nodes[at];
        let text = node.span.and_then(|span| span.cut(&self.document.text)).unwrap_or("");
        // German laws are cited by the sign.
        let label = if text.starts_with('§') { "§" } else { word.label() };
        let own = format!("{label} {}", shown(node));
        let restarts = self.restarting.contains(&(division(self.tree, at), Class::Titled(word)));
        let holder =
            if is_group(word) || restarts { node.parent.unwrap_or(0) } else { division(self.tree, at) };
        match self.done[holder].locator.as_str() {
            "" => own.trim_end().to_owned(),
            above => format!("{above}, {own}"),
        }
    }

    /// The first words of the heading in quotation marks.
    fn heading_locator(&self, at: usize) -> String {
        let span = self.tree.nodes[at].span;
        let text = span.and_then(|span| span.cut(&self.document.text)).unwrap_or("");
        let mut title = String::new();
        for word in text.split_whitespace() {
            if title.len() + word.len() > 60 {
                title.push('…');
                break;
            }
            title.push_str(if title.is_empty() { "" } else { " " });
            title.push_str(word);
        }
        if self.tree.nodes[at].unit == Unit::Titled(Division::Supplement) {
            title.truncate(title.trim_end_matches(['.', ':', '–', '—', '-', ' ']).len());
        }
        let holder = self.tree.nodes[at].parent.unwrap_or(0);
        match self.done[holder].locator.as_str() {
            "" => format!("“{title}”"),
            above => format!("{above}, “{title}”"),
        }
    }

    fn section_locator(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let parent = node.parent.unwrap_or(0);
        let flat = class(self.tree, at) == Some(Class::Section);
        let above = &self.done[if flat { division(self.tree, at) } else { parent }].locator;
        let nested = self.tree.nodes[parent].unit == Unit::Section && !flat;
        match above.as_str() {
            "" => format!("Section {}", shown(node)),
            above if nested => format!("{above}.{}", shown(node)),
            above => format!("{above}, Section {}", shown(node)),
        }
    }

    fn paragraph_locator(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let parent = node.parent.unwrap_or(0);
        let holder = &self.tree.nodes[parent];
        let shown = shown(node);
        let repeats = matches!((node.reading, holder.reading),
            (Some(own), Some(above)) if own.path().len() > 1 && own.prefix() == above.path());
        match holder.unit {
            Unit::Titled(Division::Annex) => format!("{}, point {shown}", self.done[parent].locator),
            Unit::Titled(Division::Section) if is_decimal(holder) => {
                format!("{}({shown})", self.done[parent].locator)
            }
            Unit::Titled(word) if !is_group(word) && repeats => format!("{} {shown}", word.label()),
            Unit::Titled(word) if !is_group(word) => format!("{}({shown})", self.done[parent].locator),
            Unit::Paragraph | Unit::Point if repeats => {
                let above = &self.done[parent].locator;
                above
                    .strip_suffix(self::shown(holder).as_str())
                    .map_or_else(|| format!("{above}, {shown}"), |base| format!("{base}{shown}"))
            }
            Unit::Paragraph | Unit::Point | Unit::Text => format!("{}({shown})", self.base(parent)),
            _ if self.restarting.contains(&(division(self.tree, at), Class::Paragraph)) => {
                self.under(parent, &format!("paragraph {shown}"), "Paragraph")
            }
            _ => match self.done[division(self.tree, at)].locator.as_str() {
                "" => format!("{} {shown}", self.word),
                annex => format!("{annex}, point {shown}"),
            },
        }
    }

    fn point_locator(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let parent = node.parent.unwrap_or(0);
        match (self.tree.nodes[parent].unit, self.base(parent).as_str()) {
            (_, "") => format!("Point ({})", shown(node)),
            (Unit::Titled(word), base) if is_group(word) && !is_decimal(&self.tree.nodes[parent]) => {
                format!("{base}, point ({})", shown(node))
            }
            (Unit::Section, base) if self.word == "Section" => format!("{base}({})", shown(node)),
            (Unit::Heading | Unit::Section, base) => format!("{base}, point ({})", shown(node)),
            (_, base) => format!("{base}({})", shown(node)),
        }
    }

    fn text_locator(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let parent = node.parent.unwrap_or(0);
        if self.is_subparagraph(at) {
            let nth = self.subparagraph(at);
            return self.under(parent, &format!("subparagraph {nth}"), "Unnumbered paragraph");
        }
        let alone = self.families[parent].texts == 1;
        match self.tree.nodes[parent].unit {
            Unit::Titled(word) if alone && (!is_group(word) || is_decimal(&self.tree.nodes[parent])) => {
                self.done[parent].locator.clone()
            }
            _ => self.under(parent, &format!("paragraph {}", self.ordinals[at]), "Paragraph"),
        }
    }

    /// What the numbers of points are appended to: of the only text of an article that has points, the article.
    fn base(&self, at: usize) -> String {
        let node = &self.tree.nodes[at];
        let parent = node.parent.unwrap_or(0);
        let holder = self.tree.nodes[parent].unit;
        let only = node.unit == Unit::Text
            && self.families[parent].with_points == 1
            && (is_item(holder)
                || is_decimal(&self.tree.nodes[parent])
                || matches!(holder, Unit::Titled(word) if !is_group(word)));
        self.done[if only { parent } else { at }].locator.clone()
    }

    /// "Annex I, paragraph 3"; at the root "Paragraph 3".
    fn under(&self, parent: usize, own: &str, root: &str) -> String {
        match self.done[parent].locator.as_str() {
            "" => format!("{root} {}", own.rsplit(' ').next().unwrap_or("")),
            above => format!("{above}, {own}"),
        }
    }
}

/// "name" for the first, "name_2" for the second.
fn numbered(name: &str, nth: u32) -> String {
    if nth == 1 { name.to_owned() } else { format!("{name}_{nth}") }
}

/// Whether a unit has a number or bullet and text of its own.
fn is_item(unit: Unit) -> bool {
    matches!(unit, Unit::Paragraph | Unit::Point | Unit::Indent | Unit::Recital)
}

/// Whether it is a section with a number like 2.01, which holds text as an article does.
fn is_decimal(node: &Node) -> bool {
    let decimal = node.reading.is_some_and(|reading| reading.path().len() > 1);
    decimal && matches!(node.unit, Unit::Titled(Division::Section | Division::Subsection))
}

/// A number in an eid: "5bis", "1-2-3", "a", "II".
fn number(node: &Node) -> String {
    match node.reading {
        Some(reading) if reading.series == Series::Arabic && reading.path().len() > 1 => {
            node.number.trim_matches('.').replace('.', "-")
        }
        Some(reading) if reading.series.is_figures() => reading.value().to_string() + &tail(&node.number),
        _ => node.number.chars().filter(|c| c.is_alphanumeric()).collect(),
    }
}

/// A number in a locator: "5 bis", "1.2.3", "a".
fn shown(node: &Node) -> String {
    match node.reading {
        Some(reading) if reading.series.is_figures() => {
            if reading.path().len() > 1 {
                return node.number.trim_matches('.').to_owned();
            }
            let path = reading.value().to_string();
            let tail = tail(&node.number);
            let word = tail.chars().count() > 1 && !tail.starts_with('-');
            if word { format!("{path} {tail}") } else { path + &tail }
        }
        _ => node.number.clone(),
    }
}

/// What follows the digits of a number or its word: "bis" of "5 bis" and of "tercero bis"; "-2" of "5-2".
fn tail(printed: &str) -> String {
    if !printed.starts_with(char::is_numeric) {
        let last = printed.rsplit_once(' ').map(|(_, last)| last);
        return last.filter(|last| lexicon::inserted(last).is_some()).map(str::to_owned).unwrap_or_default();
    }
    let rest = printed.trim_start_matches(char::is_numeric);
    if rest.strip_prefix('-').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())) {
        return rest.to_owned();
    }
    printed.chars().filter(|c| c.is_alphabetic() && !SIGNS.contains(c)).collect()
}
