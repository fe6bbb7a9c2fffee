//! Abbreviations of legal writing whose dot ends no sentence, whatever the language; each language adds its own.

/// Abbreviations after which a sentence never ends.
pub(crate) const ALWAYS: &[&str] = &[
    "&c", "approx", "art", "arts", "bzw", "ca", "cc", "cf", "cit", "cl", "dr", "e.g", "fig", "gen", "gov",
    "hon", "i.e", "ibid", "messrs", "mr", "mrs", "ms", "op", "para", "paras", "pp", "prof", "pts", "reg",
    "regs", "rel", "rep", "resp", "rev", "sen", "st", "v", "viz", "vol", "vols", "vs",
];

/// Abbreviations that come before a number.
pub(crate) const BEFORE_NUMBERS: &[&str] = &[
    "abs", "al", "ann", "app", "apr", "aug", "cap", "ch", "chap", "cons", "consid", "cpv", "dec", "dir",
    "doc", "ed", "ex", "exh", "f", "feb", "fn", "jan", "jul", "jun", "l", "lit", "mar", "n", "no", "nos",
    "nov", "nr", "num", "núm", "oct", "ord", "p", "pag", "pages", "par", "pág", "págs", "q", "r", "rdn",
    "rec", "res", "rn", "sched", "sec", "secs", "sect", "sep", "sept", "ss", "stat", "tit", "ziff",
];

/// Abbreviations that may end a sentence before a word that begins one; most are of reporters and courts.
pub(crate) const OFTEN: &[&str] = &[
    "acad", "adm", "admin", "ala", "am", "amend", "and", "ann", "ariz", "ark", "assn", "atty", "barb", "bd",
    "blatchf", "bros", "cal", "cas", "ch", "cie", "cir", "civ", "cl", "co", "colo", "comm", "commn", "cong",
    "conn", "const", "corp", "cranch", "crim", "ct", "cush", "dec", "del", "dept", "dist", "div", "ed",
    "elec", "eq", "evid", "fed", "fla", "ga", "gmbh", "how", "ill", "inc", "ind", "ins", "int", "intl", "jr",
    "kan", "ky", "l", "la", "ltd", "mass", "md", "me", "mfg", "mich", "minn", "miss", "mo", "mont", "nat",
    "natl", "neb", "nev", "okla", "ops", "ore", "pa", "pet", "proc", "pub", "rept", "rev", "rr", "ry", "sch",
    "serv", "sess", "soc", "sr", "stat", "sté", "supp", "supr", "tel", "tenn", "tex", "univ", "util", "va",
    "vt", "wall", "wash", "wheat", "wis", "wyo",
];
