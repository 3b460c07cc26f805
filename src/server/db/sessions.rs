//! Sessions as the database keeps them, where no Redis does.

use jiff::Timestamp;
use sqlx::{Row, any::AnyRow};

use super::{Db, PersonId, StoreError, writer::instant};

/// A session; what its data mean is the web's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// SHA-256 of the id, 64 hex digits: the id itself is never stored.
    pub key: String,
    /// Who has signed in.
    pub person: Option<PersonId>,
    /// JSON.
    pub data: String,
    /// Whole seconds count of each instant.
    pub created: Timestamp,
    pub seen: Timestamp,
    pub expires: Timestamp,
}

impl Db {
    /// Adds a session; false when the key is taken, and nothing is changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn create_session(&self, session: &StoredSession) -> Result<bool, StoreError> {
        let sql = "INSERT INTO sessions (key, person_id, data, created_at, seen_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING";
        let done = sqlx::query(sql)
            .bind(session.key.clone())
            .bind(session.person)
            .bind(session.data.clone())
            .bind(instant(session.created))
            .bind(instant(session.seen))
            .bind(instant(session.expires))
            .execute(&self.sessions)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Writes a session that is there; false when it has ended or expired, and nothing is changed: what a request in flight
    /// writes must not bring a session back. The instant of its making stays.
    ///
    /// # Errors
    /// The database's.
    pub async fn save_session(&self, session: &StoredSession, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE sessions SET person_id = $2, data = $3, seen_at = $4, expires_at = $5 \
                   WHERE key = $1 AND expires_at > $6";
        let done = sqlx::query(sql)
            .bind(session.key.clone())
            .bind(session.person)
            .bind(session.data.clone())
            .bind(instant(session.seen))
            .bind(instant(session.expires))
            .bind(instant(now))
            .execute(&self.sessions)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The session of this key, unless it has expired.
    ///
    /// # Errors
    /// The database's.
    pub async fn session(&self, key: &str, now: Timestamp) -> Result<Option<StoredSession>, StoreError> {
        let sql = "SELECT key, person_id, data, created_at, seen_at, expires_at FROM sessions \
                   WHERE key = $1 AND expires_at > $2";
        let row = sqlx::query(sql).bind(key.to_owned()).bind(instant(now)).fetch_optional(&self.sessions).await?;
        row.map(|row| stored(&row)).transpose()
    }

    /// A person's sessions that have not expired, the one last seen first.
    ///
    /// # Errors
    /// The database's.
    pub async fn sessions_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<StoredSession>, StoreError> {
        let sql = "SELECT key, person_id, data, created_at, seen_at, expires_at FROM sessions \
                   WHERE person_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, key";
        let rows = sqlx::query(sql).bind(person).bind(instant(now)).fetch_all(&self.sessions).await?;
        rows.iter().map(stored).collect()
    }

    /// Ends a session, with `person` only if it is theirs; false when there is no such one.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_session(&self, key: &str, person: Option<PersonId>) -> Result<bool, StoreError> {
        let query = match person {
            None => sqlx::query("DELETE FROM sessions WHERE key = $1").bind(key.to_owned()),
            Some(person) => {
                sqlx::query("DELETE FROM sessions WHERE key = $1 AND person_id = $2").bind(key.to_owned()).bind(person)
            }
        };
        Ok(query.execute(&self.sessions).await?.rows_affected() > 0)
    }

    /// Ends a person's sessions but the one named; says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_sessions_of(&self, person: PersonId, but: Option<&str>) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sessions WHERE person_id = $1 AND key <> $2";
        let but = but.unwrap_or_default().to_owned();
        Ok(sqlx::query(sql).bind(person).bind(but).execute(&self.sessions).await?.rows_affected())
    }

    /// Removes what has expired; says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sessions WHERE expires_at <= $1";
        Ok(sqlx::query(sql).bind(instant(now)).execute(&self.sessions).await?.rows_affected())
    }
}

fn stored(row: &AnyRow) -> Result<StoredSession, StoreError> {
    let at = |column: &str| -> Result<Timestamp, StoreError> {
        row.try_get::<String, _>(column)?.parse().map_err(|_| StoreError::Corrupt("session"))
    };
    Ok(StoredSession {
        key: row.try_get("key")?,
        person: row.try_get("person_id")?,
        data: row.try_get("data")?,
        created: at("created_at")?,
        seen: at("seen_at")?,
        expires: at("expires_at")?,
    })
}
