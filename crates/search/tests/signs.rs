//! Words, stars and signs as people type them, over a few clauses and a long vocabulary.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use crosscut_search::Index;
use crosscut_text::{AgreementId, Clause, Eid, Language};

fn clause(agreement: &str, eid: &str, language: Language, text: &str) -> Clause {
    let (agreement, eid) = (AgreementId::new(agreement).unwrap(), Eid::new(eid).unwrap());
    Clause { language, ..Clause::new(agreement, eid, text) }
}

fn built(clauses: &[Clause]) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::build(&dir.path().join("index"), clauses).unwrap();
    (dir, index)
}

/// Queries over clauses of our own, by ids, with those that have all of the words.
#[test]
fn words_and_signs_mean_what_they_say() {
    let texts = [
        ("art_1", Language::French, "La protection de la vie privée est un droit."),
        ("art_2", Language::English, "The UN system answers risk by drill and by drill again."),
        ("art_3", Language::English, "Supply chain risk grows; the party tells the other party."),
        ("art_4", Language::English, "Supply and risk are apart; the party pays."),
        ("art_5", Language::French, "L'organisation des secours."),
    ];
    let mut clauses: Vec<Clause> =
        texts.iter().map(|(eid, language, text)| clause("pact", eid, *language, text)).collect();
    // Words enough that a star stands for too many of them to be listed.
    for n in 0..70 {
        let words: Vec<String> = (0..30).map(|m| format!("w{}x", n * 30 + m)).collect();
        clauses.push(clause("list", &format!("art_{n}"), Language::English, &words.join(" ")));
    }
    clauses[0].strength = Some(crosscut_text::Strength::Shall);
    let (_dir, index) = built(&clauses);
    let complete = |query: &str| {
        let hits = index.search(query, 100).unwrap_or_else(|error| panic!("{query}: {error}"));
        let mut ids: Vec<String> =
            hits.hits.iter().map(|hit| hit.clause.as_str().replace("pact#art_", "")).collect();
        ids.sort();
        (ids.join(" "), hits.complete)
    };
    for (query, ids, all) in [
        ("protection de la vie privée", "1", 1),
        ("UN system", "2", 1),
        ("\"supply * risk\"", "3 4", 2),
        ("\"chain * * the\"", "3", 1),
        ("\"* supply chain *\"", "3", 1),
        ("\"party party\"~6", "3", 1),
        ("\"drill drill\"~1", "", 0),
        ("+supply drill", "3 4", 0),
        ("supply (agreement:pact OR agreement:list)", "3 4", 2),
        ("strength:*", "1", 1),
        ("organization", "5", 1),
        ("supply －chain", "4", 1),
    ] {
        assert_eq!(complete(query), (ids.to_owned(), all), "{query}");
    }
    let notes = |query: &str| index.search(query, 5).unwrap().notes.join("\n");
    assert!(notes("risk -(drill again)").contains("join them by OR"));
    assert!(notes("party~0.8").contains("is read as party~1"));
    for query in ["\"supply chain\"~x", "\"supply chain\"~-1", "\"supply chain\"~3.5"] {
        let error = index.search(query, 5).unwrap_err().to_string();
        assert!(error.contains("whole number") && error.contains("column 15"), "{error}");
    }
    let misspelled = vec!["risc~"; 40].join(" ");
    assert!(index.search(&misspelled, 5).unwrap_err().to_string().contains("words with ~"));
    let long = format!("agreement:{}", "z".repeat(100_000));
    assert!(index.search(&long, 5).unwrap_err().to_string().len() < 1_000);
}

/// Clauses of several languages, by ids.
#[test]
fn names_compounds_and_numbers_of_articles() {
    let texts = [
        ("art_1", Language::English, "The WHO and the UN keep IT systems safe; the party who pays is told."),
        ("art_2", Language::English, "The party who pays keeps it; each Party SHALL NOT ignore it."),
        ("art_3", Language::French, "Un droit qu'il faut notamment garder, un seul."),
        ("art_4", Language::English, "Cyber defence is a duty.Cyber security is, too."),
        ("art_5", Language::English, "Cyber-defense and cybersecurity of member states."),
        ("art_6", Language::English, "Articles 7, 8(2) and 9 apply."),
        ("art_7", Language::English, "As Article 9 says, paragraph 4 applies, with Article 14."),
        ("art_8", Language::English, "(9) As in Article 14."),
        ("art_9", Language::English, "This is the ninth."),
        ("art_10", Language::English, "Shall:Encourage the parents.States Parties a.may forget."),
    ];
    let clauses: Vec<Clause> =
        texts.iter().map(|(eid, language, text)| clause("pact", eid, *language, text)).collect();
    let (_dir, index) = built(&clauses);
    let ids = |query: &str| {
        let hits = index.search(query, 100).unwrap_or_else(|error| panic!("{query}: {error}"));
        let mut ids: Vec<u32> = hits
            .hits
            .iter()
            .map(|hit| hit.clause.as_str().replace("pact#art_", "").parse().unwrap())
            .collect();
        ids.sort_unstable();
        ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    for (query, expected) in [
        ("WHO", "1"),
        ("=WHO", "1"),
        ("who", "1 2"),
        ("IT", "1"),
        ("UN", "1"),
        ("U.N.", "1"),
        ("un", "1 3"),
        ("\"SHALL NOT\"", "2"),
        ("PARTIES WHO PAY", "1 2"),
        ("not", "2"),
        ("cyber-defense", "4 5"),
        ("cyberdefense", "4 5"),
        ("cyberdefence", "4 5"),
        ("\"cybersecurity\"", "4 5"),
        ("\"cyber security\"", "4 5"),
        ("\"cyber-security\"", "4 5"),
        ("Article 9", "6 7 9"),
        ("\"Article 9\"", "7"),
        ("Article 14", "7 8"),
        ("article:\"Article 9\"", "9"),
        ("=states", "5 10"),
        ("encourage", "10"),
        ("+may", "10"),
    ] {
        assert_eq!(ids(query), expected, "{query}");
    }
    tells(&index);
}

/// What is said beside what is found.
fn tells(index: &Index) {
    let notes = |query: &str| index.search(query, 5).unwrap().notes.join("\n");
    assert!(notes("WHO").contains("who in small letters"));
    assert!(!notes("\"SHALL NOT\"").contains("small letters"));
    assert!(notes("kind :provision").contains("did you mean kind:provision?"));
    assert!(notes("'cyber security'").contains("double ones"));
    let explained = index.search("the party of", 5).unwrap().explained;
    assert!(explained.contains("not looked for in clauses in en, as a stop word: the"), "{explained}");
    let error = index.search(&format!("year:{}", "9".repeat(1000)), 5).unwrap_err().to_string();
    assert!(error.contains("9…\" is no year") && error.contains("such as 2015..2019 (column 1)"), "{error}");
    assert_eq!(index.clause_called("PACT#ART_9").unwrap().unwrap().clause.as_str(), "pact#art_9");
}
