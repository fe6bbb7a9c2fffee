//! What does not belong in a provision: running heads, page numbers, footnotes and headings, on real pages.
//!
//! Three checks, the last two without trusting the tags of the layout: (1) words of lines that the layout tags as head,
//! foot, page number, note or heading; (2) first and last lines of pages that come again on other pages, numbers left
//! out; (3) the smaller type of notes under a body of larger type, and "Article 5" alone on its line.

use super::{Failure, Figure, Read, absent, read};
use crosscut::text::{Clause, ClauseKind, Line, Page, Rect, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(crate) fn measure(shared: &Path, verbose: bool) -> Result<Vec<Figure>, Failure> {
    let folder = shared.join("corpus/agreements");
    if !folder.is_dir() {
        return Ok(absent("foreign lines in provisions", &folder));
    }
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let (mut pages, mut lines) = (0, 0);
    let mut found: BTreeMap<&str, usize> = CHECKS.iter().map(|check| (*check, 0)).collect();
    for path in paths {
        let read = read(&path)?;
        pages += read.pages.len();
        lines += read
            .pages
            .iter()
            .map(|page| page.blocks.iter().map(|b| b.lines.len()).sum::<usize>())
            .sum::<usize>();
        for (check, place) in foreign(&read) {
            *found.entry(check).or_default() += 1;
            if verbose {
                println!("  {} {check}: {place}", path.file_name().unwrap_or_default().to_string_lossy());
            }
        }
    }
    let figure = |(check, count): (&str, usize)| {
        let detail = format!("{lines} lines on {pages} pages looked at");
        Figure::at_most(format!("{check} in a provision"), count as f64, 0.0, detail)
    };
    let mut figures: Vec<Figure> = found.into_iter().map(figure).collect();
    figures.push(spoiled(&folder.join("eu-nis2.pdf"))?);
    Ok(figures)
}

/// How many of the checks find what they are for on pages that were spoiled so: the clauses are those of the agreement,
/// its pages say that lines inside of them are heads, headings, numbers or notes.
fn spoiled(path: &Path) -> Result<Figure, Failure> {
    let clean = read(path)?;
    let mut working = 0;
    for (check, name) in CHECKS.iter().enumerate() {
        let mut read = Read {
            pages: clean.pages.clone(),
            document: clean.document.clone(),
            clauses: clean.clauses.clone(),
        };
        let sound = !foreign(&read).iter().any(|(found, _)| found == name);
        let body = body_size(&read.pages);
        for page in read.pages.iter_mut().skip(30).take(12) {
            spoil(page, check, body);
        }
        working += usize::from(sound && foreign(&read).iter().any(|(found, _)| found == name));
    }
    let detail =
        "pages 31 to 42 of NIS2, lines of its provisions made head, heading, number, note".to_owned();
    let all = CHECKS.len() as f64;
    Ok(Figure::new("checks that find a spoiled page".into(), working as f64, Some(all), detail))
}

/// Makes lines of a page what one of the checks looks for.
fn spoil(page: &mut Page, check: usize, body: f32) {
    let edge =
        |line: &Line, size: f32| line.rect().is_some_and(|rect| rect.y < 0.15 * size || rect.y > 0.6 * size);
    let height = page.size.map_or(0.0, |size| size.h);
    if check == 2 || check == 3 {
        // What was tagged is no longer a line of the page, so that body lines are at its edges.
        page.blocks.retain(|block| block.role.is_text());
    }
    for block in page.blocks.iter_mut().filter(|block| block.role == Role::Body) {
        match check {
            0 => block.role = Role::RunningHead,
            1 => block.role = Role::Heading,
            _ => {}
        }
        for line in block.lines.iter_mut().filter(|line| edge(line, height)) {
            match check {
                1 => line.text = "Of pages that are spoiled".into(),
                2 => line.text = "Spoiled Official Journal".into(),
                3 => line.text = page.number.to_string(),
                4 => (line.text, line.font_size) = ("7 See a note.".into(), 0.5 * body),
                5 => line.text = "Article 5".into(),
                _ => {}
            }
        }
    }
}

const CHECKS: [&str; 6] = [
    "lines tagged head, foot, number or note",
    "lines tagged heading",
    "lines repeated at the edges of pages",
    "numbers alone at the edges of pages",
    "lines in the type of notes",
    "structural headings alone on their line",
];

/// The foreign lines inside provisions: which check found them, and where.
fn foreign(read: &Read) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let repeated = repeated(&read.pages);
    let body = body_size(&read.pages);
    for page in &read.pages {
        for (line, role, edge) in lines(page) {
            let Some(clause) = holder(read, page, line) else { continue };
            let place = || format!("{} p{}: {}", clause.eid, page.number, line.text);
            let mut add = |check: usize| found.push((CHECKS[check], place()));
            match role {
                Role::RunningHead | Role::RunningFoot | Role::PageNumber | Role::Note | Role::Aside => add(0),
                // A heading in the middle of a provision; bold words that open one belong to it, and a line in
                // mid-sentence is none, whatever the layout takes it for.
                Role::Heading if !opens(clause, line) && !in_sentence(clause, line) => add(1),
                _ => {}
            }
            if edge && repeated.contains(&masked(&line.text)) {
                add(2);
            }
            if edge && line.text.bytes().all(|b| b.is_ascii_digit()) {
                add(3);
            }
            let low = line.rect().zip(page.size).is_some_and(|(rect, size)| rect.y > 0.6 * size.h);
            let digit = line.text.starts_with(|c: char| c.is_ascii_digit() || c == '(');
            if low && digit && line.font_size > 0.0 && line.font_size < 0.85 * body && role == Role::Body {
                add(4);
            }
            // Tables of correspondence name articles in their cells.
            if is_structural(&line.text) && role != Role::TableCell {
                add(5);
            }
        }
    }
    found
}

/// The lines of a page with the role of their block and whether they are among its outermost two at either edge.
fn lines(page: &Page) -> Vec<(&Line, Role, bool)> {
    let mut lines: Vec<(&Line, Role)> =
        page.blocks.iter().flat_map(|block| block.lines.iter().map(move |line| (line, block.role))).collect();
    lines.retain(|(line, _)| line.rect().is_some());
    lines.sort_by(|a, b| {
        let y = |line: &Line| line.rect().map_or(0.0, |rect| rect.y);
        y(a.0).total_cmp(&y(b.0))
    });
    let count = lines.len();
    lines.into_iter().enumerate().map(|(at, (line, role))| (line, role, at < 2 || at + 2 >= count)).collect()
}

/// The provision that most words of a line belong to.
fn holder<'r>(read: &'r Read, page: &Page, line: &Line) -> Option<&'r Clause> {
    let rect = line.rect()?;
    let inside = |word: Rect| {
        let (x, y) = (word.x + word.w / 2.0, word.y + word.h / 2.0);
        x >= rect.x && x <= rect.right() && y >= rect.y && y <= rect.bottom()
    };
    let from = read.document.words.partition_point(|word| word.page < page.number);
    let words = read.document.words[from..].iter().take_while(|word| word.page == page.number);
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut notes = 0;
    for word in words.filter(|word| inside(word.rect)) {
        let at = read.clauses.partition_point(|clause| clause.span.end() <= word.span.start());
        match read.clauses.get(at) {
            Some(clause) if clause.kind == ClauseKind::Note => notes += 1,
            Some(_) => *counts.entry(at).or_default() += 1,
            None => {}
        }
    }
    let (at, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let clause = read.clauses.get(at)?;
    let outside = matches!(clause.kind, ClauseKind::Heading | ClauseKind::Signature | ClauseKind::Recital);
    (!outside && count * 2 > line.words.len() && notes == 0).then_some(clause)
}

/// Whether a clause begins with a line.
fn opens(clause: &Clause, line: &Line) -> bool {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    bare(&clause.text).starts_with(&bare(&line.text))
}

/// Whether the sentence of a clause is not over where a line begins.
fn in_sentence(clause: &Clause, line: &Line) -> bool {
    let before = clause.text.find(&line.text).map_or("", |at| clause.text[..at].trim_end());
    !before.is_empty() && !before.ends_with(['.', ';', ':', '!', '?'])
}

/// Lines among the outermost two of at least three pages, and of a tenth of all, numbers left out.
fn repeated(pages: &[Page]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for page in pages {
        for (line, _, edge) in lines(page) {
            let masked = masked(&line.text);
            if edge && masked.len() > 3 {
                counts.entry(masked).or_default().insert(page.number);
            }
        }
    }
    let least = 3.max(pages.len() / 10);
    counts.into_iter().filter(|(_, pages)| pages.len() >= least).map(|(line, _)| line).collect()
}

/// Letters in lower case, digits as one sign.
fn masked(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut masked: Vec<char> = signs.map(|c| if c.is_numeric() { '#' } else { c }).collect();
    masked.dedup_by(|a, b| *a == '#' && *b == '#');
    masked.into_iter().collect()
}

/// The size of type of most of the text.
fn body_size(pages: &[Page]) -> f32 {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.blocks).flat_map(|block| &block.lines) {
        *sizes.entry((line.font_size * 10.0) as u32).or_default() += line.text.len();
    }
    sizes.into_iter().max_by_key(|(_, letters)| *letters).map_or(0.0, |(size, _)| size as f32 / 10.0)
}

/// "Article 5", "CHAPTER II" and nothing else.
fn is_structural(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [word, number] = words[..] else { return false };
    let named =
        ["Article", "ARTICLE", "Chapter", "CHAPTER", "Section", "SECTION", "Annex", "ANNEX"].contains(&word);
    named && number.chars().all(|c| c.is_ascii_digit() || "IVXLC".contains(c))
}
