//! Clauses that say the same but for the numbers of the articles that they refer to: both members of a candidate, read
//! once. Any other difference, were it one word, may be what matters.

use crate::Member;
use crosscut_text::Clause;
use crosscut_text::lexicon::is_pointer;
use rustc_hash::FxHashMap;

/// The words of a text in lower case, without punctuation, without the mark of its list, and without the numbers of what
/// it refers to; `None` for less than `least` words.
pub(crate) fn wording(text: &str, least: usize) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let is_mark = |word: &String| word.chars().count() == 1 || word.bytes().all(|b| b.is_ascii_digit());
    let words = if words.first().is_some_and(is_mark) { &words[1..] } else { &words[..] };
    if words.len() < least {
        return None;
    }
    let mut said: Vec<&str> = Vec::with_capacity(words.len());
    let mut refers = false;
    for word in words {
        refers = is_pointer(word) || (refers && is_mark(word));
        if !refers || !is_mark(word) {
            said.push(word);
        }
    }
    Some(said.join(" "))
}

/// Marks members that say what one before them says.
pub(crate) fn fold(clauses: &[Option<String>], members: &mut [Member]) {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for member in members {
        let Some(words) = clauses[member.clause].as_deref() else { continue };
        let said = *first.entry(words).or_insert(member.clause);
        member.same_as = Some(said).filter(|&said| said != member.clause);
    }
}

/// The wordings of all clauses.
pub(crate) fn wordings(clauses: &[Clause], least: usize) -> Vec<Option<String>> {
    use rayon::prelude::*;
    clauses.par_iter().map(|clause| wording(&clause.text, least)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_reference_leads_is_no_difference_and_a_term_of_days_is() {
        let same = |a: &str, b: &str| wording(a, 4) == wording(b, 4);
        let procedure = "The plan is adopted by the procedure of Article 93(2).";
        assert!(same(procedure, "The plan is adopted by the procedure of Article 7."));
        assert!(!same(procedure, "The plan is adopted by the procedure of Annex 7."));
        assert!(!same("A report follows within 24 hours.", "A report follows within 72 hours."));
        assert!(!same(
            "A report under article 3 follows in 24 hours.",
            "A report under article 3 follows in 72 hours."
        ));
    }

    #[test]
    fn punctuation_capitals_and_marks_are_no_difference_and_every_word_is() {
        let texts = [
            "1. Each Party shall report incidents;",
            "(b) each party shall report incidents",
            "Each Party shall report serious incidents.",
            "Each Party",
            "each party",
            "Each Party shall report incidents",
        ];
        let wordings: Vec<Option<String>> = texts.iter().map(|text| wording(text, 4)).collect();
        let mut members: Vec<Member> =
            [5, 2, 0, 3, 4, 1].iter().map(|&clause| Member { clause, ..Member::default() }).collect();
        fold(&wordings, &mut members);
        let said: Vec<Option<usize>> = members.iter().map(|member| member.same_as).collect();
        assert_eq!(said, [None, None, Some(5), None, None, Some(5)]);
    }
}
