//! Indonesian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Indonesian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Indonesian,
    divisions: &[
        (Part, &["bagian"], &[]),
        (Chapter, &["bab"], &[]),
        (Article, &["pasal"], &[]),
        (Annex, &["lampiran"], &[]),
        (Paragraph, &["ayat"], &[]),
        (Point, &["huruf"], &[]),
    ],
    everyday: &["bagian"],
    this: &["ini"],
    conjunctions: &["atau", "dan"],
    reasons: &["berkeinginan", "menegaskan kembali", "mengakui", "mengingat", "menimbang", "menyadari"],
    enacting: &["telah menyepakati", "telah menyetujui"],
    parties: &["negara-negara pihak", "para pihak"],
    contents: &["daftar isi"],
    preamble: &["mukadimah", "pembukaan"],
    page: &["halaman"],
    months: &["agustus", "desember", "februari", "juli", "juni", "mei", "oktober"],
    definition_titles: &["definisi"],
    final_titles: &["ketentuan penutup"],
    ..Words::NONE
};
