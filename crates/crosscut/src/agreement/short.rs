//! A name for narrow columns, made of the title that a document gives itself.

use crosscut_text::lexicon::is_instrument;
use crosscut_text::{Analyzer, Language};

/// The number of an act is looked for in so many words of its title.
const NUMBERED: usize = 6;
/// Fewer letters than this, in capitals, are an abbreviation: "EU".
const WORD: usize = 4;

/// "NIS 2 Directive" of "DIRECTIVE (EU) 2022/2555 … (NIS 2 Directive)": an act is known by the name that it gives itself
/// in brackets, else by its number ("Regulation (EU) 2016/679"), and what is written in capitals is set as other titles
/// are. `None` where the title will do.
pub(crate) fn short_title(title: &str) -> Option<String> {
    if let Some(name) = own_name(title) {
        return Some(name.to_owned());
    }
    let words: Vec<&str> = title.split_whitespace().collect();
    let number = words.iter().take(NUMBERED).position(|word| is_number(word));
    let kept = number.filter(|at| *at > 0).map_or(&words[..], |at| &words[..=at]);
    let short = kept.join(" ");
    let short = match is_capitals(&short) {
        true => calm(kept, &Analyzer::new(Language::detect(&title.to_lowercase()))),
        false => short,
    };
    let short = short.trim_end_matches([',', ';', ':']).to_owned();
    (short != title).then_some(short)
}

/// The name that an act gives itself in brackets at the end of its title: "('Directive on electronic commerce')".
fn own_name(title: &str) -> Option<&str> {
    const LONGEST: usize = 60;
    const QUOTES: [char; 9] = ['\'', '"', '‘', '’', '“', '”', '„', '«', '»'];
    let inside = title.trim_end().strip_suffix(')')?;
    let name = inside.get(inside.rfind('(')? + 1..)?.trim_matches(|c: char| QUOTES.contains(&c) || c == ' ');
    // "Datenschutz-Grundverordnung" and "Dienstegesetz" name their kind at the end of a word.
    let kind = |word: &str| is_instrument(word) || word.chars().count() > 9 && is_instrument_at_end(word);
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    (name.len() <= LONGEST && words().count() > 1 && words().any(kind)).then_some(name)
}

/// Whether a word ends with a kind of instrument.
fn is_instrument_at_end(word: &str) -> bool {
    word.char_indices().skip(3).any(|(at, _)| word.len() - at > 4 && is_instrument(&word[at..]))
}

/// Whether a word is the number of an act: "2016/679", "2000/31/EC".
fn is_number(word: &str) -> bool {
    let mut parts = word.split('/').map(|part| part.chars().any(|c| c.is_ascii_digit()));
    parts.next() == Some(true) && parts.next() == Some(true)
}

fn is_capitals(title: &str) -> bool {
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = title.chars().filter(|c| c.is_uppercase()).count();
    letters >= 2 * WORD && capitals * 10 > letters * 7
}

/// Words in capitals with one capital each, and none where they are small words within the title.
fn calm(words: &[&str], analyzer: &Analyzer) -> String {
    let calm = |(place, word): (usize, &&str)| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let lower = word.to_lowercase();
        if word.chars().any(char::is_lowercase) || letters == 0 {
            (*word).to_owned()
        } else if place > 0 && analyzer.is_stop_word(&lower) {
            lower
        } else if letters < WORD {
            (*word).to_owned()
        } else {
            // "D’EXÉCUTION": what is elided before a word within a title is small.
            let elided = word.find(['’', '\'']).filter(|at| place > 0 && *at <= 2);
            let mut began = false;
            let set = |(at, c): (usize, char)| {
                let first = c.is_alphabetic() && !began && elided.is_none_or(|mark| at > mark);
                began |= first;
                if first { c } else { c.to_lowercase().next().unwrap_or(c) }
            };
            word.char_indices().map(set).collect()
        }
    };
    words.iter().enumerate().map(calm).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_known_by_its_number_and_no_title_shouts() {
        for (title, short) in [
            (
                "REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL",
                Some("Regulation (EU) 2016/679"),
            ),
            (
                "REGULATION (EU) 2016/679 of 27 April 2016 on the protection of natural persons",
                Some("Regulation (EU) 2016/679"),
            ),
            ("Directive 2000/31/EC of the European Parliament", Some("Directive 2000/31/EC")),
            (
                "DIRECTIVE (EU) 2031/17 OF THE COUNCIL of 3 May 2031 on the care of harbour lamps and of their keepers",
                Some("Directive (EU) 2031/17"),
            ),
            (
                "RÈGLEMENT D’EXÉCUTION (UE) 2031/18 DE LA COMMISSION du 3 mai 2031 relatif aux feux de port",
                Some("Règlement d’Exécution (UE) 2031/18"),
            ),
            (
                "DIRECTIVE (EU) 2031/17 of 3 May 2031 on lamps (Harbour Lamps Directive)",
                Some("Harbour Lamps Directive"),
            ),
            ("Directive 2031/17/EC on lamps (‘Directive on lamps’)", Some("Directive on lamps")),
            (
                "VERORDNUNG (EU) 2031/19 über Leuchtfeuer (Leuchtfeuer-Grundverordnung)",
                Some("Leuchtfeuer-Grundverordnung"),
            ),
            ("Directive (EU) 2031/17 on lamps (Text with EEA relevance)", Some("Directive (EU) 2031/17")),
            ("Charter of Keepers (recast)", None),
            (
                "AFRICAN UNION CONVENTION ON CYBER SECURITY AND PERSONAL DATA PROTECTION",
                Some("African Union Convention on Cyber Security and Personal Data Protection"),
            ),
            ("AU DATA POLICY FRAMEWORK", Some("AU Data Policy Framework")),
            ("Charter of Harbour Keepers", None),
            ("NIS 2", None),
            ("", None),
        ] {
            assert_eq!(short_title(title).as_deref(), short, "{title}");
        }
    }
}
