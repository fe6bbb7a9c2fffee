//! The shape of a language's table.

use super::division::Division;
use crate::Language;

/// Words or phrases of one meaning, in lower case (but for [`Words::openers`]) and sorted.
pub(crate) type List = &'static [&'static str];

/// What is known of one language. A list that nobody has filled in yet is empty.
pub(crate) struct Words {
    pub(crate) language: Language,
    /// What acts and agreements are called in their titles: those that people cite ([`Words::instruments`]) and more.
    pub(crate) acts: List,
    /// How the date of a later version is announced: "last updated".
    pub(crate) updated: List,
    /// How the date is announced at which a text was made known: "published".
    pub(crate) published: List,
    /// Words before or after the number of a division, singular and plural: "article", "articles".
    pub(crate) divisions: &'static [(Division, List, List)],
    /// Those of them that people also use for other things ("action", "part"): alone they point nowhere.
    pub(crate) everyday: List,
    /// Number words for 1, 2, 3 …: "one".
    pub(crate) cardinals: &'static [List],
    /// Ordinal words for 1, 2, 3 …: "first".
    pub(crate) ordinals: &'static [List],
    /// Words for 10, 20, 30 … that come behind an ordinal or alone: "عشرة".
    pub(crate) tens: &'static [List],
    /// What comes before the unit before this one: "preceding article".
    pub(crate) earlier: List,
    /// What announces a number: "No".
    pub(crate) numero: List,
    /// "the", before the name of an instrument.
    pub(crate) the: List,
    /// "this", "the present", before the unit or instrument that is being read.
    pub(crate) this: List,
    /// "that", "the said", before an instrument that was named before.
    pub(crate) that: List,
    /// "of", before the larger unit that a cited unit is part of.
    pub(crate) of: List,
    /// "to", between the ends of a range.
    pub(crate) ranges: List,
    /// Small words inside the name of an instrument: "Convention *on the* Law *of the* Sea".
    pub(crate) joints: List,
    /// "and", "or".
    pub(crate) conjunctions: List,
    /// Words after which a sentence cannot end.
    pub(crate) open_ends: List,
    /// Kinds of instruments: "convention".
    pub(crate) instruments: List,
    /// How a reason in a preamble begins: "recalling".
    pub(crate) reasons: List,
    /// What announces the reasons: "whereas".
    pub(crate) whereas: List,
    /// How the words begin that turn a preamble into provisions: "have agreed".
    pub(crate) enacting: List,
    /// How the parties are named that give the reasons: "the states parties".
    pub(crate) parties: List,
    /// How the words before signatures begin: "in witness whereof".
    pub(crate) signature: List,
    /// Words that say when a text was adopted: "adopted", "signed".
    pub(crate) adopted: List,
    /// Words behind the date of a text that say that it was made then: "订于".
    pub(crate) made: List,
    /// "between", before the parties of an agreement.
    pub(crate) between: List,
    /// Headings of a table of contents.
    pub(crate) contents: List,
    /// Headings of a preamble.
    pub(crate) preamble: List,
    /// Headings of notes at the end.
    pub(crate) notes: List,
    /// The word before a page number.
    pub(crate) page: List,
    /// How the parts begin that close an act and have a name of their own: "disposición adicional", "附則".
    pub(crate) closings: List,
    /// What announces points in a sentence that is over: "次の".
    pub(crate) announcing: List,
    /// Names of months.
    pub(crate) months: List,
    /// Small words inside a date: "of", "года".
    pub(crate) dating: List,
    /// How years in words begin, and where they count from: 2000 for "two thousand".
    pub(crate) thousands: &'static [(&'static str, u16)],
    /// What the words after that add, where they are no cardinal or ordinal of the lists above: 20 for "twenty", 0 for
    /// "and".
    pub(crate) year_parts: &'static [(&'static str, u16)],
    /// How lines begin that surround a title: who meets, the series, the agenda item.
    pub(crate) furniture: List,
    /// How the first lines of a paper begin that name who publishes it: "official journal".
    pub(crate) mastheads: List,
    /// How lines end that name a session: "session".
    pub(crate) sessions: List,
    /// What courts call their chambers, behind a number: "section".
    pub(crate) chambers: List,
    /// How the names of cases and opinions of courts begin: "case of".
    pub(crate) cases: List,
    /// What comes before the subject of a paper: "subject:".
    pub(crate) subjects: List,
    /// How operative paragraphs of resolutions begin: "instructs".
    pub(crate) operative: List,
    /// What links a name to what it names: "is a".
    pub(crate) copulas: List,
    /// What opens the line below a title that says where and when it was made: "concluded".
    pub(crate) concluded: List,
    /// How a line ends that names who proposes a text: ": draft resolution".
    pub(crate) proposed: List,
    /// What titles of definitions hold: "use of terms".
    pub(crate) definition_titles: List,
    /// What such titles are by themselves: "Terms".
    pub(crate) definition_names: List,
    /// What titles of final clauses hold: "entry into force".
    pub(crate) final_titles: List,
    /// What comes before a term that is being defined: "the term".
    pub(crate) defining_openers: List,
    /// What links a term to its meaning: "means".
    pub(crate) defining_verbs: List,
    /// The commonest short words that no neighbouring language shares in bulk.
    pub(crate) common: List,
    /// Function words of legal drafting that general lists of stop words leave out: "thereof".
    pub(crate) drafting: List,
    /// Words of legal formulas that say nothing about the subject of a clause, but would in a query: "pursuant".
    pub(crate) formulaic: List,
    /// Words, as printed, that often begin a sentence and seldom follow an abbreviation.
    pub(crate) openers: List,
    /// Abbreviations after which a sentence seldom ends.
    pub(crate) abbreviations: List,
    /// First parts of words that many write in one piece: "co" of "co-operation", "multi" of "multi-stakeholder".
    pub(crate) prefixes: List,
    /// Endings without accents and with them, longest first, where the stemmer knows them by the accent alone.
    pub(crate) accented: &'static [(&'static str, &'static str)],
}

impl Words {
    /// A language of which nothing is known.
    pub(super) const NONE: Self = Self {
        language: Language::Undetermined,
        acts: &[],
        updated: &[],
        published: &[],
        divisions: &[],
        everyday: &[],
        cardinals: &[],
        ordinals: &[],
        tens: &[],
        earlier: &[],
        numero: &[],
        the: &[],
        this: &[],
        that: &[],
        of: &[],
        ranges: &[],
        joints: &[],
        conjunctions: &[],
        open_ends: &[],
        instruments: &[],
        reasons: &[],
        whereas: &[],
        enacting: &[],
        parties: &[],
        signature: &[],
        adopted: &[],
        made: &[],
        between: &[],
        contents: &[],
        preamble: &[],
        notes: &[],
        page: &[],
        closings: &[],
        announcing: &[],
        months: &[],
        dating: &[],
        thousands: &[],
        year_parts: &[],
        furniture: &[],
        mastheads: &[],
        sessions: &[],
        chambers: &[],
        cases: &[],
        subjects: &[],
        operative: &[],
        copulas: &[],
        concluded: &[],
        proposed: &[],
        definition_titles: &[],
        definition_names: &[],
        final_titles: &[],
        defining_openers: &[],
        defining_verbs: &[],
        common: &[],
        drafting: &[],
        formulaic: &[],
        openers: &[],
        abbreviations: &[],
        prefixes: &[],
        accented: &[],
    };
}
