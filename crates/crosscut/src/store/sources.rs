//! Which files the paths of a command stand for.

mod once;

use super::Study;
use crate::{Agreement, Error, error::Result, files, settings::parse_registry};
use once::{NO_TABLE, is_table, once};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A larger file is no agreement; it is refused before it is read.
const MAX_BYTES: u64 = 512 << 20;
/// A file of clauses may hold many agreements.
const MAX_READY: u64 = 8 << 30;

/// The files that `crosscut extract --out` leaves in a folder: the clauses in one of two forms, and the documents.
pub(crate) const CLAUSES: &str = "clauses.jsonl";
pub(crate) const PARQUET: &str = "clauses.parquet";
pub(crate) const DOCUMENTS: &str = "documents.jsonl";

/// What `crosscut fetch` leaves in a folder: which file came from where, and when.
const FETCHED: &str = "fetch.lock.json";

/// Endings of files that are taken from a folder.
const ENDINGS: [&str; 18] = [
    "pdf", "html", "htm", "xhtml", "docx", "md", "markdown", "txt", "text", "jsonl", "ndjson", "doc", "odt",
    "rtf", "epub", "mhtml", "mht", "parquet",
];

/// Endings of pictures of pages.
const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "tif", "tiff"];

/// Where the bytes of a document are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    File(PathBuf),
    /// Clauses, a JSON object each, in a file whose name does not say so.
    Lines(PathBuf),
    /// The pages of a document, each a picture; the first names it where there is no better name.
    Pictures {
        name: PathBuf,
        pages: Vec<PathBuf>,
    },
    /// A folder of documents that were read before: their clauses, and what is known of them.
    Extracted(PathBuf),
}

impl Origin {
    /// The file that it is, or would be.
    pub(crate) fn named(&self) -> PathBuf {
        match self {
            // Clauses as columns are read as lines, and are kept so.
            Self::File(path) if is_parquet(path) => path.with_extension("jsonl"),
            Self::Lines(path) => path.with_extension("jsonl"),
            Self::File(path) => path.clone(),
            Self::Pictures { name, .. } => name.clone(),
            // Several such folders have files of the same names: what tells them apart is the folder's own.
            Self::Extracted(folder) => match folder.file_name() {
                Some(name) => folder.join(format!("{}.jsonl", name.to_string_lossy())),
                None => folder.join(CLAUSES),
            },
        }
    }

    /// Where it is, for people: a file that is there.
    pub(crate) fn shown(&self) -> String {
        let path = match self {
            Self::File(path) | Self::Lines(path) => path.clone(),
            Self::Pictures { name, pages } => pages.first().unwrap_or(name).clone(),
            Self::Extracted(folder) => of_clauses(folder),
        };
        let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
        path.display().to_string()
    }

    /// The file and the line in it of a line of what [`Origin::read`] gives.
    pub(crate) fn line(&self, line: usize) -> (String, usize) {
        let Self::Extracted(folder) = self else { return (self.shown(), line) };
        let clauses = lines(&of_clauses(folder)).unwrap_or_default();
        let count = String::from_utf8_lossy(&clauses).lines().count();
        match line.checked_sub(count).filter(|line| *line > 0) {
            Some(line) => (Self::File(folder.join(DOCUMENTS)).shown(), line),
            None => (self.shown(), line),
        }
    }

    /// Its bytes; those of pictures are a PDF made of them, those of a folder that was read before are the lines of both of
    /// its files; those of clauses as columns are lines, too.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        let (name, pages) = match self {
            Self::File(path) => return lines(path),
            Self::Lines(path) => return files::read_bytes(path),
            Self::Extracted(folder) => return lines_of_both(folder),
            Self::Pictures { name, pages } => (name, pages),
        };
        let pictures = pages.iter().map(|page| read(page)).collect::<Result<Vec<_>>>()?;
        let pictures: Vec<&[u8]> = pictures.iter().map(Vec::as_slice).collect();
        let wrong = |source| Error::Document { file: name.display().to_string(), source };
        crosscut_extract::pdf_of_pictures(&pictures).map_err(wrong)
    }
}

fn lines_of_both(folder: &Path) -> Result<Vec<u8>> {
    let forms = [CLAUSES, PARQUET].map(|name| folder.join(name));
    let mut lines = match forms.each_ref().map(|path| path.is_file()) {
        [true, true] => {
            let reason = format!("{}: {CLAUSES} and {PARQUET}: delete one of the two", folder.display());
            return Err(Error::Choice(reason));
        }
        [false, true] => lines(&forms[1])?,
        _ => lines(&forms[0])?,
    };
    if lines.last().is_some_and(|last| *last != b'\n') {
        lines.push(b'\n');
    }
    let documents = read(&folder.join(DOCUMENTS))?;
    lines.extend(documents.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&documents));
    Ok(lines)
}

/// The clauses of a folder that was read before.
fn of_clauses(folder: &Path) -> PathBuf {
    let [lines, columns] = [CLAUSES, PARQUET].map(|name| folder.join(name));
    if columns.is_file() && !lines.is_file() { columns } else { lines }
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// The bytes of a file; of clauses as columns, a line each.
fn lines(path: &Path) -> Result<Vec<u8>> {
    let bytes = read(path)?;
    if is_parquet(path) { lines_of_parquet(path, bytes) } else { Ok(bytes) }
}

#[cfg(feature = "parquet")]
pub(crate) fn lines_of_parquet(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>> {
    let wrong = |source| Error::Read { path: path.into(), source };
    let mut lines = Vec::new();
    for row in crosscut_table::rows_of_parquet(bytes).map_err(wrong)? {
        let mut row = row.map_err(wrong)?;
        // What is not known is left out, but that a clause binds nobody is known: a file that says nothing of it has no
        // such column.
        row.retain(|name, value| !value.is_null() || name == "strength");
        serde_json::to_writer(&mut lines, &row).map_err(|error| wrong(error.into()))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

#[cfg(not(feature = "parquet"))]
fn lines_of_parquet(path: &Path, _: Vec<u8>) -> Result<Vec<u8>> {
    let source = crosscut_extract::ExtractError::LeftOut("parquet");
    Err(Error::Document { file: path.display().to_string(), source })
}

/// The files, with the two of a folder that was read before as one source: clauses alone would say nothing of what was
/// lost.
fn with_pairs(files: Vec<Origin>) -> Vec<Origin> {
    let mut seen = BTreeSet::new();
    let paired = |origin: Origin| {
        let Origin::File(path) = &origin else { return Some(origin) };
        let other = match path.file_name().and_then(|name| name.to_str()) {
            Some(CLAUSES | PARQUET) => &[DOCUMENTS][..],
            Some(DOCUMENTS) => &[CLAUSES, PARQUET],
            _ => return Some(origin),
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        if !other.iter().any(|name| folder.join(name).is_file()) {
            return Some(origin);
        }
        seen.insert(folder.to_owned()).then(|| Origin::Extracted(folder.to_owned()))
    };
    files.into_iter().filter_map(paired).collect()
}

/// Files that are agreements, and what their folder says of them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files to be read, in the order of their paths.
    pub(crate) files: Vec<Origin>,
    /// Files in the folders that were passed over, and studies: what these hold was made from other documents.
    pub(crate) left_out: Vec<PathBuf>,
    /// What stands in a folder and cannot be read, with the reason: a link that leads nowhere, a pipe, a closed folder.
    pub(crate) unreadable: Vec<(String, String)>,
    /// What an `agreements.toml` in their folder says.
    pub(crate) registry: Vec<Agreement>,
    /// Files that came from one address, each older one with the newest.
    pub(crate) editions: Vec<(PathBuf, PathBuf)>,
}

/// Finds the files of `paths`: files as they are, folders with all that is below them. Pictures whose names differ by a
/// number alone (page-001.jpg, page-002.jpg) are the pages of one document.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Found> {
    let mut found = Found::default();
    let mut pictures = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(missing(path));
        }
        if path.is_dir() {
            let before = found.files.len();
            walk(path, 0, &mut found)?;
            if found.files.len() == before {
                return Err(Error::NoDocuments(path.clone()));
            }
        } else if !path.is_file() {
            // Its bytes are read twice, and a pipe gives them once.
            let reason = "it is no file, but a pipe or a device: save what it gives as a file";
            return Err(Error::Choice(format!("{}: {reason}", path.display())));
        } else if is_picture(path) {
            pictures.push(path.clone());
        } else {
            found.files.push(Origin::File(path.clone()));
        }
    }
    let (documents, single) = in_documents(pictures);
    found.files.extend(documents);
    found.files.extend(single.into_iter().map(Origin::File));
    let (tables, files): (Vec<Origin>, Vec<Origin>) = once(found.files).into_iter().partition(is_table);
    if let (true, Some(table)) = (files.is_empty(), tables.first()) {
        return Err(Error::Choice(format!("{}: {NO_TABLE}", table.shown())));
    }
    found.unreadable.extend(tables.iter().map(|table| (table.shown(), NO_TABLE.to_owned())));
    found.files = with_pairs(files);
    Ok(found)
}

/// Why there is nothing to read at a path, which may be meant as something else than a path.
fn missing(path: &Path) -> Error {
    let name = path.display().to_string();
    let reason = match (name.as_str(), name.starts_with('@')) {
        ("-", _) => "standard input is not read here: save the document as a file",
        (_, true) => "a list of files is read by `crosscut extract` with --format clauses",
        _ => return Error::Missing(path.into()),
    };
    Error::Choice(format!("{name}: {reason}"))
}

/// The document of one path: a file, or a folder whose pictures are its pages.
pub(crate) fn one(path: &Path) -> Result<Origin> {
    if !path.is_dir() {
        return Ok(Origin::File(path.into()));
    }
    let mut found = find(&[path.into()])?.files;
    match found.len() {
        1 => Ok(found.remove(0)),
        several => Err(Error::Choice(format!("{}: {several} documents: name one of them", path.display()))),
    }
}

/// The files of a folder that are editions of one document, as they came from one address: each older one with the newest,
/// which is the one that the address gave last. A note that cannot be read tells nothing.
fn editions(folder: &Path, noted: &str) -> Vec<(PathBuf, PathBuf)> {
    #[derive(serde::Deserialize)]
    struct Noted {
        entries: Vec<Came>,
    }
    #[derive(serde::Deserialize)]
    struct Came {
        url: String,
        file: String,
        #[serde(default)]
        checked_on: String,
    }
    let Ok(noted) = serde_json::from_str::<Noted>(noted) else { return Vec::new() };
    let mut of: BTreeMap<&str, Vec<&Came>> = BTreeMap::new();
    noted.entries.iter().for_each(|came| of.entry(&came.url).or_default().push(came));
    let mut editions = Vec::new();
    for all in of.values() {
        // Of one day, the one that came last.
        let Some(newest) = all.iter().max_by_key(|came| &came.checked_on) else { continue };
        let older = all.iter().filter(|came| came.file != newest.file);
        editions.extend(older.map(|came| (folder.join(&came.file), folder.join(&newest.file))));
    }
    editions
}

/// Whether a picture is as large as a page that can be read, and of the shape of one.
fn is_page(path: &Path) -> bool {
    /// Half a page of A5 at 150 dots an inch; what has fewer is no scan.
    const LEAST: u32 = 600;
    let size = read(path).ok().and_then(|bytes| crosscut_extract::size_of_picture(&bytes));
    size.is_some_and(|(width, height)| {
        let (short, long) = (width.min(height), width.max(height));
        // From a square sheet to a long one: A4 is 1.41, legal paper 1.65.
        short >= LEAST && long <= 2 * short
    })
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    PICTURES.contains(&ending.as_str())
}

/// Pictures as the pages of documents, in the order of their numbers, and those that have no number or stand alone.
fn in_documents(pictures: Vec<PathBuf>) -> (Vec<Origin>, Vec<PathBuf>) {
    let mut series: BTreeMap<(PathBuf, String), Vec<(u64, PathBuf)>> = BTreeMap::new();
    let mut single = Vec::new();
    for path in pictures {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let name = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        match stem[name.len()..].parse::<u64>() {
            Ok(number) => {
                let folder = path.parent().unwrap_or(Path::new("")).to_owned();
                series.entry((folder, name.to_owned())).or_default().push((number, path));
            }
            Err(_) => single.push(path),
        }
    }
    let mut documents = Vec::new();
    for ((folder, name), mut pages) in series {
        pages.sort();
        let pages: Vec<PathBuf> = pages.into_iter().map(|(_, path)| path).collect();
        match pages.len() {
            1 => single.extend(pages),
            _ => documents.push(Origin::Pictures { name: folder.join(named(&folder, &name)), pages }),
        }
    }
    single.sort();
    (documents, single)
}

/// What the document of a series of pictures is called: by what their names have in common, or else by their folder, as
/// "page", "scan" and the like say nothing.
fn named(folder: &Path, common: &str) -> String {
    let common = common.trim_matches(|c: char| !c.is_alphanumeric());
    let says_nothing =
        matches!(common, "" | "p" | "pg" | "page" | "scan" | "img" | "image" | "dsc" | "seite" | "pagina");
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = folder
        .filter(|_| says_nothing)
        .unwrap_or_else(|| if common.is_empty() { "pages".into() } else { common.into() });
    format!("{name}.pdf")
}

fn walk(folder: &Path, depth: usize, found: &mut Found) -> Result<()> {
    /// Deeper folders are taken for a mistake (the whole disk) rather than a set of agreements.
    const MAX_DEPTH: usize = 8;
    let wrong = |source| Error::Read { path: folder.into(), source };
    let open = match fs::read_dir(folder) {
        Err(source) if depth > 0 => {
            found.unreadable.push((folder.display().to_string(), source.to_string()));
            return Ok(());
        }
        open => open.map_err(wrong)?,
    };
    let mut entries: Vec<PathBuf> =
        open.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(wrong)?;
    entries.sort();
    let mut pictures = Vec::new();
    let before = found.files.len();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == FETCHED {
            found.editions.extend(editions(folder, &files::read_text(&entry)?));
            continue;
        }
        if name.starts_with('.') {
            continue;
        }
        if let Some(reason) = why_no_file(&entry) {
            // One of a kind that is passed over anyway is not told.
            if is_document(&name) || is_picture(&entry) {
                found.unreadable.push((entry.display().to_string(), reason));
            }
        } else if Study::is_study(&entry) {
            found.left_out.push(entry);
        } else if entry.is_dir() {
            if depth < MAX_DEPTH && !entry.is_symlink() {
                walk(&entry, depth + 1, found)?;
            }
        } else if name == "agreements.toml" {
            found.registry.extend(parse_registry(&entry, &files::read_text(&entry)?)?);
        } else if is_document(&name) {
            found.files.push(Origin::File(entry));
        } else if is_picture(&entry) {
            pictures.push(entry);
        } else {
            found.left_out.push(entry);
        }
    }
    let (documents, single) = in_documents(pictures);
    // A picture alone among documents is a logo; a TIFF is not, nor is one as large as the pages in a folder of scans.
    let (scans, alone) = (found.files.len() == before, found.files.len() == before && documents.is_empty());
    found.files.extend(documents);
    for picture in single {
        let ending = picture.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if alone || ending.starts_with("tif") || scans && is_page(&picture) {
            found.files.push(Origin::File(picture));
        } else {
            found.left_out.push(picture);
        }
    }
    Ok(())
}

/// Why what stands in a folder is neither a file nor a folder. A pipe would be waited for without end.
fn why_no_file(path: &Path) -> Option<String> {
    match fs::metadata(path) {
        Ok(what) if what.is_file() || what.is_dir() => None,
        Ok(_) => Some("it is no file, but a pipe, a socket or a device".into()),
        Err(_) if path.is_symlink() => Some("it is a link to a file that is not there".into()),
        Err(error) => Some(error.to_string()),
    }
}

/// Whether a file of a folder is taken: by its ending, and no page about the folder itself.
fn is_document(name: &str) -> bool {
    let lower = name.to_lowercase();
    let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    let are_hits = ending == "ndjson" && stem.starts_with("hits-");
    ENDINGS.contains(&ending) && !are_hits && !matches!(stem, "readme" | "license" | "licence" | "changelog")
}

/// Whether a file holds ready-made clauses, of several agreements perhaps.
pub(crate) fn is_ready_made(name: &str) -> bool {
    let lower = name.to_lowercase();
    [".jsonl", ".ndjson", ".json"].into_iter().any(|ending| lower.ends_with(ending))
}

/// Reads a source, refusing what is far too large to be an agreement.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|source| files::unreadable(path, source))?.len();
    let is_ready = is_ready_made(&path.to_string_lossy()) || is_parquet(path);
    let most = if is_ready { MAX_READY } else { MAX_BYTES };
    if size > most {
        let file = path.display().to_string();
        return Err(Error::Document { file, source: crosscut_extract::ExtractError::TooLarge(size) });
    }
    files::read_bytes(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_documents_in_order_and_names_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("2019")).unwrap();
        for name in ["b.pdf", "2019/a.HTML", "README.md", "logo.png", ".hidden.pdf"] {
            fs::write(at(name), "x").unwrap();
        }
        fs::write(at("agreements.toml"), "[[agreement]]\nid = \"b\"\ntitle = \"B\"\n").unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(found.files, [Origin::File(at("2019/a.HTML")), Origin::File(at("b.pdf"))]);
        assert_eq!(found.left_out, [at("README.md"), at("logo.png")]);
        assert_eq!(found.registry[0].title, "B");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_told_and_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.md"), "x").unwrap();
        std::os::unix::fs::symlink("/nonexistent", at("gone.md")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("ear.pdf")).unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(found.files, [Origin::File(at("a.md"))]);
        let reasons: Vec<&str> = found.unreadable.iter().map(|(_, reason)| reason.as_str()).collect();
        assert!(reasons[0].contains("no file") && reasons[1].contains("not there"), "{reasons:?}");
    }

    #[test]
    fn numbered_pictures_are_one_document() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("accord")).unwrap();
        for name in
            ["accord/page-10.jpg", "accord/page-9.JPG", "fax.tif", "Treaty 1.png", "Treaty 2.png", "logo.png"]
        {
            fs::write(at(name), "x").unwrap();
        }
        let found = find(&[folder.path().into()]).unwrap();
        let document =
            |name: &str, pages: [&str; 2]| Origin::Pictures { name: at(name), pages: pages.map(at).to_vec() };
        let accord = document("accord/accord.pdf", ["accord/page-9.JPG", "accord/page-10.jpg"]);
        let treaty = document("treaty.pdf", ["Treaty 1.png", "Treaty 2.png"]);
        assert_eq!(found.files, [accord.clone(), treaty, Origin::File(at("fax.tif"))]);
        assert_eq!(found.left_out, [at("logo.png")]);
        let given = find(&[at("accord/page-9.JPG"), at("accord/page-10.jpg"), at("logo.png")]).unwrap();
        assert_eq!(given.files, [accord.clone(), Origin::File(at("logo.png"))]);
        assert_eq!(one(&at("accord")).unwrap(), accord);
        assert!(one(folder.path()).is_err());
    }

    #[test]
    fn a_picture_as_large_as_a_page_is_one_in_a_folder_of_scans() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let png = |width: u32, height: u32| {
            let head = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes()];
            head.concat()
        };
        for (name, bytes) in [
            ("au-01.png", png(1240, 1754)),
            ("au-02.png", png(1240, 1754)),
            ("other.png", png(1654, 2339)),
            ("logo.png", png(400, 200)),
            ("banner.png", png(2400, 700)),
        ] {
            fs::write(at(name), bytes).unwrap();
        }
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(found.left_out, [at("banner.png"), at("logo.png")]);
        assert_eq!(found.files.len(), 2);
        assert_eq!(found.files[1], Origin::File(at("other.png")));
        // Next to other documents a picture is one of a page that was saved with its pictures.
        fs::write(at("accord.md"), "x").unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert!(found.left_out.contains(&at("other.png")));
    }

    #[test]
    fn what_came_from_one_address_is_told_by_the_order_in_which_it_came() {
        let noted = r#"{"schema": "crosscut/fetch-lock/1", "entries": [
            {"url": "https://a.example/x", "file": "x.md", "checked_on": "2026-01-02"},
            {"url": "https://a.example/y", "file": "y.md", "checked_on": "2026-01-02"},
            {"url": "https://a.example/x", "file": "x-1.md", "checked_on": "2026-02-02"},
            {"url": "https://a.example/x", "file": "x-2.md", "checked_on": "2026-02-02"}]}"#;
        let at = |name: &str| PathBuf::from(format!("s/{name}"));
        let pairs = [("x.md", "x-2.md"), ("x-1.md", "x-2.md")].map(|(older, newest)| (at(older), at(newest)));
        assert_eq!(editions(Path::new("s"), noted), pairs);
        assert_eq!(editions(Path::new("s"), "no JSON"), []);
    }

    #[test]
    fn a_folder_that_was_read_before_is_one_source_called_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for part in ["one", "two", "alone"] {
            fs::create_dir_all(at(part)).unwrap();
            fs::write(at(part).join(CLAUSES), format!("{part} clause")).unwrap();
        }
        fs::write(at("one/documents.jsonl"), "\u{feff}one document\n").unwrap();
        fs::write(at("two/documents.jsonl"), "two document\n").unwrap();
        let found = find(&[folder.path().into()]).unwrap().files;
        let [one, two] = ["one", "two"].map(|part| Origin::Extracted(at(part)));
        assert_eq!(found, [Origin::File(at("alone/clauses.jsonl")), one.clone(), two]);
        assert_eq!(one.named(), at("one/one.jsonl"));
        assert_eq!(one.read().unwrap(), b"one clause\none document\n");
        assert_eq!(
            find(&[at("one/documents.jsonl"), at("one/clauses.jsonl")]).unwrap().files,
            std::slice::from_ref(&one)
        );
        let name = |name: &str| at(name).display().to_string();
        assert_eq!(one.line(1), (name("one/clauses.jsonl"), 1));
        assert_eq!(one.line(2), (name("one/documents.jsonl"), 1));
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(find(&[folder.path().join("x")]), Err(Error::Missing(_))));
        assert!(matches!(find(&[folder.path().into()]), Err(Error::NoDocuments(_))));
    }
}
