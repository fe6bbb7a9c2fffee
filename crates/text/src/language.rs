//! Language of a text.

use std::fmt;

/// A natural language, as far as it changes how words are compared.
///
/// ```
/// use crosscut_text::Language;
/// let text = "Chaque Partie adopte les mesures qui se révèlent nécessaires dans son droit interne.";
/// assert_eq!(Language::detect(text), Language::French);
/// assert_eq!(Language::from_code("FR"), Language::French);
/// assert_eq!(Language::French.to_string(), "fr");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "&'static str", from = "String"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Language {
    /// Could not be told (ISO 639 `und`).
    #[default]
    Undetermined,
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// German.
    German,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Russian.
    Russian,
    /// Arabic.
    Arabic,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Greek.
    Greek,
    /// Turkish.
    Turkish,
    /// Swedish.
    Swedish,
    /// Danish.
    Danish,
    /// Norwegian.
    Norwegian,
    /// Finnish.
    Finnish,
    /// Hungarian.
    Hungarian,
    /// Romanian.
    Romanian,
    /// Polish.
    Polish,
    /// Ukrainian.
    Ukrainian,
    /// Indonesian.
    Indonesian,
    /// Czech.
    Czech,
}

/// Every language with its codes of ISO 639-1 (`und` for none) and ISO 639-2.
const CODES: [(Language, &str, &str); 25] = [
    (Language::Undetermined, "und", "und"),
    (Language::English, "en", "eng"),
    (Language::French, "fr", "fra"),
    (Language::Spanish, "es", "spa"),
    (Language::Portuguese, "pt", "por"),
    (Language::German, "de", "deu"),
    (Language::Italian, "it", "ita"),
    (Language::Dutch, "nl", "nld"),
    (Language::Russian, "ru", "rus"),
    (Language::Arabic, "ar", "ara"),
    (Language::Chinese, "zh", "zho"),
    (Language::Japanese, "ja", "jpn"),
    (Language::Korean, "ko", "kor"),
    (Language::Greek, "el", "ell"),
    (Language::Turkish, "tr", "tur"),
    (Language::Swedish, "sv", "swe"),
    (Language::Danish, "da", "dan"),
    (Language::Norwegian, "no", "nor"),
    (Language::Finnish, "fi", "fin"),
    (Language::Hungarian, "hu", "hun"),
    (Language::Romanian, "ro", "ron"),
    (Language::Polish, "pl", "pol"),
    (Language::Ukrainian, "uk", "ukr"),
    (Language::Indonesian, "id", "ind"),
    (Language::Czech, "cs", "ces"),
];

impl Language {
    /// The ISO 639-1 code, `und` where the language could not be told.
    pub fn code(self) -> &'static str {
        CODES.iter().find(|(language, ..)| *language == self).map_or("und", |(_, code, _)| code)
    }

    /// The ISO 639-2 code, `und` where the language could not be told.
    pub fn three_letter_code(self) -> &'static str {
        CODES.iter().find(|(language, ..)| *language == self).map_or("und", |(.., code)| code)
    }

    /// The language of an ISO 639-1 code; [`Language::Undetermined`] for one that is not known.
    pub fn from_code(code: &str) -> Self {
        CODES
            .iter()
            .find(|(_, known, _)| known.eq_ignore_ascii_case(code))
            .map_or(Self::Undetermined, |(language, ..)| *language)
    }

    /// The language of a text by its script and trigrams (crate `whatlang`, after Cavnar and Trenkle 1994);
    /// [`Language::Undetermined`] where it cannot be told.
    pub fn detect(text: &str) -> Self {
        whatlang::detect(text).map_or(Self::Undetermined, |info| Self::known(info.lang()))
    }

    /// Which of two languages a text is in, by its trigrams; `None` where they do not tell.
    pub(crate) fn either(text: &str, pair: [Self; 2]) -> Option<Self> {
        let all = whatlang::Lang::all().iter().copied();
        let wanted: Vec<whatlang::Lang> = all.filter(|lang| pair.contains(&Self::known(*lang))).collect();
        whatlang::Detector::with_allowlist(wanted).detect(text).map(|info| Self::known(info.lang()))
    }

    fn known(lang: whatlang::Lang) -> Self {
        use whatlang::Lang;
        match Some(lang) {
            Some(Lang::Eng) => Self::English,
            Some(Lang::Fra) => Self::French,
            Some(Lang::Spa) => Self::Spanish,
            Some(Lang::Por) => Self::Portuguese,
            Some(Lang::Deu) => Self::German,
            Some(Lang::Ita) => Self::Italian,
            Some(Lang::Nld) => Self::Dutch,
            Some(Lang::Rus) => Self::Russian,
            Some(Lang::Ara) => Self::Arabic,
            Some(Lang::Cmn) => Self::Chinese,
            Some(Lang::Jpn) => Self::Japanese,
            Some(Lang::Kor) => Self::Korean,
            Some(Lang::Ell) => Self::Greek,
            Some(Lang::Tur) => Self::Turkish,
            Some(Lang::Swe) => Self::Swedish,
            Some(Lang::Dan) => Self::Danish,
            Some(Lang::Nob) => Self::Norwegian,
            Some(Lang::Fin) => Self::Finnish,
            Some(Lang::Hun) => Self::Hungarian,
            Some(Lang::Ron) => Self::Romanian,
            Some(Lang::Pol) => Self::Polish,
            Some(Lang::Ukr) => Self::Ukrainian,
            Some(Lang::Ind) => Self::Indonesian,
            Some(Lang::Ces) => Self::Czech,
            _ => Self::Undetermined,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Language> for &'static str {
    fn from(language: Language) -> Self {
        language.code()
    }
}

impl From<String> for Language {
    fn from(code: String) -> Self {
        Self::from_code(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_language() {
        for (language, code, _) in CODES {
            assert_eq!(Language::from_code(code), language);
            assert_eq!(language.code(), code);
        }
        assert_eq!(Language::from_code("xx"), Language::Undetermined);
    }

    #[test]
    fn whole_sentences_are_told_apart() {
        for (text, language) in [
            (
                "Each Party shall adopt such measures as may be necessary under its domestic law.",
                Language::English,
            ),
            (
                "Chaque Partie adopte les mesures qui se révèlent nécessaires dans son droit interne.",
                Language::French,
            ),
            (
                "Cada Parte adoptará las medidas que resulten necesarias en su derecho interno.",
                Language::Spanish,
            ),
            ("Каждая Сторона принимает такие меры, которые необходимы.", Language::Russian),
            ("تلتزم كل دولة طرف باتخاذ التدابير اللازمة في قانونها الداخلي", Language::Arabic),
            ("各缔约方应当采取必要的立法措施和其他措施", Language::Chinese),
        ] {
            assert_eq!(Language::detect(text), language, "{text}");
        }
    }
}
