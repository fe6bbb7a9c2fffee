//! Texts that are computed together, so that each weight is fetched once for many pieces. A row of a matrix product
//! depends on no other row: together or alone, a text gets the same numbers.

/// The texts, in order, in runs of at most `size` pieces together; a longer text is a run of its own.
pub(crate) fn batches(texts: &[Vec<u32>], size: usize) -> Vec<&[Vec<u32>]> {
    let mut batches = Vec::new();
    let (mut start, mut pieces) = (0, 0);
    for (i, text) in texts.iter().enumerate() {
        if pieces + text.len() > size && i > start {
            batches.push(&texts[start..i]);
            (start, pieces) = (i, 0);
        }
        pieces += text.len();
    }
    batches.push(&texts[start..]);
    batches
}

/// The half-open range of rows of each text, their pieces being stacked; and the number of rows.
pub(crate) fn ranges(texts: &[Vec<u32>]) -> (Vec<(usize, usize)>, usize) {
    let mut total = 0;
    let range = |text: &Vec<u32>| {
        let start = total;
        total += text.len();
        (start, total)
    };
    (texts.iter().map(range).collect(), total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_in_one_run_and_no_run_is_too_long() {
        let texts: Vec<Vec<u32>> = [3, 1, 9, 2, 2, 2].map(|length| vec![0; length]).to_vec();
        let runs: Vec<usize> = batches(&texts, 5).iter().map(|run| run.len()).collect();
        assert_eq!(runs, [2, 1, 2, 1]);
        assert_eq!(ranges(&texts[..3]), (vec![(0, 3), (3, 4), (4, 13)], 13));
        assert_eq!(batches(&[], 5).len(), 1);
    }
}
