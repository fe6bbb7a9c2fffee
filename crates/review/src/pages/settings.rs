//! Which keys act, and the list of them.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::keys::KEYS;
use crate::settings::Keys;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    shell: Shell,
    modes: Vec<(Keys, &'static str)>,
    mode: Keys,
    keys: Vec<(&'static str, &'static str, String)>,
    kept: bool,
}

pub(super) fn settings(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let keys = KEYS.iter().filter(|key| key.free);
    let keys = keys.map(|key| (key.act, key.what, desk.preferences.key(key.act).to_owned()));
    Ok(render(&SettingsPage {
        modes: vec![
            (Keys::Plain, "Single keys, except while you type"),
            (Keys::Alt, "Only with Alt"),
            (Keys::Off, "Never: use buttons and links"),
        ],
        mode: desk.preferences.keys,
        keys: keys.collect(),
        kept: fields.has("kept"),
        shell: Shell::new(desk, "Keyboard shortcuts", Here::Settings),
    }))
}

pub(super) fn change(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let coder = desk.coder().cloned().ok_or_else(|| Fault::Wrong("Say who you are first.".into()))?;
    let mut new = desk.preferences.clone();
    let mapped: Vec<(String, String)> = KEYS
        .iter()
        .filter_map(|key| {
            let typed = fields.filled(&format!("key-{}", key.act))?;
            Some((key.act.to_owned(), typed.to_owned()))
        })
        .collect();
    let reset = fields.one("act") == "reset";
    let (when, mapped) = if reset { ("plain", Vec::new()) } else { (fields.one("when"), mapped) };
    new.change(when, &mapped).map_err(|why| Fault::Wrong(crosscut::words::sentence(&why)))?;
    new.keep(desk.study, &coder)
        .map_err(|error| Fault::NotSaved(format!("The shortcuts could not be saved: {error}.")))?;
    desk.preferences = new;
    Ok(go("/settings?kept=1"))
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    shell: Shell,
}

pub(super) fn help(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    Ok(render(&Help { shell: Shell::new(desk, "Help", Here::Elsewhere) }))
}
