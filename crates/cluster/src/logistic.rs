//! Logistic regression with a small penalty, by Newton's method with shortened steps: what the form model and guided search are trained by.

/// A row of features with its label, and how much it counts.
pub(crate) type Row<'r> = (&'r [f32], bool, f64);

const ROUNDS: usize = 30;

/// Weights that tell rows apart; the first feature is the constant and bears no penalty. `penalty` is that of the square
/// of a weight's distance from what it counts `before` anything is learned, in rows.
pub(crate) fn train(rows: &[Row<'_>], before: &[f32], penalty: f64) -> Vec<f32> {
    let before: Vec<f64> = before.iter().map(|prior| f64::from(*prior)).collect();
    let mut weights = before.clone();
    for _ in 0..ROUNDS {
        let (gradient, hessian) = slopes(rows, &weights, &before, penalty);
        let step = solve(hessian, gradient);
        let before_step = loss(rows, &weights, &before, penalty);
        // A whole step may overshoot far from the end: half of it, and half again, until it leads down.
        let mut share = 1.0;
        let mut next = moved(&weights, &step, share);
        while share > 1e-4 && loss(rows, &next, &before, penalty) > before_step + 1e-9 {
            share /= 2.0;
            next = moved(&weights, &step, share);
        }
        weights = next;
        if step.iter().all(|step| (share * step).abs() < 1e-6) {
            break;
        }
    }
    weights.into_iter().map(|weight| weight as f32).collect()
}

/// The weighed sum of some features.
pub(crate) fn logit(weights: &[f32], features: &[f32]) -> f32 {
    weights.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
}

/// The chance that goes with a weighed sum, 0 to 1.
pub(crate) fn chance(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

fn moved(weights: &[f64], step: &[f64], share: f64) -> Vec<f64> {
    weights.iter().zip(step).map(|(weight, step)| weight - share * step).collect()
}

/// The penalised loss.
fn loss(rows: &[Row<'_>], weights: &[f64], before: &[f64], penalty: f64) -> f64 {
    let wrong = |(features, label, counts): &Row<'_>| {
        let logit: f64 = weights.iter().zip(*features).map(|(weight, x)| weight * f64::from(*x)).sum();
        let logit = if *label { -logit } else { logit };
        // ln(1 + eˣ), without the overflow of a large x.
        counts * (logit.max(0.0) + (-logit.abs()).exp().ln_1p())
    };
    let far = weights.iter().zip(before).skip(1).map(|(weight, prior)| (weight - prior).powi(2));
    rows.iter().map(wrong).sum::<f64>() + 0.5 * penalty * far.sum::<f64>()
}

/// Gradient and Hessian of the penalised loss.
fn slopes(rows: &[Row<'_>], weights: &[f64], before: &[f64], penalty: f64) -> (Vec<f64>, Vec<Vec<f64>>) {
    let width = weights.len();
    let mut gradient: Vec<f64> =
        weights.iter().zip(before).map(|(weight, prior)| penalty * (weight - prior)).collect();
    let mut hessian = vec![vec![0.0; width]; width];
    (0..width).for_each(|at| hessian[at][at] = penalty);
    (gradient[0], hessian[0][0]) = (0.0, 1e-6);
    for (features, label, counts) in rows {
        let logit: f64 = weights.iter().zip(*features).map(|(weight, x)| weight * f64::from(*x)).sum();
        let chance = 1.0 / (1.0 + (-logit).exp());
        let slope = counts * (chance - f64::from(u8::from(*label)));
        let bend = counts * chance * (1.0 - chance);
        for (a, &x) in features.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            gradient[a] += slope * f64::from(x);
            hessian[a].iter_mut().zip(*features).for_each(|(h, &y)| *h += bend * f64::from(x) * f64::from(y));
        }
    }
    (gradient, hessian)
}

/// Solves a symmetric positive system by Gauss's elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let width = right.len();
    for pivot in 0..width {
        let row = matrix[pivot].clone();
        for below in pivot + 1..width {
            let factor = matrix[below][pivot] / row[pivot];
            matrix[below].iter_mut().zip(&row).skip(pivot).for_each(|(x, above)| *x -= factor * above);
            right[below] -= factor * right[pivot];
        }
    }
    for at in (0..width).rev() {
        let known: f64 = (at + 1..width).map(|other| matrix[at][other] * right[other]).sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_finds_what_tells_rows_apart() {
        let row = |marked: bool, noise: bool| [1.0, f32::from(u8::from(marked)), f32::from(u8::from(noise))];
        let features: Vec<[f32; 3]> =
            (0..400usize).map(|n| row(n.is_multiple_of(2), n.is_multiple_of(3))).collect();
        let label = |n: usize| n.is_multiple_of(2) || n % 20 == 1;
        let rows: Vec<Row<'_>> =
            features.iter().enumerate().map(|(n, row)| (&row[..], label(n), 1.0)).collect();
        let weights = train(&rows, &[0.0; 3], 1.0);
        let chance = |marked, noise| chance(logit(&weights, &row(marked, noise)));
        assert!(chance(true, false) > 0.9 && chance(false, true) < 0.2, "{weights:?}");
        assert!(weights[2].abs() < 0.3 * weights[1], "{weights:?}");
    }
}
