//! The tools of the server.

use crate::tool::Tool;
use crate::{read, suggest};

/// Every tool that reads; and those that suggest, where the server may.
pub(crate) fn tools(suggests: bool) -> Vec<Tool> {
    let mut tools: Vec<Tool> = of_texts().into_iter().chain(of_findings()).collect();
    if suggests {
        tools.extend(suggesting());
    }
    tools
}

/// Tools over the texts.
fn of_texts() -> [Tool; 5] {
    [
        Tool::reads(
            "agreements",
            "List the agreements of the study, with id, title, year and who stands behind each.",
            read::agreements,
        ),
        Tool::reads(
            "search",
            "Find clauses by words, phrases, operators and fields. Each comes with its id, place, page and words, and matches \
             are counted by agreement. A wrong query is refused with the column of what is wrong.",
            read::search,
        ),
        Tool::reads(
            "clause",
            "Read one clause by its id, with the clauses around it, its heading, its opening words, and the elements and \
             candidates that it is in.",
            read::clause,
        ),
        Tool::reads(
            "like",
            "Find the clauses of other agreements that are most like a clause, or like a text.",
            read::like,
        ),
        Tool::reads(
            "coverage",
            "Show how much of each document was read and what was lost. Look here before you say that something is absent.",
            read::coverage,
        ),
    ]
}

/// Tools over what the program proposes and people decided.
fn of_findings() -> [Tool; 8] {
    [
        Tool::reads(
            "candidates",
            "List what the program proposes as shared by several agreements, best first. Proposals: nobody has decided on them.",
            read::candidates,
        ),
        Tool::reads("candidate", "Read the clauses of one candidate.", read::candidate),
        Tool::reads("elements", "List the elements that people have confirmed.", read::elements),
        Tool::reads(
            "element",
            "Read the clauses of one confirmed element, and what is known of it in each agreement.",
            read::element,
        ),
        Tool::reads(
            "gaps",
            "List the agreements in which an element was not found, whether somebody looked, and the clauses that come nearest.",
            read::gaps,
        ),
        Tool::reads(
            "matrix",
            "Show which agreement has which element: confirmed elements, then candidates.",
            read::matrix,
        ),
        Tool::reads(
            "outliers",
            "List clauses that have no like in any other agreement, the most distinct first.",
            read::outliers,
        ),
        Tool::reads(
            "suggestions",
            "List what assistants have suggested, and what people made of it.",
            read::suggestions,
        ),
    ]
}

fn suggesting() -> [Tool; 5] {
    [
        Tool::suggests(
            "suggest_element",
            "Suggest a new element, with the clauses that carry it and their words. Words that are not there are refused.",
            suggest::element,
        ),
        Tool::suggests(
            "suggest_definition",
            "Suggest a definition of an element or candidate, with the clauses and words that it is drawn from.",
            suggest::definition,
        ),
        Tool::suggests(
            "suggest_clause",
            "Suggest that clauses carry an element or candidate, with the words that show it.",
            suggest::clause,
        ),
        Tool::suggests(
            "suggest_name",
            "Suggest a name for an element or candidate, with the clauses and words that show that it fits.",
            suggest::name,
        ),
        Tool::suggests(
            "suggest_note",
            "Suggest a remark on clauses, with the words that it rests on.",
            suggest::note,
        ),
    ]
}
