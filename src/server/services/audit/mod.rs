//! The audit log: what was done is recorded, read by administrators, kept for a while, and verified.
//!
//! Whoever does something worth an entry calls [`Services::record`] with the caller. Changes are recorded when they are
//! made; when the log cannot be written an act that is [`binding`](Act::binding) is answered with an error, so that nobody
//! comes in and nothing is taken away unseen, and the server's own log holds the entry in its place. Everything else, what
//! was refused or ended, goes on: an error there would only tell the wrong person.

mod door;
mod keep;
mod page;

pub use door::About;
pub use keep::{Trust, Verdict};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

use super::{Caller, Services, Who, keyring::Keyring};
use crate::{
    contract::AppError,
    domain::access::audit::{Act, Agent, Entry, Outcome},
    server::{
        config,
        db::{Appended, Db, StoreError},
        error::ServerError,
        proof::{chain::Keys, seal},
    },
};

/// Characters of a name and of a target, bytes of JSON that are kept.
const NAME: usize = 200;
const TARGET: usize = 500;
const JSON: usize = 16 << 10;

/// What is to be recorded, beside who asked and from where.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub act: Act,
    /// On what: a name that people know it by.
    pub target: String,
    pub outcome: Outcome,
    /// Name of who did it, where the caller is not a person whom the store knows: of an API key, or the known login of a
    /// sign-in that was refused. (Never what somebody typed: people type passwords there.)
    pub name: Option<String>,
    /// What it was and what it became. Fields that hold secrets are blotted out.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

impl Record {
    /// Something that was done.
    #[must_use]
    pub fn of(act: Act, target: impl Into<String>) -> Self {
        Self { act, target: target.into(), outcome: Outcome::Ok, name: None, before: None, after: None }
    }

    /// It was not allowed.
    #[must_use]
    pub fn refused(mut self) -> Self {
        self.outcome = Outcome::Refused;
        self
    }

    /// It was tried and did not succeed.
    #[must_use]
    pub fn failed(mut self) -> Self {
        self.outcome = Outcome::Failed;
        self
    }

    /// By this name.
    #[must_use]
    pub fn by(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// From this to that.
    #[must_use]
    pub fn changed(mut self, before: impl Into<Option<Value>>, after: impl Into<Option<Value>>) -> Self {
        (self.before, self.after) = (before.into(), after.into());
        self
    }
}

/// The keys of the chain: the log's own secret or the server's, and those before.
pub(super) fn keys(audit: &config::Audit, keyring: &Keyring) -> Keys {
    let derive = |secret: &config::Secret| seal::derive(secret.reveal().as_bytes(), "audit");
    let before = audit.key_before.as_ref().map(derive);
    let mut former: Vec<&[u8]> = before.iter().map(<[u8; 32]>::as_slice).collect();
    match audit.key.as_ref().map(derive) {
        Some(own) => {
            former.push(&keyring.audit);
            Keys::new(Some(&own), &former)
        }
        None => Keys::new(Some(&keyring.audit), &former),
    }
}

impl Services {
    /// Records what a caller did in an organization (slug; `None`: in none).
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when a binding act could not be recorded: the caller is then told that it was not done,
    /// and who can undoes it.
    pub async fn record(&self, caller: &Caller, organization: Option<&str>, record: Record) -> Result<(), ServerError> {
        let agent = match caller.who {
            Who::Anyone => Agent::Anyone,
            Who::Person(id) => Agent::Person(id),
            Who::Key(id) => Agent::Key(id),
        };
        let mut record = record;
        if let (None, Who::Person(id)) = (&record.name, caller.who) {
            record.name = self.db().person(id).await.ok().flatten().map(|person| person.name);
        }
        let from = [caller.address.to_string(), caller.correlation.to_string(), caller.device.to_string()];
        self.write_down(agent, organization, record, from).await
    }

    /// Records what the server did by itself, or who runs its commands.
    ///
    /// # Errors
    /// As [`Services::record`].
    pub async fn record_system(&self, organization: Option<&str>, record: Record) -> Result<(), ServerError> {
        self.write_down(Agent::System, organization, record, Default::default()).await
    }

    async fn write_down(
        &self,
        agent: Agent,
        organization: Option<&str>,
        record: Record,
        from: [String; 3],
    ) -> Result<(), ServerError> {
        let log = Log { db: self.db(), chain: &self.inner.chain, now: self.now() };
        log.write_down(agent, organization, record, from).await
    }
}

/// The log alone, without the services around it.
pub(super) struct Log<'a> {
    pub db: &'a Db,
    pub chain: &'a Keys,
    pub now: Timestamp,
}

impl Log<'_> {
    /// # Errors
    /// As [`Services::record`].
    pub async fn write_down(
        &self,
        agent: Agent,
        organization: Option<&str>,
        record: Record,
        [address, correlation, device]: [String; 3],
    ) -> Result<(), ServerError> {
        let entry = Entry {
            number: 0,
            at: instant(self.now),
            organization: organization.map(str::to_owned),
            agent,
            name: plain(record.name.as_deref().unwrap_or_default(), NAME),
            act: record.act,
            target: plain(&record.target, TARGET),
            outcome: record.outcome,
            address,
            correlation: plain(&correlation, NAME),
            device: plain(&device, NAME),
            before: record.before.map(json),
            after: record.after.map(json),
        };
        let told = match self.db.append_audit(entry.clone(), self.chain).await {
            Ok(Appended::As(_)) => return Ok(()),
            Ok(Appended::ForeignHead) => {
                "its head is not sealed by this server's secret: FALCON_SECRET or FALCON_AUDIT_KEY differs from the one \
                 before (then FALCON_AUDIT_KEY_BEFORE names that one; FALCON_AUDIT_KEY_BEFORE_FILE=(data folder)/secret \
                 where a command that was not told the secret made its own), or somebody altered it"
                    .to_owned()
            }
            Err(error) => error.to_string(),
        };
        // In the entry's place.
        tracing::error!(error = told, ?entry, "the audit log could not be written");
        if record.act.binding() { Err(AppError::Unavailable.into()) } else { Ok(()) }
    }
}

/// An instant as the log has it: always as many characters, so that text compares as time does.
fn instant(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Without control characters, and cut: what comes from outside stays on its line.
fn plain(text: &str, most: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect::<String>().trim().to_owned()
}

/// As text, without secrets, and not without end.
fn json(mut value: Value) -> String {
    blot(&mut value);
    let text = value.to_string();
    if text.len() > JSON { format!(r#"{{"too_long":{}}}"#, text.len()) } else { text }
}

/// Words of fields whose text is nobody's to read.
const SECRET: [&str; 6] = ["password", "secret", "token", "hash", "csrf", "recovery"];

fn blot(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let secret = SECRET.iter().any(|word| name.to_lowercase().contains(word));
                match value {
                    Value::Bool(_) | Value::Null => {}
                    _ if secret => *value = Value::String("…".into()),
                    _ => blot(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blot),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    use super::json as text_of;

    #[test]
    fn instants_are_of_one_length() {
        let text = |text: &str| instant(text.parse().unwrap());
        assert_eq!(text("2026-11-01T12:00:00Z"), "2026-11-01T12:00:00.000Z");
        assert_eq!(text("2026-11-01T12:00:00.98765Z"), "2026-11-01T12:00:00.987Z");
    }

    #[test]
    fn secrets_are_blotted_out_and_long_values_left_out() {
        let told = text_of(json!({"name": "x", "new_password": "hunter2", "all": [{"Token": "t"}], "password": true}));
        assert_eq!(told, r#"{"all":[{"Token":"…"}],"name":"x","new_password":"…","password":true}"#);
        assert_eq!(text_of(json!("x".repeat(JSON))), format!(r#"{{"too_long":{}}}"#, JSON + 2));
        assert_eq!(plain(" a\0b\nc ", 4), "a b");
    }

    #[test]
    fn a_record_is_built_word_by_word() {
        let record = Record::of(Act::KeyMade, "k").failed().by("Ana").changed(None, json!(1));
        assert_eq!((record.outcome, record.name.as_deref()), (Outcome::Failed, Some("Ana")));
        assert_eq!((record.before, record.after), (None, Some(json!(1))));
    }
}
