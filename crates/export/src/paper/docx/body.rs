//! The blocks of the paper as Word's paragraphs and tables.

use super::super::document::{Block, Cell, Document, Kind, Run, Table};
use super::runs::{Look, Writer, bookmark};
use super::{Picture, parts};
use crate::error::Result;
use crate::xml::Xml;

/// Draws the figure of a name.
pub(super) type Figures<'f> = &'f dyn Fn(&str) -> Result<Option<Picture>>;

/// Twips between the margins of an upright and of a turned page of A4.
const UPRIGHT: f64 = 9_026.0;
const TURNED: f64 = 13_958.0;

/// Rows of a table that is not parted.
const TOGETHER: usize = 10;

/// English Metric Units in a point.
const EMU: f64 = 12_700.0;

/// What is written so far.
pub(super) struct Body<'d> {
    document: &'d Document,
    writer: Writer<'d>,
    pub(super) images: Vec<Vec<u8>>,
    /// Ordered lists so far: each counts from 1.
    pub(super) lists: usize,
    bookmarks: usize,
    width: f64,
}

impl<'d> Body<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let mut xml = Xml::new();
        xml.start("w:document", parts::NAMES);
        xml.start("w:body", &[]);
        let writer = Writer::new(xml);
        Self { document, writer, images: Vec::new(), lists: 0, bookmarks: 0, width: UPRIGHT }
    }

    /// The part, its notes and the addresses of its links.
    pub(super) fn finish(mut self) -> (String, Vec<&'d [Run]>, Vec<String>) {
        section(&mut self.writer.xml, false);
        self.writer.xml.end("w:body");
        self.writer.xml.end("w:document");
        (self.writer.xml.finish(), self.writer.notes, self.writer.links)
    }

    pub(super) fn blocks(&mut self, blocks: &'d [Block], figures: Figures<'_>) -> Result<()> {
        for (place, block) in blocks.iter().enumerate() {
            // What introduces a table is on its page.
            let with_next = matches!(blocks.get(place + 1), Some(Block::Table(_)));
            match block {
                Block::Heading { level, id, runs } => self.heading(*level, id, runs),
                Block::Paragraph { kind, language, runs } => {
                    let style = match kind {
                        Kind::Plain => "BodyText",
                        Kind::Quote => "Quote",
                        Kind::Subtitle => "Subtitle",
                        Kind::Small => "Small",
                    };
                    self.writer.language = language.as_deref().filter(|language| *language != "und");
                    self.writer.paragraph(runs, &Look { with_next, ..Look::of(style) }, |_| ());
                    self.writer.language = None;
                }
                Block::List { ordered, items } => self.list(*ordered, items),
                Block::Table(table) => self.table(table),
                Block::Figure { name, alt, caption } => {
                    if let Some(picture) = figures(name)? {
                        self.figure(picture, alt, caption);
                    }
                }
                Block::Contents => self.contents(),
                Block::Wide(inside) => {
                    self.turn(false);
                    self.width = TURNED;
                    self.blocks(inside, figures)?;
                    self.turn(true);
                    self.width = UPRIGHT;
                }
            }
        }
        Ok(())
    }

    /// Ends the pages so far: they are turned, or upright.
    fn turn(&mut self, turned: bool) {
        let xml = &mut self.writer.xml;
        xml.block("w:p", &[], |xml| {
            xml.inline("w:pPr", &[], |xml| {
                xml.mark("w:pStyle", &[("w:val", "Small")]);
                section(xml, turned);
            });
        });
    }

    fn heading(&mut self, level: usize, id: &str, runs: &'d [Run]) {
        let style = if level == 0 { "Title".to_owned() } else { format!("Heading{level}") };
        self.bookmarks += 1;
        let number = self.bookmarks.to_string();
        self.writer.paragraph(runs, &Look::of(&style), |xml| {
            xml.mark("w:bookmarkStart", &[("w:id", &number), ("w:name", &bookmark(id))]);
            xml.mark("w:bookmarkEnd", &[("w:id", &number)]);
        });
    }

    fn list(&mut self, ordered: bool, items: &'d [Vec<Run>]) {
        self.lists += usize::from(ordered);
        let number = if ordered { (self.lists + 1).to_string() } else { "1".to_owned() };
        for item in items {
            let look = Look { list: Some(&number), ..Look::of("ListParagraph") };
            self.writer.paragraph(item, &look, |_| ());
        }
    }

    /// A field that Word fills again when asked, then with the numbers of the pages, which it alone knows; the entries are
    /// there already, as links.
    fn contents(&mut self) {
        let entries = self.document.contents();
        let last = entries.len().saturating_sub(1);
        for (place, (level, id, text)) in entries.into_iter().enumerate() {
            let xml = &mut self.writer.xml;
            xml.block("w:p", &[], |xml| {
                xml.inline("w:pPr", &[], |xml| xml.mark("w:pStyle", &[("w:val", &format!("TOC{level}"))]));
                let field = |xml: &mut Xml, kind: &str| {
                    xml.inline("w:r", &[], |xml| xml.mark("w:fldChar", &[("w:fldCharType", kind)]));
                };
                if place == 0 {
                    field(xml, "begin");
                    xml.inline("w:r", &[], |xml| {
                        xml.leaf(
                            "w:instrText",
                            &[("xml:space", "preserve")],
                            " TOC \\o \"1-2\" \\h \\z \\u ",
                        );
                    });
                    field(xml, "separate");
                }
                xml.inline("w:hyperlink", &[("w:anchor", &bookmark(id)), ("w:history", "1")], |xml| {
                    xml.inline("w:r", &[], |xml| xml.leaf("w:t", &[("xml:space", "preserve")], &text));
                });
                if place == last {
                    field(xml, "end");
                }
            });
        }
    }

    fn figure(&mut self, picture: Picture, alt: &str, caption: &'d [Run]) {
        let room = self.width / 20.0;
        // Room is left for the caption.
        let tallest = if self.width == UPRIGHT { 620.0 } else { 380.0 };
        let (width, height) = (f64::from(picture.width), f64::from(picture.height));
        let scale = (room / width).min(tallest / height).min(1.0);
        let size = |points: f64| ((points * scale * EMU).round() as i64).to_string();
        self.images.push(picture.png);
        let number = self.images.len().to_string();
        drawing(&mut self.writer.xml, &number, (&size(width), &size(height)), alt);
        self.writer.paragraph(caption, &Look::of("Caption"), |_| ());
    }

    fn table(&mut self, table: &'d Table) {
        let columns = table.head.iter().chain(&table.body).map(Vec::len).max().unwrap_or(1);
        let widths: Vec<f64> = (0..columns).map(|at| table.widths.get(at).copied().unwrap_or(1.0)).collect();
        let sum: f64 = widths.iter().sum();
        let twips: Vec<String> =
            widths.iter().map(|width| ((width / sum * self.width).floor() as i64).to_string()).collect();
        self.writer.paragraph(&table.caption, &Look { with_next: true, ..Look::of("Caption") }, |_| ());
        let xml = &mut self.writer.xml;
        xml.text("\n");
        xml.start("w:tbl", &[]);
        xml.inline("w:tblPr", &[], |xml| {
            xml.mark("w:tblStyle", &[("w:val", "PaperTable")]);
            xml.mark("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
            xml.mark("w:tblLayout", &[("w:type", "fixed")]);
            xml.mark("w:tblLook", &[("w:val", "0420"), ("w:firstRow", "1"), ("w:noVBand", "1")]);
            let caption = super::super::document::plain(&table.caption);
            xml.mark("w:tblCaption", &[("w:val", &caption)]);
        });
        xml.inline("w:tblGrid", &[], |xml| {
            twips.iter().for_each(|width| xml.mark("w:gridCol", &[("w:w", width)]));
        });
        // A small table stays on one page; a long one goes on below its head.
        let together = table.body.len() <= TOGETHER;
        for row in &table.head {
            self.row(row, &twips, true, true);
        }
        for (left, row) in (0..table.body.len()).rev().zip(&table.body) {
            self.row(row, &twips, false, together && left > 0);
        }
        self.writer.xml.end("w:tbl");
        // Two tables in a row would become one.
        self.writer.paragraph(&[], &Look::of("Small"), |_| ());
    }

    fn row(&mut self, row: &'d [Cell], twips: &[String], head: bool, with_next: bool) {
        let xml = &mut self.writer.xml;
        xml.text("\n");
        xml.start("w:tr", &[]);
        xml.inline("w:trPr", &[], |xml| {
            xml.mark("w:cantSplit", &[]);
            if row.iter().any(|cell| cell.turned) {
                xml.mark("w:trHeight", &[("w:val", "1900"), ("w:hRule", "atLeast")]);
            }
            if head {
                xml.mark("w:tblHeader", &[]);
            }
        });
        for (cell, width) in row.iter().zip(twips) {
            self.cell(cell, width, head, with_next);
        }
        self.writer.xml.end("w:tr");
    }

    fn cell(&mut self, cell: &'d Cell, width: &str, head: bool, with_next: bool) {
        let fill = match (head, cell.class.as_str()) {
            (true, _) => "F2F1EC",
            (_, "present") => "CFE0D4",
            (_, "suggested") => "F6ECD3",
            (_, "unreadable") => "E6E6E6",
            _ => "auto",
        };
        let align = match cell.class.as_str() {
            "present" | "suggested" | "absent" | "unreadable" => "center",
            "number" => "right",
            _ => "left",
        };
        let xml = &mut self.writer.xml;
        xml.start("w:tc", &[]);
        xml.inline("w:tcPr", &[], |xml| {
            xml.mark("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
            xml.mark("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)]);
            if cell.turned {
                xml.mark("w:textDirection", &[("w:val", "btLr")]);
            }
            if head {
                xml.mark("w:vAlign", &[("w:val", if cell.turned { "center" } else { "bottom" })]);
            }
        });
        let style = match (head, cell.class.as_str()) {
            (true, _) => "TableHead",
            (_, "absent") => "TableAbsent",
            _ => "TableText",
        };
        let look = Look { align: Some(align), with_next, ..Look::of(style) };
        self.writer.paragraph(&cell.runs, &look, |_| ());
        self.writer.xml.end("w:tc");
    }
}

/// Size and turn of pages.
fn section(xml: &mut Xml, turned: bool) {
    xml.inline("w:sectPr", &[], |xml| {
        xml.mark("w:footerReference", &[("w:type", "default"), ("r:id", "rIdFooter")]);
        if turned {
            xml.mark("w:pgSz", &[("w:w", "16838"), ("w:h", "11906"), ("w:orient", "landscape")]);
        } else {
            xml.mark("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        }
        let margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1440"));
        let rest = [("w:header", "708"), ("w:footer", "708"), ("w:gutter", "0")];
        xml.mark("w:pgMar", &margins.into_iter().chain(rest).collect::<Vec<_>>());
    });
}

/// A paragraph with a picture and the words for those who do not see it.
fn drawing(xml: &mut Xml, number: &str, (width, height): (&str, &str), alt: &str) {
    let name = format!("Figure {number}");
    let relation = format!("rIdImage{number}");
    let extent = [("cx", width), ("cy", height)];
    xml.block("w:p", &[], |xml| {
        // A figure is on the page of its caption.
        xml.inline("w:pPr", &[], |xml| {
            xml.mark("w:pStyle", &[("w:val", "Figure")]);
            xml.mark("w:keepNext", &[]);
        });
        xml.start("w:r", &[]);
        xml.start("w:drawing", &[]);
        xml.inline("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")], |xml| {
            xml.mark("wp:extent", &extent);
            xml.mark("wp:docPr", &[("id", number), ("name", &name), ("descr", alt)]);
            xml.inline("a:graphic", &[], |xml| {
                xml.inline("a:graphicData", &[("uri", parts::PICTURE)], |xml| {
                    xml.inline("pic:pic", &[], |xml| {
                        xml.inline("pic:nvPicPr", &[], |xml| {
                            xml.mark("pic:cNvPr", &[("id", number), ("name", &name), ("descr", alt)]);
                            xml.mark("pic:cNvPicPr", &[]);
                        });
                        xml.inline("pic:blipFill", &[], |xml| {
                            xml.mark("a:blip", &[("r:embed", &relation)]);
                            xml.inline("a:stretch", &[], |xml| xml.mark("a:fillRect", &[]));
                        });
                        xml.inline("pic:spPr", &[], |xml| {
                            xml.inline("a:xfrm", &[], |xml| {
                                xml.mark("a:off", &[("x", "0"), ("y", "0")]);
                                xml.mark("a:ext", &extent);
                            });
                            xml.inline("a:prstGeom", &[("prst", "rect")], |xml| xml.mark("a:avLst", &[]));
                        });
                    });
                });
            });
        });
        xml.end("w:drawing");
        xml.end("w:r");
    });
}
