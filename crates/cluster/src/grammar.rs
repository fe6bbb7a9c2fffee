//! Which words can stand in a name, and where: nouns at its end, no verbs, nothing left hanging. Told from what stands
//! before a word in the corpus itself, and for English from endings and short lists.

use crate::corpus::Corpus;
use crate::words::Words;
use crosscut_text::Language;
use rustc_hash::FxHashMap;

/// Clauses that are read for evidence, evenly spread.
const READ: usize = 4000;

/// After these stands a verb …
const BEFORE_VERB: &[&str] = &[
    "to", "shall", "may", "must", "should", "will", "can", "not", "cannot", "would", "could", "we", "they", "who", "doit",
    "doivent", "peut", "peuvent", "debe", "deben", "puede", "pueden", "soll", "sollen", "muss", "müssen", "kann",
];
/// … and after these a noun or what belongs to it.
const BEFORE_NOUN: &[&str] = &[
    "the", "a", "an", "of", "any", "such", "its", "their", "each", "all", "this", "that", "these", "those", "no", "our",
    "his", "her", "some", "in", "for", "on", "by", "with", "from", "against", "under", "between", "every", "your", "le",
    "la", "les", "du", "des", "de", "un", "une", "el", "los", "las", "del", "der", "die", "das", "den", "dem", "ein", "eine",
];

/// Words that say too little to be a name, or the head of one ("form of numerical quotas").
const WEAK: &[&str] = &[
    "form", "date", "day", "days", "case", "cases", "purpose", "purposes", "part", "parts", "period", "level", "manner",
    "basis", "end", "place", "way", "ways", "view", "relation", "time", "times", "order", "number", "extent", "kind", "rise",
    "excess", "amount", "month", "months", "year", "years", "group", "reference", "respect", "account", "addition", "fact",
    "regard", "connection", "context", "event", "view", "means", "use", "matter", "matters", "principle", "principles",
    "contact", "instrument", "provision", "provisions", "party", "parties", "state", "states", "member", "members", "field",
    "area", "areas", "set", "list", "type", "types", "result", "need", "needs", "scope", "light", "terms", "term", "measure",
    "measures", "effect", "request", "application", "agreement", "convention", "directive", "regulation", "contract",
    "thing", "things", "person", "persons", "entity", "entities", "appropriate", "exclusion", "receipt", "requirement",
    "requirements", "obligation", "obligations", "rule", "rules", "name", "one", "two", "three", "six", "first", "step",
    "steps", "action", "actions", "example", "work", "world", "people", "role", "others", "aspect", "aspects", "element",
    "issue", "issues", "good", "sense", "majority", "note", "page", "company", "presence", "absence", "question",
    "following", "course", "date", "force", "parts", "concern", "interest", "interests", "value", "point", "points", "line", "side",
];

/// Never part of a name: verbs that corpora use too seldom to tell, stubs, and words of drafting.
const NEVER: &[&str] = &[
    "make", "made", "making", "take", "taken", "taking", "give", "given", "giving", "agree", "agreed", "agrees", "seek",
    "ensure", "ensuring", "ensures", "provide", "provides", "providing", "adopt", "adopts", "adopting", "come", "comes",
    "became", "become", "becoming", "enter", "enters", "likely", "unless", "notwithstanding", "except", "whenever",
    "wherever", "whereas", "whereof", "witness", "nothing", "anything", "another", "include", "includes", "included",
    "concerned", "concerning", "relating", "related", "pertaining", "resulting", "arising", "based", "using", "used",
    "according", "applicable", "apply", "applies", "applied", "require", "requires", "required", "necessary", "possible",
    "available", "able", "accord", "constitute", "constitutes", "undertake", "undertakes", "facing", "referred", "deemed",
    "construed", "done", "done", "held", "hold", "keep", "kept", "let", "say", "says", "see", "seen", "mutatis", "mutandis",
    "certain", "respective", "relevant", "appropriate", "adequate", "particular", "specific", "following", "preceding",
    "above", "below", "said", "set", "sets", "bring", "brought", "carry", "carried", "carrying", "allow", "allows",
    "allowing", "enable", "enables", "enabling", "encourage", "promote", "promoting", "encouraging", "strengthening",
    "consider", "considered", "considering", "recognise", "recognising", "recognizing", "reaffirming", "recalling",
    "desiring", "noting", "mindful", "determined", "convinced", "aware", "believing", "having", "being", "been", "regarding",
    "contain", "contains", "contained", "containing", "remain", "remains", "continue", "exist", "exists", "e.g", "etc",
    "i.e", "inter", "alia", "vis", "thereafter", "henceforth", "preamble", "lists", "listed", "mentioned", "specified",
    "laid", "lay", "laying", "down", "upon", "per", "via", "less", "more", "most", "least", "much", "many", "several",
    "various", "different", "same", "similar", "like", "unlike", "whole", "wide", "new", "later", "prior", "latter", "former",
    "inasmuch", "insofar", "therefor", "toward", "towards", "engaged", "engage", "denounce", "three", "four", "five", "six", "seven", "ten", "twelve", "hundred", "thousand", "every", "means", "makes", "takes", "gives", "shows", "uses", "helps", "commences", "engaging", "failed", "fails", "fail",
    "acting", "act", "acts", "say", "designed", "intended", "intends", "sought", "whose", "among", "amongst", "become",
];

/// Nouns among the words that end like other parts of speech.
const NOUNS: &[&str] = &[
    "processing", "reporting", "training", "monitoring", "sharing", "building", "handling", "hacking", "funding",
    "computing", "testing", "screening", "trafficking", "laundering", "housing", "dumping", "licensing", "proceeding",
    "proceedings", "engineering", "planning", "learning", "clustering", "banking", "financing", "raising", "making",
    "marketing", "pricing", "mapping", "profiling", "phishing", "spamming", "grooming", "logging", "auditing", "hearing",
    "hearings", "meeting", "meetings", "standing", "well-being", "wellbeing", "understanding", "labelling", "packaging",
    "manufacturing", "cloud-computing", "counselling", "teaching", "timing", "setting", "settings", "bearing", "outsourcing",
    "advertising", "programming", "decision-making", "warning", "warnings", "recycling", "shipping", "fishing", "mining",
    "reloading", "unloading", "holding", "holdings", "offering", "underlying", "initiative", "initiatives", "directive",
    "directives", "objective", "objectives", "executive", "executives", "alternative", "alternatives", "incentive",
    "incentives", "perspective", "perspectives", "narrative", "motive", "archive", "archives", "representative",
    "representatives", "proposal", "proposals", "approval", "approvals", "withdrawal", "removal", "disposal", "appeal",
    "appeals", "capital", "material", "materials", "official", "officials", "signal", "signals", "renewal", "referral",
    "arrival", "retrieval", "tribunal", "tribunals", "refusal", "denial", "principal", "goal", "goals", "journal", "manual",
    "potential", "professional", "professionals", "individual", "individuals", "animal", "animals", "terminal", "trial",
    "portal", "hospital", "hospitals", "criminal", "criminals", "arsenal", "dismissal", "renewals", "survival", "rival",
    "public", "traffic", "topic", "topics", "logic", "metric", "metrics", "mechanic", "statistics", "ethics", "politics",
    "economics", "music", "republic", "forensics", "logistics", "cryptographic", "clinic", "analytics", "robotics",
    "enterprise", "need", "seed", "breed", "deed", "speed", "bed", "feed", "exceed", "indeed", "access", "process",
    "business", "consensus", "status", "virus", "bus", "campus", "focus", "bonus", "surplus", "apparatus",
    "content", "consent", "agent", "agents", "patent", "patents", "incident", "incidents", "accident", "accidents",
    "document", "documents", "parent", "parents", "student", "students", "event", "events", "investment", "component",
    "components", "tenant", "merchant", "grant", "grants", "consultant", "consultants", "participant", "participants",
    "applicant", "applicants", "defendant", "plant", "plants", "warrant", "warrants", "restaurant", "covenant", "infant",
    "certificate", "certificates", "candidate", "candidates", "mandate", "debate", "climate", "rate", "rates", "date",
    "state", "estate", "affiliate", "affiliates", "associate", "associates", "delegate", "duplicate", "gate", "template",
    "boundary", "library", "summary", "secretary", "depositary", "dictionary", "salary", "beneficiary", "beneficiaries",
    "subsidiary", "subsidiaries", "judiciary", "anniversary", "commentary", "glossary", "vocabulary", "itinerary",
    "supply", "assembly", "family", "anomaly", "ally", "monopoly", "reply", "table", "variable", "cable", "cables",
    "vegetable", "deliverable", "deliverables", "payable", "receivable", "olive", "drive", "live", "hive", "five",
];

/// What is known of the words of a corpus.
pub(crate) struct Grammar {
    /// Occurrences after words that announce a noun, after words that announce a verb, and right before another word
    /// that carries a topic; by lower-case word.
    seen: FxHashMap<String, [u32; 4]>,
}

impl Grammar {
    pub(crate) fn of(corpus: &Corpus, words: &Words) -> Self {
        let mut seen: FxHashMap<String, [u32; 4]> = FxHashMap::default();
        let step = corpus.len().div_ceil(READ).max(1);
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
        Self { seen }
    }

    fn counts(&self, word: &str) -> [u32; 4] {
        self.seen.get(word).copied().unwrap_or_default()
    }

    /// Whether a lower-case word can stand anywhere in a name.
    pub(crate) fn can_stand(&self, word: &str, language: Language) -> bool {
        let is_verb = |word: &str| {
            let [noun, verb, ..] = self.counts(word);
            verb > noun && verb > 1
        };
        // "maintains": the stem tells.
        let third = [word.strip_suffix('s'), word.strip_suffix("es")]
            .into_iter()
            .flatten()
            .any(|stem| is_verb(stem) && !NOUNS.contains(&word));
        let verbal = is_verb(word) || third;
        !verbal && !word.contains('.') && !(language == Language::English && (NEVER.contains(&word) || is_adverb(word)))
    }

    /// Whether it can come after another word: not the "using" of "systems using data".
    pub(crate) fn can_stand_inside(&self, word: &str, language: Language) -> bool {
        language != Language::English || !word.ends_with("ing") || word.len() < 6 || NOUNS.contains(&word)
    }

    /// Whether it can end a name: a noun, as far as one can tell.
    pub(crate) fn can_end(&self, word: &str, language: Language) -> bool {
        if language != Language::English || NOUNS.contains(&word) {
            return true;
        }
        let [.., joined, all] = self.counts(word);
        let always_joined = all >= 4 && joined * 10 > all * 8;
        !always_joined && !is_adjective(word) && !is_participle(word)
    }

    /// Whether it can begin a name, given whether the next word follows right after it.
    pub(crate) fn can_begin(&self, word: &str, joined: bool, language: Language) -> bool {
        if language != Language::English || NOUNS.contains(&word) {
            return true;
        }
        if word.ends_with("ing") {
            let [noun, _, followed, all] = self.counts(word);
            return joined && noun * 3 > all && followed * 2 > all;
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
    const NOUN_ENDINGS: &[&str] = &["ment", "forest", "interest", "request", "test", "arrest", "rest", "unrest"];
    const LISTED: &[&str] = &[
        "human", "mutual", "free", "own", "single", "written", "public", "common", "equal", "resident", "independent", "high", "low", "good", "bad", "open", "fair", "full", "large", "small", "main",
        "major", "minor", "joint", "direct", "indirect", "third", "due", "safe", "secure", "private", "sensitive", "other",
        "internal", "external", "better", "further", "greater", "higher", "lower", "contrary", "subject", "valid",
    ];
    let noun = NOUN_ENDINGS.iter().any(|ending| word.ends_with(ending));
    LISTED.contains(&word) || (!noun && word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending)))
}
