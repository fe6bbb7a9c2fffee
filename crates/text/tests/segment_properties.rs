//! What holds for the segmentation of any text.

mod common;

use common::document;
use crosscut_text::{Document, Paragraph, Role, Segmentation, Span, segment};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A line that an agreement may hold, or noise.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "(Each Party|The Commission|No State) (shall|may|should) [a-z]{3,9} (its|the) [a-z]{3,9}[.;:,]?",
        2 => "(\\([a-h1-9ivx]{1,3}\\)|[1-9a-d][.)]|[0-9]\\.[0-9]|•|–) ?[a-z]{3,9} [a-z]{2,8}[.;:]?",
        2 => "(# |~ )?(Article|ARTICLE|Chapter|Annex|Section|§) ?([1-9]|[IVX]{1,3}|[1-9] bis)?( ?[:–] ?[A-Z][a-z]{2,9})?",
        1 => "(Considering|Noting|Recalling) that [a-z]{3,9}[,;]",
        1 => "(Have agreed as follows:|Whereas:|Done at Paris, 1 May 2020|Contents|Preamble|IN WITNESS WHEREOF)",
        1 => "(\\| |\\^ |\\* |@[0-9]{2} )\\PC{0,20}",
        1 => "\\PC{0,30}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(line(), 0..40).prop_map(|lines| lines.join("\n"))
}

/// The eids in their order.
fn eids(segmentation: &Segmentation) -> Vec<&str> {
    segmentation.clauses.iter().map(|clause| clause.eid.as_str()).collect()
}

/// The document with each paragraph moved to another place of the page, another page and another size of type.
fn laid_out_anew(document: &Document, seed: u16) -> Document {
    let mut other = document.clone();
    for (at, paragraph) in other.paragraphs.iter_mut().enumerate() {
        paragraph.page = Some(u32::try_from(at).unwrap_or(0) / (u32::from(seed % 7) + 1) + 1);
        paragraph.font_size = f32::from(8 + seed % 5);
    }
    other
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_word_lies_in_exactly_one_clause_and_eids_are_unique(text in text()) {
        let document = document(&text);
        let segmentation = segment(&document);
        let mut end = 0;
        let mut words = String::new();
        for clause in &segmentation.clauses {
            prop_assert!(clause.span.start() >= end, "{} overlaps", clause.eid);
            end = clause.span.end();
            prop_assert_eq!(clause.span.cut(&document.text), Some(clause.text.as_str()));
            words.extend(clause.text.split_whitespace());
        }
        let all: String = document.text.split_whitespace().collect();
        prop_assert_eq!(words, all);
        let unique: BTreeSet<&str> = eids(&segmentation).into_iter().collect();
        prop_assert_eq!(unique.len(), segmentation.clauses.len());
        for clause in &segmentation.clauses {
            if let Some(parent) = &clause.parent {
                prop_assert!(unique.contains(parent.as_str()), "{} hangs from nothing: {parent}", clause.eid);
            }
        }
    }

    #[test]
    fn the_same_text_gives_the_same_clauses(text in text()) {
        let document = document(&text);
        prop_assert_eq!(segment(&document), segment(&document));
    }
}

/// An agreement of `articles` articles with `paragraphs` paragraphs each, some with points.
fn agreement(articles: usize, paragraphs: usize) -> String {
    let mut text =
        String::from("~ Convention on Quiet\n# Preamble\nThe Parties,\nNoting that quiet is rare,\n");
    text.push_str("Have agreed as follows:\n");
    for article in 1..=articles {
        text.push_str(&format!("~ Article {article}\n~ Duty {article}\n"));
        for paragraph in 1..=paragraphs {
            text.push_str(&format!("{paragraph}. Each Party shall keep quiet in way {paragraph}:\n"));
            text.push_str("(a) by day, as far as the law of the land allows it;\n(b) by night.\n");
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn running_heads_page_numbers_and_another_layout_change_no_eid(
        articles in 1usize..9, paragraphs in 1usize..5, seed in 0u16..1000, heads in prop::collection::vec(0usize..60, 0..6)
    ) {
        let plain = document(&agreement(articles, paragraphs));
        let before = segment(&plain);
        let mut noisy = laid_out_anew(&plain, seed);
        // What layout tags as running head or page number is no part of the text; the text is the same with it.
        for head in heads {
            let at = head.min(noisy.paragraphs.len());
            let empty = noisy.paragraphs.get(at).map_or(noisy.text.len(), |paragraph| paragraph.span.start());
            let role = if head % 2 == 0 { Role::RunningHead } else { Role::PageNumber };
            noisy.paragraphs.insert(at, Paragraph { span: Span::at(empty, 0), role, ..Paragraph::default() });
        }
        let after = segment(&noisy);
        prop_assert_eq!(eids(&before), eids(&after));
    }

    #[test]
    fn a_paragraph_more_in_one_article_changes_no_eid_of_another(articles in 2usize..9, paragraphs in 1usize..4, at in 0usize..8) {
        let article = at % articles + 1;
        let text = agreement(articles, paragraphs);
        let title = format!("~ Duty {article}\n");
        let last = format!("{paragraphs}. Each Party shall keep quiet in way {paragraphs}:\n(a) by day, as far as the law of the land allows it;\n(b) by night.\n");
        let place = text.find(&title).expect("the article is there") + title.len();
        let end = place + text[place..].find(&last).expect("its last paragraph is there") + last.len();
        let longer = format!("{}{}. A Party may shout.\nOnce.\n{}", &text[..end], paragraphs + 1, &text[end..]);
        let inside = format!("art_{article}__");
        let (before, after) = (segment(&document(&text)), segment(&document(&longer)));
        let outside = |segmentation: &Segmentation| -> Vec<(String, String)> {
            let clauses = segmentation.clauses.iter().filter(|clause| !clause.eid.as_str().starts_with(&inside));
            clauses.map(|clause| (clause.eid.to_string(), clause.text.clone())).collect()
        };
        prop_assert_eq!(outside(&before), outside(&after));
        prop_assert_eq!(after.clauses.len(), before.clauses.len() + 2);
    }
}

#[test]
fn a_text_without_structure_and_an_unknown_script_give_clauses() {
    let plain = segment(&document("one two three\nfour five six seven"));
    assert_eq!(eids(&plain), ["para_1", "para_2"]);
    let unknown = segment(&document("ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ ᛇᛈᛉᛊ\nᛏᛒᛖᛗᛚᛜᛞᛟ ᚠᚢᚦᚨᚱᚲ"));
    assert_eq!(unknown.clauses.len(), 2);
    assert!(unknown.warnings.iter().any(|warning| warning.contains("language")), "{:?}", unknown.warnings);
    assert!(segment(&document("")).clauses.is_empty());
}
