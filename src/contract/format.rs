//! Numbers and dates as people read them.
//!
//! Scores are rounded from the exact pair (sum, n), half away from zero (rule 1); floats only where nothing exact is
//! at hand. Both languages write a point before decimals and a comma between thousands.

use super::Lang;
use crate::domain::{Day, Mean, Period};

/// What stands for "nothing to show".
pub const NONE: &str = "—";

/// The mean with two decimals: `87.53`, [`NONE`] when nothing was summed.
#[must_use]
pub fn score(mean: Mean) -> String {
    mean.rounded_hundredths().map_or_else(|| NONE.to_owned(), hundredths)
}

/// The mean of a sum of hundredths over a count, as [`score`].
#[must_use]
pub fn pair(sum_hundredths: i64, n: u32) -> String {
    score(Mean { sum_hundredths, n })
}

/// Hundredths with two decimals: `8750` is `87.50`.
#[must_use]
pub fn hundredths(value: i64) -> String {
    fixed(value, 2)
}

/// Hundredths as short as they are exact: `9000` is `90`, `8950` is `89.5`.
#[must_use]
pub fn short(value: i64) -> String {
    hundredths(value).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A median or tenth percentile with two decimals. Such a value is a whole number of thousandths of a percent, which the
/// float stands for: from it is rounded, half away from zero, and not from the float.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a percent is far below 2^63")]
pub fn quantile(value: f64) -> String {
    hundredths(((value * 1_000.0).round() as i64 + 5) / 10)
}

/// Points without their sign, with two decimals.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "at most 100 points")]
pub fn points(value: f64) -> String {
    hundredths((value.abs() * 100.0).round() as i64)
}

/// Thousands grouped: `12,345`.
#[must_use]
pub fn integer(value: impl Into<i64>) -> String {
    fixed(value.into(), 0)
}

/// A part of a whole in percent, one decimal, which is left out when it is zero: `93.5%`, `100%`. [`NONE`] of nothing.
///
/// What is not the whole never reads as the whole, nor something as nothing: the last step before either end is 99.9 and 0.1.
#[must_use]
pub fn share(part: u32, whole: u32) -> String {
    let (part, whole) = (u64::from(part), u64::from(whole));
    if whole == 0 {
        return NONE.to_owned();
    }
    let tenths = (2_000 * part + whole) / (2 * whole);
    let tenths = match part {
        0 => 0,
        _ if part < whole => tenths.clamp(1, 999),
        _ => tenths,
    };
    let mut text = integer(i64::try_from(tenths / 10).unwrap_or(i64::MAX));
    if tenths % 10 > 0 {
        text.push('.');
        text.push(char::from(b'0' + (tenths % 10) as u8));
    }
    text.push('%');
    text
}

/// Points with a sign and one decimal: `+1.8`, `−0.4`, `0.0`; half away from zero.
#[must_use]
pub fn delta(points: f64) -> String {
    signed_tenths(tenths(points))
}

/// Tenths of a point, rounded half away from zero.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a delta is at most 100 points")]
pub fn tenths(points: f64) -> i64 {
    (points * 10.0).round() as i64
}

/// Points from one exact mean to another, as [`delta`]; `None` when either is of nothing.
#[must_use]
pub fn delta_exact(now: Mean, before: Mean) -> Option<String> {
    delta_tenths(now, before).map(signed_tenths)
}

/// Tenths of a point from one exact mean to another, rounded half away from zero.
#[must_use]
pub fn delta_tenths(now: Mean, before: Mean) -> Option<i64> {
    if now.n == 0 || before.n == 0 {
        return None;
    }
    let (n, m) = (i128::from(now.n), i128::from(before.n));
    let rise = i128::from(now.sum_hundredths) * m - i128::from(before.sum_hundredths) * n;
    let whole = 10 * n * m;
    let tenths = (2 * rise.abs() + whole) / (2 * whole);
    i64::try_from(if rise < 0 { -tenths } else { tenths }).ok()
}

/// A sign of its own glyph, one decimal.
#[must_use]
pub fn signed_tenths(tenths: i64) -> String {
    let sign = match tenths {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    [sign, &fixed(tenths.abs(), 1)].concat()
}

/// Tenths of a point without a sign: `24` is `2.4`.
#[must_use]
pub fn tenths_text(tenths: i64) -> String {
    fixed(tenths, 1)
}

/// `value` over 10 to the `decimals`, thousands grouped.
fn fixed(value: i64, decimals: usize) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 6);
    if value < 0 {
        out.push('-');
    }
    let digits =
        if digits.len() <= decimals { ["0".repeat(decimals + 1 - digits.len()), digits].concat() } else { digits };
    let whole = digits.len() - decimals;
    for (at, digit) in digits.chars().enumerate() {
        if at == whole {
            out.push('.');
        } else if at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The short name of month 1 ..= 12: `ago`, `Aug`.
#[must_use]
pub fn month_name(lang: Lang, month: u8) -> &'static str {
    let (es, en) = crate::domain::month::SHORT[usize::from(month.clamp(1, 12)) - 1];
    lang.pick(es, en)
}

/// A date: `12 ago 2025`, `Aug 12, 2025`.
#[must_use]
pub fn day(lang: Lang, day: Day) -> String {
    let (year, month, number) = day.ymd();
    let (year, number) = (year.to_string(), number.to_string());
    let month = month_name(lang, month.unsigned_abs());
    match lang {
        Lang::Es => [&number, " ", month, " ", &year].concat(),
        Lang::En => [month, " ", &number, ", ", &year].concat(),
    }
}

/// A date written `YYYY-MM-DD`, as [`day`]; as it came when it is none.
#[must_use]
pub fn day_text(lang: Lang, text: &str) -> String {
    Day::parse(text).map_or_else(|| text.to_owned(), |parsed| day(lang, parsed))
}

/// The date of an instant or local time that begins with `YYYY-MM-DD`, and its `HH:MM` where it has one: `12 ago 2025, 14:05`.
#[must_use]
pub fn instant(lang: Lang, text: &str) -> String {
    let date = day_text(lang, text.get(..10).unwrap_or(text));
    match text.get(11..16) {
        Some(time) => [&date, ", ", time].concat(),
        None => date,
    }
}

/// A month written `2025-08`: `ago 2025`; as it came when it is none.
#[must_use]
pub fn month(lang: Lang, text: &str) -> String {
    let parsed = text.split_once('-').and_then(|(year, month)| Some((year, month.parse::<u8>().ok()?)));
    match parsed {
        Some((year, number @ 1..=12)) => [month_name(lang, number), " ", year].concat(),
        _ => text.to_owned(),
    }
}

/// How long ago, counted in days: `hoy`, `ayer`, `hace 3 días`, `hace 4 meses`.
#[must_use]
pub fn ago(lang: Lang, days: i32) -> String {
    let (count, es, en) = match days {
        -1 => return lang.pick("mañana", "tomorrow").to_owned(),
        ..-1 => {
            let count = (-i64::from(days)).to_string();
            return match lang {
                Lang::Es => ["en ", &count, " días"].concat(),
                Lang::En => ["in ", &count, " days"].concat(),
            };
        }
        0 => return lang.pick("hoy", "today").to_owned(),
        1 => return lang.pick("ayer", "yesterday").to_owned(),
        2..=59 => (days, "días", "days"),
        60..=729 => (days / 30, "meses", "months"),
        _ => (days / 365, "años", "years"),
    };
    let count = integer(count);
    match lang {
        Lang::Es => ["hace ", &count, " ", es].concat(),
        Lang::En => [&count, " ", en, " ago"].concat(),
    }
}

/// A label such as the engine gives columns (`Q3 2025`, `2025-08`, `2025`): months are worded, the rest stays.
#[must_use]
pub fn column(lang: Lang, label: &str) -> String {
    if label.len() == 7 && label.as_bytes()[4] == b'-' { month(lang, label) } else { label.to_owned() }
}

/// A period in words; a named one by its code, which callers that know its name replace.
#[must_use]
pub fn period(lang: Lang, period: &Period) -> String {
    match period {
        Period::All => lang.pick("Todo el historial", "All time").to_owned(),
        Period::Year(year) => year.to_string(),
        Period::Quarter(year, quarter) => ["Q", &(*quarter as u8).to_string(), " ", &year.to_string()].concat(),
        Period::Month(year, number) => [month_name(lang, number.unsigned_abs()), " ", &year.to_string()].concat(),
        Period::Range(from, to) => match (*from > Day::MIN, *to < Day::MAX) {
            (true, true) => [&day(lang, *from), " – ", &day(lang, *to)].concat(),
            (true, false) => [lang.pick("desde ", "from "), &day(lang, *from)].concat(),
            _ => [lang.pick("hasta ", "until "), &day(lang, *to)].concat(),
        },
        Period::Named(code) => code.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_round_half_away_from_zero_from_the_exact_pair() {
        assert_eq!(pair(0, 0), NONE);
        assert_eq!(pair(0, 3), "0.00");
        assert_eq!(pair(10_000, 1), "100.00");
        assert_eq!(pair(17_501, 2), "87.51", "87.505");
        assert_eq!(pair(26_251, 3), "87.50", "87.503…");
        assert_eq!(pair(5, 1), "0.05");
        assert_eq!(pair(1, 2), "0.01", "0.005");
        assert_eq!(hundredths(-5), "-0.05");
    }

    #[test]
    fn quantiles_round_as_the_same_mean_does() {
        assert_eq!(quantile(72.345), "72.35");
        for sum in 0..=20_000_i64 {
            let median = sum as f64 / 200.0;
            assert_eq!(quantile(median), pair(sum, 2), "median {median}");
        }
        for thousandths in 0..=100_000_i64 {
            let value = thousandths as f64 / 1_000.0;
            assert_eq!(quantile(value), pair(thousandths, 10), "{value}");
        }
    }

    #[test]
    fn integers_are_grouped() {
        assert_eq!(integer(0), "0");
        assert_eq!(integer(999), "999");
        assert_eq!(integer(1_000), "1,000");
        assert_eq!(integer(1_234_567), "1,234,567");
        assert_eq!(integer(-1_000), "-1,000");
    }

    #[test]
    fn shares_never_round_to_the_ends() {
        assert_eq!(share(0, 0), NONE);
        assert_eq!(share(0, 9), "0%");
        assert_eq!(share(9, 9), "100%");
        assert_eq!(share(9_999, 10_000), "99.9%");
        assert_eq!(share(1, 100_000), "0.1%");
        assert_eq!(share(1, 8), "12.5%");
        assert_eq!(share(1, 2), "50%");
        assert_eq!(share(3, 2), "150%");
        assert_eq!(share(u32::MAX, u32::MAX), "100%");
    }

    #[test]
    fn deltas_carry_a_sign_and_round_half_away_from_zero() {
        assert_eq!(delta(1.75), "+1.8");
        assert_eq!(delta(-1.75), "−1.8");
        assert_eq!(delta(0.04), "0.0");
        let mean = |sum_hundredths, n| Mean { sum_hundredths, n };
        assert_eq!(delta_exact(mean(8_005, 1), mean(8_000, 1)).as_deref(), Some("+0.1"), "0.05");
        assert_eq!(delta_exact(mean(8_000, 1), mean(8_005, 1)).as_deref(), Some("−0.1"));
        assert_eq!(delta_exact(mean(8_004, 1), mean(8_000, 1)).as_deref(), Some("0.0"));
        assert_eq!(delta_exact(mean(0, 0), mean(8_000, 1)), None);
        assert_eq!(delta_exact(mean(1_000_000, 100), mean(0, 7)).as_deref(), Some("+100.0"));
    }

    #[test]
    fn dates_read_as_people_say_them() {
        let date = Day::from_ymd(2025, 8, 12).unwrap();
        assert_eq!(day(Lang::Es, date), "12 ago 2025");
        assert_eq!(day(Lang::En, date), "Aug 12, 2025");
        assert_eq!(month(Lang::Es, "2025-08"), "ago 2025");
        assert_eq!(month(Lang::Es, "2025-13"), "2025-13");
        assert_eq!(column(Lang::En, "2025-08"), "Aug 2025");
        assert_eq!(column(Lang::En, "Q3 2025"), "Q3 2025");
        assert_eq!(instant(Lang::Es, "2025-08-12T14:05:09Z"), "12 ago 2025, 14:05");
        assert_eq!(instant(Lang::Es, "2025-08-12"), "12 ago 2025");
        assert_eq!(day_text(Lang::Es, "nunca"), "nunca");
    }

    #[test]
    fn time_passed_reads_as_people_say_it() {
        let es = |days| ago(Lang::Es, days);
        assert_eq!([es(0), es(1), es(3), es(59)], ["hoy", "ayer", "hace 3 días", "hace 59 días"]);
        assert_eq!(
            [es(60), es(400), es(730), es(-1), es(-2)],
            ["hace 2 meses", "hace 13 meses", "hace 2 años", "mañana", "en 2 días"]
        );
        assert_eq!(ago(Lang::En, 3), "3 days ago");
    }

    #[test]
    fn periods_have_words() {
        use crate::domain::Quarter;
        assert_eq!(period(Lang::Es, &Period::All), "Todo el historial");
        assert_eq!(period(Lang::Es, &Period::Quarter(2025, Quarter::Q3)), "Q3 2025");
        assert_eq!(period(Lang::Es, &Period::Month(2025, 2)), "feb 2025");
        let range = Period::Range(Day::from_ymd(2025, 1, 1).unwrap(), Day::from_ymd(2025, 3, 31).unwrap());
        assert_eq!(
            period(Lang::Es, &Period::Range(Day::MIN, Day::from_ymd(2025, 3, 31).unwrap())),
            "hasta 31 mar 2025"
        );
        assert_eq!(period(Lang::En, &range), "Jan 1, 2025 – Mar 31, 2025");
    }
}
