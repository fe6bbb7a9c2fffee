//! Hungarian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Hungarian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Hungarian,
    acts: &[
        "ajánlás", "alkotmány", "charta", "egyezmény", "egyezség", "határozat", "irányelv", "jegyzőkönyv",
        "megállapodás", "nyilatkozat", "rendelet", "szerződés", "törvény", "vélemény",
    ],
    updated: &["frissítve", "módosítva", "utolsó frissítés"],
    published: &["kelt", "közzétéve", "megjelent"],
    divisions: &[(Article, &["cikk"], &[])],
    accented: &[
        ("kent", "ként"),
        ("bol", "ból"),
        ("ert", "ért"),
        ("nal", "nál"),
        ("rol", "ról"),
        ("sag", "ság"),
        ("seg", "ség"),
        ("tol", "tól"),
    ],
    thousands: &[("ezerkilencszáz", 1900), ("kétezer", 2000)],
    year_parts: &[
        ("egy", 1),
        ("egyedik", 1),
        ("harmadik", 3),
        ("harminc", 30),
        ("hat", 6),
        ("hatodik", 6),
        ("hatvan", 60),
        ("hetedik", 7),
        ("hetven", 70),
        ("huszadik", 20),
        ("huszon", 20),
        ("három", 3),
        ("hét", 7),
        ("húsz", 20),
        ("kettedik", 2),
        ("kettő", 2),
        ("kilenc", 9),
        ("kilencedik", 9),
        ("kilencven", 90),
        ("negyedik", 4),
        ("negyven", 40),
        ("nyolc", 8),
        ("nyolcadik", 8),
        ("nyolcvan", 80),
        ("négy", 4),
        ("tizedik", 10),
        ("tizen", 10),
        ("tíz", 10),
        ("öt", 5),
        ("ötven", 50),
        ("ötödik", 5),
    ],
    dating: &["év", "évi"],
    months: &[
        "augusztus", "december", "február", "január", "július", "június", "május", "március", "november",
        "október", "szeptember", "április",
    ],
    adopted: &["aláír", "elfogad"],
    signature: &["fenti hiteléül", "kelt", "készült"],
    ..Words::NONE
};
