//! Tests of projects and codebooks.

use super::project::{Code, Coding, Note, Project, Selection, Set, Source, User};
use super::*;
use proptest::prelude::*;

fn code(name: &str) -> Code {
    Code {
        guid: guid(name),
        name: name.into(),
        codable: true,
        description: Some("d".into()),
        ..Code::default()
    }
}

/// A small project of every kind of thing.
fn sample(text: &str, start: usize, end: usize) -> Project {
    let coding = |n: &str| Coding {
        guid: guid(n),
        user: Some(guid("user")),
        at: Some("2026-01-02T03:04:05Z".into()),
        code: guid("a"),
        note_refs: Vec::new(),
    };
    let selection = Selection {
        guid: guid("selection"),
        name: "x: y".into(),
        cited: Some("Article 1, p. 3".into()),
        start,
        end,
        codings: vec![coding("one")],
        note_refs: vec![guid("note")],
    };
    let source = Source {
        guid: guid("source"),
        name: "s & <t>".into(),
        text: text.into(),
        selections: vec![selection],
        ..Source::default()
    };
    let mut parent = code("parent");
    parent.codes.push(code("a"));
    Project {
        name: "p".into(),
        at: Some("2026-02-03T04:05:06Z".into()),
        origin: "crosscut".into(),
        users: vec![User { guid: guid("user"), name: "Ana".into() }],
        codes: vec![parent, code("b")],
        sources: vec![source],
        notes: vec![Note { guid: guid("note"), name: "n".into(), text: "t".into(), ..Note::default() }],
        sets: vec![Set { guid: guid("set"), name: "s".into(), codes: vec![guid("a")], ..Set::default() }],
        ..Project::default()
    }
}

#[test]
fn what_the_schema_misses_is_refused() {
    assert_eq!(check::faults(&sample("some text", 0, 4)), None);
    type Break = fn(&mut Project);
    let breaks: [(&str, Break); 7] = [
        ("used twice", |p| p.codes[1].guid = p.codes[0].guid.clone()),
        ("not a GUID", |p| p.codes[1].guid = "x".into()),
        ("the code", |p| p.sources[0].selections[0].codings[0].code = guid("nobody")),
        ("the user", |p| p.sources[0].selections[0].codings[0].user = Some(guid("nobody"))),
        ("the note", |p| p.note_refs.push(guid("nobody"))),
        ("of 9 characters", |p| p.sources[0].selections[0].end = 10),
        ("line ends", |p| p.sources[0].text = "a\r\nb long enough".into()),
    ];
    for (part, change) in breaks {
        let mut project = sample("some text", 0, 4);
        change(&mut project);
        let fault = check::faults(&project).unwrap_or_else(|| panic!("{part}"));
        assert!(fault.contains(part), "{part}: {fault}");
    }
}

#[test]
fn a_codebook_of_ours_comes_back_as_it_went() {
    let text = include_str!("../../../../data/codebooks/cyber.toml");
    let book = crosscut::Codebook::parse("cyber.toml".as_ref(), text).unwrap();
    let back = import_codebook("x/Cyber.qdc", &export_codebook(&book).unwrap()).unwrap();
    assert_eq!(back.codebook.title, "Cyber");
    assert_eq!(back.codebook.elements.len(), book.elements.len());
    for element in &book.elements {
        let same = back.codebook.elements.iter().find(|other| other.name == element.name).unwrap();
        let plain = |text: &Option<String>| {
            text.as_deref().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        assert_eq!(same.definition.trim(), element.definition.trim());
        assert_eq!(plain(&same.inclusion), plain(&element.inclusion));
        assert_eq!(plain(&same.exclusion), plain(&element.exclusion));
        assert_eq!((&same.phrases, &same.category), (&element.phrases, &element.category));
    }
    assert!(crosscut::Codebook::parse("back.toml".as_ref(), &back.text).is_ok());
}

#[test]
fn codes_below_codes_come_back_where_they_were() {
    let code = |n: u32, name: &str, more: &str, inside: &str| {
        format!(
            "<Code guid=\"00000000-0000-0000-0000-00000000000{n}\" name=\"{name}\" {more}>{inside}</Code>"
        )
    };
    let inner = code(3, "C", "isCodable=\"true\"", "");
    let below = code(2, "B", "isCodable=\"true\"", &inner);
    let first = code(1, "A", "isCodable=\"false\"", &format!("<Description>Parent def</Description>{below}"));
    let xml = format!(
        "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>{first}{}</Codes></CodeBook>",
        code(4, "B", "isCodable=\"true\"", "")
    );
    let imported = import_codebook("nest.qdc", &xml).unwrap();
    assert!(imported.losses.iter().any(|loss| loss.contains("Parent def")), "{:?}", imported.losses);
    assert!(imported.codebook.elements.iter().all(|element| element.definition.is_empty()));
    let back = export_codebook(&imported.codebook).unwrap();
    let codes = read::codebook("back.qdc", &back).unwrap().project.codes;
    let names = |codes: &[Code]| codes.iter().map(|code| code.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&codes), ["A", "B"]);
    let b = &codes[0].codes[0];
    assert_eq!((b.name.as_str(), b.codable, names(&b.codes)), ("B", true, vec!["C".to_owned()]));
    assert!(!codes[0].codable && codes[1].codes.is_empty() && b.description.is_none());
    assert_eq!(import_codebook("n.qdc", &back).unwrap().codebook.elements.len(), 3);
}

#[test]
fn guids_are_those_of_the_standard_and_never_change() {
    assert!(check::is_guid(&guid("x")) && check::is_guid("{0b1b1791-be46-4557-9957-7333544cfaf2}"));
    assert_eq!(guid("x"), guid("x"));
    assert_ne!(guid("x"), guid("y"));
    assert!(!check::is_guid("0b1b1791be4645579957-7333544cfaf2") && !check::is_guid(""));
}

proptest! {
    #[test]
    fn a_project_is_read_as_it_was_written(text in "[a\u{a0}é\u{301}🔒<&\"']{2,60}", from in 0usize..1) {
        let project = sample(&text, from, text.chars().count());
        prop_assert_eq!(check::faults(&project), None);
        let packed = package::pack(&project).unwrap();
        prop_assert_eq!(&packed, &package::pack(&project).unwrap());
        let unpacked = unpack("p.qdpx", &packed).unwrap();
        let reading = read::project("p.qdpx", &unpacked).unwrap();
        prop_assert!(reading.losses.is_empty(), "{:?}", reading.losses);
        prop_assert_eq!(reading.project, project);
    }
}
