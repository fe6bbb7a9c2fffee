//! A figure as SVG: words stay words.

use super::canvas::{Anchor, Canvas, Item, PAPER};
use crate::xml::Xml;

/// The same letters as in the paper; then families that have other scripts and signs on the usual systems.
const FAMILY: &str = "Verdana, 'DejaVu Sans', 'Noto Sans', 'Noto Sans Arabic', 'Geeza Pro', 'Noto Sans CJK SC', \
    'Microsoft YaHei', 'PingFang SC', 'Noto Emoji', 'Segoe UI Symbol', 'Apple Color Emoji', sans-serif";

/// Writes the figure; `about` says with what it was made.
pub(super) fn svg(canvas: &Canvas, about: &str) -> String {
    let mut xml = Xml::new();
    let (w, h) = (number(canvas.width), number(canvas.height));
    let view = format!("0 0 {w} {h}");
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", &*view),
        ("width", &*w),
        ("height", &*h),
        ("role", "img"),
        ("font-family", FAMILY),
    ];
    xml.inline("svg", &attributes, |xml| {
        xml.leaf("title", &[], &canvas.title);
        xml.leaf("desc", &[], &format!("{}\n{about}", canvas.description));
        xml.empty("rect", &[("width", &w), ("height", &h), ("fill", &color(PAPER))]);
        canvas.items.iter().for_each(|item| draw(xml, item));
    });
    let text = xml.finish();
    // Inside of a web page the declaration would be wrong; alone it says nothing that is not the rule.
    text.split_once("?>").map_or(text.clone(), |(_, rest)| rest.trim_start().to_owned())
}

fn draw(xml: &mut Xml, item: &Item) {
    match item {
        Item::Rect { x, y, w, h, fill, border, says } => {
            let place = [number(*x), number(*y), number(*w), number(*h)];
            let (fill, stroke) = (color(*fill), border.map(color));
            let mut attributes = vec![
                ("x", &*place[0]),
                ("y", &*place[1]),
                ("width", &*place[2]),
                ("height", &*place[3]),
                ("fill", &*fill),
            ];
            attributes.extend(stroke.as_deref().map(|stroke| ("stroke", stroke)));
            titled(xml, "rect", &attributes, says);
        }
        Item::Line { x1, y1, x2, y2, width, color: ink } => {
            let place = [x1, y1, x2, y2, width].map(|n| number(*n));
            let ink = color(*ink);
            xml.empty(
                "line",
                &[
                    ("x1", &place[0]),
                    ("y1", &place[1]),
                    ("x2", &place[2]),
                    ("y2", &place[3]),
                    ("stroke-width", &place[4]),
                    ("stroke", &ink),
                ],
            );
        }
        Item::Disc { x, y, radius, fill, border, says } => {
            let place = [x, y, radius].map(|n| number(*n));
            let (fill, border) = (color(*fill), color(*border));
            let attributes = [
                ("cx", &*place[0]),
                ("cy", &*place[1]),
                ("r", &*place[2]),
                ("fill", &*fill),
                ("stroke", &*border),
            ];
            titled(xml, "circle", &attributes, says);
        }
        Item::Words { x, y, size, text, at, turn, color: ink } => {
            let place = [x, y, size].map(|n| number(*n));
            let (ink, turned) = (color(*ink), format!("rotate({} {} {})", number(*turn), place[0], place[1]));
            let mut attributes = vec![
                ("x", &*place[0]),
                ("y", &*place[1]),
                ("font-size", &*place[2]),
                ("text-anchor", anchored(*at)),
                ("fill", &*ink),
            ];
            attributes.extend((*turn != 0.0).then_some(("transform", &*turned)));
            xml.text("\n");
            xml.leaf("text", &attributes, text);
        }
    }
}

fn anchored(at: Anchor) -> &'static str {
    match at {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// A shape that says what it is when pointed at.
fn titled(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], says: &str) {
    if says.is_empty() {
        xml.empty(name, attributes);
    } else {
        xml.block(name, attributes, |xml| xml.leaf("title", &[], says));
    }
}

fn color(rgb: u32) -> String {
    format!("#{rgb:06x}")
}

/// A number with at most two places, the same on every machine.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
