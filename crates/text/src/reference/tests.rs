//! References over a small corpus, and that no text makes them panic.

use super::*;
use crate::{AgreementId, Coverage, Document, Paragraph, Source, segment};
use proptest::prelude::*;

fn corpus_document(id: &str, lines: &str) -> Document {
    let mut text = String::new();
    let mut paragraphs = Vec::new();
    for line in lines.lines() {
        let centred = line.starts_with('~');
        let line = line.trim_start_matches(['~', ' ']);
        paragraphs.push(Paragraph {
            span: Span::at(text.len(), line.len()),
            centred,
            ..Paragraph::default()
        });
        text.push_str(line);
        text.push('\n');
    }
    Document {
        agreement: AgreementId::slug(id),
        source: Source::default(),
        text,
        paragraphs,
        words: Vec::new(),
        pages: Vec::new(),
        losses: Vec::new(),
        coverage: Coverage::default(),
    }
}

const ACT: &str = "~DIRECTIVE (EU) 2030/77 ON QUIET
Whereas:
(1) A reason that follows from Article 2(1).
HAVE ADOPTED THIS DIRECTIVE:
~CHAPTER I
~GENERAL
~Article 1
~Scope
1. It applies to all doors.
2. It does not apply to:
(a) windows;
(b) clocks.
~Article 2
~Duties
1. Each Party shall close doors as Article 1(2)(b) and paragraph 2 of this Article say.
2. Paragraph 1 and Articles 1 to 3 apply without prejudice to Article 8 of the Charter of Calm.
3. The preceding paragraph shall not apply to points (a) and (b) of Article 1(2).
~Article 3
~Reports
Reports under Chapter I follow Annex I and recital 1. Article 99 is not there.
~ANNEX I
~Methods
1. Listen as Article 1(1) of this Directive says.
2. Go back to point 1.";

const TREATY: &str = "~Article 1
~Peace
The Parties apply Article 2(1) of Directive (EU) 2030/77, the Quiet Directive and Article 3 thereof, and Article 5 TFEU.
~Article 2
~War
Article 3 of Directive 1999/1 does not apply; neither do Articles 1 and 2.";

fn corpus() -> (Vec<Clause>, Resolver) {
    let mut clauses = segment(&corpus_document("act", ACT)).clauses;
    clauses.extend(segment(&corpus_document("treaty", TREATY)).clauses);
    let act = AgreementId::slug("act");
    let resolver = Resolver::new(&clauses, [(&act, "Quiet Directive")]);
    (clauses, resolver)
}

/// What a clause cites, as "words → target".
fn cited(agreement: &str, eid: &str, text: &str) -> Vec<String> {
    let (clauses, resolver) = corpus();
    let clause = clauses
        .iter()
        .find(|clause| clause.agreement.as_str() == agreement && clause.eid.as_str() == eid)
        .unwrap_or_else(|| panic!("{eid}: {:?}", clauses.iter().map(|c| c.id.as_str()).collect::<Vec<_>>()));
    let show = |reference: &Reference| {
        let words = reference.span.cut(text).unwrap_or("?");
        let target = reference.eid.as_ref().map_or("*", |eid| eid.as_str());
        let to = reference.to.as_ref().map_or(String::new(), |to| format!("..{to}"));
        format!("{words} → {}#{target}{to}", reference.agreement)
    };
    resolver.references(clause).iter().map(show).collect()
}

#[test]
fn references_inside_an_agreement_lead_to_their_clauses() {
    let text: String = ACT.lines().map(|line| format!("{}\n", line.trim_start_matches('~'))).collect();
    let found = |eid| cited("act", eid, &text);
    assert_eq!(found("rec_1"), ["Article 2(1) → act#art_2__para_1"]);
    assert_eq!(
        found("art_2__para_1"),
        ["Article 1(2)(b) → act#art_1__para_2__point_b", "paragraph 2 of this Article → act#art_2__para_2"]
    );
    assert_eq!(
        found("art_2__para_2"),
        ["Paragraph 1 → act#art_2__para_1", "Articles 1 to 3 → act#art_1..art_3"]
    );
    assert_eq!(
        found("art_2__para_3"),
        [
            "preceding paragraph → act#art_2__para_2",
            "points (a) → act#art_1__para_2__point_a",
            "(b) of Article 1(2) → act#art_1__para_2__point_b"
        ]
    );
    assert_eq!(
        found("art_3__para_1"),
        ["Chapter I → act#chp_I", "Annex I → act#annex_I", "recital 1 → act#rec_1"]
    );
    assert_eq!(found("annex_I__para_1"), ["Article 1(1) of this Directive → act#art_1__para_1"]);
    assert_eq!(found("annex_I__para_2"), ["point 1 → act#annex_I__para_1"]);
    assert!(found("art_2").is_empty() && found("annex_I").is_empty());
}

#[test]
fn references_to_other_agreements_are_found_by_number_and_name_or_left_out() {
    let text: String = TREATY.lines().map(|line| format!("{}\n", line.trim_start_matches('~'))).collect();
    assert_eq!(
        cited("treaty", "art_1__para_1", &text),
        [
            "Article 2(1) of Directive (EU) 2030/77 → act#art_2__para_1",
            "Quiet Directive → act#*",
            "Article 3 thereof → act#art_3"
        ]
    );
    assert_eq!(cited("treaty", "art_2__para_1", &text), ["Articles 1 → treaty#art_1", "2 → treaty#art_2"]);
}

proptest! {
    #[test]
    fn references_lie_in_their_clause_and_do_not_overlap(text in "((Article|Articles|paragraph|points?|Annex|of|of this|Directive|the|and|to|,|thereof|first)[ ,]|\\([a-c1-3]\\)|[1-3IV]{1,2}|[0-9]{4}/[0-9]{2}|\\PC| ){0,40}") {
        let (mut clauses, resolver) = corpus();
        let clause = &mut clauses[0];
        clause.span = Span::at(7, text.len());
        clause.text = text;
        let mut end = 7;
        for reference in resolver.references(clause) {
            prop_assert!(reference.span.start() >= end && clause.span.contains(reference.span));
            let own = Span::at(reference.span.start() - 7, reference.span.len());
            prop_assert!(own.cut(&clause.text).is_some());
            end = reference.span.end();
        }
    }
}
