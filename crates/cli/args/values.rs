//! Values with a form of their own: runs of pages, shards, granularity.

/// A run of pages, ends included, by number or name; an open end is the document's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageRange {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

/// One of several parts of a list, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    pub(crate) part: usize,
    pub(crate) of: usize,
}

/// Reads a shard: 2/5.
pub(super) fn shard(text: &str) -> Result<Shard, String> {
    let parsed = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    let shard =
        parsed.map(|(part, of)| Shard { part, of }).filter(|shard| (1..=shard.of).contains(&shard.part));
    shard.ok_or_else(|| "expected a shard such as 2/5: the second of five".into())
}

/// Reads a number of documents at the same time.
pub(super) fn jobs(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=1024).contains(number));
    number.ok_or_else(|| "expected a number from 1 to 1024".into())
}

/// Reads a granularity: a word, or a number from 0 to 1.
pub(super) fn granularity(text: &str) -> Result<f32, String> {
    let wrong = "expected coarse, medium, fine, or a number from 0 to 1";
    let value = match text {
        "coarse" => 0.0,
        "medium" => 0.5,
        "fine" => 1.0,
        number => number.parse().map_err(|_| wrong.to_owned())?,
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(wrong.into()) }
}

/// Reads the code of a language: two letters, or the three of Tesseract.
pub(super) fn language(text: &str) -> Result<String, String> {
    let code = crosscut::Ocr::language(text);
    code.map(str::to_owned)
        .ok_or_else(|| "expected codes of languages that can be recognised, such as en, fr or es".into())
}

/// Reads one run of pages.
pub(super) fn pages(text: &str) -> Result<PageRange, String> {
    let text = text.trim();
    // A name may hold a hyphen: only what has numbers or simple names on both sides of one is a range.
    let (from, to) = match text.split_once('-') {
        Some((from, to)) if !to.contains('-') && (is_number(from) || !is_number(to)) => (from, to),
        _ => (text, text),
    };
    let range = PageRange { from: end(from), to: end(to) };
    let is_zero = |end: &Option<String>| end.as_ref().is_some_and(|end| end.parse() == Ok(0));
    if range == (PageRange { from: None, to: None }) || is_zero(&range.from) || is_zero(&range.to) {
        return Err("expected pages such as 3, 3-5, 3-, -5 or 1,4,9-, counted from 1".into());
    }
    Ok(range)
}

fn is_number(end: &str) -> bool {
    end.bytes().all(|byte| byte.is_ascii_digit())
}

fn end(end: &str) -> Option<String> {
    (!end.is_empty()).then(|| end.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards() {
        assert_eq!(shard("2/5"), Ok(Shard { part: 2, of: 5 }));
        assert_eq!(shard("1/1"), Ok(Shard { part: 1, of: 1 }));
        assert!(["0/5", "6/5", "2", "2/", "a/b", "1/0", "-1/2"].iter().all(|text| shard(text).is_err()));
    }

    #[test]
    fn page_ranges() {
        let range = |from: &str, to: &str| Ok(PageRange { from: end(from), to: end(to) });
        assert_eq!(pages("3"), range("3", "3"));
        assert_eq!(pages("3-5"), range("3", "5"));
        assert_eq!(pages("-5"), range("", "5"));
        assert_eq!(pages("4-"), range("4", ""));
        assert_eq!(pages("iv"), range("iv", "iv"));
        assert_eq!(pages("ii-iv"), range("ii", "iv"));
        assert_eq!(pages("A-2"), range("A-2", "A-2"));
        assert!(pages("0").is_err() && pages("-").is_err() && pages("").is_err());
    }
}
