//! Which source files a run is over, and which agreement each is.

use crate::settings::known_agreements;
use crate::store::sources::{self, Origin, is_ready_made};
use crate::store::study_file::StudyFile;
use crate::{Agreement, Error, error::Result};
use crosscut_text::AgreementId;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A source file of a run.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    /// Its name in `sources/`.
    pub(super) name: String,
    /// Where its bytes are now.
    pub(super) origin: Origin,
    /// SHA-256 of its bytes; empty where they cannot be read.
    pub(super) sha256: String,
    /// The agreement that it is; `None` for ready-made clauses, which name theirs.
    pub(super) agreement: Option<Agreement>,
    /// Whether a path of this run names it.
    pub(super) given: bool,
    /// Whether its title was only guessed from its file name.
    pub(super) untitled: bool,
}

/// The sources of a run.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Sorted by name.
    pub(super) sources: Vec<SourceFile>,
    /// Files with the same bytes as another, and that one, by their names.
    pub(super) duplicates: Vec<(String, String)>,
    /// Where the files are that were given, by their names.
    pub(super) places: BTreeMap<String, String>,
    /// Agreements that came from one address, each older one with the newest, where one of the two is new to the study.
    pub(super) editions: Vec<(AgreementId, AgreementId)>,
}

impl Plan {
    /// Notes which agreements are editions of one document, by where their files came from. What the study says of the two
    /// already stays: somebody may have answered otherwise.
    fn date(&mut self, file: &StudyFile, editions: &[(PathBuf, PathBuf)]) {
        let of = |path: &Path| {
            let origin = Origin::File(path.into());
            let source = self.sources.iter().find(|source| source.origin == origin)?;
            source.agreement.as_ref().map(|agreement| agreement.id.clone())
        };
        let is_new = |id: &AgreementId| file.agreements.iter().all(|known| known.id != *id);
        let pairs = editions.iter().filter_map(|(older, newest)| Some((of(older)?, of(newest)?)));
        self.editions = pairs.filter(|(older, newest)| is_new(older) || is_new(newest)).collect();
    }

    /// Which files are identical to which, by the names that a study gives them.
    pub(super) fn copies(&self) -> Vec<String> {
        let say = |(copy, same): &(String, String)| format!("{copy} is identical to {same}");
        self.duplicates.iter().map(say).collect()
    }

    /// The same by their paths, where there is no study: names may have been made for them.
    pub(super) fn copies_by_paths(&self) -> Vec<String> {
        let place = |name: &String| self.places.get(name).unwrap_or(name).clone();
        let say =
            |(copy, same): &(String, String)| format!("{} is identical to {}", place(copy), place(same));
        self.duplicates.iter().map(say).collect()
    }

    /// Agreements that were taken out and whose source is given again are back.
    pub(super) fn bring_back(&self, file: &mut StudyFile) {
        file.removed.retain(|removed| {
            let back = |source: &SourceFile| match &source.agreement {
                Some(agreement) => agreement.id == removed.id,
                None => source.given && removed.source.as_ref() == Some(&source.name),
            };
            !self.sources.iter().any(back)
        });
    }
}

/// Enters into the settings which agreements are editions of one document; gives those that were not entered yet.
pub(super) fn enter_editions(
    file: &mut StudyFile,
    editions: Vec<(AgreementId, AgreementId)>,
) -> Vec<(AgreementId, AgreementId)> {
    let mut entered = Vec::new();
    for (older, newest) in editions {
        let there = file.agreements.iter().any(|known| known.id == newest);
        let known = file.agreements.iter_mut().find(|known| known.id == older).filter(|_| there);
        let free = |known: &&mut Agreement| known.edition_of.is_none() && known.translation_of.is_none();
        if let Some(known) = known.filter(free) {
            known.edition_of = Some(newest.clone());
            entered.push((older, newest));
        }
    }
    entered
}

/// Joins what the study has with what was found.
pub(super) fn plan(file: &StudyFile, found: &sources::Found, folder: &Path) -> Result<Plan> {
    if let Some(lone) = file.agreements.iter().find(|agreement| agreement.source.is_none()) {
        let path = folder.with_file_name("crosscut.toml");
        let reason = format!(
            "{} has no source: name its file in sources, or take it out with `crosscut agreement remove {}`",
            lone.id, lone.id
        );
        return Err(Error::Settings { path, reason });
    }
    let mut origins: BTreeMap<String, (Origin, bool)> = BTreeMap::new();
    for name in file.agreements.iter().filter_map(|agreement| agreement.source.clone()) {
        let path = folder.join(&name);
        is_inside(&path, folder)?;
        origins.insert(name, (Origin::File(path), false));
    }
    for origin in &found.files {
        let name = free_name(&origin.named(), &origins);
        origins.insert(name, (origin.clone(), true));
    }
    let hashed: Vec<(String, Origin, bool, String)> = origins
        .into_par_iter()
        .map(|(name, (origin, given))| {
            let sha256 = origin.read().map_or_else(|_| String::new(), |bytes| crate::hash::sha256(&bytes));
            (name, origin, given, sha256)
        })
        .collect();
    let given = hashed.iter().filter(|(_, _, given, _)| *given);
    let places = given.map(|(name, origin, ..)| (name.clone(), origin.shown())).collect();
    let mut plan = Plan { places, ..assign(file, &found.registry, hashed) };
    plan.date(file, &found.editions);
    Ok(plan)
}

/// Refuses a link among the sources that leads out of the study.
fn is_inside(path: &Path, sources: &Path) -> Result<()> {
    let study = sources.parent().unwrap_or(sources);
    match (path.canonicalize(), study.canonicalize()) {
        (Ok(real), Ok(study)) if !real.starts_with(&study) => Err(Error::Settings {
            path: path.into(),
            reason: "is a link to a file outside the study: put the file itself there".into(),
        }),
        _ => Ok(()),
    }
}

/// The name under which a file goes into `sources/`: its own, with its folder's before it where another file of this
/// run has that name.
fn free_name(path: &Path, taken: &BTreeMap<String, (Origin, bool)>) -> String {
    let name = portable(&path.file_name().unwrap_or_default().to_string_lossy());
    let is_free =
        |name: &String| taken.get(name).is_none_or(|(other, given)| !given || other.named() == path);
    if is_free(&name) {
        return name;
    }
    let folder = portable(&path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy());
    let candidates = std::iter::once(format!("{folder}-{name}")).chain((2..).map(|n| format!("{n}-{name}")));
    candidates.into_iter().find(is_free).expect("the numbers do not end")
}

/// A file's name without the signs that mean a place elsewhere: "Convention 108: text.md" goes into the study as "Convention
/// 108- text.md", so that the study opens on every system.
fn portable(name: &str) -> String {
    name.chars().map(|c| if matches!(c, ':' | '\\' | '\0') || c.is_control() { '-' } else { c }).collect()
}

/// Gives each file its agreement: the study's own, else what a registry in their folder says, else what Crosscut
/// knows, else a name made from the file's.
fn assign(file: &StudyFile, registry: &[Agreement], hashed: Vec<(String, Origin, bool, String)>) -> Plan {
    let known = known_agreements();
    let mut taken: BTreeSet<AgreementId> =
        file.agreements.iter().map(|agreement| agreement.id.clone()).collect();
    let in_study: BTreeSet<&str> =
        file.agreements.iter().filter_map(|agreement| agreement.source.as_deref()).collect();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut plan = Plan::default();
    // What the study has comes first, so that a copy of it is the duplicate and not the other way round.
    let (old, new): (Vec<_>, Vec<_>) =
        hashed.into_iter().partition(|(name, ..)| in_study.contains(name.as_str()));
    for (name, origin, given, sha256) in old.into_iter().chain(new) {
        if !sha256.is_empty()
            && let Some(same) = seen.insert(sha256.clone(), name.clone())
            && !in_study.contains(name.as_str())
        {
            plan.duplicates.push((name, same.clone()));
            seen.insert(sha256, same);
            continue;
        }
        let mut untitled = false;
        let agreement = (!is_ready_made(&name)).then(|| {
            let own = file.agreements.iter().find(|agreement| agreement.source.as_deref() == Some(&name));
            let back = || {
                let same = |removed: &&Agreement| {
                    removed.source.as_deref() == Some(&name) || removed.sha256.as_deref() == Some(&sha256)
                };
                let back = file.removed.iter().filter(|removed| !taken.contains(&removed.id)).find(same)?;
                Some(Agreement { source: Some(name.clone()), ..back.clone() })
            };
            let chosen = own.cloned().or_else(back).unwrap_or_else(|| {
                // Decisions wait under the ids of agreements that were taken out or are called otherwise now: no other
                // agreement gets them.
                let former = file.agreements.iter().flat_map(|now| now.formerly.iter().cloned());
                let gone = file.removed.iter().map(|removed| removed.id.clone()).chain(former);
                let (agreement, guessed) =
                    named(&name, registry, &known, &taken.iter().cloned().chain(gone).collect());
                untitled = guessed;
                agreement
            });
            taken.insert(chosen.id.clone());
            chosen
        });
        plan.sources.push(SourceFile { name, origin, sha256, agreement, given, untitled });
    }
    plan.sources.sort_by(|a, b| a.name.cmp(&b.name));
    plan
}

/// A given file that is another document than the one which the study has under its name, as a source of its own: as the one
/// that it was before it was taken out, or under a name that is free.
pub(super) fn beside(
    file: &StudyFile,
    found: &sources::Found,
    plan: &Plan,
    source: &SourceFile,
    folder: &Path,
) -> SourceFile {
    let was_here = |removed: &&Agreement| removed.sha256.as_ref() == Some(&source.sha256);
    if let Some(removed) = file.removed.iter().find(was_here)
        && let Some(name) = removed.source.clone().filter(|name| *name != source.name)
    {
        let agreement = source.agreement.as_ref().map(|_| removed.clone());
        return SourceFile { name, agreement, untitled: false, ..source.clone() };
    }
    let (stem, ending) = source.name.rsplit_once('.').unwrap_or((&source.name, ""));
    let dot = if ending.is_empty() { "" } else { "." };
    let is_free =
        |name: &String| plan.sources.iter().all(|other| other.name != *name) && !folder.join(name).exists();
    let mut names = (2..).map(|number| format!("{stem}-{number}{dot}{ending}"));
    let name = names.find(is_free).expect("the numbers do not end");
    let former = file.agreements.iter().flat_map(|now| now.formerly.iter());
    let ours = file.agreements.iter().chain(&file.removed).map(|agreement| &agreement.id).chain(former);
    let others = plan.sources.iter().filter_map(|other| other.agreement.as_ref());
    let taken: BTreeSet<AgreementId> = ours.chain(others.map(|other| &other.id)).cloned().collect();
    let (mut agreement, mut untitled) = (None, false);
    if source.agreement.is_some() {
        // What its folder says of the file is of this one; what is known by its name alone is of the other.
        let listed = found.registry.iter().find(|known| known.source.as_ref() == Some(&source.name));
        let listed = listed.filter(|known| !taken.contains(&known.id)).cloned();
        let own = listed.map(|known| (Agreement { source: Some(name.clone()), ..known }, false));
        let (called, guessed) = own.unwrap_or_else(|| named(&name, &[], &[], &taken));
        (agreement, untitled) = (Some(called), guessed);
    }
    SourceFile { name, agreement, untitled, ..source.clone() }
}

/// The agreement of a file that is new to the study, and whether its title is a guess.
fn named(
    name: &str,
    registry: &[Agreement],
    known: &[Agreement],
    taken: &BTreeSet<AgreementId>,
) -> (Agreement, bool) {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let slug = AgreementId::slug(stem);
    let listed = registry.iter().find(|agreement| agreement.source.as_deref() == Some(name));
    let listed = listed.or_else(|| registry.iter().chain(known).find(|agreement| agreement.id == slug));
    let mut agreement = listed.cloned().unwrap_or_else(|| Agreement::named(slug.clone(), stem));
    if taken.contains(&agreement.id) {
        let candidates = std::iter::once(ending.to_owned()).chain((2..).map(|n| n.to_string()));
        let free = candidates
            .map(|tail| AgreementId::slug(&format!("{} {tail}", agreement.id)))
            .find(|id| !taken.contains(id));
        agreement.id = free.expect("the numbers do not end");
    }
    agreement.source = Some(name.to_owned());
    (agreement, listed.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashed(names: &[(&str, &str)]) -> Vec<(String, Origin, bool, String)> {
        names
            .iter()
            .map(|(name, sha)| ((*name).into(), Origin::File(name.into()), true, (*sha).into()))
            .collect()
    }

    #[test]
    fn a_file_goes_into_the_study_without_signs_that_lead_out_of_it() {
        let name = |path: &str| free_name(Path::new(path), &BTreeMap::new());
        for (path, kept) in [
            ("in/Convention 108: text.md", "Convention 108- text.md"),
            ("a:b.md", "a-b.md"),
            ("in/call.md", "call.md"),
        ] {
            assert_eq!(name(path), kept);
        }
    }

    #[test]
    fn files_of_one_stem_are_two_agreements_and_copies_are_read_once() {
        let plan =
            assign(&StudyFile::new(), &[], hashed(&[("call.md", "1"), ("call.pdf", "2"), ("copy.pdf", "2")]));
        let ids: Vec<_> =
            plan.sources.iter().filter_map(|s| s.agreement.as_ref()).map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["call", "call-pdf"]);
        assert_eq!(plan.copies(), ["copy.pdf is identical to call.pdf"]);
    }

    #[test]
    fn what_a_study_calls_its_source_stays() {
        let mut file = StudyFile::new();
        let mut own = Agreement::named(AgreementId::slug("mine"), "Mine");
        own.source = Some("call.pdf".into());
        file.agreements.push(own.clone());
        let plan = assign(&file, &[], hashed(&[("call.pdf", "1"), ("again.pdf", "1")]));
        assert_eq!(plan.sources.len(), 1);
        assert_eq!(plan.sources[0].agreement, Some(own));
        assert_eq!(plan.duplicates.len(), 1);
    }

    #[test]
    fn two_files_of_one_name_keep_both() {
        let mut taken = BTreeMap::new();
        taken.insert("a.pdf".to_owned(), (Origin::File("2018/a.pdf".into()), true));
        assert_eq!(free_name(Path::new("2019/a.pdf"), &taken), "2019-a.pdf");
        assert_eq!(free_name(Path::new("2018/a.pdf"), &taken), "a.pdf");
    }
}
