//! Finnish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Finnish.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Finnish,
    acts: &[
        "asetus", "direktiivi", "julistus", "laki", "lausunto", "peruskirja", "perustuslaki", "päätös",
        "päätöslauselma", "pöytäkirja", "sopimus", "suositus", "säädös", "yleissopimus",
    ],
    updated: &["muutettu", "päivitetty", "viimeksi päivitetty"],
    published: &["annettu", "julkaistu", "tehty"],
    divisions: &[(Article, &["artikla"], &[])],
    thousands: &[("kaksituhatta", 2000), ("tuhat yhdeksänsataa", 1900), ("tuhatyhdeksänsataa", 1900)],
    year_parts: &[
        ("kahdeksan", 8),
        ("kahdeksankymmentä", 80),
        ("kahdeksantoista", 18),
        ("kaksi", 2),
        ("kaksikymmentä", 20),
        ("kaksitoista", 12),
        ("kolme", 3),
        ("kolmekymmentä", 30),
        ("kolmetoista", 13),
        ("kuusi", 6),
        ("kuusikymmentä", 60),
        ("kuusitoista", 16),
        ("kymmenen", 10),
        ("neljä", 4),
        ("neljäkymmentä", 40),
        ("neljätoista", 14),
        ("seitsemän", 7),
        ("seitsemänkymmentä", 70),
        ("seitsemäntoista", 17),
        ("viisi", 5),
        ("viisikymmentä", 50),
        ("viisitoista", 15),
        ("yhdeksän", 9),
        ("yhdeksänkymmentä", 90),
        ("yhdeksäntoista", 19),
        ("yksi", 1),
        ("yksitoista", 11),
    ],
    months: &[
        "elokuu", "elokuuta", "heinäkuu", "heinäkuuta", "helmikuu", "helmikuuta", "huhtikuu", "huhtikuuta",
        "joulukuu", "joulukuuta", "kesäkuu", "kesäkuuta", "lokakuu", "lokakuuta", "maaliskuu", "maaliskuuta",
        "marraskuu", "marraskuuta", "syyskuu", "syyskuuta", "tammikuu", "tammikuuta", "toukokuu",
        "toukokuuta",
    ],
    adopted: &["allekirjoit", "hyväksy"],
    signature: &["tehty", "tämän vakuudeksi"],
    ..Words::NONE
};
