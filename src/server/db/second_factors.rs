//! Second factors: time-based codes, and the recovery codes beside them.

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};

use super::{Db, PersonId, StoreError, writer::instant};

/// A person's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Sealed; only the server's secret opens it.
    pub secret: String,
    /// Until then it asks nobody for a code.
    pub confirmed: bool,
    /// Recovery codes that are left.
    pub codes: u32,
}

impl Db {
    /// The person's second factor.
    ///
    /// # Errors
    /// The database's.
    pub async fn second_factor(&self, person: PersonId) -> Result<Option<SecondFactor>, StoreError> {
        let sql = "SELECT secret, confirmed_at, \
                   (SELECT COUNT(*) FROM recovery_codes c WHERE c.person_id = f.person_id) AS codes \
                   FROM second_factors f WHERE person_id = $1";
        let row = sqlx::query(sql).bind(person).fetch_optional(&self.pool).await?;
        row.map(|row| {
            Ok(SecondFactor {
                secret: row.try_get("secret")?,
                confirmed: row.try_get::<Option<String>, _>("confirmed_at")?.is_some(),
                codes: u32::try_from(row.try_get::<i64, _>("codes")?).unwrap_or_default(),
            })
        })
        .transpose()
    }

    /// Starts a second factor, which asks for nothing until it is confirmed; a confirmed one stays, and false is the answer.
    ///
    /// # Errors
    /// The database's.
    pub async fn start_second_factor(&self, person: PersonId, secret: &str) -> Result<bool, StoreError> {
        let sql = "INSERT INTO second_factors (person_id, secret) VALUES ($1, $2) ON CONFLICT (person_id) \
                   DO UPDATE SET secret = excluded.secret WHERE second_factors.confirmed_at IS NULL";
        let done = sqlx::query(sql).bind(person).bind(secret.to_owned()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// The second factor counts from now on, with these recovery codes (hex of their hashes).
    ///
    /// # Errors
    /// The database's.
    pub async fn confirm_second_factor(
        &self,
        person: PersonId,
        codes: &[String],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        sqlx::query("UPDATE second_factors SET confirmed_at = $2 WHERE person_id = $1")
            .bind(person)
            .bind(instant(now))
            .execute(&mut *tx)
            .await?;
        set_codes(&mut tx, person, codes).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a person new recovery codes (hex of their hashes) in place of those that are left; false when no second factor
    /// is in force.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_recovery_codes(&self, person: PersonId, codes: &[String]) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let sql = "SELECT person_id FROM second_factors WHERE person_id = $1 AND confirmed_at IS NOT NULL";
        if sqlx::query(sql).bind(person).fetch_optional(&mut *tx).await?.is_none() {
            return Ok(false);
        }
        set_codes(&mut tx, person, codes).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets a second factor that was begun and not confirmed; false when there was none.
    ///
    /// # Errors
    /// The database's.
    pub async fn drop_begun_factor(&self, person: PersonId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM second_factors WHERE person_id = $1 AND confirmed_at IS NULL";
        Ok(sqlx::query(sql).bind(person).execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Takes the second factor and its recovery codes away; false when there was none.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_second_factor(&self, person: PersonId) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        sqlx::query("DELETE FROM recovery_codes WHERE person_id = $1").bind(person).execute(&mut *tx).await?;
        let done =
            sqlx::query("DELETE FROM second_factors WHERE person_id = $1").bind(person).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Uses a recovery code up (hex of its hash); false when the person has no such code, or no longer.
    ///
    /// # Errors
    /// The database's.
    pub async fn use_recovery_code(&self, person: PersonId, hash: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM recovery_codes WHERE person_id = $1 AND hash = $2";
        let done = sqlx::query(sql).bind(person).bind(hash.to_owned()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }
}

/// Recovery codes in place of what there was.
async fn set_codes(connection: &mut AnyConnection, person: PersonId, codes: &[String]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM recovery_codes WHERE person_id = $1").bind(person).execute(&mut *connection).await?;
    for code in codes {
        sqlx::query("INSERT INTO recovery_codes (person_id, hash) VALUES ($1, $2)")
            .bind(person)
            .bind(code.clone())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
