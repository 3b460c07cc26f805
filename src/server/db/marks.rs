//! What signing in must remember: marks of what may be used once, and failed attempts.

use jiff::Timestamp;
use sqlx::Row;

use super::{Db, StoreError, writer::instant};

/// What attempts under one key, an account or an address, have left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Seconds at `last`; each second that passes takes one of it.
    pub debt: i64,
    /// The last attempt. Whole seconds count.
    pub last: Timestamp,
}

impl Db {
    /// Marks a thing as used until an instant; false when it was used before. One caller of many at once gets true.
    ///
    /// # Errors
    /// The database's.
    pub async fn use_once(&self, key: &str, until: Timestamp) -> Result<bool, StoreError> {
        let sql = "INSERT INTO marks (key, expires_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
        let done = sqlx::query(sql).bind(key.to_owned()).bind(instant(until)).execute(&self.sessions).await?;
        Ok(done.rows_affected() > 0)
    }

    /// The debt under a key, as it was when it was last added to.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempts(&self, key: &str) -> Result<Option<Attempts>, StoreError> {
        let sql = "SELECT debt, last_at FROM attempts WHERE key = $1";
        let row = sqlx::query(sql).bind(key.to_owned()).fetch_optional(&self.sessions).await?;
        row.map(|row| {
            let last = row.try_get::<String, _>("last_at")?.parse().map_err(|_| StoreError::Corrupt("attempt"))?;
            Ok(Attempts { debt: row.try_get("debt")?, last })
        })
        .transpose()
    }

    /// Counts an attempt, before it is known how it ends: what stands under the key is `new` in place of `old`. False when
    /// it was no longer `old`: another attempt came first, and nothing is changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn count_attempt(&self, key: &str, old: Option<Attempts>, new: Attempts) -> Result<bool, StoreError> {
        let query = match old {
            None => sqlx::query(
                "INSERT INTO attempts (key, debt, last_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
            ),
            Some(_) => {
                sqlx::query("UPDATE attempts SET debt = $2, last_at = $3 WHERE key = $1 AND debt = $4 AND last_at = $5")
            }
        };
        let mut query = query.bind(key.to_owned()).bind(new.debt).bind(instant(new.last));
        if let Some(old) = old {
            query = query.bind(old.debt).bind(instant(old.last));
        }
        Ok(query.execute(&self.sessions).await?.rows_affected() > 0)
    }

    /// Takes an attempt's debt back: it did not fail.
    ///
    /// # Errors
    /// The database's.
    pub async fn uncount_attempt(&self, key: &str, debt: i64) -> Result<(), StoreError> {
        let sql = "UPDATE attempts SET debt = CASE WHEN debt > $2 THEN debt - $2 ELSE 0 END WHERE key = $1";
        sqlx::query(sql).bind(key.to_owned()).bind(debt).execute(&self.sessions).await?;
        Ok(())
    }

    /// Forgets the attempts under a key: one succeeded.
    ///
    /// # Errors
    /// The database's.
    pub async fn clear_attempts(&self, key: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM attempts WHERE key = $1").bind(key.to_owned()).execute(&self.sessions).await?;
        Ok(())
    }

    /// Forgets marks that have expired, and attempts before an instant.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep_marks(&self, now: Timestamp, attempts_before: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM marks WHERE expires_at <= $1").bind(instant(now)).execute(&self.sessions).await?;
        sqlx::query("DELETE FROM attempts WHERE last_at < $1")
            .bind(instant(attempts_before))
            .execute(&self.sessions)
            .await?;
        Ok(())
    }
}
