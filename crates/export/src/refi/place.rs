//! Which clauses a part of a text is, where the text was cut into clauses anew.

use crosscut::text::Clause;

/// The letters and digits of an agreement's clauses, one after another.
pub(crate) struct Letters {
    letters: String,
    /// Where each clause begins in the letters, and its place among all clauses.
    starts: Vec<(usize, usize)>,
}

/// Letters and digits in small: what stays the same when line ends, hyphens and spaces differ.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Letters {
    /// Of clauses, each with its place among all clauses, in the order of the text.
    pub(crate) fn of<'c>(clauses: impl Iterator<Item = (usize, &'c Clause)>) -> Self {
        let mut all = Self { letters: String::new(), starts: Vec::new() };
        for (place, clause) in clauses {
            all.starts.push((all.letters.len(), place));
            all.letters += &letters(&clause.text);
        }
        all
    }

    /// The clauses of a quote that begins about so far into the text (0 to 1): those of which it holds at least half, and
    /// the one that holds at least half of it. None where its words do not follow each other anywhere.
    pub(crate) fn clauses(&self, quote: &str, about: f64) -> Vec<usize> {
        let wanted = letters(quote);
        if wanted.is_empty() {
            return Vec::new();
        }
        let expected = about * self.letters.len() as f64;
        let distance = |at: &usize| (*at as f64 - expected).abs();
        let places = self.letters.match_indices(&wanted).map(|(at, _)| at);
        let Some(start) = places.min_by(|a, b| distance(a).total_cmp(&distance(b))) else {
            return Vec::new();
        };
        let end = start + wanted.len();
        let first = self.starts.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let mut found = Vec::new();
        for (nth, &(begins, place)) in
            self.starts.iter().enumerate().skip(first).take_while(|(_, s)| s.0 < end)
        {
            let ends = self.starts.get(nth + 1).map_or(self.letters.len(), |next| next.0);
            let shared = ends.min(end).saturating_sub(begins.max(start));
            if shared > 0 && (shared * 2 >= ends - begins || shared * 2 >= wanted.len()) {
                found.push(place);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut::text::{AgreementId, Eid};

    fn clause(eid: &str, text: &str) -> Clause {
        Clause::new(AgreementId::slug("a"), Eid::new(eid).unwrap(), text)
    }

    #[test]
    fn a_quote_is_found_where_it_is_said_to_be() {
        let clauses = [
            clause("1", "Ships shall carry lamps."),
            clause("2", "Boats shall carry ropes and a good deal of spare canvas."),
            clause("3", "Ships shall carry lamps."),
        ];
        let letters = Letters::of(clauses.iter().enumerate());
        for (quote, about, expected) in [
            ("Ships shall\ncarry lamps", 0.0, &[0][..]),
            ("Ships shall carry lamps", 1.0, &[2]),
            ("carry ropes", 0.4, &[1]),
            ("lamps. Boats shall carry ropes and a good deal of spare can-vas.", 0.2, &[1]),
            ("shall carry lamps. Boats shall carry ropes and a good deal of spare canvas", 0.1, &[0, 1]),
            ("nothing of the kind", 0.0, &[]),
            (" — ", 0.0, &[]),
        ] {
            assert_eq!(letters.clauses(quote, about), expected, "{quote}");
        }
    }
}
