//! Rules: the straight lines that are drawn on a page.

use super::params::Tables;

/// A rule: its place across, and where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
}

/// Rules that lie on one line and touch, as one.
pub(super) fn joined(rules: impl Iterator<Item = Rule>, tuned: &Tables) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.filter(|rule| rule.to - rule.from > tuned.touch).collect();
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Rule> = Vec::new();
    for lane in rules.chunk_by(|a, b| b.at - a.at < tuned.lane) {
        let mut lane = lane.to_vec();
        lane.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open = lane[0];
        for rule in &lane[1..] {
            if rule.from <= open.to + tuned.touch {
                open.to = open.to.max(rule.to);
            } else {
                out.push(std::mem::replace(&mut open, *rule));
            }
        }
        out.push(open);
    }
    out
}
