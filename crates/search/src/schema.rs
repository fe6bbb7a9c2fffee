//! The fields of the index and how words become terms.

use crosscut_text::{Analyzer, Language};
use tantivy::Searcher;
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Written into the folder of the index; another text means another layout.
pub(crate) const VERSION: &str = "crosscut search index 2\n";
/// The file that holds [`VERSION`].
pub(crate) const VERSION_FILE: &str = "version";

/// The fields of a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Clause id.
    pub(crate) id: Field,
    /// Agreement id; counted by facets.
    pub(crate) agreement: Field,
    /// Kind of the clause.
    pub(crate) kind: Field,
    /// Language code.
    pub(crate) language: Field,
    /// The text, for highlights.
    pub(crate) text: Field,
    /// The clause's own words.
    pub(crate) own: Words,
    /// The words of the article's heading and of the lead-in.
    pub(crate) context: Words,
}

/// A text in two forms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// Stems, each tagged with its language.
    pub(crate) stems: Field,
    /// Words as written, but for case and accents.
    pub(crate) forms: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let terms = |form: Form| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(form.name())
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut words = |stems: &str, forms: &str| Words {
        stems: builder.add_text_field(stems, terms(Form::Stem)),
        forms: builder.add_text_field(forms, terms(Form::Written)),
    };
    let (own, context) = (words("stems", "forms"), words("context_stems", "context_forms"));
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        agreement: builder.add_text_field("agreement", (STRING | STORED).set_fast("raw")),
        kind: builder.add_text_field("kind", STRING),
        language: builder.add_text_field("language", STRING | STORED),
        text: builder.add_text_field("text", STORED),
        own,
        context,
    };
    (builder.build(), fields)
}

/// Every value of a field, sorted.
pub(crate) fn values(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while let Some((term, _)) = terms.next() {
            values.push(String::from_utf8_lossy(term).into_owned());
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

/// The term of a stem in the index: stems of different languages must not meet.
pub(crate) fn tagged(language: Language, stem: &str) -> String {
    [language.code(), ":", stem].concat()
}

/// A text as the tokenizers take it: its language on a line of its own.
pub(crate) fn headed(language: Language, text: &str) -> String {
    [language.code(), "\n", text].concat()
}

/// The tokenizers that cut texts written by [`headed`], along with the usual ones for ids.
pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    for form in [Form::Stem, Form::Written] {
        tokenizers.register(form.name(), TextAnalyzer::from(form));
    }
    tokenizers
}

/// Which form of a word is the term.
#[derive(Clone, Copy)]
enum Form {
    Stem,
    Written,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Stem => "stems",
            Self::Written => "forms",
        }
    }
}

impl Tokenizer for Form {
    type TokenStream<'a> = Terms;

    fn token_stream(&mut self, headed: &str) -> Terms {
        let (code, text) = headed.split_once('\n').unwrap_or(("und", headed));
        let analyzer = Analyzer::new(Language::from_code(code));
        let words = analyzer.words(text);
        let terms: Vec<String> = match self {
            Self::Stem => words.map(|(_, word)| tagged(analyzer.language(), &analyzer.term(word))).collect(),
            Self::Written => words.map(|(_, word)| analyzer.form(word)).collect(),
        };
        Terms { terms: terms.into_iter(), token: Token::default() }
    }
}

/// Terms one after the other, at positions from 0.
struct Terms {
    terms: std::vec::IntoIter<String>,
    token: Token,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.next() else { return false };
        self.token.text = term;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
