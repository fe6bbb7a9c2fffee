//! Which words can be in a name, and where: nouns at its end, no verbs, nothing left hanging. Judged by what precedes a
//! word in the corpus itself, and for English by endings and short lists.

mod listed;

use self::listed::{BEFORE_NOUN, BEFORE_VERB, NEVER, NO_END, NOUNS, WEAK};
use crate::corpus::Corpus;
use crate::params::Usage;
use crate::words::Words;
use crosscut_text::Language;
use rustc_hash::FxHashMap;

/// What is known of the words of a corpus.
pub(crate) struct Grammar {
    /// Occurrences after words that announce a noun, after words that announce a verb, and right before another word
    /// that carries a topic; by lower-case word.
    seen: FxHashMap<String, [u32; 4]>,
    params: Usage,
}

impl Grammar {
    pub(crate) fn of(corpus: &Corpus, words: &Words) -> Self {
        let mut seen: FxHashMap<String, [u32; 4]> = FxHashMap::default();
        let step = corpus.len().div_ceil(corpus.params.grammar.clauses.max(1)).max(1);
        for node in (0..corpus.len()).step_by(step) {
            let text = &corpus.clauses[node].text;
            for (at, place) in words.places[node].iter().enumerate() {
                let (start, end) = (place.start as usize, place.end as usize);
                let (Some(word), Some(before)) = (text.get(start..end), text.get(..start)) else { continue };
                let counts = seen.entry(word.to_lowercase()).or_default();
                let previous = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
                let previous = previous.to_lowercase();
                counts[0] += u32::from(BEFORE_NOUN.contains(&previous.as_str()));
                counts[1] += u32::from(BEFORE_VERB.contains(&previous.as_str()));
                let next = words.places[node].get(at + 1);
                counts[2] += u32::from(next.is_some_and(|next| next.start as usize == end + 1));
                counts[3] += 1;
            }
        }
        Self { seen, params: corpus.params.grammar.clone() }
    }

    fn counts(&self, word: &str) -> [u32; 4] {
        self.seen.get(word).copied().unwrap_or_default()
    }

    /// Whether a lower-case word can be anywhere in a name.
    pub(crate) fn can_occur(&self, word: &str, language: Language) -> bool {
        let is_verb = |word: &str| {
            let [noun, verb, ..] = self.counts(word);
            verb > noun && verb > self.params.verb
        };
        // "maintains": the stem tells.
        let third = [word.strip_suffix('s'), word.strip_suffix("es")]
            .into_iter()
            .flatten()
            .any(|stem| is_verb(stem) && !NOUNS.contains(&word));
        let verbal = is_verb(word) || third;
        !verbal
            && !word.contains('.')
            && !(language == Language::English && (NEVER.contains(&word) || is_adverb(word)))
    }

    /// Whether it can come after another word: not the "using" of "systems using data".
    pub(crate) fn can_follow(&self, word: &str, language: Language) -> bool {
        language != Language::English || !word.ends_with("ing") || word.len() < 6 || NOUNS.contains(&word)
    }

    /// Whether it can end a name: a noun, as far as one can tell.
    pub(crate) fn can_end(&self, word: &str, language: Language) -> bool {
        if language == Language::English && NO_END.contains(&word) {
            return false;
        }
        if language != Language::English || NOUNS.contains(&word) {
            return true;
        }
        let [.., joined, all] = self.counts(word);
        let always_joined = all >= self.params.joined_seen && joined as f32 > self.params.joined * all as f32;
        !always_joined && !is_adjective(word) && !is_participle(word)
    }

    /// Whether it can begin a name, given whether the next word follows right after it.
    pub(crate) fn can_begin(&self, word: &str, joined: bool, language: Language) -> bool {
        if language != Language::English || NOUNS.contains(&word) {
            return true;
        }
        if word.ends_with("ing") {
            let [noun, _, followed, all] = self.counts(word);
            return joined && noun * self.params.noun > all && followed * self.params.followed > all;
        }
        joined || !(is_participle(word) || is_adjective(word))
    }

    /// Whether it says too little alone or before "of".
    pub(crate) fn is_weak(word: &str) -> bool {
        WEAK.contains(&word)
    }
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") && word.len() > 4 && !NOUNS.contains(&word)
}

fn is_participle(word: &str) -> bool {
    (word.ends_with("ed") || word.ends_with("ing")) && word.len() > 4
}

fn is_adjective(word: &str) -> bool {
    const ENDINGS: &[&str] =
        &["ous", "ive", "able", "ible", "al", "ic", "ful", "less", "ary", "ish", "ate", "ent", "ant", "est"];
    const NOUN_ENDINGS: &[&str] =
        &["ment", "forest", "interest", "request", "test", "arrest", "rest", "unrest"];
    const LISTED: &[&str] = &[
        "human", "mutual", "free", "own", "single", "written", "public", "common", "equal", "resident",
        "independent", "high", "low", "good", "bad", "open", "fair", "full", "large", "small", "main",
        "major", "minor", "joint", "direct", "indirect", "third", "due", "safe", "secure", "private",
        "sensitive", "other", "internal", "external", "better", "further", "greater", "higher", "lower",
        "contrary", "subject", "valid",
    ];
    let noun = NOUN_ENDINGS.iter().any(|ending| word.ends_with(ending));
    LISTED.contains(&word) || (!noun && word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending)))
}
