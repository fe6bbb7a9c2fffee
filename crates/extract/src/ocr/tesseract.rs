//! The program `tesseract`: asked for its languages, for the words of a picture, and how a picture lies. The picture goes
//! in and the answer comes out through pipes: nothing is left on the disk.

use super::{Found, tsv};
use crate::program;
use crate::raster::Grey;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long it may take to say which languages it has.
const PATIENCE: Duration = Duration::from_secs(10);
/// A direction that it is less sure of is none.
const SURE: f32 = 2.0;
/// The same for a script.
const SURE_OF_SCRIPT: f32 = 1.0;

/// A Tesseract that is installed.
#[derive(Debug)]
pub(super) struct Engine {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
}

/// How Tesseract looks at a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// With one threshold between ink and paper for all of the picture (Otsu 1979); blocks and columns as it finds them.
    Plain,
    /// With one for each place, by the mean and spread around it (Sauvola and Pietikäinen 2000).
    Sauvola,
    /// As one column of lines.
    OneColumn,
    /// As lines alone, one below the other.
    Lines,
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

    /// The words of a picture of `dots` dots an inch, with their places in pixels.
    pub(super) fn words(
        &self,
        picture: &Grey,
        dots: f32,
        languages: &[&str],
        way: Way,
        timeout: Duration,
    ) -> Result<Vec<Found>, String> {
        let mode = match way {
            Way::Plain | Way::Sauvola => "3",
            Way::OneColumn => "4",
            Way::Lines => "6",
        };
        let mut command = self.command(&languages.join("+"), dots, mode);
        if way == Way::Sauvola {
            command.args(["-c", "thresholding_method=2"]);
        }
        command.arg("tsv");
        let answer = program::run(&mut command, picture.pgm(), timeout).map_err(|why| why.to_string())?;
        tsv::parse(&String::from_utf8_lossy(&answer))
    }

    /// By how many quarters a picture has to be turned clockwise to be upright; `None` where that cannot be told.
    pub(super) fn direction(&self, picture: &Grey, timeout: Duration) -> Option<u8> {
        let answer = self.look(picture, timeout)?;
        let degrees: u16 = value(&answer, "Rotate")?.parse().ok()?;
        let sure: f32 = value(&answer, "Orientation confidence")?.parse().ok()?;
        (sure >= SURE).then_some((degrees / 90 % 4) as u8)
    }

    /// The script of an upright picture, by Tesseract's name: Latin, Cyrillic, Arabic, Han, …
    pub(super) fn script(&self, picture: &Grey, timeout: Duration) -> Option<String> {
        let answer = self.look(picture, timeout)?;
        let sure: f32 = value(&answer, "Script confidence")?.parse().ok()?;
        value(&answer, "Script").filter(|_| sure >= SURE_OF_SCRIPT).map(str::to_owned)
    }

    /// What it says of the direction and script of a picture.
    fn look(&self, picture: &Grey, timeout: Duration) -> Option<String> {
        if !self.has("osd") {
            return None;
        }
        let mut command = self.command("osd", 150.0, "0");
        let answer = program::run(&mut command, picture.pgm(), timeout).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    }

    fn command(&self, languages: &str, dots: f32, mode: &str) -> Command {
        let mut command = Command::new(&self.program);
        let dots = dots.round().clamp(70.0, 2400.0).to_string();
        command.args(["-", "-", "-l", languages, "--dpi", &dots, "--psm", mode]);
        // Pages are recognised side by side already.
        command.env("OMP_THREAD_LIMIT", "1");
        command
    }
}

/// The value of a line `name: value`.
fn value<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_whole_name() {
        let answer = "Page number: 0\nRotate: 270\nOrientation confidence: 15.06\nScript: Latin\nScript confidence: 4.1\n";
        assert_eq!(value(answer, "Rotate"), Some("270"));
        assert_eq!(value(answer, "Script"), Some("Latin"));
        assert_eq!(value(answer, "Script confidence"), Some("4.1"));
        assert_eq!(value(answer, "Skew"), None);
    }
}
