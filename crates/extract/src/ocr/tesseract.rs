//! The program `tesseract`: asked for its languages, and for the words of a picture. The picture goes in and the table
//! comes out through pipes: nothing is left on the disk.

use super::{Found, tsv};
use crate::PageImage;
use crate::program;
use crosscut_text::Size;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long it may take to say which languages it has.
const PATIENCE: Duration = Duration::from_secs(10);

/// A Tesseract that is installed.
#[derive(Debug)]
pub(super) struct Engine {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
}

impl Engine {
    /// The program, where it can be started.
    pub(super) fn find(program: &Path) -> Option<Self> {
        let ask = |what| {
            let answer = program::run(Command::new(program).arg(what), Vec::new(), PATIENCE).ok()?;
            Some(String::from_utf8_lossy(&answer).into_owned())
        };
        let version = ask("--version")?.lines().next().unwrap_or_default().trim().to_owned();
        let languages = ask("--list-langs")?.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        Some(Self { program: program.to_owned(), version, languages })
    }

    /// Version and languages.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.version, self.languages.join(" "))
    }

    /// Whether a language is installed.
    pub(super) fn has(&self, language: &str) -> bool {
        self.languages.iter().any(|installed| installed == language)
    }

    /// The words of a picture of a page of size `size`.
    pub(super) fn words(
        &self,
        image: &PageImage,
        size: Size,
        languages: &[&str],
        timeout: Duration,
    ) -> Result<Vec<Found>, String> {
        let (x_scale, y_scale) = (size.w / image.width.max(1) as f32, size.h / image.height.max(1) as f32);
        let dots = (72.0 / x_scale.max(0.01)).round().clamp(70.0, 2400.0);
        let mut command = Command::new(&self.program);
        command.args(["-", "-", "-l", &languages.join("+"), "--dpi", &dots.to_string(), "--psm", "3", "tsv"]);
        // Pages are recognised side by side already.
        command.env("OMP_THREAD_LIMIT", "1");
        let answer = program::run(&mut command, image.png.clone(), timeout).map_err(|why| why.to_string())?;
        tsv::parse(&String::from_utf8_lossy(&answer), (x_scale, y_scale))
    }
}
