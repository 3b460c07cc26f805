//! One-time links: an invitation, or a new password. Kept as hashes.

use jiff::Timestamp;
use sqlx::Row;

use super::{Db, PersonId, StoreError, writer::instant};

impl Db {
    /// Keeps a link's hash, in place of the person's earlier links.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_link(
        &self,
        hash: &str,
        purpose: &str,
        person: PersonId,
        now: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        sqlx::query("DELETE FROM links WHERE person_id = $1").bind(person).execute(&mut *tx).await?;
        let sql = "INSERT INTO links (hash, purpose, person_id, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
        sqlx::query(sql)
            .bind(hash.to_owned())
            .bind(purpose.to_owned())
            .bind(person)
            .bind(instant(now))
            .bind(instant(expires))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whose link this is, if it is still good; it stays good.
    ///
    /// # Errors
    /// The database's.
    pub async fn link(&self, hash: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
        let sql = "SELECT l.person_id FROM links l JOIN people p ON p.id = l.person_id \
                   WHERE l.hash = $1 AND l.expires_at > $2 AND p.disabled_at IS NULL";
        let row = sqlx::query(sql).bind(hash.to_owned()).bind(instant(now)).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Uses a link up to set a password; `None` when it is not, or no longer, good. Of many callers at once one succeeds.
    /// What the person is signed in by is good no longer: with the person comes the epoch that begins.
    ///
    /// # Errors
    /// The database's.
    pub async fn redeem_link(
        &self,
        hash: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<Option<(PersonId, i64)>, StoreError> {
        let mut tx = self.begin_write().await?;
        let sql = "DELETE FROM links WHERE hash = $1 AND expires_at > $2 RETURNING person_id";
        let row = sqlx::query(sql).bind(hash.to_owned()).bind(instant(now)).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(None) };
        let person: PersonId = row.try_get(0)?;
        let sql =
            "UPDATE people SET password = $2, epoch = epoch + 1 WHERE id = $1 AND disabled_at IS NULL RETURNING epoch";
        let row = sqlx::query(sql).bind(person).bind(password.to_owned()).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(None) };
        let epoch = row.try_get(0)?;
        tx.commit().await?;
        Ok(Some((person, epoch)))
    }
}
