//! Operations that programs named by a key of their own: begun, answered, forgotten.

use jiff::Timestamp;
use sqlx::Row as _;

use super::{Db, StoreError, writer::instant};

/// A named operation: who asks for what, by which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Person, key or nobody, and the organization.
    pub holder: String,
    /// Method and path.
    pub route: String,
    pub key: String,
}

/// How an operation of a name stands when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Began {
    /// It is the caller's to do.
    Now,
    /// It was asked for before, with what has this digest; what was answered, sealed, when it is done.
    Before { digest: String, answer: Option<String> },
}

impl Db {
    /// Begins an operation, unless it was begun before. What was begun before `forgotten` is, and so is what was begun before
    /// `broken` and never ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_operation(
        &self,
        operation: &Operation,
        digest: &str,
        now: Timestamp,
        (forgotten, broken): (Timestamp, Timestamp),
    ) -> Result<Began, StoreError> {
        let bound = |sql: &'static str| {
            sqlx::query(sql).bind(operation.holder.clone()).bind(operation.route.clone()).bind(operation.key.clone())
        };
        bound(
            "DELETE FROM operations WHERE holder = $1 AND route = $2 AND key = $3 \
             AND (begun_at < $4 OR (answer IS NULL AND begun_at < $5))",
        )
        .bind(instant(forgotten))
        .bind(instant(broken))
        .execute(&self.sessions)
        .await?;
        let begun = bound(
            "INSERT INTO operations (holder, route, key, digest, begun_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (holder, route, key) DO NOTHING",
        )
        .bind(digest.to_owned())
        .bind(instant(now))
        .execute(&self.sessions)
        .await?;
        if begun.rows_affected() > 0 {
            return Ok(Began::Now);
        }
        let row = bound("SELECT digest, answer FROM operations WHERE holder = $1 AND route = $2 AND key = $3")
            .fetch_optional(&self.sessions)
            .await?;
        // Gone in between: whoever had it gave it up, and who asks now asks again.
        let Some(row) = row else { return Ok(Began::Before { digest: digest.to_owned(), answer: None }) };
        Ok(Began::Before { digest: row.try_get(0)?, answer: row.try_get(1)? })
    }

    /// Keeps what was answered; without an answer the operation was not done, and may be asked for anew.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_operation(&self, operation: &Operation, answer: Option<String>) -> Result<(), StoreError> {
        let sql = match answer {
            Some(_) => "UPDATE operations SET answer = $4 WHERE holder = $1 AND route = $2 AND key = $3",
            None => "DELETE FROM operations WHERE holder = $1 AND route = $2 AND key = $3",
        };
        let query = sqlx::query(sql).bind(operation.holder.clone()).bind(operation.route.clone());
        let mut query = query.bind(operation.key.clone());
        if answer.is_some() {
            query = query.bind(answer);
        }
        query.execute(&self.sessions).await?;
        Ok(())
    }

    /// Forgets what was begun before an instant.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep_operations(&self, before: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM operations WHERE begun_at < $1").bind(instant(before)).execute(&self.sessions).await?;
        Ok(())
    }
}
