//! Chinese.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Chinese.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Chinese,
    divisions: &[
        (Part, &["編", "编", "部"], &[]),
        (Chapter, &["章"], &[]),
        (Section, &["節", "节"], &[]),
        (Subsection, &["款"], &[]),
        (Article, &["条", "條"], &[]),
        (Annex, &["附件"], &[]),
    ],
    everyday: &["編", "编", "部", "附件"],
    reasons: &[
        "关切", "回顧", "回顾", "強調", "强调", "忆及", "念及", "意識到", "意识到", "憶及", "承認", "承认",
        "欢迎", "歡迎", "注意到", "深信", "确认", "確認", "考慮到", "考虑到", "認識到", "认识到", "重申",
        "鉴于", "銘記", "鑑於", "鑒於", "铭记", "關切",
    ],
    enacting: &[
        "兹协议", "兹议定", "宣佈如下", "宣布如下", "茲協議", "茲議定", "議定如下", "议定如下",
        "达成协议如下",
    ],
    parties: &[
        "各締約國", "各缔约国", "我们，", "我們，", "本公約各締約", "本公约各缔约", "本公约缔约国", "締約",
        "缔约",
    ],
    signature: &["以昭信守", "以此为证", "特此證明", "特此证明"],
    adopted: &["通过", "通過"],
    made: &["签署", "签订", "簽訂", "訂於", "订于"],
    contents: &["目录", "目錄"],
    preamble: &["序言"],
    notes: &["注", "注释", "註釋"],
    definition_titles: &["定义", "定義", "术语", "用語", "用语", "術語"],
    final_titles: &["保留", "最后条款", "最後條款", "生效", "退出"],
    defining_verbs: &["指", "是指"],
    furniture: &["人权理事会", "大会", "大会决议", "安全理事会", "经济及社会理事会", "议程项目"],
    mastheads: &["联合国"],
    sessions: &["届会议"],
    operative: &[
        "作出决议", "做出决议", "决定", "呼吁", "建议", "敦促", "要求", "请", "责成", "邀请", "鼓励",
    ],
    ..Words::NONE
};
