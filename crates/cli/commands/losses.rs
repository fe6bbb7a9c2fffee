//! What was lost of a document, in few lines: pages that share a reason share a line.

use crate::out::note;
use crosscut::text::{Loss, LossKind};

/// Pages with the same loss from which they are counted instead of listed.
const MANY: usize = 3;

/// Lists the losses of a document of so many pages on standard error. `recognises` says whether pages were to be
/// recognised.
pub(super) fn list(file: &str, losses: &[Loss], pages: usize, recognises: bool) {
    for line in lines(losses, pages, recognises) {
        note!("loss: {file}: {line}");
    }
}

fn lines(losses: &[Loss], pages: usize, recognises: bool) -> Vec<String> {
    let waits = |loss: &&Loss| !recognises && loss.kind == LossKind::NeedsOcr && loss.page.is_some();
    let waiting = losses.iter().filter(waits).count();
    let mut lines = Vec::new();
    let mut said: Vec<(LossKind, &str)> = Vec::new();
    for loss in losses {
        if waits(&loss) {
            match waiting {
                _ if said.contains(&(LossKind::NeedsOcr, "")) => {}
                0..MANY => lines.push(format!("{loss}: try --ocr")),
                _ => {
                    lines.push(format!("{waiting} of {pages} pages are pictures, or show text in pictures: run again with --ocr"));
                    said.push((LossKind::NeedsOcr, ""));
                }
            }
            continue;
        }
        let same: Vec<u32> = losses
            .iter()
            .filter(|other| (other.kind, &other.detail) == (loss.kind, &loss.detail))
            .filter_map(|other| other.page)
            .collect();
        if same.len() < MANY {
            lines.push(loss.to_string());
        } else if !said.contains(&(loss.kind, &loss.detail)) {
            lines.push(format!("pages {}: {}: {}", ranges(&same), loss.kind, loss.detail));
            said.push((loss.kind, &loss.detail));
        }
    }
    lines
}

/// Numbers in order, runs of them as `3-7`.
fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_share_a_reason_share_a_line() {
        let scan = |page| Loss::new(page, LossKind::NeedsOcr, "a scan");
        let one = lines(&[scan(2)], 4, false);
        assert_eq!(one, ["page 2: needs OCR: a scan: try --ocr"]);
        let all: Vec<Loss> = (1..=40).map(scan).collect();
        assert_eq!(
            lines(&all, 40, false),
            ["40 of 40 pages are pictures, or show text in pictures: run again with --ocr"]
        );
        let mut failed: Vec<Loss> = [1, 2, 3, 9].map(scan).to_vec();
        failed.push(Loss::new(5, LossKind::Garbled, "odd"));
        assert_eq!(lines(&failed, 9, true), ["pages 1-3, 9: needs OCR: a scan", "page 5: garbled: odd"]);
    }
}
