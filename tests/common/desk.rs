//! A folder in which the tests of reading run the command line.
#![allow(dead_code, reason = "each test uses some of it")]

use assert_cmd::Command;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder to work in.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    /// Where programs are looked for; the machine's own unless set.
    pub(crate) path: Option<String>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), path: None }
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(&path, content).expect("files can be written");
    }

    /// Runs `crosscut`; gives exit code, standard output and standard error.
    pub(crate) fn crosscut(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("crosscut").expect("it is built");
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        let output = command.current_dir(self.folder.path()).args(args).output().expect("it starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let error = text(&output.stderr);
        assert!(!error.contains("panicked"), "{error}");
        (output.status.code().expect("no signal"), text(&output.stdout), error)
    }
}

pub(crate) fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
