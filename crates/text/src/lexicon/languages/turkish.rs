//! Turkish.

use super::super::division::Division::*;
use super::super::tables::Words;
use crate::Language;

/// What is known of Turkish.
pub(in crate::lexicon) const WORDS: Words = Words {
    language: Language::Turkish,
    acts: &[
        "anayasa", "anlaşma", "anlaşması", "antlaşma", "antlaşması", "beyanname", "bildirge", "bildirgesi",
        "direktif", "kanun", "kanunu", "karar", "kararname", "kararı", "protokol", "protokolü", "sözleşme",
        "sözleşmesi", "tavsiye", "tüzük", "yasa", "yönetmelik", "yönetmeliği",
    ],
    updated: &["değiştirildi", "güncelleme", "güncellendi", "son güncelleme"],
    published: &["yayım tarihi", "yayımlandı", "yayınlandı"],
    divisions: &[(Article, &["madde"], &[])],
    thousands: &[("bin dokuz yüz", 1900), ("bindokuzyüz", 1900), ("iki bin", 2000), ("ikibin", 2000)],
    year_parts: &[
        ("altmış", 60),
        ("altı", 6),
        ("beş", 5),
        ("bir", 1),
        ("doksan", 90),
        ("dokuz", 9),
        ("dört", 4),
        ("elli", 50),
        ("iki", 2),
        ("kırk", 40),
        ("on", 10),
        ("otuz", 30),
        ("sekiz", 8),
        ("seksen", 80),
        ("yedi", 7),
        ("yetmiş", 70),
        ("yirmi", 20),
        ("üç", 3),
    ],
    dating: &["tarihinde", "tarihli", "yılı", "yılında"],
    months: &[
        "aralık", "ağustos", "ekim", "eylül", "haziran", "kasım", "mart", "mayıs", "nisan", "ocak", "temmuz",
        "şubat",
    ],
    adopted: &["imzala", "kabul"],
    signature: &["işbu belgeyi tasdiken"],
    closings: &["ek madde", "geçici madde"],
    ..Words::NONE
};
