//! Sloppy Markdown to Markdown that reads as it was meant.

use super::code;
use crate::definition;

/// What was made of a text.
#[derive(Debug, Default)]
pub(super) struct Tidied {
    pub(super) text: String,
    /// Where in it the numbered lines begin that were set in, and by how many columns.
    pub(super) indents: Vec<(usize, usize)>,
}

/// Gives headings the space that CommonMark asks for ("####Title") and takes indents away, which would make code of
/// the paragraphs of a list; those of bullets stay, for they say how deep a list is, and those of numbers are told.
/// Code stays as it is.
pub(super) fn tidy(source: &str) -> Tidied {
    let mut tidied = String::with_capacity(source.len() + source.len() / 64);
    let mut indents = Vec::new();
    let count = |mark: &str| source.lines().filter(|line| line.trim_start().starts_with(mark)).count();
    let closed = [count("```") > 1, count("~~~") > 1];
    let mut fence = None;
    let signs = ["---", "+++"].into_iter().find(|signs| {
        let rest = source.strip_prefix(signs).filter(|rest| rest.starts_with('\n'));
        rest.is_some_and(|rest| rest.contains(&format!("\n{signs}")))
    });
    let mut front_matter = signs.is_some();
    let code = code::lines(source);
    let mut above = "";
    for (at, line) in source.lines().enumerate() {
        if front_matter {
            front_matter = at == 0 || Some(line.trim_end()) != signs;
            tidied.push_str(line);
            tidied.push('\n');
            continue;
        }
        let bare = line.trim_start();
        let marks = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, marks) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            // A fence without an end would hide the rest of the text.
            (None, Some(mark)) if closed[usize::from(mark == "~~~")] => fence = marks,
            (None, Some(_)) => continue,
            _ => {}
        }
        if fence.is_some() || marks.is_some() || code.contains(&at) {
            tidied.push_str(line);
        } else if is_bullet(bare) {
            tidied.push_str(line.trim_end());
        } else {
            let columns = line.chars().take_while(|c| c.is_whitespace());
            let columns: usize = columns.map(|c| if c == '\t' { 4 } else { 1 }).sum();
            if columns > 0 && bare.starts_with(|c: char| c.is_ascii_digit()) {
                indents.push((tidied.len(), columns));
            }
            // A colon defines the term above it; elsewhere it is one: ": : : the Parties agree".
            if bare.starts_with(':') && !defines(above, bare) {
                tidied.push('\\');
            }
            push_heading_or_text(&mut tidied, bare);
        }
        above = if bare.is_empty() { above } else { bare };
        tidied.push('\n');
    }
    Tidied { text: tidied, indents }
}

/// Whether a line that a colon opens says what the line above means: a term, or another meaning of it.
fn defines(above: &str, line: &str) -> bool {
    let meaning = line.trim_start_matches(':').trim_start();
    let another = above.starts_with(": ") && above.len() > 2;
    line.starts_with(": ")
        && meaning.starts_with(char::is_alphanumeric)
        && line.len() - meaning.len() < 6
        && !line[1..].trim_start().starts_with(':')
        && (another || !above.starts_with(['#', '|', '>', ':']) && definition::is_term(above))
}

fn push_heading_or_text(tidied: &mut String, line: &str) {
    // "##Title one ####Title two": headings that were joined to one line.
    if let Some(at) = line.starts_with('#').then(|| next_heading(line)).flatten() {
        push_heading_or_text(tidied, line[..at].trim_end());
        tidied.push_str("\n\n");
        return push_heading_or_text(tidied, &line[at..]);
    }
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let glued = text.starts_with(|c: char| !c.is_whitespace());
    // "#1" is a number; "#9 to" has no heading either.
    let number = level == 1 && text.starts_with(|c: char| c.is_ascii_digit());
    if (1..=6).contains(&level) && glued && !number {
        tidied.push_str(&line[..level]);
        tidied.push(' ');
        tidied.push_str(text);
    } else {
        tidied.push_str(line);
    }
}

/// Where, behind a heading, the signs of another one begin that the title is glued to.
fn next_heading(line: &str) -> Option<usize> {
    let found = line.match_indices(" ##").map(|(at, _)| at + 1);
    found.into_iter().find(|at| {
        let title = line[*at..].trim_start_matches('#');
        line.len() - at - title.len() <= 6 && title.starts_with(char::is_alphabetic)
    })
}

fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    matches!(chars.next(), Some('-' | '*' | '+')) && chars.next().is_some_and(char::is_whitespace)
}

/// Removes the stars of emphasis that CommonMark does not see ("** Article 1 **", "a*b *c"): pairs of `**`, then pairs
/// of `*` around words. A single star is the mark of a note and stays.
pub(super) fn without_stars(text: &str) -> String {
    if !text.contains('*') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    let doubles = text.matches("**").count();
    if doubles > 0 && doubles.is_multiple_of(2) {
        text = text.replace("**", "");
    }
    let stars: Vec<usize> = text.match_indices('*').map(|(at, _)| at).collect();
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for pair in stars.chunks_exact(2) {
        let around = !text[pair[0] + 1..].starts_with(char::is_whitespace) && pair[1] > pair[0] + 1;
        if around {
            kept.push_str(&text[from..pair[0]]);
            kept.push_str(&text[pair[0] + 1..pair[1]]);
            from = pair[1] + 1;
        }
    }
    kept.push_str(&text[from..]);
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_get_their_space_and_paragraphs_lose_their_indent() {
        assert_eq!(tidy("####Scope\n\n      a) one\n  - two\n").text, "#### Scope\n\na) one\n  - two\n");
        assert_eq!(tidy("#1 of 3\n```\n  #x\n```\n    y").text, "#1 of 3\n```\n  #x\n```\ny\n");
        assert_eq!(tidy("```\n#open").text, "# open\n");
        assert_eq!(tidy("##Verdrag ####Treaty").text, "## Verdrag\n\n#### Treaty\n");
        assert_eq!(tidy("1. a\n   1. b\n").indents, [(5, 3)]);
        assert_eq!(tidy("buoy\n: what floats\n\n: : the end").text, "buoy\n: what floats\n\n\\: : the end\n");
    }

    #[test]
    fn stars_of_emphasis_go_and_stars_of_notes_stay() {
        for (text, without) in [
            ("** Article 1 **", "Article 1"),
            ("the*States *agree", "theStates agree"),
            ("a note *", "a note *"),
            ("** a note", "** a note"),
            ("5 * 3 * 2", "5 * 3 * 2"),
        ] {
            assert_eq!(without_stars(text), without);
        }
    }
}
