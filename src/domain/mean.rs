//! A *mean* is an integer sum and a count; the one division happens at the end (rule 1).

/// Sum of hundredths and the number of scores in it.
///
/// ```
/// use falcon::domain::Mean;
///
/// let mut mean = Mean::default();
/// assert_eq!(mean.average(), None, "nothing scored is not zero");
/// for score in [9_000, 10_000, 9_950] {
///     mean.add(score);
/// }
/// assert_eq!((mean.sum_hundredths, mean.n), (28_950, 3));
/// assert_eq!(mean.average(), Some(96.5));
///
/// // Whole sums are added, never averages; what a person reads is rounded from the exact pair.
/// mean.merge(Mean { sum_hundredths: 5, n: 1 });
/// assert_eq!(mean.average(), Some(72.3875));
/// assert_eq!(mean.rounded_hundredths(), Some(7_239));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mean {
    /// Sum of scores in hundredths of a percent.
    pub sum_hundredths: i64,
    /// How many scores were summed.
    pub n: u32,
}

impl Mean {
    /// Adds one score, in hundredths.
    pub fn add(&mut self, hundredths: u16) {
        self.sum_hundredths += i64::from(hundredths);
        self.n += 1;
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: Self) {
        self.sum_hundredths += other.sum_hundredths;
        self.n += other.n;
    }

    /// The mean in percent at full precision, `None` when nothing was summed.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "sums stay far below 2^53")]
    pub fn average(self) -> Option<f64> {
        (self.n > 0).then(|| self.sum_hundredths as f64 / (f64::from(self.n) * 100.0))
    }

    /// The mean rounded to whole hundredths, half away from zero (rule 1): what a person reads.
    #[must_use]
    pub fn rounded_hundredths(self) -> Option<i64> {
        let n = i64::from(self.n);
        (n > 0).then(|| (2 * self.sum_hundredths + n) / (2 * n))
    }

    /// Orders by exact value, without a division: `None` (nothing summed) sorts below every value.
    #[must_use]
    pub fn cmp_value(self, other: Self) -> core::cmp::Ordering {
        match (self.n, other.n) {
            (0, 0) => core::cmp::Ordering::Equal,
            (0, _) => core::cmp::Ordering::Less,
            (_, 0) => core::cmp::Ordering::Greater,
            // Rankings compare often, and nearly always sums that fit 32 bits: no wide multiplication then.
            (a, b) => match (u32::try_from(self.sum_hundredths), u32::try_from(other.sum_hundredths)) {
                (Ok(x), Ok(y)) => (u64::from(x) * u64::from(b)).cmp(&(u64::from(y) * u64::from(a))),
                _ => (i128::from(self.sum_hundredths) * i128::from(b))
                    .cmp(&(i128::from(other.sum_hundredths) * i128::from(a))),
            },
        }
    }
}
