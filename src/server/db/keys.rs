//! Keys of programs, kept as hashes.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{Row, any::AnyRow};

use crate::domain::{Role, Scope};

use super::{
    Db, PersonId, StoreError,
    memberships::{add_parts, organization_id, parts},
    writer::instant,
};

/// Number of a key.
pub type KeyId = i64;

/// A key as the store knows it: all but the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub id: KeyId,
    /// Slug.
    pub organization: String,
    pub name: String,
    /// `fk_` and eight characters.
    pub visible: String,
    pub role: Role,
    pub scope: Scope,
    /// Name of the person who made it, while they are known.
    pub made_by: Option<String>,
    pub made: Timestamp,
    /// From this instant on it is refused.
    pub expires: Timestamp,
    pub revoked: Option<Timestamp>,
}

/// A key to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey<'a> {
    /// Slug.
    pub organization: &'a str,
    pub name: &'a str,
    pub visible: &'a str,
    pub hash: &'a str,
    pub role: Role,
    pub scope: &'a Scope,
    pub made_by: Option<PersonId>,
    pub made: Timestamp,
    pub expires: Timestamp,
}

/// Everything of a key but its hash; its scope's parts as one text, a line each.
const SELECT: &str = "SELECT k.id, o.slug, k.name, k.visible, k.role, k.whole, p.name AS made_by, k.created_at, \
                      k.expires_at, k.revoked_at, (SELECT string_agg(s.part || ':' || s.code, '\n' ORDER BY s.part, s.code) \
                      FROM api_key_scopes s WHERE s.key_id = k.id) AS scope FROM api_keys k \
                      JOIN organizations o ON o.id = k.organization_id LEFT JOIN people p ON p.id = k.created_by";

impl Db {
    /// Keeps a key; `None` when there is no such organization, or the visible part is taken.
    ///
    /// # Errors
    /// The database's.
    pub async fn add_key(&self, new: &NewKey<'_>) -> Result<Option<KeyId>, StoreError> {
        let mut tx = self.begin_write().await?;
        let Some(organization) = organization_id(&mut tx, new.organization).await? else { return Ok(None) };
        let sql = "INSERT INTO api_keys \
                   (organization_id, name, visible, hash, role, whole, created_by, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id";
        let row = sqlx::query(sql)
            .bind(organization)
            .bind(new.name.to_owned())
            .bind(new.visible.to_owned())
            .bind(new.hash.to_owned())
            .bind(new.role.code())
            .bind(i64::from(new.scope.whole))
            .bind(new.made_by)
            .bind(instant(new.made))
            .bind(instant(new.expires))
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let id: KeyId = row.try_get(0)?;
        let parts = if new.scope.whole { Vec::new() } else { parts(new.scope) };
        for (part, code) in parts {
            let sql = "INSERT INTO api_key_scopes (key_id, part, code) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            sqlx::query(sql).bind(id).bind(part).bind(code).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(Some(id))
    }

    /// The key of this hash, also when it is no longer good. Asked for every request that carries one.
    ///
    /// # Errors
    /// The database's.
    pub async fn key_of_hash(&self, hash: &str) -> Result<Option<Key>, StoreError> {
        let sql = format!("{SELECT} WHERE k.hash = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(hash.to_owned()).fetch_optional(&self.pool).await?;
        row.map(|row| key(&row)).transpose()
    }

    /// One of an organization's keys.
    ///
    /// # Errors
    /// The database's.
    pub async fn key(&self, organization: &str, id: KeyId) -> Result<Option<Key>, StoreError> {
        let sql = format!("{SELECT} WHERE k.id = $1 AND o.slug = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id)
            .bind(organization.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| key(&row)).transpose()
    }

    /// Every key of an organization, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn keys(&self, organization: &str) -> Result<Vec<Key>, StoreError> {
        let sql = format!("{SELECT} WHERE o.slug = $1 ORDER BY k.id DESC");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization.to_owned()).fetch_all(&self.pool).await?;
        rows.iter().map(key).collect()
    }

    /// Ends one of an organization's keys; false when there is no such one that is not ended already.
    ///
    /// # Errors
    /// The database's.
    pub async fn revoke_key(&self, organization: &str, id: KeyId, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE api_keys SET revoked_at = $3 WHERE id = $1 AND revoked_at IS NULL \
                   AND organization_id = (SELECT id FROM organizations WHERE slug = $2)";
        let done =
            sqlx::query(sql).bind(id).bind(organization.to_owned()).bind(instant(now)).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Tells that a key was used, unless that was told since `before`. Waits for no import.
    ///
    /// # Errors
    /// The database's.
    pub async fn key_used(&self, id: KeyId, now: Timestamp, before: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO api_key_uses (key_id, used_at) VALUES ($1, $2) ON CONFLICT (key_id) \
                   DO UPDATE SET used_at = excluded.used_at WHERE api_key_uses.used_at <= $3";
        sqlx::query(sql).bind(id).bind(instant(now)).bind(instant(before)).execute(&self.sessions).await?;
        Ok(())
    }

    /// When keys were last used, of all organizations.
    ///
    /// # Errors
    /// The database's.
    pub async fn key_uses(&self) -> Result<HashMap<KeyId, Timestamp>, StoreError> {
        let rows = sqlx::query("SELECT key_id, used_at FROM api_key_uses").fetch_all(&self.sessions).await?;
        rows.iter().map(|row| Ok((row.try_get("key_id")?, at(row, "used_at")?))).collect()
    }
}

fn at(row: &AnyRow, column: &str) -> Result<Timestamp, StoreError> {
    row.try_get::<String, _>(column)?.parse().map_err(|_| StoreError::Corrupt("key"))
}

fn key(row: &AnyRow) -> Result<Key, StoreError> {
    let mut scope = Scope { whole: row.try_get::<i64, _>("whole")? == 1, ..Scope::default() };
    add_parts(&mut scope, row.try_get::<Option<String>, _>("scope")?.as_deref())?;
    let revoked: Option<String> = row.try_get("revoked_at")?;
    Ok(Key {
        id: row.try_get("id")?,
        organization: row.try_get("slug")?,
        name: row.try_get("name")?,
        visible: row.try_get("visible")?,
        role: Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Corrupt("role"))?,
        scope,
        made_by: row.try_get("made_by")?,
        made: at(row, "created_at")?,
        expires: at(row, "expires_at")?,
        revoked: revoked.map(|_| at(row, "revoked_at")).transpose()?,
    })
}
