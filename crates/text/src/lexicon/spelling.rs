//! Words that English spells in two ways, and words whose stems would join what means different things.
//!
//! American spellings are read as British ones: "organize" has few words to except ("size", "prize"), where "organise"
//! has many ("advise", "exercise", "promise").

use crate::Language;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// American beginnings of words and the British ones: "behavior", "behaviour". What follows is the same in both.
const BEGINNINGS: &[(&str, &str)] = &[
    ("aluminum", "aluminium"),
    ("analog", "analogue"),
    ("analyz", "analys"),
    ("anesthe", "anaesthe"),
    ("arbor", "arbour"),
    ("archeolog", "archaeolog"),
    ("ardor", "ardour"),
    ("armor", "armour"),
    ("artifact", "artefact"),
    ("behavior", "behaviour"),
    ("caliber", "calibre"),
    ("candor", "candour"),
    ("catalog", "catalogue"),
    ("catalyz", "catalys"),
    ("clamor", "clamour"),
    ("color", "colour"),
    ("councilor", "councillor"),
    ("counselor", "counsellor"),
    ("cozy", "cosy"),
    ("demeanor", "demeanour"),
    ("dialog", "dialogue"),
    ("dialyz", "dialys"),
    ("discolor", "discolour"),
    ("disfavor", "disfavour"),
    ("dishonor", "dishonour"),
    ("draftsm", "draughtsm"),
    ("encyclopedi", "encyclopaedi"),
    ("endeavor", "endeavour"),
    ("enrollment", "enrolment"),
    ("favor", "favour"),
    ("fervor", "fervour"),
    ("fetal", "foetal"),
    ("fetus", "foetus"),
    ("flavor", "flavour"),
    ("fulfillment", "fulfilment"),
    ("gynecolog", "gynaecolog"),
    ("harbor", "harbour"),
    ("hemoglobin", "haemoglobin"),
    ("hemorrhag", "haemorrhag"),
    ("honor", "honour"),
    ("humor", "humour"),
    ("hydrolyz", "hydrolys"),
    ("installment", "instalment"),
    ("jewelry", "jewellery"),
    ("labor", "labour"),
    ("leukemi", "leukaemi"),
    ("maneuver", "manoeuvre"),
    ("marvelous", "marvellous"),
    ("medieval", "mediaeval"),
    ("misbehavior", "misbehaviour"),
    ("misdemeanor", "misdemeanour"),
    ("mold", "mould"),
    ("monolog", "monologue"),
    ("neighbor", "neighbour"),
    ("odor", "odour"),
    ("orthopedic", "orthopaedic"),
    ("paralyz", "paralys"),
    ("parlor", "parlour"),
    ("pediatric", "paediatric"),
    ("plow", "plough"),
    ("rancor", "rancour"),
    ("rigor", "rigour"),
    ("rumor", "rumour"),
    ("savior", "saviour"),
    ("savor", "savour"),
    ("skeptic", "sceptic"),
    ("skillful", "skilful"),
    ("smolder", "smoulder"),
    ("splendor", "splendour"),
    ("succor", "succour"),
    ("sulfat", "sulphat"),
    ("sulfid", "sulphid"),
    ("sulfur", "sulphur"),
    ("tumor", "tumour"),
    ("unfavor", "unfavour"),
    ("valor", "valour"),
    ("vapor", "vapour"),
    ("vigor", "vigour"),
    ("willful", "wilful"),
    ("woolen", "woollen"),
];

/// Words with such a beginning that are spelled in one way, or that drop the u in both: "honorary", "laboratory".
const SAME_IN_BOTH: &[&str] = &[
    "analogic", "analogical", "analogies", "analogous", "analogously", "analogue", "analogues", "analogy",
    "catalogue", "catalogued", "catalogues", "cataloguing", "coloration", "colorectal", "dialogue",
    "dialogued", "dialogues", "dialoguing", "honoraria", "honorarium", "honorary", "honorific", "humorist",
    "humorous", "humorously", "laboratories", "laboratory", "laborious", "laboriously", "monologue",
    "monologues", "rigorous", "rigorously", "savory", "valorisation", "valorise", "valorised",
    "vaporisation", "vaporise", "vigorous", "vigorously",
];

/// Whole words, American and British.
const WORDS: &[(&str, &str)] = &[
    ("acknowledgment", "acknowledgement"),
    ("acknowledgments", "acknowledgements"),
    ("aging", "ageing"),
    ("center", "centre"),
    ("centered", "centred"),
    ("centering", "centring"),
    ("centers", "centres"),
    ("centimeter", "centimetre"),
    ("centimeters", "centimetres"),
    ("datacenter", "datacentre"),
    ("datacenters", "datacentres"),
    ("defense", "defence"),
    ("defenseless", "defenceless"),
    ("defenses", "defences"),
    ("dialed", "dialled"),
    ("dialing", "dialling"),
    ("dueling", "duelling"),
    ("enroll", "enrol"),
    ("enrolls", "enrols"),
    ("epicenter", "epicentre"),
    ("epicenters", "epicentres"),
    ("fiber", "fibre"),
    ("fibers", "fibres"),
    ("fueled", "fuelled"),
    ("fueling", "fuelling"),
    ("fulfill", "fulfil"),
    ("fulfills", "fulfils"),
    ("gray", "grey"),
    ("instill", "instil"),
    ("judgment", "judgement"),
    ("judgments", "judgements"),
    ("kilometer", "kilometre"),
    ("kilometers", "kilometres"),
    ("license", "licence"),
    ("licensed", "licenced"),
    ("licensee", "licencee"),
    ("licensees", "licencees"),
    ("licenses", "licences"),
    ("licensing", "licencing"),
    ("licensor", "licencor"),
    ("liter", "litre"),
    ("liters", "litres"),
    ("luster", "lustre"),
    ("meager", "meagre"),
    ("meter", "metre"),
    ("meters", "metres"),
    ("millimeter", "millimetre"),
    ("millimeters", "millimetres"),
    ("offense", "offence"),
    ("offenses", "offences"),
    ("practise", "practice"),
    ("practised", "practiced"),
    ("practises", "practices"),
    ("practising", "practicing"),
    ("prejudgment", "prejudgement"),
    ("pretense", "pretence"),
    ("pretenses", "pretences"),
    ("program", "programme"),
    ("programs", "programmes"),
    ("refueled", "refuelled"),
    ("refueling", "refuelling"),
    ("saber", "sabre"),
    ("sepulcher", "sepulchre"),
    ("somber", "sombre"),
    ("specter", "spectre"),
    ("subprogram", "subprogramme"),
    ("theater", "theatre"),
    ("theaters", "theatres"),
    ("toward", "towards"),
    ("yogurt", "yoghurt"),
];

/// American endings of compounds that are written in one piece: "cyberdefense". None ends a word that is no compound.
const ENDS: &[(&str, &str)] = &[
    ("behavior", "behaviour"),
    ("behaviors", "behaviours"),
    ("center", "centre"),
    ("centers", "centres"),
    ("defense", "defence"),
    ("defenses", "defences"),
    ("offense", "offence"),
    ("offenses", "offences"),
    ("program", "programme"),
    ("programs", "programmes"),
    ("theater", "theatre"),
    ("theaters", "theatres"),
];

/// What follows "organiz" in a word that is also written "organis".
const AFTER_Z: &[&str] = &[
    "ability", "able", "ably", "ation", "ational", "ationally", "ations", "e", "ed", "er", "ers", "es",
    "ing", "ingly", "ings",
];

/// Words before their "-e" that are never written with s.
const ALWAYS_Z: &[&str] = &[
    "appriz", "assiz", "baiz", "capsiz", "downsiz", "friz", "maiz", "midsiz", "outsiz", "oversiz", "priz",
    "quiz", "resiz", "rightsiz", "seiz", "siz", "undersiz", "upsiz", "whiz",
];

/// Words that the stemmer would give to another word, with the stem that keeps them apart. Without this list
/// "universal" is found by "university", and "incident response" by "responsible".
const STEMS: &[(&str, &[&str])] = &[
    ("accession", &["accession", "accessions"]),
    ("animat", &["animate", "animated", "animates", "animating", "animation"]),
    ("authority", &["authorities", "authority"]),
    ("competency", &["competence", "competences", "competencies", "competency", "competent", "competently"]),
    ("critical", &["critical", "criticality", "critically"]),
    ("directive", &["directive", "directives"]),
    ("emergency", &["emergencies", "emergency"]),
    ("experiment", &["experiment", "experimental", "experimentation", "experimented", "experiments"]),
    ("hospital", &["hospital", "hospitals"]),
    ("humanity", &["humanity"]),
    ("importance", &["importance", "important", "importantly"]),
    ("informal", &["informal", "informally"]),
    ("initial", &["initial", "initially"]),
    ("initiative", &["initiative", "initiatives"]),
    ("integrity", &["integrity"]),
    ("internal", &["internal", "internally"]),
    ("majority", &["majorities", "majority"]),
    ("minority", &["minorities", "minority"]),
    ("negligible", &["negligible", "negligibly"]),
    ("objection", &["objection", "objectionable", "objections"]),
    ("objective", &["objective", "objectively", "objectives"]),
    ("organic", &["organic", "organically"]),
    ("organism", &["organism", "organisms"]),
    ("positive", &["positive", "positively", "positives"]),
    ("publication", &["publication", "publications"]),
    ("respective", &["respective", "respectively"]),
    ("responsible", &["responsibilities", "responsibility", "responsible", "responsibly"]),
    ("severe", &["severe", "severely", "severest", "severity"]),
    ("succession", &["succession", "successions"]),
    ("terminal", &["terminal", "terminals"]),
    ("transition", &["transition", "transitional", "transitions"]),
    ("universal", &["universal", "universality", "universally"]),
    ("universe", &["universe", "universes"]),
    ("university", &["universities", "university"]),
];

/// A word, typed by somebody who may write English as Americans do, in the British spelling, which French and Spanish share
/// more often: "organization" as "organisation"; `None` where both write the same.
///
/// ```
/// use crosscut_text::lexicon::british_spelling;
/// assert_eq!(british_spelling("Organization").as_deref(), Some("organisation"));
/// assert_eq!(british_spelling("prize"), None);
/// ```
pub fn british_spelling(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let british = unified(Language::English, &lower);
    (british != lower).then(|| british.into_owned())
}

/// A word in lower case in the one spelling by which it is compared.
pub(crate) fn unified(language: Language, word: &str) -> Cow<'_, str> {
    static WHOLE: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| WORDS.iter().copied().collect());
    if language != Language::English || word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(british) = WHOLE.get(word) {
        return Cow::Borrowed(british);
    }
    if let Some((american, british)) = ENDS.iter().find(|(american, _)| word.ends_with(american)) {
        return Cow::Owned([&word[..word.len() - american.len()], british].concat());
    }
    let word = with_s(word).map_or(Cow::Borrowed(word), Cow::Owned);
    if SAME_IN_BOTH.binary_search(&&*word).is_ok() {
        return word;
    }
    // "analyst" and "coloured" begin neither as "analyz" nor, once more, as "color".
    let place = BEGINNINGS.partition_point(|(american, _)| *american <= &*word);
    let found = place.checked_sub(1).and_then(|place| BEGINNINGS.get(place));
    match found.and_then(|(american, british)| Some((word.strip_prefix(american)?, american, british))) {
        Some((rest, american, british)) if !is_british(rest, american, british) => {
            Cow::Owned([british, joint(british, rest)].concat())
        }
        _ => word,
    }
}

/// Whether the word has the British beginning already: "moulder" does not, "dialogue" does.
fn is_british(rest: &str, american: &str, british: &str) -> bool {
    british.strip_prefix(american).is_some_and(|more| rest.starts_with(more))
}

/// "maneuvered" and "dialoged" double no e.
fn joint<'w>(british: &str, rest: &'w str) -> &'w str {
    if british.ends_with('e') { rest.strip_prefix('e').unwrap_or(rest) } else { rest }
}

/// "organization" as "organisation"; `None` for words that hold no such ending.
fn with_s(word: &str) -> Option<String> {
    let at = word.rfind('z')?;
    let (before, after) = (&word[..at], &word[at + 1..]);
    let base = before.strip_suffix('i')?;
    let ends = AFTER_Z.binary_search(&after).is_ok();
    let excepted = ALWAYS_Z.binary_search(&&word[..=at]).is_ok();
    (ends && !excepted && base.len() > 1).then(|| [before, "s", after].concat())
}

/// French words that the stemmer would give to another: data are not what is given ("donner").
const FRENCH_STEMS: &[(&str, &[&str])] = &[("donnee", &["donnee", "donnees"])];

/// The stem of a word that the stemmer would join with others.
pub(crate) fn stem_of(language: Language, word: &str) -> Option<&'static str> {
    static ENGLISH: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| listed(STEMS));
    static FRENCH: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| listed(FRENCH_STEMS));
    match language {
        Language::English => ENGLISH.get(word).copied(),
        Language::French => FRENCH.get(word).copied(),
        _ => None,
    }
}

fn listed(stems: &'static [(&str, &[&str])]) -> BTreeMap<&'static str, &'static str> {
    stems.iter().flat_map(|(stem, words)| words.iter().map(move |word| (*word, *stem))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn american_and_british_spellings_are_one() {
        for (american, british) in [
            ("organization", "organisation"),
            ("organizational", "organisational"),
            ("harmonize", "harmonise"),
            ("emphasizing", "emphasising"),
            ("behavior", "behaviour"),
            ("behavioral", "behavioural"),
            ("defense", "defence"),
            ("center", "centre"),
            ("program", "programme"),
            ("licensing", "licencing"),
            ("analyzes", "analyses"),
            ("neighboring", "neighbouring"),
            ("maneuvered", "manoeuvred"),
            ("dialog", "dialogue"),
            ("cataloged", "catalogued"),
            ("judgment", "judgement"),
        ] {
            assert_eq!(unified(Language::English, american), british);
            assert_eq!(unified(Language::English, british), british, "a British word stays");
        }
    }

    #[test]
    fn other_words_stay() {
        for word in [
            "size", "sized", "prize", "seize", "seizure", "resizing", "maize", "laboratory", "analogy",
            "dialogue", "catalogue", "advise", "exercise", "promise", "programmed", "programmer", "analyst",
            "colour", "coloured", "zone", "realise", "vigorous",
        ] {
            assert_eq!(unified(Language::English, word), word);
        }
        assert_eq!(unified(Language::French, "organization"), "organization");
    }

    #[test]
    fn tables_are_sorted() {
        assert!(BEGINNINGS.is_sorted() && SAME_IN_BOTH.is_sorted() && WORDS.is_sorted());
        assert!(AFTER_Z.is_sorted() && ALWAYS_Z.is_sorted());
    }
}
