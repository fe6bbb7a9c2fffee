//! docs/methods.md names the tuned numbers of the code, each with the value that the code has.

use crosscut_cluster::Params;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn every_tuned_number_is_told_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods.md");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // `group.name = value`, also where the line breaks after a word of it.
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for code in text.split('`').skip(1).step_by(2) {
        if let Some((name, value)) = code.split_once(" = ")
            && value.parse::<f64>().is_ok()
        {
            told.insert(name.to_owned(), value.to_owned());
        }
    }
    let numbers: BTreeMap<String, String> =
        Params::default().list().into_iter().map(|number| (number.name.to_owned(), number.written)).collect();
    for (name, value) in &numbers {
        assert_eq!(told.get(name), Some(value), "{name} in docs/methods.md");
    }
    let gone: Vec<&String> = told.keys().filter(|name| !numbers.contains_key(*name)).collect();
    assert!(gone.is_empty(), "docs/methods.md tells of {gone:?}, which the code does not have");
}
