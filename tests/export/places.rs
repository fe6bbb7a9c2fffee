//! Where files go whose place a user names, by every command that asks for one.

use super::*;

/// A study of two agreements with one element.
fn study() -> Desk {
    let desk = Desk::new();
    let text = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
    fs::create_dir(desk.at("in")).expect("a folder");
    for name in ["accord", "pact"] {
        fs::write(desk.at(&format!("in/{name}.txt")), text).expect("a file");
    }
    desk.done(&["run", "in", "--study", "s"]);
    desk.done(&["decide", "new", "Reports", "accord#art_1__para_1", "--by", "Ana", "--study", "s"]);
    desk.done(&["export", "qdc", "--study", "s", "--out", "x.qdc"]);
    desk.done(&["export", "doccano", "--study", "s", "--out", "tagged.jsonl"]);
    desk.done(&["codebook", "import", "x.qdc", "--out", "x.toml"]);
    desk
}

/// Every command that writes where a user says.
const COMMANDS: [&[&str]; 8] = [
    &["export", "bibtex", "--study", "s"],
    &["export", "xlsx", "--study", "s"],
    &["bundle", "--study", "s"],
    &["search", "incidents", "--format", "csv", "--study", "s"],
    &["search", "incidents", "--format", "docx", "--study", "s"],
    &["codebook", "import", "x.qdc"],
    &["codebook", "export", "x.toml"],
    &["import", "tagged.jsonl"],
];

#[test]
fn no_command_writes_over_a_study() {
    let desk = study();
    let logs = contents(&desk.at("s/decisions"));
    for command in COMMANDS {
        for place in
            ["s/decisions/Ana.jsonl", "s/crosscut.toml", "s/sources/accord.txt", "s/.crosscut/x", "in"]
        {
            let error = desk.refused(&[command, &["--out", place]].concat());
            assert!(error.contains(place), "{command:?} {place}: {error}");
        }
    }
    for format in ["json", "figure", "akn"] {
        desk.refused(&["export", format, "--study", "s", "--out", "s/decisions"]);
    }
    assert!(contents(&desk.at("s/decisions")) == logs);
    assert!(desk.done(&["matrix", "--study", "s", "--json"]).contains("Reports"));
}

#[test]
fn names_that_nobody_gave_are_not_written_over() {
    let desk = study();
    for (file, command) in [
        ("gold.jsonl", &["import", "tagged.jsonl"][..]),
        ("codebook.toml", &["codebook", "import", "x.qdc"]),
        ("codebook.qdc", &["codebook", "export", "x.toml"]),
    ] {
        fs::write(desk.at(file), "precious").expect("a file");
        assert!(desk.refused(command).contains("--out"), "{command:?}");
        assert_eq!(fs::read_to_string(desk.at(file)).expect("a file"), "precious");
        desk.done(&[command, &["--out", file]].concat());
        assert_ne!(fs::read_to_string(desk.at(file)).expect("a file"), "precious");
    }
    assert!(desk.refused(&["codebook", "export", "x.toml", "--out", "x.toml"]).contains("is read"));
}

#[cfg(unix)]
#[test]
fn pipes_are_written_into_and_links_followed() {
    use std::os::unix::fs::FileTypeExt;
    let desk = study();
    if !Command::new("mkfifo").arg(desk.at("pipe")).status().is_ok_and(|status| status.success()) {
        println!("skipped: there is no `mkfifo`");
        return;
    }
    desk.done(&["export", "bibtex", "--study", "s", "--out", "plain.bib"]);
    let plain = fs::read(desk.at("plain.bib")).expect("a file");
    let error = desk.refused(&["export", "bibtex", "--study", "s", "--out", "pipe"]);
    assert!(error.contains("nobody reads"), "{error}");
    let reader = Command::new("cat").arg(desk.at("pipe")).stdout(std::process::Stdio::piped()).spawn();
    let reader = reader.expect("it starts");
    // The reader opens the pipe when the system lets it: until then nobody reads.
    let written = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        desk.crosscut(&["export", "bibtex", "--study", "s", "--out", "pipe"]).0 == 0
    });
    assert!(written);
    assert_eq!(reader.wait_with_output().expect("it ends").stdout, plain);
    assert!(fs::symlink_metadata(desk.at("pipe")).expect("it is there").file_type().is_fifo());
    fs::write(desk.at("target.bib"), "old").expect("a file");
    std::os::unix::fs::symlink("target.bib", desk.at("link.bib")).expect("a link");
    desk.done(&["export", "bibtex", "--study", "s", "--out", "link.bib"]);
    assert!(desk.at("link.bib").is_symlink());
    assert_eq!(fs::read(desk.at("target.bib")).expect("a file"), plain);
}
