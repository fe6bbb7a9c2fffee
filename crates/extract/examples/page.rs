//! Draws pages of a PDF: `page FILE FOLDER [SCALE] [PAGE]` writes `FOLDER/<page>.png`, every page unless one is named
//! (from 1), and prints how long each took. Scale is in pixels per point, 2 unless given.

use crosscut_extract::{ExtractError, page_image};
use std::path::Path;
use std::{env, error::Error, fs, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, folder, more @ ..] = &arguments[..] else {
        return Err("usage: page FILE FOLDER [SCALE] [PAGE]".into());
    };
    let scale = more.first().map_or(Ok(2.0), |scale| scale.parse())?;
    let only: Option<usize> = more.get(1).map(|page| page.parse()).transpose()?;
    let bytes = fs::read(file)?;
    fs::create_dir_all(folder)?;
    for number in only.unwrap_or(1).. {
        let start = Instant::now();
        match page_image(&bytes, None, number.saturating_sub(1), scale) {
            Ok(image) => {
                let (took, size) = (start.elapsed(), image.png.len());
                println!("page {number}: {}x{}, {size} bytes, {took:.0?}", image.width, image.height);
                fs::write(Path::new(folder).join(format!("{number}.png")), image.png)?;
            }
            Err(ExtractError::NoPage { .. }) if only.is_none() => break,
            Err(error) => println!("page {number}: {error}, {:.0?}", start.elapsed()),
        }
        if only.is_some() {
            break;
        }
    }
    Ok(())
}
