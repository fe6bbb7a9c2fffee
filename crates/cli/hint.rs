//! Commands that the program suggests: they run as they are printed, on the study and for the coder of this call.

use crate::args::Common;
use anyhow::{Result, bail};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use crosscut::decisions::{Coder, Problem, ProblemKind, Round};
use crosscut_suggest::Assistant;
use std::collections::BTreeSet;
use std::path::Path;

/// The study of a call that names none.
const STUDY: &str = "crosscut-study";

impl Common {
    /// The folder of the study.
    pub(crate) fn folder(&self) -> &Path {
        self.study.as_deref().unwrap_or(Path::new(STUDY))
    }

    /// Who decides or looks, if that was said.
    pub(crate) fn coder(&self) -> Result<Option<Coder>> {
        if let Some(name) = self.coder.as_deref().filter(|name| Assistant::is_called(name)) {
            bail!("“{name}” is an assistant's name: people decide, under a name of their own");
        }
        Ok(self.coder.as_deref().map(Coder::new).transpose()?)
    }

    /// `crosscut` with these words, for this study and coder: what goes without saying is left out.
    pub(crate) fn command(&self, words: &str) -> String {
        let names = |option: &str| words.split(' ').any(|word| word == option);
        let verb = words.split(' ').next().unwrap_or_default();
        let mut command = format!("crosscut {words}");
        // Without a study `model` means the user's own folder.
        if verb != "model" && !names("--study") && self.folder() != Path::new(STUDY) {
            command += &option("--study", &self.folder().to_string_lossy());
        }
        let imports = words.split(' ').nth(1) == Some("import");
        match &self.coder {
            Some(coder) if verb == "decide" && !names("--by") => command += &option("--by", coder),
            // Whoever decides says who they are.
            None if verb == "decide" && !names("--by") && !imports => command += " --by NAME",
            _ => {}
        }
        command
    }

    /// What each coder runs who has not finished, where coding is blind.
    pub(crate) fn to_finish(&self, round: &Round) -> String {
        let finish = |coder: &&Coder| self.command(&format!("decide finish --by {}", quoted(coder.as_str())));
        round.waiting().iter().map(finish).collect::<Vec<_>>().join(", ")
    }

    /// A message of the library with every command in it (`crosscut …`) completed.
    pub(crate) fn completed(&self, message: &str) -> String {
        let mut parts = message.split('`');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (place, part) in parts.enumerate() {
            out.push('`');
            match part.strip_prefix("crosscut ") {
                Some(words) if place % 2 == 0 => out += &self.command(words),
                _ => out += part,
            }
        }
        out
    }
}

/// Says that several words of a query go between quotation marks, where that is what went wrong.
pub(crate) fn told_of_quotes(error: &clap::Error) {
    let called: Vec<String> = std::env::args().skip(1).collect();
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) else { return };
    let searches = called.iter().any(|word| ["search", "kwic", "words"].contains(&word.as_str()));
    let before = called.iter().position(|one| one == word).and_then(|at| called.get(at.checked_sub(1)?));
    if let (ErrorKind::UnknownArgument, true, false, Some(before)) =
        (error.kind(), searches, word.starts_with('-'), before)
    {
        crate::out::note!("hint: a query of several words goes between quotation marks: '{before} {word} …'");
    }
}

/// An option with its value, after a space.
fn option(name: &str, value: &str) -> String {
    let join = if value.starts_with('-') { '=' } else { ' ' };
    format!(" {name}{join}{}", quoted(value))
}

/// A value as a shell takes it: in quotation marks where it holds anything that a shell reads otherwise.
pub(crate) fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+,".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else if cfg!(windows) {
        format!("\"{}\"", value.replace('"', "\\\""))
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

/// The commands that bring back what was lost from logs. A log with a line that cannot be read is written to by nobody: it is
/// put aside first.
pub(crate) fn bring_back(common: &Common, problems: &[Problem]) -> Option<String> {
    let lost = |file: &str| {
        problems.iter().any(|one| one.file == file && matches!(one.kind, ProblemKind::Missing(_)))
    };
    let unread = problems.iter().filter(|one| matches!(one.kind, ProblemKind::Unreadable(_)));
    let damaged: BTreeSet<&str> = unread.map(|one| one.file.as_str()).filter(|&file| lost(file)).collect();
    let aside = damaged.into_iter().map(|file| {
        let path = common.folder().join("decisions").join(file);
        let put = path.with_file_name(format!("{file}.damaged"));
        format!("mv {} {}", quoted(&path.to_string_lossy()), quoted(&put.to_string_lossy()))
    });
    let any = problems.iter().any(|one| matches!(one.kind, ProblemKind::Missing(_)));
    any.then(|| aside.chain([common.command("decide import")]).collect::<Vec<_>>().join(" && "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(study: Option<&str>, coder: Option<&str>) -> Common {
        Common { study: study.map(Into::into), coder: coder.map(Into::into), json: false, unblind: false }
    }

    #[test]
    fn a_command_names_what_does_not_go_without_saying() {
        assert_eq!(common(None, None).command("matrix"), "crosscut matrix");
        assert_eq!(common(Some("crosscut-study"), None).command("matrix"), "crosscut matrix");
        assert_eq!(common(Some("my study"), None).command("run"), "crosscut run --study 'my study'");
        assert_eq!(common(Some("-s"), None).command("run"), "crosscut run --study=-s");
        assert_eq!(common(None, Some("Ana")).command("decide undo"), "crosscut decide undo --by Ana");
        assert_eq!(
            common(None, Some("Ana")).command("decide undo --by Ben"),
            "crosscut decide undo --by Ben"
        );
        assert_eq!(common(Some("s"), None).command("model list"), "crosscut model list");
        let decides = common(Some("s"), None).command("decide undo");
        assert_eq!(decides, "crosscut decide undo --study s --by NAME");
        assert_eq!(common(None, None).command("decide import"), "crosscut decide import");
    }

    #[test]
    fn commands_inside_a_message_are_completed_and_nothing_else() {
        let message = "no `x`: run `crosscut run` or `crosscut candidates 1`";
        let expected = "no `x`: run `crosscut run --study s` or `crosscut candidates 1 --study s`";
        assert_eq!(common(Some("s"), None).completed(message), expected);
        assert_eq!(common(None, None).completed(message), message);
    }

    #[cfg(not(windows))]
    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        assert_eq!(quoted("a-b_c/d.e"), "a-b_c/d.e");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted("treaty#art_1"), "'treaty#art_1'");
        assert_eq!(quoted(""), "''");
    }
}
