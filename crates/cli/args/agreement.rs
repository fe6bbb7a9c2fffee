//! What can be said about the agreements of a study.

use clap::Subcommand;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  crosscut agreement list
  crosscut agreement set paris-call --short 'Paris Call' --year 2018 --group multistakeholder
  crosscut agreement set appel-de-paris --translation-of paris-call
  crosscut agreement remove draft-2017")]
pub(crate) struct Agreement {
    #[command(subcommand)]
    pub(crate) action: AgreementAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementAction {
    /// List the agreements, and those that were removed
    List,
    /// Say what is known about an agreement
    Set(Box<Set>),
    /// Take an agreement out of the study; decisions on it are kept and come back with it
    Remove { agreement: String },
    /// Give an agreement another id; decisions on it are followed
    Rename {
        agreement: String,
        #[arg(value_name = "NEW_ID")]
        id: String,
    },
}

/// Properties of an agreement; an empty value ("") takes one away.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("property").required(true).multiple(true))]
pub(crate) struct Set {
    pub(crate) agreement: String,
    /// Full title
    #[arg(long, group = "property")]
    pub(crate) title: Option<String>,
    /// Name for narrow columns
    #[arg(long, group = "property")]
    pub(crate) short: Option<String>,
    /// Year of adoption
    #[arg(long, group = "property")]
    pub(crate) year: Option<String>,
    /// Who stands behind it: state, business, civil, technical, multistakeholder or un
    #[arg(long, group = "property")]
    pub(crate) group: Option<String>,
    /// Body that adopted it
    #[arg(long, group = "property")]
    pub(crate) body: Option<String>,
    /// Whether it binds in law: yes or no
    #[arg(long, group = "property")]
    pub(crate) binding: Option<String>,
    /// Whether it is in force: yes or no
    #[arg(long, group = "property")]
    pub(crate) in_force: Option<String>,
    /// Region where it applies
    #[arg(long, group = "property")]
    pub(crate) region: Option<String>,
    /// Languages of its text, by their codes
    #[arg(long, value_name = "en,fr", group = "property")]
    pub(crate) languages: Option<String>,
    /// File in the study's sources
    #[arg(long, value_name = "FILE", group = "property")]
    pub(crate) source: Option<String>,
    /// Official address
    #[arg(long, group = "property")]
    pub(crate) url: Option<String>,
    /// It is a translation of this agreement: both count as one
    #[arg(long, value_name = "AGREEMENT", group = "property")]
    pub(crate) translation_of: Option<String>,
    /// It is another edition of this agreement: both count as one
    #[arg(long, value_name = "AGREEMENT", group = "property")]
    pub(crate) edition_of: Option<String>,
    /// It is another agreement than these, however alike their texts are: nobody is asked again
    #[arg(long, value_name = "AGREEMENT,…", group = "property")]
    pub(crate) distinct_from: Option<String>,
}
