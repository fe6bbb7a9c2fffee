//! Suggestions of assistants on the page: shown with their origin, decided by nobody but the person, harmless whatever they say.

mod common;

use axum::http::StatusCode;
use common::{Browser, HOSTILE, Page, clauses, study_of};
use crosscut::Study;
use crosscut_suggest::{Assistant, Cite, Ground, Log, Origin, Outcome, Suggestion, What};
use std::path::Path;

/// Keeps a suggestion of “helper” that cites the beginning of a clause.
fn suggest(study: &Path, what: What, clause: &str) {
    let study = Study::open(study).expect("a study");
    let findings = study.findings_for(None).expect("findings");
    let id = crosscut::text::ClauseId::new(clause).expect("an id");
    let text = &findings.results().clause(&id).expect("a clause").text;
    let words = text.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    let mut log = Log::open(&study, &Assistant::new("helper").expect("a name")).expect("a log");
    let origin = Origin { model: Some("tiny-1".into()), prompt: None };
    let suggestion = Suggestion { what, cites: vec![Cite { clause: clause.into(), words }] };
    let kept = log.suggest(&Ground::new(&findings), &origin, &suggestion).expect("it can be kept");
    assert!(matches!(kept, Outcome::Saved(_)), "{kept:?}");
}

/// What the buttons of a page post about suggestions.
fn judgements(page: &Page) -> Vec<String> {
    let all = page.text.split("name=\"judge\" value=\"").skip(1);
    all.map(|rest| common::unescaped(rest.split('"').next().unwrap_or_default())).collect()
}

async fn judge(browser: &Browser, judgement: &str) -> Page {
    browser.post("/suggested", &[("judge", judgement)]).await
}

fn decisions(study: &Path) -> String {
    std::fs::read_to_string(study.join("decisions/ana.jsonl")).unwrap_or_default()
}

/// A study with an element, its id, and a clause that does not belong to it.
async fn with_element(browser: &Browser) -> String {
    let (_, card) = browser.card().await;
    let done = browser.decide(&card, "confirm", &[("name", "One")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let matrix = browser.get("/matrix").await;
    matrix.links("/element?id=")[0].clone()
}

#[tokio::test]
async fn a_clause_is_taken_or_left_by_a_decision_of_the_person() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let element = with_element(&browser).await;
    let lone = ["alpha#art_9", "beta#art_9"];
    for clause in lone {
        suggest(&study, What::Clause { of: "One".into(), confidence: Some(0.6) }, clause);
    }
    let before = decisions(&study);
    let start = browser.get("/start").await;
    assert!(start.text.contains("2 suggestions</a> of assistants, no decisions"), "{}", start.text);
    let page = browser.get(&element).await;
    assert!(page.text.contains("assistant:helper") && page.text.contains("tiny-1"), "{}", page.text);
    assert!(page.text.contains("a clause for “One” (says it is 60 % sure)"), "{}", page.text);
    for clause in lone {
        let page = browser.get(&format!("/clause?id={}", clause.replace('#', "%23"))).await;
        assert!(page.text.contains("assistant:helper") && page.text.contains("“One”"), "{}", page.text);
    }
    assert!(browser.get("/suggestions").await.text.contains("2 suggestions, 0 of 2 quotes refused"));
    assert_eq!(decisions(&study), before, "nothing is decided by being looked at");
    let all = judgements(&page);
    assert_eq!(
        all,
        [
            "take helper:1 alpha#art_9",
            "leave helper:1 alpha#art_9",
            "take helper:2 beta#art_9",
            "leave helper:2 beta#art_9"
        ]
    );
    assert_eq!(judge(&browser, &all[0]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(judge(&browser, &all[3]).await.status, StatusCode::SEE_OTHER);
    let log = decisions(&study);
    assert!(
        log.contains("suggested by assistant:helper") && log.lines().count() == before.lines().count() + 2,
        "{log}"
    );
    let page = browser.get(&element).await;
    assert!(judgements(&page).is_empty(), "nothing is left to decide");
    assert!(
        page.text.contains("confirmed by a person") && page.text.contains("does not belong"),
        "{}",
        page.text
    );
    // One step back, and it is suggested again.
    browser.post("/undo", &[]).await;
    assert_eq!(judgements(&browser.get(&element).await).len(), 2);
}

#[tokio::test]
async fn names_definitions_notes_and_new_elements_are_taken_as_a_whole() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let element = with_element(&browser).await;
    suggest(&study, What::Name { of: "One".into(), name: "Better name".into() }, "alpha#art_9");
    suggest(&study, What::Definition { of: "One".into(), text: "What it means.".into() }, "alpha#art_9");
    suggest(
        &study,
        What::Element { name: "Care".into(), definition: Some("Care is taken.".into()) },
        "beta#art_9",
    );
    suggest(&study, What::Note { text: "A note on care.".into() }, "beta#art_9");
    let page = browser.get("/suggestions").await;
    let all = judgements(&page);
    assert_eq!(all, ["take helper:1", "take helper:2", "take helper:3", "take helper:4"]);
    for judgement in &all {
        let done = judge(&browser, judgement).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{judgement}: {}", done.text);
    }
    let page = browser.get(&element).await;
    assert!(
        page.text.contains("value=\"Better name\"") && page.text.contains("What it means.</textarea>"),
        "{}",
        page.text
    );
    assert!(browser.get("/matrix").await.text.contains("Care"));
    let page = browser.get("/clause?id=beta%23art_9").await;
    assert!(page.text.contains("A note on care.") && page.text.contains("Part of"), "{}", page.text);
    let page = browser.get("/suggestions").await;
    assert_eq!(judgements(&page), ["take helper:4"], "a note may be taken twice; the others are taken");
    for wrong in [
        "",
        "take",
        "take helper:99",
        "take nobody:1",
        "leave helper:1",
        "take helper:1 beta#art_9",
        "drop helper:1",
    ] {
        let answer = judge(&browser, wrong).await;
        assert!(answer.status.is_client_error(), "{wrong:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn on_a_card_a_name_waits_in_the_form_and_a_clause_is_confirmed_along() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let (href, card) = browser.card().await;
    let id = card.field("id");
    suggest(&study, What::Name { of: id.clone(), name: "A taken name".into() }, "alpha#art_9");
    suggest(&study, What::Definition { of: id.clone(), text: "A taken definition.".into() }, "alpha#art_9");
    suggest(&study, What::Clause { of: id.clone(), confidence: None }, "beta#art_9");
    let card = browser.get(&href).await;
    assert!(judgements(&card).is_empty(), "the candidate is no element yet");
    assert!(
        card.text.contains("name=\"also\" value=\"beta#art_9\"")
            || card.text.contains("name=\"also\" value=\"beta&#35;art_9\""),
        "{}",
        card.text
    );
    let takes: Vec<String> =
        card.links("/candidate?").into_iter().filter(|link| link.contains("take=")).collect();
    assert_eq!(takes.len(), 2, "{takes:?}");
    let taken = browser.get(&format!("{}&take=helper:2", takes[0])).await;
    assert!(taken.text.contains("name=\"name\" value=\"A taken name\""), "{}", taken.text);
    assert!(taken.text.contains("A taken definition.</textarea>"), "{}", taken.text);
    assert_eq!(decisions(&study), "", "nothing is decided by that");
    let done = browser.decide(&taken, "confirm", &[("also", "beta#art_9")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let element = browser.get("/matrix").await.links("/element?id=")[0].clone();
    let page = browser.get(&element).await;
    assert!(page.text.contains("beta%23art_9"), "{}", page.text);
    assert!(
        page.text.contains("confirmed by a person"),
        "what was suggested for the candidate is told of the element"
    );
}

#[tokio::test]
async fn hostile_words_of_an_assistant_and_a_broken_log_do_no_harm() {
    let (_folder, study) = study_of(&clauses());
    let browser = Browser::open(&study, Some("ana")).await;
    let element = with_element(&browser).await;
    for text in HOSTILE {
        let text: String =
            text.chars().filter(|c| crosscut::text::lexicon::invisible::kind(*c).is_none()).collect();
        suggest(&study, What::Definition { of: "One".into(), text }, "alpha#art_9");
    }
    for page in [&element, "/suggestions", "/clause?id=alpha%23art_9", "/start"] {
        let page = browser.get(page).await;
        assert_eq!(page.status, StatusCode::OK);
        for word in ["<img src=x", "<svg/onload", "<a href=\"javascript"] {
            assert!(!page.text.contains(word), "{word}: {}", page.text);
        }
    }
    std::fs::write(study.join("suggestions/helper.jsonl"), "{\"v\": 1, \"half").expect("it can be written");
    assert_eq!(browser.get(&element).await.status, StatusCode::OK);
    std::fs::write(study.join("suggestions/helper.jsonl"), [0xff, 0xfe, b'\n']).expect("it can be written");
    assert_eq!(browser.get("/suggestions").await.status, StatusCode::OK);
}
