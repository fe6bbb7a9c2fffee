//! Tables that nothing rules: their columns are told by the white that runs down between them, their rows by what begins
//! on one line. Columns of running text have such white as well, but fill all their lines.

use std::ops::Range;

/// A stretch of a line that white parts from the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) from: f32,
    pub(crate) to: f32,
    pub(crate) kind: Kind,
    /// How many letters and signs it has.
    pub(crate) length: usize,
}

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Words,
    /// "(a)", "•": what an item of a list begins with.
    Marker,
    /// Nothing but figures.
    Figures,
    /// Dots or strokes that lead to a page number or are to be written on.
    Leader,
}

/// What a stretch of this text is.
pub(crate) fn kind(text: &str) -> Kind {
    const RUN: usize = 4;
    let bare = text.trim_matches(['(', ')', '.', '[', ']']);
    let leads = ['.', '_', '…', '·'].into_iter().any(|sign| {
        let run = text.chars().fold((0, 0), |(most, run), c| {
            let run = if c == sign { run + 1 } else { 0 };
            (run.max(most), run)
        });
        run.0 >= RUN || sign == '…' && run.0 > 1
    });
    let short = bare.chars().count() <= RUN;
    if leads {
        Kind::Leader
    } else if !text.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) && bare.len() == text.len() {
        Kind::Figures
    } else if short && (bare.len() < text.len() || !text.contains(char::is_alphanumeric)) {
        Kind::Marker
    } else {
        Kind::Words
    }
}

/// The stretches of a line, from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// Where it is from the top, and how high its type is.
    pub(crate) at: f32,
    pub(crate) height: f32,
    pub(crate) stretches: Vec<Stretch>,
}

/// The tuned numbers, in heights of type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measure {
    /// Narrowest white between two columns.
    pub(crate) gap: f32,
    /// Widest white between two lines of a table.
    pub(crate) lines: f32,
    /// How far the left edges of a column may be apart.
    pub(crate) edge: f32,
}

/// A table: its lines, the middle of the white between its columns, and the lines that its rows begin on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) lines: Range<usize>,
    pub(crate) gutters: Vec<f32>,
    pub(crate) starts: Vec<usize>,
}

/// Narrowest white between the words at the head of two columns.
const HEAD: f32 = 0.3;
/// Fewest columns and rows.
const COLUMNS: usize = 3;
const ROWS: usize = 3;
/// Lines that fill more of their columns than this are columns of running text, where they are long.
const FILLED: f32 = 0.85;
const LONG: usize = 25;

/// The tables of lines that are in order from the top.
pub(crate) fn tables(lines: &[Line], measure: &Measure) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let free = found.last().map_or(0, |last| last.lines.end);
        match table(lines, at, free, measure) {
            Some(table) => {
                at = table.lines.end;
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

/// The table whose head is at `at`, or right above, where a line is `free` for it.
fn table(lines: &[Line], at: usize, free: usize, measure: &Measure) -> Option<Found> {
    let head = &lines[at];
    if head.stretches.len() < COLUMNS {
        return None;
    }
    let mut gutters: Vec<(f32, f32)> =
        head.stretches.windows(2).map(|pair| (pair[0].to, pair[1].from)).collect();
    let mut end = at + 1;
    while let Some(line) = lines.get(end) {
        let before = &lines[end - 1];
        if line.at - before.at > measure.lines * before.height.max(line.height) {
            break;
        }
        let narrower = narrowed(&gutters, line, measure.gap * line.height);
        if narrower.len() < gutters.len() {
            break;
        }
        gutters = narrower;
        end += 1;
    }
    // What follows below in one column belongs to the table only as the rest of its last row.
    let last = (at..end).rev().find(|at| lines[*at].stretches.len() > 1)?;
    let leading = leading(&lines[at..end]);
    let close = |at: &usize| lines[*at].at - lines[at - 1].at <= 1.25 * leading;
    let end = last + 1 + (last + 1..end).take_while(close).count();
    // The words at the head of two narrow columns may be nearer to each other than the columns are.
    let above = at.checked_sub(1).filter(|above| *above >= free).filter(|above| {
        let line = &lines[*above];
        let near = lines[at].at - line.at <= measure.lines * line.height;
        near && line.stretches.len() > 1
            && narrowed(&gutters, line, HEAD * line.height).len() == gutters.len()
    });
    let at = above.unwrap_or(at);
    let gutters: Vec<f32> = gutters.into_iter().map(|(from, to)| f32::midpoint(from, to)).collect();
    let starts = starts(&lines[at..end], &gutters, leading).into_iter().map(|start| start + at).collect();
    let found = Found { lines: at..end, gutters, starts };
    (found.starts.len() >= ROWS && is_table(lines, &found, measure)).then_some(found)
}

/// The white strips as far as a line leaves them white.
fn narrowed(gutters: &[(f32, f32)], line: &Line, least: f32) -> Vec<(f32, f32)> {
    let left_white = |&(from, to): &(f32, f32)| {
        let (mut from, mut to) = (from, to);
        for stretch in &line.stretches {
            if stretch.to <= from || stretch.from >= to {
                continue;
            }
            // Text that reaches in from one side narrows the strip.
            if stretch.from <= from && stretch.to < to {
                from = stretch.to;
            } else if stretch.to >= to && stretch.from > from {
                to = stretch.from;
            } else {
                return None;
            }
        }
        (to - from >= least).then_some((from, to))
    };
    gutters.iter().filter_map(left_white).collect()
}

/// The column that a stretch lies in.
fn column(gutters: &[f32], stretch: &Stretch) -> usize {
    let middle = f32::midpoint(stretch.from, stretch.to);
    gutters.iter().filter(|gutter| **gutter < middle).count()
}

/// The least distance between two lines.
fn leading(lines: &[Line]) -> f32 {
    lines.windows(2).map(|pair| pair[1].at - pair[0].at).fold(f32::INFINITY, f32::min)
}

/// Where rows begin: below white that is wider than that between lines, else on the lines that the column with the
/// fewest lines has text on.
fn starts(lines: &[Line], gutters: &[f32], leading: f32) -> Vec<usize> {
    const WIDER: f32 = 1.25;
    // Rows that are counted begin on the lines with their numbers.
    let first =
        |line: &Line| line.stretches.first().filter(|one| column(gutters, one) == 0).map(|one| one.kind);
    let numbers = |kind: Kind| matches!(kind, Kind::Figures | Kind::Marker);
    let counted: Vec<usize> =
        (0..lines.len()).filter(|at| *at == 0 || first(&lines[*at]).is_some()).collect();
    if counted.len() >= ROWS && counted.iter().skip(1).all(|at| first(&lines[*at]).is_some_and(numbers)) {
        return counted;
    }
    let below_white: Vec<usize> = (0..lines.len())
        .filter(|at| *at == 0 || lines[*at].at - lines[at - 1].at > WIDER * leading)
        .filter(|at| *at == 0 || lines[*at].stretches.len() > 1)
        .collect();
    if below_white.len() >= ROWS {
        return below_white;
    }
    let columns = gutters.len() + 1;
    let fills = |line: &Line, at: usize| line.stretches.iter().any(|one| column(gutters, one) == at);
    let count = |at: usize| lines.iter().filter(|line| fills(line, at)).count();
    let sparsest = (0..columns).min_by_key(|at| (count(*at), *at)).unwrap_or(0);
    (0..lines.len()).filter(|at| *at == 0 || fills(&lines[*at], sparsest)).collect()
}

/// Whether what lies between strips of white is a table and neither columns of running text, nor lists with their
/// numbers, nor a table of contents, nor lines to sign on.
fn is_table(lines: &[Line], found: &Found, measure: &Measure) -> bool {
    let lines = &lines[found.lines.clone()];
    let columns = found.gutters.len() + 1;
    let all = || lines.iter().flat_map(|line| &line.stretches);
    let count = all().count();
    let words = all().filter(|one| one.kind == Kind::Words).count();
    let letters: usize = all().map(|one| one.length).sum();
    let own = |at: usize| all().filter(move |one| column(&found.gutters, one) == at);
    // The number of a heading beside running text makes no column of its own.
    let counts: Vec<usize> = (0..columns).map(|at| own(at).count()).filter(|count| *count >= ROWS).collect();
    let filled = counts.iter().sum::<usize>() as f32 / (lines.len() * counts.len().max(1)) as f32;
    if all().any(|one| one.kind == Kind::Leader) || filled > FILLED && letters > LONG * count || words == 0 {
        return false;
    }
    let worded = |at: &usize| {
        let (all, markers) = (own(*at).count(), own(*at).filter(|one| one.kind == Kind::Marker).count());
        2 * markers < all
    };
    let figures =
        |at: usize| own(at).filter(|one| one.kind == Kind::Figures).count() * 10 >= own(at).count() * 8;
    let contents = columns == COLUMNS && figures(columns - 1) && (figures(0) || !worded(&0));
    let height = lines[0].height;
    (0..columns).filter(worded).count() + 1 >= columns.max(COLUMNS)
        && !contents
        && (0..columns).all(|at| is_aligned(&own(at).copied().collect::<Vec<_>>(), measure.edge * height))
}

/// Whether most stretches of a column begin, end or lie in the middle at one place.
fn is_aligned(column: &[Stretch], edge: f32) -> bool {
    let near = |place: fn(&Stretch) -> f32| {
        let mut most = 0;
        for one in column {
            let at = place(one);
            most = most.max(column.iter().filter(|other| (place(other) - at).abs() <= edge).count());
        }
        10 * most >= 7 * column.len()
    };
    near(|one| one.from) || near(|one| one.to) || near(|one| f32::midpoint(one.from, one.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURE: Measure = Measure { gap: 2.0, lines: 3.5, edge: 1.0 };

    /// Lines of a text in type of one width, parted where two spaces are.
    fn lines(text: &str) -> Vec<Line> {
        let stretches = |line: &str| {
            let mut at = 0;
            let mut stretches = Vec::new();
            for part in line.split("  ") {
                let words = part.trim();
                if !words.is_empty() {
                    let from = (at + part.len() - part.trim_start().len()) as f32;
                    let to = from + words.len() as f32;
                    stretches.push(Stretch { from, to, kind: kind(words), length: words.len() });
                }
                at += part.len() + 2;
            }
            stretches
        };
        let shown = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        shown.map(|(at, line)| Line { at: at as f32, height: 1.0, stretches: stretches(line) }).collect()
    }

    #[test]
    fn rows_of_aligned_columns_are_told() {
        let table = lines(
            "Action                 Actor         Deadline\n\
             Light the lamps of     Keepers       June 2032\n\
             the outer harbour\n\
             Mend the nets          Fishers of    May 2033\n\
             \x20                      the bay\n",
        );
        let found = tables(&table, &MEASURE);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].lines.clone(), found[0].starts.clone()), (0..5, vec![0, 1, 3]));
    }

    #[test]
    fn running_text_lists_and_contents_are_no_tables() {
        for text in [
            "The keepers of all the harbours  light their lamps when the dusk  and the fishers of the bays\n\
             shall be told when ships come in  comes and put them out again at  come home with their boats at\n\
             from the north and from the east  dawn, for nobody needs them then  night when all the lamps are lit\n",
            "III.  The keepers of the harbours light  shall be told when ships come in\n\
             \x20     their lamps when the dusk comes  from the north and from the east,\n\
             \x20     and put them out again at dawn,  and the fishers come home at night\n\
             \x20     for nobody needs them then, and  when all of the lamps have been lit\n",
            "1.  (a)  the lamps\n2.  (b)  the nets\n3.  (c)  the boats\n",
            "1   Scope           3\n2   Definitions     4\n3   Duties          7\n",
            "Alma ......  Keld ......  Ulm ......\nAlma ......  Keld ......  Ulm ......\nName ......  Name ......  Name ......\n",
        ] {
            assert_eq!(tables(&lines(text), &MEASURE), [], "{text}");
        }
    }
}
