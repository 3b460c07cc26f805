//! What the audit log tells of `falcon import`.

use serde_json::{Value, json};

use crate::{
    contract::ImportCounts,
    domain::access::audit::{Act, Agent},
    server::{
        config::Config,
        db::Db,
        import::cli::Noted,
        services::{
            audit::{self, Log, Record},
            keyring::Keyring,
        },
        state::{Clock as _, SystemClock},
    },
};

/// What the log calls who runs it.
const COMMAND: &str = "falcon import";

/// Records what the command does with files of these names in an organization (slug).
///
/// # Errors
/// The settings', and the store's.
pub async fn note(db: &Db, config: &Config, organization: &str, files: &str, noted: Noted) -> anyhow::Result<()> {
    let keyring = Keyring::open(config.security.secret.as_ref(), db.folder())?;
    // Without the services: they would read all the data first.
    let log = Log { db, chain: &audit::keys(&config.audit, &keyring), now: SystemClock.now() };
    let record = recorded(files, noted).by(COMMAND);
    log.write_down(Agent::System, Some(organization), record, Default::default()).await?;
    Ok(())
}

/// An import of files of these names, as the log tells of it.
pub(super) fn recorded(files: &str, noted: Noted) -> Record {
    let record = Record::of(Act::Import, files);
    match noted {
        Noted::Begun => record.changed(None, json!({"begun": true})),
        Noted::Taken(counts, version) => record.changed(None, taken(&counts, version)),
        Noted::Failed => record.failed(),
    }
}

fn taken(counts: &ImportCounts, version: i64) -> Value {
    let ImportCounts { inserted, updated, rejected, .. } = counts;
    json!({"inserted": inserted, "updated": updated, "rejected": rejected, "data_version": version})
}
