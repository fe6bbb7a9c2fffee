//! `crosscut words`: the words of a study as a corpus linguist counts them.

use crate::Done;
use crate::args::{Common, Words};
use crate::commands::desk::Desk;
use crate::commands::print_json;
use crate::out::{note, say};
use crate::table::Rows;
use anyhow::{Result, bail};
use crosscut::search::{Corpus, Options};
use crosscut::words::counted;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<T> {
    schema: &'static str,
    words: usize,
    rows: Vec<T>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WordRow {
    word: String,
    count: usize,
    per_10_000: f64,
    agreements: usize,
    dispersion: f64,
    /// How often in each agreement that has it.
    by_agreement: BTreeMap<String, usize>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct NearRow {
    word: String,
    near: usize,
    count: usize,
    log_dice: f64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct KeyRow {
    word: String,
    here: usize,
    there: usize,
    log_likelihood: f64,
    log_ratio: f64,
}

pub(crate) fn words(common: &Common, args: &Words) -> Result<Done> {
    let mut desk = Desk::open(common)?;
    let corpus = corpus(&mut desk, args.query.as_deref())?;
    if let Some(word) = &args.near {
        near(common, args, &corpus, word)?;
    } else if let Some(other) = &args.against {
        against(common, args, &corpus, &self::corpus(&mut desk, Some(other))?)?;
    } else {
        frequencies(common, args, &corpus)?;
    }
    Ok(Done::Well)
}

/// The words of all clauses that match a query.
fn corpus(desk: &mut Desk, query: Option<&str>) -> Result<Corpus> {
    let mut options = Options::from(desk.index.clauses());
    options.count = false;
    let found = desk.search(&desk.query(query.unwrap_or("*"))?, options)?;
    found.notes.iter().for_each(|text| note!("note: {text}"));
    if let (Some(query), []) = (query, found.hits.as_slice()) {
        bail!("no clause matches {query:?}");
    }
    Ok(Corpus::of(found.hits.iter().map(|hit| (&hit.agreement, hit.language, hit.text.as_str()))))
}

fn frequencies(common: &Common, args: &Words, corpus: &Corpus) -> Result<()> {
    let found = corpus.frequencies(usize::from(args.ngrams));
    if common.json {
        let row = |w: crosscut::search::WordCount| WordRow {
            word: w.word,
            count: w.count,
            per_10_000: w.per_10_000,
            agreements: w.agreements,
            dispersion: w.dispersion,
            by_agreement: w.by_agreement.into_iter().map(|(id, count)| (id.to_string(), count)).collect(),
        };
        let rows = found.into_iter().take(args.limit).map(row).collect();
        return print_json(&Answer { schema: "crosscut/words/1", words: corpus.words(), rows });
    }
    say!(
        "{}, {} that carry a topic, each with all its forms; DP is 0 for an even spread, near 1 for one agreement\n",
        counted(corpus.words(), "word"),
        found.len()
    )?;
    if args.by_agreement {
        let mut rows = Rows::new(&["word", "agreement", "#count"]);
        for word in found.iter().take(args.limit) {
            for (agreement, count) in &word.by_agreement {
                rows.add([word.word.clone(), agreement.to_string(), count.to_string()]);
            }
        }
        return Ok(rows.print()?);
    }
    let mut rows = Rows::new(&["word", "#count", "#per 10,000", "#agreements", "#DP"]);
    for word in found.iter().take(args.limit) {
        rows.add([
            word.word.clone(),
            word.count.to_string(),
            format!("{:.1}", word.per_10_000),
            word.agreements.to_string(),
            format!("{:.2}", word.dispersion),
        ]);
    }
    Ok(rows.print()?)
}

fn near(common: &Common, args: &Words, corpus: &Corpus, word: &str) -> Result<()> {
    if word.split_whitespace().count() != 1 {
        bail!("--near takes one word, not {word:?}");
    }
    let found = corpus.collocates(word, args.window);
    if common.json {
        let row = |c: crosscut::search::Collocate| NearRow {
            word: c.word,
            near: c.near,
            count: c.count,
            log_dice: c.log_dice,
        };
        let rows = found.into_iter().take(args.limit).map(row).collect();
        return print_json(&Answer { schema: "crosscut/words-near/1", words: corpus.words(), rows });
    }
    if found.is_empty() {
        bail!("no word occurs twice within {} of {word:?}", counted(args.window, "word"));
    }
    let mut rows = Rows::new(&["word", "#near", "#count", "#log-Dice"]);
    for word in found.iter().take(args.limit) {
        rows.add([
            word.word.clone(),
            word.near.to_string(),
            word.count.to_string(),
            format!("{:.1}", word.log_dice),
        ]);
    }
    Ok(rows.print()?)
}

/// The surest words of both sets, half of the limit for each.
fn against(common: &Common, args: &Words, here: &Corpus, there: &Corpus) -> Result<()> {
    let keys = here.keyness(there);
    let (more, less): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| key.log_ratio > 0.0);
    let half = args.limit.div_ceil(2);
    let found = more.into_iter().take(half).chain(less.into_iter().take(args.limit - half));
    if common.json {
        let row = |k: crosscut::search::Key| KeyRow {
            word: k.word,
            here: k.counts.0,
            there: k.counts.1,
            log_likelihood: k.log_likelihood,
            log_ratio: k.log_ratio,
        };
        return print_json(&Answer {
            schema: "crosscut/words-against/1",
            words: here.words(),
            rows: found.map(row).collect(),
        });
    }
    say!(
        "{} against {}; a log ratio of 1 is twice as often, of -1 half as often\n",
        counted(here.words(), "word"),
        counted(there.words(), "word")
    )?;
    let mut rows = Rows::new(&["word", "#here", "#there", "#log-likelihood", "#log ratio"]);
    for key in found {
        rows.add([
            key.word,
            key.counts.0.to_string(),
            key.counts.1.to_string(),
            format!("{:.1}", key.log_likelihood),
            format!("{:.1}", key.log_ratio),
        ]);
    }
    Ok(rows.print()?)
}
