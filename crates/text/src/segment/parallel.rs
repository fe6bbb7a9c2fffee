//! Documents that say the same in two languages: side by side, article by article, on one line, or one after the other.
//!
//! Each language is read as a text of its own, so that its articles are counted once; what both share, such as
//! "第一條 Article 1", belongs to both. Whether there are two such texts, their numbers tell: they must be the same.

use super::language::{Written, differ, either, likely, of_texts, written};
use super::marker::Marker;
use super::piece::Piece;
use super::titled::doubled;
use crate::{Document, Language};
use std::collections::BTreeMap;

/// One language's text.
pub(super) struct Text {
    pub(super) pieces: Vec<Piece>,
    pub(super) as_is: Version,
}

/// Which text of the two one is.
pub(super) struct Version {
    pub(super) language: Language,
    pub(super) second: bool,
    /// Where the lines begin and end that both have.
    pub(super) shared: BTreeMap<usize, usize>,
}

/// Whose a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Of(Language),
    Both,
    Unclear,
}

/// The texts in two languages that a document holds; the language that comes first is the first.
pub(super) fn texts(document: &Document, pieces: &[Piece]) -> Option<[Text; 2]> {
    if let Some(columns) = Columns::of(document, pieces) {
        return split(pieces, &columns.owners(document, pieces), columns.languages, |_, _| true);
    }
    let by = |pair: [Language; 2], alike: fn(&Lines<'_>, &Lines<'_>) -> bool| {
        split(pieces, &owners(document, pieces, pair), pair, alike)
    };
    let told = pair(document, pieces).and_then(|pair| by(pair, are_parallel));
    told.or_else(|| guesses(document, pieces).into_iter().find_map(|pair| by(pair, are_one_text)))
}

/// The lines of one of two texts, each with whether both have it.
type Lines<'p> = [(&'p Piece, bool)];

/// The texts of two languages, if they are alike.
fn split(
    pieces: &[Piece],
    owners: &[Owner],
    pair: [Language; 2],
    alike: impl Fn(&Lines<'_>, &Lines<'_>) -> bool,
) -> Option<[Text; 2]> {
    // Titles and headings may be in both.
    let told = |plain: fn(&Piece) -> bool| {
        pieces.iter().zip(owners).find_map(|(piece, owner)| match owner {
            Owner::Of(language) if plain(piece) => Some(*language),
            _ => None,
        })
    };
    let text = |piece: &Piece| piece.titled.is_none() && !piece.heading && !piece.apart;
    let first = told(text).or_else(|| told(|_| true))?;
    let second = if pair[0] == first { pair[1] } else { pair[0] };
    let of = |language: Language| -> Vec<(&Piece, bool)> {
        let own = |owner: &Owner| matches!(owner, Owner::Both) || *owner == Owner::Of(language);
        let lines = pieces.iter().zip(owners).filter(|(_, owner)| own(owner));
        lines.map(|(piece, owner)| (piece, *owner == Owner::Both)).collect()
    };
    if !alike(&of(first), &of(second)) {
        return None;
    }
    let shared = pieces.iter().zip(owners).filter(|(_, owner)| **owner == Owner::Both);
    let shared: BTreeMap<usize, usize> =
        shared.map(|(piece, _)| (piece.span.start(), piece.span.end())).collect();
    let borrowed = borrowed(pieces, owners, second);
    let text = |language: Language, second: bool| Text {
        // Columns of two languages are no table.
        pieces: of(language)
            .into_iter()
            .map(|(piece, _)| {
                let numbers = borrowed.get(&piece.span.start()).filter(|_| second);
                let markers = numbers.unwrap_or(&piece.markers).clone();
                Piece { cell: false, place: None, markers, ..piece.clone() }
            })
            .collect(),
        as_is: Version { language, second, shared: shared.clone() },
    };
    Some([text(first, false), text(second, true)])
}

/// The numbers of the paragraphs of a text that prints them in its first language alone, right above each paragraph in
/// the second: by where these begin.
fn borrowed(pieces: &[Piece], owners: &[Owner], second: Language) -> BTreeMap<usize, Vec<Marker>> {
    const FEWEST: usize = 2;
    let own = |at: usize| owners[at] == Owner::Of(second);
    let counted = |at: usize| !pieces[at].markers.is_empty();
    let plain = |piece: &Piece| piece.titled.is_none() && !piece.heading && !piece.cell;
    let numbered = (0..pieces.len()).filter(|at| !own(*at) && counted(*at)).count();
    let below =
        (1..pieces.len()).filter(|at| own(*at) && plain(&pieces[*at]) && !own(at - 1) && counted(at - 1));
    let numbers = |at: usize| {
        let above = pieces[at - 1].markers.iter().cloned();
        (pieces[at].span.start(), above.map(|marker| Marker { end: 0, ..marker }).collect())
    };
    let found: BTreeMap<usize, Vec<Marker>> = below.map(numbers).collect();
    let counts = (0..pieces.len()).any(|at| own(at) && counted(at));
    if counts || found.len() < FEWEST || 10 * found.len() < 8 * numbered { BTreeMap::new() } else { found }
}

/// Pairs of the languages that a short document may be written in, the likeliest first.
fn guesses(document: &Document, pieces: &[Piece]) -> Vec<[Language; 2]> {
    const LONGEST: usize = 120;
    const MOST: usize = 4;
    if pieces.len() > LONGEST {
        return Vec::new();
    }
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text(document)).collect();
    let likely: Vec<Language> = likely(&texts).into_iter().take(MOST).collect();
    let after = |at: usize| likely[at + 1..].iter().map(move |other| (at, *other));
    (0..likely.len()).flat_map(after).map(|(at, other)| [likely[at], other]).collect()
}

/// Whether two texts count alike throughout, both with words of their own below every number, and are about equally long.
fn are_one_text(one: &Lines<'_>, other: &Lines<'_>) -> bool {
    let (mut a, mut b) = (units(one, titled), units(other, titled));
    if a.len().max(b.len()) < FEWEST {
        (a, b) = (units(one, counted), units(other, counted));
    }
    let own = |lines: &Lines<'_>| {
        lines.iter().filter(|(_, shared)| !shared).map(|(piece, _)| piece.span.len()).sum::<usize>()
    };
    let (long, short) = (own(one).max(own(other)), own(one).min(own(other)));
    a.len() >= FEWEST && a == b && a.iter().all(|(_, worded)| *worded) && 2 * long <= 5 * short
}

/// The two languages that a document is written in, about as much in one as in the other. Neighbouring lines are looked
/// at together, since languages may take turns.
fn pair(document: &Document, pieces: &[Piece]) -> Option<[Language; 2]> {
    const NEAR: usize = 4;
    by_lines(document, pieces).or_else(|| {
        // Short lines tell more together with their neighbours.
        let near = pieces.chunks(NEAR).map(|near| {
            let texts: Vec<&str> = near.iter().map(|piece| piece.text(document)).collect();
            (of_texts(&texts), texts.iter().map(|text| text.len()).sum())
        });
        two(near.filter(|(language, _)| *language != Language::Undetermined))
    })
}

/// The two languages that samples of lines are written in.
fn by_lines(document: &Document, pieces: &[Piece]) -> Option<[Language; 2]> {
    const SAMPLES: usize = 40;
    const LONGEST: usize = 300;
    let long: Vec<&str> =
        pieces.iter().map(|piece| piece.text(document)).filter(|text| text.len() >= 24).collect();
    let step = (2 * long.len() / SAMPLES).max(2);
    let samples = long.chunks(step).flat_map(|texts| texts.iter().take(2));
    two(samples.filter_map(|text| match written(text) {
        Written::In(language) => Some((language, text.len().min(LONGEST))),
        _ => None,
    }))
}

/// The two languages that most samples are in, about as much in one as in the other.
fn two(samples: impl Iterator<Item = (Language, usize)>) -> Option<[Language; 2]> {
    let mut weights: BTreeMap<Language, usize> = BTreeMap::new();
    for (language, weight) in samples {
        *weights.entry(language).or_default() += weight;
    }
    let all: usize = weights.values().sum();
    let mut most: Vec<(usize, Language)> =
        weights.into_iter().map(|(language, weight)| (weight, language)).collect();
    most.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let [(_, one), (less, other), ref rest @ ..] = most[..] else { return None };
    let others: usize = rest.iter().map(|(weight, _)| weight).sum();
    (4 * less > all && 5 * others <= all).then_some([one, other])
}

/// Two columns of tables that most of a document lies in, one in each language.
struct Columns {
    languages: [Language; 2],
    numbers: [u32; 2],
}

impl Columns {
    /// The columns, where each is a text of about the same length in a language of its own.
    fn of(document: &Document, pieces: &[Piece]) -> Option<Self> {
        let mut texts: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for piece in pieces {
            if let Some(place) = piece.place {
                texts.entry(place.column).or_default().push(piece.text(document));
            }
        }
        let length = |texts: &[&str]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
        let all: usize = pieces.iter().map(|piece| piece.text(document).chars().count()).sum();
        // A column of numbers is none of the two.
        texts.retain(|_, texts| 6 * length(texts) >= all);
        let [(first, one), (second, other)] = &texts.iter().collect::<Vec<_>>()[..] else { return None };
        let (a, b) = (length(one), length(other));
        // One character of Chinese says about as much as a short word.
        let alike = a.max(b) <= 6 * a.min(b) && 10 * (a + b) >= 6 * all;
        let languages = [of_texts(one), of_texts(other)];
        let told = differ(one, other, languages);
        let long = one.len() >= FEWEST && other.len() >= FEWEST;
        (alike && told && long).then_some(Self { languages, numbers: [**first, **second] })
    }

    /// Whose each line is, by its column; lines outside belong to both, but for those that are plainly in one language.
    fn owners(&self, document: &Document, pieces: &[Piece]) -> Vec<Owner> {
        let owner = |piece: &Piece| match piece.place {
            Some(place) if place.column == self.numbers[0] => Owner::Of(self.languages[0]),
            Some(place) if place.column == self.numbers[1] => Owner::Of(self.languages[1]),
            Some(_) => Owner::Both,
            None if piece.heading => Owner::Both,
            None => match owner(document, piece, self.languages) {
                Owner::Unclear => Owner::Both,
                owner => owner,
            },
        };
        pieces.iter().map(owner).collect()
    }
}

/// Whose each line is. What a line does not tell, its neighbours do; a heading that comes once belongs to both.
fn owners(document: &Document, pieces: &[Piece], pair: [Language; 2]) -> Vec<Owner> {
    let mut owners: Vec<Owner> = pieces.iter().map(|piece| owner(document, piece, pair)).collect();
    // "Article 1" and "Article premier" name one unit.
    let key = |piece: &Piece| match titled(piece) {
        Some(((word, number), _)) => format!("{word} {number}"),
        None => {
            let letters = piece.text(document).chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        }
    };
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for piece in pieces {
        *times.entry(key(piece)).or_default() += 1;
    }
    for at in 0..owners.len() {
        if owners[at] != Owner::Unclear {
            continue;
        }
        let told = |owner: &&Owner| matches!(owner, Owner::Of(_));
        let (before, next) =
            (owners[..at].iter().rev().find(told).copied(), owners[at..].iter().find(told).copied());
        let piece = &pieces[at];
        let again = at > 0 && piece.titled.is_some() && key(&pieces[at - 1]) == key(piece);
        owners[at] = if again {
            match owners[at - 1] {
                Owner::Of(language) => Owner::Of(if language == pair[0] { pair[1] } else { pair[0] }),
                owner => owner,
            }
        } else if piece.titled.is_some() || piece.heading {
            if times[&key(piece)] == 1 { Owner::Both } else { next.or(before).unwrap_or(Owner::Both) }
        } else {
            before.or(next).unwrap_or(Owner::Both)
        };
    }
    owners
}

fn owner(document: &Document, piece: &Piece, pair: [Language; 2]) -> Owner {
    const TELLS: usize = 12;
    let text = piece.text(document);
    if piece.titled.as_ref().is_some_and(|titled| doubled(titled, text).is_some()) {
        return Owner::Both;
    }
    // "Article 1 – Objet / Purpose" is in both.
    let words = piece.titled.as_ref().map_or(text, |titled| &text[titled.end..]);
    if (piece.titled.is_some() || piece.heading) && words.contains(" / ") {
        return Owner::Unclear;
    }
    // "Article 1" alone is French and English.
    if let Some(titled) = &piece.titled
        && text[titled.end..].trim().len() < TELLS
    {
        let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let speaks = pair.map(|language| crate::lexicon::names_division(language, word));
        match speaks {
            [true, false] => return Owner::Of(pair[0]),
            [false, true] => return Owner::Of(pair[1]),
            _ if text.is_ascii() => return Owner::Unclear,
            _ => {}
        }
    }
    let words = piece.markers.last().map_or(text, |marker| &text[marker.end..]);
    match either(words, pair) {
        Written::In(language) if words.len() >= TELLS || !words.is_ascii() => Owner::Of(language),
        Written::Both => Owner::Both,
        _ => Owner::Unclear,
    }
}

/// Whether two texts, each line with whether both have it, count alike: most of the numbers of one are those of the
/// other, in their order, and both have words of their own below most of them.
fn are_parallel(one: &Lines<'_>, other: &Lines<'_>) -> bool {
    let (mut a, mut b) = (units(one, titled), units(other, titled));
    if a.len().max(b.len()) < FEWEST {
        (a, b) = (units(one, counted), units(other, counted));
    }
    let most = a.len().max(b.len());
    let numbers = |units: &[(Number, bool)]| units.iter().map(|(number, _)| *number).collect::<Vec<_>>();
    let worded =
        |units: &[(Number, bool)]| 10 * units.iter().filter(|(_, worded)| *worded).count() >= 6 * units.len();
    most >= FEWEST && 10 * in_common(&numbers(&a), &numbers(&b)) >= 7 * most && worded(&a) && worded(&b)
}

/// Fewest units that tell two texts.
const FEWEST: usize = 2;

/// A kind of unit and its number.
type Number = (u8, u16);

/// The numbers of a text's units, and whether words of this language alone follow each.
fn units(lines: &[(&Piece, bool)], number: fn(&Piece) -> Option<(Number, bool)>) -> Vec<(Number, bool)> {
    const MOST: usize = 1500;
    let mut units: Vec<(Number, bool)> = Vec::new();
    for (piece, shared) in lines {
        match number(piece) {
            Some(_) if units.len() == MOST => break,
            Some((number, worded)) => units.push((number, worded && !shared)),
            None => {
                if let Some((_, worded)) = units.last_mut() {
                    *worded |= !shared;
                }
            }
        }
    }
    units
}

/// The number of an article and the like, and whether words follow on its line.
fn titled(piece: &Piece) -> Option<(Number, bool)> {
    const WORDS: usize = 24;
    let titled = piece.titled.as_ref()?;
    Some(((titled.word as u8, titled.readings.first()?.value()), piece.span.len() > titled.end + WORDS))
}

/// The number of a paragraph.
fn counted(piece: &Piece) -> Option<(Number, bool)> {
    Some(((0, piece.markers.first()?.readings.first()?.value()), true))
}

/// Length of the longest sequence that both hold in this order.
fn in_common(a: &[Number], b: &[Number]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if x == y { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    row[b.len()]
}
