//! What batches meet: pipes, files that were cut off or are called otherwise, files among what was written.

use super::*;

/// A folder with a pipe and a link to nothing, a cache and a copy that were cut off: all is told, and the rest is read.
#[test]
fn what_is_no_file_or_was_cut_off_is_told() {
    let desk = Desk::new();
    desk.write("in/lamps.md", LAMPS);
    desk.write("in/pledge.txt", PLEDGE);
    let made = Command::new("mkfifo").arg(desk.at("in/pipe.md")).status();
    std::os::unix::fs::symlink("/nonexistent", desk.at("in/gone.md")).expect("a link");
    let read = ["extract", "in", "--format", "clauses", "--out", "read"];
    let (code, _, error) = desk.crosscut(&read);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("gone.md: it is a link to a file that is not there"), "{error}");
    assert!(made.is_err() || error.contains("pipe.md: it is no file"), "{error}");
    assert_eq!(desk.crosscut(&["run", "in", "--study", "study"]).0, 1);
    let whole = files(&desk, "read");
    // What was kept of a document, cut off or gone, is made again.
    let kept = fs::read_dir(desk.at("read/.crosscut/clauses")).expect("a cache").map_while(Result::ok);
    let kept: Vec<PathBuf> = kept.map(|entry| entry.path()).collect();
    let clauses: Vec<&PathBuf> =
        kept.iter().filter(|path| !path.to_string_lossy().ends_with("head.json")).collect();
    fs::write(clauses[0], "{").expect("it is cut off");
    fs::remove_file(clauses[1]).expect("it is taken away");
    assert!(well(&desk, &read).0.contains("2 documents read"));
    assert!(files(&desk, "read") == whole);
    // A copy that was cut off at the end of a line, and one that lost a line about a document.
    let [lines, documents] = whole.map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    let first = |text: &str, count: usize| {
        text.lines().take(count).fold(String::new(), |all, line| all + line + "\n")
    };
    desk.write("cut/clauses.jsonl", first(&lines, lines.lines().count() - 1));
    desk.write("cut/documents.jsonl", &documents);
    desk.write("fewer/clauses.jsonl", &lines);
    desk.write("fewer/documents.jsonl", first(&documents, 1));
    for (folder, reason) in [("cut", "it was cut off"), ("fewer", "does not tell of it")] {
        let (code, _, error) = desk.crosscut(&["extract", folder, "--format", "clauses", "--out", "merged"]);
        assert!(code == 1 && error.contains(reason), "{folder}: {error}");
    }
    assert_eq!(desk.crosscut(&["extract", "read", "--format", "clauses", "--out", "again"]).0, 0);
    assert!(well(&desk, &["propose", "read", "--all"]).0.contains("id"));
    let of = |args: &[&str]| json(&well(&desk, args).0)["candidates"].as_array().map(Vec::len);
    assert_eq!(of(&["propose", "read", "--limit", "1", "--json"]), Some(1));
    // Clauses under another name, and hits that were cut off.
    desk.write("lines/clauses.ndjson", &lines);
    assert_eq!(of(&["propose", "lines/clauses.ndjson", "--json"]), of(&["propose", "read", "--json"]));
    let hits = ["hits", "read", "--left", "1/1", "--right", "1/1", "--out", "hits"];
    well(&desk, &hits);
    let path = desk.at("hits/hits-1of1-1of1.ndjson");
    let found = fs::read_to_string(&path).expect("hits");
    fs::write(&path, first(&found, 2)).expect("it is cut off");
    well(&desk, &hits);
    assert_eq!(fs::read_to_string(&path).expect("hits"), found);
    assert!(desk.crosscut(&["propose", "in/pipe.md"]).2.contains("no file, but a pipe") || made.is_err());
}

/// Clauses are clauses whatever their file is called; where they cannot be told, nothing is made of them.
#[test]
fn clauses_are_told_by_what_they_are() {
    let desk = desk();
    well(&desk, &["extract", "in", "--format", "clauses", "--out", "read"]);
    let lines = fs::read_to_string(desk.at("read/clauses.jsonl")).expect("clauses");
    let proposed = well(&desk, &["propose", "read/clauses.jsonl", "--json"]).0;
    for name in ["c.txt", "c.md", "c", "c.ndjson"] {
        desk.write(name, &lines);
        assert_eq!(well(&desk, &["propose", name, "--json"]).0, proposed, "{name}");
    }
    // Alone, without what is known of their documents.
    desk.write("c.jsonl", &lines);
    let one = left(&desk, "of-jsonl", &["c.jsonl"]);
    let other = left(&desk, "of-txt", &["c.txt"]);
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let table = Path::new("out/candidates.csv");
    assert!(one.contains_key(table) && one.get(table) == other.get(table));
    well(&desk, &["run", "--study", "of-txt/study"]);
    well(&desk, &["status", "--study", "of-txt/study"]);
    let (code, _, error) = desk.crosscut(&["propose", "-"]);
    assert!(code == 2 && error.contains("standard input is not read here"), "{error}");
    let (code, _, error) = desk.crosscut(&["propose", "@list.txt"]);
    assert!(code == 2 && error.contains("with --format clauses"), "{error}");
    let (code, _, error) = desk.crosscut(&["extract", "@list.txt"]);
    assert!(code == 2 && error.contains("with --format clauses"), "{error}");
}

/// Hits that were cut off, within a line or between two, swapped or emptied: they are told with the file, and made again.
#[test]
fn hits_that_are_not_whole_are_made_again() {
    let desk = desk();
    well(&desk, &["extract", "in", "--format", "clauses", "--out", "read"]);
    let hits = ["hits", "read", "--left", "1/1", "--right", "2/2", "--out", "hits"];
    well(&desk, &["hits", "read", "--left", "1/1", "--right", "1/2", "--out", "hits"]);
    well(&desk, &hits);
    let proposed = well(&desk, &["propose", "read", "--hits", "hits", "--json"]).0;
    let path = desk.at("hits/hits-1of1-2of2.ndjson");
    let whole = fs::read_to_string(&path).expect("hits");
    let mut lines: Vec<&str> = whole.lines().collect();
    let last = lines.len() - 1;
    lines.swap(1, last);
    for broken in
        [lines.join("\n"), whole[..whole.len() - 9].to_owned(), lines[..2].join("\n"), String::new()]
    {
        fs::write(&path, broken).expect("it is broken");
        let (code, _, error) = desk.crosscut(&["propose", "read", "--hits", "hits"]);
        assert!(
            code == 2 && error.contains("hits-1of1-2of2.ndjson: ") && error.contains("makes it again"),
            "{error}"
        );
        well(&desk, &hits);
        assert_eq!(fs::read_to_string(&path).expect("hits"), whole);
        assert_eq!(well(&desk, &["propose", "read", "--hits", "hits", "--json"]).0, proposed);
    }
}

/// What is told of a file names a path that is there, and a program that reads the answer is told as much as a person.
#[test]
fn files_are_told_by_their_paths() {
    let desk = Desk::new();
    desk.write("in/a/pledge.txt", PLEDGE);
    desk.write("in/b/pledge.txt", LAMPS);
    desk.write("in/c/copy.txt", PLEDGE);
    desk.write("in/empty.pdf", "");
    desk.write("in/table.xyz", "no document");
    let (code, out, error) =
        desk.crosscut(&["extract", "in", "--format", "clauses", "--out", "read", "--json"]);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("in/a/pledge.txt is identical to in/c/copy.txt"), "{error}");
    assert!(
        error.contains("not read: in/empty.pdf: ") && error.contains("passed over in/table.xyz"),
        "{error}"
    );
    let answer = json(&out);
    assert_eq!(answer["left_out"][0], "in/table.xyz");
    assert_eq!(answer["failures"][0][0], "in/empty.pdf");
    let [_, documents] = files(&desk, "read");
    let paths = |bytes: &[u8]| -> Vec<String> {
        let lines = std::str::from_utf8(bytes).expect("UTF-8").lines();
        lines.map(|line| json(line)["path"].as_str().expect("a path").to_owned()).collect()
    };
    let mut told = paths(&documents);
    told.sort();
    assert_eq!(told, ["in/b/pledge.txt", "in/c/copy.txt", "in/empty.pdf"]);
    // What was read before is found by its path after it was joined, too; and another path is another path.
    desk.crosscut(&["extract", "read", "--format", "clauses", "--out", "joined"]);
    assert!(files(&desk, "joined")[1] == documents);
    desk.crosscut(&["extract", "./in", "--format", "clauses", "--out", "read"]);
    assert!(files(&desk, "read")[1] == documents, "one file has one path");
    fs::rename(desk.at("in"), desk.at("moved")).expect("it moves");
    desk.crosscut(&["extract", "moved", "--format", "clauses", "--out", "read"]);
    assert!(paths(&files(&desk, "read")[1]).iter().all(|path| path.starts_with("moved/")));

    // A line of a folder's files is told by the file that has it.
    let lines = String::from_utf8(files(&desk, "read")[0].clone()).expect("UTF-8");
    desk.write("cut/clauses.jsonl", &lines[..lines.len() - 9]);
    desk.write("cut/documents.jsonl", &documents);
    desk.write("odd/clauses.jsonl", &lines);
    desk.write("odd/documents.jsonl", "{}\n");
    for (folder, says) in [("cut", "cut/clauses.jsonl, line "), ("odd", "odd/documents.jsonl, line 1: ")] {
        let (code, _, error) = desk.crosscut(&["extract", folder, "--format", "clauses", "--out", "x"]);
        assert!(code == 2 && error.contains(says), "{error}");
    }
    let twice = ["extract", "read", "joined", "--format", "clauses", "--out", "x"];
    let (code, _, error) = desk.crosscut(&twice);
    assert!(
        code == 1 && error.contains("in read/clauses.jsonl are the same as in joined/clauses"),
        "{error}"
    );
    assert!(error.contains("taken once"), "{error}");

    // Lists: their lines, what Windows and `find -print0` write, and one file under two names.
    desk.write("list.txt", "moved/c/copy.txt\nmoved/none.txt\n");
    let (code, _, error) = desk.crosscut(&["extract", "@list.txt", "--format", "clauses"]);
    assert!(code == 2 && error.contains("list.txt, line 2: moved/none.txt: "), "{error}");
    desk.write("list.txt", "\u{feff}moved/c/copy.txt\r\n./moved/c/copy.txt\r\n");
    let (one, error) = well(&desk, &["extract", "@list.txt", "--format", "clauses"]);
    assert!(!error.contains("identical"), "{error}");
    desk.write("list.txt", "moved/c/copy.txt\0");
    assert_eq!(well(&desk, &["extract", "@list.txt", "--format", "clauses"]).0, one);
}

/// A folder that is read into itself, or into a folder within it, stays what it was.
#[test]
fn what_was_written_among_the_documents_is_no_document() {
    let desk = desk();
    for out in ["in", "in/read"] {
        let read = ["extract", "in", "--format", "clauses", "--out", out];
        well(&desk, &read);
        let first = files(&desk, out);
        well(&desk, &read);
        assert!(files(&desk, out) == first, "{out}");
        for name in ["clauses.jsonl", "documents.jsonl"] {
            fs::remove_file(desk.at(out).join(name)).expect("it is there");
        }
    }
}

/// The folder that a study was made in holds it, and its report is no agreement.
#[test]
fn a_study_among_the_documents_is_passed_over() {
    let desk = Desk::new();
    desk.write("lamps.md", LAMPS);
    desk.write("pledge.txt", PLEDGE);
    well(&desk, &["run", "."]);
    let (out, error) = well(&desk, &["run", "."]);
    assert!(out.contains("nothing new to read") && error.contains("crosscut-study: a study"), "{out}{error}");
    let (_, error) = well(&desk, &["propose", "."]);
    assert!(error.contains("crosscut-study: a study") && !error.contains("identical"), "{error}");
}

/// An agreement that the file of clauses no longer has.
#[test]
fn what_a_file_of_clauses_no_longer_has_is_told_as_that() {
    let desk = desk();
    well(&desk, &["extract", "in", "--format", "clauses", "--out", "read"]);
    let all = fs::read_to_string(desk.at("read/clauses.jsonl")).expect("clauses");
    let without: String = all
        .lines()
        .filter(|line| !line.contains("\"agreement\":\"lamps\""))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(without.len() < all.len() && !without.is_empty(), "{all}");
    desk.write("c.jsonl", &all);
    well(&desk, &["run", "c.jsonl", "--study", "s"]);
    desk.write("c.jsonl", &without);
    desk.crosscut(&["run", "c.jsonl", "--study", "s"]);
    let (code, _, error) = desk.crosscut(&["status", "--study", "s"]);
    assert!(code == 1 && error.contains("lamps is not in c.jsonl any more"), "{error}");
    assert!(error.contains("crosscut agreement remove lamps --study s"), "{error}");
    well(&desk, &["agreement", "remove", "lamps", "--study", "s"]);
    desk.crosscut(&["run", "--study", "s"]);
    let (_, _, error) = desk.crosscut(&["status", "--study", "s"]);
    assert!(!error.contains("any more") && !error.contains("not read yet"), "{error}");
}

/// Vectors that cannot be those of the clauses, and outputs that go where a file is.
#[test]
fn vectors_and_folders_that_do_not_fit_are_told() {
    let desk = desk();
    well(&desk, &["extract", "in", "--format", "clauses", "--out", "read"]);
    let lines = fs::read_to_string(desk.at("read/clauses.jsonl")).expect("clauses");
    let rows: Vec<[f32; 2]> = (0..lines.lines().count()).map(|n| [n as f32, 1.0]).collect();
    let mut one_zero = rows.clone();
    one_zero[0] = [0.0, 0.0];
    desk.write("short.npy", npy(&rows[1..]));
    desk.write("zero.npy", npy(&one_zero));
    desk.write("zeros.npy", npy(&vec![[0.0, 0.0]; rows.len()]));
    desk.write("x.parquet", "");
    desk.write("parts/a/clauses.jsonl", &lines);
    desk.write("parts/b/clauses.jsonl", r#"{"id": "z#1", "agreement": "z", "text": "Boats carry lamps."}"#);
    for (paths, vectors, says) in [
        ("read", "none.npy", "none.npy: "),
        ("read", "short.npy", "rows were given"),
        ("read", "zeros.npy", "all numbers are 0"),
        ("read", "x.parquet", "arquet"),
        ("parts", "zero.npy", "the lines of one file"),
        ("in", "zero.npy", "the lines of one file"),
    ] {
        let (code, _, error) = desk.crosscut(&["propose", paths, "--vectors", vectors]);
        assert!(code == 2 && error.contains(says) && !error.contains("NumPy"), "{vectors}: {error}");
    }
    let (_, error) = well(&desk, &["propose", "read", "--vectors", "zero.npy"]);
    assert!(error.contains("1 vector of ") && error.contains("hold nothing but 0"), "{error}");
    let (code, _, error) = desk.crosscut(&["propose", "read", "--out", "read/clauses.jsonl"]);
    assert!(code == 2 && error.contains("read/clauses.jsonl is a file and no folder"), "{error}");
    well(&desk, &["propose", "read", "--out", "proposed"]);
    let written = fs::read_to_string(desk.at("proposed/candidates.json")).expect("candidates");
    assert_eq!(written, well(&desk, &["propose", "read", "--json"]).0);
    assert_eq!(desk.crosscut(&["propose", "read", "--out", "x", "--limit", "2"]).0, 2);
}
