//! Pictures to a PDF with a page each.

use super::{Data, Sheet, Space};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::io::{self, Write};

/// Dots an inch that a scanner or a camera's program means; 72 and 96 are what programs write that do not know.
const DOTS: std::ops::RangeInclusive<f32> = 100.0..=1_300.0;
/// Longer side of a page in points whose picture declares nothing: A4.
const USUAL_SIDE: f32 = 842.0;

pub(super) fn pdf(sheets: &[Sheet]) -> io::Result<Vec<u8>> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let mut pages: Vec<Object> = Vec::new();
    for sheet in sheets {
        let picture = document.add_object(picture(sheet)?);
        let (w, h) = points(sheet);
        let content = format!("q {w} 0 0 {h} 0 0 cm /P Do Q");
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(w), Object::Real(h)],
            "Rotate" => i64::from(sheet.turns) * 90,
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
            "Contents" => content,
        };
        pages.push(document.add_object(page).into());
    }
    let count = pages.len() as i64;
    let all = dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(all));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut file = Vec::new();
    document.save_to(&mut file)?;
    Ok(file)
}

/// Width and height of a page in points.
fn points(sheet: &Sheet) -> (f32, f32) {
    let (w, h) = (sheet.width as f32, sheet.height as f32);
    let declared = sheet.dots.filter(|(x, y)| DOTS.contains(x) && DOTS.contains(y));
    match declared {
        Some((x, y)) => (w / x * 72.0, h / y * 72.0),
        None => {
            let scale = USUAL_SIDE / w.max(h);
            (w * scale, h * scale)
        }
    }
}

fn picture(sheet: &Sheet) -> io::Result<Stream> {
    let (space, channels) = match sheet.space {
        Space::Grey => ("DeviceGray", 1),
        Space::Rgb => ("DeviceRGB", 3),
        Space::Cmyk => ("DeviceCMYK", 4),
    };
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(sheet.width),
        "Height" => i64::from(sheet.height),
        "ColorSpace" => space,
        "BitsPerComponent" => i64::from(sheet.bits),
    };
    if sheet.inverted {
        let ends = (0..channels).flat_map(|_| [1.into(), 0.into()]).collect::<Vec<Object>>();
        dict.set("Decode", ends);
    }
    match &sheet.data {
        Data::Jpeg(file) => {
            dict.set("Filter", "DCTDecode");
            Ok(Stream::new(dict, file.clone()))
        }
        Data::Rows(rows) => {
            dict.set("Filter", "FlateDecode");
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(rows)?;
            Ok(Stream::new(dict, encoder.finish()?))
        }
    }
}
