//! The review page in a real browser: runs `tests/browser/review.mjs` and `tests/browser/walks.mjs` where Node.js, Chromium
//! and its packages are there (`tests/install.sh` brings them), and says that it skips where they are not. Each takes a
//! minute or two, three at most; `CROSSCUT_BROWSER=0` leaves it out.

use crosscut::{RunOptions, Study};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// When the browser tests are ended.
const LONGEST: Duration = Duration::from_secs(300);

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Clauses of three accords, some of which would run or deceive if they were shown as they are.
fn hostile() -> String {
    let nasty = [
        "</script><img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>{{7*7}}",
        "\u{202e}txet\u{202c} \u{0} \u{200b} ' onfocus=alert(1) autofocus='",
    ];
    let mut lines = String::new();
    for (agreement, nasty) in ["one", "two", "three"].iter().zip(nasty) {
        for (eid, text) in [
            ("art_1", format!("Operators shall keep records of maintenance {nasty} for two years.")),
            ("art_2", format!("Parties shall report incidents {nasty} to the authority without delay.")),
            ("art_3", format!("{nasty} {}", "word ".repeat(20_000))),
        ] {
            let line = serde_json::json!({
                "id": format!("{agreement}#{eid}"), "agreement": agreement, "text": text, "locator": nasty, "title": nasty,
            });
            lines.push_str(&format!("{line}\n"));
        }
    }
    lines
}

/// Runs one file of tests, where what it needs is there.
fn run(file: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    if std::env::var_os("CROSSCUT_BROWSER").is_some_and(|value| value == "0") {
        println!("skipped: {file} in a browser: CROSSCUT_BROWSER=0 leaves it out");
        return;
    }
    let chromium = ["chromium", "chromium-browser", "google-chrome"].iter().any(|name| has(name));
    if !(has("node") && chromium && tests.join("node_modules/playwright-core").is_dir()) {
        println!("skipped: {file} in a browser: needs Node.js, Chromium and npm packages (tests/install.sh)");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let clauses = folder.path().join("clauses.jsonl");
    std::fs::write(&clauses, hostile()).expect("a file can be written");
    for (name, source) in [("study", &sample), ("hostile", &clauses)] {
        let study = Study::at(folder.path().join(name)).expect("a new study");
        study.run(std::slice::from_ref(source), &RunOptions::default(), &|_| {}).expect("it runs");
    }
    let mut node = Command::new("node")
        .arg(file)
        .current_dir(&tests)
        .env("CROSSCUT", env!("CARGO_BIN_EXE_crosscut"))
        .env("STUDY", folder.path().join("study"))
        .env("HOSTILE", folder.path().join("hostile"))
        .spawn()
        .expect("node was there");
    // It ends by itself long before; should it ever hang, the tests do not.
    let begun = Instant::now();
    let status = loop {
        match node.try_wait().expect("it is our child") {
            Some(status) => break status,
            None if begun.elapsed() > LONGEST => {
                let _ = node.kill();
                panic!("the browser tests did not end");
            }
            None => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    assert!(status.success(), "a browser test failed");
}

/// One file after the other: two browsers at once are too much for a small machine.
#[test]
fn the_review_page_in_a_browser() {
    run("review.mjs");
    run("walks.mjs");
}
