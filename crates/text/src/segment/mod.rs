//! A document's text to clauses with locators.
//!
//! One screen: lines are cut into `piece`s (`rejoin` mends what layout tore), each `zone` of the document is found, `sequence` decides which
//! number continues which list, `tree` hangs the units from each other, `address` names them, `kind`
//! says what each is for a lawyer, `crate::strength` how strongly it binds.

mod address;
mod caption;
mod closing;
mod common;
mod contents;
mod ends;
mod kind;
mod language;
mod lines;
mod listed;
mod marker;
mod node;
mod number;
mod ordinal;
mod parallel;
mod phrases;
mod piece;
mod quotation;
mod rejoin;
mod run_in;
mod sequence;
mod several;
mod table;
mod task;
mod title;
mod titled;
mod tree;
mod whole;
mod zone;

use crate::lexicon::punctuation;
use crate::strength::{self, Demand};
use crate::{Clause, ClauseId, ClauseKind, Document, Eid, Language, Role, Span, Strength, sentence};
use address::Address;
use node::{Tree, Unit};

/// Clauses of a document and what was odd about its numbering.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segmentation {
    /// In the order of the text, without overlap; every word of the text is in one, but for what a page holds besides
    /// its text ([`crate::Role::Aside`]): labels of figures, listings of code.
    pub clauses: Vec<Clause>,
    /// Contradictory numbering and the like, each naming its place.
    pub warnings: Vec<String>,
}

/// Cuts a document into clauses: the smallest units that a lawyer would cite.
///
/// Each line of the text is a paragraph, as [`crate::assemble()`] makes them. Eids depend on the numbering and the
/// structure, not on the layout: the same units get the same eids however they are printed.
///
/// ```
/// use crosscut_text::{AgreementId, Block, Page, Role, Source, assemble, segment};
/// let lines = ["1. Each Party shall:", "(a) report incidents;", "(b) keep records."];
/// let blocks = lines.map(|line| Block::plain(Role::Body, line)).to_vec();
/// let pages = [Page { number: 1, blocks, ..Page::default() }];
/// let document = assemble(AgreementId::slug("accord"), Source::default(), &pages, Vec::new());
/// let segmentation = segment(&document);
/// let eids: Vec<&str> = segmentation.clauses.iter().map(|clause| clause.eid.as_str()).collect();
/// assert_eq!(eids, ["para_1", "para_1__point_a", "para_1__point_b"]);
/// assert_eq!(segmentation.clauses[1].lead_in.as_deref(), Some("1. Each Party shall:"));
/// ```
pub fn segment(document: &Document) -> Segmentation {
    let mut pieces = piece::pieces(document);
    quotation::mark(document, &mut pieces);
    let languages = language::Languages::of(document);
    let two = parallel::texts(document, &pieces).map(|[first, second]| {
        let mut both = one_text(document, first.pieces, &languages, Some(&first.as_is));
        let other = one_text(document, second.pieces, &languages, Some(&second.as_is));
        both.clauses.extend(other.clauses);
        both.clauses.sort_by_key(|clause| clause.span.start());
        both.warnings.extend(other.warnings);
        both
    });
    // Where the two leave out what the document says, they are none: nothing is ever swallowed.
    match two.filter(|two| whole::holds_all(document, &pieces, &two.clauses)) {
        Some(two) => two,
        None => one_text(document, pieces, &languages, None),
    }
}

/// The clauses of a document's text, or of its text in one of two languages.
fn one_text(
    document: &Document,
    pieces: Vec<piece::Piece>,
    languages: &language::Languages,
    version: Option<&parallel::Version>,
) -> Segmentation {
    let pieces = rejoin::rejoin(document, pieces);
    let pieces = zone::classify(document, pieces);
    let tree = tree::grow(document, &pieces, version.map_or(languages.main(), |version| version.language));
    let addresses = address::addresses(document, &tree);
    let kinds = kind::kinds(document, &tree);
    let cut = Cut { document, tree: &tree, addresses: &addresses, languages, version };
    let mut clauses = Vec::with_capacity(tree.nodes.len());
    for (at, (kind, defines)) in kinds.into_iter().enumerate() {
        if let Some(span) = cut.span(at) {
            cut.clauses(at, span, kind, defines, &mut clauses);
        }
    }
    Segmentation { warnings: warnings(document, &tree, &addresses, languages.main()), clauses }
}

impl Clause {
    /// The numbers that are printed at the start of its text and counted in its eid, as ranges of `text` from the
    /// outermost, what sets them off included: "(a)"; "2." and "a)" where a paragraph has no words of its own.
    pub fn numbers(&self) -> Vec<Span> {
        let parts: Vec<&str> = self.eid.as_str().split("__").filter(|part| part.contains('_')).collect();
        let markers = piece::markers(&self.text);
        let mut start = 0;
        let spans: Vec<Span> = markers
            .iter()
            .map(|marker| {
                let span = Span::at(start, marker.end - start);
                start = marker.end;
                span.trimmed(&self.text).unwrap_or(span)
            })
            .collect();
        for skipped in 0..markers.len() {
            let shown = &markers[..markers.len() - skipped];
            let counted = parts.len().checked_sub(shown.len()).map(|from| &parts[from..]);
            if counted
                .is_some_and(|counted| shown.iter().zip(counted).all(|(marker, part)| marker.counts(part)))
            {
                return spans[..shown.len()].to_vec();
            }
        }
        Vec::new()
    }
}

/// A text without the numbers that are printed before it.
fn unnumbered(text: &str) -> &str {
    piece::markers(text).last().map_or(text, |marker| &text[marker.end..])
}

/// What a clause is cut from.
struct Cut<'a> {
    document: &'a Document,
    tree: &'a Tree,
    addresses: &'a [Address],
    languages: &'a language::Languages,
    /// Which of two languages is being cut, in a document that says the same in both.
    version: Option<&'a parallel::Version>,
}

impl Cut<'_> {
    /// The text of a node; of a heading in both of two languages, the second has only what it adds: its title.
    fn span(&self, at: usize) -> Option<Span> {
        let span = self.tree.nodes[at].span?;
        let version = self.version.filter(|version| version.second);
        let Some(end) = version.and_then(|version| version.shared.get(&span.start())) else {
            return Some(span);
        };
        let added = Span::new(*end, span.end()).and_then(|span| span.trimmed(&self.document.text));
        added.filter(|span| !span.is_empty())
    }

    /// Whether a node was cut with the first of two languages: a heading in both.
    fn is_of_first(&self, at: usize) -> bool {
        self.tree.nodes[at].span.is_some() && self.span(at).is_none()
    }

    /// The eid; that of a text in the second language ends with the language's code: `art_1__para_2__fr`.
    fn eid(&self, at: usize) -> Option<Eid> {
        let eid = &self.addresses[at].eid;
        match self.version.filter(|version| version.second && !self.is_of_first(at)) {
            Some(version) => Eid::new(&format!("{eid}__{}", version.language.code())).ok(),
            None => Eid::new(eid).ok(),
        }
    }

    /// The language of a text.
    fn language(&self, text: &str) -> Language {
        self.version.map_or_else(|| self.languages.detect(text), |version| version.language)
    }

    /// The clause of a node, or several where the node is a long text without a number.
    fn clauses(
        &self,
        at: usize,
        span: Span,
        kind: ClauseKind,
        defines: Option<String>,
        clauses: &mut Vec<Clause>,
    ) {
        let long = self.tree.nodes[at].unit == Unit::Text && kind == ClauseKind::Provision;
        let parts = if long { self.parts(span) } else { vec![(1, span)] };
        for (sentence, span) in parts {
            if let Some(mut clause) = self.clause(at, span, kind, defines.clone()) {
                if sentence > 1
                    && let Ok(eid) = Eid::new(&format!("{}__sent_{sentence}", clause.eid))
                {
                    clause.parent = Some(std::mem::replace(&mut clause.eid, eid));
                    clause.id = ClauseId::of(&clause.agreement, &clause.eid);
                    clause.locator = format!("{}, sentence {sentence}", clause.locator);
                }
                clauses.push(clause);
            }
        }
    }

    /// A long text cut before each sentence that holds a further commitment; each part with the number of its first
    /// sentence.
    fn parts(&self, span: Span) -> Vec<(usize, Span)> {
        const LONG: usize = 120;
        let text = span.cut(&self.document.text).unwrap_or("");
        if text.len() < 4 * LONG || text.split_whitespace().count() <= LONG {
            return vec![(1, span)];
        }
        let language = self.language(text);
        let mut parts: Vec<(usize, Span, bool)> = Vec::new();
        for (nth, sentence) in sentence::split(text, language).into_iter().enumerate() {
            let own = sentence.cut(text).unwrap_or("");
            let sentence = Span::at(span.start() + sentence.start(), sentence.len());
            let commits = strength::asks(own, language);
            match parts.last_mut() {
                Some((_, part, before)) if !(commits && *before) => {
                    *part = part.union(sentence);
                    *before |= commits;
                }
                _ => parts.push((nth + 1, sentence, commits)),
            }
        }
        parts.into_iter().map(|(nth, part, _)| (nth, part)).collect()
    }

    fn clause(&self, at: usize, span: Span, kind: ClauseKind, defines: Option<String>) -> Option<Clause> {
        let document = self.document;
        let text = span.cut(&document.text)?;
        let eid = self.eid(at)?;
        let lead_in = self.lead_in(at);
        // The dots and numbers of a table of contents say nothing about its language.
        let contents = self.version.is_none() && self.tree.nodes[at].unit == Unit::Contents;
        let language = if contents { self.languages.main() } else { self.language(text) };
        let commits = matches!(
            kind,
            ClauseKind::Provision | ClauseKind::Final | ClauseKind::Annex | ClauseKind::Recital
        );
        let formula = if lead_in.is_none() { self.formula(at) } else { None };
        let words = unnumbered(text);
        let demand = commits.then(|| match (formula, self.caption(at)) {
            (Some(formula), _) => below_formula(words, formula, language),
            (None, Some(caption)) => below_caption(words, caption, lead_in.as_deref(), language),
            (None, None) => strength::demand(words, lead_in.as_deref(), language),
        });
        let (strength, actor, act) =
            demand.map_or((None, None, None), |demand| (Some(demand.strength), demand.actor, demand.act));
        Some(Clause {
            id: ClauseId::of(&document.agreement, &eid),
            agreement: document.agreement.clone(),
            eid,
            locator: self.locator(at, defines.as_deref()),
            kind,
            span,
            text: text.to_owned(),
            parent: self.parent(at),
            heading: self.heading(at),
            strength,
            actor,
            act,
            lead_in,
            defines,
            language,
            pages: document.pages_of(span),
            boxes: document.boxes_of(span),
            recognised: document.recognised(span),
            doubtful: document.doubtful(span),
        })
    }

    /// The locator; a definition without a number is found by its term.
    fn locator(&self, at: usize, defines: Option<&str>) -> String {
        let node = &self.tree.nodes[at];
        match (node.unit, defines, node.parent) {
            (Unit::Text, Some(term), Some(parent)) if !self.addresses[parent].locator.is_empty() => {
                format!("{}, “{term}”", self.addresses[parent].locator)
            }
            _ => self.addresses[at].locator.clone(),
        }
    }

    /// The nearest ancestor that has text.
    fn parent(&self, at: usize) -> Option<Eid> {
        let mut at = self.tree.nodes[at].parent?;
        while self.tree.nodes[at].span.is_none() {
            at = self.tree.nodes[at].parent?;
        }
        self.eid(at)
    }

    /// The title of the nearest article or section above (or of itself).
    fn heading(&self, at: usize) -> Option<String> {
        let mut at = Some(at);
        while let Some(node) = at.map(|at| &self.tree.nodes[at]) {
            if let Some(title) = node.title.and_then(|title| title.cut(&self.document.text)) {
                return Some(title.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            at = node.parent;
        }
        None
    }

    /// The caption of orders that a paragraph stands below, as its words go on with it: "instructs the Secretary-General".
    fn caption(&self, at: usize) -> Option<&str> {
        let parent = &self.tree.nodes[self.tree.nodes[at].parent?];
        parent.span.filter(|_| parent.caption).and_then(|span| span.cut(&self.document.text))
    }

    /// The formula that a paragraph without a subject completes: "RESOLVES:" above "1. To adopt the Strategy."
    fn formula(&self, at: usize) -> Option<&str> {
        let node = &self.tree.nodes[at];
        let text = node.span.and_then(|span| span.cut(&self.document.text))?;
        let own = matches!(node.unit, Unit::Paragraph | Unit::Indent) && completes(unnumbered(text));
        let before = self.tree.nodes[..at].iter().rev().filter(|_| own);
        let formula = before.take_while(|node| !matches!(node.unit, Unit::Titled(_)));
        let formula = formula.filter(|node| node.unit == Unit::Formula).find_map(|node| node.span)?;
        let formula = formula.cut(&self.document.text)?;
        formula.ends_with(punctuation::is_colon).then_some(formula)
    }

    /// The texts that this one completes, outermost first.
    fn lead_in(&self, at: usize) -> Option<String> {
        const UNITS: [Unit; 6] =
            [Unit::Paragraph, Unit::Point, Unit::Indent, Unit::Text, Unit::Recital, Unit::Reason];
        let row = |unit: Unit| matches!(unit, Unit::Row(_));
        let mut chain: Vec<&str> = Vec::new();
        let mut node = &self.tree.nodes[at];
        let own = node.span.and_then(|span| span.cut(&self.document.text)).unwrap_or("");
        // A further text of an item is complete, unless it goes on in mid-sentence.
        let alone = node.unit == Unit::Text && !own.starts_with(char::is_lowercase);
        if !UNITS.contains(&node.unit) && !row(node.unit) || alone {
            return None;
        }
        loop {
            let leads = |parent: &usize| {
                let above = &self.tree.nodes[*parent];
                UNITS.contains(&above.unit) || above.caption
            };
            let above = node.lead.or(node.parent.filter(leads));
            let Some(above) = above else { break };
            let further = node.unit == Unit::Text;
            node = &self.tree.nodes[above];
            let text = node.span.and_then(|span| span.cut(&self.document.text));
            // "They may also:" behind the last duty of a list, whose sentence is over.
            let over = text.is_some_and(|text| text.ends_with(punctuation::is_stop));
            if further && over && node.lead.is_some() {
                break;
            }
            if let Some(text) = text
                && (!text.ends_with(|c| punctuation::is_stop(c) || punctuation::is_semicolon(c))
                    || phrases::announces_points(text))
            {
                chain.push(text);
            }
        }
        chain.reverse();
        // The words at the head of a table are lines of the text.
        (!chain.is_empty()).then(|| chain.join(" ").replace('\n', " | "))
    }
}

/// Whether a text begins with a verb that someone named before is to do: "To adopt", "STRENGTHEN cooperation".
fn completes(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let capitals = |word: &str| word.len() > 3 && word.chars().all(char::is_uppercase);
    first == "To" || text.starts_with(char::is_lowercase) || capitals(first) && !capitals(second)
}

/// What a paragraph asks for below the formula that it completes: "RESOLVES: To urge members …" urges.
fn below_formula(text: &str, formula: &str, language: Language) -> Demand {
    let own = text.strip_prefix("To ").unwrap_or(text);
    let alone = strength::demand(own, None, language);
    if !matches!(alone.strength, Strength::Statement | Strength::Shall) {
        return alone;
    }
    let led = strength::demand(own, Some(formula), language);
    if led.strength != Strength::Statement || own.len() == text.len() {
        return led;
    }
    // "RESOLVES:" and "To adopt" are one sentence.
    let whole = format!("{} to {own}", formula.trim_end_matches(punctuation::is_colon).to_lowercase());
    Demand { actor: None, ..strength::demand(&whole, None, language) }
}

/// What a paragraph demands that goes on with the sentence of a caption: "resolves" and "to continue the work".
fn below_caption(text: &str, caption: &str, lead_in: Option<&str>, language: Language) -> Demand {
    let text = caption::unnumbered(text);
    let led = strength::demand(text, lead_in, language);
    if led.strength != Strength::Statement || !text.starts_with(char::is_lowercase) {
        return led;
    }
    strength::demand(&format!("{caption} {text}"), None, language)
}

/// One warning for each number that contradicts its neighbours.
fn warnings(document: &Document, tree: &Tree, addresses: &[Address], language: Language) -> Vec<String> {
    let mut warnings = Vec::new();
    for (node, address) in tree.nodes.iter().zip(addresses) {
        // A table that goes on over a page shows its head again.
        let head = matches!(node.unit, Unit::Row(row) if row.number == 0);
        let quiet = head || matches!(node.unit, Unit::Note | Unit::Contents | Unit::Cover | Unit::Indent);
        let what = match (address.repeated, node.odd) {
            (true, _) => "the same number comes twice",
            (false, true) => "the number does not follow the one before",
            (false, false) => continue,
        };
        if !quiet {
            let page = node.span.and_then(|span| document.pages_of(span).first().copied());
            let place = page.map_or(String::new(), |page| format!(", page {page}"));
            warnings.push(format!("{}{place}: {what} ({})", address.locator, address.eid));
        }
    }
    // A heading that took the text of its article with it must not pass unseen.
    let mut holds_text = vec![false; tree.nodes.len()];
    tree.nodes.iter().filter_map(|node| node.parent).for_each(|parent| holds_text[parent] = true);
    for (at, node) in tree.nodes.iter().enumerate() {
        const SHORT: usize = 30;
        let own = matches!(node.unit, Unit::Titled(word) if !word.is_container())
            && node.title.is_some_and(|title| title.len() > SHORT);
        if own && !holds_text[at] && tree.nodes.len() > at + 1 {
            let Address { locator, eid, .. } = &addresses[at];
            warnings.push(format!("{locator}: a heading and no text ({eid})"));
        }
    }
    let listings = document.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Aside);
    let listings = listings.filter(|paragraph| paragraph.page.is_none()).count();
    if listings > 0 {
        let s = if listings == 1 { "" } else { "s" };
        warnings.push(format!("{listings} paragraph{s} of code set aside: they are not clauses"));
    }
    if language == Language::Undetermined && !document.text.trim().is_empty() {
        warnings.push("the language could not be told: words are compared without stems".to_owned());
    }
    warnings
}
