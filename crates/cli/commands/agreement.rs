//! `crosscut agreement`: what the study is made of.

use crate::Done;
use crate::args::{Agreement as Args, AgreementAction, Common, Run, Set};
use crate::commands::{open, print_json, run};
use crate::hint::quoted;
use crate::out::say;
use crate::table::Rows;
use anyhow::{Context, Result};
use crosscut::text::AgreementId;
use crosscut::{Agreement, Edit, Study};
use serde::Serialize;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer {
    schema: &'static str,
    agreements: Vec<Agreement>,
    removed: Vec<Agreement>,
}

pub(crate) fn agreement(common: &Common, args: &Args) -> Result<Done> {
    let study = open(common)?;
    let (id, edit) = match &args.action {
        AgreementAction::List => return list(common, &study),
        AgreementAction::Set(set) => (&set.agreement, Edit::Set(properties(set))),
        AgreementAction::Remove { agreement } => (agreement, Edit::Remove),
        AgreementAction::Rename { agreement, id } => {
            let new = AgreementId::new(id).with_context(|| format!("{id:?} cannot be an id"))?;
            (agreement, Edit::Rename(new))
        }
    };
    study.edit_agreement(id, &edit)?;
    if !common.json {
        match &edit {
            Edit::Remove => {
                say!("removed {id}; decisions on it are kept")?;
                let gone = study.removed_agreements()?.into_iter().find(|gone| gone.id.as_str() == id);
                if let Some(back) = gone.and_then(|gone| back(common, &study, &gone)) {
                    say!("to bring it back: {back}")?;
                }
            }
            Edit::Rename(new) => say!("{id} is called {new} now; decisions on it are followed")?,
            _ => say!("changed {id}")?,
        }
    }
    if study.agreements()?.is_empty() {
        // There is nothing to run over.
        if common.json {
            return list(common, &study);
        }
        say!("the study has no agreement any more; others are added with: {}", common.command("run FILE"))?;
        return Ok(Done::Well);
    }
    run::run(common, &Run::default())
}

/// The command that brings a removed agreement back.
fn back(common: &Common, study: &Study, gone: &Agreement) -> Option<String> {
    let source = study.folder().join("sources").join(gone.source.as_ref()?);
    Some(common.command(&format!("run {}", quoted(&source.to_string_lossy()))))
}

/// What is to be set, by the names in the settings file.
fn properties(set: &Set) -> Vec<(&'static str, String)> {
    let all = [
        ("title", &set.title),
        ("short", &set.short),
        ("year", &set.year),
        ("group", &set.group),
        ("body", &set.body),
        ("binding", &set.binding),
        ("in_force", &set.in_force),
        ("region", &set.region),
        ("languages", &set.languages),
        ("source", &set.source),
        ("url", &set.url),
        ("translation_of", &set.translation_of),
        ("edition_of", &set.edition_of),
        ("distinct_from", &set.distinct_from),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect()
}

fn list(common: &Common, study: &Study) -> Result<Done> {
    let (agreements, removed) = (study.agreements()?, study.removed_agreements()?);
    if common.json {
        print_json(&Answer { schema: "crosscut/agreements/1", agreements, removed })?;
        return Ok(Done::Well);
    }
    let mut rows = Rows::new(&["id", "#year", "group", "title", "source", "is"]);
    for agreement in &agreements {
        let with = |what: &str, of: &Option<AgreementId>| of.as_ref().map(|of| format!("{what} {of}"));
        let is = with("a translation of", &agreement.translation_of)
            .or_else(|| with("an edition of", &agreement.edition_of));
        rows.add([
            agreement.id.to_string(),
            agreement.year.map(|year| year.to_string()).unwrap_or_default(),
            agreement.group.map(|group| group.name().to_owned()).unwrap_or_default(),
            agreement.title.clone(),
            agreement.source.clone().unwrap_or_default(),
            is.unwrap_or_default(),
        ]);
    }
    rows.print()?;
    for gone in &removed {
        say!("removed: {} ({})", gone.id, gone.title)?;
        if let Some(back) = back(common, study, gone) {
            say!("    to bring it back: {back}")?;
        }
    }
    Ok(Done::Well)
}
