//! The figures against published worked examples, a slow copy of α's definition, and PyPI's `krippendorff`.

use super::*;
use proptest::prelude::*;
use std::process::Command;

/// Judgements written as text: one line a coder, `.` where they did not judge.
fn ratings(coders: &[&str]) -> Ratings {
    let rows: Vec<Vec<Option<usize>>> = coders
        .iter()
        .map(|line| line.split(' ').map(|value| value.bytes().next().filter(|b| *b != b'.').map(usize::from)))
        .map(Iterator::collect)
        .collect();
    (0..rows[0].len()).map(|unit| rows.iter().map(|row| row[unit]).collect()).collect()
}

/// Two coders by how often each pair of answers was given.
fn table(counts: &[&[usize]]) -> Ratings {
    let mut units = Vec::new();
    for (a, row) in counts.iter().enumerate() {
        for (b, &count) in row.iter().enumerate() {
            units.extend(std::iter::repeat_n(vec![Some(a), Some(b)], count));
        }
    }
    units
}

fn close(value: Result<f64, Undefined>, published: f64, digits: i32) {
    let value = value.unwrap();
    assert!((value - published).abs() <= 0.5 * 10f64.powi(-digits) + 1e-12, "{value} is not {published}");
}

/// Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section A: binary, two observers.
#[test]
fn krippendorff_a_binary_two_observers() {
    let units = ratings(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
    close(krippendorff_alpha(&units), 0.095, 3);
    close(percent(&units), 0.6, 3);
}

/// The same, section B: nominal, two observers.
#[test]
fn krippendorff_b_nominal_two_observers() {
    let units = ratings(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
    close(krippendorff_alpha(&units), 0.692, 3);
}

/// The same, section C: nominal, four observers, missing values. Gwet 2014 (table 2.10; `cac.raw4raters` of his R
/// package irrCAC) gives AC1 0.775 and 0.818 for the same judgements.
#[test]
fn krippendorff_c_four_observers_with_missing_values() {
    let units = ratings(&[
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]);
    close(krippendorff_alpha(&units), 0.743, 3);
    close(gwet_ac1(&units, 5), 0.775_44, 5);
    close(percent(&units), 0.818_18, 5);
    assert_eq!(cohen_kappa(&units), Err(Undefined::NotTwo(4)));
}

/// Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and Proportions", table 18.1.
#[test]
fn kappa_of_fleiss_levin_and_paik() {
    let units = table(&[&[75, 1, 4], &[5, 4, 1], &[0, 0, 10]]);
    close(percent(&units), 0.89, 2);
    close(cohen_kappa(&units), 0.68, 2);
}

/// Gwet 2002, "Kappa Statistic is not Satisfactory for Assessing the Extent of Agreement Between Raters": κ collapses
/// where nearly all answers are the same, AC1 does not.
#[test]
fn the_paradox_of_kappa() {
    let units = table(&[&[118, 5], &[2, 0]]);
    close(percent(&units), 0.944, 3);
    close(cohen_kappa(&units), -0.0234, 4);
    close(gwet_ac1(&units, 2), 0.9408, 4);
}

#[test]
fn what_does_not_exist_is_said_in_words() {
    let same = table(&[&[9]]);
    assert_eq!((percent(&same), gwet_ac1(&same, 2)), (Ok(1.0), Ok(1.0)));
    assert_eq!(cohen_kappa(&same), Err(Undefined::NoVariation));
    assert_eq!(krippendorff_alpha(&same), Err(Undefined::NoVariation));
    let apart = ratings(&["1 1 . .", ". . 0 0"]);
    for figure in [percent(&apart), cohen_kappa(&apart), krippendorff_alpha(&apart), gwet_ac1(&apart, 2)] {
        assert_eq!(figure, Err(Undefined::NoPairs));
    }
    assert_eq!(percent(&Vec::new()), Err(Undefined::NoPairs));
    assert!(Undefined::NoVariation.to_string().starts_with("undefined: "));
}

/// α as it is defined: one less the ratio of disagreement seen within units and between all values, pair by pair.
fn slow_alpha(units: &Ratings) -> Option<f64> {
    let units: Vec<Vec<usize>> = units.iter().map(|unit| unit.iter().flatten().copied().collect()).collect();
    let units: Vec<&Vec<usize>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let values: Vec<usize> = units.iter().flat_map(|unit| unit.iter().copied()).collect();
    let n = values.len() as f64;
    let differ = |values: &[usize]| {
        let pairs = values.iter().enumerate().flat_map(|(i, a)| {
            values.iter().enumerate().filter(move |(j, _)| i != *j).map(move |(_, b)| a != b)
        });
        pairs.filter(|differs| *differs).count() as f64
    };
    let seen: f64 = units.iter().map(|unit| differ(unit) / (unit.len() as f64 - 1.0)).sum::<f64>() / n;
    let expected = differ(&values) / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - seen / expected)
}

proptest! {
    #[test]
    fn alpha_is_what_its_definition_says(
        units in prop::collection::vec(prop::collection::vec(prop::option::of(0usize..3), 3), 1..12)
    ) {
        match slow_alpha(&units) {
            Some(slow) => prop_assert!((krippendorff_alpha(&units).unwrap() - slow).abs() < 1e-9),
            None => prop_assert!(krippendorff_alpha(&units).is_err()),
        }
    }

    #[test]
    fn no_figure_depends_on_the_order_of_units_or_coders_and_none_exceeds_1(
        units in prop::collection::vec(prop::collection::vec(prop::option::of(0usize..2), 2), 1..12)
    ) {
        let mut turned: Ratings = units.iter().map(|unit| unit.iter().rev().copied().collect()).collect();
        turned.reverse();
        let figures = |units: &Ratings| {
            [percent(units), cohen_kappa(units), krippendorff_alpha(units), gwet_ac1(units, 2)]
        };
        for (one, other) in figures(&units).into_iter().zip(figures(&turned)) {
            match (one, other) {
                (Ok(one), Ok(other)) => {
                    prop_assert!((one - other).abs() < 1e-9 && (-1.0 - 1e-9..=1.0 + 1e-9).contains(&one));
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }
}

const PYTHON: &str = "
import json, sys, krippendorff
out = []
for units in json.load(sys.stdin):
    coders = [[float('nan') if v is None else v for v in row] for row in zip(*units)]
    try:
        out.append(krippendorff.alpha(reliability_data=coders, level_of_measurement='nominal'))
    except ValueError:
        out.append(None)
print(json.dumps(out))
";

/// The package `krippendorff` of PyPI (0.9.0 when this was written) computes the same.
#[test]
fn alpha_agrees_with_another_program() {
    use std::io::Write;
    let mut seed = 7u32;
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    let sets: Vec<Ratings> = (0..40)
        .map(|set| {
            let coders = 2 + set % 3;
            let mut unit = || (0..coders).map(|_| (next(5) > 0).then(|| next(3) as usize)).collect();
            (0..12).map(|_| unit()).collect()
        })
        .collect();
    let input = serde_json::to_string(&sets).unwrap();
    let mut command = Command::new("python3");
    command.args(["-c", PYTHON]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let Ok(mut child) = command.stderr(std::process::Stdio::null()).spawn() else {
        eprintln!("skipped: no python3");
        return;
    };
    // A Python without the package ends before it reads.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    if !output.status.success() {
        eprintln!("skipped: python3 has no package `krippendorff` (pip install krippendorff)");
        return;
    }
    let theirs: Vec<Option<f64>> = serde_json::from_slice(&output.stdout).unwrap();
    for (units, theirs) in sets.iter().zip(theirs) {
        let ours = krippendorff_alpha(units).unwrap();
        assert!((ours - theirs.unwrap()).abs() < 1e-9, "{ours} {theirs:?} {units:?}");
    }
}
