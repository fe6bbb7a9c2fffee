//! The divisions of an agreement that have a name: article, chapter, annex.

/// A unit of an agreement that has a name of its own.
///
/// ```
/// use crosscut_text::lexicon::Division;
/// assert_eq!(Division::Chapter.label(), "Chapter");
/// assert!(Division::Chapter.is_titled() && !Division::Paragraph.is_titled());
/// ```
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Division {
    /// Part.
    Part,
    /// Book.
    Book,
    /// Title.
    Title,
    /// Chapter.
    Chapter,
    /// Section; what it holds depends on the document.
    Section,
    /// Sub-section.
    Subsection,
    /// Article, §.
    Article,
    /// Rule.
    Rule,
    /// Clause of a contract.
    Clause,
    /// Principle.
    Principle,
    /// Recommendation.
    Recommendation,
    /// Norm.
    Norm,
    /// Action.
    Action,
    /// Commitment.
    Commitment,
    /// Pledge.
    Pledge,
    /// Guideline.
    Guideline,
    /// Standard.
    Standard,
    /// Requirement.
    Requirement,
    /// Objective.
    Objective,
    /// Goal.
    Goal,
    /// Annex, appendix, schedule.
    Annex,
    /// A part that closes an act and has a name of its own: "Disposición adicional primera", "附則".
    Supplement,
    /// Paragraph, numbered, of an article.
    Paragraph,
    /// A paragraph without a number, of a numbered one.
    Subparagraph,
    /// Point, letter, item of a list.
    Point,
    /// Numbered reason of a preamble.
    Recital,
}

impl Division {
    /// The name in an eid, after Akoma Ntoso's naming convention where it has one.
    pub(crate) fn eid(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Book => "book",
            Self::Title => "title",
            Self::Chapter => "chp",
            Self::Section => "sec",
            Self::Subsection => "subsec",
            Self::Article => "art",
            Self::Rule => "rule",
            Self::Clause => "clause",
            Self::Principle => "principle",
            Self::Recommendation => "recommendation",
            Self::Norm => "norm",
            Self::Action => "action",
            Self::Commitment => "commitment",
            Self::Pledge => "pledge",
            Self::Guideline => "guideline",
            Self::Standard => "standard",
            Self::Requirement => "requirement",
            Self::Objective => "objective",
            Self::Goal => "goal",
            Self::Annex => "annex",
            Self::Supplement => "supp",
            Self::Paragraph | Self::Subparagraph => "para",
            Self::Point => "point",
            Self::Recital => "rec",
        }
    }

    /// The name in a locator.
    pub fn label(self) -> &'static str {
        match self {
            Self::Part => "Part",
            Self::Book => "Book",
            Self::Title => "Title",
            Self::Chapter => "Chapter",
            Self::Section => "Section",
            Self::Subsection => "Subsection",
            Self::Article => "Article",
            Self::Rule => "Rule",
            Self::Clause => "Clause",
            Self::Principle => "Principle",
            Self::Recommendation => "Recommendation",
            Self::Norm => "Norm",
            Self::Action => "Action",
            Self::Commitment => "Commitment",
            Self::Pledge => "Pledge",
            Self::Guideline => "Guideline",
            Self::Standard => "Standard",
            Self::Requirement => "Requirement",
            Self::Objective => "Objective",
            Self::Goal => "Goal",
            Self::Annex => "Annex",
            Self::Supplement => "Supplementary provision",
            Self::Paragraph => "Paragraph",
            Self::Subparagraph => "Subparagraph",
            Self::Point => "Point",
            Self::Recital => "Recital",
        }
    }

    /// Whether it is printed with its name before its number, as a heading: "Article 5", but "5." for a paragraph.
    pub fn is_titled(self) -> bool {
        !matches!(self, Self::Paragraph | Self::Subparagraph | Self::Point | Self::Recital)
    }

    /// Whether it groups articles and says nothing itself.
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Self::Part | Self::Book | Self::Title | Self::Chapter)
    }
}
