//! Years in words, as treaties are dated: "two thousand and nine", "zweitausendneun", "две тысячи девятого года".

use crate::lexicon::{self, Words};
use std::sync::LazyLock;

/// How a language says a year.
struct Grammar {
    /// How years begin, and where they count from.
    starts: &'static [(&'static str, u16)],
    /// What words and parts of words add, the longest first.
    parts: Vec<(&'static str, u16)>,
    /// Small words of dates, which may come right behind: "이천삼십일년".
    dating: &'static [&'static str],
}

impl Grammar {
    fn of(words: &Words) -> Self {
        let counted = |list: &'static [&'static [&'static str]]| {
            (1..).zip(list).flat_map(|(value, words)| words.iter().map(move |word| (*word, value)))
        };
        let own = words.year_parts.iter().copied();
        let mut parts: Vec<(&str, u16)> =
            own.chain(counted(words.cardinals)).chain(counted(words.ordinals)).collect();
        parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { starts: words.thousands, parts, dating: words.dating }
    }

    /// The last year that a text in small letters holds.
    fn year(&self, text: &str) -> Option<u16> {
        let found = self.starts.iter().flat_map(|(start, base)| {
            text.match_indices(start).filter_map(move |(at, _)| {
                let inside = text[..at].ends_with(char::is_alphabetic);
                let more = self.more(&text[at + start.len()..]).filter(|_| !inside)?;
                Some((at, base + more))
            })
        });
        found.max().map(|(_, year)| year)
    }

    /// What the words at the start of a text add to a thousand: 29 for "zwanzig" behind "neunund", "двадцать девятого".
    fn more(&self, text: &str) -> Option<u16> {
        const SPACES: [char; 4] = [' ', '\u{a0}', '-', '‑'];
        let (mut rest, mut more) = (text, 0_u16);
        loop {
            let words = rest.trim_start_matches(SPACES);
            let Some((part, value)) = self.parts.iter().find(|(part, _)| words.starts_with(part)) else {
                break;
            };
            (rest, more) = (&words[part.len()..], more.saturating_add(*value));
        }
        let joined = |word: &&str| !word.is_ascii() && rest.starts_with(*word);
        let over = !rest.starts_with(char::is_alphabetic) || self.dating.iter().any(joined);
        (over && (1..100).contains(&more)).then_some(more)
    }
}

/// The year that a text has in words.
pub(crate) fn year(text: &str) -> Option<u16> {
    static GRAMMARS: LazyLock<Vec<Grammar>> =
        LazyLock::new(|| lexicon::languages().map(Grammar::of).collect());
    // Both apostrophes are one here, and a line may end in the middle of a year.
    let plain = |c: char| match c {
        '\'' => '’',
        '\n' => ' ',
        c => c,
    };
    let text: String = text.chars().flat_map(char::to_lowercase).map(plain).collect();
    GRAMMARS.iter().filter_map(|grammar| grammar.year(&text)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_words_are_read_in_many_languages() {
        for (text, wanted) in [
            ("DONE at Alma this third day of June, two thousand and twenty-nine.", Some(2029)),
            ("in the Year Two Thousand and Thirty Seven", Some(2037)),
            ("le trois juin deux mille vingt-neuf, en double exemplaire", Some(2029)),
            ("mil neuf cent quatre-vingt-douze", Some(1992)),
            ("l’an deux mille soixante et onze", Some(2071)),
            ("a los tres días de mayo de dos mil veintinueve", Some(2029)),
            ("nineteen hundred and ninety-two", Some(1992)),
            ("aos três dias de maio de dois mil e trinta e um", Some(2031)),
            ("Geschehen zu Alma am dritten Juni zweitausendneunundzwanzig in zwei Urschriften", Some(2029)),
            ("neunzehnhundertzweiundneunzig", Some(1992)),
            ("Fatto a Alma, addì tre giugno duemilaventinove", Some(2029)),
            ("millenovecentonovantuno", Some(1991)),
            ("Gedaan te Alma, op drie juni tweeduizend tweeëndertig", Some(2032)),
            ("Совершено в Альме третьего июня две тысячи двадцать девятого года", Some(2029)),
            ("тысяча девятьсот девяносто второго года", Some(1992)),
            ("третього червня дві тисячі тридцять дев'ятого року", Some(2039)),
            ("dnia trzeciego czerwca dwa tysiące trzydziestego pierwszego roku", Some(2031)),
            ("dne třetího června dva tisíce třicet jedna", Some(2031)),
            ("στις τρεις Ιουνίου του έτους δύο χιλιάδες είκοσι εννέα", Some(2029)),
            ("حرر في ألما في الثالث من يونيو عام ألفين وتسعة وعشرين", Some(2029)),
            ("سنة ألف وتسعمائة واثنتين وتسعين", Some(1992)),
            ("이천삼십일년 유월 삼일", Some(2031)),
            ("la trei iunie două mii treizeci și unu", Some(2031)),
            ("kétezer-harmincegy június harmadikán", Some(2031)),
            ("kaksituhatta kolmekymmentäyksi", Some(2031)),
            ("iki bin otuz bir yılı Haziran ayının üçüncü günü", Some(2031)),
            ("tahun dua ribu tiga puluh satu", Some(2031)),
            ("two thousand copies", None),
            ("two thousand tenants", None),
            ("a thousand lamps", None),
            ("zweitausend Lampen", None),
        ] {
            assert_eq!(year(text), wanted, "{text}");
        }
    }
}
