//! Searching as its users meet it: a study that is only indexed, indexes that are broken or cut off, answers as files,
//! saved searches.

#[path = "common/desk.rs"]
mod desk;

use desk::{Desk, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// An agreement of some articles, each with the word that is looked for.
fn agreement(word: &str, articles: usize) -> String {
    let article =
        |n| format!("Article {n}\n\nEach Party shall report every {word} number {n} to its authority.\n\n");
    (1..=articles).map(article).collect()
}

fn two_agreements() -> Desk {
    let desk = Desk::new();
    desk.write("in/treaty.txt", agreement("incident", 3));
    desk.write("in/pledge.txt", agreement("incident", 2));
    desk
}

fn ids(desk: &Desk, query: &str) -> (BTreeSet<String>, String) {
    let (code, out, err) = desk.crosscut(&["search", query, "--format", "ids"]);
    assert_eq!(code, 0, "{query}: {err}");
    (out.lines().map(str::to_owned).collect(), err)
}

/// The folder of the index that counts.
fn current(desk: &Desk) -> PathBuf {
    let index = desk.at("crosscut-study/.crosscut/index");
    let name = fs::read_to_string(index.join("current")).expect("a pointer");
    index.join(name.trim_end())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

#[test]
fn a_study_that_is_only_indexed_can_be_searched() {
    let desk = two_agreements();
    let (code, out, err) = desk.crosscut(&["index", "in"]);
    assert!(code == 0 && out.contains("10 clauses") && out.contains("search index built"), "{out}{err}");
    assert_eq!(ids(&desk, "incident").0.len(), 5);
    let (code, _, err) = desk.crosscut(&["candidates"]);
    assert!(code == 2 && err.contains("crosscut run"), "{err}");
    let (_, out, _) = desk.crosscut(&["index"]);
    assert!(out.contains("nothing new to read") && out.contains("search index unchanged"), "{out}");
    let (code, out, _) = desk.crosscut(&["run"]);
    assert!(code == 0 && out.contains("search index unchanged, candidates proposed"), "{out}");
    let (_, out, _) = desk.crosscut(&["run"]);
    assert!(out.contains("search index unchanged, candidates unchanged"), "{out}");
}

#[test]
fn only_what_changed_is_indexed_again() {
    let desk = two_agreements();
    desk.crosscut(&["index", "in"]);
    let before = files(&current(&desk));
    desk.write("more/zebra.txt", agreement("breach", 2));
    let (code, out, err) = desk.crosscut(&["index", "more"]);
    assert!(code == 0 && out.contains("1 read, 2 from the cache"), "{out}{err}");
    let names = |files: &[PathBuf]| -> BTreeSet<_> {
        files.iter().filter_map(|file| file.file_name().map(ToOwned::to_owned)).collect()
    };
    let (before, after) = (names(&before), names(&files(&current(&desk))));
    assert!(before.is_subset(&after) && after.len() > before.len(), "{before:?} {after:?}");
    assert_eq!(ids(&desk, "incident OR breach").0.len(), 7);
    desk.crosscut(&["agreement", "remove", "pledge"]);
    assert_eq!(ids(&desk, "incident OR breach").0.len(), 5, "what was removed is not found");
}

#[test]
fn an_index_that_is_broken_old_or_missing_is_made_again_and_said_once() {
    let desk = two_agreements();
    desk.crosscut(&["run", "in"]);
    let all = ids(&desk, "incident").0;
    let index = desk.at("crosscut-study/.crosscut/index");
    let overwrite = |path: &Path, keep: usize| {
        let mut bytes = fs::read(path).expect("a file");
        for byte in bytes.iter_mut().skip(keep) {
            *byte = !*byte;
        }
        fs::write(path, bytes).expect("it can be written");
    };
    let breaks: Vec<Box<dyn Fn()>> = vec![
        Box::new(|| fs::remove_dir_all(&index).expect("it is there")),
        Box::new(|| fs::write(index.join("current"), "gen-elsewhere\n").expect("it can be written")),
        Box::new(|| fs::write(index.join("current"), [0xff, 0xfe]).expect("it can be written")),
        Box::new(|| {
            fs::write(current(&desk).join("version"), "crosscut search index 1\n").expect("it can be written")
        }),
        Box::new(|| fs::write(current(&desk).join("meta.json"), "{").expect("it can be written")),
        Box::new(|| files(&current(&desk)).iter().for_each(|file| overwrite(file, 0))),
        Box::new(|| {
            for file in files(&current(&desk)) {
                let bytes = fs::read(&file).expect("a file");
                fs::write(&file, &bytes[..bytes.len() / 2]).expect("it can be written");
            }
        }),
        Box::new(|| {
            files(&current(&desk)).iter().for_each(|file| fs::remove_file(file).expect("it is there"))
        }),
    ];
    for (number, break_it) in breaks.iter().enumerate() {
        break_it();
        let (found, said) = ids(&desk, "incident");
        assert_eq!(found, all, "{number}");
        assert_eq!(said.matches("it was made again from the study").count(), 1, "{number}: {said}");
        assert_eq!(ids(&desk, "incident"), (all.clone(), String::new()), "{number}: it is said once");
    }
    // Bytes in the middle of a file, which opening does not look at: `status` compares checksums.
    for ending in ["store", "idx", "pos", "term", "fast"] {
        let file =
            files(&current(&desk)).into_iter().find(|file| file.extension().is_some_and(|e| e == ending));
        let file = file.expect("every segment has one");
        let mut bytes = fs::read(&file).expect("a file");
        let middle = bytes.len().saturating_sub(200) / 2;
        bytes[middle] ^= 0x55;
        fs::write(&file, bytes).expect("it can be written");
        let (_, out, err) = desk.crosscut(&["status"]);
        assert!(format!("{out}{err}").contains("made again from the study"), "{ending}: {out}{err}");
        assert_eq!(ids(&desk, "incident"), (all.clone(), String::new()), "{ending}");
    }
}

/// Whenever a run is killed, searches find all of the old study or all of the new one.
#[test]
fn a_killed_run_leaves_the_old_index_or_the_new_one() {
    let desk = Desk::new();
    desk.write("in/treaty.txt", agreement("incident", 40));
    desk.crosscut(&["index", "in"]);
    let old = ids(&desk, "incident OR breach").0;
    for step in 0..14_u64 {
        let name = format!("more/round-{step}.txt");
        desk.write(&name, agreement("breach", 40 + step as usize));
        let mut child = Command::new(env!("CARGO_BIN_EXE_crosscut"))
            .args(["index", &name])
            .current_dir(desk.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(3 * step * step));
        let _ = child.kill();
        let _ = child.wait();
        let (found, _) = ids(&desk, "incident OR breach");
        assert!(found.is_superset(&old), "{step}: something of the old study is gone");
        let new = found.iter().filter(|id| id.starts_with(&format!("round-{step}#"))).count();
        assert!(new == 0 || new == 40 + step as usize, "{step}: {new} clauses of the new agreement");
    }
    let (code, _, err) = desk.crosscut(&["index", "more"]);
    assert_eq!(code, 0, "{err}");
    let expected = 40 + (0..14).map(|step| 40 + step).sum::<usize>();
    assert_eq!(ids(&desk, "incident OR breach").0.len(), expected);
}

#[test]
fn answers_are_files_that_open() {
    let desk = two_agreements();
    desk.write("in/formula.txt", "Article 1\n\n=1+1 is no incident, @x shall report it.\n");
    desk.crosscut(&["run", "in"]);
    for form in ["xlsx", "docx"] {
        let out = format!("hits.{form}");
        let (code, said, err) = desk.crosscut(&["search", "incident", "--format", form, "--out", &out]);
        assert!(code == 0 && said.contains(&out), "{said}{err}");
        let bytes = fs::read(desk.at(&out)).expect("it was written");
        desk.crosscut(&["search", "incident", "--format", form]);
        let again = desk.at(&format!("crosscut-study/out/search.{form}"));
        assert_eq!(bytes, fs::read(again).expect("it was written"), "{form}: the same bytes again");
        opened(&["quoted", form, &desk.at(&out).display().to_string(), "incident"]);
    }
    let (code, _, err) = desk.crosscut(&["search", "zebra", "--format", "xlsx"]);
    assert!(code == 2 && err.contains("no clause matches"), "{err}");
}

/// Opens a file with programs that are not ours, where tests/install.sh put them.
fn opened(args: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("tests/.venv/bin/python");
    if !python.exists() {
        println!("skipped: files opened by programs that are not ours: tests/install.sh adds them");
        return;
    }
    let output =
        Command::new(python).arg(root.join("tests/export/check.py")).args(args).output().expect("it starts");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn saved_searches_are_in_the_report_with_what_is_new() {
    let desk = two_agreements();
    desk.crosscut(&["run", "in"]);
    let toml = desk.at("crosscut-study/crosscut.toml");
    let text = fs::read_to_string(&toml).expect("settings");
    let searches = "\n[searches]\nreporting = \"report* AND incident\"\nwrong = \"agrement:x\"\n";
    fs::write(&toml, format!("{text}{searches}")).expect("it can be written");
    let report = || {
        let (code, _, err) = desk.crosscut(&["run"]);
        assert_eq!(code, 0, "{err}");
        fs::read_to_string(desk.at("crosscut-study/out/report.html")).expect("a report")
    };
    let first = report();
    assert!(first.contains("Saved searches") && first.contains("5 clauses"), "{first}");
    assert!(first.contains("not answered") && first.contains("did you mean agreement:"));
    desk.write("more/accord.txt", agreement("incident", 4));
    desk.crosscut(&["run", "more"]);
    let second = fs::read_to_string(desk.at("crosscut-study/out/report.html")).expect("a report");
    assert!(second.contains("9 clauses, 4 new since the run before"), "{second}");
    assert!(report().contains("9 clauses, 4 new since the run before"), "nothing changed since");
    assert_eq!(ids(&desk, "@reporting").0.len(), 9);
}

#[test]
fn an_example_finds_the_best_of_each_other_agreement_or_says_that_nothing_is_near() {
    let desk = two_agreements();
    desk.write("in/other.txt", "Article 1\n\nThe harbour dues are paid in shells by the fishing fleet.\n");
    desk.crosscut(&["run", "in"]);
    let (code, out, err) = desk.crosscut(&["search", "--like", "treaty#art_1__para_1", "--json"]);
    assert_eq!(code, 0, "{err}");
    let found = json(&out);
    let agreements: Vec<&str> =
        found["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["agreement"].as_str()).collect();
    assert!(agreements.first() == Some(&"pledge") && !agreements.contains(&"treaty"), "{out}");
    let (_, out, _) = desk.crosscut(&["search", "--like", "treaty#art_1__para_1"]);
    assert!(out.contains("shares: ") && out.contains("report"), "{out}");
    let (code, out, err) = desk.crosscut(&["search", "--like-text", "Penguins sleep upright in winter."]);
    assert!(code == 0 && err.contains("nothing is near"), "{out}{err}");
}

/// A study that cannot be written is searched all the same: its index is made in a folder of its own, each time.
#[test]
fn a_study_that_cannot_be_written_is_searched() {
    let desk = two_agreements();
    desk.crosscut(&["run", "in"]);
    let all = ids(&desk, "incident").0;
    let index = desk.at("crosscut-study/.crosscut/index");
    // A file where the folder would be: nobody, not even root, can make an index there.
    fs::remove_dir_all(&index).expect("it is there");
    fs::write(&index, "no folder").expect("it can be written");
    for _ in 0..2 {
        let (found, said) = ids(&desk, "incident");
        assert_eq!(found, all);
        assert_eq!(said.matches("it was made again from the study").count(), 1, "{said}");
    }
    let (code, out, err) = desk.crosscut(&["search", "--like", "treaty#art_1__para_1"]);
    assert!(code == 0 && out.contains("pledge"), "{out}{err}");
    assert_eq!(fs::read_to_string(&index).expect("it is a file still"), "no folder", "nothing was written");
}

/// Whatever is typed is answered within a second, here with room for a slow machine and the start of the program.
#[test]
fn bad_input_is_answered_at_once_by_the_program() {
    let desk = two_agreements();
    desk.crosscut(&["run", "in"]);
    let long = "a".repeat(100_000);
    let terms = "incident authority ".repeat(5_000);
    desk.write("terms.txt", &terms);
    let cases: [(&[&str], i32, &str); 12] = [
        (&["search", ""], 2, "no word"),
        (&["search", "   "], 2, "no word"),
        (&["search", &terms], 2, "--like"),
        (&["search", "--like-file", "terms.txt"], 0, "shares: "),
        (&["search", &long], 0, "no clause has"),
        (&["search", &format!("{long}~")], 0, "no clause has"),
        (&["search", "incident\u{7}\u{1b}[31m\u{85}"], 0, "every »incident«"),
        (&["search", "*"], 0, "clauses"),
        (&["search", "?*"], 2, "no word"),
        (&["search", "*e* OR *i*"], 0, "clauses"),
        (&["search", "colour:blue"], 2, "colour"),
        (&["search", "\"never closed"], 2, "column"),
    ];
    for (args, expected, part) in cases {
        let start = std::time::Instant::now();
        let (code, out, err) = desk.crosscut(args);
        let (took, typed) = (start.elapsed(), args[1].chars().take(40).collect::<String>());
        let said = format!("{out}{err}");
        assert!(said.chars().count() < 4_000, "{typed}: {} characters of answer", said.len());
        assert!(code == expected && said.contains(part), "{typed:?}: code {code}: {said}");
        assert!(!said.contains(['\u{7}', '\u{85}']), "{typed:?}: control characters reach the terminal");
        assert!(took < Duration::from_secs(5), "{typed:?} took {took:?}");
    }
}
