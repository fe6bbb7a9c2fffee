//! Spanish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Spanish.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Spanish,
    divisions: &[
        (Part, &["parte"], &["partes"]),
        (Book, &["libro"], &["libros"]),
        (Title, &["titulo", "título"], &["titulos", "títulos"]),
        (Chapter, &["capitulo", "capítulo"], &["capitulos", "capítulos"]),
        (Section, &["seccion", "sección"], &["secciones"]),
        (Subsection, &["subsección"], &["subsecciones"]),
        (Article, &["art", "articulo", "artículo"], &["articulos", "arts", "artículos"]),
        (Rule, &["regla"], &["reglas"]),
        (Clause, &["cláusula"], &["cláusulas"]),
        (Principle, &["principio"], &["principios"]),
        (Recommendation, &["recomendación"], &["recomendaciones"]),
        (Norm, &["norma"], &["normas"]),
        (Action, &["acción"], &["acciones"]),
        (Commitment, &["compromiso"], &["compromisos"]),
        (Annex, &["anexo", "apéndice"], &["anexos", "apéndices"]),
        (Paragraph, &["apartado", "párrafo"], &["apartados", "párrafos"]),
        (Point, &["letra"], &["letras"]),
        (Recital, &["considerando"], &["considerandos"]),
    ],
    everyday: &[
        "acciones", "acción", "compromiso", "compromisos", "letra", "letras", "libro", "libros", "norma",
        "normas", "parte", "partes", "principio", "principios", "recomendaciones", "recomendación", "regla",
        "reglas",
    ],
    cardinals: &[&["único"]],
    ordinals: &[
        &["primer", "primera", "primero"],
        &["segundo"],
        &["tercer", "tercero"],
        &["cuarto"],
        &["quinto"],
        &["sexto"],
        &["séptimo"],
        &["octavo"],
        &["noveno"],
        &["décimo"],
    ],
    earlier: &["anterior"],
    the: &["el", "la"],
    this: &["el presente", "la presente", "presente"],
    of: &["de", "de la", "del"],
    ranges: &["a", "al"],
    conjunctions: &["o", "y"],
    open_ends: &["de"],
    instruments: &[
        "acuerdo", "convención", "convenio", "directiva", "directivas", "ley", "reglamento", "tratado",
    ],
    reasons: &["afirmando", "animados", "conscientes", "considerando"],
    whereas: &["considerando lo siguiente"],
    enacting: &[
        "acuerdan lo siguiente",
        "convienen en lo siguiente",
        "declaran lo siguiente",
        "declaran:",
        "ha adoptado",
        "han adoptado",
        "han convenido",
    ],
    parties: &["las partes", "los estados"],
    signature: &["en fe de lo cual", "en testimonio de lo cual", "hecho en"],
    contents: &["contenido", "índice"],
    preamble: &["preámbulo"],
    notes: &["notas", "notas finales"],
    page: &["pág", "página"],
    months: &[
        "abril", "agosto", "diciembre", "enero", "febrero", "julio", "junio", "marzo", "mayo", "noviembre",
        "octubre", "septiembre",
    ],
    definition_titles: &["definici", "términos"],
    final_titles: &[
        "adhesión",
        "denuncia",
        "depositario",
        "disposiciones finales",
        "entrada en vigor",
        "reservas",
    ],
    defining_openers: &[
        "el término", "la expresión", "los términos", "por", "se entenderá por", "se entiende por",
    ],
    defining_verbs: &["designa", "se entenderá", "se entiende", "significa"],
    common: &[
        "con", "del", "el", "en", "la", "las", "los", "o", "para", "por", "que", "se", "sus", "una", "y",
    ],
    openers: &["Con", "El", "En", "La", "Las", "Los", "No", "Por", "Se", "Si"],
    abbreviations: &[
        "ap", "arts", "cc", "cía", "d", "dto", "dª", "dña", "ej", "excma", "excmo", "fj", "hnos", "ilma",
        "ilmo", "lec", "nº", "núm", "núms", "proc", "pág", "págs", "rd", "rec", "ref", "rj", "sr", "sra",
        "sras", "sres", "ss", "ts", "vid",
    ],
    ..Words::NONE
};
