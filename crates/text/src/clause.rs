//! The smallest citable unit of an agreement.

use crate::{AgreementId, ClauseId, Eid, Language, Rect, Span};
use std::fmt;

/// A clause: what is searched, compared and cited.
///
/// Clauses of a document do not overlap. A paragraph with points is one clause for its opening words and one for each
/// point; the opening words are the points' lead-in.
///
/// ```
/// use crosscut_text::{AgreementId, Clause, ClauseKind, Eid, Language};
/// let eid = Eid::new("art_9__para_2")?;
/// let text = "Each Party shall report incidents.";
/// let clause = Clause { language: Language::English, ..Clause::new(AgreementId::slug("Harbour Accord"), eid, text) };
/// assert_eq!(clause.id.as_str(), "harbour-accord#art_9__para_2");
/// assert_eq!(clause.kind, ClauseKind::Provision);
/// # Ok::<(), crosscut_text::IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clause {
    /// Name, unique in a study.
    pub id: ClauseId,
    /// The agreement that it belongs to.
    pub agreement: AgreementId,
    /// Address for machines: `art_9__para_2__point_a`, unique in the agreement.
    pub eid: Eid,
    /// Address for people: `Article 9(2)(a)`.
    pub locator: String,
    /// What it is in the agreement's structure.
    pub kind: ClauseKind,
    /// Its place in the document's text, its printed number included.
    pub span: Span,
    /// The text of `span`, cut from the document.
    pub text: String,
    /// The eid of the clause that it hangs from (the paragraph of a point, the article of a paragraph).
    pub parent: Option<Eid>,
    /// Title of the article or section that it belongs to: "Offences related to child pornography".
    pub heading: Option<String>,
    /// Opening words of the paragraphs that it completes: "Each Party shall adopt policies that:".
    pub lead_in: Option<String>,
    /// The term that it defines.
    pub defines: Option<String>,
    /// How strongly it binds, `None` for what does not commit anyone (headings, definitions).
    pub strength: Option<Strength>,
    /// Whom its demand addresses, in its own words or its lead-in's: "Each Party". `None` where it names nobody.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub actor: Option<String>,
    /// The verb of its demand as it is written: "repair". `None` for a statement.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub act: Option<String>,
    /// Language of the text.
    pub language: Language,
    /// Page numbers from 1; empty for a source without pages.
    pub pages: Vec<u32>,
    /// Its places on its pages; empty for a source without positions.
    pub boxes: Vec<PageBox>,
    /// Set where its text was recognised from a picture (OCR): how sure the recogniser was, 0 to 1.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub recognised: Option<f32>,
    /// Words that the recogniser was unsure of, as ranges of `text`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub doubtful: Vec<Span>,
}

impl Clause {
    /// A provision of which only its address and its words are known: its locator is its eid, its span is that of a text
    /// of its own, its language is undetermined. The other fields are set by hand where they are known:
    /// `Clause { language, ..Clause::new(agreement, eid, text) }`.
    pub fn new(agreement: AgreementId, eid: Eid, text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            id: ClauseId::of(&agreement, &eid),
            agreement,
            locator: eid.to_string(),
            eid,
            kind: ClauseKind::Provision,
            span: Span::at(0, text.len()),
            text,
            parent: None,
            heading: None,
            lead_in: None,
            defines: None,
            strength: None,
            actor: None,
            act: None,
            language: Language::Undetermined,
            pages: Vec::new(),
            boxes: Vec::new(),
            recognised: None,
            doubtful: Vec::new(),
        }
    }
}

/// A rectangle on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageBox {
    /// Page number from 1.
    pub page: u32,
    /// The place on it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub rect: Rect,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[cfg_attr(feature = "serde", serde(rename = $text))] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in files and on screen.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// What a clause is in the structure of its agreement.
    ClauseKind {
        /// A reason in the preamble.
        Recital = "recital",
        /// What the parties commit to.
        Provision = "provision",
        /// What a term means.
        Definition = "definition",
        /// A title of a part, article or section.
        Heading = "heading",
        /// Entry into force, reservations, depositary and the like.
        Final = "final",
        /// Place, date, signatories, testimonium.
        Signature = "signature",
        /// A unit of an annex or appendix.
        Annex = "annex",
        /// A footnote or endnote.
        Note = "note",
    }
}

names! {
    /// How strongly a clause binds, by the verb of its main clause.
    Strength {
        /// "shall not", "must not", "is prohibited".
        Prohibition = "prohibition",
        /// "shall", "must", "undertakes to".
        Shall = "shall",
        /// "should", "needs to".
        Should = "should",
        /// "encourages", "calls on", "invites".
        Encourage = "encourage",
        /// "refrain from", "abstain from".
        Refrain = "refrain",
        /// "may", "can".
        May = "may",
        /// A statement that asks for nothing.
        Statement = "statement",
    }
}
