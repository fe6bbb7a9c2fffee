//! Pieces to a tree of units: parts, articles, paragraphs, points.

use super::closing::holds_articles;
use super::lines::lines;
use super::listed::section_sign;
use super::marker::{Form, Marker};
use super::node::{Node, Tree, Unit};
use super::number::{Reading, Series};
use super::phrases::{announces_points, length};
use super::piece::{Caption, Class, Piece, is_capitals};
use super::sequence::{Frame, Place, places};
use super::title::{bracketed_title, stopped_titles, without_note_mark};
use crate::lexicon::{Division, punctuation};
use crate::{Document, Language, Span, strength};

/// Grows the tree from classified pieces.
pub(super) fn grow(document: &Document, pieces: &[Piece], language: Language) -> Tree {
    let root = Node::new(None, Unit::Root, None);
    let mut grower = Grower {
        document,
        pieces,
        language,
        nodes: vec![root],
        preamble: None,
        open: Vec::new(),
        section_below_article: section_below_article(pieces),
        stopped_titles: stopped_titles(document, pieces),
        waiting: Vec::new(),
        running: None,
        caption: None,
    };
    let mut at = 0;
    while at < pieces.len() {
        at += grower.take(at);
    }
    grower.settle();
    Tree { nodes: grower.nodes }
}

struct Grower<'d> {
    document: &'d Document,
    pieces: &'d [Piece],
    /// The language of most of the text.
    language: Language,
    nodes: Vec<Node>,
    preamble: Option<usize>,
    /// Structural units that are open, outermost first.
    open: Vec<(Division, usize)>,
    section_below_article: bool,
    /// Whether titles of articles end with a full stop in this document.
    stopped_titles: bool,
    /// Lines whose scope is not over.
    waiting: Vec<Piece>,
    /// The list of paragraphs that may run on under the next heading.
    running: Option<Frame>,
    /// A title in brackets above the article that it is the title of: "（目的）".
    caption: Option<Span>,
}

impl Grower<'_> {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Takes the piece at `at` and gives how many pieces it took.
    fn take(&mut self, at: usize) -> usize {
        let piece = &self.pieces[at];
        match piece.class {
            Class::Line if self.is_caption(at) => {
                self.settle();
                self.caption = Some(piece.span);
                return 1;
            }
            Class::Line | Class::Reason => {
                if piece.class == Class::Line
                    && self.waiting.last().is_some_and(|last| last.class == Class::Reason)
                {
                    self.settle();
                }
                self.waiting.push(piece.clone());
                return 1;
            }
            _ => self.settle(),
        }
        let simple = |parent, unit| Node::new(Some(parent), unit, Some(piece.span));
        match piece.class {
            Class::Contents => _ = self.add(simple(0, Unit::Contents)),
            Class::Cover => _ = self.add(simple(0, Unit::Cover)),
            Class::Signature => _ = self.add(simple(0, Unit::Signature)),
            Class::Note => {
                let mut node = simple(0, Unit::Note);
                if let Some(marker) = piece.markers.first().filter(|marker| !marker.printed.is_empty()) {
                    node.number.clone_from(&marker.printed);
                    node.reading = marker.readings.first().copied();
                }
                self.add(node);
            }
            Class::PreambleTitle if self.preamble.is_none() => {
                self.preamble = Some(self.add(simple(0, Unit::Preamble)));
            }
            Class::PreambleTitle | Class::Formula | Class::Opening => {
                let preamble = self.preamble();
                let unit = if piece.class == Class::Opening { Unit::Opening } else { Unit::Formula };
                self.add(simple(preamble, unit));
            }
            Class::Structural => return self.structural(at),
            Class::Line | Class::Reason => {}
        }
        1
    }

    /// The preamble's node, without text if it has no heading.
    fn preamble(&mut self) -> usize {
        match self.preamble {
            Some(preamble) => preamble,
            None => {
                let preamble = self.add(Node::new(Some(0), Unit::Preamble, None));
                self.preamble = Some(preamble);
                preamble
            }
        }
    }

    /// Opens a structural unit with its title, which may be on the next line.
    fn structural(&mut self, at: usize) -> usize {
        let piece = &self.pieces[at];
        let Some(titled) = &piece.titled else { return 1 };
        let text = piece.text(self.document);
        let rest = text[titled.end..].trim();
        let (start, end) = (piece.span.start(), piece.span.end());
        let rest_span = Span::new(end - rest.len(), end).filter(|_| !rest.is_empty());
        let mut node = Node::new(None, Unit::Titled(titled.word), Some(piece.span));
        node.number.clone_from(&titled.printed);
        node.reading = titled.readings.first().copied();
        let mut taken = 1;
        let mut body = None;
        let bracketed = bracketed_title(rest);
        if let Some((title, text)) = bracketed.and_then(|end| rest.split_at_checked(end)) {
            let at = end - rest.len();
            node.title = Span::at(at, title.len()).trimmed(&self.document.text);
            node.span = Span::new(start, at + title.len());
            body = Span::at(end - text.len(), text.len()).trimmed(&self.document.text);
            body = body.filter(|body| !body.is_empty());
        } else if rest.is_empty() {
            let limit = if titled.word.is_container() || titled.word == Division::Annex { 2 } else { 1 };
            while taken <= limit
                && let Some(next) = self.pieces.get(at + taken)
                && self.is_title(next, taken > 1, self.has_content(titled.word, at + taken + 1))
            {
                node.title = Some(node.title.map_or(next.span, |title| title.union(next.span)));
                node.span = Some(piece.span.union(next.span));
                taken += 1;
            }
        } else if self.is_title_text(rest, piece.apart, self.has_content(titled.word, at + 1))
            && !self.leads_into(rest, at + 1)
        {
            node.title = rest_span;
        } else {
            node.span =
                Span::new(start, start + titled.end).and_then(|span| span.trimmed(&self.document.text));
            body = rest_span;
        }
        if let Some(caption) = self.caption.take() {
            node.title = node.title.or(Some(caption));
            node.span = node.span.map(|span| caption.union(span));
        }
        // What closes an act without a number holds articles of its own, as an annex does; what has one is as an article.
        let word = match titled.word {
            Division::Supplement if holds_articles(titled) => Division::Annex,
            Division::Supplement => Division::Article,
            word => word,
        };
        node.parent = Some(self.holder(word, node.reading.as_ref()));
        let id = self.add(node);
        self.open.push((word, id));
        if let Some(span) = body {
            let mut part = piece.part(self.document, span);
            if part.markers.is_empty() {
                part.markers.extend(section_sign(part.text(self.document)));
            }
            self.waiting.push(part);
        }
        taken
    }

    /// Whether a line is the title, in brackets, of the article that comes next, as Japanese statutes have it.
    fn is_caption(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let text = piece.text(self.document);
        let whole = piece.markers.is_empty() && bracketed_title(text) == Some(text.len());
        whole
            && !text.is_ascii()
            && self.pieces.get(at + 1).is_some_and(|next| {
                let article = next.titled.as_ref().filter(|titled| !titled.word.is_container());
                let rest = article.map(|titled| next.text(self.document)[titled.end..].trim());
                next.class == Class::Structural && rest.is_some_and(|rest| bracketed_title(rest).is_none())
            })
    }

    /// Whether a piece is the title of the structural heading before it.
    fn is_title(&self, piece: &Piece, second: bool, followed: bool) -> bool {
        let text = piece.text(self.document);
        let set = piece.heading || piece.apart;
        piece.class == Class::Line
            && piece.markers.is_empty()
            && !piece.cell
            && (set || !second)
            && self.is_title_text(text, piece.apart, followed)
            && !text.starts_with(char::is_lowercase)
    }

    /// Whether text of an article comes at `at`: not the next unit, a heading or the end.
    fn has_text(&self, at: usize) -> bool {
        self.pieces
            .get(at)
            .is_some_and(|piece| piece.class == Class::Line && (!piece.heading || !piece.markers.is_empty()))
    }

    /// Whether a unit has text at `at`, or units, where it is one that holds others: "CHAPTER II: DATA." above Article 8.
    fn has_content(&self, word: Division, at: usize) -> bool {
        let holds = word.is_container() || word == Division::Section;
        self.has_text(at)
            || holds && self.pieces.get(at).is_some_and(|piece| piece.class == Class::Structural)
    }

    /// Whether words are a title and not the first sentence of the text; `followed`: text of the same unit follows.
    fn is_title_text(&self, text: &str, apart: bool, followed: bool) -> bool {
        if length(text) > if apart { 40 } else { 25 } || text.ends_with(punctuation::is_pause) {
            return false;
        }
        let words = without_note_mark(text);
        let ends = words.trim_end_matches(punctuation::is_closing);
        match ends.chars().next_back().filter(|last| punctuation::is_stop(*last)) {
            // "Shall hulls be clean" may be asked above a text, but alone it is the text.
            Some(stop) if !punctuation::is_full_stop(stop) => followed,
            None => true,
            // Titles in scripts that have a stop of their own never end with it.
            Some(stop) => {
                let short = apart && length(text) <= 14
                    || self.stopped_titles && length(text) <= 8
                    || text.is_ascii() && length(text) <= 2
                    || is_capitals(text);
                stop == '.' && followed && short
            }
        }
    }

    /// Whether words are no title but open a sentence that points complete: "§ 3. The Council may", "1. close a road and".
    fn leads_into(&self, text: &str, at: usize) -> bool {
        let Some(next) = self.pieces.get(at).filter(|next| next.class == Class::Line && !next.heading) else {
            return false;
        };
        let [marker] = &next.markers[..] else { return false };
        let first = marker.readings.iter().any(Reading::is_first) && marker.form != Form::Bare;
        let point = &next.text(self.document)[marker.end..];
        let open = !punctuation::ends(point) || point.ends_with(punctuation::is_pause);
        first && open && self.is_open(text)
    }

    /// Whether words that ask for something end without a sign: "The Council may".
    fn is_open(&self, text: &str) -> bool {
        const LONGEST: usize = 25;
        text.ends_with(char::is_alphabetic) && length(text) <= LONGEST && strength::asks(text, self.language)
    }

    /// The unit that a structural word of this kind hangs from; closes what it ends.
    fn holder(&mut self, word: Division, reading: Option<&Reading>) -> usize {
        if word == Division::Annex {
            self.open.clear();
            self.running = None;
            return 0;
        }
        let annex = usize::from(self.open.first().is_some_and(|(word, _)| *word == Division::Annex));
        let container = word.is_container() || word == Division::Section && !self.section_below_article;
        if let Some(at) = self.open[annex..].iter().position(|(open, _)| *open == word) {
            self.open.truncate(annex + at);
        } else if container || word == Division::Subsection {
            // A part never begins inside an article.
            let below = self.section_below_article;
            self.open.retain(|(open, _)| {
                open.is_container() || *open == Division::Annex || *open == Division::Section && !below
            });
        } else if reading.is_some_and(|reading| reading.value() != 1 && reading.path().len() == 1) {
            // Principle 3 after Article 5: its own list, not inside the article.
            self.open.retain(|(open, _)| {
                open.is_container() || matches!(open, Division::Annex | Division::Section)
            });
        }
        self.open.last().map_or(0, |(_, id)| *id)
    }

    /// Places the waiting lines in their scope.
    fn settle(&mut self) {
        let pieces = std::mem::take(&mut self.waiting);
        let Some(first) = pieces.first() else { return };
        let preamble = first.class == Class::Reason;
        let scope = if preamble { self.preamble() } else { self.open.last().map_or(0, |(_, id)| *id) };
        let root: Vec<u16> = match self.nodes[scope].unit {
            Unit::Titled(_) => {
                self.nodes[scope].reading.map_or(Vec::new(), |reading| reading.path().to_vec())
            }
            _ => Vec::new(),
        };
        let (lines, owners) = lines(self.document, &pieces);
        let places = places(&lines, &root, &mut self.running);
        let mut scope = Scope::new(scope, preamble);
        let mut rest = 0;
        for (index, piece) in pieces.iter().enumerate() {
            let end = rest + owners[rest..].iter().take_while(|owner| **owner == index).count();
            self.place(&mut scope, piece, &places[rest..end]);
            rest = end;
        }
    }
}

/// Whether sections hold no articles but are themselves what others call articles (contracts).
fn section_below_article(pieces: &[Piece]) -> bool {
    let words: Vec<Division> = pieces
        .iter()
        .filter(|piece| piece.class == Class::Structural)
        .filter_map(|piece| piece.titled.as_ref().map(|titled| titled.word))
        .collect();
    let next = |other: Division| {
        words.windows(2).filter(|pair| pair[0] == Division::Section && pair[1] == other).count()
    };
    next(Division::Section) > next(Division::Article)
}

/// What is open in a scope while its lines are placed.
struct Scope {
    node: usize,
    preamble: bool,
    /// The item open at each depth.
    items: Vec<usize>,
    /// The node that the list at each depth hangs from.
    anchors: Vec<usize>,
    /// The text placed last, and at which depth.
    text: Option<(usize, usize)>,
    /// The heading without number that is open, and at which depth.
    heading: Option<(usize, usize)>,
    /// A heading that came before the list above it was over, and at which depth it opens.
    waiting: Option<(usize, usize)>,
    /// Whether a numbered heading came.
    counted: bool,
    /// The table whose head came last, and the node of the head.
    head: Option<(u32, usize)>,
}

impl Scope {
    fn new(node: usize, preamble: bool) -> Self {
        Self {
            node,
            preamble,
            items: Vec::new(),
            anchors: Vec::new(),
            text: None,
            heading: None,
            waiting: None,
            counted: false,
            head: None,
        }
    }

    /// The node that text at `depth` belongs to.
    fn holder(&self, depth: usize) -> usize {
        let item = depth.checked_sub(1).and_then(|at| self.items.get(at)).copied();
        match self.heading {
            Some((heading, at)) if at >= depth => heading,
            _ => item.unwrap_or(self.node),
        }
    }

    fn close(&mut self, depth: usize) {
        if let Some(heading) = self.waiting.take_if(|(_, at)| depth <= *at) {
            self.heading = Some(heading);
        }
        self.items.truncate(depth);
        self.anchors.truncate(depth);
        self.text = self.text.filter(|(_, at)| *at <= depth);
    }
}

impl Grower<'_> {
    fn place(&mut self, scope: &mut Scope, piece: &Piece, places: &[Place]) {
        if places.is_empty() {
            let depth = scope.heading.map_or(0, |(_, depth)| depth);
            let above = scope.heading.and_then(|(heading, _)| self.nodes[heading].parent);
            let node = Node::new(Some(above.unwrap_or(scope.node)), Unit::Heading, Some(piece.span));
            let id = self.add(Node { title: Some(piece.span), ..node });
            scope.waiting = Some((id, depth));
        }
        // A number that the line before shows too ("1.1(b)" after "1.1(a)") has no place of its own.
        let shown = piece.markers.len().saturating_sub(places.len().max(1));
        for (nth, place) in places.iter().enumerate() {
            let last = nth + 1 == places.len();
            match *place {
                Place::Heading(depth) => {
                    let depth = usize::from(depth);
                    scope.close(depth);
                    scope.heading = None;
                    let mut node = Node::new(Some(scope.holder(depth)), Unit::Heading, Some(piece.span));
                    node.title = Some(piece.span);
                    node.caption = piece.caption.is_some();
                    let id = self.add(node);
                    scope.heading = Some((id, depth));
                    scope.text = None;
                }
                // A second marker on the line that is none after all.
                Place::Text(_) if nth > 0 => {
                    if let Some(node) = self.nodes.last_mut() {
                        node.span = Some(piece.span);
                    }
                    return;
                }
                Place::Text(depth) => {
                    self.text(scope, piece, usize::from(depth));
                    // A number that no list would take was plainly printed as one.
                    let marker = piece.markers.first().filter(|_| !piece.quoted);
                    let at = self.nodes.len() - 1;
                    self.nodes[at].odd = marker.is_some_and(Marker::is_sure);
                }
                Place::Item { depth, reading, opens, odd } => {
                    let span = last.then_some(piece.span);
                    self.item(
                        scope,
                        piece,
                        shown + nth,
                        (usize::from(depth), usize::from(reading), opens),
                        span,
                    );
                    let at = self.nodes.len() - 1;
                    self.nodes[at].odd = odd;
                }
            }
        }
    }

    fn text(&mut self, scope: &mut Scope, piece: &Piece, depth: usize) {
        // An order is part of no other.
        let order = piece.caption == Some(Caption::Order);
        let depth = if order { 0 } else { depth };
        scope.close(depth);
        if order {
            scope.heading = None;
        }
        if let Some(row) = piece.row {
            let mut node = Node::new(Some(scope.holder(depth)), Unit::Row(row), Some(piece.span));
            node.lead = scope.head.filter(|(table, _)| *table == row.table).map(|(_, head)| head);
            let id = self.add(node);
            if row.number == 0 {
                scope.head = Some((row.table, id));
            }
            return;
        }
        let unit = if scope.preamble && depth == 0 { Unit::Reason } else { Unit::Text };
        let id = self.add(Node::new(Some(scope.holder(depth)), unit, Some(piece.span)));
        scope.text = Some((id, depth));
    }

    fn item(
        &mut self,
        scope: &mut Scope,
        piece: &Piece,
        nth: usize,
        at: (usize, usize, bool),
        span: Option<Span>,
    ) {
        let (depth, reading, opens) = at;
        let marker = &piece.markers[nth];
        let Some(reading) = marker.readings.get(reading).copied() else { return };
        let text = scope.text.filter(|(_, at)| opens && *at == depth - 1).map(|(text, _)| text);
        let anchor = scope.anchors.get(depth - 1).copied().filter(|_| !opens);
        let list = anchor;
        scope.close(depth - 1);
        let heads = piece.heading && piece.markers.len() == 1;
        if heads && !scope.counted {
            scope.heading = None;
        }
        // "II." closes the headings without number inside "I.".
        if heads && scope.heading.is_some_and(|(_, at)| at >= depth) {
            scope.heading = None;
        }
        scope.counted |= heads;
        let holder = scope.holder(depth - 1);
        let fallback = anchor.unwrap_or(text.unwrap_or(holder));
        let unit = self.item_unit(scope, piece, reading, marker.form, depth, anchor.or(text));
        let hangs_from_text = matches!(unit, Unit::Point | Unit::Indent);
        let anchor = if hangs_from_text { fallback } else { holder };
        let mut node = Node::new(Some(anchor), unit, span);
        node.number.clone_from(&marker.printed);
        node.reading = Some(reading);
        // "２" is the paragraph after the first, whose text leads into "一" and not into it.
        let second = !reading.is_first() && marker.form == Form::Bare;
        // What has led into bullets leads no further.
        let used = |text: usize| {
            let below = &self.nodes[text..];
            below.iter().any(|node| node.parent == Some(text) && node.unit == Unit::Indent)
        };
        let led = |text: &usize| {
            *text != anchor && marker.sign != '§' && !second && self.is_lead_in(*text) && !used(*text)
        };
        node.lead = text.filter(led);
        if unit == Unit::Section {
            let end = piece.markers.last().map_or(0, |marker| marker.end);
            node.title = Span::new(piece.span.start() + end, piece.span.end());
            scope.heading = None;
        }
        if !opens && node.lead.is_none() {
            node.lead = list.and_then(|anchor| self.lead_of_list(anchor, piece));
        }
        let id = self.add(node);
        scope.items.push(id);
        scope.anchors.push(anchor);
        if scope.text.is_some_and(|(_, at)| at >= depth) {
            scope.text = None;
        }
    }

    /// The lead-in that the item before has, where one sentence goes on through the items of a list: "… commits to:",
    /// "1. keep lamps;", "2. train keepers."
    fn lead_of_list(&self, anchor: usize, piece: &Piece) -> Option<usize> {
        let before = self.nodes.iter().rev().find(|node| node.parent == Some(anchor))?;
        let text = before.span.and_then(|span| span.cut(&self.document.text)).unwrap_or("");
        let words = piece.markers.last().map_or("", |marker| &piece.text(self.document)[marker.end..]);
        let goes_on = text.ends_with(punctuation::is_pause) || !punctuation::ends(text);
        before.lead.filter(|_| goes_on || words.starts_with(char::is_lowercase))
    }

    fn text_of(&self, node: usize) -> &str {
        self.nodes[node].span.and_then(|span| span.cut(&self.document.text)).unwrap_or("")
    }

    fn is_lead_in(&self, node: usize) -> bool {
        let text = self.text_of(node);
        text.ends_with(|c| punctuation::is_colon(c) || matches!(c, '-' | '–' | '—'))
            || announces_points(text)
            || self.is_open(text)
    }

    /// What an item is by its place and how it counts.
    fn item_unit(
        &self,
        scope: &Scope,
        piece: &Piece,
        reading: Reading,
        form: Form,
        depth: usize,
        text: Option<usize>,
    ) -> Unit {
        if reading.series == Series::Bullet {
            return Unit::Indent;
        }
        if piece.heading && piece.markers.len() == 1 {
            return Unit::Section;
        }
        let above: Vec<Unit> = scope.items[..depth - 1].iter().map(|item| self.nodes[*item].unit).collect();
        let first = above.iter().all(|unit| *unit == Unit::Section);
        let decimal = reading.path().len() > 1;
        if scope.preamble && depth == 1 && (reading.series.is_figures() || reading.series == Series::Upper) {
            return Unit::Recital;
        }
        let article = matches!(self.nodes[scope.node].unit, Unit::Titled(word) if !word.is_container() && word != Division::Annex);
        let under_text =
            text.is_some_and(|text| self.nodes[text].unit == Unit::Text && self.is_lead_in(text));
        // "一" counts the items of a paragraph that has no number of its own, "２" the next paragraph.
        let han = reading.series == Series::Han && form == Form::Bare;
        // "The Council may" is a sentence that its points complete, however they are counted.
        let open = || text.is_some_and(|text| self.is_open(self.text_of(text)));
        let points = article && under_text && (matches!(form, Form::Round | Form::Half) || han || open());
        if first && reading.series.is_figures() && !points || decimal { Unit::Paragraph } else { Unit::Point }
    }
}
