//! The context of a clause: its heading, its lead-in, and the block of clauses around it.
//!
//! Segmented documents say so themselves. Clauses that came ready-made only have their order; there a short unit
//! without a full stop is a heading, a unit that ends with a colon opens a list, and numbering that starts again at 1
//! opens a new article.

use crate::params::Reading;
use crosscut_text::lexicon::{Division, division, is_conjunction, roman};
use crosscut_text::{Clause, ClauseKind};

/// The surroundings of one clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Context {
    /// Whether the clause is itself only a heading.
    pub(crate) is_heading: bool,
    /// The title above it.
    pub(crate) heading: String,
    /// Opening words of the list that it belongs to.
    pub(crate) lead_in: String,
    /// Number of the article or list that it belongs to; clauses of different agreements never share one.
    pub(crate) block: Option<u32>,
}

/// The contexts of all clauses, which come agreement by agreement in the order of the text.
pub(crate) fn contexts(clauses: &[&Clause], params: &Reading) -> Vec<Context> {
    let mut next = 0;
    clauses
        .chunk_by(|a, b| a.agreement == b.agreement)
        .flat_map(|agreement| {
            let is_segmented = agreement.iter().any(|c| {
                c.heading.is_some()
                    || c.parent.is_some()
                    || c.lead_in.is_some()
                    || c.kind == ClauseKind::Heading
            });
            let contexts =
                if is_segmented { stated(agreement, next) } else { derived(agreement, next, params) };
            next += agreement.len() as u32;
            contexts
        })
        .collect()
}

/// As the segmenter says: a block is a run of clauses under one heading, or of siblings under one parent.
fn stated(agreement: &[&Clause], first: u32) -> Vec<Context> {
    let top = |clause: &Clause| clause.eid.as_str().split("__").next().unwrap_or_default().to_owned();
    let mut block = first;
    let mut out: Vec<Context> = Vec::with_capacity(agreement.len());
    for (i, clause) in agreement.iter().enumerate() {
        if i > 0 && (clause.heading != agreement[i - 1].heading || top(clause) != top(agreement[i - 1])) {
            block = first + i as u32;
        }
        let inside =
            clause.heading.is_some() || clause.parent.is_some() || clause.eid.as_str().contains("__");
        out.push(Context {
            is_heading: clause.kind == ClauseKind::Heading,
            heading: clause.heading.clone().unwrap_or_default(),
            lead_in: clause.lead_in.clone().unwrap_or_default(),
            block: inside.then_some(block),
        });
    }
    out
}

/// From the order of the clauses alone.
fn derived(agreement: &[&Clause], first: u32, params: &Reading) -> Vec<Context> {
    let marks: Vec<Mark> = agreement.iter().map(|clause| Mark::of(clause.text.trim())).collect();
    let looks = |clause: &&Clause| looks_like_heading(clause.text.trim(), params);
    let headings = agreement.iter().filter(|clause| looks(clause)).count();
    let has_headings =
        headings >= params.headings && headings as f64 >= params.headings_share * agreement.len() as f64;
    let mut state = Outline { block: first, ..Outline::default() };
    let mut out = Vec::with_capacity(agreement.len());
    for (i, clause) in agreement.iter().enumerate() {
        let text = clause.text.trim();
        if has_headings && looks(clause) {
            out.push(state.heading(text, first + i as u32));
            continue;
        }
        let mark = marks[i];
        if let Mark::Number(number) = mark {
            let following =
                marks[i + 1..].iter().find_map(|m| if let Mark::Number(n) = m { Some(*n) } else { None });
            state.number(number, following, first + i as u32);
        } else if opens_article(text) {
            state.open(first + i as u32);
        }
        out.push(state.clause(text, mark, agreement));
        if text.ends_with([':', '—']) {
            state.lead_in = Some((i, mark.level()));
        }
    }
    out
}

/// What is remembered while an agreement is read from top to bottom.
#[derive(Default)]
struct Outline {
    block: u32,
    inside: bool,
    heading: String,
    after_heading: bool,
    lead_in: Option<(usize, u8)>,
    number: u32,
}

impl Outline {
    fn open(&mut self, block: u32) {
        (self.block, self.inside, self.lead_in, self.number) = (block, true, None, 0);
        self.heading.clear();
    }

    /// A heading opens a block; one right after another is its subheading.
    fn heading(&mut self, text: &str, block: u32) -> Context {
        let title = text.trim_start_matches('#').trim();
        if self.after_heading {
            self.heading = format!("{} . {title}", self.heading);
        } else {
            title.clone_into(&mut self.heading);
            self.block = block;
        }
        (self.inside, self.after_heading, self.lead_in, self.number) = (true, true, None, 0);
        Context { is_heading: true, block: Some(self.block), ..Context::default() }
    }

    /// "1." after other numbers opens a block, if "2." is what follows (and not another "1.").
    fn number(&mut self, number: u32, following: Option<u32>, block: u32) {
        if number == 1 && (self.number >= 1 || !self.inside) {
            self.open(block);
            self.inside = following == Some(2);
        }
        self.number = number;
    }

    fn clause(&mut self, text: &str, mark: Mark, agreement: &[&Clause]) -> Context {
        self.after_heading = false;
        let starts_small = text.chars().next().is_some_and(char::is_lowercase);
        let mut lead_in = String::new();
        if let Some((opener, level)) = self.lead_in {
            if mark.level() > level || (mark.level() == 0 && starts_small) {
                agreement[opener].text.trim().clone_into(&mut lead_in);
            } else {
                self.lead_in = None;
            }
        }
        let block = self.inside.then_some(self.block);
        Context { is_heading: false, heading: self.heading.clone(), lead_in, block }
    }
}

/// The mark that a unit of a list begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    None,
    /// "3." or "3)": a numbered paragraph.
    Number(u32),
    /// "(a)", "(3)", "ii)", "•".
    Point,
}

impl Mark {
    fn of(text: &str) -> Self {
        let Some(first) = text.split_whitespace().next() else { return Self::None };
        if matches!(first, "-" | "•" | "–" | "—" | "*" | "·") {
            return Self::Point;
        }
        let bare = first.trim_start_matches('(').trim_end_matches(['.', ')']);
        let closed = first.ends_with(['.', ')']);
        if !closed || bare.is_empty() || bare.len() > 3 || first.len() == text.len() {
            return Self::None;
        }
        match bare.parse::<u32>() {
            Ok(number) if !first.starts_with('(') => Self::Number(number),
            Ok(_) => Self::Point,
            Err(_) if bare.bytes().all(|b| b.is_ascii_alphabetic()) => Self::Point,
            Err(_) => Self::None,
        }
    }

    fn level(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Number(_) => 1,
            Self::Point => 2,
        }
    }
}

/// "Article 5: …", "Section II …", "Principle 3 …".
fn opens_article(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(kind), Some(number)) = (words.next(), words.next()) else { return false };
    let number = number.trim_end_matches([':', '.', ',']);
    let counted = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    division(kind).is_some_and(Division::is_titled) && (counted || roman::read(number).is_some())
}

fn looks_like_heading(text: &str, params: &Reading) -> bool {
    let words = text.split_whitespace().count();
    if words == 0 || words > params.heading_words {
        return false;
    }
    if text.starts_with('#') {
        return true;
    }
    let open = text.ends_with(['.', ';', ':', ',', '—', '–', '-'])
        || text.rsplit(' ').next().is_some_and(is_conjunction);
    if open || !text.chars().any(char::is_alphabetic) {
        return false;
    }
    if opens_article(text) {
        return true;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    Mark::of(text) == Mark::None
        && (capitals as f32 > params.capitals * letters as f32
            || (words <= params.plain_heading_words && text.chars().next().is_some_and(char::is_uppercase)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clauses;

    fn of(texts: &[&str]) -> Vec<Context> {
        let clauses = clauses(&texts.iter().map(|text| ("a", *text)).collect::<Vec<_>>());
        contexts(&clauses.iter().collect::<Vec<_>>(), &crate::Params::FITTED.reading)
    }

    #[test]
    fn headings_lists_and_numbering_give_the_context_of_ready_made_clauses() {
        let found = of(&[
            "CHAPTER I: SECURITY",
            "Reporting of incidents",
            "1. Each Party shall adopt measures to:",
            "(a) report incidents;",
            "(b) keep records.",
            "2. Records are kept for a year.",
            "Protection of records",
            "1. Records are protected.",
            "2. Keys are kept apart.",
            "Final words",
            "The Parties meet once a year.",
        ]);
        assert!(found[0].is_heading && found[1].is_heading && !found[2].is_heading);
        assert_eq!(found[3].heading, "CHAPTER I: SECURITY . Reporting of incidents");
        assert_eq!(found[4].lead_in, "1. Each Party shall adopt measures to:");
        assert_eq!(found[5].lead_in, "");
        assert_eq!(found[2].block, found[5].block);
        assert_ne!(found[5].block, found[7].block);
        assert_eq!(found[7].heading, "Protection of records");
    }

    #[test]
    fn whole_articles_in_a_row_have_no_context() {
        let found =
            of(&["1. One. 2. Two.", "The Parties agree.", "1. Three. 2. Four.", "1. Five.", "1. Six."]);
        assert!(
            found.iter().all(|context| context.block.is_none() && context.heading.is_empty()),
            "{found:?}"
        );
    }
}
