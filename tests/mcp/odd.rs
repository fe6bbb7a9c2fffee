//! Wrong questions, and studies that cannot be read or not be shown.

use super::{clause, study, texts};
use crate::client::Client;
use crate::desk::Desk;
use serde_json::json as value;

#[test]
fn wrong_questions_are_told_what_is_wrong_and_the_server_goes_on() {
    let desk = study();
    let mut client = Client::new(desk.folder.path(), &[]);
    for (tool, args, part) in [
        ("search", value!({}), "missing field `query`"),
        ("search", value!({ "query": 7 }), "invalid type"),
        ("search", value!({ "query": "x", "limt": 3 }), "unknown field `limt`"),
        ("search", value!({ "query": "x", "limit": -1 }), "invalid value"),
        ("search", value!({ "query": "x", "limit": "ten" }), "invalid type"),
        ("search", value!({ "query": "x", "sort": "best" }), "unknown variant"),
        ("search", value!({ "query": "(incident AND" }), "column"),
        ("search", value!({ "query": "agrement:harbour" }), "did you mean agreement:"),
        ("search", value!({ "query": "@nothing" }), "no search @nothing"),
        ("search", value!({ "query": "" }), "no word to search for (column 1)"),
        ("clause", value!({ "clause": "harbour#art_9" }), "the nearest ids are harbour#art_"),
        ("clause", value!({ "clause": "../../etc/passwd" }), "there is no clause"),
        ("like", value!({}), "either the id of a clause"),
        ("like", value!({ "clause": "a#b", "text": "c" }), "either the id of a clause"),
        ("like", value!({ "clause": "harbour#art_9" }), "there is no clause"),
        ("candidate", value!({ "of": "c-nothing" }), "there is no candidate"),
        ("candidate", value!({ "of": "1" }), "there is no candidate"),
        ("element", value!({ "of": "No such" }), "there are Incident reporting"),
        ("gaps", value!({ "of": "" }), "there is no element"),
        ("outliers", value!({ "agreement": "harbor" }), "there are harbour, lake, river"),
        ("coverage", value!({ "agreement": "x".repeat(100_000) }), "there is no agreement"),
        ("search", value!({ "query": "x".repeat(100_000) }), "to look for a text, use `like`"),
        ("search", value!({ "query": "lamps ".repeat(1_500) }), "more than 1000 words"),
    ] {
        let why = client.wrong(tool, &args);
        assert!(why.contains(part) && why.len() < 1_000, "{tool} {args}: {part}: {why}");
    }
    let long = "x".repeat(1_000_000);
    assert!(client.wrong("agreements", &value!({ long.as_str(): 1 })).len() < 5_000);
    assert!(client.found("search", &value!({ "query": "x".repeat(9_000) })).to_string().len() < 10_000);
    for method in ["tools/call", "prompts/get", "resources/read"] {
        let params = value!({ "name": "decide", "uri": "crosscut://decisions", "arguments": {} });
        let error = client.ask(method, &params).expect_err("there is no such thing");
        assert_eq!(error["code"], -32602, "{error}");
    }
    let error =
        client.ask("tools/call", &value!({ "name": "suggest_note", "arguments": {} })).expect_err("it reads");
    assert!(error["message"].as_str().expect("words").contains("only reads"), "{error}");
    assert!(client.ask("study/delete", &value!({})).is_err());
    // Lines that are no questions.
    for line in [
        "",
        "{",
        "nonsense",
        "[]",
        "{\"jsonrpc\": \"2.0\"}",
        "\u{0}",
        "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": 1}",
    ] {
        client.say(line);
    }
    client.say(&format!("{{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"{}\"}}", "x".repeat(2_000_000)));
    assert_eq!(client.found("agreements", &value!({}))["total"], 3, "it goes on");
    client.end();
    Client::silent(desk.folder.path(), &[]).end();
}

#[test]
fn a_study_that_cannot_be_read_says_why() {
    let desk = Desk::new();
    texts(&desk);
    let mut client = Client::new(desk.folder.path(), &["--study", "none", "--suggest", "helper"]);
    let note = value!({ "note": "x", "cites": [{ "clause": "a#b", "words": "one two three" }] });
    for (tool, args) in
        [("agreements", value!({})), ("search", value!({ "query": "x" })), ("suggest_note", note)]
    {
        let why = client.wrong(tool, &args);
        assert!(why.contains("no study here"), "{tool}: {why}");
    }
    assert!(
        client.ask("resources/list", &value!({})).expect_err("none")["message"]
            .to_string()
            .contains("no study here")
    );
    // Searched alone: what needs a run says so, and what does not is answered.
    desk.crosscut(&["index", "in", "--study", "none"]);
    assert_eq!(client.found("search", &value!({ "query": "lamps" }))["total"], 1);
    let lamps = clause(&mut client, "lamps");
    assert_eq!(
        client.found("clause", &value!({ "clause": lamps }))["clause"]["text"],
        "Each Party shall keep its lamps lit at night."
    );
    assert_eq!(client.found("agreements", &value!({}))["total"], 3);
    for tool in ["candidates", "matrix", "coverage", "outliers"] {
        let why = client.wrong(tool, &value!({}));
        assert!(why.contains("run `crosscut run` first"), "{tool}: {why}");
    }
    desk.crosscut(&["run", "in", "--study", "none"]);
    assert_eq!(client.found("coverage", &value!({}))["total"], 3, "it is seen at once");
}

#[test]
fn while_coders_judge_apart_nobodys_decisions_are_shown() {
    let desk = study();
    let toml = desk.at("crosscut-study/crosscut.toml");
    let settings = std::fs::read_to_string(&toml).expect("settings");
    std::fs::write(&toml, settings + "\n[review]\ncoders = [\"Ana\", \"Ben\"]\n").expect("it can be written");
    let (code, out, err) =
        desk.crosscut(&["decide", "confirm", "1", "--name", "Reporting of incidents", "--by", "Ben"]);
    assert_eq!(code, 0, "{out}{err}");
    let mut client = Client::new(desk.folder.path(), &["--suggest", "helper"]);
    let elements = client.found("elements", &value!({}));
    assert!(
        elements["total"] == 0 && elements["note"].as_str().is_some_and(|why| why.contains("blind")),
        "{elements}"
    );
    let matrix = client.found("matrix", &value!({}));
    assert!(matrix["note"].as_str().is_some_and(|why| why.contains("blind")), "{matrix}");
    assert!(matrix["rows"].as_array().expect("rows").iter().all(|row| row["is"] == "candidate"), "{matrix}");
    assert!(client.wrong("element", &value!({ "of": "Incident reporting" })).contains("blind"));
    let found = client.found("search", &value!({ "query": "has:decision" }));
    assert!(found["total"] == 0 && found["notes"].to_string().contains("blind"), "{found}");
    let lamps = clause(&mut client, "lamps");
    let cites = value!([{ "clause": lamps, "words": "keep its lamps lit" }]);
    let why = client.wrong("suggest_clause", &value!({ "of": "Incident reporting", "cites": cites }));
    assert!(why.contains("blind"), "{why}");
    let report = client.ask("resources/read", &value!({ "uri": "crosscut://report" })).expect("a report");
    let text = report["contents"][0]["text"].as_str().expect("text");
    assert!(text.contains("blind") && !text.contains("Incident reporting"), "{text}");
    for (args, shown) in
        [(&["--by", "Ana"][..], "Incident reporting"), (&["--by", "Ben"], "Reporting of incidents")]
    {
        let mut client = Client::new(desk.folder.path(), args);
        let elements = client.found("elements", &value!({}));
        assert_eq!(
            (&elements["total"], &elements["elements"][0]["name"]),
            (&value!(1), &value!(shown)),
            "{elements}"
        );
    }
}
