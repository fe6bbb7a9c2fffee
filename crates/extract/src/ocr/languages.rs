//! Languages by their ISO 639-1 codes, and what Tesseract and Debian call them.

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

/// Tesseract's names of some languages, each once; English where none is known.
pub(super) fn wanted(codes: &[String]) -> Vec<&'static str> {
    let mut wanted: Vec<&'static str> = Vec::new();
    for code in codes {
        let code = code.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let name = NAMES.iter().find(|(iso, _)| *iso == code).map(|(_, name)| *name);
        if let Some(name) = name.filter(|name| !wanted.contains(name)) {
            wanted.push(name);
        }
    }
    if wanted.is_empty() { vec!["eng"] } else { wanted }
}

/// What to install for them, as Debian names it.
pub(super) fn packages(names: &[&str], program: bool) -> String {
    let program = program.then(|| "tesseract-ocr".to_owned());
    let languages = names.iter().map(|name| format!("tesseract-ocr-{}", name.replace('_', "-")));
    program.into_iter().chain(languages).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_names_and_packages() {
        let codes = ["fr", "FR-ca", "xx", "zh"].map(str::to_owned);
        assert_eq!(wanted(&codes), ["fra", "chi_sim"]);
        assert_eq!(wanted(&[]), ["eng"]);
        assert_eq!(packages(&["fra", "chi_sim"], false), "tesseract-ocr-fra and tesseract-ocr-chi-sim");
        assert_eq!(packages(&["eng"], true), "tesseract-ocr and tesseract-ocr-eng");
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(NAMES.is_sorted());
    }
}
