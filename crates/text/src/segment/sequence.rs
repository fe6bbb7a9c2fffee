//! Which number belongs to which list: the reading of all markers under which the numbering continues best.
//!
//! "(i)" after "(h)" is the ninth letter if "(j)" follows and a Roman one if "(ii)" does. So levels are not decided
//! line by line: a beam search keeps the cheapest ways to nest the lines of a scope, where a number that continues
//! its list costs nothing and gaps, restarts and odd starts cost more. Costs are tenths; a tie goes to the first found.

use super::marker::{Form, Marker};
use super::number::{Reading, Series};

/// How many ways are kept.
const BEAM: usize = 10;
/// How much dearer than the cheapest a way may be to be kept.
const HOPELESS: u32 = 50;
/// Deepest nesting.
const LEVELS: usize = 8;

/// A line as far as its place in the nesting goes.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Its marker, if it starts with one.
    pub(super) marker: Option<&'a Marker>,
    /// Whether it is a heading.
    pub(super) heading: bool,
    /// Whether the line before it ends with a colon.
    pub(super) after_colon: bool,
    /// Whether the line before it ends in mid-sentence or with a semicolon.
    pub(super) after_open: bool,
    /// Whether its words begin in lower case.
    pub(super) lower: bool,
    /// Whether it cannot belong to an item: the next reason of a preamble.
    pub(super) top: bool,
    /// Whether it is a number alone.
    pub(super) lone: bool,
    /// Whether it begins large and ends with a colon: words of their own before a list.
    pub(super) announces: bool,
    /// Whether it is quoted of another act, which belongs to the item that announces it.
    pub(super) quoted: bool,
    /// Whether wide white sets its number off, as in a margin.
    pub(super) set_off: bool,
    /// Left edge in points.
    pub(super) indent: Option<f32>,
}

/// Where a line belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Text without a number inside the item at this depth; 0 is the scope itself.
    Text(u8),
    /// An item of the list at this depth (from 1), by the reading of its marker with this index.
    Item {
        /// Depth of the list.
        depth: u8,
        /// Index of the reading.
        reading: u8,
        /// Whether it opens a list.
        opens: bool,
        /// What was odd about its number.
        odd: bool,
    },
    /// A heading without a number that belongs inside the item at this depth.
    Heading(u8),
}

/// An open list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    last: Reading,
    form: Form,
    sign: char,
    indent: Option<f32>,
    heading: bool,
}

/// One way to nest the lines so far.
#[derive(Clone, Copy, Debug)]
struct State {
    cost: u32,
    depth: u8,
    frames: [Option<Frame>; LEVELS],
    /// The list that was closed last at the top, which may run on under a new heading.
    running: Option<Frame>,
    /// The step that led here.
    step: u32,
}

/// One decision and the step before it.
struct Step {
    before: u32,
    place: Place,
}

/// Places the lines of one scope. `root` is the number of the scope when its items may repeat it (Article 4: 4.1, 4.2).
///
/// `running` is the list of paragraphs that ended with the scope before and may run on; it is updated.
pub(super) fn places(lines: &[Line<'_>], root: &[u16], running: &mut Option<Frame>) -> Vec<Place> {
    let start = State { cost: 0, depth: 0, frames: [None; LEVELS], running: *running, step: u32::MAX };
    let mut beam = vec![start];
    let mut steps: Vec<Step> = Vec::with_capacity(lines.len() * BEAM);
    let mut choices: Vec<Choice> = Vec::new();
    for line in lines {
        choices.clear();
        for (from, state) in beam.iter().enumerate() {
            let mut options = Options { state, line, from, choices: &mut choices };
            options.expand(root);
        }
        choices.sort_by_key(|choice| choice.cost);
        let hopeless = choices.first().map_or(0, |best| best.cost + HOPELESS);
        choices.truncate(BEAM.min(choices.partition_point(|choice| choice.cost <= hopeless)));
        let after = choices.iter().map(|choice| {
            let before = &beam[choice.from];
            steps.push(Step { before: before.step, place: choice.place });
            let step = u32::try_from(steps.len() - 1).unwrap_or(u32::MAX);
            before.after(choice, line, step)
        });
        beam = after.collect();
    }
    if let Some(best) = beam.first_mut() {
        best.close(0);
        *running = best.running;
    }
    let mut places = Vec::with_capacity(lines.len());
    let mut at = beam.first().map_or(u32::MAX, |state| state.step);
    while let Some(step) = steps.get(at as usize) {
        places.push(step.place);
        at = step.before;
    }
    places.reverse();
    places
}

/// One way to place the next line.
#[derive(Clone, Copy)]
struct Choice {
    cost: u32,
    from: usize,
    place: Place,
}

/// The ways to place a line after one state.
struct Options<'a> {
    state: &'a State,
    line: &'a Line<'a>,
    from: usize,
    choices: &'a mut Vec<Choice>,
}

impl Options<'_> {
    fn add(&mut self, cost: u32, place: Place) {
        self.choices.push(Choice { cost: self.state.cost + cost, from: self.from, place });
    }

    fn expand(&mut self, root: &[u16]) {
        let line = self.line;
        if let Some(marker) = line.marker {
            for (index, reading) in marker.readings.iter().enumerate() {
                let new = frame(marker, *reading, line);
                let index = u8::try_from(index).unwrap_or(0);
                self.continuing(&new, index);
                self.opening(&new, index, root);
            }
            if !line.heading {
                self.texts(if line.lone { 8 } else { refusal(marker, line) });
            }
        } else if line.heading {
            self.add(0, Place::Heading(heading_frames(self.state)));
        } else {
            self.texts(0);
        }
    }
}

impl State {
    fn after(&self, choice: &Choice, line: &Line<'_>, step: u32) -> Self {
        let mut after = *self;
        after.cost = choice.cost;
        after.step = step;
        match choice.place {
            Place::Text(depth) | Place::Heading(depth) => after.close(depth),
            Place::Item { depth, reading, .. } => {
                after.close(depth - 1);
                if let Some(marker) = line.marker
                    && let Some(reading) = marker.readings.get(usize::from(reading))
                {
                    after.push(frame(marker, *reading, line));
                }
            }
        }
        after
    }

    /// Closes all lists deeper than `depth`.
    fn close(&mut self, depth: u8) {
        for at in (usize::from(depth)..usize::from(self.depth)).rev() {
            if let Some(frame) = self.frames[at].take()
                && !frame.heading
                && frame.last.series.is_figures()
            {
                self.running = Some(frame);
            }
        }
        self.depth = depth.min(self.depth);
    }

    fn push(&mut self, frame: Frame) {
        if let Some(slot) = self.frames.get_mut(usize::from(self.depth)) {
            *slot = Some(frame);
            self.depth += 1;
        }
    }
}

fn frame(marker: &Marker, reading: Reading, line: &Line<'_>) -> Frame {
    Frame { last: reading, form: marker.form, sign: marker.sign, indent: line.indent, heading: line.heading }
}

/// What it costs to take a marker for words.
fn refusal(marker: &Marker, line: &Line<'_>) -> u32 {
    let value = marker.readings.iter().map(Reading::value).min().unwrap_or(0);
    // "(2) is desirable" after a full stop speaks of what was counted before.
    let speaks = line.lower && !line.after_open && !line.after_colon && value > 1;
    match marker.form {
        Form::Bare if !line.set_off => 8,
        Form::Bare => 20,
        Form::Dot if value >= 200 => 5,
        Form::Round if speaks => 6,
        Form::Sign | Form::Round | Form::Half | Form::Dot | Form::Degree | Form::Comma => 32,
    }
}

impl Options<'_> {
    /// The ways in which an item continues an open list.
    fn continuing(&mut self, new: &Frame, index: u8) {
        for depth in (1..=self.state.depth).rev() {
            let Some(open) = self.state.frames[usize::from(depth) - 1] else { continue };
            let Some(step) = step_cost(&open, new) else { continue };
            let mut cost = step + u32::from(new.last.doubt) + u32::from(self.state.depth - depth);
            cost += apart(open.indent, new.indent, 14.0, 3);
            cost += if open.heading == new.heading { 0 } else { 6 };
            self.add(cost, Place::Item { depth, reading: index, opens: false, odd: step >= 20 });
        }
    }

    /// The ways in which an item opens a list.
    fn opening(&mut self, new: &Frame, index: u8, root: &[u16]) {
        let state = self.state;
        // "§ 1º" counts the paragraphs of the article, "A. whereas …" its reasons, whatever list is open.
        let signed = new.sign == '§' || self.line.top;
        for below in (0..=state.depth).rev() {
            let closed = if signed { below > 0 } else { below < state.depth && !reopens(state, below, new) };
            if usize::from(below) >= LEVELS || closed {
                continue;
            }
            let parent = below.checked_sub(1).and_then(|at| state.frames[usize::from(at)]);
            let mut cost =
                start_cost(state, parent.as_ref(), new, self.line, root) + u32::from(new.last.doubt);
            // 1.1.2.1 says itself that it belongs to 1.1.2, whatever list is open in between.
            let path = new.last.path();
            let belongs = path.len() > 1 && parent.is_some_and(|open| open.last.path() == new.last.prefix());
            // "２" follows the items "一", "二" of the first paragraph, which has no number.
            let items = state.frames[usize::from(below).min(LEVELS - 1)]
                .is_some_and(|open| open.last.series == Series::Han && open.form == Form::Bare);
            let second = items && new.form == Form::Bare && self.line.set_off;
            let leaving = if belongs || signed || second { 4 } else { 12 };
            cost += if below < state.depth { leaving + u32::from(state.depth - below) } else { 0 };
            let outside = state.frames[..usize::from(below.saturating_sub(1))].iter().flatten();
            let elsewhere = outside.filter(|open| open.last.path().len() + 1 == path.len());
            let strays =
                path.len() > 1 && elsewhere.into_iter().any(|open| open.last.path() == new.last.prefix());
            cost += if strays { 30 } else { 0 };
            for open in state.frames[..usize::from(below)].iter().flatten() {
                cost += nested_cost(open, new, self.line.after_colon);
            }
            if let (Some(outer), Some(inner)) = (parent.and_then(|p| p.indent), new.indent) {
                cost += if inner < outer - 8.0 { 5 } else { 0 };
            }
            let runs_on = state.running.is_some_and(|run| step_cost(&run, new) == Some(0));
            // An excerpt may begin with any number.
            let first = below == 0 && state.depth == 0 && state.running.is_none();
            let odd = cost >= 20 && new.last.value() != 1 && !runs_on && !first;
            self.add(cost, Place::Item { depth: below + 1, reading: index, opens: true, odd });
        }
    }

    /// The places where a line without a number may belong.
    fn texts(&mut self, extra: u32) {
        let (state, line) = (self.state, self.line);
        let headings = heading_frames(state);
        let deepest = if line.top { headings } else { state.depth };
        if line.quoted {
            return self.add(extra, Place::Text(state.depth));
        }
        for depth in (headings..=deepest).rev() {
            let innermost = depth == state.depth;
            let frame = depth.checked_sub(1).and_then(|at| state.frames[usize::from(at)]);
            let point = frame.is_some_and(|frame| is_point(&frame));
            let deeper = state.frames.get(usize::from(depth)).copied().flatten();
            let mut cost = match (innermost, point) {
                (true, true) => {
                    if line.announces {
                        9
                    } else if line.lower || line.after_open {
                        2
                    } else {
                        6
                    }
                }
                (true, false) => 0,
                // Leaving a numbered paragraph for the text of the whole article.
                (false, _) if deeper.is_some_and(|frame| !is_point(&frame)) => 9,
                (false, true) => 4,
                (false, false) => 3,
            };
            if let (Some(item), Some(here)) = (frame.and_then(|frame| frame.indent), line.indent)
                && innermost
                && point
            {
                cost = if here > item + 5.0 {
                    1
                } else if here < item - 6.0 {
                    cost + 5
                } else {
                    cost
                };
            }
            self.add(cost + extra, Place::Text(depth));
        }
    }
}

/// What it costs to open `new` inside an item of `open`: much where both count alike, unless the page sets `new` in or a
/// colon announces it ("67. … the following recommendations:" 1., 2., 3. and then 68.).
fn nested_cost(open: &Frame, new: &Frame, after_colon: bool) -> u32 {
    const SET_IN: f32 = 10.0;
    let same = open.last.series == new.last.series && open.form == new.form && open.sign == new.sign;
    let decimal = new.last.path().len() > open.last.path().len();
    let repeat = match same && !decimal {
        true if open.heading && !new.heading => 10,
        true if !new.heading && new.last.is_first() => match open.indent.zip(new.indent) {
            Some((outer, inner)) if inner > outer + SET_IN => 6,
            Some((outer, inner)) if inner < outer - SET_IN => 30,
            _ if after_colon => 12,
            _ => 30,
        },
        true => 30,
        false => 0,
    };
    // "1." right behind "•" counts for itself, unless the page sets it in or a colon announces it.
    let set_in = open.indent.zip(new.indent).is_some_and(|(outer, inner)| inner > outer + SET_IN);
    let counts = new.last.series == Series::Arabic && new.form == Form::Dot;
    let behind = open.last.series == Series::Bullet && counts;
    let behind = if behind && !after_colon && !set_in { 14 } else { 0 };
    // A heading inside a list item is rare.
    repeat + behind + if new.heading && !open.heading { 25 } else { 0 }
}

/// What it costs that `new` follows `open` in one list; `None` when it cannot.
fn step_cost(open: &Frame, new: &Frame) -> Option<u32> {
    let (last, now) = (&open.last, &new.last);
    if last.series != now.series || last.prefix() != now.prefix() {
        return None;
    }
    if now.series == Series::Bullet {
        return (open.sign == new.sign).then_some(0);
    }
    let decimal = now.path().len() > 1;
    let form = match (open.form == new.form, decimal) {
        (true, _) | (_, true) => 0,
        _ if open.form == Form::Bare || new.form == Form::Bare => 16,
        _ => 12,
    };
    let (before, value) = (i32::from(last.value()), i32::from(now.value()));
    let step = match value - before {
        1 if now.suffix == 0 => 0,
        1 => 8,
        0 if now.suffix == last.suffix + 1 => 2,
        0 if now.suffix > last.suffix => 12,
        0 => 34,
        gap @ 2..=12 => 18 + 2 * u32::try_from(gap).unwrap_or(0),
        _ => 45,
    };
    Some(step + form)
}

/// Whether a new list may take the place of the one open below `below` without a line of text in between: only where
/// it counts otherwise (bullets after letters) or starts anew.
fn reopens(state: &State, below: u8, new: &Frame) -> bool {
    state.frames[usize::from(below)].is_some_and(|open| {
        open.last.series != new.last.series || open.form != new.form || new.last.value() == 1
    })
}

fn start_cost(state: &State, parent: Option<&Frame>, new: &Frame, line: &Line<'_>, root: &[u16]) -> u32 {
    let (path, value) = (new.last.path(), new.last.value());
    if new.last.series == Series::Bullet {
        return if line.after_colon { 0 } else { 3 };
    }
    if path.len() > 1 {
        let holder = parent.map_or(root, |frame| frame.last.path());
        let fits = holder == new.last.prefix();
        return match (fits, value) {
            (true, 1) => 0,
            (true, _) => 14,
            (false, 1) => 6,
            (false, _) => 18,
        };
    }
    if let Some(run) = &state.running
        && step_cost(run, new) == Some(0)
        && parent.is_none_or(|frame| frame.heading)
    {
        return 2;
    }
    if value == 1 && new.last.suffix == 0 {
        let bare = if new.form == Form::Bare && !line.set_off { 6 } else { 0 };
        return bare + if line.after_colon { 0 } else { 5 + u32::from(line.after_open) };
    }
    // The first paragraph of a Japanese article has no number: "２" follows it.
    if value == 2 && line.set_off && new.last.suffix == 0 {
        return if parent.is_none_or(|frame| frame.heading) { 8 } else { 28 };
    }
    24 + u32::from(value.min(20)) / 2 + if new.form == Form::Bare && !line.set_off { 10 } else { 0 }
}

/// Whether a list counts points (letters, Roman numbers, bullets) and not paragraphs.
fn is_point(frame: &Frame) -> bool {
    !frame.heading && !frame.last.series.is_figures()
}

fn heading_frames(state: &State) -> u8 {
    let open = &state.frames[..usize::from(state.depth)];
    u8::try_from(open.iter().take_while(|frame| frame.is_some_and(|f| f.heading)).count()).unwrap_or(0)
}

/// The cost of two left edges that should be equal.
fn apart(a: Option<f32>, b: Option<f32>, tolerance: f32, cost: u32) -> u32 {
    match (a, b) {
        (Some(a), Some(b)) if (a - b).abs() > tolerance => cost,
        _ => 0,
    }
}
