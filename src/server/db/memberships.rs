//! Memberships: what a person is in an organization, and of which branches they know.

use sqlx::{AnyConnection, Row, any::AnyRow};

use crate::domain::{Role, Scope, Territory};

use super::{
    Db, StoreError,
    people::{Person, PersonId, person},
};

/// What a person is in one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Slug.
    pub organization: String,
    pub organization_name: String,
    /// Name of the person.
    pub person_name: String,
    pub role: Role,
    pub scope: Scope,
    /// The person's, see [`Person::epoch`].
    pub epoch: i64,
}

/// The parts of a scope as one text, `group:norte` and so on, a line each.
const SCOPE: &str = "(SELECT string_agg(s.part || ':' || s.code, '\n' ORDER BY s.part, s.code) FROM membership_scopes s \
                     WHERE s.organization_id = m.organization_id AND s.person_id = m.person_id) AS scope";

/// Members with their people; the condition follows.
fn of_members(condition: &str) -> String {
    format!(
        "SELECT p.id, p.login, p.name, p.telegram_id, p.language, p.disabled_at, p.password, p.epoch, \
         o.slug, o.name AS organization_name, p.name AS person_name, m.role, {SCOPE} FROM memberships m \
         JOIN organizations o ON o.id = m.organization_id JOIN people p ON p.id = m.person_id WHERE {condition}"
    )
}

impl Db {
    /// The person's membership in the organization of this slug; `None` when there is none, or the person is barred.
    /// Asked for every request, so that what is taken away is gone at once.
    ///
    /// # Errors
    /// The database's.
    pub async fn membership(&self, id: PersonId, organization: &str) -> Result<Option<Membership>, StoreError> {
        let sql = format!(
            "SELECT o.slug, o.name AS organization_name, p.name AS person_name, p.epoch, m.role, {SCOPE} FROM memberships m \
             JOIN organizations o ON o.id = m.organization_id JOIN people p ON p.id = m.person_id \
             WHERE m.person_id = $1 AND o.slug = $2 AND p.disabled_at IS NULL"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id)
            .bind(organization.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| membership(&row)).transpose()
    }

    /// Every organization of a person, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn memberships(&self, id: PersonId) -> Result<Vec<Membership>, StoreError> {
        let sql = format!(
            "SELECT o.slug, o.name AS organization_name, p.name AS person_name, p.epoch, m.role, {SCOPE} FROM memberships m \
             JOIN organizations o ON o.id = m.organization_id JOIN people p ON p.id = m.person_id WHERE m.person_id = $1 ORDER BY o.name, o.slug"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id).fetch_all(&self.pool).await?;
        rows.iter().map(membership).collect()
    }

    /// Everybody in an organization, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn members(&self, organization: &str) -> Result<Vec<(Person, Membership)>, StoreError> {
        let sql = of_members("o.slug = $1 ORDER BY p.name, p.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization.to_owned()).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((person(row)?, membership(row)?))).collect()
    }

    /// One person of an organization, also when they are barred; `None` when they are not of it.
    ///
    /// # Errors
    /// The database's.
    pub async fn member(&self, organization: &str, id: PersonId) -> Result<Option<(Person, Membership)>, StoreError> {
        let sql = of_members("o.slug = $1 AND p.id = $2");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(organization.to_owned()).bind(id);
        let row = query.fetch_optional(&self.pool).await?;
        row.map(|row| Ok((person(&row)?, membership(&row)?))).transpose()
    }

    /// Makes a person what the role and scope say, in place of what they were; false when there is no such organization
    /// or person. A role that sees everything keeps no scope.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_membership(
        &self,
        organization: &str,
        id: PersonId,
        role: Role,
        scope: &Scope,
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let Some(org) = organization_id(&mut tx, organization).await? else { return Ok(false) };
        let known = sqlx::query("SELECT id FROM people WHERE id = $1").bind(id).fetch_optional(&mut *tx).await?;
        if known.is_none() {
            return Ok(false);
        }
        write(&mut tx, org, id, role, scope).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a person out of an organization; false when they were not in it.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_membership(&self, organization: &str, id: PersonId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM memberships WHERE person_id = $1 \
                   AND organization_id = (SELECT id FROM organizations WHERE slug = $2)";
        let done = sqlx::query(sql).bind(id).bind(organization.to_owned()).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }
}

/// Writes what a person is in an organization, in place of what they were.
pub(super) async fn write(
    connection: &mut AnyConnection,
    org: i64,
    id: PersonId,
    role: Role,
    scope: &Scope,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO memberships (organization_id, person_id, role) VALUES ($1, $2, $3) \
               ON CONFLICT (organization_id, person_id) DO UPDATE SET role = excluded.role";
    sqlx::query(sql).bind(org).bind(id).bind(role.code()).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM membership_scopes WHERE organization_id = $1 AND person_id = $2")
        .bind(org)
        .bind(id)
        .execute(&mut *connection)
        .await?;
    let parts = if role.whole() { Vec::new() } else { parts(scope) };
    for (part, code) in parts {
        let sql = "INSERT INTO membership_scopes (organization_id, person_id, part, code) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING";
        sqlx::query(sql).bind(org).bind(id).bind(part).bind(code).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn organization_id(connection: &mut AnyConnection, slug: &str) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT id FROM organizations WHERE slug = $1";
    let row = sqlx::query(sql).bind(slug.to_owned()).fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// The parts of a scope with the words of the table.
pub(super) fn parts(scope: &Scope) -> Vec<(&'static str, String)> {
    let of = |part: &'static str, codes: &[String]| codes.iter().map(|code| (part, code.clone())).collect::<Vec<_>>();
    let mut parts = of("group", &scope.groups);
    parts.extend(of("branch", &scope.branches));
    parts.extend(of("state", &scope.states));
    parts.extend(scope.territories.iter().map(|territory| ("territory", territory.code().to_owned())));
    parts
}

/// Adds the parts of a text with a line each, such as `group:norte`.
pub(super) fn add_parts(scope: &mut Scope, text: Option<&str>) -> Result<(), StoreError> {
    for line in text.unwrap_or_default().lines() {
        let (part, code) = line.split_once(':').ok_or(StoreError::Corrupt("scope"))?;
        match part {
            "group" => scope.groups.push(code.to_owned()),
            "branch" => scope.branches.push(code.to_owned()),
            "state" => scope.states.push(code.to_owned()),
            _ => scope.territories.push(Territory::from_code(code).ok_or(StoreError::Corrupt("scope"))?),
        }
    }
    Ok(())
}

fn membership(row: &AnyRow) -> Result<Membership, StoreError> {
    let role = Role::from_code(&row.try_get::<String, _>("role")?).ok_or(StoreError::Corrupt("role"))?;
    let text: Option<String> = row.try_get("scope")?;
    let mut scope = if role.whole() { Scope::whole() } else { Scope::default() };
    add_parts(&mut scope, text.as_deref())?;
    Ok(Membership {
        organization: row.try_get("slug")?,
        organization_name: row.try_get("organization_name")?,
        person_name: row.try_get("person_name")?,
        role,
        scope,
        epoch: row.try_get("epoch")?,
    })
}
