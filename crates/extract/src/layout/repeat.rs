//! Headers, footers and page numbers: rows at one height of many pages with the same words, their numbers the same or
//! counting with the pages.

use super::params::{Running, share};
use super::row::Row;
use super::sheet::Sheet;
use crosscut_text::Role;
use crosscut_text::lexicon::roman;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are looked at from each edge of a page: more would make headers of the text, fewer miss the third line of a
/// header.
const DEPTH: usize = 4;

/// A page (what it shows in one direction of writing) with its rows, as far as this stage needs it.
pub(super) struct Sketch<'a> {
    pub(super) number: u32,
    pub(super) label: &'a str,
    pub(super) width: f32,
    pub(super) sheet: &'a Sheet,
    pub(super) rows: &'a [Row],
}

/// A row at the edge of a page.
#[derive(Debug)]
struct Edge {
    page: usize,
    row: usize,
    top: bool,
    /// Rows between it and the page's edge.
    rank: usize,
    /// Distance of its baseline from the page's edge.
    distance: f32,
    /// Whether that is near enough to the edge for a header or footer that keeps its height.
    near: bool,
    /// The words, digits written `#`.
    pattern: String,
    numbers: Vec<i64>,
    artifact: bool,
    /// Whether white or another size of type parts it from the next row inwards.
    lone: bool,
}

/// For each page, what each of its rows is: `None` for text. `body` is the size of most of the document's type.
pub(super) fn running(pages: &[Sketch<'_>], body: f32, tuned: &Running) -> Vec<Vec<Option<Role>>> {
    let mut edges: Vec<Edge> =
        pages.iter().enumerate().flat_map(|(page, sketch)| page_edges(page, sketch, tuned)).collect();
    let angle = |edge: &Edge| pages[edge.page].sheet.angle;
    edges.sort_by(|a, b| {
        angle(a)
            .cmp(&angle(b))
            .then(a.top.cmp(&b.top))
            .then(a.distance.total_cmp(&b.distance))
            .then(a.page.cmp(&b.page))
    });
    let mut found: Vec<Vec<bool>> = pages.iter().map(|sketch| vec![false; sketch.rows.len()]).collect();
    for cluster in edges
        .chunk_by(|a, b| angle(a) == angle(b) && a.top == b.top && b.distance - a.distance < tuned.height)
    {
        let near: Vec<&Edge> = cluster.iter().filter(|edge| edge.near).collect();
        repeated(&near, pages, tuned).iter().for_each(|edge| found[edge.page][edge.row] = true);
    }
    // On pages that are not full the footer is right below the text, at any height.
    for (top, rank) in (0..2 * DEPTH).map(|at| (at < DEPTH, at % DEPTH)) {
        let cluster: Vec<&Edge> = edges.iter().filter(|edge| edge.top == top && edge.rank == rank).collect();
        let all = repeated(&cluster, pages, tuned);
        if all.len() >= tuned.rank_fewest {
            all.iter().for_each(|edge| found[edge.page][edge.row] = true);
        }
    }
    let alone = |edge: &&Edge| {
        (edge.artifact && edge.near)
            || is_lone_number(edge, pages)
            || is_framed(edge, pages, &found, body, tuned)
    };
    let lone: Vec<&Edge> = edges.iter().filter(alone).collect();
    lone.into_iter().for_each(|edge| found[edge.page][edge.row] = true);
    drop_attached(&edges, pages.len(), &mut found, tuned);
    drop_inner(&edges, &mut found);
    take_alike(&edges, &mut found, tuned);
    let mut roles: Vec<Vec<Option<Role>>> =
        pages.iter().map(|sketch| vec![None; sketch.rows.len()]).collect();
    for edge in &edges {
        if found[edge.page][edge.row] && is_outermost(edge, &found[edge.page]) {
            roles[edge.page][edge.row] = Some(match edge.top {
                _ if is_page_number(&edge.pattern) => Role::PageNumber,
                true => Role::RunningHead,
                false => Role::RunningFoot,
            });
        }
    }
    flowing_numbers(pages, &mut roles, tuned);
    roles
}

/// The rows near the upper and lower edge of a page.
fn page_edges(page: usize, sketch: &Sketch<'_>, tuned: &Running) -> Vec<Edge> {
    let (rows, height) = (sketch.rows, sketch.sheet.height);
    let count = rows.len();
    let top = (0..count.min(DEPTH)).map(|row| (row, true));
    let bottom = (count.saturating_sub(DEPTH)..count).map(|row| (row, false));
    let mut edges = Vec::new();
    for (row, top) in top.chain(bottom) {
        let it = &rows[row];
        if it.table.is_some() {
            continue;
        }
        let first = it.tokens.first().map(|&token| &sketch.sheet.tokens[token as usize]);
        if first.is_some_and(|token| token.superscript) {
            continue; // the mark of a footnote
        }
        let (pattern, numbers) = pattern(sketch.sheet, it, tuned);
        let inner = if top { rows.get(row + 1) } else { row.checked_sub(1).map(|at| &rows[at]) };
        let lone = inner.is_none_or(|inner| {
            let step = (inner.baseline - it.baseline).abs();
            step > tuned.apart * it.size.max(inner.size)
                || (it.size - inner.size).abs() > tuned.size * inner.size
        });
        let artifact = it.tokens.iter().all(|&token| sketch.sheet.tokens[token as usize].artifact);
        let distance = if top { it.baseline } else { height - it.baseline };
        let (rank, near) = (if top { row } else { count - 1 - row }, distance < tuned.zone * height);
        edges.push(Edge { page, row, top, rank, distance, near, pattern, numbers, artifact, lone });
    }
    edges
}

/// A row's words with `#` for each number, and the numbers; a Roman number by itself counts as one.
fn pattern(sheet: &Sheet, row: &Row, tuned: &Running) -> (String, Vec<i64>) {
    let (mut pattern, mut numbers) = (String::new(), Vec::new());
    let mut number: Option<i64> = None;
    // Pages on the left have their number at the left, those on the right at the right: it is read first in both.
    let last = far_number(sheet, row, tuned).filter(|at| *at > 0);
    let first = last.and_then(|at| row.tokens.get(at));
    for &token in first.into_iter().chain(&row.tokens[..last.unwrap_or(row.tokens.len())]) {
        for c in sheet.text_of(&sheet.tokens[token as usize]).chars() {
            match c.to_digit(10) {
                Some(digit) => {
                    number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit.into()))
                }
                None => {
                    flush(&mut number, &mut pattern, &mut numbers);
                    pattern.extend(c.to_lowercase());
                }
            }
        }
        flush(&mut number, &mut pattern, &mut numbers);
    }
    if let Some(value) = roman::read(&pattern) {
        return ("#".into(), vec![value.into()]);
    }
    (pattern, numbers)
}

/// The place of a number at one end of a row that wide white, or a bar, parts from its words.
fn far_number(sheet: &Sheet, row: &Row, tuned: &Running) -> Option<usize> {
    let last = row.tokens.len().checked_sub(1).filter(|last| *last > 0)?;
    let token = |at: usize| &sheet.tokens[row.tokens[at] as usize];
    let text = |at: usize| sheet.text_of(token(at)).trim();
    let is_number = |at: usize| {
        let text = text(at);
        (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parted = |left: usize| {
        let bar = |at: usize| matches!(text(at), "|" | "¦" | "•" | "·");
        let white = token(left + 1).rect.x - token(left).rect.right();
        white > tuned.far * row.size || bar(left) || bar(left + 1)
    };
    [(last, last - 1), (0, 0)]
        .into_iter()
        .find_map(|(at, left)| (is_number(at) && parted(left)).then_some(at))
}

fn flush(number: &mut Option<i64>, pattern: &mut String, numbers: &mut Vec<i64>) {
    if let Some(value) = number.take() {
        pattern.push('#');
        numbers.push(value);
    }
}

/// The rows of one height that repeat each other, and those that are much like them.
fn repeated<'a>(cluster: &[&'a Edge], pages: &[Sketch<'_>], tuned: &Running) -> Vec<&'a Edge> {
    let mut groups: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for &edge in cluster {
        groups.entry(&edge.pattern).or_default().push(edge);
    }
    let (kept, rest): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(_, group)| group.len() > 1 && counts_with_pages(group, pages, tuned));
    // A few heads are enough to compare with: it is recognised text of one head that differs a little.
    let alike = |pattern: &str| {
        kept.iter().take(8).any(|(kept, _)| {
            // The number of the page may be read first though it stands last.
            let last = || kept.strip_prefix('#').map(|rest| format!("{rest}#"));
            likeness(kept, pattern) > tuned.alike
                || last().is_some_and(|kept| likeness(&kept, pattern) > tuned.alike)
        })
    };
    let rest = rest.into_iter().filter(|(pattern, _)| alike(pattern)).flat_map(|(_, group)| group);
    let all: Vec<&Edge> = kept.iter().flat_map(|(_, group)| group.iter().copied()).chain(rest).collect();
    if 2 * all.len() < cluster.len() { Vec::new() } else { all }
}

/// How alike two patterns are, as recognised text may differ from page to page: share of their letter pairs in common
/// (Dice).
fn likeness(a: &str, b: &str) -> f32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let mut pairs: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

/// Drops rows that repeat but are not set apart from the body: on most pages that have such a row, what is next to it
/// inwards is neither white nor a header or footer.
fn drop_attached(edges: &[Edge], pages: usize, found: &mut [Vec<bool>], tuned: &Running) {
    for _ in 0..DEPTH {
        let mut votes: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| found[edge.page][edge.row] && !edge.artifact) {
            let inner = if edge.top { Some(edge.row + 1) } else { edge.row.checked_sub(1) };
            let next_is_found = inner.and_then(|at| found[edge.page].get(at)).copied().unwrap_or(false);
            let vote = votes.entry((edge.top, &edge.pattern)).or_default();
            vote.0 += usize::from(edge.lone || next_is_found);
            vote.1 += 1;
        }
        // What most pages print is a header or footer, however close to the body it is.
        votes
            .retain(|_, (apart, all)| 2 * *apart < *all && (*all < tuned.attached_pages || 2 * *all < pages));
        let dropped: Vec<&Edge> = edges
            .iter()
            .filter(|edge| found[edge.page][edge.row] && votes.contains_key(&(edge.top, &*edge.pattern)))
            .collect();
        if dropped.is_empty() {
            return;
        }
        dropped.iter().for_each(|edge| found[edge.page][edge.row] = false);
    }
}

/// Drops rows that repeat inside the body, as headings that happen to count with the pages do.
fn drop_inner(edges: &[Edge], found: &mut [Vec<bool>]) {
    // A row of a short page is seen from both edges.
    let outermost = |edge: &&Edge| found[edge.page][edge.row] && is_outermost(edge, &found[edge.page]);
    let outer: BTreeSet<(usize, usize)> =
        edges.iter().filter(outermost).map(|edge| (edge.page, edge.row)).collect();
    let inner: Vec<&Edge> = edges
        .iter()
        .filter(|edge| found[edge.page][edge.row] && !outer.contains(&(edge.page, edge.row)))
        .collect();
    inner.into_iter().for_each(|edge| found[edge.page][edge.row] = false);
}

/// Takes in outermost rows with the words of a header or footer at another height, as on pages that were scanned.
fn take_alike(edges: &[Edge], found: &mut [Vec<bool>], tuned: &Running) {
    let mut known: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| found[edge.page][edge.row]) {
        *known.entry((edge.top, &edge.pattern)).or_default() += 1;
    }
    known.retain(|(_, pattern), count| {
        *count >= tuned.take_alike
            && pattern.chars().filter(|c| c.is_alphabetic()).count() >= tuned.take_letters
    });
    for edge in edges {
        let outer = if edge.top { &found[edge.page][..edge.row] } else { &found[edge.page][edge.row + 1..] };
        if outer.iter().all(|found| *found) && known.contains_key(&(edge.top, &*edge.pattern)) {
            found[edge.page][edge.row] = true;
        }
    }
}

/// Page numbers of a printed original that run along inside the text, as in contracts filed as web pages: rows that hold
/// a number alone, set apart, counting up by one over the whole document, each far from the next.
fn flowing_numbers(pages: &[Sketch<'_>], roles: &mut [Vec<Option<Role>>], tuned: &Running) {
    let mut numbers: Vec<(usize, usize, i64, usize)> = Vec::new();
    let mut words = 0;
    for (page, sketch) in pages.iter().enumerate() {
        for (row, it) in sketch.rows.iter().enumerate().filter(|(_, it)| it.table.is_none()) {
            words += it.tokens.len();
            let (pattern, values) =
                if it.tokens.len() < 4 { pattern(sketch.sheet, it, tuned) } else { continue };
            let apart = |other: Option<&Row>| {
                other.is_none_or(|other| {
                    (other.baseline - it.baseline).abs() > tuned.flowing_apart * it.size.max(other.size)
                })
            };
            let before = row.checked_sub(1).and_then(|at| sketch.rows.get(at));
            if is_page_number(&pattern)
                && values.len() == 1
                && apart(before)
                && apart(sketch.rows.get(row + 1))
            {
                numbers.push((page, row, values[0], words));
            }
        }
    }
    let mut chain: Vec<(usize, usize, i64, usize)> = Vec::new();
    for number in numbers {
        match chain.last() {
            Some(last) if number.2 == last.2 + 1 && number.3 > last.3 + tuned.flowing_words => {
                chain.push(number)
            }
            Some(last) if chain.len() < tuned.flowing_fewest && number.2 != last.2 => chain = vec![number],
            None => chain.push(number),
            _ => {}
        }
    }
    if chain.len() >= tuned.flowing_fewest {
        chain.into_iter().for_each(|(page, row, ..)| roles[page][row] = Some(Role::PageNumber));
    }
}

/// Whether each number of rows with the same words is mostly the same, or grows with the pages.
fn counts_with_pages(group: &[&Edge], pages: &[Sketch<'_>], tuned: &Running) -> bool {
    let slots = group[0].numbers.len();
    let most = |values: Vec<i64>| {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        values.iter().for_each(|value| *counts.entry(*value).or_default() += 1);
        // Two of three may be chance.
        let most = counts.into_values().max().unwrap_or(0);
        share(most, values.len()) >= tuned.counting && most >= values.len().min(tuned.equal_numbers)
    };
    (0..slots).all(|slot| {
        let value = |edge: &&Edge| edge.numbers.get(slot).copied().unwrap_or(-1);
        let same = most(group.iter().map(value).collect());
        same || most(group.iter().map(|edge| value(edge) - i64::from(pages[edge.page].number)).collect())
    })
}

/// A number alone at the edge of a page that is the page's own.
fn is_lone_number(edge: &Edge, pages: &[Sketch<'_>]) -> bool {
    edge.lone && edge.near && is_page_number(&edge.pattern) && names_page(edge, pages)
}

/// Whether the first number of a row is the page's own.
fn names_page(edge: &Edge, pages: &[Sketch<'_>]) -> bool {
    let page = &pages[edge.page];
    edge.numbers.first().is_some_and(|&n| n == i64::from(page.number) || page.label == n.to_string())
}

/// A header or footer that one page alone shows: the outermost row, in the margin and far from the text. It is a number,
/// or has the page's own number at one end, or is smaller than the text and above the text of all pages.
fn is_framed(edge: &Edge, pages: &[Sketch<'_>], found: &[Vec<bool>], body: f32, tuned: &Running) -> bool {
    let sketch = &pages[edge.page];
    let row = &sketch.rows[edge.row];
    let inner = if edge.top { Some(edge.row + 1) } else { edge.row.checked_sub(1) };
    let white = inner.and_then(|at| sketch.rows.get(at)).map(|inner| (inner.baseline - row.baseline).abs());
    let apart = white.is_some_and(|white| white > tuned.framed_apart * row.size);
    if edge.rank > 0 || edge.distance > tuned.margin * sketch.sheet.height || !apart {
        return false;
    }
    let numbered = || names_page(edge, pages) && far_number(sketch.sheet, row, tuned).is_some();
    let last = row.tokens.last().map(|&token| sketch.sheet.text_of(&sketch.sheet.tokens[token as usize]));
    // Text of other pages begins lower.
    let above_text = || {
        let others =
            pages.iter().enumerate().filter(|(page, other)| *page != edge.page && other.sheet.angle == 0);
        let firsts = others.filter_map(|(page, other)| {
            let text = other.rows.iter().zip(&found[page]).find(|(_, found)| !**found);
            text.map(|(first, _)| first.baseline)
        });
        firsts.fold(f32::INFINITY, f32::min) > row.baseline + row.size
    };
    let head = || {
        edge.top
            && sketch.number > 1
            && above_text()
            && row.size < tuned.framed_size * body
            && row.rect.w < tuned.framed_wide * sketch.width
            && !last.is_some_and(|last| last.ends_with(['.', ';', ':', ',']))
    };
    is_page_number(&edge.pattern) || numbered() || head()
}

/// "#", "- # -", "page # of #", "p a g e | #".
fn is_page_number(pattern: &str) -> bool {
    let bare: String = pattern.chars().filter(|c| c.is_alphanumeric() || *c == '#').collect();
    let words = bare.replace('#', "");
    bare.contains('#')
        && bare.matches('#').count() <= 2
        && [
            "", "page", "pageof", "p", "of", "seite", "página", "pág", "pagina", "pagede", "páginade", "de",
            "sur",
        ]
        .contains(&words.as_str())
}

/// Whether nothing but headers (or footers) is further out on the page, one row excepted.
fn is_outermost(edge: &Edge, found: &[bool]) -> bool {
    let outer = if edge.top { &found[..edge.row] } else { &found[edge.row + 1..] };
    outer.iter().filter(|found| !**found).count() <= 1
}
