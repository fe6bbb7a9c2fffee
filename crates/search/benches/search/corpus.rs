//! A corpus of made-up clauses whose words are spread as in real texts (Zipf), from a seed.

use crosscut_text::{AgreementId, Clause, ClauseKind, Eid, Language, Strength};

/// Words of the vocabulary.
const WORDS: usize = 60_000;
/// Words of a clause, on average.
const LENGTH: usize = 30;

/// Numbers from a seed (SplitMix64, Steele et al. 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// The words of the corpus, commonest first, and how to draw one.
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<String>,
    /// The chance of each word and all before it.
    sums: Vec<f64>,
}

impl Vocabulary {
    pub(crate) fn new(random: &mut Random) -> Self {
        const SYLLABLES: [&str; 24] = [
            "ba", "con", "dis", "er", "fi", "gor", "hal", "in", "jus", "ka", "lem", "mi", "nor", "op", "per",
            "qua", "res", "sta", "tor", "ul", "ver", "win", "xen", "zo",
        ];
        const ENDINGS: [&str; 8] = ["", "s", "ed", "ing", "ation", "ment", "ity", "al"];
        let common = ["the", "of", "and", "to", "shall", "in", "a", "for", "be", "or"].map(str::to_owned);
        let made = (common.len()..WORDS).map(|_| {
            let syllables = 2 + random.below(3);
            let mut word: String = (0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
            word.push_str(ENDINGS[random.below(ENDINGS.len())]);
            word
        });
        let words: Vec<String> = made.collect();
        let words: Vec<String> = common.into_iter().chain(words).collect();
        let mut sum = 0.0;
        let sums = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        Self { sums: sums.collect(), words }
    }

    pub(crate) fn draw(&self, random: &mut Random) -> &str {
        let at = random.next() as f64 / u64::MAX as f64 * self.sums.last().copied().unwrap_or(1.0);
        let place = self.sums.partition_point(|sum| *sum < at).min(self.words.len() - 1);
        &self.words[place]
    }
}

/// So many clauses of so many agreements, of uneven length.
pub(crate) fn clauses(
    count: usize,
    agreements: usize,
    vocabulary: &Vocabulary,
    random: &mut Random,
) -> Vec<Clause> {
    let kinds = [ClauseKind::Provision, ClauseKind::Provision, ClauseKind::Recital, ClauseKind::Definition];
    let strengths = [None, Some(Strength::Shall), Some(Strength::May), Some(Strength::Should)];
    let clause = |n: usize| {
        let agreement = AgreementId::slug(&format!("agreement {:04}", n * agreements / count));
        let words = LENGTH / 3 + random.below(LENGTH * 4 / 3);
        let text: Vec<&str> = (0..words).map(|_| vocabulary.draw(random)).collect();
        let eid = Eid::new(&format!("art_{n}")).unwrap_or_else(|error| panic!("{error}"));
        Clause {
            language: Language::English,
            kind: kinds[random.below(kinds.len())],
            strength: strengths[random.below(strengths.len())],
            locator: format!("Article {n}"),
            ..Clause::new(agreement, eid, text.join(" "))
        }
    };
    (0..count).map(clause).collect()
}
