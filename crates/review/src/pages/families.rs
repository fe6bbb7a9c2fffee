//! Candidates of one subject together, each family a table: what belongs together is seen, named, merged and decided at once.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{plain, url};
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::told::reasons;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, Reason};
use crosscut::findings::Order;
use crosscut::text::Language;
use crosscut::text::form::form_words;
use crosscut::words::brief;
use crosscut::{Candidate, Choice, Tier};
use std::collections::BTreeMap;

/// Fewer candidates than this are no family.
const FEWEST: usize = 3;
/// A word that more than this share of all candidates has is no subject.
const COMMON: f32 = 0.2;
/// Families on the page.
const MOST: usize = 40;

#[derive(Template)]
#[template(path = "families.html")]
struct Page {
    shell: Shell,
    families: Vec<Family>,
    /// Candidates that are in none of them.
    others: usize,
    reasons: Vec<(&'static str, &'static str)>,
}

struct Family {
    subject: String,
    lines: Vec<Line>,
    open: bool,
}

struct Line {
    id: String,
    name: String,
    href: String,
    clauses: usize,
    agreements: usize,
    brief: String,
}

pub(super) fn families(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let mut queue: Vec<&Candidate> =
        desk.queue(Order::Best).iter().map(|&place| &desk.results.candidates[place]).collect();
    // The list first: with all that comes behind it, a family would be as long as the queue.
    if queue.iter().any(|candidate| candidate.tier == Tier::Listed) {
        queue.retain(|candidate| candidate.tier == Tier::Listed);
    }
    let words: Vec<&[String]> = queue.iter().map(|candidate| &candidate.terms[..]).collect();
    let groups = grouped(&words);
    let shown: usize = groups.iter().take(MOST).map(|(_, members)| members.len()).sum();
    // The family in which something was just decided stays open.
    let open = fields.one("open");
    let family = |(at, (subject, members)): (usize, (String, Vec<usize>))| Family {
        open: if open.is_empty() { at == 0 } else { open == subject },
        lines: members.iter().map(|&at| line(queue[at])).collect(),
        subject: plain(&subject),
    };
    Ok(render(&Page {
        others: queue.len() - shown,
        families: groups.into_iter().take(MOST).enumerate().map(family).collect(),
        reasons: reasons(),
        shell: Shell::new(desk, "Candidates by subject", Here::Queue).done(desk, fields.one("done")),
    }))
}

fn line(candidate: &Candidate) -> Line {
    Line {
        id: candidate.id.clone(),
        name: plain(&candidate.label),
        href: links::candidate(&candidate.id, Order::Best),
        clauses: candidate.members.len(),
        agreements: candidate.agreements.len(),
        brief: brief(candidate),
    }
}

/// Families by the word that most of those that are left have in common, in the order of their first candidates, which come
/// in the order of the queue.
fn grouped(words: &[&[String]]) -> Vec<(String, Vec<usize>)> {
    let most = ((words.len() as f32 * COMMON) as usize).max(FEWEST);
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, words) in words.iter().enumerate() {
        let subjects = words.iter().filter(|word| is_subject(word));
        subjects.for_each(|word| holders.entry(word).or_default().push(at));
    }
    holders.retain(|_, held| (FEWEST..=most).contains(&held.len()));
    let mut families: Vec<(String, Vec<usize>)> = Vec::new();
    // Of words that as many have, the one that the earliest of them has, and then by the alphabet.
    while let Some((subject, members)) =
        holders.iter().rev().max_by_key(|(_, held)| (held.len(), std::cmp::Reverse(held.first().copied())))
    {
        let (subject, members) = ((*subject).to_owned(), members.clone());
        for held in holders.values_mut() {
            held.retain(|at| !members.contains(at));
        }
        holders.retain(|_, held| held.len() >= FEWEST);
        families.push((subject, members));
    }
    families.sort_by_key(|(_, members)| members.first().copied());
    families
}

/// Whether a word may tell what candidates are about, and not only that something is to be done: "ensure", "another".
fn is_subject(word: &str) -> bool {
    const TONGUES: [Language; 7] = [
        Language::English,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::German,
        Language::Russian,
        Language::Arabic,
    ];
    let mut tongues = TONGUES.into_iter().filter_map(form_words);
    !tongues.any(|words| words.is_plain_verb(word) || words.is_pronoun(word))
}

/// Several candidates of the page at once, as one action that one undo takes back.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let chosen = fields.all("candidate");
    if chosen.is_empty() {
        return Err(Fault::Wrong("Tick the candidates first.".into()));
    }
    let choice = desk.choice_with(fields.has("both"));
    let mut all = Vec::new();
    match fields.one("act") {
        "merge" => all = merged(desk, &choice, fields, &chosen)?,
        "confirm" => {
            for id in &chosen {
                all.extend(choice.confirm(id, named(desk, fields, id).as_deref(), &[])?);
            }
        }
        "reject" => {
            let reason = Reason::from_name(fields.one("reason")).unwrap_or(Reason::Other);
            for id in &chosen {
                all.extend(choice.reject(id, reason, None)?);
            }
        }
        "defer" => {
            for id in &chosen {
                all.push(choice.defer(id)?);
            }
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    }
    let event = desk.save(all, None)?.to_string();
    Ok(go(&url("/families", &[("open", &subject(fields, &chosen)), ("done", &event)])))
}

/// The name that was typed for a candidate, where it is another one.
fn named(desk: &Desk<'_>, fields: &Fields, id: &str) -> Option<String> {
    let label = desk.candidate(id).map(|candidate| plain(&candidate.label));
    let typed = fields.filled(&format!("name:{id}")).map(str::to_owned);
    typed.filter(|typed| Some(typed) != label.as_ref())
}

/// The family of the first ticked candidate.
fn subject(fields: &Fields, chosen: &[String]) -> String {
    chosen.first().map(|id| fields.one(&format!("of:{id}")).to_owned()).unwrap_or_default()
}

/// One element of all of them, with the name of the first.
fn merged(
    desk: &Desk<'_>,
    choice: &Choice<'_>,
    fields: &Fields,
    chosen: &[String],
) -> Result<Vec<Decision>, Fault> {
    let [first, others @ ..] = chosen else { return Ok(Vec::new()) };
    if others.is_empty() {
        return Err(Fault::Wrong("Tick two candidates at least to merge them.".into()));
    }
    let mut all = choice.confirm(first, named(desk, fields, first).as_deref(), &[])?;
    let element = all.iter().find_map(|decision| match decision {
        Decision::Confirm { element, .. } | Decision::Add { element, .. } => Some(*element),
        _ => None,
    });
    let clauses: Vec<String> = others
        .iter()
        .filter_map(|id| desk.candidate(id))
        .flat_map(|candidate| candidate.members.iter().map(|member| member.clause.to_string()))
        .collect();
    if let Some(element) = element {
        all.push(Decision::Add { element, clauses: choice.clauses(&clauses)? });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_share_a_word_that_is_not_everybodys() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
        let mut all: Vec<Vec<String>> =
            ["a common", "b x common", "x b common", "x c common", "c d", "b c e f"]
                .into_iter()
                .map(words)
                .collect();
        all.extend((0..9).map(|at| vec!["common".to_owned(), format!("w{at}")]));
        let all: Vec<&[String]> = all.iter().map(Vec::as_slice).collect();
        let families = grouped(&all);
        let told: Vec<(&str, &[usize])> =
            families.iter().map(|(subject, members)| (subject.as_str(), &members[..])).collect();
        assert_eq!(
            told,
            [("b", &[1, 2, 5][..])],
            "of two as large that begin alike, the first of the alphabet"
        );
        assert!(grouped(&[]).is_empty());
        assert!(
            is_subject("protection")
                && is_subject("lamps")
                && !is_subject("ensure")
                && !is_subject("another")
        );
    }
}
