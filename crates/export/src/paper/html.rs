//! The paper as one web page that needs nothing from elsewhere.

use super::document::{Block, Cell, Document, Kind, Run, Table, plain};
use crate::Material;
use crate::error::Result;
use crosscut::words::escape_into;

const STYLE: &str = include_str!("../../templates/paper.css");

/// Writes the page; `figure` draws the figure of a name as SVG.
pub(super) fn write(
    document: &Document,
    material: &Material,
    figure: impl Fn(&str) -> Result<Option<String>>,
) -> Result<String> {
    let mut page = Page { out: String::new(), notes: Vec::new(), document, figure };
    page.out += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    page.out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page.out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
    page.out += "<meta name=\"generator\" content=\"";
    escape_into(&mut page.out, &format!("{}, run {}", material.meta().version, material.results().run));
    page.out += "\">\n<title>";
    escape_into(&mut page.out, &title(document));
    page.out += &format!("</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n");
    page.blocks(&document.blocks)?;
    page.notes();
    page.out += "</main>\n</body>\n</html>\n";
    Ok(page.out)
}

/// The text of the first heading.
pub(super) fn title(document: &Document) -> String {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Heading { runs, .. } => Some(plain(runs)),
        _ => None,
    });
    title.unwrap_or_else(|| "Paper".into())
}

struct Page<'d, F> {
    out: String,
    notes: Vec<&'d [Run]>,
    document: &'d Document,
    figure: F,
}

impl<'d, F: Fn(&str) -> Result<Option<String>>> Page<'d, F> {
    fn blocks(&mut self, blocks: &'d [Block]) -> Result<()> {
        for block in blocks {
            self.block(block)?;
        }
        Ok(())
    }

    fn block(&mut self, block: &'d Block) -> Result<()> {
        match block {
            Block::Heading { level, id, runs } => {
                let level = level + 1;
                self.out += &format!("<h{level} id=\"{id}\">");
                self.runs(runs);
                self.out += &format!("</h{level}>\n");
            }
            Block::Paragraph { kind, language, runs } => {
                let (open, close) = match kind {
                    Kind::Quote => ("<blockquote><p", "</p></blockquote>\n"),
                    Kind::Subtitle => ("<p class=\"subtitle\"", "</p>\n"),
                    Kind::Small => ("<p class=\"small\"", "</p>\n"),
                    Kind::Plain => ("<p", "</p>\n"),
                };
                self.out += open;
                self.out += " dir=\"auto\"";
                if let Some(language) = language {
                    self.out += &format!(" lang=\"{language}\"");
                }
                self.out.push('>');
                self.runs(runs);
                self.out += close;
            }
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                self.out += &format!("<{tag}>\n");
                for item in items {
                    self.out += "<li dir=\"auto\">";
                    self.runs(item);
                    self.out += "</li>\n";
                }
                self.out += &format!("</{tag}>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Figure { name, alt, caption } => {
                if let Some(svg) = (self.figure)(name)? {
                    self.out += "<figure role=\"img\" aria-label=\"";
                    escape_into(&mut self.out, alt);
                    self.out += &format!("\">\n{svg}<figcaption>");
                    self.runs(caption);
                    self.out += "</figcaption></figure>\n";
                }
            }
            Block::Contents => self.contents(),
            Block::Wide(inside) => {
                self.out += "<div class=\"wide\">\n";
                self.blocks(inside)?;
                self.out += "</div>\n";
            }
        }
        Ok(())
    }

    fn contents(&mut self) {
        self.out += "<nav aria-label=\"Contents\"><ul class=\"contents\">\n";
        for (level, id, text) in self.document.contents() {
            self.out += &format!("<li class=\"level-{level}\"><a href=\"#{id}\">");
            escape_into(&mut self.out, &text);
            self.out += "</a></li>\n";
        }
        self.out += "</ul></nav>\n";
    }

    fn table(&mut self, table: &'d Table) {
        self.out +=
            "<div class=\"sheet\" role=\"region\" tabindex=\"0\" aria-label=\"Table\"><table>\n<caption>";
        self.runs(&table.caption);
        self.out += "</caption>\n<thead>\n";
        for row in &table.head {
            self.row(row, "col");
        }
        self.out += "</thead>\n<tbody>\n";
        for row in &table.body {
            self.row(row, "row");
        }
        self.out += "</tbody>\n</table></div>\n";
    }

    fn row(&mut self, row: &'d [Cell], scope: &str) {
        self.out += "<tr>";
        for cell in row {
            let tag = if cell.head { "th" } else { "td" };
            self.out += &format!("<{tag}");
            if cell.head {
                self.out += &format!(" scope=\"{scope}\"");
            }
            for (name, value) in [("class", &cell.class), ("aria-label", &cell.label)] {
                // A label would hide the number from those who hear the cell.
                if !value.is_empty() && (name == "class" || cell.runs.is_empty()) {
                    self.out += &format!(" {name}=\"");
                    escape_into(&mut self.out, value);
                    self.out.push('"');
                }
            }
            self.out.push('>');
            if cell.turned {
                self.out += "<span>";
            }
            self.runs(&cell.runs);
            if cell.turned {
                self.out += "</span>";
            }
            self.out += &format!("</{tag}>");
        }
        self.out += "</tr>\n";
    }

    fn runs(&mut self, runs: &'d [Run]) {
        for run in runs {
            match run {
                Run::Text { text, bold, italic } => {
                    self.out += if *bold { "<b>" } else { "" };
                    self.out += if *italic { "<i>" } else { "" };
                    escape_into(&mut self.out, text);
                    self.out += if *italic { "</i>" } else { "" };
                    self.out += if *bold { "</b>" } else { "" };
                }
                Run::Link { to, runs } => {
                    self.out += "<a href=\"";
                    escape_into(&mut self.out, to);
                    self.out += "\">";
                    self.runs(runs);
                    self.out += "</a>";
                }
                Run::Note(note) => {
                    self.notes.push(note);
                    let n = self.notes.len();
                    self.out += &format!("<sup><a id=\"ref-{n}\" href=\"#note-{n}\">{n}</a></sup>");
                }
                Run::Break => self.out += "<br>",
            }
        }
    }

    fn notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.out += "<section aria-label=\"Notes\"><ol class=\"notes\">\n";
        for (n, note) in (1..).zip(std::mem::take(&mut self.notes)) {
            self.out += &format!("<li id=\"note-{n}\" dir=\"auto\">");
            self.runs(note);
            self.out += &format!(" <a href=\"#ref-{n}\" aria-label=\"back\">↩</a></li>\n");
        }
        self.out += "</ol></section>\n";
    }
}
