//! Lines of a region to paragraphs.

use super::line::TextLine;
use super::params::{Paragraphs, Params, share};
use super::script;
use super::style::Style;
use crate::marker::is_unit;
use crosscut_text::lexicon::{Division, division, invisible, is_conjunction, punctuation};
use crosscut_text::{starts_item, starts_reference};

/// Edges of the column of some lines, where reading starts and where it ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    pub(super) start: f32,
    pub(super) end: f32,
}

/// Lines of one paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Para {
    pub(super) lines: Vec<TextLine>,
    pub(super) centred: bool,
}

/// Parts the lines of a column into paragraphs.
pub(super) fn paragraphs(
    mut lines: Vec<TextLine>,
    column: Column,
    style: Style,
    params: &Params,
) -> Vec<Para> {
    let tuned = &params.paragraphs;
    undent_beside_capitals(&mut lines, tuned);
    let title = params.roles.large * style.size;
    let leading = leading(&lines, style, tuned);
    let edges = edges(&lines, column, tuned);
    let centred: Vec<bool> = (0..lines.len()).map(|at| is_centred(&lines, at, column, tuned)).collect();
    let mut starts = Vec::with_capacity(lines.len());
    let mut first = 0;
    for at in 0..lines.len() {
        let new = at == 0
            || Pair { tuned, lines: &lines, at, first, edges: &edges, centred: &centred, leading, title }
                .parts();
        if new {
            first = at;
        }
        starts.push(new);
    }
    let mut paras: Vec<Para> = Vec::new();
    for ((line, new), centred) in lines.into_iter().zip(starts).zip(centred) {
        match paras.last_mut() {
            Some(para) if !new => {
                para.centred &= centred;
                para.lines.push(line);
            }
            _ => paras.push(Para { lines: vec![line], centred }),
        }
    }
    paras
}

/// Lines next to a drop capital start where the capital starts.
fn undent_beside_capitals(lines: &mut [TextLine], tuned: &Paragraphs) {
    let mut capital: Option<(f32, f32)> = None;
    for line in lines {
        if let Some((start, bottom)) = capital {
            if line.baseline < bottom + tuned.drop * line.size {
                line.start = line.start.min(start);
            } else {
                capital = None;
            }
        }
        if let Some(bottom) = line.drop {
            capital = Some((line.start, bottom));
        }
    }
}

/// The usual distance of lines in a column, in points: the least that a quarter of them keep.
fn leading(lines: &[TextLine], style: Style, tuned: &Paragraphs) -> f32 {
    let usual = style.leading * style.size;
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter(|pair| (pair[0].size - pair[1].size).abs() < tuned.same_size * pair[1].size)
        .map(|pair| pair[1].baseline - pair[0].baseline)
        .filter(|step| *step > tuned.least_step * style.size && *step < tuned.most_step * style.size)
        .collect();
    if steps.len() < tuned.steps {
        return steps.iter().copied().fold(usual, f32::min).max(tuned.least_leading * style.size);
    }
    steps.sort_by(f32::total_cmp);
    let is_kept = |step: f32| {
        let same = step..tuned.same_step * step + tuned.rounding;
        let count = steps.iter().filter(|other| same.contains(other)).count();
        share(count, steps.len()) >= tuned.leading_share
    };
    steps.iter().copied().find(|&step| is_kept(step)).unwrap_or(usual)
}

/// Where each line would end if it were full: the end of the column, or that of an indented passage which is set
/// to a narrower measure.
fn edges(lines: &[TextLine], column: Column, tuned: &Paragraphs) -> Vec<f32> {
    let mut edges = Vec::with_capacity(lines.len());
    for run in lines.chunk_by(|a, b| (a.start - b.start).abs() < tuned.aligned * a.size) {
        let furthest = run.iter().map(|line| line.end).fold(f32::NEG_INFINITY, f32::max);
        let full = run.iter().filter(|line| line.end > furthest - tuned.full * line.size).count();
        let indented = run[0].start > column.start + tuned.indent * run[0].size;
        let narrow = is_narrow_prose(run, furthest, column, tuned);
        let set_in = indented && full >= 2 && 2 * full >= run.len();
        let edge = if set_in || narrow { furthest } else { column.end };
        edges.extend(run.iter().map(|_| edge));
    }
    edges
}

/// Whether lines are running text that is set, ragged, to a much narrower measure than the column, as next to a picture.
fn is_narrow_prose(run: &[TextLine], furthest: f32, column: Column, tuned: &Paragraphs) -> bool {
    let (start, em) = (run[0].start, run[0].size);
    let long =
        run.iter().filter(|line| line.end > furthest - tuned.narrow_ragged * (furthest - start)).count();
    let inner = run.iter().skip(1).filter(|line| starts_lower(line.text())).count();
    run.len() >= tuned.narrow_lines
        && furthest < column.end - tuned.narrow_room * em
        && share(long, run.len()) >= tuned.narrow_long
        && share(inner, run.len()) >= tuned.narrow_inner
}

/// Whether a line is in the middle of its column, with white on both sides, and not by chance: lines near it that
/// start where it starts are as long as it is.
fn is_centred(lines: &[TextLine], at: usize, column: Column, tuned: &Paragraphs) -> bool {
    let line = &lines[at];
    let (before, behind) = (line.start - column.start, column.end - line.end);
    let aligned = |other: &&TextLine| {
        (other.start - line.start).abs() < tuned.centred_aligned * line.size
            && (other.end - line.end).abs() > tuned.centred_ragged * line.size
    };
    // The first line of a paragraph set in, whose sentence goes on at the edge of the column or off its middle.
    let goes_on = lines.get(at + 1).is_some_and(|next| {
        let off =
            ((next.start - column.start) - (column.end - next.end)).abs() > tuned.set_in_skew * line.size;
        reads_low(next.text())
            && (off || next.start < column.start + tuned.set_in_edge * line.size)
            && next.baseline - line.baseline < tuned.set_in_step * line.size
    });
    let set_in = goes_on && !ends_sentence(line.text());
    let near = &lines[at.saturating_sub(tuned.centred_near)..lines.len().min(at + tuned.centred_near + 1)];
    !set_in
        && before > tuned.centred_white * line.size
        && behind > tuned.centred_white * line.size
        && (before - behind).abs() < tuned.centred_skew * line.size
        && near.iter().filter(aligned).count() < tuned.centred_fewest
}

/// A line and the one before it.
struct Pair<'a> {
    tuned: &'a Paragraphs,
    lines: &'a [TextLine],
    /// The later of the two.
    at: usize,
    /// First line of the open paragraph.
    first: usize,
    edges: &'a [f32],
    centred: &'a [bool],
    leading: f32,
    /// Size of the type from which lines are those of a title.
    title: f32,
}

impl Pair<'_> {
    /// Whether a new paragraph starts with the line.
    fn parts(&self) -> bool {
        let tuned = self.tuned;
        let b = &self.lines[self.at];
        // Typewriters underline with a line of hyphens: it belongs to the text around it.
        let above = (self.first..self.at).rev().find(|&at| !is_typed_rule(self.lines[at].text()));
        let above = above.unwrap_or(self.at - 1);
        let a = &self.lines[above];
        let step = b.baseline - self.lines[self.at - 1].baseline;
        if is_typed_rule(b.text()) {
            return step > tuned.typed_rule * self.leading;
        }
        let room = self.edges[above] - a.end;
        let full = room < b.first_word + tuned.word_room * a.size;
        let ended = ends_sentence(a.unmarked());
        let lower = starts_lower(b.text());
        let broken = lower && ends_in_hyphen(a.text());
        let goes_on = reads_low(b.text());
        let reads_on = (full && goes_on && !ended) || broken;
        let sizes = (a.size - b.size).abs() / a.size.max(b.size);
        if sizes > tuned.other_size
            || a.all_bold && b.all_bold && sizes > tuned.heading_size
            || step < -tuned.back_up * b.size
            || ends_in_leader(a.text())
        {
            return true;
        }
        if self.is_one_title(a, b, step) && !ended {
            return false;
        }
        let most = if reads_on { tuned.reading_step } else { tuned.step };
        if step > self.leading * most + tuned.rounding {
            return true;
        }
        if broken {
            return false;
        }
        let refers = full && !ended && ends_low(a.unmarked()) && a.all_bold == b.all_bold;
        let titles = above == self.first && (is_unit_alone(a.text()) || is_annex_alone(a)) && !goes_on;
        if titles || is_unit_alone(b.text()) && !refers || ended && is_other_script(a.text(), b.text()) {
            return true;
        }
        let apart = ended && opens_raised(b) || above == self.first && is_in_brackets(a.text()) && !goes_on;
        if apart || self.changes_weight(a, b, full, goes_on) || self.opens_item(a, b, full) {
            return true;
        }
        if self.centred[above] != self.centred[self.at] && !reads_on {
            return true;
        }
        if self.centred[self.at] {
            return is_number_alone(a.text()) || a.line.italic != b.line.italic;
        }
        let short = room > b.first_word + tuned.short * a.size;
        // A line set ragged may end early where what follows is not broken: "Principle | 4 of it".
        let long = a.end - a.start > tuned.long * (self.edges[above] - a.start);
        let inside = reads_on && a.unmarked().ends_with(char::is_alphanumeric);
        let within = long && a.unmarked().ends_with(',') && starts_item(self.lines[self.first].text());
        (short && (ended || !(lower || (goes_on && long) || within || self.hangs(b))))
            || (!inside && self.is_indented(a, b, full && !ended))
    }

    /// Lines of large type close below each other: a title too long for one.
    fn is_one_title(&self, a: &TextLine, b: &TextLine, step: f32) -> bool {
        let (tuned, em) = (self.tuned, b.size.min(a.size));
        let shift = b.start - a.start;
        let hangs = starts_item(a.text()) && (0.0..tuned.most_indent * em).contains(&shift);
        let both_centred = self.centred[self.at] && self.centred[self.at - 1];
        em >= self.title
            && step < tuned.title_step * em
            && (shift.abs() < tuned.aligned * em || hangs || both_centred)
            && a.all_bold == b.all_bold
            && a.line.italic == b.line.italic
            && !starts_item(b.text())
            && !is_number_alone(a.text())
    }

    /// A line that starts under the first word of its item, after the marker.
    fn hangs(&self, b: &TextLine) -> bool {
        let opening = &self.lines[self.first];
        let [marker, word, ..] = &opening.line.words[..] else { return false };
        let straight = opening.start == opening.rect.x && marker.rect.x == opening.rect.x;
        straight
            && starts_item(opening.text())
            && word.rect.x - marker.rect.right() > self.tuned.marker_gap * opening.size
            && (word.rect.x - b.start).abs() < self.tuned.aligned * b.size
    }

    /// A heading next to running text: bold against light.
    fn changes_weight(&self, a: &TextLine, b: &TextLine, full: bool, goes_on: bool) -> bool {
        let differs = (a.all_bold && !b.any_bold) || (!a.any_bold && b.all_bold);
        // A title above the first words or the first item of its article, however far it reaches.
        let item = a.all_bold && (starts_item(b.text()) || !goes_on && !b.any_bold);
        differs && (!full || item || ends_sentence(a.unmarked()))
    }

    /// "(a)" or "1." at the start of a line, unless it is a reference that the line break happens to put there.
    fn opens_item(&self, a: &TextLine, b: &TextLine, full: bool) -> bool {
        if !starts_item(b.text()) {
            return false;
        }
        let before = a.unmarked();
        let open = before.ends_with(char::is_alphanumeric) && !ends_in_conjunction(before);
        if (open && starts_reference(b.text())) || (full && ends_in_reference(before)) {
            return false;
        }
        let opening = &self.lines[self.first];
        let in_list = starts_item(opening.text())
            && shape(opening.text()) == shape(b.text())
            && (opening.start - b.start).abs() < self.tuned.aligned * b.size;
        !(full && open) || in_list
    }

    /// A line set in or out against its paragraph.
    fn is_indented(&self, a: &TextLine, b: &TextLine, open: bool) -> bool {
        let (tuned, em) = (self.tuned, b.size);
        let indent = tuned.indent * em;
        let shift = b.start - a.start;
        let next_is_out = self.lines.get(self.at + 1).is_some_and(|next| next.start < b.start - indent);
        if self.at - self.first == 1 {
            // The second line may be set out (after a first-line indent) or in (under a hanging number).
            return !open
                && next_is_out
                && shift > -tuned.second_outdent * em
                && shift < tuned.most_indent * em
                && !starts_item(a.text());
        }
        if shift > indent { !open || next_is_out } else { shift < -indent }
    }
}

/// Whether a line opens with a raised number, as the paragraphs of Swiss acts do: "1bis The Office".
fn opens_raised(line: &TextLine) -> bool {
    const LONGEST: usize = 8;
    let text = line.text();
    let Some(number) = line.line.words.first().filter(|word| word.superscript) else { return false };
    let (Some(number), Some(rest)) = (number.span.cut(text), text.get(number.span.end()..)) else {
        return false;
    };
    number.len() <= LONGEST
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(char::is_alphanumeric)
        && rest.trim_start().starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
}

/// "(Adopted by the Committee on 2 July)": one pair of brackets around a whole line.
fn is_in_brackets(line: &str) -> bool {
    let inside = line.trim().strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    inside.is_some_and(|inside| inside.contains(' ') && !inside.contains(['(', ')']))
}

/// What the first word of a line looks like: "(a)" and "(iv)" alike, "2." and "13." alike.
fn shape(line: &str) -> String {
    let word = line.split_whitespace().next().unwrap_or_default();
    let mut shape = String::new();
    for c in word.chars() {
        let kind = match c {
            _ if c.is_numeric() => '1',
            _ if c.is_lowercase() => 'a',
            _ if c.is_alphabetic() => 'A',
            _ => c,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

/// Whether a line ends a sentence or a point of a list.
fn ends_sentence(line: &str) -> bool {
    punctuation::ends(line) || line.trim_end().ends_with('—')
}

/// Whether a line leads to a page number, as those of a table of contents do: "Scope ..... 4".
pub(super) fn ends_in_leader(line: &str) -> bool {
    let head = line.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | 'i' | 'v' | 'x' | 'I' | 'V' | 'X') || invisible::is_noise(c)
    });
    let dots =
        head.chars().rev().filter(|c| !c.is_whitespace()).take_while(|c| matches!(c, '.' | '…' | '·' | '_'));
    head.len() < line.len() && dots.map(|c| if c == '…' { 3 } else { 1 }).take(5).sum::<usize>() >= 5
}

/// A line of hyphens or equals signs only.
fn is_typed_rule(line: &str) -> bool {
    let bytes = line.trim().as_bytes();
    bytes.len() > 4 && (bytes.iter().all(|byte| *byte == b'-') || bytes.iter().all(|byte| *byte == b'='))
}

/// Whether a line ends inside a word.
fn ends_in_hyphen(line: &str) -> bool {
    let word = line.trim_end().strip_suffix(['-', '\u{2010}', '\u{ad}']);
    word.is_some_and(|word| word.ends_with(char::is_alphabetic))
}

fn ends_in_conjunction(line: &str) -> bool {
    line.rsplit(char::is_whitespace).next().is_some_and(is_conjunction)
}

/// "under paragraphs (a) and": what the conjunction joins are references, not items.
fn ends_in_reference(line: &str) -> bool {
    let before = line.rsplit(char::is_whitespace).nth(1).unwrap_or_default();
    ends_in_conjunction(line) && before.starts_with('(') && before.trim_end_matches(',').ends_with(')')
}

/// Whether a line opens as the rest of a sentence does: with a small letter, or a number that opens no item.
fn reads_low(line: &str) -> bool {
    starts_lower(line) || (line.starts_with(char::is_numeric) && !starts_item(line))
}

fn starts_lower(line: &str) -> bool {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    bare.starts_with(char::is_lowercase)
}

/// "Article 4" on a line of its own, which ends no sentence.
fn is_unit_alone(line: &str) -> bool {
    if !is_number_alone(line) {
        return false;
    }
    // "第五条", but not "第五条各国应保护": without its last sign it numbers nothing.
    let head = line.char_indices().next_back().map_or("", |(last, _)| &line[..last]);
    let joined = line.starts_with(['第', '제']) && starts_item(line) && !starts_item(head);
    (joined || is_unit(line)) && !ends_sentence(line) && !line.ends_with(',')
}

/// "ANNEX" alone on its line.
fn is_annex_alone(line: &TextLine) -> bool {
    let text = line.text().trim();
    text.chars().all(char::is_uppercase) && division(text) == Some(Division::Annex)
}

/// Whether the last word of a line is written small.
fn ends_low(line: &str) -> bool {
    line.rsplit(char::is_whitespace).next().is_some_and(starts_lower)
}

/// Whether two lines are in scripts of different families, as two languages article by article are.
fn is_other_script(a: &str, b: &str) -> bool {
    let (a, b) = (script::family(a), script::family(b));
    a != b && a.is_some() && b.is_some()
}

/// "Article 1", "CHAPTER IV": the number of a unit without its title.
fn is_number_alone(line: &str) -> bool {
    line.split_whitespace().nth(2).is_none() && starts_item(line)
}
