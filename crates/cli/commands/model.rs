//! `crosscut model`: the sentence models that are there.

use crate::Done;
use crate::args::{Common, Model, ModelAction};
use crate::commands::print_json;
use crate::hint::quoted;
use crate::out::say;
use crate::table::Rows;
use anyhow::{Result, anyhow};
use crosscut::text::Language;
use crosscut::{ModelInfo, Models, Study, how_to_get};
use serde::Serialize;
use std::env;
use std::path::PathBuf;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    models: &'a [ModelInfo],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Removed<'a> {
    schema: &'static str,
    model: &'a str,
    /// The folder that its files were in.
    folder: PathBuf,
}

pub(crate) fn model(common: &Common, args: &Model) -> Result<Done> {
    let own = || user_folder().ok_or_else(|| anyhow!("no home folder: name a study with --study DIR"));
    let folder = match &common.study {
        Some(study) => Study::at(study)?.folder().join("models"),
        None => own()?,
    };
    let models = Models::in_folders([folder.clone()]);
    match &args.action {
        ModelAction::Add { source } => {
            let info = models.add(source)?;
            if common.json {
                return print_json(&Answer { schema: "crosscut/models/1", models: &[info] })
                    .map(|()| Done::Well);
            }
            say!("added {} to {}", info.id.name, info.folder.display())?;
            say!("use it with: {}", common.command(&format!("run --model {}", quoted(&info.id.name))))?;
            if let Some(only) = info.id.language() {
                say!(
                    "note: it covers only {}; other languages are compared as without a model",
                    only.code()
                )?;
            }
            if !info.known_release {
                say!("note: its files are valid, but not of the release that this program was tested with")?;
            }
        }
        ModelAction::List => return list(common, &models.list()),
        ModelAction::Remove { name } => {
            let folder = models.remove(name)?;
            if common.json {
                print_json(&Removed { schema: "crosscut/model-removed/1", model: name, folder })?;
                return Ok(Done::Well);
            }
            say!("removed {name} from {}", folder.display())?;
        }
    }
    Ok(Done::Well)
}

fn list(common: &Common, models: &[ModelInfo]) -> Result<Done> {
    let broken = models.iter().any(|info| info.problem.is_some());
    if common.json {
        print_json(&Answer { schema: "crosscut/models/1", models })?;
    } else if models.is_empty() {
        say!("no models: get one with {}, then add it with `crosscut model add FILE`", how_to_get())?;
    } else {
        let mut rows = Rows::new(&["model", "#dimensions", "languages", "#MB", "from", "state"]);
        for info in models {
            rows.add([
                info.id.name.clone(),
                info.dimensions.to_string(),
                info.id.language().map_or("several", Language::code).into(),
                format!("{:.1}", info.bytes as f64 / 1e6),
                info.source.clone(),
                info.problem.clone().unwrap_or_else(|| "ready".into()),
            ]);
        }
        rows.print()?;
    }
    Ok(if broken { Done::Attention } else { Done::Well })
}

/// The models of whoever runs the program.
pub(crate) fn user_models() -> Models {
    Models::in_folders(user_folder())
}

/// `CROSSCUT_MODELS`, or the folder `crosscut/models` where the system keeps a user's data.
fn user_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = named("CROSSCUT_MODELS") {
        return Some(folder);
    }
    let data = if cfg!(windows) {
        named("APPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_DATA_HOME").or_else(|| named("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join("crosscut").join("models"))
}
