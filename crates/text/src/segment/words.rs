//! Words of legal structure in the languages that agreements come in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word before a number says about the unit that it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Word {
    /// Part.
    Part,
    /// Book.
    Book,
    /// Title.
    Title,
    /// Chapter.
    Chapter,
    /// Section; what it holds depends on the document.
    Section,
    /// Sub-section.
    Subsection,
    /// Article, §.
    Article,
    /// Rule.
    Rule,
    /// Clause of a contract.
    Clause,
    /// Principle.
    Principle,
    /// Recommendation.
    Recommendation,
    /// Norm.
    Norm,
    /// Action.
    Action,
    /// Commitment.
    Commitment,
    /// Pledge.
    Pledge,
    /// Guideline.
    Guideline,
    /// Standard.
    Standard,
    /// Requirement.
    Requirement,
    /// Objective.
    Objective,
    /// Goal.
    Goal,
    /// Annex, appendix, schedule.
    Annex,
}

impl Word {
    /// The name in an eid, after Akoma Ntoso's naming convention where it has one.
    pub(super) fn eid(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Book => "book",
            Self::Title => "title",
            Self::Chapter => "chp",
            Self::Section => "sec",
            Self::Subsection => "subsec",
            Self::Article => "art",
            Self::Rule => "rule",
            Self::Clause => "clause",
            Self::Principle => "principle",
            Self::Recommendation => "recommendation",
            Self::Norm => "norm",
            Self::Action => "action",
            Self::Commitment => "commitment",
            Self::Pledge => "pledge",
            Self::Guideline => "guideline",
            Self::Standard => "standard",
            Self::Requirement => "requirement",
            Self::Objective => "objective",
            Self::Goal => "goal",
            Self::Annex => "annex",
        }
    }

    /// The name in a locator.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Part => "Part",
            Self::Book => "Book",
            Self::Title => "Title",
            Self::Chapter => "Chapter",
            Self::Section => "Section",
            Self::Subsection => "Subsection",
            Self::Article => "Article",
            Self::Rule => "Rule",
            Self::Clause => "Clause",
            Self::Principle => "Principle",
            Self::Recommendation => "Recommendation",
            Self::Norm => "Norm",
            Self::Action => "Action",
            Self::Commitment => "Commitment",
            Self::Pledge => "Pledge",
            Self::Guideline => "Guideline",
            Self::Standard => "Standard",
            Self::Requirement => "Requirement",
            Self::Objective => "Objective",
            Self::Goal => "Goal",
            Self::Annex => "Annex",
        }
    }

    /// Whether it groups articles and says nothing itself.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Part | Self::Book | Self::Title | Self::Chapter)
    }
}

/// The entries of a table: separated by `|`.
pub(crate) fn list(entries: &'static str) -> impl Iterator<Item = &'static str> {
    entries.split('|').map(str::trim)
}

/// Phrases by their first letter, by which nearly all texts are told apart from them.
pub(super) struct Phrases {
    by_first: BTreeMap<char, Vec<&'static str>>,
}

impl Phrases {
    /// The entries of a table, all in lower case.
    pub(super) fn new(entries: &'static str) -> Self {
        let mut by_first: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        for phrase in list(entries) {
            by_first.entry(phrase.chars().next().unwrap_or(' ')).or_default().push(phrase);
        }
        Self { by_first }
    }

    /// The phrases that begin with the same letter as a text in any case.
    fn near(&self, text: &str) -> &[&'static str] {
        let first = text.chars().next().and_then(|c| c.to_lowercase().next());
        first.and_then(|first| self.by_first.get(&first)).map_or(&[], Vec::as_slice)
    }

    /// Whether the first `letters` of a text, in any case, begin with a phrase and what follows it fits.
    pub(super) fn begin(&self, text: &str, letters: usize, fits: impl Fn(&str, &str) -> bool) -> bool {
        let near = self.near(text);
        if near.is_empty() {
            return false;
        }
        let start: String = text.chars().take(letters).collect::<String>().to_lowercase();
        near.iter().any(|phrase| start.strip_prefix(phrase).is_some_and(|rest| fits(phrase, rest)))
    }

    /// Whether a text, in any case, is one of the phrases.
    pub(super) fn hold(&self, text: &str) -> bool {
        let near = self.near(text);
        !near.is_empty() && near.contains(&text.to_lowercase().as_str())
    }
}

/// The structural word that `word` (in any case) is, and its language-independent meaning.
pub(crate) fn structural(word: &str) -> Option<Word> {
    static MEANINGS: LazyLock<BTreeMap<&str, Word>> = LazyLock::new(|| {
        WORDS.iter().flat_map(|(meaning, words)| list(words).map(|word| (word, *meaning))).collect()
    });
    // Nearly every line is asked: no allocation for words in the letters of ASCII.
    let mut lower = [0; 24];
    match lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(lower) => {
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).ok().and_then(|word| MEANINGS.get(word).copied())
        }
        None => MEANINGS.get(word.to_lowercase().as_str()).copied(),
    }
}

/// Structural words by their meaning.
const WORDS: [(Word, &str); 21] = [
    (
        Word::Article,
        "article | art | artikel | artículo | articulo | artigo | articolo | artículos | § | \
        статья | المادة | المادّة | مادة | άρθρο | madde | artikla | cikk | articolul",
    ),
    (Word::Part, "part | partie | parte | teil | deel | часть | القسم | μέρος"),
    (Word::Book, "book | livre | libro | livro | buch"),
    (Word::Title, "title | titre | título | titulo | titel | titolo | titlu | τίτλος"),
    (
        Word::Chapter,
        "chapter | chapitre | capítulo | capitulo | kapitel | capo | hoofdstuk | глава | الفصل | \
        الباب | κεφάλαιο",
    ),
    (
        Word::Section,
        "section | sección | seccion | secção | seção | abschnitt | sezione | afdeling | sec | \
        раздел",
    ),
    (Word::Subsection, "subsection | sub-section | sous-section | subsección | subsecção | unterabschnitt"),
    (Word::Rule, "rule | règle | regla | regra | regel | правило"),
    (Word::Clause, "clause | cláusula | klausel"),
    (Word::Principle, "principle | principe | principio | princípio | grundsatz | принцип | المبدأ"),
    (
        Word::Recommendation,
        "recommendation | recommandation | recomendación | recomendação | empfehlung | \
        raccomandazione | рекомендация",
    ),
    (Word::Norm, "norm | norme | norma"),
    (Word::Action, "action | acción | ação"),
    (Word::Commitment, "commitment | engagement | compromiso | compromisso"),
    (Word::Pledge, "pledge"),
    (Word::Guideline, "guideline | guidance"),
    (Word::Standard, "standard"),
    (Word::Requirement, "requirement"),
    (Word::Objective, "objective | objectif"),
    (Word::Goal, "goal"),
    (
        Word::Annex,
        "annex | annexe | anexo | anhang | allegato | bijlage | appendix | appendice | apéndice | \
        schedule | exhibit | attachment | anlage | приложение | المرفق | الملحق | παράρτημα | 附件 | \
        enclosure | addendum",
    ),
];

/// Number words after a structural word: "Article premier", "PART ONE".
pub(super) fn number_word(word: &str) -> Option<u16> {
    const NUMBERS: [&str; 12] = [
        "one | first | premier | première | primero | primeiro | primo | unique | único | الأولى | \
            الأول | первая",
        "two | second | deux | deuxième | segundo | secondo | zwei | الثانية | الثاني | вторая",
        "three | third | trois | troisième | tercero | terceiro | terzo | الثالثة | الثالث",
        "four | fourth | quatre | quatrième | cuarto | quarto | الرابعة | الرابع",
        "five | fifth | cinq | cinquième | quinto | الخامسة | الخامس",
        "six | sixth | sixième | sexto | sesto | السادسة | السادس",
        "seven | seventh | sept | septième | séptimo | sétimo | السابعة | السابع",
        "eight | eighth | huit | huitième | octavo | oitavo | الثامنة | الثامن",
        "nine | ninth | neuf | neuvième | noveno | nono | التاسعة | التاسع",
        "ten | tenth | dix | dixième | décimo | العاشرة | العاشر",
        "eleven | eleventh | onze",
        "twelve | twelfth | douze",
    ];
    static VALUES: LazyLock<BTreeMap<&str, u16>> = LazyLock::new(|| {
        let mut values = BTreeMap::new();
        for (value, words) in (1_u16..).zip(NUMBERS) {
            for word in list(words) {
                values.entry(word).or_insert(value);
            }
        }
        values
    });
    VALUES.get(word.to_lowercase().as_str()).copied()
}

/// How reasons in a preamble begin.
const REASONS: &str = "acknowledging | acting | affirming | after consulting | after transmission | alarmed | \
    anxious | appreciating | aware | bearing in mind | believing | cognizant | commending | \
    committed | concerned | condemning | confident | conscious | considering | convinced | \
    deeply concerned | deeply convinced | deploring | desiring | desirous | determined | \
    emphasising | emphasizing | encouraged | endorsing | expressing | firmly convinced | \
    fully aware | fully convinced | further noting | further recalling | gravely concerned | \
    guided | having adopted | having also regard | having considered | having decided | \
    having examined | having heard | having in mind | having met | having noted | having received | \
    having regard | having resolved | highlighting | in accordance with | in consideration | \
    in view of | inspired | keeping in mind | keen to | mindful | motivated | noting | observing | \
    on the basis of | persuaded | realising | realizing | reaffirming | recalling | recognising | \
    recognizing | referring | reiterating | resolved | seeking | seized | stressing | \
    taking account | taking into account | taking into consideration | taking note | underlining | \
    underscoring | wanting | welcoming | whereas | wishing | with a view to | pursuant to | also | \
    further | affirmant | ayant à l'esprit | ayant à l’esprit | ayant égard | ayant examiné | \
    conscient | consciente | conscients | considérant | constatant | convaincu | convaincue | \
    convaincus | désireux | déterminés | eu égard | félicitant | guidés | notant | préoccupé | \
    préoccupés | prenant en compte | prenant note | rappelant | réaffirmant | reconnaissant | \
    résolus | saluant | se félicitant | soucieux | souhaitant | soulignant | tenant compte | vu  | \
    afirmando | animados | conscientes | considerando | convencidas | convencidos | deseando | \
    deseosos | destacando | habida cuenta | observando | preocupados | reafirmando | reconociendo | \
    recordando | resueltos | subrayando | teniendo en cuenta | teniendo presente | tomando nota | \
    visto el | vista la | vistos los | vistas las | considerando | convencidos | desejando | \
    desejosos | lembrando | preocupados | reafirmando | reconhecendo | recordando | sublinhando | \
    tendo em conta | tendo em vista | tomando nota | angesichts | auf vorschlag | besorgt | \
    eingedenk | entschlossen | erfreut | gestützt | im bewusstsein | im hinblick | in anbetracht | \
    in anerkennung | in der erwägung | in der überzeugung | in erwägung | in kenntnis | \
    nach anhörung | nach zuleitung | überzeugt | unter berücksichtigung | unter hinweis | \
    considerando | consapevoli | convinti | desiderando | desiderosi | preoccupati | ricordando | \
    riconoscendo | rilevando | ritenendo | sottolineando | tenendo conto | tenuto conto | \
    visto il | vista la | visti | будучи | вновь подтверждая | выражая | желая | напоминая | \
    осознавая | отмечая | подтверждая | подчеркивая | подчёркивая | признавая | \
    принимая во внимание | принимая к сведению | руководствуясь | ссылаясь | считая | стремясь | \
    сознавая | учитывая | إدراكا | إدراكاً | إذ  | اقتناعا | اقتناعاً | انطلاقا | انطلاقاً | رغبة | \
    والتزاما | والتزاماً | واقتناعا | وإدراكا | وإذ  | ورغبة | وأخذا | وأخذاً | وانطلاقا | 考虑到 | \
    认识到 | 忆及 | 回顾 | 铭记 | 深信 | 确认 | 重申 | 强调 | 注意到 | 欢迎 | 关切 | 意识到 | 鉴于";

/// Whether a text begins like a reason in a preamble, in any case of letters.
pub(super) fn opens_reason(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(REASONS));
    PHRASES.begin(text, 32, |reason, rest| {
        // Words of scripts without spaces end anywhere.
        let joined = reason.starts_with(|c: char| c >= '\u{2e80}');
        joined || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

/// How the words begin that turn a preamble into provisions: "HAVE AGREED AS FOLLOWS:".
pub(super) fn is_enacting_formula(text: &str) -> bool {
    const STARTS: &str = "have agreed | hereby agree | has adopted this | have adopted this | have decided | \
        hereby adopt | agree as follows | now, therefore | now therefore | hereby declare | \
        solemnly declare | ont adopté | a adopté | sont convenus | sont convenues | \
        conviennent de ce qui suit | han adoptado | ha adoptado | han convenido | \
        convienen en lo siguiente | acuerdan lo siguiente | adotaram | acordaram | acordam | \
        convieram | haben folgende | hat folgende | sind wie folgt | hanno adottato | ha adottato | \
        hanno convenuto | согласились о | договорились о | قد اتفقت | اتفقت على | اتفقوا على | 议定如下 | \
        兹议定 | 达成协议如下 | the parties agree as follows | the parties have agreed as follows | \
        the parties hereby agree | we therefore agree";
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(STARTS));
    text.len() <= 240 && PHRASES.begin(text.trim_start(), 60, |_, _| true)
}

/// Whether a text begins like the words before signatures: "IN WITNESS WHEREOF", "Done at".
pub(super) fn opens_signature(text: &str) -> bool {
    const STARTS: &str = "in witness whereof | in faith whereof | in testimony whereof | done at  | done in  | \
        done this  | en foi de quoi | fait à  | fait au  | en fe de lo cual | \
        en testimonio de lo cual | hecho en  | em fé do que | em testemunho | feito em  | \
        zu urkund dessen | geschehen zu  | in fede di che | fatto a  | в удостоверение чего | \
        совершено в  | وإثباتا | وإثباتاً | حرر في | حررت | 以此为证 | 特此证明 | adopted by the twenty | \
        signed at  | signature page";
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(STARTS));
    PHRASES.begin(text.trim_start(), 40, |_, _| true)
}

/// Whether a heading announces a table of contents.
pub(super) fn is_contents(text: &str) -> bool {
    const NAMES: &str = "contents | table of contents | arrangement of sections | \
    arrangement of articles | arrangement of clauses | index | sommaire | table des matières | índice | indice | \
        sumário | inhalt | inhaltsverzeichnis | inhoud | содержание | оглавление | المحتويات | 目录 | \
        contenido";
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(NAMES));
    text.len() < 60 && PHRASES.hold(text.trim().trim_end_matches(':'))
}

/// Whether a heading announces a preamble.
pub(super) fn is_preamble(text: &str) -> bool {
    const NAMES: &str = "preamble | préambule | preambule | preámbulo | preâmbulo | präambel | preambolo | преамбула | \
        الديباجة | 序言 | recitals";
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(NAMES));
    text.len() < 40 && PHRASES.hold(text.trim().trim_end_matches([':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structural_words_of_several_languages_mean_the_same() {
        for word in ["Article", "ARTÍCULO", "Artikel", "Статья", "المادة", "§"] {
            assert_eq!(structural(word), Some(Word::Article), "{word}");
        }
        assert_eq!(structural("Particle"), None);
        assert_eq!(number_word("premier"), Some(1));
    }

    #[test]
    fn reasons_are_told_from_provisions() {
        assert!(opens_reason("Considering that trust is needed"));
        assert!(opens_reason("RECALLING its resolution"));
        assert!(opens_reason("Vu le traité"));
        assert!(!opens_reason("Considerings are many"));
        assert!(!opens_reason("Each Party shall"));
        assert!(is_enacting_formula("HAVE AGREED AS FOLLOWS:"));
        assert!(opens_signature("Done at Geneva, on the second day"));
    }
}
