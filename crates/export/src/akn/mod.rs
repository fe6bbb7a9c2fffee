//! Akoma Ntoso 3.0 (OASIS LegalDocML): one XML document an agreement, every clause an element with its eid.
//!
//! `tree` hangs the clauses from each other and sorts them into preface, preamble, body, conclusions and attachments;
//! `body` writes the elements, `table` those of tables, `words` the running text with its links, `notes` the places of footnotes, `meta` what is known about the agreement.

mod body;
mod meta;
mod notes;
mod table;
mod tree;
mod words;

use crate::references::resolver;
use crate::xml::Xml;
use crosscut::Results;
use crosscut::text::{AgreementId, Clause, ClauseKind, Language};
use meta::Filing;
use notes::Notes;
use std::collections::BTreeMap;
use tree::{Part, Unit};
use words::Words;

/// The name space of Akoma Ntoso 3.0.
const AKN_NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// The name space of what Akoma Ntoso has no word for: how exact a date is, with what a document was made.
const OWN_NAMESPACE: &str = "urn:crosscut:akn:1";

/// What the documents leave out.
pub(crate) const WITHOUT: &str = "decisions, candidates, pages";

/// Every agreement of the results as an Akoma Ntoso document, by agreement id. All words of its clauses come once, in the
/// order of the text, notes where their mark is or in the metadata; the same results give the same bytes.
pub fn akn(results: &Results) -> Vec<(AgreementId, String)> {
    let resolver = resolver(&results.agreements, &results.clauses);
    let mut by_agreement: BTreeMap<&AgreementId, Vec<&Clause>> = BTreeMap::new();
    for clause in &results.clauses {
        by_agreement.entry(&clause.agreement).or_default().push(clause);
    }
    let filing = |agreement: &AgreementId| {
        let clauses = by_agreement.get(&agreement).map_or(&[][..], Vec::as_slice);
        let known = results.agreements.iter().find(|known| known.id == *agreement);
        let articles = clauses.iter().any(|clause| clause.eid.as_str().starts_with("art_"));
        known.map(|known| Filing::of(known, articles, main_language(clauses), results))
    };
    let works: BTreeMap<AgreementId, String> =
        by_agreement.keys().filter_map(|id| Some(((*id).clone(), filing(id)?.work()))).collect();
    let document = |(id, clauses): (&&AgreementId, &Vec<&Clause>)| {
        let language = main_language(clauses);
        let (notes, text): (Vec<&Clause>, Vec<&Clause>) =
            clauses.iter().copied().partition(|clause| clause.kind == ClauseKind::Note);
        let notes = Notes::of(&text, &notes);
        let words = Words { resolver: &resolver, works: &works, language, notes };
        Some(((*id).clone(), document(&filing(id)?, &words, &text)))
    };
    by_agreement.iter().filter_map(document).collect()
}

/// The language of most of the text.
fn main_language(clauses: &[&Clause]) -> Language {
    let mut bytes: BTreeMap<Language, usize> = BTreeMap::new();
    for clause in clauses {
        *bytes.entry(clause.language).or_default() += clause.text.len();
    }
    bytes.into_iter().max_by_key(|(_, bytes)| *bytes).map_or(Language::Undetermined, |(language, _)| language)
}

fn document(filing: &Filing<'_>, words: &Words<'_>, text: &[&Clause]) -> String {
    let units = tree::grow(text);
    let parts = tree::parts(&units);
    let of = |part: Part| -> Vec<&Unit<'_>> {
        units.iter().zip(&parts).filter(|(_, own)| **own == part).map(|(unit, _)| unit).collect()
    };
    let mut xml = Xml::new();
    xml.block("akomaNtoso", &[("xmlns", AKN_NAMESPACE), ("xmlns:crosscut", OWN_NAMESPACE)], |xml| {
        xml.block(filing.form, &[("name", filing.name.as_str())], |xml| {
            filing.meta(xml, meta::MAIN, words, &words.notes.loose);
            let preface = of(Part::Preface);
            if !preface.is_empty() {
                xml.block("preface", &[], |xml| preface.iter().for_each(|unit| words.preface(xml, unit)));
            }
            let preamble = of(Part::Preamble);
            if !preamble.is_empty() {
                xml.block("preamble", &[], |xml| words.preamble(xml, &preamble));
            }
            let name = if filing.form == "act" { "body" } else { "mainBody" };
            xml.block(name, &[], |xml| {
                let body = of(Part::Body);
                words.units(xml, body.iter().copied());
                if body.is_empty() {
                    xml.empty("hcontainer", &[("name", "empty")]);
                }
            });
            let conclusions = of(Part::Conclusions);
            if !conclusions.is_empty() {
                xml.block("conclusions", &[], |xml| {
                    conclusions.iter().for_each(|unit| words.flat(xml, unit))
                });
            }
            attachments(xml, filing, words, &of(Part::Attachments));
        });
    });
    xml.finish()
}

/// The annexes: each a document of its own; units that are no annex stay with the one before.
fn attachments(xml: &mut Xml, filing: &Filing<'_>, words: &Words<'_>, units: &[&Unit<'_>]) {
    if units.is_empty() {
        return;
    }
    let is_annex = |unit: &Unit<'_>| unit.eid.starts_with("annex") && unit.clause.is_some_and(is_heading);
    xml.block("attachments", &[], |xml| {
        let mut at = 0;
        while at < units.len() {
            let annex = Some(units[at]).filter(|unit| is_annex(unit));
            let rest = &units[at + usize::from(annex.is_some())..];
            let stray = rest.iter().take_while(|unit| !is_annex(unit)).count();
            let eid = annex.map_or_else(|| "attachment".to_owned(), |unit| unit.eid.clone());
            xml.block("attachment", &[("eId", eid.as_str())], |xml| {
                if let Some(annex) = annex {
                    words.annex_title(xml, annex);
                }
                xml.block("doc", &[("name", "annex")], |xml| {
                    filing.meta(xml, &format!("!{eid}"), words, &[]);
                    xml.block("mainBody", &[], |xml| {
                        let own = annex.into_iter().flat_map(|annex| &annex.children);
                        let all: Vec<&Unit<'_>> = own.chain(rest[..stray].iter().copied()).collect();
                        words.units(xml, all.iter().copied());
                        if all.is_empty() {
                            xml.empty("p", &[]);
                        }
                    });
                });
            });
            at += stray + usize::from(annex.is_some());
        }
    });
}

fn is_heading(clause: &Clause) -> bool {
    clause.kind == ClauseKind::Heading
}
