//! Passkeys: public keys by which people sign in without a password.

use jiff::Timestamp;
use sqlx::{Row, any::AnyRow};

use super::{Db, PersonId, StoreError, writer::instant};

/// Number of a passkey.
pub type PasskeyId = i64;

/// A passkey as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    /// Id of the credential, base64url.
    pub credential: String,
    pub name: String,
    pub made: Timestamp,
    /// When it last opened the door.
    pub used: Option<Timestamp>,
}

/// A passkey as signing in needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPasskey {
    pub id: PasskeyId,
    pub person: PersonId,
    /// What devices know the person by, hex.
    pub handle: String,
    /// Public key, counter and flags: JSON.
    pub key: String,
    pub name: String,
}

impl Db {
    /// What devices know a person by (hex): `fresh`, unless the person has one already.
    ///
    /// # Errors
    /// The database's.
    pub async fn passkey_handle(&self, person: PersonId, fresh: &str) -> Result<String, StoreError> {
        sqlx::query(
            "INSERT INTO passkey_handles (person_id, handle) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING",
        )
        .bind(person)
        .bind(fresh.to_owned())
        .execute(&self.pool)
        .await?;
        let sql = "SELECT handle FROM passkey_handles WHERE person_id = $1";
        Ok(sqlx::query(sql).bind(person).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// A person's passkeys, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
        let sql = "SELECT id, credential, name, created_at, used_at FROM passkeys WHERE person_id = $1 ORDER BY id";
        let rows = sqlx::query(sql).bind(person).fetch_all(&self.pool).await?;
        rows.iter().map(passkey).collect()
    }

    /// Keeps a passkey of a person who has a handle; `None` when somebody has this credential already.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_passkey(
        &self,
        person: PersonId,
        credential: &str,
        key: &str,
        name: &str,
        now: Timestamp,
    ) -> Result<Option<PasskeyId>, StoreError> {
        let sql = "INSERT INTO passkeys (person_id, credential, key, name, created_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (credential) DO NOTHING RETURNING id";
        let row = sqlx::query(sql)
            .bind(person)
            .bind(credential.to_owned())
            .bind(key.to_owned())
            .bind(name.to_owned())
            .bind(instant(now))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The passkey of this credential (base64url of its id).
    ///
    /// # Errors
    /// The database's.
    pub async fn passkey_of_credential(&self, credential: &str) -> Result<Option<HeldPasskey>, StoreError> {
        let sql = "SELECT k.id, k.person_id, h.handle, k.key, k.name FROM passkeys k \
                   JOIN passkey_handles h ON h.person_id = k.person_id WHERE k.credential = $1";
        let row = sqlx::query(sql).bind(credential.to_owned()).fetch_optional(&self.pool).await?;
        row.map(|row| {
            Ok(HeldPasskey {
                id: row.try_get("id")?,
                person: row.try_get("person_id")?,
                handle: row.try_get("handle")?,
                key: row.try_get("key")?,
                name: row.try_get("name")?,
            })
        })
        .transpose()
    }

    /// A passkey opened the door and counts on from there. False when it is gone, or was used meanwhile: of two uses that
    /// began from the same count one is a copy's.
    ///
    /// # Errors
    /// The database's.
    pub async fn use_passkey(
        &self,
        id: PasskeyId,
        before: &str,
        after: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE passkeys SET key = $3, used_at = $4 WHERE id = $1 AND key = $2";
        let done = sqlx::query(sql)
            .bind(id)
            .bind(before.to_owned())
            .bind(after.to_owned())
            .bind(instant(now))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Gives one of a person's passkeys another name; false when they have no such one.
    ///
    /// # Errors
    /// The database's.
    pub async fn rename_passkey(&self, person: PersonId, id: PasskeyId, name: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE passkeys SET name = $3 WHERE person_id = $1 AND id = $2";
        let done = sqlx::query(sql).bind(person).bind(id).bind(name.to_owned()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Forgets one of a person's passkeys; false when they have no such one.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_passkey(&self, person: PersonId, id: PasskeyId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM passkeys WHERE person_id = $1 AND id = $2";
        Ok(sqlx::query(sql).bind(person).bind(id).execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Forgets all of a person's passkeys, and says how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_passkeys(&self, person: PersonId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM passkeys WHERE person_id = $1";
        Ok(sqlx::query(sql).bind(person).execute(&self.pool).await?.rows_affected())
    }
}

fn passkey(row: &AnyRow) -> Result<Passkey, StoreError> {
    let read = |text: String| text.parse().map_err(|_| StoreError::Corrupt("instant of a passkey"));
    Ok(Passkey {
        id: row.try_get("id")?,
        credential: row.try_get("credential")?,
        name: row.try_get("name")?,
        made: read(row.try_get("created_at")?)?,
        used: row.try_get::<Option<String>, _>("used_at")?.map(read).transpose()?,
    })
}
