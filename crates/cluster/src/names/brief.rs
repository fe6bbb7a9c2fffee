//! A line that is too long for a name, without what it can lose and stay a sentence: conditions that come first, what
//! stands between commas, qualities before a noun, and clauses about its subject.

use super::line::{Known, bare};
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::demand;

/// Words of what may be left out between two commas.
const ASIDE: usize = 24;
/// Words among which a member of a list and what joins the next one to it are.
const MEMBER: usize = 5;
/// Topics of a subject that is short enough.
const SUBJECT: usize = 3;

/// Leaves out one thing after the other until about `content` words carry a topic.
pub(crate) fn brief(text: &str, known: Known<'_>, content: usize) -> String {
    let mut line: Vec<&str> = text.split_whitespace().collect();
    for shorter in [without_asides, without_qualities, with_short_subject] {
        if known.topics(&line) <= content {
            break;
        }
        line = shorter(&line, known);
    }
    line.join(" ")
}

/// From whom it is asked on, where a condition or a bound comes first and a comma ends it.
pub(crate) fn without_condition<'t>(text: &'t str, known: Known<'_>, content: usize) -> &'t str {
    let line: Vec<&str> = text.split_whitespace().collect();
    let at =
        known.actor.and_then(|actor| text.find(actor)).filter(|&at| text[..at].trim_end().ends_with(','));
    match at {
        Some(at) if known.topics(&line) > content && known.is_aside(&line) => &text[at..],
        _ => text,
    }
}

/// Without what stands between two commas and says where, when or how: "shall, in accordance with its law, adopt".
fn without_asides<'l>(line: &[&'l str], known: Known<'_>) -> Vec<&'l str> {
    let mut kept: Vec<&str> = Vec::with_capacity(line.len());
    let conditional = known.is_aside(line);
    let mut at = 0;
    while at < line.len() {
        let opens = kept.last().is_some_and(|word| word.ends_with(',')) && known.is_aside(&line[at..]);
        match aside(&line[at..], known) {
            Some(length) if opens && at + length + 1 < line.len() => {
                at += length + 1;
                // The comma that opened it goes with it, unless a list goes on.
                let goes_on = known.is_small(line[at]) || known.is_verb(line[at]) || known.is_act(line[at]);
                let marked = kept.len() > 1 && known.marks_infinitive(kept[kept.len() - 2]);
                let behind = marked || kept.last().is_some_and(|last| known.is_finite(last));
                if let Some(last) = kept.last_mut().filter(|_| (goes_on || behind) && !conditional) {
                    *last = without_comma(last);
                }
            }
            _ => {
                kept.push(line[at]);
                at += 1;
            }
        }
    }
    kept
}

/// Up to which word an aside goes that begins a line: to its comma, or to that behind the list in it, "without prejudice to its
/// investigations, trials or appeals of the harbour,".
pub(super) fn aside(line: &[&str], known: Known<'_>) -> Option<usize> {
    let ends = |&at: &usize| line[at].ends_with(',');
    let most = line.len().min(ASIDE);
    let first = (0..most).find(ends)?;
    let joined = (first + 1..most).find(|&at| is_conjunction(line[at]));
    // Members of a list are short, and none is a verb's.
    let lists = |joined: &usize| {
        let commas = 1 + (first + 1..*joined).filter(|at| ends(at)).count();
        let verb = (first + 1..*joined).any(|at| known.is_verb(line[at]) || known.is_finite(line[at]));
        *joined < first + MEMBER * commas && !verb
    };
    match joined.filter(lists) {
        // "…, and report": no member of a list comes before it.
        Some(joined) if joined > first + 1 => (joined..most).find(ends),
        _ => Some(first),
    }
}

/// With the last of several qualities alone: "a worldwide, royalty-free and free licence" is "a free licence".
fn without_qualities<'l>(line: &[&'l str], known: Known<'_>) -> Vec<&'l str> {
    let mut kept: Vec<&str> = Vec::with_capacity(line.len());
    let mut at = 0;
    while at < line.len() {
        // "to mend, paint or sell lamps": what an infinitive opens is done, and no quality.
        let may = at > 0 && known.is_small(line[at - 1]) && !known.marks_infinitive(line[at - 1]);
        let end = if may { after_qualities(&line[at..], known) } else { 0 };
        at += end;
        kept.push(line[at]);
        at += 1;
    }
    kept
}

/// How many words at the beginning of a line are qualities before the last one, each behind the other; 0 where they are things.
fn after_qualities(line: &[&str], known: Known<'_>) -> usize {
    let listed = line.iter().take_while(|word| word.ends_with(',') && !known.is_small(word)).count();
    let joined = line.get(listed).is_some_and(|word| is_conjunction(word));
    let end = listed + usize::from(joined);
    let topic = |at: usize| line.get(at).is_some_and(|word| !known.is_small(word));
    // A quality has its noun behind it; the last of several things has none.
    let noun =
        topic(end) && !line[end].ends_with([',', ';']) && topic(end + 1) && !known.is_aside(&line[end + 1..]);
    let verbs = line[..end].iter().any(|word| known.is_verb(word));
    if listed > 1 && noun && !verbs { end } else { 0 }
}

/// Without the clause about its subject: "Keepers who do not follow these rules may lose their lamps". What is left asks for
/// the same.
fn with_short_subject<'l>(line: &[&'l str], known: Known<'_>) -> Vec<&'l str> {
    let short = short_subject(line, known).filter(|short| {
        let asked = |line: &[&str]| demand(&line.join(" "), None, known.language);
        let (before, after) = (asked(line), asked(short));
        (before.strength, before.act) == (after.strength, after.act)
    });
    short.unwrap_or_else(|| line.to_vec())
}

fn short_subject<'l>(line: &[&'l str], known: Known<'_>) -> Option<Vec<&'l str>> {
    let act = known.act_in(line).filter(|_| !known.led && !known.is_aside(line))?;
    let helped = line[..act].iter().rev().take_while(|word| known.is_small(word)).count();
    let end = act - helped;
    // A subject ends before a helping verb: "to do so to consider" has none.
    let has_subject = end > 0 && line[end..act].iter().any(|word| known.is_finite(word));
    // "Keepers may dine, but must report": two demands of one subject.
    let second = line[end.saturating_sub(1)..act].iter().any(|word| is_conjunction(bare(word)));
    if !has_subject || second || known.topics(&line[..end]) <= SUBJECT {
        return None;
    }
    let opens = |&at: &usize| {
        known.topics(&line[..at]) > 0 && (known.is_aside(&line[at..]) || known.opens_clause(line, at))
    };
    // What has a verb of its own already is more than a subject: "It is agreed that lamps …".
    let start =
        (1..end).find(opens).filter(|&start| !line[..start].iter().any(|word| known.is_finite(word)))?;
    // "Keepers acting in good faith": the participle goes with what it needs.
    let start = (1..=start).rev().find(|&start| !known.hangs(line, start - 1)).unwrap_or(start);
    // "Keepers of the lamps may dine, but must report": nor has what goes.
    let second =
        !known.opens_clause(line, start) && line[start..end].iter().any(|word| known.is_finite(word));
    if second {
        return None;
    }
    let subject = line[..start - 1].iter().copied().chain([without_comma(line[start - 1])]);
    Some(subject.chain(line[end..].iter().copied()).collect())
}

/// A word without the comma behind it.
fn without_comma(word: &str) -> &str {
    word.trim_end_matches(',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Language;
    use crosscut_text::form::form_words;

    fn english<'a>(act: Option<&'a str>, actor: Option<&'a str>) -> Known<'a> {
        let language = Language::English;
        Known { language, words: form_words(language), act, actor, led: false }
    }

    #[test]
    fn a_line_that_is_long_loses_what_it_can() {
        for (act, text, short) in [
            (
                "adopt",
                "Each Party shall, in accordance with its harbour law, adopt rules on lamps, boats, nets, keepers and winter nights",
                "Each Party shall adopt rules on lamps, boats, nets, keepers and winter nights",
            ),
            (
                "grants",
                "The keeper hereby grants You a worldwide, free, lasting, gentle licence of lamps and boats of the harbour",
                "The keeper hereby grants You a gentle licence of lamps and boats of the harbour",
            ),
            (
                "lose",
                "Harbour keepers who do not follow or enforce the town rules in good faith may lose lamps for a winter",
                "Harbour keepers may lose lamps for a winter",
            ),
        ] {
            assert_eq!(brief(text, english(Some(act), None), 8), short);
        }
        let short = "Keepers who do not follow these rules may lose their lamps";
        assert_eq!(brief(short, english(Some("lose"), None), 8), short);
    }

    #[test]
    fn things_of_a_list_are_no_qualities() {
        for text in [
            "Report the wrecks, storms, thieves and fires seen near the harbour by night to keepers of the lamps",
            "Give keepers the right to mend, paint, or whitewash harbour lamps on winter nights near the old town",
        ] {
            assert_eq!(brief(text, english(Some("Report"), None), 8), text);
        }
    }

    #[test]
    fn an_aside_ends_behind_the_list_in_it() {
        let line = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        for (text, end) in [
            ("in winter, light lamps", Some(1)),
            ("for lamps, boats or nets of the harbour, light them", Some(7)),
            ("for lamps, boats or nets of the harbour", None),
            ("in winter, and report", Some(1)),
            ("such as lamps, boats, nets and bells, light them", Some(6)),
            ("including lamps, boats, nets and bells", None),
            ("in winter, report wrecks, storms and fires", Some(1)),
        ] {
            assert_eq!(aside(&line(text), english(None, None)), end, "{text}");
        }
    }

    #[test]
    fn a_condition_goes_where_the_line_is_too_long() {
        let known = english(Some("light"), Some("the keeper"));
        let long = "Where a ship is in distress near the harbour in a winter storm, the keeper shall light all lamps";
        assert_eq!(without_condition(long, known, 8), "the keeper shall light all lamps");
        let short = "Where a ship is in distress, the keeper shall light lamps";
        assert_eq!(without_condition(short, known, 8), short);
        let list = "Boats, nets and lamps of harbours near the sea in winter storms, the keeper shall light all lamps";
        assert_eq!(without_condition(list, known, 8), list);
    }
}
