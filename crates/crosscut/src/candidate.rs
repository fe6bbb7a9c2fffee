//! Sets of clauses that a person decides on.

use crate::Alike;
use crate::agreement::Instruments;
use crosscut_cluster::Proposal;
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Language};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A set of clauses proposed as one element.
///
/// ```
/// use crosscut::{Agreement, Input, Settings, analyse, text::AgreementId};
/// let input = |name: &str, text: &str| Input {
///     agreement: Agreement::named(AgreementId::slug(name), name),
///     file: format!("{name}.txt"),
///     bytes: text.as_bytes().to_vec(),
/// };
/// let a = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
/// let b = "Article 7\n\nOperators report significant incidents to the authority without delay.\n";
/// let (results, _) = analyse(&[input("a", a), input("b", b)], &Settings::default());
/// let candidate = &results.candidates[0];
/// assert_eq!(candidate.agreements.len(), 2);
/// assert!(candidate.members.iter().any(|member| member.clause.as_str().starts_with("b#art_7")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Derived from its members: the same set of clauses has the same id on every run.
    pub id: String,
    /// Reads like an element's name.
    pub label: String,
    /// Words that its clauses share, strongest first.
    pub terms: Vec<String>,
    /// Worth of a decision on it, 0 to 1.
    pub score: f32,
    /// Why it was suggested, in one sentence.
    pub why: String,
    /// Agreements of its members, sorted; of translations and editions the one that they are of.
    pub agreements: Vec<AgreementId>,
    /// What it asks, in one line, in the words of a clause at its centre.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asks: String,
    /// Where in the list it is.
    #[serde(default)]
    pub tier: Tier,
    /// Why it is set aside, where its tier is [`Tier::Formal`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Chance that its clauses ask something of someone, 0 to 1.
    #[serde(default)]
    pub substance: f32,
    /// Cells that it probably adds to what the candidates before it show.
    #[serde(default)]
    pub adds: f32,
    /// Its agreements are nearly one text, and nobody has said yet whether they are one agreement: it goes last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_text: bool,
    /// Its clauses, most central first.
    pub members: Vec<Member>,
}

impl Candidate {
    /// New cells that a decision on it brings, on average.
    pub fn promises(&self) -> f32 {
        self.score * self.adds
    }

    /// How alike its clauses are: the mean over its members, 0 to 1.
    pub fn similarity(&self) -> f32 {
        let sum: f32 = self.members.iter().map(|member| member.similarity).sum();
        sum / self.members.len().max(1) as f32
    }
}

/// The parts of the list of candidates, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Worth a decision: it probably shows cells that none before it does.
    #[default]
    Listed,
    /// Behind: less sure, or another view of what is listed.
    Further,
    /// Its clauses ask nothing of anyone: set aside as form, never dropped.
    Formal,
}

/// Why a candidate is set aside as form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Form {
    /// About the instrument itself, or about meetings and their papers.
    Instrument,
    /// The same sentence in nearly all agreements.
    Recurring,
    /// Nothing in it to decide.
    Empty,
}

/// Two groups of clauses that become one: places in the results' clauses, and how alike the groups are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Join(pub usize, pub usize, pub f32);

/// All that one look for candidates gives: `.crosscut/candidates.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Proposed {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) outliers: Vec<Outlier>,
    /// The merge tree, most alike first: granularity without looking again.
    #[serde(default)]
    pub(crate) tree: Vec<Join>,
    /// Pairs of agreements that may be one.
    #[serde(default)]
    pub(crate) alike: Vec<Alike>,
}

/// [`Proposed`] as it is written, without a copy of what is large.
#[cfg(feature = "study")]
#[derive(Serialize)]
pub(crate) struct ProposedRef<'r> {
    pub(crate) candidates: &'r [Candidate],
    pub(crate) outliers: &'r [Outlier],
    pub(crate) tree: &'r [Join],
    pub(crate) alike: &'r [Alike],
}

/// A clause of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Likeness to the rest of the candidate, 0 to 1.
    pub similarity: f32,
    /// The member before it that says the same, word for word: read once, counted for both agreements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<ClauseId>,
}

/// A commitment found in one agreement only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outlier {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Distance from everything in other agreements, 0 to 1.
    pub distinctness: f32,
    /// The nearest clause of another agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<ClauseId>,
}

/// Gives what was proposed over `clauses` the names that last: clause ids, and ids of candidates made from them.
pub(crate) fn proposed_of(clauses: &[Clause], proposal: Proposal, one: &Instruments) -> Proposed {
    let outliers = proposal.outliers.iter().map(|outlier| Outlier {
        clause: clauses[outlier.clause].id.clone(),
        agreement: clauses[outlier.clause].agreement.clone(),
        distinctness: outlier.distinctness,
        nearest: outlier.nearest.map(|nearest| clauses[nearest].id.clone()),
    });
    let mut candidates: Vec<Candidate> =
        proposal.candidates.into_iter().map(|candidate| candidate_of(clauses, candidate, one)).collect();
    // One text that is there twice shares everything with itself, and would fill the first page with it.
    candidates.sort_by_key(|candidate| (candidate.tier, candidate.one_text));
    Proposed {
        candidates,
        outliers: outliers.collect(),
        tree: proposal.tree.iter().map(|join| Join(join.a, join.b, join.height)).collect(),
        alike: Vec::new(),
    }
}

fn candidate_of(clauses: &[Clause], candidate: crosscut_cluster::Candidate, one: &Instruments) -> Candidate {
    let members: Vec<Member> = candidate
        .members
        .iter()
        .map(|member| Member {
            clause: clauses[member.clause].id.clone(),
            agreement: clauses[member.clause].agreement.clone(),
            similarity: member.similarity,
            same_as: member.same_as.map(|same| clauses[same].id.clone()),
        })
        .collect();
    let mut agreements: Vec<AgreementId> =
        members.iter().map(|member| one.of_agreement(&member.agreement).clone()).collect();
    agreements.sort();
    agreements.dedup();
    Candidate {
        id: candidate_id(members.iter().map(|member| &member.clause)),
        label: candidate.label,
        terms: candidate.terms,
        score: candidate.score,
        why: candidate.why,
        one_text: one.are_nearly_one(&agreements),
        agreements,
        asks: candidate.asks,
        tier: match candidate.tier {
            crosscut_cluster::Tier::Listed => Tier::Listed,
            crosscut_cluster::Tier::Further => Tier::Further,
            crosscut_cluster::Tier::Formal => Tier::Formal,
        },
        form: candidate.form.map(|form| match form {
            crosscut_cluster::Form::Recurring => Form::Recurring,
            crosscut_cluster::Form::Empty => Form::Empty,
            _ => Form::Instrument,
        }),
        substance: candidate.substance,
        adds: candidate.adds,
        members,
    }
}

/// Candidates from the merge tree of an earlier look over the same `clauses`, cut at another granularity: from 0 (few,
/// broad candidates) to 1 (many, narrow ones). Nothing is compared again; every clause is in one of them at most.
///
/// ```
/// # use crosscut::{Agreement, Input, Settings, analyse, regroup, text::AgreementId};
/// # let input = |name: &str, text: &str| Input {
/// #     agreement: Agreement::named(AgreementId::slug(name), name),
/// #     file: format!("{name}.txt"),
/// #     bytes: text.as_bytes().to_vec(),
/// # };
/// # let a = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
/// # let b = "Article 7\n\nOperators report significant incidents to the authority without delay.\n";
/// # let inputs = [input("a", a), input("b", b)];
/// let (results, _) = analyse(&inputs, &Settings::default());
/// let broad = regroup(&results.clauses, &results.tree, 0.0);
/// let narrow = regroup(&results.clauses, &results.tree, 1.0);
/// assert!(broad.len() <= narrow.len() || broad[0].members.len() >= narrow[0].members.len());
/// ```
pub fn regroup(clauses: &[Clause], tree: &[Join], granularity: f32) -> Vec<Candidate> {
    let known = |join: &&Join| join.0 < clauses.len() && join.1 < clauses.len();
    let join = |join: &Join| crosscut_cluster::Join { a: join.0, b: join.1, height: join.2 };
    let tree: Vec<crosscut_cluster::Join> = tree.iter().filter(known).map(join).collect();
    let groups =
        crosscut_cluster::regroup(crosscut_cluster::Compared::new(clauses, None), &tree, granularity);
    groups.into_iter().map(|group| candidate_of(clauses, group, &Instruments::default())).collect()
}

/// What stands in the way of good candidates, in sentences for people: too few agreements or clauses, clauses that
/// all say the same, no language that is known. Empty where nothing does.
///
/// ```
/// let line = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report incidents."}"#;
/// let clauses = crosscut::parse_clauses("clauses.jsonl", line)?.clauses;
/// assert!(crosscut::cautions(&clauses)[0].starts_with("only one agreement"));
/// # Ok::<(), crosscut::Error>(())
/// ```
pub fn cautions(clauses: &[Clause]) -> Vec<String> {
    const FEW: usize = 10;
    let compared: Vec<&Clause> = clauses
        .iter()
        .filter(|clause| !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note))
        .collect();
    let agreements: BTreeSet<&AgreementId> = compared.iter().map(|clause| &clause.agreement).collect();
    let texts: BTreeSet<&str> = compared.iter().map(|clause| clause.text.trim()).collect();
    let mut cautions = Vec::new();
    match agreements.len() {
        0 => cautions.push("no clauses: nothing to compare".to_owned()),
        1 => cautions.push("only one agreement: candidates need clauses from at least two".to_owned()),
        _ if texts.len() == 1 => {
            cautions.push("all clauses are identical: a candidate of them shows no more than that".to_owned())
        }
        _ if compared.len() < FEW => cautions.push(format!(
            "only {} clauses beside headings and notes: candidates from so few are unreliable",
            compared.len()
        )),
        _ => {}
    }
    if !compared.is_empty() && compared.iter().all(|clause| clause.language == Language::Undetermined) {
        cautions
            .push("no clause is in a supported language: words are compared exactly as written".to_owned());
    }
    cautions
}

/// The id of a set of clauses, whatever their order.
pub(crate) fn candidate_id<'a>(clauses: impl Iterator<Item = &'a ClauseId>) -> String {
    let mut ids: Vec<&str> = clauses.map(ClauseId::as_str).collect();
    ids.sort_unstable();
    format!("c-{}", &crate::hash::sha256(ids.join("\n").as_bytes())[..12])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ready::parse_clauses;

    fn clauses(texts: &[(&str, &str)]) -> Vec<Clause> {
        let line = |(place, (agreement, text)): (usize, &(&str, &str))| {
            format!(
                "{{\"id\": \"{agreement}#{place}\", \"agreement\": \"{agreement}\", \"text\": \"{text}\"}}\n"
            )
        };
        parse_clauses("c", &texts.iter().enumerate().map(line).collect::<String>()).unwrap().clauses
    }

    #[test]
    fn input_that_cannot_give_candidates_is_told_in_words() {
        let told = |texts: &[(&str, &str)]| cautions(&clauses(texts)).join("\n");
        assert!(told(&[]).starts_with("no clauses"));
        assert!(told(&[("a", "Each Party shall report incidents.")]).starts_with("only one agreement"));
        let same = [("a", "States cooperate against crime."), ("b", "States cooperate against crime.")];
        assert!(told(&same).starts_with("all clauses are identical"));
        let few = [("a", "States cooperate against crime."), ("b", "Keys are kept apart from the data.")];
        assert!(told(&few).starts_with("only 2 clauses"));
        assert!(told(&[("a", "1 2 3"), ("b", "4 5 6")]).contains("no clause is in a supported language"));
        let many: Vec<(&str, String)> = (0..12)
            .map(|n| {
                (
                    ["a", "b"][n % 2],
                    format!("Each Party shall report incidents of kind {n} to its authority."),
                )
            })
            .collect();
        let many: Vec<(&str, &str)> =
            many.iter().map(|(agreement, text)| (*agreement, text.as_str())).collect();
        assert_eq!(told(&many), "");
    }

    #[test]
    fn the_tree_gives_fewer_and_broader_candidates_without_another_look() {
        let clauses = clauses(&[
            ("a", "Each Party shall report serious incidents to the response team without delay."),
            ("a", "The Parties protect the personal data of users and their privacy."),
            ("b", "Operators report an incident to the response team within one day."),
            ("b", "Personal data of users is protected, and their privacy respected."),
            ("c", "Serious incidents are reported to the response team of the sector."),
            ("c", "We protect privacy and the personal data of our users."),
        ]);
        let proposal = crosscut_cluster::propose(
            crosscut_cluster::Compared::new(&clauses, None),
            &Default::default(),
            &Default::default(),
        );
        let proposed = proposed_of(&clauses, proposal, &Instruments::default());
        let largest = |granularity: f32| {
            let found = regroup(&clauses, &proposed.tree, granularity);
            found.iter().map(|candidate| candidate.members.len()).max().unwrap_or_default()
        };
        assert!(largest(0.0) >= largest(0.5) && largest(0.5) >= largest(1.0));
        assert_eq!(largest(0.5), 3);
        let stored = serde_json::to_string(&proposed).unwrap();
        assert_eq!(serde_json::from_str::<Proposed>(&stored).unwrap(), proposed);
    }
}
