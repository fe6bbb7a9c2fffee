//! Every command that README.md and the help print, run as a reader would: pasted into a shell, in that order.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crosscut");

/// What needs a package that a test may not download, or files and agreements of one's own: it must be understood, not
/// done.
const OWN: [&str; 6] =
    ["model add", "--model ", "--vectors ", "crosscut import ", "appel-de-paris", "draft-2017"];

/// A folder with the files that the examples name.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let desk = Self { folder };
        for part in ["sample", "codebooks", "gold"] {
            desk.copy(&data.join(part), &format!("data/{part}"));
        }
        desk.copy(&data.join("sample"), "my-agreements");
        for (name, text) in [("names.txt", "Keeping of lamps\n"), ("list.txt", "data/sample\nsome.pdf\n")] {
            fs::write(desk.folder.path().join(name), text).expect("files can be written");
        }
        let codes = "<?xml version=\"1.0\"?><CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"us\"><Codes><Code \
                     guid=\"6b2d6b3a-3d5e-4c59-8d5f-0e3a1c6d7f10\" name=\"Lamps\" isCodable=\"true\"/></Codes></CodeBook>";
        fs::write(desk.folder.path().join("codes.qdc"), codes).expect("files can be written");
        let said = "{\"kind\": \"note\", \"of\": \"Lamps\", \"text\": \"See there.\", \"cites\": []}\n";
        fs::write(desk.folder.path().join("answers.jsonl"), said).expect("files can be written");
        let one = fs::read(data.join("sample/manrs.pdf")).expect("it is in the sample");
        fs::create_dir(desk.folder.path().join("scans")).expect("folders can be made");
        for name in ["some.pdf", "scans/one.pdf"] {
            fs::write(desk.folder.path().join(name), &one).expect("files can be written");
        }
        desk
    }

    fn copy(&self, from: &Path, to: &str) {
        let to = self.folder.path().join(to);
        fs::create_dir_all(&to).expect("folders can be made");
        for entry in fs::read_dir(from).expect("a folder of the repository") {
            let path = entry.expect("it can be read").path();
            let name = path.file_name().expect("it has a name").to_owned();
            if path.is_file() {
                fs::copy(&path, to.join(name)).expect("it can be copied");
            }
        }
    }

    /// Exit code, standard output and standard error of a line in a shell that knows `crosscut`.
    fn shell(&self, line: &str) -> (i32, String, String) {
        let output = self.command(line).output().expect("there is a shell");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    fn command(&self, line: &str) -> Command {
        let folder = Path::new(PROGRAM).parent().expect("it is in a folder");
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .env("PATH", path)
            .env("CROSSCUT_MODELS", self.folder.path().join("models"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs an example and checks that it does what it is there for.
    fn try_out(&self, line: &str) {
        if line.starts_with("crosscut review") {
            return self.serve(line);
        }
        if line.contains("--ocr") && Command::new("tesseract").arg("--version").output().is_err() {
            return eprintln!("not tried, since Tesseract is not installed: {line}");
        }
        if line.contains("fetch ") && !line.contains("--list") {
            return eprintln!("not tried, since it needs the network: {line}");
        }
        let (code, _, error) = self.shell(line);
        if OWN.iter().any(|part| line.contains(part)) {
            assert!(!error.contains("Usage:"), "{line}: {error}");
        } else {
            assert!(matches!(code, 0 | 1), "{line}: exit code {code}: {error}");
        }
    }

    /// Starts the review page, waits until it is there, and ends it.
    fn serve(&self, line: &str) {
        let mut command = self.command(&format!("exec {line} --no-browser"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut first = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut first).expect("it is text");
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        assert!(first.contains("http://127.0.0.1:"), "{line}: {first}");
    }
}

/// The commands of a page, in its order: lines of shell blocks, and `crosscut …` inside sentences.
fn commands_of(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut block = None;
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            block = if block.is_some() { None } else { Some(language) };
        } else if block == Some("sh") {
            let command =
                line.split("  #").next().unwrap_or_default().split(" # ").next().unwrap_or_default();
            commands.push(command.trim().replace("cargo run --release -- ", "crosscut "));
        } else if block.is_none() {
            commands.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    commands.retain(|command| command.starts_with("crosscut "));
    commands
}

/// The examples in a help text, and the verbs below it.
fn help(desk: &Desk, words: &str) -> (Vec<String>, Vec<String>) {
    let (code, text, error) = desk.shell(&format!("crosscut {words} --help"));
    assert_eq!(code, 0, "{words}: {error}");
    let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
    let examples = lines.clone().filter(|line| line.starts_with("crosscut "));
    let examples = examples.map(|line| line.split("   ").next().unwrap_or_default().trim().to_owned());
    let below =
        text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let verb = |line: &str| {
        line.strip_prefix("  ")?
            .split(' ')
            .next()
            .filter(|verb| !verb.is_empty() && *verb != "help")
            .map(str::to_owned)
    };
    (examples.collect(), below.filter_map(verb).collect())
}

#[test]
fn every_command_of_the_readme_runs() {
    let desk = Desk::new();
    let commands = commands_of(include_str!("../README.md"));
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        desk.try_out(&command);
    }
}

/// All lines of its blocks: what is compared there is the same.
#[test]
fn every_line_of_the_page_on_batches_runs() {
    let desk = Desk::new();
    let text = include_str!("../docs/batches.md");
    let blocks = text.split("```sh\n").skip(1).map(|part| part.split("```").next().unwrap_or_default());
    let mut tried = 0;
    for line in blocks.flat_map(str::lines) {
        let (code, _, error) = desk.shell(line);
        let attention = line.starts_with("crosscut ") && code == 1;
        assert!(code == 0 || attention, "{line}: exit code {code}: {error}");
        tried += 1;
    }
    assert!(tried > 10, "{tried} lines");
}

#[test]
fn every_example_of_the_help_runs() {
    let desk = Desk::new();
    desk.try_out("crosscut run data/sample --study last-year");
    desk.try_out("crosscut decide confirm 1 --name Reporting --by Ana --study last-year");
    let mut open = vec![String::new()];
    let mut found = 0;
    while let Some(words) = open.pop() {
        let (examples, below) = help(&desk, &words);
        found += examples.len();
        examples.iter().for_each(|example| desk.try_out(example));
        open.extend(below.into_iter().map(|verb| format!("{words} {verb}").trim().to_owned()));
    }
    assert!(found > 8, "only {found} examples");
}

/// A study whose folder needs quoting, a coder whose name does: what the program suggests is pasted back as printed.
#[test]
fn every_hint_runs_as_printed() {
    let desk = Desk::new();
    let study = r#"--study "my study's folder" --by "Ana B""#;
    let hint = |out: &str, before: &str| {
        let line = out.lines().find_map(|line| line.split_once(before)).expect(before);
        line.1.trim_end_matches('`').to_owned()
    };
    let (code, out, error) = desk.shell(&format!("crosscut run data/sample {study}"));
    assert!(code < 2, "{error}");
    desk.try_out(&hint(&out, "next: "));
    let (_, out, _) = desk.shell(&format!("crosscut decide confirm 1 {study}"));
    let undo = hint(&out, "undo with: ");
    assert!(undo.ends_with(r#"--by 'Ana B' --study 'my study'\''s folder'"#), "{undo}");
    desk.try_out(&undo);
    let (code, _, error) = desk.shell(&format!("crosscut candidates 9999 {study}"));
    assert_eq!(code, 2);
    desk.try_out(hint(&error, ": `").split('`').next().expect("a command"));
    desk.shell(&format!("crosscut decide finish {study}"));
    let (code, _, error) = desk.shell(&format!("crosscut decide finish {study}"));
    assert_eq!(code, 2);
    desk.try_out(&hint(&error, ": `"));
}

/// A reader that has read enough ends the program quietly, whatever it prints.
#[test]
fn a_reader_that_closes_early_is_no_fault() {
    let desk = Desk::new();
    assert!(desk.shell("crosscut run data/sample").0 < 2);
    for words in
        ["search cyber --limit 500", "clauses", "clauses --json", "candidates --all", "matrix", "--help"]
    {
        let line = format!("{{ crosscut {words}; echo $? >&2; }} | true");
        let (_, _, error) = desk.shell(&line);
        let code = error.trim().lines().last().unwrap_or_default();
        assert!(matches!(code, "0" | "1") && !error.contains("panicked"), "{words}: {error}");
    }
}
