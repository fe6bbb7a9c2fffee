//! Korean.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Korean.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Korean,
    acts: &[
        "결의", "규정", "규칙", "명령", "법률", "선언", "의정서", "조례", "조약", "지침", "헌장", "협약",
        "협정",
    ],
    updated: &["개정", "수정", "최종 수정"],
    published: &["공포", "발표", "발행"],
    divisions: &[
        (Part, &["편"], &[]),
        (Chapter, &["장"], &[]),
        (Section, &["절"], &[]),
        (Subsection, &["관"], &[]),
        (Article, &["조"], &[]),
        (Annex, &["별표", "부록", "부속서"], &[]),
        (Paragraph, &["항"], &[]),
        (Point, &["호"], &[]),
    ],
    everyday: &["관", "부록", "장", "절", "편"],
    reasons: &["인식하고", "인정하며", "확신하며"],
    announcing: &["다음 각", "다음 사항", "다음의"],
    enacting: &["다음과 같이 합의하였다", "다음과 같이 합의한다"],
    parties: &["당사국", "이 협약의 당사국"],
    signature: &["이상의 증거로"],
    adopted: &["제정", "채택"],
    made: &["서명", "작성"],
    contents: &["목차", "차례"],
    preamble: &["전문"],
    notes: &["각주", "주석"],
    definition_titles: &["용어", "정의"],
    final_titles: &["발효", "비준", "최종조항", "탈퇴"],
    defining_verbs: &["말한다", "의미한다"],
    thousands: &[("이천", 2000), ("천구백", 1900)],
    year_parts: &[
        ("구", 9),
        ("구십", 90),
        ("사", 4),
        ("사십", 40),
        ("삼", 3),
        ("삼십", 30),
        ("십", 10),
        ("오", 5),
        ("오십", 50),
        ("육", 6),
        ("육십", 60),
        ("이", 2),
        ("이십", 20),
        ("일", 1),
        ("칠", 7),
        ("칠십", 70),
        ("팔", 8),
        ("팔십", 80),
    ],
    dating: &["년"],
    closings: &["부칙"],
    ..Words::NONE
};
