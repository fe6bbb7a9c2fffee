//! What each query must mean, row by row, over a few clauses in six languages that are written for it.
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

#[path = "common/quickwit.rs"]
mod quickwit;

use crosscut_search::{Catalogue, Described, Hits, Index, Options, SearchError};
use crosscut_text::{AgreementId, Clause, ClauseKind, Eid, Language, Strength};

/// Clauses: agreement, language, text. The number of a clause is its place here.
const CLAUSES: &[(&str, Language, &str)] = &[
    ("eu-nis", Language::English, "Operators shall report every incident to the authority."), // 0
    ("eu-nis", Language::English, "An incident that was not foreseen is reported."),          // 1
    ("eu-nis", Language::English, "The reporting of INCIDENTS is a duty; the risk is shared."), // 2
    ("eu-nis", Language::English, "The supply of goods."),                                    // 3
    ("eu-nis", Language::English, "A chain of command limits risk."),                         // 4
    ("eu-nis", Language::English, "The supply chain is kept free of risk."),                  // 5
    ("eu-nis", Language::English, "A supply of the longest chain."),                          // 6
    ("eu-csa", Language::English, "ICT products are certified."),                             // 7
    ("eu-csa", Language::English, "ICT services are certified."),                             // 8
    ("eu-csa", Language::English, "Products of other kinds."),                                // 9
    ("coe", Language::English, "International co-operation is sought."),                      // 10
    ("un", Language::English, "Cooperation among States shall not be withheld."),             // 11
    ("un", Language::English, "They co operate; co operation helps."),                        // 12
    ("un", Language::English, "Write an e-mail; the email is kept on-line, and online."),     // 13
    ("un", Language::English, "Cyber-security matters."),                                     // 14
    ("un", Language::English, "Cybersecurity matters to all."),                               // 15
    ("un", Language::English, "Cyber security matters to some."),                             // 16
    (
        "un",
        Language::English,
        "An organisation for defence harmonises the behaviour of a programme at its centre.",
    ), // 17
    (
        "oas",
        Language::English,
        "An organization for defense harmonizes the behavior of a program at its center.",
    ), // 18
    ("oas", Language::English, "The U.N. and the E.U. met the U.S. there."),                  // 19
    ("oas", Language::English, "The UN and the EU met the US there."),                        // 20
    ("oas", Language::English, "They told us of it."),                                        // 21
    ("appel", Language::French, "La sécurité des données de l’État est une œuvre commune."),  // 22
    ("appel", Language::French, "Les ETATS gardent la securite de leurs donnees."),           // 23
    ("carta", Language::Spanish, "La cooperación y la información son de todos."),            // 24
    ("carta", Language::Portuguese, "A informação é de todos."),                              // 25
    ("brief", Language::German, "Die Straße ist für alle da."),                               // 26
    ("oas", Language::English, "A person authorised by law, or authorized elsewhere."),       // 27
    ("oas", Language::English, "The authorities meet."),                                      // 28
    ("oas", Language::English, "A universal right."),                                         // 29
    ("oas", Language::English, "The university teaches."),                                    // 30
    ("oas", Language::English, "The disclosure of vulnerabilities is coordinated."),          // 31
    ("oas", Language::English, "Vulnerability disclosure."),                                  // 32
    ("oas", Language::English, "A cyber attack, or cyber-attacks."),                          // 33
    ("oas", Language::English, "Critical infrastructure of the rails."),                      // 34
    ("oas", Language::English, "The case C-131/12 and act 2016/1148 at http://example.org stay."), // 35
    ("oas", Language::English, "A vulnerability of one."),                                    // 36
    ("oas", Language::English, "Security alone."),                                            // 37
    ("paris", Language::English, "As Article 9 says."),                                       // 38
    ("paris", Language::English, "Nothing of the kind."),                                     // 39
];

/// A query and the clauses that it must find.
const ROWS: &[(&str, &[usize])] = &[
    ("incident", &[0, 1, 2]),
    ("incidents", &[0, 1, 2]),
    ("INCIDENT", &[0, 1, 2]),
    ("ｉｎｃｉｄｅｎｔ", &[0, 1, 2]),
    ("inci\u{ad}dent", &[0, 1, 2]),
    ("inci\u{200b}dent", &[0, 1, 2]),
    ("supply OR chain AND risk", &[3, 4, 5, 6]),
    ("risk AND supply OR chain", &[4, 5, 6]),
    ("+incident +reporting", &[0, 1, 2]),
    ("incident && reporting", &[0, 1, 2]),
    ("incident AND reporting", &[0, 1, 2]),
    ("(incident || breach) +authority", &[0]),
    ("incident and reporting", &[0, 1, 2]),
    ("incident not reporting", &[0, 1, 2]),
    ("incident AND shall", &[0]),
    ("+shall incident", &[0]),
    ("=shall incident", &[0]),
    ("\"shall\" incident", &[0]),
    ("shall AND not", &[11]),
    ("incident NOT shall", &[1, 2]),
    ("incident !shall", &[1, 2]),
    ("incident -shall", &[1, 2]),
    ("ICT products OR services", &[7, 8]),
    ("ICT AND (products OR services)", &[7, 8]),
    ("=incident", &[0, 1]),
    ("=incident*", &[0, 1, 2]),
    ("cooperation", &[10, 11, 12]),
    ("co-operation", &[10, 11, 12]),
    ("co operation", &[10, 11, 12]),
    ("e-mail", &[13]),
    ("email", &[13]),
    ("on-line", &[13]),
    ("online", &[13]),
    ("cyber-security", &[14, 15, 16]),
    ("cybersecurity", &[14, 15, 16]),
    ("cyber security", &[14, 15, 16]),
    ("organisation", &[17, 18]),
    ("organization", &[17, 18]),
    ("defence", &[17, 18]),
    ("defense", &[17, 18]),
    ("harmonise", &[17, 18]),
    ("harmonize", &[17, 18]),
    ("behaviour", &[17, 18]),
    ("behavior", &[17, 18]),
    ("programme", &[17, 18]),
    ("program", &[17, 18]),
    ("centre", &[17, 18]),
    ("center", &[17, 18]),
    ("U.N.", &[19, 20]),
    ("UN", &[19, 20]),
    ("E.U.", &[19, 20]),
    ("EU", &[19, 20]),
    ("U.S.", &[19, 20]),
    ("US", &[19, 20]),
    ("us", &[19, 20, 21]),
    ("sécurité", &[22, 23]),
    ("securite", &[22, 23]),
    ("donnees", &[22, 23]),
    ("cooperacion", &[24]),
    ("cooperación", &[24]),
    ("informacion", &[24]),
    ("informacao", &[25]),
    ("oeuvre", &[22]),
    ("œuvre", &[22]),
    ("strasse", &[26]),
    ("straße", &[26]),
    ("état", &[22, 23]),
    ("etats", &[22, 23]),
    ("l'État", &[22, 23]),
    ("l’Etat", &[22, 23]),
    ("authorized", &[27]),
    ("authorised", &[27]),
    ("authority", &[0, 28]),
    ("universal", &[29]),
    ("university", &[30]),
    ("\"supply chain\"", &[5]),
    ("\"supply chain\"~3", &[5, 6]),
    ("supply AND chain", &[5, 6]),
    ("\"vulnerability disclosure\"", &[32]),
    ("\"vulnerability disclosure\"~5", &[31, 32]),
    ("\"cyber att*\"", &[33]),
    ("cyber-att*", &[33]),
    ("vuln?rability", &[32, 36]),
    ("*security", &[14, 15, 16, 37]),
    ("cyb*ity", &[14, 15]),
    ("vulnerabilty~1", &[31, 32, 36]),
    ("vulnerabilty~", &[31, 32, 36]),
    ("vulnerabilty", &[]),
    ("critical infrastructure^2", &[34]),
    ("critical infrastructure", &[34]),
    ("Article 9", &[38, 39]),
    ("article:9", &[39]),
    ("article:9(2)(a)", &[39]),
    ("article:9(2)(b)", &[]),
    ("agreement:EU-NIS supply", &[3, 5, 6]),
    ("agreement:eu-* certified", &[7, 8]),
    ("agreement:(eu-nis OR paris) risk", &[2, 4, 5]),
    ("agreement:\"paris call\"", &[38, 39]),
    ("year:2015..2019 supply", &[3, 5, 6]),
    ("year:[2015 TO 2019] supply", &[3, 5, 6]),
    ("year:<2015", &[10]),
    ("year:>=2018", &[38, 39]),
    ("group:State co-operation", &[10]),
    ("binding:yes co-operation", &[10]),
    ("body:\"council\" co-operation", &[10]),
    ("strength:shall kind:provision", &[0, 11]),
    ("kind:recital", &[39]),
    ("language:de", &[26]),
    ("heading:(capacity building)", &[39]),
    ("heading:capacit*", &[39]),
    ("defines:\"cyber incident\"", &[38]),
    ("element:\"Capacity building\"", &[39]),
    ("has:decision", &[0, 39]),
    ("page:7", &[39]),
    ("C-131/12", &[35]),
    ("http://example.org", &[35]),
    ("2016/1148", &[35]),
    ("agreement:paris * -article:9", &[38]),
    ("\"CRITICAL INFRASTRUCTURE OF\"", &[34]),
    ("THE AND INCIDENT", &[0, 2]),
    ("US AND met", &[19, 20]),
    ("\"c* o*\"", &[4, 12]),
    ("\"supply * is\"", &[5]),
    ("\"supply ????n is\"", &[5]),
    ("heading:*", &[39]),
    ("defines:*", &[38]),
    ("body:*", &[10]),
    ("heading:=building", &[39]),
    ("heading:=buildings", &[]),
    ("heading:capacty~", &[39]),
    ("heading:\"building capacity\"~2", &[39]),
    ("co-operaton~1", &[10, 11, 12]),
    ("element:\"capacity-building\"", &[39]),
];

/// Queries that leave out what another finds.
const OPPOSITES: &[&str] = &["!incident", "NOT incident", "-incident", "–incident", "* -incident"];

/// A query that cannot be answered, and what is said.
const WRONG: &[(&str, &str)] = &[
    ("agreement:", "a value is missing after agreement: (column 11)"),
    (
        "risk agreement:atlantis",
        "there is no agreement \"atlantis\": the index holds appel, brief, carta, coe, eu-csa, … (column 6)",
    ),
    ("agreement:\"\"", "a value is missing after agreement: (column 11)"),
    ("agreement:par", "there is no agreement \"par\": did you mean paris? (column 1)"),
    ("agreement:eu-nsi", "there is no agreement \"eu-nsi\": did you mean eu-nis, eu-csa? (column 1)"),
    ("risk group:un", "no agreement has the group \"un\": state (column 6)"),
    ("element:\"Capacity\"", "there is no element \"Capacity\": did you mean Capacity building? (column 1)"),
    ("risk AND agrement:un", "there is no field \"agrement\": did you mean agreement:? (column 10)"),
    ("\"", "the quotation mark is never closed (column 1)"),
    ("(", "a group has no word in it (column 2)"),
    ("a:(^", "a group has no word in it (column 5)"),
];

/// A query and what its reader is told.
const NOTES: &[(&str, &str)] = &[
    ("incident and reporting", "did you mean AND?"),
    ("incident not reporting", "did you mean NOT?"),
    ("critical infrastructure^2", "weights such as ^2 are left out"),
    ("vulnerabilty", "no clause has \"vulnerabilty\": the nearest word is vulnerability (2)"),
    ("supply AND university", "each part of the query is found, but no clause has them together"),
    ("supply AND article:77", "no clause has this: in article 77"),
    ("AND", "AND joins nothing here: it is read as a word"),
    ("- *", "\"-\" at column 1 is no sign here and no word: it is left out"),
    ("http://example.org", "\"http://example.org\" is read as the words in a row \"http example.org\""),
    ("incident~7", "\"incident~7\" is read as the words in a row \"incident 7\""),
    ("[supply", "\"[supply\" is read as the word \"supply\""),
    ("/suppl.*/", "\"/suppl.*/\" is read as the pattern \"suppl*\""),
    ("(supply chain)~3", "\"~3\" at column 15 is left out"),
];

fn clauses() -> Vec<Clause> {
    let clause = |(n, (agreement, language, text)): (usize, &(&str, Language, &str))| {
        let eid = Eid::new(&format!("par_{n}")).unwrap();
        let strength = text.contains(" shall ").then_some(Strength::Shall);
        Clause {
            language: *language,
            strength,
            ..Clause::new(AgreementId::new(agreement).unwrap(), eid, *text)
        }
    };
    let mut clauses: Vec<Clause> = CLAUSES.iter().enumerate().map(clause).collect();
    clauses[38].defines = Some("cyber incident".into());
    let last = &mut clauses[39];
    *last = Clause {
        kind: ClauseKind::Recital,
        heading: Some("Capacity building".into()),
        pages: vec![7],
        language: Language::English,
        ..Clause::new(last.agreement.clone(), Eid::new("art_9__para_2__point_a").unwrap(), last.text.as_str())
    };
    clauses
}

fn catalogue(clauses: &[Clause]) -> Catalogue {
    let mut agreements: Vec<Described> = Vec::new();
    for clause in clauses {
        if agreements.iter().all(|known| known.id != clause.agreement) {
            agreements.push(Described::new(clause.agreement.clone()));
        }
    }
    for known in &mut agreements {
        match known.id.as_str() {
            "eu-nis" => known.year = Some(2016),
            "coe" => {
                (known.year, known.binding) = (Some(2001), Some(true));
                (known.group, known.body) = (Some("state".into()), Some("Council of Europe".into()));
            }
            "paris" => {
                (known.year, known.titles) = (Some(2018), vec!["The Paris Call for Trust".into()]);
            }
            _ => {}
        }
    }
    let (first, last) = (clauses[0].id.clone(), clauses[39].id.clone());
    Catalogue {
        agreements,
        elements: vec![("Capacity building".into(), vec![last.clone()])],
        decided: vec![first, last],
        ..Catalogue::default()
    }
}

struct Study {
    _folder: tempfile::TempDir,
    clauses: Vec<Clause>,
    catalogue: Catalogue,
    index: Index,
}

impl Study {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clauses = clauses();
        let index = Index::build(&folder.path().join("index"), &clauses).unwrap();
        Self { _folder: folder, catalogue: catalogue(&clauses), clauses, index }
    }

    fn ask(&self, query: &str) -> Result<Hits, SearchError> {
        self.index.search_in(&self.catalogue, query, Options::from(100))
    }

    fn found(&self, query: &str) -> Vec<usize> {
        let hits = self.ask(query).unwrap_or_else(|error| panic!("{query}: {error}")).hits;
        let place = |id| self.clauses.iter().position(|clause| clause.id == id).unwrap();
        let mut places: Vec<usize> = hits.into_iter().map(|hit| place(hit.clause)).collect();
        places.sort_unstable();
        places
    }
}

#[test]
fn each_query_finds_what_it_must() {
    let study = Study::new();
    let wrong: Vec<String> = ROWS
        .iter()
        .filter(|(query, expected)| study.found(query) != *expected)
        .map(|(query, expected)| format!("{query}: {:?}, not {expected:?}", study.found(query)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same sets, by the same words, in an index of our files for Quickwit.
#[test]
fn quickwit_is_told_to_find_the_same() {
    let study = Study::new();
    let quickwit = quickwit::Quickwit::of(&study.clauses);
    let ids = |places: &[usize]| places.iter().map(|place| study.clauses[*place].id.to_string()).collect();
    let mut unsaid = Vec::new();
    for (query, expected) in ROWS {
        match quickwit.ids(&study.index, &study.catalogue, query) {
            Some(found) => assert_eq!(found, ids(expected), "{query}"),
            None => unsaid.push(query),
        }
    }
    let unlike = unsaid.iter().filter(|query| !query.contains('~')).count();
    assert!(unsaid.len() * 10 < ROWS.len() && unlike < 5, "hardly any cannot be said: {unsaid:?}");
    for query in OPPOSITES {
        let rest: Vec<usize> = (3..CLAUSES.len()).collect();
        assert_eq!(quickwit.ids(&study.index, &study.catalogue, query), Some(ids(&rest)), "{query}");
    }
}

#[test]
fn what_is_left_out_is_all_the_rest() {
    let study = Study::new();
    let rest: Vec<usize> = (3..CLAUSES.len()).collect();
    for query in OPPOSITES {
        assert_eq!(study.found(query), rest, "{query}");
    }
    for query in ["*", "*:*", "- *"] {
        assert_eq!(study.found(query).len(), CLAUSES.len(), "{query}");
    }
    assert_eq!(
        study.ask("Article 9").unwrap().hits[0].clause,
        study.clauses[39].id,
        "the article comes first"
    );
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let study = Study::new();
    for (query, expected) in WRONG {
        match study.ask(query) {
            Err(SearchError::Query { reason, .. }) => assert_eq!(reason, *expected, "{query}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn what_was_read_otherwise_is_said() {
    let study = Study::new();
    for (query, expected) in NOTES {
        let notes = study.ask(query).unwrap().notes;
        assert!(notes.iter().any(|note| note.contains(expected)), "{query}: {notes:?}");
    }
    let quiet = [
        "incident; reporting, risk!",
        "‘supply’",
        "incident reporting",
        "co-operation",
        "l’Etat",
        "U.N.",
        "\"supply chain\"",
        "agreement:eu-*",
        "网络",
    ];
    for query in quiet {
        let notes = study.ask(query).unwrap().notes;
        assert!(notes.iter().all(|note| !note.contains("read as")), "{query}: {notes:?}");
    }
}

#[test]
fn a_value_of_a_field_means_what_it_means_between_brackets() {
    let study = Study::new();
    for value in ["-capacity", "=building", "capacit*", "capacty~1", "!building"] {
        let (bare, grouped) = (format!("heading:{value}"), format!("heading:({value})"));
        assert_eq!(study.found(&bare), study.found(&grouped), "{value}");
    }
    assert_eq!(study.found("heading:-capacity").len(), CLAUSES.len() - 1);
}

#[test]
fn synonyms_are_found_in_every_spelling_and_in_every_ring() {
    let mut study = Study::new();
    let ring = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    study.catalogue.rings = vec![
        ring(&["cybersecurity", "incident"]),
        ring(&["incident", "vulnerability disclosure"]),
        ring(&["risk"]),
    ];
    for query in ["cybersecurity", "cyber-security", "cyber security", "+cybersecurity", "Cyber-Security"] {
        let found = study.found(query);
        assert!([0, 1, 2, 14, 15, 16].iter().all(|place| found.contains(place)), "{query}: {found:?}");
    }
    let found = study.found("incident");
    assert!([0, 14, 32].iter().all(|place| found.contains(place)), "both rings: {found:?}");
    assert_eq!(study.found("+incident +risk"), study.found("incident AND risk"));
    let notes = study.ask("risk").unwrap().notes;
    assert!(notes.is_empty(), "a ring of one says nothing: {notes:?}");
}

/// Whatever is typed is answered at once.
#[test]
fn bad_input_is_answered() {
    let study = Study::new();
    let long = "a".repeat(100_000);
    let stray = "^ ".repeat(20_000);
    for query in [
        "",
        "\u{0}\u{7}\u{1b}[0m",
        "incident\u{0}",
        &"word ".repeat(10_000),
        &long,
        &format!("{long}~2"),
        &format!("{long}*"),
        &format!("\"{long} {long}\"~3"),
        "?*",
        "*?*",
        "**",
        &"*a".repeat(5_000),
        &stray,
        &"(".repeat(10_000),
        &"-".repeat(10_000),
        &"a OR ".repeat(5_000),
        &"网".repeat(40_000),
    ] {
        let answer = study.ask(query);
        if let Ok(hits) = answer {
            assert!(
                hits.notes.iter().map(String::len).sum::<usize>() < 2_000,
                "notes of {} bytes",
                query.len()
            );
        }
    }
    assert_eq!(study.found("incident\u{0}"), [0, 1, 2]);
}
