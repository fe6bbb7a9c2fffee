//! The names by which texts cite agreements: registered numbers, titles, short titles.

use super::words::registered;
use crate::AgreementId;
use std::collections::BTreeMap;

/// Which agreement a name means. A name that several agreements claim means none.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// By the first word, the longest name first.
    titles: BTreeMap<String, Vec<(String, Option<AgreementId>)>>,
    /// By registered number: "2022/2555", "ets 185".
    numbers: BTreeMap<String, Option<AgreementId>>,
}

impl Names {
    /// Adds a title or short title; one word alone does not count as a name ("Charter") unless it is an acronym with a digit.
    pub(super) fn add(&mut self, agreement: &AgreementId, name: &str) {
        let name = name.trim();
        self.add_number(agreement, name);
        let words = name.split_whitespace().count();
        let Some(first) = name.split_whitespace().next() else { return };
        if words < 2 && !(name.len() >= 4 && name.contains(|c: char| c.is_ascii_digit())) {
            return;
        }
        let names = self.titles.entry(first.to_owned()).or_default();
        match names.iter_mut().find(|(other, _)| other == name) {
            Some((_, meant)) if meant.as_ref() != Some(agreement) => *meant = None,
            Some(_) => {}
            None => names.push((name.to_owned(), Some(agreement.clone()))),
        }
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }

    /// Adds the registered number that a title begins with; those after it are of other acts ("… repealing …").
    pub(super) fn add_number(&mut self, agreement: &AgreementId, title: &str) {
        let mut at = 0;
        while let Some(rest) = title.get(at..) {
            if let Some((number, _)) = registered(rest) {
                let meant = self.numbers.entry(number).or_insert_with(|| Some(agreement.clone()));
                if meant.as_ref() != Some(agreement) {
                    *meant = None;
                }
                return;
            }
            let Some(next) = rest.find(' ').filter(|next| at + next < 80) else { return };
            at += next + 1;
        }
    }

    /// The agreement whose name or number a text starts with, "the" left out, and the length of the name.
    pub(super) fn at(&self, text: &str) -> Option<(AgreementId, usize)> {
        let bare = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
        let article = text.len() - bare.len();
        if let Some((number, length)) = registered(bare)
            && let Some(agreement) = self.numbers.get(&number)
        {
            return agreement.clone().map(|agreement| (agreement, article + length));
        }
        let first = bare.split(char::is_whitespace).next()?;
        let first = first.trim_end_matches([',', ';', '.', ')', ':']);
        let names = self.titles.get(first)?;
        let (name, agreement) = names.iter().find(|(name, _)| {
            let after = bare.strip_prefix(name.as_str());
            after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })?;
        agreement.clone().map(|agreement| (agreement, article + name.len()))
    }
}
