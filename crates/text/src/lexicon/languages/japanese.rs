//! Japanese.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Japanese.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Japanese,
    acts: &[
        "協定", "協約", "取決め", "命令", "宣言", "憲章", "指令", "政令", "条例", "条約", "決定", "決議",
        "省令", "規則", "規程", "覚書", "議定書",
    ],
    updated: &["改正", "更新", "最終改正", "最終更新"],
    published: &["公布", "公開", "発行"],
    divisions: &[
        (Part, &["編"], &[]),
        (Chapter, &["章"], &[]),
        (Section, &["節"], &[]),
        (Subsection, &["款"], &[]),
        (Article, &["条"], &[]),
        (Annex, &["別表", "附属書"], &[]),
        (Paragraph, &["項"], &[]),
        (Point, &["号"], &[]),
    ],
    everyday: &["章", "節", "編"],
    announcing: &["左の", "次に定める", "次に掲げる", "次の"],
    enacting: &["次のとおり協定した", "次のとおり合意した"],
    parties: &["この条約の締約国", "締約国は"],
    signature: &["以上の証拠として"],
    adopted: &["採択"],
    made: &["作成"],
    contents: &["目次"],
    preamble: &["前文"],
    notes: &["注", "脚注"],
    definition_titles: &["定義", "用語"],
    final_titles: &["効力発生", "批准", "改正", "発効"],
    defining_verbs: &["とは", "をいう"],
    closings: &["附則"],
    ..Words::NONE
};
