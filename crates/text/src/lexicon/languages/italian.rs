//! Italian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Italian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Italian,
    divisions: &[
        (Part, &["parte"], &[]),
        (Book, &["libro"], &[]),
        (Title, &["titolo"], &[]),
        (Chapter, &["capo"], &[]),
        (Section, &["sezione"], &[]),
        (Article, &["art", "articolo"], &[]),
        (Principle, &["principio"], &[]),
        (Recommendation, &["raccomandazione"], &[]),
        (Norm, &["norma"], &[]),
        (Annex, &["allegato", "appendice"], &[]),
        (Paragraph, &["paragrafo"], &[]),
        (Subparagraph, &["comma"], &[]),
        (Point, &["lettera"], &[]),
        (Recital, &["considerando"], &[]),
    ],
    everyday: &["capo", "lettera", "libro", "norma", "parte", "principio", "raccomandazione"],
    ordinals: &[&["primo"], &["secondo"], &["terzo"], &["quarto"], &["quinto"], &["sesto"]],
    ranges: &["al"],
    conjunctions: &["e", "o"],
    reasons: &[
        "consapevoli", "considerando", "convinti", "desiderando", "desiderosi", "preoccupati",
        "riconoscendo", "ricordando", "rilevando", "ritenendo", "sottolineando", "tenendo conto",
        "tenuto conto", "vista la", "visti", "visto il",
    ],
    whereas: &["considerando quanto segue"],
    enacting: &["ha adottato", "hanno adottato", "hanno convenuto"],
    parties: &["gli stati"],
    signature: &["fatto a", "in fede di che"],
    adopted: &["adottat", "approvat"],
    between: &["fra", "tra"],
    contents: &["indice"],
    preamble: &["preambolo"],
    notes: &["note", "note finali"],
    page: &["pagina"],
    months: &[
        "agosto", "aprile", "dicembre", "febbraio", "gennaio", "giugno", "luglio", "maggio", "marzo",
        "novembre", "ottobre", "settembre",
    ],
    definition_titles: &["definizion"],
    final_titles: &["disposizioni finali", "entrata in vigore"],
    defining_openers: &["il termine", "per", "si intende per"],
    defining_verbs: &["indica"],
    common: &[
        "alla", "che", "con", "dei", "del", "della", "di", "e", "gli", "il", "le", "nel", "o", "per", "una",
    ],
    openers: &["Con", "Gli", "I", "Lo", "Nel", "Non", "Per"],
    abbreviations: &[
        "act", "ad", "avv", "cfr", "cit", "comm", "cons", "consid", "cost", "cpv", "dec", "doc", "dott",
        "dr", "ecc", "ed", "es", "fasc", "fr", "inc", "ing", "lett", "mapp", "n", "nr", "num", "on", "pag",
        "pagg", "part", "patr", "prof", "rep", "ric", "rif", "seg", "segg", "sig", "sig.ra", "sigg", "ss",
    ],
    prefixes: &["co", "inter", "intra", "micro", "multi", "pre", "re", "semi", "sub"],
    accented: &[("ita", "ità")],
    ..Words::NONE
};
