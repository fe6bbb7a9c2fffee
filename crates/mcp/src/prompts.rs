//! The three questions of the forum, as prompts that a user picks.

use crate::error::{Error, Result};
use crosscut::text::lexicon::invisible::stripped;
use rmcp::model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role};

/// Characters of an argument.
const LONGEST: usize = 300;

/// How every answer is to be given.
const RULES: &str = "Use the tools of this server alone. Cite every statement with the id of its clause in brackets, its place \
and its page, and quote its words exactly as they are there. Say what is a candidate, which is a proposal, and what is an element, \
which a person confirmed. Look at `coverage` first: where text was lost, nothing can be said to be absent. What you cannot tie to a \
clause, leave out.";

/// A question with the argument that it takes.
struct Question {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    argument: &'static str,
    what: &'static str,
    /// What is asked, with `{}` where the argument goes, and what is asked without it; none where it must be there.
    asked: &'static str,
    open: Option<&'static str>,
}

const QUESTIONS: [Question; 3] = [
    Question {
        name: "what-do-these-share",
        title: "What do these agreements share?",
        about: "The commitments that several agreements have, each with the clauses that make it",
        argument: "agreements",
        what: "Ids of agreements with commas between them; all of the study unless it is said",
        asked: "What do these agreements share: {}? List the commitments that several of them have, those of most agreements \
                first: confirmed elements from `elements` and `element`, then `candidates` and `candidate`. For each: which \
                agreements have it, and the clause of each that shows it.",
        open: Some(
            "What do the agreements of this study share? List the commitments that several of them have, those of most \
             agreements first: confirmed elements from `elements` and `element`, then `candidates` and `candidate`. For each: \
             which agreements have it, and the clause of each that shows it.",
        ),
    },
    Question {
        name: "what-is-only-here",
        title: "What is only in this agreement?",
        about: "The commitments of one agreement that no other has, each beside what comes nearest elsewhere",
        argument: "agreement",
        what: "Id of the agreement",
        asked: "What is only in the agreement {}? Begin with `outliers` for it. For each clause that asks something of somebody, look \
                for its like with `like` and `search` before you say that no other agreement has it, and show what comes \
                nearest elsewhere.",
        open: None,
    },
    Question {
        name: "what-is-absent",
        title: "What is absent, and was looked for?",
        about: "The agreements that lack an element, whether somebody looked, and what comes nearest",
        argument: "element",
        what: "Name of an element, or a commitment in your words",
        asked: "Which agreements lack this: {}? If it is a confirmed element, use `gaps`: keep apart what somebody checked and found \
                absent, what nobody has checked, and what could not be read. Otherwise look for it with `search` in several words \
                and with `like`, say which queries you tried, and give the nearest clause of each agreement. Never call \
                something absent because a search found nothing.",
        open: None,
    },
];

/// The prompts, as they are listed.
pub(crate) fn prompts() -> Vec<Prompt> {
    let prompt = |question: &Question| {
        let argument = PromptArgument::new(question.argument)
            .with_description(question.what)
            .with_required(question.open.is_none());
        Prompt::new(question.name, Some(question.about), Some(vec![argument])).with_title(question.title)
    };
    QUESTIONS.iter().map(prompt).collect()
}

/// The prompt of a name with its argument put in.
pub(crate) fn prompt(name: &str, args: &JsonObject) -> Result<GetPromptResult> {
    let question = QUESTIONS.iter().find(|question| question.name == name).ok_or_else(|| {
        let names = QUESTIONS.map(|question| question.name).join(", ");
        Error::asked(format!("there is no prompt of that name: there are {names}"))
    })?;
    let given =
        args.get(question.argument).and_then(|value| value.as_str()).map(stripped).unwrap_or_default();
    let given: String = given.trim().chars().take(LONGEST).collect();
    let asked = match (given.is_empty(), question.open) {
        (true, Some(open)) => open.to_owned(),
        (true, None) => {
            return Err(Error::asked(format!("`{}` is missing: {}", question.argument, question.what)));
        }
        (false, _) => question.asked.replace("{}", &format!("“{given}”")),
    };
    let message = PromptMessage::new_text(Role::User, format!("{asked}\n\n{RULES}"));
    Ok(GetPromptResult::new(vec![message]).with_description(question.about))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(name: &str, args: &serde_json::Value) -> Result<String> {
        let found = prompt(name, args.as_object().expect("an object"))?;
        Ok(serde_json::to_string(&found.messages).expect("JSON"))
    }

    #[test]
    fn each_question_takes_its_argument_and_asks_for_citations() {
        for question in &QUESTIONS {
            let with = text(question.name, &json!({ question.argument: "paris-call" })).expect("a prompt");
            assert!(with.contains("“paris-call”") && with.contains("id of its clause"), "{with}");
            assert_eq!(text(question.name, &json!({})).is_ok(), question.open.is_some());
        }
        assert!(text("what-else", &json!({})).is_err());
        let long = text("what-is-absent", &json!({ "element": "x".repeat(10_000) })).expect("a prompt");
        assert!(!long.contains(&"x".repeat(LONGEST + 1)));
    }
}
