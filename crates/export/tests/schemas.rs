//! The published schemas are those of the tables. `UPDATE_SCHEMAS=1` writes them again.

use crosscut::{Findings, Results, decisions::State};
use crosscut_export::{Material, schema, tables};
use std::path::Path;

#[test]
fn the_published_schemas_are_those_of_the_tables() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas");
    let material =
        Material::new(Findings::new(Results::default(), State::default()), Vec::new(), Default::default());
    for table in tables(&material).unwrap() {
        let path = folder.join(format!("{}.schema.json", table.name));
        let text = format!("{:#}\n", schema(&table));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == text, "{}: run this test with UPDATE_SCHEMAS=1", path.display());
    }
}
