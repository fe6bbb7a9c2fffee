//! Building and asking, on a corpus of any size.

use crate::Outcome;
use crate::corpus::{Random, Vocabulary, clauses};
use crosscut_search::{Facet, Index, Options};
use crosscut_text::Clause;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Questions of a mixed load.
const QUESTIONS: usize = 600;
/// Times the whole is asked from the start.
const STARTS: usize = 40;

pub(crate) fn measure(count: usize, agreements: usize) -> Outcome {
    let mut random = Random(16);
    let vocabulary = Vocabulary::new(&mut random);
    let mut all = clauses(count, agreements, &vocabulary, &mut random);
    let text: usize = all.iter().map(|clause| clause.text.len()).sum();
    println!("\n{count} clauses, {agreements} agreements, {:.0} MB of text", text as f64 / 1e6);
    let folder = tempfile::tempdir()?;
    let mut walls = Vec::new();
    for threads in [1, 2] {
        let path = folder.path().join(format!("index-{threads}"));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let (start, cpu) = (Instant::now(), processor_time());
        pool.install(|| Index::build(&path, &all))?;
        let (wall, cpu) = (start.elapsed(), processor_time() - cpu);
        println!(
            "build, {threads} core(s): {:.1} s, {:.0} clauses a second of processor time",
            wall.as_secs_f64(),
            count as f64 / cpu.as_secs_f64().max(0.01)
        );
        walls.push(wall.as_secs_f64());
    }
    println!("two cores: {:.2} times one", walls[0] / walls[1]);
    let path = folder.path().join("index-2");
    println!("size: {:.2} times the text", size(&path)? as f64 / text as f64);
    let place = all.len() / 2;
    all[place].text.push_str(" amended");
    let start = Instant::now();
    Index::build(&path, &all)?;
    println!("one clause changed: {:.1} s", start.elapsed().as_secs_f64());
    let index = Index::open(&path)?;
    asked(&index, &vocabulary, &mut random)?;
    odd(&index, &vocabulary);
    starts(&path, &vocabulary, &mut random)?;
    peers(&all, folder.path(), &vocabulary)
}

/// A mixed load: words, several words, phrases, patterns, filters, with counts by agreement and kind.
fn asked(index: &Index, vocabulary: &Vocabulary, random: &mut Random) -> Outcome {
    let mut times = Vec::new();
    let first = thread_time();
    for number in 0..QUESTIONS {
        let query = question(number, vocabulary, random);
        let mut options = Options::from(10);
        options.facets = vec![Facet::Kind];
        let start = Instant::now();
        let found = index.search(&query, options)?;
        times.push((start.elapsed(), query, found.total));
    }
    // On a machine that others use, what each takes says less than what all take of the processor.
    let mean = (thread_time() - first) / QUESTIONS as u32;
    times.sort();
    let at = |share: f64| times[((QUESTIONS - 1) as f64 * share) as usize].0;
    println!(
        "mixed load with facets: p50 {:.2?}, p99 {:.2?}; processor time {mean:.2?} each",
        at(0.5),
        at(0.99)
    );
    for (time, query, total) in times.iter().rev().take(5) {
        println!("    slowest: {time:.1?} {query} ({total})");
    }
    Ok(())
}

/// What no search should stumble over: each answered or refused, with the time that it takes.
fn odd(index: &Index, vocabulary: &Vocabulary) {
    let many = |words: usize| vocabulary.words[..words].join(" ");
    let queries = [
        ("10,000 words", many(10_000)),
        ("10,000 words joined by OR", vocabulary.words[..10_000].join(" OR ")),
        ("a phrase of 2,000 words", format!("\"{}\"", many(2_000))),
        ("a word of 100,000 letters", "letter".repeat(16_667)),
        ("100,000 letters without spaces", "\u{6761}".repeat(100_000)),
        ("everything", "*".to_owned()),
        ("every word by its first letter", "c*".to_owned()),
        ("every word by its last letter", "*s".to_owned()),
        ("every word of two letters or more", "??*".to_owned()),
        ("10,000 brackets", "(".repeat(10_000)),
        ("control characters", "\u{0}\u{1} \u{7f} keys\u{2}".to_owned()),
        ("nothing", String::new()),
    ];
    for (what, query) in queries {
        let (start, before) = (Instant::now(), thread_time());
        let answer = match index.search(&query, 10) {
            Ok(hits) => format!("{} hits", hits.total),
            Err(error) => error.to_string().chars().take(90).collect(),
        };
        let (wall, spent) = (start.elapsed(), thread_time() - before);
        println!("    {what}: {wall:.1?}, of processor time {spent:.1?}: {answer}");
    }
}

fn question(number: usize, vocabulary: &Vocabulary, random: &mut Random) -> String {
    let mut word = |within: usize| vocabulary.words[10 + random.below(within)].as_str();
    match number % 6 {
        0 => word(5_000).to_owned(),
        1 => format!("{} {}", word(500), word(2_000)),
        2 => format!("{} OR {}", word(2_000), word(2_000)),
        3 => format!("\"{} {}\"", word(60), word(60)),
        4 => format!("{}* kind:recital", &word(5_000)[..4]),
        _ => format!("{} -{} strength:shall", word(1_000), word(1_000)),
    }
}

/// The whole of a search, from the start of the program.
fn starts(path: &Path, vocabulary: &Vocabulary, random: &mut Random) -> Outcome {
    let (mut times, mut spent, mut memory) = (Vec::new(), Vec::new(), 0);
    for number in 0..STARTS {
        let query = question(number, vocabulary, random);
        let start = Instant::now();
        let output = Command::new(std::env::current_exe()?).arg("--ask").arg(path).arg(query).output()?;
        times.push(start.elapsed());
        let told = String::from_utf8_lossy(&output.stdout);
        let mut numbers = told.split_whitespace().filter_map(|number| number.parse::<u64>().ok());
        memory = memory.max(numbers.next().unwrap_or_default());
        spent.push(Duration::from_nanos(numbers.next().unwrap_or_default()));
    }
    times.sort();
    spent.sort();
    println!(
        "from the start of the program: p50 {:.1?}, of processor time {:.1?}, at most {} MB",
        times[STARTS / 2],
        spent[STARTS / 2],
        memory / 1024
    );
    Ok(())
}

/// Asks once and prints the kilobytes and nanoseconds of processor time that it took.
pub(crate) fn ask(path: &Path, query: &str) -> Outcome {
    Index::open(path)?.search(query, 10)?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{} {}", peak.unwrap_or_default().trim().trim_end_matches(" kB"), thread_time().as_nanos());
    Ok(())
}

/// The same corpus in tantivy-py and SQLite, where Python has them.
fn peers(all: &[Clause], folder: &Path, vocabulary: &Vocabulary) -> Outcome {
    let corpus = folder.join("corpus.tsv");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&corpus)?);
    for clause in all {
        writeln!(file, "{}\t{}\t{}\t{}", clause.id, clause.agreement, clause.kind, clause.text)?;
    }
    file.flush()?;
    let words = folder.join("words.txt");
    std::fs::write(&words, vocabulary.words.join("\n"))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers/search.py");
    let run = Command::new("python3").arg(script).arg(corpus).arg(words).output();
    match run {
        Ok(output) if output.status.success() => print!("{}", String::from_utf8_lossy(&output.stdout)),
        Ok(output) => println!("peers skipped: {}", String::from_utf8_lossy(&output.stderr).trim()),
        Err(error) => println!("peers skipped: {error}"),
    }
    Ok(())
}

/// Processor time that this process has used, in user mode and in the system; none where the system does not tell.
fn processor_time() -> Duration {
    const TICKS: u64 = 100;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// Processor time of this thread: what others do on the machine does not show in it. None where the system does not tell.
fn thread_time() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        sum += if entry.path().is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
