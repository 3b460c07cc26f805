//! What settings must hold. Every fault is collected: a person corrects a file once.

use std::fmt;

use jiff::tz::TimeZone;

use super::file::{Date, Period};
use crate::{
    contract::read_percent,
    domain::{
        BandLimits, BaseLayer, Day, NamedPeriod, PeriodDates, Territory,
        text::{fold, slug, tidy},
    },
};

/// A value that cannot be: which, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Key of the settings file; of a period's form without `periods.CODE.`.
    pub field: String,
    /// What is wrong, for interfaces that have their own words.
    pub code: &'static str,
    /// What the code speaks of, where it does.
    pub detail: String,
    /// The same in English.
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

    fn fault(&mut self, field: impl Into<String>, code: &'static str, words: String) {
        self.fault_of(field, code, String::new(), words);
    }

    fn fault_of(&mut self, field: impl Into<String>, code: &'static str, detail: String, words: String) {
        self.0.push(Fault { field: field.into(), code, detail, words });
    }

    pub fn text(&mut self, field: &str, given: Option<&str>, slot: &mut String) {
        let Some(text) = given.map(tidy) else { return };
        if fold(&text).is_empty() || text.chars().count() > 100 {
            self.fault(field, "length", format!("\"{text}\" has to have 1 to 100 characters"));
        }
        if text.chars().any(char::is_control) {
            self.fault(field, "control", format!("{text:?} has to do without control characters"));
        }
        *slot = text;
    }

    pub fn language(&mut self, given: Option<&str>, slot: &mut String) {
        let Some(language) = given else { return };
        if !["es", "en"].contains(&language) {
            let words = format!("\"{language}\" is not spoken; write \"es\" or \"en\"");
            self.fault("language", "language", words);
        }
        language.clone_into(slot);
    }

    pub fn time_zone(&mut self, given: Option<&str>, slot: &mut String) {
        let Some(zone) = given else { return };
        match TimeZone::get(zone) {
            Ok(known) => known.iana_name().unwrap_or(zone).clone_into(slot),
            Err(_) => self.fault(
                "time_zone",
                "time_zone",
                format!("\"{zone}\" is no IANA time zone; write one such as \"America/Monterrey\""),
            ),
        }
    }

    pub fn kind(&mut self, given: Option<&str>, kinds: &[String], slot: &mut Option<String>) {
        let Some(given) = given else { return };
        let code = slug(given);
        if !code.is_empty() && !kinds.is_empty() && !kinds.contains(&code) {
            let known = kinds.join(", ");
            let words = format!("there are no supervisions of kind \"{given}\"; write one of: {known}");
            self.fault_of("default_kind", "kind", known, words);
        }
        *slot = Some(code).filter(|code| !code.is_empty());
    }

    /// The layer of a form; a file's is checked as the file is read.
    pub fn base_layer(&mut self, code: &str, slot: &mut BaseLayer) {
        match super::file::layers().into_iter().find(|(of, _)| *of == code) {
            Some((_, layer)) => *slot = layer,
            None => self.fault("base_layer", "base_layer", format!("\"{code}\" is no layer")),
        }
    }

    pub fn percent(&mut self, field: &str, given: Option<f64>, slot: &mut u16) {
        let Some(percent) = given else { return };
        let hundredths = percent * 100.0;
        if !(0.0..=10_000.0).contains(&hundredths) || (hundredths - hundredths.round()).abs() > 1e-6 {
            self.no_percent(field, &percent.to_string());
            return;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
        {
            *slot = hundredths.round() as u16;
        }
    }

    /// As [`Checks::percent`], of what a person typed.
    pub fn percent_text(&mut self, field: &str, text: &str, slot: &mut u16) {
        match read_percent(text) {
            Some(hundredths) => *slot = hundredths,
            None => self.no_percent(field, text),
        }
    }

    fn no_percent(&mut self, field: &str, given: &str) {
        self.fault(field, "percent", format!("{given} is no percent; write 0 to 100 with at most two decimals"));
    }

    /// A count that a person typed.
    pub fn count_text(&mut self, field: &str, text: &str, slot: &mut u32) {
        match text.trim().parse() {
            Ok(count) if count <= 1_000_000 => *slot = count,
            _ => self.fault(field, "count", format!("\"{text}\" is no number; write 0 to 1000000")),
        }
    }

    pub fn bands(&mut self, bands: BandLimits) {
        if bands.excelente < bands.bueno || bands.bueno < bands.regular {
            let words = "the limits must fall: excelente at least bueno, bueno at least regular";
            self.fault("bands", "bands", words.into());
        }
    }

    /// Indices of areas by their names, rising.
    pub fn areas(&mut self, given: &[String], known: &[String]) -> Vec<u16> {
        let mut areas = Vec::with_capacity(given.len());
        for name in given {
            match known.iter().position(|area| fold(area) == fold(name)).map(u16::try_from) {
                Some(Ok(area)) => areas.push(area),
                _ => {
                    let words = format!("there is no area \"{name}\"; write its name as pages show it");
                    self.fault_of("critical_areas", "area", name.clone(), words);
                }
            }
        }
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    pub fn periods(&mut self, given: &[Period]) -> Vec<NamedPeriod> {
        let mut periods: Vec<NamedPeriod> = Vec::with_capacity(given.len());
        for (index, period) in given.iter().enumerate() {
            let code = tidy(&period.code);
            let field = if code.is_empty() { format!("periods[{}]", index + 1) } else { format!("periods.{code}") };
            self.code(&format!("{field}.code"), &code, &periods);
            let mut name = code.clone();
            self.text(&format!("{field}.name"), period.name.as_deref(), &mut name);
            let mut series = String::new();
            self.text(&format!("{field}.series"), Some(&period.series), &mut series);
            let dates = self.dates(&format!("{field}.dates"), period);
            periods.push(NamedPeriod { code, name, series, dates });
        }
        for (index, period) in periods.iter().enumerate() {
            self.overlaps(&format!("periods.{}.dates", period.code), period, &periods[..index]);
        }
        periods
    }

    /// A period's code, which no other may have.
    pub fn code(&mut self, field: &str, code: &str, others: &[NamedPeriod]) {
        if fold(code).is_empty() || code.chars().count() > 60 {
            self.fault(field, "code", "write 1 to 60 characters, such as \"2025-T1\"".into());
        }
        if code.chars().any(char::is_control) {
            self.fault(field, "control", format!("{code:?} has to do without control characters"));
        }
        if others.iter().any(|other| fold(&other.code) == fold(code)) {
            self.fault(field, "code_taken", "another period has this code; give each its own".into());
        }
    }

    fn dates(&mut self, field: &str, period: &Period) -> Vec<PeriodDates> {
        let mut all: Vec<PeriodDates> = Vec::new();
        if period.dates.is_empty() {
            self.no_dates(field);
        }
        for dates in &period.dates {
            let territory = dates.territory.as_deref().and_then(Territory::from_code);
            if let (Some(given), None) = (&dates.territory, territory) {
                let words = format!("\"{given}\" is no territory; write \"local\" or \"foranea\", or none");
                self.fault(field, "territory", words);
                continue;
            }
            if all.iter().any(|other| other.territory == territory) {
                let whose = territory.map_or("every territory", Territory::code);
                self.fault(field, "dates_twice", format!("dates of {whose} come twice; leave one"));
            }
            all.extend(self.span(territory, (field, &dates.from), (field, &dates.to)));
        }
        all
    }

    pub fn no_dates(&mut self, field: &str) {
        self.fault(field, "no_dates", "write at least one { from = …, to = … }".into());
    }

    /// First and last day of a period in a territory; each with its field.
    pub fn span(
        &mut self,
        territory: Option<Territory>,
        from: (&str, &Date),
        to: (&str, &Date),
    ) -> Option<PeriodDates> {
        let (first, last) = (self.day(from.0, from.1), self.day(to.0, to.1));
        let (from, last) = (first?, last?);
        if last < from {
            let words = format!("{from} lies after {last}; from is the first day, to the last");
            self.fault(to.0, "dates_order", words);
        }
        Some(PeriodDates { territory, from, to: last })
    }

    fn day(&mut self, field: &str, date: &Date) -> Option<Day> {
        let text = date.to_string();
        let day = Day::parse(&text).filter(|day| (Day::MIN..=Day::MAX).contains(day));
        if day.is_none() {
            self.fault(field, "day", format!("{text} is no day; write one such as 2025-03-31"));
        }
        day
    }

    /// In one series a branch is in one period at a time, whatever its territory: each follows the one before (rule 7).
    pub fn overlaps(&mut self, field: &str, period: &NamedPeriod, others: &[NamedPeriod]) {
        for other in others.iter().filter(|other| other.series == period.series) {
            let shared = [Some(Territory::Local), Some(Territory::Foranea), None].into_iter().find_map(|territory| {
                let (a, b) = period.days_for(territory).zip(other.days_for(territory))?;
                let (from, to) = (a.0.max(b.0), a.1.min(b.1));
                (from <= to).then_some((territory, from, to))
            });
            if let Some((territory, from, to)) = shared {
                let whose = territory.map_or("branches without territory", Territory::code);
                let words = format!(
                    "{from} to {to} are also days of {} (series {}, {whose}); end one before the other starts, or put \
                     them in different series",
                    other.code, period.series
                );
                self.fault_of(field, "overlap", format!("{from} {to} {}", other.name), words);
            }
        }
    }
}
