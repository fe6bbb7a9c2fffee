//! A corpus of made-up agreements from a seed, as large as is wanted: `clauses.jsonl` on standard output.
//!
//! `cargo run --release -p crosscut --example made_corpus -- 200000 1000 > clauses.jsonl` (clauses, agreements). Words are
//! spread as in real texts (Zipf), each agreement has a subject of its own, and a third of the clauses are wordings of
//! commitments that many agreements share. What reading, searching and proposing cost at that size is in
//! `bench-runs/2026-11-30-2-cores/scale.md`.

use std::io::{self, BufWriter, Write};

/// Words of the vocabulary.
const WORDS: usize = 60_000;
/// Commitments that agreements share.
const SHARED: usize = 2_000;
/// Subjects, and the words of each.
const SUBJECTS: (usize, usize) = (40, 300);
/// In a hundred: clauses that word a shared commitment, words that such a wording changes, words of the subject.
const WORDINGS: usize = 33;
const CHANGED: usize = 30;
const OF_SUBJECT: usize = 25;

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let (Some(clauses), Some(agreements)) = (numbers.next(), numbers.next()) else {
        eprintln!("usage: made_corpus CLAUSES AGREEMENTS");
        std::process::exit(2);
    };
    let mut random = Random(2026);
    let corpus = Corpus::new(&mut random);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut before, mut article) = (usize::MAX, 0);
    for number in 0..clauses {
        let agreement = number * agreements / clauses;
        article = if agreement == before { article + 1 } else { 1 };
        before = agreement;
        let text = corpus.clause(agreement, &mut random);
        writeln!(
            out,
            r#"{{"id":"made-{agreement:05}#art_{article}","agreement":"made-{agreement:05}","title":"Made agreement {agreement}","locator":"Article {article}","language":"en","text":"{text}"}}"#
        )?;
    }
    out.flush()
}

/// Numbers from a seed (SplitMix64, Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

struct Corpus {
    words: Vec<String>,
    /// How often each word is drawn, added up.
    sums: Vec<f64>,
    /// Words of each subject and of each shared commitment, by their places.
    subjects: Vec<Vec<usize>>,
    shared: Vec<Vec<usize>>,
}

impl Corpus {
    fn new(random: &mut Random) -> Self {
        let words = vocabulary(random);
        let mut sum = 0.0;
        let sums = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        let mut corpus = Self { sums: sums.collect(), words, subjects: Vec::new(), shared: Vec::new() };
        let (subjects, size) = SUBJECTS;
        corpus.subjects =
            (0..subjects).map(|_| (0..size).map(|_| 100 + random.below(WORDS - 100)).collect()).collect();
        corpus.shared = (0..SHARED).map(|_| corpus.drawn(random.below(subjects), random)).collect();
        corpus
    }

    /// A clause of an agreement: its own, or its wording of what others have too.
    fn clause(&self, agreement: usize, random: &mut Random) -> String {
        let subject = agreement % self.subjects.len();
        let mut places = self.drawn(subject, random);
        if random.percent(WORDINGS) {
            // Of two draws the smaller: some commitments are in many agreements, most in few.
            let shared = &self.shared[random.below(SHARED).min(random.below(SHARED))];
            let kept = shared.iter().map(|place| match random.percent(CHANGED) {
                true => self.word(random),
                false => *place,
            });
            places = kept.collect();
        }
        let words: Vec<&str> = places.iter().map(|place| self.words[*place].as_str()).collect();
        format!("Each Party shall {}.", words.join(" "))
    }

    /// The words of a clause on a subject.
    fn drawn(&self, subject: usize, random: &mut Random) -> Vec<usize> {
        let length = 8 + random.below(20) + random.below(25);
        let word = |_| match random.percent(OF_SUBJECT) {
            true => self.subjects[subject][random.below(SUBJECTS.1)],
            false => self.word(random),
        };
        (0..length).map(word).collect()
    }

    fn word(&self, random: &mut Random) -> usize {
        let at = random.next() as f64 / u64::MAX as f64 * self.sums[WORDS - 1];
        self.sums.partition_point(|sum| *sum < at).min(WORDS - 1)
    }
}

/// Commonest first: function words, then words made of syllables.
fn vocabulary(random: &mut Random) -> Vec<String> {
    const COMMON: [&str; 16] = [
        "the", "of", "and", "to", "in", "a", "for", "be", "or", "by", "with", "its", "that", "on", "as",
        "any",
    ];
    const SYLLABLES: [&str; 24] = [
        "ba", "con", "dis", "er", "fi", "gor", "hal", "in", "jus", "ka", "lem", "mi", "nor", "op", "per",
        "qua", "res", "sta", "tor", "ul", "ver", "win", "xen", "zo",
    ];
    const ENDINGS: [&str; 8] = ["", "s", "ed", "ing", "ation", "ment", "ity", "al"];
    let made = |_| {
        let syllables = 2 + random.below(3);
        let mut word: String = (0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        word.push_str(ENDINGS[random.below(ENDINGS.len())]);
        word
    };
    let made: Vec<String> = (COMMON.len()..WORDS).map(made).collect();
    COMMON.into_iter().map(str::to_owned).chain(made).collect()
}
