//! A name for narrow columns, made of the title that a document gives itself.

use crosscut_text::{Analyzer, Language};

/// The number of an act is looked for in so many words of its title.
const NUMBERED: usize = 6;
/// Fewer letters than this, in capitals, are an abbreviation: "EU".
const WORD: usize = 4;

/// "Regulation (EU) 2016/679" of "REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL": an act is known
/// by its number, and what is written in capitals is set as other titles are. `None` where the title will do.
pub(crate) fn short_title(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let number = words.iter().take(NUMBERED).position(|word| is_number(word));
    let kept = number.filter(|at| *at > 0).map_or(&words[..], |at| &words[..=at]);
    let short = match is_capitals(&kept.join(" ")) {
        true => calm(kept, &Analyzer::new(Language::detect(&title.to_lowercase()))),
        false => kept.join(" "),
    };
    let short = short.trim_end_matches([',', ';', ':']).to_owned();
    (short != title).then_some(short)
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
            let mut began = false;
            let set = |c: char| {
                let first = c.is_alphabetic() && !began;
                began |= first;
                if first { c } else { c.to_lowercase().next().unwrap_or(c) }
            };
            word.chars().map(set).collect()
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
