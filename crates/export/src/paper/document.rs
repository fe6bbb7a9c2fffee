//! A paper as a list of blocks, read from the simple HTML that the template gives.

use crate::xml::{Element, Fault, Node, parse};

/// A paper.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
}

/// A part of the paper.
#[derive(Debug, PartialEq)]
pub(crate) enum Block {
    /// A heading of level 0 (the title) to 4.
    Heading { level: usize, id: String, runs: Vec<Run> },
    /// A paragraph of some kind.
    Paragraph { kind: Kind, language: Option<String>, runs: Vec<Run> },
    /// The items of a list.
    List { ordered: bool, items: Vec<Vec<Run>> },
    /// A table with a head that is repeated on each page.
    Table(Table),
    /// A figure by its name, with what it shows.
    Figure { name: String, alt: String, caption: Vec<Run> },
    /// The table of contents.
    Contents,
    /// Blocks on pages turned by 90 degrees.
    Wide(Vec<Block>),
}

/// A kind of paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Quote,
    /// Below a title: what the paper is.
    Subtitle,
    Small,
}

/// A table.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) caption: Vec<Run>,
    /// Relative widths of the columns; equal where none are given.
    pub(crate) widths: Vec<f64>,
    pub(crate) head: Vec<Vec<Cell>>,
    pub(crate) body: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub(crate) head: bool,
    pub(crate) turned: bool,
    pub(crate) class: String,
    pub(crate) label: String,
    pub(crate) runs: Vec<Run>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Run {
    Text {
        text: String,
        bold: bool,
        italic: bool,
    },
    /// To an address, or to a place of the paper ("#id").
    Link {
        to: String,
        runs: Vec<Run>,
    },
    Note(Vec<Run>),
    Break,
}

impl Document {
    /// Reads what a template gave.
    pub(super) fn read(text: &str) -> Result<Self, Fault> {
        let root = parse(&format!("<paper>{text}</paper>"))?;
        let mut reader = Reader { headings: 0 };
        Ok(Self { blocks: reader.blocks(&root)? })
    }

    /// The headings of levels 1 and 2, with their places.
    pub(super) fn contents(&self) -> Vec<(usize, &str, String)> {
        let mut found = Vec::new();
        contents(&self.blocks, &mut found);
        found
    }
}

fn contents<'d>(blocks: &'d [Block], found: &mut Vec<(usize, &'d str, String)>) {
    for block in blocks {
        match block {
            Block::Heading { level: level @ 1..=2, id, runs } => found.push((*level, id, plain(runs))),
            Block::Wide(inside) => contents(inside, found),
            _ => {}
        }
    }
}

/// The text of runs, notes left out.
pub(super) fn plain(runs: &[Run]) -> String {
    let texts = runs.iter().map(|run| match run {
        Run::Text { text, .. } => text.clone(),
        Run::Link { runs, .. } => plain(runs),
        Run::Note(_) => String::new(),
        Run::Break => " ".into(),
    });
    texts.collect()
}

struct Reader {
    headings: usize,
}

impl Reader {
    fn blocks(&mut self, parent: &Element) -> Result<Vec<Block>, Fault> {
        let mut blocks = Vec::new();
        for node in &parent.children {
            match node {
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Text(text) => {
                    let start: String = text.trim().chars().take(40).collect();
                    return Err(fault(parent, format!("text outside of a paragraph: “{start}”")));
                }
                Node::Element(element) => blocks.extend(self.block(element)?),
            }
        }
        Ok(blocks)
    }

    fn block(&mut self, element: &Element) -> Result<Option<Block>, Fault> {
        let runs = || content(element);
        let class = element.get("class").unwrap_or_default();
        Ok(Some(match element.name.as_str() {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5") => {
                self.headings += 1;
                let id = element.get("id").map_or_else(|| format!("section-{}", self.headings), id_of);
                let level = name[1..].parse::<usize>().unwrap_or(1) - 1;
                Block::Heading { level, id, runs: runs()? }
            }
            "p" | "blockquote" => {
                let kind = match (element.name.as_str(), class) {
                    ("blockquote", _) => Kind::Quote,
                    (_, "subtitle") => Kind::Subtitle,
                    (_, "small") => Kind::Small,
                    _ => Kind::Plain,
                };
                let runs = runs()?;
                if runs.is_empty() {
                    return Ok(None);
                }
                Block::Paragraph { kind, language: element.get("lang").map(id_of), runs }
            }
            "ul" | "ol" => {
                let items = element.elements().map(|item| match item.name.as_str() {
                    "li" => content(item),
                    other => Err(fault(item, format!("<{other}> in a list: only <li> may be there"))),
                });
                Block::List { ordered: element.name == "ol", items: items.collect::<Result<_, _>>()? }
            }
            "table" => Block::Table(table(element)?),
            "figure" => Block::Figure {
                name: element.get("name").unwrap_or_default().to_owned(),
                alt: element.get("alt").unwrap_or_default().to_owned(),
                caption: runs()?,
            },
            "contents" => Block::Contents,
            "wide" => Block::Wide(self.blocks(element)?),
            other => {
                return Err(fault(
                    element,
                    format!(
                        "<{other}> is not known here: h1 to h5, p, blockquote, ul, ol, table, figure, contents \
                         and wide are"
                    ),
                ));
            }
        }))
    }
}

fn fault(element: &Element, reason: String) -> Fault {
    Fault { line: element.line, reason }
}

/// A place's name without what would break a link.
fn id_of(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}

fn table(element: &Element) -> Result<Table, Fault> {
    let mut table = Table {
        widths: element
            .get("widths")
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|w| w.parse().ok())
            .collect(),
        ..Table::default()
    };
    for part in element.elements() {
        match part.name.as_str() {
            "caption" => table.caption = content(part)?,
            "thead" => table.head.extend(rows(part)?),
            "tbody" => table.body.extend(rows(part)?),
            other => {
                return Err(fault(
                    part,
                    format!("<{other}> in a table: caption, thead and tbody may be there"),
                ));
            }
        }
    }
    let columns = table.head.iter().chain(&table.body).map(Vec::len).max().unwrap_or_default();
    if columns == 0 {
        return Err(fault(element, "a table without cells".into()));
    }
    if columns > 63 {
        // Word refuses to open a table with more.
        return Err(fault(element, format!("a table of {columns} columns: Word takes at most 63")));
    }
    for row in table.head.iter_mut().chain(&mut table.body) {
        row.resize_with(columns, Cell::default);
    }
    table.widths.retain(|width| width.is_finite() && *width > 0.0);
    Ok(table)
}

fn rows(part: &Element) -> Result<Vec<Vec<Cell>>, Fault> {
    let cell = |cell: &Element| match cell.name.as_str() {
        "th" | "td" => {
            let class = cell.get("class").unwrap_or_default();
            Ok(Cell {
                head: cell.name == "th",
                turned: class == "turned",
                class: class.to_owned(),
                label: cell.get("aria-label").unwrap_or_default().to_owned(),
                runs: content(cell)?,
            })
        }
        other => Err(fault(cell, format!("<{other}> in a row: only <th> and <td> may be there"))),
    };
    part.named("tr").map(|row| row.elements().map(cell).collect()).collect()
}

#[derive(Clone, Copy, Default)]
struct Style {
    bold: bool,
    italic: bool,
}

fn runs(element: &Element, style: Style) -> Result<Vec<Run>, Fault> {
    let mut out = Vec::new();
    for node in &element.children {
        let inline = match node {
            Node::Text(text) => {
                let text = collapsed(text);
                if !text.is_empty() {
                    out.push(Run::Text { text, bold: style.bold, italic: style.italic });
                }
                continue;
            }
            Node::Element(inline) => inline,
        };
        match inline.name.as_str() {
            "b" | "strong" => out.extend(runs(inline, Style { bold: true, ..style })?),
            "i" | "em" | "cite" => out.extend(runs(inline, Style { italic: true, ..style })?),
            "span" | "bdi" => out.extend(runs(inline, style)?),
            "br" => out.push(Run::Break),
            "note" => {
                let note = content(inline)?;
                if note.iter().any(|run| matches!(run, Run::Note(_))) {
                    return Err(fault(inline, "a <note> in a <note>".into()));
                }
                out.push(Run::Note(note));
            }
            "a" => {
                let to = inline.get("href").unwrap_or_default();
                let to = match to.strip_prefix('#') {
                    Some(id) => format!("#{}", id_of(id)),
                    None => to.to_owned(),
                };
                let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
                let starts = ["#", "https://", "http://", "mailto:"];
                let known = starts.iter().any(|start| to.starts_with(start)) && !to.contains(odd);
                let inside = runs(inline, style)?;
                // Anything else is text: an address of an agreement may hold what must not run.
                if known { out.push(Run::Link { to, runs: inside }) } else { out.extend(inside) }
            }
            other => {
                return Err(fault(
                    inline,
                    format!("<{other}> in running text is not known here: b, i, a, br, span and note are"),
                ));
            }
        }
    }
    Ok(out)
}

/// Runs of white space as one space.
fn collapsed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        // Spaces that do not break are no white space here.
        let space = matches!(c, ' ' | '\n' | '\r' | '\t');
        if !space {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The running text of an element, without space at both ends.
fn content(element: &Element) -> Result<Vec<Run>, Fault> {
    let mut runs = runs(element, Style::default())?;
    while let Some(Run::Text { text, .. }) = runs.first_mut() {
        *text = text.trim_start_matches(' ').to_owned();
        if !text.is_empty() {
            break;
        }
        runs.remove(0);
    }
    while let Some(Run::Text { text, .. }) = runs.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() {
            break;
        }
        runs.pop();
    }
    Ok(runs)
}
