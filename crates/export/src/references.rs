//! What resolves cross-references between the agreements of a study.

use crosscut::Agreement;
use crosscut::text::{Clause, Resolver};

/// What resolves cross-references over the agreements of a study: by titles, short titles and registered numbers.
pub fn resolver(agreements: &[Agreement], clauses: &[Clause]) -> Resolver {
    let names = agreements.iter().flat_map(|agreement| {
        let short = agreement.short.as_deref().map(|short| (&agreement.id, short));
        [(&agreement.id, agreement.title.as_str())].into_iter().chain(short)
    });
    Resolver::new(clauses, names)
}
