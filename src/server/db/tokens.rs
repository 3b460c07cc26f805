//! Families of API tokens: the pairs that came of one sign-in. Tokens themselves are never stored.

use jiff::Timestamp;
use sqlx::Row;

use super::{Db, PersonId, StoreError, writer::instant};

/// A family that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFamily<'a> {
    /// Never twice.
    pub family: &'a str,
    pub person: PersonId,
    /// Of the person, in which it begins.
    pub epoch: i64,
    /// Slug.
    pub organization: &'a str,
    /// Hash of its first refresh token.
    pub due: &'a str,
    pub started: Timestamp,
    /// From this instant on nothing of the family is good. Whole seconds count.
    pub expires: Timestamp,
}

/// What became of a refresh token that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// It was due, and another one is now. The family ends when it did.
    Yes { expires: Timestamp },
    /// It was used before. The family is ended.
    Reused,
    /// The family has ended before.
    Gone,
}

impl Db {
    /// Begins a family; those that have expired are forgotten.
    ///
    /// # Errors
    /// The database's.
    pub async fn start_family(&self, new: &NewFamily<'_>) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM token_families WHERE expires_at <= $1")
            .bind(instant(new.started))
            .execute(&self.sessions)
            .await?;
        let sql = "INSERT INTO token_families (family, person_id, organization, due, started_at, expires_at, epoch) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(new.family.to_owned())
            .bind(new.person)
            .bind(new.organization.to_owned())
            .bind(new.due.to_owned())
            .bind(instant(new.started))
            .bind(instant(new.expires))
            .bind(new.epoch)
            .execute(&self.sessions)
            .await?;
        Ok(())
    }

    /// Takes the refresh token of this hash and makes the next one due. Of many who show the same one at once, one is told
    /// yes; the others show an old one, and end the family.
    ///
    /// # Errors
    /// The database's.
    pub async fn rotate_family(
        &self,
        family: &str,
        used: &str,
        next: &str,
        now: Timestamp,
    ) -> Result<Rotated, StoreError> {
        let sql = "UPDATE token_families SET due = $3 WHERE family = $1 AND due = $2 AND expires_at > $4 \
                   RETURNING expires_at";
        let row = sqlx::query(sql)
            .bind(family.to_owned())
            .bind(used.to_owned())
            .bind(next.to_owned())
            .bind(instant(now))
            .fetch_optional(&self.sessions)
            .await?;
        if let Some(row) = row {
            let expires = row.try_get::<String, _>(0)?.parse().map_err(|_| StoreError::Corrupt("token family"))?;
            return Ok(Rotated::Yes { expires });
        }
        Ok(if self.end_family(family).await? { Rotated::Reused } else { Rotated::Gone })
    }

    /// The epoch that a family of this person began in; none when it lives no longer.
    ///
    /// # Errors
    /// The database's.
    pub async fn family_epoch(
        &self,
        family: &str,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT epoch FROM token_families WHERE family = $1 AND person_id = $2 AND expires_at > $3";
        let row = sqlx::query(sql)
            .bind(family.to_owned())
            .bind(person)
            .bind(instant(now))
            .fetch_optional(&self.sessions)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Name and beginning of a person's families that live, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn families_of(&self, person: PersonId, now: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let sql = "SELECT family, started_at FROM token_families WHERE person_id = $1 AND expires_at > $2 \
                   ORDER BY started_at DESC, family";
        let rows = sqlx::query(sql).bind(person).bind(instant(now)).fetch_all(&self.sessions).await?;
        rows.iter()
            .map(|row| {
                let started = row.try_get::<String, _>("started_at")?.parse();
                Ok((row.try_get("family")?, started.map_err(|_| StoreError::Corrupt("token family"))?))
            })
            .collect()
    }

    /// Ends one of a person's own families; false when they have no such one.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_family_of(&self, person: PersonId, family: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM token_families WHERE family = $1 AND person_id = $2");
        let done = query.bind(family.to_owned()).bind(person).execute(&self.sessions).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Ends a family; false when there was none.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_family(&self, family: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM token_families WHERE family = $1";
        Ok(sqlx::query(sql).bind(family.to_owned()).execute(&self.sessions).await?.rows_affected() > 0)
    }

    /// Ends a person's families; says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_families_of(&self, person: PersonId) -> Result<u64, StoreError> {
        let sql = "DELETE FROM token_families WHERE person_id = $1";
        Ok(sqlx::query(sql).bind(person).execute(&self.sessions).await?.rows_affected())
    }
}
