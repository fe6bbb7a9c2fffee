//! A document as it arrives: kept on disk, so that what was cut off can go on.

use crate::{FetchError, Progress};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use ureq::Body;
use ureq::http::Response;

/// What has arrived of a document.
pub(crate) struct Partial {
    url: String,
    path: PathBuf,
    /// Beside it: the address and the edition (ETag) that it is of.
    about: PathBuf,
    etag: Option<String>,
}

impl Partial {
    /// What was kept of an address before; nothing where it was of another one.
    pub(crate) fn open(folder: &Path, stem: &str, url: &str) -> Result<Self, FetchError> {
        fs::create_dir_all(folder).map_err(|source| FetchError::File { path: folder.into(), source })?;
        let path = folder.join(format!(".{stem}.part"));
        let about = folder.join(format!(".{stem}.part.txt"));
        let known = fs::read_to_string(&about).unwrap_or_default();
        let etag =
            known.split_once('\n').filter(|(of, _)| *of == url).map(|(_, etag)| etag.trim().to_owned());
        let partial = Self { url: url.into(), path, about, etag: etag.filter(|etag| !etag.is_empty()) };
        if partial.etag.is_none() {
            partial.forget()?;
        }
        Ok(partial)
    }

    pub(crate) fn length(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |about| about.len())
    }

    /// From where to go on, and with which edition.
    pub(crate) fn rest(&self) -> Option<(u64, &str)> {
        // A weak tag names no exact bytes.
        let etag = self.etag.as_deref().filter(|etag| !etag.starts_with("W/"))?;
        let length = self.length();
        (length > 0).then_some((length, etag))
    }

    /// Whether the part that a server sends begins where what was kept ends, as it says itself.
    pub(crate) fn goes_on(&self, response: &Response<Body>) -> bool {
        let said = response.headers().get("content-range").and_then(|range| range.to_str().ok());
        let start =
            said.and_then(|range| range.trim().strip_prefix("bytes")?.trim().split('-').next()?.parse().ok());
        start == Some(self.length())
    }

    fn wrong(&self, source: io::Error) -> FetchError {
        FetchError::File { path: self.path.clone(), source }
    }

    /// Begins anew.
    pub(crate) fn restart(&self) -> Result<(), FetchError> {
        File::create(&self.path).map(drop).map_err(|source| self.wrong(source))
    }

    /// Notes which edition it is of.
    pub(crate) fn remember(&self, etag: Option<&str>) -> Result<(), FetchError> {
        let about = format!("{}\n{}\n", self.url, etag.unwrap_or_default());
        fs::write(&self.about, about).map_err(|source| self.wrong(source))
    }

    /// Removes what was kept.
    pub(crate) fn forget(&self) -> Result<(), FetchError> {
        for path in [&self.path, &self.about] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.wrong(error)),
                _ => {}
            }
        }
        Ok(())
    }

    /// All that has arrived.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, FetchError> {
        fs::read(&self.path).map_err(|source| self.wrong(source))
    }

    /// Takes in an answer, after what is there.
    pub(crate) fn receive(
        &self,
        mut response: Response<Body>,
        most: u64,
        progress: &dyn Fn(Progress),
    ) -> Result<(), FetchError> {
        let too_large = || FetchError::TooLarge { url: self.url.clone(), most };
        let mut bytes = self.length();
        let of = response.body().content_length().map(|rest| bytes.saturating_add(rest));
        if of.is_some_and(|of| of > most) {
            return Err(too_large());
        }
        let mut file =
            OpenOptions::new().append(true).create(true).open(&self.path).map_err(|e| self.wrong(e))?;
        let mut reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let mut buffer = vec![0; 64 << 10];
        let cut_off = |why: String, kept: u64| FetchError::CutOff { url: self.url.clone(), why, kept };
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(cut_off(format!("cut off after {bytes} bytes ({error})"), bytes)),
            };
            bytes += read as u64;
            if bytes > most {
                self.forget()?;
                return Err(too_large());
            }
            file.write_all(&buffer[..read]).map_err(|error| self.wrong(error))?;
            progress(Progress { bytes, of });
        }
        match of.filter(|of| bytes < *of) {
            Some(of) => Err(cut_off(format!("cut off after {bytes} of {of} bytes"), bytes)),
            None => Ok(()),
        }
    }
}
