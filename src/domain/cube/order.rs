//! Rankings: best first, equal scores share a position (rule 6).

use crate::domain::Mean;

/// An item to be ranked, by number.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    pub item: usize,
    pub mean: Mean,
    /// Place among equals: by name folded, then code.
    pub tie: u32,
    /// `None` without scores.
    pub position: Option<u32>,
    /// Supervised in the period, whatever bands and areas say.
    pub visited: bool,
}

impl Ranked {
    /// Of a thing that has visits.
    pub const fn new(item: usize, mean: Mean, tie: u32) -> Self {
        Self { item, mean, tie, position: None, visited: true }
    }

    pub const fn visited(self, visited: bool) -> Self {
        Self { visited, ..self }
    }
}

/// Sorts best first, then by name those visited without a score, then the pending ones; and numbers them 1, 1, 3.
pub fn rank(items: &mut [Ranked]) {
    items.sort_unstable_by(|a, b| b.mean.cmp_value(a.mean).then(b.visited.cmp(&a.visited)).then(a.tie.cmp(&b.tie)));
    let mut before: Option<(Mean, u32)> = None;
    for (place, ranked) in items.iter_mut().enumerate() {
        if ranked.mean.n == 0 {
            break;
        }
        let position = match before {
            Some((mean, position)) if mean.cmp_value(ranked.mean).is_eq() => position,
            _ => place as u32 + 1,
        };
        ranked.position = Some(position);
        before = Some((ranked.mean, position));
    }
}

/// The difference in points between two exact means, `None` when one of them is empty.
///
/// `(s₁·n₀ − s₀·n₁) / (n₁·n₀·100)`: the numerator is an exact integer, so the same bits come out on every machine.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "the one rounding of the result")]
pub fn delta(now: Mean, before: Mean) -> Option<f64> {
    if now.n == 0 || before.n == 0 {
        return None;
    }
    let (n1, n0) = (i128::from(now.n), i128::from(before.n));
    let points = i128::from(now.sum_hundredths) * n0 - i128::from(before.sum_hundredths) * n1;
    Some(points as f64 / ((n1 * n0) as f64 * 100.0))
}
