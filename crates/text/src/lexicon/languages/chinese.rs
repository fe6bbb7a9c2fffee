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
        "关切", "回顾", "强调", "忆及", "意识到", "欢迎", "注意到", "深信", "确认", "考虑到", "认识到",
        "重申", "鉴于", "铭记",
    ],
    enacting: &["兹议定", "议定如下", "达成协议如下"],
    parties: &["本公约缔约国", "缔约"],
    signature: &["以此为证", "特此证明"],
    contents: &["目录"],
    preamble: &["序言"],
    notes: &["注", "注释"],
    definition_titles: &["定义", "术语", "用语"],
    final_titles: &["保留", "最后条款", "生效", "退出"],
    defining_verbs: &["指", "是指"],
    ..Words::NONE
};
