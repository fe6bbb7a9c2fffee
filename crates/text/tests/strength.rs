//! Strength against a gold of invented sentences: F1 of each class in each language.
//!
//! `cargo test -p crosscut-text --test strength -- --nocapture` prints the table, and with `STRENGTH_MISSES=dev` each
//! sentence of the development half that is read wrongly. The test half is for measuring alone.

use crosscut_text::strength::demand;
use crosscut_text::{Language, Strength};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// A sentence of the gold.
struct Row {
    test: bool,
    strength: Strength,
    actor: String,
    act: String,
    sentence: String,
}

fn rows(language: Language) -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/gold/strength");
    let path = folder.join(format!("{language}.tsv"));
    let table = std::fs::read_to_string(&path).expect("a table can be read");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [part, strength, actor, act, sentence] = cells[..] else { panic!("five cells: {line}") };
        let strength = Strength::ALL.iter().find(|own| own.name() == strength).expect("a strength");
        Row {
            test: part == "test",
            strength: *strength,
            actor: actor.to_owned(),
            act: act.to_owned(),
            sentence: sentence.to_owned(),
        }
    };
    table.lines().skip(1).map(row).collect()
}

/// Right, wrongly found and missed of one class.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Count {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }
}

/// Whether the name that was found is the wanted one, articles and prepositions aside.
fn alike(found: Option<&str>, wanted: &str) -> bool {
    let bare = |name: &str| {
        let words = name.split([' ', '\'', '’']).skip_while(|word| word.chars().count() <= 3);
        words.collect::<Vec<_>>().join(" ").to_lowercase()
    };
    found.is_some_and(|found| found == wanted || bare(found) == bare(wanted))
}

/// F1 by class of one half of a language's gold, and the shares of actors and acts that are named rightly.
fn measure(
    rows: &[Row],
    language: Language,
    test: bool,
    misses: &mut String,
) -> (BTreeMap<Strength, Count>, [Count; 2]) {
    let mut counts: BTreeMap<Strength, Count> = BTreeMap::new();
    let mut named = [Count::default(); 2];
    for row in rows.iter().filter(|row| row.test == test) {
        let found = demand(&row.sentence, None, language);
        counts.entry(row.strength).or_default().wanted += 1;
        counts.entry(found.strength).or_default().found += 1;
        let right = found.strength == row.strength;
        counts.entry(row.strength).or_default().right += usize::from(right);
        let pairs = [(&row.actor, &found.actor), (&row.act, &found.act)];
        for (count, (wanted, own)) in
            named.iter_mut().zip(pairs).filter(|(_, (wanted, _))| !wanted.is_empty())
        {
            count.wanted += 1;
            count.right += usize::from(alike(own.as_deref(), wanted));
        }
        if !right || pairs.iter().any(|(wanted, own)| !wanted.is_empty() && !alike(own.as_deref(), wanted)) {
            let mark = if right { "  (named)" } else { "" };
            _ = writeln!(
                misses,
                "{language} {} not {}{mark}: {} | {:?} {:?}",
                found.strength, row.strength, row.sentence, found.actor, found.act
            );
        }
    }
    (counts, named)
}

/// What one half of the gold gives: a table, the classes that are below their bar, and what was read wrongly.
struct Half {
    table: String,
    low: Vec<String>,
    misses: String,
    sentences: usize,
}

fn half(test: bool) -> Half {
    let mut half = Half { table: String::new(), low: Vec::new(), misses: String::new(), sentences: 0 };
    let mut others: BTreeMap<Strength, Count> = BTreeMap::new();
    let f1 = |counts: &BTreeMap<Strength, Count>| -> Vec<f64> {
        Strength::ALL.iter().map(|class| counts.get(class).copied().unwrap_or_default().f1()).collect()
    };
    let shown = |f1: &[f64]| f1.iter().map(|f1| format!("{f1:.2}")).collect::<Vec<_>>().join(" | ");
    let share = |count: Count| 100 * count.right / count.wanted.max(1);
    for language in LANGUAGES {
        let rows = rows(language);
        half.sentences += rows.iter().filter(|row| row.test == test).count();
        let (counts, named) = measure(&rows, language, test, &mut half.misses);
        let classes = f1(&counts);
        let [actor, act] = named.map(share);
        _ = writeln!(half.table, "| {language} | {} | {actor} | {act} |", shown(&classes));
        let mean = classes.iter().sum::<f64>() / classes.len() as f64;
        if mean < 0.88 {
            half.low.push(format!("{language}, mean of all classes: {mean:.3}"));
        }
        if language == Language::English {
            half.low.extend(below(&classes, 0.93, "en"));
        } else {
            counts.into_iter().for_each(|(class, count)| others.entry(class).or_default().add(count));
        }
    }
    half.low.extend(below(&f1(&others), 0.88, "all but English"));
    _ = writeln!(half.table, "| all but en | {} | | |", shown(&f1(&others)));
    half
}

/// The classes whose F1 is below a bar.
fn below(classes: &[f64], bar: f64, of: &str) -> Vec<String> {
    let low = Strength::ALL.iter().zip(classes).filter(|(_, f1)| **f1 < bar);
    low.map(|(class, f1)| format!("{of}, {class}: {f1:.3}")).collect()
}

#[test]
fn every_class_is_told_in_every_language() {
    let names: Vec<&str> = Strength::ALL.iter().map(|class| class.name()).collect();
    let head = format!("| language | {} | actor % | act % |\n|---|{}", names.join(" | "), "---|".repeat(9));
    let (development, test) = (half(false), half(true));
    println!(
        "F1, development half\n\n{head}\n{}\nF1, test half\n\n{head}\n{}",
        development.table, test.table
    );
    if std::env::var("STRENGTH_MISSES").as_deref() == Ok("dev") {
        println!("{}", development.misses);
    }
    let sentences = development.sentences + test.sentences;
    assert!(sentences >= 600, "{sentences} sentences");
    assert!(test.low.is_empty(), "{}", test.low.join("\n"));
}

proptest! {
    /// Words and signs of any language in any order are read without a fault, and name only what is in the text.
    #[test]
    fn any_text_is_read(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        let text: String = parts.concat();
        for language in LANGUAGES {
            let found = demand(&text, Some("Each Party shall not:"), language);
            for name in [found.actor, found.act].into_iter().flatten() {
                prop_assert!(text.contains(&name) || "Each Party shall not:".contains(&name), "{name}");
            }
        }
    }
}

const LANGUAGES: [Language; 13] = [
    Language::Arabic,
    Language::Chinese,
    Language::Dutch,
    Language::English,
    Language::French,
    Language::German,
    Language::Greek,
    Language::Italian,
    Language::Japanese,
    Language::Korean,
    Language::Portuguese,
    Language::Russian,
    Language::Spanish,
];

const PARTS: &[&str] = &[
    " ", " ", " ", ", ", "; ", ". ", "—", "، ", "、", "。", " (", ") ", "’", "(a) ", "shall", "may", "May",
    "not", "which", "that", "if", "No Party", "is to", "urges", "refrain", "cooperarán", "no", "que",
    "se compromete a", "l’État", "ne", "s’engage à", "hat", "die", "zu", "vorzulegen", "nicht", "fordert",
    "auf", "обязуется", "не", "которые", "يجب", "ألا", "للدول", "أن", "θα", "δεν", "να", "应当", "不得", "的",
    "締約国は", "てはならない", "당사국은", "수 없다", "é", "𝔘", "\u{301}",
];
