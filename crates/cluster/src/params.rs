//! The tuned numbers, each with its meaning and where it comes from: all that a measurement might move.
//!
//! Sizes that only decide how work is cut up (batches, blocks, hash bits) stay with the code that they serve.

use std::fmt::Display;

/// A tuned number, to show or to shake.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// `group.number`, as in `hits.floor`.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// Whether it counts something.
    pub whole: bool,
    /// Its value as it is written.
    pub written: String,
    /// What it decides.
    pub meaning: String,
    /// What it was fitted on, and when.
    pub fitted: &'static str,
}

/// A kind of number that a parameter may have.
trait Number: Copy + Display {
    const WHOLE: bool;
    fn read(self) -> f64;
    /// The nearest number of this kind.
    fn nearest(value: f64) -> Self;
}

macro_rules! numbers {
    ($($real:ty),+; $($whole:ty),+) => {
        $(impl Number for $real {
            const WHOLE: bool = false;
            fn read(self) -> f64 {
                f64::from(self)
            }
            fn nearest(value: f64) -> Self {
                value as $real
            }
        })+
        $(impl Number for $whole {
            const WHOLE: bool = true;
            fn read(self) -> f64 {
                self as f64
            }
            fn nearest(value: f64) -> Self {
                value.round() as $whole
            }
        })+
    };
}

numbers!(f32, f64; usize, i32, u32);

/// Declares the groups and [`Params`], with one list of all numbers by name.
macro_rules! params {
    ($($(#[doc = $about:literal])+ [$fitted:literal] $group:ident: $Group:ident {
        $($(#[doc = $doc:literal])+ $name:ident: $kind:ty = $value:expr,)+
    })+) => {
        $(
            $(#[doc = $about])+
            #[doc = ""]
            #[doc = concat!("Fitted: ", $fitted, ".")]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub struct $Group {
                $($(#[doc = $doc])+ pub $name: $kind,)+
            }
        )+

        /// All tuned numbers of the crate. [`Params::default`] has the fitted ones; every set of agreements uses these.
        ///
        /// ```
        /// use crosscut_cluster::Params;
        /// let mut params = Params::default();
        /// assert_eq!(params.hits.floor, 0.1);
        /// // By name, for a measurement that moves one after the other.
        /// assert!(params.set("hits.floor", 0.12));
        /// let number = params.list().into_iter().find(|number| number.name == "hits.floor").unwrap();
        /// assert_eq!(number.meaning, "Likeness below which there is no link.");
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Params {
            $($(#[doc = $about])+ pub $group: $Group,)+
        }

        impl Params {
            /// The numbers as they were fitted.
            pub const FITTED: Self = Self { $($group: $Group { $($name: $value,)+ },)+ };

            /// Every number with its meaning, in the order of their declaration.
            pub fn list(&self) -> Vec<Param> {
                vec![$($(Param {
                    name: concat!(stringify!($group), ".", stringify!($name)),
                    value: Number::read(self.$group.$name),
                    whole: <$kind as Number>::WHOLE,
                    written: self.$group.$name.to_string(),
                    meaning: concat!($($doc),+).trim().to_owned(),
                    fitted: $fitted,
                },)+)+]
            }

            /// Gives the number of this name another value, rounded where it is a whole number; `false` where there is none.
            pub fn set(&mut self, name: &str, value: f64) -> bool {
                match name {
                    $($(concat!(stringify!($group), ".", stringify!($name)) => {
                        self.$group.$name = Number::nearest(value);
                    })+)+
                    _ => return false,
                }
                true
            }
        }
    };
}

impl Default for Params {
    fn default() -> Self {
        Self::FITTED
    }
}

params! {
    /// What is compared, and what the layout of ready-made clauses says.
    ["by hand, 2026-11-21 and 22"]
    reading: Reading {
        /// Bytes from which on a clause's own language is believed; shorter ones are in that of their agreement.
        own_language: usize = 200,
        /// Headings that an agreement of ready-made clauses has at least, if it has any.
        headings: usize = 3,
        /// The same as a share of its clauses.
        headings_share: f64 = 0.03,
        /// Words that a heading has at most.
        heading_words: usize = 16,
        /// Words of a heading that is written like a sentence.
        plain_heading_words: usize = 12,
        /// Share of capitals among the letters above which a line is a heading.
        capitals: f32 = 0.7,
        /// Words from which on two equal clauses count as one wording; fewer say something else in each place.
        repeat_words: usize = 4,
    }

    /// TF-IDF rows between clauses of different agreements: what the surroundings count, a clause's own words being 1.
    ["public gold (tota, cuad-clauses, waie, cyber), 2026-11-21"]
    across: Across {
        /// Lead-in of the list that the clause is in.
        lead_in: f32 = 0.2,
        /// Heading above it.
        heading: f32 = 0.1,
        /// Strongest terms of its article.
        article: f32 = 0.5,
        /// Power of the inverse document frequency: below 1, rare words decide less between short clauses.
        power: f32 = 0.7,
        /// Terms that an article is remembered by; the same for guided search.
        article_terms: usize = 40,
        /// Part of the likeness of the clauses before and after that is added where an agreement has no articles.
        sequence: f32 = 0.15,
    }

    /// Latent directions (LSA) of these rows.
    ["public gold (tota, cuad-clauses, waie, cyber), 2026-11-22"]
    latent: Latent {
        /// Clauses for each direction.
        clauses: usize = 10,
        /// Directions at least.
        fewest: usize = 50,
        /// Directions at most.
        most: usize = 200,
        /// Clauses times directions that are worth their time.
        budget: usize = 2_000_000,
        /// Directions that even a large collection has.
        fewest_of_many: usize = 100,
        /// Directions beyond those asked for, which make the wanted ones converge.
        spare: usize = 10,
        /// Rounds of subspace iteration.
        iterations: usize = 4,
        /// Part of its agreement's mean that is taken from a vector: house style and subject are no likeness.
        mean: f32 = 0.4,
        /// Agreements with which half of that part is taken; with few, the mean is what they are about.
        half_mean: f32 = 10.0,
        /// Rounds in which vectors are drawn towards their mutual best hits (pseudo-relevance feedback).
        rounds: usize = 2,
        /// How far they are drawn at most.
        pull: f32 = 1.5,
        /// Summed likeness of the hits that gives half of that.
        half_pull: f32 = 4.0,
    }

    /// Sentence models and letters.
    ["by hand, on translated agreements (tests/model.rs), 2026-11-21"]
    model: Model {
        /// Share of the model in the latent likeness; the rest is the corpus's own directions.
        share: f32 = 0.5,
        /// Factor on a model's likeness between languages, so that a translation is about as like as another wording.
        foreign: f32 = 0.8,
        /// Factor on the likeness of letters between languages: only some words look alike.
        letters: f32 = 1.5,
        /// Pairs of clauses that a model compares at most; beyond it only those that share words, or of other languages.
        pairs: usize = 40_000_000,
        /// Clauses of one agreement that a model, or letters, offer for comparison.
        offers: usize = 2,
        /// Postings read to find the clauses whose letters are like one clause's.
        postings: usize = 200_000,
    }

    /// Neighbours across agreements.
    ["public gold, against looking at everything (hits_tests.rs), 2026-11-21"]
    hits: Hits {
        /// Likeness below which there is no link.
        floor: f32 = 0.1,
        /// Links of one clause at most.
        most: usize = 100,
        /// Postings read to find the neighbours of one clause: makes time grow with the clauses, not their square.
        postings: usize = 16_000,
        /// Clauses looked at closely for one clause, at most.
        close: usize = 300,
        /// The same where there are many clauses.
        close_of_many: usize = 56,
        /// Clauses from which on fewer are looked at closely.
        many: usize = 3_000,
        /// Clauses of one agreement that are looked at closely, at least.
        close_of_one: usize = 4,
        /// Of what shares words, so many times as many are kept for the choice among agreements.
        kept: usize = 8,
    }

    /// Communities: resolutions of the constant Potts model at granularity 0.5.
    ["public gold (tota, cuad-clauses, waie, cyber), 2026-11-22"]
    communities: Communities {
        /// Main candidates, of all best hits.
        main: f32 = 0.32,
        /// Sets of mutual best hits.
        mutual: f32 = 0.38,
        /// Tighter sets of mutual best hits.
        fine: f32 = 0.61,
        /// Wider sets of all best hits.
        wide: f32 = 0.1,
        /// Factor on all four at granularity 1, and its inverse at 0.
        range: f32 = 10.0,
        /// A resolution at most.
        most: f32 = 0.98,
        /// What a one-way hit counts among mutual ones at granularity 0.25 or less; nothing from 0.5 on.
        one_way: f32 = 0.5,
        /// Rounds of moving clauses and merging sets.
        rounds: usize = 3,
        /// Passes over all clauses in a round.
        passes: usize = 10,
        /// Clauses for each agreement that a wider set has at most …
        wide_share: usize = 8,
        /// … or so many clauses in all.
        wide_most: usize = 40,
        /// Overlap (Jaccard) above which the later of two sets goes.
        same: f32 = 0.7,
        /// Members that represent a large set when something is compared with it.
        sample: usize = 24,
    }

    /// Clauses that are added to a set, and sets around single clauses.
    ["public gold (tota, cuad-clauses, waie, cyber), 2026-11-21"]
    guests: Guests {
        /// Likeness to a set of mutual hits, as a share of its members' own, that lets a clause in.
        likeness: f32 = 0.8,
        /// The set must reach this share of the best that the clause fits.
        best: f32 = 0.9,
        /// Hits in the set around a clause reach this share of the best hit.
        star: f32 = 0.8,
        /// Likeness of the best hit from which on there is such a set.
        star_floor: f32 = 0.3,
        /// Hits in such a set at most.
        star_hits: usize = 8,
    }

    /// Trimming: the share of the mean likeness across agreements below which a clause leaves a set.
    ["public gold (tota, cuad-clauses, waie, cyber), 2026-11-22"]
    trim: Trim {
        /// In main sets.
        main: f32 = 0.7,
        /// In sets of mutual hits.
        mutual: f32 = 0.75,
        /// In wider sets and those around one clause, which repeat others' clauses and must be tight to be worth a look.
        wide: f32 = 0.9,
    }

    /// The chance that a set is one element: a logistic regression.
    ["tota, cuad-clauses, waie, cyber at equal weight, each left out in turn (AUC .74 to .87), 2026-11-22; words: eight sets left out in turn, 2026-11-30; long: by hand"]
    chance: Chance {
        /// Constant.
        constant: f32 = -2.73,
        /// Weight of the mean likeness across agreements.
        likeness: f32 = 3.87,
        /// Weight of the logarithm of the number of agreements, as a share of `several`: what two share may be chance.
        agreements: f32 = 2.83,
        /// Agreements above which more add nothing.
        several: f32 = 4.0,
        /// Added for a tight set of mutual hits.
        tight: f32 = 0.62,
        /// Weight of the topic words w that pairs across agreements have in common, as w / (w + `some_words`).
        words: f32 = 3.0,
        /// Shared words that weigh half of what many do.
        some_words: f32 = 3.0,
        /// Topic words of a clause up to which all that are shared count; of longer ones a share: they share some by length.
        long: f32 = 30.0,
        /// Words that are taken to be shared where clauses of different languages cannot show it.
        usual_words: f32 = 4.0,
    }

    /// Versions of one instrument, which count once.
    ["by hand, as the study asks about versions (crates/cluster/src/versions/alike.rs), 2026-11-30"]
    versions: Versions {
        /// Share of the shorter one's clauses that the other holds word for word, from which on they are one instrument.
        share: f32 = 0.5,
        /// Clauses of the shorter one from which on this tells something.
        clauses: usize = 10,
        /// Agreements beyond which a sentence that all of them hold tells nothing.
        most: usize = 60,
    }

    /// The order of the list.
    ["public gold (tota, cuad-clauses, waie, cyber, scf, upr), 2026-11-22 and 30"]
    order: Order {
        /// Power of the chance: how much surer sets come before those with many new cells.
        sure: i32 = 5,
        /// Power of the likeness of two sets when judging whether they are one element.
        same: i32 = 4,
        /// Chance from which on a candidate is listed.
        likely: f32 = 0.55,
        /// New cells that a listed candidate probably shows.
        new: f32 = 0.75,
        /// Candidates whose order counts what those before them have shown.
        first: usize = 200,
        /// Candidates that these are chosen from.
        pool: usize = 2000,
        /// Terms that the mean of a set is remembered by.
        terms: usize = 120,
        /// Strongest terms of which two sets share one, if they are compared for the nearest other candidate.
        shared_terms: usize = 4,
        /// Sets that share such a term and are compared, at most.
        compared: usize = 60,
        /// Power of the chance that a set asks something of someone.
        substance: i32 = 3,
        /// How far a set with the name of one before it shows nothing new in the same agreements.
        namesake: f32 = 0.5,
        /// Power of the mean chance of its pairs, where sure ones come first.
        pairs: i32 = 4,
        /// The chance of a pair: constant.
        pair_constant: f32 = -2.2,
        /// The chance of a pair: weight of its likeness.
        pair_likeness: f32 = 8.0,
        /// What is new in a set of the same two articles as one before it counts so much.
        twins: f32 = 0.3,
        /// Candidates that are listed where there are as many, however little they show.
        least: usize = 60,
    }

    /// Form against substance.
    ["by hand and one world left out, 2026-11-29"]
    form: FormNumbers {
        /// Mean chance that a set asks something of someone, below which it is set aside.
        aside: f32 = 0.3,
        /// Mean share of near copies from which on the reason is that they recur.
        recurs: f32 = 0.5,
        /// Share of a set that documents begin with, from which it is about them. Chosen by hand on the sample's digests, whose
        /// heads nine share; seven agreements lose one set to it and twelve reports of states none. No set was held out.
        opening: f32 = 0.6,
        /// Words of a clause that are read for its features.
        read_words: usize = 80,
        /// Share of letters below which a clause is no sentence.
        letters: f32 = 0.6,
        /// Words below which a clause without a verb is nothing to decide.
        words: usize = 6,
        /// Share of names and numbers among the words that carry a topic, from which on there is nothing else.
        names: f32 = 0.8,
        /// The same where a text has at least so many commas as a list of names.
        listed_names: f32 = 0.6,
        /// Commas and semicolons of such a list.
        listed: usize = 6,
        /// Agreements from which on near copies tell something.
        agreements: usize = 4,
        /// Share of word pairs (Jaccard) that near copies have in common.
        copied: f32 = 0.6,
        /// Words of a clause that near copies are told by.
        copied_words: usize = 60,
        /// Word pairs below which a clause is too short to be a copy.
        copied_pairs: usize = 4,
        /// Groups of copies that one word pair leads to, at most.
        leaders: usize = 60,
    }

    /// Outliers: what a clause's demand counts; 1 for "shall" and prohibitions.
    ["by hand, 2026-11-21"]
    outliers: Outliers {
        /// "Should", and to refrain.
        should: f32 = 0.9,
        /// Encouragement.
        encourage: f32 = 0.8,
        /// "May".
        may: f32 = 0.7,
        /// Statements.
        statement: f32 = 0.5,
        /// Where the strength is not known.
        unknown: f32 = 0.6,
        /// Factor on final clauses and recitals.
        framing: f32 = 0.5,
        /// Words from which on a clause counts in full.
        words: f32 = 12.0,
    }

    /// Names of candidates.
    ["272 names with readers' verdicts (bench-runs/2026-11-30-2-cores), with priors by hand, 2026-11-30"]
    names: Naming {
        /// Members that are read for a name, the most central ones.
        members: usize = 12,
        /// Words with a topic that are read of each for what they share.
        words: usize = 90,
        /// Words with a topic that a name has at most.
        content: usize = 8,
        /// Words with a topic that a name has at least, if it is not to be scant.
        says: usize = 3,
        /// Words of the longest sentence that may be a name as it is.
        whole: usize = 20,
        /// Words of the longest heading that is a name.
        heading_words: usize = 9,
        /// Words of a point, and of its heading, that are named together at most.
        point: usize = 5,
        /// Keeps the lift of rare words within bounds.
        smooth: f32 = 0.02,
        /// Shared words shown with a candidate, and looked for in its name.
        terms: usize = 6,
        /// Words with a topic before a shared word by which it counts half in a name.
        early: usize = 8,
        /// Weight against a name that ends in "…".
        cut: f32 = 1.6,
        /// Against one without words that carry a topic; in part against one with few.
        scant: f32 = 2.0,
        /// Against one that is eight words too long.
        long: f32 = 0.6,
        /// Against half a sentence.
        half: f32 = 1.2,
        /// Against one that points to what is not in it.
        pointing: f32 = 0.9,
        /// Against one that cannot be read.
        broken: f32 = 2.7,
        /// Against a point of a list without a verb and without what leads to it.
        fragment: f32 = 1.4,
        /// Against what is said of something that only its lead-in names.
        severed: f32 = 1.8,
        /// Against one without a verb.
        verbless: f32 = 0.6,
        /// Against a sentence that is not the first.
        later: f32 = 0.5,
        /// Against a heading that only names who is asked.
        who: f32 = 1.2,
        /// Against one that asks for nothing.
        idle: f32 = 0.6,
        /// Against one that only opens a list.
        opens: f32 = 0.8,
        /// Against one that leaves out whom it asks, though that is not everybody.
        anonymous: f32 = 0.4,
        /// Against what is forbidden without the words that forbid it.
        turned: f32 = 2.0,
        /// Against a heading, which says what a rule is about and not what it asks.
        heading: f32 = 0.3,
        /// Against a heading before a line, or whom it asks.
        placed: f32 = 0.4,
        /// Against what leads to a point before it.
        joined: f32 = 0.2,
        /// Against words alone.
        keys: f32 = 6.0,
        /// Against one that says nothing of what the set shares.
        missed: f32 = 1.4,
        /// Against one none of whose words another clause holds.
        alone: f32 = 1.5,
        /// Against one half of whose words no agreement has in a clause.
        unborne: f32 = 1.4,
        /// Against one all of whose words fewer than half of the other agreements have.
        rare: f32 = 1.0,
        /// Against one that ends where most clauses go on alike.
        open: f32 = 1.5,
        /// Against one that speaks to or of somebody as most clauses do not.
        personal: f32 = 0.6,
        /// Against one with a figure that most clauses do not have.
        figure: f32 = 0.7,
        /// Against one with a name that most clauses do not have.
        foreign: f32 = 1.6,
    }

    /// The merge tree cut again at another granularity.
    ["by hand, so that the granularities give as many sets as a run at them, 2026-11-22"]
    regroup: Regroup {
        /// Mean likeness at which the tree is cut at granularity 0.
        coarse: f32 = 0.08,
        /// Factor on it at granularity 1.
        range: f32 = 10.0,
    }

    /// Guided search: rows of clauses, the query, the vote of confirmed clauses, the cut.
    ["cyber (data/codebooks/cyber.toml), 2026-11-21"]
    guided: Guided {
        /// Lead-in in a clause's row.
        lead_in: f32 = 0.3,
        /// Heading in a clause's row: a definition is short and general, the surroundings say more.
        heading: f32 = 0.5,
        /// Article in a clause's row.
        article: f32 = 0.7,
        /// Power of the inverse document frequency.
        power: f32 = 1.0,
        /// Weight of the element's name, the definition being 1.
        name: f32 = 0.7,
        /// Weight of all its phrases.
        phrases: f32 = 0.7,
        /// Clauses whose latent mean speaks for the element (pseudo-relevance feedback).
        feedback: usize = 10,
        /// Weight of the latent likeness to that mean in a clause's place among those of its agreement.
        latent: f32 = 0.5,
        /// Nearest confirmed clauses that vote.
        voters: usize = 6,
        /// Clauses among which a word that no clause holds is taken to be rare, where a study has fewer.
        background: usize = 1000,
        /// Likeness by a sentence model from which on a clause that shares no word has something in common.
        alike: f32 = 0.25,
        /// Confirmed clauses with which the vote has half its weight.
        half_vote: f32 = 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_listed_under_its_own_name_explained_and_can_be_set() {
        let fitted = Params::default();
        let list = fitted.list();
        let mut names: Vec<&str> = list.iter().map(|param| param.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), list.len());
        for param in &list {
            assert!(param.meaning.ends_with(['.', '…']), "{}: {}", param.name, param.meaning);
            let mut shaken = fitted.clone();
            assert!(shaken.set(param.name, param.value * 2.0 + 1.0) && shaken != fitted, "{}", param.name);
            assert!(shaken.set(param.name, param.value) && shaken == fitted, "{}", param.name);
        }
        assert!(!Params::default().set("hits.roof", 1.0));
    }
}
