//! What a figure is made of: rectangles, lines, discs, words.

use super::font;
use crosscut::text::lexicon::invisible::stripped;

/// Greys and two hues that differ in grey too.
pub(super) const INK: u32 = 0x1f_24_21;
pub(super) const SOFT: u32 = 0x5a_62_5d;
pub(super) const LINE: u32 = 0xc9_c6_bd;
pub(super) const PAPER: u32 = 0xff_ff_ff;

/// A figure.
#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) title: String,
    /// What it shows, for those who do not see it.
    pub(super) description: String,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
}

#[derive(Debug)]
pub(super) enum Item {
    Rect { x: f32, y: f32, w: f32, h: f32, fill: u32, border: Option<u32>, says: String },
    Line { x1: f32, y1: f32, x2: f32, y2: f32, width: f32, color: u32 },
    Disc { x: f32, y: f32, radius: f32, fill: u32, border: u32, says: String },
    Words { x: f32, y: f32, size: f32, text: String, at: Anchor, turn: f32, color: u32 },
}

/// Which point of words is at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    pub(super) fn new(title: &str, description: String) -> Self {
        Self { title: title.to_owned(), description, width: 0.0, height: 0.0, items: Vec::new() }
    }

    pub(super) fn rect(
        &mut self,
        (x, y): (f32, f32),
        (w, h): (f32, f32),
        fill: u32,
        border: Option<u32>,
        says: &str,
    ) {
        self.items.push(Item::Rect { x, y, w, h, fill, border, says: says.to_owned() });
    }

    pub(super) fn line(&mut self, (x1, y1): (f32, f32), (x2, y2): (f32, f32), width: f32, color: u32) {
        self.items.push(Item::Line { x1, y1, x2, y2, width, color });
    }

    pub(super) fn disc(&mut self, (x, y): (f32, f32), radius: f32, fill: u32, says: &str) {
        self.items.push(Item::Disc { x, y, radius, fill, border: INK, says: says.to_owned() });
    }

    pub(super) fn words(&mut self, (x, y): (f32, f32), size: f32, text: &str, at: Anchor) {
        self.turned((x, y), size, text, at, 0.0);
    }

    /// Words turned by degrees around their place.
    pub(super) fn turned(&mut self, (x, y): (f32, f32), size: f32, text: &str, at: Anchor, turn: f32) {
        let text = stripped(text).split_whitespace().collect::<Vec<_>>().join(" ");
        self.items.push(Item::Words { x, y, size, text, at, turn, color: INK });
    }
}

/// A text that takes at most `room` points at a size.
pub(super) fn fitting(text: &str, size: f32, room: f32) -> String {
    let text = stripped(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if font::width(&text, size) <= room {
        return text;
    }
    let mut short = String::new();
    for c in text.chars() {
        let longer = format!("{short}{c}…");
        if font::width(&longer, size) > room {
            break;
        }
        short.push(c);
    }
    format!("{}…", short.trim_end())
}

/// A text that takes at most `room` points at a size, cut in its middle: the year and what tells it from others often come
/// last.
pub(super) fn fitting_around(text: &str, size: f32, room: f32) -> String {
    let text = stripped(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if font::width(&text, size) <= room {
        return text;
    }
    let letters: Vec<char> = text.chars().collect();
    // Two letters of the start for one of the end, and a year whole.
    let cut = |kept: usize| {
        let end = (kept / 3).max(kept.min(8) / 2);
        let start: String = letters[..kept - end].iter().collect();
        let end: String = letters[letters.len() - end..].iter().collect();
        format!("{}…{}", start.trim_end(), end.trim_start())
    };
    let kept = (1..letters.len()).rev().find(|&kept| font::width(&cut(kept), size) <= room);
    cut(kept.unwrap_or(1))
}

impl Item {
    /// Moves it down.
    pub(super) fn down(&mut self, by: f32) {
        match self {
            Self::Rect { y, .. } | Self::Disc { y, .. } | Self::Words { y, .. } => *y += by,
            Self::Line { y1, y2, .. } => {
                *y1 += by;
                *y2 += by;
            }
        }
    }
}
