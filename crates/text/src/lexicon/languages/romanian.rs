//! Romanian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Romanian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Romanian,
    acts: &[
        "acord", "aviz", "cartă", "cod", "constituție", "convenție", "decizie", "declarație", "decret",
        "directivă", "hotărâre", "lege", "memorandum", "ordin", "ordonanță", "pact", "protocol",
        "recomandare", "regulament", "rezoluție", "statut", "tratat",
    ],
    updated: &[
        "actualizat", "actualizată", "modificat", "modificată", "ultima actualizare", "ultima modificare",
    ],
    published: &["publicat", "publicată", "încheiat"],
    divisions: &[(Title, &["titlu"], &[]), (Article, &["articolul"], &[])],
    accented: &[("tiunea", "ţiunea"), ("tiune", "ţiune"), ("tiei", "ţiei"), ("tie", "ţie"), ("tii", "ţii")],
    thousands: &[("două mii", 2000), ("o mie nouă sute", 1900)],
    year_parts: &[
        ("cinci", 5),
        ("cincisprezece", 15),
        ("cincizeci", 50),
        ("doi", 2),
        ("doisprezece", 12),
        ("două", 2),
        ("douăsprezece", 12),
        ("douăzeci", 20),
        ("nouă", 9),
        ("nouăsprezece", 19),
        ("nouăzeci", 90),
        ("opt", 8),
        ("optsprezece", 18),
        ("optzeci", 80),
        ("paisprezece", 14),
        ("patru", 4),
        ("patruzeci", 40),
        ("trei", 3),
        ("treisprezece", 13),
        ("treizeci", 30),
        ("unsprezece", 11),
        ("unu", 1),
        ("zece", 10),
        ("şaisprezece", 16),
        ("şaizeci", 60),
        ("şapte", 7),
        ("şaptesprezece", 17),
        ("şaptezeci", 70),
        ("şase", 6),
        ("şi", 0),
        ("șaisprezece", 16),
        ("șaizeci", 60),
        ("șapte", 7),
        ("șaptesprezece", 17),
        ("șaptezeci", 70),
        ("șase", 6),
        ("și", 0),
    ],
    dating: &["anul", "din", "la"],
    months: &[
        "aprilie", "august", "decembrie", "februarie", "ianuarie", "iulie", "iunie", "mai", "martie",
        "noiembrie", "octombrie", "septembrie",
    ],
    adopted: &["adoptat", "semnat"],
    signature: &["drept pentru care", "făcut la", "încheiat la", "întocmit la"],
    furniture: &["jurnalul oficial", "monitorul oficial"],
    ..Words::NONE
};
