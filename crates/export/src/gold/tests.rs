//! Tests of gold that was tagged elsewhere.

use super::*;

#[test]
fn doccanos_forms_are_read_in_code_points() {
    let text = "🔒é Parties report.";
    let lines = [
        format!(r#"{{"id": 1, "text": "{text}", "label": [[3, 10, "A"], [3, 10, "B"]], "agreement": "x"}}"#),
        format!(
            r#"{{"text": "{text}", "entities": [{{"start_offset": 11, "end_offset": 17, "label": "C"}}]}}"#
        ),
        r#"{"text": "Nothing marked.", "labels": []}"#.to_owned(),
        r#"{"text": "short", "label": [[2, 99, "E"]]}"#.to_owned(),
    ];
    let gold = import_gold("folder/treaty.jsonl", lines.join("\n").as_bytes()).unwrap();
    let expected = [
        r#"{"agreement":"x","elements":["A","B"],"quote":"Parties"}"#,
        r#"{"agreement":"treaty","elements":["C"],"quote":"report"}"#,
    ];
    assert_eq!(gold.text.lines().collect::<Vec<_>>(), expected);
    assert_eq!(gold.losses.len(), 1);
    assert!(gold.losses[0].contains("line 4"), "{:?}", gold.losses);
}

#[test]
fn texts_that_were_sorted_as_wholes_are_quotes_and_none_is_an_answer() {
    let lines =
        "{\"text\": \"A whole text.\", \"label\": [\"D\"]}\n{\"text\": \"Nothing.\", \"label\": []}\n";
    let gold = import_gold("treaty.jsonl", lines.as_bytes()).unwrap();
    let expected = [
        r#"{"agreement":"treaty","elements":["D"],"quote":"A whole text."}"#,
        r#"{"agreement":"treaty","elements":[],"quote":"Nothing."}"#,
    ];
    assert_eq!(gold.text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_cas_is_read_in_utf_16_units() {
    let cas = r#"{"%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "🔒 Parties report."},
        {"%ID": 2, "%TYPE": "webanno.custom.Element", "@sofa": 1, "begin": 3, "end": 10, "label": "A"},
        {"%ID": 3, "%TYPE": "other.Token", "@sofa": 1, "begin": 3, "end": 10},
        {"%ID": 4, "%TYPE": "webanno.custom.Element", "@sofa": 1, "begin": 3, "end": 99, "label": "B"}]}"#;
    let gold = import_gold("harbour.json", cas.as_bytes()).unwrap();
    assert_eq!(gold.text, "{\"agreement\":\"harbour\",\"elements\":[\"A\"],\"quote\":\"Parties\"}\n");
    assert_eq!(gold.losses.len(), 1);
}

#[test]
fn what_is_neither_is_refused_with_its_line() {
    for (text, part) in [
        ("", "no label"),
        ("{\"text\": \"x\", \"label\": []}\nnonsense", "line 2"),
        ("{\"label\": []}", "no \"text\""),
        ("{\"text\": \"x\"}", "no list"),
        ("{\"text\": \"x\", \"label\": [[0, \"1\", \"A\"]]}", "not [start, end, name]"),
        ("{\"%FEATURE_STRUCTURES\": []}", "no text"),
    ] {
        let error = import_gold("f.jsonl", text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("f.jsonl") && error.contains(part), "{text}: {error}");
    }
    assert!(import_gold("f", &[0xff, 0xfe]).is_err());
}
