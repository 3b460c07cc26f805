//! What signing in must remember: marks of what may be used once, and failed attempts.

use jiff::Timestamp;
use sqlx::Row;

use super::{Db, StoreError, writer::instant};

/// Failed attempts under one key, an account or an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    pub count: u32,
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

    /// The attempts that failed under a key since it was last cleared.
    ///
    /// # Errors
    /// The database's.
    pub async fn attempts(&self, key: &str) -> Result<Option<Attempts>, StoreError> {
        let sql = "SELECT count, last_at FROM attempts WHERE key = $1";
        let row = sqlx::query(sql).bind(key.to_owned()).fetch_optional(&self.sessions).await?;
        row.map(|row| {
            let count: i64 = row.try_get("count")?;
            let last = row.try_get::<String, _>("last_at")?.parse().map_err(|_| StoreError::Corrupt("attempt"))?;
            Ok(Attempts { count: u32::try_from(count).unwrap_or(u32::MAX), last })
        })
        .transpose()
    }

    /// Counts one attempt under a key, before it is known how it ends: many at once then count as many.
    ///
    /// # Errors
    /// The database's.
    pub async fn count_attempt(&self, key: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO attempts (key, count, last_at) VALUES ($1, 1, $2) ON CONFLICT (key) \
                   DO UPDATE SET count = attempts.count + 1, last_at = excluded.last_at";
        sqlx::query(sql).bind(key.to_owned()).bind(instant(now)).execute(&self.sessions).await?;
        Ok(())
    }

    /// Takes one attempt back: it did not fail.
    ///
    /// # Errors
    /// The database's.
    pub async fn uncount_attempt(&self, key: &str) -> Result<(), StoreError> {
        let sql = "UPDATE attempts SET count = count - 1 WHERE key = $1";
        sqlx::query(sql).bind(key.to_owned()).execute(&self.sessions).await?;
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
