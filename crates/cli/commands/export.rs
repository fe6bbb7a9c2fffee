//! `crosscut export`: the report and tables, or one of the formats.

use crate::Done;
use crate::args::{Common, Export as Args, Exported, SourcesOfProject};
use crate::commands::desk::Desk;
use crate::commands::{hits, open, print_json, round, told};
use crate::hint::quoted;
use crate::out::{note, raw, say};
use anyhow::{Context as _, Result, bail};
use crosscut::Study;
use crosscut::search::Options as Asked;
use crosscut::words::counted;
use crosscut_export::{Context, Format, Material, Options, Sources, save, write, write_each};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    format: &'a str,
    files: &'a [PathBuf],
    without: &'a str,
}

/// What is written without the name of a format, and what its tables leave out.
const REPORT: [&str; 4] = ["report.html", "candidates.csv", "matrix.csv", "quotes.csv"];
const REPORT_WITHOUT: &str = "in matrix.csv and quotes.csv, what is only suggested";

pub(crate) fn export(common: &Common, args: &Args) -> Result<Done> {
    if args.print_template {
        raw(crosscut_export::TEMPLATE)?;
        return Ok(Done::Well);
    }
    if args.query.is_some() && !matches!(args.format, Some(Exported::Context)) {
        bail!("--query goes with `crosscut export context`");
    }
    let format = match args.format {
        Some(Exported::Study(format)) => format,
        Some(Exported::All) => return all(common, args),
        Some(Exported::Context) => return context(common, args),
        None => return report(common, &open(common)?),
    };
    let study = open(common)?;
    has_effect(format, args)?;
    let material = material(common, args, &study)?;
    let paths = write(&study, format, &material, &options(args)?, args.out.as_deref())?;
    if common.json {
        let schema = "crosscut/export/1";
        print_json(&Answer { schema, format: format.name, files: &paths, without: format.without })?;
    } else {
        tell(format, &paths)?;
    }
    apart(common, &study, &material)?;
    if paths.is_empty() && matches!(format.name, "searchable-pdf" | "hocr") {
        note!("note: no page of this study was recognised: scans are, after `crosscut run --ocr`");
    }
    format.note(&material).iter().for_each(|text| note!("note: {text}"));
    let gaps = format.gaps(&material);
    gaps.iter().for_each(|gap| note!("note: {gap}"));
    let attention = tell_damage(common, material.damage()) || paths.is_empty() || !gaps.is_empty();
    Ok(if attention { Done::Attention } else { Done::Well })
}

/// What is exported: as it may lie open to all, or as the coder who is named may see it. While coders judge apart, nobody's
/// own decisions go into the folder where the others look.
fn material(common: &Common, args: &Args, study: &Study) -> Result<Material> {
    let coder = common.coder()?;
    if let Some(coder) = coder.as_ref().filter(|_| args.out.is_none())
        && let Some(why) = round(study)?.why_hidden(coder)
    {
        bail!("{why}; {} is open to all: say where your own go with --out", study.out_folder().display());
    }
    Ok(Material::open_for(study, coder.as_ref())?)
}

/// Says why no decisions are included, where none are, or only those of one coder.
fn apart(common: &Common, study: &Study, material: &Material) -> Result<()> {
    if let Some(coder) = common.coder()?
        && let Some(why) = round(study)?.why_hidden(&coder)
    {
        note!("note: {why}: only what {coder} decided is included");
    }
    if let Some(why) = material.sealed() {
        note!("note: {why}; --unblind includes them anyway");
        note!("each finishes with: {}", common.to_finish(&round(study)?));
    }
    Ok(())
}

/// Every format in one folder. What a study has none of (recognised pages, an element for a codebook) is passed over.
fn all(common: &Common, args: &Args) -> Result<Done> {
    let study = open(common)?;
    let (material, options) = (material(common, args, &study)?, options(args)?);
    let (mut files, mut gaps, mut without) = (Vec::new(), Vec::new(), Vec::new());
    let mut notes = BTreeSet::new();
    for (format, paths) in write_each(&study, &material, &options, args.out.as_deref()) {
        let paths = match paths {
            Err(error @ crosscut_export::Error::NoElement) => {
                note!("note: no {}: {error}", format.file);
                Vec::new()
            }
            paths => paths?,
        };
        if paths.is_empty() {
            continue;
        }
        if !common.json {
            tell(format, &paths)?;
        }
        notes.extend(format.note(&material));
        without.push(format!("{}: {}", format.name, format.without));
        gaps.extend(format.gaps(&material).into_iter().filter(|gap| !gaps.contains(gap)).collect::<Vec<_>>());
        files.extend(paths);
    }
    if common.json {
        let (schema, without) = ("crosscut/export/1", without.join("; "));
        print_json(&Answer { schema, format: "all", files: &files, without: &without })?;
    }
    apart(common, &study, &material)?;
    notes.iter().chain(&gaps).for_each(|text| note!("note: {text}"));
    let attention = tell_damage(common, material.damage()) || !gaps.is_empty();
    Ok(if attention { Done::Attention } else { Done::Well })
}

/// Says what is wrong with the logs, so that decisions may be missing from what was written; whether anything is.
fn tell_damage(common: &Common, damage: &[String]) -> bool {
    for problem in damage {
        note!("note: {}", common.completed(problem));
    }
    if !damage.is_empty() {
        note!(
            "note: decisions may be missing from what was written: `{}` says what to do",
            common.command("status")
        );
    }
    !damage.is_empty()
}

/// Refuses an option that would change nothing: its user believes that it does.
fn has_effect(format: &Format, args: &Args) -> Result<()> {
    let options: [(bool, &str, &[&str]); 4] = [
        (args.template.is_some(), "--template", &["docx", "html"]),
        (args.sources.is_some(), "--sources", &["qdpx"]),
        (
            args.include_suggestions,
            "--include-suggestions",
            &["csv", "md", "json", "parquet", "qdc", "qdpx", "webannotation"],
        ),
        (args.password.is_some(), "--password", &["searchable-pdf"]),
    ];
    match options.iter().find(|(given, _, formats)| *given && !formats.contains(&format.name)) {
        Some((_, option, formats)) => {
            bail!("{option} has no effect with {}: it goes with {}", format.name, formats.join(", "))
        }
        None => Ok(()),
    }
}

fn options(args: &Args) -> Result<Options> {
    let mut options = Options::default();
    options.template = args.template.as_deref().map(crosscut::read_text).transpose()?;
    options.suggestions = args.include_suggestions;
    options.password = args.password.clone();
    options.sources = match args.sources.unwrap_or(SourcesOfProject::Text) {
        SourcesOfProject::Text => Sources::Text,
        SourcesOfProject::Pdf => Sources::Pdf,
        SourcesOfProject::Both => Sources::Both,
    };
    Ok(options)
}

fn tell(format: &Format, paths: &[PathBuf]) -> Result<()> {
    match paths {
        [] => say!("nothing to write: the study has none")?,
        [path] if !format.is_folder() => {
            told(path, &format!("wrote {}", path.display()))?;
            return told(path, &format!("left out: {}", format.without));
        }
        [first, ..] => {
            let folder = first.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            say!("wrote {} to {folder}", counted(paths.len(), "file"))?;
        }
    }
    say!("left out: {}", format.without)?;
    Ok(())
}

/// Clauses that a context may be made from: more than any limit of tokens takes.
const CONTEXT: usize = 5_000;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ContextAnswer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    context: &'a Context,
}

/// The clauses that a search finds, with their citations, as many as fit.
fn context(common: &Common, args: &Args) -> Result<Done> {
    let typed =
        args.query.as_deref().context("what is it about? Give a query: --query 'incident AND report'")?;
    let mut desk = Desk::open(common)?;
    let query = desk.query(typed)?;
    let found = desk.search(&query, Asked::from(CONTEXT))?;
    if found.hits.is_empty() {
        found.notes.iter().for_each(|text| note!("note: {text}"));
        bail!("nothing to write: no clause matches");
    }
    let context = hits::quoted(&desk, &query, &found).context(args.max_tokens);
    if context.clauses.is_empty() {
        bail!("--max-tokens {} is too few for any of the clauses that were found", args.max_tokens);
    }
    if let Some(path) = &args.out {
        let bytes = match common.json {
            true => serde_json::to_vec(&ContextAnswer { schema: "crosscut/context/1", context: &context })?,
            false => context.markdown().into_bytes(),
        };
        save(path, &bytes)?;
        told(path, &format!("wrote {}", path.display()))?;
    } else if common.json {
        print_json(&ContextAnswer { schema: "crosscut/context/1", context: &context })?;
    } else {
        raw(&context.markdown())?;
    }
    Ok(Done::Well)
}

/// The report and the tables, with all decisions so far. They lie open to all.
fn report(common: &Common, study: &Study) -> Result<Done> {
    if let Some(coder) = common.coder()?
        && let Some(why) = round(study)?.why_hidden(&coder)
    {
        let own = common.command(&format!("export html --out mine.html --by {}", quoted(coder.as_str())));
        bail!("{why}; the report is open to all: `{own}` shows your own decisions");
    }
    if let Some(why) = study.publish()? {
        note!("note: {why}; --unblind includes them anyway");
        note!("each finishes with: {}", common.to_finish(&round(study)?));
    }
    let folder = study.out_folder();
    if common.json {
        let files = REPORT.map(|name| folder.join(name));
        let schema = "crosscut/export/1";
        print_json(&Answer { schema, format: "report", files: &files, without: REPORT_WITHOUT })?;
    } else {
        let [page, tables @ .., last] = REPORT;
        say!("wrote {page}, {} and {last} to {}", tables.join(", "), folder.display())?;
    }
    let damage: Vec<String> = study.events()?.1.iter().map(ToString::to_string).collect();
    Ok(if tell_damage(common, &damage) { Done::Attention } else { Done::Well })
}
