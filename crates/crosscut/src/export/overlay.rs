//! What was read, over what the page shows: one HTML file to look at, without script or anything from elsewhere.

use crate::{Extracted, Options, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use crosscut_text::{Block, Loss, Page, Rect, Role, UNSURE};
use rayon::prelude::*;

/// Pixels per point of the pictures: sharp enough to read, small enough for a long document in one file.
const SCALE: f32 = 1.5;

#[derive(askama::Template)]
#[template(path = "overlay.html")]
struct View<'a> {
    file: &'a str,
    title: Option<&'a str>,
    media_type: &'a str,
    style: &'static str,
    losses: Vec<String>,
    pages: Vec<PageView>,
    legend: Vec<(&'static str, &'static str)>,
    has_pictures: bool,
}

struct PageView {
    name: String,
    anchor: u32,
    losses: Vec<String>,
    /// The picture and what is drawn over it; `None` for a source without pages.
    drawing: Option<Drawing>,
    blocks: Vec<BlockView>,
}

struct Drawing {
    w: f32,
    h: f32,
    /// The picture as a `data:` address.
    picture: Option<String>,
    /// Why there is none.
    blank: Option<String>,
    /// Corner points of the line from block to block.
    order: String,
}

struct BlockView {
    number: usize,
    class: &'static str,
    role: String,
    rect: Option<Place>,
    /// Where its number is drawn: next to its first line, so that it hides no letter.
    mark: (String, String),
    lines: Vec<Place>,
    words: Vec<(Place, &'static str)>,
    text: String,
}

struct Place {
    x: String,
    y: String,
    w: String,
    h: String,
}

/// Writes the file for a document that was read: each page as it looks, with a box around each word, line and block, what
/// each block was taken for, and in which order they are read; next to it the text. A source without pages is shown as
/// text alone. `file` is its name, `bytes` what it holds, which the pictures are drawn from.
pub fn overlay_html(file: &str, bytes: &[u8], extracted: &Extracted, options: &Options) -> String {
    let pages: Vec<PageView> =
        extracted.pages.par_iter().map(|page| page_view(page, bytes, extracted, options)).collect();
    let general = extracted.losses.iter().filter(|loss| loss.page.is_none());
    let view = View {
        file,
        title: extracted.title.as_deref(),
        media_type: extracted.media_type,
        style: include_str!("../../templates/overlay.css"),
        losses: general.map(Loss::to_string).collect(),
        has_pictures: pages.iter().any(|page| page.drawing.is_some()),
        pages,
        legend: LEGEND.to_vec(),
    };
    // Rendering to memory can only fail where a value refuses to be written; none of ours does.
    askama::Template::render(&view).unwrap_or_default()
}

/// Class and name of each role.
const LEGEND: [(&str, &str); 9] = [
    ("body", "text"),
    ("heading", "heading"),
    ("cell", "table cell"),
    ("note", "note"),
    ("head", "running head"),
    ("foot", "running foot"),
    ("number", "page number"),
    ("aside", "next to the text"),
    ("seen", "recognised (OCR)"),
];

fn class(role: Role) -> usize {
    match role {
        Role::Body => 0,
        Role::Heading => 1,
        Role::TableCell => 2,
        Role::Note => 3,
        Role::RunningHead => 4,
        Role::RunningFoot => 5,
        Role::PageNumber => 6,
        Role::Aside => 7,
    }
}

fn page_view(page: &Page, bytes: &[u8], extracted: &Extracted, options: &Options) -> PageView {
    let number = page.number.to_string();
    let label = if page.label == number { String::new() } else { format!(" ({})", page.label) };
    let blocks: Vec<BlockView> = page.blocks.iter().zip(1..).map(block_view).collect();
    let losses = extracted.losses.iter().filter(|loss| loss.page == Some(page.number));
    let drawing = page.size.map(|size| {
        let (picture, blank) = match picture(bytes, page.number, options) {
            Ok(png) => (Some(format!("data:image/png;base64,{}", BASE64.encode(png))), None),
            Err(why) => (None, Some(why)),
        };
        let corners = page.blocks.iter().filter_map(Block::rect).map(mark);
        let order = corners.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        Drawing { w: size.w.max(1.0), h: size.h.max(1.0), picture, blank, order }
    });
    PageView {
        name: format!("Page {number}{label}"),
        anchor: page.number,
        losses: losses.map(|loss| format!("{}: {}", loss.kind, loss.detail)).collect(),
        drawing,
        blocks,
    }
}

fn picture(bytes: &[u8], number: u32, options: &Options) -> Result<Vec<u8>, String> {
    let page = number.saturating_sub(1) as usize;
    let image = crosscut_extract::page_image(bytes, options.password.as_deref(), page, SCALE);
    image.map(|image| image.png).map_err(|error| error.to_string())
}

fn block_view((block, number): (&Block, usize)) -> BlockView {
    let (class, name) = LEGEND[class(block.role)];
    let level = block.level.map(|level| format!(" {level}")).unwrap_or_default();
    let cell = block
        .cell
        .map(|cell| format!(" {}, row {}, column {}", cell.table + 1, cell.row + 1, cell.column + 1));
    let words = block.lines.iter().flat_map(|line| &line.words);
    let sure: Vec<f32> = words.clone().filter_map(|word| word.confidence).collect();
    let mean = 100.0 * sure.iter().sum::<f32>() / sure.len().max(1) as f32;
    let seen = if sure.is_empty() { String::new() } else { format!(", recognised with {mean:.0} %") };
    let kind = |confidence: Option<f32>| match confidence {
        Some(sure) if sure < UNSURE => "w doubt",
        Some(_) => "w seen",
        None => "w",
    };
    BlockView {
        number,
        class,
        role: format!("{name}{level}{}{seen}", cell.unwrap_or_default()),
        rect: block.rect().map(place),
        mark: block.rect().map(mark).unwrap_or_default(),
        lines: block.lines.iter().filter_map(|line| line.rect()).map(place).collect(),
        words: words.map(|word| (place(word.rect), kind(word.confidence))).collect(),
        text: block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "),
    }
}

fn mark(rect: Rect) -> (String, String) {
    (format!("{:.1}", (rect.x - 7.5).max(6.5)), format!("{:.1}", rect.y + 5.0))
}

fn place(rect: Rect) -> Place {
    let short = |number: f32| format!("{number:.1}");
    Place { x: short(rect.x), y: short(rect.y), w: short(rect.w), h: short(rect.h) }
}
