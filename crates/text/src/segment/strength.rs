//! How strongly a clause binds, by its main verbs and their negation.

use super::words::list;
use crate::{Language, Strength};
use std::borrow::Cow;
use std::sync::LazyLock;

/// The strength of a text: the strongest verb that is found, in the order prohibition, refrain, shall, should, encourage,
/// may; a statement where there is none. `lead_in` counts for a text that only completes it.
pub(super) fn strength(text: &str, lead_in: Option<&str>, language: Language) -> Strength {
    let own = of(text, language);
    match (own, lead_in) {
        (Strength::Statement, Some(lead_in)) => of(lead_in, language),
        (Strength::May, Some(lead_in)) => match of(lead_in, language) {
            Strength::Statement => Strength::May,
            above => above,
        },
        _ => own,
    }
}

/// Strengths from the strongest: the first that is found decides.
const RANKS: [Strength; 6] = [
    Strength::Prohibition,
    Strength::Refrain,
    Strength::Shall,
    Strength::Should,
    Strength::Encourage,
    Strength::May,
];

fn of(text: &str, language: Language) -> Strength {
    let rank = match language {
        Language::Chinese | Language::Japanese => {
            CHINESE.ranked().iter().position(|phrases| list(phrases).any(|phrase| text.contains(phrase)))
        }
        _ => table(language).rank(text),
    };
    rank.and_then(|rank| RANKS.get(rank)).copied().unwrap_or(Strength::Statement)
}

/// The phrases of a language by their first word.
struct Table {
    /// First word, the words after it, rank; sorted by the first word.
    phrases: Vec<(String, Vec<String>, usize)>,
    /// By first byte: the lengths of the first words, a bit each. Nearly all words of a text are told apart by it.
    lengths: [u64; 256],
    /// Whether a phrase holds an apostrophe.
    apostrophes: bool,
}

impl Table {
    fn new(phrases: &Phrases) -> Self {
        let mut table = Vec::new();
        for (rank, phrases) in phrases.ranked().iter().enumerate() {
            for phrase in list(phrases) {
                let mut words = words(phrase).map(str::to_owned);
                if let Some(first) = words.next() {
                    table.push((first, words.collect(), rank));
                }
            }
        }
        table.sort();
        let mut lengths = [0; 256];
        for (first, _, _) in &table {
            lengths[usize::from(first.as_bytes()[0])] |= 1 << first.len().min(63);
        }
        let apostrophes = phrases.ranked().iter().any(|phrases| phrases.contains('\''));
        Self { phrases: table, lengths, apostrophes }
    }

    /// Whether a phrase may begin with a word.
    fn may_begin(&self, word: &str) -> bool {
        let first = word.as_bytes()[0];
        // A capital letter of another script may take other bytes than the small one.
        let bit = 1 << word.len().min(63);
        self.lengths[usize::from(first.to_ascii_lowercase())] & bit != 0 || !first.is_ascii()
    }

    /// The strongest rank whose phrase a text holds.
    fn rank(&self, text: &str) -> Option<usize> {
        if self.apostrophes && text.contains('’') {
            return self.rank(&text.replace('’', "'"));
        }
        let mut best: Option<usize> = None;
        let mut before = "";
        for word in words(text) {
            if self.may_begin(word) {
                let after = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
                let found = self.rank_at(before, &lower(word), &text[after..]);
                best = match (best, found) {
                    (Some(best), Some(found)) => Some(best.min(found)),
                    (best, found) => best.or(found),
                };
                if best == Some(0) {
                    break;
                }
            }
            before = word;
        }
        best
    }

    /// The strongest rank of the phrases that begin with a word and go on in the text after it.
    fn rank_at(&self, before: &str, word: &str, after: &str) -> Option<usize> {
        let from = self.phrases.partition_point(|(first, _, _)| first.as_str() < word);
        let same = self.phrases[from..].iter().take_while(|(first, _, _)| first == word);
        let follows = |rest: &[String]| {
            let mut next = words(after);
            rest.iter().all(|wanted| next.next().is_some_and(|word| lower(word) == *wanted))
        };
        let ranks = same.filter(|(_, rest, _)| follows(rest)).map(|(_, _, rank)| *rank);
        ranks.min().filter(|_| !is_noun(word, &lower(before)))
    }
}

/// A word in lower case.
fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return word.into();
    }
    word.to_lowercase().into()
}

/// Whether a word that is also a verb is none after the word before: "at the request of", "may request a copy".
fn is_noun(word: &str, before: &str) -> bool {
    const BOTH: [&str; 6] = ["request", "requests", "support", "promote", "invite", "welcome"];
    const BEFORE: [&str; 22] = [
        "the", "a", "an", "any", "such", "this", "that", "each", "every", "no", "its", "their", "his", "her",
        "on", "upon", "by", "for", "of", "with", "may", "can",
    ];
    BOTH.contains(&word) && BEFORE.contains(&before)
}

/// Runs of letters, digits and apostrophes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))).filter(|word| !word.is_empty())
}

fn table(language: Language) -> &'static Table {
    macro_rules! tables {
        ($($language:ident => $phrases:ident),+; $default:ident) => {
            match language {
                $(Language::$language => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&$phrases));
                    &TABLE
                })+
                _ => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&$default));
                    &TABLE
                }
            }
        };
    }
    tables!(
        French => FRENCH, Spanish => SPANISH, Portuguese => PORTUGUESE, German => GERMAN, Italian => ITALIAN,
        Russian => RUSSIAN, Arabic => ARABIC; ENGLISH
    )
}

/// The verbs of one language.
struct Phrases {
    never: &'static str,
    refrain: &'static str,
    shall: &'static str,
    should: &'static str,
    encourage: &'static str,
    may: &'static str,
}

impl Phrases {
    /// In the order of [`RANKS`].
    fn ranked(&self) -> [&'static str; 6] {
        [self.never, self.refrain, self.shall, self.should, self.encourage, self.may]
    }
}

const ENGLISH: Phrases = Phrases {
    never: "shall not | must not | may not | shall never | must never | may never | shall in no | \
        shall neither | cannot be | is prohibited | are prohibited | shall be prohibited | \
        is forbidden | are forbidden | will not | no party shall | no state shall | no one shall | \
        no person shall | in no case shall | shall no | undertake not to | undertakes not to | \
        no reservation may | under no circumstances | should never | should not knowingly | \
        shall only be | in no case may",
    shall: "shall | must | undertake to | undertakes to | agree to | agrees to | commit to | commits to | \
        commit ourselves | commit themselves | commit itself | is required to | are required to | \
        is obliged to | are obliged to | pledge to | pledges to | pledge | has to | have to | we will | \
        they will | members will | parties will | resolve to | decides to | decide to | have agreed | \
        we agree on | is to | are to",
    refrain: "should not | ought not | refrain from | refrains from | abstain from | abstains from | \
        desist from",
    should: "should | ought to | need to | needs to | recommend | recommends | recommended | \
        are expected to | is expected to | it is important to | it is necessary | it is essential",
    encourage: "encourage | encourages | encouraged to | call on | calls on | call upon | calls upon | invite | \
        invites | invited to | urge | urges | urged to | appeal to | appeals to | request | requests | \
        exhort | welcome | welcomes | promote | support | seek to",
    may: "may | can | could | might | is entitled to | are entitled to | reserves the right | \
        be permitted",
};

const FRENCH: Phrases = Phrases {
    never: "ne doit | ne doivent | ne peut | ne peuvent | ne pourra | ne pourront | est interdit | \
        est interdite | sont interdits | sont interdites | n'est admise | ne saurait | ne sauraient | \
        interdisent | interdit | s'engagent à ne pas | s'engage à ne pas",
    shall: "doit | doivent | devra | devront | s'engage | s'engagent | est tenu | est tenue | sont tenus | \
        sont tenues | veille à | veillent à | adopte | adoptent | prend les mesures | \
        prennent les mesures | s'assure | s'assurent | est obligatoire | convenons | nous engageons | \
        garantit | garantissent",
    refrain: "s'abstient | s'abstiennent | s'abstenir | nous abstenir",
    should: "devrait | devraient | il convient | il importe | recommande | recommandent | est recommandé",
    encourage: "encourage | encouragent | encourager | invite | invitent | appelle | appellent | exhorte | \
        prie | engage les | encourageons | appelons | invitons | saluons | soutenir | promouvoir",
    may: "peut | peuvent | pourra | pourront | a le droit de | ont le droit de | pourrait | pourraient",
};

const SPANISH: Phrases = Phrases {
    never: "no deberá | no deberán | no podrá | no podrán | no debe | no deben | queda prohibido | \
        queda prohibida | quedan prohibidos | quedan prohibidas | se prohíbe | está prohibido | \
        no se admitirán | nadie podrá | ninguna parte podrá | ningún estado podrá",
    shall: "deberá | deberán | debe | deben | se compromete | se comprometen | está obligado | \
        están obligados | estará obligado | adoptará | adoptarán | garantizará | garantizarán | \
        velará | velarán | tendrá que | hará | harán | establecerá | establecerán | tomará | tomarán | \
        prestará | prestarán",
    refrain: "se abstendrá | se abstendrán | abstenerse | se abstienen",
    should: "debería | deberían | conviene | se recomienda | recomienda | recomiendan",
    encourage: "alienta | alientan | alentar | invita | invitan | exhorta | exhortan | insta | instan | \
        fomentar | promover | fomentará | promoverá",
    may: "podrá | podrán | puede | pueden | tiene derecho | tienen derecho | podría | podrían",
};

const PORTUGUESE: Phrases = Phrases {
    never: "não deve | não devem | não deverá | não deverão | não pode | não podem | não poderá | \
        não poderão | nenhuma parte pode | nenhum estado pode | ninguém pode | é proibido | é proibida | são proibidos | são proibidas | é vedado",
    shall: "deve | devem | deverá | deverão | compromete-se | comprometem-se | comprometem se | \
        compromete se | é obrigado | são obrigados | adotará | adotarão | assegurará | assegurarão | \
        asseguram | tomará | tomarão",
    refrain: "abstém-se | abster-se | abster se | abstêm se | abstém se | se abster",
    should: "deveria | deveriam | convém | recomenda | recomendam | recomenda se",
    encourage: "encoraja | encorajam | incentiva | incentivam | incentivar | convida | convidam | exorta | \
        exortam | insta | promover",
    may: "pode | podem | poderá | poderão | tem direito | têm direito | poderia | poderiam",
};

const GERMAN: Phrases = Phrases {
    never: "darf nicht | dürfen nicht | darf kein | darf keine | dürfen keine | ist verboten | \
        sind verboten | ist untersagt | sind untersagt | darf weder | ist unzulässig | \
        sind unzulässig",
    shall: "muss | müssen | hat zu | ist verpflichtet | sind verpflichtet | verpflichtet sich | \
        verpflichten sich | stellt sicher | stellen sicher | gewährleistet | gewährleisten | \
        trifft die | treffen die | sorgt dafür | sorgen dafür | trägt dafür | tragen dafür",
    refrain: "unterlässt | unterlassen | enthält sich | enthalten sich | verzichten auf",
    should: "sollte | sollten | soll | sollen | empfiehlt | empfehlen | wird empfohlen",
    encourage: "ermutigt | ermutigen | fordert auf | rufen auf | ruft auf | lädt ein | laden ein | fördert | \
        fördern | ersucht | ersuchen",
    may: "kann | können | darf | dürfen | ist berechtigt | sind berechtigt | könnte | könnten",
};

const ITALIAN: Phrases = Phrases {
    never: "non deve | non devono | non può | non possono | è vietato | è vietata | sono vietati | \
        sono vietate | non potrà | non potranno",
    shall: "deve | devono | si impegna | si impegnano | è tenuto | è tenuta | sono tenuti | sono tenute | \
        provvede | provvedono | garantisce | garantiscono | assicura | assicurano | dovrà | dovranno | \
        adotta | adottano",
    refrain: "si astiene | si astengono | astenersi",
    should: "dovrebbe | dovrebbero | è opportuno | raccomanda | raccomandano | occorre",
    encourage: "incoraggia | incoraggiano | incoraggiare | invita | invitano | esorta | esortano | promuove | \
        promuovono | promuovere",
    may: "può | possono | potrà | potranno | ha il diritto | hanno il diritto | potrebbe | potrebbero",
};

const RUSSIAN: Phrases = Phrases {
    never: "не должен | не должна | не должны | не должно | не может | не могут | запрещается | \
        запрещаются | запрещено | не допускается | не допускаются",
    shall: "должен | должна | должны | должно | обязан | обязана | обязаны | обязуется | обязуются | \
        обеспечивает | обеспечивают | принимает | принимают | обязательства",
    refrain: "воздерживается | воздерживаются | воздерживаться | воздержаться",
    should: "следует | необходимо | рекомендует | рекомендуется | надлежит",
    encourage: "призывает | призывают | поощряет | поощряют | поощрять | предлагает | настоятельно | \
        содействуют | содействовать",
    may: "может | могут | вправе | имеет право | имеют право",
};

const ARABIC: Phrases = Phrases {
    never: "لا يجوز | يحظر | تحظر | يُحظر | لا ينبغي | لا يحق | يمنع",
    shall: "يجب | تلتزم | يلتزم | تتعهد | يتعهد | على كل | يتعين | تتخذ | تعتمد | تكفل",
    refrain: "تمتنع | يمتنع | الامتناع",
    should: "ينبغي | توصي | يوصي | يُستحسن",
    encourage: "تشجع | يشجع | تشجيع | تدعو | يدعو | تحث | يحث | تعزز | تعزيز",
    may: "يجوز | يمكن | يحق | تستطيع",
};

const CHINESE: Phrases = Phrases {
    never: "不得 | 禁止 | 不应 | 不可 | 严禁",
    shall: "应当 | 必须 | 承诺 | 均应 | 应采取 | 应在 | 应予 | 应向 | 应确保 | 应",
    refrain: "避免 | 不从事 | 克制",
    should: "宜 | 建议 | 需要",
    encourage: "鼓励 | 呼吁 | 敦促 | 邀请 | 促进 | 支持",
    may: "可以 | 可 | 有权 | 能够",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_verb_and_its_negation_decide() {
        for (text, expected) in [
            ("Each Party shall adopt a strategy and may publish it.", Strength::Shall),
            ("A Party shall not conduct attacks.", Strength::Prohibition),
            ("No reservation may be made.", Strength::Prohibition),
            ("States should cooperate.", Strength::Should),
            ("We encourage all companies to join.", Strength::Encourage),
            ("States refrain from harmful practices.", Strength::Refrain),
            ("States should not attack.", Strength::Refrain),
            ("A Party may reserve the right.", Strength::May),
            ("Cyberspace is open.", Strength::Statement),
        ] {
            assert_eq!(strength(text, None, Language::English), expected, "{text}");
        }
        let lead_in = Some("States shall adopt policies on:");
        assert_eq!(strength("(a) updates;", lead_in, Language::English), Strength::Shall);
    }

    #[test]
    fn other_languages_are_read_by_their_own_verbs() {
        for (text, language, expected) in [
            ("Chaque Partie s’engage à coopérer.", Language::French, Strength::Shall),
            ("Aucun État ne peut exporter ces outils.", Language::French, Strength::Prohibition),
            ("Cada Estado deberá cooperar.", Language::Spanish, Strength::Shall),
            ("As Partes devem cooperar.", Language::Portuguese, Strength::Shall),
            ("Die Staaten dürfen nicht angreifen.", Language::German, Strength::Prohibition),
            ("Gli Stati dovrebbero cooperare.", Language::Italian, Strength::Should),
            ("Государства воздерживаются от атак.", Language::Russian, Strength::Refrain),
            ("تلتزم كل دولة طرف بالتعاون", Language::Arabic, Strength::Shall),
            ("各国不得使用恶意工具", Language::Chinese, Strength::Prohibition),
        ] {
            assert_eq!(strength(text, None, language), expected, "{text}");
        }
    }
}
