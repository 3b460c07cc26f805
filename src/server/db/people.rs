//! People: who can sign in, wherever they belong.

use jiff::Timestamp;
use sqlx::{Row, any::AnyRow};

use crate::domain::text::fold;

use super::{Db, StoreError, writer::instant};

/// Number of a person.
pub type PersonId = i64;

/// A person as the store knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// What is typed to sign in, as [`login`] makes it.
    pub login: Option<String>,
    pub name: String,
    pub telegram_id: Option<i64>,
    /// `es` or `en`, where chosen.
    pub language: Option<String>,
    /// Has a password to sign in with.
    pub has_password: bool,
    /// May not sign in.
    pub disabled: bool,
    /// What they are signed in by is good in the epoch that it began in alone.
    pub epoch: i64,
}

/// A person to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    pub login: Option<String>,
    pub name: String,
    pub telegram_id: Option<i64>,
    /// argon2id in PHC form; never the password itself.
    pub password: Option<String>,
}

/// How a login is stored and compared: `Ana@Example.MX ` and `ana@example.mx` are one.
#[must_use]
pub fn login(typed: &str) -> String {
    fold(typed)
}

const COLUMNS: &str = "id, login, name, telegram_id, language, disabled_at, password, epoch";

impl Db {
    /// Adds a person; `None` when the login or the Telegram account is somebody else's.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_person(&self, person: &NewPerson, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
        let sql = "INSERT INTO people (login, name, telegram_id, password, created_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT DO NOTHING RETURNING id";
        let row = sqlx::query(sql)
            .bind(person.login.as_deref().map(login))
            .bind(person.name.trim().to_owned())
            .bind(person.telegram_id)
            .bind(person.password.clone())
            .bind(instant(now))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Whether there is anybody at all.
    ///
    /// # Errors
    /// The database's.
    pub async fn anybody(&self) -> Result<bool, StoreError> {
        Ok(sqlx::query("SELECT id FROM people LIMIT 1").fetch_optional(&self.pool).await?.is_some())
    }

    /// The person of this number.
    ///
    /// # Errors
    /// The database's.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM people WHERE id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| person(&row)).transpose()?)
    }

    /// The person of this login, and the hash of their password.
    ///
    /// # Errors
    /// The database's.
    pub async fn person_of_login(&self, typed: &str) -> Result<Option<(Person, Option<String>)>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM people WHERE login = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(login(typed)).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| Ok::<_, sqlx::Error>((person(&row)?, row.try_get("password")?))).transpose()?)
    }

    /// The person of this Telegram account.
    ///
    /// # Errors
    /// The database's.
    pub async fn person_of_telegram(&self, telegram_id: i64) -> Result<Option<Person>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM people WHERE telegram_id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(telegram_id).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| person(&row)).transpose()?)
    }

    /// Sets the hash of a person's password. What they are signed in by is good no longer; the epoch that begins.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_password(&self, id: PersonId, hash: &str) -> Result<i64, StoreError> {
        let sql = "UPDATE people SET password = $2, epoch = epoch + 1 WHERE id = $1 RETURNING epoch";
        let row = sqlx::query(sql).bind(id).bind(hash.to_owned()).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
    }

    /// Writes another hash of the same password; false when the password was changed meanwhile, and stays.
    ///
    /// # Errors
    /// The database's.
    pub async fn rehash_password(&self, id: PersonId, old: &str, new: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("UPDATE people SET password = $3 WHERE id = $1 AND password = $2");
        let done = query.bind(id).bind(old.to_owned()).bind(new.to_owned()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes a person's password away. What they are signed in by is good no longer.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_password(&self, id: PersonId) -> Result<(), StoreError> {
        let sql = "UPDATE people SET password = NULL, epoch = epoch + 1 WHERE id = $1";
        sqlx::query(sql).bind(id).execute(&self.pool).await?;
        Ok(())
    }

    /// What a person is signed in by is good no longer; the epoch that begins.
    ///
    /// # Errors
    /// The database's.
    pub async fn next_epoch(&self, id: PersonId) -> Result<i64, StoreError> {
        let sql = "UPDATE people SET epoch = epoch + 1 WHERE id = $1 RETURNING epoch";
        let row = sqlx::query(sql).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
    }

    /// Sets what a person says of themselves: their name, and the language they read (`es`, `en`; `None` leaves it).
    ///
    /// # Errors
    /// The database's.
    pub async fn set_about(&self, id: PersonId, name: &str, language: Option<&str>) -> Result<(), StoreError> {
        sqlx::query("UPDATE people SET name = $2, language = COALESCE($3, language) WHERE id = $1")
            .bind(id)
            .bind(name.trim().to_owned())
            .bind(language.map(str::to_owned))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Bars a person from signing in, or lets them in again (`None`).
    ///
    /// # Errors
    /// The database's.
    pub async fn set_disabled(&self, id: PersonId, since: Option<Timestamp>) -> Result<(), StoreError> {
        sqlx::query("UPDATE people SET disabled_at = $2, epoch = epoch + 1 WHERE id = $1")
            .bind(id)
            .bind(since.map(instant))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

pub(super) fn person(row: &AnyRow) -> Result<Person, sqlx::Error> {
    Ok(Person {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        telegram_id: row.try_get("telegram_id")?,
        language: row.try_get("language")?,
        has_password: row.try_get::<Option<String>, _>("password")?.is_some(),
        disabled: row.try_get::<Option<String>, _>("disabled_at")?.is_some(),
        epoch: row.try_get("epoch")?,
    })
}
