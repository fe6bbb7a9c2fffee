//! Names with years: a name that holds its year already is not given it twice.

use std::fmt::Display;

/// The year of what a name stands for, unless the name says it.
///
/// ```
/// use crosscut_text::unsaid;
///
/// assert_eq!(unsaid("Harbour Accord", Some(2019)), Some(2019));
/// assert_eq!(unsaid("Harbour Accord 2019", Some(2019)), None::<u16>);
/// ```
pub fn unsaid<Year: Display>(name: &str, year: Option<Year>) -> Option<Year> {
    let says =
        |year: &Year| name.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == year.to_string());
    year.filter(|year| !says(year))
}

/// A name with its year in brackets, unless the name says it.
///
/// ```
/// use crosscut_text::dated;
///
/// assert_eq!(dated("Harbour Accord", Some(2019)), "Harbour Accord (2019)");
/// assert_eq!(dated("Harbour Accord 2019", Some(2019)), "Harbour Accord 2019");
/// assert_eq!(dated("Resolution 12019", Some(2019)), "Resolution 12019 (2019)");
/// ```
pub fn dated(name: &str, year: Option<impl Display>) -> String {
    unsaid(name, year).map_or_else(|| name.to_owned(), |year| format!("{name} ({year})"))
}
