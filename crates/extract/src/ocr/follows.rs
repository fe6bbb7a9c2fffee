//! Numbers and letters of items that were misread for others of the same shape: "k) 1) m)", "(i) (11) (iii)", "10. 1l. 12.".
//! What comes before in its list, at the same distance from the edge and in the same brackets, says which it is.

use super::Found;

/// Items of one list begin within so many heights of a line across the page.
const ALIGNED: f32 = 1.2;
/// How sure we are of what follows from the list.
const SURE: f32 = 0.7;
/// Signs that are taken for each other.
const ALIKE: [&str; 9] = ["1liI|!", "0oOQ", "5sS", "2zZ", "8B", "9gq", "ce", "uv", "hbn"];
const ROMANS: [&str; 20] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
    "xvii", "xviii", "xix", "xx",
];

/// The number of a line: its word, where it is, and how it is written.
struct Number<'a> {
    word: usize,
    x: f32,
    height: f32,
    open: &'a str,
    core: &'a str,
    close: &'a str,
}

/// The words with such numbers put right.
pub(super) fn mended(mut words: Vec<Found>) -> Vec<Found> {
    let mut right: Vec<(usize, String)> = Vec::new();
    let numbers = numbers(&words);
    // What a number was read as, or is by now.
    let mut cores: Vec<String> = numbers.iter().map(|number| number.core.to_owned()).collect();
    for at in 1..numbers.len() {
        let Some(before) = (0..at).rev().find(|before| are_of_one_list(&numbers[*before], &numbers[at]))
        else {
            continue;
        };
        let next = (at + 1..numbers.len()).find(|next| are_of_one_list(&numbers[at], &numbers[*next]));
        let next = next.map(|next| numbers[next].core);
        if let Some(core) = meant(&cores[before], numbers[at].core, next) {
            right.push((numbers[at].word, format!("{}{core}{}", numbers[at].open, numbers[at].close)));
            cores[at] = core;
        }
    }
    for (word, text) in right {
        words[word].text = text;
        words[word].confidence = words[word].confidence.min(SURE);
    }
    words
}

/// The numbers at the beginnings of lines that have text after them.
fn numbers(words: &[Found]) -> Vec<Number<'_>> {
    let mut start = 0;
    let lines = words.chunk_by(|a, b| a.line == b.line).map(|line| {
        let word = start;
        start += line.len();
        (word, line)
    });
    lines.filter(|(_, line)| line.len() > 1).filter_map(|(word, line)| Number::of(word, &line[0])).collect()
}

impl<'a> Number<'a> {
    fn of(word: usize, found: &'a Found) -> Option<Self> {
        let text = found.text.as_str();
        let rest = text.trim_start_matches(['(', '[']);
        let core = rest.trim_end_matches([')', ']', '.']);
        let (open, close) = (&text[..text.len() - rest.len()], &rest[core.len()..]);
        let is_sign = |c: char| c.is_ascii_alphanumeric() || "|!.".contains(c);
        let is_core = (1..=7).contains(&core.chars().count()) && core.chars().all(is_sign);
        (is_core && (!close.is_empty() || core.contains('.'))).then_some(Self {
            word,
            x: found.rect.x,
            height: found.rect.h,
            open,
            core,
            close,
        })
    }
}

fn are_of_one_list(a: &Number<'_>, b: &Number<'_>) -> bool {
    // "2." and "2.1" may be.
    let has_parts = a.open.is_empty() && b.open.is_empty() && (a.core.contains('.') || b.core.contains('.'));
    ((a.open, a.close) == (b.open, b.close) || has_parts)
        && (a.x - b.x).abs() <= ALIGNED * a.height.max(b.height)
}

/// What a number is that comes after another and before a third; `None` where it may be what it was read as.
fn meant(before: &str, read: &str, next: Option<&str>) -> Option<String> {
    let expected = after(before);
    if expected.iter().any(|core| core == read) {
        return None;
    }
    let goes_on = |core: &str| next.is_some_and(|next| after(core).iter().any(|one| one == next));
    let is_first = matches!(read, "1" | "a" | "A" | "i" | "I");
    // A list of its own may begin there: what comes next tells.
    let is_meant = |core: &&String| {
        let is_capital = before.chars().all(char::is_lowercase) && read == "A" && core.chars().count() == 1;
        if is_first {
            goes_on(core) && are_alike(core, read) && !goes_on(read)
                || is_capital && next.is_none_or(|next| next != "B")
        } else {
            (are_alike(core, read) || core.replace('.', "") == read) && !goes_on(read)
        }
    };
    expected.iter().find(is_meant).cloned()
}

/// What may come after a number: "ii" and "j" after "i", "2.2" and "2.1.1" after "2.1".
fn after(core: &str) -> Vec<String> {
    let mut next = Vec::new();
    if let Ok(number) = core.parse::<u32>() {
        next.extend([(number + 1).to_string(), format!("{core}.1")]);
    }
    if let Some((whole, last)) = core.rsplit_once('.')
        && let (Ok(last), true) =
            (last.parse::<u32>(), whole.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    {
        next.extend([format!("{whole}.{}", last + 1), format!("{core}.1")]);
        let above = whole.rsplit_once('.').map_or(("", whole), |(above, number)| (above, number));
        next.extend(
            above.1.parse::<u32>().ok().filter(|_| above.0.is_empty()).map(|number| (number + 1).to_string()),
        );
    }
    if let ([letter], true) =
        (core.as_bytes(), core.chars().all(|c| c.is_ascii_alphabetic() && !"zZ".contains(c)))
    {
        next.push(char::from(letter + 1).to_string());
    }
    let lower = core.to_ascii_lowercase();
    if let Some(at) = ROMANS.iter().position(|roman| *roman == lower) {
        let roman = ROMANS.get(at + 1).copied().unwrap_or_default();
        next.push(if lower == core { roman.to_owned() } else { roman.to_ascii_uppercase() });
    }
    next.retain(|core| !core.is_empty());
    next
}

fn are_alike(a: &str, b: &str) -> bool {
    let alike =
        |(a, b): (char, char)| a == b || ALIKE.iter().any(|group| group.contains(a) && group.contains(b));
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Rect;

    /// The numbers of lines after mending; those with a space before are set in.
    fn read(numbers: &[&str]) -> Vec<String> {
        let line = |(at, number): (usize, &&str)| {
            let (x, y) = (if number.starts_with(' ') { 90.0 } else { 20.0 }, 30.0 * at as f32);
            let word = |text: &str, x: f32| {
                let rect = Rect { x, y, w: 20.0, h: 20.0 };
                Found { text: text.into(), rect, confidence: 0.9, line: at as u32, ..Found::default() }
            };
            [word(number.trim(), x), word("Lamps", x + 60.0)]
        };
        let words = mended(numbers.iter().enumerate().flat_map(line).collect());
        words.chunks(2).map(|line| line[0].text.clone()).collect()
    }

    #[test]
    fn a_number_is_what_its_list_says() {
        assert_eq!(read(&["k)", "1)", "m)"]), ["k)", "l)", "m)"]);
        assert_eq!(read(&["(i)", "(11)", "(iil)", "(iv)"]), ["(i)", "(ii)", "(iii)", "(iv)"]);
        assert_eq!(read(&["10.", "1l.", "12."]), ["10.", "11.", "12."]);
        assert_eq!(read(&["(g)", "(A)", " (a)", " (b)"]), ["(g)", "(h)", "(a)", "(b)"]);
        assert_eq!(read(&["b)", "e)", "d)"]), ["b)", "c)", "d)"]);
        assert_eq!(read(&["2.", "21.", "2.2."]), ["2.", "2.1.", "2.2."]);
        assert_eq!(read(&["2.9", "2.l0", "2.11"]), ["2.9", "2.10", "2.11"]);
    }

    #[test]
    fn lists_of_their_own_and_other_numbers_stay() {
        for numbers in [
            &["k)", "1)", "2)"][..],
            &["(a)", "(A)", "(B)"],
            &["(g)", " (A)", " (B)", "(h)"],
            &["1.", "3.", "4."],
            &["(h)", "(i)", "(j)"],
            &["(h)", "(i)", "(ii)"],
            &["a)", "c.", "b)"],
            &["2.", "5.", "6."],
            &["20.", "21.", "22."],
            &["2.1", "2.2", "3."],
        ] {
            let right: Vec<&str> = numbers.iter().map(|number| number.trim()).collect();
            assert_eq!(read(numbers), right);
        }
    }
}
