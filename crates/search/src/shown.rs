//! What is shown of a clause: one stored field of the index, written and read.

use crate::Hit;
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Language, Strength};
use tantivy::collector::DocSetCollector;
use tantivy::query::Query;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// Between the parts of what is shown of a clause.
const BETWEEN: char = '\u{1f}';

/// What is shown of a clause, its text last.
pub(crate) fn shown(clause: &Clause, position: u64) -> String {
    let page = clause.pages.first().map(u32::to_string).unwrap_or_default();
    let parts = [
        clause.id.as_str(),
        clause.agreement.as_str(),
        &clause.locator.replace(BETWEEN, " "),
        clause.kind.name(),
        clause.strength.map_or("", Strength::name),
        clause.language.code(),
        &position.to_string(),
        &page,
        &clause.text,
    ];
    parts.join(BETWEEN.encode_utf8(&mut [0; 4]))
}

/// What is shown of a clause as a hit without a score.
pub(crate) fn read(shown: &str) -> Option<Hit> {
    let mut parts = shown.splitn(9, BETWEEN);
    let mut next = || parts.next();
    let clause = ClauseId::new(next()?).ok()?;
    let agreement = AgreementId::new(next()?).ok()?;
    let locator = next()?.to_owned();
    let (kind, strength) = (next()?, next()?);
    Some(Hit {
        clause,
        agreement,
        locator,
        kind: ClauseKind::ALL.iter().copied().find(|one| one.name() == kind)?,
        strength: Strength::ALL.iter().copied().find(|one| one.name() == strength),
        language: Language::from_code(next()?),
        position: next()?.parse().ok()?,
        page: next()?.parse().ok(),
        text: next()?.to_owned(),
        score: 0.0,
        highlights: Vec::new(),
    })
}

/// What is stored at an address.
pub(crate) fn stored(searcher: &Searcher, shown: Field, address: DocAddress) -> tantivy::Result<String> {
    let document: TantivyDocument = searcher.doc(address)?;
    Ok(document.get_first(shown).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
}

/// The ids of the clauses that a query matches, sorted.
pub(crate) fn ids(searcher: &Searcher, query: &dyn Query, shown: Field) -> tantivy::Result<Vec<String>> {
    let found = searcher.search(query, &DocSetCollector)?.into_iter();
    let id = |address| Ok(stored(searcher, shown, address)?.split(BETWEEN).next().map(str::to_owned));
    let mut ids: Vec<String> = found.map(id).filter_map(Result::transpose).collect::<tantivy::Result<_>>()?;
    ids.sort_unstable();
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Eid;

    #[test]
    fn what_is_shown_comes_back() {
        let clause = Clause {
            locator: "Article 9(2)".into(),
            kind: ClauseKind::Definition,
            strength: Some(Strength::May),
            language: Language::French,
            pages: vec![4, 5],
            ..Clause::new(AgreementId::slug("pact"), Eid::new("art_9").unwrap(), "Un\u{1f}texte")
        };
        let hit = read(&shown(&clause, 7)).unwrap();
        assert_eq!((hit.clause.as_str(), hit.agreement.as_str()), ("pact#art_9", "pact"));
        assert_eq!((hit.locator.as_str(), hit.page, hit.position), ("Article 9(2)", Some(4), 7));
        assert_eq!((hit.kind, hit.strength, hit.language), (clause.kind, clause.strength, clause.language));
        assert_eq!(hit.text, clause.text);
        assert!(read("pact#art_9").is_none());
    }
}
