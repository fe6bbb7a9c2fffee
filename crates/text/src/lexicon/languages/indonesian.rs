//! Indonesian.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Indonesian.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Indonesian,
    acts: &[
        "deklarasi", "instruksi", "keputusan", "konvensi", "nota", "peraturan", "perjanjian", "persetujuan",
        "piagam", "protokol", "rekomendasi", "resolusi", "undang-undang",
    ],
    updated: &["diperbarui", "diubah", "terakhir diperbarui"],
    published: &["diterbitkan", "ditetapkan di", "diundangkan"],
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
    thousands: &[("dua ribu", 2000), ("seribu sembilan ratus", 1900)],
    year_parts: &[
        ("delapan", 8),
        ("delapan belas", 18),
        ("delapan puluh", 80),
        ("dua", 2),
        ("dua belas", 12),
        ("dua puluh", 20),
        ("empat", 4),
        ("empat belas", 14),
        ("empat puluh", 40),
        ("enam", 6),
        ("enam belas", 16),
        ("enam puluh", 60),
        ("lima", 5),
        ("lima belas", 15),
        ("lima puluh", 50),
        ("satu", 1),
        ("sebelas", 11),
        ("sembilan", 9),
        ("sembilan belas", 19),
        ("sembilan puluh", 90),
        ("sepuluh", 10),
        ("tiga", 3),
        ("tiga belas", 13),
        ("tiga puluh", 30),
        ("tujuh", 7),
        ("tujuh belas", 17),
        ("tujuh puluh", 70),
    ],
    dating: &["pada", "tahun", "tanggal"],
    ..Words::NONE
};
