//! `crosscut fetch`: documents from their addresses, the only command that uses the network.

use crate::Done;
use crate::args::{Common, Fetch as Args};
use crate::commands::print_json;
use crate::out::{note, say};
use crate::table::Rows;
use anyhow::{Result, bail};
use crosscut::export::file_name;
use crosscut::text::AgreementId;
use crosscut::words::counted;
use crosscut::{Agreement, Study, known_agreements};
use crosscut_fetch::{Fetcher, Lock, Outcome, Settings, without_user};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::path::Path;

/// A document to fetch: what it is called, and its address.
struct Wanted {
    stem: String,
    url: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    documents: &'a [Row],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Row {
    name: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// new, same, changed or failed
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Addresses {
    schema: &'static str,
    addresses: Vec<Address>,
}

/// An address that is known.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Address {
    agreement: AgreementId,
    url: String,
    /// The day on which it was last tried, as in 2026-01-31; none where nobody did.
    tried_on: Option<String>,
    /// Whether that was here, for this study, and not by those who keep the registry.
    tried_here: bool,
}

/// An address that was fetched for the study and is that of no agreement in its settings or the registry: it goes by the
/// agreement that was read from its file, or by the name of the file.
fn added(lock: &Lock, own: &[Agreement], listed: &[Address]) -> Vec<Address> {
    let mut added: Vec<Address> = Vec::new();
    for entry in lock.entries.iter().rev() {
        if listed.iter().chain(&added).any(|known| known.url == entry.url) {
            continue;
        }
        let read = own.iter().find(|agreement| agreement.source.as_deref() == Some(entry.file.as_str()));
        let agreement = read.map_or_else(|| AgreementId::slug(&stem(&entry.file)), |one| one.id.clone());
        let (url, tried_on) = (entry.url.clone(), Some(entry.checked_on.clone()));
        added.push(Address { agreement, url, tried_on, tried_here: true });
    }
    added.reverse();
    added
}

pub(crate) fn fetch(common: &Common, args: &Args) -> Result<Done> {
    let study = Study::at(common.folder())?;
    let mut own = if Study::is_study(study.folder()) { study.agreements()? } else { Vec::new() };
    let known = known_agreements();
    for agreement in own.iter_mut().filter(|agreement| agreement.url.is_none()) {
        let of_registry = known.iter().find(|known| known.id == agreement.id);
        agreement.url = of_registry.and_then(|known| known.url.clone());
    }
    let folder = study.folder().join("sources");
    if args.list {
        return list(common, &own, &folder);
    }
    let wanted = wanted(args, &own)?;
    let mut settings = Settings::default();
    settings.plain_http = args.allow_http;
    settings.most_bytes = args.limit_mb.saturating_mul(1 << 20);
    let mut fetcher = Fetcher::new(settings);
    let rows: Vec<Row> = wanted.iter().map(|wanted| one(&mut fetcher, wanted, &folder)).collect();
    if common.json {
        print_json(&Answer { schema: "crosscut/fetch/1", documents: &rows })?;
    } else {
        tell(common, &rows, &folder)?;
    }
    let attention = rows.iter().any(|row| matches!(row.outcome, "failed" | "changed"));
    Ok(if attention { Done::Attention } else { Done::Well })
}

fn wanted(args: &Args, own: &[Agreement]) -> Result<Vec<Wanted>> {
    let known = known_agreements();
    let all = || own.iter().chain(known.iter().filter(|known| own.iter().all(|own| own.id != known.id)));
    if args.all {
        let with = all().filter_map(|agreement| {
            Some(Wanted { stem: agreement.id.to_string(), url: agreement.url.clone()? })
        });
        return Ok(with.collect());
    }
    let mut wanted = Vec::new();
    for what in &args.what {
        if what.contains("://") {
            wanted.push(Wanted { stem: stem(&without_user(what)), url: what.clone() });
            continue;
        }
        let Some(agreement) = all().find(|agreement| agreement.id.as_str() == what) else {
            bail!(
                "no agreement {what:?}: `crosscut fetch --list` lists those with an address; or give an address"
            );
        };
        let Some(url) = agreement.url.clone() else {
            bail!("{what}: the registry has no address that is certain: give one, or download it by hand");
        };
        wanted.push(Wanted { stem: agreement.id.to_string(), url });
    }
    Ok(wanted)
}

/// A file's name from an address.
fn stem(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let name =
        last.rsplit_once('.').map_or(last, |(name, ending)| if ending.len() <= 5 { name } else { last });
    AgreementId::slug(name).to_string()
}

fn one(fetcher: &mut Fetcher, wanted: &Wanted, folder: &Path) -> Row {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar.set_message(wanted.stem.clone());
    // As every system takes it: "con" is no name of a file on Windows.
    let file = file_name(&wanted.stem, "");
    let fetched = fetcher.fetch(&wanted.url, file.trim_end_matches('.'), folder, &|progress| {
        bar.set_length(progress.of.unwrap_or(progress.bytes));
        bar.set_position(progress.bytes);
    });
    bar.finish_and_clear();
    let row = |file: Option<String>, outcome: &'static str, why: Option<String>| Row {
        name: wanted.stem.clone(),
        url: without_user(&wanted.url),
        file,
        outcome,
        why,
    };
    match fetched {
        Ok(Outcome::New(file)) => row(Some(file), "new", None),
        Ok(Outcome::Same(file)) => row(Some(file), "same", None),
        Ok(Outcome::Changed { old, new }) => {
            let why = format!("differs from {old}, which is kept: compare them before you use the new one");
            row(Some(new), "changed", Some(why))
        }
        Err(error) => row(None, "failed", Some(error.to_string())),
    }
}

fn tell(common: &Common, rows: &[Row], folder: &Path) -> Result<()> {
    for row in rows {
        match (&row.file, &row.why) {
            (Some(file), None) => say!("{}: {} ({})", row.name, file, row.outcome)?,
            (Some(file), Some(why)) => note!("{}: {file} is a new edition; it {why}", row.name),
            (None, why) => note!("{}: not fetched: {}", row.name, why.as_deref().unwrap_or_default()),
        }
    }
    let new: Vec<&str> =
        rows.iter().filter(|row| row.outcome == "new").filter_map(|row| row.file.as_deref()).collect();
    if !new.is_empty() {
        let paths: Vec<String> = new.iter().map(|file| folder.join(file).display().to_string()).collect();
        say!(
            "{} in {}; next: {}",
            counted(new.len(), "new document"),
            folder.display(),
            common.command(&format!("run {}", paths.join(" ")))
        )?;
    }
    Ok(())
}

/// The addresses that are known, and when each was last tried, here or by those who keep the registry.
fn list(common: &Common, own: &[Agreement], folder: &Path) -> Result<Done> {
    let lock = Lock::read(folder)?;
    let known = known_agreements();
    let of_registry = known.iter().filter(|known| own.iter().all(|own| own.id != known.id));
    let address = |agreement: &Agreement| {
        let url = agreement.url.clone()?;
        let here = lock.last(&url).map(|entry| entry.checked_on.to_string());
        let tried_here = here.is_some();
        let tried_on = here.or_else(|| agreement.url_checked_on.clone());
        Some(Address { agreement: agreement.id.clone(), url, tried_on, tried_here })
    };
    let mut addresses: Vec<Address> = own.iter().chain(of_registry).filter_map(address).collect();
    addresses.extend(added(&lock, own, &addresses));
    if common.json {
        print_json(&Addresses { schema: "crosscut/addresses/1", addresses })?;
        return Ok(Done::Well);
    }
    let mut rows = Rows::new(&["agreement", "last tried", "address"]);
    for Address { agreement, url, tried_on, tried_here } in addresses {
        let day = tried_on.unwrap_or_else(|| "never".into());
        let tried = if tried_here { format!("{day}, here") } else { day };
        rows.add([agreement.to_string(), tried, url]);
    }
    rows.print()?;
    Ok(Done::Well)
}
