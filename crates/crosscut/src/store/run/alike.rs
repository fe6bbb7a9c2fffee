//! Agreements that may be one: those that the clauses tell (`crosscut_cluster::alike`) and of which nobody has said yet whether
//! they are.

use crate::agreement::Instruments;
use crate::{Agreement, Alike};
use crosscut_cluster::Titled;
use crosscut_text::Clause;

/// Pairs of agreements that may be one, and of which the settings do not say that they are one, or two.
pub(super) fn alike(agreements: &[Agreement], clauses: &[Clause]) -> Vec<Alike> {
    let one = Instruments::of(agreements);
    let titled: Vec<Titled<'_>> = agreements
        .iter()
        .map(|agreement| Titled {
            id: &agreement.id,
            title: &agreement.title,
            instrument: one.of_agreement(&agreement.id),
        })
        .collect();
    crosscut_cluster::alike(&titled, clauses)
        .into_iter()
        .map(|pair| Alike { a: pair.a, b: pair.b, share: pair.share, translation: pair.translation })
        .filter(|alike| !alike.is_answered(agreements))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{clauses, results};
    use crosscut_text::Language;

    fn clauses_of(texts: &[(&str, [&str; 4])]) -> Vec<Clause> {
        let ids: Vec<(String, &str)> = texts
            .iter()
            .flat_map(|(name, texts)| {
                texts.iter().enumerate().map(move |(n, text)| (format!("{name}#art_{n}"), *text))
            })
            .collect();
        clauses(&ids.iter().map(|(id, text)| (id.as_str(), *text)).collect::<Vec<_>>())
    }

    const OLD: [&str; 4] = [
        "Members report incidents to the team without delay.",
        "Members train the judges of their courts every year.",
        "Members protect the networks of their harbours at night.",
        "The members meet once a year in the lighthouse.",
    ];
    const NEW: [&str; 4] = [
        "Members report incidents to the team without delay.",
        "Members train the judges of their courts every second year.",
        "Members protect the networks of their harbours by day and at night.",
        "A fund is set up for all who keep bees.",
    ];
    const OTHER: [&str; 4] = [
        "Boats carry lamps while they are at sea.",
        "Nobody catches herring in the spring.",
        "The wardens feed the seals of the bay.",
        "The members meet once a year in the lighthouse.",
    ];

    #[test]
    fn nearly_the_same_is_noticed_until_it_is_said_which_is_which() {
        let clauses = clauses_of(&[("old", OLD), ("new", NEW), ("other", OTHER)]);
        let mut agreements = results(clauses.clone(), Vec::new()).agreements;
        let found = alike(&agreements, &clauses);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].a.as_str(), found[0].b.as_str(), found[0].translation), ("new", "old", false));
        agreements[0].distinct_from = vec![agreements[1].id.clone()];
        assert_eq!(alike(&agreements, &clauses), [], "they were said to be two");
        agreements[0].distinct_from.clear();
        agreements[0].edition_of = Some(agreements[1].id.clone());
        assert_eq!(alike(&agreements, &clauses), []);
    }

    #[test]
    fn a_translation_is_noticed_by_its_articles_or_by_the_lengths_of_its_paragraphs() {
        let study = |address: &str, lengths: [&[usize]; 2]| {
            let rows: Vec<(String, String)> = ["call", "appel"]
                .into_iter()
                .zip(lengths)
                .flat_map(|(name, lengths)| {
                    let word = if name == "call" { "ships " } else { "navire " };
                    lengths
                        .iter()
                        .enumerate()
                        .map(move |(n, length)| (format!("{name}#{address}_{n}"), word.repeat(*length)))
                })
                .collect();
            let rows: Vec<(&str, &str)> =
                rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            let mut clauses = clauses(&rows);
            clauses
                .iter_mut()
                .filter(|c| c.agreement.as_str() == "appel")
                .for_each(|c| c.language = Language::French);
            let agreements = results(clauses.clone(), Vec::new()).agreements;
            alike(&agreements, &clauses).iter().map(|found| found.translation).collect::<Vec<bool>>()
        };
        let (long, same) =
            ([3, 9, 2, 7, 30, 4, 12, 5, 3, 18, 6, 2], [4, 11, 2, 8, 33, 6, 13, 5, 4, 22, 8, 3]);
        let other = [9, 2, 7, 3, 2, 30, 4, 12, 18, 3, 2, 6];
        assert_eq!(study("para", [&long, &same]), [true]);
        assert!(study("para", [&long, &other]).is_empty());
        assert!(study("para", [&long[..8], &same[..8]]).is_empty(), "too few to tell");
        assert!(study("para_1__sent", [&long, &same]).is_empty(), "one paragraph is too little");
        assert_eq!(study("art", [&long, &other]), [true], "articles are numbered alike");
    }

    #[test]
    fn a_successor_is_noticed_by_its_title_where_it_says_much_anew() {
        let clauses = clauses_of(&[("old", OLD), ("other", OTHER)]);
        let mut agreements = results(clauses.clone(), Vec::new()).agreements;
        assert_eq!(alike(&agreements, &clauses), [], "one clause in common is no edition");
        agreements[0].title = "Third Joint Statement of the Harbour Initiative, 2023".into();
        agreements[1].title = "Joint Statement of the Harbour Initiative 2022".into();
        assert_eq!(alike(&agreements, &clauses).len(), 1);
    }
}
