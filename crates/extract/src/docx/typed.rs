//! Notes that were typed below a line of underscores, as templates of the United Nations have them.

use super::styles::Run;
use super::xml::Element;
use crate::prose::folded;
use std::collections::BTreeSet;

/// The typed notes of a text.
#[derive(Debug, Default)]
pub(super) struct Typed<'p> {
    paragraphs: Vec<&'p Element<'p>>,
    /// Their numbers, which are raised marks in the text above.
    marks: BTreeSet<String>,
}

impl<'p> Typed<'p> {
    /// Finds the paragraphs behind the last line of underscores, if they count from 1 and each number is raised above.
    pub(super) fn find(document: &'p Element<'p>) -> Self {
        let Some(body) = document.child("document").or(Some(document)).and_then(|root| root.child("body"))
        else {
            return Self::default();
        };
        let paragraphs: Vec<&Element<'_>> = body.elements().filter(|element| element.name() == "p").collect();
        let Some(rule) = paragraphs.iter().rposition(|paragraph| is_rule(paragraph)) else {
            return Self::default();
        };
        let below = paragraphs[rule + 1..].iter().copied().filter(|one| !folded(&one.text()).is_empty());
        let below: Vec<&Element<'_>> = below.collect();
        let raised: BTreeSet<String> = paragraphs[..rule].iter().flat_map(|one| raised_in(one)).collect();
        let numbers: BTreeSet<String> = (1..=below.len()).map(|nth| nth.to_string()).collect();
        let counts = below.iter().zip(1..).all(|(one, nth)| {
            let text = folded(&one.text());
            let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            text[..digits] == nth.to_string()
        });
        match counts && numbers.is_subset(&raised) {
            true => Self { paragraphs: below, marks: numbers },
            false => Self::default(),
        }
    }

    /// Whether a paragraph is a typed note.
    pub(super) fn is_note(&self, paragraph: &Element<'_>) -> bool {
        self.paragraphs.iter().any(|note| std::ptr::eq(*note, paragraph))
    }

    /// What the notes begin with.
    pub(super) fn marks(&self) -> &BTreeSet<String> {
        &self.marks
    }
}

fn is_rule(paragraph: &Element<'_>) -> bool {
    let text = folded(&paragraph.text());
    text.len() > 4 && text.chars().all(|c| c == '_')
}

/// The raised runs of a paragraph.
fn raised_in(paragraph: &Element<'_>) -> Vec<String> {
    let runs = paragraph.elements().filter(|element| element.name() == "r");
    let raised = |run: &&Element<'_>| {
        run.child("rPr").is_some_and(|properties| Run::of(properties).raised == Some(true))
    };
    runs.filter(raised).map(|run| run.text().trim().to_owned()).collect()
}
