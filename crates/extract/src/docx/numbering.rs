//! The number that Word shows before a paragraph (ECMA-376 part 1, 17.9). The file only says which list and level.

use super::xml::Element;
use crate::numeral::Numeral;
use crate::prose::folded;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// The lists of a file and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Definitions of lists.
    definitions: BTreeMap<u32, Definition>,
    /// Uses of definitions; paragraphs name these.
    uses: BTreeMap<u32, Use>,
    /// How far each definition has counted: all its uses go on counting together.
    counters: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Uses and levels whose own start was taken.
    started: BTreeSet<(u32, usize)>,
}

#[derive(Clone, Debug, Default)]
struct Definition {
    levels: Vec<Level>,
    /// The style that this definition is the list of.
    style: Option<String>,
    /// The style whose list this definition stands for.
    stands_for: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Use {
    definition: u32,
    /// Levels that it defines in its own way.
    levels: BTreeMap<usize, Level>,
    /// Where it starts to count.
    starts: BTreeMap<usize, u32>,
}

/// How a level counts and what it prints.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    /// `None` prints nothing for this level's number.
    numeral: Option<Numeral>,
    bullet: bool,
    /// "%1.%2": the numbers of levels 1 and 2.
    text: String,
    /// All numbers in decimal.
    legal: bool,
    /// One-based level whose use starts this one again; 0 for never.
    restart: Option<usize>,
    /// Nothing between the number and the text.
    glued: bool,
    /// Style of the paragraphs on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            numeral: Some(Numeral::Decimal),
            bullet: false,
            text: String::new(),
            legal: false,
            restart: None,
            glued: false,
            style: None,
        }
    }
}

/// A number as printed, and what follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) glued: bool,
}

impl Numbering {
    /// From the numbering part.
    pub(super) fn read(root: &Element<'_>) -> Self {
        let mut numbering = Self::default();
        let Some(list) = root.child("numbering") else { return numbering };
        for element in list.elements() {
            match element.name() {
                "abstractNum" => {
                    if let Some(id) = number(element.attribute("abstractNumId")) {
                        numbering.definitions.insert(id, definition(element));
                    }
                }
                "num" => {
                    if let Some(id) = number(element.attribute("numId")) {
                        numbering.uses.insert(id, use_of(element));
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// The level on which a list expects paragraphs of a style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let used = self.uses.get(&list)?;
        let (_, definition) = self.definition(used)?;
        definition.levels.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts a paragraph of a list and gives its label; `None` where Word shows none.
    pub(super) fn next(&mut self, list: u32, at: usize) -> Option<Label> {
        let at = at.min(LEVELS - 1);
        let used = self.uses.get(&list)?.clone();
        let (id, definition) = self.definition(&used)?;
        let level =
            |n: usize| used.levels.get(&n).or_else(|| definition.levels.get(n)).cloned().unwrap_or_default();
        let levels: Vec<Level> = (0..LEVELS).map(level).collect();
        let counters = self.counters.entry(id).or_default();
        if let Some(&start) = used.starts.get(&at)
            && self.started.insert((list, at))
        {
            counters[at] = Some(start);
        } else {
            counters[at] = Some(counters[at].map_or(levels[at].start, |n| n.saturating_add(1)));
        }
        for deeper in at + 1..LEVELS {
            let restart = levels[deeper].restart.unwrap_or(deeper);
            if at < restart {
                counters[deeper] = None;
            }
        }
        let shown =
            |n: usize| counters[n].or_else(|| used.starts.get(&n).copied()).unwrap_or(levels[n].start);
        let text = label(&levels, at, shown);
        (!text.is_empty()).then(|| Label { text, glued: levels[at].glued })
    }

    /// The definition of a use, through the style that it may stand for.
    fn definition(&self, used: &Use) -> Option<(u32, &Definition)> {
        let found = self.definitions.get(&used.definition)?;
        let of_style = found
            .stands_for
            .as_ref()
            .and_then(|style| self.definitions.iter().find(|(_, other)| other.style.as_ref() == Some(style)));
        Some(of_style.map_or((used.definition, found), |(&id, definition)| (id, definition)))
    }
}

/// Puts the numbers into "%1.%2".
fn label(levels: &[Level], at: usize, shown: impl Fn(usize) -> u32) -> String {
    let level = &levels[at];
    if level.bullet {
        return folded(&level.text.chars().map(bullet).collect::<String>());
    }
    let mut label = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(c) = characters.next() {
        let digit = characters.peek().and_then(|c| c.to_digit(10)).filter(|digit| (1..=9).contains(digit));
        match (c, digit) {
            ('%', Some(digit)) => {
                characters.next();
                let n = digit as usize - 1;
                let numeral =
                    if level.legal { levels[n].numeral.map(|_| Numeral::Decimal) } else { levels[n].numeral };
                label.extend(numeral.map(|numeral| numeral.print(shown(n))));
            }
            _ => label.push(c),
        }
    }
    folded(&label)
}

/// Bullets come as places in the Symbol and Wingdings fonts.
fn bullet(c: char) -> char {
    match c {
        '\u{f0b7}' | '\u{b7}' => '•',
        '\u{f0a7}' | '\u{f06e}' => '▪',
        '\u{f0a8}' | '\u{f06f}' | '\u{f071}' => '□',
        '\u{f0d8}' => '➢',
        '\u{f0fc}' => '✓',
        '\u{f076}' => '❖',
        '\u{f0e0}' | '\u{f0e8}' => '→',
        '\u{f02d}' => '–',
        'o' => '◦',
        '\u{e000}'..='\u{f8ff}' => '•',
        c => c,
    }
}

fn number(value: Option<std::borrow::Cow<'_, str>>) -> Option<u32> {
    value?.trim().parse().ok()
}

fn definition(element: &Element<'_>) -> Definition {
    let mut levels = vec![Level::default(); LEVELS];
    for level in element.elements().filter(|element| element.name() == "lvl") {
        if let Some(slot) = number(level.attribute("ilvl")).and_then(|at| levels.get_mut(at as usize)) {
            *slot = read_level(level);
        }
    }
    let named = |name: &str| element.child_val(name).map(|style| style.into_owned());
    Definition { levels, style: named("styleLink"), stands_for: named("numStyleLink") }
}

fn use_of(element: &Element<'_>) -> Use {
    let mut used =
        Use { definition: number(element.child_val("abstractNumId")).unwrap_or(u32::MAX), ..Use::default() };
    for change in element.elements().filter(|element| element.name() == "lvlOverride") {
        let Some(at) = number(change.attribute("ilvl")).map(|at| at as usize) else { continue };
        used.levels.extend(change.child("lvl").map(|level| (at, read_level(level))));
        used.starts.extend(number(change.child_val("startOverride")).map(|start| (at, start)));
    }
    used
}

fn read_level(element: &Element<'_>) -> Level {
    // A format that older versions do not know ("001") is one branch of a choice; the other is the nearest that they do.
    let choice = || element.child("AlternateContent")?.child("Choice")?.child("numFmt");
    let format = choice().or_else(|| element.child("numFmt"));
    let value = format.and_then(Element::val).unwrap_or_default();
    let custom = format.and_then(|format| format.attribute("format")).unwrap_or_default();
    Level {
        start: number(element.child_val("start")).unwrap_or(0),
        numeral: numeral(&value, &custom),
        bullet: value == "bullet",
        text: element.child_val("lvlText").map(|text| text.into_owned()).unwrap_or_default(),
        legal: element.switch("isLgl") == Some(true),
        restart: number(element.child_val("lvlRestart")).map(|level| level as usize),
        glued: element.child_val("suff").as_deref() == Some("nothing"),
        style: element.child_val("pStyle").map(|style| style.into_owned()),
    }
}

/// The formats of ECMA-376 17.18.59 that agreements use; the others print decimal numbers.
fn numeral(format: &str, custom: &str) -> Option<Numeral> {
    Some(match format {
        "none" | "bullet" => return None,
        "decimalZero" => Numeral::DecimalZero(2),
        "custom" => Numeral::DecimalZero(custom.split(',').next().map_or(1, |first| first.trim().len())),
        "lowerLetter" => Numeral::LowerRepeated,
        "upperLetter" => Numeral::UpperRepeated,
        "lowerRoman" => Numeral::LowerRoman,
        "upperRoman" => Numeral::UpperRoman,
        "ordinal" => Numeral::Ordinal,
        "cardinalText" => Numeral::CardinalWord,
        "ordinalText" => Numeral::OrdinalWord,
        "russianLower" => Numeral::LowerRussian,
        "russianUpper" => Numeral::UpperRussian,
        "arabicAlpha" => Numeral::ArabicAlpha,
        "arabicAbjad" => Numeral::ArabicAbjad,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Numeral::Circled,
        "numberInDash" => Numeral::InDashes,
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting" => Numeral::Chinese,
        _ => Numeral::Decimal,
    })
}
