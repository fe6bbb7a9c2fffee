//! The query language, case by case, and against anything that may be typed.

use super::*;
use proptest::prelude::*;

/// A query written out with every group in brackets.
fn shown(node: &Node) -> String {
    let list =
        |nodes: &[Node], join: &str| format!("({})", nodes.iter().map(shown).collect::<Vec<_>>().join(join));
    match node {
        Node::All(nodes) => list(nodes, " & "),
        Node::Any(nodes) => list(nodes, " | "),
        Node::Not(node) => format!("!{}", shown(node)),
        Node::Word(word) => word.clone(),
        Node::Spellings(words) => words.join("/"),
        Node::Phrase(words) => format!("{words:?}"),
        Node::Prefix(word) => format!("{word}…"),
        Node::Agreement(id) => format!("agreement={id}"),
        Node::Kind(kind) => format!("kind={kind}"),
        Node::Language(language) => format!("language={language}"),
    }
}

fn check(query: &str, expected: &str) {
    let found = match parse(query) {
        Ok(node) => shown(&node),
        Err(SearchError::Query { reason, .. }) => format!("error: {reason}"),
        Err(error) => format!("other: {error}"),
    };
    assert_eq!(found, expected, "{query}");
}

#[test]
fn what_people_type() {
    check("network security", "(network & security)");
    check("  \"network security\" ", "\"network security\"");
    check("“network security” plan", "(\"network security\" & plan)");
    check("secur* plan", "(secur… & plan)");
    check("incident OR breach notification", "((incident | breach) & notification)");
    check("incident AND breach OR loss plan", "((incident & (breach | loss)) & plan)");
    check("incident AND breach", "((incident & breach))");
    check("(incident breach)", "((incident & breach))");
    check("plan -budget NOT (cost OR \"the fee\")", "(plan & !budget & !(cost | \"the fee\"))");
    check("agreement:paris-call kind:provision plan", "(agreement=paris-call & kind=provision & plan)");
    check("agreement:\"my text\" language:fr", "(agreement=my text & language=fr)");
    check("Article 9(2)(a)", "(Article & 9 & 2 & a)");
    check("critical-infrastructure – § 5:", "(critical-infrastructure & 5:)");
    check("https://example.org", "https://example.org");
    check("and or not", "(and & or & not)");
}

#[test]
fn what_is_wrong_is_named() {
    check("", "error: it has no word to search for");
    check(" – …", "error: it has no word to search for");
    check("a ()", "error: a group has no word to search for");
    check("\"open phrase", "error: the quotation mark before \"open phrase\" is never closed");
    check("(a b", "error: an opening parenthesis is never closed");
    check("a b)", "error: a closing parenthesis has no opening one");
    check("a OR", "error: OR has nothing on its right");
    check("OR a", "error: OR has nothing on its left");
    check("a AND", "error: AND has nothing on its right");
    check("AND a", "error: AND has nothing on its left");
    check("a NOT", "error: NOT has nothing to leave out");
    check("*", "error: `*` needs the beginning of a word before it");
    check("se*ity", "error: `*` is allowed only at the end of a word, not inside \"se*ity\"");
    check(
        "author:me",
        "error: there is no filter \"author\": the filters are agreement:, kind: and language:",
    );
    check(
        "kind:law",
        "error: there is no kind \"law\": the kinds are recital, provision, definition, heading, final, signature, annex, note",
    );
    check("language:xx", "error: no language has the code \"xx\": codes are en, fr, es …");
    check(&"(".repeat(100), "error: its groups are nested more than 16 deep");
    check(&"a ".repeat(1000), "error: it has more than 500 words");
}

proptest! {
    #[test]
    fn anything_typed_is_read_or_refused(query in "\\PC{0,60}") {
        let _ = parse(&query);
    }

    #[test]
    fn anything_made_of_signs_is_read_or_refused(query in "([ab\"“()*:-]| |AND|OR|NOT|kind:|agreement:|-){0,30}") {
        let _ = parse(&query);
    }
}
