//! A network of a few numbers against the same computed number by number.

use super::*;
use crate::testing::{tensors, word_list};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TINY: Shape = Shape { pieces: 11, positions: 9, width: 6, heads: 2, inner: 10, layers: 2 };
const WORDS: [&str; 6] = ["a", "b", "c", "##c", "d", "."];

type Weights = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// Weights between -1 and 1 in no order, from a fixed start.
fn weights() -> Weights {
    let mut state = 1u32;
    let mut number = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    let mut all = Weights::new();
    let mut add = |name: &str, shape: &[usize]| {
        let values = (0..shape.iter().product()).map(|_| number()).collect();
        all.insert(name.to_owned(), (shape.to_vec(), values));
    };
    let Shape { pieces, positions, width, inner, .. } = TINY;
    add("embeddings.word_embeddings.weight", &[pieces, width]);
    add("embeddings.position_embeddings.weight", &[positions, width]);
    add("embeddings.token_type_embeddings.weight", &[2, width]);
    let mut norms = vec!["embeddings.LayerNorm".to_owned()];
    for i in 0..TINY.layers {
        let name = |part: &str| format!("encoder.layer.{i}.{part}");
        for (part, out, into) in [
            ("attention.self.query", width, width),
            ("attention.self.key", width, width),
            ("attention.self.value", width, width),
            ("attention.output.dense", width, width),
            ("intermediate.dense", inner, width),
            ("output.dense", width, inner),
        ] {
            add(&format!("{}.weight", name(part)), &[out, into]);
            add(&format!("{}.bias", name(part)), &[out]);
        }
        norms.extend(["attention.output.LayerNorm", "output.LayerNorm"].map(name));
    }
    for name in norms {
        add(&format!("{name}.weight"), &[width]);
        add(&format!("{name}.bias"), &[width]);
    }
    all
}

fn file(weights: &Weights) -> Vec<u8> {
    let arrays: Vec<_> =
        weights.iter().map(|(name, (shape, values))| (name.as_str(), &shape[..], values.clone())).collect();
    tensors(&arrays)
}

fn model() -> MiniLm {
    MiniLm::with_shape(&word_list(&WORDS), &file(&weights()), &TINY).unwrap()
}

/// The network with loops, one number after another, in 64 bits.
struct Slow(Weights);

impl Slow {
    fn at(&self, name: &str, row: usize, column: usize) -> f64 {
        let (shape, values) = &self.0[name];
        f64::from(values[row * shape.last().unwrap() + column])
    }

    fn dense(&self, name: &str, row: &[f64]) -> Vec<f64> {
        let (weight, bias) = (format!("{name}.weight"), format!("{name}.bias"));
        let out = self.0[&bias].0[0];
        let sum = |o| (0..row.len()).map(|i| row[i] * self.at(&weight, o, i)).sum::<f64>();
        (0..out).map(|o| sum(o) + self.at(&bias, 0, o)).collect()
    }

    fn norm(&self, name: &str, row: &[f64]) -> Vec<f64> {
        let size = row.len() as f64;
        let mean = row.iter().sum::<f64>() / size;
        let spread = (row.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / size).sqrt();
        let (gain, bias) = (format!("{name}.weight"), format!("{name}.bias"));
        let one = |(i, x): (usize, &f64)| (x - mean) / spread * self.at(&gain, 0, i) + self.at(&bias, 0, i);
        row.iter().enumerate().map(one).collect()
    }

    fn attention(&self, name: &str, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let of = |kind: &str| -> Vec<Vec<f64>> {
            rows.iter().map(|row| self.dense(&format!("{name}.self.{kind}"), row)).collect()
        };
        let (query, key, value) = (of("query"), of("key"), of("value"));
        let size = TINY.width / TINY.heads;
        let mut out = vec![vec![0.0; TINY.width]; rows.len()];
        for column in 0..TINY.width {
            let head = column / size * size..(column / size + 1) * size;
            for (place, row) in out.iter_mut().enumerate() {
                let found = |other: usize| -> f64 {
                    let dot: f64 = head.clone().map(|i| query[place][i] * key[other][i]).sum();
                    (dot / (size as f64).sqrt()).exp()
                };
                let total: f64 = (0..rows.len()).map(found).sum();
                row[column] = (0..rows.len()).map(|other| found(other) / total * value[other][column]).sum();
            }
        }
        out.iter().map(|row| self.dense(&format!("{name}.output.dense"), row)).collect()
    }

    fn encode(&self, numbers: &[u32]) -> Vec<f64> {
        let sum = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(x, y)| x + y).collect() };
        let embedded = |(place, &piece): (usize, &u32)| {
            let of = |i| {
                self.at("embeddings.word_embeddings.weight", piece as usize, i)
                    + self.at("embeddings.position_embeddings.weight", place, i)
                    + self.at("embeddings.token_type_embeddings.weight", 0, i)
            };
            self.norm("embeddings.LayerNorm", &(0..TINY.width).map(of).collect::<Vec<_>>())
        };
        let mut rows: Vec<Vec<f64>> = numbers.iter().enumerate().map(embedded).collect();
        for layer in 0..TINY.layers {
            let name = |part: &str| format!("encoder.layer.{layer}.{part}");
            let seen = self.attention(&name("attention"), &rows);
            for (row, seen) in rows.iter_mut().zip(seen) {
                *row = self.norm(&name("attention.output.LayerNorm"), &sum(row, &seen));
                let inner: Vec<f64> =
                    self.dense(&name("intermediate.dense"), row).into_iter().map(slow_gelu).collect();
                *row = self
                    .norm(&name("output.LayerNorm"), &sum(row, &self.dense(&name("output.dense"), &inner)));
            }
        }
        let mean: Vec<f64> =
            (0..TINY.width).map(|i| rows.iter().map(|row| row[i]).sum::<f64>() / rows.len() as f64).collect();
        let length = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
        mean.iter().map(|x| x / length).collect()
    }
}

/// x times the area under the normal curve up to x, added up in thin strips.
fn slow_gelu(x: f64) -> f64 {
    let strips = 2000;
    let width = x / f64::from(strips);
    let curve = |at: f64| (-at * at / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let area: f64 = (0..strips).map(|i| curve((f64::from(i) + 0.5) * width) * width).sum();
    x * (0.5 + area)
}

#[test]
fn vectors_are_those_of_the_slow_network() {
    let (model, slow) = (model(), Slow(weights()));
    for text in ["", "a", "a b c d", "bc dc. ac", "a a a a a a a a a a a a"] {
        let vector = &model.encode(&[text])[0];
        let wanted = slow.encode(&model.vocabulary.encode(text, TINY.positions));
        let furthest = vector.iter().zip(&wanted).map(|(x, y)| (f64::from(*x) - y).abs()).fold(0.0, f64::max);
        assert!(vector.len() == TINY.width && furthest < 1e-5, "{text:?}: {vector:?} {wanted:?}");
    }
}

#[test]
fn weights_of_another_model_are_refused() {
    let words = word_list(&WORDS);
    let refused = |words: &[u8], weights: &Weights| {
        MiniLm::with_shape(words, &file(weights), &TINY)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    let whole = weights();
    assert_eq!(refused(&words, &whole), "");
    assert!(refused(&word_list(&WORDS[1..]), &whole).contains("10 pieces where this model has 11"));
    for name in whole.keys() {
        let mut less = whole.clone();
        let (shape, mut values) = less.remove(name).unwrap();
        let said = refused(&words, &less);
        assert!(said.contains(name) && said.contains("missing"), "{name}: {said}");
        let more = [&shape[..shape.len() - 1], &[shape[shape.len() - 1] + 1]].concat();
        values.resize(more.iter().product(), 0.0);
        less.insert(name.clone(), (more, values));
        let said = refused(&words, &less);
        assert!(said.contains(name) && said.contains("different model"), "{name}: {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_text_has_the_same_numbers_alone_and_beside_others(texts in prop::collection::vec("[abcd. ]{0,12}", 0..90)) {
        let model = model();
        let views: Vec<&str> = texts.iter().map(String::as_str).collect();
        let together = model.encode(&views);
        prop_assert_eq!(together.len(), texts.len());
        for (text, vector) in views.iter().zip(&together) {
            prop_assert_eq!(&model.encode(&[text])[0], vector);
        }
    }

    #[test]
    fn any_text_has_a_vector(text: String) {
        let vector = &model().encode(&[&text])[0];
        prop_assert!(vector.iter().all(|x| x.is_finite()));
        prop_assert!((vector.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-4);
    }
}
