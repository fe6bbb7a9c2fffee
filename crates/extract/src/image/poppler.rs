//! The system's renderer: the program `pdftoppm` of Poppler. The page goes in and the picture comes out through pipes, so
//! nothing is left on the disk, and no shell is between.

use super::{PATIENCE, PageImage};
use crate::ExtractError;
use crate::program::{self, Failure};
use crate::raster::Grey;
use std::process::Command;
use std::time::Duration;

/// The program, found as the shell finds it.
const PROGRAM: &str = "pdftoppm";
/// How long it may take to say its version.
const GREETING: Duration = Duration::from_secs(10);

/// Whether the program can be started.
pub(super) fn is_installed() -> bool {
    !matches!(program::run(Command::new(PROGRAM).arg("-v"), Vec::new(), GREETING), Err(Failure::Absent))
}

/// Draws the one page of a PDF.
pub(super) fn draw(pdf: Vec<u8>, width: u16, height: u16) -> Result<PageImage, ExtractError> {
    draw_with(Command::new(PROGRAM), pdf, width, height, PATIENCE)
}

/// Draws the one page of a PDF in grey.
pub(super) fn draw_grey(pdf: Vec<u8>, width: u16, height: u16) -> Result<Grey, ExtractError> {
    let pgm = drawn_as("-gray", Command::new(PROGRAM), pdf, width.max(height), PATIENCE)?;
    Grey::from_pgm(&pgm).ok_or_else(|| ExtractError::NoImage("pdftoppm cannot read it".into()))
}

fn draw_with(
    program: Command,
    pdf: Vec<u8>,
    width: u16,
    height: u16,
    patience: Duration,
) -> Result<PageImage, ExtractError> {
    let png = drawn_as("-png", program, pdf, width.max(height), patience)?;
    let (width, height) =
        size(&png).ok_or_else(|| ExtractError::NoImage("pdftoppm cannot read it".into()))?;
    Ok(PageImage { width, height, png })
}

/// The file that the program writes: PNG, or PGM for `-gray`. `side` is the longer side: its other scales turn width and
/// height round for pages that are turned, or not, by version.
fn drawn_as(
    form: &str,
    mut program: Command,
    pdf: Vec<u8>,
    side: u16,
    patience: Duration,
) -> Result<Vec<u8>, ExtractError> {
    program.args(["-q", form, "-singlefile", "-cropbox", "-scale-to", &side.to_string(), "-"]);
    match program::run(&mut program, pdf, patience) {
        Ok(file) => Ok(file),
        Err(Failure::Absent) => {
            let why =
                "to draw it, install Poppler (Debian: poppler-utils) or build with the feature `images`";
            Err(ExtractError::NoImage(why.into()))
        }
        Err(failure) => Err(ExtractError::NoImage(format!("pdftoppm: {failure}"))),
    }
}

/// Width and height of a PNG file, which its first chunk gives.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let header = png.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let (width, header) = header.split_first_chunk()?;
    let (height, _) = header.split_first_chunk()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn wrong(program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(arguments);
        let drawn = draw_with(command, b"%PDF-1.7".to_vec(), 10, 10, Duration::from_secs(1));
        drawn.expect_err("it draws nothing").to_string()
    }

    #[test]
    fn without_the_program_it_says_what_to_install() {
        let why = wrong("pdftoppm-that-is-not-installed", &[]);
        assert!(why.contains("poppler-utils") && why.contains("`images`"), "{why}");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_prints_nonsense_or_hangs_is_an_error() {
        let begun = Instant::now();
        assert!(wrong("sh", &["-c", "echo no luck >&2; exit 1"]).contains("no luck"));
        assert!(wrong("sh", &["-c", "echo nonsense"]).contains("cannot read"));
        assert!(wrong("sh", &["-c", "sleep 600"]).contains("more than 1 seconds"));
        assert!(begun.elapsed() < Duration::from_secs(100), "{:?}", begun.elapsed());
    }
}
