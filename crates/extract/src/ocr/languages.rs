//! Languages by their ISO 639-1 codes, and what Tesseract and Debian call them.

use crosscut_text::Language;

/// ISO 639-1 code, name in Tesseract.
const NAMES: [(&str, &str); 64] = [
    ("am", "amh"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("cs", "ces"),
    ("cy", "cym"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "eus"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("ga", "gle"),
    ("gl", "glg"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("is", "isl"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("kk", "kaz"),
    ("km", "khm"),
    ("ko", "kor"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lo", "lao"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("mn", "mon"),
    ("ms", "msa"),
    ("mt", "mlt"),
    ("my", "mya"),
    ("ne", "nep"),
    ("nl", "nld"),
    ("no", "nor"),
    ("pl", "pol"),
    ("pt", "por"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("th", "tha"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("vi", "vie"),
    ("zh", "chi_sim"),
];

/// Other codes of ISO 639-2 for some of them.
const OTHER_NAMES: [(&str, &str); 15] = [
    ("alb", "sq"),
    ("arm", "hy"),
    ("baq", "eu"),
    ("chi", "zh"),
    ("cze", "cs"),
    ("dut", "nl"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gre", "el"),
    ("ice", "is"),
    ("mac", "mk"),
    ("per", "fa"),
    ("rum", "ro"),
    ("zho", "zh"),
];

/// Languages by the script that Tesseract sees, commonest first.
const SCRIPTS: [(&str, &[&str]); 13] = [
    ("Arabic", &["ara", "fas", "urd"]),
    ("Armenian", &["hye"]),
    ("Bengali", &["ben"]),
    ("Cyrillic", &["rus", "ukr", "bul", "srp", "mkd", "bel", "kaz"]),
    ("Devanagari", &["hin", "nep"]),
    ("Georgian", &["kat"]),
    ("Greek", &["ell"]),
    ("Han", &["chi_sim", "jpn"]),
    ("Hebrew", &["heb"]),
    ("Hangul", &["kor"]),
    ("Japanese", &["jpn"]),
    ("Korean", &["kor"]),
    ("Thai", &["tha"]),
];

/// The ISO 639-1 code of a language that may be written in another way (`fra`, `fre`, `FR-ca`, `chi_sim`).
pub(super) fn code(written: &str) -> Option<&'static str> {
    let lower = written.trim().to_ascii_lowercase();
    let first = lower.split('-').next().unwrap_or_default();
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == first).map_or(first, |(_, code)| code);
    NAMES.iter().find(|(code, name)| *code == other || *name == lower).map(|(code, _)| *code)
}

/// Tesseract's name of the language of a code.
pub(super) fn name(written: &str) -> Option<&'static str> {
    let code = code(written)?;
    NAMES.iter().find(|(iso, _)| *iso == code).map(|(_, name)| *name)
}

/// The name of a language in English, by Tesseract's name of it.
pub(super) fn in_english(name: &str) -> String {
    let code = NAMES.iter().find(|(_, own)| *own == name).map_or("", |(code, _)| code);
    match Language::from_code(code) {
        Language::Undetermined => name.to_owned(),
        // Its variants have the languages' names.
        language => format!("{language:?}"),
    }
}

/// Tesseract's names of the languages of a script.
pub(super) fn of_script(script: &str) -> &'static [&'static str] {
    SCRIPTS.iter().find(|(known, _)| *known == script).map_or(&[], |(_, names)| names)
}

/// Tesseract's names of some languages, each once.
pub(super) fn wanted(codes: &[String]) -> Vec<&'static str> {
    let mut wanted: Vec<&'static str> = Vec::new();
    for name in codes.iter().filter_map(|code| name(code)) {
        if !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    wanted
}

/// What to install for them, as Debian names it, and where others find it.
pub(super) fn packages(names: &[&str], program: bool, renderer: bool) -> String {
    let engine = program.then(|| "tesseract-ocr".to_owned());
    let languages = names.iter().map(|name| format!("tesseract-ocr-{}", name.replace('_', "-")));
    let poppler = renderer.then(|| "poppler-utils".to_owned());
    let debian = engine.into_iter().chain(languages).chain(poppler).collect::<Vec<_>>().join(" and ");
    let mac = match (program, names) {
        (true, ["eng"] | []) => "tesseract",
        (true, _) => "tesseract tesseract-lang",
        (false, _) => "tesseract-lang",
    };
    let poppler = if renderer { " poppler" } else { "" };
    format!(
        "{debian} (Debian, Ubuntu; macOS: brew install {mac}{poppler}; Windows: the installer at \
         github.com/UB-Mannheim/tesseract, with its languages ticked)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_names_and_packages() {
        let codes = ["fr", "FR-ca", "xx", "zh"].map(str::to_owned);
        assert_eq!(wanted(&codes), ["fra", "chi_sim"]);
        assert!(wanted(&[]).is_empty());
        let same = ["fra", "fre", "FR", "fr-CA"].map(code);
        assert!(
            same.iter().all(|code| *code == Some("fr")) && code("french").is_none() && code("").is_none()
        );
        assert_eq!(
            (name("chi_sim"), name("zho"), name("de")),
            (Some("chi_sim"), Some("chi_sim"), Some("deu"))
        );
        assert_eq!((in_english("fra"), in_english("cym")), ("French".to_owned(), "cym".to_owned()));
        assert!(
            SCRIPTS
                .iter()
                .flat_map(|(_, names)| *names)
                .all(|known| NAMES.iter().any(|(_, name)| name == known))
        );
        let two = packages(&["fra", "chi_sim"], false, false);
        assert!(two.starts_with("tesseract-ocr-fra and tesseract-ocr-chi-sim (Debian"), "{two}");
        assert!(
            packages(&["eng"], true, true)
                .starts_with("tesseract-ocr and tesseract-ocr-eng and poppler-utils (")
        );
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(NAMES.is_sorted());
    }
}
