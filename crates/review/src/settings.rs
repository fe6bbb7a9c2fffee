//! How a coder wants the page: which keys. Kept among the derived files of the study; losing them loses no decision.

use crate::keys::KEYS;
use crosscut::Study;
use crosscut::decisions::Coder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// When keys act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Keys {
    /// As they are.
    #[default]
    Plain,
    /// With Alt only.
    Alt,
    /// Never.
    Off,
}

impl Keys {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Alt, Self::Off];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Alt => "alt",
            Self::Off => "off",
        }
    }
}

/// What a coder chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Preferences {
    pub(crate) keys: Keys,
    /// Other keys than those of the table, by action.
    pub(crate) mapped: BTreeMap<String, String>,
}

impl Preferences {
    /// As kept; the table's own where there is nothing or nothing readable.
    pub(crate) fn read(study: &Study, coder: &Coder) -> Self {
        let bytes = std::fs::read(path(study, coder)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Keeps them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn keep(&self, study: &Study, coder: &Coder) -> std::io::Result<()> {
        let path = path(study, coder);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, serde_json::to_vec_pretty(self)?)
    }

    /// Takes over what a form says; tells what is wrong with it.
    pub(crate) fn change(&mut self, keys: &str, mapped: &[(String, String)]) -> Result<(), String> {
        let keys = Keys::ALL.into_iter().find(|k| k.name() == keys).ok_or("choose when shortcuts work")?;
        let mut new = BTreeMap::new();
        let mut used: BTreeMap<String, &str> = BTreeMap::new();
        for key in KEYS {
            let typed = mapped.iter().find(|(act, _)| act == key.act).map(|(_, typed)| typed.trim());
            let wanted = typed.filter(|typed| key.free && !typed.is_empty()).unwrap_or(key.key);
            if wanted.split(' ').any(|part| part.chars().count() != 1) && wanted != key.key {
                return Err(format!(
                    "“{wanted}” is not a key: type one character, or two with a space between"
                ));
            }
            if wanted.chars().any(|c| c.is_ascii_digit()) && key.free {
                return Err("digits are reserved for ticking clauses".into());
            }
            if let Some(other) = used.insert(wanted.to_owned(), key.what) {
                return Err(format!(
                    "“{wanted}” is already used: choose between “{other}” and “{}”",
                    key.what
                ));
            }
            if wanted != key.key {
                new.insert(key.act.to_owned(), wanted.to_owned());
            }
        }
        (self.keys, self.mapped) = (keys, new);
        Ok(())
    }

    /// The key for an action.
    pub(crate) fn key(&self, act: &str) -> &str {
        let table = KEYS.iter().find(|key| key.act == act).map_or("", |key| key.key);
        self.mapped.get(act).map_or(table, String::as_str)
    }

    /// What the script needs: the mode, then each action with its key.
    pub(crate) fn for_script(&self) -> String {
        let keys: BTreeMap<&str, &str> =
            KEYS.iter().filter(|key| key.free).map(|key| (key.act, self.key(key.act))).collect();
        serde_json::json!({ "when": self.keys, "keys": keys }).to_string()
    }
}

/// The port that the page of a study was on the last time.
pub(crate) fn last_port(study: &Study) -> Option<u16> {
    std::fs::read_to_string(port_path(study)).ok()?.trim().parse().ok().filter(|port| *port >= 1024)
}

/// Remembers it, where there is a study; a folder that cannot be written forgets it.
pub(crate) fn keep_port(study: &Study, port: u16) {
    if Study::is_study(study.folder()) {
        let _ = std::fs::write(port_path(study), port.to_string());
    }
}

fn port_path(study: &Study) -> PathBuf {
    study.folder().join(".crosscut").join("review-port")
}

fn path(study: &Study, coder: &Coder) -> PathBuf {
    study.folder().join(".crosscut").join(format!("review-{}.json", coder.file_stem()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(act: &str, key: &str) -> (String, String) {
        (act.into(), key.into())
    }

    #[test]
    fn a_key_can_be_given_away_once() {
        let mut preferences = Preferences::default();
        preferences.change("alt", &[pair("confirm", "b")]).unwrap();
        assert_eq!((preferences.key("confirm"), preferences.key("reject")), ("b", "x"));
        assert!(preferences.change("alt", &[pair("confirm", "x")]).unwrap_err().contains("already"));
        assert!(preferences.change("alt", &[pair("confirm", "Enter")]).is_err());
        assert!(preferences.change("alt", &[pair("confirm", "3")]).is_err());
        assert!(preferences.change("never", &[]).is_err());
        assert_eq!(preferences.key("confirm"), "b");
        preferences.change("plain", &[pair("confirm", "x"), pair("reject", "c")]).unwrap();
        assert_eq!(preferences.key("reject"), "c");
    }
}
