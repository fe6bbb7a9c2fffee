//! What people read, said in one way by the report, the review page and the terminal.

pub use crosscut_text::{dated, unsaid};
pub use crosscut_words::{
    Badge, Run, alike, compared, counted, distinctness, likeness, percent, plural, sentence, told_apart, why,
};
#[cfg(feature = "study")]
pub use crosscut_words::{Fold, Html, Mark, Marked, Quoter, escape_into, quote};

use crate::{Candidate, Form, Tier};

/// Chances from which on a candidate is called sure, and likely; below, it is more often a mixture than not.
const SURE: f32 = 0.7;
const LIKELY: f32 = 0.5;

/// "sure; adds 3 cells"; of a candidate that is set aside, why.
///
/// ```
/// use crosscut::{Candidate, words::brief};
/// let candidate = Candidate { score: 0.8, adds: 2.6, ..Candidate::default() };
/// assert_eq!(brief(&candidate), "sure; adds 3 cells");
/// ```
pub fn brief(candidate: &Candidate) -> String {
    if let (Tier::Formal, Some(form)) = (candidate.tier, candidate.form) {
        return format!("set aside: {}", form_words(form));
    }
    let sure = match candidate.score {
        chance if chance >= SURE => "sure",
        chance if chance >= LIKELY => "likely",
        _ => "unsure",
    };
    if candidate.one_text {
        return format!("{sure}; shared by nearly the same text alone");
    }
    let adds = candidate.adds.round() as usize;
    match (adds, candidate.tier) {
        (0, Tier::Listed) => format!("{sure}; mostly what candidates before it show"),
        (0, _) => sure.to_owned(),
        _ => format!("{sure}; adds {}", counted(adds, "cell")),
    }
}

/// Sure candidates from which on a list needs no warning, and the chance to ask something of someone that they have.
const ENOUGH: usize = 10;
const ASKS: f32 = 0.5;

/// "few commitments are shared here: 2 sure, the rest doubtful"; nothing where many of those that are listed are sure.
///
/// ```
/// use crosscut::{Candidate, words::few_shared};
/// let of = |score| Candidate { score, substance: 0.9, ..Candidate::default() };
/// let found = [of(0.9), of(0.6), of(0.3), of(0.2)];
/// let said = few_shared(found.iter());
/// assert_eq!(said.as_deref(), Some("few commitments are shared here: 1 sure, the rest doubtful"));
/// assert_eq!(few_shared(found[..2].iter()), None);
/// ```
pub fn few_shared<'c>(candidates: impl Iterator<Item = &'c Candidate>) -> Option<String> {
    let listed: Vec<&Candidate> = candidates.filter(|one| one.tier == Tier::Listed).collect();
    let sure = listed.iter().filter(|one| one.score >= SURE && one.substance >= ASKS).count();
    let few = sure < ENOUGH && 2 * sure < listed.len();
    few.then(|| match sure {
        0 => "few commitments are shared here: none is sure".to_owned(),
        _ => format!("few commitments are shared here: {sure} sure, the rest doubtful"),
    })
}

/// Why candidates are set aside as form.
fn form_words(form: Form) -> &'static str {
    match form {
        Form::Instrument => "about the instrument itself",
        Form::Recurring => "the same sentence in nearly all documents",
        Form::Empty => "nothing to decide",
    }
}

/// "set aside as form: 4 (about the instrument itself 3 · nothing to decide 1)"; nothing where none is.
pub fn set_aside<'c>(candidates: impl Iterator<Item = &'c Candidate>) -> Option<String> {
    let mut counts = [0usize; 3];
    let all = [Form::Instrument, Form::Recurring, Form::Empty];
    for candidate in candidates.filter(|candidate| candidate.tier == Tier::Formal) {
        let place = all.iter().position(|form| candidate.form == Some(*form)).unwrap_or(0);
        counts[place] += 1;
    }
    let total: usize = counts.iter().sum();
    let parts = all.iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(form, count)| format!("{} {count}", form_words(*form))).collect();
    (total > 0).then(|| format!("set aside as form: {total} ({})", parts.join(" · ")))
}
