//! Documents that come in by the page, and runs over the study, on a thread of their own: the page stays usable.

use crosscut::words::{counted, sentence};
use crosscut::{Error, Progress, RunOptions, RunReport, Study};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

/// Characters of a file name that are kept.
const LONGEST_NAME: usize = 120;

/// The run that goes on, what is to follow it, and what the last one said.
#[derive(Default)]
pub(crate) struct Adding {
    going: Option<Going>,
    /// Batches that came meanwhile, and whether a run without any is due: an agreement was removed, say.
    waiting: Vec<Batch>,
    due: bool,
    /// What the last run found, in lines; bad news first.
    pub(crate) told: Vec<Told>,
    /// The last change of an agreement's entry, for its undo: the agreement, and each property as it was.
    pub(crate) changed: Option<(String, Vec<(String, String)>)>,
}

/// A line about a run.
pub(crate) struct Told {
    pub(crate) text: String,
    pub(crate) bad: bool,
}

struct Going {
    stage: Arc<Mutex<Stage>>,
    stop: Arc<AtomicBool>,
    came: mpsc::Receiver<Result<RunReport, Error>>,
}

/// How far a run is.
#[derive(Clone, Default)]
pub(crate) struct Stage {
    pub(crate) text: String,
    /// Nothing is written so far: it can be stopped.
    pub(crate) can_stop: bool,
}

/// Files that were sent, in a folder of their own until a run has taken them over.
#[derive(Default)]
pub(crate) struct Batch {
    /// Where the files of this batch are; none for a file that the study has.
    folder: Option<PathBuf>,
    pub(crate) files: Vec<PathBuf>,
    title: Option<String>,
}

impl Batch {
    /// A new folder for files that are sent.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn new(study: &Path) -> io::Result<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = study.join(".crosscut").join("incoming").join(name);
        fs::create_dir_all(&folder)?;
        Ok(Self { folder: Some(folder), ..Self::default() })
    }

    /// A source that the study has kept of an agreement that was removed.
    pub(crate) fn of_source(path: PathBuf) -> Self {
        Self { files: vec![path], ..Self::default() }
    }

    /// A new title of the study.
    pub(crate) fn titled(title: String) -> Self {
        Self { title: Some(title), ..Self::default() }
    }

    /// Makes a file for what is sent under a name; of two with one name the first is kept.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn file(&mut self, name: &str) -> io::Result<Option<File>> {
        let (Some(folder), Some(name)) = (&self.folder, safe(name)) else { return Ok(None) };
        let path = folder.join(name);
        match File::create_new(&path) {
            Ok(file) => {
                self.files.push(path);
                Ok(Some(file))
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes the folder away: a run has copied what it took.
    pub(crate) fn discard(&self) {
        if let Some(folder) = &self.folder {
            let _ = fs::remove_dir_all(folder);
            let _ = folder.parent().map(fs::remove_dir);
        }
    }
}

/// The name of a file as one that every system takes, without any folder; none where nothing is left.
fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |c: char| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = last.chars().map(kept).collect();
    let name = name.trim_matches([' ', '.']).to_owned();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let stem: String = stem.chars().take(LONGEST_NAME).collect();
    let name = if ending.is_empty() { stem } else { format!("{stem}.{ending}") };
    (!name.is_empty() && ending.len() < LONGEST_NAME).then_some(name)
}

impl Adding {
    /// Takes files over into the study, after the run that goes on now, if there is one.
    pub(crate) fn add(&mut self, study: &Study, batch: Batch) {
        self.waiting.push(batch);
        self.next(study);
    }

    /// Runs over the study as it is now.
    pub(crate) fn run(&mut self, study: &Study) {
        self.due = true;
        self.next(study);
    }

    /// Takes what has come of a run, and begins what waits.
    pub(crate) fn follow(&mut self, study: &Study) {
        let Some(going) = &self.going else { return };
        let came = match going.came.try_recv() {
            Ok(came) => came,
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => {
                Err(Error::Choice("the run ended before its time: try again".into()))
            }
        };
        let is_written = !going.stage.lock().unwrap_or_else(PoisonError::into_inner).can_stop;
        self.going = None;
        self.told = match came {
            Ok(report) => told(&report),
            Err(Error::Stopped) if is_written => {
                let text =
                    "Stopped. The documents were added; the candidates are still those of before.".into();
                vec![Told { text, bad: false }]
            }
            Err(Error::Stopped) => vec![Told { text: "Stopped. Nothing was added.".into(), bad: false }],
            Err(error) => vec![Told { text: sentence(&error.to_string()), bad: true }],
        };
        self.next(study);
    }

    fn next(&mut self, study: &Study) {
        if self.going.is_some() || (self.waiting.is_empty() && !self.due) {
            return;
        }
        let batches = std::mem::take(&mut self.waiting);
        self.due = false;
        let (stage, stop) = (Arc::new(Mutex::new(Stage::default())), Arc::new(AtomicBool::new(false)));
        let (send, came) = mpsc::channel();
        let work = {
            let (study, stage, stop) = (study.clone(), Arc::clone(&stage), Arc::clone(&stop));
            move || {
                let came = run(&study, &batches, &stage, stop);
                batches.iter().for_each(Batch::discard);
                let _ = send.send(came);
            }
        };
        if std::thread::Builder::new().name("run".into()).spawn(work).is_ok() {
            self.going = Some(Going { stage, stop, came });
        }
    }

    /// Ends the run that goes on, as far as it has written nothing.
    pub(crate) fn stop(&self) {
        if let Some(going) = &self.going {
            going.stop.store(true, Ordering::Relaxed);
        }
    }

    /// How far it is; none when nothing goes on.
    pub(crate) fn stage(&self) -> Option<Stage> {
        let going = self.going.as_ref()?;
        let stage = going.stage.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let stopping = going.stop.load(Ordering::Relaxed);
        Some(match stopping && stage.can_stop {
            true => {
                Stage { text: "Stopping after the document that is being read …".into(), can_stop: false }
            }
            false => stage,
        })
    }
}

fn run(
    study: &Study,
    batches: &[Batch],
    stage: &Mutex<Stage>,
    stop: Arc<AtomicBool>,
) -> Result<RunReport, Error> {
    let files: Vec<PathBuf> = batches.iter().flat_map(|batch| batch.files.clone()).collect();
    let read = AtomicUsize::new(0);
    let say = |text: String, can_stop: bool| {
        *stage.lock().unwrap_or_else(PoisonError::into_inner) = Stage { text, can_stop };
    };
    say("Opening the documents …".into(), true);
    let mut options = RunOptions::default();
    options.title = batches.iter().rev().find_map(|batch| batch.title.clone());
    options.stop = Some(stop);
    study.run(&files, &options, &|progress| match progress {
        Progress::Reading(file) => {
            let at = read.fetch_add(1, Ordering::Relaxed) + 1;
            let of = files.len().max(at);
            say(format!("Reading document {at} of {of}: {file}"), true);
        }
        Progress::Recognising { file, page, of } => {
            say(format!("Recognising page {page} of {of}: {file}"), true);
        }
        Progress::Read { .. } => {}
        Progress::Indexing => say("Building the search index …".into(), false),
        _ => say("Comparing clauses: you can go on deciding meanwhile …".into(), false),
    })
}

/// What a run found, in a few lines.
fn told(report: &RunReport) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut bad = |text: String| told.push(Told { text, bad: true });
    report.failures.iter().for_each(|(file, why)| bad(format!("{file} could not be read: {why}.")));
    report.duplicates.iter().for_each(|same| bad(format!("Left out: {same}.")));
    for replaced in &report.replaced {
        bad(match (&replaced.beside, &replaced.kept) {
            (Some(beside), _) => format!(
                "{} is another document than the study’s own of that name: it was added beside it as {beside}.",
                replaced.file
            ),
            (None, Some(kept)) => format!(
                "{} has taken the place of the study’s own: {} of {} clauses are the same. The file before is kept: {}.",
                replaced.file,
                replaced.same,
                replaced.of,
                kept.display()
            ),
            (None, None) => format!(
                "{} has another text than before: {} of {} clauses are the same.",
                replaced.file, replaced.same, replaced.of
            ),
        });
    }
    if report.settings_anew {
        bad("The file crosscut.toml was missing and was written anew: please enter titles, years and groups again, and \
             which agreements are translations or editions of others."
            .to_owned());
    }
    let counts = [counted(report.documents.len(), "agreement"), counted(report.clauses, "clause")];
    let text = format!(
        "{} read. The study has {} now, and {} to decide.",
        counted(report.read.len(), "document"),
        counts.join(" with "),
        counted(report.open.total, "candidate")
    );
    told.push(Told { text, bad: false });
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere() {
        for (sent, kept) in [
            ("Paris Call.pdf", Some("Paris Call.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\ana\\a:b.docx", Some("a_b.docx")),
            ("..", None),
            ("", None),
            (".hidden.pdf", Some("hidden.pdf")),
            ("a/b/", None),
            ("été\u{0}.txt", Some("été_.txt")),
        ] {
            assert_eq!(safe(sent).as_deref(), kept, "{sent:?}");
        }
        let long = safe(&format!("{}.pdf", "x".repeat(400))).unwrap();
        assert!(long.ends_with(".pdf") && long.len() < 130);
    }

    #[test]
    fn files_of_a_batch_go_with_it() {
        let study = tempfile::tempdir().unwrap();
        let mut batch = Batch::new(study.path()).unwrap();
        assert!(batch.file("a.txt").unwrap().is_some());
        assert!(batch.file("x/a.txt").unwrap().is_none(), "two of one name");
        assert!(batch.file("..").unwrap().is_none());
        assert_eq!(batch.files.len(), 1);
        batch.discard();
        assert!(!batch.files[0].exists());
    }

    #[test]
    fn a_run_that_is_stopped_adds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let study = Study::at(folder.path()).unwrap();
        let mut batch = Batch::new(folder.path()).unwrap();
        io::Write::write_all(
            &mut batch.file("a.txt").unwrap().unwrap(),
            b"Article 1\n\nEach Party shall report.\n",
        )
        .unwrap();
        let stop = Arc::new(AtomicBool::new(true));
        let came = run(&study, &[batch], &Mutex::default(), stop);
        assert!(matches!(came, Err(Error::Stopped)), "{came:?}");
        assert!(!Study::is_study(folder.path()) && !folder.path().join("sources").exists());
    }
}
