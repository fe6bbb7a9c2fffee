//! Portuguese.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Portuguese.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Portuguese,
    divisions: &[
        (Part, &["parte"], &["partes"]),
        (Book, &["livro"], &["livros"]),
        (Title, &["titulo", "título"], &["titulos", "títulos"]),
        (Chapter, &["capitulo", "capítulo"], &["capitulos", "capítulos"]),
        (Section, &["secção", "seção"], &["secções", "seções"]),
        (Subsection, &["subsecção"], &["subsecções"]),
        (Article, &["art", "artigo"], &["artigos", "arts"]),
        (Rule, &["regra"], &["regras"]),
        (Clause, &["cláusula"], &["cláusulas"]),
        (Principle, &["princípio"], &["princípios"]),
        (Recommendation, &["recomendação"], &["recomendações"]),
        (Norm, &["norma"], &["normas"]),
        (Action, &["ação"], &["ações"]),
        (Commitment, &["compromisso"], &["compromissos"]),
        (Annex, &["anexo"], &["anexos"]),
        (Paragraph, &["parágrafo"], &["parágrafos"]),
        (Point, &["alínea", "item"], &["alíneas"]),
        (Recital, &["considerando"], &["considerandos"]),
    ],
    everyday: &[
        "ação", "ações", "compromisso", "compromissos", "item", "livro", "livros", "norma", "normas",
        "parte", "partes", "princípio", "princípios", "recomendação", "recomendações", "regra", "regras",
    ],
    cardinals: &[&["único"]],
    ordinals: &[
        &["primeiro"],
        &["segundo"],
        &["terceiro"],
        &["quarto"],
        &["quinto"],
        &["sexto"],
        &["sétimo"],
        &["oitavo"],
        &["nono"],
        &["décimo"],
    ],
    earlier: &["anterior"],
    the: &["a", "o"],
    this: &["a presente", "o presente"],
    of: &["da", "de", "do"],
    ranges: &["a"],
    conjunctions: &["e", "ou"],
    instruments: &["convenção", "lei", "regulamento"],
    reasons: &[
        "considerando", "convencidas", "convencidos", "deseando", "desejando", "desejosos", "deseosos",
        "destacando", "habida cuenta", "lembrando", "observando", "preocupados", "reafirmando",
        "reconhecendo", "reconociendo", "recordando", "resueltos", "sublinhando", "subrayando",
        "tendo em conta", "tendo em vista", "teniendo en cuenta", "teniendo presente", "tomando nota",
        "vista la", "vistas las", "visto el", "vistos los",
    ],
    whereas: &["considerando o seguinte"],
    enacting: &["acordam", "acordaram", "adotaram", "convieram"],
    parties: &["as partes", "os estados"],
    signature: &["em fé do que", "em testemunho", "feito em"],
    contents: &["sumário", "índice"],
    preamble: &["preâmbulo"],
    notes: &["notas", "notas finais"],
    page: &["pág", "página"],
    months: &[
        "abril", "agosto", "dezembro", "fevereiro", "janeiro", "julho", "junho", "maio", "março", "novembro",
        "outubro", "setembro",
    ],
    definition_titles: &["definiç"],
    final_titles: &["adesão", "depositário", "disposições finais", "entrada em vigor"],
    defining_openers: &["a expressão", "entende-se por", "o termo", "por"],
    defining_verbs: &["designa", "entende-se", "significa"],
    common: &[
        "ao", "com", "da", "das", "do", "dos", "e", "em", "não", "os", "ou", "para", "pela", "que", "uma",
    ],
    openers: &["As", "O", "Os"],
    abbreviations: &["al", "dr", "dra", "exma", "exmo", "inc", "núm", "pág", "sr", "sra"],
    ..Words::NONE
};
