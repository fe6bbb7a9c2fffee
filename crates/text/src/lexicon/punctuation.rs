//! Marks that end and part sentences, in the scripts that agreements are written in.

/// Whether a mark ends a sentence: ". ! ? 。 ؟ । ։".
pub fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '։' | '؟' | '۔' | '।' | '።' | '。' | '．' | '！' | '？' | '｡')
}

/// Whether a mark ends a statement, as a title never ends: ". 。 । ։", not "?" and "!".
pub fn is_full_stop(c: char) -> bool {
    is_stop(c) && !matches!(c, '!' | '?' | '؟' | '！' | '？')
}

/// Whether a mark is a semicolon.
pub fn is_semicolon(c: char) -> bool {
    matches!(c, ';' | '؛' | '；')
}

/// Whether a mark is a colon.
pub fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// Whether a mark is a comma.
pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '，')
}

/// Whether a mark ends a sentence, an item of a list or the words before a list.
pub fn is_end(c: char) -> bool {
    is_stop(c) || is_semicolon(c) || is_colon(c)
}

/// Whether a mark parts what belongs together, so that the sentence goes on: a comma, semicolon or colon.
pub fn is_pause(c: char) -> bool {
    is_comma(c) || is_semicolon(c) || is_colon(c)
}

/// Whether a mark closes a quotation or a bracket, and so may come after the end of a sentence.
pub fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '’' | '”' | '»' | '›' | '」' | '』' | '》' | '）')
}

/// Whether a mark opens a quotation or a bracket, and so may come before the first letter of a sentence.
pub fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '\'' | '‘' | '“' | '„' | '«' | '‹' | '「' | '『' | '《' | '（')
}

/// Whether a text ends as a sentence, an item of a list or the words before a list do, quotation marks and brackets
/// closed after it or not.
///
/// ```
/// use crosscut_text::lexicon::punctuation::ends;
/// assert!(ends("(Each Party shall report.)") && ends("各国应当合作。") && ends("the following:"));
/// assert!(!ends("in accordance with"));
/// ```
pub fn ends(text: &str) -> bool {
    text.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace()).ends_with(is_end)
}
