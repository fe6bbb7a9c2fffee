//! Searching as a reader does: what is found, in which order, what is marked, and what is said when it fails.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use crosscut_search::{Index, Options, SearchError};
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Eid, Language};
use proptest::prelude::*;
use std::path::Path;

fn clause(agreement: &str, eid: &str, language: Language, text: &str) -> Clause {
    let (agreement, eid) = (AgreementId::new(agreement).unwrap(), Eid::new(eid).unwrap());
    Clause { language, ..Clause::new(agreement, eid, text) }
}

/// A study of our own making, in four languages.
fn study() -> Vec<Clause> {
    use Language::{Chinese, English, French, Undetermined};
    let mut clauses = vec![
        clause(
            "harbour",
            "art_1",
            English,
            "Members disclose the vulnerabilities of networked systems to vendors.",
        ),
        clause("harbour", "art_2", English, "No member attacks the systems of a hospital."),
        clause(
            "harbour",
            "art_3",
            English,
            "Each member keeps a national plan against cyber-attacks on the network.",
        ),
        clause(
            "meadow",
            "art_1",
            English,
            "Vendors handle every vulnerability in good faith; disclosure is coordinated.",
        ),
        clause("meadow", "art_2", English, "The plan of the State is reviewed every two years."),
        clause("meadow", "art_3", English, "They train the staff."),
        clause(
            "prairie",
            "art_1",
            French,
            "Les États protègent l’accès aux réseaux et l'intégrité des données.",
        ),
        clause("prairie", "art_2", French, "Chaque État adopte un plan national."),
        clause("pagoda", "art_1", Chinese, "各国保护网络安全和数据"),
        clause("scroll", "art_1", Undetermined, "PLAN 2030 🔒 Ümlaut"),
    ];
    clauses[5].heading = Some("Capacity building".into());
    clauses[5].lead_in = Some("To answer incidents, members agree as follows:".into());
    clauses[1].kind = ClauseKind::Recital;
    clauses
}

fn built(clauses: &[Clause]) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::build(&dir.path().join("index"), clauses).unwrap();
    (dir, index)
}

/// Ids of the hits, with the marked words: "harbour#art_1 [disclose vulnerabilities]".
fn found(index: &Index, query: &str) -> Vec<String> {
    let hits = index.search(query, 20).unwrap();
    let clauses = study();
    hits.hits
        .iter()
        .map(|hit| {
            let clause = clauses.iter().find(|clause| clause.id == hit.clause).unwrap();
            let marked: Vec<&str> =
                hit.highlights.iter().map(|span| span.cut(&clause.text).unwrap()).collect();
            format!("{} [{}]", hit.clause, marked.join(" "))
        })
        .collect()
}

#[test]
fn words_match_in_any_form_and_in_every_language() {
    let (_dir, index) = built(&study());
    assert_eq!(
        found(&index, "vulnerability VENDOR"),
        ["harbour#art_1 [vulnerabilities vendors]", "meadow#art_1 [Vendors vulnerability]"]
    );
    // The elided article is no part of the word.
    assert_eq!(found(&index, "donnée accès"), ["prairie#art_1 [accès données]"]);
    assert_eq!(found(&index, "网络 数据"), ["pagoda#art_1 [网 络 数 据]"]);
    assert_eq!(found(&index, "umlaut"), ["scroll#art_1 [Ümlaut]"]);
    let plan = found(&index, "plan");
    assert_eq!(plan.len(), 4, "{plan:?}");
}

#[test]
fn stop_words_are_asked_for_only_in_phrases() {
    let (_dir, index) = built(&study());
    assert_eq!(found(&index, "the plan of a State"), found(&index, "plan State"));
    assert_eq!(found(&index, "\"of the State\""), ["meadow#art_2 [of the State]"]);
    assert_eq!(found(&index, "\"the plan of the\""), ["meadow#art_2 [The plan of the]"]);
    assert!(found(&index, "\"plan the of\"").is_empty());
    assert_eq!(found(&index, "they"), ["meadow#art_3 [They]"]);
}

#[test]
fn phrases_are_exact_but_for_case_and_accents() {
    let (_dir, index) = built(&study());
    assert!(found(&index, "\"vulnerability of\"").is_empty());
    assert_eq!(found(&index, "“les etats”"), ["prairie#art_1 [Les États]"]);
    assert_eq!(found(&index, "\"网络安全\""), ["pagoda#art_1 [网 络 安 全]"]);
    assert!(found(&index, "\"络网\"").is_empty());
    assert_eq!(found(&index, "cyber-attack"), ["harbour#art_3 [cyber-attacks]"]);
}

#[test]
fn compounds_are_found_in_every_spelling() {
    let text = |n: usize| {
        ["Snow-storms are rare.", "A snow storm comes.", "Snowstorms pass.", "Snow or a storm."][n]
    };
    let clauses: Vec<Clause> =
        (0..4).map(|n| clause("alp", &format!("art_{n}"), Language::English, text(n))).collect();
    let (_dir, index) = built(&clauses);
    for query in ["snowstorm", "snow-storm", "snow storm"] {
        let hits = index.search(query, 10).unwrap();
        let marked =
            |hit: &crosscut_search::Hit| -> usize { hit.highlights.iter().map(|span| span.len()).sum() };
        let found: Vec<&str> =
            hits.hits.iter().filter(|hit| marked(hit) > 8).map(|hit| hit.clause.as_str()).collect();
        for id in ["alp#art_0", "alp#art_1", "alp#art_2"] {
            assert!(found.contains(&id), "{query}: {found:?}");
        }
    }
}

#[test]
fn prefixes_alternatives_groups_and_exclusions() {
    let (_dir, index) = built(&study());
    assert_eq!(found(&index, "vulnerabilit*").len(), 2);
    assert_eq!(found(&index, "hospital OR staff").len(), 2);
    assert_eq!(found(&index, "plan -State -État"), found(&index, "plan NOT (State OR État)"));
    assert_eq!(found(&index, "plan -State -État").len(), 2);
    assert_eq!(found(&index, "cyber-att* plan"), ["harbour#art_3 [plan cyber-attacks]"]);
    assert_eq!(found(&index, "-plan").len(), 6);
}

#[test]
fn filters_narrow_and_do_not_rank() {
    let (_dir, index) = built(&study());
    assert_eq!(
        found(&index, "agreement:harbour"),
        ["harbour#art_1 []", "harbour#art_2 []", "harbour#art_3 []"]
    );
    assert_eq!(found(&index, "agreement:harbour kind:recital"), ["harbour#art_2 []"]);
    assert_eq!(found(&index, "plan agreement:meadow agreement:prairie").len(), 2);
    assert_eq!(found(&index, "plan language:fr"), ["prairie#art_2 [plan]"]);
    let mut options = Options::default();
    options.kinds = vec![ClauseKind::Recital];
    assert_eq!(index.search("system OR plan", options).unwrap().total, 1);
}

#[test]
fn heading_and_lead_in_are_found_with_less_weight() {
    let mut clauses = study();
    clauses.push(clause("wharf", "art_9", Language::English, "Capacity building is shared."));
    let (_dir, index) = built(&clauses);
    let hits = index.search("capacity building", 5).unwrap().hits;
    let ids: Vec<&str> = hits.iter().map(|hit| hit.clause.as_str()).collect();
    assert_eq!(ids, ["wharf#art_9", "meadow#art_3"]);
    assert!(hits[1].highlights.is_empty());
    assert_eq!(index.search("incident", 5).unwrap().total, 1);
}

#[test]
fn clauses_with_every_word_come_first_and_are_counted() {
    let (_dir, index) = built(&study());
    let hits = index.search("national cyber plan against unicorns", 5).unwrap();
    assert_eq!((hits.complete, hits.total), (0, 4));
    assert_eq!(hits.hits[0].clause.as_str(), "harbour#art_3");
    let hits = index.search("plan two", 5).unwrap();
    assert_eq!((hits.complete, hits.total, hits.partial, hits.hits.len()), (1, 1, 3, 1));
    let mut any = Options::from(5);
    any.any = true;
    let hits = index.search("plan two", any).unwrap();
    assert_eq!((hits.complete, hits.total, hits.partial, hits.hits.len()), (1, 4, 0, 4));
    assert_eq!(hits.hits[0].clause.as_str(), "meadow#art_2");
    assert_eq!(index.search("plan AND two", 5).unwrap().total, 1);
    let hits = index.search("unicorn", 5).unwrap();
    assert_eq!((hits.total, hits.notes), (0, vec!["no clause has \"unicorn\" or a word like it".to_owned()]));
    let hits = index.search("vulnerabilty", 5).unwrap();
    assert_eq!(hits.notes, ["no clause has \"vulnerabilty\": the nearest word is vulnerability (1)"]);
}

#[test]
fn facets_count_every_match_and_pages_follow_each_other() {
    let (_dir, index) = built(&study());
    let all = index.search("plan OR system", 20).unwrap();
    let facets: Vec<(&str, usize)> = all.facets.iter().map(|(id, n)| (id.as_str(), *n)).collect();
    assert_eq!(facets, [("harbour", 3), ("meadow", 1), ("prairie", 1), ("scroll", 1)]);
    assert_eq!(all.total, 6);
    let mut paged = Vec::new();
    for offset in 0..8 {
        let mut one = Options::from(1);
        one.offset = offset;
        let page = index.search("plan OR system", one).unwrap();
        assert_eq!((page.total, &page.facets), (all.total, &all.facets));
        paged.extend(page.hits);
    }
    assert_eq!(paged, all.hits);
    assert!(index.search("plan", 0).unwrap().hits.is_empty());
    assert_eq!(index.search("plan", usize::MAX).unwrap().hits.len(), 4);
}

#[test]
fn clauses_of_equal_score_stand_by_id() {
    let mut clauses: Vec<Clause> =
        (0..30).map(|n| clause("same", &format!("art_{n}"), Language::English, "The same words.")).collect();
    clauses.reverse();
    let (_dir, index) = built(&clauses);
    let ids: Vec<ClauseId> =
        index.search("word", 30).unwrap().hits.into_iter().map(|hit| hit.clause).collect();
    assert_eq!(ids.len(), 30);
    assert!(ids.is_sorted());
}

#[test]
fn similar_clauses_leave_out_the_clause_itself() {
    let (_dir, index) = built(&study());
    let clauses = study();
    let hits = index.similar(&clauses[0], 3).unwrap();
    assert_eq!(hits.hits[0].clause.as_str(), "meadow#art_1");
    assert!(hits.hits.iter().all(|hit| hit.clause != clauses[0].id));
    let hits = index.similar_to_text("vendors coordinate the disclosure", Language::English, 1).unwrap();
    assert_eq!(hits.hits[0].clause.as_str(), "meadow#art_1");
    assert_eq!(index.similar_to_text("", Language::English, 5).unwrap().total, 0);
}

#[test]
fn what_is_wrong_with_a_query_is_said() {
    let (_dir, index) = built(&study());
    let reason = |query: &str| match index.search(query, 5) {
        Err(SearchError::Query { reason, .. }) => reason,
        other => panic!("{query}: {other:?}"),
    };
    assert_eq!(
        reason("plan agreement:harb"),
        "there is no agreement \"harb\": did you mean harbour? (column 6)"
    );
    assert_eq!(
        reason("agreement:xyz"),
        "there is no agreement \"xyz\": the index holds harbour, meadow, pagoda, prairie, scroll (column 1)"
    );
    assert_eq!(reason(""), "it has no word to search for (column 1)");
}

#[test]
fn a_missing_foreign_or_damaged_index_says_to_run_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    let says = |what: &str| {
        let error = Index::open(&path).err().expect("must not open").to_string();
        assert!(error.contains(what) && error.contains("run `crosscut run` again"), "{error}");
    };
    says("is missing");
    let build = || drop(Index::build(&path, &study()).unwrap());
    build();
    // The folder of the index that counts.
    let current = || path.join(std::fs::read_to_string(path.join("current")).unwrap().trim_end());
    std::fs::write(current().join("version"), "crosscut search index 0\n").unwrap();
    says("another version");
    build();
    std::fs::remove_file(current().join("meta.json")).unwrap();
    says("is damaged");
    build();
    let files =
        |path: &Path| -> Vec<_> { std::fs::read_dir(path).unwrap().map(|f| f.unwrap().path()).collect() };
    for file in files(&current()) {
        let bytes = std::fs::read(&file).unwrap();
        let unread = ["version", ".managed.json", "parts.json"].iter().any(|name| file.ends_with(name));
        if bytes.is_empty() || unread {
            continue;
        }
        std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        says("is damaged");
        std::fs::write(&file, &bytes).unwrap();
    }
    assert!(Index::open(&path).is_ok());
    std::fs::remove_dir_all(&path).unwrap();
    std::fs::write(&path, "a file").unwrap();
    assert!(Index::build(&path, &study()).is_err());
}

#[test]
fn a_study_without_clauses_is_searched_without_an_answer() {
    let (_dir, index) = built(&[]);
    assert_eq!(index.search("plan", 5).unwrap().total, 0);
    assert_eq!(index.search("-plan", 5).unwrap().total, 0);
    assert_eq!(index.similar(&study()[0], 5).unwrap().total, 0);
}

#[test]
fn one_thread_or_eight_give_the_same_answers() {
    let answers = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (_dir, index) = built(&study());
            ["plan", "vulnerability OR plan -staff", "\"the plan\" system", "nothing here at all"]
                .map(|query| index.search(query, 20).unwrap())
        })
    };
    assert_eq!(answers(1), answers(8));
}

/// Whether a clause holds every word of a list, by the plainest means.
fn holds_all(clause: &Clause, words: &[&str]) -> bool {
    let analyzer = crosscut_text::Analyzer::new(clause.language);
    let terms: Vec<String> = analyzer.tokens(&clause.text).map(|token| token.term).collect();
    words.iter().all(|word| terms.contains(&analyzer.term(word)))
}

#[test]
fn what_is_left_out_may_be_a_phrase() {
    // The first clause lies before the first that holds the phrase.
    let clauses: Vec<Clause> =
        [("a", "one port"), ("b", "a contact point"), ("c", "a point of contact"), ("d", "x")]
            .iter()
            .map(|(eid, text)| clause("any", eid, Language::English, text))
            .collect();
    let (_dir, index) = built(&clauses);
    let eids = |query: &str| {
        let mut found: Vec<String> =
            index.search(query, 9).unwrap().hits.iter().map(|hit| hit.clause.to_string()).collect();
        found.sort();
        found
    };
    assert_eq!(eids("-\"contact point\""), ["any#a", "any#c", "any#d"]);
    assert_eq!(eids("point -\"contact point\""), ["any#c"]);
    assert_eq!(eids("-contact-point"), ["any#a", "any#c", "any#d"]);
    assert_eq!(eids("contact-point port"), ["any#a", "any#b"]);
}

/// Clauses of many spellings.
const SPELLINGS: &[(&str, Language)] = &[
    ("Each Party shall report an incident in the supply chain.", Language::English),
    ("Incidents are reported; the risk of the chain is known.", Language::English),
    ("Co-operation against cyber-attacks: the U.S. organization authorized it.", Language::English),
    ("International cooperation and the programme of a centre of defence.", Language::English),
    ("Let us see the authority of universal law.", Language::English),
    ("The university and the US center for defense.", Language::English),
    ("La sécurité de l'État et les données.", Language::French),
    ("La securite des Etats; l’œuvre.", Language::French),
    ("La cooperación y la información.", Language::Spanish),
    ("Die Straße der Sicherheit.", Language::German),
    (
        "The disclosure of vulnerabilities, one vulnerability; see C-131/12 and 2016/1148 at http://example.org.",
        Language::English,
    ),
    ("You shall not pass the e-mail on-line.", Language::English),
];

/// What queries must mean: each row a set that must be the same however it is asked for.
const SAME: &[(&[&str], &str)] = &[
    (&["incident", "incidents", "INCIDENT", "ｉｎｃｉｄｅｎｔ", "inci\u{ad}dent"], "00 01"),
    (&["supply OR chain AND risk", "chain AND risk || supply"], "00 01"),
    (&["+incident +reporting", "incident && reporting", "incident AND reporting"], "00 01"),
    (&["!incident", "NOT incident", "-incident", "* -incident"], "02 03 04 05 06 07 08 09 10 11"),
    (&["incident AND shall", "+shall incident", "=shall incident"], "00"),
    (&["shall AND not"], "11"),
    (&["cooperation", "co-operation", "co operation", "\"co-operation\"", "CO-OPERATION"], "02 03"),
    (&["cooperacion", "cooperación"], "08"),
    (&["organisation", "organization"], "02"),
    (&["defence", "defense"], "03 05"),
    (&["centre", "center"], "03 05"),
    (&["programme", "program"], "03"),
    (&["US", "U.S."], "02 05"),
    (&["authorized", "authorised"], "02"),
    (&["authority", "authorities"], "04"),
    (&["universal"], "04"),
    (&["university", "universities"], "05"),
    (&["sécurité", "securite", "SECURITE"], "06 07"),
    (&["etats", "États", "etat"], "06 07"),
    (&["l'État", "l’Etat"], "06 07"),
    (&["œuvre", "oeuvre"], "07"),
    (&["informacion", "información"], "08"),
    (&["strasse", "straße"], "09"),
    (&["\"vulnerability disclosure\"~5"], "10"),
    (&["vuln?rabilities", "vulnerabilty~1", "vulnerabilty~", "vulnerability"], "10"),
    (&["\"cyber att*\"", "cyber-att*", "cyberatt*"], "02"),
    (&["C-131/12"], "10"),
    (&["2016/1148"], "10"),
    (&["http://example.org"], "10"),
    (&["e-mail", "email"], "11"),
    (&["on-line", "online"], "11"),
    (&["*", "*:*"], "00 01 02 03 04 05 06 07 08 09 10 11"),
    (&["\"supply chain\""], "00"),
    (&["article:10", "Article 10"], "10"),
];

#[test]
fn the_same_question_has_the_same_answer() {
    let clauses: Vec<Clause> = SPELLINGS
        .iter()
        .enumerate()
        .map(|(n, (text, language))| clause("any", &format!("art_{n:02}"), *language, text))
        .collect();
    let (_dir, index) = built(&clauses);
    let ids = |query: &str| -> String {
        let hits = index.search(query, 50).unwrap_or_else(|error| panic!("{query}: {error}"));
        let mut ids: Vec<&str> =
            hits.hits.iter().map(|hit| hit.clause.as_str().trim_start_matches("any#art_")).collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    for (query, expected) in
        SAME.iter().flat_map(|(queries, ids)| queries.iter().map(move |query| (query, ids)))
    {
        assert_eq!(ids(query), *expected, "{query}");
    }
}

const WORDS: [&str; 8] = ["plan", "harbours", "disclose", "staffing", "incidents", "two", "network", "faith"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_search_finds_what_a_plain_scan_finds(
        texts in prop::collection::vec(prop::collection::vec(0usize..8, 1..6), 1..12),
        query in prop::collection::vec(0usize..8, 1..3),
    ) {
        let text = |words: &[usize]| words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
        let clauses: Vec<Clause> = texts
            .iter()
            .enumerate()
            .map(|(n, words)| clause("any", &format!("art_{n:02}"), Language::English, &text(words)))
            .collect();
        let (_dir, index) = built(&clauses);
        let words: Vec<&str> = query.iter().map(|word| WORDS[*word]).collect();
        let mut options = Options::from(50);
        options.any = true;
        let hits = index.search(&words.join(" "), options).unwrap();
        let all: Vec<ClauseId> = hits.hits.iter().map(|hit| hit.clause.clone()).collect();
        let mut ids = all[..hits.complete].to_vec();
        ids.sort();
        let mut scanned: Vec<ClauseId> =
            clauses.iter().filter(|clause| holds_all(clause, &words)).map(|clause| clause.id.clone()).collect();
        scanned.sort();
        prop_assert_eq!(ids, scanned);
        let some = clauses.iter().filter(|clause| words.iter().any(|word| holds_all(clause, &[word]))).count();
        prop_assert_eq!((hits.total, all.len()), (some, some));
        prop_assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), some);
    }

    #[test]
    fn any_query_over_any_text_gives_marks_that_cut_words(
        text in "\\PC{0,40}",
        query in "([a-z]{1,4}|\\PC{1,6}|[\"()*-]|agreement:any| |OR ){1,8}",
    ) {
        let clauses = [clause("any", "a", Language::English, &text), clause("any", "b", Language::Arabic, &query)];
        let (_dir, index) = built(&clauses);
        match index.search(&query, 10) {
            Ok(hits) => for hit in hits.hits {
                let clause = clauses.iter().find(|clause| clause.id == hit.clause).unwrap();
                for span in hit.highlights {
                    prop_assert!(span.cut(&clause.text).is_some_and(|word| !word.is_empty()));
                }
            },
            Err(SearchError::Query { .. }) => {}
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

/// A study on a medium that cannot be written is searched too: no lock, no file of its own.
#[test]
fn searching_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    let text = "Each Party shall report incidents.";
    let clause = Clause::new(AgreementId::slug("pact"), Eid::new("art_1").unwrap(), text);
    drop(Index::build(&folder, &[clause]).unwrap());
    let files = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    for name in files().iter().filter(|name| name.to_string_lossy().ends_with(".lock")) {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    let before = files();
    assert_eq!(Index::open(&folder).unwrap().search("incidents", 10).unwrap().total, 1);
    assert_eq!(files(), before);
}
