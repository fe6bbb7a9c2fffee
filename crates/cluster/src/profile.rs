//! A set of nodes as one vector, so that how like a node is to all of them takes one look instead of one a member.

use crate::dense::dot;
use crate::space::Space;
use crate::sparse::Spread;

/// The summed vectors of some nodes and of the nodes before and after them. Likeness is linear: a dot product with
/// the sum is the sum of the likenesses. Kept from set to set for its memory.
pub(crate) struct Profile {
    words: [Spread; 3],
    latent: [Vec<f32>; 3],
    count: usize,
}

impl Profile {
    pub(crate) fn new(space: &Space) -> Self {
        Self {
            words: std::array::from_fn(|_| Spread::new(space.rows.width)),
            latent: std::array::from_fn(|_| vec![0.0; space.dense.width]),
            count: 0,
        }
    }

    /// Forgets the set that it held and takes this one.
    pub(crate) fn hold(&mut self, space: &Space, nodes: &[u32]) {
        self.count = nodes.len();
        for side in 0..3 {
            self.words[side].clear();
            self.latent[side].fill(0.0);
            for node in nodes.iter().filter_map(|&node| space.with_adjacent(node)[side]) {
                self.words[side].add(space.rows.row(node as usize));
                let row = space.dense.row(node as usize);
                self.latent[side].iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
        }
    }

    /// The sum of a node's likenesses to all nodes of the set, itself included if it is one.
    pub(crate) fn sum(&self, space: &Space, node: u32) -> f32 {
        let mut sum = 0.0;
        for (side, at) in space.with_adjacent(node).into_iter().enumerate() {
            let Some(at) = at else { continue };
            let words = self.words[side].dot(space.rows.row(at as usize));
            let latent = dot(&self.latent[side], space.dense.row(at as usize));
            sum += if side == 0 { 1.0 } else { space.sequence } * 0.5 * (words + latent);
        }
        sum
    }

    /// Mean likeness of a node to the others of the set; `inside` says whether the set holds it.
    pub(crate) fn likeness(&self, space: &Space, node: u32, inside: bool) -> f32 {
        let others = self.count - usize::from(inside);
        if others == 0 {
            return 0.0;
        }
        let own = if inside { space.like(node, node) } else { 0.0 };
        (self.sum(space, node) - own) / others as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::corpus::Corpus;
    use crate::space::Mix;
    use crate::testing::clauses;
    use crate::words::{Reader, Words};

    /// The oracle: likeness to each member, one by one.
    #[test]
    fn the_profile_gives_the_mean_of_the_single_likenesses() {
        let given = clauses(&[
            ("a", "Each Party reports incidents to the authority."),
            ("a", "Keys are kept apart from the data."),
            ("a", "Incidents are reported without delay to the public."),
            ("b", "Operators report incidents to the authority of their sector."),
            ("b", "The authority keeps the keys of the public data."),
            ("c", "Public data is kept by the authority; incidents are reported."),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        let space = Space::of(&corpus, &words, &reader, None, Mix::across(corpus.params));
        let mut profile = Profile::new(&space);
        for set in [vec![0, 3, 5], vec![1], vec![0, 1, 2, 3, 4, 5]] {
            profile.hold(&space, &set);
            for node in 0..6 {
                let others: Vec<u32> = set.iter().copied().filter(|&other| other != node).collect();
                let slow = others.iter().map(|&other| space.like(node, other)).sum::<f32>();
                let fast = profile.likeness(&space, node, set.contains(&node));
                assert!((fast - slow / others.len().max(1) as f32).abs() < 1e-5, "{node} in {set:?}");
            }
        }
    }
}
