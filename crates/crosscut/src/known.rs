//! Discovery with a codebook: candidates that fit a known element are listed under it.

use crate::{Candidate, ElementMatch};
use crosscut_text::ClauseId;
use std::collections::BTreeMap;

/// Candidates and the elements of a codebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// For each match, in its order, the candidates that fit its element; in the order of their list.
    pub under: Vec<Vec<Candidate>>,
    /// Those that fit no known element.
    pub rest: Vec<Candidate>,
}

/// Mean score of a candidate's clauses from which it fits an element, clauses that are not proposed counting nothing: half
/// of them surely, or all of them more likely than not.
const FITS: f32 = 0.4;

/// Puts each candidate under the known element that its clauses fit best, the first of equals, if they fit it well enough.
pub fn under_known(candidates: Vec<Candidate>, matches: &[ElementMatch]) -> Known {
    let mut elements: BTreeMap<&ClauseId, Vec<(usize, f32)>> = BTreeMap::new();
    for (place, found) in matches.iter().enumerate() {
        for clause in &found.proposed {
            elements.entry(&clause.clause).or_default().push((place, clause.score));
        }
    }
    let mut known = Known { under: vec![Vec::new(); matches.len()], rest: Vec::new() };
    for candidate in candidates {
        let mut fit = vec![0.0f32; matches.len()];
        for (place, score) in
            candidate.members.iter().filter_map(|member| elements.get(&member.clause)).flatten()
        {
            fit[*place] += score;
        }
        let best = (0..matches.len()).max_by(|&a, &b| fit[a].total_cmp(&fit[b]).then(b.cmp(&a)));
        match best.filter(|&place| fit[place] >= FITS * candidate.members.len().max(1) as f32) {
            Some(place) => known.under[place].push(candidate),
            None => known.rest.push(candidate),
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClauseMatch;
    use crate::fixture::candidate;

    fn found(element: &str, proposed: &[&str]) -> ElementMatch {
        let clause = |id: &&str| {
            let member = candidate("x", &[id]).members.remove(0);
            ClauseMatch { clause: member.clause, agreement: member.agreement, score: 0.9 }
        };
        ElementMatch {
            element: element.into(),
            name: element.into(),
            agreements: Vec::new(),
            proposed: proposed.iter().map(clause).collect(),
            rest: Vec::new(),
            cells: Vec::new(),
        }
    }

    #[test]
    fn half_of_a_candidate_makes_it_known_and_the_rest_stays() {
        let candidates = vec![
            candidate("reports", &["a#1", "b#1", "c#1"]),
            candidate("half", &["a#2", "b#2"]),
            candidate("new", &["a#9", "b#9", "c#1"]),
        ];
        let matches = [found("keys", &["b#2"]), found("reporting", &["a#1", "c#1", "b#7", "a#2"])];
        let known = under_known(candidates, &matches);
        let labels = |list: &[Candidate]| list.iter().map(|c| c.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&known.under[1]), ["reports"]);
        assert_eq!(labels(&known.under[0]), ["half"], "the first of equals");
        assert_eq!(labels(&known.rest), ["new"]);
        assert_eq!(under_known(known.rest.clone(), &[]).rest, known.rest);
    }
}
