//! Pictures of the pages of a study's sources, drawn when they are asked for and kept.

use super::{Study, sources};
use crate::{Error, error::Result, files, hash::sha256};
use crosscut_extract::{ExtractError, RENDERER};
use crosscut_text::AgreementId;

/// Changes whenever the same page may give another picture: part of the name of everything kept.
const DRAWING_VERSION: u32 = 1;

impl Study {
    /// A picture, as a PNG file, of page `page` (from 0) of an agreement's source, with `scale` pixels per PDF point
    /// (from 0.5 to 4; 2 is sharp on a screen). The box of a clause or word is drawn at its place times the
    /// picture's width over the page's.
    ///
    /// Only the file in the study's `sources/` is read, and only while it holds the bytes that the last run read, so
    /// that the picture fits the boxes. Pictures are kept in `.crosscut/pages/` under the hash of those bytes.
    ///
    /// # Errors
    /// When the study was never run, has no such agreement or page, the source is no PDF, is gone or has changed since
    /// the last run, or the page cannot be drawn ([`crosscut_extract::page_image`] says when).
    pub fn page_image(
        &self,
        agreement: &AgreementId,
        page: usize,
        scale: f32,
        password: Option<&str>,
    ) -> Result<Vec<u8>> {
        let manifest = self.manifest()?;
        let reports = || manifest.units.iter().flat_map(|unit| &unit.reports);
        let source = reports().find(|report| report.agreement == *agreement).map(|report| &report.source);
        let source = source.ok_or_else(|| Error::Choice(format!("{agreement}: no such agreement here")))?;
        let wrong = |why| Error::Document { file: source.file.clone(), source: why };
        if !source.has_page_pictures() {
            return Err(wrong(ExtractError::NoImage("only pages of PDFs and pictures can be shown".into())));
        }
        let scale = if scale.is_finite() { (scale.clamp(0.5, 4.0) * 100.0).round() } else { 200.0 };
        let hash = &source.sha256[..source.sha256.len().min(32)];
        let kept = self.derived(&format!("pages/{hash}.{RENDERER}.{DRAWING_VERSION}.{page}.{scale}.png"));
        if kept.exists() {
            return files::read_bytes(&kept);
        }
        let bytes = sources::read(&self.sources_folder().join(&source.file))?;
        if sha256(&bytes) != source.sha256 {
            let why = "the file has changed since it was read: run the study again";
            return Err(wrong(ExtractError::NoImage(why.into())));
        }
        let image = crosscut_extract::page_image(&bytes, password, page, scale / 100.0).map_err(wrong)?;
        files::write_whole(&kept, &image.png)?;
        Ok(image.png)
    }
}
