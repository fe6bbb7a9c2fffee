//! Agreements that come, go, and are called otherwise.

use super::Study;
use super::sources::is_ready_made;
use super::study_file::checked::{PLAIN, is_code, is_plain};
use super::study_file::{StudyFile, table_of};
use crate::{Agreement, Error, Group, error::Result, files};
use crosscut_decisions::one_line;
use crosscut_text::AgreementId;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// Characters that a short name may have, which heads a column, and any other property: titles of treaties are long.
const LONGEST_SHORT: usize = 100;
const LONGEST: usize = 2_000;

/// What is to be changed about an agreement of a study; the next run takes it over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Edit {
    /// Properties by the names that they have in `crosscut.toml`, with their values as text; an empty one is taken away.
    Set(Vec<(&'static str, String)>),
    /// It has another id from now on; decisions on it are followed.
    Rename(AgreementId),
    /// It is not in the study any more. Decisions on it are kept, and come back with it when its source is run again.
    Remove,
}

impl Study {
    /// Agreements that were taken out of the study, sorted by id.
    ///
    /// # Errors
    /// When the settings file cannot be read.
    pub fn removed_agreements(&self) -> Result<Vec<Agreement>> {
        let mut removed = self.file()?.removed;
        removed.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(removed)
    }

    /// Changes what the study's settings file says of an agreement. What a person wrote there stays, comments included.
    ///
    /// # Errors
    /// When there is no such agreement, the change would make the file wrong, or it cannot be written: it is then as it was.
    pub fn edit_agreement(&self, id: &str, edit: &Edit) -> Result<()> {
        let path = self.settings_path();
        let text = files::read_text(&path)?;
        let file = StudyFile::parse(&path, &text)?;
        let known = file.agreements.iter().find(|agreement| agreement.id.as_str() == id);
        let known = known.ok_or_else(|| {
            Error::Choice(format!("no agreement {id:?} in this study: `crosscut agreement list` lists them"))
        })?;
        let wrong = |reason: String| Error::Settings { path: path.clone(), reason };
        let mut document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
        let tables = document.get_mut("agreement").and_then(Item::as_array_of_tables_mut);
        let tables =
            tables.ok_or_else(|| wrong("`agreement` must be written as [[agreement]] tables".into()))?;
        let place = tables.iter().position(|table| table.get("id").and_then(Item::as_str) == Some(id));
        let place = place.ok_or_else(|| wrong(format!("no [[agreement]] has the id {id:?}")))?;
        match edit {
            Edit::Set(changes) => {
                self.can_be_set(&file, changes)?;
                let table = tables.get_mut(place).ok_or_else(|| wrong("no such table".into()))?;
                changes.iter().try_for_each(|(key, text)| set(table, key, text))?;
            }
            Edit::Rename(new) => rename(&file, tables, known, new)?,
            Edit::Remove => {
                let mut table = table_of(known).map_err(wrong)?;
                table.set_position(None);
                tables.remove(place);
                let removed = document.entry("removed").or_insert(ArrayOfTables::new().into());
                if let Some(removed) = removed.as_array_of_tables_mut() {
                    removed.push(table);
                }
            }
        }
        let text = document.to_string();
        // What is refused was never written: a line of it tells nobody anything.
        StudyFile::parse(&path, &text).map_err(|error| match error {
            Error::Settings { reason, .. } => {
                let line = reason.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
                Error::Choice(line.map_or(reason.clone(), |(_, reason)| reason.to_owned()))
            }
            other => other,
        })?;
        files::write_whole(&path, text.as_bytes())
    }

    /// Refuses what names something that is not there.
    fn can_be_set(&self, file: &StudyFile, changes: &[(&'static str, String)]) -> Result<()> {
        let filled = |key: &str| {
            let change = changes.iter().find(|(name, value)| *name == key && !value.trim().is_empty());
            change.map(|(_, value)| value.trim())
        };
        if filled("translation_of").is_some() && filled("edition_of").is_some() {
            return Err(Error::Choice("a translation or an edition: give one of the two".into()));
        }
        let is_known = |id: &&str| {
            file.agreements.iter().chain(&file.removed).any(|agreement| agreement.id.as_str() == *id)
        };
        let named = ["translation_of", "edition_of", "distinct_from"].into_iter().filter_map(filled);
        let mut named = named.flat_map(|ids| ids.split(',')).map(str::trim).filter(|id| !id.is_empty());
        if let Some(id) = named.find(|id| !is_known(id)) {
            return Err(Error::Choice(format!(
                "no agreement {id:?} in this study: `crosscut agreement list` lists them"
            )));
        }
        match filled("source").filter(|source| !self.sources_folder().join(source).is_file()) {
            Some(source) => Err(Error::Choice(format!(
                "there is no file {source:?} in {}: put it there first",
                self.sources_folder().display()
            ))),
            None => Ok(()),
        }
    }
}

/// Gives an agreement, and all that names it, another id.
fn rename(file: &StudyFile, tables: &mut ArrayOfTables, known: &Agreement, new: &AgreementId) -> Result<()> {
    if known.source.as_ref().is_some_and(|source| is_ready_made(source)) {
        return Err(Error::Choice(format!(
            "the clauses of {} come ready-made and name it themselves: give it the new id in their file",
            known.id
        )));
    }
    if !is_plain(new) {
        return Err(Error::Choice(format!("{:?}: {PLAIN}", new.as_str())));
    }
    if file.agreements.iter().chain(&file.removed).any(|other| other.id == *new) {
        return Err(Error::Choice(format!("there is an agreement {:?} already", new.as_str())));
    }
    // Ids are told apart in searches and file names, where capitals do not count.
    let alike = |other: &&Agreement| {
        other.id != known.id && other.id.as_str().to_lowercase() == new.as_str().to_lowercase()
    };
    if let Some(other) = file.agreements.iter().chain(&file.removed).find(alike) {
        return Err(Error::Choice(format!(
            "there is an agreement {:?}, which differs in capitals only",
            other.id.as_str()
        )));
    }
    // Decisions were made under that id, and they follow the agreement that had it.
    let had = file.agreements.iter().find(|other| other.id != known.id && other.formerly.contains(new));
    if let Some(other) = had {
        return Err(Error::Choice(format!(
            "{} was called {new} when decisions were made on it: another agreement would get them; give another id",
            other.id
        )));
    }
    for table in tables.iter_mut() {
        if table.get("id").and_then(Item::as_str) == Some(known.id.as_str()) {
            table["id"] = value(new.as_str());
            let mut former: Vec<&AgreementId> = known.formerly.iter().filter(|id| *id != new).collect();
            former.push(&known.id);
            table["formerly"] =
                value(former.into_iter().map(AgreementId::as_str).collect::<toml_edit::Array>());
        }
        let others = table.get_mut("distinct_from").and_then(Item::as_array_mut);
        for other in others.into_iter().flat_map(|others| others.iter_mut()) {
            if other.as_str() == Some(known.id.as_str()) {
                *other = new.as_str().into();
            }
        }
        for key in ["translation_of", "edition_of"] {
            if table.get(key).and_then(Item::as_str) == Some(known.id.as_str()) {
                table[key] = value(new.as_str());
            }
        }
    }
    Ok(())
}

/// Sets a property in the type that it has.
fn set(table: &mut Table, key: &str, text: &str) -> Result<()> {
    let text = &*one_line(text);
    let wrong = |what: &str| Error::Choice(format!("{key} {text:?}: {what}"));
    if text.is_empty() {
        if let "title" | "source" = key {
            return Err(wrong(&format!("an agreement needs a {key}")));
        }
        table.remove(key);
        return Ok(());
    }
    let most = if key == "short" { LONGEST_SHORT } else { LONGEST };
    if text.chars().count() > most {
        let start: String = text.chars().take(40).collect();
        let count = text.chars().count();
        return Err(Error::Choice(format!("{key} “{start}…” has {count} characters: use at most {most}")));
    }
    table[key] = match key {
        "year" => value(
            text.parse::<i64>()
                .ok()
                .filter(|year| (1..=9999).contains(year))
                .ok_or_else(|| wrong("write the year with four digits, such as 2015"))?,
        ),
        "binding" | "in_force" => match text {
            "yes" | "true" => value(true),
            "no" | "false" => value(false),
            _ => return Err(wrong("yes or no")),
        },
        "group" if Group::ALL.iter().all(|group| group.name() != text) => {
            let names = Group::ALL.map(Group::name).join(", ");
            return Err(wrong(&format!("use one of {names}")));
        }
        "languages" if text.split(',').any(|code| !is_code(code.trim())) => {
            return Err(wrong("write the codes of languages, such as en or fr"));
        }
        "url" if !["http://", "https://"].iter().any(|start| text.to_lowercase().starts_with(start)) => {
            return Err(wrong("an address begins with https:// or http://"));
        }
        "languages" | "distinct_from" => value(
            text.split(',').map(str::trim).filter(|code| !code.is_empty()).collect::<toml_edit::Array>(),
        ),
        _ => value(text),
    };
    // It counts as one of something else now.
    match key {
        "translation_of" => table.remove("edition_of"),
        "edition_of" => table.remove("translation_of"),
        _ => None,
    };
    Ok(())
}
