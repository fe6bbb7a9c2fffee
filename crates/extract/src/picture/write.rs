//! Pictures to a PDF with a page each.

use super::{Data, Fax, Sheet, Space};
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
        let (w, h) = points(sheet);
        let (mut content, mut names, mut foot) = (String::new(), Dictionary::new(), h);
        for (number, (picture, rows)) in pictures(sheet)?.into_iter().enumerate() {
            let high = h * rows as f32 / sheet.height as f32;
            foot -= high;
            content.push_str(&format!("q {w} 0 0 {high} 0 {foot} cm /P{number} Do Q\n"));
            names.set(format!("P{number}"), document.add_object(picture));
        }
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(w), Object::Real(h)],
            "Rotate" => i64::from(sheet.turns) * 90,
            "Resources" => dictionary! { "XObject" => names },
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

/// The pictures of a page from its top, with their rows: one, or the strips of a fax.
fn pictures(sheet: &Sheet) -> io::Result<Vec<(Stream, u32)>> {
    let one = |mut dict: Dictionary, filter: &str, data: Vec<u8>| {
        dict.set("Filter", filter);
        vec![(Stream::new(dict, data), sheet.height)]
    };
    let dict = dict(sheet);
    match &sheet.data {
        Data::Jpeg(file) => Ok(one(dict, "DCTDecode", file.clone())),
        Data::Rows(rows) => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(rows)?;
            Ok(one(dict, "FlateDecode", encoder.finish()?))
        }
        Data::Fax(fax) => Ok(strips(sheet, fax, &dict)),
    }
}

/// What all the pictures of a page have in common.
fn dict(sheet: &Sheet) -> Dictionary {
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
    dict
}

/// The strips of a fax as pictures: a PDF holds them as they are.
fn strips(sheet: &Sheet, fax: &Fax, dict: &Dictionary) -> Vec<(Stream, u32)> {
    let mut left = sheet.height;
    let mut pictures = Vec::new();
    for data in &fax.strips {
        let rows = fax.rows.min(left);
        if rows == 0 {
            break;
        }
        left -= rows;
        let mut dict = dict.clone();
        dict.set("Height", i64::from(rows));
        dict.set("Filter", "CCITTFaxDecode");
        let how = dictionary! {
            "K" => i64::from(fax.by_row_above),
            "Columns" => i64::from(sheet.width),
            "Rows" => i64::from(rows),
            "EncodedByteAlign" => fax.aligned,
            "EndOfBlock" => false,
        };
        dict.set("DecodeParms", how);
        pictures.push((Stream::new(dict, data.clone()), rows));
    }
    pictures
}
