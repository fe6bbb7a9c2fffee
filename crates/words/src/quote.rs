//! Quotes as HTML: escaped, what cannot be seen made visible, words marked, long ones folded.

use crosscut_decisions::Correction;
use crosscut_text::lexicon::invisible::{self, Invisible};
use crosscut_text::{Analyzer, Clause, Language, Span, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// HTML that is safe to show: made in this module only, from escaped text and its own tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// A text, escaped, what cannot be seen shown by name.
    pub fn text(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        escape_into(&mut out, text);
        Self(out)
    }

    /// As [`Html::text`], its direction kept apart from what surrounds it.
    pub fn isolated(text: &str) -> Self {
        Self(marked(text, &[], "<bdi>"))
    }

    /// As [`Html::isolated`], of a name or a text that is not ours: no translation touches it.
    pub fn own(text: &str) -> Self {
        Self(marked(text, &[], "<bdi translate=\"no\">"))
    }

    /// A text for an attribute, what cannot be seen left out.
    pub fn attribute(text: &str) -> Self {
        Self::text(&invisible::stripped(text))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Appends a text escaped for HTML, for the inside of an element, each invisible character shown as a mark
/// (`<i class="ctl">RLO</i>`). Soft hyphens are left out: they are how a source breaks lines, and would riddle the text.
/// Joiners that spell stay.
pub fn escape_into(out: &mut String, text: &str) {
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let last = before.replace(c);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => match invisible::kind(c) {
                Some((Invisible::SoftHyphen, _)) => {}
                Some((Invisible::Joiner, _)) if invisible::joins(last, letters.peek().copied()) => {
                    out.push(c)
                }
                Some((_, name)) => {
                    out.push_str("<i class=\"ctl\">");
                    out.push_str(name);
                    out.push_str("</i>");
                }
                None => out.push(c),
            },
        }
    }
}

/// Why a word of a quote is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'t> {
    /// Clauses that are shown together share it.
    Shared,
    /// Only this one of them says it.
    Lone,
    /// It was searched for.
    Hit,
    /// The recogniser was unsure of it.
    Unsure,
    /// It was recognised wrongly.
    Wrong {
        /// What the page says.
        correct: &'t str,
    },
}

/// How much of a long quote is shown at first, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// Quotes longer than this are folded …
    pub longer_than: usize,
    /// … after about this many.
    pub after: usize,
}

impl Fold {
    /// For a report, which shows many quotes below each other.
    pub const REPORT: Self = Self { longer_than: 640, after: 420 };
    /// For a page on which a person decides on a few.
    pub const PAGE: Self = Self { longer_than: 900, after: 640 };
}

/// The words of quotes that are marked, as terms.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    shared: BTreeSet<String>,
    lone: BTreeSet<String>,
}

/// Writes quotes.
#[derive(Default)]
pub struct Quoter {
    analyzers: BTreeMap<Language, Analyzer>,
}

impl fmt::Debug for Quoter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quoter").finish_non_exhaustive()
    }
}

impl Quoter {
    /// Marks these words as shared, whatever their form in any of the languages.
    pub fn shared(&mut self, words: &[String], languages: &BTreeSet<Language>) -> Marked {
        let mut shared = BTreeSet::new();
        for word in words {
            shared.insert(word.clone());
            for &language in languages {
                shared.extend(self.analyzer(language).tokens(word).map(|token| token.term));
            }
        }
        Marked { shared, lone: BTreeSet::new() }
    }

    /// Compares clauses: shared are the terms of `known` and those that most of the agreements use; lone is what a
    /// single clause says.
    pub fn compare(&mut self, clauses: &[&Clause], known: &[String]) -> Marked {
        let languages: BTreeSet<Language> = clauses.iter().map(|clause| clause.language).collect();
        let mut marked = self.shared(known, &languages);
        let all: BTreeSet<&str> = clauses.iter().map(|clause| clause.agreement.as_str()).collect();
        for (term, (agreements, count)) in self.users(clauses) {
            if agreements.len() > 1 && agreements.len() * 2 > all.len() {
                marked.shared.insert(term);
            } else if count == 1 && all.len() > 1 {
                marked.lone.insert(term);
            }
        }
        marked
    }

    /// The agreements that use each content word, and in how many clauses.
    fn users<'c>(&mut self, clauses: &[&'c Clause]) -> BTreeMap<String, (BTreeSet<&'c str>, usize)> {
        let mut users: BTreeMap<String, (BTreeSet<&str>, usize)> = BTreeMap::new();
        for clause in clauses {
            let analyzer = self.analyzer(clause.language);
            let carries = |word: &str| word.chars().any(char::is_alphabetic) && !analyzer.is_stop_word(word);
            let terms: BTreeSet<String> = analyzer
                .tokens(&clause.text)
                .filter(|token| token.span.cut(&clause.text).is_some_and(carries))
                .map(|token| token.term)
                .collect();
            for term in terms {
                let (agreements, count) = users.entry(term).or_default();
                agreements.insert(clause.agreement.as_str());
                *count += 1;
            }
        }
        users
    }

    /// The text of a clause with its words marked: those that were corrected, with what the page says; those that the
    /// recogniser was unsure of; and what it shares with others.
    pub fn clause(
        &mut self,
        clause: &Clause,
        corrections: &[(Span, Correction)],
        marked: &Marked,
        fold: Fold,
    ) -> Html {
        let mut marks = match marked.shared.is_empty() {
            true => Vec::new(),
            false => self.marks(&clause.text, clause.language, marked),
        };
        if !clause.doubtful.is_empty() || !corrections.is_empty() {
            marks = with_recognised(clause, corrections, marks);
        }
        quote(&clause.text, &marks, fold)
    }

    /// A text with its words marked.
    pub fn quote(&mut self, text: &str, language: Language, marked: &Marked, fold: Fold) -> Html {
        let marks = if marked.shared.is_empty() { Vec::new() } else { self.marks(text, language, marked) };
        quote(text, &marks, fold)
    }

    fn marks(&mut self, text: &str, language: Language, marked: &Marked) -> Vec<Place<'static>> {
        let analyzer = self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
        let mut marks = Vec::new();
        for Token { span, term } in analyzer.tokens(text) {
            if marked.shared.contains(&term) {
                marks.push((span.start(), span.end(), Mark::Shared));
            } else if marked.lone.contains(&term)
                && span.cut(text).is_some_and(|word| !analyzer.is_stop_word(word))
            {
                marks.push((span.start(), span.end(), Mark::Lone));
            }
        }
        marks
    }

    fn analyzer(&mut self, language: Language) -> &Analyzer {
        self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language))
    }
}

/// A range of bytes and why it is marked.
type Place<'t> = (usize, usize, Mark<'t>);

/// Adds what was recognised wrongly or doubtfully to marks, in place of those that it overlaps.
fn with_recognised<'t>(
    clause: &Clause,
    corrections: &'t [(Span, Correction)],
    marks: Vec<Place<'t>>,
) -> Vec<Place<'t>> {
    let looked_at = |span: &&Span| corrections.iter().all(|(known, _)| known.intersection(**span).is_none());
    let wrong = corrections.iter().filter(|(_, one)| one.recognised != one.correct);
    let wrong = wrong.map(|(span, one)| (span.start(), span.end(), Mark::Wrong { correct: &one.correct }));
    let unsure = clause.doubtful.iter().filter(looked_at);
    let unsure = unsure.map(|span| (span.start(), span.end(), Mark::Unsure));
    let mut all: Vec<Place<'t>> = Vec::new();
    for mark in wrong.chain(unsure).chain(marks) {
        if all.iter().all(|known| mark.1 <= known.0 || known.1 <= mark.0) {
            all.push(mark);
        }
    }
    all.sort_by_key(|(start, ..)| *start);
    all
}

/// A text with ranges of bytes marked (in order, without overlap), folded where it is long.
pub fn quote(text: &str, marks: &[(usize, usize, Mark<'_>)], fold: Fold) -> Html {
    const OPEN: &str = "<bdi dir=\"auto\">";
    let Some(place) = place_of_fold(text, fold) else { return Html(marked(text, marks, OPEN)) };
    let (head, tail) = text.split_at(place);
    let before: Vec<_> = marks.iter().copied().filter(|mark| mark.1 <= place).collect();
    let after: Vec<_> =
        marks.iter().filter(|mark| mark.0 >= place).map(|m| (m.0 - place, m.1 - place, m.2)).collect();
    Html(format!(
        "{} <details class=\"fold\"><summary>… {} more characters</summary>{}</details>",
        marked(head.trim_end(), &before, OPEN),
        tail.trim().chars().count(),
        marked(tail, &after, OPEN),
    ))
}

/// The place of a space where a long text is folded.
fn place_of_fold(text: &str, fold: Fold) -> Option<usize> {
    text.char_indices().nth(fold.longer_than)?;
    let (shown, _) = text.char_indices().nth(fold.after)?;
    let space = text[..shown].rfind(char::is_whitespace).filter(|space| *space > shown / 2);
    Some(space.unwrap_or(shown))
}

/// Escapes a text and marks ranges of it, inside an element that keeps its direction apart.
fn marked(text: &str, marks: &[Place<'_>], open: &str) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 14 + open.len() + 6);
    out.push_str(open);
    let mut at = 0;
    for &(start, end, mark) in marks {
        let (Some(before), Some(word)) = (text.get(at..start), text.get(start..end)) else { continue };
        let (open, close) = match mark {
            Mark::Shared => ("<mark>", "</mark>"),
            Mark::Hit => ("<mark class=\"hit\">", "</mark>"),
            Mark::Lone => ("<span class=\"lone\">", "</span>"),
            Mark::Unsure => ("<span class=\"unsure\" title=\"OCR was unsure of this\">", "</span>"),
            Mark::Wrong { .. } => ("<del title=\"as OCR read it\">", "</del>"),
        };
        escape_into(&mut out, before);
        out.push_str(open);
        escape_into(&mut out, word);
        out.push_str(close);
        if let Mark::Wrong { correct } = mark {
            out.push_str("<ins title=\"as the page has it\">");
            escape_into(&mut out, correct);
            out.push_str("</ins>");
        }
        at = end;
    }
    escape_into(&mut out, text.get(at..).unwrap_or_default());
    out.push_str("</bdi>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_is_no_tag_and_hides_nothing() {
        let mut out = String::new();
        escape_into(&mut out, "<b>&\"'\u{202e}x\u{ad}y\0");
        assert_eq!(out, "&lt;b&gt;&amp;&quot;&#39;<i class=\"ctl\">RLO</i>xy<i class=\"ctl\">NUL</i>");
    }

    #[test]
    fn nothing_of_a_text_becomes_a_tag_and_nothing_invisible_stays_so() {
        let html = Html::isolated("</script><img onerror=x>\u{202e}\"'&\0").to_string();
        assert_eq!(
            html,
            "<bdi>&lt;/script&gt;&lt;img onerror=x&gt;<i class=\"ctl\">RLO</i>&quot;&#39;&amp;\
             <i class=\"ctl\">NUL</i></bdi>"
        );
    }

    #[test]
    fn a_long_text_is_folded_without_losing_a_letter() {
        let text = "word ".repeat(400);
        let html = quote(&text, &[], Fold::PAGE).to_string();
        let letters = html.replace("<bdi dir=\"auto\">", "").replace("</bdi>", "");
        assert_eq!(letters.matches("word").count(), 400);
        assert!(html.contains("<details"));
    }

    #[test]
    fn corrected_words_stand_beside_those_that_were_recognised() {
        use crosscut_decisions::fixture::set;
        use crosscut_text::{AgreementId, Eid};
        let text = "Parties sha11 roport <incidents> here";
        let mut clause = Clause::new(AgreementId::slug("a"), Eid::new("art_1").expect("an eid"), text);
        clause.doubtful = vec![Span::at(8, 5), Span::at(14, 6), Span::at(33, 4)];
        let correction = |recognised: &str, correct: &str| {
            let at = text.find(recognised).expect("it is there");
            let one = Correction {
                anchor: set(&["a#1"]).remove(0),
                recognised: recognised.into(),
                nth: 1,
                correct: correct.into(),
                by: BTreeMap::new(),
            };
            (Span::at(at, recognised.len()), one)
        };
        let corrections = [correction("sha11", "<shall>"), correction("here", "here")];
        let html =
            Quoter::default().clause(&clause, &corrections, &Marked::default(), Fold::PAGE).to_string();
        assert_eq!(
            html,
            "<bdi dir=\"auto\">Parties <del title=\"as OCR read it\">sha11</del>\
             <ins title=\"as the page has it\">&lt;shall&gt;</ins> <span class=\"unsure\" \
             title=\"OCR was unsure of this\">roport</span> &lt;incidents&gt; here</bdi>"
        );
    }

    #[test]
    fn marks_keep_their_places_on_both_sides_of_the_fold() {
        let text = "word ".repeat(400);
        let html = quote(&text, &[(0, 4, Mark::Shared), (1995, 1999, Mark::Hit)], Fold::PAGE).to_string();
        assert!(html.starts_with("<bdi dir=\"auto\"><mark>word</mark> word"), "{html}");
        assert!(html.contains("<mark class=\"hit\">word</mark>"), "{html}");
    }
}
