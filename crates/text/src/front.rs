//! What a document says of itself on its first page: its title and the year of its adoption.

mod year;

use crate::date;
use crate::lexicon::{self, Words};
use crate::{Document, Page, Paragraph, Role, Span, titling};
pub(crate) use year::{opens_adopted, tells_adoption};

/// What a text is called, and when it was adopted.
///
/// ```
/// use crosscut_text::{AgreementId, Block, Front, Page, Role, Source, assemble};
/// let lines = ["Charter of Harbour Keepers", "Adopted in Port Alma on 7 June 2009", "Article 1"];
/// let blocks = lines.map(|line| Block::plain(Role::Body, line)).to_vec();
/// let pages = [Page { number: 1, blocks, ..Page::default() }];
/// let document = assemble(AgreementId::slug("charter"), Source::default(), &pages, Vec::new());
/// let front = Front::of(&document, None);
/// assert_eq!((front.title.as_deref(), front.year), (Some("Charter of Harbour Keepers"), Some(2009)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Front {
    /// The title; `None` where nothing looks like one.
    pub title: Option<String>,
    /// The year of adoption, or of the latest date on the front.
    pub year: Option<u16>,
}

/// Paragraphs of a front page that are looked at.
const LINES: usize = 40;
/// Longest line of a page that is a cover, in bytes.
const SHORT: usize = 200;
/// Lines of the head of a memo.
const MASTHEAD: usize = 12;
/// Longest title, in bytes.
const LONGEST: usize = 420;

impl Front {
    /// Reads the front of a document; `given` is the title that its file gives itself.
    pub fn of(document: &Document, given: Option<&str>) -> Self {
        let lines = front(document);
        let given = given.map(str::trim).filter(|given| !given.is_empty());
        let title = titled(document, &lines, given)
            .or_else(|| given.map(str::to_owned))
            .or_else(|| named_by_text(document));
        let title = title.map(|title| without_note_marks(&title));
        let year = year::year(document, &lines, title.as_deref());
        Self { title, year }
    }

    /// With the year from the head of the first page where the text tells none, as papers of the United Nations have it:
    /// "7 August 2025".
    #[must_use]
    pub fn dated_by(self, pages: &[Page]) -> Self {
        let head = pages.first().map_or(&[][..], |page| &page.blocks);
        let lines =
            head.iter().filter(|block| block.role == Role::RunningHead).flat_map(|block| &block.lines);
        let mut dates = lines.map(|line| line.text.trim()).filter(|text| date::is_date(text));
        let year = self.year.or_else(|| dates.find_map(date::year));
        Self { year, ..self }
    }
}

/// A line of the front.
#[derive(Clone, Copy)]
struct Line<'d> {
    text: &'d str,
    paragraph: &'d Paragraph,
}

/// The lines before the text proper.
fn front(document: &Document) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let texts = || document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text()).take(LINES);
    for (at, paragraph) in texts().enumerate() {
        let text = paragraph.span.cut(&document.text).unwrap_or("").trim();
        let over = paragraph.page.is_some_and(|page| page > 2);
        // The number of an act in a collection: "814.912".
        if !text.contains(char::is_alphabetic) && lines.len() < 4 && paragraph.span.len() < 40 {
            lines.push(Line { text, paragraph });
            continue;
        }
        // "I. DISPOSICIONES GENERALES": a part of a gazette, above the act.
        let part_of_gazette = || {
            let act = |next: &Paragraph| next.span.cut(&document.text).is_some_and(titling::opens_numbered);
            !text.contains(char::is_lowercase)
                && lines.iter().any(|line: &Line<'_>| is_furniture(line.text))
                && texts().skip(at + 1).take(3).any(act)
        };
        if crate::starts_item(text) && part_of_gazette() {
            continue;
        }
        let next = |paragraph: &Paragraph| {
            let text = paragraph.span.cut(&document.text).unwrap_or("");
            text.starts_with("B. ") || text.starts_with("B.\u{a0}")
        };
        if is_initials(text) && lines.len() < MASTHEAD && !texts().skip(at + 1).any(next) {
            lines.push(Line { text, paragraph });
            continue;
        }
        let begins = crate::starts_item(text) && symbol_of_resolution(text).is_none();
        // No title comes after the reasons.
        let reasoned = is_reason(text) && !lines.is_empty();
        if over || begins && !date::is_date(text) || text.len() > LONGEST || reasoned {
            break;
        }
        lines.push(Line { text, paragraph });
    }
    lines
}

/// The title as the front has it: the file's own name for it, if the front does not say more, with its subject.
fn titled(document: &Document, lines: &[Line<'_>], given: Option<&str>) -> Option<String> {
    let printed = printed(document, lines);
    let fuller =
        |named: &String| printed.as_ref().is_some_and(|printed| folded(printed).contains(&folded(named)));
    let named = named_by_file(lines, given).filter(|named| !fuller(named));
    named.or(printed).map(|title| with_subject(lines, title))
}

/// A title that is a number alone, with the lines below it that say its date and what it is about.
fn with_subject(lines: &[Line<'_>], mut title: String) -> String {
    const LINES: usize = 3;
    const LONG: usize = 40;
    let Some(at) = lines.iter().position(|line| title.ends_with(line.text)) else { return title };
    let first = lines[at].paragraph;
    for line in lines[at + 1..].iter().take(LINES) {
        if !titling::is_number_alone(&title) {
            break;
        }
        let text = line.text;
        let as_set = line.paragraph.role == first.role
            && line.paragraph.bold == first.bold
            && line.paragraph.centred == first.centred;
        let dates = date::is_date(text) && text.starts_with(char::is_lowercase);
        let article = text.split(' ').next().unwrap_or_default().to_lowercase();
        let sentence = text.ends_with('.') && lexicon::all(|words| words.the).any(|the| the == article);
        let subject = !text.ends_with([',', ';', ':', '，', '：'])
            && !sentence
            && !is_furniture(text)
            && !date::is_dated_line(text)
            && !titling::opens_published(text)
            && !tells_adoption(text)
            && text.split_whitespace().count() <= LONG
            && (as_set || text.starts_with(char::is_lowercase) || !text.contains(char::is_lowercase));
        if is_reason(text) || !(dates || subject) || title.len() + text.len() > LONGEST {
            break;
        }
        title.push(' ');
        title.push_str(text.strip_suffix('.').unwrap_or(text));
    }
    title
}

/// Where the lines of the title are that name an act or say what it is about, and those of the masthead above them.
pub(crate) fn title_lines(document: &Document) -> Vec<Span> {
    const FIRST: usize = 8;
    const LONG: usize = 40;
    let lines = front(document);
    let Some(title) = titled(document, &lines, None) else { return Vec::new() };
    let of_title = |line: &&Line<'_>| title.contains(line.text.strip_suffix('.').unwrap_or(line.text));
    let Some(last) = lines.iter().take(FIRST).rposition(|line| of_title(&line)) else { return Vec::new() };
    let named = title.split_whitespace().take(6).any(titling::is_kind);
    let short = |line: &Line<'_>| line.text.split_whitespace().count() <= LONG;
    let plain = |line: &Line<'_>| short(line) && (of_title(&line) || !ends_statement(line.text));
    // What ends as a sentence is a title where a number names the act ("Ley 4/2012, de 22 de marzo, de faros."), and a text
    // is never all title.
    let numbered = lines[..=last].iter().any(|line| titling::opens_numbered(line.text));
    let sentence = lines[..=last].iter().any(|line| ends_statement(line.text));
    let texts = document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text());
    let is_all = texts.count() <= last + 1;
    if !named || sentence && !numbered || is_all || !lines[..=last].iter().all(plain) {
        return Vec::new();
    }
    lines[..=last].iter().map(|line| line.paragraph.span).collect()
}

/// Small letters and single spaces.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "A. Keeper": who wrote a paper.
pub(crate) fn is_initials(text: &str) -> bool {
    let mut words = text.split(' ').rev();
    let named =
        words.next().is_some_and(|last| last.chars().count() > 1 && last.starts_with(char::is_uppercase));
    let initial = |word: &str| {
        let letters = word.trim_end_matches('.').split(['.', '-']);
        word.ends_with('.') && letters.into_iter().all(|one| one.chars().count() == 1)
    };
    let rest: Vec<&str> = words.collect();
    named && (1..=3).contains(&rest.len()) && rest.iter().all(|word| initial(word))
}

/// The title that the file gives itself, as the front prints it.
fn named_by_file(lines: &[Line<'_>], given: Option<&str>) -> Option<String> {
    let given = given?;
    let own = folded(given);
    let is_there = lines.iter().any(|line| folded(line.text).contains(&own));
    (is_there && given.contains(' ') && !is_furniture(given)).then(|| given.to_owned())
}

/// The name that a text without a title gives itself: "The Alma Call for Lamps is a declaration …".
fn named_by_text(document: &Document) -> Option<String> {
    const LONGEST: usize = 160;
    const NEAR: usize = 6;
    let name = |paragraph: &Paragraph| {
        let text = paragraph.span.cut(&document.text)?.trim();
        let (at, copula) = lexicon::all(|words| words.copulas)
            .filter_map(|copula| Some((text.find(&format!(" {copula} "))?, copula)))
            .min()?;
        let name = without_article(&text[..at]);
        let said = text[at + copula.len() + 1..].split(|c: char| !c.is_alphabetic());
        let instrument = said.filter(|word| !word.is_empty()).take(NEAR).any(lexicon::is_instrument);
        let named = name.starts_with(char::is_uppercase) && name.split_whitespace().count() > 1;
        (instrument && named && at <= LONGEST && !name.contains(['.', ',', '“', '"']))
            .then(|| name.to_owned())
    };
    document.paragraphs.iter().filter(|paragraph| paragraph.role.is_text()).find_map(name)
}

/// A name without "the" before it: "Appel" of "L’Appel".
fn without_article(name: &str) -> &str {
    let lower = name.to_lowercase();
    let article = lexicon::all(|words| words.the).filter(|article| {
        let rest = lower.strip_prefix(article);
        rest.is_some_and(|rest| rest.starts_with(' ') || article.ends_with(['\'', '’']))
    });
    let longest = article.map(str::len).max().unwrap_or(0);
    name.get(longest..).unwrap_or(name).trim_start()
}

/// The lines that may be a title, or its first line.
fn candidates<'l, 'd>(lines: &'l [Line<'d>]) -> Vec<&'l Line<'d>> {
    let worth = |line: &&Line<'_>| {
        let words = line.text.split_whitespace().count();
        !is_furniture(line.text)
            && !is_initials(line.text)
            && !names_body(lines, line)
            && !ends_statement(line.text)
            && line.text.contains(char::is_alphabetic)
            && (words > 1
                || !line.text.is_ascii()
                || line.paragraph.role == Role::Heading
                || lines.len() == 1 && line.text.len() > 4)
    };
    let mut candidates: Vec<&Line<'_>> = lines.iter().filter(worth).collect();
    // "MULTILATERAL" above "Convention on Lamps": a word that names no act is no title where a line does.
    let says_kind = |line: &Line<'_>| line.text.split_whitespace().any(titling::is_kind);
    let named = candidates.iter().filter(|line| says_kind(line) && line.text.split_whitespace().count() > 2);
    let size = named.map(|line| line.paragraph.font_size).reduce(f32::max);
    candidates.retain(|line| {
        let small = size.is_some_and(|size| line.paragraph.font_size <= size);
        line.text.contains(' ') || !line.text.is_ascii() || says_kind(line) || !small
    });
    candidates
}

/// The title as the front prints it: a resolution's by its number, an act's by the words that acts begin with, else
/// the line in the largest type, else the first line that is none of what surrounds a title.
fn printed(document: &Document, lines: &[Line<'_>]) -> Option<String> {
    let resolution = || lines.iter().find_map(|line| resolution_in(line.text)).map(str::to_owned);
    let known = resolution()
        .or_else(|| act(lines))
        .or_else(|| judgment(lines))
        .or_else(|| spread(lines))
        .or_else(|| law(lines));
    if known.is_some() {
        return known;
    }
    let candidates = candidates(lines);
    let rank = |line: &Line<'_>| {
        let level = line.paragraph.level.map_or(0, |level| 10_u8.saturating_sub(level));
        let set = line.paragraph.role == Role::Heading || line.paragraph.bold || line.paragraph.centred;
        ((line.paragraph.font_size * 2.0).round() as u32, level, set)
    };
    let best = candidates.iter().map(|line| rank(line)).max()?;
    let first = candidates.into_iter().find(|line| rank(line) == best)?;
    let place = lines.iter().position(|line| std::ptr::eq(line, first))?;
    // A title over several lines: as large, and right below. One word may be a line of it: the State of a report.
    let page = first.paragraph.page;
    let same_page = || lines[place..].iter().take_while(|line| line.paragraph.page == page);
    let on_page = || document.paragraphs.iter().filter(|one| one.page == page && one.role.is_text());
    let is_cover = page.is_some() && on_page().all(|one| one.span.len() < SHORT) && on_page().count() < LINES;
    // Text in type about as large as a smaller line's makes that line a heading of the text, not a part of the title.
    let heads_text = |line: &Line<'_>| {
        let large = |one: &&Paragraph| one.font_size >= 0.8 * line.paragraph.font_size;
        on_page().filter(large).filter_map(|one| one.span.cut(&document.text)).any(|text| {
            let note = text.starts_with(['*', '†']);
            let item = text.ends_with('.') || crate::starts_item(text);
            text.split_whitespace().count() > 3 && item && !note
        })
    };
    let mut title = first.text.to_owned();
    for line in same_page().skip(1).take(3) {
        let size = rank(line).0;
        let set = rank(line).2 && line.paragraph.level == first.paragraph.level;
        // On a page of its own the last line may be smaller.
        let smaller = is_cover && set && 10 * size >= 8 * best.0 && size < best.0;
        let large = rank(line) == best || smaller && !heads_text(line);
        let goes_on = runs_on(&title) && rank(line) == best;
        if !large
            || best.0 == 0
            || !best.2
            || is_furniture(line.text) && !goes_on
            || title.len() + line.text.len() > LONGEST
        {
            break;
        }
        title.push(' ');
        title.push_str(line.text);
    }
    Some(title)
}

/// Whether the words of a title are not over at the end of a line: "the eightieth session of the".
fn runs_on(title: &str) -> bool {
    title.rsplit(' ').next().is_some_and(|last| lexicon::all(|words| words.open_ends).any(|end| end == last))
}

/// Whether a line names who meets, right above the number of the session: "WORLD HEALTH ASSEMBLY".
fn names_body(lines: &[Line<'_>], line: &Line<'_>) -> bool {
    const FEW: usize = 5;
    let next = lines.iter().position(|other| std::ptr::eq(other, line)).and_then(|at| lines.get(at + 1));
    line.text.split_whitespace().count() <= FEW && next.is_some_and(|next| is_session(next.text))
}

/// The title of an act with the lines that go on with it: "DIRECTIVE (EU) 2022/2555 OF …", "of 14 December 2022", "on
/// measures for …".
fn act(lines: &[Line<'_>]) -> Option<String> {
    const SHORTEST: usize = 5;
    const LINES: usize = 4;
    let goes_on = |line: &Line<'_>| line.text.starts_with(char::is_lowercase) && !is_reason(line.text);
    let (at, first) = lines.iter().enumerate().find(|(at, line)| {
        let long = line.text.split_whitespace().count() > SHORTEST;
        opens_act(line.text) && (long || lines.get(at + 1).is_some_and(goes_on))
    })?;
    let mut title = first.text.to_owned();
    for line in lines[at + 1..].iter().take(LINES) {
        // "… OF THE EUROPEAN PARLIAMENT AND" is not over.
        let last = title.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let capitals = |text: &str| !text.contains(char::is_lowercase);
        let first = line.text.split(' ').next().unwrap_or_default();
        // "DE RAAD van 13 december 2011" below words in capitals that name no date.
        let whole = capitals(&title) && capitals(first) && date::year(&title).is_none();
        let open = lexicon::is_conjunction(&last) || runs_on(&last) || whole;
        if !(goes_on(line) || open && !is_reason(line.text)) {
            break;
        }
        if title.len() + line.text.len() > LONGEST || ends_statement(line.text) {
            break;
        }
        title.push(' ');
        title.push_str(line.text);
    }
    Some(title)
}

/// The title of an act that its kind and number name: "Ley 4/2012, de 22 de marzo, de protección de las salinas."
fn law(lines: &[Line<'_>]) -> Option<String> {
    let named = |line: &&Line<'_>| {
        titling::opens_numbered(line.text)
            && !line.text.ends_with([',', ';', ':'])
            && !is_reason(line.text)
            && !is_masthead(line.text)
    };
    let line = lines.iter().find(named)?;
    Some(line.text.strip_suffix('.').unwrap_or(line.text).to_owned())
}

/// The name of a case before a court: "CASE OF KEEPER v. ALMA", "JUDGMENT OF THE COURT (Grand Chamber)"; the subject of
/// a paper that says it: "Subject: Council conclusions on …".
fn judgment(lines: &[Line<'_>]) -> Option<String> {
    const LONG: usize = 16;
    let named = |text: &&str| {
        text.split_whitespace().count() <= LONG && begins_with(&text.to_lowercase(), |words| words.cases)
    };
    let texts = || lines.iter().map(|line| line.text);
    let subject = |text: &'_ str| -> Option<String> {
        let label = entry_at_start(&text.to_lowercase(), |words| words.subjects)?;
        let rest = text.chars().skip(label.chars().count()).collect::<String>();
        let rest = rest.trim_start().strip_prefix([':', '：'])?.trim();
        (rest.len() > 10).then(|| rest.to_owned())
    };
    texts().find(named).map(str::to_owned).or_else(|| texts().find_map(subject))
}

/// The title of an agreement between two, which its front spreads over lines: "AGREEMENT", "between", "the Government of
/// Alma", "and", "the Government of Ulm", "on the care of bridges".
fn spread(lines: &[Line<'_>]) -> Option<String> {
    const FEW: usize = 3;
    let few = |text: &str| text.split_whitespace().count() <= FEW;
    let between = |word: &str| lexicon::all(|words| words.between).any(|between| between == word);
    let joins = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        // "between", "and" alone on a line.
        let low = !text.chars().any(char::is_uppercase);
        few(text) && (low || runs_on(&last) || lexicon::is_conjunction(&last) || between(&last))
    };
    // A date alone is no part of it, that of an act which it names is: "amending the Agreement of 3 May 1962".
    let cites = |text: &str| text.split_whitespace().any(lexicon::is_instrument);
    let low =
        |text: &str| text.starts_with(char::is_lowercase) && (date::year(text).is_none() || cites(text));
    // "ON COOPERATION IN", "BETWEEN THE PORT OF ALMA" below words in capitals.
    let capital = |text: &str| {
        let first = text.split(' ').next().unwrap_or_default().to_lowercase();
        let joint = || lexicon::all(|words| words.joints).any(|joint| joint == first);
        !text.chars().any(char::is_lowercase) && (between(&first) || first != "the" && joint())
    };
    let on = |text: &str| low(text) || joins(text) || capital(text);
    let first = lines.windows(2).position(|pair| {
        let named = few(pair[0].text) && pair[0].text.split_whitespace().any(lexicon::is_instrument);
        named && on(pair[1].text)
    })?;
    let mut title = lines[first].text.to_owned();
    for pair in lines[first..].windows(2) {
        let (before, line) = (pair[0].text, pair[1].text);
        let goes_on = joins(before) || on(line);
        if !goes_on || title.len() + line.len() > LONGEST || is_reason(line) || ends_statement(line) {
            break;
        }
        title.push(' ');
        title.push_str(line);
    }
    Some(title)
}

/// Without the marks of notes at the ends of its words: "Working Group*".
fn without_note_marks(title: &str) -> String {
    let bare = |word: &str| word.trim_end_matches(['*', '†', '‡']).to_owned();
    title.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// "71/912. Keeping of harbour lamps": the number of a resolution and its title.
pub(crate) fn symbol_of_resolution(text: &str) -> Option<&str> {
    let (number, title) = text.split_once(['.', ' '])?;
    let title = title.trim_start_matches(['.', ' ', '-', '–', '—']);
    let (session, nth) = number.split_once('/')?;
    let figures = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let opens = title.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    (figures(session) && figures(nth) && opens).then_some(title)
}

/// The number and title of a resolution, alone on a line or behind "Resolution adopted by the General Assembly on …".
fn resolution_in(text: &str) -> Option<&str> {
    // After a few words only: "L 914/3 EN Official Journal" is the number of a page.
    let inside = is_furniture(text).then(|| text.match_indices(' ').skip(3).map(|(at, _)| at + 1));
    let starts = std::iter::once(0).chain(inside.into_iter().flatten());
    starts.map(|at| &text[at..]).find(|rest| symbol_of_resolution(rest).is_some())
}

/// "REGULATION (EU) 2016/3841 OF …", "Directive 2002/58/EC of …": an instrument, its number and its body.
fn is_act(text: &str) -> bool {
    opens_act(text) && text.split_whitespace().count() > 5
}

/// Whether a line begins as the title of an act does.
fn opens_act(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let opens = words.by_ref().take(4).any(titling::is_kind);
    let number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('/').is_some_and(|(year, nth)| {
            year.bytes().all(|b| b.is_ascii_digit())
                && nth.starts_with(|c: char| c.is_ascii_digit())
                && !year.is_empty()
        })
    };
    let union = [
        "(EU", "(UE", "(EC", "(CE", "(EG", "(EEC", "(CEE", "(EWG", "(EEG", "(ЕС", "(ΕΕ", "/EC", "/EU", "/CE",
        "/UE", "/EG", "/EEC", "/CEE", "/EWG", "/EEG",
    ];
    opens && text.split_whitespace().take(6).any(number) && union.iter().any(|mark| text.contains(mark))
}

/// How lines around a title begin in any language: what is distributed, numbered in a series, found on the web.
const MARKS: [&str; 10] = ["distr.", "http", "www.", "© ", "issn", "isbn", "l ", "en ", "ref.", "bcp:"];

/// What surrounds a title: the organisation, the symbol, the date, the session and the agenda item, the journal, an
/// address.
pub(crate) fn is_furniture(text: &str) -> bool {
    let lower = text.to_lowercase();
    let symbol = text.split_whitespace().count() <= 3
        && text
            .split_whitespace()
            .any(|word| word.matches('/').count() > 1 || word.contains('/') && word.contains('.'));
    let short = text.chars().filter(|c| c.is_alphabetic()).count() < 3;
    // "BOLETÍN OFICIAL — Núm. 71 — 23 de marzo — Pág. 25911": the head of a gazette or of a series.
    let parts = text.split(['—', '–', '|', '·']).filter(|part| !part.trim().is_empty()).count();
    let head = parts > 2 && text.contains(|c: char| c.is_ascii_digit());
    head || MARKS.iter().any(|start| lower.starts_with(start))
        || begins_with(&lower, |words| words.furniture)
        || lexicon::all(|words| words.proposed).any(|end| lower.ends_with(end))
        || is_masthead(text)
        || is_session(text)
        || is_chamber(&lower)
        || symbol
        || short
        || date::is_date(text)
}

/// The name of who publishes a paper, at its head: "Official Journal of the European Union", "Distr.: General".
pub(crate) fn is_masthead(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("distr.") || begins_with(&lower, |words| words.mastheads)
}

/// Whether a text in small letters begins with an entry of the lexicon; both apostrophes are one here.
fn begins_with(lower: &str, kind: fn(&Words) -> &'static [&'static str]) -> bool {
    entry_at_start(lower, kind).is_some()
}

/// The entry of the lexicon that a text in small letters begins with, as whole words.
fn entry_at_start(lower: &str, kind: fn(&Words) -> &'static [&'static str]) -> Option<&'static str> {
    let plain = |c: char| if c == '\'' { '’' } else { c };
    lexicon::all(kind).find(|entry| {
        let mut own = lower.chars().map(plain);
        let begins = entry.chars().all(|wanted| own.next() == Some(wanted));
        let joined = entry.starts_with(|c: char| c >= '\u{2e80}') || entry.ends_with(' ');
        begins && (joined || !own.next().is_some_and(char::is_alphabetic) || entry.ends_with(" l"))
    })
}

/// "Seventy-fifth session".
fn is_session(text: &str) -> bool {
    let lower = text.to_lowercase();
    lexicon::all(|words| words.sessions).any(|word| lower.ends_with(word))
}

/// "FOURTH SECTION", "GRAND CHAMBER" above the name of a case.
fn is_chamber(lower: &str) -> bool {
    const GRAND: [&str; 6] = ["grand", "grande", "gran", "große", "grosse", "grote"];
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next(), words.next());
    let counted = first.is_some_and(|word| GRAND.contains(&word) || lexicon::ordinal_word(word).is_some());
    let chamber = |word| lexicon::all(|words| words.chambers).any(|chamber| chamber == word);
    counted && second.is_some_and(chamber) && words.next().is_none()
}

fn ends_statement(text: &str) -> bool {
    text.ends_with(['.', ';', ':', ',', '。', '；', '，'])
}

/// A reason cites dates of others: "Recalling its resolution of 20 December 2013,".
fn is_reason(text: &str) -> bool {
    let lower = text.to_lowercase();
    lexicon::all(|words| words.reasons).any(|reason| {
        let rest = lower.strip_prefix(reason);
        // "Decisi" is no beginning of "Decision"; words of scripts without spaces end anywhere.
        let joined = reason.starts_with(|c: char| c >= '\u{2e80}');
        rest.is_some_and(|rest| joined || !rest.starts_with(char::is_alphanumeric))
    })
}

pub(crate) fn is_signing(text: &str) -> bool {
    let lower: String = text.chars().take(40).collect::<String>().to_lowercase();
    // Where the date comes first: "2038年5月3日订于", "2038년 5월 3일 서울에서 작성하였다".
    let behind = || {
        text.starts_with(|c: char| {
            c.is_numeric() || lexicon::chinese::read(c.encode_utf8(&mut [0; 4])).is_some()
        }) && text.chars().take(8).any(|c| matches!(c, '年' | '년'))
            && lexicon::all(|words| words.made).any(|word| text.contains(word))
    };
    lexicon::all(|words| words.signature).any(|start| lower.starts_with(start)) || behind()
}

#[cfg(test)]
mod tests;
