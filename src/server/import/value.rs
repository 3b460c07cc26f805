//! Numbers as files write them, exactly: no binary fractions between the text and the hundredth.

/// Decimals that count: ten to this power fits twice into what is reckoned with.
const PLACES: u32 = 18;

/// Points that are negative, or more than there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPoints;

/// Points and their maximum in hundredths, and 100 · points / maximum in hundredths of a percent.
pub type Points = ((i64, i64), u16);

/// The two as [`Points`]; `None` when there were none to reach.
///
/// # Errors
/// [`BadPoints`].
pub fn points(number: Decimal, most: Decimal) -> Result<Option<Points>, BadPoints> {
    if most.is_zero() && number.is_zero() {
        return Ok(None);
    }
    if number.is_negative() || most.is_negative() || number.exceeds(most) {
        return Err(BadPoints);
    }
    let share = number.hundredths_of(most).and_then(|n| u16::try_from(n).ok()).ok_or(BadPoints)?;
    match (number.hundredths(), most.hundredths()) {
        (Some(number), Some(most)) => Ok(Some(((number, most), share))),
        _ => Err(BadPoints),
    }
}

/// A decimal number: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i64,
    places: u32,
}

impl Decimal {
    /// Reads `94`, `94.5`, `-3,25` (with `comma`), `87.5 %`, `1,234.5`; at most 15 significant digits and 18 decimals
    /// count, further decimals are cut off.
    #[must_use]
    pub fn parse(text: &str, comma: bool) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (point, thousands) = if comma { (b',', b'.') } else { (b'.', b',') };
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (unsigned, 0),
        };
        let mut number = Self { digits: 0, places: 0 };
        let (mut seen, mut after, mut group) = (0_u32, false, None::<u32>);
        for byte in mantissa.bytes() {
            match byte {
                b'0'..=b'9' => {
                    seen += 1;
                    group = group.map(|n| n + 1);
                    if number.digits < 10_i64.pow(15) && number.places < PLACES {
                        number.digits = number.digits * 10 + i64::from(byte - b'0');
                        number.places += u32::from(after);
                    } else if !after {
                        return None;
                    }
                }
                _ if byte == point && !after && group.is_none_or(|n| n == 3) => {
                    after = true;
                    group = None;
                }
                // thousands come in threes, before the point
                _ if byte == thousands && !after && seen > 0 && group.is_none_or(|n| n == 3) => group = Some(0),
                _ => return None,
            }
        }
        if seen == 0 || group.is_some_and(|n| n != 3) {
            return None;
        }
        number.shift(exponent)?;
        if negative {
            number.digits = -number.digits;
        }
        Some(number)
    }

    fn shift(&mut self, exponent: i32) -> Option<()> {
        if exponent < 0 {
            self.places = self.places.checked_add(exponent.unsigned_abs()).filter(|places| *places <= PLACES)?;
        } else {
            let exponent = exponent.unsigned_abs();
            let cut = exponent.min(self.places);
            self.places -= cut;
            self.digits = self.digits.checked_mul(10_i64.checked_pow(exponent - cut)?)?;
        }
        Some(())
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self { digits: number, places: 0 }
    }

    /// A number of hundredths.
    #[must_use]
    pub const fn of_hundredths(number: i64) -> Self {
        Self { digits: number, places: 2 }
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// `self > other`.
    #[must_use]
    pub fn exceeds(self, other: Self) -> bool {
        let scale = |number: Self, places: u32| i128::from(number.digits) * 10_i128.pow(places);
        scale(self, other.places) > scale(other, self.places)
    }

    /// 10 000 · self / max, rounded half away from zero: the score in hundredths of a percent; nothing when the numbers
    /// are too far from any scale to be reckoned with.
    #[must_use]
    pub fn hundredths_of(self, max: Self) -> Option<i64> {
        if max.digits <= 0 {
            return None;
        }
        let top = i128::from(self.digits).checked_mul(10_000)?.checked_mul(10_i128.pow(max.places))?;
        let bottom = i128::from(max.digits).checked_mul(10_i128.pow(self.places))?;
        let rounded = top.abs().checked_mul(2)?.checked_add(bottom)? / bottom.checked_mul(2)?;
        i64::try_from(if top < 0 { -rounded } else { rounded }).ok()
    }

    /// The number times 100, rounded half away from zero: points in hundredths.
    #[must_use]
    pub fn hundredths(self) -> Option<i64> {
        self.hundredths_of(Self::whole(100))
    }

    /// `max - self`, for scales on which lower is better.
    #[must_use]
    pub fn below(self, max: Self) -> Option<Self> {
        let places = self.places.max(max.places);
        let scale = |number: Self| number.digits.checked_mul(10_i64.checked_pow(places - number.places)?);
        Some(Self { digits: scale(max)?.checked_sub(scale(self)?)?, places })
    }
}

/// A whole number that a program wrote with decimals is the number: `7.0` is `7`, as a spreadsheet's 7 is. What has
/// another form stays as it is written: `007` is not `7`.
#[must_use]
pub fn whole(text: &str, comma: bool) -> &str {
    let point = if comma { ',' } else { '.' };
    match text.split_once(point) {
        Some((number, zeros))
            if !number.is_empty()
                && !zeros.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && zeros.bytes().all(|byte| byte == b'0') =>
        {
            number
        }
        _ => text,
    }
}

/// Degrees, or nothing when the text is no number. Coordinates are no scores: a float serves.
#[must_use]
pub fn degrees(text: &str, comma: bool) -> Option<f64> {
    let text = text.trim();
    let number: f64 = if comma { text.replace(',', ".").parse().ok()? } else { text.parse().ok()? };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, whole};

    #[test]
    fn whole_numbers_lose_their_decimals_and_nothing_else() {
        for (text, comma, expected) in [
            ("7.0", false, "7"),
            ("7.00", false, "7"),
            ("7,0", true, "7"),
            ("7", false, "7"),
            ("007", false, "007"),
            ("007.0", false, "007"),
            ("7,0", false, "7,0"),
            ("7.5", false, "7.5"),
            ("7.", false, "7."),
            (".0", false, ".0"),
            ("A7.0", false, "A7.0"),
            ("1.2.0", false, "1.2.0"),
        ] {
            assert_eq!(whole(text, comma), expected, "{text}");
        }
    }

    fn hundredths(text: &str, comma: bool, max: &str) -> Option<i64> {
        Decimal::parse(text, comma)?.hundredths_of(Decimal::parse(max, false)?)
    }

    #[test]
    fn scores_are_exact() {
        assert_eq!(hundredths("94.5", false, "100"), Some(9_450));
        assert_eq!(hundredths("94,5", true, "100"), Some(9_450));
        assert_eq!(hundredths("87.5 %", false, "100"), Some(8_750));
        assert_eq!(hundredths("0.875", false, "1"), Some(8_750));
        assert_eq!(hundredths("3", false, "5"), Some(6_000));
        assert_eq!(hundredths("25", false, "30"), Some(8_333));
        assert_eq!(hundredths("1.005", false, "100"), Some(101));
        assert_eq!(hundredths("9.4e1", false, "100"), Some(9_400));
        assert_eq!(hundredths("1,234.5", false, "100"), Some(123_450));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "-", ".", "1.2.3", "1,23", "a", "1e99", "--1", "0x10", "NaN", "99999999999999999"] {
            assert_eq!(Decimal::parse(text, false), None, "{text}");
        }
    }

    #[test]
    fn numbers_beyond_reach_are_none_and_stop_nothing() {
        assert_eq!(hundredths("9000000000000000e-18", false, "9900000000000000e-18"), None);
        assert_eq!(hundredths("1", false, &format!("0.{}1", "0".repeat(60))), None, "cut off, a maximum of zero");
        assert_eq!(hundredths(&format!("94.5{}", "0".repeat(60)), false, "100"), Some(9_450));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_arithmetic(
            one in "-?[0-9]{1,17}([.][0-9]{0,60})?(e-?[0-9]{1,2})?",
            other in "-?[0-9]{1,17}([.][0-9]{0,60})?(e-?[0-9]{1,2})?",
        ) {
            if let (Some(one), Some(other)) = (Decimal::parse(&one, false), Decimal::parse(&other, false)) {
                let _ = (one.exceeds(other), one.hundredths_of(other), one.hundredths(), one.below(other));
            }
        }
    }
}
