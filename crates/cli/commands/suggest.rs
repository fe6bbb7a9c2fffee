//! `crosscut suggest`: asks a language model for names, definitions and doubtful cells.

use crate::Done;
use crate::args::{Common, Suggest};
use crate::commands::open;
use crate::out::{note, raw, say};
use anyhow::{Result, bail};
use crosscut::words::counted;
use crosscut_suggest::endpoint::{Asked, Endpoint, Question, ask, cells, names};
use crosscut_suggest::{Assistant, Ground, Log};
use std::env;
use std::io::{self, BufRead, IsTerminal};
use std::time::Duration;

/// The variable that holds the key of a server, where it wants one.
const KEY: &str = "CROSSCUT_API_KEY";
/// Near misses of a cell that are looked at.
const MISSES: usize = 1;

pub(crate) fn suggest(common: &Common, args: &Suggest) -> Result<Done> {
    let study = open(common)?;
    let by = Assistant::new(&args.name)?;
    let key = env::var(KEY).ok().filter(|key| !key.is_empty());
    let patience = Duration::from_secs(args.patience.max(1));
    let endpoint = Endpoint::new(&args.endpoint, &args.model, &study.assistant_hosts()?, key, patience)?;
    // While coding is blind no decisions go out.
    let findings = study.findings_for(None)?;
    let mut questions = names(&findings, args.names);
    if args.cells > 0 && !findings.state().elements.is_empty() {
        let compared = study.compared(&findings.results().clauses)?;
        questions.extend(cells(&findings, &findings.second_look(&compared, MISSES)?, args.cells));
    }
    if args.dry_run {
        return dry(&endpoint, &questions);
    }
    if questions.is_empty() {
        say!("nothing to ask: no candidate is open, and no cell is in doubt")?;
        return Ok(Done::Well);
    }
    if !endpoint.is_here() && !agreed(&endpoint, &questions)? {
        bail!("nothing was sent");
    }
    let mut log = Log::open(&study, &by)?;
    let told = |number: usize| {
        if io::stderr().is_terminal() {
            note!("{} of {}", number + 1, questions.len());
        }
    };
    let asked = ask(&study, &Ground::new(&findings), &mut log, &endpoint, &questions, &told)?;
    tell(common, &by, &asked, questions.len())
}

/// What would be sent, word for word, and how much it is.
fn dry(endpoint: &Endpoint, questions: &[Question]) -> Result<Done> {
    for question in questions {
        raw(&format!("{}\n", serde_json::to_string_pretty(&endpoint.request(question))?))?;
    }
    say!("{}", amount(endpoint, questions))?;
    say!("nothing was sent")?;
    Ok(Done::Well)
}

fn amount(endpoint: &Endpoint, questions: &[Question]) -> String {
    let bytes: usize = questions.iter().map(|question| endpoint.request(question).to_string().len()).sum();
    let many = counted(questions.len(), "question");
    format!("{many}, {} kB, about {} tokens, to {}", bytes.div_ceil(1000), bytes.div_ceil(4), endpoint.host())
}

/// Asks whether the texts may leave this computer, each time.
fn agreed(endpoint: &Endpoint, questions: &[Question]) -> Result<bool> {
    if !io::stdin().is_terminal() {
        bail!(
            "{} is not on this computer, and nobody is here to be asked whether texts may go there",
            endpoint.host()
        );
    }
    note!("{} will leave this computer. Send them? Type yes:", amount(endpoint, questions));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}

fn tell(common: &Common, by: &Assistant, asked: &Asked, questions: usize) -> Result<Done> {
    asked.refused.iter().chain(&asked.failed).for_each(|why| note!("{why}"));
    let known = if asked.known > 0 { format!(" ({} from before)", asked.known) } else { String::new() };
    say!("{} of {} answered{known}", asked.answered, counted(questions, "question"))?;
    say!("{by}: {} kept, {} refused", counted(asked.kept, "suggestion"), asked.refused.len())?;
    say!("to see them: {}", common.command("suggestions"))?;
    let well = asked.refused.is_empty() && asked.failed.is_empty();
    Ok(if well { Done::Well } else { Done::Attention })
}
