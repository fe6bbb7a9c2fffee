//! What leaves Crosscut, and what comes back from other programs.
//!
//! [`FORMATS`] lists every export: [`Format::make`] turns the [`Material`] of a study into files, in memory. The same
//! study gives the same bytes. Every file says with which version and run and from which documents it was made, and what
//! it leaves out.
//!
//! ```
//! use crosscut::{Agreement, Findings, Input, Settings, analyse, decisions::State, text::AgreementId};
//! use crosscut_export::{Format, Material, Options};
//!
//! let input = |name: &str, text: &str| Input {
//!     agreement: Agreement::named(AgreementId::slug(name), name),
//!     file: format!("{name}.txt"),
//!     bytes: text.as_bytes().to_vec(),
//! };
//! let text = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
//! let (results, _) = analyse(&[input("Accord", text), input("Pact", text)], &Settings::default());
//! let material = Material::new(Findings::new(results, State::default()), Vec::new(), Default::default());
//! let files = Format::named("xlsx").expect("it is listed").make(&material, &Options::default())?;
//! assert_eq!(files[0].name, "study.xlsx");
//! assert!(files[0].bytes.starts_with(b"PK"));
//! # Ok::<(), crosscut_export::Error>(())
//! ```

mod akn;
mod annotation;
mod bundle;
mod cite;
mod error;
mod figure;
mod format;
mod forms;
mod gold;
mod made;
mod material;
mod paper;
mod quoted;
mod references;
mod refi;
mod save;
mod script;
mod sheet;
mod skos;
mod tables;
mod texts;
mod xml;

pub use akn::akn;
pub use bundle::{Arrived, BUNDLE_WITHOUT, bundle, is_bundle, open_bundle};
pub use error::{Error, Result};
pub use format::{FORMATS, Format, Written, write, write_each};
pub use gold::{Gold, import_gold};
pub use made::{Made, Options, Sources, zipped};
pub use material::Material;
pub use paper::TEMPLATE;
pub use quoted::{Context, ContextClause, Quotation, Quoted};
pub use references::resolver;
pub use refi::{ImportReport, Imported, export_codebook, import_codebook, import_project};
pub use save::{save, save_made_of};
pub use tables::{schema, tables};
