//! A study of four agreements of our own words, for tests of what decisions come to. Each test uses some of it.
#![allow(dead_code, reason = "each test uses some of it")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_crosscut");

/// Five agreements of our own words: three say the same in their own way, one is about other things.
pub(crate) const TEXTS: [(&str, [&str; 4]); 4] = [
    (
        "harbour-pact",
        [
            "Each Party shall report serious outages to the harbour authority within 72 hours of noticing them.",
            "The Parties shall train the crews of developing ports in the safe use of cranes.",
            "Nothing in this Pact shall limit the right of crews to strike.",
            "The Parties shall inspect the mooring ropes of every ferry once a year.",
        ],
    ),
    (
        "quay-accord",
        [
            "A State shall report a serious outage to the harbour authority within 72 hours.",
            "States shall train crews of developing ports to use cranes safely.",
            "The right of crews to strike shall be respected at all times.",
            "States shall inspect the mooring ropes of ferries every year.",
        ],
    ),
    (
        "pier-charter",
        [
            "Members report serious outages to the harbour authority without delay.",
            "Members train the crews of developing ports in using cranes.",
            "Members paint their piers white.",
            "Members inspect mooring ropes of ferries yearly.",
        ],
    ),
    (
        "reef-code",
        [
            "Divers shall not touch the coral of the outer reef.",
            "Boats shall anchor on sand only.",
            "Signatories count the turtles every spring.",
            "Guides carry a whistle and a slate.",
        ],
    ),
];

pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        for (name, articles) in TEXTS {
            desk.write(name, &articles);
        }
        assert!(desk.crosscut(&["run", "in"]).0 < 2);
        desk
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, articles: &[&str]) {
        let body: String = articles
            .iter()
            .enumerate()
            .map(|(n, text)| format!("## Article {}\n\n{text}\n\n", n + 1))
            .collect();
        fs::create_dir_all(self.at("in")).expect("folders can be made");
        fs::write(self.at(&format!("in/{name}.md")), format!("# {name}\n\n{body}"))
            .expect("files can be written");
    }

    pub(crate) fn crosscut_in(&self, study: &str, args: &[&str]) -> (i32, String, String) {
        let output = Command::new(PROGRAM)
            .current_dir(self.folder.path())
            .args(args)
            .args(["--study", study])
            .output()
            .expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }

    pub(crate) fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        self.crosscut_in("s", args)
    }

    pub(crate) fn decide_in(&self, study: &str, by: &str, args: &[&str]) -> String {
        let (code, out, error) =
            self.crosscut_in(study, &[&["decide"], args, &["--by", by, "--json"]].concat());
        assert_eq!(code, 0, "{args:?}: {error}");
        json(&out)["saved"][0]["event"].as_str().expect("an id").to_owned()
    }

    pub(crate) fn decide(&self, by: &str, args: &[&str]) -> String {
        self.decide_in("s", by, args)
    }

    pub(crate) fn refused(&self, by: &str, args: &[&str]) -> String {
        let (code, out, error) = self.crosscut(&[&["decide"], args, &["--by", by]].concat());
        assert_eq!(code, 2, "{args:?} {out}");
        error
    }

    pub(crate) fn status(&self) -> Value {
        json(&self.crosscut(&["status", "--json"]).1)
    }

    /// The state of a cell of the row of an element.
    pub(crate) fn cell(&self, element: &str, agreement: &str) -> Value {
        let matrix = json(&self.crosscut(&["matrix", "--json"]).1);
        let list = |key: &str| matrix[key].as_array().expect("a list").clone();
        let column =
            list("columns").iter().position(|column| column["agreement"] == agreement).expect("a column");
        let row = list("rows").into_iter().find(|row| row["name"] == element).expect("a row");
        row["cells"][column].clone()
    }

    pub(crate) fn candidate(&self, clause: &str) -> String {
        let answer = json(&self.crosscut(&["candidates", "--json", "--all"]).1);
        let all = answer["candidates"].as_array().expect("a list").clone();
        let has = |candidate: &&Value| candidate["members"].to_string().contains(&format!("\"{clause}\""));
        all.iter().find(has).expect("it is proposed")["id"].as_str().expect("an id").to_owned()
    }

    pub(crate) fn open(&self) {
        let settings = self.at("s/crosscut.toml");
        let text = fs::read_to_string(&settings).expect("it is written");
        fs::write(settings, format!("{text}\n[review]\nblind = false\n")).expect("it can be written");
    }
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders can be made");
    for entry in fs::read_dir(from).expect("it is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("files can be copied");
        }
    }
}

pub(crate) const OUTAGE: &str = "harbour-pact#art_1__para_1";
