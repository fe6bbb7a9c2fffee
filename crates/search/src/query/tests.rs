//! The query language, case by case, and against anything that may be typed.

use super::*;
use crate::SearchError;
use proptest::prelude::*;

/// A query written out with every group in brackets.
fn shown(node: &Node) -> String {
    let list =
        |nodes: &[Node], join: &str| format!("({})", nodes.iter().map(shown).collect::<Vec<_>>().join(join));
    match node {
        Node::Everything => "*".into(),
        Node::Beside(parts) => {
            let part =
                |part: &Part| if part.must { format!("+{}", shown(&part.node)) } else { shown(&part.node) };
            format!("[{}]", parts.iter().map(part).collect::<Vec<_>>().join(" "))
        }
        Node::All(nodes) => list(nodes, " & "),
        Node::Any(nodes) => list(nodes, " | "),
        Node::Not(node) => format!("!{}", shown(node)),
        Node::Word(word) => word.clone(),
        Node::Exact(word) => format!("={word}"),
        Node::Phrase(words, _) => format!("{words:?}"),
        Node::Near(words, apart) => format!("{words:?}~{apart}"),
        Node::Wild(word, _) => format!("wild {word}"),
        Node::Fuzzy(word, edits, _) => format!("{word}~{edits}"),
        Node::Filter(Filter::Heading(inner), _) => format!("heading({})", shown(inner)),
        Node::Filter(Filter::Defines(inner), _) => format!("defines({})", shown(inner)),
        Node::Filter(filter, _) => format!("{filter:?}"),
        Node::Also(..) | Node::Cited(..) => unreachable!("nobody types it"),
    }
}

fn check(query: &str, expected: &str) {
    let found = match parse(query) {
        Ok(read) => shown(&read.node),
        Err(SearchError::Query { reason, .. }) => format!("error: {reason}"),
        Err(error) => format!("other: {error}"),
    };
    assert_eq!(found, expected, "{query}");
}

#[test]
fn what_people_type() {
    check("network security", "[network security]");
    check("  \"network security\" ", "[+\"network security\"]");
    check("“network security” plan", "[+\"network security\" plan]");
    check("secur* plan", "[wild secur* plan]");
    check("incident OR breach notification", "[(incident | breach) notification]");
    check("incident AND breach OR loss plan", "[((incident & breach) | loss) plan]");
    check("supply OR chain AND risk", "(supply | (chain & risk))");
    check("risk AND supply OR chain", "((risk & supply) | chain)");
    check("incident && breach || loss", "((incident & breach) | loss)");
    check("incident&&breach||loss", "((incident & breach) | loss)");
    check("(incident breach)", "[incident breach]");
    check("+incident +breach", "[+incident +breach]");
    check("+shall incident", "[+shall incident]");
    check("=shall incident", "[+=shall incident]");
    check("!incident", "[+!incident]");
    check("-incident", "[+!incident]");
    check("* -incident", "[+* +!incident]");
    check("plan -budget NOT (cost OR \"the fee\")", "[plan +!budget +!(cost | \"the fee\")]");
    check("\"supply chain\"~3", "[+\"supply chain\"~3]");
    check("vulnerabilty~ plan~1 longer~2", "[vulnerabilty~2 plan~1 longer~2]");
    check("critical infrastructure^2", "[critical infrastructure]");
    check("\"critical infrastructure\"^2 plan", "[+\"critical infrastructure\" plan]");
    check("(critical infrastructure)^2 plan", "[[critical infrastructure] plan]");
    check("(critical infrastructure)~3", "[critical infrastructure]");
    check("=report* =plan^2", "[+\"report*\" +=plan]");
    check("Article 9(2)(a)", "[Article 9(2)(a)]");
    check("critical-infrastructure – § 5:", "[critical-infrastructure 5:]");
    check("https://example.org", "https://example.org");
    check("C-131/12 2016/1148", "[C-131/12 2016/1148]");
    check("and or not", "[and or not]");
    check("AND", "and");
    check("- *", "[+*]");
    check("R&D plan", "[R&D plan]");
    check("plan\u{0}net", "[plan net]");
}

#[test]
fn fields() {
    check("agreement:paris-call plan", "[+Agreement(\"paris-call\") plan]");
    check("agreement:\"my text\" language:fr", "[+Agreement(\"my text\") +Language(French)]");
    check("agreement:(a OR b)", "[+(Agreement(\"a\") | Agreement(\"b\"))]");
    check("KIND:provision", "[+Kind(Provision)]");
    check("strength:shall", "[+Strength(Shall)]");
    check("year:[2015 TO 2019]", "[+Year(Bounds { from: 2015, to: 2019 })]");
    check("year:<2015 plan", "[+Year(Bounds { from: 0, to: 2014 }) plan]");
    check("article:21(2)(a)", "[+Article(\"21(2)(a)\")]");
    check("heading:(capacity building)", "[+heading([capacity building])]");
    check("defines:\"cyber incident\"", "[+defines(\"cyber incident\")]");
    check("has:decision", "[+Decided]");
    check("Note: the plan", "[Note: the plan]");
    check("ISO:27001", "ISO:27001");
}

#[test]
fn what_is_wrong_is_named_with_its_column() {
    check("", "error: it has no word to search for (column 1)");
    check(" – …", "error: it has no word to search for (column 5)");
    check("a ()", "error: a group has no word in it (column 4)");
    check("é \"open phrase", "error: the quotation mark is never closed (column 3)");
    check("\"", "error: the quotation mark is never closed (column 1)");
    check("(", "error: a group has no word in it (column 2)");
    check("(a b", "error: the opening bracket is never closed (column 1)");
    check("a b)", "error: a closing bracket has no opening one (column 4)");
    check("a OR", "error: OR has nothing on its right (column 5)");
    check("OR a", "error: OR has nothing on its left (column 1)");
    check("a AND", "error: AND has nothing on its right (column 6)");
    check("AND a", "error: AND has nothing on its left (column 1)");
    check("a NOT", "error: NOT has nothing to leave out (column 3)");
    check("agreement:", "error: a value is missing after agreement: (column 11)");
    check("x agrement:paris", "error: there is no field \"agrement\": did you mean agreement:? (column 3)");
    check("year:soon", "error: \"soon\" is no year and no range of years, such as 2015..2019 (column 1)");
    check("language:xx", "error: no language has the code \"xx\": codes are en, fr, es … (column 1)");
    check(&"(".repeat(100), "error: groups are nested more than 64 deep (column 65)");
    let long = "error: it has more than 1000 words and signs: search by example instead, with --like-text or --like-file (column 2001)";
    check(&"a ".repeat(10_000), long);
}

#[test]
fn what_is_no_syntax_is_noted() {
    let notes = |query: &str| parse(query).unwrap().notes.join("; ");
    assert_eq!(notes("incident and reporting"), "and in small letters is read as a word: did you mean AND?");
    assert!(notes("plan ^ net").contains("\"^\" at column 6"));
    assert!(notes("plan^2 net^3").starts_with("weights"));
    assert_eq!(notes("incident reporting"), "");
}

#[test]
fn a_query_is_explained() {
    let explained = parse("ICT products OR services").unwrap().node.explained();
    let lines: Vec<&str> = explained.lines().map(str::trim).collect();
    assert!(lines[0].starts_with("side by side"));
    assert_eq!(lines[2], "at least one of these (OR)");
}

proptest! {
    #[test]
    fn anything_typed_is_read_or_refused(query in "\\PC{0,60}") {
        let _ = parse(&query);
    }

    #[test]
    fn anything_made_of_signs_is_read_or_refused(
        query in "([ab9\"“()\\[\\]{}*?~^=+!:&|-]| |AND|OR|NOT|kind:|year:|heading:|agreement:|TO|-){0,30}"
    ) {
        if let Ok(read) = parse(&query) {
            let _ = read.node.explained();
        }
    }
}
