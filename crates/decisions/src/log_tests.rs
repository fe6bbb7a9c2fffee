//! Tests of the log: crashes at any byte, failing disks, damaged and newer files, two writers.

use super::*;
use crate::fixture::{Still, coder};
use crate::{ElementId, Target};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

fn note(text: &str) -> Decision {
    Decision::Note { about: Target::Study, text: text.to_owned() }
}

fn open(folder: &Path) -> Log {
    Log::open_with(folder, &coder("anna"), Box::new(RealDisk), Box::new(Still::default())).unwrap()
}

fn append(log: &mut Log, text: &str) -> Event {
    log.append(&Seen::new(), Some("run-1"), note(text)).unwrap()
}

fn texts(log: &Log) -> Vec<String> {
    let text = |event: &Event| match &event.decision {
        Decision::Note { text, .. } => text.clone(),
        other => other.name().to_owned(),
    };
    log.events().iter().map(text).collect()
}

/// A folder with a log of three notes.
fn three() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    for text in ["one", "two, with a 🔒 and \u{202e}", "three\nlines"] {
        append(&mut log, text);
    }
    let path = folder.path().join("anna.jsonl");
    (folder, path)
}

#[test]
fn an_event_is_one_line_with_its_chain() {
    let (_folder, path) = three();
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    let second: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
    assert_eq!(second["v"], 1);
    assert_eq!(second["seq"], 2);
    assert_eq!(second["type"], "note");
    assert_eq!(second["by"], "anna");
    assert_eq!(second["at"], "2023-11-14T22:13:20Z");
    assert_eq!(second["run"], "run-1");
    assert_eq!(second["prev"], hex(&Sha256::digest(lines[0].as_bytes())));
    assert_eq!(second["id"].as_str().map(|id| &id[14..15]), Some("7"), "UUID version 7");
}

#[test]
fn what_was_appended_is_read_again() {
    let (folder, _) = three();
    let log = open(folder.path());
    assert_eq!(texts(&log), ["one", "two, with a 🔒 and \u{202e}", "three\nlines"]);
    assert!(log.problems().is_empty() && log.read_only().is_none());
}

#[test]
fn cut_at_any_byte_the_log_keeps_all_whole_lines_and_goes_on() {
    let (folder, path) = three();
    let whole = fs::read(&path).unwrap();
    let ends: Vec<usize> =
        whole.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i + 1).collect();
    for cut in 0..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        // A line counts when all of it is there, be it without its line end.
        let kept = ends.iter().filter(|end| cut + 1 >= **end).count();
        let torn = cut > 0 && !ends.iter().any(|end| cut == *end || cut + 1 == *end);
        let mut log = open(folder.path());
        assert_eq!(log.events().len(), kept, "cut at {cut}");
        assert_eq!(log.problems().iter().any(|p| p.kind == ProblemKind::Torn), torn, "cut at {cut}");
        let event = append(&mut log, "after");
        assert_eq!(event.seq, kept as u64 + 1);
        drop(log);
        let again = open(folder.path());
        assert_eq!(again.events().len(), kept + 1);
        assert_eq!(again.problems(), [], "cut at {cut}");
        let aside: Vec<PathBuf> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| file_name(path).contains(".torn-"))
            .collect();
        assert_eq!(aside.len(), usize::from(torn), "cut at {cut}");
        for path in aside {
            let start = ends.iter().copied().filter(|end| *end <= cut).max().unwrap_or(0);
            assert_eq!(fs::read(&path).unwrap(), &whole[start..cut]);
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn an_unreadable_line_makes_the_file_read_only_and_is_named() {
    let (folder, path) = three();
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1] = "{\"v\":1,\"id\":";
    let broken = format!("{}\n", lines.join("\n"));
    fs::write(&path, &broken).unwrap();
    let mut log = open(folder.path());
    assert_eq!(texts(&log), ["one", "three\nlines"], "the other lines still count");
    assert_eq!(log.read_only().map(|problem| problem.line), Some(2));
    let error = log.append(&Seen::new(), None, note("four")).unwrap_err();
    assert!(error.to_string().contains("anna.jsonl line 2: cannot be read"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), broken, "untouched");
}

#[test]
fn an_unknown_type_and_bytes_that_are_no_text_are_unreadable_lines() {
    let (folder, path) = three();
    let good = fs::read_to_string(&path).unwrap();
    for bad in [&b"\xff\xfe{}\n"[..], &good.replace("\"note\"", "\"applaud\"").into_bytes()] {
        fs::write(&path, [good.as_bytes(), bad].concat()).unwrap();
        assert_eq!(open(folder.path()).read_only().map(|problem| problem.line), Some(4));
    }
}

#[test]
fn a_newer_version_is_read_only() {
    let (folder, path) = three();
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"v\":99,\"id\":\"x\",\"something\":\"new\"}\n");
    fs::write(&path, &text).unwrap();
    let mut log = open(folder.path());
    assert_eq!(log.read_only().map(|problem| problem.kind.clone()), Some(ProblemKind::Newer(99)));
    assert!(matches!(log.append(&Seen::new(), None, note("x")), Err(LogError::ReadOnly(_))));
    assert_eq!(log.events().len(), 3);
}

#[test]
fn the_first_format_is_read_for_ever() {
    let line = include_str!("log_v1.jsonl");
    let content = parse("v1.jsonl", line.as_bytes());
    assert_eq!(content.problems, []);
    assert_eq!(content.events.len(), 15, "one of each type");
    let names: std::collections::BTreeSet<&str> =
        content.events.iter().map(|event| event.decision.name()).collect();
    assert_eq!(names.len(), 15);
    for (event, line) in content.events.iter().zip(line.lines()) {
        assert_eq!(serde_json::to_string(event).unwrap(), line, "and written the same");
    }
}

#[test]
fn the_second_format_is_read_for_ever() {
    let lines = include_str!("log_v2.jsonl");
    let content = parse("v2.jsonl", lines.as_bytes());
    assert_eq!(content.problems, []);
    let names: Vec<&str> = content.events.iter().map(|event| event.decision.name()).collect();
    assert_eq!(names, ["together", "reanchor", "finish"]);
    for (event, line) in content.events.iter().zip(lines.lines()) {
        assert_eq!(event.v, 2);
        assert_eq!(serde_json::to_string(event).unwrap(), line, "and written the same");
    }
}

#[test]
fn the_first_newer_line_keeps_a_copy_for_older_programs() {
    let (folder, path) = three();
    let before = fs::read(&path).unwrap();
    let mut log = open(folder.path());
    log.append(&Seen::new(), None, Decision::Finish).unwrap();
    log.append(&Seen::new(), None, Decision::Finish).unwrap();
    assert_eq!(fs::read(folder.path().join("anna.version-1")).unwrap(), before);
    drop(log);
    assert_eq!(open(folder.path()).events().len(), 5);
}

#[test]
fn lines_that_were_merged_or_removed_by_hand_are_warned_about_and_still_count() {
    let (folder, path) = three();
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&path, format!("\u{feff}{}\r\n\r\n{}\r\n", lines[0], lines[2])).unwrap();
    let mut log = open(folder.path());
    assert_eq!(texts(&log), ["one", "three\nlines"]);
    assert_eq!(log.problems().len(), 1);
    assert_eq!((log.problems()[0].line, &log.problems()[0].kind), (3, &ProblemKind::Chain));
    assert_eq!(append(&mut log, "four").seq, 4);
}

#[test]
fn a_second_opener_of_the_same_coder_is_told_so() {
    let (folder, _) = three();
    let first = open(folder.path());
    let second = Log::open(folder.path(), &coder("anna"));
    let message = second.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(message.contains("anna is already working on this study in another window"), "{message}");
    assert!(Log::open(folder.path(), &coder("bob")).is_ok());
    drop(first);
    assert!(Log::open(folder.path(), &coder("anna")).is_ok());
}

#[test]
fn a_name_that_differs_in_capitals_only_is_refused() {
    let (folder, _) = three();
    let error = Log::open(folder.path(), &coder("Anna")).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("a coder named \"anna\" already exists")));
}

#[test]
fn a_log_that_changed_on_disk_is_read_again_before_the_next_append() {
    let (folder, path) = three();
    let mut log = open(folder.path());
    let mut text = fs::read_to_string(&path).unwrap();
    let more =
        text.lines().last().unwrap().replace("three", "from elsewhere").replace("\"seq\":3", "\"seq\":7");
    let more = more.replace(&log.events()[2].id.to_string(), &Uuid::from_u128(7).to_string());
    text.push_str(&more);
    text.push('\n');
    fs::write(&path, text).unwrap();
    assert_eq!(append(&mut log, "five").seq, 8);
    assert_eq!(log.events().len(), 5);
}

#[test]
fn an_older_copy_in_its_place_stops_the_writing_and_loses_nothing() {
    let (folder, path) = three();
    let mut log = open(folder.path());
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.lines().next().map(|line| format!("{line}\n")).unwrap()).unwrap();
    let error = log.append(&Seen::new(), None, note("four")).unwrap_err();
    assert!(error.to_string().contains("replaced by an older copy"), "{error}");
    assert_eq!(log.events().len(), 3, "still known here");
}

#[test]
fn numbers_that_others_have_seen_are_not_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = open(folder.path());
    let seen = Seen::from([(coder("anna"), 40), (coder("bob"), 2)]);
    let event = log.append(&seen, None, note("after a restored backup")).unwrap();
    assert_eq!((event.seq, event.seen), (41, Seen::from([(coder("bob"), 2)])));
}

/// A disk that fails: after some bytes of an append, or at once when asked to cut.
#[derive(Clone, Default)]
struct Faulty(Arc<Mutex<Fault>>);

#[derive(Default)]
struct Fault {
    /// Bytes that are written before the error.
    write: Option<(usize, io::ErrorKind)>,
    cut: bool,
}

impl Disk for Faulty {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(path)
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        RealDisk.length(path)
    }

    fn write_at(&self, path: &Path, offset: u64, bytes: &[u8]) -> io::Result<()> {
        match self.0.lock().unwrap().write {
            None => RealDisk.write_at(path, offset, bytes),
            Some((written, kind)) => {
                RealDisk.write_at(path, offset, &bytes[..written.min(bytes.len())])?;
                Err(io::Error::from(kind))
            }
        }
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        if self.0.lock().unwrap().cut {
            return Err(io::Error::other("the disk is gone"));
        }
        RealDisk.truncate(path, length)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        RealDisk.write_new(path, bytes)
    }
}

#[test]
fn a_full_or_broken_disk_says_not_saved_and_changes_nothing() {
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other, io::ErrorKind::WriteZero] {
        for written in [0, 1, 50, usize::MAX] {
            for cut in [false, true] {
                let (folder, path) = three();
                let before = fs::read(&path).unwrap();
                let disk = Faulty::default();
                let open = |disk: &Faulty| {
                    Log::open_with(folder.path(), &coder("anna"), Box::new(disk.clone()), Box::new(Still(9)))
                };
                let mut log = open(&disk).unwrap();
                *disk.0.lock().unwrap() = Fault { write: Some((written, kind)), cut };
                let error = log.append(&Seen::new(), None, note("lost")).unwrap_err();
                assert!(error.to_string().starts_with("not saved: "), "{error}");
                assert_eq!(log.events().len(), 3);
                if !cut {
                    assert_eq!(fs::read(&path).unwrap(), before);
                }
                *disk.0.lock().unwrap() = Fault::default();
                append(&mut log, "kept");
                drop(log);
                let again = open(&disk).unwrap();
                assert_eq!(texts(&again)[3..], ["kept".to_owned()], "{kind} {written} {cut}");
                assert_eq!(again.problems(), []);
            }
        }
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("decisions");
    fs::write(&file, "no folder").unwrap();
    assert!(matches!(Log::open(&file, &coder("anna")), Err(LogError::Io { .. })));
}

#[test]
fn all_logs_of_a_folder_are_read_and_nothing_else() {
    let (folder, _) = three();
    let mut bob = Log::open(folder.path(), &coder("bob")).unwrap();
    bob.append(&Seen::new(), None, Decision::Rename { element: ElementId(Uuid::nil()), name: "n".into() })
        .unwrap();
    fs::write(folder.path().join("anna.torn-1"), "{").unwrap();
    fs::write(folder.path().join("notes.txt"), "hello").unwrap();
    let (events, problems) = read_folder(folder.path()).unwrap();
    assert_eq!((events.len(), problems.len()), (4, 0));
    let (none, _) = read_folder(&folder.path().join("missing")).unwrap();
    assert!(none.is_empty());
}
