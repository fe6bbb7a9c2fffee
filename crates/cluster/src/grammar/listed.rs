//! Words that tell names of elements from other phrases (table).

/// A verb follows these …
pub(super) const BEFORE_VERB: &[&str] = &[
    "to", "shall", "may", "must", "should", "will", "can", "not", "cannot", "would", "could", "we", "they",
    "who", "doit", "doivent", "peut", "peuvent", "debe", "deben", "puede", "pueden", "soll", "sollen",
    "muss", "müssen", "kann",
];
/// … and after these a noun or what belongs to it.
pub(super) const BEFORE_NOUN: &[&str] = &[
    "the", "a", "an", "of", "any", "such", "its", "their", "each", "all", "this", "that", "these", "those",
    "no", "our", "his", "her", "some", "in", "for", "on", "by", "with", "from", "against", "under",
    "between", "every", "your", "le", "la", "les", "du", "des", "de", "un", "une", "el", "los", "las", "del",
    "der", "die", "das", "den", "dem", "ein", "eine",
];

/// What ends no name: words that name no thing alone ("political aspects"), and verbs that look like nouns.
pub(super) const NO_END: &[&str] = &[
    "absence", "applies", "arises", "aspect", "aspects", "attaches", "basis", "becomes", "behalf", "context",
    "effects", "exists", "extent", "follows", "implies", "level", "levels", "manner", "occurs", "others",
    "relation", "remains", "requires", "respects", "sense", "view",
];

/// Words that say too little to be a name, or the head of one ("form of numerical quotas").
pub(super) const WEAK: &[&str] = &[
    "form", "date", "day", "days", "case", "cases", "purpose", "purposes", "part", "parts", "period",
    "level", "manner", "basis", "end", "place", "way", "ways", "view", "relation", "time", "times", "order",
    "number", "extent", "kind", "rise", "excess", "amount", "month", "months", "year", "years", "group",
    "reference", "respect", "account", "addition", "fact", "regard", "connection", "context", "event",
    "view", "means", "use", "matter", "matters", "principle", "principles", "contact", "instrument",
    "provision", "provisions", "party", "parties", "state", "states", "member", "members", "field", "area",
    "areas", "set", "list", "type", "types", "result", "need", "needs", "scope", "light", "terms", "term",
    "measure", "measures", "effect", "request", "application", "agreement", "convention", "directive",
    "regulation", "contract", "thing", "things", "person", "persons", "entity", "entities", "appropriate",
    "exclusion", "receipt", "requirement", "requirements", "obligation", "obligations", "rule", "rules",
    "name", "one", "two", "three", "six", "first", "step", "steps", "action", "actions", "example", "work",
    "world", "people", "role", "others", "aspect", "aspects", "element", "issue", "issues", "good", "sense",
    "majority", "note", "page", "company", "presence", "absence", "question", "following", "course", "date",
    "force", "parts", "concern", "interest", "interests", "value", "point", "points", "line", "side",
];

/// Never part of a name: verbs that corpora use too seldom to tell, stubs, and words of drafting.
pub(super) const NEVER: &[&str] = &[
    "cannot", "make", "made", "making", "take", "taken", "taking", "give", "given", "giving", "agree",
    "agreed", "agrees", "seek", "ensure", "ensuring", "ensures", "provide", "provides", "providing", "adopt",
    "adopts", "adopting", "come", "comes", "became", "become", "becoming", "enter", "enters", "likely",
    "unless", "notwithstanding", "except", "whenever", "wherever", "whereas", "whereof", "witness",
    "nothing", "anything", "another", "include", "includes", "included", "concerned", "concerning",
    "relating", "related", "pertaining", "resulting", "arising", "based", "using", "used", "according",
    "applicable", "apply", "applies", "applied", "require", "requires", "required", "necessary", "possible",
    "available", "able", "accord", "constitute", "constitutes", "undertake", "undertakes", "facing",
    "referred", "deemed", "construed", "done", "done", "held", "hold", "keep", "kept", "let", "say", "says",
    "see", "seen", "mutatis", "mutandis", "certain", "respective", "relevant", "appropriate", "adequate",
    "particular", "specific", "following", "preceding", "above", "below", "said", "set", "sets", "bring",
    "brought", "carry", "carried", "carrying", "allow", "allows", "allowing", "enable", "enables",
    "enabling", "encourage", "promote", "promoting", "encouraging", "strengthening", "consider",
    "considered", "considering", "recognise", "recognising", "recognizing", "reaffirming", "recalling",
    "desiring", "noting", "mindful", "determined", "convinced", "aware", "believing", "having", "being",
    "been", "regarding", "contain", "contains", "contained", "containing", "remain", "remains", "continue",
    "exist", "exists", "e.g", "etc", "i.e", "inter", "alia", "vis", "thereafter", "henceforth", "preamble",
    "lists", "listed", "mentioned", "specified", "laid", "lay", "laying", "down", "upon", "per", "via",
    "less", "more", "most", "least", "much", "many", "several", "various", "different", "same", "similar",
    "like", "unlike", "whole", "wide", "new", "later", "prior", "latter", "former", "inasmuch", "insofar",
    "therefor", "toward", "towards", "engaged", "engage", "denounce", "three", "four", "five", "six",
    "seven", "ten", "twelve", "hundred", "thousand", "every", "means", "makes", "takes", "gives", "shows",
    "uses", "helps", "commences", "engaging", "failed", "fails", "fail", "acting", "act", "acts", "say",
    "designed", "intended", "intends", "sought", "whose", "even", "ones", "eight", "nine", "eleven",
    "closely", "often", "soon", "together", "among", "amongst", "become", "suppress", "suppresses",
    "conclude", "concludes", "increase", "increases", "reaffirm", "defraud", "extent", "alter", "alters",
    "delete", "deletes", "strengthen", "strengthens", "transmit", "possess", "procure", "invite", "invites",
    "recall", "recalls", "harmonise", "harmonize", "refrain", "refuse", "submit", "oblige", "lays", "attach",
    "attaches",
];

/// Nouns among the words that end like other parts of speech.
pub(super) const NOUNS: &[&str] = &[
    "processing", "reporting", "training", "monitoring", "sharing", "building", "handling", "hacking",
    "funding", "computing", "testing", "screening", "trafficking", "laundering", "housing", "dumping",
    "licensing", "proceeding", "proceedings", "engineering", "planning", "learning", "clustering", "banking",
    "financing", "raising", "making", "marketing", "pricing", "mapping", "profiling", "phishing", "spamming",
    "grooming", "logging", "auditing", "hearing", "hearings", "meeting", "meetings", "standing",
    "well-being", "wellbeing", "understanding", "labelling", "packaging", "manufacturing", "cloud-computing",
    "counselling", "teaching", "timing", "setting", "settings", "bearing", "outsourcing", "advertising",
    "programming", "decision-making", "warning", "warnings", "recycling", "shipping", "fishing", "mining",
    "reloading", "unloading", "holding", "holdings", "offering", "underlying", "initiative", "initiatives",
    "directive", "directives", "objective", "objectives", "executive", "executives", "alternative",
    "alternatives", "incentive", "incentives", "perspective", "perspectives", "narrative", "motive",
    "archive", "archives", "representative", "representatives", "proposal", "proposals", "approval",
    "approvals", "withdrawal", "removal", "disposal", "appeal", "appeals", "capital", "material",
    "materials", "official", "officials", "signal", "signals", "renewal", "referral", "arrival", "retrieval",
    "tribunal", "tribunals", "refusal", "denial", "principal", "goal", "goals", "journal", "manual",
    "potential", "professional", "professionals", "individual", "individuals", "animal", "animals",
    "terminal", "trial", "portal", "hospital", "hospitals", "criminal", "criminals", "arsenal", "dismissal",
    "renewals", "survival", "rival", "public", "traffic", "topic", "topics", "logic", "metric", "metrics",
    "mechanic", "statistics", "ethics", "politics", "economics", "music", "republic", "forensics",
    "logistics", "cryptographic", "clinic", "analytics", "robotics", "enterprise", "need", "seed", "breed",
    "deed", "speed", "bed", "feed", "exceed", "indeed", "access", "process", "business", "consensus",
    "status", "virus", "bus", "campus", "focus", "bonus", "surplus", "apparatus", "content", "consent",
    "agent", "agents", "patent", "patents", "incident", "incidents", "accident", "accidents", "document",
    "documents", "parent", "parents", "student", "students", "event", "events", "investment", "component",
    "components", "tenant", "merchant", "grant", "grants", "consultant", "consultants", "participant",
    "participants", "applicant", "applicants", "defendant", "plant", "plants", "warrant", "warrants",
    "restaurant", "covenant", "infant", "certificate", "certificates", "candidate", "candidates", "mandate",
    "debate", "climate", "rate", "rates", "date", "state", "estate", "affiliate", "affiliates", "associate",
    "associates", "delegate", "duplicate", "gate", "template", "boundary", "library", "summary", "secretary",
    "depositary", "dictionary", "salary", "beneficiary", "beneficiaries", "subsidiary", "subsidiaries",
    "judiciary", "anniversary", "commentary", "glossary", "vocabulary", "itinerary", "supply", "assembly",
    "family", "anomaly", "ally", "monopoly", "reply", "table", "variable", "cable", "cables", "vegetable",
    "deliverable", "deliverables", "payable", "receivable", "olive", "drive", "live", "hive", "five",
];
