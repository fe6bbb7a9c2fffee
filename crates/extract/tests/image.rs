//! Pictures of pages: the right page, upright, in the right size, and a message where there is none. They are drawn as
//! this build draws them: by the built-in renderer (`--features images`), or by `pdftoppm` where it is installed.

#![allow(clippy::unwrap_used, reason = "tests")]

use crosscut_extract::{ExtractError, PageImage, draws_pages, page_image};

/// Whether pages can be drawn; says that a test is skipped where not.
fn draws() -> bool {
    let draws = draws_pages();
    if !draws {
        eprintln!("skipped: nothing draws pages (Debian: poppler-utils; or build with the feature `images`)");
    }
    draws
}

/// A PDF of one page with these entries and this content; its table of objects has to be rebuilt.
fn pdf(entries: &str, content: &str, objects: &str) -> Vec<u8> {
    let length = content.len();
    format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R{entries}>>endobj\n\
         4 0 obj<</Length {length}>>stream\n{content}\nendstream endobj\n{objects}\ntrailer<</Root 1 0 R>>\n"
    )
    .into_bytes()
}

/// Width and height in pixels, and the pixels, one byte each.
fn grey(image: &PageImage) -> (usize, usize, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(&image.png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (image.width, image.height));
    // The built-in renderer makes grey pages grey; Poppler writes three equal channels.
    let channels = info.color_type.samples();
    assert!(cfg!(feature = "images") == (channels == 1), "{channels} channels");
    assert!(pixels.chunks(channels).all(|pixel| pixel.iter().all(|value| *value == pixel[0])), "not grey");
    (info.width as usize, info.height as usize, pixels.into_iter().step_by(channels).collect())
}

/// Where the dark pixels are: left, top, right, bottom, in shares of the picture.
fn dark(image: &PageImage) -> [f32; 4] {
    let (w, h, pixels) = grey(image);
    let mut found = [1.0_f32, 1.0, 0.0, 0.0];
    for (at, _) in pixels.iter().enumerate().filter(|(_, value)| **value < 128) {
        let (x, y) = ((at % w) as f32 / w as f32, (at / w) as f32 / h as f32);
        found = [found[0].min(x), found[1].min(y), found[2].max(x), found[3].max(y)];
    }
    found.map(|share| (share * 10.0).round() / 10.0)
}

#[test]
fn a_page_is_drawn_as_it_is_displayed() {
    if !draws() {
        return;
    }
    // A dark bar along the foot of a page that is wider than high.
    let upright = pdf("/MediaBox[0 0 200 100]", "0 0 200 20 re f", "");
    let image = page_image(&upright, None, 0, 1.5).unwrap();
    assert_eq!((image.width, image.height), (300, 150));
    assert_eq!(dark(&image), [0.0, 0.8, 1.0, 1.0]);
    // Turned clockwise, the foot is on the left.
    let turned = pdf("/MediaBox[0 0 200 100]/Rotate 90", "0 0 200 20 re f", "");
    let image = page_image(&turned, None, 0, 1.5).unwrap();
    assert_eq!((image.width, image.height), (150, 300));
    assert_eq!(dark(&image), [0.0, 0.0, 0.2, 1.0]);
    // Cropped to its left half, in units of two points.
    let cropped = pdf("/MediaBox[0 0 200 100]/CropBox[0 0 100 100]/UserUnit 2", "0 0 20 100 re f", "");
    let image = page_image(&cropped, None, 0, 1.0).unwrap();
    assert_eq!((image.width, image.height), (200, 200));
    assert_eq!(dark(&image), [0.0, 0.0, 0.2, 1.0]);
}

#[test]
fn text_is_drawn_with_fonts_that_the_file_does_not_hold() {
    if !draws() {
        return;
    }
    let font =
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/MediaBox[0 0 200 100]";
    let image = page_image(&pdf(font, "BT /F1 40 Tf 20 40 Td (HHHHH) Tj ET", ""), None, 0, 2.0).unwrap();
    let (_, _, pixels) = grey(&image);
    let ink = pixels.iter().filter(|value| **value < 128).count();
    assert!(ink > 2_000, "{ink} dark pixels");
}

#[test]
fn a_huge_page_is_drawn_smaller_and_a_tiny_scale_is_something() {
    if !draws() {
        return;
    }
    let poster = pdf("/MediaBox[0 0 14400 14400]", "0 0 9 9 re f", "");
    let image = page_image(&poster, None, 0, 4.0).unwrap();
    assert!(u64::from(image.width) * u64::from(image.height) <= 48_200_000, "{}", image.width);
    let image = page_image(&poster, None, 0, f32::NAN.max(0.0)).unwrap();
    assert!(image.width >= 1);
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    let small = pdf("/MediaBox[0 0 20 10]", "", "");
    assert_eq!(page_image(&small, None, 3, 1.0), Err(ExtractError::NoPage { number: 4, pages: 1 }));
    assert!(page_image(b"", None, 0, 1.0).map(|_| ()).is_err());
    // Forms that draw each other twice, forty deep: reading stops, so drawing does not begin.
    let forms: String = (5..45)
        .map(|n| {
            let next = n + 1;
            let content = if n == 44 { "0 0 1 1 re f" } else { "/N Do /N Do" };
            let resources = format!("/Resources<</XObject<</N {next} 0 R>>>>");
            let length = content.len();
            format!("{n} 0 obj<</Subtype/Form/BBox[0 0 9 9]{resources}/Length {length}>>stream\n{content}\nendstream endobj\n")
        })
        .collect();
    let laughs = pdf("/MediaBox[0 0 20 10]/Resources<</XObject<</N 5 0 R>>>>", "/N Do", &forms);
    assert!(matches!(page_image(&laughs, None, 0, 1.0), Err(ExtractError::NoImage(_))));
}
