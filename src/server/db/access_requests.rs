//! People known to Telegram and not to us, who ask to be let in.

use jiff::Timestamp;
use sqlx::Row;

use super::{Db, StoreError, writer::instant};

/// A request that nobody has decided on yet. The words are the person's own: shown, never trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    pub id: i64,
    pub telegram_id: i64,
    pub name: String,
    /// Without `@`.
    pub username: Option<String>,
    pub note: Option<String>,
    pub asked: Timestamp,
}

impl Db {
    /// Asks an organization to let a Telegram account in; asking again changes the words. False when there is no such
    /// organization.
    ///
    /// # Errors
    /// The database's.
    pub async fn ask_access(
        &self,
        organization: &str,
        telegram_id: i64,
        name: &str,
        username: Option<&str>,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO access_requests (organization_id, telegram_id, name, username, note, asked_at) \
                   SELECT id, $2, $3, $4, $5, $6 FROM organizations WHERE slug = $1 \
                   ON CONFLICT (organization_id, telegram_id) WHERE decided_at IS NULL \
                   DO UPDATE SET name = excluded.name, username = excluded.username, note = excluded.note";
        let done = sqlx::query(sql)
            .bind(organization.to_owned())
            .bind(telegram_id)
            .bind(name.to_owned())
            .bind(username.map(str::to_owned))
            .bind(note.map(str::to_owned))
            .bind(instant(now))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The organization's open requests, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn access_requests(&self, organization: &str) -> Result<Vec<AccessRequest>, StoreError> {
        let sql = "SELECT r.id, r.telegram_id, r.name, r.username, r.note, r.asked_at FROM access_requests r \
                   JOIN organizations o ON o.id = r.organization_id \
                   WHERE o.slug = $1 AND r.decided_at IS NULL ORDER BY r.asked_at, r.id";
        let rows = sqlx::query(sql).bind(organization.to_owned()).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(AccessRequest {
                    id: row.try_get("id")?,
                    telegram_id: row.try_get("telegram_id")?,
                    name: row.try_get("name")?,
                    username: row.try_get("username")?,
                    note: row.try_get("note")?,
                    asked: row
                        .try_get::<String, _>("asked_at")?
                        .parse()
                        .map_err(|_| StoreError::Corrupt("access request"))?,
                })
            })
            .collect()
    }

    /// Decides on an open request of the organization; false when there is none of that number.
    ///
    /// # Errors
    /// The database's.
    pub async fn decide_access(
        &self,
        organization: &str,
        id: i64,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE access_requests SET decided_at = $3, decision = $4 WHERE id = $2 AND decided_at IS NULL \
                   AND organization_id = (SELECT id FROM organizations WHERE slug = $1)";
        let decision = if granted { "granted" } else { "refused" };
        let done = sqlx::query(sql)
            .bind(organization.to_owned())
            .bind(id)
            .bind(instant(now))
            .bind(decision)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
