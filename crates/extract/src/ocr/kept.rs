//! A recognised page as text, to be kept for the next run.

use super::frame::Frame;
use super::reading::Reading;
use super::unread::Unread;
use super::{Found, languages};
use crosscut_text::{Rect, Size};

/// Changes whenever the same picture may give other words.
const RECOGNISING_VERSION: u32 = 5;

/// The name of what is kept of a page.
pub(super) fn name(page: u32, engine: &str, languages: &[&str]) -> String {
    let languages = if languages.is_empty() { "untold".to_owned() } else { languages.join("+") };
    format!("page {page} version {RECOGNISING_VERSION} in {languages} by {engine}")
}

/// A reading as text: a line of numbers, then a line a word.
pub(super) fn write(reading: &Reading) -> String {
    let Frame { displayed, pixels, dots, turns, skew } = reading.frame;
    let Unread { share, marks, cut_off } = reading.unread;
    let foreign = reading.foreign.unwrap_or("-");
    let mut text = format!(
        "{} {} {} {} {dots} {turns} {skew} {} {share} {marks} {cut_off} {} {} {foreign} {}\n",
        displayed.w,
        displayed.h,
        pixels.0,
        pixels.1,
        reading.blank,
        reading.struck,
        reading.crossed,
        reading.rules.len()
    );
    for Rect { x, y, w, h } in &reading.rules {
        text.push_str(&format!("{x} {y} {w} {h}\n"));
    }
    for Found { text: word, rect: Rect { x, y, w, h }, confidence, line, block, bold } in &reading.words {
        text.push_str(&format!("{x} {y} {w} {h} {confidence} {line} {block} {bold} {word}\n"));
    }
    text
}

/// The reading of a text; `None` where it is none.
pub(super) fn read(text: &str) -> Option<Reading> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next()?.split(' ').collect();
    let [
        w,
        h,
        pixels_w,
        pixels_h,
        dots,
        turns,
        skew,
        blank,
        share,
        marks,
        cut_off,
        struck,
        crossed,
        foreign,
        rules,
    ] = head[..]
    else {
        return None;
    };
    let frame = Frame {
        displayed: Size { w: number(w)?, h: number(h)? },
        pixels: (pixels_w.parse().ok()?, pixels_h.parse().ok()?),
        dots: number(dots).filter(|dots| *dots > 0.0)?,
        turns: turns.parse().ok()?,
        skew: number(skew)?,
    };
    let unread = Unread { share: number(share)?, marks: marks.parse().ok()?, cut_off: cut_off.parse().ok()? };
    let foreign = languages::name(foreign);
    let rules: usize = rules.parse().ok()?;
    let rules = lines.by_ref().take(rules).map(rule).collect::<Option<Vec<Rect>>>()?;
    let words = lines.map(word).collect::<Option<Vec<Found>>>()?;
    let (blank, struck, crossed) = (blank.parse().ok()?, struck.parse().ok()?, crossed.parse().ok()?);
    Some(Reading { frame, words, rules, blank, unread, struck, crossed, foreign })
}

fn rule(line: &str) -> Option<Rect> {
    let fields = line.split(' ').map(number).collect::<Option<Vec<f32>>>()?;
    let [x, y, w, h] = fields[..] else { return None };
    Some(Rect { x, y, w, h })
}

fn word(line: &str) -> Option<Found> {
    let fields: Vec<&str> = line.splitn(9, ' ').collect();
    let [x, y, w, h, confidence, line, block, bold, text] = fields[..] else { return None };
    let rect = Rect { x: number(x)?, y: number(y)?, w: number(w)?, h: number(h)? };
    let (line, block, bold) = (line.parse().ok()?, block.parse().ok()?, bold.parse().ok()?);
    Some(Found { text: text.to_owned(), rect, confidence: number(confidence)?, line, block, bold })
}

fn number(text: &str) -> Option<f32> {
    text.parse().ok().filter(|number: &f32| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_anything_else_is_not() {
        let frame = Frame {
            displayed: Size { w: 595.3, h: 842.0 },
            pixels: (1654, 2339),
            dots: 200.0,
            turns: 3,
            skew: -1.25,
        };
        let rect = Rect { x: 1.5, y: 2.0, w: 30.0, h: 12.0 };
        let word =
            Found { text: "l’État".into(), rect, confidence: 0.91, line: 1_001, block: 1, bold: true };
        let unread = Unread { share: 0.25, marks: 40, cut_off: true };
        let reading = Reading {
            frame,
            words: vec![word],
            rules: vec![rect],
            blank: false,
            unread,
            struck: 2,
            crossed: 7,
            foreign: Some("fra"),
        };
        assert_eq!(read(&write(&reading)), Some(reading));
        for wrong in [
            "",
            "1 2 3",
            "1 1 1 1 0 0 0 false 0 0 false 0 0 - 0",
            "1 1 1 1 72 0 0 false 0 0 false 0 0 - 0\nnonsense",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
