//! `/administracion/auditoria`: the audit log as administrators read it.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Day, Filter, FilterError,
    access::audit::{Act, Outcome},
    filter::FilterReason,
};

/// Entries on a page of the log.
pub const AUDIT_PER_PAGE: u32 = 50;

/// Which entries are asked for, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// `desde`: the first day, in the organization's zone.
    pub from: Option<Day>,
    /// `hasta`: the last day.
    pub until: Option<Day>,
    /// `accion`.
    pub act: Option<Act>,
    /// `persona`: by this person, by number.
    pub person: Option<i64>,
    /// `texto`: in names, targets, addresses and correlation ids.
    pub text: Option<String>,
    /// `antes`: entries older than this one.
    pub below: Option<i64>,
    /// `despues`: entries newer than this one.
    pub above: Option<i64>,
}

impl AuditFilter {
    /// Takes a query string (without `?`) apart; a filter of figures that navigation brought along is let through.
    ///
    /// # Errors
    /// Names the first parameter that is malformed.
    pub fn parse(query: &str) -> Result<Self, FilterError> {
        let (_, own) = Filter::split_query(query)?;
        let mut filter = Self::default();
        for (field, value) in own {
            let value = value.trim().to_owned();
            if value.is_empty() {
                continue;
            }
            let number = value.parse::<i64>().ok().filter(|number| *number > 0);
            let known = match field.as_str() {
                "desde" => Day::parse(&value).map(|day| filter.from = Some(day)),
                "hasta" => Day::parse(&value).map(|day| filter.until = Some(day)),
                "accion" => Act::from_code(&value).map(|act| filter.act = Some(act)),
                "persona" => number.map(|number| filter.person = Some(number)),
                "texto" => (value.chars().count() <= Filter::MAX_CHARS).then(|| filter.text = Some(value.clone())),
                "antes" => number.map(|number| filter.below = Some(number)),
                "despues" => number.map(|number| filter.above = Some(number)),
                _ => Some(()),
            };
            known.ok_or(FilterError { field, value, reason: FilterReason::Malformed })?;
        }
        Ok(filter)
    }

    /// Whether its first day lies after its last: no day fits.
    #[must_use]
    pub fn reversed(&self) -> bool {
        self.from.zip(self.until).is_some_and(|(from, until)| from > until)
    }

    /// Whether it leaves entries out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Self { below: None, above: None, ..self.clone() } == Self::default()
    }
}

/// A page of the log, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    /// Number to ask the next, older page `antes` of.
    pub older: Option<i64>,
    /// Number to ask the page before, a newer one, `despues` of.
    pub newer: Option<i64>,
    /// As it was understood.
    pub filter: AuditFilter,
    /// Name of the person that the filter names, as an entry has it.
    pub person: Option<String>,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAgent {
    Anyone,
    /// A person, by number.
    Person(i64),
    /// A program by its API key.
    Key(i64),
    /// The server, or who runs its commands.
    System,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub number: i64,
    /// As a clock in the organization's zone shows it, `YYYY-MM-DDTHH:MM:SS`.
    pub local: String,
    pub agent: AuditAgent,
    /// What the agent was called then.
    pub name: String,
    pub act: Act,
    /// On what; empty for what has no object.
    pub target: String,
    pub outcome: Outcome,
    pub address: String,
    /// Browser and system, where they are known.
    pub browser: Option<String>,
    pub system: Option<String>,
    /// What the browser or program called itself.
    pub device: String,
    pub correlation: String,
    /// What differs between before and after.
    pub changes: Vec<AuditChange>,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    /// Name of the field, `scope.groups` within another; empty when the whole is one value.
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read() {
        let query = "desde=2026-01-02&hasta=&accion=sign_in&persona=7&texto=L%C3%B3pez+1&antes=90&year=2025&lang=es";
        let filter = AuditFilter::parse(query).unwrap();
        let read = AuditFilter {
            from: Day::parse("2026-01-02"),
            act: Some(Act::SignIn),
            person: Some(7),
            text: Some("López 1".into()),
            below: Some(90),
            ..AuditFilter::default()
        };
        assert_eq!(filter, read);
        assert!(!filter.is_empty());
        assert!(AuditFilter::parse("antes=4&lang=en").unwrap().is_empty());
        for (query, reversed) in [("desde=2026-01-02", false), ("hasta=2026-01-02", false)] {
            assert_eq!(AuditFilter::parse(query).unwrap().reversed(), reversed, "{query}");
        }
        assert!(AuditFilter::parse("desde=2026-01-03&hasta=2026-01-02").unwrap().reversed());
        assert!(!AuditFilter::parse("desde=2026-01-02&hasta=2026-01-02").unwrap().reversed());
        for wrong in ["desde=ayer", "hasta=2026-02-30", "accion=baila", "persona=x", "antes=-1"] {
            assert_eq!(AuditFilter::parse(wrong).unwrap_err().reason, FilterReason::Malformed, "{wrong}");
        }
    }
}
