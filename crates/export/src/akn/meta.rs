//! What Akoma Ntoso wants to know about an agreement: the three FRBR levels, who made it, notes.

use super::words::Words;
use crate::xml::Xml;
use crosscut::text::lexicon::is_instrument;
use crosscut::text::{Clause, Language};
use crosscut::{Agreement, Group, Results};

/// The component of a document that is no annex.
pub(super) const MAIN: &str = "!main";

/// Who says so.
const SOURCE: &str = "#ref__crosscut";

/// How an agreement is filed: its type of document and its names in IRIs.
pub(super) struct Filing<'a> {
    agreement: &'a Agreement,
    /// `act`, `statement` or `doc`.
    pub(super) form: &'static str,
    /// What it calls itself: convention, directive …
    pub(super) name: String,
    language: Language,
    results: &'a Results,
}

impl<'a> Filing<'a> {
    /// Files an agreement: what binds, or is made of articles, is an act; what people outside of states declare is a
    /// statement; all else is a document.
    pub(super) fn of(
        agreement: &'a Agreement,
        articles: bool,
        language: Language,
        results: &'a Results,
    ) -> Self {
        let private = matches!(
            agreement.group,
            Some(Group::Business | Group::Civil | Group::Technical | Group::Multistakeholder)
        );
        let form = match agreement.binding {
            Some(true) => "act",
            None if articles => "act",
            _ if private => "statement",
            _ => "doc",
        };
        Self { agreement, form, name: name(&agreement.title), language, results }
    }

    /// The IRI of the work: `/akn/eu/act/2022/eu-nis2`.
    pub(super) fn work(&self) -> String {
        let year = self.agreement.year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
        format!("/akn/{}/{}/{year}/{}", country(self.agreement), self.form, self.agreement.id)
    }

    /// Its metadata; `component` is [`MAIN`] or that of an annex.
    pub(super) fn meta(&self, xml: &mut Xml, component: &str, words: &Words<'_>, notes: &[&Clause]) {
        xml.block("meta", &[], |xml| {
            self.identification(xml, component);
            if component == MAIN {
                xml.block("references", &[("source", SOURCE)], |xml| {
                    let body = self.agreement.body.as_deref().unwrap_or("unknown");
                    organisation(xml, "author", body);
                    organisation(xml, "crosscut", "Crosscut");
                });
            }
            if !notes.is_empty() {
                xml.block("notes", &[("source", SOURCE)], |xml| {
                    for note in notes {
                        xml.block("note", &[("eId", note.eid.as_str())], |xml| {
                            words.paragraph(xml, note, 0, &[])
                        });
                    }
                });
            }
            if component == MAIN {
                self.making(xml);
            }
        });
    }

    /// With what it was made, and from what.
    fn making(&self, xml: &mut Xml) {
        let with = concat!("crosscut ", env!("CARGO_PKG_VERSION"));
        let run = self.results.run.as_str();
        xml.block("proprietary", &[("source", SOURCE)], |xml| {
            xml.empty("crosscut:made", &[("with", with), ("run", run), ("without", super::WITHOUT)]);
            for report in self.results.documents.iter().filter(|report| report.agreement == self.agreement.id)
            {
                let source = &report.source;
                xml.empty(
                    "crosscut:input",
                    &[("file", source.file.as_str()), ("sha256", source.sha256.as_str())],
                );
            }
        });
    }

    fn identification(&self, xml: &mut Xml, component: &str) {
        let work = self.work();
        let expression = format!("{work}/{}@", self.language.three_letter_code());
        // The schema wants a day; how much of it is known is said next to it.
        let (date, named, exact) = match self.agreement.year {
            Some(year) => (format!("{year:04}-01-01"), "year", "year"),
            None => ("0001-01-01".to_owned(), "unknown", "none"),
        };
        let date = [("date", date.as_str()), ("name", named), ("crosscut:precision", exact)];
        let core = |xml: &mut Xml, uri: &str, alias: bool| {
            xml.empty("FRBRthis", &[("value", format!("{uri}{component}").as_str())]);
            xml.empty("FRBRuri", &[("value", uri)]);
            if alias {
                xml.empty("FRBRalias", &[("value", self.agreement.title.as_str()), ("name", "title")]);
            }
            xml.empty("FRBRdate", &date);
            xml.empty("FRBRauthor", &[("href", "#ref__author")]);
        };
        xml.block("identification", &[("source", SOURCE)], |xml| {
            xml.block("FRBRWork", &[], |xml| {
                core(xml, &format!("{work}/"), true);
                xml.empty("FRBRcountry", &[("value", country(self.agreement))]);
                xml.empty("FRBRsubtype", &[("value", self.name.as_str())]);
                if let Some(binding) = self.agreement.binding {
                    xml.empty("FRBRprescriptive", &[("value", if binding { "true" } else { "false" })]);
                }
            });
            xml.block("FRBRExpression", &[], |xml| {
                core(xml, &expression, false);
                xml.empty("FRBRlanguage", &[("language", self.language.three_letter_code())]);
            });
            xml.block("FRBRManifestation", &[], |xml| {
                core(xml, &format!("{expression}.xml"), false);
                xml.empty("FRBRformat", &[("value", "application/xml")]);
            });
        });
    }
}

fn organisation(xml: &mut Xml, id: &str, name: &str) {
    let slug = crosscut::text::AgreementId::slug(name);
    let href = format!("/ontology/organization/{slug}");
    xml.empty(
        "TLCOrganization",
        &[("eId", format!("ref__{id}").as_str()), ("href", href.as_str()), ("showAs", name)],
    );
}

/// What kind of instrument a title says it is; "agreement" where it does not say.
fn name(title: &str) -> String {
    // What is no law is an instrument all the same.
    const OTHERS: [&str; 5] = ["call", "guidelines", "principles", "report", "statement"];
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.find(|word| is_instrument(word) || OTHERS.contains(word)).unwrap_or("agreement").to_owned()
}

/// The part of an IRI that says where an instrument comes from; `int` for what is of no one place.
fn country(agreement: &Agreement) -> &'static str {
    let body = agreement.body.as_deref().unwrap_or("");
    let is = |text: &str| body.contains(text) || agreement.title.contains(text);
    if agreement.group == Some(Group::Un) || is("United Nations") {
        "un"
    } else if is("European Union") || is("(EU)") || is("European Parliament") {
        "eu"
    } else {
        "int"
    }
}
