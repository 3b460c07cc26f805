//! The vertical axis of a chart of scores, and figures as people read them.

/// Steps an axis may have, in hundredths of a percent.
const STEPS: [i64; 7] = [50, 100, 200, 500, 1_000, 2_000, 2_500];

/// Where an axis starts and ends and where its grid lines are, in hundredths of a percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub from: i64,
    pub to: i64,
    pub ticks: Vec<i64>,
}

impl Scale {
    /// An axis for values between two hundredths, with at most `most` steps; it never leaves 0 ..= 10 000.
    ///
    /// It zooms in on the values: when [`Scale::from`] is not zero the chart says so.
    #[must_use]
    pub fn around(low: i64, high: i64, most: i64) -> Self {
        let (low, high) = (low.clamp(0, 10_000), high.clamp(0, 10_000));
        for step in STEPS {
            let from = low.div_euclid(step) * step;
            let to = ((high + step - 1).div_euclid(step) * step).max(from + step).min(10_000);
            let from = from.min(to - step).max(0);
            if (to - from + step - 1) / step <= most {
                let ticks = (0..=(to - from) / step).map(|i| from + i * step).collect();
                return Self { from, to, ticks };
            }
        }
        Self { from: 0, to: 10_000, ticks: vec![0, 2_500, 5_000, 7_500, 10_000] }
    }
}

/// Hundredths as a decimal with two places: `8750` is `87.50`. Both languages of the interface write it so.
#[must_use]
pub fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let whole = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", whole / 100, whole % 100)
}

/// Hundredths as short as they are exact: `9000` is `90`, `8950` is `89.5`.
pub(super) fn short(hundredths: i64) -> String {
    let text = decimal(hundredths);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A count with its thousands apart: `11040` is `11,040`.
pub(super) fn grouped(count: u32) -> String {
    let digits = count.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}
