//! Every action of the page at 100 agreements and 20,000 clauses, by requests that go straight to the routes:
//! milliseconds, half and nineteen in twenty of them below, by the clock and of a processor (what the second look takes
//! on its own thread apart), so that other programs on the machine do not hide what the page itself takes.
//! `cargo bench -p crosscut-review --bench review` prints the table; `-- --keep NAME` also writes it to
//! `bench-runs/NAME/review.md`. An action that takes 50 ms of a processor or more fails it, by the clock where the system
//! does not tell the other.

#[path = "../tests/common/mod.rs"]
mod common;

use axum::http::StatusCode;
use common::{Browser, Page, study_of};
use crosscut::decisions::{Basis, Coder};
use crosscut::{Choice, Study};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const AGREEMENTS: usize = 100;
const CLAUSES: usize = 200;
/// Elements that are confirmed before anything is measured.
const CONFIRMED: usize = 500;
const ROUNDS: usize = 25;
/// Milliseconds that an action may take.
const LIMIT: f64 = 50.0;
/// The second look reads all clauses for each element on a thread of its own; beyond this it is called off.
const LONGEST_LOOK: Duration = Duration::from_secs(120);

/// The same on every machine: a linear congruential generator (Knuth, MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// A word that no list holds, of three syllables.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
        "xi", "yo", "zu",
    ];
    [number % 20, number / 20 % 20, number / 400 % 20].map(|at| SYLLABLES[at]).concat()
}

/// Clauses about 900 subjects: some words of each come from its subject, the others from anywhere.
fn corpus() -> String {
    let mut dice = Dice(7);
    let mut lines = String::new();
    for agreement in 0..AGREEMENTS {
        for place in 0..CLAUSES {
            let subject = dice.roll(900);
            let mut text = String::from("Each of the parties shall take the measures that are necessary to");
            for at in 0..28 {
                let number = if at % 3 == 0 { 3000 + dice.roll(4000) } else { subject * 3 + dice.roll(6) };
                let between = ["", " and", " with the", "", " of the", " which should", " for their"][at % 7];
                let _ = write!(text, "{between} {}", word(number));
            }
            let line = serde_json::json!({
                "id": format!("a{agreement:03}#art_{place}"), "agreement": format!("a{agreement:03}"), "text": text + ".",
                "locator": format!("Article {place}"), "language": "en",
            });
            let _ = writeln!(lines, "{line}");
        }
    }
    lines
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (_folder, study) = study_of(&corpus());
    confirm(&study);
    let measured = runtime.block_on(measure(&study));
    let table = report(&measured);
    println!("{table}");
    let args: Vec<String> = std::env::args().collect();
    if let Some(name) = args.iter().position(|arg| arg == "--keep").and_then(|at| args.get(at + 1)) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench-runs").join(name);
        std::fs::create_dir_all(&folder).expect("bench-runs can be written");
        std::fs::write(folder.join("review.md"), table).expect("bench-runs can be written");
    }
    let slow: Vec<&str> =
        measured.times.iter().filter(|times| times.most() >= LIMIT).map(|times| times.0).collect();
    assert!(slow.is_empty(), "slower than {LIMIT} ms: {slow:?}");
    assert!(measured.look.is_some(), "the second look never ends");
}

/// Confirms the first candidates, by the library: by the page it would take minutes.
fn confirm(study: &Path) {
    let study = Study::open(study).expect("it was just run");
    let ana = Coder::new("ana").expect("a name");
    let findings = study.findings_for(Some(&ana)).expect("it was just run");
    let mut decisions = study.decisions(&ana).expect("nobody else has the log");
    let choice = Choice::new(&findings);
    for offer in findings.offered().iter().take(CONFIRMED) {
        let all = choice.confirm(&offer.candidate.id, None, &[]).expect("it is offered");
        decisions.decide_on(&Basis::default(), all).expect("it can be saved");
    }
    assert_eq!(decisions.state().elements.len(), CONFIRMED);
}

/// What was measured.
struct Measured {
    times: Vec<Times>,
    /// Seconds that the second look over all clauses took; none where it was called off.
    look: Option<f64>,
    /// Milliseconds that it takes to append a few thousand bytes to a file and have them on disk.
    sync: Times,
}

/// Times of one action.
struct Times(&'static str, Vec<Taken>);

/// What something took, in milliseconds: by the clock, and of a processor where the system tells.
#[derive(Clone, Copy)]
struct Taken(f64, Option<f64>);

impl Times {
    /// The time by the clock that this share of all stays below.
    fn clock(&self, share: f64) -> f64 {
        below(self.1.iter().map(|taken| taken.0), share)
    }

    /// The time of a processor that this share of all stays below.
    fn processor(&self, share: f64) -> Option<f64> {
        let all: Option<Vec<f64>> = self.1.iter().map(|taken| taken.1).collect();
        all.map(|all| below(all.into_iter(), share))
    }

    /// What nineteen in twenty stay below, of a processor if that is known.
    fn most(&self) -> f64 {
        self.processor(0.95).unwrap_or_else(|| self.clock(0.95))
    }
}

fn below(times: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut sorted: Vec<f64> = times.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

/// Measures from now on.
struct Watch(Instant, Option<f64>);

impl Watch {
    fn start() -> Self {
        Self(Instant::now(), computed())
    }

    fn stop(&self) -> Taken {
        let clock = self.0.elapsed().as_secs_f64() * 1000.0;
        Taken(clock, self.1.zip(computed()).map(|(before, now)| (now - before).max(0.0)))
    }
}

/// Milliseconds that the threads of this process have computed, but for the second look's; Linux tells.
fn computed() -> Option<f64> {
    let mut sum = 0.0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        let read = |file: &str| std::fs::read_to_string(thread.as_ref().ok()?.path().join(file)).ok();
        // A thread may end while the others are counted.
        let (Some(name), Some(times)) = (read("comm"), read("schedstat")) else { continue };
        if name.trim() != "look" {
            sum += times.split(' ').next()?.parse::<f64>().ok()? / 1e6;
        }
    }
    Some(sum)
}

async fn measure(study: &Path) -> Measured {
    let browser = Browser::open(study, Some("ana")).await;
    let mut all = vec![
        Times("confirm", vec![]),
        Times("reject", vec![]),
        Times("decide later", vec![]),
        Times("undo", vec![]),
        Times("redo", vec![]),
        Times("note", vec![]),
    ];
    let form = browser.get("/start").await.field("form");
    for _ in 0..ROUNDS {
        for (at, act) in [(0, "confirm"), (1, "reject"), (2, "defer"), (5, "note")] {
            let (_, card) = browser.card().await;
            all[at].1.push(timed(&browser, "/candidate", &fields(&form, &card, act)).await);
        }
        all[3].1.push(timed(&browser, "/undo", &format!("form={form}&back=%2Fqueue")).await);
        all[4].1.push(timed(&browser, "/redo", &format!("form={form}&back=%2Fqueue")).await);
    }
    let element = browser.get("/matrix").await.links("/element?")[0].clone();
    let cell = browser.get("/matrix").await.links("/cell?")[0].clone();
    all.extend(on_element(&browser, &form, &element).await);
    let look = looked(&browser).await;
    let (card, _) = browser.card().await;
    for (name, path) in [
        ("page: start", "/start"),
        ("page: agreements", "/agreements"),
        ("page: queue", "/queue"),
        ("page: families", "/families"),
        ("page: card", card.as_str()),
        ("page: element", element.as_str()),
        ("page: matrix", "/matrix"),
        ("page: cell", cell.as_str()),
        ("page: clause", "/clause?id=a050%23art_7"),
        ("page: whole agreement", "/read?agreement=a050"),
        ("page: second look", "/look"),
        ("page: draw", "/draw"),
        ("page: elements together", "/together"),
        ("page: agreements alike", "/alike"),
        ("page: how far coders agree", "/reliability"),
        ("page: export", "/exports"),
        ("page: outliers", "/outliers"),
        ("page: search", "/search?q=party+bacedi"),
        ("page: history", "/history"),
        ("page: conflicts", "/conflicts"),
        ("page: changes", "/changes"),
    ] {
        let mut times = Times(name, vec![]);
        for _ in 0..ROUNDS {
            let watch = Watch::start();
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
            times.1.push(watch.stop());
        }
        all.push(times);
    }
    Measured { times: all, look, sync: synced(study) }
}

/// Seconds until the second look is made; none where that takes too long.
async fn looked(browser: &Browser) -> Option<f64> {
    let start = Instant::now();
    while browser.get("/look").await.text.contains("data-wait") {
        if start.elapsed() > LONGEST_LOOK {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Some(start.elapsed().as_secs_f64())
}

/// What the disk alone takes to keep a line as long as a decision.
fn synced(study: &Path) -> Times {
    let path = study.join("synced");
    let mut file = std::fs::File::create(&path).expect("the study can be written");
    let mut times = Times("sync", vec![]);
    for _ in 0..4 * ROUNDS {
        let watch = Watch::start();
        file.write_all(&[b'x'; 8_000]).expect("the study can be written");
        file.sync_data().expect("the study can be written");
        times.1.push(watch.stop());
    }
    std::fs::remove_file(path).expect("it was just made");
    times
}

/// What is done on the page of an element.
async fn on_element(browser: &Browser, form: &str, element: &str) -> Vec<Times> {
    let mut all =
        vec![Times("rename", vec![]), Times("take a clause out", vec![]), Times("put it back", vec![])];
    for round in 0..ROUNDS {
        let first = browser.get(element).await;
        let clause =
            first.text.split("name=\"clause\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let clause = clause.expect("an element has clauses").to_owned();
        let id = first.text.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let id = id.expect("an element has an id").to_owned();
        let name = format!("Another name {round}");
        for (at, act) in [(0, "rename"), (1, "remove"), (2, "add")] {
            let version = browser.get(element).await.field("version");
            let fields = [
                ("form", form),
                ("id", &id),
                ("version", &version),
                ("act", act),
                ("name", &name),
                ("clause", &clause),
            ];
            all[at].1.push(timed(browser, "/element", &common::encoded(&fields)).await);
        }
    }
    all
}

/// The table of all times.
fn report(measured: &Measured) -> String {
    let mut table = format!(
        "`cargo bench -p crosscut-review --bench review`, {AGREEMENTS} agreements, {} clauses, {} elements confirmed, \
         {ROUNDS} rounds; an action with the page that it leads to\n\n\
         | action | processor p50 ms | p95 ms | clock p50 ms | p95 ms |\n|---|---|---|---|---|\n",
        AGREEMENTS * CLAUSES,
        CONFIRMED
    );
    for times in &measured.times {
        let told = |share| times.processor(share).map_or("?".to_owned(), |taken| format!("{taken:.1}"));
        let (half, most) = (times.clock(0.5), times.clock(0.95));
        let _ = writeln!(table, "| {} | {} | {} | {half:.1} | {most:.1} |", times.0, told(0.5), told(0.95));
    }
    let look =
        measured.look.map_or("not done in two minutes".to_owned(), |seconds| format!("{seconds:.1} s"));
    let _ = writeln!(table, "\nThe second look over all clauses, made on a thread of its own: {look}");
    let (half, most) = (measured.sync.clock(0.5), measured.sync.clock(0.95));
    let _ = writeln!(
        table,
        "\nOf each decision the disk takes {half:.1} ms (half of them), {most:.1} ms (nineteen in twenty): a line \
         appended and synced"
    );
    table
}

/// A card's form as it is.
fn fields(form: &str, card: &Page, act: &str) -> String {
    let (id, version) = (card.field("id"), card.field("version"));
    let name = format!("An element of {id}");
    let mut all = vec![
        ("form", form),
        ("id", &id),
        ("version", &version),
        ("act", act),
        ("name", &name),
        ("reason", "other"),
        ("note", "a note"),
        ("order", "broad"),
    ];
    let ticks: Vec<String> = card
        .text
        .split("name=\"clause\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or("").to_owned())
        .collect();
    all.extend(ticks.iter().map(|tick| ("clause", tick.as_str())));
    common::encoded(&all)
}

/// From the press of a button to the page that follows.
async fn timed(browser: &Browser, path: &str, body: &str) -> Taken {
    let watch = Watch::start();
    let answer = browser.raw_post(path, body, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = browser.get(answer.to()).await;
    assert_eq!(page.status, StatusCode::OK);
    watch.stop()
}
