//! The list of exports: name, files, what they hold and what they leave out.

use crate::error::Result;
use crate::made::{Made, Options, free};
use crate::save::save_all;
use crate::{Material, akn, annotation, cite, figure, forms, gold, paper, refi, sheet, skos};
use crosscut::Study;
use crosscut::text::AgreementId;
use crosscut::words::counted;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An export.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The file that it makes; a folder, where it makes several, ends with a slash.
    pub file: &'static str,
    /// Media type of its files.
    pub media: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What it leaves out.
    pub without: &'static str,
    make: fn(&Material, &Options) -> Result<Vec<Made>>,
}

/// Formats that show confirmed clauses, whether a text holds them or not.
const AS_JUDGED: [&str; 9] = ["xlsx", "docx", "html", "csv", "md", "json", "parquet", "qdpx", "gold"];

/// What files of recognised pages leave out.
const RECOGNISED_WITHOUT: &str =
    "agreements that were not recognised from pictures (run with --ocr), decisions";

/// What an index elsewhere leaves out.
const QUICKWIT_WITHOUT: &str = "decisions, candidates, what is known of the agreements: a query names their ids (search --explain=quickwit)";

/// Formats that name elements and have no place to say that coders differ on a name.
const NAMES_ELEMENTS: [&str; 7] = ["qdc", "qdpx", "gold", "doccano", "inception", "webannotation", "figure"];

/// Formats of texts as they are now.
const OF_TEXTS: [&str; 3] = ["webannotation", "doccano", "inception"];

impl Format {
    /// What a reader of this export should know is missing in the texts: confirmed clauses that were not found again.
    pub fn gaps(&self, material: &Material) -> Vec<String> {
        let mut gaps = self.gaps_of_texts(material);
        if NAMES_ELEMENTS.contains(&self.name) {
            gaps.extend(material.unsettled_words());
        }
        gaps
    }

    fn gaps_of_texts(&self, material: &Material) -> Vec<String> {
        if self.name == "qdpx" {
            let disputed = material.findings().disputed();
            let told = (!disputed.is_empty()).then(|| {
                format!(
                    "coders differ on {}: a project holds what each one marked, and not that they differ; whoever \
                     imports it finds them confirmed",
                    counted(disputed.len(), "clause")
                )
            });
            material.gaps("it is exported as it was judged").into_iter().chain(told).collect()
        } else if AS_JUDGED.contains(&self.name) {
            material.gaps("it is exported as it was judged")
        } else if OF_TEXTS.contains(&self.name) {
            material.gaps("it is left out, as this format holds the texts of today")
        } else {
            Vec::new()
        }
    }

    /// What is not as it could be, and no finding is missing: letters that pictures show as boxes.
    pub fn note(&self, material: &Material) -> Option<String> {
        matches!(self.name, "figure" | "docx").then(|| figure::boxed(material)).flatten()
    }

    /// The export of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Whether it makes several files, in a folder.
    pub fn is_folder(&self) -> bool {
        self.file.ends_with('/')
    }

    /// Makes its files.
    ///
    /// # Errors
    /// When the study cannot be read, or holds what the format cannot.
    pub fn make(&self, material: &Material, options: &Options) -> Result<Vec<Made>> {
        (self.make)(material, options)
    }
}

/// Every export, those that most people want first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "xlsx",
        file: "study.xlsx",
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        what: "Excel workbook: matrix, quotes, elements, outliers, agreements, decisions, reliability, method",
        without: sheet::WITHOUT,
        make: |material, _| Ok(vec![Made::new("study.xlsx", sheet::workbook(material)?)]),
    },
    Format {
        name: "docx",
        file: "annex.docx",
        media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        what: "Annex of a background paper for Word: table, elements with quotes and footnotes, outliers, limits",
        without: paper::WITHOUT,
        make: |material, options| Ok(vec![Made::new("annex.docx", paper::docx(material, options)?)]),
    },
    Format {
        name: "html",
        file: "annex.html",
        media: "text/html; charset=utf-8",
        what: "The same annex as a web page",
        without: paper::WITHOUT,
        make: |material, options| Ok(vec![Made::new("annex.html", paper::html(material, options)?)]),
    },
    Format {
        name: "csv",
        file: "csv/",
        media: "text/csv; charset=utf-8",
        what: "Tables as CSV: matrix, quotes, elements, outliers, agreements, decisions, candidates, clauses",
        without: forms::CSV_WITHOUT,
        make: forms::as_csv,
    },
    Format {
        name: "md",
        file: "md/",
        media: "text/markdown; charset=utf-8",
        what: "The same tables as Markdown",
        without: forms::MARKDOWN_WITHOUT,
        make: forms::as_markdown,
    },
    Format {
        name: "json",
        file: "json/",
        media: "application/json",
        what: "The same tables as JSON, with schemas in docs/schemas",
        without: forms::WITHOUT,
        make: forms::as_json,
    },
    #[cfg(feature = "parquet")]
    Format {
        name: "parquet",
        file: "parquet/",
        media: "application/vnd.apache.parquet",
        what: "The same tables as Parquet",
        without: forms::WITHOUT,
        make: forms::as_parquet,
    },
    Format {
        name: "qdpx",
        file: "study.qdpx",
        media: "application/octet-stream",
        what: "Project for ATLAS.ti, NVivo, MAXQDA or QualCoder (REFI-QDA 1.5)",
        without: refi::PROJECT_WITHOUT,
        make: |material, options| Ok(vec![Made::new("study.qdpx", refi::qdpx(material, options)?)]),
    },
    Format {
        name: "qdc",
        file: "elements.qdc",
        media: "application/xml",
        what: "The confirmed elements as a codebook for the same programs",
        without: refi::CODEBOOK_WITHOUT,
        make: |material, options| Ok(vec![Made::new("elements.qdc", refi::qdc(material, options)?)]),
    },
    Format {
        name: "webannotation",
        file: "annotations.jsonld",
        media: "application/ld+json",
        what: "Confirmed clauses as W3C Web Annotations",
        without: annotation::WITHOUT,
        make: |material, options| {
            Ok(vec![Made::new("annotations.jsonld", annotation::collection(material, options)?)])
        },
    },
    Format {
        name: "skos",
        file: "elements.ttl",
        media: "text/turtle; charset=utf-8",
        what: "The confirmed elements as a vocabulary (SKOS, Turtle)",
        without: skos::WITHOUT,
        make: |material, _| Ok(vec![Made::new("elements.ttl", skos::turtle(material))]),
    },
    Format {
        name: "gold",
        file: "gold.jsonl",
        media: "application/x-ndjson",
        what: "Judged clauses as gold for `crosscut evaluate`",
        without: gold::WITHOUT,
        make: |material, _| Ok(vec![Made::new("gold.jsonl", gold::own(material))]),
    },
    Format {
        name: "doccano",
        file: "doccano.jsonl",
        media: "application/x-ndjson",
        what: "Judged clauses for doccano",
        without: gold::TEXTS_WITHOUT,
        make: |material, _| Ok(vec![Made::new("doccano.jsonl", gold::doccano(material)?)]),
    },
    Format {
        name: "inception",
        file: "inception/",
        media: "application/json",
        what: "Judged clauses for INCEpTION (UIMA CAS as JSON), one file an agreement",
        without: gold::TEXTS_WITHOUT,
        make: |material, _| gold::cas(material),
    },
    Format {
        name: "figure",
        file: "figures/",
        media: "image/svg+xml",
        what: "Figures for slides, SVG and PNG: heat map, spread of elements, timeline, network of agreements alike",
        without: figure::WITHOUT,
        make: |material, _| figure::files(material),
    },
    Format {
        name: "bibtex",
        file: "agreements.bib",
        media: "application/x-bibtex",
        what: "The agreements for BibTeX",
        without: cite::WITHOUT,
        make: |material, _| Ok(vec![Made::new("agreements.bib", cite::bibtex(material))]),
    },
    Format {
        name: "csl-json",
        file: "agreements.csl.json",
        media: "application/vnd.citationstyles.csl+json",
        what: "The agreements for Zotero and pandoc (CSL JSON)",
        without: cite::WITHOUT,
        make: |material, _| Ok(vec![Made::new("agreements.csl.json", cite::csl_json(material))]),
    },
    Format {
        name: "ris",
        file: "agreements.ris",
        media: "application/x-research-info-systems",
        what: "The agreements for EndNote, Mendeley and Zotero (RIS)",
        without: cite::WITHOUT,
        make: |material, _| Ok(vec![Made::new("agreements.ris", cite::ris(material))]),
    },
    Format {
        name: "akn",
        file: "akn/",
        media: "application/akn+xml",
        what: "Akoma Ntoso 3.0: the agreements as XML, one file each",
        without: akn::WITHOUT,
        make: |material, _| Ok(named(akn::akn(material.results()), "xml")),
    },
    Format {
        name: "quickwit",
        file: "quickwit/",
        media: "application/x-ndjson",
        what: "The clauses for Quickwit, a search engine for large collections: configuration of an index, and lines of JSON",
        without: QUICKWIT_WITHOUT,
        make: |material, _| Ok(quickwit(material)),
    },
    Format {
        name: "searchable-pdf",
        file: "searchable-pdf/",
        media: "application/pdf",
        what: "The scanned agreements as PDFs that can be searched, the recognised words laid over their pages",
        without: RECOGNISED_WITHOUT,
        make: |material, options| {
            let study = material.study.as_ref();
            let files = study.map(|study| study.searchable_pdfs(options.password.as_deref())).transpose()?;
            Ok(told(material, named(files.unwrap_or_default(), "pdf")))
        },
    },
    Format {
        name: "hocr",
        file: "hocr/",
        media: "text/html; charset=utf-8",
        what: "hOCR: what was recognised of scanned agreements, with the place and confidence of each word",
        without: RECOGNISED_WITHOUT,
        make: |material, _| {
            let files = material.study.as_ref().map(crosscut::Study::hocr).transpose()?;
            Ok(told(material, named(files.unwrap_or_default(), "html")))
        },
    },
];

/// The files of an index elsewhere; the configuration says how they were made.
fn quickwit(material: &Material) -> Vec<Made> {
    let about = material.about(QUICKWIT_WITHOUT).into_iter();
    let about: String =
        about.map(|(name, value)| format!("# {name}: {}\n", value.replace(char::is_control, " "))).collect();
    let files = crosscut::search::quickwit_files("clauses", &material.results().clauses);
    let made = |(name, bytes): (String, Vec<u8>)| match name.ends_with(".yaml") {
        true => Made::new(name, [about.as_bytes(), &bytes].concat()),
        false => Made::new(name, bytes),
    };
    files.into_iter().map(made).collect()
}

/// A file an agreement, named after it; an id may hold what a file name may not.
fn named<B: Into<Vec<u8>>>(files: Vec<(AgreementId, B)>, ending: &str) -> Vec<Made> {
    let mut used = BTreeSet::new();
    let file =
        |(agreement, bytes): (AgreementId, B)| Made::new(free(&mut used, agreement.as_str(), ending), bytes);
    files.into_iter().map(file).collect()
}

/// Files that have no place for it, with one beside them that says how they were made; none where there are none.
fn told(material: &Material, mut files: Vec<Made>) -> Vec<Made> {
    if !files.is_empty() {
        let lines = material.about(RECOGNISED_WITHOUT).into_iter();
        files.push(Made::new(
            "about.txt",
            lines.map(|(name, value)| format!("{name}: {value}\n")).collect::<String>(),
        ));
    }
    files
}

/// Writes an export: into the study's folder for exports, or to `out`, which is a folder where the format makes several
/// files. Gives the paths.
///
/// # Errors
/// As [`Format::make`], and as [`crate::save`].
pub fn write(
    study: &Study,
    format: &Format,
    material: &Material,
    options: &Options,
    out: Option<&Path>,
) -> Result<Vec<PathBuf>> {
    place(study, format, format.make(material, options)?, out)
}

/// What became of each format: the paths, or why there is none.
pub type Written = Vec<(&'static Format, Result<Vec<PathBuf>>)>;

/// Writes an export in every format, as [`write()`] does: into the study's folder for exports, or into the folder `out`
/// under their usual names. They are made side by side.
pub fn write_each(study: &Study, material: &Material, options: &Options, out: Option<&Path>) -> Written {
    let made: Vec<Result<Vec<Made>>> =
        FORMATS.par_iter().map(|format| format.make(material, options)).collect();
    let kept = FORMATS.iter().zip(made).map(|(format, files)| {
        let out = out.map(|folder| folder.join(format.file.trim_end_matches('/')));
        (format, files.and_then(|files| place(study, format, files, out.as_deref())))
    });
    kept.collect()
}

/// Puts the files of a format where they belong.
fn place(study: &Study, format: &Format, files: Vec<Made>, out: Option<&Path>) -> Result<Vec<PathBuf>> {
    let folder = match (out, format.file.strip_suffix('/')) {
        (Some(out), Some(_)) => out.to_path_buf(),
        (Some(_), None) => PathBuf::new(),
        (None, folder) => study.out_folder().join(folder.unwrap_or_default()),
    };
    let placed = |file: Made| match out {
        Some(out) if !format.is_folder() => (out.to_path_buf(), file.bytes),
        _ => (folder.join(&file.name), file.bytes),
    };
    let files: Vec<(PathBuf, Vec<u8>)> = files.into_iter().map(placed).collect();
    save_all(&files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut::decisions::State;
    use crosscut::{Findings, Results};

    #[test]
    fn a_study_of_nothing_is_a_valid_file_or_a_clear_message() {
        let nothing = Findings::new(Results::default(), State::default());
        let nothing = Material::new(nothing, Vec::new(), Default::default());
        for format in FORMATS {
            match format.make(&nothing, &Options::default()) {
                Ok(files) => assert!(files.iter().all(|file| !file.name.is_empty()), "{}", format.name),
                Err(error) => {
                    assert_eq!(format.name, "qdc");
                    assert!(error.to_string().contains("no element is confirmed"), "{error}");
                }
            }
        }
    }
}
