//! Tables that are ruled between their rows only: the columns are told by the white between them.

use super::params::Tables;
use super::rule::Rule;
use super::sheet::{Sheet, holds};
use crosscut_text::Rect;

/// Stacks of equally long rules, one below the other, with the columns between them as upright rules.
/// `horizontal` are the rules that no upright rule meets, from top to bottom.
pub(super) fn open_tables(horizontal: &[Rule], sheet: &Sheet, tuned: &Tables) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut stacks: Vec<Vec<Rule>> = Vec::new();
    for rule in horizontal {
        let open =
            stacks.iter_mut().find(|stack| stack.last().is_some_and(|last| follows(*last, *rule, tuned)));
        match open {
            Some(stack) => stack.push(*rule),
            None => stacks.push(vec![*rule]),
        }
    }
    stacks.retain(|stack| stack.len() >= tuned.open_rules);
    stacks
        .into_iter()
        .filter_map(|stack| columns(&stack, sheet, tuned).map(|upright| (stack, upright)))
        .collect()
}

fn follows(above: Rule, below: Rule, tuned: &Tables) -> bool {
    (above.from - below.from).abs() < tuned.touch
        && (above.to - below.to).abs() < tuned.touch
        && below.at - above.at < tuned.open_highest_row
}

/// Upright rules at both ends of a stack and in the white between its columns; `None` where there is only one column,
/// or most rows have text in one column only.
fn columns(stack: &[Rule], sheet: &Sheet, tuned: &Tables) -> Option<Vec<Rule>> {
    let (first, last) = (stack.first()?, stack.last()?);
    let area = Rect::between(first.from, first.at, first.to, last.at);
    let inside: Vec<Rect> = sheet
        .tokens
        .iter()
        .filter(|token| token.len > 0 && holds(area, token.rect))
        .map(|token| token.rect)
        .collect();
    let mut spans: Vec<(f32, f32)> = inside.iter().map(|rect| (rect.x, rect.right())).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut reached, mut places) = (spans.first()?.1, vec![first.from]);
    for (from, to) in spans {
        if from - reached > tuned.open_gap {
            places.push(f32::midpoint(reached, from));
        }
        reached = reached.max(to);
    }
    places.push(first.to);
    let column = |rect: &Rect| places.iter().filter(|place| **place < rect.x + rect.w / 2.0).count();
    let full = stack.windows(2).filter(|pair| {
        let mut own =
            inside.iter().filter(|r| (pair[0].at..pair[1].at).contains(&(r.y + r.h / 2.0))).map(column);
        own.next().is_some_and(|first| own.any(|other| other != first))
    });
    (places.len() > 2 && full.count() * 2 > stack.len() - 1)
        .then(|| places.iter().map(|&at| Rule { at, from: first.at, to: last.at }).collect())
}
