//! The table that Tesseract prints: a row a page, block, paragraph, line and word.

use super::Found;
use crosscut_text::Rect;

/// Words of one page at most: far above the densest newspaper page.
const WORDS: usize = 40_000;

/// The words of a table, with their places in pixels.
///
/// # Errors
/// When it is no such table.
pub(super) fn parse(table: &str) -> Result<Vec<Found>, String> {
    let mut rows = table.lines();
    if !rows.next().unwrap_or_default().starts_with("level\tpage_num\tblock_num") {
        return Err("its answer is no table of words".into());
    }
    Ok(rows.filter_map(word).take(WORDS).collect())
}

fn word(row: &str) -> Option<Found> {
    let fields: Vec<&str> = row.splitn(12, '\t').collect();
    let number = |at: usize| fields.get(at)?.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    if number(0)? != 5.0 {
        return None;
    }
    let text: String = fields.get(11)?.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (w, h) = (number(8)?, number(9)?);
    let rect = Rect { x: number(6)?, y: number(7)?, w, h };
    let (block, paragraph, line) = (number(2)? as u32, number(3)? as u32, number(4)? as u32);
    let confidence = (number(10)? / 100.0).clamp(0.0, 1.0);
    let is_word = !text.is_empty() && text.len() < 1_000 && w > 0.0 && h > 0.0;
    // Paragraphs and lines are counted anew in each block.
    let line = (block.min(4_000) * 1_000 + paragraph.min(999)) * 1_000 + line.min(999);
    is_word.then_some(Found { text, rect, confidence, line, block, ..Found::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    #[test]
    fn words_are_read_and_the_rest_is_left() {
        let table = format!(
            "{HEAD}4\t1\t2\t1\t3\t0\t10\t20\t300\t40\t-1\t\n5\t1\t2\t1\t3\t1\t10\t20\t100\t40\t96.5\tParty\n\
             5\t1\t2\t1\t3\t2\t120\t20\t0\t40\t96\tflat\n5\t1\t2\t1\t3\t3\t1\t2\t3\t4\t95\t \nnonsense\n"
        );
        let words = parse(&table).expect("a table");
        let [word] = &words[..] else { panic!("{words:?}") };
        assert_eq!((word.text.as_str(), word.confidence, word.block), ("Party", 0.965, 2));
        assert_eq!(word.rect, Rect { x: 10.0, y: 20.0, w: 100.0, h: 40.0 });
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert!(parse("").is_err() && parse("Hello\n5\t1").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(rows in "([0-9.\t-]|\\PC|\n){0,300}") {
            let words = parse(&format!("{HEAD}{rows}")).expect("the head is right");
            proptest::prop_assert!(words.iter().all(|word| word.rect.w.is_finite() && !word.text.is_empty()));
        }
    }
}
