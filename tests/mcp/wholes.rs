//! Agreements and the report as wholes, the three questions, and a client that is not ours.

use super::study;
use crate::client::Client;
use serde_json::json as value;
use std::path::Path;
use std::process::Command;

#[test]
fn agreements_and_report_are_read_in_parts_and_prompts_ask_the_three_questions() {
    let desk = study();
    let mut client = Client::new(desk.folder.path(), &[]);
    let listed = client.ask("resources/list", &value!({})).expect("resources");
    let uris: Vec<&str> = listed["resources"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["uri"].as_str())
        .collect();
    assert_eq!(
        uris,
        [
            "crosscut://report",
            "crosscut://agreement/harbour",
            "crosscut://agreement/lake",
            "crosscut://agreement/river"
        ]
    );
    let read = |client: &mut Client, uri: &str| {
        let found =
            client.ask("resources/read", &value!({ "uri": uri })).unwrap_or_else(|e| panic!("{uri}: {e}"));
        found["contents"][0]["text"].as_str().expect("text").to_owned()
    };
    let report = read(&mut client, "crosscut://report");
    assert!(report.contains("Incident reporting") && report.contains("harbour office"), "{report}");
    let harbour = read(&mut client, "crosscut://agreement/harbour/1");
    assert!(
        harbour.contains("] \n> ") || harbour.contains("]\n> Each Party shall keep its lamps lit at night."),
        "{harbour}"
    );
    for uri in [
        "crosscut://agreement/harbour/2",
        "crosscut://agreement/nobody",
        "file:///etc/passwd",
        "crosscut://report/0",
    ] {
        assert!(client.ask("resources/read", &value!({ "uri": uri })).is_err(), "{uri}");
    }
    let templates = client.ask("resources/templates/list", &value!({})).expect("templates");
    assert_eq!(templates["resourceTemplates"].as_array().map(Vec::len), Some(2));
    let prompts = client.ask("prompts/list", &value!({})).expect("prompts");
    let names: Vec<&str> = prompts["prompts"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["what-do-these-share", "what-is-only-here", "what-is-absent"]);
    let args = value!({ "name": "what-is-only-here", "arguments": { "agreement": "lake" } });
    let prompt = client.ask("prompts/get", &args).expect("a prompt");
    assert!(
        prompt["messages"][0]["content"]["text"].as_str().is_some_and(|text| text.contains("“lake”")),
        "{prompt}"
    );
    assert!(
        client.ask("prompts/get", &value!({ "name": "what-is-only-here" })).is_err(),
        "the agreement is missing"
    );
}

/// The client that most others are made of: Python's package `mcp`, where tests/install.sh put it.
#[test]
fn pythons_client_drives_every_tool() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("tests/.venv/bin/python");
    let has = |python: &Path| {
        Command::new(python)
            .args(["-c", "import mcp.client"])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if !has(&python) {
        println!("skipped: the server driven by Python's client: tests/install.sh adds the package mcp");
        return;
    }
    let desk = study();
    let output = Command::new(python)
        .arg(root.join("tests/mcp/drive.py"))
        .arg(env!("CARGO_BIN_EXE_crosscut"))
        .arg(desk.at("crosscut-study"))
        .output()
        .expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    println!("{}", text.trim());
}
