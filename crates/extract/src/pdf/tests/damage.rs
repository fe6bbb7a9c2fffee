//! Broken files: what can be read is, and every repair says so.

use super::writer::{HELVETICA, Pdf, deflate};
use super::{fails, losses, open, page};
use crate::Options;
use crate::error::ExtractError;

const CONTENT: &str = "BT /F1 9 Tf 9 9 Td (still here) Tj ET";

#[test]
fn a_broken_table_is_rebuilt() {
    let bytes = Pdf::of(CONTENT);
    let start = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
    for end in [start, start + 12] {
        let mut broken = bytes[..end].to_vec();
        broken.extend_from_slice(b"\n99999\n%%EOF");
        assert_eq!(page(&broken).text, "still here");
    }
}

#[test]
fn a_truncated_file_is_read_as_far_as_it_goes() {
    let mut pdf = Pdf::new();
    for number in 0..8 {
        let content = pdf.stream("", format!("BT /F1 9 Tf 9 9 Td (page {number}) Tj ET").as_bytes());
        pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    }
    let bytes = pdf.finish();
    let read = open(&bytes[..bytes.len() / 2]);
    assert!(!read.pages.is_empty() && read.pages[0].text == "page 0");
    assert!(!read.losses.is_empty());
}

#[test]
fn junk_around_the_file_does_no_harm() {
    let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    bytes.extend(Pdf::of(CONTENT));
    bytes.extend_from_slice(&[0; 2000]);
    assert_eq!(page(&bytes).text, "still here");
}

#[test]
fn wrong_lengths_are_tolerated() {
    let text = String::from_utf8_lossy(&Pdf::of(CONTENT)).into_owned();
    let length = format!("/Length {}", CONTENT.len());
    for wrong in ["/Length 3", "/Length 9999", "/Length -1", "/Length 0", ""] {
        let broken = text.replace(&length, wrong);
        assert_eq!(page(broken.as_bytes()).text, "still here", "{wrong:?}");
    }
}

#[test]
fn what_inflates_before_the_damage_is_kept_and_flagged() {
    let mut words = String::from("BT /F1 2 Tf 1 90 Td ");
    for i in 0..600 {
        words += &format!("(word{}) Tj 0 -0.1 Td ", i * 7919 % 1000);
    }
    let mut data = deflate(words.as_bytes());
    let middle = data.len() / 2;
    data[middle..middle + 20].fill(0xFF);
    let mut pdf = Pdf::new();
    let content = pdf.stream("/Filter/FlateDecode", &data);
    pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    let bytes = pdf.finish();
    assert!(page(&bytes).text.starts_with("word0"));
    assert!(losses(&bytes).iter().any(|loss| loss.contains("damaged")), "{:?}", losses(&bytes));
}

#[test]
fn pages_are_found_without_a_tree() {
    let bytes = String::from_utf8_lossy(&Pdf::of(CONTENT)).replace("/Kids[", "/Kinds[");
    assert_eq!(page(bytes.as_bytes()).text, "still here");
    assert!(losses(bytes.as_bytes()).iter().any(|loss| loss.contains("list of pages")));
}

#[test]
fn one_page_that_fails_does_not_end_the_document() {
    let mut pdf = Pdf::new();
    let bad = pdf.stream("/Filter/NoSuchDecode", b"?");
    let good = pdf.stream("", CONTENT.as_bytes());
    pdf.page(&format!("/Contents {bad} 0 R"));
    pdf.page(&format!("/Contents {good} 0 R/Resources<<{HELVETICA}>>"));
    let read = open(&pdf.finish());
    assert_eq!(read.pages[1].text, "still here");
    assert_eq!(read.losses[0].page, Some(1));
}

#[test]
fn nothing_is_an_error_not_a_panic() {
    for junk in [&b""[..], b"%PDF-", b"%PDF-1.4\n%%EOF", b"no pdf", &[0xFF; 100]] {
        assert!(matches!(fails(junk), ExtractError::Damaged(_)));
    }
}

/// The file of [`CONTENT`], encrypted for a reader with `password`.
fn encrypted(password: &str) -> Vec<u8> {
    encrypted_with(Pdf::new(), password)
}

/// The same with what `pdf` holds already.
fn encrypted_with(mut pdf: Pdf, password: &str) -> Vec<u8> {
    let content = pdf.flate("", CONTENT.as_bytes());
    pdf.page(&format!("/Contents {content} 0 R/Resources<<{HELVETICA}>>"));
    pdf.trailer = "/ID[(one)(two)]".into();
    let mut document = lopdf::Document::load_mem(&pdf.finish()).unwrap();
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn files_encrypted_without_a_password_are_read() {
    assert_eq!(page(&encrypted("")).text, "still here");
    // Without its table too: the scan decrypts what it finds.
    let bytes = encrypted("");
    let start = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
    assert_eq!(page(&bytes[..start]).text, "still here");
}

#[test]
fn a_password_is_asked_for_and_used() {
    let bytes = encrypted("sesame");
    assert_eq!(fails(&bytes), ExtractError::Encrypted);
    let with = |password: &str| {
        super::read(&bytes, &Options { password: Some(password.to_owned()), ..Options::default() })
    };
    assert_eq!(with("sesame").unwrap().pages[0].text, "still here");
    assert!(matches!(with("wrong"), Err(ExtractError::WrongPassword)));
}

#[test]
fn unknown_encryption_is_refused() {
    let mut pdf = Pdf::new();
    pdf.page("");
    pdf.trailer = "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(oooooooooooooooooooooooooooooooo)\
                   /U(uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu)>>/ID[(a)(b)]"
        .into();
    assert_eq!(fails(&pdf.finish()), ExtractError::Encrypted);
}

#[test]
fn packed_objects_of_encrypted_files_have_a_limit() {
    let mut pdf = Pdf::new();
    let array = format!("900 0 [{}]", "0 ".repeat(2_000_000));
    pdf.flate("/Type/Packed/N 1/First 6", array.as_bytes());
    let bytes = encrypted_with(pdf, "");
    // lopdf would unpack it when it writes the file: the name is given last.
    let at = bytes.windows(7).position(|window| window == b"/Packed").unwrap();
    let bytes = [&bytes[..at], b"/ObjStm", &bytes[at + 7..]].concat();
    let read = open(&bytes);
    assert_eq!(read.pages[0].text, "still here");
    assert!(
        read.losses.iter().any(|loss| loss.to_string().contains("more compressed objects")),
        "{:?}",
        read.losses
    );
}
