//! Worlds of documents with clauses labelled by rule: form or substance. What is learned on some is judged on another.

use crate::bars::read;
use crosscut::text::{Clause, ClauseKind};
use crosscut::{Agreement, Candidate, Input, Member, Options, Tier, text::AgreementId};
use crosscut_cluster::{Compared, FeatureRow, form_rows};
use crosscut_evaluate::{Column, Labels, parse_gold};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Clauses of one kind of documents.
pub(crate) struct World {
    pub(crate) name: &'static str,
    pub(crate) clauses: Vec<Clause>,
    /// Gold over them, where there is any.
    pub(crate) labels: Option<Labels>,
    /// Its elements that are form and no commitment.
    pub(crate) form: &'static [&'static str],
    /// Whether each clause asks something of someone; none where the rule does not tell.
    told: Vec<Option<bool>>,
}

/// Gold elements that are form and no commitment.
const CYBER_FORM: &[&str] = &["definitions", "final-clauses"];
const TRADE_FORM: &[&str] = &[
    "accession",
    "amendments",
    "annexes form part",
    "authentic texts",
    "depositary",
    "entry into force",
    "evolutionary clause",
    "termination/withdrawal",
    "territorial application",
];
const CONTRACT_FORM: &[&str] = &["Expiration Date", "Governing Law", "Renewal Term"];

/// Parts of headings of articles that are form, in the languages of the documents at hand.
const FORM_HEADINGS: &[&str] = &[
    "accession",
    "addressee",
    "adhésion",
    "amendment",
    "authentic",
    "committee procedure",
    "definition",
    "denunciation",
    "depositary",
    "destinataire",
    "délégation",
    "définition",
    "entrée en vigueur",
    "entry into force",
    "exercise of the delegation",
    "final",
    "objet",
    "ratification",
    "repeal",
    "reservation",
    "scope",
    "settlement of disputes",
    "signature",
    "subject matter",
    "territorial application",
    "transitional",
    "transposition",
    "use of terms",
    "vigueur",
    "withdrawal",
];

impl World {
    /// Documents that nothing is known of.
    pub(crate) fn of(name: &'static str, clauses: Vec<Clause>) -> Self {
        Self { name, told: vec![None; clauses.len()], clauses, labels: None, form: &[] }
    }

    /// The rows that the rule labels, each with its label.
    pub(crate) fn rows(&self) -> Vec<(FeatureRow, bool)> {
        let rows = form_rows(Compared::new(&self.clauses, None));
        rows.into_iter().filter_map(|(clause, row)| Some((row, self.told[clause]?))).collect()
    }
}

/// All worlds at hand.
pub(crate) fn worlds(gold: &Path) -> Vec<World> {
    let corpus = gold.join("../corpus");
    let units = |name, form: &'static [&'static str]| ready(gold, name, form);
    let mut worlds = vec![
        units("cyber", CYBER_FORM),
        units("tota", TRADE_FORM),
        units("cuad-clauses", CONTRACT_FORM),
        units("scf", &[]),
        units("waie", &[]),
        reports(gold),
    ];
    let folders = [("agreements", "agreements by heading"), ("treaties", "treaties by heading")];
    for (folder, name) in folders {
        worlds.push(headed(name, &files(&corpus.join(folder), &[])));
    }
    let acts = files(&corpus.join("languages"), &["eu-"]);
    worlds.push(headed("French acts by heading", &acts));
    for world in worlds.iter_mut().filter(|world| world.name == "scf") {
        // A clause that has no counterpart in a framework of controls may ask much of someone.
        world.told.iter_mut().for_each(|told| *told = told.filter(|asks| *asks));
    }
    worlds.retain(|world| !world.clauses.is_empty());
    worlds
}

/// Ready-made clauses: gold elements against none, and those that are form.
fn ready(gold: &Path, name: &'static str, form: &'static [&'static str]) -> World {
    let (clauses, labels) = read(&gold.join(name));
    let text = fs::read_to_string(gold.join(name).join("gold.jsonl")).expect("a gold set has both files");
    let mut told: BTreeMap<String, Option<bool>> = BTreeMap::new();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("gold is JSON");
        let names = |key: &str| -> Vec<String> {
            line[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|one| one.as_str().map(str::to_owned))
                .collect()
        };
        let (elements, disputed) = (names("elements"), names("disputed"));
        let is_form = |element: &String| form.contains(&element.as_str());
        let asks = match (elements.is_empty(), disputed.is_empty()) {
            (true, false) => None,
            (true, true) => Some(false),
            _ => Some(!elements.iter().all(is_form)),
        };
        told.insert(line["clause"].as_str().unwrap_or_default().to_owned(), asks);
    }
    let told = clauses.iter().map(|clause| told.get(clause.id.as_str()).copied().flatten()).collect();
    World { name, clauses, labels: Some(labels), form, told }
}

/// Reports of the Human Rights Council: the recommendations against the rest.
fn reports(gold: &Path) -> World {
    let clauses = clauses(&files(&gold.join("upr/pdf"), &[]));
    let text = fs::read_to_string(gold.join("upr/gold.jsonl")).expect("the reports have gold");
    let labels = Labels::of(&parse_gold(&text).expect("gold is good"), &clauses, Column::Elements, false);
    let told = clauses.iter().map(|clause| Some(labels.is_labelled(&clause.id))).collect();
    World { name: "upr", clauses, labels: Some(labels), form: &[], told }
}

/// Documents whose articles say by their headings and kinds which are form.
fn headed(name: &'static str, paths: &[PathBuf]) -> World {
    let clauses = clauses(paths);
    let told = |clause: &Clause| {
        let heading = clause.heading.as_deref().unwrap_or_default().to_lowercase();
        let is_form = FORM_HEADINGS.iter().any(|part| heading.contains(part));
        match clause.kind {
            ClauseKind::Final | ClauseKind::Definition => Some(false),
            ClauseKind::Provision if is_form => Some(false),
            ClauseKind::Provision if !heading.is_empty() => Some(true),
            _ => None,
        }
    };
    let told = clauses.iter().map(told).collect();
    World { name, clauses, labels: None, form: &[], told }
}

/// The files of a folder, by name; those that begin so, where beginnings are given.
pub(crate) fn files(folder: &Path, beginnings: &[&str]) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    paths
        .retain(|path| beginnings.is_empty() || beginnings.iter().any(|start| name(path).starts_with(start)));
    paths.sort();
    paths
}

/// The clauses of documents, read as a run reads them.
pub(crate) fn clauses(paths: &[PathBuf]) -> Vec<Clause> {
    let read = |path: &PathBuf| {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        let input = Input {
            agreement: Agreement::named(AgreementId::slug(&stem), &stem),
            file: path.file_name()?.to_string_lossy().into_owned(),
            bytes: fs::read(path).ok()?,
        };
        Some(crosscut::read(&input, &Options::default()).ok()?.clauses)
    };
    paths.iter().filter_map(read).flatten().collect()
}

/// A candidate as the evaluation takes it.
pub(crate) fn candidate_of(
    clauses: &[Clause],
    number: usize,
    candidate: crosscut_cluster::Candidate,
) -> Candidate {
    let members: Vec<Member> = candidate
        .members
        .iter()
        .map(|member| Member {
            clause: clauses[member.clause].id.clone(),
            agreement: clauses[member.clause].agreement.clone(),
            similarity: member.similarity,
            same_as: None,
        })
        .collect();
    let agreements: BTreeSet<_> = members.iter().map(|member| member.agreement.clone()).collect();
    Candidate {
        id: number.to_string(),
        label: candidate.label,
        terms: candidate.terms,
        score: candidate.score,
        why: candidate.why,
        asks: candidate.asks,
        agreements: agreements.into_iter().collect(),
        tier: match candidate.tier {
            crosscut_cluster::Tier::Listed => Tier::Listed,
            crosscut_cluster::Tier::Further => Tier::Further,
            crosscut_cluster::Tier::Formal => Tier::Formal,
        },
        substance: candidate.substance,
        adds: candidate.adds,
        members,
        ..Candidate::default()
    }
}
