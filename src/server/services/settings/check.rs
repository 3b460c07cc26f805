//! What settings must hold. Every fault is collected: a person corrects a file once.

use std::fmt;

use jiff::tz::TimeZone;

use super::file::{Date, Period};
use crate::domain::{
    BandLimits, Day, NamedPeriod, PeriodDates, Territory,
    text::{fold, slug, tidy},
};

/// A value that cannot be: which, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub words: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.words)
    }
}

#[derive(Debug, Default)]
pub(super) struct Checks(Vec<Fault>);

impl Checks {
    pub fn end<T>(self, good: T) -> Result<T, Vec<Fault>> {
        if self.0.is_empty() { Ok(good) } else { Err(self.0) }
    }

    fn fault(&mut self, field: impl Into<String>, words: String) {
        self.0.push(Fault { field: field.into(), words });
    }

    pub fn text(&mut self, field: &str, given: Option<&str>, slot: &mut String) {
        let Some(text) = given.map(tidy) else { return };
        if fold(&text).is_empty() || text.chars().count() > 100 {
            self.fault(field, format!("\"{text}\" has to have 1 to 100 characters"));
        }
        if text.chars().any(char::is_control) {
            self.fault(field, format!("{text:?} has to do without control characters"));
        }
        *slot = text;
    }

    pub fn language(&mut self, given: Option<&str>, slot: &mut String) {
        let Some(language) = given else { return };
        if !["es", "en"].contains(&language) {
            self.fault("language", format!("\"{language}\" is not spoken; write \"es\" or \"en\""));
        }
        language.clone_into(slot);
    }

    pub fn time_zone(&mut self, given: Option<&str>, slot: &mut String) {
        let Some(zone) = given else { return };
        match TimeZone::get(zone) {
            Ok(known) => known.iana_name().unwrap_or(zone).clone_into(slot),
            Err(_) => self.fault(
                "time_zone",
                format!("\"{zone}\" is no IANA time zone; write one such as \"America/Monterrey\""),
            ),
        }
    }

    pub fn kind(&mut self, given: Option<&str>, kinds: &[String], slot: &mut Option<String>) {
        let Some(given) = given else { return };
        let code = slug(given);
        if !code.is_empty() && !kinds.is_empty() && !kinds.contains(&code) {
            let words = format!("there are no supervisions of kind \"{given}\"; write one of: {}", kinds.join(", "));
            self.fault("default_kind", words);
        }
        *slot = Some(code).filter(|code| !code.is_empty());
    }

    pub fn percent(&mut self, field: &str, given: Option<f64>, slot: &mut u16) {
        let Some(percent) = given else { return };
        let hundredths = percent * 100.0;
        if !(0.0..=10_000.0).contains(&hundredths) || (hundredths - hundredths.round()).abs() > 1e-6 {
            self.fault(field, format!("{percent} is no percent; write 0 to 100 with at most two decimals"));
            return;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
        {
            *slot = hundredths.round() as u16;
        }
    }

    pub fn bands(&mut self, bands: BandLimits) {
        if bands.excelente < bands.bueno || bands.bueno < bands.regular {
            self.fault("bands", "the limits must fall: excelente at least bueno, bueno at least regular".into());
        }
    }

    pub fn periods(&mut self, given: &[Period]) -> Vec<NamedPeriod> {
        let mut periods: Vec<NamedPeriod> = Vec::with_capacity(given.len());
        for (index, period) in given.iter().enumerate() {
            let code = tidy(&period.code);
            let field = if code.is_empty() { format!("periods[{}]", index + 1) } else { format!("periods.{code}") };
            if fold(&code).is_empty() || code.chars().count() > 60 {
                self.fault(format!("{field}.code"), "write 1 to 60 characters, such as \"2025-T1\"".into());
            }
            if periods.iter().any(|other| fold(&other.code) == fold(&code)) {
                self.fault(format!("{field}.code"), "another period has this code; give each its own".into());
            }
            let mut name = code.clone();
            self.text(&format!("{field}.name"), period.name.as_deref(), &mut name);
            let mut series = String::new();
            self.text(&format!("{field}.series"), Some(&period.series), &mut series);
            let dates = self.dates(&field, period);
            periods.push(NamedPeriod { code, name, series, dates });
        }
        self.overlaps(&periods);
        periods
    }

    fn dates(&mut self, field: &str, period: &Period) -> Vec<PeriodDates> {
        let field = format!("{field}.dates");
        let mut all: Vec<PeriodDates> = Vec::new();
        if period.dates.is_empty() {
            self.fault(&field, "write at least one { from = …, to = … }".into());
        }
        for dates in &period.dates {
            let territory = dates.territory.as_deref().and_then(Territory::from_code);
            if let (Some(given), None) = (&dates.territory, territory) {
                self.fault(&field, format!("\"{given}\" is no territory; write \"local\" or \"foranea\", or none"));
                continue;
            }
            if all.iter().any(|other| other.territory == territory) {
                let whose = territory.map_or("every territory", Territory::code);
                self.fault(&field, format!("dates of {whose} come twice; leave one"));
            }
            let (Some(from), Some(to)) = (self.day(&field, &dates.from), self.day(&field, &dates.to)) else { continue };
            if to < from {
                self.fault(&field, format!("{from} lies after {to}; from is the first day, to the last"));
            }
            all.push(PeriodDates { territory, from, to });
        }
        all
    }

    fn day(&mut self, field: &str, date: &Date) -> Option<Day> {
        let text = date.to_string();
        let day = Day::parse(&text).filter(|day| (Day::MIN..=Day::MAX).contains(day));
        if day.is_none() {
            self.fault(field, format!("{text} is no day; write one such as 2025-03-31"));
        }
        day
    }

    /// In one series a branch is in one period at a time, whatever its territory: each follows the one before (rule 7).
    fn overlaps(&mut self, periods: &[NamedPeriod]) {
        for (index, period) in periods.iter().enumerate() {
            for other in periods[..index].iter().filter(|other| other.series == period.series) {
                let shared =
                    [Some(Territory::Local), Some(Territory::Foranea), None].into_iter().find_map(|territory| {
                        let (a, b) = period.days_for(territory).zip(other.days_for(territory))?;
                        let (from, to) = (a.0.max(b.0), a.1.min(b.1));
                        (from <= to).then_some((territory, from, to))
                    });
                if let Some((territory, from, to)) = shared {
                    let whose = territory.map_or("branches without territory", Territory::code);
                    let words = format!(
                        "{from} to {to} are also days of {} (series {}, {whose}); end one before the other starts, or \
                         put them in different series",
                        other.code, period.series
                    );
                    self.fault(format!("periods.{}.dates", period.code), words);
                }
            }
        }
    }
}
