//! Reading the log: a page of it, and all of it as CSV. An organization's administrators see its own entries and no others.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::{Stream, stream};
use jiff::{Timestamp, civil::Time};
use serde_json::Value;

use super::{Act, Record, ServerError, Services, StoreError, instant};
use crate::{
    contract::{AUDIT_PER_PAGE, AuditAgent, AuditChange, AuditEntry, AuditFilter, AuditPage},
    domain::{
        Action, Day,
        access::audit::{Agent, Linked},
    },
    server::{
        db::{AuditPlace, AuditQuery},
        import::rejects::harmless,
        services::{Desk, device::device},
    },
};

/// Entries of a CSV that are read at once.
const BATCH: u32 = 1_000;

impl Desk {
    /// `/administracion/auditoria`.
    ///
    /// # Errors
    /// When the role does not read the log, or the query is wrong.
    pub async fn audit_page(&self, query: &str) -> Result<AuditPage, ServerError> {
        self.must(Action::Audit)?;
        let filter = AuditFilter::parse(query)?;
        let asked = self.asked(&filter)?;
        let mut place = match (filter.below, filter.above) {
            (Some(number), _) => AuditPlace::Below(number),
            (None, Some(number)) => AuditPlace::Above(number),
            (None, None) => AuditPlace::Newest,
        };
        // One more than is shown tells whether there are others on that side.
        let mut entries = self.db().audit(&asked, place, AUDIT_PER_PAGE + 1).await?;
        if matches!(place, AuditPlace::Above(_)) && entries.len() <= AUDIT_PER_PAGE as usize {
            // The newest are reached: a whole page of them.
            place = AuditPlace::Newest;
            entries = self.db().audit(&asked, place, AUDIT_PER_PAGE + 1).await?;
        }
        let more = entries.len() > AUDIT_PER_PAGE as usize;
        let upwards = matches!(place, AuditPlace::Above(_));
        if more {
            if upwards {
                entries.remove(0);
            } else {
                entries.pop();
            }
        }
        let first = entries.first().map(|linked| linked.entry.number);
        let last = entries.last().map(|linked| linked.entry.number);
        let (newer, older) = match place {
            AuditPlace::Newest => (None, last.filter(|_| more)),
            // Where the page came from there is the entry that was named.
            AuditPlace::Below(number) => (first.or(Some(number.saturating_sub(1))), last.filter(|_| more)),
            AuditPlace::Above(_) => (first, last),
        };
        let person = filter.person.and_then(|_| entries.first().map(|linked| linked.entry.name.clone()));
        Ok(AuditPage {
            entries: entries.iter().map(|linked| self.audit_entry(linked)).collect(),
            older,
            newer,
            filter,
            person,
        })
    }

    /// The log as CSV, newest first, of all entries that the filter leaves; itself an entry, written first.
    ///
    /// # Errors
    /// When the role does not read the log, the query is wrong, or the reading could not be recorded.
    pub async fn audit_csv(
        &self,
        query: &str,
    ) -> Result<impl Stream<Item = Result<Bytes, StoreError>> + Send + use<>, ServerError> {
        self.must(Action::Audit)?;
        let filter = AuditFilter::parse(query)?;
        let asked = self.asked(&filter)?;
        let record = Record::of(Act::Export, "/administracion/auditoria.csv");
        self.services().record(self.caller(), Some(self.organization()), record).await?;
        let desk = self.clone();
        let start = Some(AuditPlace::Newest);
        Ok(stream::try_unfold(start, move |place| {
            let (desk, asked) = (desk.clone(), asked.clone());
            async move {
                let Some(place) = place else { return Ok(None) };
                let entries = desk.db().audit(&asked, place, BATCH).await?;
                let next = match entries.last() {
                    Some(last) if entries.len() == BATCH as usize => Some(AuditPlace::Below(last.entry.number)),
                    _ => None,
                };
                let head = place == AuditPlace::Newest;
                let bytes = csv(&desk, head, &entries).map_err(|_| StoreError::Corrupt("text"))?;
                Ok(Some((bytes, next)))
            }
        }))
    }

    /// What the store is asked; days are those of the organization's zone.
    fn asked(&self, filter: &AuditFilter) -> Result<AuditQuery, ServerError> {
        let midnight = |day: Day| {
            let zoned = day.date().to_datetime(Time::midnight()).to_zoned(self.zone());
            zoned.map(|zoned| instant(zoned.timestamp())).map_err(|error| ServerError::Other(error.into()))
        };
        Ok(AuditQuery {
            organization: Some(self.organization().to_owned()),
            from: filter.from.map(midnight).transpose()?,
            until: filter.until.map(|day| midnight(day.plus(1))).transpose()?,
            act: filter.act,
            person: filter.person,
            text: filter.text.clone(),
        })
    }

    fn audit_entry(&self, linked: &Linked) -> AuditEntry {
        let entry = &linked.entry;
        let (browser, system) = device(&entry.device);
        AuditEntry {
            number: entry.number,
            local: self.audit_time(&entry.at),
            agent: match entry.agent {
                Agent::Anyone => AuditAgent::Anyone,
                Agent::Person(id) => AuditAgent::Person(id),
                Agent::Key(id) => AuditAgent::Key(id),
                Agent::System => AuditAgent::System,
            },
            name: entry.name.clone(),
            act: entry.act,
            target: entry.target.clone(),
            outcome: entry.outcome,
            address: entry.address.clone(),
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            device: entry.device.clone(),
            correlation: entry.correlation.clone(),
            changes: changes(entry.before.as_deref(), entry.after.as_deref()),
        }
    }

    fn audit_time(&self, at: &str) -> String {
        let local =
            at.parse::<Timestamp>().map(|at| at.to_zoned(self.zone()).strftime("%Y-%m-%dT%H:%M:%S").to_string());
        local.unwrap_or_else(|_| at.to_owned())
    }
}

impl Services {
    /// The newest entries of an organization, or of none; for commands, not for doors.
    ///
    /// # Errors
    /// The database's.
    pub async fn newest_audit(&self, organization: Option<&str>, limit: u32) -> Result<Vec<Linked>, StoreError> {
        let asked = AuditQuery { organization: organization.map(str::to_owned), ..AuditQuery::default() };
        self.db().audit(&asked, AuditPlace::Newest, limit).await
    }
}

fn csv(desk: &Desk, head: bool, entries: &[Linked]) -> Result<Bytes, csv::Error> {
    // Spreadsheets tell UTF-8 by its mark.
    let start = if head { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
    if head {
        csv.write_record([
            "number",
            "at",
            "local",
            "agent",
            "agent_id",
            "name",
            "action",
            "target",
            "outcome",
            "address",
            "device",
            "correlation",
            "before",
            "after",
            "hash",
        ])?;
    }
    for Linked { entry, hash, .. } in entries {
        let cells = [
            &entry.number.to_string(),
            &entry.at,
            &desk.audit_time(&entry.at),
            entry.agent.code(),
            &entry.agent.id().map(|id| id.to_string()).unwrap_or_default(),
            &entry.name,
            entry.act.code(),
            &entry.target,
            entry.outcome.code(),
            &entry.address,
            &entry.device,
            &entry.correlation,
            entry.before.as_deref().unwrap_or_default(),
            entry.after.as_deref().unwrap_or_default(),
            hash,
        ];
        csv.write_record(cells.map(harmless))?;
    }
    csv.into_inner().map(Bytes::from).map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

/// What differs, field by field.
fn changes(before: Option<&str>, after: Option<&str>) -> Vec<AuditChange> {
    let (before, after) = (fields(before), fields(after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| AuditChange {
        field: name.clone(),
        before: before.get(name).cloned(),
        after: after.get(name).cloned(),
    };
    // Where there was nothing, an empty list and a "no" are nothing too.
    let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty() && text != "false");
    let differs = |change: &AuditChange| match (&change.before, &change.after) {
        (Some(before), Some(after)) => before != after,
        (before, after) => some(before).or(some(after)).is_some(),
    };
    names.into_iter().map(change).filter(differs).collect()
}

/// The fields of a JSON text by name, those of inner objects by both names.
fn fields(text: Option<&str>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(text) = text {
        match serde_json::from_str(text) {
            Ok(value) => collect("", &value, &mut found),
            Err(_) => drop(found.insert(String::new(), text.to_owned())),
        }
    }
    found
}

fn collect(name: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let text = match value {
        Value::Object(fields) => {
            for (inner, value) in fields {
                let name = if name.is_empty() { inner.clone() } else { format!("{name}.{inner}") };
                collect(&name, value, found);
            }
            return;
        }
        Value::Null => return,
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            values.iter().map(text).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    found.insert(name.to_owned(), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stayed_is_no_change() {
        let before = r#"{"role":"viewer","scope":{"groups":["norte","sur"],"whole":false},"name":"Ana"}"#;
        let after = r#"{"role":"director","scope":{"groups":[],"whole":false},"name":"Ana","note":null}"#;
        let told: Vec<_> =
            changes(Some(before), Some(after)).into_iter().map(|c| (c.field, c.before, c.after)).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("role".to_owned(), text("viewer"), text("director")),
                ("scope.groups".to_owned(), text("norte, sur"), text("")),
            ]
        );
        assert_eq!(changes(None, Some("3")), [AuditChange { field: String::new(), before: None, after: text("3") }]);
        assert_eq!(changes(None, None), []);
        assert_eq!(changes(None, Some(r#"{"whole":false,"groups":[],"n":0}"#)).len(), 1);
    }
}
