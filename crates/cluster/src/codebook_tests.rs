//! What must hold of guided search, whatever the element.

use super::*;
use crate::Vectors;
use crate::testing::clauses;
use crosscut_text::Clause;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Two commitments in other words in each of four agreements, among clauses of other things.
fn study() -> Vec<Clause> {
    clauses(&[
        ("pact", "Each Party shall report serious incidents to the national response team without delay."),
        ("pact", "The Parties teach pupils how to keep passwords safe."),
        ("pact", "The seat of the secretariat is in a lighthouse."),
        ("pact", "The harbour dues are paid in shells."),
        ("charter", "Operators tell the response team of an outage within one day."),
        ("charter", "Schools offer courses on safe passwords to pupils and parents."),
        ("charter", "Cyclists are given free tea on Sundays."),
        ("accord", "Outages are made known to the team of the sector, operators answering its questions."),
        ("accord", "We offer courses to parents and help schools with teachers."),
        ("accord", "Our logo is a green horse."),
        ("treaty", "Whoever runs a network answers questions on outages and makes known what broke."),
        ("treaty", "Teachers are trained, and parents are helped at home."),
        ("treaty", "Boats carry lamps at night."),
    ])
}

/// Clauses of the two commitments.
const REPORTING: [usize; 4] = [0, 4, 7, 10];
const TEACHING: [usize; 4] = [1, 5, 8, 11];

fn elements(reporting: &[usize], teaching: &[usize]) -> Vec<Element> {
    let element = |name: &str, definition: &str, confirmed: &[usize]| Element {
        name: name.into(),
        definition: definition.into(),
        confirmed: confirmed.to_vec(),
        ..Element::default()
    };
    vec![
        element("Incident reporting", "Serious incidents are reported to a team.", reporting),
        element("Awareness", "Pupils are taught to keep safe.", teaching),
    ]
}

/// Mean over the true clauses of the share of true ones down to each of them; those that were told are passed over.
fn average_precision(found: &Match, truth: &[usize], told: &[usize]) -> f32 {
    let ranked = found.ranked.iter().filter(|member| !told.contains(&member.clause));
    let (mut hits, mut sum) = (0.0f32, 0.0f32);
    for (place, member) in ranked.enumerate() {
        if truth.contains(&member.clause) {
            hits += 1.0;
            sum += hits / (place + 1) as f32;
        }
    }
    sum / truth.iter().filter(|clause| !told.contains(clause)).count().max(1) as f32
}

fn chance(found: &Match, clause: usize) -> f32 {
    found.ranked.iter().find(|member| member.clause == clause).map_or(0.0, |member| member.similarity)
}

#[test]
fn a_definition_alone_finds_its_own_wording_and_proposes_it() {
    let clauses = study();
    let found = match_codebook(Compared::new(&clauses, None), &elements(&[], &[]));
    for (found, truth) in found.iter().zip([REPORTING, TEACHING]) {
        assert!(found.ranked[..2].iter().any(|member| truth.contains(&member.clause)), "{:?}", found.ranked);
        assert!(found.cut >= 1 && found.cut <= found.ranked.len());
        let odd = |member: &Member| [2, 3, 6, 9, 12].contains(&member.clause);
        assert!(!found.ranked[..found.cut].iter().any(odd), "{:?}", found.ranked);
    }
}

/// On real agreements: the definition alone, three and ten confirmed clauses an element measured on the same
/// rest of the clauses.
#[test]
fn confirmed_clauses_help_with_the_rest() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/cyber"));
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let (Ok(book), Ok(rows), Ok(gold)) = (read("codebook.md"), read("clauses.jsonl"), read("gold.jsonl"))
    else {
        eprintln!("skipped: ../shared/gold/cyber is not at hand");
        return;
    };
    let json = |text: &str| -> Vec<serde_json::Value> {
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    };
    let word = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = json(&rows);
    let texts: Vec<(String, String)> =
        rows.iter().map(|row| (word(row, "agreement"), word(row, "text"))).collect();
    let clauses = clauses(&texts.iter().map(|(a, t)| (a.as_str(), t.as_str())).collect::<Vec<_>>());
    let place: BTreeMap<String, usize> =
        rows.iter().enumerate().map(|(i, row)| (word(row, "id"), i)).collect();
    let mut truth: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for line in json(&gold) {
        for element in line["elements"].as_array().into_iter().flatten().filter_map(|e| e.as_str()) {
            truth.entry(element.into()).or_default().extend(place.get(&word(&line, "clause")));
        }
    }
    let told: Vec<(&str, &str, &str)> = book
        .lines()
        .filter_map(|line| {
            let mut parts = line.strip_prefix("- ")?.splitn(3, " — ");
            let (id, name, definition) = (parts.next()?, parts.next()?, parts.next()?);
            truth.get(id).filter(|clauses| clauses.len() > 20)?;
            Some((id, name, definition.split(" — not ").next()?))
        })
        .collect();
    assert!(told.len() > 10);
    // Spread over the agreements, far apart first.
    let ten = |id: &str| -> Vec<usize> {
        [0, 5, 9, 3, 7, 1, 4, 8, 2, 6].iter().map(|n| truth[id][n * truth[id].len() / 10]).collect()
    };
    let quality = |confirmed: usize| {
        let element = |&(id, name, definition): &(&str, &str, &str)| Element {
            name: name.into(),
            definition: definition.into(),
            confirmed: ten(id)[..confirmed].to_vec(),
            ..Element::default()
        };
        let found =
            match_codebook(Compared::new(&clauses, None), &told.iter().map(element).collect::<Vec<_>>());
        let each = found.iter().zip(&told);
        each.map(|(found, (id, ..))| average_precision(found, &truth[*id], &ten(id))).sum::<f32>()
            / told.len() as f32
    };
    let measured = [0, 3, 10].map(quality);
    eprintln!(
        "cyber, {} elements: mean average precision with 0, 3, 10 confirmed {measured:.3?}",
        told.len()
    );
    assert!(
        measured[0] > 0.4 && measured[1] > measured[0] + 0.02 && measured[2] > measured[1] + 0.02,
        "{measured:?}"
    );
}

#[test]
fn vectors_of_a_model_find_what_no_word_shows() {
    let clauses = study();
    let mut values = vec![0.0f32; clauses.len() * 3];
    for node in 0..clauses.len() {
        let of = if REPORTING.contains(&node) {
            0
        } else if TEACHING.contains(&node) {
            1
        } else {
            2
        };
        values[node * 3 + of] = 1.0;
    }
    let vectors = Vectors { width: 3, values, language: None };
    let mut read = elements(&[], &[]);
    (read[0].vectors, read[1].vectors) = (vec![vec![1.0, 0.0, 0.0]], vec![vec![0.0, 1.0, 0.0]]);
    let with = match_codebook(Compared::new(&clauses, Some(&vectors)), &read);
    let without = match_codebook(Compared::new(&clauses, None), &elements(&[], &[]));
    for clause in &REPORTING[1..] {
        let (with, without) = (chance(&with[0], *clause), chance(&without[0], *clause));
        assert!(with > without, "{clause}: {with} {without}");
    }
}

/// The oracles: likenesses one by one, all of them sorted; every other element asked for its claim.
#[test]
fn votes_and_claims_are_those_of_single_likenesses() {
    let mut given = study();
    let foreign = clauses(&[
        ("tratado", "Los Estados comunican sin demora los incidentes graves a las autoridades de los demás."),
        ("tratado", "Las escuelas enseñan a los alumnos y a sus padres a guardar bien sus contraseñas."),
    ]);
    given.extend(foreign.into_iter().map(|clause| Clause { language: Language::Spanish, ..clause }));
    let corpus = Corpus::of(Compared::new(&given, None));
    let params = &corpus.params.guided;
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, None, Mix::guided(corpus.params));
    let postings = space.rows.transposed();
    let count = space.rows.len() as u32;
    assert!((0..count).any(|node| space.meaning.foreign(0, node)), "two languages are compared");
    for one in 0..count {
        let slow: Vec<f32> = (0..count).map(|node| space.like(one, node)).collect();
        let alone = alone(&space, &postings, &[one]);
        let fast: Vec<f32> = likeness(&space, &alone, one).collect();
        assert_eq!(fast, slow, "{one}");
    }
    let all: Vec<u32> = (0..count).collect();
    let claims: Vec<Vec<f32>> =
        [&[][..], &[3], &[0, 4, 7, 10], &all].map(|set| votes(&space, &postings, set, params)).into();
    for (set, fast) in [&[][..], &[3], &[0, 4, 7, 10], &all].into_iter().zip(&claims) {
        for node in 0..count {
            let others = set.iter().filter(|&&other| other != node);
            let mut alike: Vec<f32> = others.map(|&other| space.like(node, other).max(0.0)).collect();
            alike.sort_by(|x, y| y.total_cmp(x));
            alike.truncate(params.voters);
            let mean = alike.iter().map(|x| x * x).sum::<f32>() / alike.len().max(1) as f32;
            assert_eq!(fast[node as usize], mean.sqrt() * experience(set.len(), params), "{node} in {set:?}");
        }
    }
    for (node, claim) in greatest(&claims).into_iter().enumerate() {
        for element in 0..claims.len() {
            let others = claims.iter().enumerate().filter(|(other, _)| *other != element);
            assert_eq!(claim.without(element), others.map(|(_, row)| row[node]).fold(0.0, f32::max));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn chances_fall_down_the_list_and_judgements_are_kept(
        confirmed in prop::collection::btree_set(0usize..13, 0..4),
        rejected in prop::collection::btree_set(0usize..16, 0..4),
        others in prop::collection::btree_set(0usize..13, 0..3),
    ) {
        let clauses = study();
        let confirmed: Vec<usize> = confirmed.into_iter().collect();
        let others: Vec<usize> = others.into_iter().collect();
        let mut elements = elements(&confirmed, &others);
        elements[0].rejected = rejected.iter().copied().collect();
        let found = &match_codebook(Compared::new(&clauses, None), &elements)[0];
        prop_assert!(found.cut <= found.ranked.len());
        for pair in found.ranked.windows(2) {
            prop_assert!(pair[0].similarity >= pair[1].similarity);
        }
        let places: Vec<usize> = found.ranked.iter().map(|member| member.clause).collect();
        for member in &found.ranked {
            prop_assert!((0.0..=1.0).contains(&member.similarity));
        }
        for clause in &confirmed {
            let place = places.iter().position(|place| place == clause);
            prop_assert!(place.is_some_and(|place| place < confirmed.len() && place < found.cut));
        }
        for clause in rejected.iter().filter(|clause| !confirmed.contains(clause)) {
            prop_assert!(!places.contains(clause));
        }
    }
}
